"""Functions are read wherever they come from: files, packages, archives, notebooks, prompts."""

import doctest
import importlib
import linecache
import os
import pickle
import subprocess
import sys
import textwrap
import zipfile

import numpy as np
import pytest

import gradgen

X = np.array([1.0, -2.0])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder that modules are imported from, forgotten afterwards."""
    before = set(sys.modules)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    for name in set(sys.modules) - before:
        if str(tmp_path) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


def written(folder, name, text):
    """Write a module, as text or as bytes, and import it."""
    data = textwrap.dedent(text).encode() if isinstance(text, str) else text
    (folder / f"{name}.py").write_bytes(data)
    importlib.invalidate_caches()
    return importlib.import_module(name)


def refused(function, code, *words):
    with pytest.raises(gradgen.SourceError) as caught:
        gradgen.grad(function)
    assert caught.value.code == code
    assert all(word in str(caught.value) for word in words)


# ---- files, packages, archives


PACKAGE = {
    "lab/__init__.py": "from .core import loss\n",
    "lab/units.py": "SCALE = 2.0\n",
    "lab/tools/__init__.py": "",
    "lab/tools/powers.py": "GAIN = 3.0\n\n\ndef square(v):\n    return v * v\n",
    "lab/core.py": (
        "import numpy as np\n\nfrom . import units\nfrom .tools import powers as p\n"
        "from .tools.powers import square\n\n\n"
        "def loss(x):\n    return np.sum(square(x)) * units.SCALE * p.GAIN\n"
    ),
}


def test_package_with_relative_imports(folder):
    for path, text in PACKAGE.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    import lab

    df = gradgen.grad(lab.loss)
    np.testing.assert_allclose(df(X), 12.0 * X)
    assert "from lab import units" in df.source
    assert "from lab.tools import powers as p" in df.source
    df.write(folder)
    again = importlib.import_module("loss_grad")
    np.testing.assert_allclose(again.loss_grad(X), 12.0 * X)
    np.testing.assert_allclose(gradgen.vjp(again.loss_grad)(X, grad_out=X), 12.0 * X)


def test_zipped_package(folder):
    with zipfile.ZipFile(folder / "archive.zip", "w") as archive:
        for path, text in PACKAGE.items():
            archive.writestr(path.replace("lab", "zipped"), text.replace("lab", "zipped"))
        archive.writestr("pair.py", "pair = [lambda é: é * é, lambda é: é**3]\n")
    sys.path.insert(0, str(folder / "archive.zip"))
    try:
        import pair
        import zipped

        for _ in range(2):
            np.testing.assert_allclose(gradgen.grad(zipped.loss)(X), 12.0 * X)
            assert gradgen.grad(pair.pair[1])(2.0) == 12.0
            linecache.clearcache()
        assert gradgen.jvp(zipped.loss)(X, d_x=X)[1] == 12.0 * X @ X
    finally:
        sys.path.remove(str(folder / "archive.zip"))


@pytest.mark.parametrize(
    ("text", "slope"),
    [
        (
            "# -*- coding: latin-1 -*-\ndef f(größe):\n    s = 'é'  # ü\n    return größe * len(s)\n",
            1,
        ),
        ("\ufeffdef f(x):\r\n\ty = x * 2.0\r\n\treturn y * y\r\n", 8),
        ("def f(x): return x * 2.0", 2),
        ("\x0cdef f(x):\n    return (x *\n\n        # in between\n        3.0)\n\x0c\n", 3),
        (
            "from __future__ import annotations\ndef f(x: nothing) -> 'at all':\n    return x * 4.0",
            4,
        ),
        ("async def g(x): await x\ndef f(x):\n    return x * 5.0; y = 1\n", 5),
    ],
    ids=["encoding", "windows", "one_line", "form_feed", "future", "semicolon"],
)
def test_files_of_any_kind(folder, text, slope):
    name = f"odd_{slope}"
    module = written(folder, name, text.encode("latin-1" if "latin" in text else "utf-8"))
    assert gradgen.grad(module.f)(1.0) == slope


@pytest.mark.parametrize("options", [[], ["-O"], ["-OO"], ["-X", "no_debug_ranges"]], ids=str)
def test_script(folder, options):
    (folder / "script.py").write_text(
        "import gradgen\n\n\ndef f(x):\n    '''Text.'''\n    assert x > 0, 'positive'\n"
        "    return x * x\n\n\nclass A:\n    def m(self, x):\n        return x * 3.0\n\n\n"
        "print(gradgen.grad(f)(3.0), gradgen.grad(A().m)(1.0), gradgen.grad(lambda x: x * 5.0)(1.0))\n"
    )
    assert ran([*options, "script.py"]) == "6.0 3.0 5.0\n"


def ran(arguments, text=None):
    """Run Python with the gradgen of this test, and return what it prints."""
    root = os.path.dirname(os.path.dirname(gradgen.__file__))
    path = os.pathsep.join(p for p in (root, os.environ.get("PYTHONPATH", "")) if p)
    done = subprocess.run(
        [sys.executable, *arguments],
        input=text,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_no_source(folder):
    namespace = {}
    exec("def f(x): return x * x", namespace)
    refused(namespace["f"], "GG501", "nowhere", "linecache")
    module = written(folder, "gone", "def f(x):\n    return x * 2.0\n")
    (folder / "gone.py").unlink()
    refused(module.f, "GG501", "not in gone.py")
    made = compile("def elsewhere(x):\n    return x\n", "made-up.py", "exec")
    exec(made, vars(sys.modules[__name__]))  # the text here is not that of `elsewhere`
    refused(globals().pop("elsewhere"), "GG501", "not in made-up.py")


# ---- text that stands in `linecache` alone: notebooks, prompts, doctest, `exec`


def entered(text, filename, namespace):
    """Run text that is no file's, registered as IPython and the prompt of Python 3.13 do."""
    text = textwrap.dedent(text)
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    exec(compile(text, filename, "exec"), namespace)


