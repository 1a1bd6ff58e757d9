"""Postcards, labels, wish cards and badges: what is on them beside what every sheet has (`test_prints`)."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image
from tests.support.once import once
from tests.support.paper import ROOT, SITE, THEME, Sheet, bare, codes, desks, ink, over, pressed, sheets
from tests.support.sites import kiez_of

from kiezgroessen.languages import Text
from kiezgroessen.link.kiez import WishState
from kiezgroessen.make.kits import perform_prints
from kiezgroessen.make.shop import Shop
from kiezgroessen.make.store import Store
from kiezgroessen.plan.desk import Desk
from kiezgroessen.plan.kit.badge import badges, claim, snippet
from kiezgroessen.plan.kit.facts import Facts, facts_of
from kiezgroessen.plan.kit.needs import PER_SHEET, need_cards
from kiezgroessen.plan.kit.small import small
from kiezgroessen.plan.papers import PAPERS
from kiezgroessen.plan.prints import PrintPlan

LABELS = 24
EDGE = 4.8
"""Millimetres at the edges of a sheet that many printers cannot print on: five, less what letters reach out."""
LONG = "aenderungsschneiderei-am-kanal"
MM = 25.4


@pytest.fixture(scope="module")
def german() -> Desk:
    return next(desk for desk in desks(kiez_of(SITE)) if desk.lang == "de")


@pytest.fixture(scope="module")
def arabic() -> Desk:
    return next(desk for desk in desks(kiez_of(SITE)) if desk.lang == "ar")


def facts(desk: Desk, slug: str) -> Facts:
    return facts_of(desk, desk.kiez.businesses[slug])


@pytest.fixture(scope="session")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Sheet]:
    """Cards and labels of three businesses and all wish cards, set once per run."""
    plans: list[PrintPlan] = []
    for desk in desks(kiez_of(SITE)):
        slugs = ("mavi", LONG) if desk.lang == "de" else ("bait-az-zaatar",)
        plans += [plan for slug in slugs for plan in small(desk, facts(desk, slug))]
        plans += [card for cards in need_cards(desk).values() for card in cards]

    def make(folder: Path) -> None:
        _, problems = pressed(plans, folder)
        assert not problems

    return sheets(plans, once(tmp_path_factory.getbasetemp(), "kleines", make))


def found(paper: Sequence[Sheet], kit: str, kind: str, look: str) -> Sheet:
    (sheet,) = (one for one in paper if (one.plan.kit, one.kind, one.plan.look) == (kit, kind, look))
    return sheet


def board(paper: Sequence[Sheet], lang: str, look: str) -> Sheet:
    """The sheets with the wishes of the whole Kiez."""
    return found(paper, f"bedarfskarten-{lang}-{look}", "bedarfskarten-a4", look)


@pytest.mark.parametrize("kit", ["mavi-de", f"{LONG}-de", "bait-az-zaatar-ar"])
@pytest.mark.parametrize("dots", [150, 300])
def test_each_label_can_be_scanned(kit: str, dots: int, paper: Sequence[Sheet]) -> None:
    sheet = found(paper, kit, "etiketten-a4", "schwarz")
    assert codes(over(sheet.drawn(0, dots), PAPERS["gelb"])) == [sheet.plan.address] * LABELS


@pytest.mark.parametrize("kit", ["mavi-de", f"{LONG}-de", "bait-az-zaatar-ar"])
def test_labels_stay_on_their_own_piece_of_paper(kit: str, paper: Sequence[Sheet]) -> None:
    """70 × 37 mm, as they are punched: letters keep two millimetres away from the edges."""
    boxes = found(paper, kit, "etiketten-a4", "schwarz").places(0)
    top = (297 - 8 * 37) / 2
    for left, up, right, down in boxes:
        assert int(left // 70) == int(right // 70), "a line runs over the edge"
        assert left % 70 > 2, f"{left:.1f} mm is too near to the edge"
        assert right % 70 < 68, f"{right:.1f} mm is too near to the edge"
        assert int((up - top) // 37) == int((down - top) // 37), "a label is too low"
    assert len({(int(left // 70), int((up - top) // 37)) for left, up, _, _ in boxes}) == LABELS
    outermost = [*map(min, zip(*boxes, strict=True))][:2] + [*map(max, zip(*boxes, strict=True))][2:]
    assert outermost[0] > EDGE, "printers leave the edges of the sheet empty"
    assert outermost[1] > EDGE
    assert outermost[2] < 210 - EDGE
    assert outermost[3] < 297 - EDGE


@pytest.mark.parametrize("kit", ["mavi-de", f"{LONG}-de", "bait-az-zaatar-ar"])
@pytest.mark.parametrize("look", ["farbe", "schwarz"])
def test_the_post_finds_its_half_of_the_card_empty_and_white(kit: str, look: str, paper: Sequence[Sheet]) -> None:
    sheet = found(paper, kit, "postkarte-a6", look)
    assert len(sheet.pdf) == 2
    back = sheet.drawn(1, 100)
    dots = 100 / MM
    address = np.asarray(back)[round(88 * dots) :, round(78 * dots) :]
    assert address.min() > 250, "what sorting machines print there cannot be read"
    stamp = np.asarray(back)[round(8 * dots) : round(30 * dots), round(123 * dots) : round(140 * dots)]
    assert not np.array_equal(stamp, np.full_like(stamp, 255)), "the place of the stamp is named"
    assert not [box for box in sheet.places(1) if box[2] > 77 and box[0] < 115], "our words stay on our side"


def test_arabic_cards_are_mirrored_but_for_the_stamp(paper: Sequence[Sheet]) -> None:
    def left_of_qr(kit: str) -> float:
        picture = found(paper, kit, "postkarte-a6", "schwarz").drawn(1, 150)
        inked = ink(picture.crop((0, 0, round(74 * 150 / MM), picture.height)))
        eyes = inked.sum(axis=0)
        return float(np.average(np.arange(len(eyes)), weights=eyes)) / len(eyes)

    assert left_of_qr("mavi-de") > 0.5 > left_of_qr("bait-az-zaatar-ar")


def test_german_lines_on_arabic_cards_begin_where_the_others_do(arabic: Desk, tmp_path: Path) -> None:
    shop = facts(arabic, "bait-az-zaatar")
    thanks = replace(shop.given[0], title=None, text=Text("Sechs Betriebe brachten Tische und Brot und Tomaten. " * 2))
    card = next(plan for plan in small(arabic, replace(shop, given=(thanks,))) if plan.layout == "postkarte")
    (sheet, *_), problems = pressed([card], tmp_path)
    assert not problems
    dots = 300 / MM
    ours = ink(sheet.drawn(1, 300))[:, : round(74.5 * dots)]
    inked = np.concatenate(([False], ours.any(axis=1), [False]))
    edges = np.flatnonzero(inked[1:] != inked[:-1]).reshape(-1, 2)
    ends = [np.flatnonzero(ours[up:down].any(axis=0))[-1] / dots for up, down in edges if down - up > 0.8 * dots]
    assert len(ends) > 6
    assert max(ends) - min(ends) < 1.5, ends


def test_an_address_on_two_lines_breaks_after_a_slash(paper: Sequence[Sheet]) -> None:
    """Whoever types it would not know whether a hyphen at the end of a line belongs to it."""
    text = found(paper, f"{LONG}-de", "etiketten-a4", "farbe").pdf[0].get_textpage().get_text_range()
    lines = [line.strip() for line in re.split(r"[\r\n]+", text)]
    assert lines.count("kiez.example/betriebe/") == LABELS
    assert lines.count(LONG) == LABELS


FEAST = "profiles/aktionen/2026-05-hoffest/aktion.md"


@pytest.mark.parametrize(
    ("partners", "linked", "thanks"),
    [
        ("mavi, bait-az-zaatar", "mavi/teeglaeser", "2026: Vierzig Teegläser zum Leihen"),
        ("mavi, bait-az-zaatar", "bait-az-zaatar/trockenes", "2026: Vierzig Teegläser und zwölf Kilo Linsen."),
        ("mavi", "mavi/teeglaeser", "2026: Vierzig Teegläser und zwölf Kilo Linsen."),
    ],
)
def test_of_several_each_is_thanked_for_its_own_part(partners: str, linked: str, thanks: str, tmp_path: Path) -> None:
    root = Path(shutil.copytree(SITE, tmp_path / "site"))
    text = (root / FEAST).read_text("utf-8")
    told = "betriebe: [mavi, bait-az-zaatar, aufgehoert]"
    assert told in text
    (root / FEAST).write_text(text.replace(told, f"betriebe: [{partners}]\nangebot: [{linked}]"), "utf-8")
    desk = next(desk for desk in desks(kiez_of(root)) if desk.lang == "de")
    (given,) = facts(desk, "mavi").given
    assert given.line.value == thanks
    assert (given.place.path == FEAST) == (thanks[-1] == "."), "what is too long is corrected where it was typed"


@pytest.mark.parametrize("look", ["farbe", "druckerei", "schwarz"])
def test_every_open_wish_has_one_card_and_no_other_has(look: str, german: Desk, paper: Sequence[Sheet]) -> None:
    sheet = board(paper, "de", look)
    pages = -(-len(sheet.data["cards"]) // PER_SHEET)
    assert len(sheet.pdf) == pages == 2
    read = [code for page in range(pages) for code in codes(sheet.drawn(page, 200))]
    states = {wish.state for wish in german.kiez.wishes}
    assert states > {WishState.OPEN}, "there are wishes that may not be on a card"
    meant = {
        f"https://kiez.example/wunschbrett/{wish.institution}--{wish.id}/"
        for wish in german.kiez.wishes
        if wish.state is WishState.OPEN
    }
    assert Counter(read) == Counter(meant)


def test_the_code_of_a_card_is_its_own(paper: Sequence[Sheet]) -> None:
    sheet = board(paper, "de", "schwarz")
    addresses = (sheet.plan.address or "").split("\n")
    first = sheet.drawn(0, 200)
    for number, address in enumerate(addresses[:PER_SHEET]):
        row, column = divmod(number, 2)
        wide, high = first.width / 2, first.height / 4
        box = tuple(round(side) for side in (column * wide, row * high, (column + 1) * wide, (row + 1) * high))
        assert codes(first.crop(box)) == [address]  # type: ignore[arg-type]
        textpage = sheet.pdf[0].get_textpage()
        left, top = column * 105 / MM * 72, (297 - row * 74.25) / MM * 72
        words = textpage.get_text_bounded(left, top - 74.25 / MM * 72, left + 105 / MM * 72, top)
        assert bare(sheet.data["cards"][number]["text"]["text"]) in bare(words)


def test_cards_have_the_colour_of_their_kind(paper: Sequence[Sheet]) -> None:
    sheet = board(paper, "de", "farbe")
    picture = np.asarray(sheet.drawn(0, 50))
    for number, card in enumerate(sheet.data["cards"][:PER_SHEET]):
        row, column = divmod(number, 2)
        dot = picture[round((row * 74.25 + 2.5) * 50 / MM), round((column * 105 + 30) * 50 / MM)]
        assert "#" + "".join(f"{value:02x}" for value in dot[:3]) == card["paper"]


def test_blank_cards_lead_to_the_board(paper: Sequence[Sheet]) -> None:
    sheet = found(paper, "bedarfskarten-de-schwarz", "bedarfskarten-leer-a4", "schwarz")
    assert codes(sheet.drawn(0, 200)) == ["https://kiez.example/wunschbrett/"] * PER_SHEET


class _Parsed(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_snippet_is_a_picture_and_a_link_whatever_the_name(german: Desk) -> None:
    plain = facts(german, "mavi")
    name = 'Mavi & "Söhne" <script>alert(1)</script>'
    rude = replace(plain, record=plain.record.model_copy(update={"name": Text(name)}))
    (link, picture) = _Parsed(snippet(german, rude, "abzeichen.svg")).found
    assert link == ("a", {"href": "https://kiez.example/betriebe/mavi/"})
    assert picture[0] == "img"
    assert picture[1]["src"] == "abzeichen.svg"
    assert picture[1]["alt"] == claim(german, rude)
    assert name in claim(german, rude)
    assert "2026" in claim(german, rude)


def made_badges(desk: Desk, slug: str, folder: Path) -> dict[str, Path]:
    plans = list(badges(desk, facts(desk, slug)))
    shop = Shop.here(THEME, ROOT / "cache", Store(folder / "store"))
    assert not perform_prints(plans, shop=shop, folder_out=folder / "output")
    return {
        f"{json.loads(plan.data)['sheet']}.{file.format}": folder / "output" / file.name
        for plan in plans
        for file in plan.files
    }


@pytest.mark.parametrize(("lang", "slug"), [("de", "mavi"), ("de", LONG), ("de", "cicekci-isigi"), ("ar", "mavi")])
def test_badges_can_be_hosted_anywhere(lang: str, slug: str, german: Desk, arabic: Desk, tmp_path: Path) -> None:
    files = made_badges(german if lang == "de" else arabic, slug, tmp_path)
    for name in ("abzeichen-hell", "abzeichen-dunkel"):
        root = ET.fromstring(files[f"{name}.svg"].read_bytes())  # noqa: S314 - made here
        tags = {element.tag.split("}")[1] for element in root.iter()}
        assert tags <= {"svg", "g", "path", "defs", "symbol", "use", "clipPath"}, "letters are paths, nothing is run"
        targets = {value for element in root.iter() for key, value in element.items() if key.endswith("href")}
        assert all(target.startswith("#") for target in targets), "nothing is fetched from anywhere"
        with Image.open(files[f"{name}.png"]) as picture:
            assert picture.size == (480, 192)
            assert not picture.info.get("Software")
    light, dark = (Image.open(files[f"abzeichen-{name}.png"]).convert("L") for name in ("hell", "dunkel"))
    assert np.median(np.asarray(light)) > 120
    assert np.median(np.asarray(dark)) < 40
    corners = [(0, 0), (479, 0), (0, 191), (479, 191)]
    assert len({dark.getpixel(corner) for corner in corners}) == 1, "square corners: nobody takes it for a seal"
    again = made_badges(german if lang == "de" else arabic, slug, tmp_path / "again")
    assert {name: file.read_bytes() for name, file in again.items()} == {
        name: file.read_bytes() for name, file in files.items()
    }
