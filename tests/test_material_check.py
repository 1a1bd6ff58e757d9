"""What would look wrong on paper is said at its field, before anything is printed."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.support.paper import SITE, THEME, desks, planned, pressed
from tests.support.sites import TODAY, good_site, kiez_of, read_site, replace_in

from kiezgroessen.languages import Text
from kiezgroessen.make.codeproof import read_back
from kiezgroessen.make.inked import inked
from kiezgroessen.make.paperfonts import FAMILIES
from kiezgroessen.make.qr import qr_png
from kiezgroessen.plan.material_check import material_problems, sheet_problems
from kiezgroessen.plan.papers import GROUNDS, PAPERS
from kiezgroessen.plan.prints import PrintPlan
from kiezgroessen.plan.share import SharePlan
from kiezgroessen.plan.sharing import Share, share_files
from kiezgroessen.problems import Problem, Severity, as_text
from kiezgroessen.read.letters import DISPLAY, load_letters, missing, printable
from kiezgroessen.shell import report
from kiezgroessen.site import prepare

MAVI = "profiles/betriebe/mavi/profil.md"
CLUB = "profiles/einrichtungen/jugendclub/einrichtung.md"
HOFFEST = "profiles/aktionen/2026-05-hoffest/aktion.md"
LETTERS = load_letters(THEME / "static/fonts")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The good site, with a photo that is good enough for a poster."""
    root = good_site(tmp_path)
    photographed(root, 2400, 3000)
    return root


def photographed(root: Path, width: int, height: int) -> None:
    Image.new("L", (width, height), 200).save(root / "profiles/betriebe/mavi/bild.png")


def problems(root: Path, **more: Any) -> list[Problem]:
    return material_problems(kiez_of(root), LETTERS, **more)


def said(root: Path, path: str, field: str) -> str:
    """The one problem there is, which must be at this field and no error: the website does not mind."""
    (found,) = problems(root)
    assert (found.path, found.field, found.severity) == (path, field, Severity.WARNING)
    assert found.line is not None
    assert found.shown == (root / path).read_text("utf-8").splitlines()[found.line - 1]
    return found.message


def test_there_is_nothing_to_say_about_a_good_site(site: Path) -> None:
    assert not as_text(problems(site))


@pytest.mark.parametrize(
    ("size", "told"),
    [
        ((1200, 1600), ["1200 in der Breite", "in A3 103 und in A4 145 dpi statt 200", "ab 2339 Pixeln"]),
        ((2000, 2600), ["in A3 171 dpi statt 200"]),
        ((4000, 1600), ["2000 in der Breite", "in A3 171 dpi"]),
        ((2339, 3000), []),
        ((3024, 4032), []),
    ],
)
def test_a_photo_too_small_for_a_poster_says_by_how_much(site: Path, size: tuple[int, int], told: list[str]) -> None:
    photographed(site, *size)
    if not told:
        assert not problems(site)
        return
    message = said(site, MAVI, "fotos.1.datei")
    assert message.startswith("fotos, 1. Eintrag, datei: Für das Plakat hat das Foto zu wenig Pixel")
    assert not [part for part in told if part not in message]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("presse, druck]", "presse]"),
        ("  am: 2026-01-15", "  am: 2026-01-15\n    widerrufen: 2026-06-01"),
        ("seit: 2017-05", "seit: 2017-05\nende: 2026-03-31"),
    ],
)
def test_a_photo_that_is_not_printed_may_be_small(site: Path, old: str, new: str) -> None:
    photographed(site, 400, 500)
    assert problems(site)
    replace_in(site, MAVI, old, new)
    assert not problems(site)


