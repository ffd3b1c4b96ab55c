"""Writes `match` with `if` and `elif`: each pattern is a test, its captures are assignments.

    match spec:                              if spec == "linear":
        case "linear":                           y = x
            y = x                            elif isinstance(spec, float) and spec > 0.0:
        case float(k) if k > 0.0:     becomes    k = spec
            y = k * x                            y = k * x
        case _:                              else:
            y = 0.0                              y = 0.0

The subject is evaluated once. A capture of a case whose guard does not hold is not made.
"""

from __future__ import annotations

import ast
from collections import abc
from collections.abc import Iterator
from dataclasses import dataclass, field

from gradgen import syntax
from gradgen.analysis.reaching import Reaching
from gradgen.errors import UnsupportedError
from gradgen.reader.unit import MISSING
from gradgen.transform.normalise_tree import Work, blocks_of

_WHOLE = (
    bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple,
)  # fmt: skip
"""Classes whose one positional pattern is matched against the value itself."""
_FEW = 2
"""How many parts a test may have that is written twice."""


@dataclass
class _Found:
    """What a pattern asks of a value, and the names that it gives to its parts."""

    tests: list[ast.expr] = field(default_factory=list)
    captures: dict[str, ast.expr] = field(default_factory=dict)


def without_match(work: Work) -> None:
    """Rewrite every `match` statement of a function."""
    if any(isinstance(node, ast.Match) for node in syntax.walk_statements(work.tree.body)):
        work.tree.body = _block(work.tree.body, work)


def _block(block: list[ast.stmt], work: Work) -> list[ast.stmt]:
    made: list[ast.stmt] = []
    for node in block:
        for holder, part in blocks_of(node):
            setattr(holder, part, _block(getattr(holder, part), work))
        made += _Chain(node, work).made() if isinstance(node, ast.Match) else [node]
    return made


