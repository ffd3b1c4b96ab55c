"""Tree to text: the only module that knows astor.

In goes a statement or a list of them, `syntax.Comment` pseudo-statements included; out comes
text that parses back to the same tree. Long lines are left alone: `layout` lays them out.

>>> print(tree_text([syntax.comment("double it"), syntax.statement("y = 2.0 * x")]), end="")
# double it
y = 2.0 * x
"""

from __future__ import annotations

import ast
import cmath
import copy
import inspect
import math
import re
from collections.abc import Iterable, Sequence

import astor

from gradgen import errors, syntax

SPELLING = "_gradgen_spelling"
"""On a constant: the text of the number as the user wrote it, `0xff` or `1_000`."""

_BLOCKS = ("body", "orelse", "finalbody")
_IGNORED = frozenset({"ctx", "kind", "type_comment", "type_ignores", "type_params"})
_MARKER = re.compile(r"^( *)_gradgen_(comment|doc)_(\d+)_$")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_GROUPS = ("Forward pass", "Backward pass")


def tree_text(node: ast.stmt | Sequence[ast.stmt]) -> str:
    """Return the text of a statement or of a list of them, verified by parsing it back."""
    statements = [node] if isinstance(node, ast.stmt) else list(node)
    prepared = _Prepared()
    module = ast.Module(body=prepared.body(statements, optional=True), type_ignores=[])
    for printer in (_astor_text, _plain_text):
        try:
            text = prepared.unmarked(printer(module))
            if equal_trees(ast.parse(text), prepared.expected(module)):
                return text
        except (AttributeError, SyntaxError, ValueError):
            continue  # a form that this printer does not know: the next one may
    raise errors.internal("the text of a tree does not parse back to the tree")


def equal_trees(a: object, b: object) -> bool:
    """Tell whether two trees are equal; positions, contexts and docstring indents aside."""
    if type(a) is not type(b):
        return False
    if isinstance(a, ast.AST):
        if isinstance(a, ast.Constant) and isinstance(b, ast.Constant):
            return type(a.value) is type(b.value) and repr(a.value) == repr(b.value)
        for field in a._fields:
            if field not in _IGNORED:
                part, other = getattr(a, field, None), getattr(b, field, None)
                if part is not other and not _equal_fields(field, part, other):
                    return False
        return True
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(equal_trees, a, b))
    return a == b


def _equal_fields(field: str, a: object, b: object) -> bool:
    if isinstance(a, list) and isinstance(b, list) and field == "body":
        doc_a, doc_b = _docstring(a), _docstring(b)
        if doc_a is not None and doc_b is not None:
            return inspect.cleandoc(doc_a) == inspect.cleandoc(doc_b) and equal_trees(a[1:], b[1:])
    if a is None or b is None:
        return (a is None or a == []) and (b is None or b == [])
    return equal_trees(a, b)


def printed(node: ast.stmt) -> tuple[str, ast.stmt]:
    """Return the text of a statement, and the statement that it should parse back to.

    That it does is for the caller to check; where it does not, `tree_text` may still know how.
    """
    prepared = _Prepared()
    module = ast.Module(body=prepared.body([node]), type_ignores=[])
    try:
        text = prepared.unmarked(_astor_text(module))
    except (AttributeError, ValueError):
        text = tree_text(node)
    return text, prepared.expected(module).body[0]


def with_docstring(tree: ast.FunctionDef, text: str) -> ast.FunctionDef:
    """Return a function with a docstring in place of the one that it may have."""
    body = tree.body[1:] if tree.body and _docstring(tree.body) is not None else tree.body
    made = copy.copy(tree)
    made.body = [ast.Expr(value=ast.Constant(value=text)), *body]
    return made


def comment_line(text: str) -> str:
    """Return `# text` on one line, whatever characters the text holds."""
    cleaned = _CONTROL.sub(" ", text).rstrip()
    return f"# {cleaned}" if cleaned else "#"


def docstring_text(text: str, indent: str = "") -> str:
    """Return a docstring as a triple-quoted literal whose later lines are indented."""
    text = inspect.cleandoc(text).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    text = "".join(c if c == "\n" or c.isprintable() else ascii(c)[1:-1] for c in text)
    if text.endswith('"'):
        text = text[:-1] + '\\"'
    first, *rest = text.split("\n")
    lines = [f'"""{first}', *(f"{indent}{line}".rstrip() for line in rest)]
    return "\n".join(lines) + (f'\n{indent}"""' if rest else '"""')


def _docstring(body: Sequence[object]) -> str | None:
    first = body[0] if body else None
    if type(first) is ast.Expr and isinstance(first.value, ast.Constant):
        return first.value.value if isinstance(first.value.value, str) else None
    return None


def _astor_text(module: ast.Module) -> str:
    """Print with astor; `black` lays out, so astor wraps nothing and prefers no quotes."""
    return str(
        astor.to_source(
            module,
            pretty_string=lambda text, *_, **__: repr(text),
            pretty_source="".join,
        )
    )


