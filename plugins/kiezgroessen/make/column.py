"""A column of text on a picture: paragraphs and rules, set from the bottom up."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from PIL import Image, ImageChops, ImageDraw

from ..plan.media import Box
from .lines import text_direction
from .typeset import Style, Typesetter

RULE = 6
"""Pixels: how thick a rule is."""
_FINE = 2
"""Letters for reading are drawn at twice the size and reduced: smoother edges, and hinting moves them half as far."""
_PAD = 8
"""Letters may reach a little out of their column."""
_LEADING = 1.22
_LEADING_ARABIC = 1.4
"""Arabic has marks above and below its letters."""
_DESCENT = 0.24
_ASCENT = 0.76


def leading_of(direction: str) -> float:
    """From line to line, in em."""
    return _LEADING_ARABIC if direction == "rtl" else _LEADING


class Column:
    """A box of text, filled from the bottom up, so that the last line always stands on its margin.

    All lengths are in pixels of the finished picture; drawn is on a plate of its own, `_FINE` times as large.
    """

    def __init__(self, setter: Typesetter, box: Box, direction: str) -> None:
        self._setter, self._box, self._direction = setter, box, direction
        self._plate = Image.new("L", ((box[2] - box[0] + 2 * _PAD) * _FINE, (box[3] - box[1] + _PAD) * _FINE), 255)
        self._pen = ImageDraw.Draw(self._plate)
        self._left = float(_PAD * _FINE)
        self._right = self._left + (box[2] - box[0]) * _FINE
        self._bottom = float((box[3] - box[1]) * _FINE)

    @property
    def room(self) -> float:
        """What is left above what stands there."""
        return self._bottom / _FINE

    @property
    def wide(self) -> float:
        """How wide the column is."""
        return (self._right - self._left) / _FINE

    def width_of(self, text: str, style: Style, size: int) -> float:
        """How far a line runs."""
        return self._setter.width(text, style, size * _FINE, direction=self._direction) / _FINE

    def part(self, start: float, wide: float) -> Column:
        """A part of the column, from ``start`` in the direction of its lines, on the same plate."""
        part = copy(self)
        if self._direction == "rtl":
            part._right -= start * _FINE
            part._left = part._right - wide * _FINE
        else:
            part._left += start * _FINE
            part._right = part._left + wide * _FINE
        return part

    def up(self, gap: float) -> None:
        """Leave a gap above what stands there."""
        self._bottom -= gap * _FINE

    def rule(self) -> None:
        """A black line from end to end."""
        self._pen.rectangle((self._left, self._bottom - RULE * _FINE, self._right - 1, self._bottom - 1), fill=0)
        self._bottom -= RULE * _FINE

    def paragraph(self, text: str, style: Style, sizes: Sequence[tuple[int, int]]) -> None:
        """The text at the first of the sizes (pixels, most lines) at which it fits."""
        if not text:
            return
        # A German line on an Arabic page starts at the right like its neighbours, but reads from left to right.
        own = text_direction(text, self._direction)
        leading = leading_of(own)
        fine = [(size * _FINE, most) for size, most in sizes]
        size, lines = self._setter.fitted(text, style, fine, self._right - self._left, own)
        bottom = self._bottom - size * _DESCENT
        for line in reversed(lines):
            width = self._setter.width(line, style, size, direction=own)
            x = self._right - width if self._direction == "rtl" else self._left
            self._setter.draw(self._pen, (x, bottom), line, style, size, direction=own)
            bottom -= size * leading
        self._bottom = bottom + size * (leading - _ASCENT)

    def print_on(self, plate: Image.Image) -> None:
        """Let the column appear in its place."""
        left, top, right, bottom = self._box
        at = (left - _PAD, top, right + _PAD, bottom + _PAD)
        plate.paste(ImageChops.darker(plate.crop(at), self._plate.reduce(_FINE)), at)