@dataclass
class _Chain:
    """The chain of branches that one `match` statement becomes."""

    statement: ast.Match
    work: Work

    def made(self) -> list[ast.stmt]:
        """Return the statements; the first may name the subject."""
        before: list[ast.stmt] = []
        subject = self._subject(before)
        found = [self._found(case, subject) for case in self.statement.cases]
        for one in found:
            self._name_test(one, before)
        rest: list[ast.stmt] = []
        for case, one in reversed(list(zip(self.statement.cases, found, strict=True))):
            rest = self._case(case, one, rest)
        return [*before, *rest]

    def _name_test(self, found: _Found, before: list[ast.stmt]) -> None:
        """Name a test of many parts: it has no effect, and is asked again on the way back."""
        if len(found.tests) <= _FEW:
            return
        words = [
            node.value
            for test in found.tests
            for node in syntax.walk(test)
            if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        word = next((word for word in words if word.isidentifier()), _kind(found.tests[0]))
        made = self.work.fresh(f"is_{word}", self.statement.subject)
        before.append(self._assigned(made.id, self._all(found.tests)))
        found.tests = [made]

    def _subject(self, before: list[ast.stmt]) -> ast.expr:
        subject = self.statement.subject
        captured = {name for case in self.statement.cases for name in _captured(case.pattern)}
        if isinstance(subject, ast.Name) and subject.id not in captured:
            return subject
        made = self.work.fresh("subject", subject)
        before.append(self._assigned(made.id, subject))
        return made

    def _assigned(self, name: str, value: ast.expr) -> ast.stmt:
        made = self.work.make("name = value", self.statement, value=value)
        assert isinstance(made, ast.Assign)
        made.targets = [self._placed(ast.Name(name, ast.Store()))]
        return made

    def _placed(self, node: ast.expr) -> ast.expr:
        for inner in syntax.walk(node):
            ast.copy_location(inner, self.statement.subject)
        return node

    def _found(self, case: ast.match_case, subject: ast.expr) -> _Found:
        found = _Found()
        self._pattern(case.pattern, subject, found)
        return found

    def _case(self, case: ast.match_case, found: _Found, rest: list[ast.stmt]) -> list[ast.stmt]:
        tests = found.tests
        if case.guard is not None:
            self._check_guard(case)
            tests = [*tests, syntax.substitute(case.guard, found.captures)]
        captures = [self._assigned(name, value) for name, value in found.captures.items()]
        body = [*captures, *case.body]
        if not tests:
            return body
        test = tests[0] if len(tests) == 1 else ast.BoolOp(op=ast.And(), values=tests)
        return [self.work.branch(self._placed_new(test), body, rest, self.statement)]

    def _placed_new(self, node: ast.expr) -> ast.expr:
        if not hasattr(node, "lineno"):
            ast.copy_location(node, self.statement.subject)
        return node

    def _check_guard(self, case: ast.match_case) -> None:
        """Refuse captures that outlive a guard that does not hold."""
        names = set(_captured(case.pattern))
        for node in syntax.walk(case.guard) if case.guard is not None else ():
            if isinstance(node, (ast.Lambda, ast.NamedExpr)):
                raise self._refused(case.pattern, "its guard binds names of its own")
        own = {id(n) for part in (case.guard, *case.body) if part for n in syntax.walk(part)}
        for name in sorted(names):
            reaching = Reaching(name, lambda _: False)
            reaching.follow(self.work.tree.body)
            own |= {id(node) for node in _of_inner_scopes(self.work.tree, name)}
            for node, seen in reaching.seen.items():
                if id(node) not in own and (self.statement, False) in seen:
                    reason = f"`{name}` is set even where the guard does not hold"
                    raise self._refused(case.pattern, reason)

    def _refused(self, node: ast.AST, reason: str) -> UnsupportedError:
        return self.work.unit.unsupported(
            "GG106", node, reason, "write this case with `if` and `elif`, before the `match`"
        )

    # ---- patterns -------------------------------------------------------------------
    def _pattern(self, pattern: ast.pattern, value: ast.expr, found: _Found) -> None:
        """Add what a pattern asks of a value."""
        match pattern:
            case ast.MatchValue():
                found.tests.append(self._expr("a == b", a=value, b=pattern.value))
            case ast.MatchSingleton():
                constant = ast.Constant(pattern.value)
                found.tests.append(self._expr("a is b", a=value, b=constant))
            case ast.MatchAs():
                if pattern.pattern is not None:
                    self._pattern(pattern.pattern, value, found)
                if pattern.name is not None:
                    found.captures[pattern.name] = syntax.clone(value)
            case ast.MatchOr():
                self._alternatives(pattern, value, found)
            case ast.MatchSequence():
                self._sequence(pattern, value, found)
            case ast.MatchMapping():
                self._mapping(pattern, value, found)
            case ast.MatchClass():
                self._class(pattern, value, found)
            case _:
                raise self._refused(pattern, "this pattern is not read")

    def _expr(self, text: str, **holes: ast.expr) -> ast.expr:
        """Fill a template; the holes keep their places in the user's text."""
        template = self._placed(syntax.expr(text))
        made = syntax.substitute(template, {k: syntax.clone(v) for k, v in holes.items()})
        return self._with_places(made)

    def _with_places(self, node: ast.expr) -> ast.expr:
        for inner in syntax.walk(node):
            if isinstance(inner, ast.expr) and not hasattr(inner, "lineno"):
                ast.copy_location(inner, self.statement.subject)
        return node

    def _alternatives(self, pattern: ast.MatchOr, value: ast.expr, found: _Found) -> None:
        if all(
            isinstance(part, ast.MatchValue) and isinstance(part.value, ast.Constant)
            for part in pattern.patterns
        ):
            values = [part.value for part in pattern.patterns if isinstance(part, ast.MatchValue)]
            known = self._placed_new(ast.Tuple(elts=list(values), ctx=ast.Load()))
            found.tests.append(self._expr("a in b", a=value, b=known))
            return
        tests: list[ast.expr] = []
        captures: list[dict[str, ast.expr]] = []
        for part in pattern.patterns:
            inner = _Found()
            self._pattern(part, value, inner)
            tests.append(self._all(inner.tests))
            captures.append(inner.captures)
        texts = [{name: syntax.key(node) for name, node in one.items()} for one in captures]
        if any(one != texts[0] for one in texts):
            raise self._refused(pattern, "its alternatives take a name from different places")
        found.tests.append(self._placed_new(ast.BoolOp(op=ast.Or(), values=tests)))
        found.captures |= captures[0]

    def _all(self, tests: list[ast.expr]) -> ast.expr:
        if not tests:
            return self._placed_new(ast.Constant(True))
        if len(tests) == 1:
            return tests[0]
        return self._placed_new(ast.BoolOp(op=ast.And(), values=tests))

    def _sequence(self, pattern: ast.MatchSequence, value: ast.expr, found: _Found) -> None:
        parts = pattern.patterns
        if self._is_display(value, len(parts)) and not any(
            isinstance(part, ast.MatchStar) for part in parts
        ):
            for index, part in enumerate(parts):
                self._pattern(part, self._expr(f"v[{index}]", v=value), found)
            return
        star = next((k for k, p in enumerate(parts) if isinstance(p, ast.MatchStar)), None)
        kind = self._abstract("Sequence")
        found.tests.append(self._expr("isinstance(v, kind)", v=value, kind=kind))
        found.tests.append(self._expr("not isinstance(v, (str, bytes, bytearray))", v=value))
        fixed = len(parts) - (star is not None)
        length = "len(v) == n" if star is None else "len(v) >= n"
        if star is None or fixed:
            found.tests.append(self._expr(length, v=value, n=ast.Constant(fixed)))
        for index, part in enumerate(parts):
            after = len(parts) - index
            place = index if star is None or index < star else -after
            if isinstance(part, ast.MatchStar):
                if part.name is not None:
                    text = f"list(v[{index}:{1 - after if after > 1 else ''}])"
                    found.captures[part.name] = self._expr(text, v=value)
                continue
            self._pattern(part, self._expr(f"v[{place}]", v=value), found)

    def _is_display(self, value: ast.expr, length: int) -> bool:
        """Tell whether a value is the subject, written as a tuple of that length."""
        subject = self.statement.subject
        return (
            isinstance(subject, ast.Tuple)
            and isinstance(value, ast.Name)
            and len(subject.elts) == length
            and not any(isinstance(part, ast.Starred) for part in subject.elts)
        )

    def _mapping(self, pattern: ast.MatchMapping, value: ast.expr, found: _Found) -> None:
        kind = self._abstract("Mapping")
        found.tests.append(self._expr("isinstance(v, kind)", v=value, kind=kind))
        for key in pattern.keys:
            found.tests.append(self._expr("key in v", v=value, key=key))
        for key, part in zip(pattern.keys, pattern.patterns, strict=True):
            self._pattern(part, self._expr("v[key]", v=value, key=key), found)
        if pattern.rest is not None:
            keys = self._placed_new(ast.Tuple(elts=list(pattern.keys), ctx=ast.Load()))
            text = "{key: v[key] for key in v if key not in taken}"
            names = {"key": self.work.fresh("key", self.statement)}
            rest = syntax.substitute(self._placed(syntax.expr(text)), names)
            found.captures[pattern.rest] = syntax.substitute(rest, {"v": value, "taken": keys})

    def _abstract(self, name: str) -> ast.expr:
        """Return the name of a class of `collections.abc`, which the writer imports."""
        meant = self.work.unit.scope.lookup(syntax.name(name))
        if name in self.work.unit.scope.local_names or not _is_abstract(meant, name):
            raise self._refused(
                self.statement.subject, f"the name `{name}` is taken, which the test would need"
            )
        return self._placed(syntax.name(name))

    def _class(self, pattern: ast.MatchClass, value: ast.expr, found: _Found) -> None:
        found.tests.append(self._expr("isinstance(v, kind)", v=value, kind=pattern.cls))
        parts = [
            *zip(self._positional(pattern, value, found), pattern.patterns, strict=False),
            *zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True),
        ]
        kind = self.work.unit.scope.lookup(pattern.cls)
        for name, part in parts:
            if name not in (
                *getattr(kind, "__dataclass_fields__", ()),
                *getattr(kind, "_fields", ()),
            ):
                found.tests.append(self._expr("hasattr(v, name)", v=value, name=ast.Constant(name)))
            self._pattern(part, self._expr(f"v.{name}", v=value), found)

    def _positional(self, pattern: ast.MatchClass, value: ast.expr, found: _Found) -> list[str]:
        """Return the attributes that positional patterns are matched against."""
        if not pattern.patterns:
            return []
        kind = self.work.unit.scope.lookup(pattern.cls)
        if kind in _WHOLE and len(pattern.patterns) == 1:
            self._pattern(pattern.patterns[0], value, found)
            return []
        names = () if kind is MISSING else getattr(kind, "__match_args__", ())
        if len(names) < len(pattern.patterns):
            raise self._refused(
                pattern, "which attributes its patterns stand for is known at run time only"
            )
        return list(names[: len(pattern.patterns)])


