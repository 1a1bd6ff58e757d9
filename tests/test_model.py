"""Documents become records: what each kind of field takes, what it refuses, and how the editor is told."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from tests.support.sites import good_site, kiez_of, put_file, read_site, replace_in, report

from kiezgroessen.dates import Clock, Day
from kiezgroessen.problems import Severity, has_errors

MAVI = "profiles/betriebe/mavi/profil.md"
FEST = "profiles/aktionen/2026-05-hoffest/aktion.md"
CLUB = "profiles/einrichtungen/jugendclub/einrichtung.md"
CALL = "content/kampagnen/mitmachen/kampagne.md"
KIEZ = "content/kiez.yaml"

SINCE = "seit: 2017-05"
DAYS = "Möglich sind 2026-05-18, 18.05.2026, 2026-05 oder 2026."
WHOLE_DAY = "Hier wird ein ganzes Datum gebraucht, zum Beispiel 18.05.2026."
SLUGS = "Ordner und Kennungen bestehen aus Kleinbuchstaben a–z, Ziffern und Bindestrichen."
GROUP = "hier werden Unterpunkte erwartet, eingerückt in eigenen Zeilen."
BUSINESS_KEYS = (
    "name, inhaber, aussprache, gewerbe, adresse, lage, kontakt, link, sprachen, zitat, angebote, seit, geprueft, "
    "ende, papier, fotos, freigaben, status"
)


def said(line: int, text: str, shown: str | None, fix: str | None = None, path: str = MAVI) -> str:
    """The report of one problem."""
    rows = [f"{path}:{line}: {text}"]
    rows += [f"    steht da:  {shown}"] if shown is not None else []
    rows += [f"    richtig:   {fix}"] if fix is not None else []
    return "\n".join(rows)


# file, what stands there, what is typed instead, line, message, corrected line
REFUSED: list[tuple[str, str, str, int, str, str | None]] = [
    # dates and times
    (MAVI, SINCE, "seit: im Mai", 21, f"seit: »im Mai« ist kein Datum. {DAYS}", None),
    (MAVI, SINCE, "seit: 2017-13", 21, f"seit: Einen Monat 13 gibt es nicht. {DAYS}", None),
    (MAVI, SINCE, "seit: 31.02.2017", 21, f"seit: Einen 31.2.2017 gibt es nicht. {DAYS}", None),
    (MAVI, SINCE, "seit: 1017", 21, f"seit: Das Jahr 1017 liegt nicht zwischen 1900 und 2100. {DAYS}", None),
    (
        MAVI,
        "    am: 2026-01-15",
        "    am: 2026-01",
        33,
        f"freigaben, 1. Eintrag, am: »2026-01« nennt keinen Tag. {WHOLE_DAY}",
        None,
    ),
    (
        FEST,
        "uhrzeit: 14:00–18:00",
        "uhrzeit: nachmittags",
        4,
        "uhrzeit: »nachmittags« ist keine Uhrzeit. Möglich sind 15:00 oder 15:00–18:00.",
        None,
    ),
    # words of a list
    (
        MAVI,
        "gewerbe: cafe",
        "gewerbe: caffe",
        4,
        "gewerbe: Das Gewerbe »caffe« gibt es nicht – meinten Sie »cafe«?",
        "gewerbe: cafe",
    ),
    (
        MAVI,
        "gewerbe: cafe",
        "gewerbe: zirkus",
        4,
        "gewerbe: Das Gewerbe »zirkus« gibt es nicht. Möglich: baeckerei, cafe, fahrradwerkstatt.",
        None,
    ),
    (
        MAVI,
        "    art: praktikum",
        "    art: praktikumm",
        19,
        "angebote, 2. Eintrag, art: Die Art »praktikumm« gibt es nicht – meinten Sie »praktikum«?",
        "    art: praktikum",
    ),
    (
        MAVI,
        "    personen: ja",
        "    personen: yes",
        27,
        "fotos, 1. Eintrag, personen: »yes« ist weder ja noch nein.",
        "    personen: ja",
    ),
    (
        MAVI,
        "    kanaele: [web, social, presse, druck]",
        "    kanaele: [web, sozial]",
        34,
        "freigaben, 1. Eintrag, kanaele, 2. Eintrag: Den Kanal »sozial« gibt es nicht – meinten Sie »social«?",
        "    kanaele: [web, social]",
    ),
    (
        MAVI,
        SINCE,
        "papier: grün",
        21,
        "papier: Die Papierfarbe »grün« gibt es nicht – meinten Sie »gruen«?",
        "papier: gruen",
    ),
    (
        MAVI,
        SINCE,
        "status: Entwurf",
        21,
        "status: Den Status »Entwurf« gibt es nicht – meinten Sie »entwurf«?",
        "status: entwurf",
    ),
    # names and numbers
    (
        MAVI,
        "    freigabe: derya",
        "    freigabe: Derya",
        28,
        f"fotos, 1. Eintrag, freigabe, 1. Eintrag: »Derya« gibt es so nicht. {SLUGS}",
        "    freigabe: derya",
    ),
    (
        MAVI,
        "  - datei: bild.png",
        "  - datei: ../bild.png",
        24,
        (
            "fotos, 1. Eintrag, datei: »../bild.png« ist kein Dateiname. "
            "Das Foto liegt im selben Ordner; hier steht nur sein Name."
        ),
        None,
    ),
    (
        FEST,
        "angebot: [mavi/teeglaeser]",
        "angebot: [teeglaeser!]",
        9,
        (
            "angebot, 1. Eintrag: »teeglaeser!« ist kein Verweis. "
            "Er hat die Form ordner/kennung, zum Beispiel jugendclub/laptops."
        ),
        None,
    ),
    (
        FEST,
        "zahlen: {teilnehmende: 40, stunden: 4}",
        "zahlen: {teilnehmende: viele}",
        14,
        "zahlen, teilnehmende: »viele« ist keine ganze Zahl.",
        None,
    ),
    (
        FEST,
        "zahlen: {teilnehmende: 40, stunden: 4}",
        'zahlen: {teilnehmende: 40, stunden: "3,5"}',
        14,
        "zahlen, stunden: »3,5« ist keine ganze Zahl.",
        None,
    ),
    # where somebody is and how to reach them
    (
        MAVI,
        'adresse: {strasse: Probestraße 2, plz: "10000", ort: Berlin}',
        "adresse: {strasse: Probestraße 2, plz: 1000}",
        5,
        "adresse, plz: »1000« ist keine Postleitzahl mit 5 Ziffern.",
        None,
    ),
    (
        MAVI,
        SINCE,
        "lage: 52,4 13,4",
        21,
        "lage: »52,4 13,4« ist keine Lage. Breite, Länge mit Punkt: 52.48990, 13.41800",
        None,
    ),
    (
        MAVI,
        SINCE,
        "lage: 95.1, 13.4",
        21,
        "lage: »95.1, 13.4« ist keine Lage. Breite, Länge mit Punkt: 52.48990, 13.41800",
        None,
    ),
    (
        MAVI,
        "  web: https://mavi.example/",
        "  web: mavi.example",
        9,
        "kontakt, web: »mavi.example« beginnt nicht mit https://.",
        "  web: https://mavi.example",
    ),
    (
        MAVI,
        "  web: https://mavi.example/",
        "  web: javascript:alert(1)",
        9,
        "kontakt, web: »javascript:alert(1)« ist keine Web-Adresse. Sie beginnt mit https://.",
        None,
    ),
    (
        MAVI,
        "  web: https://mavi.example/",
        "  web: https://mavi.example/?utm_source=x",
        9,
        "kontakt, web: die Adresse verfolgt die Leute, die ihr folgen.",
        "  web: https://mavi.example/",
    ),
    (
        MAVI,
        "  email: hallo@mavi.example",
        "  email: hallo at mavi",
        8,
        "kontakt, email: »hallo at mavi« ist keine E-Mail-Adresse.",
        None,
    ),
    (
        MAVI,
        "  telefon: 030 23125 201",
        "  telefon: 23125 201",
        7,
        "kontakt, telefon: »23125 201« ist keine Telefonnummer. Mit Vorwahl, zum Beispiel 030 23125 017.",
        None,
    ),
    (
        MAVI,
        "  web: https://mavi.example/",
        "  instagram: https://instagram.com/mavi",
        9,
        (
            "kontakt, instagram: »https://instagram.com/mavi« ist kein Instagram-Name. "
            "Nur der Name, ohne Adresse: @mavi.cafe"
        ),
        None,
    ),
    (
        MAVI,
        "  web: https://mavi.example/",
        "  mastodon: mavi",
        9,
        "kontakt, mastodon: »mavi« ist kein Mastodon-Name. Die Form ist @name@server.",
        None,
    ),
    (
        MAVI,
        "    personen: ja",
        "    ausschnitt: 50% 130%\n    personen: ja",
        27,
        (
            "fotos, 1. Eintrag, ausschnitt: »50% 130%« ist kein Ausschnitt. "
            "Zwei Prozentzahlen, von links und von oben: 50% 30%"
        ),
        None,
    ),
    # languages
    (
        MAVI,
        "sprachen: [de, tr, ar]",
        "sprachen: [Deutsch]",
        10,
        "sprachen, 1. Eintrag: »Deutsch« ist kein Sprachkürzel. Zwei Buchstaben, zum Beispiel de, tr, ar, en.",
        None,
    ),
    (
        KIEZ,
        "sprachen: [de, ar]\nherausgeber:",
        "sprachen: [de, fr]\nherausgeber:",
        6,
        "sprachen, 2. Eintrag: Die Sprache »fr« gibt es nicht. Möglich: de, tr, ar, en, leicht.",
        None,
    ),
    # length and emptiness
    (MAVI, "name: Café Mavi", "name: " + 83 * "x", 2, "name: ist 3 Zeichen zu lang (höchstens 80).", None),
    (MAVI, "name: Café Mavi", "name: ' '", 2, "name: ist leer.", None),
    (MAVI, "name: Café Mavi", "name:", 2, "name: fehlt. Zum Beispiel: name: Bäckerei Sonnenkorn", None),
    # keys
    (
        MAVI,
        "zitat: Der zweite Tee geht aufs Haus.",
        "zitatt: Der zweite Tee.",
        11,
        "Das Feld »zitatt« gibt es nicht – meinten Sie »zitat«?",
        "zitat: Der zweite Tee.",
    ),
    (
        MAVI,
        "zitat: Der zweite Tee geht aufs Haus.",
        "zitatt:",
        11,
        "Das Feld »zitatt« gibt es nicht – meinten Sie »zitat«?",
        "zitat:",
    ),
    (
        MAVI,
        "zitat: Der zweite Tee geht aufs Haus.",
        "lieblingsfarbe: blau",
        11,
        f"Das Feld »lieblingsfarbe« gibt es nicht. Möglich sind: {BUSINESS_KEYS}.",
        None,
    ),
    (
        MAVI,
        "    menge: 40 Stück",
        "    mengee: 40 Stück",
        17,
        "angebote, 1. Eintrag: Das Feld »mengee« gibt es nicht – meinten Sie »menge«?",
        "    menge: 40 Stück",
    ),
    # An unquoted comma in braces makes a key of its own: without this message 3,5 would silently count as 3.
    (
        FEST,
        "zahlen: {teilnehmende: 40, stunden: 4}",
        "zahlen: {teilnehmende: 40, stunden: 3,5}",
        14,
        "zahlen: Das Feld »5« gibt es nicht. Möglich sind: teilnehmende, stunden, plaetze, stueck, euro.",
        None,
    ),
    # shapes
    (
        MAVI,
        'adresse: {strasse: Probestraße 2, plz: "10000", ort: Berlin}',
        "adresse: Probestraße 2",
        5,
        f"adresse: {GROUP} Möglich sind: strasse, plz, ort.",
        None,
    ),
    (
        MAVI,
        "inhaber: [Derya Aksoy]",
        "inhaber: {a: b}",
        3,
        "inhaber: hier wird eine Liste erwartet, jede Zeile beginnt mit »- «. Zum Beispiel: inhaber: [Ayşe Demir]",
        None,
    ),
    (
        MAVI,
        "name: Café Mavi",
        "name: [Café, Mavi]",
        2,
        "name: hier steht eine Liste, erwartet wird ein einfacher Text.",
        None,
    ),
    (
        MAVI,
        "inhaber: [Derya Aksoy]",
        "inhaber: [Derya Aksoy, {a: b}]",
        3,
        "inhaber, 2. Eintrag: hier steht eine Gruppe von Feldern, erwartet wird ein einfacher Text.",
        None,
    ),
]


@pytest.mark.parametrize(("path", "old", "typed", "line", "message", "fix"), REFUSED)
def test_what_is_refused_is_said_with_line_reason_and_correction(
    tmp_path: Path, path: str, old: str, typed: str, line: int, message: str, fix: str | None
) -> None:
    root = good_site(tmp_path)
    replace_in(root, path, old, typed)
    shown = typed.split("\n", maxsplit=1)[0].rstrip()
    expected = said(line, message, shown, fix, path)
    assert report(root) == expected


@pytest.mark.parametrize("case", [case for case in REFUSED if case[5] is not None])
def test_the_corrected_line_is_really_correct(tmp_path: Path, case: tuple[str, str, str, int, str, str | None]) -> None:
    path, old, _, _, _, fix = case
    root = good_site(tmp_path)
    replace_in(root, path, old, fix or "")
    reading = read_site(root)
    assert reading.kiez is not None
    # A profile that is a draft is right in itself; who names it is told.
    assert not [problem for problem in reading.problems if problem.path == path]


@pytest.mark.parametrize(
    ("path", "old", "message"),
    [
        (MAVI, "name: Café Mavi\n", "2: name: fehlt. Zum Beispiel: name: Bäckerei Sonnenkorn"),
        (FEST, "titel: Hoffest\n", "2: titel: fehlt. Zum Beispiel: titel: Brot backen mit dem Jugendclub"),
        (FEST, "datum: 2026-05-30\n", "2: datum: fehlt. Zum Beispiel: datum: 2026-05-18"),
    ],
)
def test_what_is_missing_shows_no_line_that_has_nothing_to_do_with_it(
    tmp_path: Path, path: str, old: str, message: str
) -> None:
    root = good_site(tmp_path)
    replace_in(root, path, old, "")
    assert report(root) == f"{path}:{message}"


def test_what_is_missing_in_a_group_shows_the_group(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, '    urheber: "Zeichnung: Probeverein (CC0)"\n', "")
    message = "fotos, 1. Eintrag, urheber: fehlt. Zum Beispiel: urheber:"
    assert report(root).startswith(f"{MAVI}:24: {message}")
    assert report(root).endswith("steht da:    - datei: bild.png")


def test_a_business_without_offers_is_none(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    path = "profiles/betriebe/rad-und-tat/profil.md"
    replace_in(root, path, "angebote:\n  - art: fachvortrag\n    text: Wie man einen Reifen flickt\n", "angebote: []\n")
    assert report(root).startswith(f"{path}:4: angebote: mindestens ein Eintrag wird gebraucht.")


LISTS = {
    "offers": ("betriebe/mavi/profil.md", "angebote:\n", "  - {art: praktikum, text: Platz %d}\n", 24),
    "wishes": (
        "einrichtungen/jugendclub/einrichtung.md",
        "bedarfe:\n",
        "  - {kennung: w%d, art: praktikum, text: R}\n",
        100,
    ),
    "consents": (
        "betriebe/mavi/profil.md",
        "freigaben:\n",
        "  - {kennung: k%d, von: K, beleg: B, am: 2026-01-15, kanaele: web}\n",
        100,
    ),
}


@pytest.mark.parametrize(("file", "head", "entry", "most"), LISTS.values(), ids=LISTS)
def test_a_list_is_no_longer_than_people_can_read(tmp_path: Path, file: str, head: str, entry: str, most: int) -> None:
    root = good_site(tmp_path)
    path = f"profiles/{file}"
    (document,) = [one for one in read_site(root).documents if one.path == path]
    listed = document.header.values[head.removesuffix(":\n")]
    assert isinstance(listed, list)
    replace_in(root, path, head, head + "".join(entry % n for n in range(most - len(listed))))
    assert not has_errors(read_site(root).problems)
    replace_in(root, path, head, head + entry % 999)
    assert f"{head.strip()} höchstens {most} Einträge sind möglich." in report(root)


def test_all_problems_of_all_files_are_in_one_report(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "gewerbe: cafe", "gewerbe: caffe")
    replace_in(root, MAVI, SINCE, "seit: gestern")
    replace_in(root, CLUB, "    menge: 10 Stück", "    mengge: 10 Stück")
    replace_in(root, FEST, "status: erledigt", "status: fertig")
    places = [line.split(": ")[0] for line in report(root).split("\n") if not line.startswith(" ")]
    assert places == [f"{FEST}:6", f"{MAVI}:4", f"{MAVI}:21", f"{CLUB}:12"]


def test_a_mistake_in_a_file_is_not_reported_again_by_those_who_name_it(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "gewerbe: cafe", "gewerbe: caffe")
    assert report(root).count("\n") == 2, "one message, the line, the correction"


def test_nothing_depends_on_words_while_the_kiez_itself_cannot_be_read(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    put_file(root, KIEZ, "name: [")
    assert {line.split(":")[0] for line in report(root).split("\n") if not line.startswith(" ")} == {KIEZ}


# What is accepted: typed, and what it means.


def test_yaml_does_not_guess(tmp_path: Path) -> None:
    """Each of these would be something else if YAML's own types were used."""
    root = good_site(tmp_path)
    replace_in(root, MAVI, 'plz: "10000"', "plz: 01067")
    replace_in(root, MAVI, "  telefon: 030 23125 201", "  telefon: 0301234567")
    replace_in(root, MAVI, "sprachen: [de, tr, ar]", "sprachen: [no, de]")
    replace_in(root, MAVI, "    menge: 40 Stück", "    menge: 1.10")
    replace_in(root, MAVI, "name: Café Mavi", "name: 1_000")
    replace_in(root, FEST, "uhrzeit: 14:00–18:00", "uhrzeit: 10:30")
    kiez = kiez_of(root)
    record = kiez.businesses["mavi"].text.record
    assert record.address is not None
    assert record.contact is not None
    assert record.address.postcode == "01067"
    assert record.contact.phone == "0301234567"
    assert record.languages == ("no", "de")
    assert str(record.offers[0].amount) == "1.10"
    assert record.name.value == "1_000"
    assert kiez.actions["2026-05-hoffest"].text.record.clock == Clock("10:30")