@pytest.mark.parametrize(
    "pattern",
    [
        "<ipython-input-{}-0a1b2c>",
        "/nowhere/ipykernel_77/{}54321.py",
        "<python-input-{}>",
        "<stdin>-{}",
        "<template {}>",
    ],
)
def test_cells(pattern):
    session = {"__name__": "__main__", "np": np}
    entered("def square(x):\n    return x * x\n", pattern.format(1), session)
    entered(
        """
        get_ipython().run_line_magic("matplotlib", "inline") if False else None
        scale = 3.0
        def loss(x):
            # a comment
            return np.sum(square(x)) * scale
        cube, fourth = lambda x: x**3, lambda x: x**4
        """,
        pattern.format(2),
        session,
    )
    np.testing.assert_allclose(gradgen.grad(session["loss"])(X), 6.0 * X)
    assert gradgen.grad(session["cube"])(2.0) == 12.0
    assert gradgen.grad(session["fourth"])(2.0) == 32.0
    linecache.checkcache()
    entered("scale = 1.0\ndef square(x):\n    return x * x * x\n", pattern.format(3), session)
    np.testing.assert_allclose(gradgen.grad(session["loss"])(X), 3.0 * X**2)
    df = gradgen.grad(session["loss"])
    np.testing.assert_allclose(pickle.loads(pickle.dumps(df))(X), 3.0 * X**2)


def test_cell_that_is_run_again():
    session = {"__name__": "__main__"}
    entered("def f(x):\n    return x * 2.0\n", "<cell>", session)
    old = session["f"]
    entered("def f(x):\n    return x * 3.0\n", "<cell>", session)
    assert gradgen.grad(session["f"])(1.0) == 3.0
    refused(old, "GG503", "run the cell again")


def test_ipython():
    shells = pytest.importorskip("IPython.core.interactiveshell")
    shell = shells.InteractiveShell.instance()

    def cell(text):
        done = shell.run_cell(text)
        done.raise_error()
        return done.result

    cell("import gradgen\nimport numpy as np\n%matplotlib --list\ndef sq(x):\n    return x * x\n")
    cell("def loss(x):\n    return np.sum(sq(x)) * 3.0\n")
    np.testing.assert_allclose(cell("gradgen.grad(loss)(np.ones(2))"), 6.0)
    assert cell("gradgen.grad(lambda x: x**3)(2.0)") == 12.0
    cell("def sq(x):\n    return x * x * x\n")
    np.testing.assert_allclose(cell("gradgen.grad(loss)(np.ones(2))"), 9.0)


@pytest.mark.skipif(sys.version_info < (3, 13), reason="the prompt keeps its text since 3.13")
def test_prompt():
    session = """
import gradgen
def f(x):
    return x * x

g = lambda x: f(x) * x
print(gradgen.grad(g)(2.0), gradgen.grad(lambda x: x**4)(2.0))
def f(x):
    return x

print(gradgen.vjp(gradgen.grad(g))(1.0, grad_out=1.0))
"""
    assert ran(["-i", "-q"], session) == "12.0 32.0\n2.0\n"


DOCTEST = """
>>> import gradgen
>>> def f(x):
...     return x**2
>>> gradgen.grad(f)(3.0)
6.0
>>> g = lambda x: x * f(x)
>>> gradgen.vjp(gradgen.grad(g))(2.0, grad_out=1.0)
12.0
>>> gradgen.grad(lambda x: g(x) * 2.0)(1.0)
6.0
"""


