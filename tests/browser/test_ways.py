"""Getting about: without JavaScript, with the keyboard, with a thumb."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from tests.support.looks import LINKS
from tests.support.sample import PAGES, ROOT, Walk
from tests.support.sites import kiez_of

from kiezgroessen.link.kiez import Kiez

FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const marked = (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const box = e.getBoundingClientRect(), sheet = e.closest('.sheet');
  return {what: e.outerHTML.slice(0, 120), main: !!e.closest('main'),
    marked: marked(getComputedStyle(e)) || !!sheet && marked(getComputedStyle(sheet)),
    seen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth};
}"""


@cache
def the_kiez() -> Kiez:
    return kiez_of(ROOT)


def where(page: Page) -> str:
    return urlsplit(page.url).path


def sheets(page: Page) -> set[str]:
    links = page.locator("main .sheet .name a").all()
    return {(link.get_attribute("href") or "").removeprefix("/betriebe/").strip("/") for link in links}


def expected(kind: str, word: str) -> set[str]:
    """Who belongs on a list, from what the editors wrote: nobody who left, and no offer that rests."""
    found = set()
    for slug, node in the_kiez().businesses.items():
        record = node.text.record
        kinds = {offer.kind for offer in record.offers if offer.status != "ruht"}
        if not node.archived and (word in kinds if kind == "angebot" else record.trade == word):
            found.add(slug)
    return found


def test_without_javascript_every_filter_leads_to_exactly_the_right_businesses(walk: Walk) -> None:
    page = walk.to("betriebe/", 1280, javascript=False)
    everyone = {slug for slug, node in the_kiez().businesses.items() if not node.archived}
    assert sheets(page) == everyone
    hrefs = {link.get_attribute("href") or "" for link in page.locator(".filter a").all()} - {"/betriebe/"}
    words = {(kind, word) for _, _, kind, word, _ in (href.split("/") for href in hrefs)}
    offered = {(group, word) for group in ("angebot", "gewerbe") for word in vocabulary(group) if expected(group, word)}
    assert words == offered
    for kind, word in sorted(words):
        page = walk.to(f"betriebe/{kind}/{word}/", 1280, javascript=False)
        assert sheets(page) == expected(kind, word), f"{kind}/{word}"


def vocabulary(group: str) -> set[str]:
    record = the_kiez().programme.record
    return set(record.kinds if group == "angebot" else record.trades)


def test_without_javascript_the_navigation_leads_everywhere(walk: Walk) -> None:
    page = walk.to("", 320, javascript=False)
    labels = page.locator("nav.ways a").all_inner_texts()
    assert len(labels) == 6
    for label in labels:
        page = walk.to("", 320, javascript=False)
        page.locator("nav.ways a", has_text=label).click()
        assert where(page) != "/"
        assert page.locator("h1").count() == 1
        assert page.locator("nav.ways a[aria-current]").inner_text() == label
        page.locator(".mark").first.click()
        assert where(page) == "/"


def test_without_javascript_a_filter_is_opened_and_chosen(walk: Walk) -> None:
    page = walk.to("betriebe/", 320, javascript=False)
    link = page.locator('.filter a[href="/betriebe/gewerbe/baeckerei/"]')
    if not link.is_visible():
        page.locator(".filter summary", has=page.locator("xpath=.")).last.click()
    link.click()
    assert where(page) == "/betriebe/gewerbe/baeckerei/"
    assert page.locator(".filter [aria-current]").count() == 1


def test_without_javascript_one_changes_the_language_and_back(walk: Walk) -> None:
    for path, arabic in (("", "/ar/"), ("betriebe/bait-az-zaatar/", "/ar/betriebe/bait-az-zaatar/")):
        page = walk.to(path, 320, javascript=False)
        page.locator("nav.tongues a[hreflang=ar]").click()
        assert where(page) == arabic
        root = page.locator("html")
        assert (root.get_attribute("lang"), root.get_attribute("dir")) == ("ar", "rtl")
        page.locator("nav.tongues a[hreflang=de]").click()
        assert where(page) == f"/{path}"


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_no_page_brings_a_script(walk: Walk, path: str) -> None:
    """But for pages with texts to copy and the form of the open call: theirs are files of the site's own."""
    page = walk.to(path, 320)
    # The form on the style guide is there to be looked at.
    needs = {"bewerben": path != "stil/" and page.locator("[data-application]").count()}
    needs["kopieren"] = page.locator("[data-copy]").count()
    kinds = page.evaluate("[...document.scripts].map(s => s.type)")
    assert kinds == ["application/ld+json" for kind in kinds if kind] + [""] * sum(map(bool, needs.values()))
    sources = page.evaluate("[...document.scripts].filter(s => !s.type).map(s => s.getAttribute('src'))")
    names = [found[1] for source in sources if (found := re.fullmatch(r"/([a-z]+)\.[0-9a-f]{8}\.js", source))]
    assert names == [name for name, needed in needs.items() if needed]
    assert page.evaluate("document.cookie + localStorage.length + sessionStorage.length") == "00"


@pytest.mark.parametrize("path", ["", "betriebe/mavi/", "ar/", "404.html"])
def test_the_first_key_press_offers_the_way_past_the_navigation(walk: Walk, path: str) -> None:
    page = walk.to(path, 320)
    page.keyboard.press("Tab")
    skip = page.evaluate(FOCUS)
    assert 'class="skip"' in skip["what"]
    assert skip["seen"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["main"]


@pytest.mark.parametrize("path", ["betriebe/", "ar/betriebe/"])
@pytest.mark.parametrize("width", [320, 1024, 1280, 1920])
def test_the_keyboard_goes_through_the_head_line_after_line(walk: Walk, width: int, path: str) -> None:
    page = walk.to(path, width)
    at = """() => { const e = document.activeElement, box = e.getBoundingClientRect(), rtl = document.dir === 'rtl';
      return [!!e.closest('.bar'), Math.round(box.top + box.height / 2), rtl ? -box.right : box.left]; }"""
    places: list[tuple[float, float]] = []
    while len(places) < 13:
        page.keyboard.press("Tab")
        in_head, line, across = page.evaluate(at)
        if not in_head and places:
            break
        places += [(line, across)] if in_head else []
    assert len(places) == 12
    # What stands on one line is centred on it, whatever its size.
    for (line, across), (next_line, next_across) in pairwise(places):
        assert next_line > line + 8 or (abs(next_line - line) <= 8 and next_across > across), (line, next_line)


@pytest.mark.parametrize(
    "path", ["", "betriebe/", "betriebe/mavi/", "wunschbrett/", "aktionen/", "mitmachen/", "ar/", "neues/", "presse/"]
)
@pytest.mark.parametrize("width", [320, 1280])
def test_one_always_sees_where_the_keyboard_is(walk: Walk, width: int, path: str) -> None:
    page = walk.to(path, width, reduced_motion="reduce")  # otherwise the page is still on its way there
    visited = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            break
        visited += 1
        assert focus["marked"], focus
        assert focus["seen"], focus
    assert visited >= 15


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_a_thumb_reaches_every_link(walk: Walk, width: int, path: str) -> None:
    page = walk.to(path, width, reduced_motion="reduce")
    for more in page.locator("summary").all():
        more.click()
    links = page.evaluate(LINKS)
    assert len(links) > 10
    for link in links:
        assert link["hit"], link
        if width == 320 and not link["running"]:
            assert link["high"] >= (44 if link["mustBeLarge"] else 24), link
            assert link["wide"] >= 24, link
