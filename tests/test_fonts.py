"""Fonts: what they can set, and what browsers get of them."""

from __future__ import annotations

import gzip
import io
import re
from pathlib import Path

import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont

from kiezgroessen.make.fonts import (
    FALLBACKS,
    SAMPLE,
    Fallback,
    FontFile,
    Script,
    font_css,
    font_keys,
    font_tasks,
    licences,
    make_font,
    subset_fonts,
    unicode_range,
)
from kiezgroessen.make.store import Store
from kiezgroessen.read.fonts import Fonts, load_fonts

FOLDER = Path(__file__).parent.parent / "theme/static/fonts"
GERMAN = "Straße, Öl, »Ägäis« – 5 €"
TEXTS: dict[Script, str] = {"latin": GERMAN + "Łódź Ŵ", "arabic": "بيت الزعتر ٢٠٢٦"}


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return load_fonts(FOLDER)


@pytest.fixture(scope="module")
def files() -> dict[str, FontFile]:
    return {file.task.stem: file for file in subset_fonts(FOLDER, TEXTS)}


def test_a_letter_without_glyph_is_reported_once_and_in_order(fonts: Fonts) -> None:
    assert fonts.missing("日本 und 日 ✓", "latin") == "日本✓"
    assert fonts.missing("مقهى 日", "arabic") == "日"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Größe ẞ „so“ ‚so‘ »so« – 5 € Çiçekçi Işığı İĞŞ Łódź Đặng é", "latin"),
        ("Schreib\u00adwaren\u2009&\u00a0mehr", "latin"),
        ("مقهى Mavi 24, ٢٤؟", "arabic"),
    ],
)
def test_what_neighbours_write_has_glyphs(fonts: Fonts, text: str, script: str) -> None:
    assert fonts.missing(text, "arabic" if script == "arabic" else "latin") == ""


def test_the_width_axis_is_heard(fonts: Fonts) -> None:
    narrow, normal, broad = (fonts.advance("Mavi", width, 800, "latin") for width in (62, 100, 125))
    assert narrow < 0.8 * normal < normal < 0.9 * broad


def test_letters_that_need_kerning_move_together(fonts: Fonts) -> None:
    apart = fonts.advance("T", 100, 800, "latin") + fonts.advance("o", 100, 800, "latin")
    assert fonts.advance("To", 100, 800, "latin") < apart


def test_extent_is_that_of_the_very_text(fonts: Fonts) -> None:
    assert fonts.extent("nm", 100, 800, "latin")[0] < fonts.extent("Nm", 100, 800, "latin")[0]
    assert fonts.extent("N", 100, 800, "latin")[0] < fonts.extent("Ä", 100, 800, "latin")[0]
    assert fonts.extent("N", 100, 800, "latin")[1] == 0
    assert fonts.extent("Ş", 100, 800, "latin")[1] > 0.1


def test_arabic_letters_join(fonts: Fonts) -> None:
    alone = sum(fonts.advance(letter, 100, 700, "arabic") for letter in "بيت")
    assert fonts.advance("بيت", 100, 700, "arabic") < 0.95 * alone


def test_latin_words_within_arabic_stand_to_the_left_of_what_they_follow(fonts: Fonts) -> None:
    mixed = fonts.ink("مقهى Mavi", 100, 700, "arabic")
    latin = fonts.ink("Mavi", 100, 700, "latin")
    assert mixed.left == pytest.approx(latin.left)
    assert mixed.boxes[0] == pytest.approx(latin.boxes[0])
    assert mixed.boxes[3] == pytest.approx(latin.boxes[3])


def test_two_latin_words_within_arabic_keep_their_order(fonts: Fonts) -> None:
    mixed = fonts.ink("مقهى To Mi", 100, 700, "arabic")
    assert mixed.left == pytest.approx(fonts.ink("To", 100, 700, "latin").left)


def test_a_folder_without_fonts_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="archivo"):
        load_fonts(tmp_path)


