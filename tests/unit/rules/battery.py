"""Runs the templates of a rule on numbers, straight from their expansion, and compares.

For a row such as `row("np.sum(x, axis=1)", x=normal(3, 4))` every array and float of the row has
a derivative. The adjoint is held against central differences (Richardson), and against the
tangent: `<grad_out, d_out> == <grad_x, d_x>`. Of complex numbers, `<a, b>` is the real part of the
sum of `a * b`: no conjugate is taken.
"""

from __future__ import annotations

import ast
import importlib
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from gradgen import rules, runtime

HELPERS: dict[str, Callable[..., object]] = {
    name: getattr(importlib.import_module(f"gradgen.runtime.{path.stem}"), name)
    for path in Path(runtime.__file__).parent.glob("*.py")
    for name in runtime.HELPERS
    if path.stem != "__init__" and f"def {name}(" in path.read_text(encoding="utf-8")
}
MODULES = {"np": np, "math": math, "helper": SimpleNamespace(**HELPERS)}
with suppress(ImportError):  # an extra
    MODULES["scipy"] = importlib.import_module("scipy")
    for name in ("linalg", "special", "stats"):
        importlib.import_module(f"scipy.{name}")
Values = dict[str, object]


@dataclass(frozen=True)
class Row:
    """A call of a primitive, and the values of its names; `fixed` ones have no derivative."""

    call: str
    values: Mapping[str, object]
    fixed: frozenset[str] = frozenset()
    tolerance: float = 1e-7

    def __post_init__(self) -> None:
        for value in leaves(list(self.values.values())):
            if isinstance(value, np.ndarray):
                value.flags.writeable = False

    def __str__(self) -> str:
        return self.call

    @property
    def node(self) -> ast.expr:
        return ast.parse(self.call, mode="eval").body


def row(call: str, fixed: str = "", tolerance: float = 1e-7, **values: object) -> Row:
    return Row(call, values, frozenset(fixed.split()), tolerance)


def rule_of(node: ast.expr) -> tuple[rules.Rule, ast.expr | None]:
    """Find the rule of a call as the driver does, and the receiver of a method."""
    match node:
        case ast.BinOp() | ast.UnaryOp():
            return rules.operator(node.op), None
        case ast.Attribute(value=value, attr=attr):
            found = rules.attribute(attr)
            assert found is not None
            return found, value
    assert isinstance(node, ast.Call)
    text = ast.unparse(node.func)
    if isinstance(node.func, ast.Attribute) and text.partition(".")[0] not in MODULES:
        found = rules.method(node.func.attr)
        assert found is not None, text
        return found, node.func.value
    found = rules.find(eval(text, {**MODULES}))
    assert found is not None, text
    return found, None


class SampleFacts:
    """Facts read off sample values; without `ranks` nothing is known but literals."""

    def __init__(self, binding: rules.Binding, values: Values, result: object, ranks: bool) -> None:
        self.binding = binding
        several = len(binding.rule.results) > 1
        results = result if several else [result]
        self.values = {**values, **dict(zip(binding.rule.results, results, strict=True))}
        self.ranks = ranks

    def rank(self, parameter: str) -> int | None:
        if not self.ranks or isinstance(self.values.get(parameter), list):
            return None
        return np.ndim(self.values[parameter])

    def shape(self, parameter: str) -> object:
        known = self.ranks and not isinstance(self.values.get(parameter), list)
        return SimpleNamespace(dims=np.shape(self.values[parameter]) if known else None)

    def equal(self, first: str, second: str) -> bool:
        return self.ranks and np.shape(self.values[first]) == np.shape(self.values[second])

    def literal(self, parameter: str) -> tuple[bool, object]:
        given = {**self.binding.options, **self.binding.arguments()}.get(parameter)
        constant = {"np": np, "math": math, "float": float, "int": int}
        try:
            return given is not None, given and evaluate(given, {"__builtins__": {}, **constant})
        except NameError:
            return False, None

    def kind(self, parameter: str) -> str:
        value = self.values.get(parameter)
        if not self.ranks or parameter in self.binding.options:
            return "list" if isinstance(value, list) and self.ranks else "unknown"
        kinds = {list: "list", tuple: "tuple", np.ndarray: "array", type(None): "none"}
        return kinds.get(type(value), "number")


