"""Finds the source of a function, parses it, keeps its comments, resolves its free names."""

from gradgen.reader.read import read
from gradgen.reader.unit import MISSING, Comments, Scope, SourceText, Unit

__all__ = ["MISSING", "Comments", "Scope", "SourceText", "Unit", "read"]
