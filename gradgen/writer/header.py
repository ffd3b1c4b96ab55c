"""The comment lines at the top of a generated module: what it is, of what, by which version.

No date, no user, no path: the same function gives the same bytes on any machine.

>>> subject("loss", ("w", "b"), "grad")
'Gradient of `loss` with respect to `w` and `b`.'
"""

from __future__ import annotations

import ast
import hashlib
import textwrap
from collections.abc import Iterable, Sequence

from gradgen import rules
from gradgen.reader.unit import Unit
from gradgen.rules import own
from gradgen.syntax import HEADER_MARK, walk
from gradgen.transform.program import Mode, Program
from gradgen.writer.origins import importable, module_of

MARK = f"# {HEADER_MARK} "
_TITLES: dict[Mode, str] = {
    "grad": "Gradient of {f} with respect to {wrt}.",
    "value_and_grad": "Value of {f} and its gradient with respect to {wrt}.",
    "vjp": "Adjoint of {f}: gradient of {wrt} from that of its result.",
    "jvp": "Directional derivative of {f} along {d_wrt}.",
}


def header(programs: Sequence[Program], version: str) -> str:
    """Return the header of the module that holds some programs."""
    lines = [f"{MARK}{version}: do not edit."]
    units: list[Unit] = []
    for program in programs:
        what = f"`{qualified(program.unit)}`, on the way to its derivative."
        if is_derivative(program):
            what = subject(qualified(program.unit), program.request.wrt, program.request.mode)
        wrapped = textwrap.wrap(what, width=86, break_long_words=False, break_on_hyphens=False)
        lines += [f"# {line}" for line in wrapped]
        units += [program.unit, *(function.unit for function in program.functions)]
    lines += own_rules(units)
    return "\n".join([*lines, f"# Source digest: sha256 {digest(units)}"])


def own_rules(units: Sequence[Unit]) -> list[str]:
    """Return the lines that name the rules of the user's own that were used."""
    if not own.registered():
        return []
    instead = ", in place of gradgen's"
    found: dict[str, rules.Rule] = {}
    for unit in units:
        for node in walk(unit.tree):
            meant = unit.scope.lookup(node.func) if isinstance(node, ast.Call) else None
            rule = None if meant is None else rules.find(meant)
            if rule is not None and rule.home:
                found[rule.name] = rule
    return [
        f"# By the rule of `{rule.home}` for `{name}`{instead if rule.overrides else ''}."
        for name, rule in sorted(found.items())
    ]


def subject(function: str, wrt: Sequence[str], mode: Mode) -> str:
    """Return the sentence that says what a derivative is."""
    return _TITLES[mode].format(
        f=quoted([function]), wrt=quoted(wrt), d_wrt=quoted([f"d_{name}" for name in wrt])
    )


def is_derivative(program: Program) -> bool:
    """Tell whether the program has been differentiated yet."""
    return bool(program.functions) and program.functions[0].tree.name == program.name


def qualified(unit: Unit) -> str:
    """Return `module.function`, or the name alone where the module cannot be imported."""
    module = module_of(unit)
    return f"{module}.{unit.name}" if importable(module) else unit.name


def quoted(names: Sequence[str]) -> str:
    """Return names in backquotes as a list in English: `` `a`, `b` and `c` ``."""
    marked = [f"`{name}`" for name in names]
    return " and ".join(filter(None, [", ".join(marked[:-1]), *marked[-1:]]))


def digest(units: Iterable[Unit]) -> str:
    """Return the sha256 of the text of functions: indent, line ends and trailing blanks aside."""
    texts = sorted({source_text(unit) for unit in units})
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def source_text(unit: Unit) -> str:
    """Return the normalised text of a function, its decorators included."""
    first = min([unit.tree.lineno, *(node.lineno for node in unit.tree.decorator_list)])
    lines = unit.source.lines[first - 1 : unit.tree.end_lineno]
    text = "\n".join(line.rstrip() for line in lines)
    return textwrap.dedent(text).strip("\n") + "\n"
