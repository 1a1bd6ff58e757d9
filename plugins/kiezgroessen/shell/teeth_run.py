"""Tests run in a copy of the repository, and what came of them, as pytest's report in XML tells it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias
from xml.etree import ElementTree as ET

Verdict: TypeAlias = Literal["noticed", "unnoticed", "broken", "endless"]

_BROKEN = frozenset(
    ["SyntaxError", "IndentationError", "ImportError", "ModuleNotFoundError", "NameError", "UnboundLocalError"]
)
"""Of a program that does not run every test notices something; that says nothing about a defence."""
# Whatever fails in a fixture is told with this in front of it.
_FIXTURE = re.compile(r"failed on (?:setup|teardown) with \"")
_GRACE = 10.0
"""Seconds for writing the report."""


@dataclass(frozen=True, slots=True)
class Case:
    """One test that was run: its name as pytest takes it, and the first line of what went wrong, or "" for nothing."""

    test: str
    fault: str
    skipped: bool = False

    @property
    def kind(self) -> str:
        """The name of the exception."""
        return _FIXTURE.sub("", self.fault).partition(":")[0].rpartition(".")[2].strip()


@dataclass(frozen=True, slots=True)
class Ran:
    """All tests that were run; ``ended`` unless they were stopped."""

    cases: tuple[Case, ...]
    ended: bool = True

    def verdict(self) -> tuple[Verdict, str]:
        """Whether a test has failed as tests do, and which; or the fault that kept it from being one."""
        failed = [case for case in self.cases if case.fault]
        for case in failed:
            if case.kind not in _BROKEN and "collection failure" not in case.fault:
                return "noticed", case.test
        if failed:
            return "broken", failed[0].fault
        return ("unnoticed", "") if self.ended else ("endless", "")

    def wrong_with(self, test: str) -> str:
        """Why a test does not count as passed: failed, skipped in a part or not run; "" where it does."""
        mine = [case for case in self.cases if case.test == test or case.test.startswith(f"{test}[")]
        if fault := next((case.fault for case in mine if case.fault), ""):
            return fault
        if not mine:
            return next((case.fault for case in self.cases if case.fault), "nicht gelaufen")
        return "übersprungen" if all(case.skipped for case in mine) else ""


def run_tests(copy: Path, tests: Sequence[str], limit: float, *options: str) -> Ran:
    """Runs these tests with the code of ``copy`` and no other, for at most ``limit`` seconds."""
    room = copy.parent / "lauf"
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir()
    report = room / "bericht.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--basetemp", str(room / "tmp")]
    # What tests start finds this copy's package before the one that the shared environment names.
    own = {"PYTHONPATH": str(copy / "plugins"), "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(room)}
    ended = _within(limit, [*command, f"--junit-xml={report}", *options, *tests], copy, os.environ | own)
    cases = _cases(report) if report.is_file() else ()
    shutil.rmtree(room, ignore_errors=True)
    return Ran(cases, ended)


def _within(limit: float, command: Sequence[str], folder: Path, environment: dict[str, str]) -> bool:
    """Whether the command came to its end in time; otherwise it is stopped, with all that it has started."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(limit)
    except subprocess.TimeoutExpired:
        _stop(process)
        return False
    return True


def _stop(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        # Asked first, pytest still writes down what it knows; what it has started may not listen.
        os.killpg(process.pid, signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _cases(report: Path) -> tuple[Case, ...]:
    found = []
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - our own report
        path = case.get("classname", "").replace(".", "/") + ".py"
        faults = [part.get("message", "") for part in case if part.tag in ("failure", "error")]
        fault = next((line for line in faults if line), "?" if faults else "")
        found.append(Case(f"{path}::{case.get('name')}", fault, any(part.tag == "skipped" for part in case)))
    return tuple(found)
