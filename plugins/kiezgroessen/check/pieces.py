"""A text file in the pieces it is read in: between two tags, line by line; without escapes, as people see it.

Pages share their frame, so a piece that is known from another page is not read twice.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from .tags import suffix_of

_TAGGED = frozenset({".html", ".xml"})
_FOLD = re.compile(r"\r?\n[ \t]")
_CODED = re.compile(r"\\u([0-9a-fA-F]{4})")


def pieces_of(name: str, text: str) -> set[str]:
    """The pieces of a text file as they stand there, each once."""
    suffix = suffix_of(name)
    if suffix in _TAGGED:
        # A place to break a word is no border between two.
        return set(text.replace("<wbr>", "").replace("<", ">").split(">"))
    if suffix == ".ics":
        return set(_FOLD.sub("", text).replace("\\n", "\n").replace("\\", "").splitlines())
    return set(text.splitlines())


def plain(piece: str) -> Iterator[str]:
    """A piece as people read it, without escapes; once more with those of an address undone, where it has some."""
    text = html.unescape(piece) if "&" in piece else piece
    if "\\" in text:
        text = _CODED.sub(lambda match: chr(int(match[1], 16)), text.replace("\\n", " "))
    # The text of a feed is HTML inside of XML.
    yield from re.split("[<>]", text) if "<" in text else (text,)
    if "%" in text:
        yield unquote(text)
