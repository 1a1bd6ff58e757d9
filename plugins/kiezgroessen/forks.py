"""Work of our own in several processes: forks of this one, so that they know all that it knows without being told.

For what strangers' files may break there is `pool`. Where a process cannot be forked safely (macOS, Windows) the work
is done here, one job after the other.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


_MANY = 32
"""Jobs from which on one that is done alone takes no time to speak of."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Nobody looks for rubbish meanwhile: nearly all that is made lives on, and to look takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def can_fork() -> bool:
    """Whether this process may be forked: on Linux, while it has one thread."""
    return sys.platform == "linux" and threading.active_count() == 1


class Interrupted(Exception):  # noqa: N818 - nothing is wrong
    """Something more urgent has come; what was not done yet is not done."""


@contextmanager
def beside(task: Callable[[], Result]) -> Iterator[Callable[[], Result]]:
    """Begins a task in another process; who calls what is yielded waits for its result, which must be picklable.

    Where no process can be forked, or it dies, the task is done when its result is asked for. Raises then what ``task``
    raises, as in `run`. Whoever asks again has it done again, here; what nobody has asked for by the end is broken off.
    """
    begun = _begun(task) if can_fork() and _processors() > 1 else None
    if begun is None:
        yield task
        return
    line, process = begun
    gc.freeze()

    def result() -> Result:
        try:
            answer = None if line.closed else _heard(line)
        finally:
            # It has nothing more to do, and its memory is of use to others.
            line.close()
        found: Result = task() if answer is None else answer[1]
        return found

    try:
        with contextlib.suppress(OSError):  # it has died at once, which will be heard
            line.send(0)
        yield result
    finally:
        gc.unfreeze()
        line.close()
        process.kill()
        process.join()


def _begun(task: Callable[[], object]) -> tuple[Connection, BaseProcess] | None:
    """A fork that waits to be told to begin, and the line to it; ``None`` where the system gives none."""
    context = multiprocessing.get_context("fork")
    try:
        ours, theirs = context.Pipe()
    except OSError:
        return None
    process = context.Process(target=_serve, args=(theirs, [ours], lambda _: task(), [None]), daemon=True)
    try:
        process.start()
    except OSError:
        ours.close()
        return None
    finally:
        theirs.close()
    return ours, process


def _processors() -> int:
    """How many of them are ours."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def run(
    task: Callable[[Job], Result], jobs: Sequence[Job], *, workers: int, urgent: Connection | None = None
) -> Iterator[tuple[int, Result]]:
    """Each job's number and result, as they come. Results must be picklable, task and jobs need not be.

    This process is one of the ``workers`` where nothing is ``urgent``: one process less copies what all of them share.
    Of many jobs it does the first alone: what it loads for that need not be loaded by each of them.

    Raises what ``task`` raises, with its trace; `OSError` stays one. What a process had in hand that dies is given to
    another one; if that dies as well, there is no memory for it (`OSError`). As soon as there is something to be heard
    on ``urgent`` the work ends with `Interrupted`, also in the middle of a job where that is another process's.
    """
    if not jobs or (urgent is None and (workers < 2 or len(jobs) < 2)) or not can_fork():
        yield from _one_by_one(task, jobs, urgent)
        return
    lost: list[int] = []
    first = 1 if urgent is None and len(jobs) >= _MANY else 0
    if first:
        yield 0, task(jobs[0])
    forked = workers - 1 if urgent is None else workers
    yield from _shared_out(task, jobs, range(first, len(jobs)), lost, forked, urgent=urgent, helping=urgent is None)
    if not lost:
        return
    # Not here: what has killed one process may kill another.
    again, lost = sorted(lost), []
    yield from _shared_out(task, jobs, again, lost, forked, urgent=urgent)
    if not lost:
        return
    raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))


def _shared_out(
    task: Callable[[Job], Result],
    jobs: Sequence[Job],
    numbers: Sequence[int],
    lost: list[int],
    workers: int,
    *,
    urgent: Connection | None = None,
    helping: bool = False,
) -> Iterator[tuple[int, Result]]:
    """These jobs in forks; ``lost`` takes the numbers of those that a process had in hand when it died.

    ``helping``: whenever nobody has a result, this process does a job itself.
    """
    context = multiprocessing.get_context("fork")
    waiting = deque(numbers)
    crew: dict[Connection, BaseProcess] = {}
    in_hand: dict[Connection, set[int]] = {}
    # All that is alive now stays: a collection would touch, and so copy, every page of memory that the forks share.
    gc.freeze()
    try:
        for _ in range(min(workers, len(numbers))):
            ours, theirs = context.Pipe()
            process: BaseProcess = context.Process(target=_serve, args=(theirs, [ours, *crew], task, jobs))
            process.start()
            theirs.close()
            crew[ours] = process
            # Two in hand, so that nobody waits for the next one.
            in_hand[ours] = {waiting.popleft() for _ in range(min(2, len(waiting)))}
            for number in sorted(in_hand[ours]):
                ours.send(number)
        while any(in_hand.values()):
            helps = helping and bool(waiting)
            ready = wait([*in_hand, *([urgent] if urgent else [])], 0 if helps else None)
            if urgent in ready:
                raise Interrupted
            if helps and not ready:
                number = waiting.popleft()
                yield number, task(jobs[number])
            for line in [line for line in in_hand if line in ready]:
                answer = _heard(line)
                if answer is None:
                    lost += in_hand.pop(line)
                    continue
                in_hand[line].discard(answer[0])
                if waiting:
                    in_hand[line].add(waiting[0])
                    with contextlib.suppress(OSError):  # it has just died, which will be heard
                        line.send(waiting[0])
                    waiting.popleft()
                yield answer
        lost += waiting
    finally:
        gc.unfreeze()
        for line, process in crew.items():
            line.close()
            process.kill()
            process.join()


def _one_by_one(
    task: Callable[[Job], Result], jobs: Sequence[Job], urgent: Connection | None
) -> Iterator[tuple[int, Result]]:
    for number, job in enumerate(jobs):
        if urgent is not None and urgent.poll():
            raise Interrupted
        yield number, task(job)


def _heard(line: Connection) -> tuple[int, Any] | None:
    """A job's number and result; ``None`` where the process has died."""
    try:
        number, fault, value = line.recv()
    except (EOFError, OSError):
        return None
    if fault == "disk":
        raise OSError(*value)
    if fault:
        raise RuntimeError(f"in a process of its own:\n{value}")
    return number, value


def _serve(line: Connection, others: Sequence[Connection], task: Callable[[Any], Any], jobs: Sequence[Any]) -> None:
    """What a fork does, until the line breaks."""
    # Ctrl+C reaches all processes of a terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in others:
        other.close()
    gc.disable()
    with contextlib.suppress(EOFError, OSError):
        while True:
            number = line.recv()
            try:
                answer = (number, "", task(jobs[number]))
            except OSError as reason:
                answer = (number, "disk", (reason.errno, reason.strerror, reason.filename))
            except BaseException:  # noqa: BLE001 - told to whoever waits for it
                answer = (number, "raised", traceback.format_exc())
            line.send(answer)
