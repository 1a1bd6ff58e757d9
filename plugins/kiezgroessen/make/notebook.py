"""A notebook of the last build: rows by table and key, of which the next build changes only a few.

It is an SQLite file: what was changed is there after a power cut as a whole or not at all, and nobody has to write
anew what has stayed. Deleting it costs time, nothing else; a damaged one is empty.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

_KEY = "CREATE TABLE IF NOT EXISTS {} (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"


class Book(Protocol):
    """What remembers needs of a notebook."""

    def rows(self, table: str) -> Iterator[tuple[str, bytes]]:
        """All rows of a table."""
        ...

    def get(self, table: str, key: str) -> bytes | None:
        """One row."""
        ...

    def change(self, put: Mapping[str, Mapping[str, bytes]], drop: Mapping[str, Iterable[str]]) -> None:
        """Puts rows and drops others, by table, all at once. Raises `OSError` where that is not possible."""
        ...


class Late:
    """A notebook for a process that goes on: what changes is kept in mind, and written down by `flush`."""

    def __init__(self, book: Notebook) -> None:
        self._book = book
        self._waiting: dict[str, dict[str, bytes | None]] = {}

    def rows(self, table: str) -> Iterator[tuple[str, bytes]]:
        """All rows of a table."""
        waiting = self._waiting.get(table, {})
        yield from ((key, data) for key, data in self._book.rows(table) if key not in waiting)
        yield from ((key, data) for key, data in waiting.items() if data is not None)

    def get(self, table: str, key: str) -> bytes | None:
        """One row."""
        waiting = self._waiting.get(table, {})
        return waiting[key] if key in waiting else self._book.get(table, key)

    def change(self, put: Mapping[str, Mapping[str, bytes]], drop: Mapping[str, Iterable[str]]) -> None:
        """Puts rows and drops others, by table."""
        for table, keys in drop.items():
            self._waiting.setdefault(table, {}).update(dict.fromkeys(keys))
        for table, rows in put.items():
            self._waiting.setdefault(table, {}).update(rows)

    def flush(self) -> None:
        """Writes down what has changed. Raises `OSError`."""
        waiting, self._waiting = self._waiting, {}
        put = {table: {key: data for key, data in rows.items() if data is not None} for table, rows in waiting.items()}
        self._book.change(
            put, {table: [k for k, data in rows.items() if data is None] for table, rows in waiting.items()}
        )


class Notebook:
    """The file at ``path``; ``tables`` are the names of all tables it may have. One process writes at a time."""

    def __init__(self, path: Path, tables: Iterable[str]) -> None:
        self._path = path
        self._tables = tuple(tables)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._opened(path)
        except (sqlite3.DatabaseError, OSError):
            self._file = self._fresh()

    def close(self) -> None:
        """Nothing can be read afterwards."""
        self._file.close()

    def rows(self, table: str) -> Iterator[tuple[str, bytes]]:
        """All rows of a table; what is damaged is not there, nor is what comes after it."""
        with contextlib.suppress(sqlite3.DatabaseError):
            yield from self._file.execute(f"SELECT key, value FROM {self._known(table)}")  # noqa: S608 - a known name

    def get(self, table: str, key: str) -> bytes | None:
        """One row."""
        with contextlib.suppress(sqlite3.DatabaseError):
            found = self._file.execute(f"SELECT value FROM {self._known(table)} WHERE key = ?", (key,))  # noqa: S608
            return next((bytes(value) for (value,) in found), None)
        return None

    def change(self, put: Mapping[str, Mapping[str, bytes]], drop: Mapping[str, Iterable[str]]) -> None:
        """Puts rows and drops others, by table, all at once. Raises `OSError` where that is not possible."""
        try:
            with self._file:
                for table, keys in drop.items():
                    statement = f"DELETE FROM {self._known(table)} WHERE key = ?"  # noqa: S608
                    self._file.executemany(statement, ((key,) for key in keys))
                for table, rows in put.items():
                    statement = f"INSERT OR REPLACE INTO {self._known(table)} VALUES (?, ?)"  # noqa: S608
                    self._file.executemany(statement, rows.items())
        except sqlite3.DatabaseError as reason:
            # Half-remembered is worse than not at all.
            self._file.close()
            self._file = self._fresh()
            raise OSError(None, str(reason), str(self._path)) from reason

    def _known(self, table: str) -> str:
        if table not in self._tables:
            raise ValueError(table)
        return table

    def _fresh(self) -> sqlite3.Connection:
        """An empty one, on the disk or, where that is full or locked, for this time only."""
        with contextlib.suppress(OSError, sqlite3.DatabaseError):
            self._thrown_away()
            return self._opened(self._path)
        return self._opened(Path(":memory:"))

    def _opened(self, path: Path) -> sqlite3.Connection:
        file = sqlite3.connect(path, isolation_level="DEFERRED")
        try:
            # What is dropped is overwritten: it may have been about somebody who has gone.
            file.execute("PRAGMA secure_delete = ON")
            for table in self._tables:
                file.execute(_KEY.format(table))
        except sqlite3.DatabaseError:
            file.close()
            raise
        return file

    def _thrown_away(self) -> None:
        for end in ("", "-journal", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                self._path.with_name(self._path.name + end).unlink()
