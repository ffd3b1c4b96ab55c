"""Which values may be complex: those that are known to be, and those made of them.

What is not made of anything complex is taken as real; a parameter is complex where it is declared
so. Nothing is asked about functions in which no value is known to be complex: most of them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from gradgen import syntax
from gradgen.analysis.shape_expressions import CallResult
from gradgen.analysis.shapes import Shapes
from gradgen.analysis.uses import Primitive, UserCall, Uses
from gradgen.analysis.values import UNKNOWN, Info, replace

REAL_DTYPES = frozenset({"float", "int", "bool"})
REAL_KINDS = frozenset({"string", "none", "range", "function"})
REAL_PARTS = frozenset(
    "real imag abs absolute angle shape size ndim irfft irfft2 irfftn hfft irfft_like".split()
)
"""Functions, methods and attributes that are real whatever they are given."""


@dataclass
class ComplexNumbers:
    """The values of one function that may be complex.

    Attributes
    ----------
    names
        Variables that something that may be complex is assigned to, somewhere.
    real
        Names that gradgen gave to values that are real.
    """

    uses: Uses
    shapes: Shapes
    tree: ast.FunctionDef
    call_result: CallResult | None = None
    names: frozenset[str] = field(default=frozenset(), init=False)
    real: frozenset[str] = field(default=frozenset(), init=False)
    found: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        tree = self.tree
        infos = self.shapes.of.values()
        self.found = any(map(holds_complex, infos)) or any(
            holds_complex(info)
            for statement in tree.body[:1]
            for info in self.shapes.before.get(statement, {}).values()
        )
        size = -1
        while self.found and size != len(self.names):
            size = len(self.names)
            self.names |= {
                name for target, value in _assigned(tree) if self.may_be(value)
                for name in syntax.names_bound(target) | {syntax.base_name(target) or ""}
            }  # fmt: skip

    def note(self, made: str, node: ast.expr) -> None:
        """Note a name that gradgen gives to the value of an expression."""
        if self.found and not self.may_be(node):
            self.real |= {made}

    def may_be(self, node: ast.expr | None, info: Info | None = None) -> bool:
        """Tell whether the value of an expression of the user's may be complex."""
        if not self.found or node is None:
            return False
        known = info or self.shapes.of.get(node) or Info()
        if holds_complex(known):
            return True
        if known.dtype in REAL_DTYPES or known.kind in REAL_KINDS:
            return False
        if isinstance(node, ast.Name):
            return node.id in self.names
        result = self._result(node)
        if result is not None:
            return holds_complex(result)
        return any(self.may_be(part) for part in self._parts(node))

    def _result(self, node: ast.expr) -> Info | None:
        """Return what is known of what a function of the user's returns, None where nothing is."""
        use = self.uses.of(node)
        if self.call_result is None or not isinstance(use, UserCall):
            return None
        named = {keyword.arg: self._given(keyword.value) for keyword in use.node.keywords}
        if any(isinstance(one, ast.Starred) for one in use.node.args) or None in named:
            return None
        given = [self._given(one) for one in use.node.args]
        found = self.call_result(use.function, given, {str(k): v for k, v in named.items()})
        return None if found is UNKNOWN else found

    def _given(self, node: ast.expr) -> Info:
        info = self.shapes.of.get(node, UNKNOWN)
        return possibly_complex(info) if self.may_be(node) else info

    def taken_as_real(self, parameters: Mapping[str, Info]) -> frozenset[str]:
        """Return the parameters that are computed with and of which nothing says what they are."""
        if not self.found:
            return frozenset()
        computed = {
            part.id
            for node in syntax.walk(self.tree)
            if isinstance(node, ast.expr) and isinstance(use := self.uses.of(node), Primitive)
            for part in use.data().values()
            if isinstance(part, ast.Name)
        }
        return frozenset(
            name
            for name, info in parameters.items()
            if name in computed and info.dtype is None and info.kind in ("array", "unknown")
        )

    def _parts(self, node: ast.expr) -> Iterable[ast.expr]:
        """Return what a value is made of."""
        use = self.uses.of(node)
        if isinstance(use, Primitive):
            name = use.rule.name.rpartition(".")[2]
            is_real = name in REAL_PARTS or use.rule.why_constant is not None
            return () if is_real else use.data().values()
        if isinstance(node, ast.Call):
            given = (*node.args, *(keyword.value for keyword in node.keywords))
            return (node.func.value, *given) if isinstance(node.func, ast.Attribute) else given
        if isinstance(node, (ast.Subscript, ast.Attribute, ast.Starred)):
            return () if getattr(node, "attr", "") in REAL_PARTS else (node.value,)
        return [part for part in syntax.children(node) if isinstance(part, ast.expr)]

    def in_text(self, node: ast.AST, infos: dict[str, Info], adjoints: dict[str, str]) -> bool:
        """Tell whether text that gradgen wrote may be complex.

        `infos` are those of the names that it made, `adjoints` says whose adjoint a name is.
        """
        if isinstance(node, ast.Constant):
            return isinstance(node.value, complex)
        if isinstance(node, ast.Name):
            if node.id in adjoints:
                return adjoints[node.id] in self.names
            info = infos.get(node.id, Info())
            if info.dtype in REAL_DTYPES or node.id in self.real:
                return False
            return holds_complex(info) or node.id in self.names or node.id in infos
        if isinstance(node, ast.Attribute) and node.attr in REAL_PARTS:
            return False
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in REAL_PARTS:
                return False
            parts: Iterator[ast.AST] = iter((*node.args, *node.keywords))
            is_module = isinstance(node.func.value, ast.Name) and node.func.value.id not in infos
            if not is_module:
                parts = iter((node.func.value, *parts))
            return any(self.in_text(part, infos, adjoints) for part in parts)
        return any(self.in_text(part, infos, adjoints) for part in syntax.children(node))