@pytest.mark.parametrize(
    ("typed", "expected"), [("2018-03", Day(2018, 3)), ("15.07.2017", Day(2017, 7, 15)), ("2018", Day(2018))]
)
def test_both_spellings_of_a_date_are_accepted(tmp_path: Path, typed: str, expected: Day) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, SINCE, f"seit: {typed}")
    assert kiez_of(root).businesses["mavi"].text.record.since == expected


@pytest.mark.parametrize("typed", ["telefon:", "telefon: ''", "telefon: '  '"])
def test_an_empty_optional_field_is_a_field_not_filled_in_or_said_to_be_empty(tmp_path: Path, typed: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "telefon: 030 23125 201", typed)
    reading = read_site(root)
    if typed == "telefon:":
        assert reading.problems == ()
        assert reading.kiez is not None
        contact = reading.kiez.businesses["mavi"].text.record.contact
        assert contact is not None
        assert contact.phone is None
    else:
        assert [problem.line for problem in reading.problems] == [7]


def test_a_single_value_stands_for_a_list_of_one(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "inhaber: [Derya Aksoy]", "inhaber: Derya Aksoy")
    replace_in(root, MAVI, "kanaele: [web, social, presse, druck]", "kanaele: web")
    record = kiez_of(root).businesses["mavi"].text.record
    assert [str(owner) for owner in record.owners] == ["Derya Aksoy"]
    assert [channel.value for channel in record.consents[0].channels] == ["web"]
    assert record.photos[0].consents == ("derya",)


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    record = kiez_of(good_site(tmp_path)).businesses["rad-und-tat"].text.record
    assert record.link is True
    assert record.offers[0].status is None
    assert (record.photos, record.owners, record.since, record.contact) == ((), (), None, None)


