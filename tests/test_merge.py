"""A translation replaces what it names and inherits the rest; what it may not say is reported in its own file."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.sites import good_site, kiez_of, put_file, read_site, replace_in, report

MAVI = "profiles/betriebe/mavi/profil.md"
ARABIC = "profiles/betriebe/mavi/profil.ar.md"
NAME = "name: مقهى ماوي"
QUOTE = "zitat: كأس الشاي الثاني على حسابنا."


def english(root: Path, header: str, body: str = "") -> None:
    put_file(root, "profiles/betriebe/mavi/profil.en.md", f"---\n{header}---\n{body}")


def test_what_is_named_is_translated_and_knows_its_language(tmp_path: Path) -> None:
    text = kiez_of(good_site(tmp_path)).businesses["mavi"].text
    arabic = text.in_language("ar")
    assert (arabic.name.value, arabic.name.lang) == ("مقهى ماوي", "ar")
    assert text.record.name.value == "Café Mavi"
    assert text.entry("ar").body.lang == "ar"


def test_what_is_not_named_stays_german_and_knows_it(tmp_path: Path) -> None:
    arabic = kiez_of(good_site(tmp_path)).businesses["mavi"].text.in_language("ar")
    assert arabic.address is not None
    assert (arabic.address.street.value, arabic.address.street.lang) == ("Probestraße 2", "de")
    assert (str(arabic.owners[0]), arabic.owners[0].lang) == ("Derya Aksoy", "de")
    assert arabic.trade == "cafe"


def test_entries_of_a_list_are_found_by_their_id(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    english(root, "angebote:\n  - kennung: praktikum\n    text: An internship\n")
    offers = kiez_of(root).businesses["mavi"].text.in_language("en").offers
    assert [(str(offer.text), offer.text.lang) for offer in offers] == [
        ("Vierzig Teegläser zum Leihen", "de"),
        ("An internship", "en"),
    ]
    assert offers[0].amount is not None
    assert str(offers[0].amount) == "40 Stück"


def test_entries_without_id_are_found_by_their_position(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    english(root, "angebote:\n  - text: Glasses\n  - text: An internship\n")
    offers = kiez_of(root).businesses["mavi"].text.in_language("en").offers
    assert [str(offer.text) for offer in offers] == ["Glasses", "An internship"]
    assert [offer.id for offer in offers] == ["teeglaeser", "praktikum"]


def test_entries_that_never_have_ids_stay_in_their_order(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    quotes = "".join(f"  - text: {word}\n    wer: {word} aus dem Hof\n" for word in ("Eins", "Zwei", "Drei"))
    replace_in(root, "profiles/aktionen/2026-05-hoffest/aktion.md", "\nzitate:\n", f"\nzitate:\n{quotes}")
    told = "---\nzitate:\n  - text: One\n  - text: Two\n---\n"
    put_file(root, "profiles/aktionen/2026-05-hoffest/aktion.en.md", told)
    (action,) = (action for action in kiez_of(root).actions.values() if action.slug == "2026-05-hoffest")
    said = action.text.in_language("en").quotes[:3]
    assert [(str(quote.text), quote.text.lang) for quote in said] == [("One", "en"), ("Two", "en"), ("Drei", "de")]
    assert [str(quote.who) for quote in said] == ["Eins aus dem Hof", "Zwei aus dem Hof", "Drei aus dem Hof"]


@pytest.mark.parametrize("entry", ["alt: A woman", "datei: bild.png\n    alt: A woman"])
def test_photos_are_found_by_position_or_file(tmp_path: Path, entry: str) -> None:
    root = good_site(tmp_path)
    english(root, f"fotos:\n  - {entry}\n")
    photo = kiez_of(root).businesses["mavi"].text.in_language("en").photos[0]
    assert (str(photo.alt), photo.alt.lang) == ("A woman", "en")
    assert (str(photo.credit), photo.credit.lang) == ("Zeichnung: Probeverein (CC0)", "de")
    assert photo.consents == ("derya",)


def test_a_field_left_empty_inherits(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, ARABIC, QUOTE, "zitat:")
    replace_in(root, ARABIC, NAME, "name:")
    arabic = kiez_of(root).businesses["mavi"].text.in_language("ar")
    assert arabic.quote is not None
    assert (str(arabic.quote), arabic.quote.lang) == ("Der zweite Tee geht aufs Haus.", "de")
    assert (str(arabic.name), arabic.name.lang) == ("Café Mavi", "de")


def test_a_translation_without_text_inherits_the_german_one(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    english(root, "name: Mavi\n")
    body = kiez_of(root).businesses["mavi"].text.entry("en").body
    assert body.lang == "de"
    assert body.value.startswith("Seit 2017")


def test_words_of_the_kiez_are_translated_one_by_one(tmp_path: Path) -> None:
    text = kiez_of(good_site(tmp_path)).programme
    arabic = text.in_language("ar")
    assert (arabic.trades["cafe"].name.value, arabic.trades["cafe"].name.lang) == ("مقهى", "ar")
    assert (arabic.trades["baeckerei"].name.value, arabic.trades["baeckerei"].name.lang) == ("Bäckerei", "de")
    assert arabic.trades["cafe"].schema_type == "CafeOrCoffeeShop"
    assert list(arabic.trades) == list(text.record.trades)


def test_the_german_record_is_not_touched_by_its_translation(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    with_arabic = kiez_of(root).businesses["mavi"].text.record
    (root / ARABIC).unlink()
    assert kiez_of(root).businesses["mavi"].text.record == with_arabic


GERMAN_RULES = "wird nicht übersetzt, es gilt die deutsche Datei. Diese Zeile kann weg."


@pytest.mark.parametrize(
    ("old", "typed", "expected"),
    [
        (NAME, "gewerbe: cafe", f"{ARABIC}:2: gewerbe: {GERMAN_RULES}\n    steht da:  gewerbe: cafe"),
        (
            "    text: أربعون",
            "    art: sachspende\n    text: أربعون",
            f"{ARABIC}:6: angebote, 1. Eintrag, art: {GERMAN_RULES}\n    steht da:      art: sachspende",
        ),
        (
            "  - alt: رسم",
            "  - personen: nein\n    alt: رسم",
            f"{ARABIC}:8: fotos, 1. Eintrag, personen: {GERMAN_RULES}\n    steht da:    - personen: nein",
        ),
        (
            NAME,
            "nahme: Mavi",
            f"{ARABIC}:2: nahme: Das Feld gibt es nicht – meinten Sie »name«?\n    steht da:  nahme: Mavi",
        ),
        (
            NAME,
            "nahme:",
            f"{ARABIC}:2: nahme: Das Feld gibt es nicht – meinten Sie »name«?\n    steht da:  nahme:",
        ),
        (
            "  - kennung: teeglaeser",
            "  - kennung: teeglaser",
            (
                f"{ARABIC}:5: angebote, 1. Eintrag: »teeglaser« gibt es in der deutschen Datei nicht "
                "– meinten Sie »teeglaeser«?\n    steht da:    - kennung: teeglaser"
            ),
        ),
        (
            "fotos:\n",
            "fotos:\n  - alt: eins\n",
            (
                f"{ARABIC}:9: fotos, 2. Eintrag: die deutsche Datei hat nur 1 Eintrag.\n"
                "    steht da:    - alt: رسم لامرأة خلف طاولة البيع."
            ),
        ),
        (
            NAME,
            f"name: {81 * 'x'}",
            f"{ARABIC}:2: name: ist 1 Zeichen zu lang (höchstens 80).\n    steht da:  name: {81 * 'x'}",
        ),
    ],
)
def test_what_a_translation_may_not_say_is_reported_there(tmp_path: Path, old: str, typed: str, expected: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, ARABIC, old, typed)
    assert report(root) == expected


def test_a_word_that_the_german_kiez_does_not_have(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, "content/kiez.ar.yaml", "  cafe:", "  caffee:")
    assert report(root) == (
        "content/kiez.ar.yaml:4: gewerbe, caffee: gibt es in der deutschen Datei nicht – meinten Sie »cafe«?\n"
        "    steht da:    caffee: {name: مقهى}"
    )


def test_a_german_mistake_is_reported_in_the_german_file_only(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "gewerbe: cafe", "gewerbe: caffe")
    assert {problem.path for problem in read_site(root).problems} == {MAVI}


def test_consents_cannot_be_given_in_a_translation(tmp_path: Path) -> None:
    """Two files with rights to one photo would be one too many."""
    root = good_site(tmp_path)
    replace_in(root, ARABIC, NAME, f"{NAME}\nfreigaben:\n  - kennung: derya\n    bis: 2099-12-31")
    assert report(root) == f"{ARABIC}:3: freigaben: {GERMAN_RULES}\n    steht da:  freigaben:"
