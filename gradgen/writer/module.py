"""A program to the text of a module: header, imports, constants, functions, helpers.

In: a `Program` after any pass. Out: text that black would leave alone and that imports nothing
of gradgen.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache

from gradgen import __version__, errors, runtime
from gradgen.transform.program import MadeFunction, Program
from gradgen.writer.combine import combined
from gradgen.writer.header import header, is_derivative
from gradgen.writer.layout import laid_out
from gradgen.writer.origins import Origin
from gradgen.writer.plan import Plan, plan
from gradgen.writer.printing import equal_trees, printed, tree_text
from gradgen.writer.signature import annotated, docstring
from gradgen.writer.users import as_written, dressed

HELPERS_LINE = f"# ---- helpers {'-' * 68}"
_FUTURE = Origin("from", "__future__", "annotations")


def module_text(*programs: Program) -> str:
    """Return the text of the module that holds the functions of one program, or of several."""
    return planned_text(module_plan(programs), programs)


def module_plan(programs: Sequence[Program]) -> Plan:
    """Return what the module of some programs consists of."""
    functions = combined([_functions(program) for program in programs])
    return plan(functions, {name for program in programs for name in program.helpers})


def planned_text(made: Plan, programs: Sequence[Program]) -> str:
    """Return the text of a plan, checked by parsing it back."""
    top = [header(programs, __version__), *_top(made)]
    texts, trees = zip(*(printed(function.tree) for function in made.functions), strict=True)
    with suppress(SyntaxError, ValueError):
        text = _composed(top, texts, made)
        if _changed(text, trees) is None:
            return text
    text = _composed(top, [tree_text(function.tree) for function in made.functions], made)
    changed = _changed(text, trees)
    if changed is not None:
        raise errors.internal(f"the layout of `{changed}` changed its meaning")
    return text


def _composed(top: Sequence[str], functions: Sequence[str], made: Plan) -> str:
    """Return the text of a module, laid out."""
    text = laid_out("\n\n".join([*top, *functions]) + "\n")
    if made.helpers:
        ordered = [name for name in runtime.HELPERS if name in made.helpers]
        helpers = "\n\n".join(_helper_text(name) for name in ordered)
        text = f"{text}\n\n{HELPERS_LINE}\n{helpers}"
    return text


@cache
def _helper_text(name: str) -> str:
    """Return the text of a helper, laid out: it is the same in every module."""
    return laid_out(runtime.source_of(name))


def _functions(program: Program) -> list[MadeFunction]:
    """Return the functions with their docstrings, the derivative with annotations throughout."""
    first, *rest = program.functions
    if first.tree is first.unit.tree:
        first = as_written(first.unit)
    elif is_derivative(program):
        request = program.request
        text = docstring(program.unit.name, request.wrt, request.mode, request.single)
        tree = annotated(first.tree, program)
        first = replace(first, tree=tree, docstring=first.docstring or text)
    return [dressed(function) for function in (first, *rest)]


def _top(made: Plan) -> Iterator[str]:
    """Yield the blocks between header and functions: imports by group, then constants."""
    imports = {name: o for name, o in made.origins.items() if o.kind in ("import", "from")}
    typing = {name: o for name, o in made.origins.items() if o.kind == "typing"}
    imports |= {module: Origin("import", module) for module in made.submodules}
    for package in {module.partition(".")[0] for module in made.submodules}:
        if imports.get(package) == Origin("import", package):
            del imports[package]  # `import package.module` binds it
    if typing:
        imports["TYPE_CHECKING"] = Origin("from", "typing", "TYPE_CHECKING")
    if made.future_annotations:
        yield "from __future__ import annotations"
    for wanted in (True, False):
        group = {
            name: origin
            for name, origin in imports.items()
            if (origin.module.partition(".")[0] in sys.stdlib_module_names) is wanted
        }
        if group:
            yield "\n".join(_import_lines(group))
    if typing:
        yield "\n    ".join(["if TYPE_CHECKING:", *_import_lines(typing)])
    constants = [o.line(name) for name, o in made.origins.items() if o.kind == "constant"]
    if constants:
        yield "\n".join(constants)
    if made.live:
        names = ", ".join(f"`{name}`" for name in made.live)
        yield f"# Cannot be imported, bound when this text is loaded: {names}"


def _import_lines(imports: dict[str, Origin]) -> Iterator[str]:
    """Yield import lines as a person sorts them, one for each module."""
    for name, origin in sorted(imports.items(), key=lambda item: (item[1].module, item[0])):
        if origin.kind == "import":
            yield origin.line(name)
    members: dict[str, list[str]] = {}
    for name, origin in sorted(imports.items()):
        if origin.kind != "import":
            members.setdefault(origin.module, []).append(origin.imported(name))
    for module in sorted(members):
        yield f"from {module} import {', '.join(members[module])}"


def _changed(text: str, trees: Sequence[ast.stmt]) -> str | None:
    """Return the name of a function that a laid-out text does not hold as it was printed."""
    written = {
        node.name: node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)
    }
    for tree in trees:
        assert isinstance(tree, ast.FunctionDef)
        if not equal_trees(written.get(tree.name), tree):
            return tree.name
    return None
