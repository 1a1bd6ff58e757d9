"""The site that a history begins with: all kinds of records in all states, photos with and without a consent."""

from __future__ import annotations

import copy
import io
import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_origin

import yaml
from PIL import Image
from tests.support.sites import GOOD, TODAY

from kiezgroessen.model.declare import Record, is_translated
from kiezgroessen.model.merge import inner_record
from kiezgroessen.model.messages import fields_of
from kiezgroessen.model.validate import RECORDS

from .world import Text, World, path_of, subject

ROOT = Path(__file__).parents[2]
WORDS: Mapping[str, tuple[str, ...]] = {
    "de": ("Tee", "Kuchen", "Brot", "Stühle", "Hof", "Nachbarn", "Straße", "Größe", "Äpfel", "morgen", "zwölf", "Ayşe"),
    "tr": ("çay", "ekmek", "şenlik", "komşu", "sokak", "iyi", "ışık", "ağaç", "öğle", "gün"),
    "ar": ("شاي", "خبز", "حيّ", "جار", "شارع", "كبير", "يوم", "بيت"),
    "en": ("tea", "bread", "chairs", "yard", "neighbours", "street", "twelve", "tomorrow", "apples"),
    "leicht": ("Tee", "Brot", "Stuhl", "Hof", "Nach-Barn", "Straße", "groß", "heute"),
}
RARE = "Ŵ"
"""A letter that no text has at first: fonts get another file for it."""
_MORE: Mapping[str, dict[str, Any]] = {
    "profiles/betriebe/salon-zopf/profil.md": {
        "name": "Salon Zopf",
        "inhaber": ["Nermin Zopf"],
        "gewerbe": "friseursalon",
        "adresse": {"strasse": "Probestraße 8", "plz": "10000", "ort": "Berlin"},
        "lage": "52.48990, 13.41800",
        "angebote": [
            {"kennung": "schnitt", "art": "verguenstigung", "text": "Ein Schnitt", "menge": "5 im Monat"},
            {"kennung": "raum", "art": "sachspende", "text": "Ein Nebenraum", "status": "ruht"},
        ],
        "seit": "2019",
        "papier": "rosa",
        "fotos": [
            {"datei": "laden.jpg", "alt": "Der Laden.", "urheber": "Foto: Verein", "personen": "nein"},
            {
                "datei": "nermin.jpg",
                "alt": "Eine Frau mit Schere.",
                "urheber": "Foto: Verein",
                "personen": "ja",
                "freigabe": ["nermin"],
                "ausschnitt": "40% 30%",
            },
        ],
        "freigaben": [
            {
                "kennung": "nermin",
                "von": "Nermin Zopf",
                "beleg": "Ordner 2, Blatt 3",
                "am": "2026-02-01",
                "kanaele": ["web"],
                "bis": "2027-02-01",
            }
        ],
    },
    "profiles/betriebe/schuster-absatz/profil.md": {
        "name": "Schuster Absatz",
        "gewerbe": "cafe",
        "angebote": [{"art": "sachspende", "text": "Ein Paar Schuhe"}],
        "ende": "2025-12-31",
    },
    "profiles/einrichtungen/alte-pumpe/einrichtung.md": {
        "name": "Alte Pumpe",
        "adresse": {"strasse": "Pumpenplatz 1", "ort": "Berlin"},
        "bedarfe": [
            {"kennung": "tische", "art": "sachspende", "text": "Zwölf Tische", "bis": "2026-12-01"},
            {"kennung": "hilfe", "art": "praktikum", "text": "Hilfe beim Abbau", "status": "vereinbart"},
        ],
        "fotos": [{"datei": "haus.jpg", "alt": "Das Haus.", "urheber": "Foto: Verein", "personen": "nein"}],
    },
    "profiles/aktionen/2027-05-hoffest/aktion.md": {
        "titel": "Hoffest 2027",
        "datum": "2027-05",
        "status": "geplant",
        "betriebe": ["salon-zopf", "mavi"],
        "einrichtungen": ["alte-pumpe"],
        "bedarf": ["alte-pumpe/tische"],
    },
    "profiles/aktionen/2026-09-schnitt/aktion.md": {
        "titel": "Frisch frisiert",
        "datum": "2026-09-10",
        "status": "erledigt",
        "betriebe": ["salon-zopf"],
        "einrichtungen": ["jugendclub"],
        "angebot": ["salon-zopf/schnitt"],
        "gegeben": "Zwölf Schnitte.",
        "zahlen": {"teilnehmende": "12"},
        "fotos": [{"datei": "stuhl.jpg", "alt": "Ein Stuhl.", "urheber": "Foto: Verein", "personen": "nein"}],
    },
    "profiles/aktionen/2027-01-entwurf/aktion.md": {
        "titel": "Noch geheim",
        "datum": "2027-01-10",
        "status": "entwurf",
    },
    "content/kampagnen/hoffest-2027/kampagne.md": {
        "titel": "Hoffest im Mai",
        "art": "aktion",
        "von": "2026-12-01",
        "bis": "2027-05-29",
        "phasen": [
            {"titel": "Planen", "von": "2026-12-01", "bis": "2027-03-31"},
            {"titel": "Feiern", "von": "2027-04-01", "bis": "2027-05-29", "text": "Im Hof."},
        ],
        "gesucht": ["sachspende"],
        "bedarfe": ["alte-pumpe/tische"],
        "ziel": {"zahl": "40", "einheit": "Gäste", "zaehlt": "teilnehmende"},
        "kurz": "Gesucht werden Tische.",
        "fragen": [{"frage": "Was kostet das?", "antwort": "Nichts."}],
        "betriebe": ["salon-zopf"],
        "aktionen": ["2027-05-hoffest"],
    },
    "content/kampagnen/bilanz-2025/kampagne.md": {
        "titel": "Bilanz",
        "art": "bilanz",
        "von": "2025-01-01",
        "bis": "2025-12-31",
        "aktionen": ["2026-05-hoffest"],
    },
    "content/meldungen/2026-12-01-bald.md": {
        "titel": "Bald",
        "datum": "2026-12-01",
        "kurz": "Am 1. Dezember geht es los.",
        "aktionen": ["2026-12-plaetzchen"],
    },
    "content/meldungen/2026-11-01-ruhig.md": {"titel": "Ruhig", "datum": "2026-11-01", "kurz": "Es war ruhig."},
    "content/seiten/presse.md": {"titel": "Presse", "kurz": "Zahlen und Bilder."},
    "content/seiten/ueber-uns.md": {"titel": "Über uns", "kurz": "Wer wir sind."},
    "content/seiten/leichte-sprache.md": {"titel": "Leichte Sprache", "kurz": "Einfach gesagt."},
}
_SECTIONS = "## vorher\n\nBald.\n\n## jetzt\n\nJetzt.\n\n## danach\n\nVorbei."