def test_doctest(folder):
    test = doctest.DocTestParser().get_doctest(DOCTEST, {}, "text", "text.txt", 0)
    assert doctest.DocTestRunner().run(test) == (0, 6)
    module = written(
        folder,
        "documented",
        f'"""{DOCTEST}\n>>> gradgen.grad(h)(3.0)\n6.0\n"""\ndef h(x):\n    return x * x\n',
    )
    assert doctest.testmod(module) == (0, 7)


# ---- generated by gradgen


def cube(x):
    return x**3


slope_of_cube = gradgen.grad(cube)
both_of_cube = gradgen.value_and_grad(cube)


def uses_a_derivative(x):
    value, slope = both_of_cube(x)
    return slope_of_cube(x) * x + value * slope


def test_functions_that_call_derivatives():
    expected = 9.0 * 2.0**2 + 15.0 * 2.0**4
    assert gradgen.grad(uses_a_derivative)(2.0) == pytest.approx(expected)
    assert gradgen.jvp(uses_a_derivative)(2.0, d_x=1.0)[1] == pytest.approx(expected)
    gradgen.check_grad(uses_a_derivative, 2.0, raise_on_failure=True)


def test_derivatives_are_read_again(folder):
    df = gradgen.grad(cube)
    assert gradgen.grad(df)(2.0) == 12.0
    assert gradgen.grad(pickle.loads(pickle.dumps(df)))(2.0) == 12.0
    assert gradgen.grad(df.function)(2.0) == 12.0
    of_lambda = pickle.loads(pickle.dumps(gradgen.grad(lambda x: x**4)))
    assert gradgen.grad(gradgen.grad(of_lambda))(2.0) == 48.0
    linecache.clearcache()
    assert gradgen.vjp(df)(2.0, grad_out=1.0) == 12.0
    assert gradgen.jvp(of_lambda)(2.0, d_x=1.0)[1] == 48.0


# ---- where a definition stands


def after(outer):
    """A decorator that applies another function to what the function returns."""

    def decorate(function):
        def wrapper(*args):
            return outer(function(*args))

        wrapper.__wrapped__ = function
        return wrapper

    return decorate


# fmt: off
# ruff: noqa: E501, E702, E731
LAMBDAS = [lambda x: x**2, lambda x: x**3,
           lambda x: x**4, *[lambda x, k=k: x * k for k in (5.0, 6.0)]]
BY_NAME = {"one": lambda x: x + 1.0, "two": lambda x: 2.0 * x}
over_lines = lambda x: (
    x
    * np.sin(x)  # a comment
    + 1.0
)
with_keywords = (lambda x, y=2.0, *,
                 z=3.0: x
                 * y * z)
continued = lambda x: \
    x * 11.0
one = lambda x: x * 2.0; other = lambda x: x * 2.5
same_code = lambda x: x * 2, lambda x: x * 2.0, lambda x: x * 3
# fmt: on


def with_default(x, f=lambda v: v * v, g=lambda v: v * 3.0):
    return f(x) * g(x)


@after(lambda v: v * v * v)
def cubed_after(x):
    return x * 2.0


def test_lambdas_of_any_place():
    slopes = [gradgen.grad(f)(2.0) for f in LAMBDAS]
    assert slopes == [4.0, 12.0, 32.0, 5.0, 6.0]
    assert [gradgen.grad(f)(1.0) for f in BY_NAME.values()] == [1.0, 2.0]
    assert gradgen.grad(over_lines)(1.0) == pytest.approx(np.sin(1.0) + np.cos(1.0))
    assert gradgen.grad(with_keywords)(1.0) == 6.0
    assert gradgen.grad(continued)(1.0) == 11.0
    assert (gradgen.grad(one)(1.0), gradgen.grad(other)(1.0)) == (2.0, 2.5)
    assert [gradgen.grad(f)(1.0) for f in same_code] == [2.0, 2.0, 3.0]
    assert [gradgen.grad(f)(2.0) for f in with_default.__defaults__] == [4.0, 3.0]
    assert gradgen.grad(cubed_after)(1.0) == 24.0
    assert gradgen.grad(cubed_after.__wrapped__)(1.0) == 2.0


def test_lambdas_in_the_middle_of_an_expression():
    assert 1.0 + gradgen.grad(lambda x: x * x)(3.0) * 2.0 == 13.0
    assert [gradgen.grad(f)(2.0) for f in (lambda x: x * x, lambda x: x**3)] == [4.0, 12.0]
    assert gradgen.grad((lambda x: x) if len(LAMBDAS) == 0 else (lambda x: 2.0 * x))(1.0) == 2.0
    assert f"{(lambda x: x)(1)}{gradgen.grad(lambda x: x * 9.0)(1.0)}" == "19.0"
    assert gradgen.grad(kept := lambda x: x * 7.0)(1.0) == 7.0 == kept(1.0)
    assert [gradgen.grad((lambda s: lambda x: x * s)(k))(1.0) for k in (2.0, 3.0)] == [2.0, 3.0]


