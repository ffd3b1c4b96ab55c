"""What the writer adds to the derivative itself: its docstring, annotations of added parameters.

>>> docstring("mse", ("w",), "grad", single=True)
'Gradient of `mse` with respect to `w`.'
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from gradgen import syntax
from gradgen.analysis.names import all_arguments
from gradgen.transform.program import Mode, Program
from gradgen.writer.header import subject


def docstring(function: str, wrt: Sequence[str], mode: Mode, single: bool) -> str:
    """Return the docstring of a derivative; what it returns is listed where that is a tuple."""
    returned = [f"grad_{name} : like `{name}`" for name in wrt]
    if mode == "jvp":
        along = " and ".join(f"`d_{name}`" for name in wrt)
        returned = [f"out : value of `{function}`", f"d_out : its derivative along {along}"]
    elif mode == "value_and_grad":
        gradients = [f"like `{name}`" for name in wrt]
        kind = gradients[0] if single else f"a tuple, {', '.join(gradients)}"
        returned = [f"value : value of `{function}`", f"grad : {kind}"]
    elif single:
        returned = []
    listed = ["", "Returns", "-------", *returned] if returned else []
    return "\n".join([subject(function, wrt, mode), *listed])


def annotated(tree: ast.FunctionDef, program: Program) -> ast.FunctionDef:
    """Return a derivative with `d_x` annotated like `x` and `grad_out` like the result."""
    request, user = program.request, program.unit.tree
    tree = syntax.clone(tree)
    of = {argument.arg: argument.annotation for argument in all_arguments(user.args)}
    added = [a for a in tree.args.kwonlyargs if a.arg not in of and a.annotation is None]
    if request.mode == "jvp" and len(added) == len(request.wrt):
        for argument, name in zip(added, request.wrt, strict=True):
            argument.annotation = _copied(of.get(name))
    elif request.mode == "vjp" and len(added) == 1:
        added[0].annotation = _copied(user.returns)
    tree.returns = _result(program, of)
    return tree


def _result(program: Program, of: dict[str, ast.expr | None]) -> ast.expr | None:
    """Return the annotation of the result; none if the user annotates no result."""
    request, value = program.request, program.unit.tree.returns
    each = [_gradient(of.get(name)) for name in request.wrt]
    if value is None or None in each or isinstance(value, ast.Constant):
        return None
    known = [node for node in each if node is not None]
    gradient = known[0] if request.single else _tuple(known)
    if request.mode == "jvp":
        return _tuple([value, value])
    return _tuple([value, gradient]) if request.mode == "value_and_grad" else gradient


def _gradient(annotation: ast.expr | None) -> ast.expr | None:
    """Return the annotation of a gradient: that of its argument, a whole number's being real."""
    if isinstance(annotation, ast.Name) and annotation.id == "int":
        return syntax.name("float")
    return None if isinstance(annotation, ast.Constant) else annotation


def _tuple(elements: list[ast.expr]) -> ast.expr:
    copied = ast.Tuple(elts=[syntax.clone(node) for node in elements], ctx=ast.Load())
    return syntax.expr("tuple[elements]", elements=copied)


def _copied(annotation: ast.expr | None) -> ast.expr | None:
    return None if annotation is None else syntax.clone(annotation)
