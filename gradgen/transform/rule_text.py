"""The text of rules: its placeholders, the calls that stand for broadcasting, its spelling."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from gradgen import syntax
from gradgen.analysis.uses import Primitive
from gradgen.analysis.values import Info

MATH_NAMES = frozenset(
    "acos asin atan cos cosh exp expm1 hypot log log1p pi sin sinh sqrt tan tanh trunc".split()
)


def as_in_math(template: ast.expr, use: Primitive) -> ast.expr:
    """Write `math.cos` for `np.cos` in the derivative of `math.sin`: numbers stay Python's."""
    function = use.node.func if isinstance(use.node, ast.Call) else None
    if not (use.rule.name.startswith("math.") and isinstance(function, ast.Attribute)):
        return template
    module = function.value

    class Spelled(ast.NodeTransformer):
        def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
            is_numpy = isinstance(node.value, ast.Name) and node.value.id == "np"
            if is_numpy and node.attr in MATH_NAMES:
                return syntax.expr(f"m.{node.attr}", m=module)
            return node

    made = Spelled().visit(syntax.clone(template))
    assert isinstance(made, ast.expr)
    return made


def index_object(index: ast.expr) -> ast.expr:
    """Return the object that an index is: `(slice(None), rows)` for `:, rows`."""
    if isinstance(index, ast.Tuple):
        return ast.Tuple(elts=[index_object(part) for part in index.elts], ctx=ast.Load())
    if isinstance(index, ast.Slice):
        parts = [index.lower, index.upper, index.step]
        given = [part or ast.Constant(value=None) for part in parts]
        if index.step is None:
            given = given[1:2] if index.lower is None else given[:2]
        call = syntax.expr("slice()")
        assert isinstance(call, ast.Call)
        call.args = [syntax.clone(part) for part in given]
        return call
    return index


def reads_grad(node: ast.AST) -> bool:
    """Whether a node is the placeholder of an adjoint."""
    return isinstance(node, ast.Name) and (node.id == "<grad>" or node.id.startswith("<grad "))


def grad_key(name: ast.Name, results: Iterable[str]) -> str:
    """Return the result whose adjoint a placeholder stands for."""
    return name.id[len("<grad ") : -1] if " " in name.id else next(iter(results))


def is_short(text: ast.expr) -> bool:
    """Whether text for a number is a name, a number, an attribute, or a product of names."""
    if isinstance(text, ast.BinOp) and isinstance(text.op, ast.Mult):
        return is_short(text.left) and is_short(text.right)
    return isinstance(text, (ast.Name, ast.Constant, ast.Attribute))


def is_call(node: ast.AST, function: str) -> bool:
    """Whether a node calls a function of NumPy, as `np.…`."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == function
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "np"
    )


def is_broadcast(node: ast.AST) -> bool:
    """Whether a node spreads an adjoint: `np.broadcast_to` of its placeholder."""
    return is_call(node, "broadcast_to") and any(reads_grad(inner) for inner in syntax.walk(node))


def indexed(call: ast.Call, info: Info) -> ast.expr:
    """Write `np.expand_dims(g, 1)` of a known rank as `g[:, None]`."""
    axis = call.args[1] if len(call.args) > 1 else call.keywords[0].value
    try:
        where = ast.literal_eval(axis)
    except ValueError:
        return call
    rank = info.rank
    if not isinstance(where, int) or (rank is None and where != 0):
        return call
    if rank is not None and where < 0:
        where += rank + 1
    if where == 0:
        return syntax.expr("g[None]", g=call.args[0])
    if rank is not None and where == rank and rank > 2:
        return syntax.expr("g[..., None]", g=call.args[0])
    colons = ", ".join([":"] * where + ["None"])
    return syntax.expr(f"g[{colons}]", g=call.args[0])


def untransposed(node: ast.expr, rank: Callable[[ast.expr], int | None]) -> ast.expr:
    """Write `x` for `x.T.T`, and `b.T @ a` for `(a.T @ b).T` of matrices."""
    if not any(isinstance(part, ast.Attribute) for part in syntax.walk(node)):
        return node
    made = _Untransposed(rank).visit(node)
    assert isinstance(made, ast.expr)
    return made


class _Untransposed(ast.NodeTransformer):
    def __init__(self, rank: Callable[[ast.expr], int | None]) -> None:
        self.rank = rank

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        if node.attr != "T":
            return node
        inner = node.value
        if isinstance(inner, ast.Attribute) and inner.attr == "T":
            return inner.value
        if (
            isinstance(inner, ast.BinOp)
            and isinstance(inner.op, ast.MatMult)
            and self.rank(inner.left) == self.rank(inner.right) == 2
        ):
            sides = [self.visit(syntax.expr("x.T", x=side)) for side in (inner.right, inner.left)]
            return syntax.expr("a @ b", a=sides[0], b=sides[1])
        return node
