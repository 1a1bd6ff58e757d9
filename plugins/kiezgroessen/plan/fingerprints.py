"""What can be seen through a window, as fingerprints: two of the same kind and key are equal if what is seen is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from ..link.kiez import Kiez
from .window import ALL, WRITTEN

_GONE = "-"
"""Nothing is there under this key."""


class Fingerprints:
    """Of one Kiez, each worked out when it is first asked for.

    A node is the files it was typed in, and what linking has found about it. What the code makes of that is the same as
    long as the code is.
    """

    def __init__(self, kiez: Kiez, written: Mapping[str, frozenset[str]]) -> None:
        self._kiez = kiez
        self._written = written
        self._known: dict[tuple[str, str], tuple[str, str, str]] = {}

    def of(self, kind: str, key: str) -> str:
        """The fingerprint of what is seen; see `window.Note`. ValueError where nobody knows what it was typed in."""
        return self.row(kind, key)[2]

    def row(self, kind: str, key: str) -> tuple[str, str, str]:
        """Kind, key and fingerprint: one and the same for all who have seen it, of whom there are dozens."""
        found = self._known.get((kind, key))
        if found is None:
            # What was typed still knows in which language; here it is only a name.
            name = str(key)
            found = self._known[kind, name] = (kind, name, self._made(kind, key))
        return found

    def _made(self, kind: str, key: str) -> str:
        if kind == WRITTEN:
            if key == ALL:
                return _digest(*(f"{path} {sorted(langs)}" for path, langs in self._written.items()))
            langs = self._written.get(key)
            return _GONE if langs is None else " ".join(sorted(langs))
        nodes: Mapping[str, Any] = getattr(self._kiez, kind)
        if key == ALL:
            return _digest(*(f"{slug} {self.of(kind, slug)}" for slug in nodes))
        node = nodes.get(key)
        return _GONE if node is None else of_node(node)


def of_node(node: Any) -> str:
    """The fingerprint of a node of a Kiez."""
    linked = [getattr(node, one.name) for one in fields(node) if one.name not in ("text", "photos")]
    # A set says itself in another order in every process.
    photos = [(photo.index, photo.source, sorted(photo.channels)) for photo in getattr(node, "photos", ())]
    return _digest(repr((linked, photos)), of_text(node.text))


def of_text(text: Any) -> str:
    """The fingerprint of a record in all its languages: the files it was typed in. ValueError without any."""
    typed = [(lang, entry.origin.path, entry.origin.digest) for lang, entry in text.entries.items()]
    if not all(digest for _, _, digest in typed):
        raise ValueError(f"nobody knows what {text.slug} was typed in")
    return repr(typed)


def _digest(*parts: str) -> str:
    # Half of SHA-256's length: two texts of a neighbourhood never meet in 2^64, and a million of them are kept.
    total = hashlib.blake2b(digest_size=16)
    for part in parts:
        total.update(part.encode("utf-8", "surrogatepass"))
        total.update(b"\0")
    return total.hexdigest()
