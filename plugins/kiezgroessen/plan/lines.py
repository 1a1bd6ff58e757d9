"""Lines as wide as the sheet: what is measured of them, how far they stretch, how they stack.

The pieces that `fit` decides with. Nothing here knows where a name breaks or which setting is best.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

Script = Literal["latin", "arabic"]
Box = tuple[float, float, float, float]
"""Ink of a glyph: left, right, top above and bottom below the baseline."""

_ARABIC = re.compile("[\u0600-\u06ff]")
NARROWEST, WIDEST = 62, 125
# Archivo's advances are straight lines between these; so three measures per text give all widths.
MASTERS = (62.0, 100.0, 125.0)
# White between the ink of two lines, as a share of the width; Arabic marks need more air.
_GAP: dict[Script, float] = {"latin": 0.022, "arabic": 0.05}


def script_of(text: str) -> Script:
    """Which font sets a name: one Arabic letter makes it an Arabic name."""
    return "arabic" if _ARABIC.search(text) else "latin"


class Ink(Protocol):
    """One line as it is shaped. All lengths are in em."""

    @property
    def advance(self) -> float:
        """How far the pen moves, kerning included."""

    @property
    def left(self) -> float:
        """Empty space before the ink; negative where ink hangs out."""

    @property
    def right(self) -> float:
        """Empty space after the ink."""

    @property
    def top(self) -> float:
        """How far the ink rises above the baseline."""

    @property
    def bottom(self) -> float:
        """How far the ink falls below the baseline."""

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The ink of each glyph, from the pen's left end; empty if there is none."""


class Measure(Protocol):
    """What a set of fonts can say about a text; `width` is the width axis in percent."""

    def ink(self, text: str, width: float, weight: int, script: Script) -> Ink:
        """One line of `text`, shaped."""

    def missing(self, text: str, script: Script) -> str:
        """The characters, each once and in order, that no font of the script can set."""


@dataclass(frozen=True, slots=True)
class FittedLine:
    """One line, in viewBox units (y runs down).

    `x` is where the pen starts: left for Latin; right for Arabic (`direction: rtl`, so `text-anchor` start is the
    right end). `length` goes into `textLength`, with `lengthAdjust="spacingAndGlyphs"`; `stretch` is the width axis
    in percent, 62 to 125, and names the class (`b62` to `b125`).
    """

    text: str
    x: float
    baseline: float
    size: float
    stretch: int
    length: float


@dataclass(frozen=True, slots=True)
class FittedName:
    """The lines, and the viewBox (`0 0 width height`) that their ink touches at all four sides."""

    lines: tuple[FittedLine, ...]
    width: float
    height: float
    script: Script


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a name is fitted to: its width in viewBox units, and how it is measured."""

    measure: Measure
    script: Script
    width: float
    weight: int

    @property
    def gap(self) -> float:
        """White between the ink of two lines, in viewBox units."""
        return _GAP[self.script] * self.width

    def ink(self, text: str, stretch: float) -> Ink:
        """The text at this sheet's weight."""
        return self.measure.ink(text, stretch, self.weight, self.script)


Breadth = tuple[float, float, float]
"""In em, at the three masters."""


class Elastic(NamedTuple):
    """A line whose breadth is known at the three masters; all lengths are in em."""

    text: str
    breadth: Breadth
    top: float
    bottom: float

    def stretch(self, breadth: float) -> int:
        """The narrowest whole step at which the line is at least so broad (in em)."""
        low, middle, high = self.breadth
        if high <= low:
            return 100
        if breadth >= high:
            return WIDEST
        if breadth <= middle:
            exact = MASTERS[0] + (breadth - low) / (middle - low) * (MASTERS[1] - MASTERS[0])
        else:
            exact = MASTERS[1] + (breadth - middle) / (high - middle) * (MASTERS[2] - MASTERS[1])
        return min(max(math.ceil(exact - 1e-6), NARROWEST), WIDEST)


def ink_breadth(ink: Ink) -> float:
    """From the first ink to the last, in em; never quite zero, so that a size can be taken from it."""
    return max(ink.advance - ink.left - ink.right, 1e-3)


def elastic(sheet: Sheet, text: str) -> Elastic:
    """Measure a line at the masters. Arabic has one: Readex Pro does not stretch, and is never condensed by force."""
    if sheet.script == "arabic":
        ink = sheet.ink(text, 100.0)
        return Elastic(text, (ink_breadth(ink),) * 3, ink.top, ink.bottom)
    low, middle, high = (sheet.ink(text, master) for master in MASTERS)
    return Elastic(text, (ink_breadth(low), ink_breadth(middle), ink_breadth(high)), middle.top, middle.bottom)


