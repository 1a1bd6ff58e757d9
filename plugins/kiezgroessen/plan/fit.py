"""Names as wide as the sheet.

`fit` breaks a name into lines and gives each line a width axis and a size so that its ink runs from edge to edge.
It is pure: it measures through a `Measure`, so it can be tested without a font.

The taste in it: short names swell, long names narrow. Letters want to be three tenths of the sheet's width in size;
the width axis takes up the rest, so a name of four letters stands at its widest and one of ten at its narrowest. The
lines of a name share one size where the axis allows it, and grow together until the sheet is full. Only if even the
widest letters are too tall for the sheet (a single letter, a very flat sheet) does the ink end before the far edge.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kiezgroessen.plan.breaks import Atom, Span, atoms, blemish, line_text, partitions
from kiezgroessen.plan.lines import (
    MASTERS,
    Elastic,
    FittedLine,
    FittedName,
    Measure,
    Script,
    Sheet,
    elastic,
    ink_breadth,
    stack,
    word_space,
)

__all__ = ["Broken", "FittedLine", "FittedName", "Measure", "Script", "broken", "fit"]

# Shares of the sheet's width: the size beyond which a name need not narrow; the size below which a word is cut.
# Twenty letters, an Änderungsschneiderei, still get 0.13; a rule that does not know compounds had better leave them.
_COMFORT = 0.30
_TINY = 0.085
# How much larger than the line with the longest word the others may grow.
_SPREAD = 1.6


Way = tuple[tuple[Span, ...], tuple[Elastic, ...], float]
"""One way to break a name: its lines as spans, as they are measured before they are set, and the offences in it."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A name and all that is known of it before one knows how high its sheet is: where it may break, and how well."""

    measure: Measure
    script: Script
    width: float
    weight: int
    pieces: tuple[Atom, ...]
    ways: tuple[Way, ...]

    def fitted(self, max_height: float) -> FittedName:
        """The biggest setting on a sheet of this height, as `fit`."""
        sheet = Sheet(self.measure, self.script, self.width, max_height, self.weight)
        best = -math.inf
        name = FittedName((), self.width, 0.0, self.script)
        guesses = [(_merit(lines, *_guess(sheet, lines)) - offence, offence, way) for way, lines, offence in self.ways]
        for guess, offence, way in sorted(guesses, key=lambda found: -found[0]):
            # A guess knows no collisions, so setting a name for good can only disappoint it.
            if guess <= best:
                break
            lines = [elastic(sheet, line_text(self.pieces, span)) for span in way]
            candidate, over = _compose(sheet, lines)
            merit = _merit(lines, [line.size for line in candidate.lines], over) - offence
            if merit > best:
                best, name = merit, candidate
        return name


def fit(
    text: str,
    measure: Measure,
    *,
    script: Script = "latin",
    width: float = 1000.0,
    max_height: float,
    weight: int = 800,
    min_lines: int = 1,
) -> FittedName:
    """The biggest setting of `text` on a sheet of `width` by at most `max_height` viewBox units.

    A soft hyphen in `text` is a place where a word may break; it shows only where it is used. `min_lines` is kept as
    far as the text has places to break. Text without any ink gives no lines and no height.
    """
    name = broken(text, measure, script=script, width=width, weight=weight, min_lines=min_lines)
    return name.fitted(max_height)


