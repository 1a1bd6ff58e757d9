"""The linked Kiez on one day: who is shown, what belongs together, what state everything is in.

Nodes point at each other by slug; `Kiez` holds them all. Nothing in it is hidden: what may not be shown
(drafts, paused and future things, photos without consent) is not in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from ..dates import Day
from ..model.entry import Translated
from ..model.parts import Channel
from ..model.records import Action, Business, Campaign, Institution, News, PlainPage, Programme
from ..read.photos import Photo


@dataclass(frozen=True, slots=True)
class AllowedPhoto:
    """The photo at ``index`` of the record's list, and the channels in which it may be used on the Kiez's date."""

    index: int
    source: Photo
    channels: frozenset[Channel]


class WishState(StrEnum):
    """State of a wish on the Kiez's date."""

    OPEN = "open"
    AGREED = "agreed"
    FULFILLED = "fulfilled"
    LAPSED = "lapsed"


class OfferState(StrEnum):
    """State of an offer on the Kiez's date; ``agreed``: an action that is still to come has it."""

    OPEN = "open"
    AGREED = "agreed"
    PAUSED = "paused"


class ActionState(StrEnum):
    """State of an action on the Kiez's date; ``unclear``: the date has gone by and nobody wrote what came of it."""

    PLANNED = "planned"
    AGREED = "agreed"
    DONE = "done"
    FALLEN_THROUGH = "fallen-through"
    UNCLEAR = "unclear"


class CampaignState(StrEnum):
    """Where a campaign is on the Kiez's date."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class OfferNode:
    """The offer at ``index`` of its business's list; ``id`` is ``None`` where nothing can name it.

    ``actions`` name it, the latest first; ``by`` is the one that makes it agreed, if an action does.
    """

    business: str
    id: str | None
    index: int
    state: OfferState
    actions: tuple[str, ...]
    by: str | None


@dataclass(frozen=True, slots=True)
class BusinessNode:
    """A business; ``archived`` once its end has come: thanks stay, links and lists do not."""

    slug: str
    text: Translated[Business]
    archived: bool
    photos: tuple[AllowedPhoto, ...]
    offers: tuple[OfferNode, ...]
    actions: tuple[str, ...]
    campaigns: tuple[str, ...]
    news: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WishNode:
    """The wish at ``index`` of its institution's list.

    ``actions`` name it, the latest first; ``by`` is the one that makes it agreed or fulfilled, if an action does;
    ``fallen`` are those that came to nothing. ``campaigns`` name it, too.
    """

    institution: str
    id: str
    index: int
    state: WishState
    actions: tuple[str, ...]
    by: str | None = None
    fallen: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InstitutionNode:
    """An institution with its wishes."""

    slug: str
    text: Translated[Institution]
    photos: tuple[AllowedPhoto, ...]
    wishes: tuple[WishNode, ...]
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActionNode:
    """An action; partners are those that are shown; ``campaigns`` and ``news`` name it."""

    slug: str
    text: Translated[Action]
    state: ActionState
    first: Day
    last: Day
    photos: tuple[AllowedPhoto, ...]
    businesses: tuple[str, ...]
    institutions: tuple[str, ...]
    offers: tuple[tuple[str, str], ...]
    wishes: tuple[tuple[str, str], ...]
    campaigns: tuple[str, ...] = ()
    news: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignNode:
    """A campaign; partners, actions and ``wishes`` (institution, id) are those that are shown."""

    slug: str
    text: Translated[Campaign]
    state: CampaignState
    businesses: tuple[str, ...]
    actions: tuple[str, ...]
    wishes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NewsNode:
    """A news item."""

    slug: str
    text: Translated[News]
    businesses: tuple[str, ...]
    institutions: tuple[str, ...]
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageNode:
    """A plain page."""

    slug: str
    text: Translated[PlainPage]


KINDS = ("businesses", "institutions", "actions", "campaigns", "news", "pages")
"""The mappings of a `Kiez`; those of a `Model` are called the same."""


@dataclass(frozen=True)
class Kiez:
    """Everything that is shown on ``date``. Mappings are by slug, in the order of the slugs; news newest first.

    What is drawn from all of it is drawn once: every page asks for it, and a page for each of 25,000 businesses must
    not count 25,000 businesses.
    """

    date: dt.date
    programme: Translated[Programme]
    businesses: Mapping[str, BusinessNode] = field(default_factory=dict)
    institutions: Mapping[str, InstitutionNode] = field(default_factory=dict)
    actions: Mapping[str, ActionNode] = field(default_factory=dict)
    campaigns: Mapping[str, CampaignNode] = field(default_factory=dict)
    news: Mapping[str, NewsNode] = field(default_factory=dict)
    pages: Mapping[str, PageNode] = field(default_factory=dict)

    @cached_property
    def active(self) -> tuple[BusinessNode, ...]:
        """The businesses on the wall: those that have not left."""
        return tuple(node for node in self.businesses.values() if not node.archived)

    @cached_property
    def wishes(self) -> tuple[WishNode, ...]:
        """All wishes of all institutions."""
        return tuple(wish for node in self.institutions.values() for wish in node.wishes)

    @cached_property
    def open_wishes(self) -> tuple[WishNode, ...]:
        """What a business can answer to."""
        return tuple(wish for wish in self.wishes if wish.state is WishState.OPEN)

    @cached_property
    def seeking(self) -> tuple[CampaignNode, ...]:
        """The campaigns that take what they seek from the open wishes."""
        return tuple(node for node in self.campaigns.values() if "bedarfe" in node.text.record.sought)

    def wish(self, institution: str, wish_id: str) -> WishNode | None:
        """One wish, if it is shown."""
        node = self.institutions.get(institution)
        return next((wish for wish in node.wishes if wish.id == wish_id), None) if node else None

    def offer(self, business: str, offer_id: str) -> OfferNode | None:
        """One offer, if its business is shown."""
        node = self.businesses.get(business)
        return next((offer for offer in node.offers if offer.id == offer_id), None) if node else None

    @cached_property
    def call(self) -> CampaignNode | None:
        """The open call: the one that is running, else the next, else the last one."""
        calls = [node for node in self.campaigns.values() if node.text.record.type == "aufruf"]
        return min(calls, key=self._nearness, default=None)

    def _nearness(self, call: CampaignNode) -> tuple[int, int]:
        """Running ones first, then by the days that lie between; the next one comes before the last one."""
        record = call.text.record
        if call.state is CampaignState.BEFORE and record.start:
            return 1, (record.start.first - self.date).days
        if call.state is CampaignState.AFTER and record.stop:
            return 2, (self.date - record.stop.last).days
        return 0, 0
