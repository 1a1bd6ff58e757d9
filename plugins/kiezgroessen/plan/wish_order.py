"""In which order wishes are shown, and which of many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest

from ..link.kiez import WishNode
from .desk import Desk


def kind_of(desk: Desk, wish: WishNode) -> str:
    """The kind of a wish, by its key in the vocabulary."""
    return desk.kiez.institutions[wish.institution].text.record.wishes[wish.index].kind


def by_kind(desk: Desk, wishes: Iterable[WishNode]) -> dict[str, list[WishNode]]:
    """In the order of the vocabulary, without kinds that nobody wishes for."""
    found: dict[str, list[WishNode]] = {kind: [] for kind in desk.kiez.programme.record.kinds}
    for wish in wishes:
        found[kind_of(desk, wish)].append(wish)
    return {kind: of_kind for kind, of_kind in found.items() if of_kind}


def in_turn(desk: Desk, wishes: Iterable[WishNode]) -> Iterator[WishNode]:
    """One of each kind, then the second ones: where there is room for few, they show what there is."""
    found: dict[str, list[WishNode]] = {}
    for wish in wishes:
        found.setdefault(kind_of(desk, wish), []).append(wish)
    for turn in zip_longest(*found.values()):
        yield from (wish for wish in turn if wish is not None)


def some(desk: Desk, wishes: Sequence[WishNode], most: int) -> list[WishNode]:
    """At most so many, of every kind as many as of the others, in the order they came in."""
    if len(wishes) <= most:
        return list(wishes)
    taken = {(wish.institution, wish.id) for wish in islice(in_turn(desk, wishes), most)}
    return [wish for wish in wishes if (wish.institution, wish.id) in taken]