@pytest.mark.parametrize(
    ("path", "old", "new", "field", "named"),
    [
        (MAVI, "name: Café Mavi", "name: Café Mavi ☕", "name", "»☕« (HOT BEVERAGE)"),
        (MAVI, "Derya Aksoy]\ngew", "Derya 漢 Aksoy]\ngew", "inhaber.1", "»漢« (CJK UNIFIED IDEOGRAPH-6F22)"),
        (MAVI, "Vierzig Teegläser zum", "Vierzig Ꞇeegläser zum", "angebote.1.text", "»Ꞇ«"),
        (MAVI, "strasse: Probestraße 2", "strasse: Probestraße ②", "adresse.strasse", "»②«"),
        (CLUB, "menge: 10 Stück", "menge: 10 × 🎁", "bedarfe.1.menge", "»🎁« (WRAPPED PRESENT)"),
        (HOFFEST, "zwei Kisten Brot", "zwei Kisten 🥖", "gegeben", "»🥖«"),
        ("content/kiez.yaml", "durch die Stiftung", "durch die ★ Stiftung", "foerderer.1.zeile", "»★« (BLACK STAR)"),
        ("profiles/betriebe/mavi/profil.ar.md", "كأس شاي للإعارة", "كأس شاي ☕ للإعارة", "angebote.1.text", "»☕«"),
    ],
)
def test_letters_that_no_font_has_are_named(site: Path, path: str, old: str, new: str, field: str, named: str) -> None:
    replace_in(site, path, old, new)
    assert named in said(site, path, field)


def test_what_stands_on_no_sheet_may_hold_any_letter(site: Path) -> None:
    replace_in(site, MAVI, "Der zweite Tee", "Der zweite ☕")
    replace_in(site, CLUB, "Gläser für das Hoffest", "🍷 für das Hoffest")  # fulfilled: no card is printed any more
    assert not problems(site)


@pytest.mark.parametrize(
    "text",
    [
        "ÄÖÜäöüß",
        "ğĞşŞıİçÇ",
        "»Tee« – „Brot“ ‚so‘ 5 € … · 1 × 2",
        "بيت الزعتر، ١٢؟",
        "Łódź, Ďuriš",
        "Nguyễn Hạnh",
        "Zu\u00adcker\u200f",
    ],
)
def test_letters_of_the_neighbours_are_there(text: str) -> None:
    assert missing(text, LETTERS) == ""


def test_the_letters_are_those_that_every_face_of_the_sheets_has() -> None:
    """No font beyond a face's own helps out, so a letter counts only where all faces have it."""
    faces = re.findall(r'^#let [a-z-]+ = \(("[A-Z].*)\)$', (THEME / "print/haus.typ").read_text("utf-8"), re.MULTILINE)
    assert len(faces) == 4
    for face in faces:
        assert set(DISPLAY) <= {FAMILIES[family] for family in re.findall('"([^"]+)"', face)}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Tee\ue000", "\ue000"),  # private use
        ("Tee\u0378", "\u0378"),  # not assigned
        ("\u06001", "\u0600"),  # a format character with ink
        ("Tee\x7f", "\x7f"),
        ("👩\u200d🍳 🍵🍵", "👩🍳🍵"),
        ("q\u0307\u20dd", "\u20dd"),  # a mark that no font has, on a letter they have
        ("Kaʻahumanu", ""),
        ("علی", ""),
        ("a\u2060b\u3164c\u00a0d\u202fe ❤\ufe0f", "❤"),
    ],
)
def test_only_what_needs_no_ink_needs_no_letter(text: str, named: str) -> None:
    assert missing(text, LETTERS) == named


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Café Mavi ☕", "Café Mavi"),
        ("☕ Café 🍵 Mavi", "Café Mavi"),
        ("Tee 🍵, Brot 🥖!", "Tee, Brot!"),
        ("👩\u200d🍳 kocht", "kocht"),
        ("Familie 👨\u200d👩\u200d👧", "Familie"),
        ("1\ufe0f\u20e3 Tee", "1 Tee"),
        ("بيت 🍵 الزعتر", "بيت الزعتر"),
        ("نم\u200cخ ☕", "نم\u200cخ"),
        ("\u2068🍵 Mavi\u2069 am Kanal", "\u2068 Mavi\u2069 am Kanal"),
        ("漢字", "–"),
        ("Kaʻahumanu", "Ka‘ahumanu"),
        ("علی", "على"),
        ("حسینی", "حسينى"),
        ("شیء", "شىء"),  # nothing joins the hamza, so the yeh before it has no dots
        ("علی\u200cاکبر ☕", "على\u200cابر"),
        ("Nguyễn Hạnh · 5 € », „ok“", "Nguyễn Hạnh · 5 € », „ok“"),
        ("ein  Satz ", "ein  Satz "),  # nothing to leave out, so nothing is touched
    ],
)
def test_what_cannot_be_printed_is_left_out_without_a_gap(typed: str, printed: str) -> None:
    assert printable(typed, LETTERS) == printed
    data = json.dumps({"fact": {"text": typed, "dir": "ltr"}, "rows": [[typed], 3, None, True]}, ensure_ascii=False)
    assert json.loads(inked(data, LETTERS)) == {
        "fact": {"text": printed, "dir": "ltr"},
        "rows": [[printed], 3, None, True],
    }


