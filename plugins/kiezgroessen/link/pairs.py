"""What `matching` finds: open wishes, open offers, and what speaks for bringing two of them together."""

from __future__ import annotations

from dataclasses import dataclass

from ..model.records import Offer, Wish
from .kiez import ActionNode, BusinessNode, InstitutionNode, OfferNode, WishNode


@dataclass(frozen=True, slots=True)
class Wanted:
    """An open wish and whose it is."""

    institution: InstitutionNode
    node: WishNode
    record: Wish


@dataclass(frozen=True, slots=True)
class Offered:
    """An open offer and whose it is."""

    business: BusinessNode
    node: OfferNode
    record: Offer


@dataclass(frozen=True, slots=True)
class Pair:
    """An offer that might suit a wish, and what speaks for and against it.

    ``common`` are words of the wish in the offer, ``audience`` those of the offer's audience that fit, ``everybody``:
    the offer is for any institution. ``ages``: whether they fit, where both name some. ``enough``: see
    `compare.enough`. ``way`` in metres, ``None`` where a position is missing. ``together`` are actions both have done,
    ``fallen`` those that came to nothing, the latest first; ``booked`` are those to come that have the offer already.
    """

    offered: Offered
    common: tuple[str, ...]
    audience: tuple[str, ...]
    everybody: bool
    ages: bool | None
    enough: bool | None
    languages: tuple[str, ...]
    way: float | None
    together: tuple[ActionNode, ...]
    fallen: tuple[ActionNode, ...]
    booked: tuple[ActionNode, ...]

    @property
    def grounded(self) -> bool:
        """Whether more than the kind speaks for it."""
        return bool(self.common or self.audience or self.everybody or self.ages)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A wish and what might suit it; ``same_kind`` counts all open offers of its kind.

    ``planned`` are actions that are already on their way to it: then nothing else is suggested.
    """

    wanted: Wanted
    pairs: tuple[Pair, ...]
    same_kind: int
    planned: tuple[ActionNode, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """All open wishes in order, and the open offers that no wish asks for: by nobody's kind, or by nothing they say."""

    suggestions: tuple[Suggestion, ...]
    unwanted_kinds: tuple[Offered, ...]
    unmatched: tuple[Offered, ...]
