"""Runs the pages of the documentation: `python -m tests.docs.pages` fills in their outputs.

A page is a script. In it,

- a `python` fence is run, in the namespace of the page, in an empty directory;
- with `<!-- file: NAME -->` above it, it is saved under that name instead, to be imported;
- with `<!-- run as: NAME -->` above it, it is run from a file of that name, which messages show;
- a `console` fence holds commands of gradgen after `$ `, with what they print;
- a fence under `<!-- output -->` is what the fence before it prints, with the error of gradgen's
  that ends it.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import math
import os
import re
import shlex
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gradgen import GradgenError

ROOT = Path(__file__).resolve().parents[2]
UPDATE = "python -m tests.docs.pages"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NUMBER = re.compile(r"(\d+\.\d*(?:e[-+]\d+)?|\d+e[-+]\d+)")
DIRECTIVE = re.compile(r"<!-- (file|run as|output)(?:: ([\w./]+))? -->\n+$")


def pages() -> list[Path]:
    """Return the pages that are run: docs/errors.md has golden tests of its own."""
    found = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [page for page in found if page.name != "errors.md"]


@dataclass(frozen=True)
class Fence:
    """A fenced block: its language, what stands in it and where, and the directive above it."""

    language: str
    text: str
    start: int
    end: int
    directive: str
    name: str


def fences(page: str) -> Iterator[Fence]:
    """Yield the fenced blocks of a page in order."""
    for match in FENCE.finditer(page):
        above = DIRECTIVE.search(page, 0, match.start())
        directive, name = (above[1], above[2] or "") if above else ("", "")
        yield Fence(match[1], match[2], match.start(2), match.end(2), directive, name)


def settled(before: str, now: str) -> str:
    """Return the text of before if the text of now differs from it by rounding only.

    Numbers agree to six digits, or both are noise; blanks do not count.
    """
    old, new = (NUMBER.split(" ".join(text.split())) for text in (before, now))
    same = len(old) == len(new) and all(
        a == b or (k % 2 and math.isclose(float(a), float(b), rel_tol=1e-6, abs_tol=1e-9))
        for k, (a, b) in enumerate(zip(old, new, strict=True))
    )
    return before if same else now


class Session:
    """The state of one page that is being run in the current directory."""

    def __init__(self) -> None:
        self.names: dict[str, object] = {"__name__": "page"}
        self.printed = ""
        self.count = 0

    def run(self, fence: Fence) -> str:
        """Run one fence; return the text that should stand in it."""
        if fence.directive == "output":
            return settled(fence.text, self.printed)
        if fence.directive == "file":
            Path(fence.name).write_text(fence.text, encoding="utf-8")
        elif fence.language == "python":
            self.count += 1
            self.printed = self.run_python(fence.text, fence.name or f"example_{self.count}.py")
        elif fence.language == "console":
            return "".join(map(run_command, commands(fence.text)))
        return fence.text

    def run_python(self, text: str, name: str) -> str:
        """Run a piece of Python from a file; return what it prints, and the error that ends it."""
        Path(name).write_text(text, encoding="utf-8")
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            try:
                code = compile(text, str(Path(name).resolve()), "exec", dont_inherit=True)
                exec(code, self.names)
            except GradgenError as error:
                self.names["error"] = error
                printed.write("".join(traceback.format_exception_only(error)))
        return printed.getvalue().rstrip("\n") + "\n"


def commands(text: str) -> list[str]:
    """Return the commands of a console fence."""
    return [line[2:] for line in text.splitlines() if line.startswith("$ ")]


def run_command(command: str) -> str:
    """Run a command in the current directory; return it with what it prints, as in a console."""
    program, *arguments = shlex.split(command)
    if program == "cat":
        printed = "".join(Path(name).read_text(encoding="utf-8") for name in arguments)
    else:
        assert program == "gradgen", f"a console fence runs gradgen and cat only: {command}"
        run = subprocess.run(
            [sys.executable, "-m", "gradgen", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        printed = run.stdout
    return f"$ {command}\n{printed}"


@contextlib.contextmanager
def empty_directory() -> Iterator[None]:
    """Work in an empty directory, from which modules can be imported, and leave no trace of it."""
    modules = set(sys.modules)
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        sys.path.insert(0, folder)
        try:
            yield
        finally:
            sys.path.remove(folder)
            for name in set(sys.modules) - modules:
                origin = getattr(sys.modules[name], "__file__", None) or ""
                if origin.startswith((os.path.realpath(folder), folder)):
                    del sys.modules[name]


def rerun(page: str) -> str:
    """Run a page; return its text with the outputs that it has today.

    Raises
    ------
    AssertionError
        A fence ended with an error, and the page does not show it.
    """
    session = Session()
    done: list[str] = []
    last = 0
    found = list(fences(page))
    with empty_directory():
        for fence, following in itertools.zip_longest(found, found[1:]):
            text = session.run(fence)
            failed = session.names.pop("error", None)
            if failed is not None and (following is None or following.directive != "output"):
                raise AssertionError(f"this fence fails:\n{fence.text}\n{session.printed}")
            done += [page[last : fence.start], text]
            last = fence.end
    return "".join([*done, page[last:]])


def main() -> None:
    """Write the outputs of today into every page."""
    for page in pages():
        before = page.read_text(encoding="utf-8")
        after = rerun(before)
        if after != before:
            page.write_text(after, encoding="utf-8")
            print("updated", page.relative_to(ROOT))


if __name__ == "__main__":
    main()
