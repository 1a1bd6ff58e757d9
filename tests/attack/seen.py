"""What a look at one file gives: its shape, what can be read in it, and what must never be in it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")


@dataclass(slots=True)
class Seen:
    """``shape`` are names of what the file is made of, ``texts`` what can be read, ``armed`` what is an attack."""

    sink: str
    shape: set[str] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)
    armed: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it, as `plain` has it."""
        return "\n".join(map(plain, self.texts))


def plain(text: str) -> str:
    """A text without what setting it may change: white space, composed letters, places where a word may be broken."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", " ".join(text.split())))
