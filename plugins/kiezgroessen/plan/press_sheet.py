"""The fact sheet: the programme on one page for whoever writes about it, with numbers that can be checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..dates import Day
from ..languages import Text
from ..link.kiez import CampaignState
from . import views
from .desk import Desk
from .kit.facts import strip_height
from .papers import GROUNDS
from .press_texts import Totals, in_brief, month
from .prints import Look, PrintPlan, plan_print, said, set_name

LOOKS: tuple[Look, ...] = ("farbe", "schwarz")
_NAME = 260.0
"""Greatest height of the programme's name, per 1000 of its width."""
_PAPER = "sonne"
_LAYOUT = "faktenblatt"

Frame = dict[str, float]
"""``{x, y, w, h}`` in millimetres."""


def numbers(desk: Desk, totals: Totals) -> tuple[views.Fact, ...]:
    """What can be counted, nothing left out because it is small."""
    n_ = desk.words.ngettext
    counted = (
        (totals.businesses, n_("Betrieb macht mit", "Betriebe machen mit", totals.businesses)),
        (totals.institutions, n_("Einrichtung macht mit", "Einrichtungen machen mit", totals.institutions)),
        (totals.done, n_("Aktion ist gelungen", "Aktionen sind gelungen", totals.done)),
        (totals.open, n_("Wunsch ist offen", "Wünsche sind offen", totals.open)),
        (totals.agreed, n_("Wunsch ist verabredet", "Wünsche sind verabredet", totals.agreed)),
        (totals.fulfilled, n_("Wunsch ist erfüllt", "Wünsche sind erfüllt", totals.fulfilled)),
    )
    return tuple(views.Fact(desk.words.number(number), label) for number, label in counted)


def facts(desk: Desk, totals: Totals) -> Iterator[tuple[str, tuple[Text, ...]]]:
    """What else can be said in a word: labels and their values, without what nobody knows."""
    _ = desk.words.gettext
    programme = desk.kiez.programme.in_language(desk.lang)
    if totals.since:
        yield _("Erster Betrieb"), (desk.word(month(desk, totals.since)),)
    if totals.first:
        yield _("Erste Aktion"), (desk.word(desk.words.day(totals.first)),)
    if totals.fallen_through:
        yield _("Nicht zustande gekommen"), (_actions(desk, totals.fallen_through),)
    if totals.former:
        yield _("Frühere Betriebe"), (desk.word(desk.words.number(totals.former)),)
    call = desk.kiez.call
    stop = call.text.record.stop if call and call.state is CampaignState.DURING else None
    if stop:
        yield _("Aufruf läuft bis"), (desk.word(desk.words.day(stop)),)
    yield _("Herausgeber"), (programme.publisher.name,)
    if programme.funders:
        yield _("Förderung"), tuple(funder.name for funder in programme.funders)


def today(desk: Desk) -> Day:
    """The day the numbers are of."""
    date = desk.kiez.date
    return Day(date.year, date.month, date.day)


def _actions(desk: Desk, number: int) -> Text:
    text = desk.words.ngettext("%(count)s Aktion", "%(count)s Aktionen", number)
    return desk.word(text % {"count": desk.words.number(number)})


def fact_sheet(desk: Desk, totals: Totals, path: str) -> Iterator[PrintPlan]:
    """A4, on yellow and for black printing; ``path`` is the press page, where the code leads."""
    _ = desk.words.gettext
    programme = desk.kiez.programme.in_language(desk.lang)
    origin = desk.kiez.programme.entry(desk.lang).origin
    name = desk.workshop.fit(programme.name.value, _NAME)
    address = desk.urls.absolute(path, desk.lang)
    date = _("Stand: %(day)s") % {"day": desk.words.day(today(desk))}
    person = programme.contact
    contact = [one for one in (person.name, person.phone, person.email) if one]
    lines = list(facts(desk, totals))
    if contact:
        lines.append((_("Kontakt"), tuple(one if isinstance(one, Text) else Text(str(one)) for one in contact)))
    data: dict[str, Any] = {
        "lang": desk.language.tag.split("-")[0],
        "dir": desk.language.direction,
        "publisher": programme.publisher.name.value,
        "title": _("Faktenblatt: %(name)s") % {"name": programme.name.value},
        "head": said(desk.word(_("Faktenblatt"))),
        "place": said(programme.place),
        "date": said(desk.word(date)),
        "name": set_name(name),
        "numbers": [{"number": fact.number, "label": said(desk.word(fact.label))} for fact in numbers(desk, totals)],
        "story_head": said(desk.word(_("In Kürze"))),
        "story": said(desk.word(in_brief(desk))),
        "facts_head": said(desk.word(_("Zum Nachschlagen"))),
        "facts": [
            {"label": said(desk.word(label)), "values": [said(one) for one in values]} for label, values in lines
        ],
        "shown": desk.urls.shown(path, desk.lang),
        "funders": [said(funder.line) for funder in programme.funders],
        "responsible": said(Text(f"V.i.S.d.P.: {programme.publisher.responsible.value}")),
        "credit": None,
        "alt": "",
        "sample": said(desk.word(_("Erfundenes Beispiel"))) if programme.sample else None,
        "words": {"qr_alt": _("QR-Code: %(address)s") % {"address": address}},
        "width": 210,
        "height": 297,
    }
    data["frames"] = _frames(data, name.height / name.width)
    for look in LOOKS:
        yield plan_print(
            source=origin.path,
            slug=f"presse-{desk.lang}",
            layout=_LAYOUT,
            sheet="faktenblatt-a4",
            look=look,
            paper=GROUNDS[_PAPER],
            data=data,
            address=address,
            picture=None,
            kit=f"presse-{desk.lang}",
            formats=("pdf", "jpg") if look == "farbe" else ("pdf",),
            fields=(("story", origin.problem(("name",), "")), ("facts", origin.problem(("foerderer",), ""))),
        )


def _frames(data: dict[str, Any], shape: float) -> dict[str, Frame]:
    """Where everything stands; ``shape`` is the height of the name by its width."""
    width, height, margin, rule, gap, side = 210.0, 297.0, 14.0, 1.6, 7.5, 30.0
    inner = width - 2 * margin
    tall = shape * inner
    column = inner - side - gap
    way = 6.0 + 3.5 + strip_height(data, column, 7.5)
    below = height - margin - max(side, way) - gap - rule
    start = margin + 11.0 + tall + gap
    counted = start + rule + gap
    middle = counted + 56.0 + gap
    left = 0.44 * (inner - gap)
    right = inner - gap - left
    room = below - middle - 2 * gap - 9
    frames: dict[str, tuple[float, float, float, float]] = {
        "head": (margin, margin, inner, 6),
        "name": (margin, margin + 11, inner, tall),
        "rule": (0, start, width, rule),
        "numbers": (margin, counted, inner, 56),
        "middle-rule": (0, middle - rule, width, rule),
        "story-head": (margin, middle + gap, left, 6),
        "story": (margin, middle + gap + 9, left, room),
        "facts-head": (margin + left + gap, middle + gap, right, 6),
        "facts": (margin + left + gap, middle + gap + 9, right, room),
        "foot-rule": (0, below, width, rule),
        "code": (margin + column + gap, height - margin - side, side, side),
        "way": (margin, height - margin - way, column, way),
    }
    return {key: dict(zip("xywh", (round(one, 2) for one in frame), strict=True)) for key, frame in frames.items()}
