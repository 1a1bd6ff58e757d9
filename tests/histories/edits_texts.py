"""What editors do at their desks: words, fields, lists, running texts, translations."""

from __future__ import annotations

import random
from types import MappingProxyType

from .edit import Edit, any_of, entries, leaves, texts_of
from .place import Place
from .start import RARE, WORDS, say, sentences, translation
from .world import path_of, subject

_FREE = frozenset(
    {"name", "titel", "inhaber", "zitat", "text", "fuer", "menge", "traeger", "zielgruppen", "gibt_zurueck", "ort"}
    | {"gegeben", "zurueckgegeben", "wirkung", "wer", "woher", "kurz", "einheit", "frage", "antwort", "alt", "urheber"}
    | {"braucht", "bringt", "leitsatz", "zeile", "erklaerung", "mehrzahl", "vertreten_durch", "von", "beleg"}
)
_VALUES = MappingProxyType(
    {
        "business": (
            ("adresse", {"strasse": "Probestraße 77", "plz": "10001"}),
            ("adresse", {"strasse": "Am Hof 1 b", "ort": "Berlin"}),
            ("kontakt", {"telefon": "030 23125 299", "web": "https://neu.example/", "mastodon": "@neu@kiez.example"}),
            ("kontakt", {"email": "neu@mavi.example", "instagram": "@neu"}),
            ("sprachen", ["tr", "de"]),
            ("sprachen", ["en"]),
            ("seit", "2020-02"),
            ("geprueft", "2024-05"),
            ("papier", "blau"),
            ("papier", "lachs"),
            ("link", "nein"),
            ("aussprache", "tr"),
            ("lage", "52.49000, 13.40000"),
            ("status", "ruht"),
            ("status", "entwurf"),
            ("ende", "2026-11-01"),
            ("ende", "2027-02-01"),
        ),
        "institution": (
            ("adresse", {"strasse": "Probestraße 4 a"}),
            ("kontakt", {"telefon": "030 23125 399"}),
            ("sprachen", ["ar", "de"]),
            ("zielgruppen", ["Kinder", "Nachbarn"]),
            ("status", "ruht"),
            ("status", "entwurf"),
        ),
        "action": (
            ("status", "erledigt"),
            ("status", "vereinbart"),
            ("status", "geplant"),
            ("status", "nicht-zustande-gekommen"),
            ("status", "entwurf"),
            ("datum", "2026-11-20"),
            ("datum", "2026-11-25"),
            ("datum", "2027-03"),
            ("uhrzeit", "09:00"),
            ("uhrzeit", "15:00–18:30"),
            ("zahlen", {"stunden": "7", "euro": "120", "teilnehmende": "3"}),
            ("zitate", [{"text": "So war das.", "wer": "Mila, 14"}]),
        ),
        "campaign": (
            ("von", "2026-11-20"),
            ("bis", "2026-12-10"),
            ("gesucht", "bedarfe"),
            ("gesucht", ["praktikum", "sachspende"]),
            ("ziel", {"zahl": "7", "einheit": "Wünsche", "zaehlt": "bedarfe"}),
            ("braucht", ["Eine Stunde.", "Einen Stuhl."]),
            ("schritte", [{"titel": "Melden", "text": "Anrufen."}, {"titel": "Machen"}]),
            ("kontakt", {"name": "Jo", "telefon": "030 23125 111"}),
            ("status", "entwurf"),
            ("status", "ruht"),
        ),
        "news": (("datum", "2026-11-30"), ("datum", "2026-11-10"), ("status", "entwurf"), ("status", "ruht")),
        "page": (("status", "entwurf"), ("status", "ruht")),
    }
)
_PARTS = (
    "## Noch etwas\n\n- eins\n- zwei\n  1. drei",
    "Mehr im [Café](/betriebe/mavi/) und am [Wunschbrett](/wunschbrett/).",
    "> Gesagt ist gesagt.\n\n**Laut** und *leise*, [draußen](https://draussen.example/).",
    "| Tag | Was |\n|---|---|\n| Mo | Tee |",
    "[unten](#noch-etwas)\n\n### Noch etwas",
    "Anruf: [030 23125 100](tel:+493023125100)",
)


def word(chance: random.Random, place: Place) -> str:
    """Another text in a field."""
    path, text = chance.choice(texts_of(place.world, lang=None) + texts_of(place.world, "kiez", lang=None))
    found = [leaf for leaf in leaves(text.header) if leaf[2] in _FREE]
    if not found:
        return ""
    holder, key, name = chance.choice(found)
    new = say(chance, subject(path)[2])
    holder[key] = f"{holder[key]} {new}"[:70].strip() if chance.random() < 0.5 else new
    return f"{path}: {name} ist {holder[key]!r}"


def value(chance: random.Random, place: Place) -> str:
    """A field with something else in it, or without."""
    kind = chance.choice(sorted(_VALUES))
    if (found := any_of(chance, texts_of(place.world, kind))) is None:
        return ""
    path, text = found
    key, wanted = chance.choice(_VALUES[kind])
    if text.header.get(key) == wanted:
        del text.header[key]
        return f"{path}: {key} fehlt"
    text.header[key] = wanted.copy() if isinstance(wanted, list | dict) else wanted
    return f"{path}: {key} ist {wanted!r}"


