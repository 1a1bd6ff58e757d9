"""Work sent elsewhere, to any `concurrent.futures.Executor`: photos travel along, bytes come back and are looked at.

Nobody elsewhere has the last word: what did not come back, or not as expected, is left to whoever asked.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from ..problems import Problem, warning
from .hands import Here, Parcel, Reply, answered
from .jobs import Answer, Job, fits

PATIENCE = 30.0
"""Seconds in which a cluster without workers may get one again: a worker that was killed is started anew in five."""
_AHEAD = 2
"""Parcels under way per worker: one at hand, one on its way. More would lie in the memory of others."""
_TICK = 1.0
_LONGEST = 4.0
"""Seconds of work in a parcel: to start the two processes that a parcel takes costs a third of a second (measured)."""
_HEAVIEST = 60_000_000
"""Bytes of photos in a parcel, but for the first."""


@dataclass(frozen=True, slots=True)
class Away:
    """Help from elsewhere: an ``executor``, and in ``room`` how many jobs it can work at once, 0 while it is gone.

    ``here`` is what our own work depends on; whoever has anything else gives the parcel back. ``name`` is for people.
    """

    executor: Executor
    room: Callable[[], int]
    here: Here
    name: str
    patience: float = PATIENCE


@dataclass(slots=True)
class _Fates:
    """What became of parcels that came to nothing."""

    jobs: int = 0
    reasons: set[str] = field(default_factory=set)

    def note(self, jobs: Sequence[Job], why: str) -> None:
        self.jobs += len(jobs)
        self.reasons.add(why)


def sent(jobs: Sequence[Job], away: Away, left: list[Job], failed: list[Problem]) -> Iterator[tuple[Job, Answer]]:
    """What came back, as it comes. ``left`` takes the jobs that nobody has done, ``failed`` a warning why.

    Jobs that are given back for their photo's or text's sake are no reason to warn: it is found out here what is wrong.
    """
    waiting = deque(_bundles(jobs, max(1, away.room())))
    flying: dict[Future[Reply], Sequence[Job]] = {}
    fates = _Fates()
    alone: float | None = None
    try:
        while waiting or flying:
            room = away.room()
            alone = None if room else alone or time.monotonic()
            if alone is not None and time.monotonic() - alone > away.patience:
                break
            while waiting and len(flying) < _AHEAD * room:
                bundle = waiting.popleft()
                if (future := _submitted(bundle, away, left, fates)) is not None:
                    flying[future] = bundle
            if not flying:
                time.sleep(_TICK if waiting else 0)
                continue
            for future in wait(flying, timeout=_TICK, return_when=FIRST_COMPLETED).done:
                yield from _taken(future, flying.pop(future), left, fates)
    finally:
        for future in flying:
            future.cancel()
    for bundle in (*flying.values(), *waiting):
        left += bundle
        fates.note(bundle, "nicht mehr erreichbar")
    if fates.jobs:
        why = ", ".join(sorted(fates.reasons))
        message = f"{fates.jobs} von {len(jobs)} Aufträgen kamen nicht zurück und wurden hier gemacht: {why}."
        failed.append(warning(away.name, None, message))


def _submitted(bundle: Sequence[Job], away: Away, left: list[Job], fates: _Fates) -> Future[Reply] | None:
    try:
        return away.executor.submit(answered, _parcel(bundle, away.here))
    except OSError:
        # A photo is gone meanwhile, which is to be said here.
        left += bundle
    except Exception as reason:  # noqa: BLE001 - executors break in many ways
        left += bundle
        fates.note(bundle, type(reason).__name__)
    return None


def _taken(
    future: Future[Reply], bundle: Sequence[Job], left: list[Job], fates: _Fates
) -> Iterator[tuple[Job, Answer]]:
    try:
        reply = future.result()
    except (Exception, CancelledError) as reason:  # noqa: BLE001 - whatever a cluster says
        left += bundle
        fates.note(bundle, type(reason).__name__)
        return
    if reply.differs:
        left += bundle
        fates.note(bundle, f"dort ist anders: {', '.join(reply.differs)}")
        return
    for job, made in zip(bundle, reply.made, strict=True):
        if made is None:
            left.append(job)
        elif {key for key, _ in made} != set(job.makes) or not all(fits(data, job.makes[key]) for key, data in made):
            left.append(job)
            fates.note([job], "kam unvollständig zurück")
        else:
            yield job, Answer(made)


def _parcel(bundle: Sequence[Job], here: Here) -> Parcel:
    """Raises `OSError` where a photo cannot be read."""
    paths = {cut.digest: cut.path for job in bundle for cut in job.cuts}
    photos = {digest: Path(path).read_bytes() for digest, path in paths.items()}
    works = [(job.make, job.what, tuple(cut.digest for cut in job.cuts), job.limits) for job in bundle]
    return Parcel(tuple(works), photos, here)


def _bundles(jobs: Sequence[Job], hands: int) -> Iterator[Sequence[Job]]:
    """Jobs with the same photos together, which then travel once; the longest first, the end in small pieces."""

    def photos(job: Job) -> tuple[str, ...]:
        return tuple(sorted({cut.digest for cut in job.cuts}))

    groups = [list(group) for _, group in groupby(sorted(jobs, key=photos), key=photos)]
    groups.sort(key=lambda group: -sum(job.weight for job in group))
    longest = min(_LONGEST, sum(job.weight for job in jobs) / (_AHEAD * hands))
    bundle: list[Job] = []
    for group in groups:
        for job in group:
            if bundle and (sum(one.weight for one in bundle) + job.weight > longest or _heavy([*bundle, job])):
                yield tuple(bundle)
                bundle = []
            bundle.append(job)
    if bundle:
        yield tuple(bundle)


def _heavy(jobs: Sequence[Job]) -> bool:
    paths = {cut.digest: cut.path for job in jobs for cut in job.cuts}
    try:
        return len(paths) > 1 and sum(Path(path).stat().st_size for path in paths.values()) > _HEAVIEST
    except OSError:
        return False
