"""Work that goes wrong, for processes of their own: photos whose decoder hangs, eats all memory, or dies.

At the top of a module of its own, because another process must be able to import it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
from pathlib import Path
from typing import Any

from kiezgroessen import pool
from kiezgroessen.make.run import work

MISDEEDS = {
    "spins": "braucht zum Öffnen zu lange",
    "eats": "zu viel Arbeitsspeicher",
    "dies": "lässt sich nicht verarbeiten",
}
"""Ways to misbehave, and what is said of them."""


def misbehave(how: str) -> str:
    """Answers with ``how``, unless that is one of the ways to misbehave."""
    if how == "spins":
        # Not for ever: where nobody stops it, a test shall fail, not hang.
        while time.process_time() < 5:
            pass
    if how == "sleeps":
        # The same: longer than anybody is told to wait for it.
        time.sleep(45)
    if how == "eats":
        return str(len(bytearray(3_000_000_000)))
    if how == "dies":
        os.abort()
    if how == "fills the disk":
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/bild.jpg")
    if how == "core":
        import resource  # noqa: PLC0415 - Windows has none

        return str(resource.getrlimit(resource.RLIMIT_CORE))
    if how == "raises":
        raise KeyError(how)
    return how


def spoilt_work(what: Any, room: Any, photos: Any) -> Any:
    """As `kiezgroessen.make.run.work`, but photos named like a way to misbehave have a decoder that does."""
    cuts = [what.plan.cut] if hasattr(what, "plan") else [plan.portrait for _, plan in what.missing if plan.portrait]
    for cut in cuts:
        misbehave(Path(cut.path).stem)
    return work(what, room, photos)


def serve_without_time_limit(line: Any, task: Any, limits: Any) -> None:
    """A process that was told of no limit of time."""
    pool._timed = contextlib.nullcontext  # type: ignore[assignment]
    pool._serve(line, task, limits)


def serve_without_memory_limit(line: Any, task: Any, limits: Any) -> None:
    """A process that was told of no limit of memory."""
    pool._bounded = _unbounded
    pool._serve(line, task, limits)


def _unbounded(memory: int) -> None:
    """In the place of `pool._bounded`."""
