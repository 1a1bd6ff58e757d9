"""Words as they may stand in bytes that are no text: in the notes of a picture, in a font; in several codes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from .plainwords import words_of

_CODES = ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "cp1254")


def pattern_of(words: Iterable[str]) -> re.Pattern[bytes] | None:
    """The words as they may stand in a picture's notes or a font: in several codes, forms and cases."""
    found: set[bytes] = set()
    for word in words:
        for form in {unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word), without_umlauts(word)}:
            for cased in {form, form.lower(), form.upper(), form.title()}:
                for code in _CODES:
                    try:
                        coded = cased.encode(code)
                    except UnicodeError:
                        continue
                    # Three or four letters stand in every hundred megabytes of noise.
                    if len(coded) >= (10 if code.startswith("utf-16") else 6):
                        found.add(coded)
    return re.compile(_any_of(found, 2)) if found else None


def _any_of(words: Iterable[bytes], grouped: int) -> bytes:
    """A pattern for any of the words, the longest first; ``grouped`` by that many first bytes.

    All that stand side by side are tried at each byte of each picture: so there are few of them.
    """
    if not grouped:
        return b"|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    groups: dict[bytes, list[bytes]] = {}
    for word in words:
        groups.setdefault(word[:1], []).append(word[1:])
    return b"|".join(
        re.escape(first) + b"(?:" + _any_of(rest, grouped - 1) + b")" for first, rest in sorted(groups.items())
    )


def typed(raw: bytes, words: Sequence[str]) -> str:
    """Which of the words was found, as it was typed."""
    texts = [words_of(raw.decode(code, "ignore")) for code in _CODES]
    return next((word for word in words if words_of(word) in texts), words[0])


def without_umlauts(word: str) -> str:
    """As somebody spells it whose keyboard has none: ``Jörg`` → ``Joerg``."""
    for sign, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue")):
        word = unicodedata.normalize("NFC", word).replace(sign, letters)
    return word
