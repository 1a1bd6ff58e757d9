"""What the computer is in the way of: said in one German line, whichever task it was."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from ..disk import FULL
from ..write.lock import BusyError

_OF_LINES = (BrokenPipeError, ConnectionError)
"""Nobody listens any more, or a network; no disk has to do with it."""


_NO_MEMORY = "Der Arbeitsspeicher reicht nicht: Bitte andere Programme schließen, dann noch einmal."
_NO_SPACE = "Der Datenträger ist voll: Bitte Platz schaffen, dann noch einmal."


def hindrance(reason: Exception, root: Path) -> str | None:
    """Why a task could not go on, with the way out; ``None`` where neither disk nor anybody else is to blame.

    Files below ``root`` are named from there.
    """
    if isinstance(reason, BusyError):
        return str(reason)
    if not isinstance(reason, OSError) or isinstance(reason, _OF_LINES) or reason.errno is None:
        return None
    place = _shown(reason.filename2 or reason.filename, root)
    if reason.errno in (errno.ENOMEM, *FULL):
        return _NO_MEMORY if reason.errno == errno.ENOMEM else _NO_SPACE
    if reason.errno == errno.EFBIG:
        return f"{place or 'Eine Datei'} ist größer, als der Datenträger oder dieses Konto erlaubt."
    if reason.errno == errno.EROFS:
        return f"Der Datenträger lässt sich nur lesen, nicht beschreiben{place and f': {place}'}."
    if reason.errno == errno.EBUSY:
        return f"{place or 'Ein Ordner'} ist ein eigener Datenträger oder gerade in Gebrauch: nicht zu ersetzen."
    if isinstance(reason, PermissionError):
        return _forbidden(reason.filename, root)
    if isinstance(reason, FileNotFoundError):
        return f"{place or 'Eine Datei'} ist unterwegs verschwunden. Bitte noch einmal."
    if isinstance(reason, NotADirectoryError):
        return f"{place or 'Etwas'} ist kein Ordner. Bitte umbenennen oder löschen."
    return f"{place or 'Der Datenträger'}: Das lässt sich nicht lesen oder schreiben ({reason.strerror})."


def _forbidden(name: str | bytes | int | None, root: Path) -> str:
    path = None if name is None or isinstance(name, int) else Path(os.fsdecode(name))
    if path is not None and _is_there(path) and not os.access(path, os.R_OK):
        return f"{_shown(name, root)} darf nicht gelesen werden. Gehört es jemand anderem?"
    # What was to be made has a name that says nothing; the folder it was to be made in does.
    where = "einem Ordner" if path is None else _shown(str(path if _is_there(path) else path.parent), root)
    return f"In {where} darf nicht geschrieben werden. Gehört der Ordner jemand anderem?"


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return True  # nobody may look into its folder, which is what went wrong


def _shown(name: str | bytes | int | None, root: Path) -> str:
    if name is None or isinstance(name, int):
        return ""
    path = Path(os.fsdecode(name))
    return path.relative_to(root).as_posix() if path != root and path.is_relative_to(root) else str(path)
