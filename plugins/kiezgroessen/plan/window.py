"""The Kiez through a window that notes what is looked at: what a page was planned from is known, not declared.

A planner is handed a desk at such a window and nothing else of the contents, so it cannot look past it. What it has
noted is what its page depends on; as long as all of that is the same, so is the page.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

V = TypeVar("V")

Note: TypeAlias = tuple[str, str]
"""A kind and a key: ``("businesses", "mavi")``, ``("written", "betriebe/mavi/")``; `ALL` for a look at every one."""
ALL = "*"
WRITTEN = "written"
"""The languages in which pages are written, by path."""


@dataclass(slots=True)
class Looks:
    """The notes of one task."""

    notes: set[Note] = field(default_factory=set)


class Noted(Mapping[str, V]):
    """A mapping as it is, but every look at it is noted, also one that finds nothing."""

    __slots__ = ("_kind", "_looks", "_whole")

    def __init__(self, kind: str, whole: Mapping[str, V], looks: Looks) -> None:
        self._kind = kind
        self._whole = whole
        self._looks = looks

    def __getitem__(self, key: str) -> V:
        self._looks.notes.add((self._kind, key))
        return self._whole[key]

    def __contains__(self, key: object) -> bool:
        self._looks.notes.add((self._kind, str(key)))
        return key in self._whole

    def __iter__(self) -> Iterator[str]:
        return iter(self._every())

    def __len__(self) -> int:
        return len(self._every())

    def keys(self) -> KeysView[str]:
        """Noted as a look at all of them, as are the next two."""
        return self._every().keys()

    def values(self) -> ValuesView[V]:
        """See `keys`."""
        return self._every().values()

    def items(self) -> ItemsView[str, V]:
        """See `keys`."""
        return self._every().items()

    def _every(self) -> Mapping[str, V]:
        self._looks.notes.add((self._kind, ALL))
        return self._whole
