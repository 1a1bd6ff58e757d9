"""A program that builds sites in conditions that no test could have in its own process; run as a module of its own.

It reads one job a line as JSON and answers each with a line. Every build is a fork of this process, which has imported
everything, and counts what it asks of the file system below the folder named on the command line: at one of these
points, the same in every run, something happens to it (`Fault`).
"""

# What happens in a hook must not ask for more than it does: paths are plain strings.
# ruff: noqa: PTH110, PTH117, PTH123, PTH208

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.support.sites import tree

from kiezgroessen import dates, disk
from kiezgroessen.shell import build
from kiezgroessen.shell import plugin as imported_before_any_fork  # noqa: F401
from kiezgroessen.write import lock, swap
from kiezgroessen.write.files import put

_SPACE = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CHANGES = ("os.mkdir", "os.link", "os.symlink", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.utime")
_TAKES_SPACE = ("os.mkdir", "os.link", "os.symlink")


class Fault:
    """What happens at one point of a build, or from there on, and the number of points there were."""

    def __init__(self, below: str, job: dict[str, Any]) -> None:
        self.below = below
        self.kind = job.get("kind", "none")
        self.at = job.get("at", -1)
        self.job = job
        self.count = 0
        self.swapped = 0
        """The point at which the new output takes the old one's place."""
        self.inside = False

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        """An audit hook. Raises `OSError` in the place of the system."""
        if self.inside or not self._counts(event, args):
            return
        self.inside = True
        try:
            self.count += 1
            if event == "ctypes.dlsym" and args[1] == "renameat2":
                self.swapped = self.count
            self._happen(event, args)
        finally:
            self.inside = False

    def _counts(self, event: str, args: tuple[Any, ...]) -> bool:
        if event == "ctypes.dlsym":
            return True
        if event != "open" and not event.startswith("os."):
            return False
        if event in {"os.kill", "os.fork", "os.walk", "os.putenv", "os.posix_spawn"} or not args:
            return False
        # Paths that are not absolute belong to a folder that is open, one of ours: the others are read from elsewhere.
        path = args[0]
        return not isinstance(path, (str, bytes, os.PathLike)) or self._is_ours(os.fsdecode(path))

    def _is_ours(self, path: str) -> bool:
        return not os.path.isabs(path) or path.startswith(self.below)

    def _happen(self, event: str, args: tuple[Any, ...]) -> None:
        if self.count < self.at or self.at < 0:
            return
        if self.kind in ("full", "quota") and (event in _TAKES_SPACE or _writes(event, args)):
            number = errno.ENOSPC if self.kind == "full" else errno.EDQUOT
            raise OSError(number, os.strerror(number), args[0])
        if self.kind == "locked" and (event in _CHANGES or _writes(event, args)):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), args[0])
        if self.count == self.at:
            self._once(args[0])

    def _once(self, path: Any) -> None:
        if self.kind == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif self.kind == "gone":
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        elif self.kind == "run":
            subprocess.run(self.job["command"], check=False, capture_output=True)
        elif self.kind == "wait":
            _put(self.job["waiting"], "")
            while not os.path.exists(self.job["until"]):
                time.sleep(0.005)
        elif self.kind == "clock":
            _set_clock(self.job["days"])


def _writes(event: str, args: tuple[Any, ...]) -> bool:
    return event == "open" and bool(args[2] & _SPACE)


