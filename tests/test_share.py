"""Share images: what a messenger shows must be readable, inside the safe area, and say what the page says."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, features

from kiezgroessen.make import share
from kiezgroessen.make.jobs import Photos
from kiezgroessen.make.lines import SOFT, directions, text_direction
from kiezgroessen.make.pictures import develop
from kiezgroessen.make.run import perform
from kiezgroessen.make.share import _FUNDER, MOST_BYTES, Sheet, Studio, on_paper
from kiezgroessen.make.store import Store
from kiezgroessen.make.typeset import Typesetter
from kiezgroessen.plan.media import Cut
from kiezgroessen.plan.share import Shape, SharePlan, plan_share
from kiezgroessen.problems import as_text
from kiezgroessen.read.photos import probe

FONTS = Path(__file__).parent.parent / "theme/static/fonts"
WIDE, HIGH = 1200, 630
MARGIN = 60
BESIDE = 504
"""Width of the portrait in the picture for links."""
POSTED: list[Shape] = ["hochformat", "quadrat", "story"]
SHAPES: list[Shape] = ["teilen", *POSTED]
PAPER = "#8fd3ff"
ENDLESS = "Nähmaschinen für die Frauengruppe und " * 20


def planned(name: str = "Mavi", *, photo: Path | None = None, **more: Any) -> SharePlan:
    found = None
    if photo is not None:
        found, reason = probe(photo)
        assert found is not None, reason
    what: dict[str, Any] = {
        "slug": "mavi",
        "paper": PAPER,
        "fact": "Zwei Praktikumsplätze im Jahr",
        "address": "kiez.example/betriebe/mavi",
        "funder": "Gefördert vom Land Berlin",
        "lang": "de",
        "direction": "ltr",
        "shape": "teilen",
        "head": "Kiezgrößen · Kiez am Krähenufer",
        "note": "Erfundenes Beispiel",
    } | more
    return plan_share(title=name, photo=found, **what)


def laid_out(plan: SharePlan) -> Sheet:
    return Studio(FONTS).laid_out(plan)


def made(plan: SharePlan) -> bytes:
    return Studio(FONTS).made(plan)


def picture(plan: SharePlan) -> Image.Image:
    image = Image.open(io.BytesIO(made(plan)))
    image.load()
    return image


def ink(image: Image.Image) -> Image.Image:
    """White where there is ink, black where the paper shows, blind to what JPEG does around edges."""
    return image.convert("L").point([255 if value < 90 else 0 for value in range(256)])


def ink_box(image: Image.Image, part: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    box = ink(image).crop(part).getbbox()
    assert box is not None, "there is no ink at all"
    return box[0] + part[0], box[1] + part[1], box[2] + part[0], box[3] + part[1]


def without_portrait(plan: SharePlan) -> Image.Image:
    """The picture with its portrait covered by paper."""
    image = picture(plan).convert("RGB")
    portrait = laid_out(plan).layout.portrait
    if portrait is not None:
        image.paste(plan.paper, portrait)
    return image


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "portrait.png"
    Image.linear_gradient("L").resize((500, 600)).save(path)
    return path


NAMES = ["Mavi", "Ö", "Bäckerei Sonnenkorn", "Änderungsschneiderei, Reinigung und Schlüsseldienst am Kanal"]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", NAMES)
def test_it_is_what_messengers_and_networks_take(name: str, shape: Shape) -> None:
    data = made(planned(name, shape=shape))
    image = Image.open(io.BytesIO(data))
    sizes = {"teilen": (1200, 630), "hochformat": (1080, 1350), "quadrat": (1080, 1080), "story": (1080, 1920)}
    assert (image.format, image.size) == ("JPEG", sizes[shape])
    assert len(data) < MOST_BYTES
    assert not image.info.keys() & {"exif", "icc_profile", "comment", "xmp"}


@pytest.mark.parametrize("shape", SHAPES)
def test_even_a_photo_full_of_noise_stays_light(shape: Shape, tmp_path: Path) -> None:
    noise = tmp_path / "rauschen.png"
    Image.effect_noise((1200, 1500), 90).save(noise)
    assert len(made(planned(photo=noise, shape=shape))) < MOST_BYTES


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", NAMES[2:])
def test_the_name_runs_from_margin_to_margin(name: str, shape: Shape) -> None:
    plan = planned(name, shape=shape)
    sheet = laid_out(plan)
    start, high = sheet.layout.title[1], round(sheet.title.height * sheet.layout.text[2] / 1000 * 0.8)
    left, top, right, _ = ink_box(picture(plan), (0, start - 10, plan.format.width, start + high))
    assert abs(left - MARGIN) <= 3
    assert abs(right - (plan.format.width - MARGIN)) <= 3
    assert abs(top - start) <= 3


@pytest.mark.parametrize("beside", [True, False])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_is_printed_where_platforms_cover_or_crop(
    name: str, shape: Shape, photo: Path, direction: str, *, beside: bool
) -> None:
    """However long the texts are; the portrait may run over the edges."""
    plan = planned(
        name,
        shape=shape,
        photo=photo if beside else None,
        direction=direction,
        fact=ENDLESS,
        funder=ENDLESS,
        head=ENDLESS,
        address="kiez.example/" + "sehr-lang-" * 30,
    )
    left, top, right, bottom = ink_box(without_portrait(plan), (0, 0, plan.format.width, plan.format.height))
    safe = plan.format.safe
    assert min(left - safe[0], top - safe[1], safe[2] - right, safe[3] - bottom) >= -3


def test_a_story_leaves_room_for_what_stands_above_and_below_it() -> None:
    image = picture(planned(shape="story"))
    assert ink(image).crop((0, 0, 1080, 250)).getbbox() is None
    assert ink(image).crop((0, 1920 - 340, 1080, 1920)).getbbox() is None


@pytest.mark.parametrize("beside", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_the_middle_square_of_a_post_holds_name_and_fact(name: str, photo: Path, *, beside: bool) -> None:
    """Feeds and lists cut what is high to a square: nothing of the name is above it, nothing of the fact below."""
    spoken, silent = (
        picture(planned(name, shape="hochformat", photo=photo if beside else None, fact=fact))
        for fact in ("Zwei Praktikumsplätze im Jahr", "")
    )
    changed = ImageChops.difference(spoken.convert("L"), silent.convert("L")).point(lambda value: 255 * (value > 90))
    box = changed.getbbox()
    assert box is not None
    assert box[3] <= 135 + 1080
    assert laid_out(planned(name, shape="hochformat")).layout.title[1] >= 135


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("beside", [True, False])
def test_a_strip_of_paper_parts_the_name_from_the_texts(name: str, photo: Path, shape: Shape, *, beside: bool) -> None:
    plan = planned(name, fact=ENDLESS, funder=ENDLESS, photo=photo if beside else None, shape=shape)
    sheet = laid_out(plan)
    left, top, right = sheet.layout.title
    bottom = round(top + sheet.title.height * (right - left) / 1000)
    strip = without_portrait(plan).crop((0, bottom + 4, plan.format.width, bottom + 14))
    assert ink(strip).getbbox() is None


def test_a_name_gets_the_lines_that_short_texts_leave_room_for() -> None:
    short, long = ("Gefördert vom Land Berlin", "Gefördert durch die Berliner Senatsstelle für offene Türen " * 3)
    lines = [len(laid_out(planned("Der Kiez sucht dich", funder=funder)).title.lines) for funder in (short, long)]
    assert lines == [2, 1]


@pytest.mark.parametrize("name", ["Mavi", "Salon Ponyhof", "Bäckerei Sonnenkorn", "Buchhandlung Krähenfuß", NAMES[3]])
def test_the_name_fills_the_room_that_short_texts_leave(name: str) -> None:
    plan = planned(name)
    title = laid_out(plan).title
    widest = max(line.length for line in title.lines)
    assert widest > 980
    assert title.height > 0.45 * plan.limit


def test_the_portrait_stands_where_the_line_ends(photo: Path) -> None:
    right = picture(planned(photo=photo)).convert("L")
    left = picture(planned(photo=photo, direction="rtl", lang="ar")).convert("L")
    middle = BESIDE // 2
    # The photo is black at its top: there is ink at the very edge of the sheet.
    assert ink(right).crop((WIDE - 2, 0, WIDE, 60)).getextrema() == (255, 255)
    assert ink(left).crop((0, 0, 2, 60)).getextrema() == (255, 255)
    assert right.getpixel((WIDE - middle, 2)) < 60 < right.getpixel((middle, 2))  # type: ignore[operator]
    assert left.getpixel((middle, 2)) < 60 < left.getpixel((WIDE - middle, 2))  # type: ignore[operator]


def test_ink_is_multiplied_over_the_paper() -> None:
    plate = Image.new("L", (3, 1))
    plate.putdata([0, 255, 128])
    printed = on_paper(plate, "#ffe600")
    assert printed.getpixel((0, 0)) == (0x11, 0x11, 0x11)
    assert printed.getpixel((1, 0)) == (0xFF, 0xE6, 0x00)
    assert printed.getpixel((2, 0)) == (136, 124, 8)


def test_the_paper_is_that_of_the_business() -> None:
    for paper in ("#ffe600", "#b8f0a0"):
        seen = picture(planned(paper=paper)).convert("RGB").getpixel((20, 20))
        meant = tuple(int(paper[i : i + 2], 16) for i in (1, 3, 5))
        assert isinstance(seen, tuple)
        assert max(abs(a - b) for a, b in zip(seen, meant, strict=True)) <= 3


def test_arabic_starts_at_the_right() -> None:
    plan = planned("بيت الزعتر", fact="خبز طازج", direction="rtl", lang="ar")
    below = (0, 380, WIDE, 560)
    left, _, right, _ = ink_box(picture(plan), (0, 0, WIDE, 330))
    assert abs(right - (WIDE - MARGIN)) <= 4
    assert left >= MARGIN - 4
    # The rule runs over the whole width; the fact above it does not.
    fact = ink_box(picture(plan), (0, 400, WIDE, 455))
    assert fact[0] > WIDE / 2
    assert ink_box(picture(plan), below)[0] <= MARGIN + 3


@pytest.mark.skipif(not features.check("raqm"), reason="this Pillow cannot shape Arabic")
def test_arabic_letters_are_joined() -> None:
    setter = Typesetter(FONTS)
    apart = sum(setter.width(letter, "text", 80, direction="rtl") for letter in "سنة")
    assert setter.width("سنة", "text", 80, direction="rtl") < apart * 0.8


@pytest.mark.parametrize("letters", ["ğşıİ", "ÄÖÜß", "„“‚‘–…·€", "زعتر"])
@pytest.mark.parametrize("style", ["latin", "arabic", "text", "strong"])
def test_letters_of_the_neighbours_are_there(letters: str, style: Any) -> None:
    setter = Typesetter(FONTS)
    unknown = setter.width("\U0010fffd", style, 40)
    for letter in letters:
        font = next(iter(setter._runs(letter, style, 40, 100, "ltr")))[0]
        assert bytes(font.getmask(letter)) != bytes(font.getmask("\U0010fffd")), letter
    assert unknown > 0


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Blumen 🌸 für alle 👩\u200d👩\u200d👧!", "Blumen für alle!"),
        ("Brot aus 漢字", "Brot aus"),
        ("Hawaiʻi", "Hawai‘i"),
        ("علی حسینی", "على حسينى"),
    ],
)
@pytest.mark.parametrize("place", ["fact", "address", "funder", "head", "note"])
def test_no_box_stands_for_a_letter_that_no_font_has(typed: str, shown: str, place: str) -> None:
    shape: Shape = "quadrat" if place == "head" else "teilen"
    both: list[dict[str, Any]] = [{place: typed}, {place: shown}]
    one, other = (made(planned(shape=shape, **texts)) for texts in both)
    assert one == other


def test_letters_that_only_the_font_of_names_has_are_there() -> None:
    setter = Typesetter(FONTS)
    for style in ("text", "strong"):
        assert setter.width("ễ", style, 80) != setter.width("\U0010fffd", style, 80)
        assert setter.printable("Nguyễn") == "Nguyễn"


@pytest.mark.parametrize(
    ("text", "direction", "pieces"),
    [
        ("Mavi", "ltr", [(False, "Mavi")]),
        ("سنة", "ltr", [(True, "سنة")]),
        ("في Kottbusser Straße 12", "rtl", [(False, "Kottbusser Straße 12"), (True, "في ")]),
        ("Café سنة, 2", "ltr", [(False, "Café "), (True, "سنة"), (False, ", 2")]),
        ("", "rtl", []),
    ],
)
def test_runs_stand_as_they_are_read(text: str, direction: str, pieces: list[tuple[bool, str]]) -> None:
    assert directions(text, direction) == pieces


def test_a_line_takes_the_direction_of_its_first_letter() -> None:
    assert text_direction("»Mavi« في", "rtl") == "ltr"
    assert text_direction("12, سنة", "ltr") == "rtl"
    assert text_direction("12", "rtl") == "rtl"


def test_long_texts_are_broken_evenly_and_shortened_last() -> None:
    setter = Typesetter(FONTS)
    text = "Zwei Praktikumsplätze im Jahr für alle"
    lines = setter.wrap(text, "text", 40, setter.width(text, "text", 40) * 0.9, "ltr")
    assert " ".join(lines) == text
    lengths = [setter.width(line, "text", 40) for line in lines]
    assert min(lengths) > 0.6 * max(lengths), "no single word on the last line"
    size, short = setter.fitted("Wort " * 60, "text", [(40, 2), (30, 2)], 400, "ltr")
    assert size == 30
    assert len(short) == 2
    assert short[-1].endswith("Wort…")
    assert all(setter.width(line, "text", size) <= 400 for line in short)


def test_a_prescribed_wording_of_a_funder_is_shown_whole(photo: Path) -> None:
    setter = Typesetter(FONTS)
    wording = (
        "Gefördert durch das Bundesministerium für Wohnen, Stadtentwicklung und Bauwesen und durch die "
        "Senatsverwaltung für Stadtentwicklung, Bauen und Wohnen des Landes Berlin im Rahmen des Programms "
        "»Sozialer Zusammenhalt«"
    )
    plan = planned(photo=photo, funder=wording)
    left, _, right, _ = laid_out(plan).layout.text
    sizes = [(float(size), most) for size, most in _FUNDER]
    _, lines = setter.fitted(wording, "text", sizes, right - left, "ltr")
    assert " ".join(lines) == wording
    assert ink_box(picture(plan), (0, 0, right, HIGH))[3] <= HIGH - MARGIN + 3


def test_what_can_be_read_is_in_the_name_of_the_file(photo: Path) -> None:
    names = {
        planned().name,
        planned(fact="Drei Praktikumsplätze").name,
        planned(funder="Gefördert vom Bund").name,
        planned(paper="#ffe600").name,
        planned(photo=photo).name,
        planned(photo=photo, focus=(50, 84)).name,
        planned("Movi").name,
    }
    assert len(names) == 7
    assert all(name.startswith("teilen/mavi-") and name.endswith(".jpg") for name in names)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_plan_gives_the_same_bytes_whatever_was_made_before(photo: Path, tmp_path: Path, shape: Shape) -> None:
    other = tmp_path / "anderes.png"
    Image.effect_noise((400, 500), 60).save(other)
    studio = Studio(FONTS)
    first = studio.made(planned(photo=photo, shape=shape))
    studio.made(planned("Bäckerei Sonnenkorn", photo=other, shape="quadrat"))
    assert studio.made(planned(photo=photo, shape=shape)) == first == made(planned(photo=photo, shape=shape))


def test_one_photo_is_developed_once_for_all_shapes(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    developed: list[str] = []

    def counted(cut: Cut, size: tuple[int, int], photos: Photos | None) -> Image.Image:
        developed.append(cut.path)
        return develop(cut, size, photos)

    monkeypatch.setattr(share, "develop", counted)
    studio = Studio(FONTS)
    for shape in SHAPES:
        studio.made(planned(photo=photo, shape=shape))
    assert len(developed) == 1


@pytest.mark.parametrize("shape", POSTED)
def test_the_focus_point_is_in_the_part_that_is_shown(tmp_path: Path, shape: Shape) -> None:
    path = tmp_path / "unten.png"
    photo = Image.new("L", (800, 1600), 255)
    photo.paste(0, (300, 1250, 500, 1450))
    photo.save(path)
    plan = planned(photo=path, shape=shape, focus=(50, 84))
    left, top, right, bottom = laid_out(plan).layout.portrait or (0, 0, 0, 0)
    inside = ink(picture(plan)).crop((left + 20, top + 20, right - 20, bottom - 1))
    assert (inside.histogram()[255] / (inside.width * inside.height)) > 0.03


@pytest.mark.parametrize("size", [(800, 1000), (800, 1600)])
@pytest.mark.parametrize("shape", SHAPES)
def test_no_head_is_sliced_where_nobody_set_a_focus_point(tmp_path: Path, shape: Shape, size: tuple[int, int]) -> None:
    path = tmp_path / "oben.png"
    photo = Image.new("L", size, 255)
    photo.paste(0, (370, 20, 430, 60))
    photo.save(path)
    plan = planned(photo=path, shape=shape)
    left, top, right, bottom = laid_out(plan).layout.portrait or (0, 0, 0, 0)
    upper = top + 12, top + (bottom - top) // 5
    paper, drawn = ink(picture(plan)).crop((left + 20, upper[0], right - 20, upper[1])).histogram()[::255]
    assert drawn > 0.005 * (paper + drawn)


WORDS = ("بيت بيت خبز · تمّ الاتّفاق", "الأخبار", "شارع شارع جار كبير", "Gefördert durch die Stiftung", "ışık ışık gün")


@pytest.mark.parametrize(("style", "size"), [("strong", 72), ("text", 40), ("arabic", 83.3), ("latin", 91.7)])
def test_a_word_is_as_long_whatever_was_measured_before(style: Any, size: float) -> None:
    """The first word that a font is asked for is a 64th of a pixel off, which can move a line by a whole one."""
    apart = {word: Typesetter(FONTS).width(word, style, size, direction=text_direction(word, "ltr")) for word in WORDS}
    setter = Typesetter(FONTS)
    together = {word: setter.width(word, style, size, direction=text_direction(word, "ltr")) for word in WORDS[::-1]}
    assert together == apart


@pytest.mark.parametrize(
    "text", ["Noch bis 31. März 2027.", "Hinterzimmer ab 18 Uhr", "Gut und gern 12 Stühle für alle"]
)
def test_a_number_stays_with_what_it_counts(text: str) -> None:
    setter = Typesetter(FONTS)
    for share_of_width in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        lines = setter.wrap(text, "text", 40, setter.width(text, "text", 40) * share_of_width, "ltr")
        assert " ".join(lines) == text
        assert not [line for line in lines if line.endswith((" 31.", " 18", " 12"))]


def test_addresses_break_after_slashes_only() -> None:
    setter = Typesetter(FONTS)
    address = "kiez.example/betriebe/mavi".replace("/", "/" + SOFT)
    lines = setter.wrap(address, "text", 40, setter.width("kiez.example/betriebe/", "text", 40), "ltr")
    assert lines == ["kiez.example/", "betriebe/mavi"]


def test_they_are_performed_like_pictures(photo: Path, tmp_path: Path) -> None:
    good, bad = planned(), planned("Motorrad Graefe", photo=photo, slug="graefe")
    photo.write_bytes(photo.read_bytes()[:300])
    store, out = Store(tmp_path / "cache"), tmp_path / "out"
    problems = perform([good, bad], store=store, folder_out=out, fonts=FONTS, root=tmp_path)
    assert len(problems) == 1
    assert as_text(problems).startswith("portrait.png: Das Foto hat sich während des Bauens geändert")
    assert [path.relative_to(out).as_posix() for path in out.rglob("*.jpg")] == [good.name]
