"""What a screen reader is handed: names of links, headings, voices, and the order in which all of it comes."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from tests.support.sample import Walk


def said(texts: Iterable[str]) -> list[str]:
    return [" ".join(text.split()) for text in texts]


@pytest.mark.parametrize("path", ["", "wunschbrett/", "mitmachen/", "ar/"])
def test_every_card_names_its_wish_in_its_link(walk: Walk, path: str) -> None:
    """Whoever hears nothing but a list of links still knows which one belongs to which wish."""
    links = walk.to(path, 1280).locator(".wish .can")
    names = said(links.all_text_contents())
    wishes = said(walk.to(path, 1280).locator(".wish:has(.can) > :is(h2, h3, h4)").all_text_contents())
    assert names
    words = names[0].removesuffix(f" – {wishes[0]}")
    assert names == [f"{words} – {wish}" for wish in wishes]


@pytest.mark.parametrize(
    ("path", "part", "heading"),
    [
        ("aktionen/2026-05-hoffest/", ".numbers", "In Zahlen"),
        ("aktionen/2026-05-hoffest/", "#geschichte .prose", "Die Geschichte"),
        ("aktionen/2026-05-hoffest/", ".quotes blockquote", "Stimmen"),
        ("betriebe/mavi/", "main .prose", "Über Mavi"),
        ("ar/betriebe/bait-az-zaatar/", "main .prose", "عن بيت الزعتر"),
    ],
)
def test_by_headings_a_part_does_not_belong_to_the_one_before(walk: Walk, path: str, part: str, heading: str) -> None:
    before = """part => [...document.querySelectorAll('h1, h2, h3, h4')].filter(
      (one) => one.compareDocumentPosition(part) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1).textContent"""
    assert walk.to(path, 1280).locator(part).first.evaluate(before) == heading


def test_the_mark_and_the_wall_have_names_of_their_own(walk: Walk) -> None:
    page = walk.to("aktionen/", 1280)
    names = {said([link.text_content() or ""])[0] for link in page.locator("header a").all()}
    assert {"Kiezgrößen – Startseite", "Kiezgrößen"} <= names
    assert walk.to("betriebe/", 1280).title() == "Wer macht mit? – Kiezgrößen"


@pytest.mark.parametrize(("path", "below"), [("", 0), ("ar/", 0), ("betriebe/", 1)])
def test_a_page_calls_once(walk: Walk, path: str, below: int) -> None:
    page = walk.to(path, 320)
    assert page.locator(".band").count() == 1
    assert page.get_by_role("complementary", name="Aufruf").count() == below


@pytest.mark.parametrize("path", ["mitmachen/", "ar/mitmachen/"])
def test_an_address_to_write_to_is_named_in_one_piece(walk: Walk, path: str) -> None:
    link = walk.to(path, 320).locator(".person a[href^='mailto:']")
    address = (link.get_attribute("href") or "").removeprefix("mailto:").partition("?")[0]
    assert link.text_content() == address
    assert walk.to(path, 320).get_by_role("link", name=address, exact=True).count() >= 1
    assert f'link "{address}"' in link.aria_snapshot()


def test_who_has_left_is_not_said_to_be_here_since(walk: Walk) -> None:
    assert "Dabei seit" in walk.to("betriebe/mavi/", 320).locator("main").inner_text()
    left = walk.to("betriebe/schuhmacherei-absatz/", 320).locator("main").inner_text()
    assert "2017" in left
    assert "Dabei seit" not in left


def test_a_picture_of_numbers_is_told_once_and_its_key_not_at_all(walk: Walk) -> None:
    page = walk.to("programm/", 1280)
    snapshot = page.locator(".plot").first.aria_snapshot()
    assert snapshot.count('img "Alle Zahlen stehen auch in der Tabelle."') == 1
    assert snapshot.count("Alle Zahlen") == 1
    assert "offene Wünsche" not in page.locator("main").aria_snapshot()
    assert page.locator(".plot .look").first.is_visible()


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("aktionen/", ".teaser .side"),
        ("neues/", ".teaser .side"),
        ("einrichtungen/", ".teaser .side"),
        ("wunschbrett/", ".wish .kind"),
        ("betriebe/mavi/", ".offer .kind"),
    ],
)
@pytest.mark.parametrize("width", [320, 1280])
def test_date_and_kind_are_heard_after_their_heading_and_seen_before_it(
    walk: Walk, width: int, path: str, part: str
) -> None:
    where = """part => { const heading = part.parentElement.querySelector('h2, h3, h4');
      const [a, b] = [part, heading].map((one) => one.getBoundingClientRect());
      return [!!(heading.compareDocumentPosition(part) & Node.DOCUMENT_POSITION_FOLLOWING),
        a.bottom <= b.top || a.right <= b.left]; }"""
    # Without tilted cards, whose boxes overlap.
    parts = walk.to(path, width, reduced_motion="reduce").locator(part).all()
    assert parts
    assert all(one.evaluate(where) == [True, True] for one in parts)
