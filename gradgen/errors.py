"""The error tree, and how a message with its source excerpt is laid out (see docs/errors.md)."""

from __future__ import annotations

import ast
from collections.abc import Sequence


class GradgenError(Exception):
    """Root of every error that gradgen raises on purpose."""

    code: str = ""


class UnsupportedError(GradgenError):
    """A function, or a construct in it, that cannot be differentiated right."""


def unsupported(
    filename: str,
    lines: Sequence[str],
    function: str,
    node: ast.AST,
    code: str,
    reason: str,
    help: str = "",
    what: str = "",
) -> UnsupportedError:
    """Make an `UnsupportedError` whose message shows the line, a caret, the reason and a way out."""
    error = UnsupportedError(f"{code}: {reason}")
    error.code = code
    return error
