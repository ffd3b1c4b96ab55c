"""The command line: write derivatives to files, and show them, pass by pass.

$ gradgen generate model.py:energy --wrt x -o energy_grad.py
$ gradgen show model.py:energy --wrt x --after differentiate
$ gradgen rules numpy.linalg.norm
"""

from __future__ import annotations

import functools
import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from gradgen import __version__
from gradgen.errors import GradgenError

if TYPE_CHECKING:
    from gradgen.transform.program import Mode, Program

MODES = ("grad", "value_and_grad", "vjp", "jvp")

_wrt = click.option(
    "--wrt",
    default="0",
    metavar="NAMES",
    help="Parameters to differentiate by, as in `w,b`: names or positions. One gives one"
    " gradient, several (or `w,`) a tuple. Default: the first.",
)
_mode = click.option(
    "--mode", type=click.Choice(MODES), default="grad", show_default=True, help="What to make."
)


def _examples(*commands: str) -> str:
    """Return the end of a help text; the first line keeps click from filling the others."""
    return "\n".join(["\b", "Examples:", *(f"  gradgen {command}" for command in commands)])


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=_examples(
        "generate model.py:energy --wrt x -o energy_grad.py",
        "generate shop.models:loss shop.models:score --wrt w,b -o gradients",
        "show model.py:energy --mode jvp",
    ),
)
@click.version_option(__version__, prog_name="gradgen")
def main() -> None:
    """Write the derivative of a NumPy function as Python source.

    A TARGET is a function: `package.module:function`, or `path/to/file.py:function`.
    """


def _refusals(command: Callable[..., None]) -> Callable[..., None]:
    """Turn an error that is meant for the user into its message and exit status 1."""

    @functools.wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except GradgenError as error:
            notes = getattr(error, "__notes__", [])
            lines = [f"gradgen.{type(error).__name__}: {error}", *notes]
            click.echo("\n".join(lines), err=True)
            raise SystemExit(1) from None

    return guarded


@main.command(
    epilog=_examples(
        "generate model.py:energy --wrt x -o energy_grad.py",
        "generate shop.models:loss shop.models:score --wrt w,b -o gradients",
    )
)
@click.argument("targets", metavar="TARGET...", nargs=-1, required=True)
@_wrt
@_mode
@click.option(
    "-o",
    "--output",
    default=".",
    metavar="FILE_OR_FOLDER",
    help="A file ending in `.py` for all targets, or a folder with a file for each, called as"
    " the derivative. Default: the current folder.",
)
@_refusals
def generate(targets: tuple[str, ...], wrt: str, mode: str, output: str) -> None:
    """Write derivatives to files; nothing is written if a TARGET is refused.

    A file is replaced in one step, and only if gradgen wrote it.
    """
    from gradgen.writer.files import check_replaceable, check_writable, module_path, write_text
    from gradgen.writer.module import module_plan, planned_text

    made = [_program(target, wrt, mode) for target in targets]
    groups: dict[Path, list[Program]] = {}
    for program in made:
        groups.setdefault(module_path(output, program.name), []).append(program)
    texts: dict[Path, str] = {}
    for path, programs in groups.items():
        plan = module_plan(programs)
        check_writable(plan.live)
        check_replaceable(path)
        texts[path] = planned_text(plan, programs)
    for path, text in texts.items():
        names = ", ".join(program.name for program in groups[path])
        click.echo(f"{write_text(path, text)}: {names}")


@main.command(
    epilog=_examples("show model.py:energy", "show model.py:energy --wrt x --after differentiate")
)
@click.argument("target", metavar="TARGET")
@_wrt
@_mode
@click.option(
    "--after",
    metavar="PASS",
    help="Stop after this pass: read, resolve, normalise, differentiate, simplify or close.",
)
@_refusals
def show(target: str, wrt: str, mode: str, after: str | None) -> None:
    """Print the derivative of a TARGET, or the program as it stands after a pass."""
    from gradgen.pipeline import STAGES
    from gradgen.writer.module import module_text

    if after is not None and after not in STAGES:
        raise click.BadParameter(f"one of {', '.join(STAGES)}", param_hint="--after")
    click.echo(module_text(_program(target, wrt, mode, after)), nl=False)


@main.command(epilog=_examples("rules", "rules numpy.linalg", "rules numpy.linalg.norm"))
@click.argument("name", metavar="[NAME]", default="")
def rules(name: str) -> None:
    """Print the table of rules, those of a module, or one rule explained.

    NAME is a dotted name, as in `numpy.linalg.norm` or `np.tanh`, or part of one.
    """
    from gradgen import explain

    if not name:
        click.echo(explain.table())
        return
    rule = explain.known(name)
    if rule is not None:
        click.echo(explain.explained(rule))
        return
    listed = explain.table(name)
    if not listed.startswith("0 rules, "):
        click.echo(listed)
        return
    near = explain.near(name)
    help = f"; there is {', '.join(near)}" if near else ""
    raise click.BadParameter(f"there is no rule `{name}`{help}", param_hint="NAME")


def _program(target: str, wrt: str, mode: str, after: str | None = None) -> Program:
    from gradgen.api import request
    from gradgen.pipeline import run
    from gradgen.reader import read

    unit = read(_function(target))
    return run(unit, request(unit, cast("Mode", mode), _parameters(wrt)), after)


def _parameters(wrt: str) -> int | str | tuple[int | str, ...]:
    """Return `--wrt` as Python has it: `w,b` is a tuple, and so is `w,`."""
    parts = [part.strip() for part in wrt.split(",")]
    named = [int(part) if part.lstrip("-").isdigit() else part for part in parts if part]
    if len(parts) == 1 and named:
        return named[0]
    return tuple(named)


def _function(target: str) -> Callable[..., Any]:
    """Return the function that a TARGET means."""
    place, colon, name = target.rpartition(":")
    if not (colon and place and name):
        raise click.BadParameter(
            f"`{target}` is neither `package.module:function` nor `path/to/file.py:function`",
            param_hint="TARGET",
        )
    module = _file(place) if place.endswith(".py") else _module(place, os.getcwd())
    found: Any = module
    for part in name.split("."):
        found = getattr(found, part, None)
        if found is None:
            raise click.BadParameter(f"`{place}` has no `{name}`", param_hint="TARGET")
    return cast("Callable[..., Any]", found)


def _file(place: str) -> object:
    """Import a file under its own name, as another file beside it would."""
    path = Path(place).resolve()
    if not path.is_file():
        raise click.BadParameter(f"there is no file `{place}`", param_hint="TARGET")
    module = _module(path.stem, str(path.parent))
    actual = getattr(module, "__file__", None)
    if actual is None or Path(actual).resolve() != path:
        raise click.BadParameter(
            f"`import {path.stem}` finds another module than `{place}`: rename the file",
            param_hint="TARGET",
        )
    return module


def _module(name: str, folder: str) -> object:
    if folder not in sys.path:
        sys.path.insert(0, folder)
    importlib.invalidate_caches()
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and name.startswith(error.name):
            raise click.BadParameter(f"there is no module `{name}`", param_hint="TARGET") from None
        raise click.ClickException(f"cannot import `{name}`: {error}") from error
    except Exception as error:
        kind = type(error).__name__
        raise click.ClickException(f"cannot import `{name}`: {kind}: {error}") from error
