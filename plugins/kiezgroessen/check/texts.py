"""What one text file of the tree says, by its name and its bytes alone: so it can be remembered by their digest.

What depends on other files, on the day or on what is private is asked by the checks themselves.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from .addresses import Address, of_data, of_file, of_tag, split
from .containers.found import Found
from .containers.walk import walked
from .haystack import folded, words_of
from .heads import Head, head_of
from .markup import faults_of
from .pieces import pieces_of, plain
from .tags import Page, Tag, page_of, suffix_of
from .unfinished import Mark, marks_of

_LEADING = frozenset({".css", ".js", ".xml", ".webmanifest", ".ics", ".txt", ".vcf"})
"""Files that are no pages, and lead somewhere."""
_HANDMADE = frozenset({".js", ".css"})
"""Written by hand, in languages where ``undefined`` and braces mean something: there no marks are looked for."""


class Text(NamedTuple):
    """``digest`` is SHA-256, ``checksum`` CRC-32, ``found`` what a walker found.

    ``faults`` are complaints about the file by itself, German. ``addresses`` are where it leads and what it loads, but
    for places on itself. ``ids`` and ``head`` are those of a page. ``words`` are all different ones, folded, in its
    pieces; ``marks`` what looks unfinished.
    """

    digest: str
    checksum: int
    found: tuple[Found, ...]
    faults: tuple[str, ...]
    addresses: tuple[Address, ...]
    ids: frozenset[str]
    head: Head | None
    words: frozenset[str]
    marks: tuple[Mark, ...]


class Reader:
    """Reads text files of one tree; what many of them share is taken apart once."""

    def __init__(self) -> None:
        self._tags: dict[str, Tag] = {}
        self._leading: dict[Tag, tuple[Address, ...]] = {}
        self._pieces: dict[str, tuple[frozenset[str], tuple[Mark, ...]]] = {}

    def read(self, name: str, data: bytes) -> Text:
        """A file of this name with these bytes."""
        text = data.decode("utf-8", errors="replace")
        suffix = suffix_of(name)
        faults: list[str] = []
        addresses: Iterator[Address] = iter(())
        ids, head = frozenset[str](), None
        if suffix == ".html":
            page = page_of(text, self._tags)
            ids, head = frozenset(page.ids), head_of(page)
            addresses = self._of_page(page)
            faults += faults_of(name, page)
            if "\ufffd" in text and b"\xef\xbf\xbd" not in data:
                faults.append("Die Seite ist nicht in UTF-8 geschrieben.")
        elif suffix in _LEADING:
            addresses = of_file(name, text)
        led = dict.fromkeys(addresses)
        faults += (fault for one in led if suffix == ".html" and (fault := _astray(one, ids)))
        words, marks = self._said(name, text)
        return Text(
            hashlib.sha256(data).hexdigest(),
            zlib.crc32(data),
            walked(name, data),
            tuple(faults),
            tuple(one for one in led if not (suffix == ".html" and _is_own(one.text))),
            ids,
            head,
            words,
            () if suffix in _HANDMADE else marks,
        )

    def _of_page(self, page: Page) -> Iterator[Address]:
        for tag in page.tags:
            if tag not in self._leading:
                self._leading[tag] = tuple(of_tag(tag))
            yield from self._leading[tag]
        for block in page.data:
            yield from of_data(block)

    def _said(self, name: str, text: str) -> tuple[frozenset[str], tuple[Mark, ...]]:
        words: set[str] = set()
        marks: dict[Mark, None] = {}
        # In order, so that the same file always says the same.
        for piece in sorted(pieces_of(name, text)):
            known = self._pieces.get(piece)
            if known is None:
                known = self._pieces[piece] = said_in(piece)
            words |= known[0]
            marks |= dict.fromkeys(known[1])
        return frozenset(words), tuple(marks)


def said_in(piece: str) -> tuple[frozenset[str], tuple[Mark, ...]]:
    """The words of a piece, folded, and the marks in it."""
    texts = tuple(plain(piece))
    words = frozenset(word for one in texts for word in words_of(folded(one)))
    return words, tuple(mark for one in texts for mark in marks_of(one))


def _is_own(address: str) -> bool:
    """Whether it means the page itself, whatever that is called."""
    return not address or address.startswith(("#", "?"))


def _astray(address: Address, ids: frozenset[str]) -> str | None:
    """What is wrong with a link from a page to a place on itself."""
    if not _is_own(address.text):
        return None
    parts = split(address.text)
    if parts is None:
        return f"Der Link {address.text} ist keine Adresse."
    if parts.fragment and unquote(parts.fragment) not in ids:
        return f"Der Link {address.text} führt zu einer Stelle, die es nicht gibt."
    return None
