"""One way to break a name into lines: how big its letters would get on a sheet, before any line is set.

Most ways are judged by this alone, and each for half a dozen heights.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from kiezgroessen.plan.breaks import Span
from kiezgroessen.plan.lines import Elastic, Sheet

# Shares of the sheet's width: the size beyond which a name need not narrow.
_COMFORT = 0.30
# How much larger than the line with the longest word the others may grow.
_SPREAD = 1.6
# In em: where lines are flatter than this, more size does not surely mean more height.
_FLAT = 0.01


class Way:
    """The lines of one way as spans of atoms, as they are measured before they are set, and the offences in it."""

    def __init__(self, sheet: Sheet, spans: tuple[Span, ...], lines: Sequence[Elastic], offence: float) -> None:
        self.spans = spans
        self.offence = offence
        self._letters = Letters(lines)
        # The least and the greatest size at which each line is as wide as the sheet.
        self._reach = [(sheet.width / line.breadth[2], sheet.width / line.breadth[0]) for line in lines]
        self._tops = [line.top for line in lines]
        self._bottom = lines[-1].bottom
        self._gaps = sheet.gap * (len(lines) - 1)
        self._ceiling = ceiling(sheet, lines)
        self._near = 1e-9 * sheet.width
        # Where the sizes of lines begin and cease to grow with the common one: between them, so does the height.
        turns = {turn for reach in self._reach for turn in reach if turn < self._ceiling}
        self._heights = [(size, self._height(self._sizes(size))) for size in sorted({0.0, *turns, self._ceiling})]
        self._rises = min((*self._tops, self._tops[-1] + self._bottom)) > _FLAT

    def guess(self, max_height: float) -> float:
        """The merit of the sizes that fill the sheet if no descender were in the way."""
        low, high = 0.0, self._ceiling
        # Where even the least sizes are too tall, every step would lead back to them.
        if self._heights[0][1] <= max_height:
            # Away from the limit it is plain on which side one is: twelve steps, and nothing to work out.
            below, above = self._limits(max_height)
            for _ in range(12):
                middle = (low + high) / 2
                if middle < below or (middle <= above and self._height(self._sizes(middle)) <= max_height):
                    low = middle
                else:
                    high = middle
        sizes = self._sizes(low)
        over = max(1.0, self._height(sizes) / max_height)
        return self._letters.merit([size / over for size in sizes], over) - self.offence

    def _limits(self, max_height: float) -> tuple[float, float]:
        """Common sizes of which all below the first surely fit, and all above the second surely do not."""
        if not self._rises:
            return 0.0, math.inf
        for (size, height), (larger, taller) in pairwise(self._heights):
            if taller > max_height:
                limit = size + (larger - size) * (max_height - height) / (taller - height)
                return limit - self._near, limit + self._near
        return math.inf, math.inf

    def _sizes(self, size: float) -> list[float]:
        """Each line's size if all would like to be `size`: full width, as far as the axis goes."""
        sizes = []
        for least, greatest in self._reach:
            wide = max(size, least)
            sizes.append(min(wide, greatest))
        return sizes

    def _height(self, sizes: Sequence[float]) -> float:
        height = 0.0
        for top, size in zip(self._tops, sizes, strict=True):
            height += top * size
        return height + self._bottom * sizes[-1] + self._gaps


class Letters:
    """How many letters stand in each line, as it were, and so how much its size counts."""

    def __init__(self, lines: Sequence[Elastic]) -> None:
        self._counts = [line.breadth[1] for line in lines]
        self._all = sum(self._counts)

    def merit(self, sizes: Sequence[float], over: float) -> float:
        """How big the letters get on the whole (natural logarithm).

        Less for unlike sizes, and for ink short of the edge: `over` is how many times too tall it would else be.
        """
        mean = 0.0
        for size, count in zip(sizes, self._counts, strict=True):
            mean += math.log(size) * count
        unlike = 0.3 * math.log(max(sizes) / min(sizes))
        return mean / self._all - unlike - (0.2 + 1.5 * math.log(over) if over > 1.0 else 0.0)


def ceiling(sheet: Sheet, lines: Sequence[Elastic]) -> float:
    """The size that no line needs to narrow for: comfort, or little more than the smallest line can reach."""
    return min(_COMFORT * sheet.width, _SPREAD * min([sheet.width / line.breadth[0] for line in lines]))