def without(chance: random.Random, place: Place) -> str:
    """A field less."""
    path, text = chance.choice(texts_of(place.world, lang=None))
    key = any_of(chance, [key for key in text.header if key not in ("name", "titel", "kurz", "art", "status")])
    if key is None:
        return ""
    del text.header[key]
    return f"{path}: {key} fehlt"


def order(chance: random.Random, place: Place) -> str:
    """A list in another order, or the fields."""
    path, text = chance.choice(texts_of(place.world, lang=None))
    lists = [key for key, value in text.header.items() if isinstance(value, list) and len(value) > 1]
    if (key := any_of(chance, [*lists, ""])) == "" or key is None:
        pairs = list(text.header.items())
        chance.shuffle(pairs)
        text.header = dict(pairs)
        return f"{path}: die Felder stehen anders"
    chance.shuffle(text.header[key])
    return f"{path}: {key} in anderer Folge"


def body(chance: random.Random, place: Place) -> str:
    """A paragraph more, another, or none."""
    path, text = chance.choice(texts_of(place.world, lang=None))
    lang = subject(path)[2]
    parts = text.body.split("\n\n")
    at = chance.randrange(len(parts))
    what = chance.choice(("more", "more", "other", "gone", "part"))
    if what == "gone" and not parts[at].startswith("## "):
        del parts[at]
    elif what == "other" and not parts[at].startswith("## "):
        parts[at] = sentences(chance, lang)
    else:
        parts.append(chance.choice(_PARTS) if what == "part" else sentences(chance, lang))
    text.body = "\n\n".join(parts).strip()
    return f"{path}: anderer Text"


def link(chance: random.Random, place: Place) -> str:
    """A link to somebody, who may leave one day."""
    path, text = chance.choice(texts_of(place.world, lang=None))
    kind, start = chance.choice((("business", "betriebe"), ("institution", "einrichtungen"), ("action", "aktionen")))
    if (slug := any_of(chance, place.world.slugs(kind))) is None:
        return ""
    text.body += f"\n\n[{say(chance, subject(path)[2], 2)}](/{start}/{slug}/)"
    return f"{path}: Link zu {slug}"


def letter(chance: random.Random, place: Place) -> str:
    """A letter that no text had, or that none has any more."""
    path, text = chance.choice(texts_of(place.world, lang=None))
    if RARE in text.body:
        text.body = text.body.replace(RARE, "")
        return f"{path}: ohne {RARE}"
    text.body += f" {RARE}"
    return f"{path}: mit {RARE}"


def translate(chance: random.Random, place: Place) -> str:
    """A translation more, less, or again."""
    world = place.world
    lang = chance.choice([lang for lang in WORDS if lang != "de"])
    path, _ = chance.choice(texts_of(world) + texts_of(world, "kiez"))
    kind, slug, _ = subject(path)
    there = path_of(kind, slug, lang)
    if there in world.texts and chance.random() < 0.5:
        del world.texts[there]
        return f"{there} ist weg"
    world.texts[there] = translation(chance, world, kind, slug, lang)
    return f"{there} ist neu übersetzt"


def partly(chance: random.Random, place: Place) -> str:
    """A translation that says less: the rest stands in German."""
    path, text = chance.choice(texts_of(place.world, lang=None))
    if subject(path)[2] == "de" or not text.header:
        return ""
    del text.header[chance.choice(list(text.header))]
    return f"{path}: sagt weniger"


def offers(chance: random.Random, place: Place) -> str:
    """An offer or a wish more, less, or another kind."""
    kind, key = chance.choice((("business", "angebote"), ("institution", "bedarfe")))
    if (found := any_of(chance, texts_of(place.world, kind))) is None:
        return ""
    path, text = found
    known, words = entries(text, key), sorted(place.world.kiez["arten"])
    match chance.randrange(4):
        case 0 if len(known) > 1:
            text.header[key].remove(chance.choice(known))
            return f"{path}: {key} ohne einen"
        case 1 if known:
            chance.choice(known)["art"] = chance.choice(words)
            return f"{path}: {key} von anderer Art"
        case 2 if known:
            chance.choice(known)["bis" if key == "bedarfe" else "fuer"] = chance.choice(("2026-11-21", "2026-12-24"))
            return f"{path}: {key} mit Frist"
        case _:
            new = {"kennung": place.world.fresh_name(), "art": chance.choice(words), "text": say(chance, "de")}
            text.header.setdefault(key, []).append(new)
            return f"{path}: {key} mit einem mehr"


EDITS = (
    Edit("word", 10, word),
    Edit("value", 12, value),
    Edit("without", 3, without),
    Edit("order", 4, order),
    Edit("body", 8, body),
    Edit("link", 4, link),
    Edit("letter", 1, letter),
    Edit("translate", 5, translate),
    Edit("partly", 2, partly),
    Edit("offers", 5, offers),
)
