"""A wish card as a poster, A5: what is wished for as wide as the sheet, for doors, counters and lamp posts.

Where everything stands is given in millimetres, as for the other sheets that hang (`walls`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...languages import Text
from ...link.kiez import WishNode, WishState
from ...model.records import Institution, Wish
from ...problems import Problem
from .. import cards, urls, views
from ..desk import Desk
from ..papers import GROUNDS
from ..prints import Look, PrintPlan, plan_print, said, set_name
from .facts import strip_height

LOOKS: tuple[Look, ...] = ("farbe", "schwarz")
"""A single card is nothing for a print shop."""
NAME = 600.0
"""Greatest height of the wish, per 1000 of its width."""
_WIDTH, _HEIGHT, _MARGIN, _RULE, _GAP, _CODE = 148.0, 210.0, 9.0, 1.3, 5.0, 34.0


def wish_posters(desk: Desk) -> Mapping[str, Sequence[PrintPlan]]:
    """The posters of all open wishes, by the path of the wish's page, where that is in the desk's language."""
    found: dict[str, Sequence[PrintPlan]] = {}
    for wish in desk.kiez.wishes:
        path = urls.wish(wish.institution, wish.id)
        if wish.state is WishState.OPEN and desk.is_printed(path):
            found[path] = tuple(_posters(desk, wish, path))
    return found


def poster_links(desk: Desk, sheets: Sequence[PrintPlan]) -> tuple[views.Link, ...]:
    """The links by which a wish's page gives its posters."""
    _ = desk.words.gettext
    labels: Mapping[Look, str] = {
        "farbe": _("Diese Karte als Aushang, A5, farbig (PDF)"),
        "schwarz": _("Derselbe Aushang schwarz, für farbiges Papier (PDF)"),
    }
    return tuple(
        views.Link(desk.word(labels[plan.look]), desk.urls.href(file.name))
        for plan in sheets
        for file in plan.files
        if file.format == "pdf"
    )


def _posters(desk: Desk, wish: WishNode, path: str) -> Iterator[PrintPlan]:
    node = desk.kiez.institutions[wish.institution]
    record, origin = node.text.in_language(desk.lang), node.text.entry(desk.lang).origin
    text = record.wishes[wish.index]
    address = desk.urls.absolute(path, desk.lang)
    data = _data(desk, record, text, path)
    place: Problem = origin.problem(("bedarfe", wish.index, "text"), "")
    for look in LOOKS:
        yield plan_print(
            source=origin.path,
            slug=f"wunsch-{urls.wish_anchor(wish.institution, wish.id)}-{desk.lang}",
            layout="wunschkarte",
            sheet="wunschkarte-a5",
            look=look,
            paper=GROUNDS[cards.kind_paper(desk, text.kind)],
            data=data,
            address=address,
            picture=None,
            kit=f"wunschkarten-{desk.lang}-{look}",
            formats=("pdf",),
            fields=[(key, place) for key in ("audience", "amount", "until", "gives_back", "name", "contact")],
        )


def _data(desk: Desk, record: Institution, text: Wish, path: str) -> dict[str, Any]:
    _ = desk.words.gettext
    programme = desk.kiez.programme.in_language(desk.lang)
    name = desk.workshop.fit_on_paper(text.text.value, NAME)
    shared: dict[str, Any] = {
        "lang": desk.language.tag.split("-")[0],
        "dir": desk.language.direction,
        "publisher": programme.publisher.name.value,
        "title": _("Wunschkarte: %(wish)s") % {"wish": text.text.value},
        "width": _WIDTH,
        "height": _HEIGHT,
        "funders": [said(funder.line) for funder in programme.funders],
        "responsible": said(Text(f"V.i.S.d.P.: {programme.publisher.responsible.value}")),
        "credit": None,
        "sample": said(desk.word(_("Erfundenes Beispiel"))) if programme.sample else None,
    }
    return {
        **shared,
        "name": set_name(name),
        "frames": _frames(shared, name.height / name.width),
        "kind": said(cards.kind_word(desk, text.kind)),
        "institution": said(record.name),
        "rows": list(_rows(desk, text)),
        "contact": [said(Text(way)) for way in _contact(desk, record)],
        "shown": desk.urls.shown(path, desk.lang),
        "words": {
            "wish": said(desk.word(_("Wir suchen"))),
            "can": said(desk.word(_("Das kann ich"))),
            "qr_alt": _("QR-Code: %(address)s") % {"address": desk.urls.absolute(path, desk.lang)},
        },
    }


def _frames(data: Mapping[str, Any], tall: float) -> dict[str, dict[str, float]]:
    """``tall`` is the height of the wish by its width."""
    inner = _WIDTH - 2 * _MARGIN
    column = inner - _CODE - _GAP
    strip = strip_height(data, inner, 6.0)
    foot = _HEIGHT - _MARGIN - strip - 3.0 - _CODE
    start = _MARGIN + 8.0 + 5.0
    below = start + tall * inner + _GAP
    rule = foot - _GAP - _RULE
    frames = {
        "head": (_MARGIN, _MARGIN, inner, 8.0),
        "name": (_MARGIN, start, inner, tall * inner),
        "rows": (_MARGIN, below, inner, rule - _GAP - below),
        "foot-rule": (0.0, rule, _WIDTH, _RULE),
        "way": (_MARGIN, foot, column, _CODE),
        "code": (_MARGIN + column + _GAP, foot, _CODE, _CODE),
        "strip": (_MARGIN, _HEIGHT - _MARGIN - strip, inner, strip),
    }
    return {key: dict(zip("xywh", (round(n, 2) for n in frame), strict=True)) for key, frame in frames.items()}


def _rows(desk: Desk, text: Wish) -> Iterator[dict[str, Any]]:
    _ = desk.words.gettext
    until = desk.word(desk.words.day(text.until)) if text.until else None
    for key, label, value in (
        ("audience", _("Für wen"), text.audience),
        ("amount", _("Wie viel"), text.amount),
        ("until", _("Bis wann"), until),
        ("gives_back", _("Gibt zurück"), text.gives_back),
    ):
        if value:
            yield {"key": key, "year": "", "title": said(desk.word(label)), "text": said(value)}


def _contact(desk: Desk, record: Institution) -> Iterator[str]:
    """How to answer without a phone that scans: the institution's own ways, else the programme's."""
    person = desk.kiez.programme.in_language(desk.lang).contact
    own = (record.contact.phone, record.contact.email) if record.contact else ()
    yield from (way for way in (own if any(own) else (person.phone, person.email)) if way)
