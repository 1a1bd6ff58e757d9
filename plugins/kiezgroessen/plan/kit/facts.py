"""What can be printed about a business, and how every sheet says it: made from the profile and nothing else."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...languages import Text
from ...link.kiez import ActionNode, ActionState, AllowedPhoto, BusinessNode
from ...model.entry import Origin
from ...model.parts import Channel
from ...model.records import Business, OfferStatus
from ...problems import Problem
from ...read.document import Loc
from .. import cards, urls
from ..desk import Desk
from ..media import plan_cut
from ..papers import GROUNDS
from ..prints import LOOKS, PICTURE_WIDTHS, Look, PrintPicture, PrintPlan, plan_print, said

MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Given:
    """What a business has given, as an action that is done tells it: in one sentence, with the action's title.

    Where nobody wrote the sentence, the title is the ``text``. ``origin`` and ``loc`` are where it was typed.
    """

    year: int
    title: Text | None
    text: Text
    origin: Origin
    loc: Loc

    @property
    def place(self) -> Problem:
        """Where it was typed: a problem without a message."""
        return self.origin.problem(self.loc, "")

    @property
    def line(self) -> Text:
        """``2026: 40 Teegläser für das Hoffest``"""
        return Text(f"{self.year}: {self.text.value}", self.text.lang)


@dataclass(frozen=True, slots=True)
class Facts:
    """What can be printed about a business, in one language: only what the profile and the actions say."""

    node: BusinessNode
    record: Business
    paper: str
    address: str
    """Where its page is, for the QR code."""
    given: tuple[Given, ...]
    """The latest first."""
    photo: AllowedPhoto | None
    """The portrait, if its consent covers print."""

    @property
    def thanks(self) -> tuple[Text, ...]:
        """Dated facts, the latest first: ``2026: 40 Teegläser für das Hoffest``."""
        return tuple(one.line for one in self.given)


def facts_of(desk: Desk, node: BusinessNode) -> Facts:
    """Gathers what all sheets say."""
    record = node.text.in_language(desk.lang)
    first = next((photo for photo in node.photos if photo.index == 0), None)
    photo = first if first and Channel.PRINT in first.channels else None
    address = desk.urls.absolute(urls.business(node.slug), desk.lang)
    return Facts(node, record, GROUNDS[cards.paper_of(node)], address, tuple(_given(desk, node)), photo)


def _given(desk: Desk, node: BusinessNode) -> Iterator[Given]:
    actions = [desk.kiez.actions[slug] for slug in node.actions]
    done = [action for action in actions if action.state is ActionState.DONE]
    for action in sorted(done, key=lambda action: (action.first, action.slug), reverse=True):
        record = action.text.in_language(desk.lang)
        origin = action.text.entry(desk.lang).origin
        own = _own_part(desk, node, action)
        if own:
            yield Given(action.first.year, record.name, *own)
        elif record.given:
            yield Given(action.first.year, record.name, record.given, origin, ("gegeben",))
        else:
            yield Given(action.first.year, None, record.name, origin, ("titel",))


def _own_part(desk: Desk, node: BusinessNode, action: ActionNode) -> tuple[Text, Origin, Loc] | None:
    """What this business gave to an action of several, and where that was typed: the offer that the action links.

    The action's own sentence would thank each of them for what all have given.
    """
    linked = {offer for business, offer in action.offers if business == node.slug}
    if len(action.text.record.businesses) < 2:
        return None
    origin = node.text.entry(desk.lang).origin
    for index, offer in enumerate(node.text.in_language(desk.lang).offers):
        if offer.id in linked:
            return offer.text, origin, ("angebote", index, "text")
    return None


def common(desk: Desk, facts: Facts) -> dict[str, Any]:
    """The data that every sheet takes; texts know their own language."""
    _ = desk.words.gettext
    programme = desk.kiez.programme.in_language(desk.lang)
    photo = facts.photo and facts.record.photos[facts.photo.index]
    since = facts.record.since
    kicker = _("Kiezgröße seit %(year)s") % {"year": since.year} if since else _("Kiezgröße")
    # A line has one language: a place that nobody translated stays off it.
    if programme.place.lang == desk.lang:
        kicker = f"{kicker} · {programme.place.value}"
    return {
        "lang": desk.language.tag.split("-")[0],
        "dir": desk.language.direction,
        "publisher": programme.publisher.name.value,
        "fact": said(cards.main_offer(facts.record).text),
        "kicker": said(desk.word(kicker)),
        "place": said(programme.place),
        "thanks": [said(text) for text in facts.thanks],
        "shown": desk.urls.shown(urls.business(facts.node.slug), desk.lang),
        "funders": [said(funder.line) for funder in programme.funders],
        "responsible": said(Text(f"V.i.S.d.P.: {programme.publisher.responsible.value}")),
        "credit": said(photo.credit) if photo else None,
        "alt": photo.alt.value if photo else "",
        "sample": said(desk.word(_("Erfundenes Beispiel"))) if programme.sample else None,
        "words": {"qr_alt": _("QR-Code: %(address)s") % {"address": facts.address}},
    }


def rows(desk: Desk, facts: Facts, most: int, *, beside_fact: bool = False) -> list[dict[str, Any]]:
    """Dated facts for a ledger, at most so many: what was given, else what is offered this year.

    ``beside_fact``: the sheet names the main offer anyway, so only the others follow, without the year.
    """
    if facts.given:
        return [_row(f"thanks-{at}", str(one.year), one.title, one.text) for at, one in enumerate(facts.given[:most])]
    main = cards.main_offer(facts.record)
    listed = [
        (at, offer)
        for at, offer in enumerate(facts.record.offers)
        if offer is main or offer.status is not OfferStatus.PAUSED
    ]
    if beside_fact:
        listed = [(at, offer) for at, offer in listed if offer is not main]
    year = "" if beside_fact else str(desk.kiez.date.year)
    return [
        _row(f"offer-{at}", "" if number else year, None, offer.text)
        for number, (at, offer) in enumerate(listed[:most])
    ]


def _row(key: str, year: str, title: Text | None, text: Text) -> dict[str, Any]:
    return {"key": key, "year": year, "title": said(title) if title else None, "text": said(text)}


def strip_height(data: Mapping[str, Any], width: float, size: float) -> float:
    """Millimetres that the strip at the foot takes at most, on ``width`` millimetres in letters of ``size`` points."""
    last = [data["responsible"], data["credit"], data["sample"]]
    texts = [line["text"] for line in data["funders"]] + [" · ".join(one["text"] for one in last if one)]
    em = size * MM_PER_POINT
    # What letters take on average, and part of a word left over at the end of a line.
    lines = sum(math.ceil(len(text) * 0.46 * em / (width - 3 * em)) for text in texts)
    return lines * em * 1.14 + len(texts) * em * 0.1


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
    *,
    coded: bool = True,
    shown: bool = True,
) -> Iterator[PrintPlan]:
    """One sheet in its looks, each a file and, but for the print shop's, a preview.

    ``coded``: it has a QR code. ``shown``: it has previews of its own.
    """
    origin = facts.node.text.entry(desk.lang).origin
    for look in looks:
        yield plan_print(
            source=origin.path,
            slug=f"{facts.node.slug}-{desk.lang}",
            layout=layout,
            sheet=sheet,
            look=look,
            paper=facts.paper,
            data=data,
            address=facts.address if coded else None,
            picture=portrait,
            kit=f"{facts.node.slug}-{desk.lang}",
            formats=("pdf", "jpg") if shown and look != "druckerei" else ("pdf",),
            fields=fields_of(desk, facts),
        )


def fields_of(desk: Desk, facts: Facts) -> tuple[tuple[str, Problem], ...]:
    """Where each text of a sheet was typed, by its key in the data: ``fact``, ``offer-1``, ``thanks-0``, ``owners``."""
    origin = facts.node.text.entry(desk.lang).origin
    offers = [origin.problem(("angebote", index, "text"), "") for index in range(len(facts.record.offers))]
    main = facts.record.offers.index(cards.main_offer(facts.record))
    return (
        ("fact", offers[main]),
        *((f"offer-{index}", problem) for index, problem in enumerate(offers)),
        *((f"thanks-{number}", one.place) for number, one in enumerate(facts.given)),
        ("owners", origin.problem(("inhaber",), "")),
        ("name", origin.problem(("name",), "")),
    )
