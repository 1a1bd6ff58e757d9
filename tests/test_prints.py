"""Finished sheets: for every hard case, in every look, what a reader, a print shop and a scanner make of the file."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.support.once import once
from tests.support.paper import ROOT, SITE, THEME, Sheet, bare, codes, desks, ink, over, planned, pressed, reach, sheets
from tests.support.pdfua import PdfUaError, failures
from tests.support.sites import TODAY, kiez_of

from kiezgroessen.languages import Text
from kiezgroessen.make.paperfonts import paper_fonts
from kiezgroessen.make.prints import Press, UnprintableError
from kiezgroessen.model.parts import Channel
from kiezgroessen.plan.kit.facts import facts_of
from kiezgroessen.plan.kit.walls import posters, walls
from kiezgroessen.plan.papers import PAPERS
from kiezgroessen.plan.prints import BLEED, PrintPlan
from kiezgroessen.problems import Severity

KITS = (
    "aenderungsschneiderei-am-kanal-de",
    "bait-az-zaatar-ar",
    "bait-az-zaatar-de",
    "cicekci-isigi-de",
    "lange-rede-de",
    "mavi-de",
    "nur-im-netz-de",
    "zurueckgenommen-de",
)
OTHERS = (
    "bedarfskarten-ar-druckerei",
    "bedarfskarten-ar-farbe",
    "bedarfskarten-ar-schwarz",
    "bedarfskarten-de-druckerei",
    "bedarfskarten-de-farbe",
    "bedarfskarten-de-schwarz",
    "bedarfskarten-einrichtungen-ar-farbe",
    "bedarfskarten-einrichtungen-ar-schwarz",
    "bedarfskarten-einrichtungen-de-farbe",
    "bedarfskarten-einrichtungen-de-schwarz",
    "bewerbung-ar",
    "bewerbung-de",
    "presse-de",
    "wunschkarten-ar-farbe",
    "wunschkarten-ar-schwarz",
    "wunschkarten-de-farbe",
    "wunschkarten-de-schwarz",
)
BARE = ("aenderungsschneiderei-am-kanal-de", "lange-rede-de", "nur-im-netz-de", "zurueckgenommen-de")
"""Nobody's face may stand on these: there is no photo, or its consent does not cover print, or was taken back."""
SAFE = 2.5
"""Millimetres from the cut within which no letter may stand: cutters are off by one or two."""
Check = Callable[[Sheet], list[str]]


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> list[PrintPlan]:
    return planned(tmp_path_factory.mktemp("planned"))


@pytest.fixture(scope="session")
def paper(plans: list[PrintPlan], tmp_path_factory: pytest.TempPathFactory) -> list[Sheet]:
    """Every sheet of the site, set once per run."""

    def make(folder: Path) -> None:
        fresh = folder / "fresh"
        pressed(plans, fresh)
        (fresh / "output").rename(folder / "output")

    return sheets(plans, once(tmp_path_factory.getbasetemp(), "papier", make))


def of_kit(paper: Sequence[Sheet], kit: str) -> list[Sheet]:
    found = [sheet for sheet in paper if sheet.plan.kit == kit]
    assert found, f"there is nothing of {kit}"
    return found


def complaints(check: Check, paper: Sequence[Sheet], kit: str) -> str:
    return "\n".join(f"{sheet}: {fault}" for sheet in of_kit(paper, kit) for fault in check(sheet))


def announced(sheet: Sheet) -> list[str]:
    """Title and language, before a word of it is read."""
    heard = {sheet.title: sheet.data["title"], sheet.lang: sheet.data["lang"]}
    return [f"says {said!r}, not {meant!r}" for said, meant in heard.items() if said != meant]


def cut_right(sheet: Sheet) -> list[str]:
    """The boxes by which a print shop cuts."""
    width, height = sheet.data["width"], sheet.data["height"]
    bleed = BLEED if sheet.plan.look == "druckerei" else 0
    whole = (0.0, 0.0, width + 2.0 * bleed, height + 2.0 * bleed)
    meant = {"media": whole, "trim": (bleed, bleed, width + bleed, height + bleed), "bleed": whole}
    found = [sheet.boxes(page) for page in range(len(sheet.pdf))]
    return [f"page {page} has {boxes}" for page, boxes in enumerate(found) if boxes != meant]


