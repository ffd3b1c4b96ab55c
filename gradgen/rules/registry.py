"""The forms in which a derivative is stated, and the table that they fill.

    elementwise("numpy.tanh(x) -> y", x="1.0 - y**2")      the partial derivatives, as products
    @linear("numpy.sum(a, axis=None) -> y")                linear in its data, all of it jointly
    @reduction("numpy.prod(a, axis=None) -> y")            the partial derivatives, to be summed
    @adjoint("numpy.linalg.inv(a) -> y")                   anything: an adjoint template ...
    @tangent("numpy.linalg.inv(a) -> y")                   ... and a tangent template
    constant("numpy.argmax", "...")                        no derivative, and why
    refused("numpy.arange", "...", help="...")             not differentiated, and what to do

A template is read as source (see `template.py`), never called. Names are dotted names as text;
`ndarray.sum(a, ...)` is a method and `ndarray.T(a)` an attribute of an array, `helper.unbroadcast`
a helper of `gradgen/runtime`. A function that gives other results where an option says so has a
rule for each form: `numpy.linalg.svd[compute_uv=False](a, ...) -> y` beside the one without.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, TypeVar

from gradgen.rules.signature import Parameter, Signature, parse

Template = Callable[..., object]
Made = TypeVar("Made", bound=Template)
View = Literal["never", "always", "maybe"]


class RuleMismatch(Exception):
    """A call that its rule does not cover: `reason`, and in `help` what to write instead."""

    def __init__(self, reason: str, help: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.help = help


@dataclass(frozen=True)
class Traits:
    """What a rule tells about the primitive beside its derivative.

    Attributes
    ----------
    broadcasts
        The data are broadcast against each other and the gradient templates give a result of
        the shape of the value: the driver sums each one back to the shape of its variable.
    cheap
        Computing it again costs less than a name for it.
    expensive
        It is never computed twice.
    view
        Whether the result shares memory with `view_of`.
    writes
        The parameters that the call writes to.
    domain
        Where the derivative holds, `"x > 0"`.
    roles
        What arguments and result are called when they want a name: `{"x": "angle", "y": "norm"}`.
    why_option
        Why there is no derivative by the arguments that are options.
    """

    broadcasts: bool = False
    cheap: bool = False
    expensive: bool = False
    view: View = "never"
    view_of: str | None = None
    pure: bool = True
    writes: tuple[str, ...] = ()
    domain: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    why_option: str = ""


@dataclass(eq=False)
class Rule:
    """The derivative of one primitive, under one of its names."""

    signature_text: str
    traits: Traits = field(default_factory=Traits)
    partial_texts: Mapping[str, str] = field(default_factory=dict)
    linear: bool = False
    adjoint: Template | None = None
    tangent: Template | None = None
    partial: Template | None = None
    reduction: Template | None = None
    why_constant: str | None = None
    refused: str | None = None
    help: str = ""
    home: str = ""  # the module of a user that wrote it down
    overrides: bool = False  # whether there is one of gradgen's for this function

    @cached_property
    def name(self) -> str:
        """The dotted name, `numpy.sum`."""
        return self.key.partition("[")[0]

    @cached_property
    def key(self) -> str:
        """The name in the table: with `[option=value]` for one form of a function."""
        return self.signature_text.partition("(")[0].strip()

    @cached_property
    def signature(self) -> Signature:
        """The parsed signature."""
        return parse(self.signature_text)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters that the rule covers, in order."""
        return self.signature.parameters

    @cached_property
    def parameter_names(self) -> tuple[str, ...]:
        """The names of the parameters, in order."""
        return tuple(parameter.name for parameter in self.parameters)

    @cached_property
    def fixed(self) -> bool:
        """Whether the number of arguments is limited."""
        return not any(parameter.variadic for parameter in self.parameters)

    @property
    def results(self) -> tuple[str, ...]:
        """The names of the results, nearly always one."""
        return self.signature.results

    @property
    def result(self) -> str:
        """The name of the (first) result."""
        return self.results[0]

    @cached_property
    def partials(self) -> Mapping[str, ast.expr]:
        """The partial derivatives of an elementwise rule that is a formula, with placeholders."""
        names = {p.name for p in self.parameters} | set(self.results)
        return {data: _with_holes(text, names) for data, text in self.partial_texts.items()}

    @property
    def elementwise(self) -> bool:
        """Whether the derivative is stated as partial derivatives, element by element."""
        return bool(self.partial_texts) or self.partial is not None

    @property
    def data(self) -> tuple[Parameter, ...]:
        """The parameters that can carry a gradient."""
        return tuple(p for p in self.parameters if p.carries_gradient)

    @property
    def differentiable(self) -> bool:
        """Whether there is a derivative to expand."""
        return self.why_constant is None and self.refused is None

    @property
    def takes_factors(self) -> bool:
        """Whether a factor of an adjoint or a tangent, complex perhaps, can be taken out."""
        return self.name not in REAL_LINEAR and not self.name.startswith("complex.")

    @property
    def broadcasts(self) -> bool:
        """Whether the driver has to sum gradients back to the shapes of the data."""
        return self.traits.broadcasts

    @property
    def cheap(self) -> bool:
        """Whether the value may be computed again freely."""
        return self.traits.cheap

    @property
    def expensive(self) -> bool:
        """Whether the value should be named rather than computed again."""
        return self.traits.expensive

    @property
    def pure(self) -> bool:
        """Whether the call has no effect but its value."""
        return self.traits.pure

    @property
    def writes(self) -> tuple[str, ...]:
        """The parameters that the call writes to."""
        return self.traits.writes

    @property
    def result_view(self) -> View:
        """Whether the result shares memory with the argument for `view_of`."""
        return self.traits.view

    @property
    def view_of(self) -> str | None:
        """The parameter that the result may share memory with."""
        return self.traits.view_of

    @property
    def roles(self) -> Mapping[str, str]:
        """Hints for names of arguments, by parameter."""
        return self.traits.roles

    @property
    def result_role(self) -> str:
        """A hint for the name of the result, or the empty string."""
        return self.traits.roles.get(self.result, "")


