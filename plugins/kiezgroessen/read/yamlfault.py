"""What libyaml stumbles over in a header, as a value: the line, and where that which it was reading began."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from yaml import (
    MappingEndEvent,
    MappingStartEvent,
    MarkedYAMLError,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    YAMLError,
)
from yaml.reader import ReaderError

try:
    from yaml._yaml import CParser
except ImportError as missing:  # the pure Python parser is ten times slower and disagrees in corners
    raise ImportError("PyYAML was built without libyaml; install a wheel or build it with libyaml") from missing

__all__ = ["DEEPEST", "ROOT", "CParser", "Fault", "as_fault", "fault_of", "is_deep", "root_fault"]

ROOT = "the header is no mapping"
DEEPEST = 12
"""Groups and lists in one another. Nobody parses on below: libyaml takes the square of the time for what stands there,
and what PyYAML makes of it are calls in one another, which end the process when there are enough."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Lines from 0; ``inside``: what was being read, ``problem``: what was wrong, both in libyaml's words."""

    line: int
    context: int
    inside: str
    problem: str


def fault_of(lines: list[str]) -> Fault | None:
    """The first fault of a header, ``None`` if libyaml can read it, or would have to read what is too deep first."""
    try:
        parser = CParser("\n".join(lines))
        parser.get_event()
        parser.get_event()
        root: Any = parser.get_event()
        if type(root) in (ScalarEvent, SequenceStartEvent):
            return root_fault(root.start_mark.line)
        _read_on(parser, int(type(root) is MappingStartEvent))
    except (YAMLError, ValueError) as problem:
        return as_fault(problem, lines)
    return None


def is_deep(text: str) -> bool:
    """Whether more than `DEEPEST` groups and lists stand in one another. Raises `YAMLError` for a fault above them."""
    return _read_on(CParser(text), 0)


def _read_on(parser: CParser, depth: int) -> bool:
    """Reads to the end, or to where it is too deep, which is then so."""
    while (event := parser.get_event()) is not None:
        kind = type(event)
        depth += kind in (MappingStartEvent, SequenceStartEvent)
        depth -= kind in (MappingEndEvent, SequenceEndEvent)
        if depth > DEEPEST:
            return True
    return False


def root_fault(line: int) -> Fault:
    """The fault of a header that is a text or a list instead of ``key: value`` lines."""
    return Fault(line, line, "", ROOT)


def as_fault(problem: Exception, lines: list[str]) -> Fault:
    """The fault behind one of PyYAML's exceptions; always with a line that exists."""
    last = max(at for at, line in enumerate(lines) if line.strip() or at == 0)
    if isinstance(problem, MarkedYAMLError) and (mark := problem.problem_mark) is not None:
        context = mark.line if problem.context_mark is None else problem.context_mark.line
        where = min(mark.line, last)
        return Fault(where, min(context, last), str(problem.context or ""), str(problem.problem))
    if isinstance(problem, ReaderError) and isinstance(problem.character, int):
        # libyaml counts bytes here and knows no line; the sign itself is looked for instead.
        at = next((at for at, line in enumerate(lines) if chr(problem.character) in line), 0)
        return Fault(at, at, "", str(problem.reason))
    return Fault(0, 0, "", "unknown")
