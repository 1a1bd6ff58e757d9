"""One queue for everything a build makes: never more processes than were asked for, the biggest jobs first."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiezgroessen import pool
from kiezgroessen.make import crew as crew_
from kiezgroessen.make.crew import Crew, Order, fulfil
from kiezgroessen.make.jobs import Answer, Expected, Job, Photos, Room
from kiezgroessen.make.store import Store
from kiezgroessen.problems import Problem

LARGE = pool.Limits(processor=60, wall=60, memory=2_000_000_000)


def notes(what: tuple[str, str], _room: Room, _photos: Photos) -> Answer:
    """Takes a moment, and notes when it began and ended, and in which process."""
    folder, name = what
    began = time.time()
    time.sleep(0.3)
    (Path(folder) / name).write_text(f"{began} {time.time()} {os.getpid()}", "ascii")
    return Answer(((name, b"[]"),))


def wrong(what: tuple[str, str], _room: Room, _photos: Photos) -> Answer:
    """A mistake of ours."""
    return Answer(((what[1], b"no list"),))


def lost(_what: Any, cause: pool.Cause) -> tuple[Problem, ...]:
    raise AssertionError(cause)


def order(folder: Path, name: str, weights: list[float], limits: pool.Limits, make: Any = notes) -> Order:
    names = [f"{name}{number}" for number in range(len(weights))]

    def jobs(missing: Any, _workers: int) -> list[Job]:
        return [
            Job(make, (str(folder), one), Room(), {one: Expected("json")}, (), weight, limits, lost)
            for one, weight in zip(names, weights, strict=True)
            if one in missing
        ]

    return Order(
        files=[(f"{one}.json", one) for one in names], expected={n: Expected("json") for n in names}, jobs=jobs
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    return tmp_path / "notes"


def test_all_kinds_together_keep_no_more_processes_busy_than_were_asked_for(folder: Path, tmp_path: Path) -> None:
    orders = [order(folder, "klein", [1, 3, 2], pool.LIMITS), order(folder, "gross", [1, 2], LARGE)]
    told: list[tuple[int, int]] = []
    crew = Crew(2, lambda _what, done, total: told.append((done, total)))
    assert fulfil(orders, store=Store(tmp_path / "store"), folder_out=tmp_path / "out", crew=crew) == []
    times = {path.name: path.read_text("ascii").split() for path in folder.iterdir()}
    spans = {name: (float(began), float(ended)) for name, (began, ended, _) in times.items()}
    assert max(sum(began <= at < ended for began, ended in spans.values()) for at, _ in spans.values()) <= 2
    assert {path.name for path in (tmp_path / "out").iterdir()} == {f"{name}.json" for name in times}
    assert told == [(number, 5) for number in range(6)]
    small = {pid for name, (_, _, pid) in times.items() if name.startswith("klein")}
    large = {pid for name, (_, _, pid) in times.items() if name.startswith("gross")}
    assert small.isdisjoint(large), "what a large job leaves behind would count against a small one"


def test_the_biggest_come_first(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []

    def here(jobs: list[Job], _workers: int) -> Iterator[tuple[Job, Job, Answer]]:
        begun.extend(job.what[1] for job in jobs)
        return iter([(job, job, Answer(tuple((key, b"[]") for key in job.makes))) for job in jobs])

    monkeypatch.setattr(crew_, "_here", here)
    orders = [order(folder, "klein", [1, 3, 2], pool.LIMITS), order(folder, "gross", [1, 2], LARGE)]
    fulfil(orders, store=Store(tmp_path / "store"), folder_out=tmp_path / "out", crew=Crew(2))
    assert begun == ["gross1", "gross0", "klein1", "klein2", "klein0"]


def test_what_is_not_what_was_meant_to_be_made_is_never_kept(folder: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    with pytest.raises(RuntimeError, match="made something else"):
        fulfil([order(folder, "a", [1], pool.LIMITS, wrong)], store=store, folder_out=tmp_path / "out", crew=Crew(1))
    assert not store.has("a0")
