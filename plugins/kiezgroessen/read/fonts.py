"""The display fonts as a measure: how wide a name runs, how high its ink stands, which letters are missing.

Shaping is done by HarfBuzz, the shaper of the browsers, so that what is measured here is what they set.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from pathlib import Path
from typing import Literal

import uharfbuzz as hb

from .releases import characters_of, face_of

Script = Literal["latin", "arabic"]
Box = tuple[float, float, float, float]
"""Ink of one glyph in em: left, right, top above and bottom below the baseline."""

ARCHIVO = "archivo/Archivo[wdth,wght].ttf"
READEX_ARABIC = "readex-pro/readex-pro-arabic-wght-normal.woff2"
READEX_COMMON = "readex-pro/readex-pro-latin-wght-normal.woff2"

# HarfBuzz rounds to whole units; sixteenths of a font unit keep the ink flush on a poster of A1.
_SUBUNITS = 16
_NOTHING = (0, 0, 0, 0)
_MOST_KNOWN = 1_000
"""Lines that are remembered: some 4 KB each, a dozen for a name (measured)."""
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f")


def is_common(char: str) -> bool:
    """Whether a character belongs to no script (space, digit, sign): in Arabic it is set in Readex Pro too."""
    return unicodedata.category(char)[0] in "ZNPS"


@dataclass(frozen=True, slots=True)
class Ink:
    """One shaped line in em: the pen's way, the empty space at both ends, the ink's reach, and each glyph's box."""

    advance: float
    left: float
    right: float
    top: float
    bottom: float
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class _Face:
    """One font file. What has been shaped is remembered, and nobody can tell but by the clock.

    `common` limits it to characters of no script, as the style sheet does.
    """

    path: Path
    common: bool = False

    @cached_property
    def face(self) -> hb.Face:
        return face_of(self.path)

    @cached_property
    def characters(self) -> frozenset[int]:
        return characters_of(self.path)

    def has(self, char: str) -> bool:
        return ord(char) in self.characters and (not self.common or is_common(char))

    @cached_property
    def _fonts(self) -> dict[tuple[float, int], hb.Font]:
        return {}

    @cached_property
    def _glyphs(self) -> dict[tuple[float, int], dict[int, tuple[int, int, int, int]]]:
        return {}

    def font(self, width: float, weight: int) -> hb.Font:
        found = self._fonts.get((width, weight))
        if found is None:
            found = hb.Font(self.face)
            scale = self.face.upem * _SUBUNITS
            found.scale = (scale, scale)
            found.set_variations({"wdth": width, "wght": weight})
            self._fonts[width, weight] = found
        return found

    def shape(self, text: str, width: float, weight: int, *, rtl: bool) -> tuple[float, list[Box]]:
        font = self.font(width, weight)
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.language = "ar" if rtl else "de"  # else it would be taken from the machine's settings
        hb.shape(font, buffer, {})
        unit = 1 / (self.face.upem * _SUBUNITS)
        pen = 0
        boxes: list[Box] = []
        known = self._glyphs.setdefault((width, weight), {})
        for info, pos in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            glyph = info.codepoint
            ink = known.get(glyph)
            if ink is None:
                found = font.get_glyph_extents(glyph)
                ink = known[glyph] = (
                    (found.x_bearing, found.width, found.y_bearing, found.height) if found else _NOTHING
                )
            x_bearing, breadth, y_bearing, height = ink
            x_offset, y_offset, x_advance, _ = pos.position
            if breadth:
                x = pen + x_offset + x_bearing
                y = y_offset + y_bearing
                boxes.append((x * unit, (x + breadth) * unit, y * unit, -(y + height) * unit))
            pen += x_advance
        return pen * unit, boxes


