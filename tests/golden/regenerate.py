"""Write `generated/` anew: `python -m tests.golden.regenerate`. With `--check`, only compare.

A change of `generated/` is reviewed like any other code: it is what gradgen's users get.
"""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterator
from pathlib import Path

from tests.golden.targets import GENERATED, ROOT, TARGETS, Target

ACCEPT = "python -m tests.golden.regenerate"


def drift(target: Target) -> str:
    """Return the unified diff from the committed module to what gradgen writes now."""
    committed = target.path.read_text(encoding="utf-8") if target.path.exists() else ""
    name = target.path.relative_to(ROOT).as_posix()
    lines = difflib.unified_diff(
        committed.splitlines(keepends=True),
        target.text().splitlines(keepends=True),
        fromfile=f"{name} (committed)",
        tofile=f"{name} (generated now)",
    )
    return "".join(lines)


def strangers() -> Iterator[Path]:
    """Yield the modules under `generated/` that no target makes."""
    expected = {target.path for target in TARGETS}
    yield from sorted(path for path in GENERATED.rglob("*.py") if path not in expected)


def write_all() -> None:
    """Write the modules that differ, and take away those that nothing makes."""
    for target in TARGETS:
        text = target.text().encode()
        if not target.path.exists() or target.path.read_bytes() != text:
            target.path.parent.mkdir(parents=True, exist_ok=True)
            target.path.write_bytes(text)
            print("written", target.path.relative_to(ROOT))
    for path in strangers():
        path.unlink()
        print("removed", path.relative_to(ROOT))


def check_all() -> int:
    """Print every difference; return the exit status."""
    changes = [diff for target in TARGETS if (diff := drift(target))]
    changes += [f"no target makes {path.relative_to(ROOT)}\n" for path in strangers()]
    print("".join(changes) or f"generated/ is up to date ({len(TARGETS)} modules)")
    if changes:
        print(f"To accept: {ACCEPT}")
    return int(bool(changes))


def main() -> int:
    """Run the command; return the exit status."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true", help="compare, and write nothing")
    if options.parse_args().check:
        return check_all()
    write_all()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
