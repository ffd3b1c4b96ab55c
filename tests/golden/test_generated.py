"""`generated/` is what gradgen writes today, byte for byte, and stands on its own."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import pytest

from gradgen.writer.layout import laid_out
from tests.golden.regenerate import ACCEPT, drift, strangers
from tests.golden.targets import GENERATED, ROOT, TARGETS, Target

each_target = pytest.mark.parametrize("target", TARGETS, ids=str)


@each_target
def test_no_drift(target: Target) -> None:
    diff = drift(target)
    if diff:
        pytest.fail(f"{diff}\nTo accept: {ACCEPT}", pytrace=False)


@each_target
def test_formatting_again_changes_nothing(target: Target) -> None:
    text = target.path.read_text(encoding="utf-8")
    assert laid_out(text) == text


@each_target
def test_imports_alone(target: Target) -> None:
    spec = importlib.util.spec_from_file_location(target.name, target.path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert callable(getattr(module, target.name))
    assert "gradgen" not in vars(module)


def test_nothing_else_is_there() -> None:
    assert not list(strangers())


def test_no_module_needs_gradgen() -> None:
    code = (
        "import runpy, sys; sys.path.insert(0, ''); sys.modules['gradgen'] = None\n"
        "for path in sys.argv[1:]: runpy.run_path(path)"
    )
    paths = [str(path) for path in sorted(GENERATED.rglob("*.py"))]
    subprocess.run([sys.executable, "-c", code, *paths], check=True, cwd=ROOT)