def test_data_that_can_be_printed_stays_as_it_is() -> None:
    data = '{"b":  "Çiçekçi Işığı", "a": "بيت الزعتر"}'
    assert inked(data, LETTERS) == data


def test_nothing_that_is_typed_keeps_a_sheet_from_being_printed(site: Path, tmp_path: Path) -> None:
    """PDF/UA knows no letter without a font, and one sheet that fails would stop all that is published."""
    replace_in(site, MAVI, "name: Café Mavi", "name: Café ☕ Mavi \u0378")
    replace_in(site, MAVI, "Vierzig Teegläser zum", "🍵🍵 Vierzig 漢 Teeg\u0324\u20ddläser\ue000 zum")
    replace_in(site, HOFFEST, "zwei Kisten Brot", "zwei Kisten 🥖\u180f")
    plans = [plan for plan in planned(tmp_path / "cache", site) if plan.kit == "mavi-de" and plan.look == "farbe"]
    sheets, told = pressed(plans, tmp_path)
    assert not [problem for problem in told if problem.severity is Severity.ERROR]
    words = {sheet.kind: sheet.words(0) for sheet in sheets}
    assert "Mavi" in words["plakat-a3"]
    assert "Vierzig" in words["plakat-a3"]
    assert not set("☕🍵漢🥖") & set("".join(words.values()))


def test_a_business_whose_name_no_font_has_keeps_nothing_from_being_printed(site: Path, tmp_path: Path) -> None:
    replace_in(site, MAVI, "name: Café Mavi", "name: 漢字")
    replace_in(site, MAVI, "Vierzig Teegläser zum Leihen", "🍵")
    plans = [plan for plan in planned(tmp_path / "cache", site) if plan.kit == "mavi-de" and plan.look == "farbe"]
    assert not [problem for problem in pressed(plans, tmp_path)[1] if problem.severity is Severity.ERROR]


def test_a_name_on_paper_ends_at_the_edge_without_what_was_left_out(site: Path, tmp_path: Path) -> None:
    plain = next(plan for plan in planned(tmp_path / "cache", site) if plan.kit == "mavi-de")
    replace_in(site, MAVI, "name: Café Mavi", "name: Café Mavi ☕")
    marked = next(plan for plan in planned(tmp_path / "cache", site) if plan.kit == "mavi-de")
    assert json.loads(marked.data)["name"] == json.loads(plain.data)["name"]


def test_a_letter_for_which_another_looks_the_same_stands_in_a_name_on_paper(site: Path, tmp_path: Path) -> None:
    replace_in(site, MAVI, "name: Café Mavi", "name: Café Kaʻahumanu")
    plans = [plan for plan in planned(tmp_path / "cache", site) if plan.kit == "mavi-de"]
    lines = [line["text"] for line in json.loads(plans[0].data)["name"]["lines"]]
    assert " ".join(lines) == "Café Ka‘ahumanu"


def test_pictures_to_be_shared_show_the_same_name_as_paper() -> None:
    desk = next(desks(kiez_of(SITE)))
    share_files(desk, "betriebe/mavi/", Share("mavi", Text("Café ☕ Mavi"), "Vierzig Teegläser", "gelb"))
    titles = [plan.title for plan in desk.workshop.media.values() if isinstance(plan, SharePlan)]
    assert titles
    assert set(titles) == {"Café Mavi"}


