"""A page for every card on the wish board."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

from ...link.kiez import WishNode, WishState
from ...model.records import Institution, Wish
from .. import cards, urls, views
from ..application import form_with
from ..desk import Desk, shorten
from ..kit.wishsheet import poster_links
from ..prints import PrintPlan
from ..surround import Assets, Share, around
from ..thread import thread_of
from ..wish_order import by_kind
from ..wish_views import WishPage

_THREADS = 12
"""Of a card that somebody takes every month the latest ones are told; the others stand among the actions."""


def wish_groups(desk: Desk, wishes: Iterable[WishNode], *, at_form: bool = False) -> tuple[views.WishGroup, ...]:
    """Wishes by kind, in the order of the vocabulary; ``at_form``: on the page that has the form to answer with."""
    card = card_at_form if at_form else cards.wish_card
    return tuple(
        wish_group(desk, kind, tuple(card(desk, wish) for wish in of_kind))
        for kind, of_kind in by_kind(desk, wishes).items()
    )


def wish_group(desk: Desk, kind: str, pinned: tuple[views.WishCard, ...]) -> views.WishGroup:
    """Cards below the words for their kind."""
    word = desk.kiez.programme.in_language(desk.lang).kinds[kind]
    return views.WishGroup(word.plural, kind, word.explanation, pinned)


def card_at_form(desk: Desk, wish: WishNode) -> views.WishCard:
    """A card on the page of the open call: »Das kann ich« stays there, in the language of the page."""
    card = cards.wish_card(desk, wish)
    return replace(card, answer=form_with(desk, wish)) if card.answer else card


def wish_page(desk: Desk, assets: Assets, wish: WishNode, sheets: Sequence[PrintPlan] = ()) -> WishPage:
    """``/wunschbrett/<institution>--<id>/``; ``sheets`` are the card as a poster."""
    _ = desk.words.gettext
    record, text = _typed(desk, wish)
    path = urls.wish(wish.institution, wish.id)
    card = cards.wish_card(desk, wish)
    wanted = wish.state is WishState.OPEN
    surroundings = around(
        desk,
        assets,
        path,
        "wish.html",
        title=text.text.value,
        description=shorten([f"{record.name.value}: {text.text.value}.", *_told(desk, wish, text)]),
        share=Share(
            urls.wish_anchor(wish.institution, wish.id), text.text, _fact(desk, wish), card.paper, everywhere=True
        ),
        crumbs=(desk.link(desk.word(_("Wunschbrett")), urls.WISHES), desk.link(text.text, path, current=True)),
        # A card that was taken down is there for whoever has its address.
        index=wish.state is not WishState.LAPSED,
    )
    contact = _contact(desk, record)
    threads = (thread_of(desk, desk.kiez.actions[slug], wish) for slug in wish.actions[:_THREADS])
    return WishPage(
        **surroundings,
        title=desk.name(text.text),
        card=card,
        rows=tuple(_rows(desk, wish)),
        contact=contact if wanted else None,
        answer=_answer(desk, wish, contact) if wanted else None,
        apply=_apply(desk, wish) if wanted else None,
        again=wanted and bool(wish.fallen),
        threads=tuple(thread for thread in threads if thread),
        board=cards.all_wishes(desk),
        address=desk.urls.shown(path, desk.lang),
        printable=poster_links(desk, sheets),
    )


def _apply(desk: Desk, wish: WishNode) -> views.Link:
    """The form of the open call, with this card already chosen; without a script its other ways to join."""
    return replace(desk.link(desk.word(desk.words.gettext("Das kann ich")), urls.CALL), href=form_with(desk, wish))


def _typed(desk: Desk, wish: WishNode) -> tuple[Institution, Wish]:
    """The institution and its wish as they were typed."""
    record = desk.kiez.institutions[wish.institution].text.in_language(desk.lang)
    return record, record.wishes[wish.index]


def _fact(desk: Desk, wish: WishNode) -> str:
    """Who wishes for it, and until when; or what became of it."""
    _ = desk.words.gettext
    record, text = _typed(desk, wish)
    whose = record.name.value
    if wish.state is WishState.AGREED:
        return f"{whose} · " + _("Vereinbart")
    if wish.state is WishState.FULFILLED:
        return f"{whose} · " + _("Erfüllt")
    if wish.state is WishState.LAPSED:
        return f"{whose} · " + _("Abgelaufen")
    return f"{whose}, " + _("bis %(day)s") % {"day": desk.words.day(text.until)} if text.until else whose


def _told(desk: Desk, wish: WishNode, text: Wish) -> Iterator[str]:
    _ = desk.words.gettext
    if text.audience:
        yield _("Für: %(whom)s.") % {"whom": text.audience.value}
    if text.until and wish.state is WishState.OPEN:
        yield _("Noch bis %(day)s.") % {"day": desk.words.day(text.until)}


def _rows(desk: Desk, wish: WishNode) -> Iterator[views.Row]:
    _ = desk.words.gettext
    record, text = _typed(desk, wish)
    yield views.Row(_("Wer braucht es?"), (desk.link(record.name, urls.institution(wish.institution)),))
    if text.audience:
        yield views.Row(_("Für wen"), (text.audience,))
    if text.amount:
        yield views.Row(_("Wie viel"), (text.amount,))
    if text.until:
        yield views.Row(_("Bis wann"), (desk.time(text.until),))
    if text.gives_back:
        yield views.Row(_("Gibt zurück"), (text.gives_back,))


def _contact(desk: Desk, record: Institution) -> views.Person:
    """The institution itself; where it cannot be reached, the people of the programme."""
    contact = record.contact
    if contact is None or not (contact.email or contact.phone):
        return cards.person(desk, desk.kiez.programme.in_language(desk.lang).contact)
    spoken = desk.words.enumerate([desk.words.language_name(code) for code in record.languages])
    return views.Person(record.name, cards.phone_link(contact.phone), cards.email_link(contact.email), spoken)


def _answer(desk: Desk, wish: WishNode, contact: views.Person) -> views.Link | None:
    """A letter begun, so that whoever gets it knows which card it is about (RFC 6068)."""
    _ = desk.words.gettext
    if contact.email is None:
        return None
    record, text = _typed(desk, wish)
    address = desk.urls.absolute(urls.wish(wish.institution, wish.id), desk.lang)
    subject = _("Das kann ich: %(wish)s") % {"wish": text.text.value}
    body = "\r\n".join(
        (
            _("Guten Tag,"),
            "",
            _("auf dem Wunschbrett hängt diese Karte: %(wish)s (%(institution)s)")
            % {"wish": text.text.value, "institution": record.name.value},
            address,
            "",
            _("Das kann ich:"),
            "",
            "",
        )
    )
    to = quote(contact.email.label.value, safe="@")
    return views.Link(
        desk.word(_("E-Mail schreiben")), f"mailto:{to}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"
    )
