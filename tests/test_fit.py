"""Names as wide as the sheet: what is set, from the fonts' metrics, and what a browser makes of it."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser

from kiezgroessen.make.fonts import font_css, subset_fonts
from kiezgroessen.plan.breaks import atoms, syllables
from kiezgroessen.plan.fit import FittedName, Script, broken, fit
from kiezgroessen.read.fonts import Fonts, load_fonts

FOLDER = Path(__file__).parent.parent / "theme/static/fonts"
PORTRAIT, WIDE = 620.0, 300.0
LONG = "Änderungsschneiderei, Reinigung und Schlüsseldienst am Kanal"
LATIN = (
    "Mavi",
    "Bäckerei Sonnenkorn",
    LONG,
    "Çiçekçi Işığı",
    "Şahin & Töchter Änderungsschneiderei",
    "Groß & Şenyürek",
    "Druckerei Grambeck",
    "Café-Restaurant Zur alten Linde",
    "Rechtsanwaltskanzleigemeinschaft",
    "Gemeinschaftliche Werkstatt für Möbel, Räder und gute Nachbarschaft am Kotti e.V.",
    "1. FC",
)
ARABIC = ("بيت الزعتر", "مقهى Mavi")
NAMES: tuple[tuple[str, Script], ...] = (*((name, "latin") for name in LATIN), *((name, "arabic") for name in ARABIC))


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return load_fonts(FOLDER)


@pytest.fixture
def portrait(fonts: Fonts) -> Callable[..., FittedName]:
    return lambda name, script="latin", **more: fit(name, fonts, script=script, max_height=PORTRAIT, **more)


def edges(name: FittedName, fonts: Fonts) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of each line's ink on the sheet."""
    found = []
    for line in name.lines:
        ink = fonts.ink(line.text, line.stretch, 800, name.script)
        start = line.x if name.script == "latin" else line.x - line.length
        top, bottom = line.baseline - ink.top * line.size, line.baseline + ink.bottom * line.size
        found.append((start + ink.left * line.size, top, start + line.length - ink.right * line.size, bottom))
    return found


@pytest.mark.parametrize("height", [PORTRAIT, WIDE])
@pytest.mark.parametrize(("text", "script"), NAMES)
def test_ink_runs_from_edge_to_edge_and_stays_on_the_sheet(
    fonts: Fonts, text: str, script: Script, height: float
) -> None:
    name = fit(text, fonts, script=script, max_height=height)
    found = edges(name, fonts)
    assert name.height <= height
    assert min(top for _, top, _, _ in found) == pytest.approx(0, abs=0.02)
    assert max(bottom for _, _, _, bottom in found) == pytest.approx(name.height, abs=0.02)
    for left, _, right, _ in found:
        assert (left, right) == pytest.approx((0, 1000), abs=0.05)


@pytest.mark.parametrize(("text", "script"), NAMES)
def test_no_word_is_lost_and_none_is_set_twice(portrait: Callable[..., FittedName], text: str, script: Script) -> None:
    set_text = "".join(line.text for line in portrait(text, script).lines)
    cut = text == "Rechtsanwaltskanzleigemeinschaft"
    assert set_text.replace(" ", "").replace("-" if cut else "", "") == text.replace(" ", "")


@pytest.mark.parametrize("text", LATIN)
def test_lines_keep_their_distance(portrait: Callable[..., FittedName], fonts: Fonts, text: str) -> None:
    name = portrait(text)
    for above, below in pairwise(name.lines):
        upper, lower = (fonts.ink(line.text, line.stretch, 800, "latin").boxes for line in (above, below))
        for left, right, _, bottom in upper:
            for start, end, top, _ in lower:
                if above.x + left * above.size < below.x + end * below.size and (
                    below.x + start * below.size < above.x + right * above.size
                ):
                    white = below.baseline - top * below.size - above.baseline - bottom * above.size
                    assert white > 20, (above.text, below.text)


def test_short_names_swell_and_long_names_narrow(portrait: Callable[..., FittedName]) -> None:
    assert [line.stretch for line in portrait("Mavi").lines] == [125]
    assert [line.stretch for line in portrait("Fahrradladen Speichenwerk").lines] == [62, 62]


def test_a_long_name_gets_lines_without_forlorn_words(portrait: Callable[..., FittedName]) -> None:
    lines = [line.text for line in portrait(LONG).lines]
    assert len(lines) >= 3
    assert lines[0] == "Änderungsschneiderei,"
    assert not {"und", "am"} & {word for line in lines for word in (line, line.split()[-1])}


@pytest.mark.parametrize("text", ["Schuhe & Schirme", "Salz und Zucker", "Haus für Kinder", "Halle an der Spree"])
def test_a_little_word_never_stands_alone(fonts: Fonts, text: str) -> None:
    lines = [line.text for line in fit(text, fonts, max_height=900).lines]
    assert len(lines) > 1
    assert not {"&", "und", "für", "an", "der", "an der"} & set(lines)