def say(chance: random.Random, lang: str, most: int = 6) -> str:
    """A few words of a language."""
    return " ".join(chance.choice(WORDS[lang]) for _ in range(chance.randint(1, most)))


def sentences(chance: random.Random, lang: str) -> str:
    """A paragraph."""
    return " ".join(f"{say(chance, lang, 9)}." for _ in range(chance.randint(1, 3)))


def start(chance: random.Random, *, languages: int) -> World:
    """A site in German and so many other languages."""
    files: dict[str, bytes] = dict(_theme())
    texts: dict[str, Text] = {}
    for file in sorted(GOOD.rglob("*")):
        path = file.relative_to(GOOD).as_posix()
        if file.suffix in {".md", ".yaml"}:
            texts[path] = _read(file)
        elif file.is_file():
            files[path] = file.read_bytes()
    for path, header in _MORE.items():
        body = _SECTIONS if "kampagnen" in path else sentences(chance, "de")
        texts[path] = Text(copy.deepcopy(header), body)
        for photo in header.get("fotos", ()):
            files[f"{path.rpartition('/')[0]}/{photo['datei']}"] = jpeg(chance.randrange(1000))
    world = World(texts, files, TODAY, {}, str(ROOT))
    known = world.kiez
    known["sprachen"] = ["de", *chance.sample(("tr", "ar", "en", "leicht"), languages)]
    known["gewerbe"]["friseursalon"] = {"name": "Friseursalon", "schema": "HairSalon"}
    known["arten"]["verguenstigung"] = {"name": "Vergünstigung", "mehrzahl": "Vergünstigungen"}
    world.settings = {"SITEURL": "http://localhost:8000", "KIEZ_PICTURES": False}
    for lang in world.languages:
        for kind, slug, tongue in [subject(path) for path in texts]:
            if tongue == "de" and path_of(kind, slug, lang) not in texts and chance.random() < 0.7:
                texts[path_of(kind, slug, lang)] = translation(chance, world, kind, slug, lang)
    return world


def translation(chance: random.Random, world: World, kind: str, slug: str, lang: str) -> Text:
    """The same text in another language."""
    original = world.texts[path_of(kind, slug)]
    body = _SECTIONS.replace("Jetzt.", sentences(chance, lang)) if kind == "campaign" else sentences(chance, lang)
    return Text(_translated(chance, RECORDS[kind], original.header, lang), body if original.body else "")


def _translated(chance: random.Random, record: type[Record], values: Mapping[str, Any], lang: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, info in fields_of(record).items():
        value = values.get(key)
        if value is None or not is_translated(info):
            continue
        inner = inner_record(info.annotation)
        if inner is None:
            made[key] = [say(chance, lang) for _ in value] if isinstance(value, list) else say(chance, lang)
        elif get_origin(info.annotation) is dict:
            made[key] = {word: _translated(chance, inner, group, lang) for word, group in value.items()}
        elif isinstance(value, list):
            made[key] = [_entry(chance, inner, entry, lang) for entry in value]
        else:
            made[key] = _translated(chance, inner, value, lang)
    return made


def _entry(chance: random.Random, record: type[Record], entry: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Which one is meant, and what it is called."""
    known = {key: entry[key] for key in ("kennung", "datei") if key in entry}
    return known | _translated(chance, record, entry, lang)


def jpeg(number: int) -> bytes:
    """A small photo, another one for each number up to a thousand."""
    picture = Image.linear_gradient("L").resize((480, 360)).rotate(number % 4 * 90)
    colour = (number * 37 % 256, number * 91 % 256, number * 13 % 256)
    buffer = io.BytesIO()
    Image.merge("RGB", [picture.point(lambda value, add=add: (value + add) % 256) for add in colour]).save(
        buffer, "JPEG", quality=70
    )
    return buffer.getvalue()


def _read(file: Path) -> Text:
    text = file.read_text("utf-8")
    if file.suffix == ".yaml":
        return Text(yaml.load(text, yaml.BaseLoader))  # noqa: S506 - texts, lists and groups only
    _, header, body = text.split("---\n", 2)
    values = yaml.load(header, yaml.BaseLoader)  # noqa: S506 - see above
    for key in ("betriebe", "einrichtungen", "aktionen", "angebot", "bedarf"):
        if isinstance(values.get(key), str):
            values[key] = [values[key]]
    return Text(values, body.strip())


@cache
def _theme() -> Mapping[str, bytes]:
    theme = ROOT / "theme"
    return {
        f"theme/{file.relative_to(theme).as_posix()}": file.read_bytes()
        for file in sorted(theme.rglob("*"))
        if file.is_file()
    }
