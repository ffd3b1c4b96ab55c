"""Which names may share memory, through views, containers and calls."""

from __future__ import annotations

import ast

import pytest

from gradgen.analysis.aliases import Aliases, aliases
from gradgen.analysis.callees import PURE
from gradgen.analysis.meeting import meeting
from gradgen.analysis.values import FLOAT, UNKNOWN, Info
from tests.unit.transform.cleaning import unit_of


def found(body: str, parameters: str = "u, x, w, k") -> Aliases:
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    unit = unit_of(f"def f({parameters}):\n{lines}", unknown=lambda *a: None, LIMIT=3.0)
    return aliases(unit.tree, unit)


@pytest.mark.parametrize(
    "text",
    [
        "v = u",
        "v = u[1:]",
        "v = u[0]",
        "v = u.T",
        "v = u[1:].T.reshape(2, -1)",
        "v = np.ravel(u)",
        "v = np.swapaxes(u, 0, 1)",
        "v = np.transpose(u)",
        "v = np.squeeze(u)",
        "v = np.expand_dims(u, 0)",
        "v = np.broadcast_to(u, k)",
        "v = np.asarray(u)",
        "v = np.split(u, 2)",
        "v = u if k else x",
        "v = k or u",
        "v = (u, x)",
        "v = [x, [u]]",
        "v = {'a': u}",
        "v = []\nv.append(u)",
        "v = []\nv += [u]",
        "v = [x] + [u]",
        "v = []\nv.extend([u])",
        "v = {}\nv['a'] = u",
        "v, t = u, x",
        "t, v = u",
        "t, *v = u",
        "p = (x, u)\nt, v = p",
        "p = [x, u]\nv = p[-1]",
        "p = [x, u]\nv = p.pop()",
        "v = [row for row in u]",
        "for v in u:\n    pass",
        "for t, v in zip(x, u):\n    pass",
        "for t, v in enumerate(u):\n    pass",
        "for v in reversed([x, u]):\n    pass",
        "v = list(u)",
        "v = unknown(x, u)",
        "v = k.method(u)",
        "(v := u)",
        "v = np.sin(x, out=u)",
        "def v():\n    return u",
        "v = lambda: u",
    ],
)
def test_names_that_may_share_memory(text: str) -> None:
    known = found(text)
    assert known.may_share("u", "v")
    assert known.may_share("v", "u")
    assert {"u", "v"} <= known.members("u")


@pytest.mark.parametrize(
    "text",
    [
        "v = u + 1.0",
        "v = -u",
        "v = u.copy()",
        "v = np.sin(u)",
        "v = np.sum(u, axis=0)",
        "v = u[[0, 1]]",
        "v = u[x > 0.0]",
        "v = u.shape",
        "v = len(u)",
        "n, v = u.shape",
        "v, t = x, u",
        "p = (x, u)\nv, t = p",
        "for v, t in zip(x, u):\n    pass",
        "for v, t in enumerate(u):\n    pass",
        "p = [u, x]\np.append(w)\nv = x",
        "v = np.zeros_like(u)",
        "v = LIMIT\nu = u",
        "v = 0.0\nv += u",
        "w[1:] = u\nv = w",
        "np.copyto(w, u)\nv = w",
        "v = f'{u}'",
    ],
)
def test_names_that_share_nothing(text: str) -> None:
    known = found(text)
    assert not known.may_share("u", "v")
    assert "v" not in known.members("u")


def test_a_container_does_not_make_its_elements_share() -> None:
    known = found("hist = []\nhist.append(u)\nhist.append(x)\nlast = hist[-1]")
    assert not known.may_share("u", "x")
    assert known.members("last") == {"hist", "u", "x", "last"}


def test_a_change_of_a_list_is_not_a_change_of_what_it_holds() -> None:
    unit = unit_of("def f(u):\n    hist = [u]\n    kept = hist\n    hist.append(u)\n    u[0] = 1.0")
    known = aliases(unit.tree, unit)
    grown = unit.tree.body[2].value.func.value  # type: ignore[attr-defined]
    assert known.observers(known.written(grown)) == {"hist", "kept"}
    changed = unit.tree.body[3].targets[0].value  # type: ignore[attr-defined]
    assert known.observers(known.written(changed)) == {"hist", "kept", "u"}


def test_numbers_share_with_nobody() -> None:
    unit = unit_of("def f(u):\n    v = u[0]\n    w = v")

    def info_of(node: ast.expr) -> Info:
        return FLOAT if ast.unparse(node) in ("u[0]", "v", "w") else UNKNOWN

    assert not aliases(unit.tree, unit, info_of).may_share("u", "v")


def test_a_caller_may_tell_that_a_result_is_fresh() -> None:
    unit = unit_of("def f(u):\n    v = g(u)", g=lambda u: u)
    assert aliases(unit.tree, unit).may_share("u", "v")
    assert not aliases(unit.tree, unit, call=lambda node: PURE).may_share("u", "v")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("u = x.copy()\nedge = u[0]", "edge = u[0]"),
        ("edge = []\nu = x + 1.0\nedge.append(u)", "edge.append(u)"),
        ("t = u.T\nw = 1.0\nedge = t[0]", "edge = t[0]"),
    ],
)
def test_the_statement_that_made_two_names_share(text: str, line: str) -> None:
    because = meeting(found(text), "u", "edge")
    assert because is not None
    assert ast.unparse(because) == line


def test_nothing_made_separate_names_share() -> None:
    assert meeting(found("v = u + 1.0"), "u", "v") is None


def test_the_reason_is_the_last_on_a_line_too() -> None:
    because = meeting(found("y = x.copy(); z = y"), "y", "z")
    assert because is not None and ast.unparse(because) == "z = y"


def test_names_meet_where_one_is_made_of_the_other() -> None:
    text = "row = x * 2.0; rows = row; row = x * x; row[1] = 0.0"
    statement = meeting(found(text), "row", "rows")
    assert statement is not None and ast.unparse(statement) == "rows = row"
    text = "kept = [x]; u = kept[0]; x += 0.5"
    statement = meeting(found(text), "u", "x")
    assert statement is not None and ast.unparse(statement) == "u = kept[0]"
