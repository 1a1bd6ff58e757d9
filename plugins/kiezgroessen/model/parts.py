"""Groups of fields that several records share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from .declare import Record, item
from .fields import (
    ExactDate,
    Few,
    FileName,
    Focus,
    Line,
    ListOf,
    Short,
    Slug,
    Some,
    SpokenLanguage,
    YesNo,
    choice,
)
from .places import Email, Instagram, Mastodon, Phone, Postcode, WebAddress


class Address(Record):
    """Where somebody is."""

    title: ClassVar[str] = "Adresse"
    street: Short = item("strasse", "Straße und Hausnummer", example="Krähenufer 12")
    postcode: Postcode | None = item("plz", "Postleitzahl", None, example="10000")
    town: Short | None = item("ort", "Ort", None, example="Berlin")


class Contact(Record):
    """How to reach somebody; everything here is published."""

    title: ClassVar[str] = "Kontakt"
    phone: Phone | None = item("telefon", "Telefon mit Vorwahl", None, example="030 23125 017")
    email: Email | None = item("email", "E-Mail-Adresse", None, example="hallo@sonnenkorn.example")
    web: WebAddress | None = item("web", "Web-Adresse mit https://", None, example="https://sonnenkorn.example")
    instagram: Instagram | None = item("instagram", "Name bei Instagram", None, example='"@sonnenkorn"')
    mastodon: Mastodon | None = item("mastodon", "Name bei Mastodon", None, example='"@sonnenkorn@kiez.example"')


class Person(Record):
    """Somebody to talk to."""

    title: ClassVar[str] = "Ansprechperson"
    name: Short | None = item("name", "Wer geht ans Telefon?", None, example="Mara Ilić")
    phone: Phone | None = item("telefon", "Telefon mit Vorwahl", None, example="030 23125 001")
    email: Email | None = item("email", "E-Mail-Adresse", None, example="kiez@kraehenufer.example")
    languages: Annotated[tuple[SpokenLanguage, ...], Few, ListOf] = item(
        "sprachen", "Sprachen am Telefon", (), example="[de, tr]"
    )


class Photo(Record):
    """A photo beside the text. Shown only with consent, where people can be recognised."""

    title: ClassVar[str] = "Foto"
    file: FileName = item("datei", "Name der Datei, die neben dem Text liegt", example="portrait.jpg")
    alt: Line = item(
        "alt",
        "Was ist zu sehen? Für alle, die das Bild nicht sehen",
        example="Ayşe Demir steht lachend hinter der Theke",
        translated=True,
    )
    credit: Short = item("urheber", "Wer hat fotografiert?", example='"Foto: Jo Albrecht"', translated=True)
    people: YesNo = item("personen", "Sind Menschen zu erkennen? ja oder nein", example="ja")
    consents: Annotated[tuple[Slug, ...], Some, ListOf] = item(
        "freigabe", "Kennung der Freigabe, bei mehreren Menschen mehrere", (), example="ayse", private=True
    )
    focus: Focus | None = item("ausschnitt", "Worauf es ankommt: von links, von oben", None, example="50% 30%")


class Channel(StrEnum):
    """Where a photo may be used."""

    WEB = "web"
    SOCIAL = "social"
    PRESS = "presse"
    PRINT = "druck"


class Consent(Record):
    """A consent to photos, kept on paper. Nothing of this reaches the output."""

    title: ClassVar[str] = "Freigabe"
    id: Slug = item("kennung", "Kurzer Name, auf den das Foto verweist", example="ayse", private=True)
    person: Short = item("von", "Wer hat zugestimmt?", example="Ayşe Demir", private=True)
    record: Short = item("beleg", "Wo liegt das Papier?", example="Ordner 3, Blatt 12", private=True)
    given: ExactDate = item("am", "Wann?", example="2026-05-18", private=True)
    channels: Annotated[
        tuple[Annotated[Channel, *choice({c.value: c for c in Channel}, "Den Kanal")], ...], Few, ListOf
    ] = item("kanaele", "Wofür? web, social, presse, druck", example="[web, druck]", private=True)
    until: ExactDate | None = item("bis", "Bis wann gilt sie? Ohne Angabe: bis auf Widerruf", None, private=True)
    withdrawn: ExactDate | None = item("widerrufen", "Wann wurde sie zurückgenommen?", None, private=True)
    guardian: Short | None = item("sorgeberechtigt", "Bei Minderjährigen: wer hat unterschrieben?", None, private=True)


class Visibility(StrEnum):
    """Whether a record is shown."""

    DRAFT = "entwurf"
    PUBLISHED = "veroeffentlicht"
    PAUSED = "ruht"


VisibilityField = Annotated[Visibility, *choice({v.value: v for v in Visibility}, "Den Status")]
PhotoList = Annotated[tuple[Photo, ...], Some, ListOf]
ConsentList = Annotated[tuple[Consent, ...], Some, ListOf]


def visibility() -> Visibility:
    """Declares ``status``; the same for businesses, institutions, news and pages."""
    text = "entwurf, veroeffentlicht oder ruht"
    field: Visibility = item("status", text, Visibility.PUBLISHED, example="entwurf")
    return field


def photos() -> tuple[Photo, ...]:
    """Declares ``fotos``."""
    field: tuple[Photo, ...] = item("fotos", "Fotos; das erste ist das wichtigste", (), translated=True)
    return field


def consents() -> tuple[Consent, ...]:
    """Declares ``freigaben``."""
    field: tuple[Consent, ...] = item(
        "freigaben", "Wer der Veröffentlichung von Fotos zugestimmt hat", (), private=True
    )
    return field
