"""A great many texts in which a few thousand phrases are looked for, fast: most are ruled out by a single word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
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

    def with_texts(self, texts: Iterable[str]) -> Haystack:
        """These texts and more."""
        more = Haystack.of(texts)
        return Haystack(f"{self.text}\n{more.text}", self.words | more.words)

    def holds(self, phrase: str) -> bool:
        """Whether a folded phrase stands in one of the texts, as whole words."""
        words = words_of(phrase)
        return bool(words) and self.words.issuperset(words) and stands(phrase, self.text)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases to be looked for in very many texts: a single word rules most of them out, a few words nearly all."""

    by_word: Mapping[str, tuple[tuple[str, frozenset[str]], ...]]

    @classmethod
    def of(cls, phrases: Iterable[str], words: AbstractSet[str]) -> Phrases:
        """Of folded phrases those that may stand somewhere; ``words`` are all there are in all texts."""
        by_word: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {}
        for phrase in dict.fromkeys(phrases):
            needed = frozenset(words_of(phrase))
            if needed and needed <= words:
                # The longest one is seldom what everybody says.
                longest = max(needed, key=lambda word: (len(word), word))
                by_word[longest] = (*by_word.get(longest, ()), (phrase, needed))
        return cls(by_word)

    def among(self, words: AbstractSet[str]) -> list[str]:
        """Those that may stand in a text with these words."""
        return [
            phrase for word in self.by_word.keys() & words for phrase, needed in self.by_word[word] if needed <= words
        ]


def stands(phrase: str, text: str) -> bool:
    """Whether it is there and not a part of longer words; both are folded."""
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        if not _joined(text[max(at - 1, 0) : at], phrase[0]) and not _joined(text[end : end + 1], phrase[-1]):
            return True
        at = text.find(phrase, at + 1)
    return False


def _joined(beside: str, edge: str) -> bool:
    return bool(_WORD.match(beside)) and bool(_WORD.match(edge))
