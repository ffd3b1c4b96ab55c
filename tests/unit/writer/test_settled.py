"""Lines that black is not shown end up as black would have laid them out."""

from __future__ import annotations

import ast
import random

import black
import pytest
from black.mode import TargetVersion

from gradgen.writer.layout import LINE_LENGTH, laid_out
from gradgen.writer.settled import Runs

SETTLED = """\
y = x ** 2
y = 2.0 * x.a ** 2 / z ** 0.5
y = (x - c) ** 2
y = x[i] ** n
grad_x += a[i - 1] * -b
grad_x[:, -1] += np.sum(u, axis=1, keepdims=True)
a, (b, c) = f(x)
values.append((x, y))
y = 1e-06 + 3
y = np.mean((x - c) ** 2, axis=0)
y = x @ w.T
pass
"""

DOUBTFUL = """\
y = x ** -1
y = -x ** 2
y = -x[0] ** 2
y = -np.sum(x) ** 2
y = x ** n
y = f(x) ** n.a
y = x.f(2) ** 2
y = x ** 2 .real
y = x ** 2 ** 3
y = 'text'
y = (x)
y = (x, z)
y = x,
a, = x
y = f(x,)
y = x[1,]
y = x[i + 1:]
y = x[i:n - 1, 0]
y = x[a.b:]
y = 1E5 + 1e+5 + 0XFF + 1. + .5 + 1J
y = [a for a in (x)]
y = x if (c) else z
y = lambda a: a
y = not (x)
y = {1: 2}
y: float = 1.0
y = ((x)) + 1
y = f((x))
y = f(* x)
y = x  # said of it
y = x; z = x
y = "π" + x
del (x), y
assert (x)
print((yield))
y = first_of_many_arguments + second_of_many_arguments * third_of_many_arguments - fourth
"""

FLOW = '''\
def f(x, n):
    """Text.

    y = x ** 2
    """

    y = x
    # first
    for i in range(n):

        # inside
        if y > 0.0:
            y = y * 2.0
        elif y < -1.0:

            y = 3.0 ** y
            y = 'text'
        else:
            # nothing
            break
    # after

    # heading
    y = y ** 2


    z = y
    while z > (1.0):
        z = z / 2.0
        continue
    else:
        z = 1.0
    for (i, j) in x:
        z = i
    for i in (x):
        z = i
    if (z): y = 1
    import math
    y = z
    def g(a):
        b = a ** 2
        return b
    y = g(y)
    with x as u:
        y = u
    try:
        y = u
    except ValueError:
        y = 2.0
    else:
        y = 3.0
    if z > 1.0:
        y = 2.0
        # at the end
    y = 1.0
    if z > 1.0:
        return (y)
    else:
        return y ** 2
x = 1
'''


def by_black(text: str) -> str:
    mode = black.Mode(line_length=LINE_LENGTH, target_versions={TargetVersion.PY311})
    return black.format_str(text, mode=mode)


def in_function(line: str) -> str:
    return f"def f():\n    first = 1\n    {line}\n    last = 1\n"


@pytest.mark.parametrize("line", SETTLED.splitlines())
def test_settled_lines_are_not_shown_to_black(line: str) -> None:
    text = in_function(line)
    assert Runs(text, LINE_LENGTH).rest == "def _gradgen_run_0_():\n    _gradgen_run_1_\n"
    assert laid_out(text) == by_black(text)


@pytest.mark.parametrize("line", DOUBTFUL.splitlines())
def test_doubtful_lines_are_laid_out_by_black(line: str) -> None:
    text = in_function(line)
    assert laid_out(text) == by_black(text)
    ast.parse(laid_out(text))


def test_blocks_comments_and_blank_lines() -> None:
    assert laid_out(FLOW) == by_black(FLOW)
    assert laid_out(by_black(FLOW)) == by_black(FLOW)


def test_directives_and_markers_are_left_to_black() -> None:
    for line in ("x = 1  # fmt: skip", "_gradgen_run_0_ = 1"):
        text = in_function(line)
        assert Runs(text, LINE_LENGTH).rest == text
        assert laid_out(text) == by_black(text)


PARAMETERS = (
    "x", "y: float", "w1: Float[np.ndarray, 'd h']", "t: tuple[int, ...]", "z: Float[Array, '']",
    "q: 'Params'", "v: np.ndarray[tuple[int, int], np.dtype[float]]", "e: Callable[[float], float]",
    "a_long_name_of_a_parameter_that_goes_on: SomethingElse[with_more, 'and more text']",
    "/", "k: int=3", "scale=2.0", "name='abc'", "opt: str | None=None", "eps: float=1e-06",
    "u=()", "low=-1", "*args", "*", "flag=True", "d: dict[str, list[float]]={}", "**kw",
)  # fmt: skip


def test_signatures() -> None:
    rng = random.Random(20)
    settled = 0
    for _ in range(300):
        chosen = sorted(rng.sample(range(len(PARAMETERS)), rng.randint(0, 7)))
        name = rng.choice(["f", "loss_of_many_things_grad"])
        text = f"def {name}({', '.join(PARAMETERS[k] for k in chosen)}):\n    y = 1\n"
        try:
            compile(text, "signature", "exec")
        except SyntaxError:
            continue
        assert laid_out(text) == by_black(text)
        settled += name not in Runs(text, LINE_LENGTH).rest
    assert settled > 50


TESTS = (
    "np.ndim(scale) != 0", "x.dtype.kind != 'f'", "w.shape != (d, h)", "b.shape != (n,)", "n != 3",
    "(w2.shape, w3.shape, bias.shape) != ((h, h), (h, c), (h,))", "u.shape != (2 * n, m + 1)",
    "flag",
    "y.shape != ()", "(a.b, c.shape) != ((), (3, 1))", "len(values) < 2", "not u", "x[0] > 1.0",
    "u is None", "f(x, y)", "(x) != 3", "name != 'it\\'s'", "-x > 2", "k == -1", "z ** 2 > 1.0",
    "a_name_that_is_long.dtype.kind != 'f'", "x.shape != (n, d,)", "x in y", "x and y",
)  # fmt: skip


def test_tests_of_guards() -> None:
    rng = random.Random(21)
    settled = 0
    for _ in range(500):
        test = " or ".join(rng.sample(TESTS, rng.randint(1, 6)))
        text = f"def f(x):\n    if {test}:\n        raise ValueError('no')\n    y = 1\n"
        assert laid_out(text) == by_black(text)
        settled += "if _gradgen_run" in Runs(text, LINE_LENGTH).rest
    for part in TESTS[:10]:
        text = f"def f(x):\n    if {' or '.join([part] * 9)}:\n        return 1\n"
        assert laid_out(text) == by_black(text)
        settled += "if _gradgen_run" in Runs(text, LINE_LENGTH).rest
    assert settled > 12


TOP = """\
# Generated.
# By hand.

from __future__ import annotations

import math

import numpy as np
from a.b import c, d
"""


@pytest.mark.parametrize(
    "more", ["", "\n", "\n# Said.\n", "\nG = 9.81\n", "\n\n\n", "#said\n", "import  x\n", "@d\n"]
)
def test_what_stands_above_the_functions(more: str) -> None:
    text = f"{TOP}{more}def f(x):\n    y = x\n    return  y\n"
    assert laid_out(text) == by_black(text)


def test_imports_are_not_shown_to_black() -> None:
    assert "import" not in Runs(f"{TOP}\n\ndef f(x):\n    y = x\n", LINE_LENGTH).rest
