"""The new output takes the place of the old one, at once or not at all."""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..disk import flush, flush_names, replace

_FOLDER, _FILE = 0o755, 0o644
"""A web server must read everything, whatever the account that builds is used to."""


@contextmanager
def staging(output: Path, *, spare: bool = False) -> Iterator[Path]:
    """A fresh folder beside ``output``; what is in it at the end becomes the output. After an error all is as before.

    Whoever calls holds the lock of ``output`` (`lock.held`): what else lies beside it is then nobody's, and cleared.
    Files that are the same as before keep their time stamp, so that rsync and caches move only what is new. With
    ``spare`` the folder is not empty: it is the output before last, where that is there, and whoever calls sees to time
    stamps and rights. Raises `OSError`.
    """
    # A link stays where it is: what it leads to is replaced.
    output = output.resolve()
    if output.exists() and not output.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(output))
    output.parent.mkdir(parents=True, exist_ok=True)
    recover(output)
    last = spare_of(output)
    if last.is_symlink() or last.is_file():
        last.unlink()
    again = spare and last.is_dir()
    fresh = Path(tempfile.mkdtemp(prefix=_beside(output, "neu-").name, dir=output.parent))
    try:
        if again:
            fresh.rmdir()
            last.rename(fresh)
        fresh.chmod(_FOLDER)
        yield fresh
        if not spare:
            _settle(fresh, output)
        flush(fresh)
        aside = _beside(output, "alt")
        replace(fresh, output, aside)
        flush_names(output.parent)
        if not spare:
            shutil.rmtree(last, ignore_errors=True)
        elif old := next((one for one in (fresh, aside) if one.exists()), None):
            old.rename(last)
        recover(output)
    finally:
        if again and fresh.exists() and not last.exists():
            # Half done is no harm: what does not belong there will be noticed.
            fresh.rename(last)
        shutil.rmtree(fresh, ignore_errors=True)


def spare_of(output: Path) -> Path:
    """Where the output before last lies: on the same disk, so that both can share their files."""
    return _beside(output.resolve(), "vorletzt")


def recover(output: Path) -> None:
    """Puts the old output back where a power cut hit between two renames (`disk.replace`); clears what was left lying.

    Nobody may be building.
    """
    old = _beside(output, "alt")
    if old.exists() and not output.exists():
        old.rename(output)
    start = _beside(output, "neu-").name
    for left in (old, *(path for path in output.parent.iterdir() if path.name.startswith(start))):
        shutil.rmtree(left, ignore_errors=True)


def _beside(output: Path, ending: str) -> Path:
    """Hidden, and not what a person would call a copy that they want to keep."""
    return output.with_name(f".{output.name}.{ending}")


def _settle(new: Path, old: Path) -> None:
    """Everybody may read everything, and nothing looks newer than it is."""
    new.chmod(_FOLDER)
    for path in new.rglob("*"):
        now = path.lstat()
        if stat.S_ISDIR(now.st_mode):
            path.chmod(_FOLDER)
            continue
        if stat.S_IMODE(now.st_mode) != _FILE:
            path.chmod(_FILE)
        _keep_time(path, now, old / path.relative_to(new))


def _keep_time(file: Path, now: os.stat_result, before: Path) -> None:
    try:
        then = before.lstat()
        # One and the same file has its time already; it belongs to the store as well.
        if os.path.samestat(now, then) or not stat.S_ISREG(then.st_mode):
            return
        same = filecmp.cmp(file, before, shallow=False)
    except OSError:
        # It was not there, or cannot be read any more: either way this one is new.
        return
    if same:
        os.utime(file, ns=(then.st_atime_ns, then.st_mtime_ns))
