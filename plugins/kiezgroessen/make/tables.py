"""Folders to work in for a moment. There are photos in them, so what a killed process leaves is cleared."""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if sys.platform != "win32":
    import fcntl

PREFIX = ".tisch-"
_SIGN = ".belegt"
_LAID_WITHIN = 60.0
"""Seconds in which somebody who lays a table has put the sign on it, however busy the computer is."""


@contextmanager
def table(folder: Path, prefix: str = PREFIX) -> Iterator[Path]:
    """A fresh folder below ``folder``, gone afterwards. As long as its process lives `clear` leaves it alone."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=prefix, dir=folder, ignore_cleanup_errors=True) as name,
        (Path(name) / _SIGN).open("wb") as sign,
    ):
        _hold(sign)
        yield Path(name)


def laid(source: Path, target: Path) -> Path:
    """A copy of the folder ``source`` as ``target``. Raises `OSError` as the system gave it, at the first file.

    `shutil.copytree` gathers all that went wrong in an error without a number: nobody could tell a full disk by it.
    """
    target.mkdir()
    for path in sorted(source.rglob("*")):
        there = target / path.relative_to(source)
        if path.is_dir():
            there.mkdir()
        else:
            shutil.copyfile(path, there)
    return target


def clear(folder: Path, prefix: str = PREFIX) -> None:
    """Delete the tables that nobody works at any more, in ``folder`` and in the folders in it."""
    for pattern in (f"{prefix}*", f"*/{prefix}*"):
        for left in list(folder.glob(pattern)):
            if not _being_laid(left) and not _in_use(left):
                shutil.rmtree(left, ignore_errors=True)


def _hold(sign: IO[bytes]) -> None:
    """Unlike a number in a name or the time it was made, a lock ends with its process, however that ends."""
    if sys.platform != "win32":
        # Some network drives know no locks: there a table may be cleared too early, which stops that one run.
        with contextlib.suppress(OSError):
            fcntl.flock(sign, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _being_laid(left: Path) -> bool:
    """Whether a table may be on its way to be in use. There is nothing of anybody on it yet, so it may as well wait."""
    try:
        empty = {one.name for one in left.iterdir()} <= {_SIGN}
        return empty and time.time() - left.stat().st_mtime < _LAID_WITHIN
    except OSError:
        return False


def _in_use(left: Path) -> bool:
    try:
        if sys.platform == "win32":
            # Windows deletes no file that is open.
            (left / _SIGN).unlink()
        else:
            with (left / _SIGN).open("rb") as sign:
                fcntl.flock(sign, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return True
    except OSError:
        return False
    return False
