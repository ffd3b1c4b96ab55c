"""Which lines of a printed module black would leave as they are: it need not see them.

black takes its time for every line, and reads twice what it changes. Most lines of a generated
function are short and plain, and their layout is settled when they are printed. Runs of them
are taken out, and put back when black is done with the rest.

>>> text = '''def f(x):
...     y = x ** 2
...     z = 'long'
... '''
>>> runs = Runs(text, 88)
>>> print(runs.rest, end="")
def f(x):
    _gradgen_run_0_
    z = 'long'
>>> print(runs.back_in(runs.rest), end="")
def f(x):
    y = x**2
    z = 'long'
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Literal

from gradgen.writer.settled_signature import laid_signature
from gradgen.writer.settled_test import laid_test

Kind = Literal["statement", "exit", "header", "else", "comment", "blank", "other"]

_MARK = re.compile(r"(?:def | *(?:if )?)_gradgen_run_(\d+)_(?:\(\):|:)?$")
_AS = r"(?: as \w+)?"
_TOP = re.compile(
    rf"(?:(?:# .*|import [\w.]+{_AS}|from [\w.]+ import \w+{_AS}(?:, \w+{_AS})*)?\n)+(?=def )"
)
_DIRECTIVE = re.compile(r"#\s*(fmt|yapf|type)\s*:|_gradgen_run_")

_NAME = r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*"
_NUMBER = r"\d+(?:\.\d+)?(?:e-\d+)?"
_HEADER = re.compile(r" *(?:for (?!\()[\w, ()]+ in|if|elif|while) ([^(].*):")
_ELSE = re.compile(r" *(?:else:|elif )")
_ENCLOSED = re.compile(r"(?: = |[-+*/@%&|^<>]= |return |^ *)\(.*\)$")
_POWER = re.compile(rf"(?<![\w.)\]~+-])({_NAME}|{_NUMBER}) \*\* ({_NUMBER})(?![\w.(\[])")
_SIGNED = re.compile(r"[-+~][\w(].* \*\* ")  # black writes `-(x[0] ** 2)`
_SETTLED_POWER = re.compile(rf"(?<=[)\]]) \*\* (?=[\w(])|(?<=\w)\*\*(?={_NUMBER})")
_SLICES = re.compile(r"\[-?\w*(?::-?\w*){0,2}(?:, -?\w*(?::-?\w*){0,2})*\]")
_DIGITS = re.compile(r"(?<![\w.])\d(?:[\w.]|(?<=e)[-+])*")
_PLAIN_NUMBER = re.compile(_NUMBER)
_DOUBTFUL = re.compile(
    r"""["'\\#;:{}]|\*\*|(?<!\w)\(\(|\[\(|,\s*(?:[)\]=]|$)|\s[.,)\]\s]|[(\[]\s"""
    r"|[(,=]\s?\*|\.(?!\w)|(?<!\w)\."
    r"|\b(?:async|await|for|if|else|in|is|lambda|not|yield)\b"
)


class Runs:
    """The settled lines of a module's text, and the rest.

    Attributes
    ----------
    rest : the text with a marker for each run of settled lines
    """

    def __init__(self, text: str, width: int) -> None:
        self.rest = text
        self._runs: list[list[str]] = []
        self._top = ""
        if _DIRECTIVE.search(text) is not None:
            return
        self._top, text = _without_top(text, width)
        lines = text.split("\n")
        module = ast.parse(text)
        kinds = _kinds(lines, module, width)
        self._headers(lines, module, width)
        made: list[str] = []
        done = 0
        for first, end in _found(lines, kinds):
            made += lines[done:first]
            made.append(f"{' ' * _indent(lines[first])}_gradgen_run_{len(self._runs)}_")
            self._runs.append(
                [
                    line if kind == "comment" else _hugged(line)
                    for line, kind in zip(lines[first:end], kinds[first:end], strict=True)
                ]
            )
            done = end
        self.rest = "\n".join([*made, *lines[done:]])

    def _headers(self, lines: list[str], module: ast.Module, width: int) -> None:
        """Lay out signatures and guards that are plain, and leave short ones in their place."""
        for function in module.body:
            if not isinstance(function, ast.FunctionDef):
                continue
            laid = laid_signature(lines[function.lineno - 1], width)
            if laid is not None:
                lines[function.lineno - 1] = f"def _gradgen_run_{len(self._runs)}_():"
                self._runs.append(laid)
            for node in function.body:
                laid = (
                    laid_test(lines[node.lineno - 1], width) if isinstance(node, ast.If) else None
                )
                if laid is not None:
                    lines[node.lineno - 1] = f"    if _gradgen_run_{len(self._runs)}_:"
                    self._runs.append(laid)

    def back_in(self, laid_out: str) -> str:
        """Return the laid-out text of the rest with the runs in place of their markers."""
        made: list[str] = []
        for line in laid_out.split("\n"):
            marked = _MARK.match(line)
            made += [line] if marked is None else self._runs[int(marked[1])]
        return self._top + "\n".join(made)


