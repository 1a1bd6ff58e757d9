"""What hangs on walls and in windows: posters, the thank-you for the window, the certificate.

Here is where everything stands, in millimetres; the layouts put it there. ``x`` counts from where lines begin, so that
Arabic sheets are mirrored. What touches an edge of the sheet is printed over it where the sheet has a bleed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from ..desk import Desk
from ..fit import FittedName
from ..prints import PrintPlan, said, set_name
from .facts import Facts, common, looks_of, picture, rows, strip_height

POSTER_NAME = 560.0
"""Greatest height of a name on a poster, per 1000 of its width: the portrait wants a third of the sheet."""
CARD_NAME = 400.0
CERTIFICATE_NAME = 205.0
SHORT_NAME = 275.0
_ACROSS = 320.0
"""Names up to this height leave room for a portrait from edge to edge; with taller ones it would lose its chin."""
_MOST = 4
"""Facts on a sheet; more are not read in passing."""

SEEN_AS: Mapping[str, str] = MappingProxyType({"plakat-a4": "plakat-a3"})
"""Sheets that look like another one, only smaller, share its previews."""

Frame = dict[str, float]
"""``{x, y, w, h}`` in millimetres."""


def walls(desk: Desk, facts: Facts) -> Iterator[PrintPlan]:
    """All that hangs, in all looks."""
    yield from posters(desk, facts)
    yield from window_card(desk, facts)
    yield from certificate(desk, facts)


def posters(desk: Desk, facts: Facts) -> Iterator[PrintPlan]:
    """A3, and the same drawing in A4."""
    _ = desk.words.gettext
    name = desk.workshop.fit_on_paper(facts.record.name.value, POSTER_NAME)
    title = _("Plakat: %(name)s") % {"name": facts.record.name.value}
    for sheet, width, height in (("plakat-a3", 297, 420), ("plakat-a4", 210, 297)):
        shared = {**common(desk, facts), "title": title, "width": width, "height": height, "unit": width / 297}
        shared["rows"] = rows(desk, facts, _MOST, beside_fact=True)
        shape, frames = _poster(shared, name, photo=facts.photo is not None)
        data = {**shared, "shape": shape, "name": set_name(name), "frames": _scaled(frames, width / 297)}
        portrait = None
        if facts.photo is not None:
            portrait = picture(facts, frames["picture"]["w"] / frames["picture"]["h"], large=True)
        yield from looks_of(desk, facts, "plakat", sheet, data, portrait, shown=sheet not in SEEN_AS)


def _poster(data: Mapping[str, Any], name: FittedName, *, photo: bool) -> tuple[str, dict[str, Frame]]:
    """How the sheet is divided, and its frames in A3.

    ``quer``: the portrait from edge to edge. ``daneben``: upright at the side of the fact, under a tall name.
    ``ohne``: no portrait, the fact is the picture.
    """
    width, height, margin, rule, gap = 297.0, 420.0, 15.0, 2.2, 10.0
    inner = width - 2 * margin
    tall = name.height * inner / name.width
    shape = "ohne" if not photo else "quer" if name.height <= _ACROSS else "daneben"
    side = 48.0 if shape == "quer" else 44.0
    column = inner - side - gap
    small = strip_height(data, column, 9.5)
    way = 8.0 + 5.0 + small
    # The kicker heads the foot; below a portrait from edge to edge the fact follows it.
    text = 50.0 if shape == "quer" else 8.0 + 6.0
    foot = max(side, text + way)
    below = height - margin - foot - gap - rule
    start = margin + tall + 11.0
    frames = {
        "name": _frame(margin, margin, inner, tall),
        "foot-rule": _frame(0, below, width, rule),
        "code": _frame(margin + column + gap, height - margin - side, side, side),
        "kicker": _frame(margin, below + rule + gap, column, 8),
        "way": _frame(margin, height - margin - way, column, way),
    }
    if shape == "quer":
        frames["code"]["y"] = below + rule + gap
        frames["picture"] = _frame(0, start, width, below - start)
        frames["fact"] = _frame(margin, below + rule + gap + 12, column, foot - way - 12 - 6)
        return shape, frames
    top = start + rule + gap
    end = below - gap
    frames["rule"] = _frame(0, start, width, rule)
    if shape == "daneben":
        wide = min(172.0, 0.8 * (below - start - rule))
        frames["picture"] = _frame(width - wide, start + rule, wide, below - start - rule)
        frames["side-rule"] = _frame(width - wide - rule, start, rule, below - start)
        column = width - wide - rule - gap - margin
    else:
        column = inner
    # The thanks stand at the foot of the column; what they leave is the fact's.
    share = (0.36 if shape == "daneben" else 0.3) * (end - top) if data["rows"] else 0.0
    frames["fact"] = _frame(margin, top, column, end - top - share - (gap if share else 0))
    frames["thanks"] = _frame(margin, end - share, column, share)
    return shape, frames


def window_card(desk: Desk, facts: Facts) -> Iterator[PrintPlan]:
    """A5 for the shop window: thanks, dated, and what for."""
    _ = desk.words.gettext
    width, height, margin, rule, gap, side = 148.0, 210.0, 9.0, 1.3, 6.0, 27.0
    inner = width - 2 * margin
    name = desk.workshop.fit_on_paper(facts.record.name.value, CARD_NAME)
    data = _sheet(desk, facts, _("Fensterkarte: %(name)s"), width, height)
    tall = name.height * inner / name.width
    column = inner - side - gap
    way = 5.0 + 3.0 + strip_height(data, column, 6.5)
    foot = max(side, 5.0 + 4.0 + way)
    below = height - margin - foot - gap - rule
    start = margin + 11.0 + 5.0 + tall + gap + rule
    frames = {
        "head": _frame(margin, margin, inner, 11 + 5 + tall),
        "rule": _frame(0, start - rule, width, rule),
        "label": _frame(margin, start + gap, inner, 5),
        "rows": _frame(margin, start + gap + 5 + 3, inner, below - start - 2 * gap - 5 - 3),
        "foot-rule": _frame(0, below, width, rule),
        "code": _frame(margin + column + gap, height - margin - side, side, side),
        "kicker": _frame(margin, below + rule + gap, column, 5),
        "way": _frame(margin, height - margin - way, column, way),
    }
    frames["code"]["y"] = below + rule + gap
    data |= {"name": set_name(name), "frames": frames, "thank": said(desk.word(_("Danke,")))}
    yield from looks_of(desk, facts, "fensterkarte", "fensterkarte-a5", data, None)


def certificate(desk: Desk, facts: Facts) -> Iterator[PrintPlan]:
    """A4 landscape, to be signed by hand."""
    _ = desk.words.gettext
    width, height, margin, rule, gap = 297.0, 210.0, 15.0, 1.8, 9.0
    inner = width - 2 * margin
    programme = desk.kiez.programme.in_language(desk.lang)
    name = desk.workshop.fit_on_paper(facts.record.name.value, CERTIFICATE_NAME)
    if len(name.lines) == 1:
        # Of four letters, say: even the widest would end before the far edge.
        taller = desk.workshop.fit_on_paper(facts.record.name.value, SHORT_NAME)
        name = taller if len(taller.lines) == 1 else name
    data = _sheet(desk, facts, _("Urkunde: %(name)s"), width, height)
    tall = name.height * inner / name.width
    strip = strip_height(data, inner, 7.0)
    start = margin + 12.0 + tall + gap
    signed = height - margin - strip - 6.0 - 8.0
    left = 92.0
    # A name stays on one line, and »und« with the one that follows.
    owners = desk.words.enumerate([owner.value.replace(" ", "\u00a0") for owner in facts.record.owners])
    owners = re.sub(r" (\w{1,4}) ", " \\1\u00a0", owners)
    to = _("Danke, %(names)s!") % {"names": owners} if owners else _("Danke!")
    frames = {
        "head": _frame(margin, margin, inner, 6),
        "name": _frame(margin, margin + 12, inner, tall),
        "rule": _frame(0, start, width, rule),
        "to": _frame(margin, start + rule + gap, left, signed - 15 - start - rule - gap),
        "label": _frame(margin + left + gap, start + rule + gap, inner - left - gap, 5),
        "rows": _frame(
            margin + left + gap, start + rule + gap + 8, inner - left - gap, signed - 15 - start - rule - gap - 8
        ),
        "date": _frame(margin, signed, left, 10),
        "signature": _frame(margin + left + gap, signed, inner - left - gap, 10),
        "strip": _frame(margin, height - margin - strip, inner, strip),
    }
    publisher = programme.publisher
    data |= {
        "name": set_name(name),
        "frames": frames,
        "head": said(desk.word(_("Urkunde"))),
        "to": said(desk.word(to)),
        "date": said(desk.word(_("%(town)s, den") % {"town": publisher.town.value})),
        "signed": [said(one) for one in (publisher.name, publisher.represented_by) if one],
    }
    yield from looks_of(desk, facts, "urkunde", "urkunde-a4", data, None, coded=False)


def _sheet(desk: Desk, facts: Facts, title: str, width: float, height: float) -> dict[str, Any]:
    """What the thank-yous have in common: no portrait, the facts, and what they are called."""
    _ = desk.words.gettext
    label = _("Dafür:") if facts.given else _("Das bietet der Betrieb an:")
    return {
        **common(desk, facts),
        "credit": None,
        "alt": "",
        "title": title % {"name": facts.record.name.value},
        "width": width,
        "height": height,
        "rows": rows(desk, facts, _MOST),
        "label": said(desk.word(label)),
    }


def _frame(x: float, y: float, w: float, h: float) -> Frame:
    return {"x": round(x, 2), "y": round(y, 2), "w": round(w, 2), "h": round(h, 2)}


def _scaled(frames: Mapping[str, Frame], by: float) -> dict[str, Frame]:
    return {name: {key: round(value * by, 3) for key, value in frame.items()} for name, frame in frames.items()}