def bled(sheet: Sheet) -> list[str]:
    """Paper colour up to the very edge of the bleed, and none where the tray holds the colour."""
    if sheet.plan.look != "druckerei":
        return []
    whole = np.asarray(sheet.pdf[0].render(scale=1).to_pil().convert("RGB"))
    corners = [whole[y, x] for y in (1, -2) for x in (1, -2)]
    return ["a corner is white"] if any((corner > 250).all() for corner in corners) else []


def signed(sheet: Sheet) -> list[str]:
    """Who pays and who answers for it. Readers of PDFs put words and signs of Arabic pages in an order of their own."""
    text = "".join(sheet.words(page) for page in range(len(sheet.pdf)))
    lines = [line["text"] for line in (*sheet.data["funders"], sheet.data["responsible"])]
    if sheet.data["dir"] == "ltr":
        return [f"does not say {line!r}" for line in lines if bare(line) not in text]
    words = {word for line in lines for word in re.findall(r"\w+", line)}
    halves = {word: [(word[:at], word[at:]) for at in range(len(word))] for word in words}
    return [f"does not say {word!r}" for word in words if not any(a in text and b in text for a, b in halves[word])]


def in_safety(sheet: Sheet) -> list[str]:
    """No letter is cut off, or may be."""
    right, bottom = sheet.data["width"] - SAFE, sheet.data["height"] - SAFE
    found = [(page, box) for page in range(len(sheet.pdf)) for box in sheet.places(page)]
    return [
        f"page {page} has letters at {[round(side) for side in box]}"
        for page, box in found
        if box[0] < SAFE or box[1] < SAFE or box[2] > right or box[3] > bottom
    ]


def name_fills(sheet: Sheet) -> list[str]:
    """The ink of the name runs from margin to margin, within a millimetre."""
    frame = sheet.data.get("frames", {}).get("name")
    if frame is None:
        return []
    if frame["x"] > 0.08 * sheet.data["width"]:
        return [f"the margin is {frame['x']} mm wide"]
    dots = 100 / 25.4
    part = ink(sheet.drawn(0, 100))[round(frame["y"] * dots) : round((frame["y"] + frame["h"]) * dots)]
    if not part.any():
        return ["no name where it should stand"]
    left, _, right, _ = (edge / dots for edge in reach(part))
    meant = frame["x"], frame["x"] + frame["w"]
    return [f"runs from {left:.1f} to {right:.1f} mm"] if max(abs(left - meant[0]), abs(right - meant[1])) > 1 else []


def scanned(sheet: Sheet) -> list[str]:
    """All codes lead where they should, black on yellow paper, too."""
    if sheet.plan.address is None:
        return []
    paper = PAPERS["gelb"] if sheet.plan.look == "schwarz" else "#ffffff"
    read = [code for page in range(len(sheet.pdf)) for code in codes(over(sheet.drawn(page, 150), paper))]
    meant = sheet.plan.address.split("\n")
    return [f"reads {sorted(set(read))}, not {sorted(set(meant))}"] if set(read) != set(meant) else []


def one_ink(sheet: Sheet) -> list[str]:
    """Nothing but black and grey for coloured paper, and no ground that would be printed on it."""
    if sheet.plan.look != "schwarz":
        return []
    drawn = [np.asarray(sheet.drawn(page, 60)).astype(int) for page in range(len(sheet.pdf))]
    found = [f"page {page} has colour" for page, dots in enumerate(drawn) if np.ptp(dots, axis=2).max() > 2]
    return found + [f"page {page} has a ground" for page, dots in enumerate(drawn) if np.median(dots) < 255]


CHECKS: tuple[Check, ...] = (announced, cut_right, bled, signed, in_safety, name_fills, scanned, one_ink)


@pytest.mark.parametrize("kit", [*KITS, *OTHERS])
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_sheets_are_right(check: Check, kit: str, paper: list[Sheet]) -> None:
    assert not complaints(check, paper, kit)


def test_every_kit_is_looked_at(paper: list[Sheet]) -> None:
    assert {sheet.plan.kit for sheet in paper} == {*KITS, *OTHERS}
    assert {sheet.plan.look for sheet in paper} == {"farbe", "druckerei", "schwarz"}


def test_every_sheet_can_be_read_aloud(paper: list[Sheet]) -> None:
    faults = failures(sheet.path for sheet in paper)
    assert not {path.name: found for path, found in faults.items() if found}


