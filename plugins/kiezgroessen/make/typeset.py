"""Lines of text on a picture, in the fonts of the theme, several scripts in one line.

Pillow has no font fallback and knows one direction per call, so a line is cut into runs of one font and one direction.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import Literal, TypeAlias

from PIL import ImageDraw, ImageFont, features

Style: TypeAlias = Literal["latin", "arabic", "text", "strong"]
"""``latin`` and ``arabic`` are for titles, in the script they were fitted for; the others are for reading."""

_ARCHIVO = "archivo/Archivo*.ttf"
_READEX = "readex-pro/*arabic*.woff2"
_READEX_COMMON = "readex-pro/*pro-latin-wght*.woff2"
_ATKINSON = "atkinson*/*latin-wght-normal.woff2"
_ATKINSON_MORE = "atkinson*/*latin-ext-wght-normal.woff2"
_CHAINS: dict[Style, tuple[tuple[str, int], ...]] = {
    "latin": ((_ARCHIVO, 800), (_READEX, 700)),
    "arabic": ((_READEX, 700), (_READEX_COMMON, 700), (_ARCHIVO, 700)),
    "text": ((_ATKINSON, 400), (_ATKINSON_MORE, 400), (_READEX, 400)),
    "strong": ((_ATKINSON, 700), (_ATKINSON_MORE, 700), (_READEX, 600)),
}
_ELLIPSIS = "…"
_LOOSE = " ,.;:-–·"


class Typesetter:
    """The fonts below a folder, opened when first needed; the same text always gives the same pixels."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shaping = bool(features.check("raqm"))
        self._fonts: dict[tuple[str, int, int, float], ImageFont.FreeTypeFont] = {}
        self._known: dict[tuple[str, str], bool] = {}

    def width(self, text: str, style: Style, size: float, *, stretch: int = 100, direction: str = "ltr") -> float:
        """How far the line runs, in pixels."""
        runs = self._runs(text, style, size, stretch, direction)
        return sum((font.getlength(part, direction=self._way(rtl=rtl)) for font, part, rtl in runs), 0.0)

    def draw(
        self,
        plate: ImageDraw.ImageDraw,
        at: tuple[float, float],
        text: str,
        style: Style,
        size: float,
        *,
        stretch: int = 100,
        direction: str = "ltr",
    ) -> None:
        """Print a line in black; ``at`` is the left end of its baseline, in pixels."""
        x, y = at
        for font, part, rtl in self._runs(text, style, size, stretch, direction):
            plate.text((x, y), part, fill=0, font=font, anchor="ls", direction=self._way(rtl=rtl))
            x += font.getlength(part, direction=self._way(rtl=rtl))

    def wrap(self, text: str, style: Style, size: float, width: float, direction: str) -> list[str]:
        """The text in lines of at most ``width`` pixels, of about the same length; a longer word stands alone."""
        words = text.split()
        lengths = [self.width(word, style, size, direction=direction) for word in words]
        space = self.width(" ", style, size, direction=direction)
        fewest = len(_broken(lengths, space, width))
        # As narrow as it can be in as many lines: nothing looks less designed than a last line of one word.
        low, high = max([width / 3, *(length for length in lengths if length <= width)]), width
        while fewest > 1 and high - low > 4:
            middle = (low + high) / 2
            low, high = (low, middle) if len(_broken(lengths, space, middle)) == fewest else (middle, high)
        return [" ".join(words[start:end]) for start, end in _broken(lengths, space, high)]

    def fitted(
        self, text: str, style: Style, sizes: Sequence[tuple[float, int]], width: float, direction: str
    ) -> tuple[float, list[str]]:
        """The first of the ``sizes`` (pixels, most lines) at which the whole text fits, and its lines.

        What is too long for the last of them is shortened, by whole words if there are several.
        """
        for size, most in sizes:
            lines = self.wrap(text, style, size, width, direction)
            if len(lines) <= most and all(self.width(x, style, size, direction=direction) <= width for x in lines):
                return size, lines
        size, most = sizes[-1]
        words = text.split()
        lengths = [self.width(word, style, size, direction=direction) for word in words]
        breaks = _broken(lengths, self.width(" ", style, size, direction=direction), width)[:most]
        lines = [" ".join(words[start:end]) for start, end in breaks]
        if breaks[-1][1] < len(words):
            lines[-1] = lines[-1].rstrip(_LOOSE) + _ELLIPSIS
        return size, [self._shortened(line, style, size, width, direction) for line in lines]

    def _shortened(self, line: str, style: Style, size: float, width: float, direction: str) -> str:
        while len(line) > 1 and self.width(line, style, size, direction=direction) > width:
            kept = line.removesuffix(_ELLIPSIS)
            line = (kept.rpartition(" ")[0] or kept[:-1]).rstrip(_LOOSE) + _ELLIPSIS
        return line

    def _runs(
        self, text: str, style: Style, size: float, stretch: int, direction: str
    ) -> Iterator[tuple[ImageFont.FreeTypeFont, str, bool]]:
        """Runs from left to right as they stand on the sheet."""
        for rtl, piece in directions(text, direction):
            picked = [(self._face_for(char, style), char) for char in piece]
            runs = [(face, "".join(char for _, char in run)) for face, run in groupby(picked, lambda pair: pair[0])]
            for (face, weight), part in reversed(runs) if rtl else runs:
                yield self._font(face, weight, stretch, size), part, rtl

    def _face_for(self, char: str, style: Style) -> tuple[str, int]:
        chain = _CHAINS[style]
        for face, weight in chain:
            # In an Arabic line only what belongs to no script is taken from the Latin half of Readex Pro.
            common = unicodedata.category(char)[0] in "ZNP"
            if (face != _READEX_COMMON or common) and self._has(face, char):
                return face, weight
        return chain[0]

    def _has(self, face: str, char: str) -> bool:
        key = (face, char)
        if key not in self._known:
            font = self._font(face, 400, 100, 20)
            # FreeType draws one and the same box for everything that a font does not know.
            unknown = font.getmask("\U0010fffd")
            mask = font.getmask(char)
            self._known[key] = mask.size != unknown.size or bytes(mask) != bytes(unknown)
        return self._known[key]

    def _font(self, face: str, weight: int, stretch: int, size: float) -> ImageFont.FreeTypeFont:
        key = (face, weight, stretch, size)
        if key not in self._fonts:
            path = next(iter(sorted(self._folder.glob(face))), None)
            if path is None:
                raise FileNotFoundError(self._folder / face)
            font = ImageFont.truetype(str(path), size)
            wanted = {b"Weight": weight, b"Width": stretch}
            axes = font.get_variation_axes()
            values = [wanted.get(axis["name"] or b"", axis["default"] or 0) for axis in axes]
            font.set_variation_by_axes([float(value) for value in values])
            self._fonts[key] = font
        return self._fonts[key]

    def _way(self, *, rtl: bool) -> str | None:
        # Without Raqm there is no shaping and Pillow refuses directions: Arabic letters stand apart then.
        if not self._shaping:
            return None
        return "rtl" if rtl else "ltr"


def _broken(lengths: Sequence[float], space: float, width: float) -> list[tuple[int, int]]:
    """Start and end of the words of each line, filled from the first on."""
    lines: list[tuple[int, int]] = []
    used = 0.0
    for i, length in enumerate(lengths):
        if lines and used + space + length <= width:
            lines[-1] = (lines[-1][0], i + 1)
            used += space + length
        else:
            lines.append((i, i + 1))
            used = length
    return lines


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
