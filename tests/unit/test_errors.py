"""How messages are laid out; the whole texts are in tests/golden/errors."""

import ast
import os
import pickle
import textwrap
from pathlib import Path

import pytest

import gradgen
from gradgen import errors

GOLDEN = Path(__file__).parents[1] / "golden" / "errors"

FLOW = textwrap.dedent(
    """\
    def step(u):
        edge = u[0]
        mid = 2.0
        u[0, :] = edge * 2.0
        total = f(
            edge,
        )
    \tx = 1  # größe
        größe = "日本" + edge
        a[i] = a[i - 1]
    """
)
LINES = tuple(FLOW.splitlines(keepends=True))


def piece(text, number=0, line=None):
    """Return a node that stands where the `number`-th occurrence of `text` stands."""
    at = -1
    for _ in range(number + 1):
        at = FLOW.index(text, at + 1)
    before = FLOW[:at]
    node = ast.Pass()
    node.lineno = node.end_lineno = before.count("\n") + 1
    node.col_offset = len(before.rpartition("\n")[2].encode())
    node.end_col_offset = node.col_offset + len(text.encode())
    return node


def made(node, code="GG301", reason="it is read again", help="take a copy", **more):
    return errors.unsupported("flow.py", LINES, "step", node, code, reason, help, **more)


def many_lines():
    node = piece("f(")
    node.end_lineno, node.end_col_offset = node.lineno + 2, 5
    return node


MESSAGES = {
    "one_place": lambda: made(piece("u[0, :]"), what="in-place update of a view"),
    "two_places": lambda: made(
        piece("u[0, :]"),
        reason="`edge` is a view of `u` (line 2)",
        help="take a copy: `edge = u[0].copy()`",
        related=(piece("edge"), ""),
    ),
    "two_places_with_text": lambda: made(
        piece("u[0, :]"), related=(piece("edge", 1), "it is read here")
    ),
    "two_places_on_a_line": lambda: made(
        piece("a[i]"), related=(piece("a[i - 1]"), "the same memory")
    ),
    "without_help": lambda: made(piece("edge"), help=""),
    "help_of_two_lines": lambda: made(piece("edge"), help="take a copy\nor do not write"),
    "several_lines": lambda: made(many_lines()),
    "tabs": lambda: made(piece("x = 1")),
    "wide_characters": lambda: made(piece("edge", 3)),
    "without_place": lambda: made(ast.Name("x", ast.Load()), code="GG999"),
    "refused": lambda: errors.refused("GG501", "`f`", "it is nowhere", "write it down"),
    "bad_input": lambda: errors.bad_input("GG402", "`f` with `wrt='y'`", "no `y`", "give `x`"),
    "several_problems": lambda: errors.combined(
        [made(piece("a[i]")), made(piece("mid"), code="GG101", reason="a", help="b")]
    ),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_message(name):
    path = GOLDEN / f"{name}.txt"
    found = f"{MESSAGES[name]()}\n"
    if os.environ.get("GRADGEN_ACCEPT"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def test_every_golden_message_is_made():
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(MESSAGES)


def test_kinds():
    assert type(made(piece("mid"), code="GG201")) is errors.MissingRuleError
    assert type(made(piece("mid"), code="GG401")) is errors.NotScalarError
    assert type(made(piece("mid"), code="GG503")) is errors.SourceError
    assert type(made(piece("mid"), code="GG101")) is errors.UnsupportedError
    both = [made(piece("mid"), code="GG201"), made(piece("mid"), code="GG101")]
    assert type(errors.combined(both)) is errors.UnsupportedError
    assert type(errors.combined(both[:1])) is errors.MissingRuleError


def test_fields():
    error = made(piece("u[0, :]"))
    assert (error.code, error.filename, error.line) == ("GG301", "flow.py", 4)
    assert (error.reason, error.help) == ("it is read again", "take a copy")
    assert error.__notes__ == ["(docs/errors.md explains GG301)"]


def test_public_name_and_pickle():
    error = made(piece("u[0, :]"))
    assert f"{type(error).__module__}.{type(error).__name__}" == "gradgen.UnsupportedError"
    assert gradgen.UnsupportedError is errors.UnsupportedError
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.problems) == (str(error), error.problems)


def test_paths_below_the_folder_are_relative(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert errors.shown_path(str(tmp_path / "a" / "flow.py")) == "a/flow.py"
    assert errors.shown_path(str(tmp_path.parent / "flow.py")) == str(tmp_path.parent / "flow.py")
    assert errors.shown_path("<python-input-0>") == "<python-input-0>"


def test_a_fault_of_gradgen_says_so():
    message = str(errors.internal("an adjoint without a shape"))
    assert message.startswith("an adjoint without a shape\n   = this is a bug in gradgen")


def test_a_fault_of_gradgen_is_one_error_that_says_so(monkeypatch):
    from gradgen import pipeline

    def broken(program):
        raise KeyError("grad_x")

    monkeypatch.setattr(pipeline, "PIPELINE", (("normalise", broken),))
    with pytest.raises(errors.InternalError) as caught:
        gradgen.grad(faulty)
    error = caught.value
    assert (error.filename, error.line) == (__file__, faulty.__code__.co_firstlineno)
    assert "KeyError: 'grad_x'" in error.reason
    assert f"test_errors.py:{error.line} in `faulty`" in str(error)
    assert "this is a bug in gradgen, please report it" in str(error)
    assert isinstance(error.__cause__, KeyError)


def test_a_refusal_is_no_fault():
    with pytest.raises(errors.UnsupportedError), errors.faults_reported("f", "f.py", 1):
        raise errors.refused("GG101", "a generator", "no reason")


def test_a_fault_that_was_noticed_gets_its_place():
    with pytest.raises(errors.InternalError) as caught, errors.faults_reported("f", "f.py", 3):
        raise errors.internal("an adjoint without a shape")
    assert (caught.value.filename, caught.value.line) == ("f.py", 3)


def faulty(x):
    return x * x
