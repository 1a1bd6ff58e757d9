"""Which open offer might suit which open wish, and why. For editors only: nothing of it is published.

A pair has the same kind, and at least one thing speaks for it: both texts name the same thing, or the offer is for
those the wish is for. There is no score. Wishes: the nearest deadline first, those without one last, then by name.
Offers to a wish, each rule only where those before it leave a tie:

1. nothing speaks against it (ages that exclude each other do),
2. more words of the wish are in the offer,
3. the offer names those the wish is for, before one that is for everybody,
4. the amount is enough, then not comparable, then too little,
5. both speak a language besides German,
6. the shorter way, unknown ways last,
7. by name, which is no rank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..languages import SOURCE
from .compare import Amount, ages, amount, enough, metres, related, stem, stems
from .kiez import ActionNode, ActionState, BusinessNode, Kiez, OfferState, WishState
from .pairs import Matching, Offered, Pair, Suggestion, Wanted

LOOKED_AT = 200
"""Offers of a kind that are compared with a wish: of more, those that share a word with it come first."""
_EVERYBODY = frozenset({"einrichtungen", "einrichtungen im kiez", "alle einrichtungen", "alle"})
_PIECES = stem("Stück")
_OVER = (ActionState.DONE, ActionState.FALLEN_THROUGH)


@dataclass(frozen=True, slots=True)
class _Read:
    """An offer with what was read out of it."""

    offered: Offered
    words: Mapping[str, str]
    audience: Mapping[str, str]
    everybody: bool
    ages: tuple[int, int] | None
    amount: Amount | None


@dataclass(slots=True)
class _Shelf:
    """All open offers of a kind, and which of them have a word."""

    offers: list[_Read] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)

    def put(self, read: _Read) -> None:
        for word in {*read.words, *read.audience}:
            self.places.setdefault(word, []).append(len(self.offers))
        self.offers.append(read)

    def look(self, words: Iterable[str]) -> Iterator[_Read]:
        """Those that can be compared with a wish that has these words: rare words first, then the rest."""
        if len(self.offers) <= LOOKED_AT:
            yield from self.offers
            return
        chosen: dict[int, None] = {}
        for places in sorted((self.places.get(word, []) for word in words), key=len):
            chosen |= dict.fromkeys(places[:LOOKED_AT])
        chosen |= dict.fromkeys(range(LOOKED_AT))
        yield from (self.offers[place] for place in list(chosen)[:LOOKED_AT])


def match(kiez: Kiez, names: Collection[str] = ()) -> Matching:
    """Looks at every open wish once; ``names`` are slugs of those that are asked about, nobody: all."""
    shelves = _shelves(kiez)
    history = _history(kiez)
    suggestions = []
    used: set[tuple[str, int]] = set()
    kinds = set()
    for wanted in sorted(_wanted(kiez), key=_urgency):
        kinds.add(wanted.record.kind)
        suggestion = _suggestion(kiez, wanted, shelves.get(wanted.record.kind, _Shelf()), history)
        used.update(_key(pair.offered) for pair in suggestion.pairs)
        if not names or wanted.institution.slug in names:
            suggestions.append(suggestion)
        elif pairs := tuple(pair for pair in suggestion.pairs if pair.offered.business.slug in names):
            suggestions.append(Suggestion(wanted, pairs, suggestion.same_kind, suggestion.planned))
    free = [
        read.offered
        for shelf in shelves.values()
        for read in shelf.offers
        if _key(read.offered) not in used and (not names or read.offered.business.slug in names)
    ]
    return Matching(
        tuple(suggestions),
        tuple(one for one in free if one.record.kind not in kinds),
        tuple(one for one in free if one.record.kind in kinds and not _coming(kiez, one.node.actions)),
    )


def _key(offered: Offered) -> tuple[str, int]:
    return offered.business.slug, offered.node.index


def _urgency(wanted: Wanted) -> tuple[dt.date, str, int]:
    until = wanted.record.until
    return until.last if until else dt.date.max, wanted.institution.text.record.name.value, wanted.node.index


def _wanted(kiez: Kiez) -> Iterator[Wanted]:
    for institution in kiez.institutions.values():
        for wish in institution.wishes:
            if wish.state is WishState.OPEN:
                yield Wanted(institution, wish, institution.text.record.wishes[wish.index])


def _shelves(kiez: Kiez) -> dict[str, _Shelf]:
    shelves: dict[str, _Shelf] = {kind: _Shelf() for kind in kiez.programme.record.kinds}
    for business in sorted(kiez.active, key=lambda node: (node.text.record.name.value, node.slug)):
        for node in business.offers:
            record = business.text.record.offers[node.index]
            if node.state is OfferState.OPEN:
                audience = record.audience.value if record.audience else ""
                read = _Read(
                    Offered(business, node, record),
                    stems(record.text.value, but=_said(record.kind)),
                    stems(audience),
                    audience.casefold() in _EVERYBODY,
                    ages(audience),
                    amount(record.amount.value) if record.amount else None,
                )
                shelves[record.kind].put(read)
    return shelves


def _said(kind: str) -> tuple[str, ...]:
    """What everybody with this kind says anyway."""
    return tuple(stem(part) for part in kind.split("-"))


def _history(kiez: Kiez) -> dict[tuple[str, str], list[ActionNode]]:
    """Actions that are over, by business and institution, the latest first."""
    found: dict[tuple[str, str], list[ActionNode]] = {}
    for action in sorted(kiez.actions.values(), key=lambda node: (node.first, node.slug), reverse=True):
        if action.state in _OVER:
            for business in action.businesses:
                for institution in action.institutions:
                    found.setdefault((business, institution), []).append(action)
    return found


def _coming(kiez: Kiez, slugs: Iterable[str]) -> tuple[ActionNode, ...]:
    nodes = [kiez.actions[slug] for slug in slugs]
    return tuple(node for node in nodes if node.state in (ActionState.PLANNED, ActionState.AGREED))


def _suggestion(
    kiez: Kiez, wanted: Wanted, shelf: _Shelf, history: Mapping[tuple[str, str], Sequence[ActionNode]]
) -> Suggestion:
    planned = _coming(kiez, wanted.node.actions)
    if planned:
        return Suggestion(wanted, (), len(shelf.offers), planned)
    record, house = wanted.record, wanted.institution.text.record
    words = stems(record.text.value, but=_said(record.kind))
    own = record.audience.value if record.audience else ""
    whom = stems(" ".join([own, house.name.value, *(one.value for one in house.audiences)]))
    # Whom the house is for says nothing of a wish that is for some of them.
    all_ages = () if own else (ages(one.value) for one in house.audiences)
    their_ages = ages(own) or ages(record.text.value) or next((found for found in all_ages if found), None)
    needed = amount(record.amount.value) if record.amount else None
    pairs = []
    for read in shelf.look([*words, *whom]):
        business = read.offered.business
        common = tuple(word for root, word in words.items() if root in read.words)
        past = history.get((business.slug, wanted.institution.slug), ())
        pair = Pair(
            read.offered,
            common,
            related(read.audience, whom),
            read.everybody,
            _overlap(their_ages, read.ages),
            # Pieces of what, only the texts say.
            enough(needed, read.amount) if common or needed is None or needed.unit != _PIECES else None,
            tuple(code for code in house.languages if code != SOURCE and code in business.text.record.languages),
            _way(wanted, business),
            tuple(action for action in past if action.state is ActionState.DONE),
            tuple(action for action in past if action.state is ActionState.FALLEN_THROUGH),
            _coming(kiez, read.offered.node.actions),
        )
        if pair.grounded:
            pairs.append(pair)
    return Suggestion(wanted, tuple(sorted(pairs, key=_order)), len(shelf.offers), ())


def _overlap(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool | None:
    return None if one is None or other is None else max(one[0], other[0]) <= min(one[1], other[1])


def _way(wanted: Wanted, business: BusinessNode) -> float | None:
    here, there = wanted.institution.text.record.position, business.text.record.position
    return None if here is None or there is None else metres(here, there)


def _order(pair: Pair) -> tuple[bool, int, bool, int, bool, float, str, int]:
    """The rules of the module, as numbers that sort."""
    covers = {True: 0, None: 1, False: 2}[pair.enough]
    way = float("inf") if pair.way is None else pair.way
    fits = bool(pair.audience or pair.ages)
    name = pair.offered.business.text.record.name.value
    against = pair.ages is False
    return against, -len(pair.common), not fits, covers, not pair.languages, way, name, pair.offered.node.index
