"""Bars laid out for inline SVG: across in percent of the picture, down in em, so that they fit any column and any type.

Where the page runs from right to left, so do the bars.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .programme_views import Look, Mark, Plot, Word

_WIDE, _LABEL, _GAP = 62.0, 17.0, 2.0
"""Percent: the longest bar beside a label of words, the column of short names, the room before a label."""
_BAR, _STEP = 0.85, 1.15
"""Em: height of a bar, and from one bar of a group to the next."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of pieces ``(number, look)`` and the label at its end."""

    pieces: tuple[tuple[int, str], ...]
    label: str

    @property
    def total(self) -> int:
        """What the whole bar stands for."""
        return sum(number for number, _ in self.pieces)


def grouped(
    key: str, texts: tuple[str, str], looks: Mapping[str, str], groups: Mapping[str, Sequence[Bar]], direction: str
) -> Plot:
    """Groups of bars below each other, each under its name; ``texts`` are title and description."""
    scale = _WIDE / _largest(groups)
    marks: list[Mark] = []
    words: list[Word] = []
    top = 0.0
    for name, bars in groups.items():
        words.append(Word(_x(0, direction), _em(top + 1), name, strong=True))
        for number, bar in enumerate(bars):
            edge = top + 1.35 + number * _STEP
            marks += _pieces(bar, 0, scale, (edge, _BAR), direction)
            words.append(_end(bar, 0, scale, edge + _BAR - 0.1, direction))
        top += 2 + len(bars) * _STEP
    return _plot(key, texts, looks, top, marks, words)


def lined(key: str, texts: tuple[str, str], looks: Mapping[str, str], bars: Mapping[str, Bar], direction: str) -> Plot:
    """One bar a line, each beside its short name; ``texts`` are title and description."""
    scale = (100 - _LABEL - 10) / _largest({name: (bar,) for name, bar in bars.items()})
    marks: list[Mark] = []
    words: list[Word] = []
    for number, (name, bar) in enumerate(bars.items()):
        top = number * 1.8
        words.append(Word(_x(0, direction), _em(top + 1.1), name, strong=True))
        marks += _pieces(bar, _LABEL, scale, (top + 0.2, 1.1), direction)
        words.append(_end(bar, _LABEL, scale, top + 1.1, direction))
    return _plot(key, texts, looks, len(bars) * 1.8, marks, words)


def _plot(
    key: str, texts: tuple[str, str], looks: Mapping[str, str], height: float, marks: list[Mark], words: list[Word]
) -> Plot:
    seen = {mark.look for mark in marks}
    used = tuple(Look(look, label) for look, label in looks.items() if look in seen)
    return Plot(key, *texts, _em(height), used, tuple(marks), tuple(words))


def _largest(groups: Mapping[str, Sequence[Bar]]) -> int:
    return max((bar.total for bars in groups.values() for bar in bars), default=0) or 1


def _pieces(bar: Bar, start: float, scale: float, place: tuple[float, float], direction: str) -> list[Mark]:
    marks = []
    top, height = place
    for number, look in bar.pieces:
        width = number * scale
        if number:
            edge = 100 - start - width if direction == "rtl" else start
            across = _percent(edge), _percent(width), _percent(edge + width)
            marks.append(Mark(*across, _em(top), _em(height), _em(top + height), look))
        start += width
    return marks


def _end(bar: Bar, start: float, scale: float, line: float, direction: str) -> Word:
    gap = _GAP if bar.total else 0
    return Word(_x(start + bar.total * scale + gap, direction), _em(line), bar.label)


def _x(start: float, direction: str) -> str:
    return _percent(100 - start if direction == "rtl" else start)


def _percent(value: float) -> str:
    return f"{value:.2f}%"


def _em(value: float) -> str:
    return f"{value:.2f}em"
