"""`read`: the right definition is found, and only if it is what runs."""
# ruff: noqa: E731, SIM105

import ast
import functools
import importlib.util
import linecache
import textwrap

import numpy as np
import pytest

from gradgen.errors import SourceError, UnsupportedError
from gradgen.reader import read
from gradgen.syntax import HEADER_MARK, expr


def source_of(function):
    return ast.unparse(read(function).tree)


def module_from(path, text):
    path.write_text(textwrap.dedent(text))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def entered(text, filename):
    """Run text as a notebook or a REPL does: its source is in `linecache` alone."""
    text = textwrap.dedent(text)
    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)
    namespace = {"np": np}
    exec(compile(text, filename, "exec"), namespace)
    return namespace


def at_module_level(x, /, y: float = 2.0, *rest, z=3, **more):
    """Documented."""
    return x * y


if __name__ != "__main__":

    def under_if(x):
        return x + 1


class Model:
    def force(self, x):
        return -self.k * x


def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        value = function(*args, **kwargs)
        return value

    return wrapper


def doubled(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return 2.0 * function(*args, **kwargs)

    return wrapper


def changed_in_place(function):
    @functools.wraps(function)
    def wrapper(x):
        value = function(x)
        value[0] = 0.0
        return value

    return wrapper


@timed
@functools.lru_cache
def decorated(x):
    return x * x


@doubled
def decorated_wrongly(x):
    return x * x


@changed_in_place
def decorated_with_a_write(x):
    return x * x


named = lambda x: x * x
pair = [lambda x: x + 1, lambda x: x + 2]
nested = lambda x: lambda y: x * y
alike = (lambda x: x * 3, lambda x: x * 3)


def test_module_level():
    unit = read(at_module_level)
    assert unit.name == "at_module_level"
    assert ast.unparse(unit.tree).startswith("def at_module_level(x, /, y: float=2.0, *rest, z=3")
    assert unit.tree.lineno == at_module_level.__code__.co_firstlineno
    assert unit.source.lines[unit.tree.lineno - 1].startswith("def at_module_level")


def test_tree_is_fresh():
    first, second = read(at_module_level), read(at_module_level)
    first.tree.body.clear()
    assert second.tree.body


def test_nested_conditional_and_method():
    def inside(x):
        return x - 1

    assert source_of(inside) == "def inside(x):\n    return x - 1"
    assert source_of(under_if) == "def under_if(x):\n    return x + 1"
    assert source_of(Model.force) == "def force(self, x):\n    return -self.k * x"


def test_second_definition_of_a_name(tmp_path):
    module = module_from(
        tmp_path / "twice.py",
        """
        try:
            def f(x): return x + 1
            first = f
        finally:
            def f(x): return x + 2
        """,
    )
    assert source_of(module.first).endswith("x + 1")
    assert source_of(module.f).endswith("x + 2")


def test_lambdas():
    assert source_of(named) == "def named(x):\n    return x * x"
    assert [source_of(f).splitlines()[1].strip() for f in pair] == ["return x + 1", "return x + 2"]
    assert source_of(nested(2)) == "def function(y):\n    return x * y"
    assert [source_of(f) for f in alike] == ["def function(x):\n    return x * 3"] * 2
    assert source_of((lambda a, b=(lambda c: c): a + 1)) == (
        "def function(a, b=lambda c: c):\n    return a + 1"
    )


def test_quote_of_a_lambda():
    unit = read(named)
    assert unit.quote(unit.tree.body[0]) == "return x * x"


def test_decorators_that_only_call():
    unit = read(decorated)
    assert ast.unparse(unit.tree) == "def decorated(x):\n    return x * x"
    assert unit.unwrapped == ("timed", "lru_cache_wrapper")


@pytest.mark.parametrize("function", [decorated_wrongly, decorated_with_a_write])
def test_wrappers_that_do_more_are_what_is_read(function):
    unit = read(function)
    assert unit.function is function and unit.name == function.__name__
    assert [p.arg for p in unit.tree.args.args] == ["x"]
    assert read(function.__wrapped__).tree


def test_a_wrapper_has_the_parameters_of_what_it_wraps():
    (start, *_) = read(decorated_wrongly).tree.body
    assert ast.unparse(start) == "args = (x,)"


def test_objects_that_wrap_are_refused():
    wrapper = functools.update_wrapper(Model(), named)
    with pytest.raises(SourceError) as caught:
        read(wrapper)
    assert caught.value.code == "GG505"


def test_typed_in_a_session():
    namespace = entered("def f(x):\n    return np.sin(x)\n", "<python-input-7>")
    assert source_of(namespace["f"]) == "def f(x):\n    return np.sin(x)"


def test_without_text():
    namespace = {}
    exec("def f(x): return x", namespace)
    with pytest.raises(SourceError) as caught:
        read(namespace["f"])
    assert caught.value.code == "GG501"
    assert "linecache" in caught.value.help


@pytest.mark.parametrize(
    "after",
    [
        "def f(x):\n    return x * 3\n",
        "def f(x):\n    return x / 2\n",
        "def f(x):\n    return y * 2\n",
        "def f(x, y=1):\n    return x * 2\n",
        "def g(x):\n    return x * 2\n",
        "def f(x:\n",
    ],
)
def test_stale(tmp_path, after):
    path = tmp_path / "model.py"
    module = module_from(path, "def f(x):\n    return x * 2\n")
    path.write_text(after + "# longer than before\n")
    with pytest.raises(SourceError) as caught:
        read(module.f)
    assert caught.value.code == "GG503"


def test_stale_default(tmp_path):
    path = tmp_path / "model.py"
    module = module_from(path, "def f(x, k=2):\n    return x * k\n")
    path.write_text("def f(x, k=3.5):\n    return x * k\n")
    with pytest.raises(SourceError):
        read(module.f)


def test_moved_but_unchanged(tmp_path):
    path = tmp_path / "model.py"
    module = module_from(path, "def f(x):\n    return x * 2\n")
    path.write_text("import math\n\n\ndef f(x):\n    return x * 2\n")
    assert read(module.f).tree.lineno == 4


def test_constants_are_compared_by_type(tmp_path):
    path = tmp_path / "model.py"
    module = module_from(path, "def f(x):\n    return x * 0.0\n")
    path.write_text("def f(x):\n    return x * -0.0\n")
    with pytest.raises(SourceError):
        read(module.f)


def test_asserts_that_pytest_rewrote():
    def checked(x):
        assert x > 0, "positive"
        return x * x

    assert source_of(checked).endswith("return x * x")


@pytest.mark.parametrize(
    "function", [len, np.sin, Model, functools.partial(np.sin), 3.0, [].append]
)
def test_not_a_plain_function(function):
    with pytest.raises(SourceError) as caught:
        read(function)
    assert caught.value.code == "GG502"
    assert caught.value.help


def test_generated_text_is_known(tmp_path):
    module = module_from(
        tmp_path / "made.py",
        f"""\
        # {HEADER_MARK} 0.1
        def f_grad(x):
            # return x * x
            y = 2.0 * x  # the user's
            return y
        """,
    )
    unit = read(module.f_grad)
    assert unit.generated
    assert not unit.comments.before
    assert list(unit.comments.after.values()) == ["the user's"]
    assert not read(at_module_level).generated


def test_quotes_are_one_line():
    def long(alpha, beta):
        total = np.sum(
            alpha * beta,  # a product
            axis=0,
        )
        for i in range(3):  # rounds
            total = total + i
        return total

    unit = read(long)
    assert [unit.quote(node) for node in unit.tree.body] == [
        "total = np.sum(alpha * beta, axis=0)",
        "for i in range(3):",
        "return total",
    ]


def test_all_problems_at_once():
    def bad(x):
        try:
            y = eval("x")
        except ValueError:
            pass
        global TOTAL
        TOTAL = y

    with pytest.raises(UnsupportedError) as caught:
        read(bad)
    assert [p.code for p in caught.value.problems] == ["GG104", "GG103"]
    lines = [p.line for p in caught.value.problems]
    assert lines == sorted(lines)


def test_scope_of_a_unit():
    assert read(at_module_level).scope.lookup(expr("np.sum")) is np.sum
