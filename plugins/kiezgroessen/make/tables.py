"""Folders to work in for a moment. There are photos in them, so what a killed process leaves is cleared."""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if sys.platform != "win32":
    import fcntl

PREFIX = ".tisch-"
_SIGN = ".belegt"


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


def clear(folder: Path, prefix: str = PREFIX) -> None:
    """Delete the tables that nobody works at any more, in ``folder`` and in the folders in it."""
    for pattern in (f"{prefix}*", f"*/{prefix}*"):
        for left in list(folder.glob(pattern)):
            if not _in_use(left):
                shutil.rmtree(left, ignore_errors=True)


def _hold(sign: IO[bytes]) -> None:
    """Unlike a number in a name or the time it was made, a lock ends with its process, however that ends."""
    if sys.platform != "win32":
        # Some network drives know no locks: there a table may be cleared too early, which stops that one run.
        with contextlib.suppress(OSError):
            fcntl.flock(sign, fcntl.LOCK_EX | fcntl.LOCK_NB)


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
