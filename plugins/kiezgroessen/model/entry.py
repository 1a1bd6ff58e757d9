"""A record together with where it comes from, so that later stages can still point at its lines."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ..languages import SOURCE, Text
from ..problems import Problem, Severity
from ..read.document import Document, Header, Loc, Mark
from ..values import ByFields
from .declare import Record

R = TypeVar("R", bound=Record)


class Typed:
    """Header and lines of the files as they were typed; packed once they have been to another process or to the disk.

    Only problems ask for them: of ten thousand texts hardly one is ever unpacked.
    """

    __slots__ = ("_open", "_packed")

    def __init__(self, header: Header, lines: Mapping[str, tuple[str, ...]]) -> None:
        self._open: tuple[Header, Mapping[str, tuple[str, ...]]] | None = (header, lines)
        self._packed = b""

    def opened(self) -> tuple[Header, Mapping[str, tuple[str, ...]]]:
        """The header and, by path, the lines."""
        if self._open is None:
            self._open = pickle.loads(zlib.decompress(self._packed))  # noqa: S301 - packed by `__reduce__`
        assert self._open is not None  # noqa: S101 - for the type checker
        return self._open

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Typed) and self.opened() == other.opened()

    def __hash__(self) -> int:
        # Equal ones have equal lines.
        return hash(tuple(self.opened()[1].items()))

    def __reduce__(self) -> tuple[Callable[[bytes], Typed], tuple[bytes]]:
        packed = self._packed or zlib.compress(pickle.dumps(self._open, 5), 1)
        return _packed, (packed,)


def _packed(data: bytes) -> Typed:
    typed = Typed.__new__(Typed)
    typed._open, typed._packed = None, data
    return typed


@dataclass(frozen=True, slots=True)
class Origin(ByFields):
    """The files an entry was read from: where each value stands, and the lines themselves.

    ``digest`` changes with every byte of them.
    """

    path: str
    typed: Typed = field(repr=False)
    folder: str = ""
    beside: tuple[str, ...] = ()
    digest: str = ""

    @property
    def header(self) -> Header:
        """The values as typed, and where each of them stands."""
        return self.typed.opened()[0]

    @property
    def lines(self) -> Mapping[str, tuple[str, ...]]:
        """The lines of the files, by path."""
        return self.typed.opened()[1]

    def mark(self, loc: Loc) -> Mark:
        """The place of a value, or of the nearest group around it."""
        while loc and loc not in self.header.marks:
            loc = loc[:-1]
        return self.header.marks.get(loc) or Mark(self.path, 1, 1, 1)

    def problem(
        self,
        loc: Loc,
        message: str,
        *,
        hint: str | None = None,
        fix: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """A problem with one value; ``fix`` is the value as it should be, the corrected line is made from it."""
        mark = self.mark(loc)
        value = self._value(loc)
        # A value on a line of its own is what the editor looks for; a group is found at its key.
        line = mark.value_line if isinstance(value, str) else mark.line
        lines = self.lines.get(mark.path, ())
        # Where only the header as a whole is known, its first line would be shown, which has nothing to do with it.
        known = any(loc[:length] in self.header.marks for length in range(1, len(loc) + 1))
        shown = lines[line - 1] if known and 0 < line <= len(lines) else None
        fixed = None
        if fix is not None and shown is not None and isinstance(value, str):
            # Behind its key: the same word may stand in the key before it or in a note after it.
            key = str(loc[-1]) if isinstance(loc[-1], str) and line == mark.line else ""
            at = shown.find(value, mark.column - 1 + len(key) if line == mark.line else 0)
            fixed = f"{shown[:at]}{fix}{shown[at + len(value) :]}" if at >= 0 else None
        name = ".".join(str(part + 1 if isinstance(part, int) else part) for part in loc) or None
        return Problem(severity, mark.path, line, name, f"{spoken(loc)}{message}", hint, shown, fixed, mark.column)

    def _value(self, loc: Loc) -> object:
        value: object = self.header.values
        for part in loc:
            if isinstance(value, str):  # a single value standing for a list of one
                return value
            try:
                value = value[part]  # type: ignore[index]
            except (KeyError, IndexError, TypeError):
                return None
        return value


def spoken(loc: Loc) -> str:
    """The way to a value in words: ``angebote, 2. Eintrag, art: ``."""
    words = [f"{part + 1}. Eintrag" if isinstance(part, int) else str(part) for part in loc]
    return f"{', '.join(words)}: " if words else ""


@dataclass(frozen=True, slots=True)
class Entry(ByFields, Generic[R]):
    """One record in one language, and the text below its header (``sections`` for campaigns)."""

    slug: str
    lang: str
    record: R
    body: Text
    origin: Origin
    sections: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Translated(ByFields, Generic[R]):
    """A record in all languages it exists in."""

    slug: str
    entries: Mapping[str, Entry[R]]

    @property
    def source(self) -> Entry[R]:
        """The German one, which holds everything that is not translated."""
        return self.entries[SOURCE]

    @property
    def record(self) -> R:
        """The German record."""
        return self.source.record

    def entry(self, lang: str) -> Entry[R]:
        """The entry in a language, else the German one."""
        return self.entries.get(lang, self.source)

    def in_language(self, lang: str) -> R:
        """The record in a language, else in German."""
        return self.entry(lang).record

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it exists in."""
        return tuple(self.entries)


def origin_of(document: Document) -> Origin:
    """Where a document's values stand."""
    return Origin(
        document.path,
        Typed(document.header, {document.path: tuple(document.lines)}),
        document.folder,
        tuple(document.beside),
        document.digest,
    )