class Fonts:
    """The fonts that names are set in. Measures are in em; the same question always has the same answer.

    Latin is Archivo with both axes. Arabic is Readex Pro (`width` has no effect, weights end at 700); letters of
    other scripts within an Arabic name come from Archivo at its normal width.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        archivo = _Face(folder / ARCHIVO)
        arabic = (_Face(folder / READEX_ARABIC), _Face(folder / READEX_COMMON, common=True), archivo)
        self._chains: dict[Script, tuple[_Face, ...]] = {"latin": (archivo,), "arabic": arabic}
        self._known: dict[tuple[str, float, int, Script], Ink] = {}
        self._characters: dict[Script, frozenset[str]] = {}

    def ink(self, text: str, width: float, weight: int, script: Script) -> Ink:
        """Everything about one line at once. A text without ink (only spaces) reaches nowhere and bears nothing."""
        key = (text, width, weight, script)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            found = self._known[key] = self._shape(text, width, weight, script)
        return found

    def advance(self, text: str, width: float, weight: int, script: Script) -> float:
        """How far the pen moves, in em, kerning and shaping included, no letter-spacing."""
        return self.ink(text, width, weight, script).advance

    def extent(self, text: str, width: float, weight: int, script: Script) -> tuple[float, float]:
        """(top, bottom) of this very text's ink above and below the baseline, in em."""
        ink = self.ink(text, width, weight, script)
        return ink.top, ink.bottom

    def bearings(self, text: str, width: float, weight: int, script: Script) -> tuple[float, float]:
        """(left, right) space between the ends of the pen's way and the ink, in em; negative where ink hangs out."""
        ink = self.ink(text, width, weight, script)
        return ink.left, ink.right

    def missing(self, text: str, script: Script) -> str:
        """The characters, each once and in order, that no font of the script can set; empty if all is well."""
        known = self._characters.get(script)
        if known is None:
            every = ((face, chr(point)) for face in self._chains[script] for point in face.characters)
            known = self._characters[script] = frozenset(char for face, char in every if face.has(char))
        # Of a text that is well, which nearly all are, this is all there is to do.
        if known.issuperset(text):
            return ""
        lacking = (char for char in dict.fromkeys(text) if char not in known)
        return "".join(char for char in lacking if char not in _INVISIBLE and not char.isspace())

    def _shape(self, text: str, width: float, weight: int, script: Script) -> Ink:
        if script == "arabic":
            width, weight = 100.0, min(weight, 700)
        pen = 0.0
        boxes: list[Box] = []
        for face, part, rtl in self._runs(text, script):
            advance, found = face.shape(part, width, weight, rtl=rtl)
            boxes += [(left + pen, right + pen, top, bottom) for left, right, top, bottom in found] if pen else found
            pen += advance
        if not boxes:
            return Ink(pen, 0.0, 0.0, 0.0, 0.0, ())
        lefts, rights, tops, bottoms = zip(*boxes, strict=True)
        return Ink(
            advance=pen,
            left=min(lefts),
            right=pen - max(rights),
            top=max(tops),
            bottom=max(bottoms),
            boxes=tuple(boxes),
        )

    def _runs(self, text: str, script: Script) -> Iterator[tuple[_Face, str, bool]]:
        """Pieces of one face and direction, from left to right as they stand on the sheet."""
        chain = self._chains[script]
        if len(chain) == 1:
            yield chain[0], text, False
            return
        for rtl, piece in _directions(text):
            picked = ((next((face for face in chain if face.has(char)), chain[0]), char) for char in piece)
            parts = [
                (face, "".join(char for _, char in group)) for face, group in groupby(picked, lambda pair: pair[0])
            ]
            for face, part in reversed(parts) if rtl else parts:
                yield face, part, rtl


def _directions(text: str) -> list[tuple[bool, str]]:
    """(right-to-left?, piece), in visual order from the left, for a right-to-left line.

    As much of the bidirectional algorithm (UAX 9) as names need: numbers and Latin words keep their order, signs and
    spaces between two of them belong to them, all else runs from right to left.
    """
    left = [unicodedata.bidirectional(char) in ("L", "EN", "AN") for char in text]
    strong = [i for i, char in enumerate(text) if left[i] or unicodedata.bidirectional(char) in ("R", "AL")]
    for before, after in pairwise(strong):
        if left[before] and left[after]:
            left[before:after] = [True] * (after - before)
    pieces = [
        (not is_left, "".join(text[i] for i in group)) for is_left, group in groupby(range(len(text)), left.__getitem__)
    ]
    return pieces[::-1]


def load_fonts(folder: Path) -> Fonts:
    """The fonts of `theme/static/fonts`. Raises `FileNotFoundError` where the folder or a font is not there."""
    for name in (ARCHIVO, READEX_ARABIC, READEX_COMMON):
        if not (folder / name).is_file():
            raise FileNotFoundError(folder / name)
    return Fonts(folder)
