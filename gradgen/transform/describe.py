"""Telling identifiers: an expression is named for what it holds, a test for what it found.

In: an expression. Out: an identifier of at most `LONGEST` characters, or None.

>>> from gradgen import syntax
>>> describe(syntax.expr("np.max(logits, axis=1, keepdims=True)"), rank=2)
'row_max'
>>> describe(syntax.expr("x @ w"))
'xw'
>>> flag(syntax.expr("x[i] > 0.0"))
'x_i_positive'
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from gradgen.syntax import OUTER
from gradgen.transform.coefficients import literal, tidy

LONGEST = 20

_RESERVED = ("grad_", "d_", "saved_")

_REDUCTIONS = {
    "max": "max", "amax": "max", "min": "min", "amin": "min", "sum": "sum", "mean": "mean",
    "prod": "product", "std": "std", "var": "variance", "average": "mean", "median": "median",
    "any": "any", "all": "all", "nansum": "sum", "nanmax": "max", "nanmin": "min",
    "nanmean": "mean", "ptp": "range", "logsumexp": "logsumexp", "argmax": "argmax",
    "argmin": "argmin", "norm": "norm",
}  # fmt: skip

# Functions whose value has a name of its own, whatever the argument.
_NOUNS = {
    "solve": "solution", "solve_triangular": "solution", "cho_solve": "solution",
    "lstsq": "solution", "where": "chosen", "select": "chosen", "concatenate": "joined",
    "hstack": "joined", "vstack": "joined", "stack": "stacked", "array": "values",
    "asarray": "values", "maximum": "larger", "minimum": "smaller", "fmax": "larger",
    "fmin": "smaller", "einsum": "contracted", "tensordot": "contracted", "arange": "indices",
    "linspace": "grid", "zip": "pairs", "interp": "interpolated",
}  # fmt: skip

# Functions that read better after their argument: `x_squared`.
_SUFFIXES = {
    "square": "squared", "transpose": "t", "ravel": "flat", "flatten": "flat",
    "reshape": "reshaped", "copy": "copy", "clip": "clipped", "sort": "sorted",
    "squeeze": "squeezed",
}  # fmt: skip

_SHORT = {
    "absolute": "abs", "fabs": "abs", "negative": "neg", "reciprocal": "inv", "cholesky": "chol",
    "pinv": "inv", "slogdet": "logdet", "zeros_like": "zeros", "ones_like": "ones",
    "full_like": "filled", "conjugate": "conj",
}  # fmt: skip

_PRODUCTS = {"dot", "matmul", "inner", "vdot", "outer"}

_OPERATORS: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("plus", "total"),
    ast.Sub: ("minus", "difference"),
    ast.Mult: ("", "product"),
    ast.Div: ("over", "ratio"),
    ast.MatMult: ("", "product"),
    ast.Pow: ("pow", "power"),
    ast.FloorDiv: ("div", "quotient"),
    ast.Mod: ("mod", "remainder"),
}

_POWERS: dict[int | float, str] = {2: "{}_squared", 3: "{}_cubed", 0.5: "sqrt_{}", -1: "inv_{}"}


def describe(node: ast.expr, role: str | None = None, rank: int | None = None) -> str | None:
    """Return a telling identifier for the value of an expression.

    Parameters
    ----------
    node
        The expression.
    role
        What the expression is to the one who uses it (`angle`, `z`, `new`): it comes first.
    rank
        The rank of what the outermost call reduces, where known.

    Returns
    -------
    str or None
        None if nothing short and telling can be said.
    """
    if role:
        return role
    if isinstance(node, (ast.Name, ast.Constant)):
        return None
    reduction = _reduction(node, rank) if isinstance(node, ast.Call) else None
    word = reduction or _word(node)
    if word and len(word) <= LONGEST and not word.startswith(_RESERVED) and word.isidentifier():
        return word
    return _in_general(node)


def argument_name(target: str, function: str) -> str | None:
    """Return the name of the argument that a result's name tells: `log_norm` is the log of `norm`.

    Parameters
    ----------
    target
        The name that the result has.
    function
        The last part of the function's name: `log`.
    """
    rest = target.removeprefix(f"{function}_")
    return rest if rest != target and rest.isidentifier() else None


def flag(test: ast.expr) -> str:
    """Return an identifier for the outcome of a test."""
    word = _truth(test)
    if isinstance(test, (ast.Name, ast.Attribute, ast.Subscript)):
        word = _join("was", word)
    fits = word and len(word) <= LONGEST and word.isidentifier()
    return word if word and fits and not word.startswith(_RESERVED) else "took_branch"


def _join(*words: str | None) -> str | None:
    """Join words by underscores; one that is missing makes the whole missing."""
    if any(word is None for word in words):
        return None
    return "_".join(word for word in words if word)


def _operand(node: ast.expr) -> str | None:
    """Say what a part of an expression is, unless the parts would run into one another."""
    is_joint = isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub, ast.Div))
    word = _word(node)
    return None if is_joint and word and "_" in word and not _is_scaled(node) else word


def _is_scaled(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp) and _scale_word(node) is not None


def _word(node: ast.expr) -> str | None:
    """Say what an expression is, at any length."""
    for kind, say in _WORDS.items():
        if isinstance(node, kind):
            return say(node)
    return None


def _name_word(node: ast.Name) -> str | None:
    return node.id.removesuffix(OUTER) if node.id.isidentifier() else None


def _constant_word(node: ast.Constant) -> str | None:
    if isinstance(node.value, str):
        return node.value if node.value.isidentifier() else None
    value = literal(node)
    whole = tidy(value) if value is not None else None
    return str(whole) if isinstance(whole, int) and 0 <= whole < 100 else None


def _attribute_word(node: ast.Attribute) -> str | None:
    if node.attr in ("T", "mT"):
        return _join(_word(node.value), "t")
    if node.attr in ("real", "imag", "size", "shape", "ndim", "flat"):
        return _join(_word(node.value), node.attr)
    return node.attr


def _unary_word(node: ast.UnaryOp) -> str | None:
    if isinstance(node.op, ast.USub):
        return _join("neg", _operand(node.operand))
    if isinstance(node.op, ast.UAdd):
        return _word(node.operand)
    return _join("not", _word(node.operand))


def _binary_word(node: ast.BinOp) -> str | None:
    left, right = _operand(node.left), _operand(node.right)
    if isinstance(node.op, ast.MatMult):
        return _run_together(left, right)
    scale = _scale_word(node)
    if scale:
        return scale
    if isinstance(node.op, ast.Pow):
        pattern = _POWERS.get(literal(node.right) or 0)
        if pattern:
            return pattern.format(left) if left else None
    if left and left[0].isdigit():
        left = {"1": "one", "2": "two"}.get(left)
    known = _OPERATORS.get(type(node.op))
    return _join(left, known[0], right) if known else None


def _scale_word(node: ast.BinOp) -> str | None:
    """Say a number times or over something: `2 * x` is `twice_x`."""
    if not isinstance(node.op, (ast.Mult, ast.Div)):
        return None
    left, right = literal(node.left), literal(node.right)
    factor, rest = (left, node.right) if right is None else (right, node.left)
    if factor is None:
        return None
    if isinstance(node.op, ast.Div):
        if right is None:
            return _join("inv", _operand(rest)) if left == 1 else None
        factor = 0.5 if factor == 2 else 0
    scales: dict[int | float, str] = {2: "twice", 0.5: "half", -1: "neg"}
    return _join(scales.get(factor, "scaled"), _operand(rest))


def _run_together(left: str | None, right: str | None) -> str | None:
    """Say a matrix product: `xw`, but `hidden_w2`."""
    if left and right and len(left) + len(right) <= 4 and (left + right).isalnum():
        return left + right
    return _join(left, right)


def _subscript_word(node: ast.Subscript) -> str | None:
    indices = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    words = [_index_word(index) for index in indices]
    if words in (["new", "all"], ["all", "new"]):
        words = ["as_row" if words[0] == "new" else "as_column"]
    elif len(words) > 1:
        words = [word for word in words if word not in ("all", "new")] or ["all"]
    if all(word and len(word) == 1 for word in words):
        words = ["".join(word for word in words if word)]
    return _join(_word(node.value), *words)


def _index_word(index: ast.expr) -> str | None:
    if isinstance(index, ast.Slice):
        told = {("1", ""): "tail", ("", "-1"): "head", ("1", "-1"): "inner", ("", ""): "all"}
        lower, upper = (ast.unparse(end) if end else "" for end in (index.lower, index.upper))
        return told.get((lower, upper), "part") if index.step is None else "part"
    value = literal(index)
    if value is not None:
        ends: dict[int | float, str] = {0: "first", -1: "last"}
        return ends.get(value) or _constant_word(ast.Constant(value))
    if isinstance(index, ast.BinOp) and literal(index.right) == 1:
        return {ast.Sub: "prev", ast.Add: "next"}.get(type(index.op), "part")
    if isinstance(index, ast.Constant):
        other = "new" if index.value is None else "all"
        return index.value if isinstance(index.value, str) else other
    return index.id if isinstance(index, ast.Name) else "part"


def _called(node: ast.Call) -> tuple[str | None, list[ast.expr]]:
    """Return the last part of a function's name, and what it is given; a receiver comes first."""
    function = node.func
    if isinstance(function, ast.Name):
        return function.id.removesuffix(OUTER), node.args
    if not isinstance(function, ast.Attribute):
        return None, node.args
    known = {*_REDUCTIONS, *_SUFFIXES, *_PRODUCTS, *_SHORT}
    is_module = isinstance(function.value, ast.Name) and function.value.id in _MODULES
    is_module |= isinstance(function.value, ast.Attribute) and function.value.attr in _MODULES
    if function.attr in known and not is_module:
        return function.attr, [function.value, *node.args]
    return function.attr, node.args if is_module else []


