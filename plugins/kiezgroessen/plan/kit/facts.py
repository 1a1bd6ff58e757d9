"""What can be printed about a business, and how every sheet says it: made from the profile and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...languages import Text
from ...link.kiez import AllowedPhoto, BusinessNode
from ...model.parts import Channel
from ...model.records import Business
from .. import cards, urls
from ..desk import Desk
from ..media import plan_cut
from ..papers import GROUNDS
from ..prints import LOOKS, PICTURE_WIDTHS, Look, PrintPicture, PrintPlan, plan_print, said


@dataclass(frozen=True, slots=True)
class Facts:
    """What can be printed about a business, in one language: only what the profile and the actions say."""

    node: BusinessNode
    record: Business
    paper: str
    address: str
    """Where its page is, for the QR code."""
    thanks: tuple[Text, ...]
    """Dated facts, the latest first: ``2026: 40 Teegläser für das Hoffest``."""
    photo: AllowedPhoto | None
    """The portrait, if its consent covers print."""


def facts_of(desk: Desk, node: BusinessNode) -> Facts:
    """Gathers what all sheets say."""
    record = node.text.in_language(desk.lang)
    first = next((photo for photo in node.photos if photo.index == 0), None)
    photo = first if first and Channel.PRINT in first.channels else None
    address = desk.urls.absolute(urls.business(node.slug), desk.lang)
    return Facts(node, record, GROUNDS[cards.paper_of(node)], address, tuple(_thanks(desk, node)), photo)


def _thanks(desk: Desk, node: BusinessNode) -> Iterator[Text]:
    for action in sorted(cards.done(desk), key=lambda one: one.first, reverse=True):
        if node.slug in action.businesses:
            record = action.text.in_language(desk.lang)
            given = record.given or record.name
            yield Text(f"{desk.words.number(action.first.year)}: {given.value}", given.lang)


def common(desk: Desk, facts: Facts) -> dict[str, Any]:
    """The data that every sheet takes; texts know their own language."""
    _ = desk.words.gettext
    programme = desk.kiez.programme.in_language(desk.lang)
    photo = facts.photo and facts.record.photos[facts.photo.index]
    since = facts.record.since
    kicker = _("Kiezgröße seit %(year)s") % {"year": since.year} if since else _("Kiezgröße")
    return {
        "lang": desk.language.tag.split("-")[0],
        "dir": desk.language.direction,
        "publisher": programme.publisher.name.value,
        "fact": said(cards.main_offer(facts.record).text),
        "kicker": said(desk.word(f"{kicker} · {programme.place.value}")),
        "thanks": [said(text) for text in facts.thanks],
        "shown": desk.urls.shown(urls.business(facts.node.slug), desk.lang),
        "funders": [said(funder.line) for funder in programme.funders],
        "responsible": said(Text(f"V.i.S.d.P.: {programme.publisher.responsible.value}")),
        "credit": said(photo.credit) if photo else None,
        "alt": photo.alt.value if photo else "",
        "sample": said(desk.word(_("Erfundenes Beispiel"))) if programme.sample else None,
        "words": {"qr_alt": _("QR-Code: %(address)s") % {"address": facts.address}},
    }


def picture(facts: Facts, aspect: float, *, large: bool) -> PrintPicture | None:
    """The portrait cut for a sheet, in one of the two widths, but no larger than the photo."""
    if facts.photo is None:
        return None
    focus = facts.record.photos[facts.photo.index].focus or (50.0, 30.0)
    cut = plan_cut(facts.photo.source, tone="ink", aspect=aspect, focus=focus)
    left, top, right, bottom = cut.box
    width = min(PICTURE_WIDTHS[large], right - left)
    return PrintPicture(cut, width, max(1, round(width * (bottom - top) / (right - left))))


def looks_of(
    desk: Desk,
    facts: Facts,
    layout: str,
    sheet: str,
    data: Mapping[str, Any],
    portrait: PrintPicture | None,
    looks: Sequence[Look] = LOOKS,
) -> Iterator[PrintPlan]:
    """One sheet in its looks, each a file and, but for the print shop's, a preview."""
    origin = facts.node.text.entry(desk.lang).origin
    fields = {"fact": origin.problem(("angebote", 0, "text"), "")}
    for look in looks:
        yield plan_print(
            source=origin.path,
            slug=f"{facts.node.slug}-{desk.lang}",
            layout=layout,
            sheet=sheet,
            look=look,
            paper=facts.paper,
            data=data,
            address=facts.address,
            picture=portrait,
            kit=f"{facts.node.slug}-{desk.lang}",
            formats=("pdf", "jpg") if look != "druckerei" else ("pdf",),
            fields=tuple(fields.items()),
        )
