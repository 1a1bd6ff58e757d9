"""Every type of page in every language: what axe finds, what stands on what, what is mirrored, and five tasks."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page
from tests.browser.test_barriers import DECIDED_ELSEWHERE, hexadecimal
from tests.support.looks import TEXTS
from tests.support.sample import PAGES, Walk
from tests.support.visit import axe

from kiezgroessen.plan.papers import PAPERS, contrast

LANGUAGES = ("de", "tr", "ar", "en", "leicht")
IN_ALL = tuple(
    path
    for path in PAGES.values()
    if not re.match("(?:ar|tr|en)/|stil/", path) and "material/" not in path and not path.endswith(".html")
)
"""One page of every type that there is in every language."""
SCREENS = {"phone": (320, "none"), "desk": (1280, "none"), "desk in forced colours": (1280, "active")}


def at(lang: str, path: str) -> str:
    return path if lang == "de" else f"{lang}/{path}"


@pytest.mark.parametrize("path", IN_ALL)
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_no_barrier_in_any_language(walk: Walk, lang: str, screen: str, path: str) -> None:
    width, colours = SCREENS[screen]
    page = walk.to(at(lang, path), width, forced_colors=colours)
    # Axe reads the colour that was typed, not the one that is forced; the next test looks at that.
    rules = {"color-contrast": {"enabled": colours == "none"}}
    violations, undecided = axe(page, rules=rules)
    assert violations == []
    assert [line for line in undecided if not any(re.fullmatch(one, line) for one in DECIDED_ELSEWHERE)] == []


@pytest.mark.parametrize("path", IN_ALL)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_is_readable_in_every_language(walk: Walk, lang: str, path: str) -> None:
    for colours, papers in (("none", 10), ("active", 7)):
        for text in walk.to(at(lang, path), 768, forced_colors=colours).evaluate(TEXTS):
            # Where colours are forced, what has no ground of its own stands on the one of the window.
            paper = hexadecimal(text["paper"].replace("rgba(255, 255, 255, 0)", "rgb(255, 255, 255)"))
            ratio = contrast(hexadecimal(text["ink"]), paper)
            assert ratio >= (papers if paper in PAPERS.values() else 7), f"{colours} {ratio:.1f} {text}"


# Where every box of the page begins and ends. Lines and columns of tables follow the letters in them; a name is
# a drawing that is turned as a whole or not at all.
BOXES = """() => [...document.querySelectorAll('body *')]
  .filter(e => !e.closest('svg, bdi, tr') && e.getClientRects().length)
  .filter(e => { const s = getComputedStyle(e);
    return s.rotate === 'none' && !/inline|contents|none/.test(s.display); })
  .map(e => { const b = e.getBoundingClientRect();
    return [e.tagName + '.' + e.className, Math.round(b.left), Math.round(innerWidth - b.right)]; })"""


@pytest.mark.parametrize("path", IN_ALL)
@pytest.mark.parametrize("width", [320, 1280])
def test_right_to_left_is_left_to_right_in_a_mirror(walk: Walk, width: int, path: str) -> None:
    page = walk.to(path, width, reduced_motion="reduce")
    usual = page.evaluate(BOXES)
    page.evaluate("document.documentElement.dir = 'rtl'")
    mirrored = page.evaluate(BOXES)
    assert len(usual) > 20
    assert len(usual) == len(mirrored)
    wrong = [
        (name, left, right, to_right)
        for (name, left, right), (_, to_left, to_right) in zip(usual, mirrored, strict=True)
        if abs(left - to_right) > 2 or abs(right - to_left) > 2
    ]
    assert wrong == []


FOCUSED = ":focus"
MOST_TABS = 120


def go(page: Page, end: str, *, within: str = "") -> None:
    """Follows the first link whose address ends like this, with the keyboard alone; opens what is folded on the way."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        here = page.locator(FOCUSED)
        if not here.count():
            continue
        if here.evaluate("e => e.localName === 'summary' && !e.parentElement.open"):
            page.keyboard.press("Enter")
            continue
        if not here.evaluate("(e, within) => !within || !!e.closest(within)", within):
            continue
        if (here.get_attribute("href") or "").endswith(end):
            page.keyboard.press("Enter")
            page.wait_for_url(re.compile(re.escape(end.split("#", maxsplit=1)[0]) + "(?:#.*)?$"))
            return
    raise AssertionError(f"no way to {end} with {MOST_TABS} tabs")


def phone(walk: Walk, lang: str) -> Page:
    """The start page on a small phone without scripts."""
    page = walk.to(at(lang, ""), 320, javascript=False)
    page.keyboard.press("Home")
    return page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_gives_internships(walk: Walk, lang: str) -> None:
    page = phone(walk, lang)
    go(page, "/betriebe/", within="nav")
    go(page, "/angebot/praktikum/")
    assert page.locator("main .sheet").count() >= 3
    who = page.locator("main .sheet a").first.get_attribute("href") or ""
    go(page, who)
    assert page.locator("main .offer").count() >= 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_is_the_tailor(walk: Walk, lang: str) -> None:
    page = phone(walk, lang)
    go(page, "/betriebe/", within="nav")
    go(page, "/gewerbe/aenderungsschneiderei/")
    go(page, "/betriebe/aenderungsschneiderei-am-kanal/")
    facts = page.locator("main dl").first.inner_text()
    assert "10000 Berlin" in facts
    assert page.locator('main a[href^="tel:"]').count() >= 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_sought(walk: Walk, lang: str) -> None:
    page = phone(walk, lang)
    go(page, "/wunschbrett/", within="nav")
    assert page.locator("main .wish").count() > 20
    go(page, "/wunschbrett/kita-kraehennest--werkbank/")
    assert page.locator('main a[href^="mailto:"]').count() >= 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_how_do_i_apply(walk: Walk, lang: str) -> None:
    page = phone(walk, lang)
    go(page, "/mitmachen/", within="main")
    assert page.locator('main a[href^="tel:"]').count() >= 1
    assert page.locator('main a[href^="mailto:"]').count() >= 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_made_this_site(walk: Walk, lang: str) -> None:
    page = phone(walk, lang)
    assert "Verein Krähenufer" in page.locator("footer").inner_text()
    go(page, "/impressum/", within="footer")
    assert "Ottilie Braun-Yücel" in page.locator("main").inner_text() or lang != "de"
