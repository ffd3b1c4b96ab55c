"""Who may import whom: the rooms of docs/explanation/how-it-works.md, one direction of flow."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "gradgen"
MODULES = sorted(PACKAGE.rglob("*.py"))

# From the ground up: a room imports from its own floor and from those below.
FLOORS = (
    {"expression_text"},
    {"errors", "syntax"},
    {"runtime"},
    {"reader"},
    {"rules"},
    {"analysis"},
    {"transform"},
    {"writer"},
    {"pipeline"},
    {"check"},
    {"review"},
    {"__init__", "__main__", "api", "cache", "cli", "derivative", "explain"},
)

each_module = pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix()
)


def room(module: str) -> str:
    """Return the room of a dotted name: `gradgen.rules.linalg` is in `rules`."""
    return [*module.split("."), "__init__"][1]


def room_of(path: Path) -> str:
    """Return the room of a file of the package."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def floor(name: str) -> int:
    """Return the number of the floor of a room."""
    floors = [k for k, rooms in enumerate(FLOORS) if name in rooms]
    assert floors, f"the room `{name}` has no floor: give it one in {Path(__file__).name}"
    return floors[0]


def imports(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted names that are imported anywhere in a tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            if node.module == "gradgen":
                yield from (f"gradgen.{alias.name}" for alias in node.names)
            else:
                yield node.module or ""


def at_import(statements: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run when the module is imported."""
    for statement in statements:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.unparse(statement.test):
            continue
        inner = [child for child in ast.iter_child_nodes(statement) if isinstance(child, ast.stmt)]
        if inner:
            yield from at_import(inner)
        else:
            yield statement


def parse(path: Path) -> ast.Module:
    """Return the tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


@each_module
def test_a_room_imports_only_from_below(path: Path) -> None:
    own = room_of(path)
    for name in imports(parse(path)):
        if name.split(".")[0] == "gradgen":
            used = room(name)
            # `from gradgen import __version__` is a constant, not a room.
            if used not in ("__version__", own):
                assert floor(used) <= floor(own), f"{path.name} ({own}) imports {name}"


@each_module
def test_numpy_comes_with_the_helpers_and_the_checks_only(path: Path) -> None:
    names = [name for node in at_import(parse(path).body) for name in imports(node)]
    heavy = {name.split(".")[0] for name in names} & {"numpy", "scipy", "cupy", "dask", "jaxtyping"}
    allowed = {"numpy"} if room_of(path) in ("runtime", "check") else set()
    assert heavy <= allowed


@each_module
def test_one_module_knows_black_and_one_knows_astor(path: Path) -> None:
    names = {name.split(".")[0] for name in imports(parse(path))}
    place = path.relative_to(PACKAGE).as_posix()
    assert "black" not in names or place == "writer/layout.py"
    assert "astor" not in names or place == "writer/printing.py"


@each_module
def test_helpers_know_nothing_of_the_rest(path: Path) -> None:
    if room_of(path) == "runtime":
        for name in imports(parse(path)):
            top = name.split(".")[0]
            assert top in sys.stdlib_module_names | {"numpy"} or name.startswith("gradgen.runtime")


def test_importing_gradgen_is_light() -> None:
    code = "import sys, gradgen, gradgen.cli; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    brought = {name.split(".")[0] for name in run.stdout.split()}
    assert not brought & {"numpy", "scipy", "cupy", "black", "astor", "dask", "jaxtyping", "numba"}
