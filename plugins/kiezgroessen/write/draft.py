"""A tree in the making. It begins as the tree before last, so that only what has changed since is written.

Two trees take turns: one is the output, the other lies beside it and is what the output was before. Files that are
alike are one and the same file in both. What is believed of a file is what its size, its time and its place on the
disk say: whoever changes, adds or deletes one, in either tree, finds it as it should be after the next build.
"""

# Plain strings: with a hundred thousand files pathlib takes longer than the disk.
# ruff: noqa: PTH101, PTH102, PTH106, PTH108, PTH112, PTH114, PTH123

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from ..make.notebook import Notebook
from .files import names_below
from .manifest import digest_of
from .swap import staging
from .target import Row

_FOLDER, _FILE = 0o755, 0o644


Rows = Mapping[str, Row]
"""By the names of the files, with slashes."""


@dataclass(frozen=True, slots=True)
class Known:
    """What was written into both trees when they were made; may be wrong, for then it is noticed."""

    output: Rows = field(default_factory=dict)
    spare: Rows = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """The tree below ``folder``, which will take the place of ``old``.

    ``there`` is what was found in it at the beginning; ``rows`` is all that was asked for, and at the end all there is.
    ``sure``: what is kept is read and compared, which also finds what changes neither size nor time.
    """

    folder: str
    old: str
    known: Known
    there: dict[str, Row]
    sure: bool = False
    rows: dict[str, Row] = field(default_factory=dict)

    def keep(self, name: str, mark: str) -> bool:
        """Whether a file made from ``mark`` is here already or in the old tree; then it belongs to the new one."""
        for rows in (self.known.spare, self.known.output):
            row = rows.get(name)
            if row is None or row.mark != mark:
                continue
            if rows is self.known.spare:
                if name in self.there and self._is_whole(f"{self.folder}/{name}", row):
                    self.rows[name] = row
                    return True
            elif self._taken(name, row):
                self.rows[name] = row
                return True
        return False

    def put(self, name: str, data: bytes) -> Row:
        """Writes a file, unless it is there; ``name`` may not lead out of the tree (ValueError). Raises `OSError`."""
        if name.startswith("/") or ".." in name.split("/"):
            raise ValueError(f"{name} leads out of the output folder")
        digest = hashlib.sha256(data).hexdigest()
        if not self.keep(name, digest):
            path = self._cleared(name)
            if self._is_like(name, data):
                os.link(f"{self.old}/{name}", path)
            else:
                write(path, data)
            self.rows[name] = row_of(digest, digest, os.lstat(path))
        return self.rows[name]

    def note(self, name: str, mark: str) -> None:
        """A file that a store has placed here belongs to the tree; ``mark`` is its key there. Raises `OSError`."""
        row, seen = self.there.get(name), os.lstat(f"{self.folder}/{name}")
        same = row is not None and row_of(mark, row.digest, seen) == row
        self.rows[name] = row if row is not None and same else row_of(mark, "", seen)

    def finish(self) -> None:
        """Takes out what nobody has asked for. Raises `OSError`."""
        left = self.there.keys() - self.rows.keys()
        for name in left:
            path = f"{self.folder}/{name}"
            # A folder that has taken the name belongs to what was asked for.
            if os.path.lexists(path) and (os.path.islink(path) or not os.path.isdir(path)):
                os.unlink(path)
        without_empty(self.folder, {name.rpartition("/")[0] for name in left})
        self.there.clear()

    def take_in(self, digests: Mapping[str, str] = MappingProxyType({}), *, others: bool = True) -> None:
        """All files have a digest then (``digests`` are known); with ``others`` all that lies here is the tree's."""
        for name in set(names_below(Path(self.folder))) - self.rows.keys() if others else ():
            path, old = Path(self.folder, name), Path(self.old, name)
            digest = digests.get(name) or digest_of(path)
            if old.is_file() and digest_of(old) == digest:
                shutil.copystat(old, path)
            self.rows[name] = row_of(digest, digest, os.lstat(path))
        for name in [name for name, row in self.rows.items() if not row.digest]:
            digest = digests.get(name) or digest_of(Path(self.folder, name))
            self.rows[name] = self.rows[name]._replace(digest=digest)

    def _taken(self, name: str, row: Row) -> bool:
        """Whether the file is still in the old tree as it was written; then it is in this one as well."""
        source = f"{self.old}/{name}"
        try:
            seen = os.lstat(source)
            if not _is_sound(seen) or row_of(row.mark, row.digest, seen) != row or not self._is_whole(source, row):
                return False
            os.link(source, self._cleared(name))
        except OSError:
            return False
        return True

    def _is_whole(self, path: str, row: Row) -> bool:
        """Whether the bytes are those that were written, where that is asked; a store sees to its own."""
        if not self.sure or row.mark != row.digest:
            return True
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == row.digest

    def _is_like(self, name: str, data: bytes) -> bool:
        """Whether the old tree has these very bytes: the file keeps its time then, so that rsync and caches rest."""
        try:
            seen = os.lstat(f"{self.old}/{name}")
            if not _is_sound(seen) or seen.st_size != len(data):
                return False
            with open(f"{self.old}/{name}", "rb") as file:
                return file.read() == data
        except OSError:
            return False

    def _cleared(self, name: str) -> str:
        """The path of a file, with its folders there and nothing in its way."""
        path = f"{self.folder}/{name}"
        # Never written over: it may be one and the same file in the other tree.
        if name in self.there:
            remove(path)
        else:
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                remove(path)
        make_folder(self.folder, name.rpartition("/")[0])
        return path


