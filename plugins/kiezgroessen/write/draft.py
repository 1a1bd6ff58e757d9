"""A tree in the making. It begins as the tree before last, so that only what has changed since is written.

Two trees take turns: one is the output, the other lies beside it and is what the output was before. Files that are
alike are one and the same file in both. What is believed of a file is what its size, its time and its place on the
disk say: whoever changes, adds or deletes one, in either tree, finds it as it should be after the next build.
"""

# Plain strings: with a hundred thousand files pathlib takes longer than the disk.
# ruff: noqa: PTH108, PTH112, PTH114, PTH123

from __future__ import annotations

import contextlib
import filecmp
import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from .. import forks
from .files import names_below
from .manifest import digest_of
from .swap import staging
from .target import Row
from .tree import found, is_as, is_sound, make_folder, remove, row_of, without_empty, write
from .trees import Known


@dataclass(frozen=True)
class Draft:
    """The tree below ``folder``, which will take the place of ``old``.

    ``rows`` is all that was asked for, and at the end all there is. ``missing`` looks what of the ``known`` spare tree
    is not in it any more, and takes out all else. ``sure``: what is kept is read and compared, which also finds what
    changes neither size nor time.
    """

    folder: str
    old: str
    known: Known
    missing: Callable[[], Collection[str]]
    sure: bool = False
    rows: dict[str, Row] = field(default_factory=dict)
    _folders: set[str] = field(default_factory=set)
    """Where something was written: those are there."""

    @cached_property
    def there(self) -> dict[str, Row]:
        """What was found in the folder at the beginning."""
        lost = self.missing()
        return {name: row for name, row in self.known.spare.items() if name not in lost}

    def ready(self) -> None:
        """See `Target`."""
        # Whoever looks takes out what is not known, and might take new files for that; forks could not ask for it.
        _ = self.there

    def keep(self, name: str, mark: str) -> bool:
        """Whether a file made from ``mark`` is here already or in the old tree; then it belongs to the new one."""
        there = self.there
        for rows in (self.known.spare, self.known.output):
            row = rows.get(name)
            if row is None or row.mark != mark:
                continue
            if rows is self.known.spare:
                if name in there and self._is_whole(f"{self.folder}/{name}", row):
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
            if not (self._is_like(name, data) and self._linked(name, path)):
                write(path, data)
            self.rows[name] = row_of(digest, digest, os.lstat(path))
        return self.rows[name]

    def note(self, name: str, mark: str) -> None:
        """A file that a store has placed here belongs to the tree; ``mark`` is its key there. Raises `OSError`."""
        row, seen = self.there.get(name), os.lstat(f"{self.folder}/{name}")
        same = row is not None and row_of(mark, row.digest, seen) == row
        self.rows[name] = row if row is not None and same else row_of(mark, "", self._aged(name, seen))

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
                os.utime(path, ns=(old.stat().st_atime_ns, old.stat().st_mtime_ns))
            self.rows[name] = row_of(digest, digest, os.lstat(path))
        for name in [name for name, row in self.rows.items() if not row.digest]:
            digest = digests.get(name) or digest_of(Path(self.folder, name))
            self.rows[name] = self.rows[name]._replace(digest=digest)

    def _aged(self, name: str, seen: os.stat_result) -> os.stat_result:
        """What is to be seen of a file that was placed here: where it is as it was in the old tree, with its old time.

        A store that has lost it has made it anew.
        """
        path, old = f"{self.folder}/{name}", f"{self.old}/{name}"
        with contextlib.suppress(OSError):
            then = os.lstat(old)
            if then.st_ino != seen.st_ino and is_sound(then) and filecmp.cmp(path, old, shallow=False):
                os.utime(path, ns=(then.st_atime_ns, then.st_mtime_ns))
        return os.lstat(path)

    def _taken(self, name: str, row: Row) -> bool:
        """Whether the file is still in the old tree as it was written; then it is in this one as well."""
        source = f"{self.old}/{name}"
        try:
            seen = os.lstat(source)
            if not is_as(row, source, seen) or not self._is_whole(source, row):
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
            if not is_sound(seen) or seen.st_size != len(data):
                return False
            with open(f"{self.old}/{name}", "rb") as file:
                return file.read() == data
        except OSError:
            return False

    def _linked(self, name: str, path: str) -> bool:
        """Whether the file of the old tree is in this one as well; some disks have no links."""
        with contextlib.suppress(OSError):
            os.link(f"{self.old}/{name}", path)
            return True
        return False

    def _cleared(self, name: str) -> str:
        """The path of a file, with its folders there and nothing in its way."""
        path = f"{self.folder}/{name}"
        # Never written over: it may be one and the same file in the other tree.
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            remove(path)
        inside = name.rpartition("/")[0]
        if inside not in self._folders:
            make_folder(self.folder, inside)
            self._folders.add(inside)
        return path


@contextmanager
def drafting(output: Path, known: Known, *, spare: bool = True, sure: bool = False) -> Iterator[Draft]:
    """A draft of ``output`` that becomes it at the end; after an error all is as before. For ``sure`` see `Draft`.

    Without ``spare`` no second tree is taken or left: somebody was taken down, and nothing of them may stay. Raises
    `OSError`.
    """
    with staging(output, spare=spare) as folder:

        def missing() -> set[str]:
            return known.spare.keys() - found(str(folder), known.spare).keys()

        # There is enough to read until the first page is made.
        with forks.beside(missing) if known.spare else nullcontext(missing) as looked:
            yield Draft(str(folder), str(output.resolve()), known, looked, sure)
