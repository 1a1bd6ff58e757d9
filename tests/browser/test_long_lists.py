"""Turning the pages of a long list: by keyboard, on a small phone, from right to left, heard, without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.support.large import BUSINESSES, large_kiez, write_pages
from tests.support.looks import STICKING_OUT
from tests.support.once import once
from tests.support.sample import Walk
from tests.support.visit import axe

LISTS = ("betriebe/", "wunschbrett/", "einrichtungen/", "aktionen/")
TARGET = 44
"""CSS pixels that a finger finds (WCAG 2.2, 2.5.5)."""


@pytest.fixture(scope="session")
def large_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a Kiez with many businesses and wishes; only to be read."""

    def make(folder: Path) -> None:
        write_pages(large_kiez(folder), folder / "fresh", folder / "cache")
        (folder / "fresh").rename(folder / "output")

    return once(tmp_path_factory.getbasetemp(), "gross", make)


@pytest.fixture(scope="module")
def tour(browser: Browser, large_site: Path, site_server: Callable[[Path], str]) -> Iterator[Walk]:
    someone = Walk(browser, site_server(large_site))
    yield someone
    someone.leave()
    assert not someone.complaints, "\n".join(someone.complaints)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText.replace(/\\s+/g, ' ').trim()"))


@pytest.mark.parametrize("lang", ["", "ar/"])
@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_sticks_out_and_every_way_on_is_large_enough(tour: Walk, width: int, path: str, lang: str) -> None:
    page = tour.to(f"{lang}{path}seite/2/", width)
    assert page.evaluate(STICKING_OUT) == []
    boxes = [link.bounding_box() for link in page.locator("nav.pages a").all()]
    assert len(boxes) > 2
    for box in boxes:
        assert box is not None
        assert min(box["width"], box["height"]) >= TARGET


@pytest.mark.parametrize("path", ["betriebe/seite/2/", "ar/wunschbrett/", "ar/betriebe/seite/3/"])
def test_axe_finds_no_barrier_between_two_pages(tour: Walk, path: str) -> None:
    violations, _undecided = axe(tour.to(path, 320))
    assert violations == []


def test_the_ways_on_say_where_they_lead_and_where_one_is(tour: Walk) -> None:
    page = tour.to("betriebe/seite/2/", 768)
    ways = page.get_by_role("navigation", name="Seiten dieser Liste")
    assert [link.inner_text().replace("\n", " ") for link in ways.get_by_role("link").all()] == [
        "Vorige Seite",
        "Seite 1",
        "Seite 2",
        "Seite 3",
        "Nächste Seite",
    ]
    for name in ("Seite 1", "Seite 2", "Seite 3"):
        assert ways.get_by_role("link", name=name, exact=True).count() == 1
    assert ways.locator("[aria-current=page]").inner_text().split() == ["Seite", "2"]
    assert page.title().startswith("Wer macht mit? – Seite 2 von 3")


def test_everybody_is_found_with_the_keyboard_alone_and_without_a_script(tour: Walk) -> None:
    page = tour.to("betriebe/", 320, javascript=False)
    seen = 0
    for number in (1, 2, 3):
        assert page.locator("nav.pages [aria-current]").inner_text().split() == ["Seite", str(number)]
        seen += page.locator(".wall > li").count()
        if number < 3:
            page.locator("nav.pages ul a").last.focus()
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            page.wait_for_url(f"**/betriebe/seite/{number + 1}/")
    assert seen == BUSINESSES


def test_what_is_focused_is_seen_and_follows_the_reading(tour: Walk) -> None:
    page = tour.to("betriebe/seite/2/", 1280)
    page.locator("nav.pages a").first.focus()
    order = [focused(page)]
    for _step in range(4):
        page.keyboard.press("Tab")
        order.append(focused(page))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
    assert order == ["Vorige Seite", "Seite 1", "Seite 2", "Seite 3", "Nächste Seite"]


def test_in_arabic_the_next_page_lies_to_the_left(tour: Walk) -> None:
    page = tour.to("ar/betriebe/seite/2/", 1280)
    before, *_numbers, after = (link.bounding_box() for link in page.locator("nav.pages a").all())
    assert before is not None
    assert after is not None
    assert after["x"] < before["x"]


def test_a_card_that_the_form_does_not_name_can_be_answered_all_the_same(tour: Walk) -> None:
    page = tour.to("mitmachen/", 768)
    named = page.locator("details [type=checkbox]").evaluate_all("all => all.map(one => one.value)")
    board = tour.to("wunschbrett/seite/2/", 768)
    cards = board.locator("a.can").evaluate_all("all => all.map(one => one.pathname)")
    asked = [card.strip("/").removeprefix("wunschbrett/").replace("--", "/") for card in cards]
    other = next(name for name in asked if not any(value.endswith(f"({name})") for value in named))
    board.goto(f"{tour.address}/wunschbrett/{other.replace('/', '--')}/")
    board.get_by_role("link", name="Das kann ich").click()
    board.wait_for_url("**karte=**")
    (ticked,) = board.locator(":checked[type=checkbox]").all()
    assert ticked.get_attribute("value") == f"Wunschkarte ({other})"
    assert ticked.is_visible()
    assert other in board.locator("[data-chosen]").inner_text()


def test_what_is_no_name_of_a_card_is_not_written_into_the_form(tour: Walk) -> None:
    page = tour.to("mitmachen/?karte=Rufen%20Sie%20an/0900%20123#bewerben", 768)
    assert page.locator(":checked[type=checkbox]").count() == 0
    assert "0900" not in page.locator("form").inner_text()
