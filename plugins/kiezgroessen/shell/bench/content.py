"""Invented contents of any size for `tasks.py bench`; the same size always gives the same bytes.

Every program gets the same texts with the same headers: this one as folders, the others as `rivals` puts them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...read.slugs import slugify
from .words import ENDS, FIRST, FOR, GIFTS, KIEZ, KINDS, PAGES, SENTENCES, STARTS, STREETS, TRADES, WEEKDAYS

DAY = "2026-11-22"
"""The day the contents are written for."""
LARGEST = 30_000
"""How many businesses have a name of their own."""

_FILES = {"betriebe": "profil", "einrichtungen": "einrichtung", "aktionen": "aktion"}


@dataclass(frozen=True, slots=True)
class Text:
    """One text: ``room`` and ``slug`` are its address, ``header`` is ours, YAML.

    ``more`` are lines that only other programs need in the header, because they do not find out by themselves.
    """

    room: str
    slug: str
    title: str
    header: str
    body: str
    more: str = ""

    @property
    def path(self) -> str | None:
        """Where this program looks for it; nothing for a wish, which is part of its institution's file."""
        if self.room == "seiten":
            return f"content/seiten/{self.slug}.md"
        return f"profiles/{self.room}/{self.slug}/{_FILES[self.room]}.md" if self.room in _FILES else None


