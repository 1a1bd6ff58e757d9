"""A private copy of the sources of the last good build, for the day on which one text is broken and another must go.

It is only ever a mirror: what was deleted since goes out of it with the next good build, and at once in a takedown.
"""

# Plain strings: with ten thousand texts pathlib takes longer than the disk.
# ruff: noqa: PTH106, PTH108

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from ..read.names import is_silent

if sys.platform == "linux":
    import fcntl

COPY = "cache/quelle"
TOPS = ("content", "profiles")
_CLONE = 0x40049409
"""FICLONE of Linux: the copy shares its blocks with the original until one of them is written to."""
_NEW = ".neu"


@dataclass(slots=True)
class _Tree:
    """What lies below a folder, by path from there: ``files`` with size and time; ``others`` are links and the like.

    ``newest``: when something in it, or the folder itself, was changed last; the time stamps of files can be set back.
    """

    folders: list[str] = field(default_factory=list)
    files: dict[str, tuple[int, int]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    newest: int = 0


def keep_source(root: Path, copy: Path, *, since: int) -> bool:
    """Make ``copy`` like the sources below ``root``, if nothing in them has changed ``since`` (nanoseconds since 1970).

    Whoever saves while a build is running saves something that nobody has checked: the next good build copies it.
    Only what differs in size or time is copied. Says whether the copy is like the sources now. Raises `OSError`.
    """
    trees = {top: _tree(root / top) for top in TOPS}
    if any(tree.newest >= since for tree in trees.values()):
        return False
    copy.mkdir(mode=0o700, parents=True, exist_ok=True)
    for top, tree in trees.items():
        target = copy / top
        if target.is_symlink() or not target.is_dir():
            target.unlink(missing_ok=True)
            target.mkdir()
        _mirror(tree, root / top, target)
    return True


def _tree(top: Path) -> _Tree:
    tree = _Tree()
    tree.newest = _latest(os.lstat(top))
    stack = [""]
    while stack:
        inside = stack.pop()
        with os.scandir(f"{top}/{inside}") as entries:
            for entry in entries:
                seen = entry.stat(follow_symlinks=False)
                tree.newest = max(tree.newest, _latest(seen))
                path = f"{inside}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    tree.folders.append(path)
                    stack.append(f"{path}/")
                elif entry.is_file(follow_symlinks=False):
                    tree.files[path] = seen.st_size, seen.st_mtime_ns
                else:
                    tree.others.append(path)
    return tree


def _latest(seen: os.stat_result) -> int:
    return max(seen.st_mtime_ns, seen.st_ctime_ns)


def _mirror(tree: _Tree, source: Path, target: Path) -> None:
    # What no build reads is of no use here, and of any size.
    files = {path: seen for path, seen in tree.files.items() if not is_silent(path.rpartition("/")[2])}
    there = _tree(target)
    folders = set(tree.folders)
    # What is in the way goes first and all else last: whoever is interrupted has rather too much than too little.
    for path in (*there.others, *(there.files.keys() & folders)):
        os.unlink(f"{target}/{path}")
    for path in set(there.folders) & files.keys():
        shutil.rmtree(f"{target}/{path}")
    for path in sorted(folders - set(there.folders)):
        Path(target, path).mkdir()
    for path, seen in files.items():
        if there.files.get(path) != seen:
            _copy(source / path, target / path)
    for path in there.files.keys() - files.keys() - folders:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(f"{target}/{path}")
    # What is deepest goes first.
    for path in sorted(set(there.folders) - folders - files.keys(), reverse=True):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            os.rmdir(f"{target}/{path}")


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
