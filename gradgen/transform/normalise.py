"""Reduces the statements of a function to a small core language.

The core language, in which every later pass may trust:

- Assignments have one target: a name, an element, an attribute, or a flat tuple of names.
- `if`, `for`, `while`, `with`; `return` only where the function ends on that way, and every way
  ends in `return` or `raise`.
- A choice between values that may carry a derivative (ternary, `and`, `or`) is an `if`.
- No assignment expressions, annotations, `del`, `pass` (but in a block that is else empty),
  docstring.
- A call of a user function on a value that may carry a derivative is a whole right-hand side,
  `y = g(x)` or `a, b = g(x)`, or a statement.
- Comments are statements. One at the end of the header of a block is the block's first.

All other expressions are left as the user wrote them.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping
from dataclasses import replace

from gradgen.reader.unit import Unit
from gradgen.transform.normalise_active import Activity
from gradgen.transform.normalise_exits import with_plain_loops
from gradgen.transform.normalise_match import without_match
from gradgen.transform.normalise_records import without_records
from gradgen.transform.normalise_results import without_result_fields
from gradgen.transform.normalise_returns import in_tail_form
from gradgen.transform.normalise_statements import Statements
from gradgen.transform.normalise_tree import Work, working_copy
from gradgen.transform.normalise_try import without_active_handlers
from gradgen.transform.normalise_while import without_assignments_in_tests
from gradgen.transform.program import Program


def normalise(program: Program) -> Program:
    """Return the program with its functions in the core language.

    `Program.origin` leads from each statement to the user's statement that it came from.
    """
    origin = dict(program.origin)
    functions = []
    for function in program.functions:
        work = normalised(
            function.unit, program.request.wrt, function.tree, program.origin, function.made
        )
        origin.update(work.origin)
        functions.append(replace(function, tree=work.tree, made=work.made))
    return replace(program, functions=functions, origin=origin)


def normalised(
    unit: Unit,
    inputs: Collection[str],
    tree: ast.FunctionDef | None = None,
    origin: Mapping[ast.stmt, ast.stmt] | None = None,
    made: Collection[str] = (),
) -> Work:
    """Return one function in the core language, as a tree with the origins of its statements.

    Parameters
    ----------
    inputs : the parameters that may carry a derivative
    tree, origin, made : a tree of the unit that was normalised before, and what came with it
    """
    work = working_copy(unit, tree or unit.tree, origin or {}, set(made))
    without_match(work)
    without_result_fields(work)
    without_assignments_in_tests(work)
    activity = Activity(unit, work.tree, inputs)
    without_active_handlers(work, activity)
    without_records(work, activity)
    body = with_plain_loops(Statements(work, activity).block(work.tree.body), work)
    work.tree.body = in_tail_form(body, work)
    return work
