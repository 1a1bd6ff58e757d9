"""The material page in use: copying with and without a script, at the edge of what a policy and a small phone allow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route
from tests.support.looks import STICKING_OUT
from tests.support.sites import built_site
from tests.support.visit import Visitor, axe

__all__ = ["built_site"]
PAGE = "betriebe/mavi/material/"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; manifest-src 'self'"
WHATSAPP = "article.copy:has(h3:text-is('WhatsApp'))"


@pytest.fixture
def address(built_site: Path, site_server: Callable[[Path], str]) -> str:
    return f"{site_server(built_site)}/{PAGE}"


def under_policy(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": POLICY})


def opened(visitor: Visitor, address: str, width: int = 1280, *, javascript: bool = True) -> Page:
    page = visitor.page_at(width, javascript=javascript, reduced_motion="reduce")
    page.route("**/material/", under_policy)
    page.goto(address)
    return page


def test_a_click_copies_exactly_what_is_shown_and_says_so(visitor: Visitor, address: str) -> None:
    page = opened(visitor, address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    box = page.locator(WHATSAPP)
    box.get_by_role("button", name="Kopieren").click()
    box.get_by_role("status").filter(has_text="Kopiert").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == box.locator("pre").text_content()
    others = page.locator("article.copy").filter(has_not=page.locator("h3:text-is('WhatsApp')"))
    assert others.get_by_role("status").all_text_contents() == [""] * others.count()


def test_where_copying_is_refused_the_text_is_marked_and_that_is_said(visitor: Visitor, address: str) -> None:
    page = opened(visitor, address)
    page.evaluate("""() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('no'));
      document.execCommand = () => false;
    }""")
    box = page.locator(WHATSAPP)
    box.get_by_role("button", name="Kopieren").click()
    box.get_by_role("status").filter(has_text="von Hand").wait_for()
    assert page.evaluate("getSelection().toString().trim()") == (box.locator("pre").inner_text()).strip()


def test_every_button_says_what_it_copies(visitor: Visitor, address: str) -> None:
    page = opened(visitor, address)
    names = [button.text_content() or "" for button in page.get_by_role("button").all()]
    assert len(names) == len(set(names)) >= 6
    assert "Kopieren – WhatsApp" in names


def test_without_a_script_there_is_no_button_but_text_and_file(visitor: Visitor, address: str) -> None:
    page = opened(visitor, address, javascript=False)
    assert page.locator("button:visible").count() == 0
    box = page.locator(WHATSAPP)
    assert "Café Mavi" in box.locator("pre").inner_text()
    with page.expect_download() as download:
        box.get_by_role("link", name="Als Datei").click()
    assert download.value.suggested_filename == "Mavi-whatsapp.txt"


@pytest.mark.parametrize("path", ["", "ar/"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_has_no_barriers_and_nothing_sticks_out(visitor: Visitor, address: str, path: str, width: int) -> None:
    page = opened(visitor, address.replace(PAGE, path + PAGE), width)
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate(STICKING_OUT) == []
    violations, _ = axe(page)
    assert violations == []


def test_buttons_and_links_are_large_enough_for_a_thumb(visitor: Visitor, address: str) -> None:
    page = opened(visitor, address, 320)
    heights = page.evaluate("""() => [...document.querySelectorAll('.files a, .act a, .act button')]
      .map(one => [one.textContent.trim(), one.getBoundingClientRect().height])""")
    assert len(heights) > 10
    assert [name for name, height in heights if height < 44] == []
