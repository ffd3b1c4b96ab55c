from __future__ import annotations

import ast
import inspect
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradgen import syntax
from gradgen.errors import InternalError
from gradgen.writer.printing import comment_line, docstring_text, equal_trees, tree_text
from tests.unit.writer.programs import parsed

FORMS = [
    "x[1:, :] = y[..., None, ::2]",
    "x[i, j] += 2.0 / n * (a - b) - (c + d)",
    "z = -(x**2) + (-x) ** 2 + 2**-x",
    "z = (a, *b), [c, *d], {**e, 'f': 1}, {1, 2}",
    "z = lambda q, /, r=1, *s, t, **u: (q, r, s, t, u)",
    "z = [i + j for i in a if i for j in b]",
    "z = {i: j for i, j in a}, {i for i in a}, sum(i for i in a)",
    "z = (n := 10) if (a if b else c) else d",
    "z = f'{x!r:>10} {y:{width}} {{}}'",
    "z = not a and (b or c) < d <= e is not None",
    "z = a @ b.T @ (c @ d), a // b % c, a << b | c & ~d ^ e",
    "x, = y",
    "(a, b), c = d = e",
    "a: int = 3",
    "del a[0], b",
    "assert a, 'message'",
    "with a as b, c:\n    pass",
    "while a:\n    break\nelse:\n    b",
    "for i, (x, y) in enumerate(zip(a, b)):\n    continue\nelse:\n    pass",
    "try:\n    a\nexcept (A, B) as e:\n    raise C('d') from None\nelse:\n    b\nfinally:\n    c",
    "match a:\n    case [1, *_] if b:\n        c\n    case {'k': v, **rest}:\n        d",
    "if a:\n    b\nelif c:\n    d\nelse:\n    e",
    "def f(a, /, b: int = 1, *c, d=2, **e) -> float:\n    '''Doc.'''\n    global g\n    return a",
    "from a import b as c",
    "z = (yield_, await_)",
    "z = 'a\\nb\"\\'\\\\ é \\u2028', b'\\x00'",
    "z = 1e-12 + 1e22 + 0xff + 1_000.5 + 3j + 1e400 + 5e-324 + 0.1",
    "z = f(*a, b, *c, d=e, **f)",
    "z = a[b][c].d(e)(f).g, (1).real, 1.5.imag",
]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_parses_back_to_itself(form: str) -> None:
    tree = ast.parse(form)
    assert equal_trees(ast.parse(tree_text(tree.body)), tree)


@given(st.floats() | st.complex_numbers() | st.integers() | st.text() | st.binary())
@settings(max_examples=200, deadline=None)
def test_constants_keep_their_value(value: object) -> None:
    statement = syntax.assign("x", ast.Constant(value=value))  # type: ignore[arg-type]
    namespace: dict[str, object] = {}
    exec(tree_text(statement), namespace)
    assert repr(namespace["x"]) == repr(value)


def test_special_numbers() -> None:
    for value in (math.inf, -math.inf, -0.0, 1e-12, -3, complex(-0.0, math.nan)):
        text = tree_text(syntax.assign("x", ast.Constant(value=value)))
        assert repr(eval(text.partition("=")[2])) == repr(value)


def test_comments_stand_where_they_belong() -> None:
    tree = parsed(
        """
def f(x):
    'Doc.'
    '# Forward pass'
    for i in x:
        '#> each'
        '# square it'
        y = i * i
        '#> cheap'
    '# Backward pass (short)'
    '# return y'
    return y
"""
    )
    assert tree_text(tree) == (
        "def f(x):\n"
        '    """Doc."""\n'
        "    # Forward pass\n"
        "    for i in x:  # each\n"
        "        # square it\n"
        "        y = i * i  # cheap\n"
        "\n"
        "    # Backward pass (short)\n"
        "    # return y\n"
        "    return y\n"
    )


def test_a_block_of_comments_alone_is_still_a_block() -> None:
    tree = parsed("def f(x):\n    if x:\n        '# nothing'\n    else:\n        '# nor here'")
    assert tree_text(tree) == (
        "def f(x):\n    if x:\n        # nothing\n        pass\n"
        "    else:\n        # nor here\n        pass\n"
    )


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_a_comment_cannot_inject_code(text: str) -> None:
    body = [syntax.comment(text), syntax.statement("x = 1"), syntax.comment(text, trailing=True)]
    printed = tree_text(body)
    assert len(ast.parse(printed).body) == 1
    assert comment_line(text).count("\n") == 0


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_a_docstring_keeps_its_text(text: str) -> None:
    def bare(text: str) -> str:
        lines = inspect.cleandoc(inspect.cleandoc(text)).splitlines()
        return "\n".join(line.rstrip() for line in lines).strip("\n")

    assert bare(ast.literal_eval(docstring_text(text))) == bare(text)


def test_a_user_who_writes_a_marker_gets_it_back() -> None:
    tree = ast.parse("_gradgen_comment_0_ = 1\nx = '_gradgen_doc_0_'")
    assert tree_text(tree.body) == "_gradgen_comment_0_ = 1\nx = '_gradgen_doc_0_'\n"


def test_a_tree_that_means_nothing_is_an_internal_error() -> None:
    with pytest.raises(InternalError):
        tree_text(ast.Expr(value=ast.Constant(value=object())))  # type: ignore[arg-type]
    with pytest.raises(InternalError):
        tree_text(ast.Assign(targets=[syntax.expr("a + b")], value=syntax.name("c"), lineno=0))


def test_trees_differ_by_more_than_positions() -> None:
    assert equal_trees(ast.parse("x = 1.0"), ast.parse("\n\nx  =  1.0"))
    for other in ("x = 1", "x = -1.0", "y = 1.0", "x = 1.0; y", "x = '1.0'"):
        assert not equal_trees(ast.parse("x = 1.0"), ast.parse(other))
    assert equal_trees(ast.parse("def f():\n 'a\\n  b'"), ast.parse("def f():\n    'a\\n    b'"))