@pytest.mark.parametrize("text", [*LATIN, "Rechtsanwaltskanzlei am Tor"])
def test_no_line_narrows_only_to_tower_over_the_others(portrait: Callable[..., FittedName], text: str) -> None:
    lines = portrait(text).lines
    smallest = min(line.size for line in lines)
    assert all(line.size <= 1.7 * smallest or line.stretch == 125 for line in lines)


def test_two_words_stand_on_two_lines_where_that_makes_them_bigger(portrait: Callable[..., FittedName]) -> None:
    assert [line.text for line in portrait("Bäckerei Sonnenkorn").lines] == ["Bäckerei", "Sonnenkorn"]


def test_lines_are_of_one_size_where_the_axis_allows_it(fonts: Fonts) -> None:
    first, second = fit("Druckerei Grambeck", fonts, max_height=WIDE).lines
    assert first.size == pytest.approx(second.size, rel=0.02)


def test_more_height_never_makes_a_name_smaller(fonts: Fonts) -> None:
    for text in LATIN:
        heights = [fit(text, fonts, max_height=limit).height for limit in (200, 300, 450, 620, 900)]
        assert heights == sorted(heights), text


def test_a_single_letter_fills_the_height_and_keeps_to_its_edge(fonts: Fonts) -> None:
    name = fit("Ö", fonts, max_height=WIDE)
    ((left, _, right, _),) = edges(name, fonts)
    assert name.height == pytest.approx(WIDE, abs=0.2)
    assert left == pytest.approx(0, abs=0.05)
    assert right < 900


def test_arabic_too_tall_for_full_width_keeps_to_the_right(fonts: Fonts) -> None:
    name = fit("مخبز شمس الحي للخبز والحلويات", fonts, script="arabic", max_height=WIDE)
    assert name.height == pytest.approx(WIDE, abs=0.2)
    for left, _, right, _ in edges(name, fonts):
        assert left > 0
        assert right == pytest.approx(1000, abs=0.05)


def test_arabic_is_never_condensed_and_starts_at_the_right(fonts: Fonts) -> None:
    name = fit("مخبز شمس الحي للخبز والحلويات", fonts, script="arabic", max_height=PORTRAIT)
    assert {line.stretch for line in name.lines} == {100}
    assert all(line.x > 990 for line in name.lines)


def test_a_soft_hyphen_shows_only_where_a_line_ends(fonts: Fonts) -> None:
    name = "Fahrrad\u00adersatzteil\u00adlager\u00adverwaltung"
    lines = [line.text for line in fit(name, fonts, max_height=PORTRAIT).lines]
    assert len(lines) > 1
    assert all(line.endswith("-") for line in lines[:-1])
    assert "".join(lines).replace("-", "") == name.replace("\u00ad", "")
    assert "\u00ad" not in "".join(lines)


def test_common_long_words_stay_whole(portrait: Callable[..., FittedName]) -> None:
    assert [line.text for line in portrait("Änderungsschneiderei").lines] == ["Änderungsschneiderei"]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Schlüsseldienst", ["Schlüs", "sel", "dienst"]),
        ("Schneiderei", ["Schnei", "derei"]),
        ("Kirsche", ["Kir", "sche"]),
        ("Bücherwagen", ["Bücher", "wagen"]),
    ],
)
def test_syllables_keep_sounds_together_and_are_no_crumbs(word: str, pieces: list[str]) -> None:
    assert syllables(word) == pieces


def test_names_break_after_hyphens_and_not_at_protected_spaces() -> None:
    found = atoms("Café-Bar az-Zaatar Nr.\u00a07", lambda _: False)
    assert [(atom.text, atom.joint) for atom in found] == [
        ("Café-", "tight"),
        ("Bar", "space"),
        ("az-Zaatar", "space"),
        ("Nr.\u00a07", "space"),
    ]


def test_as_many_lines_as_asked_for(portrait: Callable[..., FittedName]) -> None:
    assert len(portrait("Çiçekçi Işığı", min_lines=2).lines) == 2
    assert len(portrait("Mavi", min_lines=2).lines) == 1
    assert len(portrait("a b c d e f g h i j k l", min_lines=12).lines) > 1


@pytest.mark.parametrize("text", ["", "   ", "\u00ad", "\u200b"])
def test_a_name_without_ink_takes_no_room(portrait: Callable[..., FittedName], text: str) -> None:
    assert portrait(text) == FittedName((), 1000.0, 0.0, "latin")


def test_the_same_name_is_set_the_same_whatever_was_set_before(fonts: Fonts) -> None:
    fresh = load_fonts(FOLDER)
    for text, script in reversed(NAMES):
        again = fit(text, fresh, script=script, max_height=PORTRAIT)
        assert again == fit(text, fonts, script=script, max_height=PORTRAIT)


