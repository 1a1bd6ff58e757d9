"""The wish board."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ...link.kiez import WishNode, WishState
from .. import cards, urls, views
from ..desk import Desk
from ..kit.needs import card_links
from ..pagination import around_part, pagination
from ..parts import Group, Part, page_of, split
from ..prints import PrintPlan
from ..surround import Assets, Share
from ..wish_order import by_kind
from ..wish_views import WishBoardPage
from .wishes import wish_group

_BELOW = (WishState.AGREED, WishState.FULFILLED)
"""What still hangs on the board and is wanted no more, in this order below what is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPart(Part):
    """A page of the board. Groups are a kind for the open wishes of it, or the state of the others.

    A wish is named ``institution/id``. ``kinds`` are those of all open wishes: how many, and the page they begin on.
    """

    kinds: tuple[tuple[str, int, int], ...]


def board_parts(desk: Desk) -> tuple[BoardPart, ...]:
    """``/wunschbrett/``: all open wishes by kind, in the order of the vocabulary; then what was agreed, then the rest.

    Whoever can give something looks for what is open; nobody turns pages of thanks to find it.
    """
    by_state: dict[WishState, list[WishNode]] = {state: [] for state in WishState}
    for wish in desk.kiez.wishes:
        by_state[wish.state].append(wish)
    open_wishes = by_kind(desk, by_state[WishState.OPEN])
    groups = [Group(f"{WishState.OPEN}/{kind}", tuple(map(_name, wishes))) for kind, wishes in open_wishes.items()]
    groups += [Group(state.value, tuple(map(_name, by_state[state]))) for state in _BELOW]
    return split(BoardPart(path=urls.WISHES, groups=tuple(groups), kinds=_kinds(open_wishes)))


def places_of_kinds(desk: Desk) -> dict[str, str]:
    """Where the open wishes of each kind begin, as an address on the site."""
    found = by_kind(desk, (wish for wish in desk.kiez.wishes if wish.state is WishState.OPEN))
    return {kind: _place(desk, kind, page) for kind, _count, page in _kinds(found)}


def _kinds(open_wishes: Mapping[str, Sequence[WishNode]]) -> tuple[tuple[str, int, int], ...]:
    counts = [len(wishes) for wishes in open_wishes.values()]
    starts = accumulate(counts, initial=0)
    return tuple((kind, count, page_of(start)) for kind, count, start in zip(open_wishes, counts, starts, strict=False))


def _place(desk: Desk, kind: str, page: int) -> str:
    return f"{desk.href(urls.part(urls.WISHES, page))}#{kind}"


def wish_board_page(desk: Desk, assets: Assets, part: BoardPart, sheets: Sequence[PrintPlan] = ()) -> WishBoardPage:
    """A page of ``/wunschbrett/``; ``sheets`` are the wishes as cards for boards of cork, on the first one."""
    _ = desk.words.gettext
    words = desk.kiez.programme.in_language(desk.lang)
    title = desk.word(_("Wunschbrett"))
    count = sum(number for _kind, number, _page in part.kinds)
    fact = desk.words.ngettext("%(num)d Wunsch ist offen", "%(num)d Wünsche sind offen", count) % {"num": count}
    pinned = {group.key: tuple(_cards(desk, group)) for group in part.groups}
    jumps = tuple(
        views.Link(words.kinds[kind].plural, f"#{kind}" if page == part.number else _place(desk, kind, page))
        for kind, _count, page in part.kinds
    )
    return WishBoardPage(
        **around_part(
            desk,
            assets,
            part,
            "wishes.html",
            title=title.value,
            label=title,
            description=f"{fact}. " + _("Was Einrichtungen im Kiez gerade brauchen, und wer helfen kann."),
            share=Share("wunschbrett", title, fact, "pappe"),
        ),
        title=desk.name(title),
        jumps=views.FilterGroup("", jumps, tuple(number for _kind, number, _page in part.kinds)),
        groups=tuple(
            wish_group(desk, kind, pinned[key]) for kind in words.kinds if (key := f"{WishState.OPEN}/{kind}") in pinned
        ),
        agreed=pinned.get(WishState.AGREED, ()),
        fulfilled=pinned.get(WishState.FULFILLED, ()),
        contact=cards.person(desk, words.contact),
        programme=desk.link(desk.word(_("Was fehlt, was wartet")), urls.PROGRAMME),
        printable=card_links(desk, urls.WISHES, sheets) if part.number == 1 else (),
        pages=pagination(desk, part),
    )


def _name(wish: WishNode) -> str:
    return f"{wish.institution}/{wish.id}"


def _cards(desk: Desk, group: Group) -> Iterator[views.WishCard]:
    for name in group.slugs:
        institution, _slash, wish_id = name.partition("/")
        wish = desk.kiez.wish(institution, wish_id)
        if wish is not None:
            yield cards.wish_card(desk, wish)