@dataclass
class Case:
    """A row, bound to its rule and evaluated."""

    row: Row
    ranks: bool
    rule: rules.Rule = field(init=False)
    binding: rules.Binding = field(init=False)

    def __post_init__(self) -> None:
        node = self.row.node
        found, receiver = rule_of(node)
        self.rule = rules.in_form(found, node, receiver)
        self.binding = rules.bind(self.rule, node, receiver)
        self.arguments = {name: self.run(arg) for name, arg in self.binding.arguments().items()}
        self.value = self.run(node)
        if any(map(is_complex, leaves([self.value, *self.arguments.values()]))):
            rule = rules.for_complex(self.rule)
            assert rule is not None, f"{self.rule.name} has no rule for complex numbers"
            self.rule, self.binding = rule, replace(self.binding, rule=rule)
        known = {
            **self.arguments,
            **{name: self.run(o) for name, o in self.binding.options.items()},
        }
        self.facts = SampleFacts(self.binding, known, self.value, ranks=self.ranks)

    def each_result(self, grad: object, wanted: set[str]) -> list[Values]:
        """Return the gradients by the adjoint of each result alone."""
        made = []
        for result, own in zip(self.rule.results, grad, strict=True):
            expansion = rules.expand_adjoint(self.rule, self.binding, self.facts, wanted, {result})
            given = {f"<grad {name}>": own if name == result else 0.0 for name in self.rule.results}
            made.append(self.results(expansion, given))
        return made

    def run(self, node: ast.expr, **more: object) -> object:
        return evaluate(node, {**self.row.values, **more})

    @property
    def active(self) -> list[str]:
        """The arguments with a derivative: names of the row that hold floats."""
        return [
            parameter
            for parameter, argument in self.binding.arguments().items()
            if isinstance(argument, ast.Name)
            and argument.id not in self.row.fixed
            and is_real(self.arguments[parameter])
        ]

    def placeholders(self) -> Values:
        options = {name: self.run(option) for name, option in self.binding.options.items()}
        made = {f"<{name}>": value for name, value in {**self.arguments, **options}.items()}
        results = self.value if len(self.rule.results) > 1 else [self.value]
        return made | {f"<{r}>": v for r, v in zip(self.rule.results, results, strict=True)}

    def adjoint(self, grad: object, wanted: set[str]) -> Values:
        """Return the gradient of each wanted argument."""
        expansion = rules.expand_adjoint(self.rule, self.binding, self.facts, wanted)
        given: Values = {"<grad>": grad}
        if len(self.rule.results) > 1:
            assert isinstance(grad, list)
            given = {f"<grad {r}>": g for r, g in zip(self.rule.results, grad, strict=True)}
        found = self.results(expansion, given)
        if self.rule.broadcasts:
            found = {k: HELPERS["unbroadcast"](v, self.arguments[k]) for k, v in found.items()}
        return {k: as_real(v, self.arguments[k]) for k, v in found.items()}

    def tangent(self, directions: Values) -> object:
        """Return the tangent of the value."""
        active = set(directions)
        expansion = rules.expand_tangent(self.rule, self.binding, self.facts, active)
        given = {f"<d {name}>": direction for name, direction in directions.items()}
        found = self.results(expansion, given)
        if self.rule.broadcasts:
            found = {k: np.broadcast_to(v, np.shape(self.value)) for k, v in found.items()}
        if len(self.rule.results) == 1:
            return found[self.rule.result]
        return [found[result] for result in self.rule.results]

    def results(self, expansion: rules.Expansion, given: Values) -> Values:
        names = self.placeholders() | given
        for name, let in expansion.lets:
            names[f"<let {name}>"] = self.run(let, **names)
        return {name: self.run(made, **names) for name, made in expansion.results.items()}

    def moved(self, directions: Values, step: float) -> object:
        """Return the value with its arguments moved along directions."""
        names = {
            argument.id: combine(self.arguments[parameter], directions[parameter], step)
            for parameter, argument in self.binding.arguments().items()
            if parameter in directions and isinstance(argument, ast.Name)
        }
        return self.run(self.row.node, **names)

    def differences(self, directions: Values, grad: object) -> float:
        """Return `<grad, derivative along directions>` by Richardson extrapolation."""

        def central(step: float) -> float:
            up, down = self.moved(directions, step), self.moved(directions, -step)
            return (dot(grad, up) - dot(grad, down)) / (2.0 * step)

        step = 1e-3
        fine, finer, finest = central(step), central(step / 2), central(step / 4)
        once = (4.0 * finer - fine) / 3.0, (4.0 * finest - finer) / 3.0
        return (16.0 * once[1] - once[0]) / 15.0


def evaluate(node: ast.expr, names: Mapping[str, object]) -> object:
    """Evaluate an expression with placeholders."""
    tree = ast.fix_missing_locations(ast.Expression(ast.parse("0", mode="eval").body))
    tree.body = node
    intrinsics = {"size": np.size, "length": lambda x, axis: np.shape(x)[axis]}
    scope = {**MODULES, **HELPERS, **intrinsics, **names}
    return eval(compile(ast.fix_missing_locations(tree), "<template>", "eval"), scope)


def is_real(value: object) -> bool:
    if isinstance(value, list):
        return all(is_real(element) for element in value)
    is_array = isinstance(value, np.ndarray)
    return isinstance(value, (float, complex)) or (is_array and value.dtype.kind in "fc")


def is_complex(value: object) -> bool:
    return np.iscomplexobj(value)


def as_real(gradient: object, argument: object) -> object:
    """Return the real part of the gradient of a real argument, as the driver writes it."""
    if any(map(is_complex, leaves(argument))) or not any(map(is_complex, leaves(gradient))):
        return gradient
    return like(gradient, np.real)


def leaves(value: object) -> Iterator[object]:
    if isinstance(value, (list, tuple)):
        for element in value:
            yield from leaves(element)
    else:
        yield value


def like(value: object, make: Callable[[object], object]) -> object:
    """Return a nest of the same form, made leaf by leaf."""
    if isinstance(value, (list, tuple)):
        return [like(element, make) for element in value]
    return make(value)


def combine(value: object, direction: object, step: float) -> object:
    if isinstance(value, (list, tuple)):
        return [combine(v, d, step) for v, d in zip(value, direction, strict=True)]
    return value + step * direction


def dot(a: object, b: object) -> float:
    pairs = zip(leaves(a), leaves(b), strict=True)
    return float(sum(np.sum(np.asarray(left) * np.asarray(right)).real for left, right in pairs))


def random_like(value: object, rng: np.random.Generator) -> object:
    def make(leaf: object) -> object:
        shape = np.shape(leaf)
        drawn = np.asarray(rng.standard_normal(shape))
        if is_complex(leaf):
            drawn = drawn + 1j * rng.standard_normal(shape)
        return drawn if isinstance(leaf, np.ndarray) else drawn[()]

    return like(value, make)


def shapes(value: object) -> list[tuple[int, ...]]:
    return [np.shape(leaf) for leaf in leaves(value)]
