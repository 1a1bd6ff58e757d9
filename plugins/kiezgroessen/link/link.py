"""Records → the Kiez on one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from ..dates import Day
from ..model.entry import Origin, Translated
from ..model.parts import Consent, Visibility
from ..model.parts import Photo as PhotoRecord
from ..model.records import Action, ActionStatus, Business, Campaign, Institution, News, Programme
from ..model.validate import Model
from ..problems import Problem, Severity, error, has_errors
from ..read.photos import Photo
from .backlinks import Backlinks
from .consent import Pictured, allowed_photos, refusals
from .contradictions import check_contradictions
from .kiez import (
    ActionNode,
    ActionState,
    AllowedPhoto,
    BusinessNode,
    CampaignNode,
    CampaignState,
    InstitutionNode,
    Kiez,
    NewsNode,
    PageNode,
)
from .namesakes import check_namesakes
from .references import check_references
from .served import check_served
from .slips import check_lapsed, check_slips
from .thread import as_agreed, offer_node, wish_node
from .unseen import check_unseen

N = TypeVar("N")


def link(model: Model, probed: Mapping[str, Photo | str], date: dt.date) -> tuple[Kiez | None, list[Problem]]:
    """Links all records as they are on ``date``.

    ``probed`` maps the path of every photo to what was found there (see `read.photos`).
    The Kiez is ``None`` when there are errors.
    """
    problems = check_references(model) + check_contradictions(model) + check_served(model) + check_unseen(model)
    problems += [*check_slips(model), *check_namesakes(model)]
    linker = _Linker(model, probed, date)
    kiez = linker.kiez(model.programme) if model.programme is not None else None
    problems += linker.problems
    if kiez is not None and not kiez.active and not model.folders.get("business"):
        hint = 'python3 tasks.py new betrieb "Name des Betriebs" legt den ersten an.'
        problems.append(error("profiles/betriebe", None, "Es gibt noch keinen Betrieb.", hint=hint))
    return (None if has_errors(problems) else kiez), problems


class _Linker:
    """Holds the inputs and collects problems while the nodes are made."""

    def __init__(self, model: Model, probed: Mapping[str, Photo | str], date: dt.date) -> None:
        self.model = model
        self.probed = probed
        self.date = date
        pictured: tuple[Pictured, ...] = (
            *model.businesses.values(),
            *model.institutions.values(),
            *model.actions.values(),
        )
        self.refused = refusals(pictured, probed, date)
        self.problems: list[Problem] = []

    def kiez(self, programme: Translated[Programme]) -> Kiez:
        m = self.model
        businesses = {slug: t for slug, t in m.businesses.items() if self._shows_business(t)}
        institutions = {s: t for s, t in m.institutions.items() if t.record.status is Visibility.PUBLISHED}
        shown = (t for t in m.actions.values() if t.record.status is not ActionStatus.DRAFT)
        actions = {t.slug: self._known_today(t) for t in shown}
        campaigns = {slug: t for slug, t in m.campaigns.items() if t.record.status is Visibility.PUBLISHED}
        news = {
            slug: t
            for slug, t in m.news.items()
            if t.record.status is Visibility.PUBLISHED and t.record.day.first <= self.date
        }
        pages = {slug: t for slug, t in m.pages.items() if t.record.status is Visibility.PUBLISHED}
        newest = sorted(news, key=lambda slug: (news[slug].record.day, slug), reverse=True)
        latest = sorted(actions, key=lambda slug: (_days(actions[slug].record)[0], slug), reverse=True)
        backlinks = Backlinks(campaigns, news, newest)
        nodes = {slug: self._action(t, businesses, institutions, backlinks) for slug, t in sorted(actions.items())}
        backlinks.add(nodes, latest)
        return Kiez(
            self.date,
            programme,
            {slug: self._business(t, backlinks) for slug, t in sorted(businesses.items())},
            {slug: self._institution(t, backlinks) for slug, t in sorted(institutions.items())},
            nodes,
            {slug: self._campaign(t, businesses, institutions, actions) for slug, t in sorted(campaigns.items())},
            {slug: self._news(news[slug], businesses, institutions, actions) for slug in newest},
            {slug: PageNode(slug, t) for slug, t in sorted(pages.items())},
        )

    def _shows_business(self, business: Translated[Business]) -> bool:
        record = business.record
        begun = record.since is None or record.since.first <= self.date
        return record.status is Visibility.PUBLISHED and begun

    def _known_today(self, action: Translated[Action]) -> Translated[Action]:
        """What is done lies not ahead; that something will not happen can be known before its day."""
        if action.record.status is not ActionStatus.DONE or _days(action.record)[0].first <= self.date:
            return action
        message = "Die Aktion liegt in der Zukunft. Bis dahin gilt sie als vereinbart, ihr Ergebnis fehlt."
        origin, hint = action.source.origin, "Stimmt das Datum?"
        self.problems.append(origin.problem(("status",), message, hint=hint, severity=Severity.WARNING))
        return as_agreed(action)

    def _photos(
        self, photos: Sequence[PhotoRecord], consents: Sequence[Consent], origin: Origin
    ) -> tuple[AllowedPhoto, ...]:
        allowed, problems = allowed_photos(photos, consents, origin, self.probed, self.refused, self.date)
        self.problems += problems
        return allowed

    def _business(self, text: Translated[Business], backlinks: Backlinks) -> BusinessNode:
        record, origin = text.record, text.source.origin
        photos = self._photos(record.photos, record.consents, origin)
        archived = record.end is not None and record.end.first <= self.date
        offers = tuple(
            offer_node(text.slug, index, offer, backlinks.actions_naming("offer", text.slug, offer.id))
            for index, offer in enumerate(record.offers)
        )
        return BusinessNode(
            text.slug,
            text,
            archived,
            photos,
            offers,
            backlinks.actions_with("businesses", text.slug),
            backlinks.campaigns_with("businesses", text.slug),
            backlinks.news_with("businesses", text.slug),
        )

    def _institution(self, text: Translated[Institution], backlinks: Backlinks) -> InstitutionNode:
        record, origin = text.record, text.source.origin
        photos = self._photos(record.photos, record.consents, origin)
        wishes = tuple(
            wish_node(text.slug, index, wish, backlinks.actions_naming("wish", text.slug, wish.id), self.date)
            for index, wish in enumerate(record.wishes)
        )
        wishes = tuple(replace(wish, campaigns=backlinks.campaigns_for(text.slug, wish.id)) for wish in wishes)
        self.problems += check_lapsed(origin, wishes)
        return InstitutionNode(text.slug, text, photos, wishes, backlinks.actions_with("institutions", text.slug))

    def _action(
        self,
        text: Translated[Action],
        businesses: Collection[str],
        institutions: Collection[str],
        backlinks: Backlinks,
    ) -> ActionNode:
        record, origin = text.record, text.source.origin
        photos = self._photos(record.photos, record.consents, origin)
        first, last = _days(record)
        return ActionNode(
            text.slug,
            text,
            self._action_state(text, last),
            first,
            last,
            photos,
            _shown(record.businesses, businesses),
            _shown(record.institutions, institutions),
            tuple(offer for offer in record.offers if offer[0] in businesses),
            tuple(wish for wish in record.wishes if wish[0] in institutions),
            backlinks.campaigns_with("actions", text.slug),
            backlinks.news_with("actions", text.slug),
        )

    def _action_state(self, text: Translated[Action], last: Day) -> ActionState:
        status = text.record.status
        if status in (ActionStatus.PLANNED, ActionStatus.AGREED):
            if last.last < self.date:
                message = "Der Termin ist vorbei: erledigt oder nicht-zustande-gekommen?"
                self.problems.append(text.source.origin.problem(("status",), message, severity=Severity.WARNING))
                return ActionState.UNCLEAR
            return ActionState.PLANNED if status is ActionStatus.PLANNED else ActionState.AGREED
        return ActionState.DONE if status is ActionStatus.DONE else ActionState.FALLEN_THROUGH

    def _campaign(
        self,
        text: Translated[Campaign],
        businesses: Collection[str],
        institutions: Collection[str],
        actions: Collection[str],
    ) -> CampaignNode:
        record = text.record
        state = CampaignState.DURING
        if record.start is not None and self.date < record.start.first:
            state = CampaignState.BEFORE
        elif record.stop is not None and self.date > record.stop.last:
            state = CampaignState.AFTER
        return CampaignNode(
            text.slug,
            text,
            state,
            _shown(record.businesses, businesses),
            _shown(record.actions, actions),
            tuple(wish for wish in dict.fromkeys(record.wishes) if wish[0] in institutions),
        )

    def _news(
        self,
        text: Translated[News],
        businesses: Collection[str],
        institutions: Collection[str],
        actions: Collection[str],
    ) -> NewsNode:
        record = text.record
        return NewsNode(
            text.slug,
            text,
            _shown(record.businesses, businesses),
            _shown(record.institutions, institutions),
            _shown(record.actions, actions),
        )


def _shown(slugs: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    return tuple(slug for slug in dict.fromkeys(slugs) if slug in known)


def _days(record: Action) -> tuple[Day, Day]:
    """First and last day; a record without any date has been reported and never leaves this stage."""
    first = record.start or record.day or Day(1900)
    return first, record.stop or record.day or first
