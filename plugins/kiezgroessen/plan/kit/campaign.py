"""Posters of campaigns; those of the open call are the call on paper.

What they say holds on this day: from when or until when, the sentence of the day, what is sought. What is over calls
nobody and has none. Here is where everything stands, in millimetres on A3; A4 is the same drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...languages import Text
from ...link.kiez import ActionNode, ActionState, CampaignNode, CampaignState, WishNode, WishState
from ...model.parts import Person
from ...model.records import CampaignType
from ...problems import Problem
from .. import campaign_state, urls, views
from ..desk import Desk
from ..papers import GROUNDS
from ..prints import LOOKS, Look, PrintPlan, plan_print, said, set_name
from ..wish_order import in_turn, kind_of
from .facts import strip_height
from .kit import sheet_of

_TITLE, _TALL = 400.0, 520.0
"""Greatest heights of a title, per 1000 of its width: above many lines, and above few."""
_MOST = 8
"""Lines of what is sought; as many as fit are shown."""
_FEW = 3
"""With so few lines there is room for what happens when."""
_LAYOUT = "kampagne"
_A3, _A4 = "kampagne-a3", "kampagne-a4"

Row = dict[str, Any]


def campaign_posters(desk: Desk) -> Mapping[str, Sequence[PrintPlan]]:
    """The posters of all campaigns that exist in the desk's language and are not over, by the path of their page."""
    found = {}
    for node in desk.kiez.campaigns.values():
        path = campaign_state.path_of(desk, node)
        if desk.is_printed(path) and node.state is not CampaignState.AFTER:
            found[path] = tuple(_posters(desk, node, path))
    return found


def poster_links(desk: Desk, sheets: Sequence[PrintPlan]) -> tuple[views.Link, ...]:
    """The links by which a page gives its posters, which are among its ``sheets``."""
    _ = desk.words.gettext
    labels: Mapping[tuple[str, Look], str] = {
        (_A3, "farbe"): _("Plakat A3, farbig (PDF)"),
        (_A3, "schwarz"): _("Plakat A3, schwarz für farbiges Papier (PDF)"),
        (_A3, "druckerei"): _("Plakat A3 mit 3 mm Beschnitt, für die Druckerei (PDF)"),
        (_A4, "farbe"): _("Plakat A4, farbig (PDF)"),
        (_A4, "schwarz"): _("Plakat A4, schwarz für farbiges Papier (PDF)"),
        (_A4, "druckerei"): _("Plakat A4 mit 3 mm Beschnitt, für die Druckerei (PDF)"),
    }
    return tuple(
        views.Link(desk.word(labels[sheet_of(plan), plan.look]), desk.urls.href(file.name))
        for plan in sheets
        if plan.layout == _LAYOUT
        for file in plan.files
    )


def _posters(desk: Desk, node: CampaignNode, path: str) -> Iterator[PrintPlan]:
    _ = desk.words.gettext
    entry = node.text.entry(desk.lang)
    record = entry.record
    address = desk.urls.absolute(path, desk.lang)
    programme = desk.kiez.programme.in_language(desk.lang)
    feast = _feast(desk, node)
    place = feast.text.in_language(desk.lang).place if feast else None
    rows, places = _rows(desk, node)
    # The day itself stands large: steps that lead to it are for the page.
    dates = _dates(desk, node) if len(rows) <= _FEW and not feast else []
    name = desk.workshop.fit_on_paper(record.name.value, _TALL if len(rows) + len(dates) <= _FEW else _TITLE)
    data: dict[str, Any] = {
        "lang": desk.language.tag.split("-")[0],
        "dir": desk.language.direction,
        "publisher": programme.publisher.name.value,
        "title": _("Plakat: %(name)s") % {"name": record.name.value},
        "name": set_name(name),
        "line": said(desk.word(_day_of(desk, feast) if feast else campaign_state.line(desk, node))),
        "where": said(place) if place else None,
        "lead": said(campaign_state.lead(desk, node)),
        "rows_head": said(desk.word(_rows_head(desk, node))),
        "rows": rows,
        "dates_head": said(desk.word(_("Schritt für Schritt"))),
        "dates": dates,
        "person": _person(desk, record.contact or programme.contact),
        "shown": desk.urls.shown(path, desk.lang),
        "funders": [said(funder.line) for funder in programme.funders],
        "responsible": said(Text(f"V.i.S.d.P.: {programme.publisher.responsible.value}")),
        "credit": None,
        "sample": said(desk.word(_("Erfundenes Beispiel"))) if programme.sample else None,
        "words": {"qr_alt": _("QR-Code: %(address)s") % {"address": address}},
    }
    frames = _frames(data, name.height / name.width)
    fields = (("line", entry.origin.problem(("von",), "")), ("lead", _lead_field(desk, node)), *places)
    for sheet, width, height in ((_A3, 297, 420), (_A4, 210, 297)):
        unit = width / 297
        scaled = {key: {side: round(value * unit, 3) for side, value in one.items()} for key, one in frames.items()}
        whole = {**data, "width": width, "height": height, "unit": unit, "frames": scaled}
        for look in LOOKS:
            yield plan_print(
                source=entry.origin.path,
                slug=f"kampagne-{node.slug}-{desk.lang}",
                layout=_LAYOUT,
                sheet=sheet,
                look=look,
                paper=GROUNDS[campaign_state.paper_of(desk, node)],
                data=whole,
                address=address,
                picture=None,
                kit=f"kampagne-{node.slug}-{desk.lang}",
                formats=("pdf",),
                fields=fields,
            )


