"""All photos of a site, probed: HEIC headers in a process of their own, because reading them may cost all memory.

The reader copies the metadata once for each picture in the file: 20 MB that are named by 200 pictures become 4 GB. The
other formats are walked before a parser sees them, which says within the program itself what they would cost.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from .photos import LOST, UNOPENED, Answer, examined, probe

SECONDS = 5.0
"""Of processor time for one header. 12 megapixels of a phone take 0.01."""
MEMORY = 500_000_000
"""Bytes for one header and the program that reads it. 12 megapixels of a phone take a tenth."""


def probe_all(paths: Iterable[Path]) -> dict[Path, Answer]:
    """As `probe` for each.

    One process serves all HEIC files, another one takes its place when it dies; without such files there is none.
    """
    found = {path: probe(path, heif=False) for path in paths}
    apart = [path for path, answer in found.items() if answer == UNOPENED]
    return found | _apart(apart) if apart else found


def _apart(paths: list[Path]) -> dict[Path, Answer]:
    from .. import pool  # noqa: PLC0415 - most sites have no such files; their check does not wait for this

    limits = pool.Limits(processor=SECONDS, memory=MEMORY)
    answers = pool.run(examined, paths, workers=1, limits=limits)
    return {
        path: (None, LOST[answer.cause]) if isinstance(answer, pool.Lost) else answer
        for path, answer in zip(paths, answers, strict=True)
    }
