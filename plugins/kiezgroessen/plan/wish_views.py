"""What the templates of the wish board and of its cards may see."""

from __future__ import annotations

from dataclasses import dataclass

from .views import FilterGroup, Link, Name, Page, Pagination, Person, Row, Thread, WishCard, WishGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class WishBoardPage(Page):
    """``/wunschbrett/``: open wishes by kind; agreed and fulfilled ones below; ``printable`` are files for paper.

    ``jumps`` lead to the open wishes of each kind, whatever page they begin on, with their number.
    """

    title: Name
    jumps: FilterGroup
    groups: tuple[WishGroup, ...]
    agreed: tuple[WishCard, ...]
    fulfilled: tuple[WishCard, ...]
    contact: Person
    programme: Link
    printable: tuple[Link, ...] = ()
    pages: Pagination | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WishPage(Page):
    """``/wunschbrett/<institution>--<id>/``

    ``answer`` is a letter begun, ``apply`` the form of the call with the card chosen: ``None`` once it has been taken.
    ``again``: it came to nothing once. ``address`` is the page's own, for paper.
    """

    title: Name
    card: WishCard
    rows: tuple[Row, ...]
    contact: Person | None
    answer: Link | None
    apply: Link | None
    again: bool
    threads: tuple[Thread, ...]
    board: Link
    address: str
    printable: tuple[Link, ...] = ()
