"""The small views that stand in lists: sheets, wish cards, teasers, people."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import islice

from ..languages import Text
from ..link.kiez import ActionNode, ActionState, BusinessNode, InstitutionNode, NewsNode, WishNode, WishState
from ..model.parts import Person
from ..model.records import Business, Offer, OfferStatus
from . import sizes, urls, views
from .desk import Desk
from .papers import PAPERS, paper_for

ANSWER = "antworten"
"""The place on a wish's page where one says »Das kann ich«."""


def paper_of(node: BusinessNode) -> str:
    """The paper of a business: its own choice, else the one its slug is given."""
    return node.text.record.paper or paper_for(node.slug)


def portrait_of(
    desk: Desk, node: BusinessNode, width: str, *, first: bool = False, shape: float | None = None
) -> views.Picture | None:
    """The portrait, if the first photo of the profile may be shown; the rest as in `Desk.picture`."""
    photo = next((photo for photo in node.photos if photo.index == 0), None)
    if photo is None:
        return None
    record = node.text.in_language(desk.lang).photos[photo.index]
    return desk.picture(node.slug, photo, record, portrait=True, width=width, first=first, shape=shape)


def card(desk: Desk, node: BusinessNode, kind: str | None = None) -> views.Card:
    """A business as a sheet on the wall; its line is its first offer, or the first of ``kind``."""
    _ = desk.words.gettext
    record = node.text.in_language(desk.lang)
    path = urls.business(node.slug)
    portrait = portrait_of(desk, node, sizes.CARD, shape=sizes.CARD_SHAPE)
    return views.Card(
        node.slug,
        desk.href(path),
        desk.sheet_name(record.name, bare=portrait is None),
        paper_of(node),
        portrait,
        main_offer(record, kind).text,
        trade_word(desk, record.trade),
        years(node) if node.archived else _("seit %(year)s") % {"year": record.since.year} if record.since else None,
    )


def main_offer(record: Business, kind: str | None = None) -> Offer:
    """The offer that stands for a business: the first that is not paused, of ``kind`` if one is asked for."""
    wanted = [offer for offer in record.offers if kind in (None, offer.kind)] or list(record.offers)
    return next((offer for offer in wanted if offer.status is not OfferStatus.PAUSED), wanted[0])


def years(node: BusinessNode) -> str | None:
    """``2017–2025``: from when to when a business that left was part of it."""
    record = node.text.record
    ends = dict.fromkeys(str(day.year) for day in (record.since, record.end) if day)
    return "–".join(ends) or None


def cards(desk: Desk, slugs: Iterable[str]) -> tuple[views.Card, ...]:
    """The sheets of some businesses."""
    return tuple(card(desk, desk.kiez.businesses[slug]) for slug in slugs)


def trade_word(desk: Desk, trade: str) -> Text:
    """The word for a trade."""
    return desk.kiez.programme.in_language(desk.lang).trades[trade].name


def kind_word(desk: Desk, kind: str) -> Text:
    """The word for a kind of offers and wishes."""
    return desk.kiez.programme.in_language(desk.lang).kinds[kind].name


def kind_paper(desk: Desk, kind: str) -> str:
    """Cards of one kind share a paper: the colours go round in the order of the vocabulary."""
    names = list(PAPERS)
    return names[list(desk.kiez.programme.record.kinds).index(kind) % len(names)]


def wish_card(desk: Desk, wish: WishNode, *, at_home: bool = False) -> views.WishCard:
    """A wish as a card on the board; ``at_home``: on its institution's own page, which need not be named again."""
    node = desk.kiez.institutions[wish.institution]
    record = node.text.in_language(desk.lang)
    text = record.wishes[wish.index]
    anchor = urls.wish_anchor(wish.institution, wish.id)
    action = _taken_by(desk, wish)
    href = desk.href(urls.wish(wish.institution, wish.id))
    return views.WishCard(
        anchor,
        href,
        kind_word(desk, text.kind),
        text.kind,
        text.text,
        text.audience,
        text.amount,
        None if at_home else desk.link(record.name, urls.institution(node.slug)),
        desk.time(text.until) if text.until else None,
        text.gives_back,
        wish.state.value,
        kind_paper(desk, text.kind),
        # Turned by the card's own name: the same card always hangs the same way.
        hashlib.sha256(anchor.encode()).digest()[0] % 5 - 2,
        action_link(desk, action) if action else None,
        tuple(business_link(desk, slug) for slug in action.businesses) if action and wish.by else (),
        f"{href}#{ANSWER}" if wish.state is WishState.OPEN else None,
    )


def _taken_by(desk: Desk, wish: WishNode) -> ActionNode | None:
    """The action that took a card; of one that still hangs the next that is planned for it."""
    if wish.by or wish.state is not WishState.OPEN:
        return desk.kiez.actions[wish.by] if wish.by else None
    planned = (desk.kiez.actions[slug] for slug in wish.actions)
    return min(
        (node for node in planned if node.state is ActionState.PLANNED), key=lambda n: (n.first, n.slug), default=None
    )


def business_link(desk: Desk, slug: str) -> views.Link:
    """A link to a business by its name."""
    return desk.link(desk.kiez.businesses[slug].text.in_language(desk.lang).name, urls.business(slug))


