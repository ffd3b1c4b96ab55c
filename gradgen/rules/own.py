"""Rules of the user's own: the forms of `registry.py`, checked when they are written down.

    from gradgen.rules import adjoint, elementwise, linear, tangent

    elementwise("package.softabs(x) -> y", x="x / y")

A rule of a user's comes before the source of the function, and before a rule of gradgen's. Its
template may call what its module can name; the generated module imports that.
"""

from __future__ import annotations

import ast
import builtins
import linecache
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TypeVar

from gradgen import errors, runtime
from gradgen.rules import lookup, registry
from gradgen.rules.facts import NoFacts
from gradgen.rules.intrinsics import TREES, Arguments, values
from gradgen.rules.matching import Binding
from gradgen.rules.registry import TABLE, Rule, Template
from gradgen.rules.signature import Signature, parse
from gradgen.rules.source import template_tree

Made = TypeVar("Made", bound=Template)

LIBRARIES = frozenset({"np", "math", "scipy", "helper"})
WORDS = frozenset({"grad", "d", "partial", "refuse"})


def elementwise(
    signature: str,
    *,
    also: Sequence[str] = (),
    domain: str = "",
    cheap: bool = False,
    roles: Mapping[str, str] | None = None,
    **partials: str,
) -> Callable[[Made], Made]:
    """State the derivatives of a function that acts element by element; see `registry`.

    Raises
    ------
    UnsupportedError
        where a partial derivative reads a name that is neither an argument nor the result
    """
    home = _home()
    for name, text in partials.items():
        _check_text(_parsed(signature), name, text)
    _make_room([signature, *also], signature, home)
    made = registry.elementwise(
        signature, also=also, domain=domain, cheap=cheap, roles=roles, **partials
    )
    _settle([signature, *also], home)

    def decorate(template: Made) -> Made:
        _check_template(_parsed(signature), "partial", template)
        return made(template)

    return decorate


def _decorator(
    form: Callable[..., Callable[[Made], Made]], word: str
) -> Callable[..., Callable[[Made], Made]]:
    """Return a form of the registry, checked."""

    def decorated(
        signature: str, *, also: Sequence[str] = (), **traits: object
    ) -> Callable[[Made], Made]:
        home = _home()

        def decorate(template: Made) -> Made:
            _check_template(_parsed(signature), word, template)
            _make_room([signature, *also], signature, home)
            form(signature, also=also, **traits)(template)
            _settle([signature, *also], home)
            return template

        return decorate

    decorated.__name__, decorated.__doc__ = form.__name__, form.__doc__
    return decorated


linear = _decorator(registry.linear, "grad")
reduction = _decorator(registry.reduction, "partial")
adjoint = _decorator(registry.adjoint, "grad")
tangent = _decorator(registry.tangent, "d")


# ---- the table ------------------------------------------------------------------


def _home() -> dict[str, object]:
    """Return the names of the module that a rule is written down in."""
    return sys._getframe(2).f_globals


def _name(home: Mapping[str, object]) -> str:
    return str(home.get("__name__", "__main__"))


def scope_of(rule: Rule) -> Mapping[str, object]:
    """Return what the module of a rule can name, its package among it."""
    package = rule.home.partition(".")[0]
    named = {package: sys.modules[package]} if package in sys.modules else {}
    return {**named, **_scopes.get(rule.key, {})}


def _keys(names: Sequence[str]) -> list[str]:
    return [name.partition("(")[0].strip() for name in names]


def _make_room(names: Sequence[str], signature: str, home: Mapping[str, object]) -> None:
    """Take rules of others than this module out of the table, of which these are to be."""
    lookup.find_name("numpy.sum")  # the tables come first, to be overridden
    for key in _keys(names):
        known = TABLE.get(key)
        if known is not None and (known.home != _name(home) or _differ(known, signature)):
            _replaced[key] = known.home == "" or _replaced.get(key, False)
            del TABLE[key]


def _differ(known: Rule, signature: str) -> bool:
    return known.signature.text != parse(signature).text


_replaced: dict[str, bool] = {}
_homes: list[str] = []
_scopes: dict[str, Mapping[str, object]] = {}  # by rule: what its module can name


def registered() -> int:
    """Return how often someone has written down a rule of their own."""
    return len(_homes)


def _settle(names: Sequence[str], home: Mapping[str, object]) -> None:
    """Note whose the new rules are; what was looked up before is looked up again."""
    for key in _keys(names):
        TABLE[key].home = _name(home)
        _scopes[key] = home
        TABLE[key].overrides = _replaced.get(key, False)
    _homes.append(_name(home))
    lookup.renew()


# ---- checks ---------------------------------------------------------------------


def _parsed(signature: str) -> Signature:
    try:
        made = parse(signature)
    except (SyntaxError, AssertionError, ValueError):
        made = None
    closed = signature.partition("->")[0].rstrip().endswith(")")
    if made is None or not closed or "->" not in signature or not made.name or "." not in made.name:
        raise errors.refused(
            "GG206",
            "by a rule that is malformed",
            f"`{signature}` is not the signature of a rule",
            "write `package.function(data, option=1) -> result`",
        )
    return made


