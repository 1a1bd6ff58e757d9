"""A Dask cluster on this computer: a scheduler and workers, each a program of its own, as on a real one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 60


@dataclass(frozen=True)
class Cluster:
    """Where it can be reached, and its programs, to be killed."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: Sequence[subprocess.Popen[bytes]]


@contextmanager
def cluster(folder: Path, houses: Sequence[Path] = (ROOT, ROOT), *, nanny: bool = False) -> Iterator[Cluster]:
    """A worker for each checkout of the program in ``houses``; with ``nanny`` they are guarded, as is usual."""
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / "scheduler.json"
    with ExitStack() as running:

        def started(kind: str, *options: str, house: Path = ROOT) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--no-dashboard", *options]
            paths = os.pathsep.join([str(house / "plugins"), str(house)])
            environment = {**os.environ, "PYTHONPATH": paths, "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}
            log = (folder / f"{kind}-{len(list(folder.iterdir()))}.log").open("wb")
            running.enter_context(log)
            process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
            running.callback(_end, process)
            return process

        scheduler = started("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(note))
        address = _address(note)
        guarded = "--nanny" if nanny else "--no-nanny"
        workers = [started("worker", address, "--nthreads", "1", guarded, house=house) for house in houses]
        _complete(address, len(houses))
        yield Cluster(address.replace("tcp://", "dask://"), scheduler, workers)


def _address(note: Path) -> str:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            return str(json.loads(note.read_text("utf-8"))["address"])
        except (OSError, ValueError):
            time.sleep(0.1)
    raise TimeoutError("no scheduler")


def _complete(address: str, workers: int) -> None:
    from distributed import Client  # noqa: PLC0415 - only here is it needed

    with Client(address, timeout=_PATIENCE, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(workers, timeout=_PATIENCE)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
