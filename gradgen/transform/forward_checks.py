"""What forward mode refuses before it writes anything: values that a tangent would not follow."""

from __future__ import annotations

import ast

from gradgen import syntax
from gradgen.analysis.effects import Effects
from gradgen.transform.context import Context
from gradgen.transform.reverse_steps import Steps


def check(tree: ast.FunctionDef, context: Context, effects: Effects) -> None:
    """Refuse texts, integer buffers, and values of calls that are dropped."""
    steps = Steps(context, effects, {}, {})
    for statement in syntax.walk_statements(tree.body):
        steps.check_test(statement)
        if isinstance(statement, ast.Expr):
            steps.check_discarded(statement)
        elif isinstance(statement, (ast.Assign, ast.AugAssign, ast.Return)):
            _check_text(statement, context)
            steps.check_hidden_writes(statement, whole_calls=True)
            if not isinstance(statement, ast.Return):
                steps.check_outside(statement, effects.mutates(statement))
                _check_buffer(statement, context)


def _varied(node: ast.expr, statement: ast.stmt, context: Context) -> bool:
    names = context.activity.before.get(statement, frozenset())
    return context.activity.varied(node, names)


def _check_text(statement: ast.Assign | ast.AugAssign | ast.Return, context: Context) -> None:
    for node in ast.walk(statement.value) if statement.value is not None else ():
        if not isinstance(node, (ast.BinOp, ast.Call, ast.Name, ast.UnaryOp)):
            continue
        if context.info(node, statement).kind == "string" and _varied(node, statement, context):
            raise context.refuse(
                "GG121",
                node,
                "a value that is differentiated becomes text here, and may come back from it",
                "use the number itself, and make the text where it is printed",
                "a text of a differentiated value",
            )


def _check_buffer(statement: ast.Assign | ast.AugAssign, context: Context) -> None:
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    base = syntax.base_name(target)
    if not isinstance(target, ast.Subscript) or base is None:
        return
    dtype = context.info(syntax.name(base), statement).dtype
    if dtype in ("int", "bool") and _varied(statement.value, statement, context):
        raise context.refuse(
            "GG130",
            statement,
            f"`{base}` is an array of {dtype}s: what is stored in it is cut off",
            "make it an array of floats: `np.zeros(n)`, `x.astype(float)`",
            "a write into an array that is not of floats",
        )
