"""A great many texts in which a few thousand phrases are looked for, fast: most are ruled out by a single word."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
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
    """Folded texts, one to a line, and how often each word is in them."""

    text: str
    words: Mapping[str, int]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Haystack:
        """From texts as they are, each taken once."""
        text = "\n".join(dict.fromkeys(map(folded, dict.fromkeys(texts))))
        return cls(text, Counter(words_of(text)))

    def holds(self, phrase: str) -> bool:
        """Whether a folded phrase stands in one of the texts, as whole words."""
        return bool(phrase) and self._may_hold(phrase) and _stands(phrase, self.text)

    def lines_with(self, phrases: Iterable[str]) -> dict[str, str]:
        """The first text for each of the phrases that stand in one; as fast for thousands as for a few."""
        by_word: dict[str, list[str]] = {}
        for phrase in phrases:
            if phrase and self._may_hold(phrase):
                rarest = min(words_of(phrase), key=lambda word: self.words[word])
                by_word.setdefault(rarest, []).append(phrase)
        found: dict[str, str] = {}
        if by_word:
            for line in self.text.split("\n"):
                for word in by_word.keys() & set(words_of(line)):
                    found |= {one: line for one in by_word[word] if one not in found and _stands(one, line)}
        return found

    def _may_hold(self, phrase: str) -> bool:
        words = words_of(phrase)
        return bool(words) and all(word in self.words for word in words)


def _stands(phrase: str, text: str) -> bool:
    """Whether it is there and not a part of longer words."""
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        if not _joined(text[max(at - 1, 0) : at], phrase[0]) and not _joined(text[end : end + 1], phrase[-1]):
            return True
        at = text.find(phrase, at + 1)
    return False


def _joined(beside: str, edge: str) -> bool:
    return bool(_WORD.match(beside)) and bool(_WORD.match(edge))
