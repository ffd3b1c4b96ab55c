"""The error tree, and how a message with its source excerpt is laid out (see docs/errors.md).

In: a node of the user's function, a code, a reason and a way out. Out: an error that prints as

    gradgen.UnsupportedError: cannot differentiate in-place update of a view
      --> examples/flow.py:18 in `step`
       |
    16 |     edge = u[0]
    18 |     u[0, :] = edge * 2.0
       |     ^^^^^^^ `edge` is a view of `u` (line 16) and is read again on line 21
       = help: take a copy: `edge = u[0].copy()`
"""

from __future__ import annotations

import ast
import os
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

TITLES: dict[str, str] = {
    # the language: refused by the reader
    "GG101": "a generator",
    "GG102": "asynchronous code",
    "GG103": "an assignment to a name outside the function",
    "GG104": "code that is made or looked up at run time",
    "GG105": "a `try` that is not taken apart",
    "GG106": "a pattern of `match`",
    "GG107": "a class defined inside a function",
    "GG111": "`return` inside a `with` block",
    "GG112": "an assignment inside an expression that is evaluated repeatedly or lazily",
    "GG114": "`del` of an element or an attribute",
    "GG115": "a class-private name",
    "GG117": "a function with entangled ways out",
    "GG118": "a function that takes a name its derivative needs",
    # the language: refused where a value carries a gradient
    "GG121": "an expression of this kind",
    "GG122": "an assignment to several targets",
    "GG123": "a container of differentiated values",
    "GG124": "an assignment to an attribute",
    "GG125": "a loop over an expression",
    "GG128": "a variable that only some paths define",
    "GG129": "a complex value",
    "GG130": "a write into an array that is not of floats",
    "GG131": "an object that is used as a whole",
    "GG132": "a context of this kind",
    # rules
    "GG201": "a call of a function without a rule",
    "GG202": "an argument that a rule does not know",
    "GG203": "a call inside an expression that is not taken apart",
    "GG205": "a call whose arguments cannot be told",
    "GG206": "by a rule that is malformed",
    # memory
    "GG301": "in-place update of memory that two names share",
    "GG302": "a call that writes to its argument",
    "GG303": "a write through a copy",
    "GG305": "a call of a function that changes its argument in place",
    "GG306": "a write to something outside the function",
    "GG307": "a loop over a collection that it changes",
    # what is asked for
    "GG401": "a value that is not a scalar",
    "GG402": "with respect to what is no parameter",
    "GG403": "with respect to an argument that is not floating",
    "GG404": "a file that gradgen did not write",
    "GG405": "several functions into one file",
    "GG406": "a module that cannot stand on its own",
    # source
    "GG501": "a function without source",
    "GG502": "an object that is not a plain Python function",
    "GG503": "a function whose source has changed",
    "GG504": "a lambda that cannot be told from its neighbours",
    "GG505": "a function whose decorator does more than call it",
    # checks
    "GG601": "a gradient that is wrong",
}
"""What each code is about, for the first line of a message. Sections of docs/errors.md."""


@dataclass(frozen=True)
class Problem:
    """One thing that stands in the way of a derivative, as data and as text."""

    code: str
    what: str
    reason: str
    help: str
    text: str
    filename: str = ""
    line: int = 0
    function: str = ""


class GradgenError(Exception):
    """Root of every error that gradgen raises on purpose.

    Attributes
    ----------
    code : short code, `GG301`, under which docs/errors.md explains it
    filename, line : where it is in the user's source, if it is there (else "" and 0)
    reason, help : what is wrong, and what to write instead
    problems : all that was found; the attributes above are those of the first
    """

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n\n".join(problem.text for problem in problems))
        codes = sorted({problem.code for problem in problems if problem.code})
        if codes:
            self.add_note(f"(docs/errors.md explains {' and '.join(codes)})")

    def __reduce__(self) -> tuple[type[GradgenError], tuple[Problem, ...]]:
        return type(self), self.problems

    @property
    def code(self) -> str:
        """The short code of the first problem."""
        return self.problems[0].code

    @property
    def filename(self) -> str:
        """The file of the first problem, as given to Python."""
        return self.problems[0].filename

    @property
    def line(self) -> int:
        """The line of the first problem, from 1; 0 if it has none."""
        return self.problems[0].line

    @property
    def reason(self) -> str:
        """What is wrong."""
        return self.problems[0].reason

    @property
    def help(self) -> str:
        """What to write instead."""
        return self.problems[0].help


