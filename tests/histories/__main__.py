"""`tasks.py histories`: lives through random histories, says what went wrong in the shortest one found, and ends with 1
where something did."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from pathlib import Path

from kiezgroessen.shell.exits import FAILED, OK

from .history import Failure, History, drawn, run, scratch, shrunk


def main() -> int:
    """All that were asked for, shared out among the processors."""
    parser = argparse.ArgumentParser(prog="tasks.py histories")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    typed = parser.parse_args()
    started, failures, steps = time.monotonic(), 0, 0
    for done, (history, said) in enumerate(_lived(range(typed.seed, typed.seed + typed.count)), 1):
        steps += len(history.steps)
        if said:
            failures += 1
            print(f"\n{said}\nNoch einmal: python3 tasks.py histories --count 1 --seed {history.seed}\n", flush=True)
        if done % 10 == 0:
            print(f"{done} von {typed.count}", file=sys.stderr, flush=True)
    used = os.times()
    minutes = (used.children_user + used.children_system) / 60
    took = f"{(time.monotonic() - started) / 60:.1f} Minuten, {minutes:.1f} Minuten Rechenzeit"
    verdict = f"{failures} davon falsch" if failures else "weiter gebaut immer wie neu gebaut"
    print(f"{typed.count} Geschichten mit {steps} Schritten: {verdict} ({took}).")
    return FAILED if failures else OK


def _lived(seeds: Sequence[int]) -> Iterator[tuple[History, str]]:
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
    shared = folder / str(os.getpid())
    try:
        failure = _in_scratch(shared, history)
        return history, _told(shrunk(failure, partial(_in_scratch, shared))) if failure else ""
    except Exception:  # noqa: BLE001 - whatever it is, the others are lived through
        return history, f"Geschichte {seed}:\n{traceback.format_exc()}"


def _in_scratch(shared: Path, history: History) -> Failure | None:
    with scratch() as folder:
        return run(history, folder, shared)


def _told(failure: Failure) -> str:
    return f"{failure}\nSo kurz geht es noch: {failure.history}"


if __name__ == "__main__":
    sys.exit(main())