def _feast(desk: Desk, node: CampaignNode) -> ActionNode | None:
    """What a campaign of one action leads to: the next one of its own that is still to come."""
    if node.text.record.type == CampaignType.CALL:
        return None
    coming = (ActionState.PLANNED, ActionState.AGREED)
    found = [desk.kiez.actions[slug] for slug in node.actions]
    return min((one for one in found if one.state in coming), key=lambda one: one.first.first, default=None)


def _day_of(desk: Desk, feast: ActionNode) -> str:
    """The day and, where it is known, the hours."""
    _ = desk.words.gettext
    day = desk.words.period(feast.first, feast.last)
    clock = feast.text.record.clock
    return day if not clock else f"{day} · {_('%(time)s Uhr') % {'time': clock}}"


def _lead_field(desk: Desk, node: CampaignNode) -> Problem:
    """Where the sentence of the day was typed: above the text or, as the beginning of the text, below it."""
    entry = node.text.entry(desk.lang)
    above = entry.record.lead is not None and node.state is CampaignState.DURING
    return entry.origin.problem(("kurz",) if above else (), "")


def _rows_head(desk: Desk, node: CampaignNode) -> str:
    _, n_ = desk.words.gettext, desk.words.ngettext
    count = len(campaign_state.sought(desk, node))
    if count:
        return n_("%(num)d Wunsch ist offen", "%(num)d Wünsche sind offen", count) % {"num": count}
    return _("Das wird gesucht")


def _rows(desk: Desk, node: CampaignNode) -> tuple[list[Row], list[tuple[str, Problem]]]:
    """What is sought, and where it was typed."""
    _ = desk.words.gettext
    open_ones = [wish for wish in campaign_state.wishes(desk, node) if wish.state is WishState.OPEN]
    wishes = list(dict.fromkeys((*open_ones, *in_turn(desk, campaign_state.sought(desk, node)))))[:_MOST]
    rows, places = [_wish_row(desk, wish) for wish in wishes], [_wish_field(desk, wish) for wish in wishes]
    kinds = desk.kiez.programme.in_language(desk.lang).kinds
    origin = desk.kiez.programme.entry(desk.lang).origin
    # What a card says need not be said again by its kind.
    for kind in dict.fromkeys(node.text.record.sought):
        if kind in kinds and kind not in {kind_of(desk, wish) for wish in wishes}:
            rows.append(_row(kind, "", kinds[kind].plural, desk.word(_("Wer mithelfen will, meldet sich."))))
            places.append((kind, origin.problem(("arten", kind, "mehrzahl"), "")))
    return rows[:_MOST], places[:_MOST]


def _dates(desk: Desk, node: CampaignNode) -> list[Row]:
    """The phases that are not over."""
    phases = enumerate(node.text.in_language(desk.lang).phases)
    return [
        _row(f"phase-{number}", "", phase.name, desk.word(desk.words.period(phase.start, phase.stop)))
        for number, phase in phases
        if phase.stop.last >= desk.kiez.date
    ]


def _wish_row(desk: Desk, wish: WishNode) -> Row:
    record = desk.kiez.institutions[wish.institution].text.in_language(desk.lang)
    return _row(urls.wish_anchor(wish.institution, wish.id), "", record.wishes[wish.index].text, record.name)


def _wish_field(desk: Desk, wish: WishNode) -> tuple[str, Problem]:
    origin = desk.kiez.institutions[wish.institution].text.entry(desk.lang).origin
    return urls.wish_anchor(wish.institution, wish.id), origin.problem(("bedarfe", wish.index, "text"), "")


def _row(key: str, year: str, title: Text | None, text: Text) -> Row:
    return {"key": key, "year": year, "title": said(title) if title else None, "text": said(text)}


def _person(desk: Desk, record: Person) -> dict[str, Any]:
    _ = desk.words.gettext
    languages = desk.words.enumerate([desk.words.language_name(code) for code in record.languages])
    return {
        "name": said(record.name) if record.name else None,
        "phone": record.phone,
        "email": record.email,
        "languages": said(desk.word(f"{_('Spricht')} {languages}")) if languages else None,
    }


def _frames(data: Mapping[str, Any], shape: float) -> dict[str, dict[str, float]]:
    """Where everything stands on A3; ``shape`` is the height of the title by its width."""
    width, height, margin, rule, gap, side = 297.0, 420.0, 15.0, 2.2, 10.0, 58.0
    inner = width - 2 * margin
    tall = shape * inner
    column = inner - side - gap
    way = 8.0 + 5.0 + strip_height(data, column, 9.5)
    talk = 45.0
    foot = max(side, talk + 5.0 + way)
    below = height - margin - foot - gap - rule
    line = margin + tall + 12.0
    where = 16.0 if data["where"] else 0.0
    start = line + 26.0 + where
    frames = {
        "name": (margin, margin, inner, tall),
        "line": (margin, line, inner, 22.0),
        "where": (margin, line + 23.0, inner, where),
        "rule": (0.0, start, width, rule),
        "body": (margin, start + rule + gap, inner, below - gap - start - rule - gap),
        "foot-rule": (0.0, below, width, rule),
        "person": (margin, below + rule + gap, column, talk),
        "code": (margin + column + gap, below + rule + gap, side, side),
        "way": (margin, height - margin - way, column, way),
    }
    return {key: dict(zip("xywh", frame, strict=True)) for key, frame in frames.items()}