def test_each_character_comes_in_one_file_of_its_face(files: dict[str, FontFile]) -> None:
    faces: dict[tuple[str, bool], list[str]] = {}
    for file in files.values():
        faces.setdefault((file.task.family, file.task.italic), []).extend(file.characters)
    for face, characters in faces.items():
        assert len(characters) == len(set(characters)), face


def test_what_is_declared_is_in_the_file(files: dict[str, FontFile]) -> None:
    for stem, file in files.items():
        cmap = TTFont(io.BytesIO(file.data)).getBestCmap()
        assert {ord(char) for char in file.characters} <= set(cmap), stem


def test_the_site_can_set_german_turkish_and_what_the_texts_add(files: dict[str, FontFile]) -> None:
    for family in ("Archivo", "Atkinson Hyperlegible Next"):
        has = {char for file in files.values() if file.task.family == family for char in file.characters}
        assert set(GERMAN + "ÄÖÜäöüß„“çğıİöşüÇĞŞŁódźŴ") <= has, family
    assert set("بيت الزعتر٢٠٦") <= {*files["arabisch"].characters, *files["arabisch-zeichen"].characters}


def test_another_profile_does_not_change_the_files_everybody_has_loaded(files: dict[str, FontFile]) -> None:
    stable = {task for task in font_tasks({"latin": "Đặng Kahve"}) if task.stem in ("archivo", "text", "text-kursiv")}
    assert stable <= {file.task for file in files.values()}


def test_letters_of_neighbours_are_there_before_anybody_writes_them(files: dict[str, FontFile]) -> None:
    """Or the first »ő« would give the style sheet another name, and so change every page."""
    letters = "Łódź, Győr, Břeclav, Žiželice, Đakovo, Brașov, Işık"
    assert font_tasks({"latin": GERMAN + letters}) == font_tasks({"latin": GERMAN})
    for family in ("Archivo", "Atkinson Hyperlegible Next"):
        fixed = [file for file in files.values() if file.task.family == family and "weitere" not in file.task.stem]
        assert set(letters) <= {char for file in fixed for char in file.characters}, family


@pytest.mark.parametrize("width", [62, 81, 100, 125])
def test_cut_fonts_run_as_wide_as_the_names_were_measured(
    files: dict[str, FontFile], fonts: Fonts, width: float
) -> None:
    unit = 0.001  # of an em: what a letter has and what each axis adds are rounded by themselves
    shaper = _shaper(files["archivo"].data, wdth=width)
    for text in ("Mavi Öztürk & Töchter", "AVATAR To Te", "24 % – 7:30", "Straße", "fi fl ffi"):
        assert _advance(shaper, text) == pytest.approx(
            fonts.advance(text, width, 800, "latin"), abs=unit * len(text)
        ), text


@pytest.mark.parametrize("weight", [400, 700])
def test_cut_arabic_letters_join(files: dict[str, FontFile], fonts: Fonts, weight: int) -> None:
    shaper = _shaper(files["arabisch"].data, wght=weight)
    for text in ("بيت", "الزعتر", "مُحَمَّد", "لا"):
        assert _advance(shaper, text) == pytest.approx(fonts.advance(text, 100, weight, "arabic"), abs=0.002), text


def test_no_arabic_no_arabic_fonts() -> None:
    assert {task.family for task in font_tasks({"latin": GERMAN})} == {"Archivo", "Atkinson Hyperlegible Next"}


def test_a_character_no_font_has_makes_no_empty_file() -> None:
    (task,) = [task for task in font_tasks({"latin": "日本"}) if task.stem == "archivo-weitere"]
    assert make_font(FOLDER, task) is None


def test_files_are_small_enough_for_a_bad_phone(files: dict[str, FontFile]) -> None:
    assert len(files["archivo"].data) < 36_000
    assert len(files["text"].data) < 22_000
    assert len(files["arabisch"].data) + len(files["arabisch-zeichen"].data) < 30_000


