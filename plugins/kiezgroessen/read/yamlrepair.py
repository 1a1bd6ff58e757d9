"""First version: names the place; guesses follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Where YAML stumbles (``line``), where what it was reading began (``context``); both from 0."""

    line: int
    context: int
    problem: str


@dataclass(frozen=True, slots=True)
class Repair:
    """What to tell about line ``at`` (from 0); ``lines`` is the header with ``fix`` in place, or ``None``."""

    at: int
    message: str
    hint: str | None
    fix: str | None = None
    lines: list[str] | None = None


def quoted(text: str) -> str:
    """``text`` as a quoted YAML scalar, the way an editor would write it."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def find_repair(lines: list[str], fault: Fault, check: Callable[[list[str]], Fault | None]) -> Repair:
    return Repair(fault.line, "Diese Zeile lässt sich nicht lesen.", None)
