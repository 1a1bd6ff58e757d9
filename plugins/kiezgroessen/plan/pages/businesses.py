"""The profiles of businesses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from ...dates import Day
from ...languages import Text
from ...link.kiez import ActionState, BusinessNode
from ...model.parts import Address, Contact
from ...model.records import Business
from .. import cards, sizes, structured, urls, views
from ..desk import Desk, shorten
from ..parts import SOME
from ..surround import Around, Assets, Share, around, with_data
from ..thread import went_to

_WAY_OUT = re.compile(r'<a href="(?:https?:|mailto:|tel:)[^>]*>(.*?)</a>', re.DOTALL)


def business_page(desk: Desk, assets: Assets, node: BusinessNode) -> views.BusinessPage:
    """``/betriebe/<slug>/``"""
    record = node.text.in_language(desk.lang)
    paper = cards.paper_of(node)
    trade = cards.trade_word(desk, record.trade)
    coming, been = cards.by_time(desk, node.actions, SOME)
    head = _head(desk, assets, node, share_of(desk, node))
    prose = desk.html(node.text.entry(desk.lang).body)
    if node.archived:
        # Addresses change hands: what the text led to is somebody else's one day.
        prose = replace(prose, html=_WAY_OUT.sub(r"\1", prose.html))
    return views.BusinessPage(
        **head,
        name=desk.name(record.name),
        paper=paper,
        trade=trade if node.archived else desk.link(trade, urls.wall_by_trade(record.trade)),
        portrait=cards.portrait_of(desk, node, sizes.HEAD, first=True),
        quote=views.Quote(record.quote, None, None) if record.quote else None,
        rows=tuple(_rows(desk, node)),
        offers=tuple(_offers(desk, node)),
        prose=prose,
        photos=desk.gallery(
            node.slug, [photo for photo in node.photos if photo.index > 0], record.photos, beside_text=bool(prose.html)
        ),
        coming=coming,
        actions=been,
        news=tuple(cards.news_teaser(desk, desk.kiez.news[slug]) for slug in node.news[:SOME]),
        archived=_period(desk, record) if node.archived else None,
        checked=desk.time(record.checked) if record.checked and not node.archived else None,
        material=None if node.archived else _material(desk, node),
        all_actions=cards.all_actions(desk) if len(node.actions) > len(coming) + len(been) else None,
        all_news=cards.all_news(desk) if len(node.news) > SOME else None,
    )


def _material(desk: Desk, node: BusinessNode) -> views.Link:
    label = desk.word(desk.words.gettext("Material zum Weitersagen"))
    return desk.link(label, urls.material(node.slug))


def _head(desk: Desk, assets: Assets, node: BusinessNode, share: Share) -> Around:
    _ = desk.words.gettext
    record = node.text.in_language(desk.lang)
    trade = cards.trade_word(desk, record.trade).value
    offers = [f"{offer.text.value}." for offer in record.offers]
    path = urls.business(node.slug)
    surroundings = around(
        desk,
        assets,
        path,
        "business.html",
        title=record.name.value,
        description=shorten([f"{record.name.value}, {trade}.", *offers]),
        share=share,
        crumbs=(
            desk.link(desk.word(_("Kiezgrößen")), urls.WALL),
            desk.link(record.name, path, current=True),
        ),
        kind="profile",
    )
    return with_data(surroundings, structured.business(desk, node, surroundings["head"].image.href))


def share_of(desk: Desk, node: BusinessNode) -> Share:
    """What the share images of a business show, for `sharing.share_files`."""
    record = node.text.in_language(desk.lang)
    photo = next((photo for photo in node.photos if photo.index == 0), None)
    focus = record.photos[0].focus if record.photos else None
    fact = _thanks(desk, node) if node.archived else cards.main_offer(record).text.value
    return Share(node.slug, record.name, fact, cards.paper_of(node), photo, focus, everywhere=True)


def _thanks(desk: Desk, node: BusinessNode) -> str:
    return desk.words.gettext("Danke! %(years)s") % {"years": cards.years(node) or ""}


def _period(desk: Desk, record: Business) -> views.Time:
    end = record.end or Day(1900)
    return desk.time(record.since or end, end)


def _rows(desk: Desk, node: BusinessNode) -> Iterator[views.Row]:
    """What is known of a business; of one that left only who it was: the thanks above already say when."""
    _ = desk.words.gettext
    record = node.text.in_language(desk.lang)
    if record.owners:
        yield views.Row(_("Wer"), record.owners)
    if not node.archived:
        yield from place_rows(desk, record.address, record.languages)
        yield from contact_rows(desk, record.contact, linked=record.link)
        if record.since:
            yield views.Row(_("Dabei seit"), (desk.time(record.since),))


def place_rows(desk: Desk, address: Address | None, languages: tuple[str, ...]) -> Iterator[views.Row]:
    """Where somebody is, and what is spoken there."""
    _ = desk.words.gettext
    if address:
        yield views.Row(_("Wo"), (address_text(address),))
    if languages:
        names = desk.words.enumerate([desk.words.language_name(code) for code in languages])
        yield views.Row(_("Sprachen"), (desk.word(names),))


def address_text(address: Address) -> Text:
    """``Krähenufer 12, 10000 Berlin``"""
    town = " ".join(part for part in (address.postcode, address.town.value if address.town else None) if part)
    return Text(", ".join(part for part in (address.street.value, town) if part), address.street.lang)


def contact_rows(desk: Desk, contact: Contact | None, *, linked: bool) -> Iterator[views.Row]:
    """Phone, mail, and the ways out of this site."""
    _ = desk.words.gettext
    if contact is None:
        return
    for label, one in ((_("Telefon"), cards.phone_link(contact.phone)), (_("E-Mail"), cards.email_link(contact.email))):
        if one:
            yield views.Row(label, (one,))
    if not linked:
        return
    if contact.web:
        shown = contact.web.split("://", 1)[1].rstrip("/")
        yield views.Row(_("Website"), (views.Link(Text(shown), contact.web),))
    if contact.instagram:
        link = views.Link(Text(f"@{contact.instagram}"), f"https://www.instagram.com/{contact.instagram}/")
        yield views.Row("Instagram", (link,))
    if contact.mastodon:
        name, _at, server = contact.mastodon.partition("@")
        yield views.Row("Mastodon", (views.Link(Text(f"@{contact.mastodon}"), f"https://{server}/@{name}"),))


def _offers(desk: Desk, node: BusinessNode) -> Iterator[views.OfferView]:
    for number, offer in enumerate(node.text.in_language(desk.lang).offers, 1):
        linked = node.offers[number - 1]
        uses = [desk.kiez.actions[slug] for slug in linked.actions]
        unasked = (action for action in uses if not action.wishes or action.state is ActionState.FALLEN_THROUGH)
        yield views.OfferView(
            offer.id or f"angebot-{number}",
            cards.kind_word(desk, offer.kind),
            offer.text,
            offer.audience,
            offer.amount,
            linked.state.value,
            tuple(cards.action_link(desk, action) for action in islice(unasked, SOME)),
            went_to(desk, linked),
        )
