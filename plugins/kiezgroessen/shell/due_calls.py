"""Whom to call: profiles nobody has asked about for a year, consents that end, businesses that leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, cast

from babel import Locale

from ..dates import Day
from ..languages import SOURCE
from ..link.consent import ConsentState, days_left, state_of
from ..link.kiez import BusinessNode, Kiez
from ..model.entry import Translated
from ..model.parts import Contact, Visibility
from ..model.records import Action, Business, Institution, OfferStatus
from ..model.validate import Model
from ..plan.desk import Desk, Workshop
from ..plan.kit import small, walls
from ..plan.kit.facts import facts_of
from ..plan.kit.kit import is_code, sheet_of
from ..plan.pages.material import sheet_titles
from ..plan.plan import written_pages
from ..plan.urls import Urls
from ..read.fonts import load_fonts
from ..words import load_words
from .settings import HOUSE

CONSENTS_AHEAD, ENDS_AHEAD, ENDS_BEHIND = 60, 30, 60
"""Days: time enough to pay a visit and ask, to say goodbye, to collect what still hangs."""
_SITE = "https://kiez.invalid"
"""Sheets are only named here, so nobody follows what is printed on them."""
_Partner: TypeAlias = Translated[Business] | Translated[Institution]


class Reason(StrEnum):
    """Why somebody is to be called; the value is how tables say it."""

    ASK = "Nachfragen"
    CONSENT = "Freigabe endet"
    END = "Abschied"


@dataclass(frozen=True, slots=True)
class Item:
    """One call: whom, how, why. ``since`` is the day it is about, ``None`` if nobody knows; ``when`` says it in words.

    ``todo`` are German sentences: what to ask for or to bring back.
    """

    reason: Reason
    folder: str
    name: str
    people: tuple[str, ...]
    phone: str
    email: str
    languages: tuple[str, ...]
    since: dt.date | None
    when: str
    todo: tuple[str, ...]


def calls(model: Model, kiez: Kiez | None, day: dt.date) -> list[Item]:
    """All of them, by reason, the longest due first. Without ``kiez`` (contents with errors) no printed things."""
    return sorted([*_to_ask(model, day), *_consents(model, day), *_ends(model, kiez, day)], key=_order)


def _order(item: Item) -> tuple[int, dt.date, str]:
    return list(Reason).index(item.reason), item.since or dt.date.min, item.folder


def _item(
    text: _Partner,
    reason: Reason,
    since: dt.date | None,
    when: str,
    todo: Iterable[str],
) -> Item:
    record = text.record
    contact = record.contact or Contact()
    people = tuple(one.value for one in record.owners) if isinstance(record, Business) else ()
    names = Locale(SOURCE).languages
    languages = tuple(names.get(code, code) for code in record.languages)
    folder = text.source.origin.folder
    return Item(
        reason,
        folder,
        record.name.value,
        people,
        contact.phone or "",
        contact.email or "",
        languages,
        since,
        when,
        tuple(todo),
    )


def _to_ask(model: Model, day: dt.date) -> Iterator[Item]:
    """Businesses that are shown, or paused, and that nobody has confirmed for a year; never ones that have left."""
    for text in model.businesses.values():
        record = text.record
        if record.status is Visibility.DRAFT or (record.end is not None and record.end.first <= day):
            continue
        last = record.checked or record.since
        if last is not None and _a_year_after(last.last) > day:
            continue
        offers = [offer.text.value for offer in record.offers if offer.status is not OfferStatus.PAUSED]
        when = "nie" if last is None else _german(last) if record.checked else f"{_german(last)} (dabei seit)"
        yield _item(
            text,
            Reason.ASK,
            last.last if last else None,
            f"zuletzt: {when}",
            [f"gibt: {'; '.join(offers)}"] if offers else [],
        )


def _a_year_after(day: dt.date) -> dt.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # the 29th of February
        return dt.date(day.year + 1, 3, 1)


def _consents(model: Model, day: dt.date) -> Iterator[Item]:
    """Consents that hold and will end soon, with whom to ask: actions say their first partner."""
    everyone: list[_Partner | Translated[Action]] = [*model.businesses.values(), *model.institutions.values()]
    for text in [*everyone, *model.actions.values()]:
        if text.record.status == Visibility.DRAFT.value:
            continue
        for consent in text.record.consents:
            left = days_left(consent, day)
            if (
                state_of(consent, day) is not ConsentState.VALID
                or consent.until is None
                or left is None
                or left > CONSENTS_AHEAD
            ):
                continue
            photos = [photo.file for photo in text.record.photos if consent.id in photo.consents]
            partner = _partner(text, model)
            todo = [
                f"{consent.person} fragen: Freigabe »{consent.id}« in {text.source.origin.folder}, {consent.record}",
                f"Fotos: {', '.join(photos) or 'keins'}; Kanäle: {', '.join(consent.channels)}",
            ]
            when = f"endet am {_german(consent.until)}"
            if partner is None:
                folder, name = text.source.origin.folder, text.record.name.value
                yield Item(Reason.CONSENT, folder, name, (), "", "", (), consent.until.last, when, tuple(todo))
            else:
                yield _item(partner, Reason.CONSENT, consent.until.last, when, todo)


def _partner(text: _Partner | Translated[Action], model: Model) -> _Partner | None:
    action = text.record
    if not isinstance(action, Action):
        return cast("_Partner", text)
    houses: list[_Partner] = [model.institutions[slug] for slug in action.institutions if slug in model.institutions]
    shops = [model.businesses[slug] for slug in action.businesses if slug in model.businesses]
    return next(iter([*houses, *shops]), None)


def _ends(model: Model, kiez: Kiez | None, day: dt.date) -> Iterator[Item]:
    """Businesses that leave soon or have left lately, with what may hang and stand there."""
    for slug, text in model.businesses.items():
        end = text.record.end
        if end is None or text.record.status is Visibility.DRAFT:
            continue
        left = (end.first - day).days
        if -ENDS_BEHIND <= left <= ENDS_AHEAD:
            things = _printed(kiez, kiez.businesses.get(slug)) if kiez else []
            when = f"{'geht' if left > 0 else 'ging'} am {_german(end)}"
            todo = [f"Einsammeln: {'; '.join(things)}"] if things else []
            yield _item(text, Reason.END, end.first, when, [*todo, *_elsewhere(text.record)])


def _elsewhere(record: Business) -> Iterator[str]:
    web = record.contact.web if record.contact else None
    yield f"Abzeichen von der eigenen Website nehmen{f': {web}' if web else ''}"
    yield "Geteilte Bilder: Wer mag, löscht sie. Alte QR-Codes führen weiter zur Dankesseite."


def _printed(kiez: Kiez, node: BusinessNode | None) -> list[str]:
    """What the kit of a business holds for paper, each once, as its page called it."""
    if node is None:
        return []
    words = {SOURCE: load_words(HOUSE / "theme/strings", SOURCE)}
    workshop = Workshop(load_fonts(HOUSE / "theme/static/fonts"))
    desk = Desk(kiez, words[SOURCE], Urls(_SITE), str, workshop, written_pages(kiez, words))
    facts, titles = facts_of(desk, node), sheet_titles(desk)
    plans = (*walls.walls(desk, facts), *small.small(desk, facts))
    found = ["QR-Code" if is_code(plan) else titles.get(sheet_of(plan), sheet_of(plan)) for plan in plans]
    return list(dict.fromkeys(found))


def _german(day: Day) -> str:
    return day.first.strftime("%d.%m.%Y" if day.exact else "%m/%Y" if day.month else "%Y")
