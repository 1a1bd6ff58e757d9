"""What was written into both trees that take turns, from build to build."""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..make.notebook import Notebook
from .target import Row, Rows


@dataclass(frozen=True, slots=True)
class Known:
    """What was written into both trees when they were made; may be wrong, for then it is noticed."""

    output: Rows = field(default_factory=dict)
    spare: Rows = field(default_factory=dict)


class Trees:
    """What was written into both trees, kept in a notebook, whose tables take turns as the trees do."""

    TABLES = ("tree0", "tree1")

    def __init__(self, book: Notebook) -> None:
        self._book = book
        # The number of the table that tells of the output.
        self._turn = 1 if book.get("state", "turn") == b"1" else 0
        self._spare = {name: _read(data) for name, data in book.rows(self.TABLES[1 - self._turn])}

    def known(self) -> Known:
        """For the draft of the next output."""
        table = self.TABLES[self._turn]
        # For the first build, where all is new, one question instead of one for each file.
        return Known(_Asked(self._book, table) if any(self._book.rows(table)) else {}, self._spare)

    def keep(self, rows: Rows, *, both: bool = False) -> None:
        """The draft with these rows is the output now, and what was the output is the spare one. Raises `OSError`.

        ``both``: the spare one has them as well (`second.double`).
        """
        table, other, before = self.TABLES[1 - self._turn], self.TABLES[self._turn], self._spare
        new = {name: marshal.dumps(tuple(row)) for name, row in rows.items() if before.get(name) != row}
        self._turn = 1 - self._turn
        put = {table: new, "state": {"turn": b"%d" % self._turn}} | ({other: new} if both else {})
        self._book.change(put, {table: before.keys() - rows.keys()})


class _Asked(Mapping[str, Row]):
    """Rows that are looked up one by one: of the old tree few are asked for."""

    def __init__(self, book: Notebook, table: str) -> None:
        self._book = book
        self._table = table

    def __getitem__(self, name: str) -> Row:
        data = self._book.get(self._table, name)
        if data is None:
            raise KeyError(name)
        return _read(data)

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._book.rows(self._table))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _read(data: bytes) -> Row:
    return Row(*marshal.loads(data))  # noqa: S302 - as trustworthy as what Python keeps in __pycache__
