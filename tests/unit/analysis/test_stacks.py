"""Lists that are filled from empty and walked once, told from all others."""

import ast
import textwrap

import pytest

from gradgen.analysis.stacks import stacks


def found(text):
    (tree,) = ast.parse(textwrap.dedent(text)).body
    return stacks(tree)


def test_what_a_loop_keeps_is_a_stack():
    text = """
    def f(x):
        saved = []
        for _ in range(3):
            saved.append(x)
            x = x * x
        grad = 1.0
        for x in reversed(saved):
            grad = 2.0 * grad * x
        return grad
    """
    assert found(text) == {"saved"}


def test_lists_of_lists_are_stacks_at_both_levels():
    text = """
    def f(x, n):
        every = []
        for i in range(n):
            saved = []
            for j in range(n):
                saved.append(x)
            every.append(saved)
        for i, saved in zip(reversed(range(n)), reversed(every)):
            for j, x in zip(reversed(range(n)), reversed(saved)):
                use(x)
        return x
    """
    assert found(text) == {"every", "saved"}


@pytest.mark.parametrize(
    "use",
    [
        "y = saved[0]",
        "y = sum(saved)",
        "for x in saved:\n        y = x",
        "other = saved",
        "saved.reverse()",
    ],
)
def test_a_list_that_is_used_otherwise_is_none(use):
    text = f"""
def f(x):
    saved = []
    for _ in range(3):
        saved.append(x)
    {use}
    for x in reversed(saved):
        y = x
    return y
"""
    assert not found(text)


def test_a_walk_that_is_left_early_is_none():
    text = """
    def f(x):
        saved = []
        for _ in range(3):
            saved.append(x)
        for x in reversed(saved):
            if x > 1.0:
                break
        return x
    """
    assert not found(text)
