"""A great many texts in which a few thousand phrases are looked for, fast: most are ruled out by a single word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Soft hyphens, joints and directions: two spellings with and without them look the same."""
_WORD = re.compile(r"\w+")


def folded(text: str) -> str:
    """A text as it is compared: letters of one size and one spelling, single blanks, nothing that cannot be seen."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    return " ".join(text.casefold().split())


def words_of(text: str) -> list[str]:
    """Its words in a folded text; digits are words, too."""
    return _WORD.findall(text)


@dataclass(frozen=True, slots=True)
class Haystack:
    """Folded texts, one to a line, and all words in them."""

    text: str
    words: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Haystack:
        """From texts as they are, each taken once."""
        text = "\n".join(dict.fromkeys(map(folded, dict.fromkeys(texts))))
        return cls(text, frozenset(words_of(text)))

    def holds(self, phrase: str) -> bool:
        """Whether a folded phrase stands in one of the texts, as whole words."""
        return self.line(phrase) is not None

    def line(self, phrase: str) -> str | None:
        """The first text that holds it."""
        if not phrase or not self.words.issuperset(words_of(phrase)):
            return None
        at = self.text.find(phrase)
        while at >= 0:
            end = at + len(phrase)
            if not _joined(self.text[at - 1 : at], phrase[0]) and not _joined(self.text[end : end + 1], phrase[-1]):
                start, stop = self.text.rfind("\n", 0, at) + 1, self.text.find("\n", end)
                return self.text[start : stop if stop >= 0 else len(self.text)]
            at = self.text.find(phrase, at + 1)
        return None


def _joined(beside: str, edge: str) -> bool:
    return bool(beside) and bool(_WORD.match(beside)) and bool(_WORD.match(edge))
