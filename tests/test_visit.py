"""Visit sheets: what an editor takes along to the shop door, and the application form for whoever has no phone."""

from __future__ import annotations

import re
import shutil
import string
from collections.abc import Iterator
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pytest
from tests.support.paper import Sheet, bare, codes, desks, pressed
from tests.support.pdfua import failures
from tests.support.sites import TODAY, build_site, good_site, kiez_of, put_file, replace_in

from kiezgroessen.plan.kit.application import application_sheets
from kiezgroessen.plan.prints import PrintPlan
from kiezgroessen.plan.visit import LANGS, visit_sheet
from kiezgroessen.plan.visit_texts import CHANNELS, CONSENTS
from kiezgroessen.shell import visit

ADDRESS = "https://kiez.example"
CLUB = "profiles/einrichtungen/jugendclub/einrichtung.md"
MAVI = "profiles/betriebe/mavi/profil.md"
MARGIN = 15.0
"""Millimetres at both sides without a letter: holes are punched 12 mm from the edge and 6 mm wide."""
WHO_ANSWERS = "030 23125 100 redaktion@probe.example Probeverein Probestraße 10000"
BUSINESS = """---
name: {name}
status: {status}
gewerbe: cafe
adresse: {{strasse: {street}}}
angebote:
  - art: sachspende
    text: Tee
---
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good site with a street in which numbers are not in the order of folders, a draft, and one who has left."""
    root = good_site(tmp_path_factory.mktemp("besuch"))
    for slug, street, status in (
        ("a-zehn", "Probestr. 10 a", "veroeffentlicht"),
        ("b-neun", "Probestraße 9, Hof", "veroeffentlicht"),
        ("c-zehn", "Probestraße 10", "veroeffentlicht"),
        ("d-neu", "Probestraße 11", "entwurf"),
        ("e-ruht", "Probestraße 12", "ruht"),
        ("f-woanders", "Uferweg 1", "veroeffentlicht"),
    ):
        text = BUSINESS.format(name=f"Laden {slug}", street=f'"{street}"', status=status)
        put_file(root, f"profiles/betriebe/{slug}/profil.md", text)
    left = BUSINESS.format(name="Fort", street="Probestraße 13", status="veroeffentlicht")
    put_file(root, "profiles/betriebe/g-fort/profil.md", left.replace("\ngewerbe", "\nende: 2026-01-01\ngewerbe"))
    replace_in(root, MAVI, "\nseit:", "\n  - art: sachspende\n    text: Zwei gebrauchte Laptops\nseit:")
    return root


def asked(root: Path, *names: str, **options: str) -> int:
    return visit.main(names, root=root, date=TODAY, site_url=ADDRESS, workers=1, **options)


