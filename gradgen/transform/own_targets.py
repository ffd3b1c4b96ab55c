"""Loop variables of generated code that would overwrite a value that is read after its loop.

    for i in range(n): …                     for i in range(n): …
    y = x[i]                      becomes    y = x[i]
    for i in reversed(saved): …              for i2 in reversed(saved): …

Where the first loop may have no round, what `i` was could not be saved before the second one.
"""

from __future__ import annotations

import ast

from gradgen import syntax
from gradgen.analysis.bound import Bound
from gradgen.analysis.effects import binds
from gradgen.analysis.liveness import Liveness
from gradgen.transform.callees import parameter_names
from gradgen.transform.ends import Prepared, fresh


def name_targets_apart(tree: ast.FunctionDef, source: Prepared) -> None:
    """Rename such loop variables in their loops (see above)."""
    if not source.unit.generated:
        return
    loops = [node for node in syntax.walk_statements(tree.body) if isinstance(node, ast.For)]
    targets = {loop: binds(loop.target) for loop in loops}
    every = [name for names in targets.values() for name in names]
    shared = {name for name in every if every.count(name) > 1}
    if not shared:
        return
    live = Liveness(tree.body).after
    read_after = {name for loop in loops for name in targets[loop] & shared & live[loop]}
    if not read_after:
        return
    bound = Bound()
    bound.block(tree.body, set(parameter_names(tree)))
    for loop in loops:
        for name in sorted((targets[loop] & read_after) - bound.before[loop] - live[loop]):
            _rename(loop, name, fresh(tree, source, name, again=False))


def _rename(loop: ast.For, name: str, made: str) -> None:
    for part in (loop.target, *loop.body):
        for node in syntax.walk(part):
            if isinstance(node, ast.Name) and node.id == name:
                node.id = made
