"""What a call does: whether it is pure, what it writes, and what it hands back.

`callee(call, unit)` of `np.copyto(u, v)` writes `u`; of `u.ravel()` may share memory with `u`; of
`hist.pop()` writes `hist` and hands back something out of it; of a function that nobody declared
it may do all of that to every argument.
"""

from __future__ import annotations

import ast
import builtins
import dataclasses
import inspect
import logging
import types
from dataclasses import dataclass

from gradgen import rules
from gradgen.reader.unit import MISSING, Unit
from gradgen.runtime import HANDING_ON, HELPERS
from gradgen.syntax import key


@dataclass(frozen=True)
class Callee:
    """What a call does to its arguments, the object that a method belongs to included."""

    pure: bool = False  # no effect, and the same value if called again
    known: bool = True  # False: nothing is known of it
    writes: tuple[ast.expr, ...] = ()  # arguments whose objects may be changed in place
    shares: tuple[ast.expr, ...] = ()  # arguments that the result may be, be a view of, or hold
    stores: tuple[ast.expr, ...] = ()  # arguments that are put into what is written
    parts: tuple[tuple[ast.expr, ...], ...] = ()  # of a tuple: what each part of it shares
    wraps: bool = False  # the result is a new container with the elements of `shares`
    copies: bool = False  # a copy of `shares`: the elements of a list, no memory of an array


PURE = Callee(pure=True)
_FRESH = frozenset(
    {
        "abs",
        "all",
        "any",
        "bin",
        "bool",
        "callable",
        "chr",
        "complex",
        "divmod",
        "float",
        "format",
        "hasattr",
        "hash",
        "hex",
        "id",
        "int",
        "isinstance",
        "issubclass",
        "len",
        "oct",
        "ord",
        "pow",
        "range",
        "repr",
        "round",
        "slice",
        "str",
        "sum",
        "type",
    }
)
_EITHER = frozenset({"max", "min", "getattr"})
_WRAPPING = frozenset(
    {"dict", "enumerate", "frozenset", "iter", "list", "reversed", "set", "sorted", "tuple", "zip"}
)
_READING_METHODS = frozenset(
    {
        "as_integer_ratio",
        "bit_count",
        "bit_length",
        "capitalize",
        "casefold",
        "count",
        "encode",
        "endswith",
        "find",
        "format",
        "get",
        "index",
        "is_integer",
        "isalnum",
        "isalpha",
        "isdigit",
        "isidentifier",
        "islower",
        "isnumeric",
        "isspace",
        "issubset",
        "issuperset",
        "isupper",
        "items",
        "join",
        "keys",
        "lower",
        "lstrip",
        "removeprefix",
        "removesuffix",
        "replace",
        "rfind",
        "rindex",
        "rsplit",
        "rstrip",
        "split",
        "splitlines",
        "startswith",
        "strip",
        "title",
        "upper",
        "values",
        "tolist",
        "item",
    }
)
_SHARING_METHODS = frozenset({"get", "items", "values", "keys"})
_STORING_METHODS = frozenset(
    {"append", "extend", "insert", "add", "update", "setdefault", "appendleft"}
)
_CHANGING_METHODS = frozenset(
    {
        "byteswap",
        "clear",
        "difference_update",
        "discard",
        "extendleft",
        "fill",
        "intersection_update",
        "itemset",
        "move_to_end",
        "partition",
        "pop",
        "popitem",
        "popleft",
        "put",
        "remove",
        "resize",
        "reverse",
        "rotate",
        "setfield",
        "setflags",
        "sort",
    }
)
DRAWS = frozenset(
    {
        "beta", "betavariate", "binomial", "chisquare", "choice", "choices", "dirichlet",
        "expovariate", "exponential", "gamma", "gammavariate", "gauss", "geometric", "gumbel",
        "integers", "laplace", "logistic", "lognormal", "lognormvariate", "multinomial",
        "multivariate_normal", "normal", "normalvariate", "permutation", "poisson", "rand",
        "randint", "randn", "random", "random_sample", "randrange", "rayleigh", "sample",
        "standard_exponential", "standard_gamma", "standard_normal", "standard_t", "triangular",
        "uniform", "vonmises", "weibull",
    }
)  # fmt: skip
"""Methods of random generators: they give something new, and nothing else that is read changes."""
_REPORTS = frozenset({"critical", "debug", "error", "exception", "info", "log", "warning", "write"})
_WRITERS = frozenset({"copyto", "put", "place", "putmask", "put_along_axis", "fill_diagonal"})
_WRITABLE = ("None", "copy", "func", "out", "overwrite_input")
"""How parameters of NumPy's functions begin that let them write to what they are given."""
_TAKING_METHODS = frozenset({"pop", "popitem", "popleft", "setdefault"})


