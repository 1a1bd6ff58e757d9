"""Where lines of text break, and in which direction their parts run. Nothing here draws."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

SOFT = "\u200b"
"""A place where a line may break although there is no space: the zero-width space of Unicode."""
_NUMBER = re.compile(r"\d{1,4}\.?")


@dataclass(frozen=True, slots=True)
class Measured:
    """A text in the parts it may be broken into: their lengths, and the spaces before them, in em."""

    parts: Sequence[str]
    lengths: Sequence[float]
    spaces: Sequence[float]

    def wrapped(self, size: float, width: float, *, even: bool = True) -> list[str]:
        """Lines at a size, both in pixels; ``even``: of about the same length."""
        full = width / size
        high = full
        fewest = len(self._broken(full))
        # As narrow as it can be in as many lines: nothing looks less designed than a last line of one word.
        low = max([full / 3, *(length for length in self.lengths if length <= full)])
        while even and fewest > 1 and high - low > 0.05:
            middle = (low + high) / 2
            low, high = (low, middle) if len(self._broken(middle)) == fewest else (middle, high)
        return [self._joined(start, end) for start, end in self._broken(high)]

    def _broken(self, width: float) -> list[tuple[int, int]]:
        """Start and end of the parts of each line, filled from the first on."""
        lines: list[tuple[int, int]] = []
        used = 0.0
        for i, (length, space) in enumerate(zip(self.lengths, self.spaces, strict=True)):
            if lines and used + space + length <= width:
                lines[-1] = (lines[-1][0], i + 1)
                used += space + length
            else:
                lines.append((i, i + 1))
                used = length
        return lines

    def _joined(self, start: int, end: int) -> str:
        return "".join((" " if self.spaces[i] and i > start else "") + self.parts[i] for i in range(start, end))


def parts_of(text: str) -> list[tuple[str, bool]]:
    """The parts a text may be broken into, and whether a space stands before each.

    A number stays with what it counts: ``31. März``, ``20 Uhr``.
    """
    words: list[str] = []
    for word in text.split():
        if words and _NUMBER.fullmatch(words[-1]):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return [(part, i == 0) for word in words for i, part in enumerate(filter(None, word.split(SOFT)))]


def text_direction(text: str, otherwise: str) -> str:
    """``rtl`` or ``ltr`` by the first letter that has a direction (UAX 9, rule P2)."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return otherwise


def directions(text: str, direction: str) -> list[tuple[bool, str]]:
    """(right-to-left?, piece) from left to right, for a line in this direction.

    As much of the bidirectional algorithm (UAX 9) as names and addresses need: signs and spaces between two words of
    one direction belong to them, all others to the line.
    """
    base = direction == "rtl"
    kinds = [unicodedata.bidirectional(char) for char in text]
    rtl = [base] * len(text)
    strong = [i for i, kind in enumerate(kinds) if kind in ("L", "EN", "AN", "R", "AL")]
    for i in strong:
        rtl[i] = kinds[i] in ("R", "AL")
    for before, after in pairwise(strong):
        if rtl[before] == rtl[after]:
            rtl[before:after] = [rtl[before]] * (after - before)
    pieces = [(side, "".join(text[i] for i in run)) for side, run in groupby(range(len(text)), rtl.__getitem__)]
    return pieces[::-1] if base else pieces
