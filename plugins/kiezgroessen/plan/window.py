"""The Kiez through a window that notes what is looked at: what a page was planned from is known, not declared.

A planner is handed a desk at such a window and nothing else of the contents, so it cannot look past it. What it has
noted is what its page depends on; as long as all of that is the same, so is the page.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from dataclasses import replace
from typing import TypeAlias, TypeVar

from ..link.kiez import Kiez
from .desk import Desk

V = TypeVar("V")

Note: TypeAlias = tuple[str, str]
"""A kind and a key: ``("businesses", "mavi")``, ``("written", "betriebe/mavi/")``; `ALL` for a look at every one."""
ALL = "*"
KINDS = ("businesses", "institutions", "actions", "campaigns", "news", "pages")
"""The mappings of a `Kiez`."""
WRITTEN = "written"
"""The languages in which pages are written, by path."""


class Noted(Mapping[str, V]):
    """A mapping as it is, but every look at it is noted, also one that finds nothing."""

    __slots__ = ("_kind", "_notes", "_whole")

    def __init__(self, kind: str, whole: Mapping[str, V], notes: set[Note]) -> None:
        self._kind = kind
        self._whole = whole
        self._notes = notes

    def __getitem__(self, key: str) -> V:
        self._notes.add((self._kind, key))
        return self._whole[key]

    def __contains__(self, key: object) -> bool:
        self._notes.add((self._kind, str(key)))
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
        self._notes.add((self._kind, ALL))
        return self._whole


def at_window(desk: Desk, notes: set[Note]) -> Desk:
    """A desk from which the same is seen, and every look goes into ``notes``; what it makes is its own.

    The day and what the programme says of itself are not noted: every page depends on them.
    """
    seen: dict[str, Noted[object]] = {kind: Noted(kind, getattr(desk.kiez, kind), notes) for kind in KINDS}
    kiez: Kiez = replace(desk.kiez, **seen)  # type: ignore[arg-type]
    return replace(desk, kiez=kiez, written=Noted(WRITTEN, desk.written, notes), workshop=desk.workshop.emptied())
