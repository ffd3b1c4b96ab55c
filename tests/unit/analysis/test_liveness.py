"""Names that are read later, in structured code."""

from __future__ import annotations

import ast
import textwrap

import pytest

from gradgen.analysis.liveness import Liveness, live_after
from gradgen.syntax import walk_statements


def after(text: str) -> dict[str, set[str]]:
    """Return the names that are live after each line, `range` aside."""
    body = ast.parse(textwrap.dedent(text).strip()).body
    live = live_after(body)
    return {
        ast.unparse(node).splitlines()[0]: live[node] - {"range"} for node in walk_statements(body)
    }


def test_straight_lines() -> None:
    live = after("a = x\nb = a + y\na = 2\nreturn a + b")
    assert live["a = x"] == {"a", "y"}
    assert live["b = a + y"] == {"b"}
    assert live["return a + b"] == set()


def test_branches() -> None:
    live = after("a = 1\nb = 2\nif c:\n    a = 3\nelse:\n    d = b\nreturn a")
    assert live["b = 2"] == {"a", "b", "c"}
    assert live["d = b"] == {"a"}


def test_a_loop_carries_names_round() -> None:
    live = after("t = 0\nfor i in range(n):\n    s = t\n    t = s + i\nreturn t")
    assert live["t = 0"] == {"n", "t"}
    assert live["s = t"] == {"s", "i"}
    assert live["t = s + i"] == {"t"}


def test_a_loop_may_run_no_round() -> None:
    live = after("x = 1\nfor x in y:\n    pass\nreturn x")
    assert live["x = 1"] == {"x", "y"}


def test_jumps_leave_the_loop() -> None:
    live = after(
        """
        while a:
            b = 1
            if c:
                d = 2
                break
            if e:
                f = 3
                continue
            b = 4
            d = 5
        else:
            d = g
        return b, d
        """
    )
    assert live["d = 2"] == {"b", "d"}
    assert live["f = 3"] == {"a", "b", "c", "e", "g"}
    assert "d" not in live["d = 5"]


def test_errors_may_be_caught_anywhere() -> None:
    live = after("try:\n    a = 1\n    a = b\nexcept E:\n    a = c\nfinally:\n    d = e\nreturn a")
    assert {"b", "c", "e", "E"} <= live["a = 1"]
    assert live["a = c"] >= {"a", "e"}


def test_with_and_match() -> None:
    live = after(
        "a = 1\nwith m as f:\n    a = f\n"
        "match a:\n    case [b]:\n        c = b\n    case _:\n        c = d\nreturn c"
    )
    assert {"m", "d"} <= live["a = 1"]
    assert live["c = b"] == {"c"}


def test_what_closures_read_is_always_live() -> None:
    live = after("a = 1\ng = lambda: a\na = 2\nreturn g()")
    assert "a" in live["a = 2"]
    assert "a" in live["a = 1"]


def test_statements_that_do_not_matter_read_nothing() -> None:
    body = ast.parse("for i in r:\n    a = a + b\n    s = s * t\n    if a: break\nx = s").body

    def matters(node: ast.stmt, live: set[str]) -> bool:
        return isinstance(node, ast.Assign) and not live.isdisjoint(
            name.id for name in node.targets if isinstance(name, ast.Name)
        )

    live = Liveness(body, at_end={"x"}, matters=matters)
    kept = {
        ast.unparse(node).splitlines()[0] for node in walk_statements(body) if node in live.kept
    }
    assert kept == {"for i in r:", "a = a + b", "s = s * t", "if a:", "break", "x = s"}
    assert live.before[body[0]] == {"a", "b", "r", "s", "t"}
    none = Liveness(body, at_end={"z"}, matters=matters)
    assert none.kept == set()


@pytest.mark.parametrize(("name", "leaks"), [("a", True), ("b", False)])
def test_leaving_early_for_where_a_name_is_read(name: str, leaks: bool) -> None:
    body = ast.parse("for i in r:\n    if c: break\n    a = b = 0\nx = a").body
    assert Liveness(body, at_end={"x"}).leaks(name, body) is leaks