def _put(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def _set_clock(days: float) -> None:
    """All that we ask for the time is told another one."""
    real, away = time.time, timedelta(days=days)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return datetime.now(tz) + away

    for module in (dates, lock):
        module.dt = SimpleNamespace(**{**vars(module.dt), "datetime": Clock})  # type: ignore[attr-defined]
    time.time = lambda: real() + away.total_seconds()


def build_in_fork(below: str, job: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """Starts the build of ``job``; what is given waits for it and answers."""
    said, count = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115 - they outlive this function
    process = os.fork()
    if process == 0:
        code = 70
        try:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            code = _build(Fault(below, job.get("fault", {})), job, count.fileno())
        except BaseException:  # noqa: BLE001 - it is told, as any program does
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def wait() -> dict[str, Any]:
        _, status = os.waitpid(process, 0)
        said.seek(0)
        count.seek(0)
        code = os.waitstatus_to_exitcode(status)
        counted = json.loads(count.read() or "[0, 0]")
        return {"code": code, "said": said.read().decode("utf-8", "replace"), "points": counted}

    return wait


def _build(fault: Fault, job: dict[str, Any], count: int) -> int:
    if "umask" in job:
        os.umask(job["umask"])
    if job.get("backwards"):
        _turn_around()
    if "largest" in job:
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["largest"], resource.RLIM_INFINITY))
    if fault.kind == "clock" and fault.at == 0:
        _set_clock(fault.job["days"])
    sys.addaudithook(fault)
    code = build.main(date=job.get("date"), conf="publishconf.py", root=Path(job["root"]), output=Path(job["output"]))
    fault.inside = True
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    os.write(count, json.dumps([fault.count, fault.swapped]).encode())
    return code


def _turn_around() -> None:
    """Folders list their entries in another order, as another file system would."""
    scan, names = os.scandir, os.listdir

    class Scan:
        def __init__(self, path: Any = ".") -> None:
            with scan(path) as entries:
                self.entries = iter(sorted(entries, key=lambda entry: os.fsdecode(entry.name), reverse=True))

        def __iter__(self) -> Iterator[Any]:
            return self.entries

        def __next__(self) -> Any:
            return next(self.entries)

        def __enter__(self) -> Iterator[Any]:
            return self.entries

        def __exit__(self, *_any: object) -> None:
            pass

        def close(self) -> None:
            pass

    os.scandir = Scan  # type: ignore[assignment]
    os.listdir = lambda path=".": sorted(names(path), key=os.fsdecode, reverse=True)  # type: ignore[assignment]


def look(output: Path) -> dict[str, Any]:
    """All files of an output with digest and time, and the names of all that lies beside it."""
    return {"tree": tree(output), "beside": sorted(os.listdir(output.parent))}


def swap_in_fork(job: dict[str, Any]) -> dict[str, Any]:
    """Replaces a small output; killed at one of the lines of ours that this takes, counted from 1."""
    process = os.fork()
    if process == 0:
        lines = 0

        def traced(frame: Any, event: str, _arg: object) -> Any:
            nonlocal lines
            if not frame.f_code.co_filename.endswith(("/write/swap.py", "/write/lock.py", "/kiezgroessen/disk.py")):
                return None
            lines += event == "line"
            if event == "line" and lines == job["line"]:
                os.kill(os.getpid(), signal.SIGKILL)
            return traced

        if job.get("plain"):
            disk.exchange = lambda one, other: False  # noqa: ARG005
        sys.settrace(traced)
        with suppress(ValueError), lock.held(Path(job["output"]), "gebaut"), swap.staging(Path(job["output"])) as fresh:
            for name, text in job["files"].items():
                put(fresh, name, text.encode())
        os._exit(0)
    return {"code": os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])}


def main() -> None:
    """Answers jobs until there are no more."""
    below = sys.argv[1]
    running: dict[str, Callable[[], dict[str, Any]]] = {}
    for line in sys.stdin:
        job = json.loads(line)
        if job["do"] == "run":
            done = subprocess.run(job["command"], check=False, capture_output=True, text=True)
            answer: Any = {"code": done.returncode, "said": done.stdout + done.stderr}
        elif job["do"] == "start":
            running[job["name"]], answer = build_in_fork(below, job), {}
        elif job["do"] == "wait":
            answer = running.pop(job["name"])()
        elif job["do"] == "look":
            answer = look(Path(job["output"]))
        elif job["do"] == "swap":
            answer = swap_in_fork(job)
        else:
            answer = build_in_fork(below, job)()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
