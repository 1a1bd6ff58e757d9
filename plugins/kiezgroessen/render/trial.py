"""Texts that are to be doubted (`model.doubts`), tried out in processes of their own before they are used."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..model.doubts import shortened, too_deep, weight_of
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
_FIRST, _MORE = 8, 4
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
        if (deep := too_deep(document)) is not None:
            problems.append(deep)
        elif weight_of(document.body) > 1:
            texts = sections(document)[0].values() if document.kind == "campaign" else ()
            bodies = [text.value for text in texts] or [document.body.strip()]
            doubtful += [_Tried(body, document, weight) for body in bodies if (weight := weight_of(body)) > 1]
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
    return error(document.path, document.body_line + at, message, hint=hint, shown=shortened(lines[at]))
