"""Lists that are given to functions of arrays: NumPy makes arrays of them, and the text says so.

    np.mean(losses)      becomes      np.mean(np.array(losses))

where `losses` is known to be a list or a tuple. What takes lists as they are, `np.stack`, `sum`,
is left alone.
"""

from __future__ import annotations

import ast

from gradgen import rules, syntax
from gradgen.analysis.shapes import Shapes
from gradgen.analysis.values import UNKNOWN
from gradgen.reader.unit import MISSING, Unit
from gradgen.transform.normalise_writes import numpy_name


def arrays_of_lists(tree: ast.FunctionDef, unit: Unit, shapes: Shapes) -> None:
    """Write `np.array(x)` for each list `x` that a function of arrays is given."""
    numpy: ast.expr | None = None
    for node in syntax.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        listed = _listed(node, unit, shapes)
        if not listed:
            continue
        numpy = numpy or numpy_name(tree, unit)
        if numpy is None:
            return
        node.args = [_array(part, numpy) if part in listed else part for part in node.args]
        for keyword in node.keywords:
            if keyword.value in listed:
                keyword.value = _array(keyword.value, numpy)


def _listed(node: ast.Call, unit: Unit, shapes: Shapes) -> list[ast.expr]:
    """Return the arguments that are lists where arrays are meant."""
    given = [*node.args, *(keyword.value for keyword in node.keywords)]
    lists = [part for part in given if shapes.of.get(part, UNKNOWN).kind in ("list", "tuple")]
    if not lists:
        return []
    meant = unit.scope.lookup(node.func)
    rule = None if meant is MISSING else rules.find(meant)
    if rule is None or not rule.differentiable or not rule.name.startswith("numpy."):
        return []
    try:
        binding = rules.bind(rule, node)
    except rules.RuleMismatch:
        return []
    plain = {parameter.name for parameter in rule.parameters if parameter.kind == "data"}
    data = [part for name, part in binding.data.items() if name in plain]
    return [part for part in lists if part in data]


def _array(part: ast.expr, numpy: ast.expr) -> ast.expr:
    made = ast.copy_location(syntax.expr("np.array(x)", np=numpy, x=part), part)
    return syntax.fix_locations(made)