def arguments(call: ast.Call) -> tuple[ast.expr, ...]:
    """Return every argument of a call, keywords included."""
    if not call.keywords:
        return tuple(call.args)
    return (*call.args, *(keyword.value for keyword in call.keywords))


def callee(call: ast.Call, unit: Unit, pure_names: frozenset[str] = frozenset()) -> Callee:
    """Return what is known of a call; `pure_names` are functions known to be pure."""
    given = arguments(call)
    function = call.func
    if isinstance(function, ast.Name) and function.id in pure_names:
        return Callee(pure=True, shares=given)
    target = unit.scope.lookup(function)
    if target is MISSING and isinstance(function, ast.Name) and function.id == "nest_copy":
        return PURE
    if target is MISSING and isinstance(function, ast.Name) and function.id in HELPERS:
        return _helper(function.id, call)
    if isinstance(target, type) and issubclass(target, BaseException):
        return Callee(pure=True, shares=given, wraps=True)
    builtin = _builtin(target, function)
    if builtin is not None:
        return _of_builtin(builtin, call)
    rule = _rule(target, function)
    if rule is not None:
        return _of_rule(rule, call, None)
    if isinstance(target, type) and _only_keeps(target):
        return Callee(pure=True, shares=given, wraps=True)
    if _is_generator(target):
        return _of_draw(call)
    if only_reports(call, unit):
        return Callee()
    if getattr(target, "__module__", "") == "numpy" and _last_name(function) in _WRITERS:
        return Callee(writes=tuple(call.args[:1]))
    if _only_gives(target, call):
        return Callee(shares=given)
    if isinstance(function, ast.Attribute) and not _is_namespace(function.value, unit):
        return _of_method(call, function, unit)
    return unknown_call(call)


def _only_keeps(cls: type) -> bool:
    """Tell whether making an object of a class only keeps what it is given."""
    if dataclasses.is_dataclass(cls):
        return "__init__" in vars(cls) and not hasattr(cls, "__post_init__")
    return issubclass(cls, tuple) and hasattr(cls, "_fields")


def _only_gives(target: object, call: ast.Call) -> bool:
    """Tell whether a call is of a function of NumPy that is given nothing to write into."""
    if str(getattr(target, "__module__", "")) not in ("numpy", "numpy.linalg", "numpy.fft"):
        return False
    if isinstance(target, type) or not callable(target):
        return False
    try:
        parameters = list(inspect.signature(target).parameters)
    except ValueError:
        return False
    given = parameters[: len(call.args)] + [str(keyword.arg) for keyword in call.keywords]
    starred = any(isinstance(argument, ast.Starred) for argument in call.args)
    return not starred and not any(name.startswith(_WRITABLE) for name in given)


def _is_generator(target: object) -> bool:
    """Tell whether something belongs to random numbers: `np.random.normal`, `random.seed`."""
    if str(getattr(target, "__module__", None)).startswith("numpy.random"):
        return True
    owner = type(getattr(target, "__self__", None))
    return owner.__module__ in ("numpy.random.mtrand", "random") and owner.__name__ in (
        "RandomState",
        "Random",
    )


def only_reports(call: ast.Call, unit: Unit) -> bool:
    """Tell whether a call only tells the user something: `warnings.warn`, `log.info("...", x)`."""
    target = unit.scope.lookup(call.func)
    if getattr(target, "__module__", None) in ("logging", "warnings", "_warnings"):
        return isinstance(target, (types.FunctionType, types.BuiltinFunctionType))
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr not in _REPORTS:
        return False
    if isinstance(unit.scope.lookup(function.value), logging.Logger):
        return True
    return bool(call.args) and _is_text(call.args[0])


def _is_text(node: ast.expr) -> bool:
    """Tell whether an expression is a text, written there: `f"{y}"`, `"%g" % y`, `"y = "`."""
    if isinstance(node, ast.BinOp):
        return _is_text(node.left)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr == "format" and _is_text(node.func.value)
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _of_draw(call: ast.Call) -> Callee:
    """Return what a draw does; it is not pure: another one would give something else."""
    return Callee(writes=tuple(call.args[:1]) if _last_name(call.func) == "shuffle" else ())


def unknown_call(call: ast.Call, *receiver: ast.expr) -> Callee:
    """Return what a call of which nothing is known may do: everything, to every argument."""
    given = (*receiver, *arguments(call))
    return Callee(known=False, writes=given, shares=given, stores=given)


