"""What was found when the pages were looked at for barriers, as the declaration of accessibility says it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..dates import Day
from ..languages import LANGUAGES, Text
from . import views
from .desk import Desk

DECLARATION = "barrierefreiheit"
"""The page that says it."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A look with `tasks.py barriers`: the day, types of pages, languages; axe's version, and what it found.

    ``lowest`` is the lowest score for accessibility that Lighthouse gave a page, of 100.
    """

    day: dt.date
    pages: int
    languages: Sequence[str]
    axe: str
    violations: int
    lowest: int


def looked_rows(desk: Desk, looked: Looked) -> Iterator[views.Row]:
    """The rows of the table."""
    _, n_, number = desk.words.gettext, desk.words.ngettext, desk.words.number
    yield views.Row(_("Zuletzt geprüft"), (desk.time(Day(looked.day.year, looked.day.month, looked.day.day)),))
    kinds = n_("%(count)s Art von Seiten", "%(count)s Arten von Seiten", looked.pages)
    yield views.Row(_("Was"), (desk.word(kinds % {"count": number(looked.pages)}),))
    names = tuple(Text(LANGUAGES[code].name, code) for code in looked.languages)
    yield views.Row(_("In welchen Sprachen"), names)
    yield views.Row(_("Wie"), (desk.word(_("Am Handy, am Bildschirm und mit erzwungenen Farben.")),))
    found = n_("%(count)s Verstoß", "%(count)s Verstöße", looked.violations) % {"count": number(looked.violations)}
    yield views.Row(f"axe {looked.axe}", (desk.word(found),))
    score = _("%(score)s von 100 Punkten") % {"score": number(looked.lowest)}
    yield views.Row("Lighthouse", (desk.word(score),))
