"""Which characters can stand on paper: those of our fonts. Nothing of the system's helps out there."""

from __future__ import annotations

import unicodedata
from pathlib import Path

_FONTS = (
    "atkinson-hyperlegible-next/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "atkinson-hyperlegible-next/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
    "readex-pro/readex-pro-arabic-wght-normal.woff2",
    "readex-pro/readex-pro-latin-wght-normal.woff2",
    "archivo/Archivo[wdth,wght].ttf",
)


def load_letters(folder: Path) -> frozenset[str]:
    """The characters of the fonts of ``theme/static/fonts`` that sheets are set in, the fallback included."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - takes a tenth of a second

    found: set[str] = set()
    for name in _FONTS:
        with TTFont(folder / name, lazy=True) as font:
            found.update(map(chr, font.getBestCmap()))
    return frozenset(found)


def missing(text: str, letters: frozenset[str]) -> str:
    """The characters of a text that cannot be printed, each once and in order. What has no ink needs no letter."""
    found = dict.fromkeys(unicodedata.normalize("NFC", text))
    return "".join(char for char in found if char not in letters and unicodedata.category(char)[0] not in "ZC")