def _last_name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else key(function)


def _is_namespace(node: ast.expr, unit: Unit) -> bool:
    found = unit.scope.lookup(node)
    return _is_numpy(node) if found is MISSING else isinstance(found, (types.ModuleType, type))


def _is_numpy(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and node.id == "np"


def _builtin(target: object, function: ast.expr) -> str | None:
    if target is MISSING or not isinstance(function, ast.Name):
        return None
    if getattr(builtins, function.id, MISSING) is target:
        return function.id
    return next((name for name, found in vars(builtins).items() if found is target), None)


def _of_builtin(name: str, call: ast.Call) -> Callee:
    given = arguments(call)
    if name in _FRESH:
        return PURE
    if name in _EITHER:
        return Callee(pure=True, shares=given)
    if name in _WRAPPING:
        return Callee(pure=True, shares=given, wraps=True)
    if name == "print":
        return Callee()
    if name == "next":
        return Callee(writes=given, shares=given)
    return unknown_call(call)


def _rule(target: object, function: ast.expr) -> rules.Rule | None:
    if target is not MISSING:
        return rules.find(target)
    dotted = key(function)
    return rules.find_name("numpy" + dotted[2:]) if _is_numpy(function) else None


def _of_rule(rule: rules.Rule, call: ast.Call, receiver: ast.expr | None) -> Callee:
    given = arguments(call) if receiver is None else (receiver, *arguments(call))
    out = tuple([keyword.value for keyword in call.keywords if keyword.arg == "out"])
    if out:
        return Callee(writes=out, shares=out)
    if rule.writes:
        writes = [_argument(rule, call, receiver, parameter) for parameter in rule.writes]
        known = tuple(part for part in writes if part is not None)
        return Callee(writes=known if len(known) == len(writes) else given, shares=given)
    if rule.name.startswith("helper."):
        return _helper(rule.name.removeprefix("helper."), call)
    if rule.refused is not None:
        return Callee(pure=rule.pure, shares=given)
    by_position = len(given) - len(call.keywords)  # one too many may be `out`
    if rule.fixed and rule.why_constant is None and by_position > len(rule.parameters):
        return unknown_call(call, *([] if receiver is None else [receiver]))
    covered = not call.keywords or (rule.why_constant is not None and rule.pure)
    if not covered:
        covered = all(keyword.arg in rule.parameter_names for keyword in call.keywords)
    if covered and rule.result_view == "never":
        return PURE if rule.pure else Callee()
    viewed = _argument(rule, call, receiver, rule.view_of) if covered and rule.view_of else None
    return Callee(pure=rule.pure, shares=given if viewed is None else (viewed,))


def _helper(name: str, call: ast.Call) -> Callee:
    return Callee(pure=True, shares=tuple(call.args[:1])) if name in HANDING_ON else PURE


def _argument(
    rule: rules.Rule, call: ast.Call, receiver: ast.expr | None, parameter: str
) -> ast.expr | None:
    """Return the argument for a parameter of a rule, where it is plain which one that is."""
    names = rule.parameter_names
    positional = [*([] if receiver is None else [receiver]), *call.args]
    if parameter not in names or any(isinstance(part, ast.Starred) for part in positional):
        return None
    if names.index(parameter) < len(positional):
        return positional[names.index(parameter)]
    return next((part.value for part in call.keywords if part.arg == parameter), None)


def _of_method(call: ast.Call, function: ast.Attribute, unit: Unit) -> Callee:
    receiver, given, method = function.value, arguments(call), function.attr
    if method == "at" and _rule(unit.scope.lookup(receiver), receiver) is not None:
        return Callee(writes=tuple(call.args[:1]))
    if method == "copy":
        return Callee(pure=True, shares=(receiver,), copies=True)
    if method in _STORING_METHODS:
        shares = (receiver, *given) if method in _TAKING_METHODS else ()
        return Callee(writes=(receiver,), stores=given, shares=shares)
    if method in _CHANGING_METHODS:
        return Callee(writes=(receiver,), shares=(receiver,) if method in _TAKING_METHODS else ())
    rule = rules.method(method)
    if rule is not None:
        return _of_rule(rule, call, receiver)
    if method in DRAWS or method == "shuffle":
        return _of_draw(call)
    if method in _READING_METHODS:
        shared = (receiver, *given) if method in _SHARING_METHODS else ()
        return Callee(pure=True, shares=shared, wraps=method != "get")
    return unknown_call(call, receiver)
