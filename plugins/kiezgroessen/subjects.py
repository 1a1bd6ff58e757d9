"""Files → records, subject by subject: what has not changed since the last build is not read again.

A subject is a folder (or a file) in all its languages. What was read of it is remembered with the size, the times and
the place on the disk of each of its files, as git does it. A file that was changed just before it was read is read
again the next time: clocks of file systems are coarse.
"""

from __future__ import annotations

import marshal
import os
import pickle
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from . import forks
from .disk import is_settled
from .make.notebook import Book
from .make.store import key_of
from .model.doubts import is_doubtful
from .model.entry import Translated
from .model.validate import Context, subject
from .problems import Problem
from .read.document import Document, Value
from .read.load import load_texts, photos_of
from .read.photos import Photo
from .read.probes import probe_all
from .read.tree import TextFile, Tree

_CHUNK = 20
_FEW = 60
"""Subjects below which a second process costs more than it brings."""

Seen: TypeAlias = tuple[tuple[str, int, int, int, int], ...]
"""Of each file: path, size, times of its contents and of its entry in nanoseconds, place on the disk."""
Key: TypeAlias = tuple[str, str]
"""Kind and slug."""


class Read(NamedTuple):
    """What was read of a subject.

    ``found`` is the record and what is wrong with its files; ``readable``: some file of it can be read. ``characters``
    are those that may be shown, ``named`` the paths of the photos in its headers. ``doubtful`` are those of its texts
    that have to be tried before they are used, where it was read just now.
    """

    found: tuple[Translated[Any] | None, tuple[Problem, ...]]
    readable: bool
    characters: str
    named: tuple[str, ...]
    doubtful: tuple[Document, ...] = ()


@dataclass(slots=True)
class _Row:
    seen: Seen
    beside: tuple[str, ...]
    context: str
    data: bytes


class Subjects:
    """What is remembered of all subjects and photos. ``by``: the fingerprint of the code that reads them."""

    TABLES = ("subjects", "photos")

    def __init__(self, book: Book | None = None, by: str = "") -> None:
        self._book = book
        self._by = by.encode()
        known = book is not None and book.get("state", "read by") == self._by
        self._rows = dict(_rows(book)) if book is not None and known else {}
        self._photos = dict(book.rows("photos")) if book is not None and known else {}
        # In a process that goes on, nothing is unpacked twice.
        self._open: dict[Key, tuple[_Row, Read]] = {}
        self._new: dict[Key, _Row] = {}
        self._new_open: dict[Key, tuple[_Row, Read]] = {}
        self._new_photos: dict[str, bytes] = {}
        self._unsure: set[Key] = set()
        """What was read since it was kept last, and may be something else by now."""
        self._all: set[Key] = set()
        self._seen_photos: set[str] = set()
        self._stale = set() if known or book is None else {name for name, _ in book.rows("subjects")}

    def begin(self) -> None:
        """What was read since `keep` is forgotten: nobody has said yet that a page can be made of it."""
        self._unsure |= self._new.keys()
        self._new, self._new_open, self._new_photos = {}, {}, {}
        self._all, self._seen_photos = set(), set()

    def read(
        self,
        tree: Tree,
        keys: Iterable[Key],
        context: Context,
        *,
        began: int,
        workers: int,
        changed: Collection[str] | None = None,
    ) -> dict[Key, Read]:
        """What all these subjects say; ``began``: when the tree was looked at, nanoseconds since 1970.

        ``changed``: whoever watches the disk says that of all files only these may not be what they were.
        """
        groups, wanted, said = by_subject(tree), list(keys), key_of(context)
        seen: dict[Key, Seen] = {}
        found: dict[Key, Read] = {}
        fresh: list[Key] = []
        self._all.update(wanted)
        for key in wanted:
            row, group = self._rows.get(key), groups[key]
            if row is not None and row.context == said and self._is_untouched(key, group, changed):
                found[key] = self._opened(key, row)
                continue
            seen[key] = _seen(group) if changed is None else _seen_now(group)
            if row is not None and (row.seen, row.beside, row.context) == (seen[key], _beside(tree, group), said):
                found[key] = self._opened(key, row)
            else:
                fresh.append(key)
        chunks = [fresh[at : at + _CHUNK] for at in range(0, len(fresh), _CHUNK)]

        def work(chunk: Sequence[Key]) -> list[tuple[bytes, tuple[Document, ...]]]:
            # Packed as it will be kept: it comes from another process anyway.
            read = [_read(tree, key, groups[key], context) for key in chunk]
            return [(pickle.dumps(tuple(one[:4]), 5), one.doubtful) for one in read]

        for number, results in forks.run(work, chunks, workers=workers if len(fresh) >= _FEW else 1):
            for key, (data, doubtful) in zip(chunks[number], results, strict=True):
                result = Read(*pickle.loads(data))  # noqa: S301 - our own
                found[key] = result._replace(doubtful=doubtful)
                row = _Row(seen[key], _beside(tree, groups[key]), said, data)
                if all(is_settled(time, began) for _, _, *times, _ in seen[key] for time in times):
                    self._new[key] = row
                    self._new_open[key] = (row, result)
                else:
                    self._unsure.add(key)
        return {key: found[key] for key in wanted}

    def _is_untouched(self, key: Key, group: Sequence[TextFile], changed: Collection[str] | None) -> bool:
        return changed is not None and key not in self._unsure and not any(text.path in changed for text in group)

    def photos(self, files: Mapping[str, Path], *, began: int) -> dict[str, Photo | str]:
        """What is at these paths: a photo, or why it is none, in German."""
        found: dict[str, Photo | str] = {}
        seen: dict[str, Seen] = {}
        self._seen_photos |= files.keys()
        for path, file in files.items():
            seen[path] = _seen_file(path, file)
            known = marshal.loads(self._photos[path]) if path in self._photos else None  # noqa: S302 - our own
            if known and known[0] == (str(file), *seen[path]):
                found[path] = pickle.loads(known[1])  # noqa: S301 - our own
        missing = {path: file for path, file in files.items() if path not in found}
        answers = probe_all(missing.values())
        for path, file in missing.items():
            found[path] = answers[file][0] or answers[file][1] or ""
            settled = bool(seen[path]) and all(is_settled(time, began) for time in seen[path][0][2:4])
            # Why a file is no photo is asked again: a program may have been missing, or memory.
            if settled and isinstance(found[path], Photo):
                self._new_photos[path] = marshal.dumps(((str(file), *seen[path]), pickle.dumps(found[path])))
        return {path: found[path] for path in files}

    def still_there(self, photos: Iterable[str]) -> None:
        """These photos are what they were when `photos` was asked last, which need not be found out again."""
        self._seen_photos.update(photos)

    def keep(self) -> None:
        """A site was made of what was read: writes down what is new, and forgets who is not there any more.

        Raises `OSError`.
        """
        gone = {_name(key) for key in self._rows.keys() - self._all} | self._stale
        self._rows = {key: row for key, row in (self._rows | self._new).items() if key in self._all}
        left = self._photos.keys() - self._seen_photos
        self._photos = {path: row for path, row in (self._photos | self._new_photos).items() if path not in left}
        if self._book is not None:
            rows = {
                _name(key): marshal.dumps((row.seen, row.beside, row.context, row.data))
                for key, row in self._new.items()
            }
            put = {"subjects": rows, "photos": self._new_photos, "state": {"read by": self._by}}
            self._book.change(put, {"subjects": gone - rows.keys(), "photos": left})
        for row in self._new.values():
            row.data = b""
        self._open |= self._new_open
        self._unsure -= self._new.keys()
        self._new = {}
        self._stale = set()
        self.begin()

    def _opened(self, key: Key, row: _Row) -> Read:
        known = self._open.get(key)
        if known is None or known[0] is not row:
            known = self._open[key] = (row, Read(*pickle.loads(row.data)))  # noqa: S301 - our own
            row.data = b""
        return known[1]


