"""Work in forks: the same results as without them, and whatever goes wrong is heard."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import sys
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from kiezgroessen import forks


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have threads of its own, which do nothing here."""
    monkeypatch.setattr(forks, "can_fork", lambda: sys.platform == "linux")


def test_every_job_is_done_once_and_results_come_with_their_numbers() -> None:
    jobs = [n * n for n in range(50)]
    assert dict(forks.run(lambda n: n + 1, jobs, workers=3)) == {n: n * n + 1 for n in range(50)}
    assert dict(forks.run(lambda n: n + 1, jobs, workers=1)) == {n: n * n + 1 for n in range(50)}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
def test_several_processes_are_at_it() -> None:
    def work(_number: int) -> int:
        time.sleep(0.01)
        return os.getpid()

    found = dict(forks.run(work, range(40), workers=3))
    # What the first job loads, all others have.
    assert found[0] == os.getpid()
    assert os.getpid() in [found[number] for number in range(1, 40)]
    assert len(set(found.values())) == 3


@pytest.mark.parametrize("workers", [1, 2])
def test_a_full_disk_is_one_here_as_well(workers: int) -> None:
    def full(n: int) -> int:
        if n == 3:
            raise OSError(28, "No space left on device", "output/x.html")
        return n

    with pytest.raises(OSError, match="No space left") as raised:
        list(forks.run(full, range(10), workers=workers))
    assert (raised.value.errno, raised.value.filename) == (28, "output/x.html")


def test_a_fault_of_ours_is_raised_with_its_place() -> None:
    with pytest.raises((RuntimeError, ZeroDivisionError), match="by zero"):
        list(forks.run(lambda n: 1 // n, [1, 2, 0, 4], workers=2))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
@pytest.mark.parametrize("workers", [2, 4])
def test_what_a_process_had_in_hand_that_dies_another_one_does(tmp_path: Path, workers: int) -> None:
    here = os.getpid()

    def die_once(n: int) -> int:
        if os.getpid() != here and not (tmp_path / "tot").exists():
            (tmp_path / "tot").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    assert sorted(forks.run(die_once, range(20), workers=workers)) == [(n, n) for n in range(20)]
    assert (tmp_path / "tot").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
def test_what_kills_every_process_is_said() -> None:
    here = os.getpid()

    def die(n: int) -> int:
        # What has killed a process is not tried again in the one that all depends on.
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    done: list[tuple[int, int]] = []
    with pytest.raises(OSError, match="memory"):
        done += forks.run(die, range(20), workers=2)


def test_nobody_is_left_behind_by_somebody_who_stops_listening() -> None:
    results = forks.run(lambda n: (n, os.getpid()), range(1000), workers=2)
    _, (_, pid) = next(results)
    results.close()  # type: ignore[attr-defined]
    if pid != os.getpid():
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
def test_what_is_done_beside_has_begun_before_anybody_asks_for_it(tmp_path: Path) -> None:
    def task() -> int:
        (tmp_path / "begonnen").touch()
        return os.getpid()

    with forks.beside(task) as result:
        while not (tmp_path / "begonnen").exists():
            time.sleep(0.01)
        assert result() != os.getpid()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
def test_what_was_to_be_done_beside_is_done_here_where_its_process_dies() -> None:
    here = os.getpid()

    def task() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return here

    with forks.beside(task) as result:
        assert result() == here


def test_a_full_disk_beside_is_one_here_as_well() -> None:
    def task() -> None:
        raise OSError(28, "No space left on device", "cache/quelle")

    with forks.beside(task) as result, pytest.raises(OSError, match="No space left") as raised:
        result()
    assert (raised.value.errno, raised.value.filename) == (28, "cache/quelle")


def test_what_nobody_asks_for_is_broken_off() -> None:
    with forks.beside(lambda: time.sleep(600)):
        pass
    assert not multiprocessing.active_children()


def test_where_the_system_gives_no_process_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: BaseProcess) -> None:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(BaseProcess, "start", refused)
    with forks.beside(os.getpid) as result:
        assert result() == os.getpid()


def test_who_asks_again_after_a_fault_does_not_wait_for_ever() -> None:
    def task() -> None:
        raise OSError(28, "No space left on device", "cache/quelle")

    with forks.beside(task) as result:
        for _ in range(2):
            with pytest.raises(OSError, match="No space left"):
                result()
