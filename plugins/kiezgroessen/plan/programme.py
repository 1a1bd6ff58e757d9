"""What the programme has come to on the Kiez's date: wishes and offers by kind, agreements by year. Numbers only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ..link.kiez import ActionState, Kiez, OfferState, WishNode, WishState


@dataclass(frozen=True, slots=True)
class Balance:
    """A kind: how many wishes and offers are open, and how many businesses have it on their list at all."""

    kind: str
    wishes: int
    offers: int
    businesses: int

    @property
    def missing(self) -> bool:
        """Somebody wishes for it, nobody has an open offer."""
        return self.wishes > 0 and self.offers == 0

    @property
    def idle(self) -> bool:
        """Somebody offers it, nobody wishes for it now."""
        return self.offers > 0 and self.wishes == 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of agreements: kept, fallen through, gone by without a word of it, still to come."""

    kept: int = 0
    fallen: int = 0
    unclear: int = 0
    coming: int = 0

    @property
    def total(self) -> int:
        """All agreements."""
        return self.kept + self.fallen + self.unclear + self.coming

    @property
    def decided(self) -> int:
        """Those of which it is known whether they were kept."""
        return self.kept + self.fallen


@dataclass(frozen=True, slots=True)
class Overview:
    """The programme in numbers.

    ``wishes`` holds the wishes that are on the board or were, by institution and kind; lapsed ones are only counted,
    because their cards have been taken down. ``years`` are all from the first agreement's to the last one's.
    """

    wishes: Mapping[tuple[str, str], tuple[WishNode, ...]]
    balances: tuple[Balance, ...]
    lapsed: int
    years: Mapping[int, Outcome]
    outcome: Outcome


def overview(kiez: Kiez) -> Overview:
    """Counts everything once; kinds in the order of the vocabulary."""
    wishes: dict[tuple[str, str], list[WishNode]] = {}
    wanted: Counter[str] = Counter()
    for node in kiez.institutions.values():
        for wish in node.wishes:
            kind = node.text.record.wishes[wish.index].kind
            wanted[kind] += wish.state is WishState.OPEN
            if wish.state is not WishState.LAPSED:
                wishes.setdefault((node.slug, kind), []).append(wish)
    offered: Counter[str] = Counter()
    givers: Counter[str] = Counter()
    for business in kiez.active:
        kinds = [(business.text.record.offers[offer.index].kind, offer.state) for offer in business.offers]
        offered.update(kind for kind, state in kinds if state is OfferState.OPEN)
        givers.update({kind for kind, state in kinds if state is not OfferState.PAUSED})
    years = _years(kiez)
    return Overview(
        {place: tuple(of_kind) for place, of_kind in wishes.items()},
        tuple(Balance(k, wanted[k], offered[k], givers[k]) for k in kiez.programme.record.kinds),
        sum(wish.state is WishState.LAPSED for wish in kiez.wishes),
        years,
        _sum(years),
    )


def _years(kiez: Kiez) -> dict[int, Outcome]:
    """An agreement counts in the year of its first day. What is only planned has not been agreed on."""
    found: dict[int, Counter[ActionState]] = {}
    for action in kiez.actions.values():
        if action.state is not ActionState.PLANNED:
            found.setdefault(action.first.year, Counter())[action.state] += 1
    if not found:
        return {}
    return {year: _outcome(found.get(year, Counter())) for year in range(min(found), max(found) + 1)}


def _outcome(states: Counter[ActionState]) -> Outcome:
    return Outcome(
        states[ActionState.DONE],
        states[ActionState.FALLEN_THROUGH],
        states[ActionState.UNCLEAR],
        states[ActionState.AGREED],
    )


def _sum(years: Mapping[int, Outcome]) -> Outcome:
    all_of = list(years.values())
    return Outcome(
        sum(one.kept for one in all_of),
        sum(one.fallen for one in all_of),
        sum(one.unclear for one in all_of),
        sum(one.coming for one in all_of),
    )
