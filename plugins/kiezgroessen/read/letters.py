"""Which characters can stand on paper: those of our fonts. Nothing of the system's helps out there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

Letters: TypeAlias = tuple[frozenset[str], ...]
"""The characters of each font. What stands upon one another must come from one of them."""

DISPLAY = ("archivo/Archivo[wdth,wght].ttf", "readex-pro/readex-pro-arabic-wght-normal.woff2")
"""The fonts that every face of ``theme/print/haus.typ`` has, so what they can set can stand anywhere on a sheet."""

# Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.txt: what is not drawn even where no font has it.
_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
NOTHING = "–"
"""Stands where nothing of a text can be printed: PDF/UA forbids headings without words."""
_BLANK = "\u2800"
"""A braille cell without dots: a sign that nobody can see."""
_ALIKE: Mapping[str, str] = MappingProxyType({"\u02bb": "\u2018"})
"""The ʻokina and the quotation mark that typesetters have always taken for it."""
_FARSI_YEH, _YEH, _ALEF_MAKSURA, _HAMZA, _JOINER = "\u06cc", "\u064a", "\u0649", "\u0621", "\u200d"
_ARABIC_LETTERS = ("\u0620", "\u06d3")
_ISOLATES = frozenset("\u2066\u2067\u2068\u2069")
_USEFUL = _ISOLATES | frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060")
"""Where words break, join and turn. Beside these the typesetter wants a glyph for most of what cannot be seen."""


def load_letters(folder: Path) -> Letters:
    """The characters of the fonts of ``theme/static/fonts`` that every line of a sheet can be set in."""
    return letters_of(folder / name for name in DISPLAY)


def letters_of(fonts: Iterable[Path]) -> Letters:
    """The characters of font files that stand for themselves: what is private is a different thing in every font."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - takes a tenth of a second

    found = []
    for path in fonts:
        with TTFont(path, lazy=True) as font:
            known = map(chr, font.getBestCmap())
            found.append(frozenset(char for char in known if unicodedata.category(char) not in ("Cc", "Co")))
    return tuple(found)


def missing(text: str, letters: Letters) -> str:
    """The characters of a text that cannot be printed, each once and in order. What has no ink needs no letter."""
    lost: dict[str, None] = {}
    for cluster, kept in _printed(_shown_alike(text, letters), letters):
        lost |= dict.fromkeys(char for char in cluster if char not in kept and not _unseen(char))
    return "".join(lost)


def printable(text: str, letters: Letters) -> str:
    """A text without what `missing` names, and without the gaps this would leave; whole texts stay as they are.

    Letters that only look-alikes stand in for are replaced by these.
    """
    text = _shown_alike(text, letters)
    clusters = list(_printed(text, letters))
    if all(cluster == kept for cluster, kept in clusters):
        return text
    return _closed("".join(kept for _, kept in clusters))


def without(text: str, lacking: str) -> str:
    """A text without some characters and what stands upon them, and without the gaps this would leave."""
    return _closed("".join(one for one in _clusters(text) if one[0] not in lacking)) if lacking else text


def alike(text: str, lacking: Collection[str]) -> str:
    """A text in which letters that are ``lacking`` are others that look the same; those that have none stay.

    The yeh of Persian has its dots where another letter follows, and none at the end: Arabic has two letters for that.
    """
    if _FARSI_YEH in lacking and _FARSI_YEH in text:
        text = "".join(_yeh(text, at) if char == _FARSI_YEH else char for at, char in enumerate(text))
    return "".join(_ALIKE.get(char, char) if char in lacking else char for char in text)


def all_plain(text: str, letters: Letters) -> bool:
    """Whether each character of a text can be printed for itself, and none stands upon another: quick to tell."""
    return all(
        any(char in font for font in letters) and not unicodedata.category(char).startswith("M") for char in set(text)
    )


def is_visible(char: str) -> bool:
    """Whether a character shows by itself: no space, no control, nothing that only stands upon another."""
    return unicodedata.category(char)[0] in "LNPS" and not _IGNORABLE.match(char) and char != _BLANK


def _shown_alike(text: str, letters: Letters) -> str:
    some = {char for char in (*_ALIKE, _FARSI_YEH) if char in text}
    lacking = {char for char in some if not any(char in font for font in letters)}
    return alike(text, lacking) if lacking else text


def _yeh(text: str, at: int) -> str:
    after = next((char for char in text[at + 1 :] if not unicodedata.category(char).startswith("M")), "")
    first, last = _ARABIC_LETTERS
    joined = after == _JOINER or (first <= after <= last and after.isalpha() and after != _HAMZA)
    return _YEH if joined else _ALEF_MAKSURA


def _unseen(char: str) -> bool:
    return char.isspace() or _IGNORABLE.match(char) is not None


def _clusters(text: str) -> Iterator[str]:
    """A character with the marks upon it and the invisible ones behind it, which make one picture of several emoji."""
    cluster = ""
    for char in unicodedata.normalize("NFC", text):
        if cluster and not (unicodedata.category(char).startswith("M") or _IGNORABLE.match(char)):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _printed(text: str, letters: Letters) -> Iterator[tuple[str, str]]:
    """Each cluster, and what of it can be printed: nothing without its letter, else as many marks as go together."""
    for cluster in _clusters(text):
        kept = ""
        for char in cluster:
            if char in _USEFUL or char.isspace() or _set_in_one(kept + char, letters):
                kept += char
            elif not kept:
                # An isolate that begins before it ends behind it.
                kept = "".join(sign for sign in cluster if sign in _ISOLATES)
                break
        yield cluster, kept


def _set_in_one(cluster: str, letters: Letters) -> bool:
    """Whether one font has all of a cluster, composed or taken apart."""
    drawn = "".join(char for char in cluster if char not in _USEFUL)
    if _IGNORABLE.search(drawn) or unicodedata.category(drawn[0]).startswith("M"):
        return False
    forms = [frozenset(unicodedata.normalize(form, drawn)) for form in ("NFC", "NFD")]
    return any(form <= font for form in forms for font in letters)


def _closed(text: str) -> str:
    """Single spaces, none at the ends and none before a sign that closes what is said; `NOTHING` if nothing is left."""
    tidy = re.sub(r" +(?=[,.;:!?)]|$)", "", re.sub(r" {2,}", " ", text)).strip(" ")
    return tidy if any(map(is_visible, tidy)) else NOTHING
