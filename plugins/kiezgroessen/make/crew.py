"""Who makes what the store does not have: one queue for pictures, sheets, codes and whatever else a build asks for.

At most ``workers`` processes of this computer are busy in total, the biggest jobs first, so that the end is not one
long job for one of them. With help from elsewhere (`away.py`) this computer only sends, receives and looks at what
comes; what nobody else could make is made here, and only here it is decided that something cannot be made at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from .. import pool
from ..problems import Problem, in_order
from .away import Away, sent
from .jobs import Answer, Expected, Job, fits, worked
from .store import Store

if TYPE_CHECKING:
    from .shared import Shared

WHAT = "Bilder und Blätter"

Told: TypeAlias = Callable[[str, int, int], None]
"""Called with what is made, how much of it is done, and how much there is."""


def silent(_what: str, _done: int, _total: int) -> None:
    """Nobody is told."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works: at most ``workers`` processes here, and ``away`` whoever helps; ``shared`` is a store behind ours.

    ``told`` hears how far it is.
    """

    workers: int = 1
    told: Told = silent
    away: Away | None = None
    shared: Shared | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """All that is wanted of one kind.

    ``files`` are names below the output folder with their keys in the store; ``expected`` says of all keys, also of
    those that are no file of their own, what they are. ``jobs`` makes jobs for missing keys, given how many can work at
    once. ``told`` is called with what went wrong when everything is in its place, and gives all there is to say.
    """

    files: Sequence[tuple[str, str]]
    expected: Mapping[str, Expected]
    jobs: Callable[[Collection[str], int], Sequence[Job]]
    told: Callable[[Sequence[Problem]], Sequence[Problem]] = field(default=list)


def fulfil(orders: Sequence[Order], *, store: Store, folder_out: Path, crew: Crew) -> list[Problem]:
    """Let all files of all orders appear below ``folder_out``; gives what there is to say.

    Jobs run in processes of their own, within limits; one that dies costs its photo and nothing else. The result does
    not depend on who did what. Raises `OSError` where the disk is in the way.
    """
    expected = {key: one for order in orders for key, one in order.expected.items()}
    missing = {key for key in expected if not store.has(key)}
    if crew.shared is not None:
        missing -= crew.shared.fetch({key: expected[key] for key in missing}, store)
    hands = max(crew.workers, crew.away.room() if crew.away else 0)
    asked = [(order, job) for order in orders for job in order.jobs(missing, hands)]
    whose = {id(job): number for number, (_, job) in enumerate(asked)}
    found: list[list[Problem]] = [[] for _ in asked]
    failed: list[Problem] = []
    fresh: list[str] = []
    for job, answer in worked_off([job for _, job in asked], crew, failed):
        for key, data in answer.made:
            store.put(key, data)
            fresh.append(key)
        found[whose[id(job)]] += answer.problems
    if crew.shared is not None:
        crew.shared.keep(fresh, store)
        failed += crew.shared.complaints()
    there = (expected.keys() - missing) | set(fresh)
    problems = failed
    for order in orders:
        for name, key in order.files:
            if key in there:
                store.place(key, folder_out / name)
        said = [one for number, (whose_order, _) in enumerate(asked) if whose_order is order for one in found[number]]
        problems += order.told(said)
    return in_order(dict.fromkeys(problems))


def worked_off(jobs: Sequence[Job], crew: Crew, failed: list[Problem]) -> Iterator[tuple[Job, Answer]]:
    """What each of the jobs came to, as it comes, under the name of the job that was asked for.

    ``failed`` takes what there is to say of help from elsewhere.
    """
    total, done = sum(len(job.makes) for job in jobs), 0
    waiting = sorted(jobs, key=lambda job: (-job.limits.memory, -job.weight))
    if waiting:
        crew.told(WHAT, 0, total)
    if crew.away is not None and waiting:
        left: list[Job] = []
        for job, answer in sent(waiting, crew.away, left, failed):
            done += len(job.makes)
            crew.told(WHAT, done, total)
            yield job, answer
        waiting = left
    for job, piece, answer in _here(waiting, crew.workers):
        done += len(piece.makes)
        crew.told(WHAT, done, total)
        yield job, answer


def _here(jobs: Sequence[Job], workers: int) -> Iterator[tuple[Job, Job, Answer]]:
    """In processes of this computer: the job, the piece of it that is done, and what that came to."""
    pieces = [(job, job) for job in jobs]
    while pieces:
        again: list[tuple[Job, Job]] = []
        works = [piece.work for _, piece in pieces]
        for number, result in pool.stream(worked, works, workers=workers, limits=[one.limits for _, one in pieces]):
            job, piece = pieces[number]
            if not isinstance(result, pool.Lost):
                _sound(piece, result)
                yield job, piece, result
            elif piece.parts:
                # One of them was to blame; the others are innocent.
                again += [(job, part) for part in piece.parts]
            else:
                yield job, piece, Answer(problems=piece.lost(piece.what, result.cause))
        pieces = again


def _sound(job: Job, answer: Answer) -> None:
    """Raises `RuntimeError` where our own work is not what it was meant to be: nobody could mend that but us."""
    for key, data in answer.made:
        if not fits(data, job.makes[key]):
            raise RuntimeError(f"made something else than {job.makes[key]} for {key}")
