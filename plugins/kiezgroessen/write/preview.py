"""A tree that is changed where it stands: for who looks at it while it is written. Power cuts do not matter here.

Each file is replaced as a whole. What is believed of a file is what its size, its time and its place on the disk said
when the tree was looked through last.
"""

# Plain strings and calls of the system, as in `draft`.
# ruff: noqa: PTH105, PTH108, PTH112

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from ..make.notebook import Book
from .target import Row, Rows
from .tree import found, make_folder, remove, row_of, without_empty, write

TABLE = "preview"
"""Where a notebook says what the last process has written into the preview."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The tree below ``folder``. ``rows`` is all there is.

    ``asked`` was asked for since `begin`, ``written`` is what nobody has been told of yet.
    """

    folder: str
    rows: dict[str, Row] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)

    @classmethod
    def at(cls, folder: Path, known: Rows) -> Preview:
        """The tree as it stands, of which ``known`` was written; all else is taken out. Raises `OSError`."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(str(folder), found(str(folder), known))

    def begin(self) -> None:
        """From now on it is noted what is asked for."""
        self.asked.clear()

    def ready(self) -> None:
        """See `Target`."""

    def keep(self, name: str, mark: str) -> bool:
        """See `Target`."""
        row = self.rows.get(name)
        if row is None or row.mark != mark:
            return False
        self.asked.add(name)
        return True

    def put(self, name: str, data: bytes) -> Row:
        """See `Target`."""
        if name.startswith("/") or ".." in name.split("/"):
            raise ValueError(f"{name} leads out of the preview")
        digest = hashlib.sha256(data).hexdigest()
        if not self.keep(name, digest):
            path = f"{self.folder}/{name}"
            make_folder(self.folder, name.rpartition("/")[0])
            if os.path.isdir(path):
                self._forget(f"{name}/")
                remove(path)
            with contextlib.suppress(FileNotFoundError):
                os.unlink(f"{path}.neu")
            write(f"{path}.neu", data)
            os.replace(f"{path}.neu", path)
            self.rows[name] = row_of(digest, digest, os.lstat(path))
            self.asked.add(name)
            self.written.add(name)
        return self.rows[name]

    def note(self, name: str, mark: str) -> None:
        """See `Target`."""
        if not self.keep(name, mark):
            self.rows[name] = row_of(mark, "", os.lstat(f"{self.folder}/{name}"))
            self.asked.add(name)
            self.written.add(name)

    def finish(self, others: Collection[str] = (), *, placed: bool) -> None:
        """Takes out what nobody has asked for and is not among ``others``; what stores have placed if it is ``placed``.

        Raises `OSError`.
        """
        left = {name for name in self.rows.keys() - self.asked - set(others) if placed or self.rows[name].digest}
        for name in left:
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                os.unlink(f"{self.folder}/{name}")
            del self.rows[name]
        without_empty(self.folder, {name.rpartition("/")[0] for name in left})

    def look(self) -> None:
        """What is not as it was written is not believed any more, and what somebody else has put here goes.

        Raises `OSError`.
        """
        there = found(self.folder, self.rows)
        self.rows.clear()
        self.rows.update(there)

    def _forget(self, start: str) -> None:
        for name in [name for name in self.rows if name.startswith(start)]:
            del self.rows[name]


def known_rows(book: Book) -> dict[str, Row]:
    """What the last process has written into the preview."""
    return {name: Row(*marshal.loads(data)) for name, data in book.rows(TABLE)}  # noqa: S302 - as in `draft`


def keep_rows(book: Book, rows: Rows, before: Rows) -> None:
    """Notes what the preview holds, where it is not as ``before``. Raises `OSError`."""
    new = {name: marshal.dumps(tuple(row)) for name, row in rows.items() if before.get(name) != row}
    book.change({TABLE: new}, {TABLE: before.keys() - rows.keys()})
