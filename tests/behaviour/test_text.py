"""The generated text: parses, is clean, stands alone, and is the same everywhere."""

import ast
import os
import subprocess
import sys
from pathlib import Path

from pyflakes.checker import Checker

from tests.behaviour.cases import ALL, each_sample
from tests.support.generated import made

MODES = ("grad", "value_and_grad", "vjp", "jvp")
ROOT = Path(__file__).resolve().parents[2]


def text_of(mode, sample):
    return made(mode, sample.function, sample.asked).source


@each_sample()
def test_text_is_clean_and_stands_alone(sample):
    for mode in MODES:
        text = text_of(mode, sample)
        assert text.endswith("\n")
        compile(text, "<generated>", "exec")
        tree = ast.parse(text)
        assert not imports_gradgen(tree)
        assert not moves_to_itself(tree)
        assert findings(tree) == []


def imports_gradgen(tree):
    modules = [
        name
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in [getattr(node, "module", None) or "", *(part.name for part in node.names)]
    ]
    return any(name.split(".")[0] == "gradgen" for name in modules)


def moves_to_itself(tree):
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and len(node.targets) == 1
        and ast.unparse(node.targets[0]) == ast.unparse(node.value)
    ]


def findings(tree):
    """Return what pyflakes says, but for two things that are meant.

    It reads strings such as the "n d" of `Float[np.ndarray, "n d"]` as annotations, and puts what
    it finds in them where the string begins. And a line of the user's keeps its targets where it
    unpacks, or calls a function that may have an effect.
    """
    strings = {
        (node.lineno, node.col_offset)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    kept = {
        (node.lineno, node.col_offset)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and (isinstance(node.targets[0], ast.Tuple) or calls_function(node.value))
    }
    meant = {
        "ForwardAnnotationSyntaxError": strings,
        "UndefinedName": strings,
        "UnusedVariable": kept,
    }
    return [
        str(message)
        for message in Checker(tree, "generated").messages
        if (message.lineno, message.col) not in meant.get(type(message).__name__, ())
    ]


def calls_function(value):
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name)


def test_findings_are_found():
    text = "import os\nx: Float[np.ndarray, 'n d'] = y\ndef f():\n    z = 1\n"
    found = " ".join(findings(ast.parse(text)))
    for part in ("'os' imported but unused", "undefined name 'y'", "variable 'z'"):
        assert part in found
    assert "'n d'" not in found


def test_text_is_the_same_under_every_hash_seed():
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.support.print_sources"],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("0", "4242")
    ]
    first, second = (process.communicate()[0] for process in running)
    assert [process.returncode for process in running] == [0, 0]
    assert first
    assert first == second


ALONE = """
import pathlib, runpy, sys
sys.modules["gradgen"] = None
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.py")):
    runpy.run_path(str(path))
"""


def test_texts_run_where_gradgen_is_not_installed(tmp_path):
    """The gallery in every mode; `tests/golden` does the same for the gradient of all samples."""
    for sample in ALL:
        if sample.name.startswith("gallery"):
            for mode in MODES:
                path = tmp_path / f"{sample.name.replace('.', '_')}_{mode}.py"
                path.write_text(text_of(mode, sample))
    assert len(list(tmp_path.iterdir())) >= 32
    subprocess.run(
        [sys.executable, "-c", ALONE, str(tmp_path)],
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