def pages(file: Path) -> list[str]:
    """The words of each page, without white space."""
    return [bare(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(file)]


def many_wishes(root: Path, number: int) -> Path:
    """The club has so many open wishes, some of them with words that are wider than a column."""
    long = "Donaudampfschifffahrtsgesellschaftskapitänsmützen und was sonst noch auf einem Schiff gebraucht wird"
    cards = [
        f"  - kennung: w{at}\n    art: sachspende\n    text: {long if at % 3 == 0 else 'Wunsch'} {at}\n"
        for at in range(number)
    ]
    text = (root / CLUB).read_text("utf-8")
    put_file(root, CLUB, text.replace("bedarfe:\n", "bedarfe:\n" + "".join(cards), 1))
    return root


def planned(root: Path) -> Iterator[PrintPlan]:
    """In every language: the sheet of a business, a blank one, the application form."""
    replace_in(root, "content/kiez.yaml", "ja\nsprachen: [de, ar]", "ja\nsprachen: [de, tr, ar, en]")
    kiez = kiez_of(root)
    for desk in desks(kiez):
        for slug in ("mavi", None) if desk.lang in ("de", "ar") else ("mavi",):
            node = kiez.businesses[slug] if slug else None
            yield visit_sheet(desk, f"{slug or 'leer'}-{desk.lang}", [node]).plan
        yield from (plan for plans in application_sheets(desk).values() for plan in plans)


@pytest.fixture(scope="module", params=[0, 60])
def sheets(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Sheet]:
    """All that `planned` plans where nobody wishes, and where many do."""
    root = good_site(tmp_path_factory.mktemp("boegen"))
    if request.param:
        many_wishes(root, request.param - 2)
    else:
        for path in (CLUB, "profiles/einrichtungen/kita-krabbe/einrichtung.md"):
            text = (root / path).read_text("utf-8")
            put_file(root, path, re.sub(r"bedarfe:\n(?: .*\n)*", "", text))
        replace_in(root, "profiles/aktionen/2026-05-hoffest/aktion.md", "bedarf: [jugendclub/hoffest]\n", "")
    found, problems = pressed(planned(root), tmp_path_factory.mktemp("gesetzt"))
    assert not problems
    return found


def of(sheets: list[Sheet], kind: str, lang: str = "", *, named: bool = True) -> list[Sheet]:
    found = [one for one in sheets if one.kind == kind and lang in ("", one.data["lang"])]
    if kind == "besuch-a4":
        found = [one for one in found if (one.data["visits"][0]["name"] is not None) == named]
    assert found
    return found


def test_a_sheet_without_a_name_is_blank(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(site) == 0
    assert capsys.readouterr().out == "besuche/leer-de.pdf\n"
    first, second = pages(site / "besuche/leer-de.pdf")
    assert bare("Name des Betriebs") in first
    assert bare("Zehn gebrauchte Laptops") in first
    assert bare("Ja zu meinen Fotos") in second
    assert "Mavi" not in first + second


def test_a_sheet_knows_what_was_given_and_what_would_fit(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(site, "mavi") == 0
    assert capsys.readouterr().out == "besuche/mavi-de.pdf\n"
    first, second = pages(site / "besuche/mavi-de.pdf")
    for words in ("Probestraße 2, 10000 Berlin", "030 23125 201", "2026 Vierzig Teegläser", "Ein Praktikum hinter"):
        assert bare(words) in first
    fits, others = first.index(bare("Das passt zu Ihnen")), first.index(bare("Das wird auch gebraucht"))
    assert fits < first.index(bare("Zehn gebrauchte Laptops")) < others
    assert others < first.index(bare("Jemand, der zeigt")), "nobody there gives talks"
    assert bare("Café Mavi") in second


def test_where_nothing_fits_the_wishes_have_one_heading(site: Path) -> None:
    assert asked(site, "profiles/betriebe/rad-und-tat/") == 0
    assert asked(site, "Laden f-woanders") == 0
    first, _ = pages(site / "besuche/f-woanders-de.pdf")
    assert bare("Zehn gebrauchte Laptops") in first, "they are needed, but whoever gives tea has none"
    assert bare("Das wird gebraucht") in first
    assert bare("Das passt zu Ihnen") not in first
    replace_in(site, "profiles/betriebe/f-woanders/profil.md", "text: Tee", "text: Laptops")
    assert asked(site, "f-woanders") == 0
    first, _ = pages(site / "besuche/f-woanders-de.pdf")
    assert bare("Das passt zu Ihnen") in first


def test_who_signed_what_stays_in_the_folder(site: Path) -> None:
    assert asked(site, "mavi") == 0
    everything = "".join(pages(site / "besuche/mavi-de.pdf"))
    assert bare("Blatt 1") not in everything
    assert bare("Derya Aksoy") not in everything, "who signs is not known before"


@pytest.mark.parametrize("typed", ["Probestraße", "probestr.", "Probe-Strasse"])
def test_a_street_is_walked_by_its_numbers(site: Path, capsys: pytest.CaptureFixture[str], typed: str) -> None:
    put_file(site, "besuche/probestrasse/7-weggezogen-de.pdf", b"old")
    assert asked(site, street=typed) == 0
    said = "besuche/probestrasse/: 6 Besuchsbögen, dazu alle-de.pdf mit allen zum Drucken.\n"
    assert capsys.readouterr().out == said
    files = sorted(file.name for file in (site / "besuche/probestrasse").glob("*.pdf"))
    walk = ["1-mavi", "2-backwerk-lotse", "3-b-neun", "4-c-zehn", "5-a-zehn", "6-d-neu"]
    assert files == [*(f"{name}-de.pdf" for name in walk), "alle-de.pdf"], "whoever left or rests is not visited"
    everything = pages(site / "besuche/probestrasse/alle-de.pdf")
    singles = [page for name in walk for page in pages(site / f"besuche/probestrasse/{name}-de.pdf")]
    assert everything == singles


def test_a_trade_is_a_folder_too(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(site, trade="Bäckerei", lang="tr") == 0
    assert "besuche/baeckerei/: 1 Besuchsbogen" in capsys.readouterr().out
    assert bare("Fotoğraflarıma evet") in pages(site / "besuche/baeckerei/1-backwerk-lotse-tr.pdf")[1]
    assert asked(site, street="Uferweg", trade="cafe") == 0
    assert (site / "besuche/uferweg-cafe/1-f-woanders-de.pdf").is_file()


@pytest.mark.parametrize(
    ("names", "options", "said"),
    [
        (["mawi"], {}, "Einen Betrieb »mawi« gibt es nicht – meinten Sie »mavi«?"),
        (["cafe mavy"], {}, "Einen Betrieb »cafe mavy« gibt es nicht – meinten Sie »mavi«?"),
        (["g-fort"], {}, "»g-fort« ist nicht mehr dabei (ende: in profil.md)."),
        (["e-ruht"], {}, "»e-ruht« ruht (profiles/betriebe/e-ruht/profil.md, status)."),
        ([], {"street": "Uferwek"}, "In der Straße »Uferwek« ist kein Betrieb – meinten Sie »Uferweg«?"),
        ([], {"street": "Xanadu"}, "    Probestraße (5 Betriebe)\n    Uferweg (1 Betrieb)\n"),
        ([], {"trade": "backerei"}, "Das Gewerbe »backerei« gibt es nicht – meinten Sie »baeckerei«?"),
        ([], {"street": "Uferweg", "trade": "baeckerei"}, "Noch kein Betrieb hat das Gewerbe »baeckerei«"),
        ([], {"lang": "fr"}, "--sprache fr: In dieser Sprache gibt es keinen Besuchsbogen. Möglich sind: de (Deutsch)"),
    ],
)
def test_a_wrong_call_says_what_to_type(
    tmp_path: Path, site: Path, names: list[str], options: dict[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("content", "profiles"):
        shutil.copytree(site / folder, tmp_path / folder)
    assert asked(tmp_path, *names, **options) == 1
    assert said in capsys.readouterr().out
    assert not (tmp_path / "besuche").exists()


def test_with_errors_in_the_texts_there_are_no_sheets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "gewerbe: cafe", "gewerbe: kaffee")
    assert asked(root) == 2
    assert f"{MAVI}:" in capsys.readouterr().out
    assert not (root / "besuche").exists()


def test_the_same_sheet_is_the_same_byte_for_byte(tmp_path: Path, site: Path) -> None:
    root = tmp_path / "anderswo"
    for folder in ("content", "profiles"):
        shutil.copytree(site / folder, root / folder)
    assert asked(root, "mavi", lang="ar") == asked(site, "mavi", lang="ar") == 0
    name = "besuche/mavi-ar.pdf"
    assert (root / name).read_bytes() == (site / name).read_bytes()


def test_sheets_are_not_published(tmp_path: Path, site: Path) -> None:
    assert asked(site, "mavi") == 0
    output = build_site(site, tmp_path / "output", KIEZ_PICTURES=False)
    assert not [file for file in output.rglob("*") if "besuch" in file.name]
    assert "Besuchsbogen" not in (output / "betriebe/mavi/index.html").read_text("utf-8")


def test_two_pages_and_a_form_of_one(sheets: list[Sheet]) -> None:
    assert {len(one.pdf) for one in of(sheets, "besuch-a4") + of(sheets, "besuch-a4", named=False)} == {2}
    assert {len(one.pdf) for one in of(sheets, "bewerbung-a4")} == {1}


def test_every_sheet_is_for_everybody(sheets: list[Sheet]) -> None:
    assert [fault for faults in failures(one.path for one in sheets).values() for fault in faults] == []
    assert {(one.lang, one.data["lang"]) for one in sheets} == {(lang, lang) for lang in LANGS}


def test_holes_hit_no_letter(sheets: list[Sheet]) -> None:
    for sheet in sheets:
        for page in range(len(sheet.pdf)):
            for left, top, right, bottom in sheet.places(page):
                assert left >= MARGIN, f"{sheet}: page {page + 1}"
                assert right <= 210 - MARGIN, f"{sheet}: page {page + 1}"
                assert top >= 5, f"{sheet}: page {page + 1}"
                assert bottom <= 292, f"{sheet}: page {page + 1}"


def test_codes_lead_to_the_board_and_to_the_call(sheets: list[Sheet]) -> None:
    for sheet in sheets:
        read = [code for page in range(len(sheet.pdf)) for code in codes(sheet.drawn(page, 200))]
        lang = "" if sheet.data["lang"] == "de" else f"{sheet.data['lang']}/"
        if sheet.kind == "bewerbung-a4":
            assert read in ([f"{ADDRESS}/{lang}mitmachen/"], [f"{ADDRESS}/mitmachen/"])
        else:
            assert read[0].endswith("wunschbrett/")
            assert read[1].endswith("mitmachen/")


def test_no_wish_is_lost(sheets: list[Sheet]) -> None:
    """Those that stand on the sheet and those that are counted below them are all there are."""
    for sheet in of(sheets, "besuch-a4", "de") + of(sheets, "bewerbung-a4", "de"):
        words = sheet.words(0)
        counted = re.search(r"undnoch(\d+)offene[rn]?W", words)
        listed = sheet.data["wishes" if sheet.kind == "besuch-a4" else "cards"]
        # What is on the sheet is told by the wishes' own numbers and first words.
        shown = sum(bare(one["text"]["text"]) in words for one in listed)
        total = len(sheet.data["more"]) - 1 if counted is None else shown + int(counted[1])
        assert shown == len(listed) if counted is None else total == 60
        assert shown > 5 or len(listed) <= 3


def test_the_consent_is_in_the_language_and_in_german(sheets: list[Sheet]) -> None:
    german = CONSENTS["de"]
    keys = ("legal", "free", "minors_text", *(f"{channel}_text" for channel in CHANNELS))
    for lang in LANGS:
        (sheet,) = of(sheets, "besuch-a4", lang)
        words = sheet.words(1)
        assert [part for part in re.split(r"[ .@]", WHO_ANSWERS) if part not in words] == [], lang
        if lang == "ar":
            # What runs from the left is read word by word on such a page, and some of them are hyphenated.
            asked_for = [word for key in keys for word in german[key].split()]
            there = [word for word in asked_for if bare(word).strip(".,()") in words]
            assert len(there) > 0.85 * len(asked_for)
            continue
        for key in keys:
            assert bare(german[key]) in words, f"{lang}: {key}"
            assert bare(CONSENTS[lang][key]) in words, f"{lang}: {key}"
        assert bare("Für das Büro Ordner Blatt Kennung") in words


def test_a_consent_says_the_same_in_all_languages() -> None:
    def asked_for(text: str) -> list[str]:
        return sorted(re.findall(r"%\(\w+\)s", text))

    german = CONSENTS["de"]
    for lang, words in CONSENTS.items():
        assert words.keys() == german.keys(), lang
        assert all(text.strip(string.whitespace) for text in words.values()), lang
        assert {key: asked_for(words[key]) for key in words} == {key: asked_for(german[key]) for key in german}, lang
        if lang != "de":
            same = {key for key in words if words[key] == german[key]}
            assert same <= {"web", "social"}, lang


def test_the_form_asks_what_the_page_asks(sheets: list[Sheet]) -> None:
    (sheet,) = of(sheets, "bewerbung-a4", "de")
    words = sheet.words(0)
    labels = [field["label"]["text"] for group in sheet.data["groups"] for field in group["fields"]]
    assert {"Name des Betriebs", "Telefon", "E-Mail"} <= set(labels)
    assert [label for label in labels if bare(label) not in words] == []


def test_the_call_gives_the_form_where_sheets_are_made(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    link = re.compile(r'href="/(druck/mitmachen-de-bewerbung-a4-[^"]+\.pdf)"')
    for name, full, linked in (("full", True, 1), ("preview", False, 0)):
        output = build_site(root, tmp_path / name, KIEZ_PICTURES=False, KIEZ_KITS=full)
        assert len(set(link.findall((output / "mitmachen/index.html").read_text("utf-8")))) == linked