@pytest.mark.parametrize(("text", "script"), NAMES)
def test_a_name_is_set_the_same_whatever_heights_it_was_set_to_before(fonts: Fonts, text: str, script: Script) -> None:
    heights = (WIDE, 900.0, 185.0, PORTRAIT, 306.5)
    name = broken(text, fonts, script=script)
    for height in (*heights, *reversed(heights)):
        assert name.fitted(height) == fit(text, fonts, script=script, max_height=height)


@pytest.mark.parametrize(("text", "script"), NAMES)
def test_a_guess_is_the_same_where_every_size_is_tried(fonts: Fonts, text: str, script: Script) -> None:
    for way in broken(text, fonts, script=script).ways:
        quick = [way.guess(height) for height in range(60, 1000, 7)]
        way._rises = False
        assert [way.guess(height) for height in range(60, 1000, 7)] == quick


def test_everything_grows_with_the_sheet(fonts: Fonts) -> None:
    small = fit(LONG, fonts, max_height=PORTRAIT)
    large = fit(LONG, fonts, width=4000, max_height=4 * PORTRAIT)
    assert [line.text for line in large.lines] == [line.text for line in small.lines]
    assert [line.size for line in large.lines] == pytest.approx([4 * line.size for line in small.lines], rel=1e-3)


@dataclass(frozen=True)
class Block:
    """Type as a child would cut it: every letter a block as wide as the axis says, one em high."""

    advance: float
    boxes: tuple[tuple[float, float, float, float], ...]
    left: float = 0.0
    right: float = 0.0
    top: float = 1.0
    bottom: float = 0.0


class Blocks:
    def ink(self, text: str, width: float, weight: int, script: Script) -> Block:  # noqa: ARG002  # as fonts do
        advance = len(text) * width / 100
        return Block(advance, ((0.0, advance, 1.0, 0.0),) if text.strip() else ())

    def missing(self, text: str, script: Script) -> str:  # noqa: ARG002
        return ""


def test_any_measure_will_do() -> None:
    name = fit("abcd efgh", Blocks(), max_height=1000)
    assert [line.text for line in name.lines] == ["abcd", "efgh"]
    assert [line.length for line in name.lines] == [1000, 1000]
    first, second = name.lines
    assert second.baseline - first.baseline - second.size == pytest.approx(22, abs=0.1)


def svg(name: FittedName) -> str:
    lines = "".join(
        f'<text class="b{line.stretch}" x="{line.x}" y="{line.baseline}" font-size="{line.size}" fill="{ink}"'
        f' textLength="{line.length}" lengthAdjust="spacingAndGlyphs">{escape(line.text)}</text>'
        for line, ink in zip(name.lines, ("#0ff", "#ff0") * 4, strict=False)
    )
    return f'<svg class="{name.script}" viewBox="0 0 {name.width} {name.height}">{lines}</svg>'


def test_in_a_browser_the_ink_is_flush_and_no_lines_touch(browser: Browser, fonts: Fonts) -> None:
    names = [(text, fit(text, fonts, script=script, max_height=PORTRAIT)) for text, script in NAMES]
    files = subset_fonts(FOLDER, {"latin": "".join(LATIN), "arabic": "".join(ARABIC)})
    css = font_css(files, "")
    for file in files:
        css = css.replace(file.name, f"data:font/woff2;base64,{base64.b64encode(file.data).decode()}")
    css += "".join(f".b{step}{{font-stretch:{step}%}}" for step in range(62, 126))
    css += 'svg{display:block;width:1000px;margin:20px;font:800 1px "Archivo"}text{mix-blend-mode:multiply}'
    css += 'svg.arabic{font:700 1px "Readex Pro","Archivo";direction:rtl}'
    body = "".join(svg(name) for _, name in names)
    page = browser.new_page(viewport={"width": 1040, "height": 800})
    page.set_content(f"<!doctype html><meta charset=utf-8><style>{css}</style>{body}")
    page.evaluate("document.fonts.ready.then(() => 0)")
    for (text, _), shape in zip(names, page.locator("svg").all(), strict=True):
        picture = Image.open(io.BytesIO(shape.screenshot())).convert("RGB")
        red, _, blue = picture.split()
        # Cyan ink takes the red out of the paper, yellow the blue; where they overlap, both are gone.
        inks = [band.point(lambda value: 255 if value < 128 else 0) for band in (red, blue)]
        for band in inks:
            left, _, right, _ = band.getbbox() or (0, 0, picture.width, 0)
            assert (left, right) == pytest.approx((0, picture.width), abs=1), text
        assert ImageChops.darker(*inks).getbbox() is None, text
    page.close()
