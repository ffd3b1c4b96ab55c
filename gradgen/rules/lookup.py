"""Finds the rule of an object, a name, a method, an attribute or an operator."""

from __future__ import annotations

import ast
import importlib
import inspect
import sys
import textwrap
from functools import cache, lru_cache
from types import FunctionType, MethodType, ModuleType

from gradgen import runtime
from gradgen.rules.registry import HOLOMORPHIC, TABLE, Rule
from gradgen.syntax import same

AREAS = (
    "arithmetic",
    "ufuncs",
    "reductions",
    "shaping",
    "products",
    "creation",
    "linalg",
    "decompositions",
    "norms",
    "linalg_products",
    "python",
    "helpers",
    "special",
    "signals",
    "joining",
    "helpers_layout",
    "stats",
    "scipy_samples",
    "special_bessel",
    "special_complex",
    "special_distributions",
    "special_integrals",
    "special_others",
    "special_polynomials",
    "special_waves",
    "statistics",
    "nan_reductions",
    "numbers",
    "polynomials",
    "inactive",
    "ufunc_methods",
    "complex",
    "fft",
    "scipy_systems",
    "scipy_decompositions",
    "scipy_matrices",
    "scipy_equations",
    "complex_linalg",
)

# Modules whose functions have the names and the meaning of NumPy's.
TWINS = {"numpy": ("numpy", "cupy"), "scipy": ("scipy", "cupyx.scipy")}

DISTRIBUTIONS = "scipy.stats."
"""Where rules are for methods of objects: `scipy.stats.norm.pdf`."""

ATTRIBUTES = frozenset({
    "T", "mT", "real", "imag", "shape", "size", "ndim", "dtype", "itemsize", "nbytes", "flat",
})  # fmt: skip

OF_ARRAYS_ALONE = frozenset({
    "base", "ctypes", "data", "device", "flags", "strides", "dump", "dumps", "tobytes", "tofile",
})  # fmt: skip
"""Names that other objects have as well, for something else: what they belong to must be known."""

OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "truediv", ast.Pow: "pow",
    ast.FloorDiv: "floordiv", ast.Mod: "mod", ast.MatMult: "matmul", ast.USub: "neg",
    ast.UAdd: "pos", ast.Not: "not_", ast.Invert: "invert", ast.Eq: "eq", ast.NotEq: "ne",
    ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge", ast.Is: "is_", ast.IsNot: "is_not",
    ast.In: "contains", ast.NotIn: "not_contains", ast.BitAnd: "and_", ast.BitOr: "or_",
    ast.BitXor: "xor", ast.LShift: "lshift", ast.RShift: "rshift",
}  # fmt: skip


def find(called: object) -> Rule | None:
    """Return the rule of a function, found by identity; of a helper, by the text of its code."""
    if isinstance(called, FunctionType) and called.__name__ in runtime.HELPERS:
        if _is_helper(called):
            return find_name(f"helper.{called.__name__}")
    if isinstance(called, MethodType) and type(called.__self__).__name__.endswith("_frozen"):
        if type(called.__self__).__module__.startswith(DISTRIBUTIONS):
            return find_name(f"{DISTRIBUTIONS}rv_frozen")
    owner = getattr(called, "__self__", None)
    if type(owner).__name__ == "ufunc":  # `np.logaddexp.reduce` is made anew each time
        rule = _INDEX.find(owner)
        method = getattr(called, "__name__", "")
        return None if rule is None else find_name(f"{rule.name}.{method}")
    return _INDEX.find(called)


def find_name(dotted: str) -> Rule | None:
    """Return the rule of a dotted name, `numpy.sum`, `ndarray.sum`, `operator.add`."""
    return _load().get(dotted)


def method(name: str) -> Rule | None:
    """Return the rule of a method of arrays, or of dicts."""
    if name in ATTRIBUTES or name in OF_ARRAYS_ALONE:
        return None
    return _load().get(f"ndarray.{name}") or _load().get(f"dict.{name}")


def attribute(name: str) -> Rule | None:
    """Return the rule of an attribute of arrays."""
    return _load().get(f"ndarray.{name}") if name in ATTRIBUTES else None


def for_complex(rule: Rule) -> Rule | None:
    """Return the rule of the same function where its numbers are complex, if there is one."""
    if rule.name.startswith("complex."):
        return rule
    other = _load().get(f"complex.{rule.name}")
    holds = rule.linear or rule.why_constant is not None or rule.name in HOLOMORPHIC
    return other or (rule if holds else None)


