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
from dataclasses import dataclass, field

from kiezgroessen.plan.breaks import Atom, Span, atoms, blemishes, line_text, partitions
from kiezgroessen.plan.lines import (
    MASTERS,
    Breadth,
    Elastic,
    FittedLine,
    FittedName,
    Measure,
    Rows,
    Script,
    Sheet,
    elastic,
    ink_breadth,
    script_of,
    word_space,
)
from kiezgroessen.plan.ways import Letters, Way, ceiling

__all__ = ["Broken", "FittedLine", "FittedName", "Measure", "Script", "broken", "fit", "script_of"]

# Share of the sheet's width: the size below which a word is cut.
# Twenty letters, an Änderungsschneiderei, still get 0.13; a rule that does not know compounds had better leave them.
_TINY = 0.085


@dataclass(slots=True)
class Broken:
    """A name and all that is known of it before one knows how high its sheet is: where it may break, and how well.

    What is worked out for one height helps with the next. It is remembered, and nobody can tell but by the clock.
    """

    sheet: Sheet
    pieces: tuple[Atom, ...]
    ways: tuple[Way, ...]
    _rows: Rows = field(init=False, repr=False, compare=False)
    _set: dict[tuple[Span, ...], _Lines] = field(default_factory=dict, init=False, repr=False, compare=False)
    _fitted: dict[float, FittedName] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._rows = Rows(self.sheet)

    def fitted(self, max_height: float) -> FittedName:
        """The biggest setting on a sheet of this height, as `fit`."""
        found = self._fitted.get(max_height)
        if found is None:
            found = self._fitted[max_height] = self._biggest(max_height)
        return found

    def _biggest(self, max_height: float) -> FittedName:
        best = -math.inf
        name = FittedName((), self.sheet.width, 0.0, self.sheet.script)
        guesses = [(way.guess(max_height), way) for way in self.ways]
        for guess, way in sorted(guesses, key=lambda found: -found[0]):
            # A guess knows no collisions, so setting a name for good can only disappoint it.
            if guess <= best:
                break
            lines = self._set.get(way.spans)
            if lines is None:
                measured = [elastic(self.sheet, line_text(self.pieces, span)) for span in way.spans]
                lines = self._set[way.spans] = _Lines(self.sheet, self._rows, measured)
            candidate, over = lines.composed(max_height)
            merit = lines.letters.merit([line.size for line in candidate.lines], over) - way.offence
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
    sheet = Sheet(measure, script, width, weight)
    pieces = atoms(text, lambda word: width / ink_breadth(sheet.ink(word, MASTERS[0])) < _TINY * width)
    if not any(sheet.ink(atom.text, MASTERS[1]).boxes for atom in pieces):
        return Broken(sheet, pieces, ())
    words = [elastic(sheet, atom.text) for atom in pieces]
    space = word_space(sheet)
    hyphen = elastic(sheet, "-").breadth if any(atom.joint in ("soft", "rule") for atom in pieces) else (0.0, 0.0, 0.0)

    joined = _joined(pieces, words, space, hyphen)
    offences = blemishes(pieces)
    breadths = {span: line.breadth[1] for span, line in joined.items()}
    ways = [
        Way(
            sheet, spans, [joined[span] for span in spans], sum([offences[span] for span in spans] if spans[1:] else ())
        )
        for spans in partitions(len(pieces), breadths, offences, min_lines)
    ]
    return Broken(sheet, pieces, tuple(ways))


def _joined(pieces: Sequence[Atom], words: Sequence[Elastic], space: Breadth, hyphen: Breadth) -> dict[Span, Elastic]:
    """Each possible line as good as its words tell, without kerning between them."""
    found: dict[Span, Elastic] = {}
    for first in range(len(pieces)):
        low, middle, high, top, bottom = 0.0, 0.0, 0.0, -math.inf, -math.inf
        gaps = 0
        for end in range(first + 1, len(pieces) + 1):
            word, joint = words[end - 1], pieces[end - 1].joint
            low, middle, high = low + word.breadth[0], middle + word.breadth[1], high + word.breadth[2]
            top, bottom = max(top, word.top), max(bottom, word.bottom)
            cut = end < len(pieces) and joint in ("soft", "rule")
            breadth = (
                low + gaps * space[0] + cut * hyphen[0],
                middle + gaps * space[1] + cut * hyphen[1],
                high + gaps * space[2] + cut * hyphen[2],
            )
            found[first, end] = Elastic("", breadth, top, bottom)
            gaps += joint == "space"
    return found


class _Lines:
    """The lines of one way as they are set for good."""

    def __init__(self, sheet: Sheet, rows: Rows, lines: Sequence[Elastic]) -> None:
        self.letters = Letters(lines)
        self._sheet = sheet
        self._rows = rows
        self._lines = lines
        self._texts = [line.text for line in lines]
        self._least, self._most = min(sheet.width / line.breadth[2] for line in lines), ceiling(sheet, lines)
        self._heights: dict[float, float] = {}

    def composed(self, max_height: float) -> tuple[FittedName, float]:
        """The lines at the largest common size at which the block is not too tall.

        Also says how many times too tall it is at its widest letters (1 if it is not).
        """
        low, high = self._least, self._most
        if self._height(high) <= max_height:
            low = high
        else:
            for _ in range(7):
                middle = (low + high) / 2
                if self._height(middle) <= max_height:
                    low = middle
                else:
                    high = middle
        steps = self._steps(low)
        name = self._rows.block(self._texts, steps)
        scale = 1.0
        while name.height > max_height:
            scale *= min(max_height / name.height, 0.9999)  # everything scales with it, but it is rounded
            name = Rows(self._sheet, scale).block(self._texts, steps)
        return name, 1 / scale

    def _height(self, size: float) -> float:
        """The block's, where each line is as wide as the sheet. Halving leads to the same sizes for many sheets."""
        found = self._heights.get(size)
        if found is None:
            found = self._heights[size] = self._rows.height(self._texts, self._steps(size))
        return found

    def _steps(self, size: float) -> list[int]:
        return [line.stretch(self._sheet.width / size) for line in self._lines]
