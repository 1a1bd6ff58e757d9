"""How names are put in order: as readers of a language look them up.

The Unicode rules (CLDR) want a library with a compiler; of four languages only Turkish and Arabic differ from German.
"""

from __future__ import annotations

import unicodedata

from ..languages import SOURCE

_TURKISH = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
"""The 29 letters of the Turkish alphabet in its order, with q, w and x where CLDR puts them."""
_LARGE = str.maketrans({"I": "ı", "İ": "i"})
# The article is written with the name and is not looked up: الزعتر stands with ز (as in Arabic directories).
_ARTICLE = "ال"


def sort_key(text: str, lang: str = SOURCE) -> tuple[bool, tuple[int, ...], str]:
    """Key for sorting names for readers of ``lang``: names in their own script first, then by its alphabet.

    German and English: ä like a, ß like ss, ı like i (DIN 5007, variant 1). Turkish: ç after c, ı before i. Arabic: the
    forms of alef are one letter, vowels and the article do not count.
    """
    plain = _plain(text)
    if lang == "tr":
        order = tuple(_turkish(char) for char in unicodedata.normalize("NFC", text.translate(_LARGE).lower()))
        return _is_arabic(plain), tuple(place for place in order if place), plain
    if lang == "ar":
        return not _is_arabic(plain), tuple(map(ord, plain.removeprefix(_ARTICLE))), plain
    return _is_arabic(plain), tuple(map(ord, plain)), plain


def _plain(text: str) -> str:
    """Letters, digits and spaces without marks on them."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    return "".join(char for char in parts if char.isalnum() or char == " ")


def _turkish(char: str) -> int:
    """The place of a letter; digits and spaces come first, foreign letters stand with their bases."""
    if char in _TURKISH:
        return 1_000 + _TURKISH.index(char)
    base = _plain(char)[:1]
    if base in _TURKISH and base:
        return 1_000 + _TURKISH.index(base)
    return ord(base) if base else 0


def _is_arabic(plain: str) -> bool:
    return "\u0600" <= plain[:1] <= "\u06ff"
