"""Text to a file: in one step, and never over a file that gradgen did not write."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from gradgen.errors import InputError, Problem, shown_path
from gradgen.writer.header import MARK


def module_path(path: str | os.PathLike[str], name: str) -> Path:
    """Return the file that a path means: `name.py` in it, where it is or is to be a folder."""
    given = Path(path)
    is_folder = given.is_dir() or str(path).endswith(("/", os.sep)) or given.suffix != ".py"
    return given / f"{name}.py" if is_folder else given


def check_replaceable(path: Path) -> None:
    """Refuse a file that exists and that gradgen did not write."""
    if not path.exists():
        return
    try:
        with path.open(encoding="utf-8") as file:
            ours = file.readline().startswith(MARK)
    except (OSError, UnicodeDecodeError):
        ours = False
    if not ours:
        raise refusal(
            "GG404",
            f"cannot write {shown_path(str(path))}",
            "the file is there, and gradgen did not write it",
            "choose another path, or move the file away",
        )


def check_writable(live: Iterable[str]) -> None:
    """Refuse a module that needs objects which no import can give it."""
    names = [f"`{name}`" for name in live]
    if names:
        raise refusal(
            "GG406",
            "cannot write a module of its own for this derivative",
            f"it uses what cannot be imported: {', '.join(names)}",
            "define that in a module and import it from there",
        )


def write_text(path: Path, text: str) -> Path:
    """Write a module, whole or not at all; folders on the way are made."""
    check_replaceable(path)
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, scratch = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(scratch, _mode(target))
        os.replace(scratch, target)
    except BaseException:
        os.unlink(scratch)
        raise
    return path


def refusal(code: str, what: str, reason: str, help: str) -> InputError:
    """Make the error for something that was asked for and cannot be done."""
    text = f"{what}\n   = {reason}\n   = help: {help}"
    return InputError(Problem(code, what, reason, help, text))


def _mode(target: Path) -> int:
    """Return the permissions that a file has, or that a new one would be given."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