def test_space_is_tidied_and_letters_are_composed(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "name: Café Mavi", "name:   Cafe\u0301    Mavi  ")
    assert kiez_of(root).businesses["mavi"].text.record.name.value == "Café Mavi"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("40", 40), ("0", 0), ("1.250", 1250), ('"1250"', 1250)],
)
def test_whole_numbers_may_have_german_points(tmp_path: Path, typed: str, expected: int) -> None:
    root = good_site(tmp_path)
    replace_in(root, FEST, "teilnehmende: 40", f"teilnehmende: {typed}")
    numbers = kiez_of(root).actions["2026-05-hoffest"].text.record.numbers
    assert numbers is not None
    assert numbers.participants == expected


@pytest.mark.parametrize(
    ("key", "typed", "field", "expected"),
    [
        ("instagram", '"@mavi.cafe"', "instagram", "mavi.cafe"),
        ("instagram", "mavi.cafe", "instagram", "mavi.cafe"),
        ("mastodon", '"@mavi@kiez.example"', "mastodon", "mavi@kiez.example"),
        ("web", "http://mavi.example/a?b=c", "web", "http://mavi.example/a?b=c"),
    ],
)
def test_addresses_are_taken_as_people_write_them(
    tmp_path: Path, key: str, typed: str, field: str, expected: str
) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "  web: https://mavi.example/", f"  {key}: {typed}")
    assert getattr(kiez_of(root).businesses["mavi"].text.record.contact, field) == expected