def possibly_complex(info: Info) -> Info:
    """Return what is known of a value, numbers of unknown dtype in it being complex."""
    if info.items is not None:
        return replace(info, items=tuple(map(possibly_complex, info.items)))
    if info.kind in ("list", "tuple", "dict"):
        return replace(info, element=possibly_complex(info.element or Info()))
    unknown = info.dtype is None and info.kind in ("number", "array", "unknown")
    return replace(info, dtype="complex") if unknown else info


def result_of(tree: ast.FunctionDef, shapes: Shapes, uses: Uses, call_result: CallResult) -> Info:
    """Return what is known of the result of a function, complex where it may be."""
    numbers = ComplexNumbers(uses, shapes, tree, call_result)
    returned = (node.value for node in syntax.walk(tree) if isinstance(node, ast.Return))
    if numbers.found and any(map(numbers.may_be, returned)):
        return possibly_complex(shapes.result)
    return shapes.result


def holds_complex(info: Info) -> bool:
    """Whether something known is complex, or a container of complex numbers."""
    held = (*(info.items or ()), *((info.element,) if info.element is not None else ()))
    return info.dtype == "complex" or any(map(holds_complex, held))


def _assigned(tree: ast.FunctionDef) -> Iterator[tuple[ast.expr, ast.expr]]:
    for statement in syntax.walk_statements(tree.body):
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                yield from _pairs(target, statement.value)
        elif isinstance(statement, ast.AugAssign):
            yield statement.target, statement.value
        elif isinstance(statement, ast.For):
            yield statement.target, statement.iter
        elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            call = statement.value  # `values.append(z)`
            if isinstance(call.func, ast.Attribute) and call.args:
                yield call.func.value, call.args[-1]


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    displays = (ast.Tuple, ast.List)
    if isinstance(target, displays) and isinstance(value, displays):
        if len(target.elts) == len(value.elts):
            for one, given in zip(target.elts, value.elts, strict=True):
                yield from _pairs(one, given)
            return
    yield target, value