def _kind(test: ast.expr) -> str:
    """Return `box` for `isinstance(shape, Box)`."""
    named = isinstance(test, ast.Call) and isinstance(test.args[-1], ast.Name)
    return test.args[-1].id.lower() if named else "match"  # type: ignore[attr-defined]


def _captured(pattern: ast.pattern) -> Iterator[str]:
    for node in syntax.walk(pattern):
        if isinstance(node, (ast.MatchAs, ast.MatchStar)) and node.name:
            yield node.name
        elif isinstance(node, ast.MatchMapping) and node.rest:
            yield node.rest


def _is_abstract(meant: object, name: str) -> bool:
    """Tell whether a name is free, or means the class of `collections.abc` already."""
    return meant is MISSING or getattr(meant, "__origin__", meant) is getattr(abc, name)


def _of_inner_scopes(tree: ast.FunctionDef, name: str) -> Iterator[ast.AST]:
    """Yield the nodes of comprehensions and functions inside a function that bind a name."""
    for node in syntax.walk(tree)[1:]:
        bound: set[str] = set()
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            bound = {n for part in node.generators for n in syntax.names_bound(part.target)}
        elif isinstance(node, (ast.Lambda, ast.FunctionDef)):
            bound = {inner.arg for inner in syntax.walk(node.args) if isinstance(inner, ast.arg)}
        if name in bound:
            yield from syntax.walk(node)
