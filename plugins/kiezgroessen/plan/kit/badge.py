"""The badge for a business's own website: a picture that it hosts itself, and a link. Dated and factual, not a seal."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ...languages import Text
from ..desk import Desk
from ..papers import INK
from ..prints import PrintPlan, plan_print, said, set_name
from .facts import Facts, common

BADGE_WIDTH, BADGE_HEIGHT = 240, 96
"""In CSS pixels; the PNG has twice as many."""
_PIXEL = 25.4 / 96
"""A CSS pixel in millimetres."""
_NAME = 185.0
"""Greatest height of the name, per 1000 of its width: below it a line says what it is, another what was given."""


def badges(desk: Desk, facts: Facts) -> Iterator[PrintPlan]:
    """On paper for light pages, on ink for dark ones: SVG with letters as paths, and PNG."""
    name = desk.workshop.fit_on_paper(facts.record.name.value, _NAME)
    slug = f"{facts.node.slug}-{desk.lang}"
    for sheet, dark in (("abzeichen-hell", False), ("abzeichen-dunkel", True)):
        data = {
            **common(desk, facts),
            "title": claim(desk, facts),
            "name": set_name(name),
            "claim": said(desk.word(" · ".join(_parts(desk)))),
            "last": _last(facts),
            "dark": dark,
            "light": facts.paper,
            "width": BADGE_WIDTH * _PIXEL,
            "height": BADGE_HEIGHT * _PIXEL,
        }
        yield plan_print(
            source=facts.node.text.entry(desk.lang).origin.path,
            slug=slug,
            layout="abzeichen",
            sheet=sheet,
            look="farbe",
            paper=INK if dark else facts.paper,
            data=data,
            address=None,
            picture=None,
            kit=slug,
            formats=("svg", "png"),
        )


def snippet(desk: Desk, facts: Facts, file_name: str) -> str:
    """HTML for a website: the picture under ``file_name``, as the business hosts it, with a link to its page here."""
    attributes = {
        "src": file_name,
        "width": str(BADGE_WIDTH),
        "height": str(BADGE_HEIGHT),
        "alt": claim(desk, facts),
    }
    inside = " ".join(f'{key}="{escape(value)}"' for key, value in attributes.items())
    return f'<a href="{escape(facts.address)}"><img {inside}></a>'


def claim(desk: Desk, facts: Facts) -> str:
    """What the badge says, in words: ``Mavi · Kiezgröße · Kiez am Krähenufer, Berlin · 2026``"""
    return " · ".join([facts.record.name.value, *_parts(desk)])


def _last(facts: Facts) -> dict[str, str] | None:
    """The latest thing done, in a few words."""
    if not facts.given:
        return None
    one = facts.given[0]
    name = one.title or one.text
    return said(Text(f"{one.year}: {name.value}", name.lang))


def _parts(desk: Desk) -> Iterator[str]:
    yield desk.words.gettext("Kiezgröße")
    place = desk.kiez.programme.in_language(desk.lang).place
    # A line has one language: a place that nobody translated stays off it.
    if place.lang == desk.lang:
        yield place.value
    yield str(desk.kiez.date.year)
