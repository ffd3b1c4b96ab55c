"""Programs to text, and text to functions. Names, comments, header, layout; no mathematics."""

from __future__ import annotations

from gradgen.writer.load import load
from gradgen.writer.module import module_text

__all__ = ["load", "module_text"]