def broken(
    text: str,
    measure: Measure,
    *,
    script: Script = "latin",
    width: float = 1000.0,
    weight: int = 800,
    min_lines: int = 1,
) -> Broken:
    """The part of `fit` that is the same for sheets of all heights, and half of its work."""
    sheet = Sheet(measure, script, width, math.inf, weight)
    pieces = atoms(text, lambda word: width / ink_breadth(sheet.ink(word, MASTERS[0])) < _TINY * width)
    if not any(sheet.ink(atom.text, MASTERS[1]).boxes for atom in pieces):
        return Broken(measure, script, width, weight, pieces, ())
    words = [elastic(sheet, atom.text) for atom in pieces]
    space = word_space(sheet)
    hyphen = elastic(sheet, "-").breadth if any(atom.joint in ("soft", "rule") for atom in pieces) else (0.0, 0.0, 0.0)

    @cache
    def joined(span: Span) -> Elastic:
        first, end = span
        gaps = sum(atom.joint == "space" for atom in pieces[first : end - 1])
        cut = end < len(pieces) and pieces[end - 1].joint in ("soft", "rule")
        low, middle, high = (
            sum(word.breadth[m] for word in words[first:end]) + gaps * space[m] + cut * hyphen[m] for m in range(3)
        )
        tops = max(word.top for word in words[first:end])
        return Elastic("", (low, middle, high), tops, max(word.bottom for word in words[first:end]))

    ways = tuple(
        (
            way,
            tuple(joined(span) for span in way),
            sum(blemish(pieces, span) for span in way) if len(way) > 1 else 0.0,
        )
        for way in partitions(pieces, lambda span: joined(span).breadth[1], min_lines)
    )
    return Broken(measure, script, width, weight, pieces, ways)


def _sizes(sheet: Sheet, lines: Sequence[Elastic], size: float) -> list[float]:
    """Each line's size if all would like to be `size`: full width, as far as the axis goes."""
    return [min(max(size, sheet.width / line.breadth[2]), sheet.width / line.breadth[0]) for line in lines]


def _guess(sheet: Sheet, lines: Sequence[Elastic]) -> tuple[list[float], float]:
    """The sizes that fill the sheet if no descender were in the way, and how many times too tall the block still is."""

    def height(sizes: Sequence[float]) -> float:
        tops = sum(line.top * size for line, size in zip(lines, sizes, strict=True))
        return tops + lines[-1].bottom * sizes[-1] + sheet.gap * (len(lines) - 1)

    low, high = 0.0, _ceiling(sheet, lines)
    # Where even the least sizes are too tall, every step would lead back to them.
    for _ in range(12 if height(_sizes(sheet, lines, low)) <= sheet.max_height else 0):
        middle = (low + high) / 2
        low, high = (middle, high) if height(_sizes(sheet, lines, middle)) <= sheet.max_height else (low, middle)
    sizes = _sizes(sheet, lines, low)
    over = max(1.0, height(sizes) / sheet.max_height)
    return [size / over for size in sizes], over


def _merit(lines: Sequence[Elastic], sizes: Sequence[float], over: float) -> float:
    """How big the letters get on the whole (natural logarithm), less for unlike sizes and for ink short of the edge."""
    letters = [line.breadth[1] for line in lines]
    mean = sum(math.log(size) * count for size, count in zip(sizes, letters, strict=True)) / sum(letters)
    return mean - 0.3 * math.log(max(sizes) / min(sizes)) - (0.2 + 1.5 * math.log(over) if over > 1.0 else 0.0)


def _ceiling(sheet: Sheet, lines: Sequence[Elastic]) -> float:
    """The size that no line needs to narrow for: comfort, or little more than the smallest line can reach."""
    return min(_COMFORT * sheet.width, _SPREAD * min(sheet.width / line.breadth[0] for line in lines))


def _compose(sheet: Sheet, lines: Sequence[Elastic]) -> tuple[FittedName, float]:
    """Set the lines for good, at the largest common size at which the block is not too tall.

    Also says how many times too tall it is at its widest letters (1 if it is not).
    """
    texts = [line.text for line in lines]
    low, high = min(sheet.width / line.breadth[2] for line in lines), _ceiling(sheet, lines)
    steps = [line.stretch(sheet.width / high) for line in lines]
    if stack(sheet, texts, steps, 1.0).height > sheet.max_height:
        for _ in range(7):
            middle = (low + high) / 2
            tried = [line.stretch(sheet.width / middle) for line in lines]
            fits = stack(sheet, texts, tried, 1.0).height <= sheet.max_height
            low, high = (middle, high) if fits else (low, middle)
        steps = [line.stretch(sheet.width / low) for line in lines]
    scale = 1.0
    while (name := stack(sheet, texts, steps, scale)).height > sheet.max_height:
        scale *= min(sheet.max_height / name.height, 0.9999)  # everything scales with it, but it is rounded
    return name, 1 / scale
