"""Lines as wide as the sheet: what is measured of them, how far they stretch, how they stack.

The pieces that `fit` decides with. Nothing here knows where a name breaks or which setting is best.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Script = Literal["latin", "arabic"]
Box = tuple[float, float, float, float]
"""Ink of a glyph: left, right, top above and bottom below the baseline."""

NARROWEST, WIDEST = 62, 125
# Archivo's advances are straight lines between these; so three measures per text give all widths.
MASTERS = (62.0, 100.0, 125.0)
# White between the ink of two lines, as a share of the width; Arabic marks need more air.
_GAP: dict[Script, float] = {"latin": 0.022, "arabic": 0.05}


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
    """What a name is fitted to: its width and largest height in viewBox units, and how it is measured."""

    measure: Measure
    script: Script
    width: float
    max_height: float
    weight: int

    @property
    def gap(self) -> float:
        """White between the ink of two lines, in viewBox units."""
        return _GAP[self.script] * self.width

    def ink(self, text: str, stretch: float) -> Ink:
        """The text at this sheet's weight."""
        return self.measure.ink(text, stretch, self.weight, self.script)


@dataclass(frozen=True, slots=True)
class Elastic:
    """A line whose breadth in em is known at the three masters."""

    text: str
    breadth: tuple[float, float, float]
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


def word_space(sheet: Sheet) -> tuple[float, float, float]:
    """The white between the ink of two words: a space and what letters keep free around themselves."""
    low, middle, high = (sheet.ink("n n", m).advance - 2 * ink_breadth(sheet.ink("n", m)) for m in MASTERS)
    side = sheet.ink("n", MASTERS[1])
    return low - side.left - side.right, middle - side.left - side.right, high - side.left - side.right


def stack(sheet: Sheet, texts: Sequence[str], steps: Sequence[int], scale: float) -> FittedName:
    """The lines one below the other, as close as the gap allows: descenders may reach down between ascenders.

    `steps` are the width axis per line; at `scale` 1 each line is as wide as the sheet.
    """
    lines: list[FittedLine] = []
    above: list[Box] = []
    bottom = 0.0
    for text, step in zip(texts, steps, strict=True):
        ink = sheet.ink(text, float(step))
        size = sheet.width / ink_breadth(ink) * scale
        # Ink flush with the near edge; for Arabic that is the right one, where its pen starts.
        origin = -ink.left * size if sheet.script == "latin" else sheet.width - (ink.advance - ink.right) * size
        boxes = [(origin + a * size, origin + b * size, t * size, d * size) for a, b, t, d in ink.boxes]
        baseline = ink.top * size if not lines else lines[-1].baseline + _pitch(sheet.gap * scale, above, boxes)
        x = origin if sheet.script == "latin" else origin + ink.advance * size
        lines.append(
            FittedLine(text, round(x, 2), round(baseline, 2), round(size, 2), step, round(ink.advance * size, 2))
        )
        bottom = max(bottom, baseline + ink.bottom * size)
        above = boxes
    return FittedName(tuple(lines), sheet.width, round(bottom, 2), sheet.script)


def _pitch(gap: float, above: Sequence[Box], below: Sequence[Box]) -> float:
    """From baseline to baseline: no ascender climbs over the line above, no two glyphs come nearer than the gap."""
    pitch = max((box[2] for box in below), default=0.0) + gap
    highest = pitch
    for left, right, _, bottom in above:
        if bottom + highest <= pitch:
            continue
        for start, end, top, _ in below:
            if start - gap < right and left < end + gap and bottom + top + gap > pitch:
                pitch = bottom + top + gap
    return pitch
