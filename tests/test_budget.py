"""What a visit costs: the first round trip, and the whole start page on a phone."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.support.browser import until
from tests.support.sample import build_sample

FIRST_ROUND_TRIP = 14_336  # bytes: what a server may send before the first answer of the phone
WHOLE_PAGE = 250_000
PROFILE = 150_000
SECOND_SCRIPT = 25_000  # an Arabic page names German businesses too: it needs the faces of both scripts

FETCHED = """() => performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))
  .map(e => [e.name, e.encodedBodySize])"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_sample(tmp_path_factory.getbasetemp())


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


@pytest.mark.parametrize("page", ["index.html", "tr/index.html", "ar/index.html", "en/index.html", "leicht/index.html"])
def test_text_and_style_of_the_start_page_come_in_one_round_trip(site: Path, page: str) -> None:
    styles = re.findall(r'<link rel="stylesheet" href="/([^"]+)"', (site / page).read_text("utf-8"))
    assert styles
    html, css = packed(site / page), sum(packed(site / style) for style in styles)
    assert html + css <= FIRST_ROUND_TRIP, f"{html} HTML + {css} CSS = {html + css} bytes"


@pytest.mark.parametrize("path", ["", "tr/", "ar/", "en/", "leicht/"])
def test_the_start_page_is_light_on_a_phone(
    site: Path, browser: Browser, site_server: Callable[[Path], str], path: str
) -> None:
    """360 pixels wide at twice the density: what the first view loads, and what it is after scrolling to the end."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page = context.new_page()
    page.goto(f"{site_server(site)}/{path}", wait_until="networkidle")
    first = weigh(site, page.evaluate(FETCHED))
    page.evaluate("""async () => {
      for (let y = 0; y < document.body.scrollHeight; y += 400) {
        scrollTo({top: y, behavior: 'instant'});
        await new Promise(done => setTimeout(done, 60));
      }
    }""")
    page.wait_for_load_state("networkidle")
    waiting = "[...document.images].filter(i => !i.complete).length"
    until(page, f"{waiting} === 0")
    whole = weigh(site, page.evaluate(FETCHED))
    context.close()
    parts = f"first view {sum(first.values())} bytes, scrolled to the end {sum(whole.values())}: {whole}"
    assert sum(first.values()) <= WHOLE_PAGE / 2, parts
    assert sum(whole.values()) <= WHOLE_PAGE + (SECOND_SCRIPT if path == "ar/" else 0), parts


@pytest.mark.parametrize("lang", ["", "tr/", "ar/", "en/", "leicht/"])
@pytest.mark.parametrize("slug", ["mavi", "bait-az-zaatar", "aenderungsschneiderei-am-kanal", "getraenke-leergut"])
def test_a_profile_is_light_on_a_phone(
    site: Path, browser: Browser, site_server: Callable[[Path], str], lang: str, slug: str
) -> None:
    """What comes before anybody has scrolled."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page = context.new_page()
    page.goto(f"{site_server(site)}/{lang}betriebe/{slug}/", wait_until="networkidle")
    first = weigh(site, page.evaluate(FETCHED))
    context.close()
    assert sum(first.values()) <= PROFILE, first


def weigh(site: Path, fetched: list[tuple[str, int]]) -> dict[str, int]:
    """Bytes by kind of file; texts as a host sends them, packed."""
    sums: dict[str, int] = {}
    for address, size in dict(fetched).items():
        path = address.split("/", 3)[3]
        file = site / (path if path and not path.endswith("/") else f"{path}index.html")
        is_text = file.suffix in {".html", ".css", ".svg", ".webmanifest"}
        sums[file.suffix] = sums.get(file.suffix, 0) + (packed(file) if is_text else size or file.stat().st_size)
    return sums
