"""Long lists in pages: how many entries stand on one, and the value that each page is planned from.

A list is planned in two steps. A cheap one goes over the whole Kiez, once per language, and says which slugs stand on
which page, in which order, and what is counted on it: a tuple of `Part`. Then each page is planned from its part alone
and looks up nothing but the slugs in it. Two equal parts, with the same entries behind their slugs, are equal pages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from . import urls

MOST = 60
"""Entries of a page: the rows of the wall are full however many sheets stand beside each other (1 to 6).

A sheet with its photo is 1.2 KB of HTML, so the heaviest page has 80 KB, a third of what old phones take well
(`check/weight.py`); and who scrolls at two sheets a second is at its end after half a minute.
"""


SOME = 36
"""Entries of a section of a page about something else; whatever is more stands on the list that it then leads to.

Five such sections, as an institution can have, weigh no more than a page may.
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading; what ``key`` means is known to the planner of the list."""

    key: str
    slugs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A page of the list at ``path``: the ``number``-th of ``pages``, counted from 1, which all have ``total`` entries.

    Nothing in it depends on the language but the order of the slugs; its ``repr`` says all of it.
    """

    path: str
    groups: tuple[Group, ...]
    total: int = 0
    number: int = 1
    pages: int = 1

    @property
    def place(self) -> str:
        """Its own path."""
        return urls.part(self.path, self.number)

    @property
    def slugs(self) -> tuple[str, ...]:
        """All its entries."""
        return tuple(slug for group in self.groups for slug in group.slugs)


P = TypeVar("P", bound=Part)


def split(whole: P, most: int = MOST) -> tuple[P, ...]:
    """All pages of a list, ``most`` entries to each; an empty list is a page as well. Groups go on on the next page."""
    rows = [(group.key, slug) for group in whole.groups for slug in group.slugs]
    pages = max(1, -(-len(rows) // most))
    return tuple(
        replace(
            whole,
            groups=_groups(rows[number * most : (number + 1) * most]),
            total=len(rows),
            number=number + 1,
            pages=pages,
        )
        for number in range(pages)
    )


def page_of(place: int, most: int = MOST) -> int:
    """The page on which the entry at ``place`` stands; places are counted from 0, pages from 1."""
    return place // most + 1


def _groups(rows: list[tuple[str, str]]) -> tuple[Group, ...]:
    by_key = groupby(rows, key=itemgetter(0))
    return tuple(Group(key, tuple(slug for _, slug in of_key)) for key, of_key in by_key)