TABLE: dict[str, Rule] = {}

HOLOMORPHIC: set[str] = set()
"""Rules that hold for complex numbers as they stand; those of linear functions do as well."""


REAL_LINEAR: set[str] = set()
"""Functions that a complex factor cannot be taken out of; nor can it where rules are `complex.`."""


def real_linear(names: str) -> None:
    """Declare that functions are linear for real factors alone."""
    REAL_LINEAR.update(names.split())


def holomorphic(names: str) -> None:
    """Declare that the rules of functions hold where their numbers are complex."""
    HOLOMORPHIC.update(names.split())


def _with_holes(text: str, names: set[str]) -> ast.expr:
    tree = ast.parse(text, mode="eval").body
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in names:
            node.id = f"<{node.id}>"
    return tree


def _signatures(signature: str, also: Sequence[str]) -> list[str]:
    """Return every signature of a rule: a bare name in `also` takes the first one's parameters."""
    tail = signature[signature.index("(") :]
    results = signature[signature.index("->") :]
    return [
        signature,
        *(f"{other} {results}" if "(" in other else f"{other}{tail}" for other in also),
    ]


def _register(signatures: Sequence[str], traits: Traits) -> list[Rule]:
    """Return the rule for each signature, new ones entered into the table."""
    rules = []
    for signature in signatures:
        name = signature.partition("(")[0].strip()
        rule = TABLE.get(name)
        if rule is None or not rule.differentiable or rule.signature_text != signature:
            rule = TABLE[name] = Rule(signature, traits)
        elif traits != Traits():
            rule.traits = traits
        rules.append(rule)
    return rules


