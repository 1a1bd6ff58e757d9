"""A private copy of the sources of the last good build, for the day on which one text is broken and another must go.

It is only ever a mirror: what was deleted since goes out of it with the next good build, and at once in a takedown.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path

from ..read.names import is_silent

if sys.platform == "linux":
    import fcntl

COPY = "cache/quelle"
TOPS = ("content", "profiles")
_CLONE = 0x40049409
"""FICLONE of Linux: the copy shares its blocks with the original until one of them is written to."""
_NEW = ".neu"


def keep_source(root: Path, copy: Path, *, since: int) -> bool:
    """Make ``copy`` like the sources below ``root``, if nothing in them has changed ``since`` (nanoseconds since 1970).

    Whoever saves while a build is running saves something that nobody has checked: the next good build copies it.
    Only what differs in size or time is copied. Says whether the copy is like the sources now. Raises `OSError`.
    """
    if any(_newest(root / top) >= since for top in TOPS):
        return False
    copy.mkdir(mode=0o700, parents=True, exist_ok=True)
    for top in TOPS:
        _mirror(root / top, copy / top)
    return True


def _newest(folder: Path) -> int:
    """When something in a folder, or the folder itself, was changed last; the time stamps of files can be set back."""
    latest = 0
    for here, _, files in os.walk(folder):
        for path in (here, *(f"{here}/{name}" for name in files)):
            stat = os.lstat(path)
            latest = max(latest, stat.st_mtime_ns, stat.st_ctime_ns)
    return latest


def _mirror(source: Path, target: Path) -> None:
    if target.is_symlink() or not target.is_dir():
        target.unlink(missing_ok=True)
        target.mkdir(parents=True)
    there = {entry.name: entry for entry in os.scandir(target)}
    for entry in os.scandir(source):
        # What no build reads is of no use here, and of any size.
        if is_silent(entry.name) and entry.is_file(follow_symlinks=False):
            continue
        old = there.pop(entry.name, None)
        if entry.is_dir(follow_symlinks=False):
            _mirror(Path(entry.path), target / entry.name)
        elif entry.is_file(follow_symlinks=False) and not (old and _same(entry, old)):
            if old and old.is_dir(follow_symlinks=False):
                shutil.rmtree(old.path)
            _copy(Path(entry.path), target / entry.name)
    for left in there.values():
        if left.is_dir(follow_symlinks=False):
            shutil.rmtree(left.path)
        else:
            Path(left.path).unlink()


def _same(one: os.DirEntry[str], other: os.DirEntry[str]) -> bool:
    first, second = one.stat(follow_symlinks=False), other.stat(follow_symlinks=False)
    alike = (first.st_size, first.st_mtime_ns) == (second.st_size, second.st_mtime_ns)
    return alike and other.is_file(follow_symlinks=False)


def _copy(source: Path, target: Path) -> None:
    """Never a hard link: whoever writes into the original would write into the copy."""
    fresh = target.with_name(f"{target.name}{_NEW}")
    with source.open("rb") as old, fresh.open("wb") as new:
        if not _cloned(old.fileno(), new.fileno()):
            shutil.copyfileobj(old, new)
    shutil.copystat(source, fresh)
    fresh.replace(target)


def _cloned(source: int, target: int) -> bool:
    if sys.platform != "linux":
        return False
    with contextlib.suppress(OSError):
        fcntl.ioctl(target, _CLONE, source)
        return True
    return False
