"""Write `gradgen/rules/cupy_names.py` anew: run it where `cupy-cuda12x` is installed, GPU or not.

python tests/support/record_cupy.py
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import textwrap
from pathlib import Path

MODULES = (
    "cupy", "cupy.linalg", "cupy.fft", "cupy.ndarray", "cupy.ufunc", "cupyx.scipy.special",
    "cupyx.scipy.linalg", "cupyx.scipy.signal",
)  # fmt: skip
PAGE = Path(__file__).resolve().parents[2] / "gradgen" / "rules" / "cupy_names.py"
HEAD = '''"""What CuPy has: {version}, recorded by `tests/support/record_cupy.py`; do not edit.

Functions with the names of their parameters; universal functions and attributes have none, and
`?` stands where a signature cannot be read.
"""

from __future__ import annotations

RECORDED: dict[str, str] = {{
'''


def signature(found: object) -> str:
    """Return the parameters of a function, `(a,axis)`; nothing for a ufunc or an attribute."""
    if type(found).__name__ == "ufunc" or not callable(found):
        return ""
    try:
        parameters = inspect.signature(found).parameters
    except (TypeError, ValueError):
        return "(?)"
    stars = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}
    return f"({','.join(stars.get(p.kind.name, '') + p.name for p in parameters.values())})"


def members(module: str) -> list[str]:
    """Return the functions of a module; read from its text where it cannot be imported."""
    owner, _, last = module.rpartition(".")
    try:
        found = getattr(importlib.import_module(owner), last) if owner else None
        found = found or importlib.import_module(module)
    except (ImportError, AttributeError):
        try:
            found = importlib.import_module(module)
        except ImportError:
            return listed(module)
    names = [name for name in dir(found) if not name.startswith("_")]
    is_class = isinstance(found, type)
    return [
        name + signature(getattr(found, name))
        for name in names
        if name != "set_printoptions"
        if is_class or (callable(getattr(found, name)) and not is_error(getattr(found, name)))
    ]


def is_error(found: object) -> bool:
    return isinstance(found, type) and issubclass(found, BaseException)


def listed(module: str) -> list[str]:
    """Return the names that a module imports, which needs a GPU to be imported itself."""
    owner = importlib.util.find_spec("cupyx")
    assert owner is not None and owner.origin is not None
    path = Path(owner.origin).parent.joinpath(*module.split(".")[1:], "__init__.py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        f"{alias.asname or alias.name}(?)"
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]


def page() -> str:
    """Return the text of the module."""
    version = importlib.import_module("cupy").__version__
    parts = [HEAD.format(version=f"cupy-cuda12x {version}")]
    for module in MODULES:
        text = textwrap.fill(
            " ".join(members(module)), 96, initial_indent="        ",
            subsequent_indent="        ", break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
        parts.append(f'    "{module}": """\n{text}\n    """,\n')
    return "".join(parts) + "}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
