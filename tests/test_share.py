"""Share images: what a messenger shows must be readable, inside the safe area, and say what the page says."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, features

from kiezgroessen.make.run import perform
from kiezgroessen.make.share import _FUNDER, MOST_BYTES, make_share, on_paper
from kiezgroessen.make.store import Store
from kiezgroessen.make.typeset import Typesetter, directions, text_direction
from kiezgroessen.plan.fit import Script, fit
from kiezgroessen.plan.media import (
    SHARE_MARGIN,
    SHARE_PORTRAIT,
    SHARE_SIZE,
    SharePlan,
    plan_share,
    share_column,
    share_space,
)
from kiezgroessen.problems import as_text
from kiezgroessen.read.fonts import load_fonts
from kiezgroessen.read.photos import probe

FONTS = Path(__file__).parent.parent / "theme/static/fonts"
WIDE, HIGH = SHARE_SIZE
PAPER = "#8fd3ff"


def planned(name: str = "Mavi", *, photo: Path | None = None, script: Script = "latin", **more: Any) -> SharePlan:
    found = None
    if photo is not None:
        found, reason = probe(photo)
        assert found is not None, reason
    width, height = share_space(portrait=photo is not None)
    what: dict[str, Any] = {
        "slug": "mavi",
        "paper": PAPER,
        "fact": "Zwei Praktikumsplätze im Jahr",
        "address": "kiez.example/betriebe/mavi",
        "funder": "Gefördert vom Land Berlin",
        "lang": "de",
        "direction": "ltr",
    }
    title = fit(name, load_fonts(FONTS), script=script, width=width, max_height=height)
    return plan_share(title=title, photo=found, **{**what, **more})


def picture(plan: SharePlan) -> Image.Image:
    image = Image.open(io.BytesIO(make_share(plan, FONTS)))
    image.load()
    return image


def ink(image: Image.Image) -> Image.Image:
    """White where there is ink, black where the paper shows, blind to what JPEG does around edges."""
    return image.convert("L").point([255 if value < 90 else 0 for value in range(256)])


def ink_box(image: Image.Image, part: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    box = ink(image).crop(part).getbbox()
    assert box is not None, "there is no ink at all"
    return box[0] + part[0], box[1] + part[1], box[2] + part[0], box[3] + part[1]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "portrait.png"
    Image.linear_gradient("L").resize((500, 600)).save(path)
    return path


NAMES = ["Mavi", "Ö", "Bäckerei Sonnenkorn", "Änderungsschneiderei, Reinigung und Schlüsseldienst am Kanal"]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_what_messengers_take(name: str) -> None:
    data = make_share(planned(name), FONTS)
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("JPEG", (1200, 630))
    assert len(data) < MOST_BYTES
    assert not image.info.keys() & {"exif", "icc_profile", "comment", "xmp"}


@pytest.mark.parametrize("name", NAMES[2:])
def test_the_name_runs_from_margin_to_margin(name: str) -> None:
    left, top, right, _ = ink_box(picture(planned(name)), (0, 0, WIDE, 330))
    assert abs(left - SHARE_MARGIN) <= 3
    assert abs(right - (WIDE - SHARE_MARGIN)) <= 3
    assert abs(top - SHARE_MARGIN) <= 3


@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_in_the_margins_however_long_the_texts_are(name: str) -> None:
    endless = "Nähmaschinen für die Frauengruppe und " * 20
    plan = planned(name, fact=endless, funder=endless, address="kiez.example/" + "sehr-lang-" * 30)
    left, top, right, bottom = ink_box(picture(plan), (0, 0, WIDE, HIGH))
    assert min(left, top) >= SHARE_MARGIN - 3
    assert right <= WIDE - SHARE_MARGIN + 3
    assert bottom <= HIGH - SHARE_MARGIN + 3


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("beside", [True, False])
def test_a_strip_of_paper_parts_the_name_from_the_texts(name: str, photo: Path, *, beside: bool) -> None:
    endless = "Nähmaschinen für die Frauengruppe und " * 20
    plan = planned(name, fact=endless, funder=endless, photo=photo if beside else None)
    text = ink(picture(plan)).crop((0, 0, WIDE - SHARE_PORTRAIT if beside else WIDE, HIGH))
    bottom = round(SHARE_MARGIN + plan.title.height * (text.width - 60 - (40 if beside else 60)) / 1000)
    assert text.crop((0, bottom + 4, text.width, bottom + 16)).getbbox() is None


def test_the_portrait_stands_where_the_line_ends(photo: Path) -> None:
    right = picture(planned(photo=photo)).convert("L")
    left = picture(planned(photo=photo, direction="rtl", lang="ar")).convert("L")
    middle = SHARE_PORTRAIT // 2
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
    plan = planned("بيت الزعتر", script="arabic", fact="خبز طازج", direction="rtl", lang="ar")
    below = (0, 380, WIDE, 560)
    left, _, right, _ = ink_box(picture(plan), (0, 0, WIDE, 330))
    assert abs(right - (WIDE - SHARE_MARGIN)) <= 4
    assert left >= SHARE_MARGIN - 4
    # The rule runs over the whole width; the fact above it does not.
    fact = ink_box(picture(plan), (0, 400, WIDE, 455))
    assert fact[0] > WIDE / 2
    assert ink_box(picture(plan), below)[0] <= SHARE_MARGIN + 3


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
    left, right = share_column(portrait=True, direction="ltr")
    sizes = [(float(size), most) for size, most in _FUNDER]
    _, lines = setter.fitted(wording, "text", sizes, right - left, "ltr")
    assert " ".join(lines) == wording
    assert ink_box(picture(planned(photo=photo, funder=wording)), (0, 0, right, HIGH))[3] <= HIGH - SHARE_MARGIN + 3


def test_what_can_be_read_is_in_the_name_of_the_file(photo: Path) -> None:
    names = {
        planned().name,
        planned(fact="Drei Praktikumsplätze").name,
        planned(funder="Gefördert vom Bund").name,
        planned(paper="#ffe600").name,
        planned(photo=photo).name,
        planned("Movi").name,
    }
    assert len(names) == 6
    assert all(name.startswith("teilen/mavi-") and name.endswith(".jpg") for name in names)


def test_the_same_plan_gives_the_same_bytes(photo: Path) -> None:
    setter = Typesetter(FONTS)
    first = make_share(planned(photo=photo), setter)
    make_share(planned("Bäckerei Sonnenkorn"), setter)
    assert make_share(planned(photo=photo), setter) == first == make_share(planned(photo=photo), FONTS)


def test_they_are_performed_like_pictures(photo: Path, tmp_path: Path) -> None:
    good, bad = planned(), planned("Motorrad Graefe", photo=photo, slug="graefe")
    photo.write_bytes(photo.read_bytes()[:300])
    store, out = Store(tmp_path / "cache"), tmp_path / "out"
    problems = perform([good, bad], store=store, folder_out=out, fonts=FONTS, root=tmp_path)
    assert len(problems) == 1
    assert as_text(problems).startswith("portrait.png: Das Foto hat sich während des Bauens geändert")
    assert [path.relative_to(out).as_posix() for path in out.rglob("*.jpg")] == [good.name]
