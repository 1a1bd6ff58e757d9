"""Lines of text on a picture, in the fonts of the theme, several scripts in one line.

Pillow has no font fallback and knows one direction per call, so a line is cut into runs of one font and one direction.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Literal, TypeAlias

from PIL import Image, ImageDraw, ImageFont, features

from ..read.letters import Letters, letters_of, printable
from .lines import Measured, directions, parts_of

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
    "text": ((_ATKINSON, 400), (_ATKINSON_MORE, 400), (_READEX, 400), (_ARCHIVO, 400)),
    "strong": ((_ATKINSON, 700), (_ATKINSON_MORE, 700), (_READEX, 600), (_ARCHIVO, 700)),
}
_ELLIPSIS = "…"
_READING = ("text", "strong")
_RISE = 1.4
"""How far letters and their marks reach above the baseline at most, in em; below it they stay within one em."""
_MOST_LINES = 128
"""Lines that are kept as they were drawn: some dozens of megabytes at most."""
_LOOSE = " ,.;:-–·"
_SIZE = 100.0
"""Pixels at which words are measured; lengths grow with the size, but for what hinting rounds."""


class Typesetter:
    """The fonts below a folder, opened when first needed; the same text always gives the same pixels."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shaping = bool(features.check("raqm"))
        self._fonts: dict[tuple[str, int, int, float], ImageFont.FreeTypeFont] = {}
        self._known: dict[tuple[str, str], bool] = {}
        self._letters: Letters | None = None
        self._faces: dict[tuple[str, Style], tuple[str, int]] = {}
        # The same words and lines come back on the other images of a page, and the funder's on all.
        self._lines: dict[tuple[str, Style, float, str], Image.Image] = {}
        self._widths: dict[tuple[str, Style, float, int, str], float] = {}

    def printable(self, text: str) -> str:
        """A text for reading without what none of its fonts has: on a picture no other font stands in, but boxes."""
        faces = [face for face, _ in _CHAINS["text"]]
        if all(any(self._has(face, char) for face in faces) for char in set(text)):
            return text
        if self._letters is None:
            self._letters = letters_of(self._path(face) for face in faces)
        return printable(text, self._letters)

    def width(self, text: str, style: Style, size: float, *, stretch: int = 100, direction: str = "ltr") -> float:
        """How far the line runs, in pixels."""
        key = (text, style, size, stretch, direction)
        if key not in self._widths:
            runs = self._runs(text, style, size, stretch, direction)
            self._widths[key] = sum(
                (font.getlength(part, direction=self._way(rtl=rtl)) for font, part, rtl in runs), 0.0
            )
        return self._widths[key]

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
        if style not in _READING:
            self._print(plate, at, text, style, size, stretch, direction, fill=0)
            return
        key = (text, style, size, direction)
        rise, end = math.ceil(size * _RISE), round(size)
        if key not in self._lines:
            if len(self._lines) >= _MOST_LINES:
                self._lines.clear()
            wide = math.ceil(self.width(text, style, size, direction=direction)) + 2 * end
            self._lines[key] = Image.new("L", (wide, rise + end), 0)
            pen = ImageDraw.Draw(self._lines[key])
            self._print(pen, (end, rise), text, style, size, stretch, direction, fill=255)
        plate.bitmap((round(at[0]) - end, round(at[1]) - rise), self._lines[key], fill=0)

    def _print(
        self,
        plate: ImageDraw.ImageDraw,
        at: tuple[float, float],
        text: str,
        style: Style,
        size: float,
        stretch: int,
        direction: str,
        *,
        fill: int,
    ) -> None:
        x, y = at
        for font, part, rtl in self._runs(text, style, size, stretch, direction):
            plate.text((x, y), part, fill=fill, font=font, anchor="ls", direction=self._way(rtl=rtl))
            x += font.getlength(part, direction=self._way(rtl=rtl))

    def wrap(self, text: str, style: Style, size: float, width: float, direction: str) -> list[str]:
        """The text in lines of at most ``width`` pixels, of about the same length; a longer word stands alone."""
        return self._measured(text, style, direction).wrapped(size, width)

    def fitted(
        self, text: str, style: Style, sizes: Sequence[tuple[float, int]], width: float, direction: str
    ) -> tuple[float, list[str]]:
        """The first of the ``sizes`` (pixels, most lines) at which the whole text fits, and its lines.

        What is too long for the last of them is shortened, by whole words if there are several. Lines break at spaces,
        and where there is a `SOFT`.
        """
        words = self._measured(text, style, direction)
        for size, most in sizes:
            lines = words.wrapped(size, width)
            # Measured only now: a size costs a font of its own.
            if len(lines) <= most and all(self.width(x, style, size, direction=direction) <= width for x in lines):
                return size, lines
        size, most = sizes[-1]
        lines = words.wrapped(size, width, even=False)
        if len(lines) > most:
            lines = [*lines[: most - 1], lines[most - 1].rstrip(_LOOSE) + _ELLIPSIS]
        return size, [self._shortened(line, style, size, width, direction) for line in lines]

    def _measured(self, text: str, style: Style, direction: str) -> Measured:
        parts = parts_of(text)
        lengths = [self.width(part, style, _SIZE, direction=direction) / _SIZE for part, _ in parts]
        space = self.width(" ", style, _SIZE, direction=direction) / _SIZE
        return Measured([part for part, _ in parts], lengths, [space if apart else 0.0 for _, apart in parts])

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
        if (char, style) not in self._faces:
            self._faces[char, style] = self._chosen(char, style)
        return self._faces[char, style]

    def _chosen(self, char: str, style: Style) -> tuple[str, int]:
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
            font = ImageFont.truetype(str(self._path(face)), size)
            wanted = {b"Weight": weight, b"Width": stretch}
            axes = font.get_variation_axes()
            values = [wanted.get(axis["name"] or b"", axis["default"] or 0) for axis in axes]
            font.set_variation_by_axes([float(value) for value in values])
            # The first word that a font is asked for comes out a 64th of a pixel longer or shorter than ever after
            # (FreeType 2.14, in 1 of 50 words): enough to move a line by a pixel, and not to be the same every time.
            font.getlength(" ")
            self._fonts[key] = font
        return self._fonts[key]

    def _path(self, face: str) -> Path:
        path = next(iter(sorted(self._folder.glob(face))), None)
        if path is None:
            raise FileNotFoundError(self._folder / face)
        return path

    def _way(self, *, rtl: bool) -> str | None:
        # Without Raqm there is no shaping and Pillow refuses directions: Arabic letters stand apart then.
        if not self._shaping:
            return None
        return "rtl" if rtl else "ltr"
