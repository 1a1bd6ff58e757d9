"""How a language writes dates, numbers and lists, and what happens where a word is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiezgroessen.dates import parse_day
from kiezgroessen.words import load_words

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Start"
msgstr "Home"

msgid "Betrieb"
msgid_plural "Betriebe"
msgstr[0] "shop"
msgstr[1] "shops"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for lang in ("en", "ar", "tr", "leicht"):
        (tmp_path / f"{lang}.po").write_text(CATALOGUE, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("lang", "day", "month", "number"),
    [
        ("de", "18. Mai 2017", "Mai 2017", "25.000"),
        ("en", "18 May 2017", "May 2017", "25,000"),
        ("tr", "18 Mayıs 2017", "Mayıs 2017", "25.000"),
        ("leicht", "18. Mai 2017", "Mai 2017", "25.000"),
    ],
)
def test_each_language_writes_dates_and_numbers_its_way(
    folder: Path, lang: str, day: str, month: str, number: str
) -> None:
    words = load_words(folder, lang)
    written = words.day(parse_day("2017-05-18"))
    assert written.replace("\u00a0", " ") == day
    assert written.startswith(("18\u00a0", "18.\u00a0")), "the day stays on one line with its month"
    assert words.day(parse_day("2017-05")) == month
    assert words.day(parse_day("2017")) == "2017"
    assert words.number(25000) == number


def test_arabic_uses_the_digits_of_the_doors_and_phones(folder: Path) -> None:
    words = load_words(folder, "ar")
    text = words.day(parse_day("2017-05-18")) + words.number(1234567890)
    assert {sign for sign in text if sign.isdigit()} == set("0123456789")
    assert "18" in text
    assert "2017" in text


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2017-05-18", "2017-05-18", "18. Mai 2017"),
        ("2017-05-18", "2017-05-20", "18.–20. Mai 2017"),
        ("2017-05-18", "2017-06-02", "18. Mai – 2. Juni 2017"),
        ("2017-05", "2018", "Mai 2017 – 2018"),
    ],
)
def test_a_period_is_as_short_as_it_stays_clear(folder: Path, first: str, last: str, expected: str) -> None:
    text = load_words(folder, "de").period(parse_day(first), parse_day(last))
    assert " ".join(text.split()) == expected, "blanks of any width count as one"


@pytest.mark.parametrize(
    ("parts", "expected"), [([], ""), (["A"], "A"), (["A", "B"], "A und B"), (["A", "B", "C"], "A, B und C")]
)
def test_lists_are_spoken(folder: Path, parts: list[str], expected: str) -> None:
    assert load_words(folder, "de").enumerate(parts) == expected


def test_words_are_translated_and_missing_ones_stay_german(folder: Path) -> None:
    words = load_words(folder, "en")
    assert words.gettext("Start") == "Home"
    assert words.gettext("Wunschbrett") == "Wunschbrett"
    assert [words.ngettext("Betrieb", "Betriebe", number) for number in (1, 2)] == ["shop", "shops"]


def test_german_needs_no_catalogue(tmp_path: Path) -> None:
    words = load_words(tmp_path, "de")
    assert [words.ngettext("Betrieb", "Betriebe", number) for number in (1, 2)] == ["Betrieb", "Betriebe"]


def test_a_language_without_catalogue_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"tr\.po"):
        load_words(tmp_path, "tr")


@pytest.mark.parametrize(("code", "name"), [("de", "Deutsch"), ("tr", "Türkisch"), ("zzz", "zzz")])
def test_languages_are_named(folder: Path, code: str, name: str) -> None:
    assert load_words(folder, "de").language_name(code) == name
