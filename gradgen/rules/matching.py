"""Binds the arguments of a call to the parameters of its rule, or says what is not covered."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from gradgen import syntax
from gradgen.rules.registry import Rule, RuleMismatch
from gradgen.rules.signature import Parameter

MAX_DEPTH = 32  # NumPy's own bound for nested lists
Bindable = ast.Call | ast.BinOp | ast.UnaryOp | ast.Compare | ast.Attribute


@dataclass
class Binding:
    """The arguments of a call, by parameter.

    Attributes
    ----------
    rule, node
        What was bound to what.
    data
        The arguments that can carry a gradient. An optional one that is not given is absent.
    sequences
        The elements of list-like arguments and of `*operands`; nested lists are flattened, see
        `paths`. A list that is not written out in the call is in `data` as a whole.
    options
        The other arguments, defaults filled in.
    paths
        For each sequence, the index of each element in it: `(1, 0)` for `c` in `[[a, b], [c, d]]`.
    """

    rule: Rule
    node: Bindable
    data: dict[str, ast.expr] = field(default_factory=dict)
    sequences: dict[str, list[ast.expr]] = field(default_factory=dict)
    options: dict[str, ast.expr] = field(default_factory=dict)
    paths: dict[str, list[tuple[int, ...]]] = field(default_factory=dict)

    def arguments(self) -> dict[str, ast.expr]:
        """Return every argument that can carry a gradient, `"arrays 0"` for one of a sequence."""
        elements = {
            f"{parameter} {k}": element
            for parameter, sequence in self.sequences.items()
            for k, element in enumerate(sequence)
        }
        return {**self.data, **elements}

    def placeholders(self) -> dict[str, ast.expr]:
        """Return what each placeholder of an argument stands for: `{"<x>": …, "<axis>": …}`."""
        filled = {**self.arguments(), **self.options}
        return {f"<{parameter}>": argument for parameter, argument in filled.items()}

    def call(self, replaced: Mapping[str, ast.expr]) -> ast.expr:
        """Return the call as it was written, with some of its data replaced."""
        return _replace(self.node, self.arguments(), replaced)


def bind(rule: Rule, node: Bindable, receiver: ast.expr | None = None) -> Binding:
    """Bind a call, an operation or an attribute to its rule.

    Parameters
    ----------
    rule
        The rule that was found for it.
    node
        The expression.
    receiver
        The array whose method or attribute it is; None for a function.

    Raises
    ------
    RuleMismatch
        Where the rule does not cover an argument, or the call is not differentiated at all.
    """
    if rule.refused is not None:
        raise RuleMismatch(rule.refused, rule.help)
    positional, keywords = _arguments(rule, node, receiver)
    binding = Binding(rule, node)
    parameters = list(rule.parameters)
    for parameter in parameters:
        if parameter.variadic:
            _bind_variadic(binding, parameter, positional)
            positional = []
        elif parameter.positional and positional:
            if parameter.name in keywords:
                raise RuleMismatch(f"{_called(rule)} is given `{parameter.name}` twice")
            _bind_one(binding, parameter, positional.pop(0))
        elif parameter.name in keywords:
            _bind_one(binding, parameter, keywords.pop(parameter.name))
        elif parameter.default is None:
            raise RuleMismatch(f"{_called(rule)} lacks its argument `{parameter.name}`")
        elif not parameter.carries_gradient:
            binding.options[parameter.name] = parameter.default
    if rule.why_constant is not None and "out" not in keywords:
        binding.options |= keywords  # whatever is given, the result is constant
        keywords = {}
    _refuse_rest(rule, positional, keywords)
    return binding


def _arguments(
    rule: Rule, node: Bindable, receiver: ast.expr | None
) -> tuple[list[ast.expr], dict[str, ast.expr]]:
    first = [] if receiver is None else [receiver]
    match node:
        case ast.BinOp():
            return [node.left, node.right], {}
        case ast.UnaryOp():
            return [node.operand], {}
        case ast.Compare():
            return [node.left, *node.comparators], {}
        case ast.Attribute():
            return first or [node.value], {}
    for argument in node.args:
        if isinstance(argument, ast.Starred) and rule.differentiable:
            raise RuleMismatch(
                f"{_called(rule)} with `*{ast.unparse(argument.value)}` unpacked",
                "write the arguments out",
            )
    keywords = {}
    for keyword in node.keywords:
        if keyword.arg is None:
            raise RuleMismatch(
                f"{_called(rule)} with `**{ast.unparse(keyword.value)}` unpacked",
                "write the keywords out",
            )
        keywords[keyword.arg] = keyword.value
    return [*first, *node.args], keywords


def _bind_one(binding: Binding, parameter: Parameter, argument: ast.expr) -> None:
    if parameter.kind in ("sequence", "nested"):
        leaves = _leaves(argument, depth=1 if parameter.kind == "sequence" else MAX_DEPTH)
        if leaves is None or not isinstance(argument, (ast.List, ast.Tuple)):
            binding.data[parameter.name] = argument
        else:
            binding.sequences[parameter.name] = [leaf for _, leaf in leaves]
            binding.paths[parameter.name] = [path for path, _ in leaves]
    elif parameter.kind == "data":
        binding.data[parameter.name] = argument
    elif parameter.kind == "fixed" and not syntax.same(argument, parameter.default or argument):
        given = f"`{parameter.name}={ast.unparse(argument)}`"
        raise RuleMismatch(
            f"{_called(binding.rule)} with {given} has no derivative",
            f"leave `{parameter.name}` out",
        )
    else:
        binding.options[parameter.name] = argument


def _bind_variadic(binding: Binding, parameter: Parameter, rest: list[ast.expr]) -> None:
    if parameter.carries_gradient:
        binding.sequences[parameter.name] = list(rest)
        binding.paths[parameter.name] = [(k,) for k in range(len(rest))]
    elif len(rest) == 1:  # x.reshape((2, 3)), x.reshape(-1)
        binding.options[parameter.name] = rest[0]
    else:
        binding.options[parameter.name] = ast.Tuple(elts=list(rest), ctx=ast.Load())


def _leaves(node: ast.expr, depth: int) -> list[tuple[tuple[int, ...], ast.expr]] | None:
    """Return the elements of a list display with their paths; None if it has a `*`."""
    if isinstance(node, ast.Starred):
        return None
    if depth == 0 or not isinstance(node, (ast.List, ast.Tuple)):
        return [((), node)]
    found = []
    for k, element in enumerate(node.elts):
        inner = _leaves(element, depth - 1)
        if inner is None:
            return None
        found += [((k, *path), leaf) for path, leaf in inner]
    return found


def _refuse_rest(rule: Rule, positional: list[ast.expr], keywords: dict[str, ast.expr]) -> None:
    covered = f"the rule covers `{_short(rule)}({rule.signature.text})`"
    if keywords:
        given = ", ".join(f"`{keyword}`" for keyword in keywords)
        raise RuleMismatch(f"{_called(rule)} with {given} has no derivative", covered)
    if positional:
        count = sum(parameter.positional for parameter in rule.parameters)
        raise RuleMismatch(f"{_called(rule)} with more than {count} positional arguments", covered)


def _short(rule: Rule) -> str:
    for module, alias in (("numpy.", "np."), ("builtins.", ""), ("helper.", "")):
        if rule.name.startswith(module):
            return alias + rule.name[len(module) :]
    return rule.name


def _called(rule: Rule) -> str:
    return f"`{_short(rule)}`"


class _Replace(ast.NodeTransformer):
    def __init__(self, by_node: dict[int, ast.expr]) -> None:
        self.by_node = by_node
        self.seen: set[int] = set()

    def visit(self, node: ast.AST) -> ast.AST:
        found = self.by_node.get(id(node))
        if found is None:
            return self.generic_visit(_shallow(node))
        self.seen.add(id(node))
        return syntax.clone(found)


def _shallow(node: ast.AST) -> ast.AST:
    """Copy one node, so that a transformer may change it; its children are still the same."""
    copied = type(node)()
    for name, value in [*ast.iter_fields(node)]:
        setattr(copied, name, list(value) if isinstance(value, list) else value)
    return ast.copy_location(copied, node) if hasattr(node, "lineno") else copied


def _replace(
    node: ast.expr, arguments: Mapping[str, ast.expr], replaced: Mapping[str, ast.expr]
) -> ast.expr:
    by_node = {id(arguments[parameter]): made for parameter, made in replaced.items()}
    replacing = _Replace(by_node)
    made = replacing.visit(node)
    assert isinstance(made, ast.expr)
    assert replacing.seen == set(by_node), "an argument that is not part of the call"
    return made