def test_axes_that_the_theme_uses_are_there(files: dict[str, FontFile]) -> None:
    def axes(stem: str) -> dict[str, tuple[float, float]]:
        return {
            axis.axisTag: (axis.minValue, axis.maxValue) for axis in TTFont(io.BytesIO(files[stem].data))["fvar"].axes
        }

    assert axes("archivo") == {"wdth": (62, 125)}
    assert axes("text") == axes("text-mehr") == axes("arabisch") == {"wght": (400, 700)}


def test_licence_and_authors_travel_with_the_fonts(files: dict[str, FontFile]) -> None:
    texts = dict(licences(FOLDER))
    for stem, file in files.items():
        authors = TTFont(io.BytesIO(file.data))["name"].getDebugName(0)
        assert authors.startswith("Copyright"), stem
        licence = texts[f"{Path(file.task.source).parent.name}-OFL.txt"].decode()
        assert "SIL Open Font License, Version 1.1" in licence, stem


def test_the_same_release_gives_the_same_bytes(files: dict[str, FontFile]) -> None:
    assert make_font(FOLDER, files["archivo-weitere"].task) == files["archivo-weitere"]
    assert make_font(FOLDER, files["arabisch-zeichen"].task) == files["arabisch-zeichen"]


def test_what_was_made_once_comes_out_of_the_store(
    files: dict[str, FontFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task, store = files["archivo-weitere"].task, Store(tmp_path)
    made = make_font(FOLDER, task, store)
    assert all(store.has(key) for key in font_keys(FOLDER, task))
    monkeypatch.setattr(hb, "SubsetInput", lambda: pytest.fail("made again"))
    assert make_font(FOLDER, task, store) == made


def test_css_names_every_file_and_swaps(files: dict[str, FontFile]) -> None:
    css = font_css(files.values(), "/schrift/")
    faces = re.findall(r"@font-face\{[^}]*\}", css)
    for file in files.values():
        (face,) = [face for face in faces if f'url("/schrift/{file.name}")' in face]
        assert "font-display:swap" in face
        assert f"unicode-range:{unicode_range(file.characters)}" in face
    assert "".join(faces) == css
    assert css == font_css(reversed(files.values()), "/schrift/")
    assert len(gzip.compress(css.encode())) < 1_000


def test_ranges_are_as_css_wants_them() -> None:
    assert unicode_range("cab ß") == "U+20,U+61-63,U+DF"


def _shaper(data: bytes, **axes: float) -> hb.Font:
    font = TTFont(io.BytesIO(data))
    font.flavor = None
    out = io.BytesIO()
    font.save(out)
    shaper = hb.Font(hb.Face(out.getvalue()))
    shaper.set_variations(axes)
    return shaper


def _advance(shaper: hb.Font, text: str) -> float:
    """In em."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(shaper, buffer)
    return float(sum(pos.x_advance for pos in buffer.glyph_positions)) / float(shaper.face.upem)


def _mean_advance(path: Path, **axes: float) -> float:
    return _advance(_shaper(path.read_bytes(), **axes), SAMPLE) / len(SAMPLE)


@pytest.mark.parametrize(
    "fallback",
    [face for face in FALLBACKS if face.family != "Readex Pro"],
    ids=lambda face: f"{face.family} {face.weight} {face.stretch}",
)
def test_fallbacks_take_the_room_of_the_fonts_they_stand_in_for(fallback: Fallback) -> None:
    middle = {"62% 81%": 74, "82% 95%": 86, "96% 107%": 100, "108% 125%": 118}
    if fallback.family == "Archivo":
        path, axes = FOLDER / "archivo/Archivo[wdth,wght].ttf", {"wght": 800.0, "wdth": middle[fallback.stretch]}
    else:
        name = "atkinson-hyperlegible-next/atkinson-hyperlegible-next-latin-wght-normal.woff2"
        path, axes = FOLDER / name, {"wght": float(fallback.weight)}
    line = TTFont(path)["hhea"]
    assert fallback.advance == pytest.approx(_mean_advance(path, **axes), abs=1e-4)
    assert (fallback.ascent, fallback.descent) == (line.ascent / 1000, -line.descent / 1000)
