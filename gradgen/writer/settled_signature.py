"""The first line of a printed function, laid out as black would: signatures are most of its work.

>>> laid_signature("def f(x: Float[np.ndarray, 'n'], k: float=2.0):", 88)
['def f(x: Float[np.ndarray, "n"], k: float = 2.0):']
>>> laid_signature("def f(first, second):", 20)
['def f(', '    first, second', '):']
>>> laid_signature("def f(x=(lambda: 1)):", 88) is None
True
"""

from __future__ import annotations

import re

_LINE = re.compile(r"def (\w+)\((.*)\):")
_TEXT = r"'[^'\"\\]*'"
_ANNOTATION = rf"(?:[\w.]+|{_TEXT}|, (?=[\w'])| \| |\[(?=[\w'])|(?<=[\w'\]])\])+"
_DEFAULT = rf"-?\d+(?:\.\d+)?|[A-Za-z_][\w.]*|{_TEXT}|\(\)"
_PARAMETER = re.compile(rf"(\*{{0,2}}\w+|\*|/)(?:: ({_ANNOTATION}))?(?:=({_DEFAULT}))?")
_PIECES = re.compile(r"'[^']*'|[][(),]|[^][(),']+")
_INDENT = " " * 4


def laid_signature(line: str, width: int) -> list[str] | None:
    """Return the lines of a signature that stands on one; None where black has to see it."""
    found = _LINE.fullmatch(line)
    if found is None or not line.isascii():
        return None
    parameters = [_parameter(text) for text in _apart(found[2])]
    known = [text for text in parameters if text is not None]
    if len(known) < len(parameters):
        return None
    head, inside = f"def {found[1]}(", ", ".join(known)
    if len(head) + len(inside) + 2 <= width:
        return [f"{head}{inside}):"]
    if len(known) < 2:
        return None
    if len(_INDENT) + len(inside) <= width:
        return [head, _INDENT + inside, "):"]
    if any(len(_INDENT) + len(text) + 1 > width for text in known):
        return None
    return [head, *(f"{_INDENT}{text}," for text in known), "):"]


def _parameter(text: str) -> str | None:
    """Return a parameter with its spaces and quotes, if it is plain."""
    found = _PARAMETER.fullmatch(text)
    if found is None:
        return None
    name, annotation, default = found.groups()
    if default is not None:
        default = f" = {default}" if annotation is not None else f"={default}"
    made = f"{name}: {annotation}" if annotation is not None else name
    return (made + (default or "")).replace("'", '"')


def _apart(parameters: str) -> list[str]:
    """Split what stands between the brackets of a signature at its own commas."""
    made: list[str] = [""]
    depth = 0
    for piece in _PIECES.findall(parameters):
        depth += (piece in ("[", "(")) - (piece in ("]", ")"))
        if piece == "," and depth == 0:
            made.append("")
        else:
            made[-1] += piece
    return [text.strip() for text in made] if parameters else []