_MODULES = {"np", "numpy", "cp", "cupy", "sp", "scipy", "math", "cmath", "linalg", "special", "fft"}


def _call_word(node: ast.Call) -> str | None:
    function, given = _called(node)
    if function is None or function in _NOUNS:
        return _NOUNS.get(function or "")
    first = _operand(given[0]) if given else None
    if function in _PRODUCTS and len(given) == 2:
        product = _run_together(first, _word(given[1]))
        return _join("outer", product) if function == "outer" else product
    if function in _SUFFIXES:
        return _join(first, _SUFFIXES[function])
    short = _REDUCTIONS.get(function) or _SHORT.get(function, function)
    if isinstance(node.func, ast.Name) and len(given) > 1 and short == function:
        return f"{function}_value"
    return _join(short, first) if given else short


def _reduction(node: ast.Call, rank: int | None) -> str | None:
    """Say a reduction of a matrix: `row_max`."""
    function, given = _called(node)
    if rank != 2 or function not in _REDUCTIONS:
        return None
    axes = [word.value for word in node.keywords if word.arg == "axis"] or given[1:2]
    axis = literal(axes[0]) if axes else None
    sides: dict[int | float | None, str] = {1: "row", -1: "row", 0: "column", -2: "column"}
    side = sides.get(axis)
    return _join(side, _REDUCTIONS[function])


