"""Who makes a folder has it to themselves: a lock beside it says who that is, and ends with its process, however."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..dates import ZONE

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_BEYOND = 1_000_000
"""Where Windows locks a byte: what is locked there cannot be read, and the note is to be read."""
_NO_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP)
"""What some network drives answer."""
_NOTE = 4096


class BusyError(Exception):
    """Somebody else is making the folder; the text says so, in German."""


@contextmanager
def held(folder: Path, task: str) -> Iterator[None]:
    """Nobody else makes ``folder`` meanwhile: build it, change it, send it somewhere.

    ``task`` is the end of »Es wird gerade …«: ``"gebaut"``. Raises `BusyError` at once where somebody is at it, within
    the same process, too. On a drive without locks nobody is kept out.
    """
    place = lock_of(folder)
    place.parent.mkdir(parents=True, exist_ok=True)
    handle = _locked(place)
    try:
        # A disk that is too full for it is no reason to let others in.
        with contextlib.suppress(OSError):
            os.write(handle, _note(task))
        yield
    finally:
        _released(place, handle)


def lock_of(folder: Path) -> Path:
    """The file that is locked, beside what a link leads to, so that all ways to a folder have the same one."""
    folder = folder.resolve()
    return folder.with_name(f".{folder.name}.lock")


def _locked(place: Path) -> int:
    """An open file with the lock on it, and the name ``place`` still its own."""
    while True:
        # No link is followed: what it leads to would be written over.
        handle = os.open(place, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        try:
            _lock(handle)
            # Whoever had it may just have taken the file away with them; somebody else would get the next one.
            if _is_still(place, handle):
                os.ftruncate(handle, 0)
                return handle
        except BlockingIOError:
            said = _said(handle)
            os.close(handle)
            raise BusyError(said) from None
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _is_still(place: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), place.lstat())
    except FileNotFoundError:
        return False


def _lock(handle: int) -> None:
    """Raises `BlockingIOError` where another one has it."""
    if sys.platform == "win32":
        os.lseek(handle, _BEYOND, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            raise BlockingIOError from None
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as reason:
        if reason.errno not in _NO_LOCKS:
            raise


def _released(place: Path, handle: int) -> None:
    """The name goes while the file is still locked, so that nobody can lock one that has lost its own."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            place.unlink()
    os.close(handle)
    if sys.platform == "win32":
        # It deletes nothing that is open. Where somebody was faster it is their file already, and stays.
        with contextlib.suppress(OSError):
            place.unlink()


def _note(task: str) -> bytes:
    since = dt.datetime.now(ZONE).isoformat(timespec="seconds")
    return json.dumps({"task": task, "since": since, "pid": os.getpid(), "host": platform.node()}).encode()


def _said(handle: int) -> str:
    """What is going on, in German. Whoever has only just begun has not yet said anything."""
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        noted = json.loads(os.read(handle, _NOTE))
        since = dt.datetime.fromisoformat(noted["since"]).astimezone(ZONE)
        task, pid, host = str(noted["task"]), int(noted["pid"]), str(noted["host"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return "Es wird gerade gebaut. Bitte warten, bis das fertig ist."
    day = "" if since.date() == dt.datetime.now(ZONE).date() else f"dem {since.day}.{since.month}., "
    where = f" auf {host}" if host != platform.node() else ""
    begun = f"seit {day}{since:%H:%M} Uhr, Prozess {pid}{where}"
    return f"Es wird gerade {task} ({begun}). Bitte warten, bis das fertig ist."
