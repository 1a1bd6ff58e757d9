"""Where pages go: a tree beside the old one (`draft`), or one that is changed where it stands (`preview`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol, TypeAlias


class Row(NamedTuple):
    """What is known of a file: what it was made from (``mark``), its SHA-256, size, time and place on the disk.

    For what was written here both are the same; what came from a store is marked with the key it has there.
    """

    mark: str
    digest: str
    size: int
    time: int
    inode: int


Rows: TypeAlias = Mapping[str, Row]
"""By the names of the files, with slashes."""


class Target(Protocol):
    """A tree that takes files by their names, with slashes. All but `keep` raise `OSError`."""

    @property
    def folder(self) -> str:
        """Where it stands."""
        ...

    @property
    def rows(self) -> dict[str, Row]:
        """All files that belong to it."""
        ...

    def ready(self) -> None:
        """To be called before the first file is put or placed here. Raises `OSError`."""
        ...

    def keep(self, name: str, mark: str) -> bool:
        """Whether a file made from ``mark`` is there already; then it stays."""
        ...

    def put(self, name: str, data: bytes) -> Row:
        """Writes a file, unless it is there; ``name`` may not lead out of the tree (ValueError)."""
        ...

    def note(self, name: str, mark: str) -> None:
        """A file that a store has placed there stays; ``mark`` is its key in the store."""
        ...
