"""Makes a faulty program small: takes statements away for as long as the fault stays."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator

from tests.fuzz.oracle import Checks, Verdict, judge
from tests.fuzz.programs import RandomProgram


def shrink(
    program: RandomProgram, verdict: Verdict, checks: Checks, rounds: int = 400
) -> RandomProgram:
    """Return a smaller program with a fault of the same kind."""
    smaller = True
    while smaller and rounds > 0:
        smaller = False
        for source in _simpler(program.source):
            rounds -= 1
            if rounds <= 0:
                break
            candidate = dataclasses.replace(program, source=source)
            if _kind(candidate, checks) == verdict.kind:
                program, smaller = candidate, True
                break
    return program


def _kind(program: RandomProgram, checks: Checks) -> str:
    try:
        return judge(program, checks).kind
    except (SyntaxError, NameError, AttributeError, UnboundLocalError):
        return "useless"


def _simpler(source: str) -> Iterator[str]:
    """Yield the source with one thing less: larger things first."""
    count = sum(len(list(_edits(node))) for node in ast.walk(ast.parse(source)))
    for wanted in range(count):
        tree, k = ast.parse(source), 0
        for node in ast.walk(tree):
            edits = list(_edits(node))
            if k <= wanted < k + len(edits):
                field, value = edits[wanted - k]
                setattr(node, field, value)
                break
            k += len(edits)
        yield ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def _edits(node: ast.AST) -> Iterator[tuple[str, object]]:
    """Yield the fields of a node with a simpler value for each."""
    for field, value in ast.iter_fields(node):
        if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
            for i, statement in enumerate(value):
                rest = [*value[:i], *value[i + 1 :]]
                if rest or field != "body":
                    yield field, rest
                inner = getattr(statement, "body", [])
                if isinstance(statement, (ast.If, ast.For, ast.While)) and inner:
                    yield field, [*value[:i], *inner, *value[i + 1 :]]
        elif isinstance(value, ast.BinOp):
            yield field, value.left
            yield field, value.right
        elif isinstance(value, ast.Call) and len(value.args) == 1 and field != "func":
            yield field, value.args[0]
        elif isinstance(value, (ast.UnaryOp, ast.IfExp)):
            yield field, value.operand if isinstance(value, ast.UnaryOp) else value.body