def test_addresses_are_those_of_the_pages(paper: list[Sheet]) -> None:
    for kit in KITS:
        slug, _, lang = kit.rpartition("-")
        page = f"https://kiez.example/{'' if lang == 'de' else f'{lang}/'}betriebe/{slug}/"
        assert {sheet.plan.address for sheet in of_kit(paper, kit) if sheet.kind != "urkunde-a4"} == {page}
    (all_wishes,) = {sheet.plan.address for sheet in of_kit(paper, "bedarfskarten-de-druckerei")}
    assert all_wishes is not None
    assert len(all_wishes.split("\n")) == 9
    assert "jugendclub--laptops/" in all_wishes
    assert "jugendclub--sommer/" not in all_wishes, "the summer is over"


@pytest.mark.parametrize("kit", KITS)
def test_faces_are_where_consent_covers_print_and_nowhere_else(kit: str, paper: list[Sheet]) -> None:
    shown = {sheet.kind for sheet in of_kit(paper, kit) if any(map(sheet.images, range(len(sheet.pdf))))}
    assert shown == (set() if kit in BARE else {"plakat-a3", "plakat-a4", "postkarte-a6"})
    heard = "".join(sheet.words(page) for sheet in of_kit(paper, kit) for page in range(len(sheet.pdf)))
    assert ("Zeichnung" in heard) == (kit not in BARE), "a credit stands where the picture does"


def test_who_has_left_gets_nothing(plans: list[PrintPlan], tmp_path: Path) -> None:
    everything = "".join(f"{plan.source} {plan.data} {plan.address}" for plan in plans)
    assert "Schuhe Adam" not in everything
    assert "aufgehoert" not in everything
    in_business = planned(tmp_path, day="2026-03-30")
    assert any("aufgehoert" in plan.source for plan in in_business), "the day before, there was a kit"


def test_nothing_of_a_consent_is_printed(plans: list[PrintPlan], paper: list[Sheet]) -> None:
    everything = "".join(plan.data for plan in plans)
    assert "Ordner 7" not in everything
    assert not [sheet for sheet in paper if b"Ordner 7" in sheet.path.read_bytes()]


def test_made_again_every_byte_is_the_same(plans: list[PrintPlan], paper: list[Sheet], tmp_path: Path) -> None:
    again, _ = pressed([plan for plan in plans if plan.kit in ("mavi-de", "bait-az-zaatar-ar")], tmp_path)
    before = {sheet.path.name: sheet.path.read_bytes() for sheet in paper}
    assert len(again) > 20
    assert not [sheet.path.name for sheet in again if sheet.path.read_bytes() != before[sheet.path.name]]


def test_a_look_made_alone_is_what_it_is_beside_the_others(plans: list[PrintPlan], tmp_path: Path) -> None:
    """Only the first look of a sheet is measured; the others, and previews, are told what was found."""
    chosen = [plan for plan in plans if plan.kit in ("bait-az-zaatar-ar", "lange-rede-de") and plan.sheet != "qr-a6"]
    assert {plan.look for plan in chosen} == {"farbe", "druckerei", "schwarz"}
    fonts = paper_fonts(THEME / "static/fonts", ROOT / "cache/schrift-druck")
    press = Press(THEME / "print", fonts)
    with press.kit(chosen) as kit:
        together = [kit.made(plan, plan.files) for plan in chosen]
    for plan, made in zip(chosen, together, strict=True):
        if plan.look == "schwarz":
            with press.kit([plan]) as kit:
                assert kit.made(plan, plan.files) == made, plan.sheet


def test_a_preview_shows_its_sheet(plans: list[PrintPlan], paper: list[Sheet], tmp_path: Path) -> None:
    """Portrait, paper and letters where the finished file has them."""
    shown = {sheet.path.stem: sheet for sheet in paper if sheet.plan.kit in ("bait-az-zaatar-ar", "mavi-de")}
    chosen = [plan for plan in plans if plan.files[0].name.rpartition("/")[2].removesuffix(".pdf") in shown]
    with Press(THEME / "print", paper_fonts(THEME / "static/fonts", ROOT / "cache/schrift-druck")).kit(chosen) as kit:
        for plan in chosen:
            files = [file for file in plan.files if file.format == "jpg"]
            for file, data in zip(files, kit.made(plan, files)[0], strict=True):
                sheet = shown[file.name.rpartition("/")[2].removesuffix(".jpg")]
                page = sheet.drawn(0, file.width * 25.4 / plan.width)
                with Image.open(io.BytesIO(data)) as whole:
                    seen = whole.convert("RGB").crop((0, 0, file.width, round(file.width * plan.height / plan.width)))
                small = (48, 48)
                far = np.abs(np.asarray(page.resize(small), int) - np.asarray(seen.resize(small), int))
                assert far.max() < 60, f"{plan.sheet} {plan.look}"