def institution_link(desk: Desk, slug: str) -> views.Link:
    """A link to an institution by its name."""
    return desk.link(desk.kiez.institutions[slug].text.in_language(desk.lang).name, urls.institution(slug))


def action_link(desk: Desk, node: ActionNode) -> views.Link:
    """A link to an action by its title."""
    return desk.link(node.text.in_language(desk.lang).name, urls.action(node.slug))


def action_teaser(desk: Desk, slug: str, width: str = sizes.TEASER, shape: float | None = None) -> views.ActionTeaser:
    """An action in a list; ``width`` and ``shape`` are those of its picture's place (`Desk.picture`)."""
    node = desk.kiez.actions[slug]
    record = node.text.in_language(desk.lang)
    path = urls.action(slug)
    partners = [desk.kiez.businesses[b].text.in_language(desk.lang).name for b in node.businesses]
    partners += [desk.kiez.institutions[i].text.in_language(desk.lang).name for i in node.institutions]
    photo = node.photos[0] if node.photos else None
    return views.ActionTeaser(
        desk.href(path),
        record.name,
        desk.time(node.first, node.last),
        node.state.value,
        record.given,
        tuple(partners),
        desk.picture(slug, photo, record.photos[photo.index], portrait=False, width=width, shape=shape)
        if photo
        else None,
        given=record.given,
        returned=record.returned,
        effect=record.effect,
    )


def stories(desk: Desk, slugs: Iterable[str]) -> tuple[views.ActionTeaser, ...]:
    """Some actions that are done, told with a large picture."""
    return tuple(action_teaser(desk, slug, sizes.STORY, sizes.STORY_SHAPE) for slug in slugs)


def action_teasers(desk: Desk, slugs: Iterable[str]) -> tuple[views.ActionTeaser, ...]:
    """Some actions in a list."""
    return tuple(action_teaser(desk, slug) for slug in slugs)


def all_businesses(desk: Desk) -> views.Link:
    """The way from some of them to the whole list; so the next ones."""
    return desk.link(desk.word(desk.words.gettext("Alle Kiezgrößen")), urls.WALL)


def all_wishes(desk: Desk) -> views.Link:
    """To the board."""
    return desk.link(desk.word(desk.words.gettext("Das ganze Wunschbrett")), urls.WISHES)


def all_actions(desk: Desk) -> views.Link:
    """To the list of actions."""
    return desk.link(desk.word(desk.words.gettext("Alle Aktionen")), urls.ACTIONS)


def all_news(desk: Desk) -> views.Link:
    """To the list of news."""
    return desk.link(desk.word(desk.words.gettext("Alle Meldungen")), urls.NEWS)


def by_time(
    desk: Desk, slugs: Sequence[str], most: int
) -> tuple[tuple[views.ActionTeaser, ...], tuple[views.ActionTeaser, ...]]:
    """Of some actions those that are coming, the next first, and those that have been, the latest first.

    At most so many of each; ``slugs`` have the latest first.
    """
    ahead = {node.slug: None for node in _coming(desk.kiez.actions[slug] for slug in slugs)}
    been = (slug for slug in slugs if slug not in ahead)
    return action_teasers(desk, islice(ahead, most)), action_teasers(desk, islice(been, most))


def coming(desk: Desk) -> list[ActionNode]:
    """What is planned or agreed and not yet over, the next first."""
    return _coming(desk.kiez.actions.values())


def _coming(nodes: Iterable[ActionNode]) -> list[ActionNode]:
    states = (ActionState.PLANNED, ActionState.AGREED)
    return sorted((n for n in nodes if n.state in states), key=lambda n: (n.first, n.slug))


def done(desk: Desk) -> list[ActionNode]:
    """What was done, the latest first."""
    nodes = [n for n in desk.kiez.actions.values() if n.state is ActionState.DONE]
    return sorted(nodes, key=lambda n: (n.first, n.slug), reverse=True)


def institution_teaser(desk: Desk, node: InstitutionNode) -> views.InstitutionTeaser:
    """An institution in a list."""
    record = node.text.in_language(desk.lang)
    return views.InstitutionTeaser(
        desk.href(urls.institution(node.slug)),
        record.name,
        record.carrier,
        record.audiences,
        sum(wish.state == "open" for wish in node.wishes),
    )


def news_teaser(desk: Desk, node: NewsNode) -> views.NewsTeaser:
    """A news item in a list."""
    record = node.text.in_language(desk.lang)
    return views.NewsTeaser(desk.href(urls.news(node.slug)), record.name, desk.time(record.day), record.summary)


def person(desk: Desk, record: Person) -> views.Person:
    """Whom to talk to."""
    return views.Person(
        record.name,
        phone_link(record.phone),
        email_link(record.email),
        desk.words.enumerate([desk.words.language_name(code) for code in record.languages]),
    )


def phone_link(number: str | None) -> views.Link | None:
    """``tel:`` with the German country code, as phones abroad need it."""
    if number is None:
        return None
    digits = "".join(char for char in number.replace("(0)", "") if char.isdigit() or char == "+")
    return views.Link(Text(number), f"tel:{'+49' + digits[1:] if digits.startswith('0') else digits}")


def email_link(address: str | None) -> views.Link | None:
    """``mailto:``"""
    return None if address is None else views.Link(Text(address), f"mailto:{address}")
