"""Axe over every type of page, and what axe cannot see: ink on paper, forced colours, less motion, wide spacing."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from tests.support.looks import CUT_OFF, STICKING_OUT, TEXTS
from tests.support.sample import PAGES, Walk
from tests.support.styled import with_own_style
from tests.support.visit import axe

from kiezgroessen.plan.papers import PAPERS, contrast

# What axe says it cannot decide, each kind with who decides it instead. Patterns for the whole line.
DECIDED_ELSEWHERE = (
    # Any SVG is a picture to axe; the letters of names and plots are measured by the test of contrast below.
    r"color-contrast .*: <text .*background color could not be determined because element contains an image node",
    # A number at the end of a bar is a letter long; it is measured below as well.
    r"color-contrast .*: <text .*Element content is too short to determine if it is actual text content",
    # The lead stands alone in its box, 30 pixels below the name; its ink and paper are measured below as well.
    r"color-contrast .*: <p class=.lead.>.*background color .* because it partially overlaps other elements",
    # Arabic names have room above their letters, which is empty where it reaches the date; the date's ink and paper
    # are measured below.
    r"color-contrast .*(<time |\.date').*background color .* because it's partially obscured by another element",
    # The whole wish card is a link by means of a pseudo-element, which has no colour and hides nothing.
    r"color-contrast .* due to a pseudo element",
)

# WCAG 2.2, 1.4.12: what readers may set for themselves without losing anything.
WIDE_SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }
"""


def hexadecimal(colour: str) -> str:
    """``rgb(17, 17, 17)`` → ``#111111``; anything half transparent has no contrast of its own and is an error."""
    parts = re.fullmatch(r"rgb\((\d+), (\d+), (\d+)\)", colour)
    assert parts, colour
    return "#" + "".join(f"{int(part):02x}" for part in parts.groups())


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_no_barrier(walk: Walk, width: int, path: str) -> None:
    violations, undecided = axe(walk.to(path, width))
    assert violations == []
    assert [line for line in undecided if not any(re.fullmatch(one, line) for one in DECIDED_ELSEWHERE)] == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_text_is_readable_on_what_it_stands_on(walk: Walk, path: str) -> None:
    """On the papers of the businesses at least 10:1, anywhere else 7:1 (AAA); names in the ink of their sheet."""
    texts = walk.to(path, 768).evaluate(TEXTS)
    assert len(texts) > 20
    assert any(text["inSvg"] for text in texts)
    for text in texts:
        paper = hexadecimal(text["paper"])
        ratio = contrast(hexadecimal(text["ink"]), paper)
        assert ratio >= (10 if paper in PAPERS.values() else 7), f"{ratio:.1f} {text}"
        assert not text["inSvg"] or text["ink"] == text["own"], text


@pytest.mark.parametrize("path", ["", "betriebe/", "betriebe/mavi/", "ar/betriebe/bait-az-zaatar/", "aktionen/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_names_stay_visible_in_forced_colours(walk: Walk, path: str, scheme: str) -> None:
    page = walk.to(path, 1280, forced_colors="active", color_scheme=scheme, reduced_motion="reduce")
    names = page.locator(".name:visible").all()
    assert names
    for name in names[:4]:
        picture = Image.open(io.BytesIO(name.screenshot())).convert("L")
        greys = [grey for grey, count in enumerate(picture.histogram()) if count]
        assert greys[-1] - greys[0] > 150, name.inner_text()


def test_cards_hang_straight_for_people_who_asked_for_less_motion(walk: Walk) -> None:
    tilts = "[...document.querySelectorAll('.wish')].map(e => getComputedStyle(e).rotate)"
    assert set(walk.to("wunschbrett/", 1280).evaluate(tilts)) - {"none", "0deg"}
    assert set(walk.to("wunschbrett/", 1280, reduced_motion="reduce").evaluate(tilts)) == {"none"}


def test_nothing_moves_for_people_who_asked_for_less_motion(walk: Walk) -> None:
    page = walk.to("", 1280, reduced_motion="reduce")
    moving = """[...document.querySelectorAll('*')].filter(e => {
      const s = getComputedStyle(e);
      return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0 || s.scrollBehavior === 'smooth';
    }).map(e => e.outerHTML.slice(0, 80))"""
    assert page.evaluate(moving) == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_wide_spacing_loses_nothing(walk: Walk, path: str) -> None:
    page = walk.to(path, 320)
    with_own_style(page, WIDE_SPACING)
    assert page.evaluate(STICKING_OUT) == []
    assert page.evaluate(CUT_OFF) == []