def _in_general(node: ast.expr) -> str | None:
    """Say the kind of value only: `ratio`, `exp_term`."""
    if isinstance(node, ast.BinOp):
        known = _OPERATORS.get(type(node.op))
        return known[1] if known else None
    if isinstance(node, ast.UnaryOp):
        return _in_general(node.operand)
    if isinstance(node, ast.IfExp):
        return "chosen"
    if isinstance(node, ast.Subscript):
        return "item"
    if isinstance(node, ast.Call):
        function, _ = _called(node)
        short = _REDUCTIONS.get(function or "") or _SHORT.get(function or "", function or "")
        return f"{short}_value" if 0 < len(short) <= LONGEST - 6 else None
    return None


_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Gt: "positive", ast.Lt: "negative", ast.GtE: "nonnegative", ast.LtE: "nonpositive",
    ast.Eq: "zero", ast.NotEq: "nonzero",
}  # fmt: skip

_RELATIONS: dict[type[ast.cmpop], tuple[str, str]] = {  # to a number, to anything
    ast.Gt: ("large", "above"), ast.Lt: ("small", "below"), ast.GtE: ("large", "above"),
    ast.LtE: ("small", "below"), ast.Eq: ("is", "is"), ast.NotEq: ("not", "not"),
    ast.Is: ("is", "is"), ast.IsNot: ("not", "not"), ast.In: ("in", "in"),
    ast.NotIn: ("not_in", "not_in"),
}  # fmt: skip


def _truth(test: ast.expr) -> str | None:
    """Say what it means that a test holds."""
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        return _comparison(test.left, test.ops[0], test.comparators[0])
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return _join("not", _truth(test.operand))
    if isinstance(test, ast.BoolOp):
        joint = "and" if isinstance(test.op, ast.And) else "or"
        words = [_truth(value) for value in test.values]
        return None if None in words else f"_{joint}_".join(str(word) for word in words)
    if isinstance(test, ast.Call):
        function, given = _called(test)
        if function == "isinstance" and len(given) == 2:
            return _join(_word(given[0]), "is", _word(given[1]))
        return _word(test)
    return None if isinstance(test, ast.Compare) else _word(test)


def _comparison(left: ast.expr, relation: ast.cmpop, right: ast.expr) -> str | None:
    value = literal(right)
    if value == 0 and type(relation) in _SIGNS:
        return _join(_word(left), _SIGNS[type(relation)])
    if isinstance(right, ast.Constant) and right.value is None:
        return _join(_word(left), "is_none" if isinstance(relation, (ast.Is, ast.Eq)) else "given")
    number, anything = _RELATIONS[type(relation)]
    if value is not None and isinstance(relation, (ast.Gt, ast.Lt, ast.GtE, ast.LtE)):
        return _join(_word(left), number)
    return _join(_word(left), anything, _word(right))


_WORDS: dict[type[ast.expr], Callable[..., str | None]] = {
    ast.Name: _name_word,
    ast.Constant: _constant_word,
    ast.Attribute: _attribute_word,
    ast.UnaryOp: _unary_word,
    ast.BinOp: _binary_word,
    ast.Subscript: _subscript_word,
    ast.Call: _call_word,
    ast.Compare: _truth,
}
