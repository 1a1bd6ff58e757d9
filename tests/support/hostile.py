"""Work that goes wrong, for processes of their own: photos whose decoder hangs, eats all memory, or dies.

At the top of a module of its own, because another process must be able to import it.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from kiezgroessen.make.run import work


def misbehave(how: str) -> str:
    """Answers with ``how``, unless that is one of the ways to misbehave."""
    if how == "spins":
        while True:
            pass
    if how == "sleeps":
        time.sleep(600)
    if how == "eats":
        return str(len(bytearray(3_000_000_000)))
    if how == "dies":
        os.abort()
    if how == "raises":
        raise KeyError(how)
    return how


def spoilt_work(job: Any, store: Any, fonts: Any) -> Any:
    """As `kiezgroessen.make.run.work`, but photos named like a way to misbehave have a decoder that does."""
    cuts = [job.plan.cut] if hasattr(job, "plan") else [plan.portrait for _, plan in job.missing if plan.portrait]
    for cut in cuts:
        misbehave(Path(cut.path).stem)
    return work(job, store, fonts)