def by_subject(tree: Tree) -> dict[Key, list[TextFile]]:
    """The texts of a tree, by what they are about."""
    groups: dict[Key, list[TextFile]] = {}
    for text in tree.texts.values():
        groups.setdefault((text.kind, text.slug), []).append(text)
    return groups


def characters_of(documents: Iterable[Document]) -> str:
    """Every character that can appear of these texts: not of drafts, paused ones and consents."""
    used: set[str] = set()
    for document in documents:
        values = dict(document.header.values)
        if values.get("status") in ("entwurf", "ruht"):
            continue
        values.pop("freigaben", None)
        used.update(document.body, *_texts(values))
    return "".join(sorted(used))


def _texts(value: Value | Mapping[str, Value]) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(inner)


def _read(tree: Tree, key: Key, group: Sequence[TextFile], context: Context) -> Read:
    documents, problems = load_texts(tree, group)
    # Several kinds of files can stand for one subject; each document says which it is of.
    record, more = subject(*key, documents, context) if documents else (None, [])
    named = tuple(path for document in documents for path in photos_of(document))
    doubtful = tuple(document for document in documents if is_doubtful(document))
    return Read((record, (*problems, *more)), bool(documents), characters_of(documents), named, doubtful)


def _beside(tree: Tree, group: Sequence[TextFile]) -> tuple[str, ...]:
    return tuple(name for folder in sorted({text.folder for text in group}) for name in tree.photos.get(folder, ()))


def _seen(group: Sequence[TextFile]) -> Seen:
    return tuple((text.path, *text.seen) for text in group)


def _seen_now(group: Sequence[TextFile]) -> Seen:
    return tuple(one for text in group for one in _seen_file(text.path, text.file))


def _seen_file(path: str, file: Path) -> Seen:
    try:
        seen = os.lstat(file)
    except OSError:
        return ()
    return ((path, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino),)


def _name(key: Key) -> str:
    return " ".join(key)


def _rows(book: Book) -> Iterator[tuple[Key, _Row]]:
    for name, data in book.rows("subjects"):
        kind, _, slug = name.partition(" ")
        yield (kind, slug), _Row(*marshal.loads(data))  # noqa: S302 - as trustworthy as Python's __pycache__


def on_disk(path: Path) -> Path:
    """The file of that name; an archive made on a Mac may spell ü as u and two dots, which looks the same."""
    if path.exists():
        return path
    same = (file for file in path.parent.iterdir() if unicodedata.normalize("NFC", file.name) == path.name)
    return next(same, path)
