"""Invented contents of any size for `tasks.py bench`; the same size always gives the same bytes.

The texts are written twice: as folders of this program, and as articles for Pelican without it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from ..read.slugs import slugify

DAY = "2026-11-22"
"""The day the contents are written for."""

_TRADES = MappingProxyType(
    {
        "baeckerei": ("Bäckerei", "Bakery"),
        "cafe": ("Café", "CafeOrCoffeeShop"),
        "apotheke": ("Apotheke", "Pharmacy"),
        "blumenladen": ("Blumenladen", "Florist"),
        "buchhandlung": ("Buchhandlung", "BookStore"),
        "fahrradwerkstatt": ("Fahrradwerkstatt", "BikeStore"),
        "friseursalon": ("Friseursalon", "HairSalon"),
        "imbiss": ("Imbiss", "Restaurant"),
        "schneiderei": ("Änderungsschneiderei", "DryCleaningOrLaundry"),
        "tischlerei": ("Tischlerei", "HomeAndConstructionBusiness"),
    }
)
_KINDS = MappingProxyType(
    {
        "sachspende": ("Sachspende", "Sachspenden"),
        "fachvortrag": ("Fachvortrag", "Fachvorträge"),
        "beratung": ("Beratung", "Beratungen"),
        "praktikum": ("Praktikum", "Praktika"),
        "raum": ("Raum", "Räume"),
    }
)
_FIRST = (
    "Ayşe",
    "Mara",
    "Hüseyin",
    "Jo",
    "Nermin",
    "Sofia",
    "Emre",
    "Lena",
    "Karim",
    "Ottilie",
    "Piotr",
    "Duc",
    "Selin",
    "Bruno",
    "Ilić",
    "Amal",
    "Greta",
    "Tarek",
)
_STARTS = (
    "Ber",
    "Lin",
    "Sonn",
    "Krä",
    "Hol",
    "Stein",
    "Wei",
    "Gold",
    "Ost",
    "Kai",
    "Mühl",
    "Fär",
    "Lot",
    "Pump",
    "Web",
    "Grün",
    "Alt",
    "Neu",
    "Krumm",
    "Breit",
    "Schu",
    "Han",
    "Dör",
)
_ENDS = (
    "mann",
    "er",
    "ert",
    "stedt",
    "au",
    "hoff",
    "dorf",
    "sen",
    "lein",
    "burg",
    "ling",
    "kamp",
    "beck",
    "thal",
    "wald",
    "feld",
    "bach",
    "horst",
)
_STREETS = ("Krähenufer", "Lotsenstraße", "Färbergang", "Pumpenplatz", "Weberwinkel")
_GIFTS = ("zwei Kisten Brot", "einen Nachmittag Zeit", "einen Praktikumsplatz", "zehn Stühle", "eine Stunde Beratung")
_FOR = ("den Jugendclub", "die Kita nebenan", "die Schule am Platz", "den Seniorentreff", "die Unterkunft am Kanal")
_SENTENCES = (
    "{first} {last} steht seit {year} hinter der Theke in der Straße {street}.",
    "Jeden {weekday} gehen {gift} an {whom}, ohne Rechnung und ohne viele Worte.",
    "Angefangen hat es mit einem Gespräch an der Ladentür, das eigentlich nur fünf Minuten dauern sollte.",
    "Die Kinder von nebenan wissen inzwischen, welche Maschine **laut** ist und welche nicht.",
    "»Platz haben wir nicht, aber wir rücken eben zusammen«, sagt {first} {last} und rückt einen Stuhl zur Seite.",
    "Im Sommer {year} kamen {count} Leute, im Winter darauf waren es schon doppelt so viele.",
    "Wer fragt, bekommt eine Antwort; wer am {weekday} fragt, bekommt auch einen Tee.",
    "Für {whom} hat der Laden {gift} bereitgestellt und beim Tragen gleich mit angefasst.",
    "Zurück kam eine Einladung zum Sommerfest, an der jetzt *alle* Unterschriften der Gruppe hängen.",
    "Das Werkzeug dafür lag zwanzig Jahre im Keller, bis jemand aus der Nachbarschaft danach fragte.",
    "Abgerechnet wird nicht, aufgeschrieben schon: {count} Termine stehen in einem karierten Heft.",
    "Am Ende des Jahres hängt das Heft im Schaufenster, und die Leute bleiben davor stehen.",
)
_WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag")
_PAGES = ("impressum", "datenschutz", "barrierefreiheit", "ueber-uns", "presse", "leichte-sprache")

_KIEZ = """name: Kiezgrößen
ort: Kiez zum Messen
leitsatz: Wer ist groß im Kiez?
kurz: Erfundene Betriebe, damit gemessen werden kann.
beispiel: ja
sprachen: [de]
herausgeber: {name: Messverein e. V., strasse: Pumpenplatz 1, plz: "10000", ort: Berlin, verantwortlich: Jo Mess}
kontakt: {name: Redaktion, telefon: 030 23125 100, email: redaktion@kiez.example, sprachen: [de]}
"""


@dataclass(frozen=True, slots=True)
class Article:
    """A text as both programs get it: ``path`` and ``header`` are ours, the rest is for both."""

    path: str
    header: str
    title: str
    category: str
    body: str


def write(count: int, ours: Path, stock: Path) -> int:
    """Writes ``count`` businesses with their actions and institutions to both folders; says how many texts that are."""
    articles = list(_articles(count))
    words = ["gewerbe:", *(f"  {key}: {{name: {name}, schema: {of}}}" for key, (name, of) in _TRADES.items())]
    words += ["arten:", *(f"  {key}: {{name: {name}, mehrzahl: {many}}}" for key, (name, many) in _KINDS.items())]
    _put(ours / "content/kiez.yaml", _KIEZ + "\n".join(words) + "\n")
    for number, article in enumerate(articles):
        _put(ours / article.path, f"---\n{article.header}---\n\n{article.body}")
        head = f"Title: {article.title}\nDate: {DAY}\nCategory: {article.category}\nSlug: text-{number}\n"
        _put(stock / f"text-{number}.md", f"{head}\n{article.body}")
    for kind in ("content/kampagnen", "content/meldungen"):
        (ours / kind).mkdir(parents=True, exist_ok=True)
    return len(articles)


def _articles(count: int) -> Iterator[Article]:
    chance = random.Random(count)  # noqa: S311 - nothing secret: the same contents on every machine
    names = _names(count, chance)
    businesses = [_business(name, trade, chance) for name, trade in names]
    institutions = [_institution(number, chance) for number in range(max(3, count // 20))]
    yield from businesses
    yield from institutions
    for number in range(max(6, count // 5)):
        yield _action(number, [chance.choice(businesses)], [chance.choice(institutions)], chance)
    for slug in _PAGES:
        title = slug.replace("ueber", "über").replace("-", " ").capitalize()
        header = f"titel: {title}\nkurz: Eine Seite, damit gemessen werden kann.\n"
        yield Article(f"content/seiten/{slug}.md", header, title, "Seiten", _prose(chance, 60))


def _names(count: int, chance: random.Random) -> list[tuple[str, str]]:
    every = [f"{start}{end}" for start in _STARTS for end in _ENDS]
    pairs = [(f"{_TRADES[trade][0]} {name}", trade) for trade in _TRADES for name in every]
    return chance.sample(pairs, count)


def _business(name: str, trade: str, chance: random.Random) -> Article:
    slug = slugify(name)
    owner = f"{chance.choice(_FIRST)} {name.rsplit(' ', 1)[1]}"
    offers = [
        f"  - kennung: gabe-{number}\n    art: {kind}\n    text: {_gift(chance)}\n    fuer: {chance.choice(_FOR)}\n"
        f"    menge: {chance.randint(2, 12)} im Jahr\n"
        for number, kind in enumerate(chance.sample(list(_KINDS), chance.randint(1, 3)))
    ]
    header = (
        f"name: {name}\ninhaber: [{owner}]\ngewerbe: {trade}\n"
        f'adresse: {{strasse: {chance.choice(_STREETS)} {chance.randint(1, 99)}, plz: "10000", ort: Berlin}}\n'
        f"kontakt: {{telefon: 030 23125 {chance.randint(0, 999):03}, web: https://{slug}.example/}}\n"
        f"sprachen: [de, tr]\nzitat: Wir haben {_gift(chance)} übrig, also geben wir sie her.\n"
        f"angebote:\n{''.join(offers)}seit: {chance.randint(2017, 2025)}-0{chance.randint(1, 9)}\ngeprueft: 2026-05\n"
    )
    return Article(f"profiles/betriebe/{slug}/profil.md", header, name, "Betriebe", _prose(chance, 120))


def _institution(number: int, chance: random.Random) -> Article:
    name = f"Treffpunkt {_STARTS[number % len(_STARTS)]}{_ENDS[number // len(_STARTS)]}"
    wishes = [
        f"  - kennung: wunsch-{one}\n    art: {chance.choice(list(_KINDS))}\n    text: {_gift(chance)}\n"
        f"    fuer: die Gruppe am {chance.choice(_WEEKDAYS)}\n"
        for one in range(3)
    ]
    header = (
        f"name: {name}\ntraeger: Messverein e. V.\nadresse: {{strasse: Pumpenplatz {number + 2}}}\nsprachen: [de, ar]\n"
        f"zielgruppen: [Jugendliche ab 12]\nbedarfe:\n{''.join(wishes)}"
    )
    path = f"profiles/einrichtungen/{slugify(name)}/einrichtung.md"
    return Article(path, header, name, "Einrichtungen", _prose(chance, 70))


def _action(
    number: int, businesses: Sequence[Article], institutions: Sequence[Article], chance: random.Random
) -> Article:
    year, month = chance.randint(2017, 2025), chance.randint(1, 12)
    title = f"{_gift(chance).capitalize()}, zum {number + 1}. Mal"
    header = (
        f"titel: {title}\ndatum: {year}-{month:02}-{chance.randint(1, 28):02}\nstatus: erledigt\n"
        f"betriebe: [{', '.join(_folder(one) for one in businesses)}]\n"
        f"einrichtungen: [{', '.join(_folder(one) for one in institutions)}]\n"
        f"gegeben: {_gift(chance).capitalize()}.\nzurueckgegeben: Ein Nachmittag mit Kuchen.\n"
        f"wirkung: Seitdem kennt man sich.\nzahlen: {{teilnehmende: {chance.randint(5, 80)}}}\n"
    )
    path = f"profiles/aktionen/{year}-{month:02}-aktion-{number + 1}/aktion.md"
    return Article(path, header, title, "Aktionen", _prose(chance, 90))


def _folder(article: Article) -> str:
    return article.path.split("/")[2]


def _gift(chance: random.Random) -> str:
    return chance.choice(_GIFTS)


def _prose(chance: random.Random, words: int) -> str:
    """About so many words, in paragraphs of three sentences."""
    sentences: list[str] = []
    while sum(len(sentence.split()) for sentence in sentences) < words:
        sentences.append(
            chance.choice(_SENTENCES).format(
                first=chance.choice(_FIRST),
                last=chance.choice(_STARTS) + chance.choice(_ENDS),
                year=chance.randint(2017, 2025),
                street=chance.choice(_STREETS),
                weekday=chance.choice(_WEEKDAYS),
                gift=_gift(chance),
                whom=chance.choice(_FOR),
                count=chance.randint(5, 80),
            )
        )
    paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
    return "\n\n".join(paragraphs) + "\n"


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
