"""A file → what it says beside what it shows, whatever its kind; a kind that nobody knows is told as well."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import TypeAlias

from ..tags import TEXTS, suffix_of
from .drawings import of_svg
from .found import Found, foreign
from .packed import of_woff2, of_zip
from .papers import of_pdf
from .pictures import of_avif, of_jpeg, of_png, of_webp

_Walker: TypeAlias = Callable[[bytes], Iterator[Found]]
_WALKERS: Mapping[str, tuple[bytes, int, _Walker]] = MappingProxyType(
    {
        ".jpg": (b"\xff\xd8\xff", 0, of_jpeg),
        ".png": (b"\x89PNG\r\n\x1a\n", 0, of_png),
        ".avif": (b"ftypavif", 4, of_avif),
        ".webp": (b"WEBP", 8, of_webp),
        ".pdf": (b"%PDF-", 0, of_pdf),
        ".woff2": (b"wOF2", 0, of_woff2),
    }
)
"""By suffix: the bytes such a file has, where it has them, and who walks it."""
_ARCHIVE = b"PK\x03\x04"
_MARK = b"\xef\xbb\xbf"


def walked(name: str, data: bytes, clean: Collection[tuple[int, int]] = ()) -> tuple[Found, ...]:
    """All that there is to say about a file of this name; what it says of itself has to be what it is.

    ``clean`` are the CRC-32 and size of files that were walked and are what they should be: in a ZIP they are passed.
    """
    if suffix_of(name) == ".zip" and data.startswith(_ARCHIVE):
        return tuple(dict.fromkeys(of_zip(data, partial(_walked, inside=True), clean)))
    return tuple(dict.fromkeys(_walked(name, data)))


def _walked(name: str, data: bytes, *, inside: bool = False) -> Iterator[Found]:
    suffix = suffix_of(name)
    if suffix == ".svg":
        yield from of_svg(data)
    elif suffix in TEXTS:
        if b"\0" in data or data.startswith(_MARK):
            yield foreign("Bytes, die kein Text sind")
        if inside:
            yield Found("text", data.decode("utf-8", "replace"))
    elif suffix in _WALKERS and data.startswith(_WALKERS[suffix][0], _WALKERS[suffix][1]):
        yield from _WALKERS[suffix][2](data)
    else:
        yield foreign(f"etwas anderes, als »{suffix or name}« sagt")
