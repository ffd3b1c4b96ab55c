"""Clean-up of generated functions, until nothing changes: the last step before the text.

Each pass is a function on a `Body` that tells whether it changed it. All of them keep the
meaning, on arrays too: nothing with an effect goes, sums are not reordered, and nothing moves
across a write to what it reads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gradgen.analysis.effects import Effects
from gradgen.reader.unit import Unit
from gradgen.syntax import clone, fix_locations, names_in
from gradgen.transform.callees import Callees
from gradgen.transform.program import MadeFunction, Program
from gradgen.transform.simplify_algebra import tidy_algebra
from gradgen.transform.simplify_body import Body
from gradgen.transform.simplify_copies import propagate_copies, share_repeats
from gradgen.transform.simplify_dead import has_effect, remove_dead, seen_outside
from gradgen.transform.simplify_handed_on import name_at_once
from gradgen.transform.simplify_inline import put_back
from gradgen.transform.simplify_numbers import count_again
from gradgen.transform.simplify_saved import remove_unread_saves

Pass = Callable[[Body], bool]
PASSES: dict[Pass, tuple[Pass, ...]] = {
    propagate_copies: (remove_dead, name_at_once),
    remove_dead: (propagate_copies, remove_unread_saves, put_back),
    remove_unread_saves: (remove_dead,),
    tidy_algebra: (share_repeats, remove_dead, put_back),
    share_repeats: (propagate_copies,),
    name_at_once: (),
    put_back: (tidy_algebra,),
}
"""The passes in their order, each with those for which it may leave something to do."""

_MOST_ROUNDS = 100


def simplify(program: Program) -> Program:
    """Clean up every function of a program."""
    if not program.request.analyses:
        return program
    pure = pure_functions(program)
    callees = Callees(program.copies)
    cleaned = [
        simplify_function(function, _effects(function.unit, pure, callees))
        for function in program.functions
    ]
    return replace(program, functions=cleaned)


def _effects(unit: Unit, pure: frozenset[str], callees: Callees) -> Effects:
    """Return the effects of generated text: `pure` are functions of its own."""
    return Effects(unit, pure_names=pure, call=lambda call: callees.callee(call, unit))


def simplify_function(function: MadeFunction, effects: Effects) -> MadeFunction:
    """Return the function with a clean body; the one given is left as it is.

    Parameters
    ----------
    function : the generated function; its `made` names may be put back or renamed
    effects : what is known of the functions that it calls
    """
    made = replace(function, tree=clone(function.tree))
    body = Body(made, effects)
    waiting = list(PASSES)
    for _ in range(_MOST_ROUNDS * len(PASSES)):
        if not waiting:
            count_again(made)
            fix_locations(made.tree)
            return made
        change = waiting.pop(0)
        if change(body):
            body = body.left() if change is remove_dead else Body(made, effects)
            waiting = [one for one in PASSES if one in waiting or one in PASSES[change]]
    raise AssertionError(f"the clean-up of {made.tree.name} does not come to an end")


def pure_functions(program: Program) -> frozenset[str]:
    """Return the names of the functions of a program that have no effect on anything outside."""
    pure = frozenset(function.tree.name for function in program.functions)
    if len(pure) == 1 and not pure & names_in(program.functions[0].tree):
        return pure  # nothing calls it
    while True:
        left = frozenset(
            function.tree.name
            for function in program.functions
            if function.tree.name in pure and _is_pure(function, pure)
        )
        if left == pure:
            return pure
        pure = left


def _is_pure(function: MadeFunction, pure: frozenset[str]) -> bool:
    effects = Effects(function.unit, pure_names=pure)
    body = Body(function, effects)
    if any(has_effect(statement, body) for statement in function.tree.body):
        return False
    return not seen_outside(body.written(*function.tree.body))
