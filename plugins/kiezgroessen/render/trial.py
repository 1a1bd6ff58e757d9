"""Texts that could keep the Markdown parser busy for hours, tried out in processes of their own before they are used.

How long a text takes grows with its brackets and lines times its length, and with the cells of its tables. Texts that
have few of those are known to be quick, which is nearly all; the others have to show it (docs/decisions/prose.md).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..model.sections import sections
from ..model.validate import LONGEST_BODY
from ..problems import Problem, error
from ..read.document import Document

SECONDS = 2.0
"""Of processor time for one text. Sixty thousand characters of honest prose take a tenth."""
MEMORY = 400_000_000
"""Bytes for one text and its HTML."""
LARGEST = 1_000_000
"""Characters of HTML: ten times what the longest text becomes if every word of it is a link."""
DEEPEST = 30
"""Lists and quotes within each other: the parser calls itself for each of them, which Python puts an end to."""

_SHORT = 1400
"""Characters; no text of this length has taken more than a tenth of a second."""
# Beyond these products a text is tried. Below, the slowest of 6,800 made-up texts took 1.4 seconds.
_BRACKETS, _LINES, _CELLS = 2_000_000, 20_000_000, 100_000
_TICKS = 4_000_000
"""Backticks times length: 12,000 characters of nothing else took 2.8 seconds."""
_FIRST, _MORE = 8, 4
_OPENING = re.compile(r"^[ \t>*+.\d-]{31,}", re.MULTILINE)
_MARKER = re.compile(r">|[-*+](?=[ \t])|\d\.(?=[ \t])")
_INDENT = re.compile(r" {4}|\t")
_RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1)*[ \t]*")
_KNOTS = re.compile(r"[]\[()*_`<>|&\\]")

Verdict: TypeAlias = Literal["quick", "large"]


@dataclass(frozen=True, slots=True)
class _Tried:
    """A text that has to be tried, and where it stands."""

    text: str
    document: Document
    weight: float


def trial(documents: Iterable[Document], *, workers: int | None = None) -> list[Problem]:
    """Errors about texts that would take too long, too much memory, or make too long a page.

    At most ``workers`` processes try them (default: one per processor); where no text needs it, there is none. With
    several such texts the rest waits until the first are mended, so that a thousand cannot take an hour.
    """
    problems: list[Problem] = []
    doubtful: list[_Tried] = []
    for document in documents:
        if len(document.body) > LONGEST_BODY:
            continue  # which the model stage has reported
        if (deep := _too_deep(document)) is not None:
            problems.append(deep)
        elif _weight(document.body) > 1:
            texts = sections(document)[0].values() if document.kind == "campaign" else ()
            bodies = [text.value for text in texts] or [document.body.strip()]
            doubtful += [_Tried(body, document, weight) for body in bodies if (weight := _weight(body)) > 1]
    # The heaviest first: what takes less than they do will be no surprise.
    waiting, size = sorted(doubtful, key=lambda one: -one.weight), _FIRST
    while waiting and not problems:
        problems += _judged(waiting[:size], workers)
        waiting, size = waiting[size:], size * _MORE
    return problems


def convert(text: str) -> Verdict:
    """What the other process does with a text."""
    from .prose import Prose  # noqa: PLC0415 - the parser is a third of what starting `check` takes

    prose = Prose()
    html = prose.parsed(text)
    # Before it is cleaned: what does that has no memory to spare, and dies with a long speech to the terminal.
    return "large" if len(html) > LARGEST or len(prose.cleaned(html)) > LARGEST else "quick"


def _weight(text: str) -> float:
    """How much a text is to be doubted; 1 and less: not at all."""
    length = len(text)
    if length <= _SHORT:
        return 0.0
    lines = text.count("\n")
    marks = max(text.count("[") * length / _BRACKETS, text.count("`") * length / _TICKS)
    return max(marks, lines * length / _LINES, lines * text.count("|") / _CELLS)


def _judged(tried: list[_Tried], workers: int | None) -> list[Problem]:
    from .. import pool  # noqa: PLC0415 - few sites have such texts; the others do not wait for it

    limits = pool.Limits(processor=SECONDS, memory=MEMORY)
    crew = min(len(tried), workers or os.cpu_count() or 1)
    answers = pool.run(convert, [one.text for one in tried], workers=crew, limits=limits)
    found = []
    for one, answer in zip(tried, answers, strict=True):
        if isinstance(answer, pool.Lost):
            message = "Dieser Text ist zu verschachtelt: Daraus lässt sich in vernünftiger Zeit keine Seite machen."
            found.append(_at_knot(one, message))
        elif answer == "large":
            millions = LARGEST // 1_000_000
            message = f"Aus diesem Text würde eine Seite von mehr als {millions} Million Zeichen."
            found.append(_at_knot(one, message))
    return found


def _at_knot(one: _Tried, message: str) -> Problem:
    """The line that has most of what makes a text slow; of many alike the first."""
    document = one.document
    lines = document.body.split("\n")
    at = max(range(len(lines)), key=lambda index: len(_KNOTS.findall(lines[index])))
    hint = "In dieser Zeile stehen die meisten Zeichen wie [ ] ( ) * _ |. Sind alle Klammern geschlossen?"
    if not _KNOTS.search(lines[at]):
        at, hint = next((index for index, line in enumerate(lines) if line.strip()), 0), "Bitte einfacher schreiben."
    return error(document.path, document.body_line + at, message, hint=hint, shown=_cut(lines[at]))


def _too_deep(document: Document) -> Problem | None:
    for match in _OPENING.finditer(document.body):
        markers = len(_MARKER.findall(match[0]))
        levels = markers + len(_INDENT.findall(match[0]))
        end = document.body.find("\n", match.start())
        line = document.body[match.start() : end if end >= 0 else None]
        if markers and levels > DEEPEST and not _RULE.fullmatch(line):
            number = document.body_line + document.body.count("\n", 0, match.start())
            message = f"Dieser Text ist zu verschachtelt: Hier stecken {levels} Listen und Zitate ineinander."
            hint = f"Erlaubt sind {DEEPEST}. Zeichen wie > und - und Leerzeichen am Zeilenanfang löschen."
            return error(document.path, number, message, hint=hint, shown=_cut(line))
    return None


def _cut(line: str) -> str:
    return line if len(line) <= 200 else f"{line[:200]} …"