def test_many_letters_without_a_font_are_counted(site: Path) -> None:
    replace_in(site, MAVI, "name: Café Mavi", "name: Магазин")
    message = said(site, MAVI, "name")
    assert "»М« (CYRILLIC CAPITAL LETTER EM)" in message
    assert message.endswith("und 3 weitere Zeichen gibt es in keiner Druckschrift: Auf Papier fehlt der ganze Text.")


@pytest.mark.parametrize(
    ("path", "old", "new", "field", "day"),
    [
        (MAVI, "Vierzig Teegläser zum Leihen", "Teegläser bis 12.05.2026", "angebote.1.text", "12.05.2026"),
        (MAVI, "menge: 40 Stück", "menge: 40 bis zum 1. Mai 2026", "angebote.1.menge", "1. Mai 2026"),
        (CLUB, "Zehn gebrauchte Laptops", "Laptops vor dem 2026-11-01", "bedarfe.1.text", "2026-11-01"),
    ],
)
def test_days_that_are_over_are_named(site: Path, path: str, old: str, new: str, field: str, day: str) -> None:
    replace_in(site, path, old, new)
    assert f"Der {day} ist vorbei" in said(site, path, field)


@pytest.mark.parametrize(
    "text", ["Teegläser bis 22.11.2026", "Teegläser bis 31.12.2099", "99.99.2020", "Seit 2017", "030 23.11.20"]
)
def test_other_numbers_are_left_alone(site: Path, text: str) -> None:
    replace_in(site, MAVI, "Vierzig Teegläser zum Leihen", f'"{text}"')
    assert not problems(site)


def test_what_was_given_may_be_long_ago(site: Path) -> None:
    replace_in(site, HOFFEST, "Vierzig Teegläser und", "Am 30.05.2026 vierzig Teegläser und")
    assert not problems(site)


def test_papers_are_light_enough_and_a_dark_one_is_noticed(site: Path) -> None:
    assert not problems(site, papers=PAPERS)
    (found,) = problems(site, papers={**PAPERS, "moos": "#5f8f4a"})
    assert found.severity is Severity.ERROR
    assert "»moos« (#5f8f4a) ist zu dunkel: Kontrast 5,0, nötig 10" in found.message
    assert "pappe" not in PAPERS, "the board is no paper to be read from"
    assert GROUNDS["pappe"]


def test_words_that_advertise_are_said_as_well(site: Path) -> None:
    replace_in(site, MAVI, "zitat: Der", "zitat: Mit Gütesiegel. Der")
    assert "Gütesiegel" in said(site, MAVI, "zitat")