def test_records_cannot_be_changed(tmp_path: Path) -> None:
    record = kiez_of(good_site(tmp_path)).businesses["mavi"].text.record
    with pytest.raises(ValueError, match="frozen"):
        record.name = record.name


@pytest.mark.parametrize(
    ("old", "new", "field", "said", "fix"),
    [
        ("name: Café Mavi", 'name: "\u200b\u2800\u3164"', "name", "enthält nur Zeichen, die man nicht sieht", None),
        ("name: Café Mavi", "name: \u0301\u0302", "name", "enthält nur Zeichen, die man nicht sieht", None),
        (
            "name: Café Mavi",
            "name: Ma" + "v" + "\u0301" * 40 + "i",
            "name",
            "mehr als 3 Zeichen über oder unter einem Buchstaben",
            "name: Mav\u0301\u0301\u0301i",
        ),
        (
            "name: Café Mavi",
            "name: Mav" + "\u0301\u200d" * 9 + "i",
            "name",
            "mehr als 3 Zeichen über oder unter einem Buchstaben",
            None,
        ),
        ("name: Café Mavi", "name: Café \u202eivaM", "name", "die Schreibrichtung umdreht", "name: Café ivaM"),
        ("name: Café Mavi", "name: \u2066Café\u2069 Mavi", "name", "die Schreibrichtung umdreht", "name: Café Mavi"),
        (
            "web: https://mavi.example/",
            "web: https://mavi.example/\u202egpj",
            "kontakt.web",
            "die Schreibrichtung umdreht",
            "  web: https://mavi.example/gpj",
        ),
        (
            "telefon: 030 23125 201",
            "telefon: 0" + "1" * 40,
            "kontakt.telefon",
            "1 Zeichen zu lang (höchstens 40)",
            None,
        ),
        (
            "telefon: 030 23125 201",
            "telefon: ٠٣٠ ٢٣١٢٥ ٢٠١",
            "kontakt.telefon",
            "ist keine Telefonnummer",
            "  telefon: 030 23125 201",
        ),
        (
            "web: https://mavi.example/",
            "web: https://mavi.example/" + "a" * 180,
            "kontakt.web",
            "1 Zeichen zu lang (höchstens 200)",
            None,
        ),
        (
            "email: hallo@mavi.example",
            "email: " + "a" * 88 + "@mavi.example",
            "kontakt.email",
            "1 Zeichen zu lang (höchstens 100)",
            None,
        ),
        (
            "web: https://mavi.example/",
            "instagram: " + "a" * 41,
            "kontakt.instagram",
            "1 Zeichen zu lang (höchstens 40)",
            None,
        ),
        (
            "web: https://mavi.example/",
            "mastodon: " + "a" * 88 + "@mavi.example",
            "kontakt.mastodon",
            "1 Zeichen zu lang (höchstens 100)",
            None,
        ),
    ],
)
def test_what_would_break_a_line_is_refused_at_its_field(
    tmp_path: Path, old: str, new: str, field: str, said: str, fix: str | None
) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, old, new)
    (problem,) = read_site(root).problems
    assert (problem.severity, problem.field) == (Severity.ERROR, field)
    assert said in problem.message
    if fix is not None:
        assert problem.fix == fix


