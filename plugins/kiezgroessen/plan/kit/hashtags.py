"""Hashtags from words: no blanks, no signs that would end them, readable aloud."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from ...languages import Text

_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def hashtag_lines(texts: Sequence[Text]) -> Iterator[str]:
    """One hashtag per text, each once; those of one writing direction share a line, so that no sign changes sides."""
    tags = list(dict.fromkeys(tag for text in texts if (tag := hashtag(text.value, text.lang))))
    turned = [tag for tag in tags if "rtl" in directions(tag)]
    for line in (turned, [tag for tag in tags if tag not in turned]):
        if line:
            yield " ".join(line)


def spelled_out(words: str) -> str:
    """German words for keyboards without umlauts: ``Kiezgroessen``."""
    return words.translate(_PLAIN)


def directions(text: str) -> set[str]:
    """The writing directions of a text's letters, ``ltr`` and ``rtl``."""
    kinds = set(map(unicodedata.bidirectional, set(text)))
    return {"ltr" if kind == "L" else "rtl" for kind in kinds & {"L", "R", "AL"}}


def hashtag(words: str, lang: str) -> str | None:
    """``#KitaVerpflegung``: each word with a capital, for readers and screen readers; Arabic joined by underscores."""
    text = unicodedata.normalize("NFC", "".join(char for char in words if not _is_vowel_sign(char)))
    parts = [part for part in re.split(r"[\W_]+", text) if part]
    if not any(char.isalpha() for part in parts for char in part):
        return None
    if "rtl" in directions(text):
        return "#" + "_".join(parts)
    return "#" + "".join(_capital(part, lang) for part in parts)


def _capital(word: str, lang: str) -> str:
    first = "İ" if lang == "tr" and word[0] == "i" else word[0].upper()
    return first + word[1:]


def _is_vowel_sign(char: str) -> bool:
    return "\u064b" <= char <= "\u0652" or char in "\u0640\u0670"