def invented(count: int, actions: int | None = None) -> tuple[Text, ...]:
    """``count`` businesses (at most `LARGEST`), so many actions or one for every five, institutions, wishes, pages."""
    chance = random.Random(count)  # noqa: S311 - nothing secret: the same contents on every machine
    businesses = [_business(name, trade, chance) for name, trade in _names(count, chance)]
    institutions = [_institution(number, chance) for number in range(max(3, count // 20))]
    # Some are always there, most now and then; three in ten actions have several businesses.
    often = businesses + businesses[::10] * 4
    found = [*businesses, *(text for one in institutions for text in one)]
    for number in range(max(6, count // 5) if actions is None else actions):
        together = {one.slug: one for one in chance.choices(often, k=chance.choice((1, 1, 1, 1, 1, 1, 1, 2, 2, 3)))}
        found.append(_action(number, list(together.values()), chance.choice(institutions)[0], chance))
    for slug in PAGES:
        title = slug.replace("ueber", "über").replace("-", " ").capitalize()
        header = f"titel: {title}\nkurz: Eine Seite, damit gemessen werden kann.\n"
        found.append(Text("seiten", slug, title, header, _prose(chance, 60)))
    return tuple(found)


def write(texts: Sequence[Text], root: Path) -> None:
    """Writes the folders of this program."""
    words = ["gewerbe:", *(f"  {key}: {{name: {name}, schema: {of}}}" for key, (name, of) in TRADES.items())]
    words += ["arten:", *(f"  {key}: {{name: {name}, mehrzahl: {many}}}" for key, (name, many) in KINDS.items())]
    put(root / "content/kiez.yaml", KIEZ + "\n".join(words) + "\n")
    for text in texts:
        if text.path:
            put(root / text.path, f"---\n{text.header}---\n\n{text.body}")
    for kind in ("content/kampagnen", "content/meldungen"):
        (root / kind).mkdir(parents=True, exist_ok=True)


def portrait(file: str, *, channels: str = "web, social") -> str:
    """Lines for the header of a business: a portrait, and the consent that it may be shown."""
    return (
        f"papier: gelb\nfotos:\n  - datei: {file}\n    alt: Zeichnung von jemandem, der lacht.\n"
        "    urheber: Messverein\n    personen: ja\n    freigabe: f1\n"
        f"freigaben:\n  - kennung: f1\n    von: Jo Mess\n    beleg: Blatt 1\n    am: {DAY}\n"
        f"    kanaele: [{channels}]\n"
    )


def put(path: Path, text: str) -> None:
    """Writes a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _names(count: int, chance: random.Random) -> list[tuple[str, str]]:
    every = [f"{start}{end}" for start in STARTS for end in ENDS]
    pairs = [(f"{TRADES[trade][0]} {name}", trade) for trade in TRADES for name in every]
    return chance.sample(pairs, count)


def _business(name: str, trade: str, chance: random.Random) -> Text:
    slug = slugify(name)
    owner = f"{chance.choice(FIRST)} {name.rsplit(' ', 1)[1]}"
    kinds = chance.sample(list(KINDS), chance.randint(1, 3))
    offers = [
        f"  - kennung: gabe-{number}\n    art: {kind}\n    text: {_gift(chance)}\n    fuer: {chance.choice(FOR)}\n"
        f"    menge: {chance.randint(2, 12)} im Jahr\n"
        for number, kind in enumerate(kinds)
    ]
    header = (
        f"name: {name}\ninhaber: [{owner}]\ngewerbe: {trade}\n"
        f'adresse: {{strasse: {chance.choice(STREETS)} {chance.randint(1, 99)}, plz: "10000", ort: Berlin}}\n'
        f"kontakt: {{telefon: 030 23125 {chance.randint(0, 999):03}, web: https://{slug}.example/}}\n"
        f"sprachen: [de, tr]\nzitat: Wir haben {_gift(chance)} übrig, also geben wir sie her.\n"
        f"angebote:\n{''.join(offers)}seit: {chance.randint(2017, 2025)}-0{chance.randint(1, 9)}\ngeprueft: 2026-05\n"
    )
    return Text("betriebe", slug, name, header, _prose(chance, 120), f"arten: [{', '.join(kinds)}]\n")


def _institution(number: int, chance: random.Random) -> list[Text]:
    """The institution, then its wishes."""
    name = f"Treffpunkt {STARTS[number % len(STARTS)]}{ENDS[number // len(STARTS)]}"
    slug = slugify(name)
    wishes = []
    for one in range(3):
        kind, gift, day = chance.choice(list(KINDS)), _gift(chance), chance.choice(WEEKDAYS)
        wishes.append((one, f"art: {kind}\n", f"fuer: die Gruppe am {day}\n", gift))
    needs = "".join(
        f"  - kennung: wunsch-{one}\n    {kind}    text: {gift}\n    {whom}" for one, kind, whom, gift in wishes
    )
    header = (
        f"name: {name}\ntraeger: Messverein e. V.\nadresse: {{strasse: Pumpenplatz {number + 2}}}\nsprachen: [de, ar]\n"
        f"zielgruppen: [Jugendliche ab 12]\nbedarfe:\n{needs}"
    )
    cards = [
        Text(
            "wunschbrett",
            f"{slug}--wunsch-{one}",
            gift,
            f"einrichtung: {slug}\nkennung: wunsch-{one}\n{kind}{whom}",
            "",
        )
        for one, kind, whom, gift in wishes
    ]
    return [Text("einrichtungen", slug, name, header, _prose(chance, 70)), *cards]


def _action(number: int, businesses: Sequence[Text], institution: Text, chance: random.Random) -> Text:
    year, month = chance.randint(2017, 2025), chance.randint(1, 12)
    date = f"{year}-{month:02}-{chance.randint(1, 28):02}"
    title = f"{_sentence(chance)}, zum {number + 1}. Mal"
    header = (
        f"titel: {title}\ndatum: {date}\nstatus: erledigt\n"
        f"betriebe: [{', '.join(one.slug for one in businesses)}]\neinrichtungen: [{institution.slug}]\n"
        f"gegeben: {_sentence(chance)}.\nzurueckgegeben: Ein Nachmittag mit Kuchen.\n"
        f"wirkung: Seitdem kennt man sich.\nzahlen: {{teilnehmende: {chance.randint(5, 80)}}}\n"
    )
    slug = f"{year}-{month:02}-aktion-{number + 1}"
    return Text("aktionen", slug, title, header, _prose(chance, 90), f"date: {date}\n")


def _gift(chance: random.Random) -> str:
    return chance.choice(GIFTS)


def _sentence(chance: random.Random) -> str:
    gift = _gift(chance)
    return gift[0].upper() + gift[1:]


def _prose(chance: random.Random, words: int) -> str:
    """About so many words, in paragraphs of three sentences."""
    sentences: list[str] = []
    while sum(len(sentence.split()) for sentence in sentences) < words:
        sentences.append(
            chance.choice(SENTENCES).format(
                first=chance.choice(FIRST),
                last=chance.choice(STARTS) + chance.choice(ENDS),
                year=chance.randint(2017, 2025),
                street=chance.choice(STREETS),
                weekday=chance.choice(WEEKDAYS),
                gift=_gift(chance),
                whom=chance.choice(FOR),
                count=chance.randint(5, 80),
            )
        )
    return "\n\n".join(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)) + "\n"