def _plain_text(module: ast.Module) -> str:
    """Print what astor does not know: `match`, nested f-strings."""
    return ast.unparse(syntax.fix_locations(module)) + "\n"


class _Prepared:
    """A copy of a tree in which comments and docstrings are marker statements."""

    def __init__(self) -> None:
        self.comments: list[syntax.Comment] = []
        self.docs: list[str] = []

    def body(self, statements: Iterable[ast.stmt], optional: bool = False) -> list[ast.stmt]:
        """Copy the statements of a block; one without a statement is given a `pass`."""
        made: list[ast.stmt] = []
        real = False
        for statement in statements:
            if isinstance(statement, syntax.Comment):
                self.comments.append(statement)
                made.append(_marker("comment", len(self.comments) - 1))
            else:
                made.append(self.node(statement))
                real = True
        if not real and not optional:
            made.append(ast.Pass())
        return made

    def documented(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        """Copy the body of a function or class, its docstring as a marker."""
        text = _docstring(statements)
        if text is None:
            return self.body(statements)
        self.docs.append(text)
        rest = self.body(statements[1:], optional=True)
        return [_marker("doc", len(self.docs) - 1), *rest]

    def node(self, node: syntax.Node) -> syntax.Node:
        """Copy a node; constants that no literal spells become the expressions that make them."""
        if isinstance(node, ast.Constant):
            spelling = getattr(node, SPELLING, None)
            made_literal = syntax.name(spelling) if spelling else _literal(node.value)
            return made_literal  # type: ignore[return-value]
        made = type(node)()
        for field, value in ast.iter_fields(node):
            if field in _BLOCKS and isinstance(value, list) and not isinstance(node, ast.Module):
                is_scope = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
                if field == "body" and value and is_scope:
                    copied: object = self.documented(value)
                else:
                    copied = self.body(value) if value or field == "body" else []
            elif isinstance(value, list):
                copied = [self.node(v) if isinstance(v, ast.AST) else v for v in value]
            else:
                copied = self.node(value) if isinstance(value, ast.AST) else value
            setattr(made, field, copied)
        return made

    def unmarked(self, text: str) -> str:
        """Turn the markers in a printed text into comments and docstrings."""
        lines: list[str] = []
        for line in text.splitlines():
            marker = _MARKER.match(line)
            if marker is None:
                lines.append(line)
                continue
            indent, kind, index = marker[1], marker[2], int(marker[3])
            if kind == "doc":
                lines.append(indent + docstring_text(self.docs[index], indent))
                continue
            comment = self.comments[index]
            written = comment_line(comment.text)
            if comment.trailing and lines and lines[-1].strip():
                lines[-1] = _with_trailing(lines[-1], written)
            else:
                if indent and comment.text.startswith(_GROUPS) and not _opens_block(lines):
                    lines.append("")
                lines.append(indent + written)
        return "\n".join(lines).strip("\n") + "\n"

    def expected(self, module: ast.Module) -> ast.Module:
        """Return the prepared tree as it should parse back: docstrings real, comments gone."""
        return _Unmark(self.docs).visit(module)  # type: ignore[no-any-return]


class _Unmark(ast.NodeTransformer):
    def __init__(self, docs: list[str]) -> None:
        self.docs = docs

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id[0] in ".0123456789":
            return ast.Constant(value=ast.literal_eval(node.id))
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        marker = _MARKER.match(node.value.id) if isinstance(node.value, ast.Name) else None
        if marker is None:
            return self.generic_visit(node)
        if marker[2] == "comment":
            return None
        return ast.Expr(value=ast.Constant(value=self.docs[int(marker[3])]))


def _marker(kind: str, index: int) -> ast.stmt:
    return ast.Expr(value=syntax.name(f"_gradgen_{kind}_{index}_"))


def _with_trailing(line: str, written: str) -> str:
    """Add a trailing comment to a line, after the one that it may already have."""
    return f"{line}  {written}"


def _opens_block(lines: list[str]) -> bool:
    """Tell whether the next line is the first of its block, docstring aside."""
    last = lines[-1].rstrip() if lines else ""
    return last.endswith((":", '"""')) or not last


def _literal(value: object) -> ast.expr:
    """Return the expression that makes a constant."""
    if type(value) is complex:
        if value.real == 0.0 and math.copysign(1.0, value.real) > 0 and cmath.isfinite(value):
            if math.copysign(1.0, value.imag) > 0:
                return ast.Constant(value=value)
        return syntax.expr("complex(re, im)", re=_literal(value.real), im=_literal(value.imag))
    if type(value) is float and math.isnan(value):
        return syntax.expr('float("nan")')
    if type(value) in (int, float) and not isinstance(value, bool):
        return syntax.number(value)  # type: ignore[arg-type]
    if type(value) is tuple:
        elements = [_literal(element) for element in value]
        return ast.Tuple(elts=elements, ctx=ast.Load())
    if value is None or value is ... or isinstance(value, (bool, str, bytes)):
        return ast.Constant(value=value)
    raise errors.internal(f"a constant of type {type(value).__name__} has no literal")
