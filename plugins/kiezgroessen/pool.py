"""Work on strangers' files in processes of their own, each within limits of time and memory.

A decoder that hangs, eats all memory or crashes takes its own process along: its job is reported, another process
goes on with the next one. Nothing here knows what the jobs are.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")
Cause: TypeAlias = Literal["time", "memory", "death"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may use up.

    ``processor`` is seconds of processor time, so that a busy computer is nobody's fault; ``wall`` is seconds by the
    clock, for what waits without working and where there is no other limit (Windows); ``memory`` is bytes of address
    space beyond what the process has when it starts (Linux).
    """

    processor: float = 20.0
    wall: float = 120.0
    memory: int = 1_000_000_000


LIMITS = Limits()
"""The dearest photos allowed (50 megapixels with transparency, in all sizes) take a quarter of the processor time and
nine tenths of the memory (measured)."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A job that came to nothing, and why: over its ``time`` or ``memory``, or its process died otherwise."""

    cause: Cause


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    line: Connection
    limits: Limits
    since: float
    index: int | None = None
    """The job at hand; ``None`` until the process has said that it is there."""


def run(
    task: Callable[[Job], Result], jobs: Sequence[Job], *, workers: int, limits: Limits = LIMITS
) -> list[Result | Lost]:
    """The results in the order of the jobs, each worked by one of at most ``workers`` processes.

    ``task`` and jobs must be picklable. Raises `OSError` as ``task`` did, `RuntimeError` with the trace of anything
    else that it raised (`MemoryError` is a `Lost` job), or where no process can be started.
    """
    results = dict(stream(task, jobs, workers=workers, limits=[limits] * len(jobs)))
    return [results[index] for index in range(len(jobs))]


def stream(
    task: Callable[[Job], Result], jobs: Sequence[Job], *, workers: int, limits: Sequence[Limits]
) -> Iterator[tuple[int, Result | Lost]]:
    """As `run`, each result with the place of its job as soon as it is there; every job has ``limits`` of its own.

    Jobs are begun in their order. A process works jobs of the same limits only: what a large one leaves behind in it
    would count against a small one. Whoever does not want the rest closes the iterator.
    """
    waiting = deque(range(len(jobs)))
    crew: list[_Worker] = []
    try:
        while waiting or any(worker.index is not None for worker in crew):
            while len(crew) < max(1, workers) and _starting(crew) < len(waiting):
                crew.append(_hired(task, limits[waiting[_starting(crew)]]))
            for worker in _heard(crew):
                answer = _answer(worker)
                if worker.index is None and isinstance(answer, Lost):
                    raise RuntimeError("a process to work in could not be started")
                done, worker.index = worker.index, None
                if waiting and not isinstance(answer, Lost) and limits[waiting[0]] == worker.limits:
                    worker.index, worker.since = waiting.popleft(), time.monotonic()
                    with contextlib.suppress(OSError):  # it has just died, which will be heard
                        worker.line.send(jobs[worker.index])
                else:
                    crew.remove(worker)
                    _end(worker)
                if done is not None:
                    yield done, answer
    finally:
        for worker in crew:
            _end(worker)


def _starting(crew: Sequence[_Worker]) -> int:
    return sum(worker.index is None for worker in crew)


def _hired(task: Callable[[Any], object], limits: Limits) -> _Worker:
    # Spawned, not forked: a fork in a program with threads can hang.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, task, limits), daemon=True)
    process.start()
    # With no other holder of this end, the line breaks when the process dies.
    theirs.close()
    return _Worker(process, ours, limits, time.monotonic())


def _heard(crew: Sequence[_Worker]) -> list[_Worker]:
    """Those who have something to say, died or ran out of time; waits for the first of them."""
    rest = min(worker.since + worker.limits.wall for worker in crew) - time.monotonic()
    ready = wait([worker.line for worker in crew], max(0.0, rest))
    now = time.monotonic()
    return [worker for worker in crew if worker.line in ready or worker.since + worker.limits.wall <= now]


def _answer(worker: _Worker) -> Any:
    try:
        if not worker.line.poll():
            return Lost("time")
        kind, value = worker.line.recv()
    except (EOFError, OSError):
        worker.process.join()
        too_long = sys.platform != "win32" and worker.process.exitcode == -signal.SIGPROF
        return Lost("time" if too_long else "death")
    if kind == "disk":
        raise OSError(*value)
    if kind == "raised":
        raise RuntimeError(f"in a process of its own:\n{value}")
    return Lost("memory") if kind == "memory" else value


def _end(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.line.close()


def _serve(line: Connection, task: Callable[[Any], object], limits: Limits) -> None:
    """What the other process does, until the line breaks."""
    # Ctrl+C reaches all processes of a terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bounded(limits.memory)
    with contextlib.suppress(EOFError, OSError):
        line.send(("there", None))
        while True:
            job = line.recv()
            try:
                with _timed(limits.processor):
                    answer = ("done", task(job))
            except MemoryError:
                line.send(("memory", None))
                return
            except Exception as reason:  # noqa: BLE001 - it is passed on
                answer = ("raised", traceback.format_exc())
                if isinstance(reason, OSError) and reason.errno is not None:
                    # Whoever asked must be able to tell a full disk from a mistake of ours.
                    answer = ("disk", (reason.errno, reason.strerror, reason.filename))
            line.send(answer)


@contextlib.contextmanager
def _timed(seconds: float) -> Iterator[None]:
    """Nobody catches this signal, so it ends the process even where no line of Python is run any more."""
    if sys.platform == "win32":
        yield
        return
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _bounded(memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    # What a crash leaves behind would hold the photo.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    mapped = Path("/proc/self/statm")
    if mapped.exists():
        most = int(mapped.read_text("ascii").split()[0]) * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