def _check_text(signature: Signature, name: str, text: str) -> None:
    data = [p.name for p in signature.parameters if p.carries_gradient]
    try:
        ast.parse(text, mode="eval")
    except SyntaxError:
        reason = f"`{text}` is not an expression"
        raise _malformed_text(signature, reason) from None
    if name not in data:
        raise _malformed_text(signature, f"`{name}` is no argument that can have a derivative")


@cache
def check_names(rule: Rule) -> None:
    """Refuse a rule of a user's that reads what nothing defines; its module is whole by now."""
    scope = scope_of(rule)
    known = {p.name for p in rule.parameters} | {*rule.results, rule.home.partition(".")[0]}
    for name, text in rule.partial_texts.items():
        for node in ast.walk(ast.parse(text, mode="eval")):
            if isinstance(node, ast.Name) and not _is_known(node.id, known, scope):
                reason = f"the derivative by `{name}` reads `{node.id}`, which nothing defines"
                raise _malformed_text(rule.signature, reason)
    for template in (rule.adjoint, rule.tangent, rule.partial, rule.reduction):
        if template is not None:
            _check_template_names(template, known)


def _check_template_names(template: Template, known: set[str]) -> None:
    tree = template_tree(template)
    assigned = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    for statement in tree.body:
        for inner in ast.walk(statement):
            if isinstance(inner, ast.Name) and not _is_known(
                inner.id, known | assigned, template.__globals__
            ):
                reason = f"nothing defines `{inner.id}`"
                help = "read the arguments, the results, `np`, and what the module can name"
                raise _malformed(template, inner, reason, help)


def _malformed_text(signature: Signature, reason: str) -> errors.UnsupportedError:
    help = "read the arguments, the result, `np`, and what the module of the rule can name"
    what = f"by a rule that is malformed, `{signature.name}`"
    return errors.refused("GG206", what, reason, help)


def _is_known(name: str, own: set[str], scope: Mapping[str, object]) -> bool:
    helpers = {*runtime.HELPERS, *LIBRARIES}
    return name in own or name in helpers or name in scope or name in _words()


@cache
def _words() -> frozenset[str]:
    example = ast.BinOp(left=ast.Name("a"), op=ast.Add(), right=ast.Name("b"))
    rule = TABLE["operator.add"]
    made = values(Arguments(rule, Binding(rule, example), NoFacts()))
    return frozenset({*made, *TREES, *WORDS, *dir(builtins)})


def _check_template(signature: Signature, word: str, template: Template) -> None:
    """Refuse what the notation does not have, at the line of the template."""
    tree = template_tree(template)
    parameters = [*signature.results, *(p.name for p in signature.parameters)]
    given = [argument.arg for argument in tree.args.args]
    if given != parameters:
        wanted = f"def {tree.name}({', '.join(parameters)})"
        raise _malformed(template, tree, f"it takes ({', '.join(given)})", f"write `{wanted}`")
    assigned = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    known = {*parameters, *assigned}
    for statement in tree.body:
        _check_statement(statement, word, known, template)


def _check_statement(statement: ast.stmt, word: str, known: set[str], template: Template) -> None:
    match statement:
        case ast.If():
            for inner in (*statement.body, *statement.orelse):
                _check_statement(inner, word, known, template)
        case ast.For():
            for inner in statement.body:
                _check_statement(inner, word, known, template)
        case ast.Expr(value=ast.Constant()) | ast.Expr(value=ast.Call(func=ast.Name(id="refuse"))):
            pass
        case ast.Assign(targets=[ast.Name()]):
            pass
        case (
            ast.Assign(targets=[ast.Subscript(value=ast.Name(id=used), slice=ast.Name(id=name))])
            | ast.AugAssign(target=ast.Subscript(value=ast.Name(id=used), slice=ast.Name(id=name)))
        ):
            if used != word or name not in known:
                reason = f"`{used}[{name}]` is not to be assigned here"
                help = f"assign `{word}[...]` of an {'argument' if word != 'd' else 'result'}"
                raise _malformed(template, statement, reason, help)
        case _:
            raise _malformed(
                template,
                statement,
                "templates are made of assignments, `if`, and `for` over arguments",
                f"assign the derivative: `{word}[x] = ...`",
            )


def _malformed(
    template: Template, node: ast.AST, reason: str, help: str
) -> errors.UnsupportedError:
    filename = template.__code__.co_filename
    lines = [line.rstrip("\n") for line in linecache.getlines(filename)]
    what = "by a rule that is malformed"
    name = template.__name__
    return errors.unsupported(filename, lines, name, node, "GG206", reason, help, what)


__all__ = ["adjoint", "elementwise", "linear", "reduction", "tangent"]
