"""Assignments of a part of an array to another part that overlaps it, which NumPy may get wrong.

    w[:, -1] = w[1]          gives what `w[:, -1] = w[1].copy()` gives, or not: some elements of
                             the row are read when they have been written already

A program whose value depends on that has no derivative to compare with.
"""

from __future__ import annotations

import ast
import copy
import dataclasses

from tests.fuzz.loading import forget, loaded
from tests.fuzz.programs import RandomProgram

COPY = """\
def copied_for(target, value):
    both = isinstance(target, np.ndarray) and isinstance(value, np.ndarray)
    return value.copy() if both else value
"""


def depends_on_overlap(program: RandomProgram) -> bool:
    """Tell whether the value of a program is another one if what is assigned is copied first."""
    tree = _Copying().visit(ast.parse(program.source))
    last = max(i for i, node in enumerate(tree.body) if _is_import(node))
    tree.body[last + 1 : last + 1] = ast.parse(COPY).body
    source = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
    values = []
    for text in (program.source, source):
        made = dataclasses.replace(program, source=text)
        try:
            values.append(loaded(made)(*copy.deepcopy(program.args)))
        finally:
            forget(made)
    return bool(values[0] != values[1])


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, (ast.Import, ast.ImportFrom))


class _Copying(ast.NodeTransformer):
    def visit_Assign(self, node: ast.Assign) -> ast.Assign:
        """Copy what is assigned to a part of an array."""
        target = node.targets[0]
        if isinstance(target, ast.Subscript):
            holder = ast.parse(ast.unparse(target.value), mode="eval").body
            name = ast.Name("copied_for", ast.Load())
            node.value = ast.Call(name, [holder, node.value], [])
        return node
