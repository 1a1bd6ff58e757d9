"""What is remembered of pages: of each task what it saw, what it wrote, and what it has for others."""

from __future__ import annotations

import marshal
import pickle
import zlib
from collections.abc import Mapping
from typing import NamedTuple

from .make.notebook import Book
from .plan.kit.kit import KitPlan
from .plan.media import MediaPlan
from .plan.press import PressPlan
from .plan.views import NewsPage
from .render.files import Found


class Kept(NamedTuple):
    """What is remembered of a task.

    ``given`` is the fingerprint of what it was given, ``notes`` are kind, key and fingerprint of all it has seen.
    ``files`` are names and SHA-256 of what was written, ``names`` the names it has fitted. What it has for others
    (`Parts`, `Texts`) lies apart: most builds need neither.
    """

    given: str
    notes: tuple[tuple[str, str, str], ...]
    files: tuple[tuple[str, str], ...]
    found: tuple[Found, ...]
    names: tuple[tuple[str, float], ...]
    has_texts: bool


class Parts(NamedTuple):
    """What is to be made beside the pages of a task."""

    media: tuple[MediaPlan, ...]
    kits: tuple[KitPlan, ...]
    press: tuple[PressPlan, ...]


Texts = Mapping[str, tuple[NewsPage, str]]
"""News, by the file they were typed in, with their HTML: Pelican is handed those."""


class Memory:
    """What is remembered of all tasks by language and name; ``by``: the fingerprint of what all of them depend on.

    ``book`` keeps it from build to build, if there is one.
    """

    TABLES = ("tasks", "parts", "texts")

    def __init__(self, book: Book | None = None) -> None:
        self._book = book
        self.by = ""
        self.tasks: dict[str, Kept] = {}
        self._parts: dict[str, bytes] = {}
        self._texts: dict[str, bytes] = {}
        self._stored: dict[str, Kept] = {}
        if book is not None:
            self.by = (book.get("state", "by") or b"").decode()
            self.tasks = {name: _kept(data) for name, data in book.rows("tasks")}
            self._stored = dict(self.tasks)

    def parts(self, name: str) -> Parts:
        """What is to be made beside the pages of a task."""
        found: Parts = pickle.loads(zlib.decompress(self._bytes("parts", self._parts, name)))  # noqa: S301 - our own
        return found

    def texts(self, name: str) -> Texts:
        """What Pelican is handed."""
        found: Texts = pickle.loads(zlib.decompress(self._bytes("texts", self._texts, name)))  # noqa: S301 - our own
        return found

    def replace(
        self, by: str, tasks: Mapping[str, Kept], parts: Mapping[str, bytes], texts: Mapping[str, bytes]
    ) -> None:
        """These are all tasks now; ``parts`` and ``texts`` are those of new ones, packed."""
        self.by, self.tasks = by, dict(tasks)
        self._parts |= parts
        self._texts |= texts

    def keep(self) -> None:
        """Writes down what is new. Raises `OSError`."""
        if self._book is None:
            return
        new = {name: kept for name, kept in self.tasks.items() if self._stored.get(name) is not kept}
        gone = self._stored.keys() - self.tasks.keys()
        put = {"tasks": {name: _packed(kept) for name, kept in new.items()}, "state": {"by": self.by.encode()}}
        put |= {"parts": self._parts, "texts": self._texts}
        self._book.change(put, dict.fromkeys(("tasks", "parts", "texts"), gone))
        self._stored = dict(self.tasks)
        self._parts, self._texts = {}, {}

    def _bytes(self, table: str, fresh: Mapping[str, bytes], name: str) -> bytes:
        data = fresh.get(name) or (self._book.get(table, name) if self._book else None)
        if data is None:
            raise KeyError(name)
        return data


def packed(value: object) -> bytes:
    """What a task has for others, as `Memory` keeps it."""
    # A fifth of the size for a tenth of the time that a page takes.
    return zlib.compress(pickle.dumps(value, 5), 1)


def _packed(kept: Kept) -> bytes:
    return marshal.dumps((*kept[:3], tuple(tuple(one) for one in kept.found), *kept[4:]))


def _kept(data: bytes) -> Kept:
    kept = Kept(*marshal.loads(data))  # noqa: S302 - as trustworthy as what Python keeps in __pycache__
    return kept._replace(found=tuple(Found(*one) for one in kept.found))
