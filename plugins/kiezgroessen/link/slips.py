"""What is valid and yet hardly meant: two people in one entry, a day the file's name denies, a wish gone by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..model.entry import Entry, Origin
from ..model.records import Business, News
from ..model.validate import Model
from ..problems import Problem, Severity
from .kiez import WishNode, WishState

# »Demir & Söhne« is a firm; with a comma, a stroke or a word for »and« they are people.
_TWO = re.compile(r"\w{2}\.?(?:, ?| ?/ ?|(?<! von) und | u\. | and | ve | و ?)\w{2}")


def check_slips(model: Model) -> Iterator[Problem]:
    """Warnings about the German files."""
    for business in model.businesses.values():
        yield from _owners(business.source)
    for news in model.news.values():
        yield from _day(news.source)


def check_lapsed(origin: Origin, wishes: Iterable[WishNode]) -> Iterator[Problem]:
    """Wishes that nobody granted in time: the page says so, and somebody may still ask."""
    for wish in wishes:
        if wish.state is WishState.LAPSED:
            message = "Die Frist ist vorbei, die Karte gilt als abgelaufen."
            hint = "Ein neues Datum eintragen, oder die Karte löschen."
            yield origin.problem(("bedarfe", wish.index, "bis"), message, hint=hint, severity=Severity.WARNING)


def _owners(entry: Entry[Business]) -> Iterator[Problem]:
    for index, owner in enumerate(entry.record.owners):
        if _TWO.search(owner.value):
            message = f"In »{owner}« stehen wohl zwei Menschen."
            hint = "Jeder Mensch bekommt einen eigenen Eintrag, mit Vor- und Nachnamen."
            yield entry.origin.problem(("inhaber", index), message, hint=hint, severity=Severity.WARNING)


def _day(entry: Entry[News]) -> Iterator[Problem]:
    named, typed = entry.slug[:10], str(entry.record.day)
    if named != typed:
        message = f"Der Name der Datei sagt {named}, hier steht {typed}."
        hint = "Stimmt das Datum? Der Name bleibt, wenn die Meldung schon erschienen ist: Er ist ihre Adresse."
        yield entry.origin.problem(("datum",), message, hint=hint, severity=Severity.WARNING)
