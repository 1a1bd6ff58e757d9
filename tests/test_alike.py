"""Names are what they look like: no letters in disguise, nothing hidden, and every language has its own."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from tests.support.sites import good_site, kiez_of, read_site, replace_in

from kiezgroessen.model import alike
from kiezgroessen.model.alike import trick, with_few_marks
from kiezgroessen.problems import Severity

MAVI = "profiles/betriebe/mavi/profil.md"


@pytest.mark.parametrize(
    ("name", "said", "meant"),
    [
        ("Café Mаvi", "»Mаvi« mischt Buchstaben, die nur gleich aussehen: lateinisch und kyrillisch", "Café Mavi"),
        ("Pizza ΜAVI", "lateinisch und griechisch", "Pizza MAVI"),
        ("Xоровод", "lateinisch und kyrillisch", "Хоровод"),
        ("Ma\u200dvi", "ein Zeichen, das man nicht sieht (U+200D)", "Mavi"),
        ("Ma\u200cvi", "U+200C", "Mavi"),
        ("Ma\u200bvi", "U+200B", "Mavi"),
        ("Mavi\U000e0045\U000e0056", "U+E0045", "Mavi"),
        ("Ma\u115fvi", "U+115F", "Mavi"),
        ("بيت\u034f الزعتر", "U+034F", "بيت الزعتر"),
        ("𝓜𝓪𝓿𝓲", "Zierbuchstaben", "Mavi"),
        ("Ｍａｖｉ", "Zierbuchstaben", "Mavi"),
        ("ꓟavi", "lateinisch und Lisu", None),
        ("C\u0251fé Mavi", "Zierbuchstaben", "Café Mavi"),
        ("Vo\u0261el", "Zierbuchstaben", "Vogel"),
        ("Cᴀꜰé Mavi", "Zierbuchstaben", "Café Mavi"),
        ("Ca\u017fé", "Zierbuchstaben", "Casé"),
        ("A\u01c0di", "Zierbuchstaben", "Aldi"),
        ("Café Сосо", "hat aber auch andere Buchstaben, die nur gleich aussehen", "Café Coco"),
        ("Pizzeria ΑΒΕ", "sieht aus wie »Pizzeria ABE«", "Pizzeria ABE"),
    ],
)
def test_a_name_in_disguise_is_refused_with_the_corrected_line(
    tmp_path: Path, name: str, said: str, meant: str | None
) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "name: Café Mavi", f"name: {name}")
    (problem,) = read_site(root).problems
    assert (problem.path, problem.line, problem.field) == (MAVI, 2, "name")
    assert said in problem.message
    assert problem.fix == (f"name: {meant}" if meant else None)


@pytest.mark.parametrize(
    "name",
    [
        "Änderungs\u00adschneiderei Œuvre ß",
        "Şiir İstanbul ığüçö",
        "Hawaiʻi Hawaiʼi Kid’s",
        "Phở Hà Nội Đặc Biệt",
        "بَيْتُ الزَّعْتَر",
        "می\u200cخواهم",
        "الـWLAN",
        "بيت\u200f Zaatar",
        "Борщ & Брот",
        "Кафе Mavi",
        "Ουζερί",
        "Сара",
        "ОСА",
        "Львівська кав’ярня",
        "Оксана Шевченко",
        "Żółć Łódź ąęś",
        "Şêx Ûsiv Çîçek",
        "Ağdam Əliyev",
        "Ɛdem Kɔdzo ŋutɔ",
        "Trà sữa Ươm",
        "क्\u200dष",
        "ทํา\u200bทา",
        "日本語Tシャツ",
        "한국 BBQ",
        "👨\u200d👩\u200d👧 Haus ❤\ufe0f",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "5 µm, ½ m², 1ª, № 7, ①",
    ],
)
def test_every_language_has_the_letters_it_needs(tmp_path: Path, name: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "name: Café Mavi", f"name: {name}")
    assert kiez_of(root).businesses["mavi"].text.record.name.value == unicodedata.normalize("NFC", name)


RAD = "profiles/betriebe/rad-und-tat/profil.md"


@pytest.mark.parametrize(("latin", "cyrillic"), [("Coco", "Сосо"), ("coco", "СОСО"), ("Xapo", "Харо")])
def test_no_name_is_there_twice_for_the_eye(tmp_path: Path, latin: str, cyrillic: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "name: Café Mavi", f"name: {cyrillic}")
    assert kiez_of(root).businesses["mavi"].text.record.name.value == cyrillic
    replace_in(root, RAD, "name: Rad und Tat", f"name: {latin}")
    (problem,) = read_site(root).problems
    assert (problem.path, problem.line, problem.severity) == (MAVI, 2, Severity.ERROR)
    assert "so heißt schon profiles/betriebe/rad-und-tat." in problem.message
    replace_in(root, MAVI, f"name: {cyrillic}", f"name: Кафе {cyrillic}")
    assert read_site(root).kiez is not None


def test_a_draft_stops_nobody_by_its_name(tmp_path: Path) -> None:
    # Drafts come from mails of strangers.
    root = good_site(tmp_path)
    replace_in(root, MAVI, "name: Café Mavi", "status: entwurf\nname: Café Сосо")
    assert read_site(root).kiez is not None


def test_the_corrected_text_is_correct() -> None:
    found = trick("Ma\u200d\u200b\u200cvi \U000e0041x")
    assert found is not None
    assert found.fix == "Mavi x"
    assert trick(found.fix) is None


def test_texts_that_are_known_to_be_harmless_are_so_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    """And together: all their letters are of one script, so that no word mixes any."""
    every = [chr(point) for point in range(0x3000)]
    quick = {char for char in every if alike._HARMLESS.fullmatch(char)}
    unmarked = {char for char in every if alike._UNMARKED.fullmatch(char)}
    assert len(quick) > 380
    monkeypatch.setattr(alike, "_HARMLESS", re.compile("(?!)"))
    monkeypatch.setattr(alike, "_UNMARKED", re.compile("(?!)"))
    assert [char for char in sorted(quick) if trick(f"a{char}z") is not None] == []
    assert alike.scripts_of("".join(quick)) == {"LATIN"}
    assert [char for char in sorted(unmarked) if with_few_marks(f"a{char * 9}") != f"a{char * 9}"] == []
