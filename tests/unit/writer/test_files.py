from __future__ import annotations

import os
import stat
import weakref
from pathlib import Path

import pytest

from gradgen.errors import InputError
from gradgen.writer.files import check_writable, module_path, write_text
from gradgen.writer.header import MARK
from gradgen.writer.meanings import Meanings
from tests.unit.writer import samples
from tests.unit.writer.programs import program

OURS = f"{MARK}0.1.0: do not edit.\nx = 1\n"


def test_a_path_is_a_file_or_a_folder(tmp_path: Path) -> None:
    (tmp_path / "old.py").mkdir()
    assert module_path("a/b.py", "f_grad") == Path("a/b.py")
    assert module_path("a/b", "f_grad") == Path("a/b/f_grad.py")
    assert module_path("a.py/", "f_grad") == Path("a.py/f_grad.py")
    assert module_path(tmp_path / "old.py", "f_grad") == tmp_path / "old.py" / "f_grad.py"


def test_a_file_is_written_whole_and_over_our_own_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "f_grad.py"
    assert write_text(path, OURS) == path
    assert path.read_bytes() == OURS.encode()
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask
    path.chmod(0o640)
    write_text(path, OURS + "y = 2\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [entry.name for entry in path.parent.iterdir()] == ["f_grad.py"]


@pytest.mark.parametrize("content", [b"x = 1\n", b"", b"\xff\xfe", b"\n" + OURS.encode()])
def test_a_file_of_somebody_else_stays(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mine.py"
    path.write_bytes(content)
    with pytest.raises(InputError, match="gradgen did not write it"):
        write_text(path, OURS)
    assert path.read_bytes() == content


def test_a_write_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "f_grad.py"
    write_text(path, OURS)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_text(path, OURS + "y = 2\n")
    assert path.read_text() == OURS
    assert len(list(tmp_path.iterdir())) == 1


def test_a_link_is_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "target.py", tmp_path / "link.py"
    write_text(target, OURS)
    link.symlink_to(target)
    write_text(link, OURS + "y = 2\n")
    assert link.is_symlink() and target.read_text().endswith("y = 2\n")


def test_live_objects_cannot_be_written() -> None:
    check_writable([])
    with pytest.raises(InputError, match="`weights`, `k`"):
        check_writable(["weights", "k"])


def test_meanings_hold_until_a_name_means_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    factor = 2.0

    def f(x, y=samples.GRAVITY):
        return factor * samples.scale(x) * y * abs(x)

    meanings = Meanings(program(f))
    assert meanings.still_hold()
    monkeypatch.setattr(samples, "scale", lambda x: x)
    assert not meanings.still_hold()
    monkeypatch.undo()
    assert meanings.still_hold()
    f.__defaults__ = (1.0,)
    assert not meanings.still_hold()
    meanings = Meanings(program(f))
    factor = 3.0
    assert not meanings.still_hold()


def test_meanings_keep_no_function_alive() -> None:
    def make() -> tuple[Meanings, weakref.ref[object]]:
        def f(n):
            return f(n - 1) if n else 1.0

        return Meanings(program(f, "def f_grad(x): return x")), weakref.ref(f)

    import gc

    meanings, function = make()
    from gradgen.writer import plan

    plan._mentioned.cache_clear()
    gc.collect()
    assert function() is None
    assert not meanings.still_hold()
