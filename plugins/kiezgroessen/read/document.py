"""What the read stage hands on: text with line numbers, nothing interpreted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self, TypeAlias

Loc: TypeAlias = tuple[str | int, ...]
"""Way to a value in a header: ``("angebote", 1, "art")``; list positions count from 0."""


class Scalar(str):
    """A YAML scalar exactly as typed (after YAML's own unquoting), with the language of the file it stands in.

    It is never converted here: ``10:30``, ``01067``, ``no`` and ``1.10`` stay what was typed.
    """

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, text: str, lang: str) -> Self:
        """The text as typed, in the language of its file."""
        self = super().__new__(cls, text)
        self.lang = lang
        return self

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        """So that what quotes a text can be handed to another process."""
        return type(self), (str(self), self.lang)


Value: TypeAlias = "Scalar | dict[str, Value] | list[Value] | None"
"""``None`` stands for a key without a value (``telefon:``)."""


class Mark(NamedTuple):
    """Where a value stands: file, line and column from 1. In a mapping ``line`` is the key's line.

    A tuple, as each value of each header has one: a data class takes longer to make, and longer still to be packed.
    """

    path: str
    line: int
    column: int
    value_line: int


@dataclass(frozen=True, slots=True)
class Header:
    """A YAML mapping and where each of its values stands; ``marks[()]`` is the header itself."""

    values: Mapping[str, Value]
    marks: Mapping[Loc, Mark]


@dataclass(frozen=True, slots=True)
class Document:
    """One text file of an editor.

    ``kind`` is one of ``kiez``, ``business``, ``action``, ``institution``, ``campaign``, ``news``, ``page``;
    ``slug`` the folder's (or file's) name, "" for the Kiez; ``lang`` from the file name, ``de`` by default.
    ``folder`` is the folder the file lies in; ``beside`` the names of the photos in it; ``lines`` the file's lines.
    ``digest`` is the SHA-256 of the file's bytes, "" where it came from no file.
    """

    kind: str
    slug: str
    lang: str
    path: str
    header: Header
    body: str
    body_line: int
    lines: Sequence[str] = field(repr=False)
    folder: str = ""
    beside: Sequence[str] = ()
    digest: str = ""
