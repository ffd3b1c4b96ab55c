"""The functions that templates may call: facts, and small pieces of generated code."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import reduce

from gradgen import syntax
from gradgen.rules.einsum import adjoint_subscripts, has_one_length_each, missing_axes
from gradgen.rules.evaluate import Undecided, by_name
from gradgen.rules.facts import Facts
from gradgen.rules.matching import Binding
from gradgen.rules.registry import TABLE, Rule

REAL_TYPES = ("float", "float64", "float32", "float16", "longdouble", "double", "single")
REAL_TEXTS = {*REAL_TYPES, *(f"np.{name}" for name in REAL_TYPES)}


@dataclass(frozen=True)
class Unrolled:
    """One element of a sequence in a loop of a template: `"arrays 0"`, and its path in the list."""

    name: str
    path: tuple[int, ...]
    of_run_time = True


class Arguments:
    """The arguments of a call as a template sees them."""

    def __init__(self, rule: Rule, binding: Binding, facts: Facts) -> None:
        self.rule = rule
        self.binding = binding
        self.facts = facts
        self._inlined: dict[str, ast.expr] | None = None

    def names(self) -> set[str]:
        """Return the names of the arguments that can carry a gradient."""
        return set(self.binding.arguments())

    def is_placeholder(self, name: str) -> bool:
        """Whether a name of the template is a parameter or a result of the rule."""
        return name in self.rule.results or any(p.name == name for p in self.rule.parameters)

    def given(self, name: str) -> ast.expr | None:
        """Return the expression given for a parameter, or None."""
        return self.binding.arguments().get(name) or self.binding.options.get(name)

    def inlined(self) -> dict[str, ast.expr]:
        """Return the arguments that are literals: they are written in place of placeholders."""
        if self._inlined is None:
            defaults = {p.name: p.default for p in self.rule.data if p.default is not None}
            given = {**defaults, **self.binding.arguments(), **self.binding.options}
            self._inlined = {
                f"<{name}>": argument for name, argument in given.items() if _is_literal(argument)
            }
        return self._inlined

    def value(self, name: str) -> object:
        """Return the value of a parameter where it is known now, else raise `Undecided`."""
        sequence = self.binding.sequences.get(name)
        if sequence is not None:
            paths = self.binding.paths[name]
            return [Unrolled(f"{name} {k}", paths[k]) for k in range(len(sequence))]
        argument = self.given(name)
        if argument is None:
            if any(p.name == name and p.default is not None for p in self.rule.parameters):
                return None
            raise Undecided(name)
        if _is_literal(argument):
            return ast.literal_eval(argument)
        known, value = self.facts.literal(name)
        if not known:
            raise Undecided(name)
        return value

    def rank(self, name: str) -> int | None:
        """Return the rank of an argument or of the result, where known."""
        argument = self.given(name)
        if isinstance(argument, ast.Constant) and isinstance(argument.value, (int, float)):
            return 0
        if argument is None and name not in self.rule.results:
            return None  # optional data that is not given
        return self.facts.rank(name)

    def zero(self, name: str) -> ast.expr:
        """Return a zero tangent for an argument: a number where the data are broadcast."""
        if self.rule.broadcasts or self.rank(name) == 0:
            return ast.Constant(value=0.0)
        return syntax.expr("np.zeros_like(X)", X=syntax.name(f"<{name}>"))


def _is_number(node: ast.expr | None) -> bool:
    is_number = isinstance(node, ast.Constant) and isinstance(node.value, (int, float))
    return is_number and not isinstance(node.value, bool)  # type: ignore[union-attr]


def _is_literal(node: ast.expr) -> bool:
    match node:
        case ast.Constant():
            return True
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
            return True
        case ast.Tuple() | ast.List():
            return all(_is_literal(element) for element in node.elts)
    return False


def tree_of(value: object) -> ast.expr:
    """Return the expression that writes a value of generation time."""
    if isinstance(value, ast.expr):
        return syntax.clone(value)
    if isinstance(value, Unrolled):
        return syntax.name(f"<{value.name}>")
    if isinstance(value, (list, tuple)):
        elements = [tree_of(element) for element in value]
        made = ast.List if isinstance(value, list) else ast.Tuple
        return made(elts=elements, ctx=ast.Load())
    if isinstance(value, range):
        return tree_of(tuple(value))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return syntax.number(value)
    assert value is None or isinstance(value, (bool, str, complex)), value
    return ast.Constant(value=value)


def values(
    arguments: Arguments, with_adjoint: Collection[str] = ()
) -> dict[str, Callable[..., object]]:
    """Return the functions that have a value when code is generated.

    `with_adjoint` are the results that an adjoint is passed on from.
    """

    @by_name
    def has_adjoint(name: str) -> bool:
        return name in with_adjoint

    @by_name
    def rank(name: str) -> int | None:
        return arguments.rank(_name(name))

    @by_name
    def known(name: str) -> bool:
        try:
            arguments.value(name)
        except Undecided:
            return False
        return True

    @by_name
    def given(name: str) -> bool:
        argument = arguments.given(name)
        is_none = isinstance(argument, ast.Constant) and argument.value is None
        return name in arguments.binding.sequences or not (argument is None or is_none)

    @by_name
    def kind(name: str) -> str:
        argument = arguments.given(name)
        if isinstance(argument, ast.Constant):
            return "none" if argument.value is None else "number"
        return arguments.facts.kind(_name(name))

    @by_name
    def same_shape(first: str, second: str) -> bool:
        return arguments.facts.equal(_name(first), _name(second))

    @by_name
    def listed(name: str) -> bool:
        return name in arguments.binding.sequences

    @by_name
    def is_real(name: str) -> bool:
        """Whether a `dtype` is known to be a real floating-point type."""
        found, value = arguments.facts.literal(name)
        given = arguments.given(name)
        text = ast.unparse(given) if given is not None and not found else ""
        told = getattr(value, "name", None) or getattr(value, "__name__", None) or value
        if isinstance(told, str):
            told = told.rpartition(".")[2]  # `builtins.float`, `numpy.float32`
        return told in REAL_TYPES or text.strip("'") in REAL_TEXTS

    def einsum_fits(text: str, operands: list[Unrolled]) -> bool:
        """Whether every index of an einsum is known to have one length, so nothing is stretched."""
        shapes = [getattr(arguments.facts.shape(one.name), "dims", None) for one in operands]
        return has_one_length_each(text, shapes)

    def others(operands: list[Unrolled], k: int) -> list[Unrolled]:
        return operands[:k] + operands[k + 1 :]

    def with_tangent(operands: list[Unrolled], chosen: Unrolled) -> list[object]:
        tangent = syntax.name(f"<d {chosen.name}>")
        return [tangent if one == chosen else one for one in operands]

    def path(element: Unrolled) -> object:
        return element.path[0] if len(element.path) == 1 else element.path

    def grad_alone(elements: list[Unrolled], chosen: int | None) -> list[object]:
        zero, grad = ast.Constant(value=0.0), syntax.name("<grad>")
        return [grad if k == chosen else zero for k in range(len(elements))]

    def grid_axes(elements: list[Unrolled], k: int, indexing: str) -> object:
        """Return the axes of a grid along which the k-th of its coordinates is the same."""
        swapped = indexing == "xy" and len(elements) > 1 and k < 2
        own = 1 - k if swapped else k
        others = tuple(axis for axis in range(len(elements)) if axis != own)
        return others[0] if len(others) == 1 else others

    def ranks(elements: list[Unrolled]) -> list[int | None]:
        return [arguments.rank(element.name) for element in elements]

    def common_rank(elements: list[Unrolled]) -> int | None:
        found = set(ranks(elements))
        return found.pop() if len(found) == 1 else None

    return {
        "rank": rank, "known": known, "given": given, "kind": kind, "same_shape": same_shape,
        "listed": listed, "path": path, "ranks": ranks, "common_rank": common_rank,
        "is_real": is_real, "has_adjoint": has_adjoint,
        "grad_alone": grad_alone, "grid_axes": grid_axes,
        "einsum_fits": einsum_fits, "others": others, "with_tangent": with_tangent,
        "both_ways": lambda two: [tuple(two), tuple(reversed(two))],
        "len": len, "range": range, "tuple": _tuple, "float": float,
        "log": math.log, "min": min,
        "enumerate": lambda found: list(enumerate(found)),
        "is_int": lambda value: isinstance(value, int) and not isinstance(value, bool),
        "is_text": lambda value: isinstance(value, str),
        "is_pair": lambda value: isinstance(value, (tuple, list)) and len(value) == 2,
        "inverse": _inverse, "negated": _negated,
        "adjoint_subscripts": adjoint_subscripts, "missing_axes": missing_axes,
    }  # fmt: skip


def _inverse(order: Sequence[int]) -> tuple[int, ...]:
    """Return the permutation that undoes `order`, whose entries may count from the end."""
    return tuple(sorted(range(len(order)), key=lambda k: order[k] % len(order)))


def _negated(shift: int | tuple[int, ...]) -> int | tuple[int, ...]:
    return tuple(-one for one in shift) if isinstance(shift, tuple) else -shift


def _name(name: str | Unrolled) -> str:
    return name.name if isinstance(name, Unrolled) else name


def _tuple(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, (list, tuple, range)) else (value,)


def _literal(node: ast.expr, arguments: Arguments) -> object:
    """Return the value of an option that was filled in, or raise `Undecided`."""
    if _is_literal(node):
        return ast.literal_eval(node)
    if isinstance(node, ast.Name):
        return arguments.value(node.id.strip("<>"))
    raise Undecided(syntax.key(node))


def _kept(arguments: Arguments, value: ast.expr, axis: ast.expr, keepdims: ast.expr) -> ast.expr:
    """Put reduced axes back, so that a reduced value broadcasts against what was reduced."""
    try:
        if _literal(keepdims, arguments):
            return value
        if isinstance(axis, ast.Name) and arguments.facts.kind(axis.id.strip("<>")) == "number":
            return syntax.expr("np.expand_dims(V, A)", V=value, A=axis)
        if _literal(axis, arguments) is None or _gives_number(arguments):
            return value  # of all elements, or of a vector: a number broadcasts as it is
        return syntax.expr("np.expand_dims(V, A)", V=value, A=axis)
    except Undecided:
        return syntax.expr("keep_axes(V, A, K)", V=value, A=axis, K=keepdims)


def _gives_number(arguments: Arguments) -> bool:
    """Tell whether the result is known to be a number; the fact is relied upon only if so."""
    result = arguments.rule.result
    known = getattr(arguments.facts.shape(result), "dims", None)
    return known == () and arguments.rank(result) == 0


def without_defaults(call: ast.Call) -> ast.Call:
    """Drop what is given its default: `axis=None`, and `0, 1` in `norm.pdf(x, 0, 1)`."""
    name = syntax.key(call.func)
    rule = TABLE.get(f"numpy{name[2:]}" if name.startswith("np.") else name)
    if rule is not None:
        while name.startswith("scipy.") and 0 < len(call.args) <= len(rule.parameters):
            default = rule.parameters[len(call.args) - 1].default
            if default is None or not _is_number(default):
                break
            if not syntax.same(call.args[-1], default):
                break
            call.args.pop()
        defaults = {p.name: p.default for p in rule.parameters if p.default is not None}
        call.keywords = [
            keyword
            for keyword in call.keywords
            if not (keyword.arg in defaults and syntax.same(keyword.value, defaults[keyword.arg]))
        ]
    return call


def _size(arguments: Arguments, x: ast.expr, axis: ast.expr | None = None) -> ast.expr:
    """Return the number of elements, in all or along axes: the driver writes `size`, `length`."""
    if axis is None:
        return syntax.expr("size(X)", X=x)
    try:
        axes = _literal(axis, arguments)
    except Undecided:
        return syntax.expr("count_along(X, A)", X=x, A=axis)
    if axes is None:
        return syntax.expr("size(X)", X=x)
    lengths = [
        syntax.expr("length(X, A)", X=x, A=tree_of(one))
        for one in (axes if isinstance(axes, (tuple, list)) else (axes,))
    ]
    one: ast.expr = ast.Constant(value=1)
    return reduce(lambda a, b: syntax.expr("A * B", A=a, B=b), lengths) if lengths else one


def _as_written(arguments: Arguments, sequence: ast.expr) -> ast.expr:
    """Return a nested list as it was written, with placeholders in it."""
    assert isinstance(sequence, ast.List)  # the elements in one row
    paths = next(iter(arguments.binding.paths.values()))
    return _nested(list(zip(paths, sequence.elts, strict=True)))


def _nested(leaves: list[tuple[tuple[int, ...], ast.expr]]) -> ast.expr:
    if leaves and leaves[0][0] == ():
        return leaves[0][1]
    count = 1 + max((path[0] for path, _ in leaves), default=-1)
    parts = [[(path[1:], leaf) for path, leaf in leaves if path[0] == k] for k in range(count)]
    return ast.List(elts=[_nested(part) for part in parts], ctx=ast.Load())


def _length(arguments: Arguments, x: ast.expr, axis: ast.expr) -> ast.expr:
    return syntax.expr("length(X, A)", X=x, A=axis)


def _index(arguments: Arguments, axis: ast.expr, cut: ast.expr) -> ast.expr:
    """Return the index that takes `cut` along an axis, which is known, and all of the others."""
    position = _literal(axis, arguments)
    assert isinstance(position, int)
    everything: list[ast.expr] = [ast.Slice()] * (position if position >= 0 else -position - 1)
    if position == 0:
        return cut
    if position > 0:
        return ast.Tuple(elts=[*everything, cut], ctx=ast.Load())
    return ast.Tuple(elts=[ast.Constant(value=...), cut, *everything], ctx=ast.Load())


def _part(arguments: Arguments, axis: ast.expr, first: ast.expr, end: ast.expr) -> ast.expr:
    """Return the index that cuts `first:end` along an axis, which is known."""
    cut = ast.Slice(lower=_unless_none(first), upper=_unless_none(end))
    return _index(arguments, axis, cut)


def _inside(arguments: Arguments, x: ast.expr, pad_width: ast.expr) -> ast.expr:
    """Return the index of what stands inside of a padding, whose widths are known."""
    assert isinstance(x, ast.Name)
    rank, widths = arguments.rank(x.id.strip("<>")), _literal(pad_width, arguments)
    if not isinstance(widths, (tuple, list)):
        widths = (widths,)
    if not isinstance(widths[0], (tuple, list)):
        widths = (widths,)  # one pair, or one number, for all axes
    pairs = [(pair[0], pair[-1]) for pair in (tuple(widths) * (rank or 0))[: rank or 0]]
    cuts: list[ast.expr] = [
        ast.Slice(lower=tree_of(first) if first else None, upper=tree_of(-last) if last else None)
        for first, last in pairs
    ]
    return cuts[0] if len(cuts) == 1 else ast.Tuple(elts=cuts, ctx=ast.Load())


def _unless_none(node: ast.expr) -> ast.expr | None:
    return None if isinstance(node, ast.Constant) and node.value is None else node


def _offset(arguments: Arguments, first: ast.expr, axis: ast.expr) -> ast.expr:
    """Return where the k-th array begins in a concatenation; None for both ends of it."""
    assert isinstance(first, ast.Constant) and isinstance(first.value, int)
    (name,) = arguments.binding.sequences
    if first.value in (0, len(arguments.binding.sequences[name])):
        return ast.Constant(value=None)
    lengths = [
        syntax.expr("length(X, A)", X=syntax.name(f"<{name} {k}>"), A=axis)
        for k in range(first.value)
    ]
    return reduce(lambda a, b: syntax.expr("A + B", A=a, B=b), lengths)


TREES: dict[str, Callable[..., ast.expr]] = {
    "kept": _kept,
    "size": _size,
    "length": _length,
    "at": _index,
    "part": _part,
    "offset": _offset,
    "inside": _inside,
    "arrays_as_written": _as_written,
}