def test_the_check_says_it(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(site, MAVI, "Vierzig Teegläser", "Vierzig ☕")
    assert report.main(date=TODAY, root=site) == 0
    answer = capsys.readouterr().out
    assert f"{MAVI}:15: Warnung: angebote, 1. Eintrag, text: »☕« (HOT BEVERAGE) gibt es in keiner" in answer
    assert "Auf Papier fehlt es." in answer
    assert answer.endswith("0 Fehler, 1 Warnung.\n")


@pytest.mark.parametrize("full", [True, False])
def test_publishing_says_it_and_previews_do_not(site: Path, tmp_path: Path, *, full: bool) -> None:
    photographed(site, 400, 500)
    reading = read_site(site)
    assert reading.kiez is not None
    made, found = prepare(
        reading.kiez,
        reading.typed,
        theme=THEME,
        site_url="https://kiez.example",
        cache=tmp_path / "cache",
        full_kits=full,
    )
    assert made is not None
    assert [problem.field for problem in found] == (["fotos.1.datei"] if full else [])


def test_a_site_with_errors_is_told_those_first(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(site, MAVI, "Vierzig Teegläser", "Vierzig ☕")
    replace_in(site, MAVI, "gewerbe: cafe", "gewerbe: kaffee")
    assert report.main(date=TODAY, root=site) == 2
    assert "☕" not in capsys.readouterr().out


def changed(plan: PrintPlan, **more: Any) -> PrintPlan:
    return replace(plan, data=json.dumps({**json.loads(plan.data), **more}))


@pytest.fixture(scope="module")
def all_plans(tmp_path_factory: pytest.TempPathFactory) -> list[PrintPlan]:
    return planned(tmp_path_factory.mktemp("planned"))


@pytest.fixture(scope="module")
def plans(all_plans: list[PrintPlan]) -> list[PrintPlan]:
    return [plan for plan in all_plans if plan.kit == "mavi-de"]


def test_every_sheet_says_who_pays_and_who_answers_for_it(all_plans: list[PrintPlan]) -> None:
    assert len(all_plans) > 100
    assert not sheet_problems(all_plans)


def test_a_sheet_that_keeps_silent_is_an_error(plans: list[PrintPlan]) -> None:
    silent = [
        changed(plans[0], responsible=None),
        changed(plans[0], responsible={"text": " ", "lang": "de", "dir": "ltr"}),
    ]
    for plan in silent:
        (found,) = sheet_problems([plan])
        assert found.severity is Severity.ERROR
        assert "»plakat-a3« fehlt, wer verantwortlich ist (V.i.S.d.P.)" in found.message
    bare = replace(plans[0], data=json.dumps({k: v for k, v in json.loads(plans[0].data).items() if k != "funders"}))
    (found,) = sheet_problems([bare])
    assert "»plakat-a3« fehlt die Zeile der Förderer" in found.message
    assert not sheet_problems([changed(plans[0], funders=[])]), "a Kiez may pay for itself"


def test_an_address_too_long_for_a_label_says_by_how_much(plans: list[PrintPlan]) -> None:
    address = "https://kiez.example/betriebe/" + "sehr-" * 16
    assert len(address) == 110
    (found,) = sheet_problems([replace(plans[0], address=address)])
    assert found.message.endswith("ist für einen kleinen QR-Code 2 Zeichen zu lang.")
    assert not sheet_problems([replace(plans[0], address=address[:108])])


def test_a_text_that_had_to_be_cut_says_by_how_much(plans: list[PrintPlan], tmp_path: Path) -> None:
    """The typesetter notes it, the editor hears of it at the field."""
    plan = next(one for one in plans if (one.layout, one.look) == ("plakat", "schwarz"))
    endless = "Teegläser und Untertassen " * 40
    long = changed(plan, fact={"text": endless.strip(), "lang": "de", "dir": "ltr"})
    _, found = pressed([long], tmp_path, workers=1)
    (problem,) = found
    assert (problem.path, problem.field) == (MAVI, "angebote.1.text")
    head, _, number = problem.message.partition(" Zeichen zu lang für ")[0].rpartition(" ")
    assert head == "angebote, 1. Eintrag, text:"
    assert 0 < int(number) < len(endless)
    assert problem.message.endswith("plakat-a3.")


def test_the_hard_cases_are_read_without_errors() -> None:
    """Two photos are small and one text is said to be; nothing is wrong with the letters."""
    found = material_problems(kiez_of(SITE), LETTERS)
    assert {problem.field for problem in found} == {"fotos.1.datei"}
    assert {Path(problem.path).parent.name for problem in found} == {"cicekci-isigi", "bait-az-zaatar"}
    assert read_site(SITE).kiez is not None


@pytest.mark.parametrize("address", ["https://kiez.example/ar/betriebe/mavi/", "https://kiez.example/" + "a" * 86])
def test_a_finished_code_is_read_by_another_program(address: str) -> None:
    assert read_back(qr_png(address, 1000)) == address


def test_a_code_that_cannot_be_read_is_noticed() -> None:
    with Image.open(io.BytesIO(qr_png("https://kiez.example/", 300))) as code:
        whole = code.convert("L")
    covered = whole.copy()
    covered.paste(0, (0, 0, whole.width, whole.height // 2))
    twice = Image.new("L", (whole.width * 2, whole.height), 255)
    twice.paste(whole, (0, 0))
    twice.paste(whole, (whole.width, 0))
    spoilt = {"pasted over": covered, "cut off": whole.crop((0, 0, whole.width // 2, whole.height)), "two": twice}
    assert {name: read_back(as_png(picture)) for name, picture in spoilt.items()} == dict.fromkeys(spoilt)


def as_png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
