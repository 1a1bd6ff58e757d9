"""Many histories, shared out among the processors; of each one that goes wrong the shortest that still does."""

from __future__ import annotations

import gc
import multiprocessing
import os
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from pathlib import Path

from .history import Failure, History, drawn, run, scratch, shrunk

_TOGETHER = 50
"""Histories that share their stores: builds look through all that is in them, with 350 one took thrice as long."""


def lived(seeds: Sequence[int]) -> Iterator[tuple[History, str]]:
    """Each history and what is to be said of it, "" where all was well."""
    workers = max(1, min(os.cpu_count() or 1, len(seeds)))
    # Spawned, so that a history knows nothing of another but what the stores hold.
    with (
        scratch() as folder,
        ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as crew,
    ):
        for done in as_completed([crew.submit(_live, seed, folder) for seed in seeds]):
            yield done.result()


def _live(seed: int, folder: Path) -> tuple[History, str]:
    history = drawn(seed)
    shared = folder / f"{os.getpid()}-{seed // _TOGETHER}"
    try:
        failure = _in_scratch(shared, history)
        return history, _told(shrunk(failure, partial(_in_scratch, shared))) if failure else ""
    except Exception:  # noqa: BLE001 - whatever it is, the others are lived through
        return history, f"Geschichte {seed}:\n{traceback.format_exc()}"


def _in_scratch(shared: Path, history: History) -> Failure | None:
    with scratch() as folder:
        try:
            return run(history, folder, shared)
        finally:
            # Builds look for no rubbish, and what they freeze for their forks does not count for when it is looked for.
            gc.collect()


def _told(failure: Failure) -> str:
    return f"{failure}\nSo kurz geht es noch: {failure.history}"