def set_badly(plan: PrintPlan, folder: Path, file: str = "", old: str = "", new: str = "") -> Sheet:
    """A sheet set with layouts in which one place is different; an error where that place is not there once."""
    layouts = shutil.copytree(THEME / "print", folder / "layouts", dirs_exist_ok=True)
    if file:
        text = (layouts / file).read_text("utf-8")
        assert text.count(old) == 1, f"{file} has {old!r} {text.count(old)} times"
        (layouts / file).write_text(text.replace(old, new), "utf-8")
    fonts = paper_fonts(THEME / "static/fonts", ROOT / "cache/schrift-druck")
    with Press(layouts, fonts).kit([plan]) as kit:
        made, _ = kit.made(plan, [file for file in plan.files if file.format == "pdf"])
    (folder / "sheet.pdf").write_bytes(made[0])
    return Sheet(plan, folder / "sheet.pdf")


BROKEN: dict[str, tuple[Check, str, str, str, str]] = {
    "another title": (announced, "farbe", "haus.typ", "title: d.title", 'title: "Blatt 1"'),
    "another language": (announced, "farbe", "haus.typ", "lang: d.lang, dir: if rtl", 'lang: "en", dir: if rtl'),
    "no bleed": (cut_right, "druckerei", "haus.typ", "margin: 0mm, bleed: bleed", "margin: 0mm, bleed: 1mm"),
    "white paper": (bled, "druckerei", "haus.typ", "none } else { rgb(paper) }", "none } else { white }"),
    "nobody answers for it": (signed, "farbe", "haus.typ", "say(d.responsible)", "[ ]"),
    "a name too narrow": (name_fills, "farbe", "haus.typ", "let u = width / n.width", "let u = 0.97 * width / n.width"),
    "a name too wide": (in_safety, "farbe", "haus.typ", "let u = width / n.width", "let u = 1.2 * width / n.width"),
    "a code pasted over": (
        scanned,
        "schwarz",
        "haus.typ",
        "alt: words.qr_alt)",
        "alt: words.qr_alt) + place(top, square(size: width / 2, fill: ink))",
    ),
    "red ink": (one_ink, "schwarz", "haus.typ", '#let ink = rgb("#111111")', '#let ink = rgb("#7a1111")'),
    "a grey ground": (
        one_ink,
        "schwarz",
        "haus.typ",
        'look == "schwarz" or plate { none }',
        'look == "schwarz" or plate { luma(90%) }',
    ),
}


ADDRESS = "Alles unter https://nachbarschaftswerkstattverzeichnis.example/betriebe?seite=praktikumsplaetze&gewerbe=alle"


def offering(text: str) -> list[PrintPlan]:
    """What hangs in and before a shop that has not given anything yet and offers this, as poster, card, certificate."""
    desk = next(desks(kiez_of(SITE, TODAY)))
    facts = facts_of(desk, desk.kiez.businesses["mavi"])
    offer = facts.record.offers[0].model_copy(update={"text": Text(text)})
    rewritten = replace(facts, record=facts.record.model_copy(update={"offers": (offer,)}), given=())
    plans = [plan for plan in walls(desk, rewritten) if plan.look == "farbe"]
    return list({plan.layout: plan for plan in plans}.values())


def beside_column(sheet: Sheet) -> list[str]:
    """Letters where the code stands, or over the edge."""
    code = sheet.data["frames"].get("code")
    over_code = [
        box
        for box in sheet.places(0)
        if code and box[3] > code["y"] and box[1] < code["y"] + code["h"] and box[2] > code["x"] - 1
    ]
    return in_safety(sheet) + [f"letters run under the code at {box}" for box in over_code]


@pytest.mark.parametrize("text", ["Ä" * 120, ADDRESS])
def test_what_no_hyphen_can_break_is_whole_and_stays_in_its_column(text: str, tmp_path: Path) -> None:
    plans = offering(text)
    assert {plan.layout for plan in plans} == {"plakat", "fensterkarte", "urkunde"}
    for plan in plans:
        sheet = set_badly(plan, tmp_path)
        assert not beside_column(sheet)
        assert bare(text) in sheet.words(0).replace("\u200b", "")