def operator(op: ast.operator | ast.unaryop | ast.cmpop) -> Rule:
    """Return the rule of an operator."""
    return _load()[f"operator.{OPERATORS[type(op)]}"]


def in_form(rule: Rule, node: ast.AST, receiver: ast.expr | None = None) -> Rule:
    """Return the rule for the form of a call: that of `np.linalg.svd[compute_uv=False]`."""
    forms = _forms(len(_load())).get(rule.name)
    if forms is None or not isinstance(node, ast.Call):
        return rule
    positional = [p.name for p in rule.parameters if p.positional and not p.variadic]
    arguments = node.args if receiver is None else [receiver, *node.args]
    given = dict(zip(positional, arguments, strict=False))
    given |= {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg is not None}
    for options, form in forms:
        if all(name in given and same(given[name], value) for name, value in options.items()):
            return form
    return rule


@lru_cache(maxsize=1)
def _forms(count: int) -> dict[str, list[tuple[dict[str, ast.expr], Rule]]]:
    """Return the forms of functions that have several, with the options that choose each."""
    found: dict[str, list[tuple[dict[str, ast.expr], Rule]]] = {}
    for key, rule in TABLE.items():
        if "[" in key:
            call = ast.parse(f"form({key.partition('[')[2].rstrip(']')})", mode="eval").body
            assert isinstance(call, ast.Call)
            options = {keyword.arg or "": keyword.value for keyword in call.keywords}
            found.setdefault(rule.name, []).append((options, rule))
    return found


@lru_cache(maxsize=1)
def _load() -> dict[str, Rule]:
    """Import the tables; return the table that they fill."""
    for area in AREAS:
        importlib.import_module(f"gradgen.rules.table.{area}")
    return TABLE


@cache
def _is_helper(called: FunctionType) -> bool:
    try:
        source = inspect.getsource(called)
    except OSError:
        return False
    return runtime.code_digest(textwrap.dedent(source)) == runtime.digest(called.__name__)


class _Index:
    """Rules by the identity of the object. Modules that are imported later are looked at then.

    A method of an object, `scipy.stats.norm.pdf`, is another object each time that it is taken:
    the identity is that of what it is bound to, with the name.
    """

    def __init__(self) -> None:
        self.rules: dict[object, tuple[object, Rule]] = {}
        self.waiting: dict[str, list[tuple[str, Rule]]] = {}  # by module: names in it
        self.seen = 0

    def find(self, called: object) -> Rule | None:
        """Return the rule of an object."""
        identity = _identity(called)
        known = self.rules.get(identity)
        if known is not None:
            return known[1]
        self.take_new_rules()
        for module in [module for module in self.waiting if module in sys.modules]:
            for path, rule in self.waiting.pop(module):
                self.enter(_reached(sys.modules[module], path), rule)
        found = self.rules.get(identity)
        return None if found is None else found[1]

    def take_new_rules(self) -> None:
        """Note where the functions of rules are that were registered since."""
        table = _load()
        if len(table) > self.seen:
            new = list(table.values())[self.seen :]
            for rule in sorted(new, key=lambda rule: rule.home == ""):  # users' own come first
                for module, path in _places(rule):
                    self.waiting.setdefault(module, []).append((path, rule))
            self.seen = len(table)

    def enter(self, found: object, rule: Rule) -> None:
        """Enter the rule of an object; where two names are one object, the first one counts."""
        if found is not None and _identity(found) not in self.rules:
            self.rules[_identity(found)] = found, rule


def _identity(found: object) -> object:
    return (id(found.__self__), found.__name__) if isinstance(found, MethodType) else id(found)


def _reached(module: ModuleType, path: str) -> object:
    """Return what a path of attributes leads to in a module, or None."""
    found: object = module
    for name in path.split("."):
        found = getattr(found, name, None)
    return found


def _places(rule: Rule) -> list[tuple[str, str]]:
    """Return where the function of a rule may be found, as modules and paths in them."""
    module, _, name = rule.name.rpartition(".")
    if module in ("ndarray", "helper") or "[" in rule.key or module.startswith("complex"):
        return []
    if module.startswith(DISTRIBUTIONS):
        module, name = DISTRIBUTIONS[:-1], rule.name[len(DISTRIBUTIONS) :]
    root, dot, rest = module.partition(".")
    return [(twin + dot + rest, name) for twin in TWINS.get(root, (root,))]


_INDEX = _Index()


def renew() -> None:
    """Look everything up again: a rule was put in the place of another one."""
    _INDEX.__init__()  # type: ignore[misc]


__all__ = [
    "attribute", "find", "find_name", "for_complex", "in_form", "method", "operator",
]  # fmt: skip