def word_space(sheet: Sheet) -> Breadth:
    """The white between the ink of two words: a space and what letters keep free around themselves."""
    low, middle, high = (sheet.ink("n n", m).advance - 2 * ink_breadth(sheet.ink("n", m)) for m in MASTERS)
    side = sheet.ink("n", MASTERS[1])
    return low - side.left - side.right, middle - side.left - side.right, high - side.left - side.right


class _Row:
    """A line at one step of the width axis, in viewBox units: its ink from the sheet's left edge and the baseline."""

    __slots__ = ("_boxes", "bottom", "ink", "origin", "size", "top")

    def __init__(self, sheet: Sheet, text: str, step: int, scale: float) -> None:
        self.ink = ink = sheet.ink(text, float(step))
        self.size = size = sheet.width / ink_breadth(ink) * scale
        # Ink flush with the near edge; for Arabic that is the right one, where its pen starts.
        self.origin = -ink.left * size if sheet.script == "latin" else sheet.width - (ink.advance - ink.right) * size
        self.top = ink.top * size
        self.bottom = ink.bottom * size
        self._boxes: list[tuple[float, float, float]] | None = None

    @property
    def boxes(self) -> list[tuple[float, float, float]]:
        """Left, right and top of each glyph; worked out for lines below others only."""
        if self._boxes is None:
            origin, size = self.origin, self.size
            self._boxes = [
                (origin + left * size, origin + right * size, top * size) for left, right, top, _ in self.ink.boxes
            ]
        return self._boxes

    def pitch(self, gap: float, below: _Row) -> float:
        """From baseline to baseline: no ascender climbs over this line, no two glyphs come nearer than the gap."""
        origin, size = self.origin, self.size
        highest = pitch = below.top + gap
        for a, b, _, d in self.ink.boxes:
            bottom = d * size
            if bottom + highest <= pitch:
                continue
            left, right = origin + a * size, origin + b * size
            for start, end, top in below.boxes:
                # Most glyphs are not high enough to collide, which is the cheapest to find out.
                if bottom + top + gap > pitch and start - gap < right and left < end + gap:
                    pitch = bottom + top + gap
        return pitch


class Rows:
    """Lines of a name one below the other, as close as the gap allows: descenders reach down between ascenders.

    At `scale` 1 each line is as wide as the sheet. A name is tried on sheets of many heights, and at each in many
    sizes: what was worked out of a line or of two neighbours is remembered, and nobody can tell but by the clock.
    """

    def __init__(self, sheet: Sheet, scale: float = 1.0) -> None:
        self._sheet = sheet
        self._scale = scale
        self._gap = sheet.gap * scale
        self._rows: dict[tuple[str, int], _Row] = {}
        self._pitches: dict[tuple[str, int, str, int], float] = {}

    def height(self, texts: Sequence[str], steps: Sequence[int]) -> float:
        """How high the lines stand together; `steps` are the width axis per line."""
        return self._stacked(texts, steps)[1]

    def block(self, texts: Sequence[str], steps: Sequence[int]) -> FittedName:
        """The lines, set."""
        baselines, height = self._stacked(texts, steps)
        lines: list[FittedLine] = []
        for text, step, baseline in zip(texts, steps, baselines, strict=True):
            row = self._rows[text, step]
            length = row.ink.advance * row.size
            x = row.origin if self._sheet.script == "latin" else row.origin + length
            lines.append(FittedLine(text, round(x, 2), baseline, round(row.size, 2), step, round(length, 2)))
        return FittedName(tuple(lines), self._sheet.width, height, self._sheet.script)

    def _stacked(self, texts: Sequence[str], steps: Sequence[int]) -> tuple[list[float], float]:
        """The baselines, and the height."""
        baselines: list[float] = []
        bottom = shown = 0.0
        above: _Row | None = None
        text_above, step_above = "", 0
        for text, step in zip(texts, steps, strict=True):
            row = self._rows.get((text, step))
            if row is None:
                row = self._rows[text, step] = _Row(self._sheet, text, step, self._scale)
            if above is None:
                baseline = row.top
            else:
                pair = text_above, step_above, text, step
                pitch = self._pitches.get(pair)
                if pitch is None:
                    pitch = self._pitches[pair] = above.pitch(self._gap, row)
                baseline = shown + pitch
            shown = round(baseline, 2)
            baselines.append(shown)
            bottom = max(bottom, baseline + row.bottom)
            above, text_above, step_above = row, text, step
        return baselines, round(bottom, 2)
