"""Wish cards to be cut and pinned to a board: all open wishes of the Kiez, those of one institution, blank ones.

Every sheet is linked from one page, and only what is linked is made: `need_cards` has them by page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...languages import Text
from ...link.kiez import InstitutionNode, WishNode, WishState
from ...model.records import Wish
from ...problems import Problem
from .. import cards, urls, views
from ..desk import Desk
from ..papers import GROUNDS
from ..prints import LOOKS, Look, PrintPlan, plan_print, said
from .kit import sheet_of

PER_SHEET = 8
_BOARD = "pappe"
_FILLED, _BLANK = "bedarfskarten-a4", "bedarfskarten-leer-a4"
_OWN_PRINTER: tuple[Look, ...] = ("farbe", "schwarz")
"""A handful of cards is nothing for a print shop."""


def need_cards(desk: Desk) -> Mapping[str, Sequence[PrintPlan]]:
    """The sheets by the path of the page that gives them, for all such pages that exist in the desk's language.

    The wish board gives all open wishes by kind and blank cards, an institution its own wishes.
    """
    found: dict[str, Sequence[PrintPlan]] = {}
    wishes = desk.kiez.open_wishes
    if _exists(desk, urls.WISHES):
        kinds = list(desk.kiez.programme.record.kinds)
        # Cards of one kind on one sheet, as far as it goes: with black ink the kinds are told apart by the paper.
        in_order = sorted(wishes, key=lambda wish: kinds.index(_wish(desk, wish).kind))
        found[urls.WISHES] = (*_sheets(desk, None, in_order, LOOKS), *_blank(desk))
    for node in desk.kiez.institutions.values():
        own = [wish for wish in node.wishes if wish.state is WishState.OPEN]
        if own and _exists(desk, urls.institution(node.slug)):
            found[urls.institution(node.slug)] = tuple(_sheets(desk, node.slug, own, _OWN_PRINTER))
    return found


def card_links(desk: Desk, path: str, sheets: Sequence[PrintPlan]) -> tuple[views.Link, ...]:
    """The links by which the page at ``path`` gives its sheets."""
    _ = desk.words.gettext
    # A board has everybody's wishes.
    first = _("Alle offenen Wünsche als Karten zum Ausdrucken, farbig (PDF)")
    if path != urls.WISHES:
        first = _("Wunschkarten zum Ausdrucken, farbig (PDF)")
    labels: Mapping[tuple[str, Look], str] = {
        (_FILLED, "farbe"): first,
        (_FILLED, "schwarz"): _("Dieselben Karten schwarz, für farbiges Papier (PDF)"),
        (_FILLED, "druckerei"): _("Dieselben Karten mit 3 mm Beschnitt, für die Druckerei (PDF)"),
        (_BLANK, "farbe"): _("Leere Karten zum Ausfüllen, farbig (PDF)"),
        (_BLANK, "schwarz"): _("Leere Karten zum Ausfüllen, für farbiges Papier (PDF)"),
    }
    return tuple(
        views.Link(desk.word(labels[sheet_of(plan), plan.look]), desk.urls.href(file.name))
        for plan in sheets
        for file in plan.files
        if file.format == "pdf"
    )


def _exists(desk: Desk, path: str) -> bool:
    return desk.is_printed(path)


def _sheets(
    desk: Desk, institution: str | None, wishes: Sequence[WishNode], looks: Sequence[Look]
) -> Iterator[PrintPlan]:
    """The wishes of an ``institution``, by its slug, or of the whole Kiez."""
    if not wishes:
        return
    _ = desk.words.gettext
    first = _institution(desk, wishes[0]).text.entry(desk.lang).origin
    data = {
        **_common(desk, _("Bedarfskarten: %(name)s"), _who(desk, wishes)),
        "cards": [_card(desk, wish) for wish in wishes],
        "blank": False,
    }
    addresses = "\n".join(_address(desk, wish) for wish in wishes)
    for look in looks:
        fields = [_field(desk, wish) for wish in wishes]
        yield _plan(desk, institution, _FILLED, look, data, addresses, first.path, fields)


def _blank(desk: Desk) -> Iterator[PrintPlan]:
    _ = desk.words.gettext
    programme = desk.kiez.programme
    words = programme.in_language(desk.lang)
    data = {
        **_common(desk, _("Bedarfskarten zum Ausfüllen: %(name)s"), words.place),
        "cards": [{"paper": None}] * PER_SHEET,
        "blank": True,
        "kinds": [said(kind.name) for kind in words.kinds.values()],
    }
    address = desk.urls.absolute(urls.WISHES, desk.lang)
    data["board_alt"] = _("QR-Code: %(address)s") % {"address": address}
    source = programme.entry(desk.lang).origin.path
    for look in _OWN_PRINTER:
        yield _plan(desk, None, _BLANK, look, data, address, source, [])


def _plan(
    desk: Desk,
    institution: str | None,
    sheet: str,
    look: Look,
    data: Mapping[str, Any],
    addresses: str,
    source: str,
    fields: Sequence[tuple[str, Problem]],
) -> PrintPlan:
    # A folder may be called like the Kiez, or like a business.
    whose = f"einrichtung-{institution}" if institution else "kiez"
    # What is set is remembered until the job is done, so the cards of all institutions wait for those of the board;
    # and looks have nothing in common but the codes.
    shared = "bedarfskarten-einrichtungen" if institution else "bedarfskarten"
    return plan_print(
        source=source,
        slug=f"{whose}-{desk.lang}",
        layout="bedarfskarten",
        sheet=sheet,
        look=look,
        paper=GROUNDS[_BOARD] if data["blank"] else "#ffffff",
        data=data,
        address=addresses,
        picture=None,
        kit=f"{shared}-{desk.lang}-{look}",
        formats=("pdf",),
        fields=fields,
    )


def _card(desk: Desk, wish: WishNode) -> dict[str, Any]:
    _ = desk.words.gettext
    record = _institution(desk, wish).text.in_language(desk.lang)
    text = _wish(desk, wish)
    address = _address(desk, wish)
    return {
        "key": _key(wish),
        "kind": said(cards.kind_word(desk, text.kind)),
        "paper": GROUNDS[cards.kind_paper(desk, text.kind)],
        "number": said(desk.word(_("Karte %(number)s") % {"number": wish.index + 1})),
        "text": said(text.text),
        "audience": _maybe(text.audience),
        "amount": _maybe(text.amount),
        "until": said(desk.word(desk.words.day(text.until))) if text.until else None,
        "gives_back": _maybe(text.gives_back),
        "institution": said(record.name),
        "contact": [said(line) for line in _contact(desk, wish)],
        "alt": _("QR-Code: %(address)s") % {"address": address},
    }


def _contact(desk: Desk, wish: WishNode) -> Iterator[Text]:
    """How to say »Das kann ich« without a phone that scans: the institution's own ways, else the programme's."""
    contact = _institution(desk, wish).text.in_language(desk.lang).contact
    person = desk.kiez.programme.in_language(desk.lang).contact
    own = (contact.phone, contact.email) if contact else ()
    for way in own if any(own) else (person.phone, person.email):
        if way:
            yield Text(way)


def _common(desk: Desk, title: str, name: Text) -> dict[str, Any]:
    _ = desk.words.gettext
    programme = desk.kiez.programme.in_language(desk.lang)

    def word(text: str) -> dict[str, str]:
        return said(desk.word(text))

    return {
        "lang": desk.language.tag.split("-")[0],
        "dir": desk.language.direction,
        "publisher": programme.publisher.name.value,
        "title": title % {"name": name.value},
        "width": 210,
        "height": 297,
        "funders": [said(funder.line) for funder in programme.funders],
        "responsible": said(Text(f"V.i.S.d.P.: {programme.publisher.responsible.value}")),
        "credit": None,
        "sample": word(_("Erfundenes Beispiel")) if programme.sample else None,
        "words": {
            "wish": word(_("Wir suchen")),
            "number": word(_("Karte Nr.")),
            "audience": word(_("Für wen")),
            "amount": word(_("Wie viel")),
            "until": word(_("Bis")),
            "gives_back": word(_("Zurück kommt")),
            "institution": word(_("Einrichtung")),
            "can": word(_("Das kann ich")),
        },
    }


def _who(desk: Desk, wishes: Sequence[WishNode]) -> Text:
    """Whose wishes these are: the institution's name, or the Kiez's where there are several."""
    slugs = {wish.institution for wish in wishes}
    if len(slugs) > 1:
        return desk.kiez.programme.in_language(desk.lang).place
    return _institution(desk, wishes[0]).text.in_language(desk.lang).name


def _institution(desk: Desk, wish: WishNode) -> InstitutionNode:
    return desk.kiez.institutions[wish.institution]


def _wish(desk: Desk, wish: WishNode) -> Wish:
    return _institution(desk, wish).text.in_language(desk.lang).wishes[wish.index]


def _key(wish: WishNode) -> str:
    return urls.wish_anchor(wish.institution, wish.id)


def _field(desk: Desk, wish: WishNode) -> tuple[str, Problem]:
    """Where the wish was typed."""
    origin = _institution(desk, wish).text.entry(desk.lang).origin
    return _key(wish), origin.problem(("bedarfe", wish.index, "text"), "")


def _address(desk: Desk, wish: WishNode) -> str:
    path = urls.wish(wish.institution, wish.id)
    return desk.urls.absolute(path, desk.lang)


def _maybe(text: Text | None) -> dict[str, str] | None:
    return said(text) if text else None
