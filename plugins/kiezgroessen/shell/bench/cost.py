"""What a program costs: seconds, processor time of all its processes, their greatest memory together."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run used: CPU and wall clock seconds, greatest memory in MB."""

    cpu: float
    wall: float
    memory: float


def measurable() -> bool:
    """Whether this system tells how much memory a process has of its own (Linux does)."""
    return Path("/proc/self/smaps_rollup").exists()


def cost(command: Sequence[str], folder: Path, *, also: Mapping[str, str] | None = None) -> Cost:
    """Runs a command in ``folder`` and waits for it. Raises `RuntimeError` with its last words when it fails.

    It begins with nothing left to write: whoever wants its files on the disk waits for those of others as well.
    Processor time is the kernel's account of the process and of all children that it waited for. Memory is the greatest
    sum of the proportional set sizes of the whole family (shared pages count once), looked at every 50 ms.
    """
    os.sync()
    with tempfile.TemporaryFile() as words:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdout=words, stderr=subprocess.STDOUT, env={**os.environ, **(also or {})}
        )
        sampler = _Sampler(process.pid)
        sampler.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        sampler.done.set()
        sampler.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            words.seek(0)
            raise RuntimeError(words.read().decode(errors="replace")[-2000:])
    # A run that is over between two looks has the kernel's own figure: it counts shared pages, and one process.
    peak = sampler.peak or used.ru_maxrss * 1024
    return Cost(used.ru_utime + used.ru_stime, wall, peak / 1_000_000)


def of_python(arguments: Sequence[str], folder: Path) -> Cost:
    """As `cost`, for a Python that finds this program."""
    also = {"PYTHONPATH": str(Path(__file__).resolve().parents[3])}
    return cost([sys.executable, *arguments], folder, also=also)


def middle(costs: Sequence[Cost]) -> Cost:
    """Medians, each for itself."""
    return Cost(
        median(cost.cpu for cost in costs), median(cost.wall for cost in costs), median(cost.memory for cost in costs)
    )


class _Sampler(threading.Thread):
    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak, self.done = pid, 0, threading.Event()

    def run(self) -> None:
        pause = _PAUSE
        while not self.done.wait(pause):
            began = time.perf_counter()
            self.peak = max(self.peak, sum(map(_proportional, _family(self.pid))))
            # The kernel walks through all pages of whoever is looked at: large programs are looked at less often.
            pause = max(_PAUSE, 20 * (time.perf_counter() - began))


def _family(pid: int) -> list[int]:
    try:
        tasks = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    return [pid, *(member for children in tasks for child in children.split() for member in _family(int(child)))]


def _proportional(pid: int) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
