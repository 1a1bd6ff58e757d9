"""Opens files that strangers may have put there: ordinary files only, no links, no more bytes than allowed.

The scan of the tree has looked at names and types; a moment later something else may lie under the same name.
"""

from __future__ import annotations

import os
import stat
from errno import ELOOP
from pathlib import Path

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
# Whoever opens a pipe for reading waits for somebody to write, unless he says that he will not.
_PLAIN = os.O_RDONLY | _NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_FOLDER = os.O_RDONLY | _NO_LINK | getattr(os, "O_DIRECTORY", 0)


def read_regular(path: Path, most: int, *, steps: int = 1) -> bytes:
    """The first ``most`` bytes of a file.

    The last ``steps`` names of the path may not be links: 1 is the file itself, 2 its folder as well. Raises `OSError`
    for links, pipes, devices and folders as for everything else that cannot be read.
    """
    handle = _opened(path, steps)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(ELOOP, "keine gewöhnliche Datei")
        return file.read(most)


def _opened(path: Path, steps: int) -> int:
    names = path.parts[-steps:]
    if len(names) == 1 or os.open not in os.supports_dir_fd:
        if not _NO_LINK and any(one.is_symlink() for one in (path, *list(path.parents)[: len(names) - 1])):
            raise OSError(ELOOP, "eine Verknüpfung")
        return os.open(path, _PLAIN)
    folder = os.open(Path(*path.parts[:-steps]), os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    for name in names[:-1]:
        try:
            inner = os.open(name, _FOLDER, dir_fd=folder)
        finally:
            os.close(folder)
        folder = inner
    try:
        return os.open(names[-1], _PLAIN, dir_fd=folder)
    finally:
        os.close(folder)
