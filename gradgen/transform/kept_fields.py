"""A forward function hands over the fields of an object that are read later, not the object.

return out, (self, x)              return out, (x, self.stiffness)

self, x = saved                    x, stiffness = saved
grad_x = self.stiffness * …        grad_x = stiffness * …
"""

from __future__ import annotations

import ast
from collections.abc import Collection

from gradgen import rules, syntax
from gradgen.transform.normalise_active import METADATA


def fields_for_objects(
    kept: list[str], backward: list[ast.stmt], objects: Collection[str], taken: set[str]
) -> dict[str, ast.expr]:
    """Return what is handed over by the name that it has later; the backward text is rewritten.

    Parameters
    ----------
    kept : the names that the backward text reads
    objects : those among the function's names that are objects
    taken : the names that are in use
    """
    found: dict[str, ast.expr] = {}
    for name in kept:
        chains = _chains(name, backward) if name in objects else None
        if chains is None:
            found[name] = syntax.name(name)
            continue
        chosen: dict[str, str] = {}
        for chain in chains:
            label = chain.rpartition(".")[2]
            label = label if label not in taken else chain.replace(".", "_")
            while label in taken:
                label += "_"
            taken.add(label)
            chosen[chain] = label
            found[label] = syntax.expr(chain)
        renamer = _Renamer(chosen)
        backward[:] = [renamer.visit(statement) for statement in backward]
    return found


def _chains(name: str, body: list[ast.stmt]) -> list[str] | None:
    """Return what a text reads of an object, `self.layer.w`; None if it does more with it."""
    reads = _Reads(name)
    for statement in body:
        reads.visit(statement)
    return None if reads.whole else list(reads.chains)


class _Reads(ast.NodeVisitor):
    """Collects the attributes of an object, each as far as it is no array's."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.chains: dict[str, None] = {}
        self.whole = False

    def visit_Call(self, node: ast.Call) -> None:
        """Pass over the name of a method: what it belongs to is read."""
        self.visit(node.func.value if isinstance(node.func, ast.Attribute) else node.func)
        for part in (*node.args, *node.keywords):
            self.visit(part)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Note a chain that starts from the object."""
        if node.attr in METADATA or rules.attribute(node.attr) is not None:
            self.visit(node.value)
        elif _is_chain(node) and syntax.base_name(node) == self.name:
            self.chains[ast.unparse(node)] = None
        else:
            self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        """Note that the object itself is used."""
        self.whole |= node.id == self.name


def _is_chain(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


class _Renamer(ast.NodeTransformer):
    def __init__(self, chosen: dict[str, str]) -> None:
        self.chosen = chosen

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """Return the name of a field in place of the attribute."""
        label = self.chosen.get(ast.unparse(node)) if _is_chain(node) else None
        if label is not None:
            return ast.copy_location(syntax.name(label), node)
        return self.generic_visit(node)
