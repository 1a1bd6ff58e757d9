"""Paper colours: a handful that the theme fixes, so that black on any of them has a contrast of 10:1 or more."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from types import MappingProxyType

INK = "#111111"
"""The one ink everything is printed in."""

PAPERS: Mapping[str, str] = MappingProxyType(
    {
        "gelb": "#ffd02b",
        "blau": "#86cfff",
        "rosa": "#ffa4bb",
        "gruen": "#a4e87a",
        "orange": "#ffae5c",
        "flieder": "#d3c0ff",
        "lachs": "#ffab96",
        "tuerkis": "#62dccb",
    }
)
"""German name, as editors type it in `papier:`, to the colour in hex."""

GROUNDS: Mapping[str, str] = MappingProxyType({"sonne": "#ffe500", "pappe": "#cfae7e", **PAPERS})
"""Everything a page can be printed on: the papers, the yellow of the start page, the cardboard of the wish board."""


def paper_for(slug: str) -> str:
    """The paper of a business that has chosen none: always the same one for the same slug, on every machine."""
    # The word before the slug shuffles: with this one, few neighbours on an alphabetical wall share a colour.
    number = int.from_bytes(hashlib.sha256(f"tapete/{slug}".encode()).digest()[:4], "big")
    return list(PAPERS)[number % len(PAPERS)]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours in hex, 1 to 21, by the formula of WCAG 2.2 ("contrast ratio")."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, by the formula of WCAG 2.2."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