class UnsupportedError(GradgenError):
    """A function, or a construct in it, that cannot be differentiated right."""


class MissingRuleError(UnsupportedError):
    """A function with an active argument that has neither a rule nor source (GG2xx)."""


class NotScalarError(UnsupportedError):
    """A gradient was asked for of a value that is not a scalar (GG401)."""


class SourceError(UnsupportedError):
    """The source of a function is not there, or is not the one that runs (GG5xx)."""


class InputError(GradgenError):
    """What was asked for does not fit the function: `wrt`, options (GG4xx)."""


class InternalError(GradgenError):
    """A fault of gradgen itself."""


for _public in (
    GradgenError,
    UnsupportedError,
    MissingRuleError,
    NotScalarError,
    SourceError,
    InputError,
    InternalError,
):
    _public.__module__ = "gradgen"  # as users import it, and as a traceback prints it


def unsupported(
    filename: str,
    lines: Sequence[str],
    function: str,
    node: ast.AST,
    code: str,
    reason: str,
    help: str = "",
    what: str = "",
    related: tuple[ast.AST, str] | None = None,
) -> UnsupportedError:
    """Make an `UnsupportedError` whose message shows the line, a caret, the reason and a way out.

    Parameters
    ----------
    node : the construct; the carets stand under it
    what : completes "cannot differentiate …"; by default what `TITLES` has for the code
    related : a second place to show, with a text for it that may be empty
    """
    what = what or TITLES.get(code, "") or f"`{_one_line(node)}`"
    line = getattr(node, "lineno", 0)
    marks = [(node, reason)]
    if related is not None:
        marks.append(related)
    excerpt = _excerpt(filename, lines, function, marks)
    if not excerpt:
        return _of_code(code)(_without_place(code, what, reason, help))
    text = "\n".join(
        [f"cannot differentiate {what}", *excerpt, *_help(help, _gutter(marks, lines))]
    )
    problem = Problem(code, what, reason, help, text, filename, line, function)
    return _of_code(code)(problem)


def refused(code: str, what: str, reason: str, help: str = "") -> UnsupportedError:
    """Make an `UnsupportedError` for something that has no place in a source text."""
    return _of_code(code)(_without_place(code, what, reason, help))


def bad_input(code: str, what: str, reason: str, help: str = "") -> InputError:
    """Make an `InputError`: `what` completes "cannot differentiate …"."""
    return InputError(_without_place(code, what, reason, help))


def combined(errors: Sequence[UnsupportedError]) -> UnsupportedError:
    """Make one error of several, with all their problems in the order of the source."""
    problems = sorted(
        (problem for error in errors for problem in error.problems),
        key=lambda problem: (problem.filename, problem.line),
    )
    kinds = {type(error) for error in errors}
    kind = kinds.pop() if len(kinds) == 1 else UnsupportedError
    return kind(*problems)


