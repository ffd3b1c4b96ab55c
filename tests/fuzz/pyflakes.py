"""Generated modules under ruff's pyflakes rules, many at once: starting ruff is what takes time."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Mapping
from pathlib import Path

AXES = re.compile(r"""\b(Bool|Float|Int)\[np\.ndarray, ["'][^"']*["']\]""")
"""Annotations of axes: these texts are no types."""


def ruff() -> str | None:
    """Return the command `ruff`, None where it is not installed."""
    beside = Path(sysconfig.get_path("scripts")) / "ruff"
    return str(beside) if beside.exists() else shutil.which("ruff")


def problems(modules: Mapping[str, str]) -> list[str]:
    """Return what ruff says of some modules, each line with the name that a text was given."""
    command = ruff()
    if command is None or not modules:
        return []
    with tempfile.TemporaryDirectory() as folder:
        for name, text in modules.items():
            plain = AXES.sub(r"\1[np.ndarray, 1]", text)
            Path(folder, f"{name}.py").write_text(plain, encoding="utf-8")
        options = ["check", "--isolated", "--no-cache", "--select", "F", "--output-format"]
        done = subprocess.run(
            [command, *options, "concise", "."], cwd=folder, capture_output=True, text=True
        )
    if done.returncode not in (0, 1):
        sys.stderr.write(done.stderr)
        raise RuntimeError("ruff did not run")
    return [line for line in done.stdout.splitlines() if ".py:" in line]