@contextmanager
def drafting(output: Path, known: Known, *, spare: bool = True, sure: bool = False) -> Iterator[Draft]:
    """A draft of ``output`` that becomes it at the end; after an error all is as before. For ``sure`` see `Draft`.

    Without ``spare`` no second tree is taken or left: somebody was taken down, and nothing of them may stay. Raises
    `OSError`.
    """
    with staging(output, spare=spare) as folder:
        yield Draft(str(folder), str(output.resolve()), known, found(str(folder), known.spare), sure)


def found(top: str, known: Rows) -> dict[str, Row]:
    """What lies in a tree as it was written; all else is taken out. Folders may be read by everybody afterwards."""
    found: dict[str, Row] = {}
    stack, emptied = [""], set()
    while stack:
        inside = stack.pop()
        any_left = False
        with os.scandir(f"{top}/{inside}" if inside else top) as entries:
            for entry in entries:
                name, seen = f"{inside}{entry.name}", entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(seen.st_mode):
                    any_left = True
                    stack.append(f"{name}/")
                    if stat.S_IMODE(seen.st_mode) != _FOLDER:
                        os.chmod(entry.path, _FOLDER)
                    continue
                row = known.get(name)
                if row is not None and _is_sound(seen) and row_of(row.mark, row.digest, seen) == row:
                    found[name], any_left = row, True
                else:
                    os.unlink(entry.path)
        if not any_left and inside:
            emptied.add(inside[:-1])
    without_empty(top, emptied)
    return found


def _is_sound(seen: os.stat_result) -> bool:
    """A file that everybody may read, and no link."""
    return stat.S_ISREG(seen.st_mode) and stat.S_IMODE(seen.st_mode) == _FILE


def row_of(mark: str, digest: str, seen: os.stat_result) -> Row:
    """What is to be known of a file that was just looked at."""
    return Row(mark, digest, seen.st_size, seen.st_mtime_ns, seen.st_ino)


def write(path: str, data: bytes) -> None:
    """Writes a file that is not there yet. Raises `OSError`."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _FILE)
    with open(handle, "wb") as file:
        file.write(data)
    # Whatever the account that builds is used to: a web server must read everything.
    os.chmod(path, _FILE)


def make_folder(top: str, inside: str) -> None:
    """A folder inside the tree, with those above it; files in its way go. Raises `OSError`."""
    path = f"{top}/{inside}" if inside else top
    try:
        os.mkdir(path, _FOLDER)
    except FileExistsError:
        if os.path.isdir(path) and not os.path.islink(path):
            return
        os.unlink(path)
        os.mkdir(path, _FOLDER)
    except (FileNotFoundError, NotADirectoryError):
        make_folder(top, inside.rpartition("/")[0])
        # Another process may have been faster.
        with contextlib.suppress(FileExistsError):
            os.mkdir(path, _FOLDER)
    os.chmod(path, _FOLDER)


def remove(path: str) -> None:
    """A file, or a folder and all that is in it. Raises `OSError`."""
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    else:
        os.unlink(path)


def without_empty(top: str, insides: set[str]) -> None:
    """Folders from which the last file has gone go as well."""
    for inside in sorted(insides, key=len, reverse=True):
        while inside:
            try:
                os.rmdir(f"{top}/{inside}")
            except OSError:
                break
            inside = inside.rpartition("/")[0]  # noqa: PLW2901 - on to the one above


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
        return Known(_Asked(self._book, self.TABLES[self._turn]), self._spare)

    def keep(self, rows: Rows) -> None:
        """The draft with these rows is the output now, and what was the output is the spare one. Raises `OSError`."""
        table, before = self.TABLES[1 - self._turn], self._spare
        new = {name: marshal.dumps(tuple(row)) for name, row in rows.items() if before.get(name) != row}
        self._turn = 1 - self._turn
        self._book.change({table: new, "state": {"turn": b"%d" % self._turn}}, {table: before.keys() - rows.keys()})


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
