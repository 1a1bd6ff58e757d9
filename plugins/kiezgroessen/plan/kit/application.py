"""The application form on paper: the questions of the form on the open call's page, to be filled in with a pen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from ...languages import Text
from ...model.parts import Person
from .. import urls, views
from ..application import questions
from ..application_views import Choice, Field
from ..desk import Desk
from ..prints import PrintPlan, plan_print, said

_LAYOUT = "bewerbung"
_MOST_CARDS = 40


def application_sheets(desk: Desk) -> Mapping[str, Sequence[PrintPlan]]:
    """The form for paper by the path of the page that gives it, where that exists in the desk's language."""
    return {urls.CALL: (_sheet(desk),)} if desk.is_printed(urls.CALL) else {}


def application_link(desk: Desk, sheets: Sequence[PrintPlan]) -> views.Link | None:
    """The link by which a page gives the form, if it is among its ``sheets``."""
    label = desk.word(desk.words.gettext("Formular zum Ausdrucken (PDF)"))
    names = [plan.files[0].name for plan in sheets if plan.layout == _LAYOUT]
    return views.Link(label, desk.urls.href(names[0])) if names else None


def _sheet(desk: Desk) -> PrintPlan:
    _ = desk.words.gettext
    programme = desk.kiez.programme.in_language(desk.lang)
    call = desk.kiez.call
    source = (call.text if call else desk.kiez.programme).entry(desk.lang).origin.path
    person = (call.text.in_language(desk.lang).contact if call else None) or programme.contact
    open_wishes = desk.kiez.open_wishes
    groups = questions(desk, open_wishes)
    by_kind = [some.choices for group in groups for field in group.fields for some in field.groups]
    # Not all fit: one of each kind comes before the second of any.
    listed = [choice for some in zip_longest(*by_kind) for choice in some if choice]
    address = desk.urls.absolute(urls.CALL, desk.lang)
    publisher = programme.publisher
    data: dict[str, Any] = {
        "lang": desk.language.tag.split("-")[0],
        "dir": desk.language.direction,
        "publisher": publisher.name.value,
        "title": _("Wir machen mit: %(name)s") % {"name": programme.name.value},
        "width": 210,
        "height": 297,
        "programme": said(programme.name),
        "place": said(programme.place),
        "groups": [
            {"label": _said(desk, group.label), "fields": [_field(desk, field) for field in group.fields]}
            for group in groups
        ],
        "cards": [_card(choice) for choice in listed[:_MOST_CARDS]],
        "more": [_more(desk, len(listed) - count) for count in range(min(len(listed), _MOST_CARDS) + 1)],
        "ways": [said(way) for way in _ways(desk, person)],
        "address": said(Text(f"{publisher.name}, {publisher.street}, {publisher.postcode} {publisher.town}")),
        "shown": desk.urls.shown(urls.CALL, desk.lang),
        "alt": _("QR-Code: %(address)s") % {"address": address},
        "funders": [said(funder.line) for funder in programme.funders],
        "responsible": said(Text(f"V.i.S.d.P.: {publisher.responsible.value}")),
        "credit": None,
        "sample": _said(desk, _("Erfundenes Beispiel")) if programme.sample else None,
        "words": {
            "head": _said(desk, _("Bewerbung")),
            "title": _said(desk, _("Wir machen mit")),
            "other": _said(desk, _("andere:")),
            "give": _said(desk, _("Abgeben oder anrufen")),
            "privacy": _said(
                desk, _("Die Angaben dienen nur dazu, zu antworten. Auf Wunsch wird das Blatt vernichtet.")
            ),
            "online": _said(desk, _("Geht auch im Netz:")),
        },
    }
    return plan_print(
        source=source,
        slug=f"mitmachen-{desk.lang}",
        layout=_LAYOUT,
        sheet="bewerbung-a4",
        look="schwarz",
        paper="#ffffff",
        data=data,
        address=address,
        picture=None,
        kit=f"bewerbung-{desk.lang}",
        formats=("pdf",),
    )


def _field(desk: Desk, field: Field) -> dict[str, Any]:
    return {
        "kind": field.kind,
        "label": _said(desk, field.label),
        # What can be typed is suggested on the page; on paper only boxes are.
        "choices": [said(choice.label) for choice in field.choices if field.kind != "text"],
    }


def _card(choice: Choice) -> dict[str, Any]:
    return {"text": said(choice.label), "note": said(choice.note) if choice.note else None}


def _more(desk: Desk, rest: int) -> dict[str, str] | None:
    text = desk.words.ngettext("und noch %(count)s offener Wunsch", "und noch %(count)s offene Wünsche", rest)
    return _said(desk, text % {"count": desk.words.number(rest)}) if rest else None


def _ways(desk: Desk, person: Person) -> Iterator[Text]:
    """Name, phone and mail of whoever answers, and in which languages."""
    if person.name:
        yield person.name
    yield from (Text(way) for way in (person.phone, person.email) if way)
    if person.languages:
        names = [desk.words.language_name(code) for code in person.languages]
        yield desk.word(desk.words.enumerate(names))


def _said(desk: Desk, text: str) -> dict[str, str]:
    return said(desk.word(text))
