"""Where a free name of a generated function comes from: an import, a literal, or a live object.

In: a name, and the unit whose scope gives it a meaning. Out: an `Origin`, which knows the line
that a module needs for it.

>>> Origin("from", "numpy", "tanh").line("t")
'from numpy import tanh as t'
"""

from __future__ import annotations

import ast
import builtins
import importlib.util
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import Literal

from gradgen import rules, syntax
from gradgen.reader.unit import MISSING, SourceText, Unit

_LITERALS = (int, float, complex, str, bytes, bool, type(None))


@dataclass(frozen=True)
class Origin:
    """What stands behind a name; two equal origins are the same object under any name.

    `module` and `attribute` say what is imported; `text` is the literal of a constant;
    `identity` is the `id` of a live object, which no text can name.
    """

    kind: Literal["builtin", "import", "from", "typing", "constant", "live"]
    module: str = ""
    attribute: str = ""
    text: str = ""
    identity: int = 0

    def line(self, name: str) -> str:
        """Return the line that binds `name` to this in a module."""
        if self.kind == "import":
            return f"import {self.module}" + ("" if name == self.module else f" as {name}")
        if self.kind in ("from", "typing"):
            return f"from {self.module} import {self.imported(name)}"
        return f"{name} = {self.text}" if self.kind == "constant" else ""

    def imported(self, name: str) -> str:
        """Return what stands behind `import`: `tanh`, or `tanh as t`."""
        return self.attribute if name == self.attribute else f"{self.attribute} as {name}"


BUILTIN = Origin("builtin")


def resolve(name: str, unit: Unit) -> object:
    """Return what a free name of a unit means, at its definition if its body hides the name."""
    found = unit.scope.lookup(syntax.name(name))
    if found is not MISSING:
        return found
    module: Mapping[str, object] = getattr(unit.function, "__globals__", {})
    return module[name] if name in module else getattr(builtins, name, MISSING)


def origin(name: str, found: object, unit: Unit) -> Origin:
    """Return where `found`, which `unit` calls `name`, can be had from."""
    if getattr(builtins, name, MISSING) is found:
        return BUILTIN
    written = _as_written(name, found, unit)
    if written is not None:
        return written
    if isinstance(found, ModuleType):
        if importable(found.__name__) and sys.modules[found.__name__] is found:
            package, _, last = found.__name__.rpartition(".")
            if name == last and package and _member_is(package, last, found):
                return Origin("from", package, last)
            return Origin("import", found.__name__)
    elif is_literal(found):
        return Origin("constant", text=literal_text(found))
    else:
        public = rules.find(found)
        if public is not None:
            home, _, label = public.name.rpartition(".")
            if _member_is(home, label, found):
                return Origin("from", home, label)
        module = getattr(found, "__module__", None)
        attribute = getattr(found, "__qualname__", getattr(found, "__name__", None))
        if _member_is(module, attribute, found):
            return Origin("from", str(module), str(attribute))
        home = module_of(unit)
        if _member_is(home, name, found):
            return Origin("from", str(home), name)
    return Origin("live", identity=id(found))


def typing_origin(name: str, unit: Unit) -> Origin | None:
    """Return the import of a name that only type checkers see (`if TYPE_CHECKING:`)."""
    for bound, module, attribute in _imports(unit.source):
        if bound == name and attribute:
            return Origin("typing", _absolute(module, unit), attribute)
    return None


def module_of(unit: Unit) -> str:
    """Return the name of the module that a unit's function was defined in."""
    return str(getattr(unit.function, "__module__", None) or "")


def importable(module: object) -> bool:
    """Tell whether another process could import the module of that name."""
    if not isinstance(module, str) or module == "__main__":
        return False
    return getattr(sys.modules.get(module), "__spec__", None) is not None


def is_literal(value: object) -> bool:
    """Tell whether a value can be written as a literal that makes an equal one."""
    if type(value) is tuple:
        return all(is_literal(element) for element in value)
    return type(value) in _LITERALS


def literal_text(value: object) -> str:
    """Return the literal of a number, a string, a constant or a tuple of them."""
    if type(value) is tuple:
        elements = [literal_text(element) for element in value]
        return f"({elements[0]},)" if len(elements) == 1 else f"({', '.join(elements)})"
    if type(value) is float and (value != value or value in (float("inf"), -float("inf"))):
        return f'float("{value}")'
    if type(value) is complex:
        return f"complex({literal_text(value.real)}, {literal_text(value.imag)})"
    return repr(value)


def _as_written(name: str, found: object, unit: Unit) -> Origin | None:
    """Return the import by which the user's own file has the name, if it still holds."""
    for bound, module, attribute in _imports(unit.source):
        if bound != name:
            continue
        module = _absolute(module, unit)
        if not attribute:
            if importable(module) and sys.modules[module] is found:
                return Origin("import", module)
        elif importable(module) and getattr(sys.modules[module], attribute, MISSING) is found:
            return Origin("from", module, attribute)
    return None


def _member_is(module: object, attribute: object, found: object) -> bool:
    if not importable(module) or not isinstance(attribute, str) or not attribute.isidentifier():
        return False
    return getattr(sys.modules[str(module)], attribute, MISSING) is found


def _absolute(module: str, unit: Unit) -> str:
    """Return the full name of a module that is written with leading dots."""
    if not module.startswith("."):
        return module
    package = getattr(unit.function, "__globals__", {}).get("__package__")
    try:
        return importlib.util.resolve_name(module, package)
    except (ImportError, TypeError):
        return module


@lru_cache(maxsize=256)
def _imports(source: SourceText) -> tuple[tuple[str, str, str], ...]:
    """Return (name, module, attribute) of the imports of a file; no attribute for a module."""
    try:
        tree = ast.parse("\n".join(line.rstrip("\r\n") for line in source.lines))
    except SyntaxError:
        return ()
    return tuple(_bindings(tree))


def _bindings(tree: ast.Module) -> Iterator[tuple[str, str, str]]:
    for node in syntax.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                yield (alias.asname, alias.name, "") if alias.asname else (top, top, "")
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            for alias in node.names:
                yield alias.asname or alias.name, module, alias.name
