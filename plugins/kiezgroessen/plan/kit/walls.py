"""What hangs on walls and in windows: posters."""

from __future__ import annotations

from collections.abc import Iterator

from ..desk import Desk
from ..prints import PrintPlan, set_name
from .facts import Facts, common, looks_of, picture

POSTER_NAME = 560.0
"""Greatest height of a name on a poster, per 1000 of its width: the portrait wants two fifths of the sheet."""


def posters(desk: Desk, facts: Facts) -> Iterator[PrintPlan]:
    """A3 and A4 in all looks."""
    _ = desk.words.gettext
    name = desk.workshop.fit(facts.record.name.value, POSTER_NAME)
    title = _("Plakat: %(name)s") % {"name": facts.record.name.value}
    # What the name leaves of the sheet, as ``plakat.typ`` lays it out (in A3 millimetres).
    free = 420 - 96 - (15 + 267 * name.height / name.width + 11)
    for sheet, width, height in (("plakat-a3", 297, 420), ("plakat-a4", 210, 297)):
        data = {**common(desk, facts), "title": title, "name": set_name(name), "width": width, "height": height}
        yield from looks_of(desk, facts, "plakat", sheet, data, picture(facts, 297 / free, large=True))
