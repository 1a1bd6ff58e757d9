"""From an application to a draft: what goes into the profile, what does not fit, what is still to be asked.

Every value passes the rules of the field it goes to; one that does not is named and stays out. The person's name,
phone number, address and words are nobody else's business: they never become part of a profile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from babel import Locale
from pydantic import TypeAdapter, ValidationError

from ..link.kiez import Kiez, WishNode, WishState
from ..model.fields import NameText, Short, SpokenLanguage
from ..model.places import Email, Phone, Postcode
from ..model.records import Institution, Wish
from ..model.unfinished import FILL_IN
from ..model.validate import Model
from ..problems import nearest
from ..read.applications import Application
from ..read.text import forbidden_in
from .new import Given

Words = Mapping[str, Mapping[str, str]]
"""``gewerbe`` and ``arten``: the Kiez's words and their names."""
MOST_LISTED = 60
"""Languages or wish cards that are looked at; nobody ticks more."""
_NAMED_IN = ("ar", "tr", "en", "de")
"""Whoever applies may write the names of languages in these; the last one counts where two disagree."""
_LONGEST_CODE = 3
_STATES: Mapping[WishState, str] = MappingProxyType(
    {
        WishState.OPEN: "noch offen",
        WishState.AGREED: "inzwischen vereinbart",
        WishState.FULFILLED: "inzwischen erfüllt",
        WishState.LAPSED: "Frist vorbei",
    }
)
_WITH_TOWN = re.compile(r"(?P<strasse>.+?)[,;]?\s+(?P<plz>[0-9]{5})\s+(?P<ort>\D{2,60})")
_REFERENCE = re.compile(r"(?P<house>[a-z0-9-]{1,80})/(?P<card>[a-z0-9-]{1,80})")


@dataclass(frozen=True, slots=True)
class Draft:
    """What becomes of an application: a profile's ``name`` and values; German sentences for the editor.

    ``name`` is empty where there is none that can be used; ``complaints`` say why.
    """

    name: str
    given: Mapping[str, Given]
    wishes: tuple[str, ...]
    complaints: tuple[str, ...]
    questions: tuple[str, ...]


def draft_of(application: Application, words: Words, model: Model, kiez: Kiez | None) -> Draft:
    """The draft. ``kiez`` says what state wishes are in; without it (contents with errors) nothing is said of that."""
    desk = _Desk(application.values, words)
    name = desk.checked("Betrieb", NameText)
    chosen = [_chosen(reference, model, kiez) for reference in _list(application.values.get("Wunschkarten", ""))]
    given: dict[str, Given] = {"gewerbe": desk.trade()}
    if address := desk.address():
        given["adresse"] = address
    if languages := desk.languages():
        given["sprachen"] = languages
    given["angebote"] = desk.offer([wish for _, wish in chosen if wish is not None])
    for key, kind in (("Telefon", Phone), ("E-Mail", Email)):
        desk.checked(key, kind)
    if not {"Telefon", "E-Mail"} & application.values.keys():
        desk.complaints.append("Weder Telefon noch E-Mail: Wie ist die Person zu erreichen?")
    questions = tuple(_questions(application.values, given))
    return Draft(name, given, tuple(said for said, _ in chosen), tuple(dict.fromkeys(desk.complaints)), questions)


