"""The material page of a business, as it is published and as editors see it before."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from pelican.settings import read_settings
from tests.support.sites import build_site, good_site, replace_in
from tests.test_kit import ARABIC, LEAVING, PROFILE, ZIP, kiez

__all__ = ["kiez"]
PAGE = "betriebe/mavi/material/index.html"


class Links(HTMLParser):
    """Downloads by the name they get, pictures, and headings of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.downloads: dict[str, str] = {}
        self.twice: list[str] = []
        self.pictures: list[tuple[str, str]] = []
        self.ranks: list[int] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "download" in values:
            self.twice += [values["download"]] if values["download"] in self.downloads else []
            self.downloads[values["download"]] = values["href"]
        if tag == "img":
            self.pictures.append((values["src"], values["alt"]))
        if re.fullmatch(r"h\d", tag):
            self.ranks.append(int(tag[1]))


@pytest.fixture(scope="module")
def page(kiez: Path) -> str:
    return (kiez / "output" / PAGE).read_text("utf-8")


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good site as editors see it while they write."""
    return build_site(good_site(tmp_path_factory.mktemp("vorschau")), KIEZ_PICTURES=False)


def test_every_download_and_picture_is_there_and_every_file_has_a_name_of_its_own(kiez: Path, page: str) -> None:
    links = Links(page)
    assert links.twice == []
    for href in [*links.downloads.values(), *(src for src, _ in links.pictures)]:
        assert (kiez / "output" / href.lstrip("/")).stat().st_size > 100, href
    assert all(alt for _, alt in links.pictures)
    assert {
        "Mavi-Material.zip",
        "Mavi-Plakat-A3-farbig.pdf",
        "Mavi-Fensterkarte-A5-schwarz.pdf",
    } <= links.downloads.keys()


def test_the_zip_comes_first(page: str) -> None:
    assert next(iter(Links(page).downloads)) == "Mavi-Material.zip"


def test_headings_skip_no_rank(page: str) -> None:
    ranks = Links(page).ranks
    assert ranks[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(ranks))


def test_previews_keep_their_place_with_their_real_shape(kiez: Path, page: str) -> None:
    from PIL import Image  # noqa: PLC0415 - only here

    found = re.findall(r'<img src="/(druck/[^"]+\.jpg)" width="(\d+)" height="(\d+)"', page)
    assert len(found) > 8
    for name, width, height in found:
        with Image.open(kiez / "output" / name) as picture:
            assert abs(picture.width / picture.height - int(width) / int(height)) < 0.01, name


def test_it_is_found_from_the_profile_and_by_no_search_engine(kiez: Path, page: str) -> None:
    assert '<meta name="robots" content="noindex">' in page
    assert "material" not in (kiez / "output/sitemap.xml").read_text("utf-8")
    profile = (kiez / "output/betriebe/mavi/index.html").read_text("utf-8")
    assert 'href="/betriebe/mavi/material/"' in profile
    assert 'href="/ar/betriebe/mavi/material/" hreflang="ar"' in page


def test_the_page_is_in_the_language_of_its_kit(kiez: Path) -> None:
    arabic = (kiez / "output/ar" / PAGE).read_text("utf-8")
    assert '<html lang="ar" dir="rtl">' in arabic
    assert f'href="/{ARABIC}"' in arabic
    assert f'href="/{ZIP}"' not in arabic


def test_nothing_on_it_needs_a_script_and_the_script_is_the_sites_own(kiez: Path, page: str) -> None:
    (script,) = re.findall(r'<script src="([^"]+)" defer></script>', page)
    assert re.fullmatch(r"/kopieren\.[0-9a-f]{8}\.js", script)
    assert (kiez / "output" / script.lstrip("/")).is_file()
    assert not re.search(r"\son\w+=|\sstyle=|javascript:", page)
    assert page.count("<button") == len(re.findall(r"<button [^>]*\bhidden\b", page)) >= 6


def test_previews_do_without_paper_and_say_to_editors_where_it_comes_from(preview: Path, page: str) -> None:
    shown = (preview / PAGE).read_text("utf-8")
    assert "Nur für die Redaktion" in shown
    assert "tasks.py kit mavi" in shown
    assert not [name for name in Links(shown).downloads if name.endswith((".zip", ".pdf"))]
    assert {"Mavi-whatsapp.txt", "Mavi-QR-Code.svg", "kiezgroesse-abzeichen-hell.svg"} <= Links(shown).downloads.keys()
    assert "Redaktion:" not in page
    assert "tasks.py" not in page


def test_who_has_left_has_none(kiez: Path) -> None:
    assert [slug for slug in LEAVING if (kiez / f"output/betriebe/{slug}/material").exists()] == []


def test_what_editors_write_is_text_on_it(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, PROFILE, "zitat: Der zweite Tee geht aufs Haus.", 'zitat: "<img src=x onerror=alert(1)></pre>"')
    replace_in(root, PROFILE, "text: Ein Praktikum hinter der Theke", 'text: "<script>alert(2)</script>"')
    shown = (build_site(root, KIEZ_PICTURES=False) / PAGE).read_text("utf-8")
    assert "&lt;script&gt;alert(2)" in shown
    assert "<img src=x" not in shown
    assert "<script>" not in shown


@pytest.mark.parametrize(("conf", "whole"), [("pelicanconf.py", False), ("publishconf.py", True)])
def test_only_publishing_makes_whole_kits(monkeypatch: pytest.MonkeyPatch, conf: str, whole: bool) -> None:
    house = Path(__file__).parents[1]
    monkeypatch.chdir(house)
    assert read_settings(str(house / conf))["KIEZ_KITS"] is whole
