"""Every wish card has a page of its own: what a link in a chat shows, and a letter that is already begun."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pypdfium2  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser
from tests.support.sites import TODAY, build_site, built_site, good_site, put_file, replace_in

__all__ = ["built_site"]

CLUB = "profiles/einrichtungen/jugendclub/einrichtung.md"
LAPTOPS = "wunschbrett/jugendclub--laptops/index.html"


def letter(html: str) -> tuple[str, str, str]:
    """To whom, subject and text of the letter that the page begins."""
    (href,) = re.findall(r'class="more" href="(mailto:[^"]+)"', html)
    parts = urlsplit(unescape(href))
    fields = parse_qs(parts.query, strict_parsing=True)
    return unquote(parts.path), fields["subject"][0], fields["body"][0]


def test_every_card_on_the_board_leads_to_its_page(built_site: Path) -> None:
    board = (built_site / "wunschbrett/index.html").read_text("utf-8")
    cards = re.findall(r'<article class="wish[^>]* id="([^"]+)"', board)
    assert cards
    for card in cards:
        assert f'href="/wunschbrett/{card}/"' in board
        assert (built_site / f"wunschbrett/{card}/index.html").is_file()


def test_an_open_card_begins_a_letter_that_names_it(built_site: Path) -> None:
    to, subject, text = letter((built_site / LAPTOPS).read_text("utf-8"))
    assert to == "luke@probe.example"
    assert subject == "Das kann ich: Zehn gebrauchte Laptops"
    assert "Zehn gebrauchte Laptops (Jugendclub Luke)" in text
    assert "/wunschbrett/jugendclub--laptops/\r\n" in text


def test_signs_in_a_wish_do_not_break_the_letter(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, CLUB, "text: Zehn gebrauchte Laptops", 'text: "Tee & Kuchen? 100 % #gut, ğşı"')
    html = (build_site(root, KIEZ_PICTURES=False) / LAPTOPS).read_text("utf-8")
    assert letter(html)[1] == "Das kann ich: Tee & Kuchen? 100 % #gut, ğşı"


def test_where_the_institution_has_no_address_the_programme_answers(built_site: Path) -> None:
    to, _, _ = letter((built_site / "wunschbrett/kita-krabbe--zaehne/index.html").read_text("utf-8"))
    assert to == "redaktion@probe.example"


def test_a_fulfilled_card_says_so_and_asks_nobody(built_site: Path) -> None:
    html = (built_site / "wunschbrett/jugendclub--hoffest/index.html").read_text("utf-8")
    assert "mailto:luke" not in html
    assert '<p class="state">Erfüllt: <a href="/aktionen/2026-05-hoffest/">' in html
    assert 'href="/mitmachen/?karte=' not in html


@pytest.mark.parametrize(("day", "shown"), [("2027-01-31", True), ("2027-02-01", False)])
def test_a_card_whose_day_has_passed_is_taken_down_and_says_why(tmp_path: Path, day: str, *, shown: bool) -> None:
    output = build_site(good_site(tmp_path), day=day, KIEZ_PICTURES=False)
    html = (output / LAPTOPS).read_text("utf-8")
    board = (output / "wunschbrett/index.html").read_text("utf-8")
    site_map = (output / "sitemap.xml").read_text("utf-8")
    assert ("mailto:luke" in html, "jugendclub--laptops" in board, "jugendclub--laptops/<" in site_map) == (shown,) * 3
    assert ("hängt nicht mehr" in html) is not shown


def test_an_open_card_is_printed_on_one_sheet(
    built_site: Path, browser: Browser, site_server: Callable[[Path], str]
) -> None:
    page = browser.new_page()
    page.goto(f"{site_server(built_site)}/wunschbrett/jugendclub--laptops/")
    paper = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    page.close()
    assert len(paper) == 1
    read = paper[0].get_textpage().get_text_range()
    assert "/wunschbrett/jugendclub--laptops" in read, "the address, for whoever has no link to follow"
    assert "luke@probe.example" in read
    assert "Das kann ich" not in read, "nobody can press a button on paper"


def printable(root: Path, day: str = TODAY) -> dict[str, list[str]]:
    """The wish cards for paper: by page, the files it gives."""
    output = build_site(root, day=day, KIEZ_PICTURES=False, KIEZ_KITS=True)
    found = {}
    for page in sorted(output.rglob("index.html")):
        if files := re.findall(r'href="/(druck/[^"]+bedarfskarten[^"]+)"', page.read_text("utf-8")):
            found[page.parent.relative_to(output).as_posix()] = files
    return found


def test_cards_for_paper_are_given_by_the_board_and_by_whoever_wishes_in_their_languages(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    translation = "---\nbedarfe:\n  - kennung: laptops\n    text: عشرة حواسيب\n---\n"
    put_file(root, CLUB.replace(".md", ".ar.md"), translation)
    found = printable(root)
    assert {page: len(files) for page, files in found.items()} == {
        "wunschbrett": 5,
        "ar/wunschbrett": 5,
        "einrichtungen/jugendclub": 2,
        "ar/einrichtungen/jugendclub": 2,
        "einrichtungen/kita-krabbe": 2,
    }
    (root.parent / "output").rename(root.parent / "old")
    after = printable(root, "2027-02-01")
    assert set(after) == {"wunschbrett", "ar/wunschbrett", "einrichtungen/kita-krabbe"}, (
        "the only open card of the club has run out"
    )
    assert after["einrichtungen/kita-krabbe"] == found["einrichtungen/kita-krabbe"]
    assert set(after["wunschbrett"]).isdisjoint(found["wunschbrett"][:3]), "the card is gone from the sheet"


def test_previews_give_no_cards_for_paper(built_site: Path) -> None:
    for page in ("wunschbrett", "einrichtungen/jugendclub"):
        assert "druck/" not in (built_site / page / "index.html").read_text("utf-8")


@pytest.mark.parametrize("page", [LAPTOPS, "aktionen/2026-05-hoffest/index.html", "mitmachen/index.html"])
def test_a_page_offers_its_pictures_in_all_shapes(built_site: Path, page: str) -> None:
    html = (built_site / page).read_text("utf-8")
    pictures = re.findall(r'<a href="/(teilen/[^"]+)" download>', html)
    assert len(pictures) == 4
    assert all((built_site / picture).is_file() for picture in pictures)
    assert f'property="og:image" content="http://localhost:8000/{pictures[0]}"' in html
