from __future__ import annotations

import ast

import pytest

from gradgen.analysis.names import bound_names, free_names, free_references

CASES = [
    ("def f(x, *a, k=K, **kw): return x + a + k + kw", {"K"}),
    ("def f(x: T = D) -> R: return x", {"T", "D", "R"}),
    ("def f(x):\n    y = g(x)\n    return y + z", {"g", "z"}),
    ("def f(n): return f(n - 1)", {"f"}),
    ("def f(x): return [i * k for i in x if i]", {"k"}),
    ("def f(x): return [x for x in x]", set()),
    ("def f(x): return {a: b for a, b in i}", {"i"}),
    ("def f(x): return [i for i in i]", {"i"}),
    ("def f(x): return [j for i in a for j in b(i)]", {"a", "b"}),
    ("def f(x): return [(y := i) for i in x], y", set()),
    ("def f(x): return (lambda a, b=d: a + c)(x)", {"c", "d"}),
    ("def f(x):\n    def g(y):\n        return x + y + z\n    return g(x)", {"z"}),
    ("def f(x):\n    import a.b, c as d\n    from e import h\n    return a, d, h, c", {"c"}),
    ("def f(x):\n    with a as b:\n        return b", {"a"}),
    ("def f(x):\n    try:\n        x\n    except E as e:\n        return e", {"E"}),
    (
        "def f(x):\n    match x:\n        case C(a=b):\n            return b\n    return c",
        {"C", "c"},
    ),
    ("def f(x):\n    for i, (j, k) in x:\n        del i\n    return j + k + n", {"n"}),
    ("def f(x):\n    global g\n    g = x\n    return g", {"g"}),
    ("@d\ndef f(x): return x", {"d"}),
    ("def f(x):\n    x[i] = a.b\n    x.c = 1", {"i", "a"}),
]


@pytest.mark.parametrize(("text", "names"), CASES)
def test_free_names(text: str, names: set[str]) -> None:
    assert free_names(ast.parse(text).body[0]) == names


@pytest.mark.parametrize(("text", "names"), CASES)
def test_free_names_are_those_that_python_looks_for_outside(text: str, names: set[str]) -> None:
    import symtable

    def outside(table: symtable.SymbolTable) -> set[str]:
        own = {s.get_name() for s in table.get_symbols() if s.is_global() and s.is_referenced()}
        return own.union(*(outside(child) for child in table.get_children()))

    module = symtable.symtable(text, "f.py", "exec")
    (function,) = [child for child in module.get_children() if child.get_name() == "f"]
    assert outside(function) <= names


def test_references_are_the_nodes_themselves() -> None:
    tree = ast.parse("def f(x): return np.sum(x) + [np for np in x][0]").body[0]
    (reference,) = free_references(tree)
    reference.id = "numpy"
    assert ast.unparse(tree).endswith("return numpy.sum(x) + [np for np in x][0]")


def test_bound_names() -> None:
    tree = ast.parse("def f(a, *b, c=1, **d):\n    e, [g, *h] = a\n    e += k").body[0]
    assert isinstance(tree, ast.FunctionDef)
    assert bound_names(tree) == {*"abcdegh"}