if len(LAMBDAS) == 0:

    def under_else(x):
        return x * 1.0

else:

    def under_else(x):
        return x * 2.0


try:

    def under_try(x):
        # a comment
        return x * 3.0

    raise ValueError
except ValueError:

    def under_except(x):
        return x * 4.0

finally:

    def under_finally(x):
        return x * 5.0


with np.errstate(all="ignore"):

    def under_with(x):
        return x * 6.0


for _k in range(2):

    def under_for(x, k=_k):
        return x * (k + 6.0)


while True:

    def under_while(x):
        return x * 8.0

    break


match len(LAMBDAS):
    case 5:

        def under_match(x):
            return x * 9.0


class Outer:
    scale = 10.0

    def method(self, x, k=scale):
        return self.scale * x * k

    class Inner:
        if scale is not None if "scale" in dir() else True:

            def method(self, x):
                return 12.0 * x

    @staticmethod
    def static(x):
        return x * 13.0

    @classmethod
    def of_class(cls, x):
        return x * cls.scale

    short = staticmethod(lambda x: x * 14.0)


@pytest.mark.parametrize(
    ("function", "slope"),
    [
        (under_else, 2.0),
        (under_try, 3.0),
        (under_except, 4.0),
        (under_finally, 5.0),
        (under_with, 6.0),
        (under_for, 7.0),
        (under_while, 8.0),
        (under_match, 9.0),
        (Outer().method, 100.0),
        (Outer.Inner().method, 12.0),
        (Outer.static, 13.0),
        (Outer.of_class, 10.0),
        (Outer.short, 14.0),
    ],
    ids=lambda value: getattr(value, "__qualname__", ""),
)
def test_definitions_under_statements(function, slope):
    assert gradgen.grad(function)(1.0) == slope
    assert gradgen.jvp(function)(1.0, d_x=1.0)[1] == slope


START = 2.0
WEIGHTS = np.array([1.0, 2.0])


def default_of_its_time(x, k=START, w=WEIGHTS * 2.0):
    return np.sum(x * k * w)


START = 5.0


def calls_with_defaults(x):
    return default_of_its_time(x) * 3.0


def test_defaults_are_those_of_the_definition():
    np.testing.assert_allclose(gradgen.grad(default_of_its_time)(X), [4.0, 8.0])
    np.testing.assert_allclose(gradgen.grad(calls_with_defaults)(X), [12.0, 24.0])


# ---- text that is not what runs


@pytest.mark.parametrize(
    "after_it",
    [
        "def f(x):\n    return x * 3.0\n",
        "def f(x):\n    'Text.'\n    return x * 2.0\n",
        "def f(x, y=1.0):\n    return x * 2.0\n",
        "# nothing\n",
        "def f(x:\n",
    ],
    ids=["constant", "docstring", "parameter", "emptied", "broken"],
)
def test_stale(folder, after_it):
    module = written(folder, "changing", "def f(x):\n    return x * 2.0\n")
    (folder / "changing.py").write_text(after_it)
    refused(module.f, "GG503", "changing.py", "changed after", "import the module again")


def test_stale_callee(folder):
    written(folder, "below", "def g(x):\n    return x * 2.0\n")
    module = written(folder, "above", "from below import g\ndef f(x):\n    return g(x) * x\n")
    (folder / "below.py").write_text("def g(x):\n    return x * 3.0\n")
    refused(module.f, "GG503", "`g`", "below.py")


def test_moved_and_swapped_text_is_followed(folder):
    module = written(folder, "moving", "a = lambda x: x * 2.0\nb = lambda x: x * 3.0\n")
    (folder / "moving.py").write_text("# new\nb = lambda x: x * 3.0\n\na = lambda x: x * 2.0\n")
    assert (gradgen.grad(module.a)(1.0), gradgen.grad(module.b)(1.0)) == (2.0, 3.0)


def test_names_mean_what_they_mean_to_the_function(folder):
    module = written(
        folder, "around", "from math import sin as s\nK = 2.0\ndef f(x):\n    return s(x) * K\n"
    )
    (folder / "around.py").write_text(
        "from math import cos as s\nK = 3.0\ndef f(x):\n    return s(x) * K\n"
    )
    assert gradgen.grad(module.f)(0.0) == 2.0


def test_reloaded(folder):
    module = written(folder, "again", "def f(x):\n    return x * 2.0\n")
    assert gradgen.grad(module.f)(1.0) == 2.0
    (folder / "again.py").write_text("def f(x):\n    return x * 3.0  # longer\n")
    importlib.reload(module)
    assert gradgen.grad(module.f)(1.0) == 3.0