def elementwise(
    signature: str,
    *,
    also: Sequence[str] = (),
    domain: str = "",
    cheap: bool = False,
    roles: Mapping[str, str] | None = None,
    why_option: str = "",
    **partials: str,
) -> Callable[[Made], Made]:
    """State the partial derivatives of a function that acts element by element.

    Parameters
    ----------
    signature
        `numpy.tanh(x) -> y`; the name of the result may be used in the partials.
    also
        Further names, or further signatures with the same parameter names.
    domain
        Where the derivative holds, for readers and for tests.
    cheap
        Whether the value may be computed again freely.
    roles
        Hints for the names of arguments and result.
    why_option
        Why there is no derivative by the arguments that are options.
    **partials
        The derivative by each parameter, as text: products and quotients read best. Left out,
        the call decorates a template that assigns `partial[x]` for each of them.
    """
    traits = Traits(
        broadcasts=True, cheap=cheap, domain=domain, roles=roles or {}, why_option=why_option
    )
    rules = _register(_signatures(signature, also), traits)
    for rule in rules:
        rule.partial_texts = partials

    def decorate(template: Made) -> Made:
        for rule in rules:
            rule.partial = template
        return template

    return decorate


def reduction(
    signature: str, *, also: Sequence[str] = (), **traits: object
) -> Callable[[Made], Made]:
    """Decorate a template that assigns `partial[x]`, for a function that reduces along `axis`.

    The adjoint is `partial[x]` times that of the result, the reduced axes put back; the tangent
    is the sum of `partial[x] * d[x]` along `axis`. Keywords: see `Traits`.
    """
    rules = _register(_signatures(signature, also), Traits(**traits))  # type: ignore[arg-type]

    def decorate(template: Made) -> Made:
        for rule in rules:
            rule.reduction = template
        return template

    return decorate


def linear(signature: str, *, also: Sequence[str] = (), **traits: object) -> Callable[[Made], Made]:
    """Decorate the adjoint template of a function that is linear in its data, jointly.

    Its tangent is the same call on the tangents. Keywords: see `Traits`.
    """
    rules = _register(_signatures(signature, also), Traits(**traits))  # type: ignore[arg-type]

    def decorate(template: Made) -> Made:
        for rule in rules:
            rule.linear = True
            rule.adjoint = template
        return template

    return decorate


def adjoint(
    signature: str, *, also: Sequence[str] = (), **traits: object
) -> Callable[[Made], Made]:
    """Decorate an adjoint template: it assigns `grad[x]` for each `x`, from `grad[y]`.

    Keywords: see `Traits`.
    """
    rules = _register(_signatures(signature, also), Traits(**traits))  # type: ignore[arg-type]

    def decorate(template: Made) -> Made:
        for rule in rules:
            rule.adjoint = template
        return template

    return decorate


def tangent(signature: str, *, also: Sequence[str] = ()) -> Callable[[Made], Made]:
    """Decorate a tangent template: it assigns `d[y]`, from `d[x]` for each `x`."""
    rules = _register(_signatures(signature, also), Traits())

    def decorate(template: Made) -> Made:
        for rule in rules:
            rule.tangent = template
        return template

    return decorate


def alias(signature: str, of: str) -> None:
    """State that a function has the derivative of another one, whose parameters have its names.

    Parameters
    ----------
    signature
        That of the function, `numpy.linalg.matmul(a, b) -> y`.
    of
        The dotted name of the other.
    """
    other = TABLE[of]
    TABLE[signature.partition("(")[0].strip()] = replace(other, signature_text=signature)


def constant(names: str, why: str, **traits: object) -> None:
    """Declare that functions have no derivative, whatever they are given.

    Parameters
    ----------
    names
        Dotted names, separated by blanks.
    why
        The reason, `"an index: it moves in jumps"`.
    **traits
        See `Traits`.
    """
    for name in names.split():
        signature = f"{name}(*arguments) -> y"
        TABLE[name] = Rule(signature, Traits(**traits), why_constant=why)  # type: ignore[arg-type]


def refused(names: str, reason: str, help: str = "", **traits: object) -> None:
    """Declare that functions are not differentiated, with the reason and a way out.

    Parameters
    ----------
    names
        Dotted names, separated by blanks.
    reason, help
        Why not, and what to write instead.
    **traits
        See `Traits`; the first parameter is called `a`.
    """
    for name in names.split():
        signature = f"{name}(a, *arguments) -> y"
        TABLE[name] = Rule(
            signature,
            Traits(**traits),  # type: ignore[arg-type]
            refused=reason,
            help=help,
        )
