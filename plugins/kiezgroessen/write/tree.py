"""What lies in a tree of ours: looked through, written, and taken out with what it leaves empty.

What is believed of a file is what its size, its time and its place on the disk say.
"""

# Plain strings: with a hundred thousand files pathlib takes longer than the disk.
# ruff: noqa: PTH101, PTH102, PTH106, PTH108, PTH112, PTH114, PTH123

from __future__ import annotations

import contextlib
import os
import shutil
import stat

from .target import Row, Rows

_FOLDER, _FILE = 0o755, 0o644
"""Whatever the account that builds is used to: a web server must read everything."""


def found(top: str, known: Rows) -> dict[str, Row]:
    """What lies in a tree as it was written; all else is taken out. Folders may be read by everybody afterwards."""
    there: dict[str, Row] = {}
    stack, emptied = [""], set()
    while stack:
        inside = stack.pop()
        any_left = False
        with os.scandir(f"{top}/{inside}" if inside else top) as entries:
            for entry in entries:
                name, seen = f"{inside}{entry.name}", entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(seen.st_mode):
                    any_left = True
                    stack.append(f"{name}/")
                    if stat.S_IMODE(seen.st_mode) != _FOLDER:
                        os.chmod(entry.path, _FOLDER)
                    continue
                row = known.get(name)
                if row is not None and is_as(row, entry.path, seen):
                    there[name], any_left = row, True
                else:
                    os.unlink(entry.path)
        if not any_left and inside:
            emptied.add(inside[:-1])
    without_empty(top, emptied)
    return there


def is_as(row: Row, path: str, seen: os.stat_result) -> bool:
    """Whether a file is as it was written; everybody may read it afterwards, in whatever trees it is."""
    same = stat.S_ISREG(seen.st_mode) and row_of(row.mark, row.digest, seen) == row
    # Who may read it is no part of it: it keeps its time, and nobody has to fetch it again.
    if same and stat.S_IMODE(seen.st_mode) != _FILE:
        try:
            os.chmod(path, _FILE)
        except OSError:
            return False  # somebody else's
    return same


def is_sound(seen: os.stat_result) -> bool:
    """A file that everybody may read, and no link."""
    return stat.S_ISREG(seen.st_mode) and stat.S_IMODE(seen.st_mode) == _FILE


def row_of(mark: str, digest: str, seen: os.stat_result) -> Row:
    """What is to be known of a file that was just looked at."""
    return Row(mark, digest, seen.st_size, seen.st_mtime_ns, seen.st_ino)


def write(path: str, data: bytes) -> None:
    """Writes a file that is not there yet. Raises `OSError`."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _FILE)
    with open(handle, "wb") as file:
        file.write(data)
    os.chmod(path, _FILE)


def make_folder(top: str, inside: str) -> None:
    """A folder inside the tree, with those above it; files in its way go. Raises `OSError`."""
    path = f"{top}/{inside}" if inside else top
    try:
        os.mkdir(path, _FOLDER)
    except FileExistsError:
        if os.path.isdir(path) and not os.path.islink(path):
            return
        os.unlink(path)
        os.mkdir(path, _FOLDER)
    except (FileNotFoundError, NotADirectoryError):
        make_folder(top, inside.rpartition("/")[0])
        # Another process may have been faster.
        with contextlib.suppress(FileExistsError):
            os.mkdir(path, _FOLDER)
    os.chmod(path, _FOLDER)


def remove(path: str) -> None:
    """A file, or a folder and all that is in it. Raises `OSError`."""
    try:
        os.unlink(path)
    except OSError:
        if not os.path.isdir(path) or os.path.islink(path):
            raise
        shutil.rmtree(path)


def without_empty(top: str, insides: set[str]) -> None:
    """Folders from which the last file has gone go as well."""
    for inside in sorted(insides, key=len, reverse=True):
        while inside:
            try:
                os.rmdir(f"{top}/{inside}")
            except OSError:
                break
            inside = inside.rpartition("/")[0]  # noqa: PLW2901 - on to the one above