@pytest.mark.parametrize(
    "name", ["بَيْتُ الزَّعْتَر", "می\u200cخواهم", "Nguyễn\u200f Hạnh", "☕", "Café Mavi ❤\ufe0f", "q\u0323\u0302\u0301"]
)
def test_what_languages_need_is_allowed(tmp_path: Path, name: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "name: Café Mavi", f"name: {name}")
    assert kiez_of(root).businesses["mavi"].text.record.name.value == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("telefon", "+" + "4" * 39),
        ("web", "https://mavi.example/" + "a" * 179),
        ("email", "a" * 87 + "@mavi.example"),
        ("instagram", "a" * 40),
        ("mastodon", "a" * 87 + "@mavi.example"),
    ],
)
def test_the_longest_ways_to_reach_somebody_are_allowed(tmp_path: Path, key: str, value: str) -> None:
    root = good_site(tmp_path)
    contact = "  telefon: 030 23125 201\n  email: hallo@mavi.example\n  web: https://mavi.example/"
    replace_in(root, MAVI, contact, f'  {key}: "{value}"')
    assert value in vars(kiez_of(root).businesses["mavi"].text.record.contact).values()


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "javascript://mavi.example/%0aalert(1)",
        "data:text/html,mavi.example",
        "ftp://mavi.example/",
        "file://mavi.example/etc",
        "//mavi.example/",
        'https://mavi.example/"onclick=alert(1)',
        "https://mavi.example/'x",
        "https://mavi.example/<b>",
        "https://mavi.example/\\x",
        "https://mavi.example/a b",
    ],
)
def test_a_link_leads_to_the_web_and_nowhere_else(tmp_path: Path, typed: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "web: https://mavi.example/", f"web: {json.dumps(typed)}")
    (problem,) = read_site(root).problems
    assert (problem.severity, problem.field) == (Severity.ERROR, "kontakt.web")
    assert "ist keine Web-Adresse" in problem.message


def test_a_text_longer_than_anybody_reads_is_refused(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    file = root / MAVI
    file.write_text(file.read_text("utf-8") + "\n" + "Wort " * 12_000, "utf-8")
    (problem,) = read_site(root).problems
    assert (problem.severity, problem.path) == (Severity.ERROR, MAVI)
    assert "Zeichen zu lang (höchstens 60000)" in problem.message
