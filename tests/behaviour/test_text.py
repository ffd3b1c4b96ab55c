"""The generated text: parses, is clean, stands alone, and is the same everywhere."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.behaviour.cases import ALL, each_sample
from tests.support.generated import made

MODES = ("grad", "value_and_grad", "vjp", "jvp")
RUFF = ["--isolated", "--no-cache", "--select", "F", "--output-format", "json"]
ROOT = Path(__file__).resolve().parents[2]


def text_of(mode, sample):
    return made(mode, sample.function, sample.asked).source


@pytest.mark.parametrize("mode", MODES)
@each_sample()
def test_text_compiles_and_stands_alone(sample, mode):
    text = text_of(mode, sample)
    tree = ast.parse(text)
    compile(text, "<generated>", "exec")
    assert text.endswith("\n")
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert not any(name.name.split(".")[0] == "gradgen" for name in node.names)
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] != "gradgen"


@each_sample()
def test_text_has_no_dead_moves(sample):
    for mode in MODES:
        for node in ast.walk(ast.parse(text_of(mode, sample))):
            if isinstance(node, ast.Assign) and len(node.targets) == 1:
                assert ast.unparse(node.targets[0]) != ast.unparse(node.value)


def test_text_is_the_same_under_every_hash_seed():
    outputs = set()
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        finished = subprocess.run(
            [sys.executable, "-m", "tests.support.print_sources"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert finished.returncode == 0, finished.stderr
        outputs.add(finished.stdout)
    assert len(outputs) == 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with every generated text as a file."""
    made_folder = tmp_path_factory.mktemp("generated")
    for number, sample in enumerate(ALL):
        for mode in MODES:
            name = f"{sample.name.replace('.', '_')}_{number}_{mode}.py"
            (made_folder / name).write_text(text_of(mode, sample))
    return made_folder


ALONE = """
import pathlib, runpy, sys
sys.modules["gradgen"] = None
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.py")):
    runpy.run_path(str(path))
"""


def test_texts_run_where_gradgen_is_not_installed(folder):
    finished = subprocess.run(
        [sys.executable, "-c", ALONE, str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr


def test_text_follows_the_rules_of_pyflakes(folder):
    finished = subprocess.run(
        [sys.executable, "-m", "ruff", "check", *RUFF, str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.stdout, finished.stderr
    problems = [
        f"{Path(found['filename']).name}:{found['location']['row']}: {found['message']}"
        for found in json.loads(finished.stdout)
        if not in_annotation(found)
    ]
    assert problems == []


def in_annotation(found):
    """Tell whether a finding lies in a string such as the "n d" of `Float[np.ndarray, "n d"]`."""
    if found["code"] not in ("F722", "F821"):
        return False
    lines = Path(found["filename"]).read_text().splitlines()
    row, column = found["location"]["row"], found["location"]["column"]
    for node in ast.walk(ast.parse("\n".join(lines))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            inside = node.col_offset < column <= node.end_col_offset
            if node.lineno == row and inside:
                return True
    return False
