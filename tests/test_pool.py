"""Work in processes of their own: whatever one job does, the others come out, and the reason is known."""

from __future__ import annotations

import errno

import pytest
from tests.support.hostile import misbehave

from kiezgroessen.pool import Limits, Lost, run

TIGHT = Limits(processor=0.5, wall=30, memory=500_000_000)


@pytest.mark.parametrize("workers", [1, 2])
def test_each_job_gets_its_own_verdict(workers: int) -> None:
    jobs = ["one", "spins", "two", "eats", "dies", "three", "four"]
    assert run(misbehave, jobs, workers=workers, limits=TIGHT) == [
        "one",
        Lost("time"),
        "two",
        Lost("memory"),
        Lost("death"),
        "three",
        "four",
    ]


def test_who_waits_without_working_is_given_up_as_well() -> None:
    # Long enough for a process to start on a busy computer.
    assert run(misbehave, ["sleeps", "one"], workers=2, limits=Limits(wall=8)) == [Lost("time"), "one"]


def test_a_mistake_of_our_own_is_not_taken_for_a_bad_photo() -> None:
    with pytest.raises(RuntimeError, match=r"KeyError: 'raises'"):
        run(misbehave, ["one", "raises"], workers=2)


def test_a_full_disk_is_not_taken_for_a_mistake_of_our_own() -> None:
    with pytest.raises(OSError, match="bild") as raised:
        run(misbehave, ["one", "fills the disk"], workers=2)
    assert (raised.value.errno, raised.value.filename) == (errno.ENOSPC, "/bild.jpg")


def test_no_work_starts_no_process() -> None:
    assert run(misbehave, [], workers=2) == []


def test_a_process_that_dies_leaves_no_picture_of_its_memory() -> None:
    """It would hold the photo. Whoever has switched such pictures on has them for other programs only."""
    resource = pytest.importorskip("resource", reason="Windows leaves no such files")
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    try:
        assert run(misbehave, ["core"], workers=1) == ["(0, 0)"]
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)
