"""What the pages of a long list have in common: titles that tell them apart, the way here, the way on."""

from __future__ import annotations

from collections.abc import Sequence

from ..languages import Text
from . import urls, views
from .desk import Desk
from .parts import Part
from .surround import Around, Assets, Share, around

_BESIDE = 1
"""Pages that are named on each side of the one that is open, beside the first and the last."""


def around_part(
    desk: Desk,
    assets: Assets,
    part: Part,
    template: str,
    *,
    title: str,
    label: Text,
    description: str,
    share: Share,
    before: Sequence[views.Link] = (),
) -> Around:
    """Head and frame of a page of a list; ``label`` names the list on the way here, ``before`` is the way to it.

    Further pages are found by themselves: each is its own canonical address and has a title of its own.
    """
    told = here(desk, part)
    way = [*before, desk.link(label, part.path, current=told is None)]
    if told:
        number = desk.words.gettext("Seite %(number)s") % {"number": desk.words.number(part.number)}
        way.append(desk.link(desk.word(number), part.place, current=True))
    return around(
        desk,
        assets,
        part.place,
        template,
        title=f"{title} – {told}" if told else title,
        description=f"{told}. {description}" if told else description,
        share=share,
        crumbs=way,
    )


def here(desk: Desk, part: Part) -> str | None:
    """``Seite 2 von 9``; nothing on the first page, which is the list itself."""
    if part.number == 1:
        return None
    number = desk.words.number
    return desk.words.gettext("Seite %(number)s von %(all)s") % {
        "number": number(part.number),
        "all": number(part.pages),
    }


def pagination(desk: Desk, part: Part) -> views.Pagination | None:
    """The ways to the other pages, if there are any."""
    if part.pages == 1:
        return None
    _ = desk.words.gettext

    def to(number: int, label: str) -> views.Link:
        return desk.link(desk.word(label), urls.part(part.path, number), current=number == part.number)

    first, last = max(1, part.number - _BESIDE), min(part.pages, part.number + _BESIDE)
    shown = sorted({1, *range(first, last + 1), part.pages})
    return views.Pagination(
        here(desk, part),
        to(part.number - 1, _("Vorige Seite")) if part.number > 1 else None,
        to(part.number + 1, _("Nächste Seite")) if part.number < part.pages else None,
        tuple(
            views.Step(to(number, desk.words.number(number)), gap=number - before > 1)
            for before, number in zip((0, *shown), shown, strict=False)
        ),
    )