def internal(message: str, function: str = "", filename: str = "", line: int = 0) -> InternalError:
    """Make the error for a state that gradgen should never reach."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        gradgen = version("gradgen")
    except PackageNotFoundError:
        gradgen = "unreleased"
    place = f"\n --> {shown_path(filename)}:{line} in `{function}`\n" if filename else ""
    text = (
        f"{message}{place}\n   = this is a bug in gradgen, please report it with the function that"
        f"\n     was differentiated and its arguments (gradgen {gradgen})"
    ).replace("\n\n", "\n")
    return InternalError(Problem("", "", message, "", text, filename, line, function))


@contextmanager
def faults_reported(function: str, filename: str, line: int) -> Iterator[None]:
    """Turn whatever goes wrong inside of gradgen into one `InternalError` that says where."""
    try:
        yield
    except InternalError as error:
        if error.filename:
            raise
        raise internal(error.reason, function, filename, line) from error
    except (GradgenError, MemoryError):
        raise
    except Exception as error:
        message = f"gradgen failed on this function: {type(error).__name__}: {error}"
        raise internal(message, function, filename, line) from error


def shown_path(filename: str) -> str:
    """Return a file's path as a message shows it: relative when it is below the current folder."""
    if filename.startswith("<"):
        return filename
    try:
        relative = os.path.relpath(filename)
    except (ValueError, OSError):
        return filename
    return filename if relative.startswith(os.pardir) else relative.replace(os.sep, "/")


def _of_code(code: str) -> type[UnsupportedError]:
    if code == "GG401":
        return NotScalarError
    by_group = {"GG2": MissingRuleError, "GG5": SourceError}
    return by_group.get(code[:3], UnsupportedError)


def _one_line(node: ast.AST) -> str:
    text = ast.unparse(node).splitlines()
    return text[0] if text else type(node).__name__


def _without_place(code: str, what: str, reason: str, help: str) -> Problem:
    lines = [f"cannot differentiate {what}", f"   = {reason}", *_help(help, 2)]
    return Problem(code, what, reason, help, "\n".join(lines))


def _help(help: str, gutter: int) -> list[str]:
    if not help:
        return []
    margin = " " * (gutter + 1)
    first, *rest = help.splitlines()
    return [f"{margin}= help: {first}", *(f"{margin}        {line}" for line in rest)]


def _shown(marks: Sequence[tuple[ast.AST, str]], lines: Sequence[str]) -> list[int]:
    numbers = {getattr(node, "lineno", 0) for node, _ in marks}
    return sorted(number for number in numbers if 0 < number <= len(lines))


def _gutter(marks: Sequence[tuple[ast.AST, str]], lines: Sequence[str]) -> int:
    return len(str(max(_shown(marks, lines))))


def _excerpt(
    filename: str, lines: Sequence[str], function: str, marks: Sequence[tuple[ast.AST, str]]
) -> list[str]:
    """Return the `-->` line, the source lines and the carets; nothing if there is no place."""
    place = getattr(marks[0][0], "lineno", 0)
    if not 0 < place <= len(lines):
        return []
    gutter = _gutter(marks, lines)
    margin = " " * gutter
    made = [f"{margin}--> {shown_path(filename)}:{place} in `{function}`", f"{margin} |"]
    for number in _shown(marks, lines):
        source = lines[number - 1].rstrip("\r\n")
        made.append(f"{number:>{gutter}} | {source.expandtabs(4)}".rstrip())
        for node, text in marks:
            if getattr(node, "lineno", 0) == number and text:
                made.append(f"{margin} | {_carets(source, node)} {text}")
    return made


def _carets(source: str, node: ast.AST) -> str:
    """Return spaces and carets that stand under a node's part of its first line."""
    raw = source.encode()
    first = getattr(node, "col_offset", 0)
    last = getattr(node, "end_col_offset", None)
    if getattr(node, "end_lineno", None) != getattr(node, "lineno", 0) or last is None:
        last = len(_without_comment(source).encode())
    before = raw[:first].decode(errors="ignore").expandtabs(4)
    upto = raw[:last].decode(errors="ignore").expandtabs(4)
    return " " * _width(before) + "^" * max(1, _width(upto) - _width(before))


def _without_comment(source: str) -> str:
    """Return a line without a comment at its end (a `#` in a string counts as one: harmless)."""
    return source.partition("#")[0].rstrip()


def _width(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    zero = sum(unicodedata.combining(character) != 0 for character in text)
    return len(text) + wide - zero