class _Desk:
    """Takes values one by one and keeps what is wrong with them."""

    def __init__(self, values: Mapping[str, str], words: Words) -> None:
        self.values = values
        self.words = words
        self.complaints: list[str] = []

    def checked(self, key: str, kind: Any, text: str | None = None) -> str:
        """The value as its field keeps it; empty where there is none or it does not fit, which is then said."""
        text = self.values.get(key, "") if text is None else text
        if not text:
            return ""
        if sign := forbidden_in(text):
            self.complaints.append(f"{key}: enthält ein unsichtbares Zeichen, {sign}.")
            return ""
        try:
            return str(TypeAdapter(kind).validate_python(text))
        except ValidationError as fault:
            said = fault.errors()[0].get("ctx", {}).get("message", "passt nicht.")
            self.complaints.append(f"{key}: {said}")
            return ""

    def trade(self) -> str:
        """A word of the vocabulary, or what has to be filled in before anybody sees it."""
        return self._word("Gewerbe", "gewerbe", self.values.get("Betrieb", ""))

    def _word(self, key: str, which: str, clue: str) -> str:
        known, typed = self.words.get(which, {}), self.values.get(key, "")
        names = {name: word for word, name in known.items()} | {word: word for word in known}
        exact = {name.casefold(): word for name, word in names.items()}.get(typed.casefold())
        if exact:
            return exact
        meant = nearest(typed[:80], names) or nearest(clue[:80].split(" ", maxsplit=1)[0], names)
        why = f"»{typed[:80]}« steht nicht in kiez.yaml" if typed else "fehlt"
        perhaps = f" Vielleicht gemeint: {names[meant]}." if meant else ""
        self.complaints.append(f"{key}: {why}. Im Entwurf steht »{FILL_IN}«: bitte ausfüllen.{perhaps}")
        return FILL_IN

    def address(self) -> dict[str, str]:
        """Street, and postcode and town where they stand behind it."""
        typed = self.values.get("Straße", "")
        parts = match.groupdict() if (match := _WITH_TOWN.fullmatch(typed[:300])) else {"strasse": typed}
        kinds = {"strasse": Short, "plz": Postcode, "ort": Short}
        found = {part: self.checked("Straße", kinds[part], text) for part, text in parts.items()}
        return {part: text for part, text in found.items() if text} if found["strasse"] else {}

    def languages(self) -> list[str]:
        """Codes; languages may be named, too, in those of the applicants."""
        names = {
            name.casefold(): code
            for lang in _NAMED_IN
            for code, name in Locale(lang).languages.items()
            if len(code) <= _LONGEST_CODE
        }
        found: list[str] = []
        for typed in _list(self.values.get("Sprachen", "")):
            code = names.get(typed.casefold(), typed.casefold())
            if code not in Locale("de").languages:
                self.complaints.append(f"Sprachen: »{typed[:80]}« ist kein Sprachkürzel und kein bekannter Name.")
            elif (code := self.checked("Sprachen", SpokenLanguage, code)) and code not in found:
                found.append(code)
        return found

    def offer(self, wishes: Sequence[Wish]) -> dict[str, str]:
        """The first offer; its text is left to be filled in where nothing usable was said."""
        if self.values.get("Art") or not wishes:
            kind = self._word("Art", "arten", self.values.get("Angebot", ""))
        else:
            kind = wishes[0].kind
        text = self.checked("Angebot", Short)
        if "Angebot" not in self.values:
            self.complaints.append("Angebot: fehlt. Was genau gibt der Betrieb?")
        amount = self.checked("Menge", Short)
        return {"art": kind, "text": text or FILL_IN} | ({"menge": amount} if amount else {})


def _list(text: str) -> list[str]:
    """Entries between commas, each once; also the words around ``und``."""
    parts = re.split(r"[,;/]\s+|[,;]|\s+und\s+", text[:10_000])
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))[:MOST_LISTED]


def _chosen(reference: str, model: Model, kiez: Kiez | None) -> tuple[str, Wish | None]:
    """A wish card in words: what, whose, how to reach them; and its record."""
    match = _REFERENCE.fullmatch(reference)
    house = model.institutions.get(match["house"]) if match else None
    wish = next((one for one in house.record.wishes if match and one.id == match["card"]), None) if house else None
    if house is None or wish is None or not match:
        return f"»{reference[:120]}«: Diese Karte gibt es nicht (mehr).{_perhaps(reference, model)}", None
    node = kiez.wish(match["house"], match["card"]) if kiez else None
    return f"{wish.text.value} – {_reached(house.record)} ({reference}{_standing(node, kiez)})", wish


def _perhaps(typed: str, model: Model) -> str:
    """The card that somebody may have meant who wrote its text, or almost its name."""
    known = {
        wish.text.value: f"{slug}/{wish.id}"
        for slug, house in model.institutions.items()
        for wish in house.record.wishes
    }
    cards = {reference: text for text, reference in known.items()}
    reference = known.get(nearest(typed[:120], known) or "") or nearest(typed[:120], cards)
    return f" Vielleicht gemeint: {cards[reference]} ({reference})" if reference else ""


def _reached(house: Institution) -> str:
    contact = house.contact
    ways = [way for way in (contact.phone, contact.email) if way] if contact else []
    return ", ".join([house.name.value, *ways])


def _standing(node: WishNode | None, kiez: Kiez | None) -> str:
    if kiez is None:
        return ""
    return f"; {_STATES[node.state]}" if node else "; steht gerade nicht auf der Website"


def _questions(values: Mapping[str, str], given: Mapping[str, Given]) -> Iterator[str]:
    """What no application can settle, and only a talk can."""
    yield "Foto: Es gibt noch keins. Wer darauf zu erkennen ist, unterschreibt eine Freigabe."
    yield "Freigabe: für welche Kanäle (web, social, presse, druck), bis wann?"
    if "Name" in values:
        yield "Darf der Name der Person genannt werden? Dann kommt er unter »inhaber«."
    yield "Telefon, E-Mail, Web-Adresse: Was davon darf veröffentlicht werden? Nur das kommt unter »kontakt«."
    if "adresse" not in given:
        yield "Adresse: Straße und Hausnummer fehlen."
    yield "Karte: Breite und Länge unter »lage«, sonst steht der Laden auf keiner Karte."
    if "sprachen" not in given:
        yield "Welche Sprachen spricht man im Laden?"
    yield "Die Geschichte unter den Angaben: Wer ist das, was gibt sie oder er wem, seit wann?"
    yield "Hat der Betrieb alle Texte gelesen und ist einverstanden?"
