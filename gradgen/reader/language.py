"""The language that gradgen differentiates: what is outside of it is refused, all at once.

In: a unit. Out: nothing, or one `UnsupportedError` with every construct that stands in the way,
each with a way to write the same thing. What depends on activity (a call without a rule, a
lambda that captures an active value) is not decided here.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from gradgen.errors import UnsupportedError, combined
from gradgen.reader.locate import Definition
from gradgen.reader.scope import own_nodes
from gradgen.reader.unit import Unit
from gradgen.syntax import walk

_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)

_DYNAMIC = {
    "exec": "run the code as plain statements",
    "eval": "write the expression itself",
    "compile": "write the code itself",
    "locals": "name the variables that you mean, or keep them in a dict of your own",
    "vars": "name the attributes that you mean",
    "globals": "name the module's variables that you mean",
    "__import__": "use an `import` statement",
}

_HELP: dict[type[ast.AST], tuple[str, str, str]] = {
    ast.Yield: ("GG101", "a generator hands out values between its statements",
                "collect the values in a list or an array, and return that"),
    ast.YieldFrom: ("GG101", "a generator hands out values between its statements",
                    "collect the values in a list or an array, and return that"),
    ast.Await: ("GG102", "what runs while it waits is not known",
                "await the data outside, and give it to a plain function"),
    ast.AsyncFor: ("GG102", "what runs while it waits is not known",
                   "await the data outside, and give it to a plain function"),
    ast.AsyncWith: ("GG102", "what runs while it waits is not known",
                    "enter the context outside, around the call of a plain function"),
    ast.Global: ("GG103", "a gradient leaves no trace outside of the function",
                 "take the value as an argument, and return the new one"),
    ast.Nonlocal: ("GG103", "a gradient leaves no trace outside of the function",
                   "take the value as an argument, and return the new one"),
    ast.ClassDef: ("GG107", "the class would be made anew in each call",
                   "define the class at the top of the module"),
}  # fmt: skip

_KNOWN = (
    ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Return, ast.If, ast.For, ast.While,
    ast.With, ast.Pass, ast.Break, ast.Continue, ast.Delete, ast.Assert, ast.Raise, ast.Import,
    ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.Match, ast.Try, ast.TryStar,
    *(kind for kind in _HELP if issubclass(kind, ast.stmt)),
)  # fmt: skip


def check_language(unit: Unit, definition: Definition, owner: str = "") -> None:
    """Raise one error for all that `unit` holds and gradgen does not differentiate.

    Parameters
    ----------
    definition : the function as it was found; an `async def` is told by it
    owner : the class that the function is defined in, if any
    """
    problems = list(_problems(unit, definition, owner))
    if problems:
        raise combined(problems)


def _problems(unit: Unit, definition: Definition, owner: str) -> Iterator[UnsupportedError]:
    if isinstance(definition, ast.AsyncFunctionDef):
        code, reason, help = _HELP[ast.Await]
        yield unit.unsupported(code, definition, reason, help)
    for statement in unit.tree.body:
        yield from _exits(unit, statement, None)
    own = set(own_nodes(unit.tree))
    for node in walk(unit.tree):  # functions inside may reach out as well
        if node in own or isinstance(node, (ast.Global, ast.Nonlocal, ast.Call)):
            yield from _construct(unit, node, owner)


def _construct(unit: Unit, node: ast.AST, owner: str) -> Iterator[UnsupportedError]:
    """Yield what is wrong with one node, whatever surrounds it."""
    if type(node) in _HELP:
        code, reason, help = _HELP[type(node)]
        yield unit.unsupported(code, _header(node), reason, help)
    elif isinstance(node, ast.stmt) and not isinstance(node, _KNOWN):
        kind = type(node).__name__
        yield unit.unsupported(
            "GG107", node, f"`{kind}` is not read", "put it at the top of the module",
            "a statement of a kind that is not known",
        )  # fmt: skip
    elif isinstance(node, ast.Call):
        yield from _dynamic(unit, node)
    elif isinstance(node, ast.Delete):
        for target in node.targets:
            if not isinstance(target, (ast.Name, ast.Tuple, ast.List)):
                yield unit.unsupported(
                    "GG114", target, "what it removes is needed on the way back",
                    "make a new object without the element",
                )  # fmt: skip
    elif owner:
        yield from _private(unit, node, owner)
    yield from _walrus(unit, node)


def _header(node: ast.AST) -> ast.AST:
    """Return a node for the carets: a block's keyword rather than its whole first line."""
    if isinstance(node, (ast.Try, ast.ClassDef)):
        made = ast.Pass()
        made.lineno, made.col_offset, made.end_lineno = node.lineno, node.col_offset, node.lineno
        width = len("try") if isinstance(node, ast.Try) else len("class")
        made.end_col_offset = node.col_offset + width
        return made
    return node


def _exits(unit: Unit, statement: ast.stmt, block: ast.With | None) -> Iterator[UnsupportedError]:
    """Yield each `return` that leaves a `with` block in its midst."""
    if isinstance(statement, ast.Return) and block is not None:
        yield unit.unsupported(
            "GG111", statement, f"it leaves the block of line {block.lineno} in its midst",
            "assign the value in the block, and return it after the block",
        )  # fmt: skip
    if isinstance(statement, _INNER):
        return
    outer = block
    if isinstance(statement, ast.With):
        block = statement
    for part in ("body", "orelse", "finalbody"):
        for inner in getattr(statement, part, []):
            is_end = isinstance(statement, ast.With) and inner is statement.body[-1]
            if not (is_end and outer is None and isinstance(inner, ast.Return)):
                yield from _exits(unit, inner, block)


def _dynamic(unit: Unit, node: ast.Call) -> Iterator[UnsupportedError]:
    """Yield calls of builtins that make code or reach variables by their names' text."""
    function = unit.scope.lookup(node.func)
    for name, help in _DYNAMIC.items():
        if function is getattr(builtins, name) and not (name == "vars" and node.args):
            yield unit.unsupported("GG104", node, f"`{name}` hides what is read and written", help)


def _private(unit: Unit, node: ast.AST, owner: str) -> Iterator[UnsupportedError]:
    """Yield names such as `__weight`, which mean something else outside of their class."""
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    if isinstance(name, str) and name.startswith("__") and not name.endswith("__"):
        yield unit.unsupported(
            "GG115", node, f"outside of class `{owner}` the name `{name}` means something else",
            f"use one underscore: `{name[1:]}`",
        )  # fmt: skip


def _walrus(unit: Unit, node: ast.AST) -> Iterator[UnsupportedError]:
    """Yield assignment expressions that run many times, or perhaps not at all."""
    places: list[ast.AST]
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        places, where = [node], "in a loop with statements of its own"
    elif isinstance(node, ast.Compare):
        places, where = list(node.comparators[1:]), "in a statement before, if it may always run"
    else:
        return
    for place in places:
        for inner in walk(place):
            if isinstance(inner, ast.NamedExpr):
                name = ast.unparse(inner.target)
                yield unit.unsupported(
                    "GG112", inner, f"when `{name}` is assigned is only known at run time",
                    f"assign `{name}` {where}",
                )  # fmt: skip