def _without_top(text: str, width: int) -> tuple[str, str]:
    """Return comments and imports above the first function, laid out, and the text from there."""
    found = _TOP.match(text)
    lines = found[0].rstrip("\n").split("\n") if found else []
    imports = bool(lines) and lines[-1].startswith(
        ("import ", "from ")
    )  # comments may be the def's
    if not found or not imports or "\n\n\n" in "\n".join(lines) or max(map(len, lines)) > width:
        return "", text
    return "\n".join([*lines, "", "", ""]), text[found.end() :]


def _found(lines: list[str], kinds: list[Kind]) -> Iterator[tuple[int, int]]:
    """Yield the first line of each run and the one after its last."""
    first = 0
    while first < len(lines):
        end = _end(lines, kinds, first) if kinds[first] in ("statement", "header") else first
        if end > first:
            yield first, end
        first = max(end, first + 1)


def _end(lines: list[str], kinds: list[Kind], first: int) -> int:
    """Return where the run that starts at a line ends: after its last whole statement."""
    depth = _indent(lines[first])
    whole = last = first  # the ends of what is whole but for the statement in work, and with it
    for here in range(first, len(lines)):
        kind = kinds[here]
        if kind in ("blank", "comment"):
            continue
        if kind == "other":
            return last if _begins(lines, here, depth) else whole
        indent = _indent(lines[here])
        if indent < depth:
            return last
        if indent == depth and kind != "else":
            whole = last
        last = here + 1
    return last


def _begins(lines: list[str], here: int, depth: int) -> bool:
    """Whether what comes next from a line on is a statement outside those above it."""
    for line in lines[here:]:
        if line and _indent(line) > depth:
            return False
        if line and not line.lstrip().startswith("#"):
            return _indent(line) < depth or _ELSE.match(line) is None
    return True


def _kinds(lines: list[str], module: ast.Module, width: int) -> list[Kind]:
    """Return what is on each line; it is "other" where black may change something."""
    kinds: list[Kind] = ["other"] * len(lines)
    for function in module.body:
        if isinstance(function, ast.FunctionDef):
            for position, kind in _statements(function.body):
                if _is_settled(lines[position], kind, width):
                    kinds[position] = kind
    after = -1  # the indent of the next statement, unless that is an `else`
    for here in range(len(lines) - 1, -1, -1):
        line = lines[here]
        if kinds[here] == "header" and _ELSE.match(line):
            kinds[here], after = "else", -1
        elif kinds[here] != "other":
            after = _indent(line)
        elif line.strip() == "else:":
            kinds[here], after = "else", -1
        elif not line:
            opens = lines[here - 1].endswith(":") or not lines[here - 1]
            kinds[here] = "other" if opens else "blank"
        elif line.lstrip().startswith("# "):
            kinds[here] = "comment" if _indent(line) == after else "other"
        else:
            after = _indent(line)
    return kinds


def _statements(block: list[ast.stmt]) -> Iterator[tuple[int, Kind]]:
    """Yield the lines of the statements, and of the headers of blocks, that may be settled."""
    for node in block:
        if isinstance(node, (ast.For, ast.While, ast.If)):
            yield node.lineno - 1, "header"
        elif isinstance(node, (ast.Return, ast.Break, ast.Continue)):
            yield node.lineno - 1, "exit"
        elif isinstance(node, (ast.Assign, ast.AugAssign, ast.Pass)) or (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        ):
            yield node.lineno - 1, "statement"
        for field in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(node, field, []))


def _is_settled(line: str, kind: Kind, width: int) -> bool:
    """Whether black leaves the line of a statement, or of a header, as it is."""
    hugged = _hugged(line)
    if len(hugged) > width or not line.isascii() or _SIGNED.search(hugged) is not None:
        return False
    text = hugged.strip()
    if kind == "header":
        header = _HEADER.fullmatch(hugged)
        if header is None:
            return False
        text = header[1]
    elif _ENCLOSED.search(text) is not None:
        return False
    if _DOUBTFUL.search(_SLICES.sub("[]", _SETTLED_POWER.sub("+", text))) is not None:
        return False
    return all(_PLAIN_NUMBER.fullmatch(number) for number in _DIGITS.findall(hugged))


def _hugged(line: str) -> str:
    """Return a line as black writes its powers: those of plain operands without spaces."""
    return _POWER.sub(r"\1**\2", line) if "**" in line else line


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
