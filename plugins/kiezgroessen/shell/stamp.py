"""Whether there is anything to do at all, said before anything heavy is imported.

The stamp of a build names every file and folder that it read and wrote, with size, times and place on the disk. If all
of them are as they were, and the day is the same, the next build would give the same: there is nothing to do.
"""

# Only what Python has loaded anyway: `tasks.py build` asks this before it starts. Plain strings for the same reason.
# ruff: noqa: PTH105, PTH108, PTH114, PTH118, PTH123, PTH208

from __future__ import annotations

import contextlib
import marshal
import os
import stat
import time

STAMPS = "cache/stempel"
Row = tuple[str, int, int, int, int]
"""Path, size, time of the contents, time of the entry (nanoseconds), place on the disk. Folders have no size.

Of what was written the rights stand in place of the entry's time: that changes when the next draft shares a file.
"""
Looked = tuple[list[str], list[Row], list[Row]]
"""What was not there, what was read, what was written."""


def options_of(words: list[str]) -> tuple[str, ...] | None:
    """The options of ``tasks.py build …`` as they are noted; ``None`` where they are not so plain."""
    match words:
        case []:
            return ("",)
        case ["--date" | "-d", date] if not date.startswith("-"):
            return (date,)
        case _:
            return None


def unchanged(root: str, options: tuple[str, ...] | None) -> tuple[str, str] | None:
    """What the last build with these options had to say, if it would come to the same now; else ``None``.

    Its warnings, and its last line.
    """
    try:
        with open(os.path.join(root, STAMPS), "rb") as file:
            asked, (begin, end), told, absent, read, written = marshal.load(file)  # noqa: S302 - as trustworthy as __pycache__
        if asked != options or not begin <= time.time() < end or any(map(os.path.lexists, absent)):
            return None
        for path, size, changed, entered, place in read:
            seen = os.lstat(path)
            if (seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino) != (changed, entered, place):
                return None
            if seen.st_size != size >= 0:
                return None
        for path, size, changed, mode, place in written:
            seen = os.lstat(path)
            if (seen.st_mtime_ns, seen.st_mode, seen.st_ino) != (changed, mode, place) or seen.st_size != size >= 0:
                return None
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return told[0], told[1]


def looked_at(read: list[str], written: str, beside: list[str]) -> Looked:
    """What a build has read and written, as it is on the disk now; of what lies ``beside`` nothing that is in it."""
    absent = [place for place in read if not os.path.lexists(place)]
    rows = [row for place in read for row in _below(place, absent)]
    rows += [_row(place)[0] for place in beside]
    if os.path.islink(written):
        rows.append(_row(written)[0])
    return absent, rows, _below(os.path.realpath(written), [], rights=True)


def stamp(
    root: str,
    options: tuple[str, ...],
    *,
    looked: Looked,
    began: int,
    day: tuple[float, float],
    told: tuple[str, str],
) -> None:
    """Notes that a build that ``began`` then (nanoseconds since 1970) has read and written these files and folders.

    Nothing is noted where something was changed meanwhile, or may have been. It holds for the ``day`` that was built
    for, from its begin to its end (seconds since 1970). Raises `OSError`.
    """
    from ..disk import is_settled  # noqa: PLC0415 - only here, and `unchanged` is in a hurry

    path = os.path.join(root, STAMPS)
    absent, rows, written = looked
    if not all(is_settled(time, began) for row in rows for time in row[2:4]):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        return
    with open(f"{path}.neu", "wb") as file:
        marshal.dump((options, day, told, absent, rows, written), file)
    os.replace(f"{path}.neu", path)


def _below(path: str, absent: list[str], *, rights: bool = False) -> list[Row]:
    """A file, or a folder and all that is in it; what a link leads to as well, or notes that it is ``absent``."""
    found: dict[str, Row] = {}
    stack = [path]
    while stack:
        place = stack.pop()
        with contextlib.suppress(FileNotFoundError):
            found[place], mode = _row(place, rights=rights)
            if stat.S_ISDIR(mode):
                stack += [f"{place}/{name}" for name in os.listdir(place) if name != "__pycache__"]
            elif stat.S_ISLNK(mode) and (real := os.path.realpath(place)) not in found:
                stack.append(real)
                if not os.path.lexists(real):
                    absent.append(real)
    return [*found.values()]


def _row(place: str, *, rights: bool = False) -> tuple[Row, int]:
    seen = os.lstat(place)
    size = -1 if stat.S_ISDIR(seen.st_mode) else seen.st_size
    entry = seen.st_mode if rights else seen.st_ctime_ns
    return (place, size, seen.st_mtime_ns, entry, seen.st_ino), seen.st_mode