def test_one_short_fact_is_seen_from_the_street_and_the_card_says_who_thanks(tmp_path: Path) -> None:
    plan = next(plan for plan in offering("Zwei Praktika") if plan.layout == "fensterkarte")
    sheet = set_badly(plan, tmp_path)
    assert bare(sheet.data["kicker"]["text"]) in sheet.words(0)
    frame = sheet.data["frames"]["rows"]
    inside = [box for box in sheet.places(0) if frame["y"] < box[1] and box[3] < frame["y"] + frame["h"]]
    assert max(down - up for _, up, _, down in inside) > 12


def test_what_does_not_fit_at_all_is_said_at_its_field(tmp_path: Path) -> None:
    """No field takes a text that long; a layout with less room might not take one that a field does."""
    plans = [plan for plan in offering("Wort " * 900) if plan.layout == "fensterkarte"]
    _, problems = pressed(plans, tmp_path)
    assert {problem.severity for problem in problems} == {Severity.WARNING}
    (said,) = {problem.message.split(" Zeichen ")[1] for problem in problems}
    assert said == "zu lang für fensterkarte-a5."
    assert all(problem.path and problem.line for problem in problems)


def test_what_runs_out_of_its_column_is_noticed(tmp_path: Path) -> None:
    change = ("masse.typ", "part.clusters().join(loose)", "part")
    assert all(beside_column(set_badly(plan, tmp_path, *change)) for plan in offering("Ä" * 120))


@pytest.mark.parametrize("fault", BROKEN)
def test_what_is_wrong_is_noticed(fault: str, plans: list[PrintPlan], tmp_path: Path) -> None:
    check, look, *change = BROKEN[fault]
    plan = next(one for one in plans if (one.kit, one.layout, one.look) == ("mavi-de", "plakat", look))
    assert not check(set_badly(plan, tmp_path))
    assert check(set_badly(plan, tmp_path, *change))


def test_a_code_that_leads_elsewhere_is_noticed(plans: list[PrintPlan], tmp_path: Path) -> None:
    plan = next(one for one in plans if (one.kit, one.layout) == ("mavi-de", "plakat"))
    sheet = set_badly(replace(plan, address="https://kiez.example/betriebe/movi/"), tmp_path)
    assert scanned(replace(sheet, plan=plan))


def test_a_face_without_consent_would_be_noticed(tmp_path: Path) -> None:
    desk = next(desks(kiez_of(SITE, TODAY)))
    node = desk.kiez.businesses["nur-im-netz"]
    careless = replace(node, photos=tuple(replace(one, channels=frozenset(Channel)) for one in node.photos))
    plan = next(posters(desk, facts_of(desk, careless)))
    assert set_badly(plan, tmp_path).images(0) == 1


def test_a_sheet_that_names_its_hour_is_noticed(plans: list[PrintPlan], tmp_path: Path) -> None:
    plan = next(one for one in plans if (one.kit, one.layout) == ("mavi-de", "plakat"))
    change = (
        "haus.typ",
        "author: d.publisher, date: none",
        "author: d.publisher, date: datetime(year: 2026, month: 1, day: 1)",
    )
    assert set_badly(plan, tmp_path).path.read_bytes() != set_badly(plan, tmp_path, *change).path.read_bytes()


def test_a_file_without_tags_is_noticed(paper: list[Sheet], tmp_path: Path) -> None:
    """A picture of the sheet looks the same, and says nothing to whoever cannot see it."""
    untagged = tmp_path / "bild.pdf"
    Image.new("RGB", (210, 297), "white").save(untagged, title="Plakat: Mavi")
    found = failures([untagged, paper[0].path])
    assert found[paper[0].path] == []
    assert {line.split(":")[0] for line in found[untagged]} >= {"6.2-1", "7.1-11"}


def test_pictures_without_words_cannot_be_set(plans: list[PrintPlan], tmp_path: Path) -> None:
    plan = next(one for one in plans if (one.kit, one.layout) == ("mavi-de", "plakat"))
    with pytest.raises(UnprintableError, match="missing alt text"):
        set_badly(plan, tmp_path, "haus.typ", 'fit: "cover", alt: d.alt', 'fit: "cover"')


def test_no_verdict_is_never_a_good_one(tmp_path: Path) -> None:
    with pytest.raises(PdfUaError):
        failures([])
    (tmp_path / "leer.pdf").write_bytes(b"")
    with pytest.raises(PdfUaError):
        failures([tmp_path / "leer.pdf"])
