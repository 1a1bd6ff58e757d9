"""Pictures are loaded as large as they are shown, and when they are seen: nobody pays for pixels they never see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.support.sample import PAGES

WIDTHS = (320, 360, 412, 768, 1024, 1280, 1920)
READ = {name: path for name, path in PAGES.items() if name != "style guide"}
PATHS = ("", "betriebe/", "betriebe/mavi/", "aktionen/", "aktionen/2026-05-hoffest/", "ar/betriebe/bait-az-zaatar/")

# `sizes` is evaluated by the browser itself: a box is made as wide as its first length whose condition holds.
MEASURE = """async () => {
  const pictures = [...document.querySelectorAll('picture')];
  // One for each kind of place: on the wall all stand alike.
  const kinds = new Map(pictures.map(p => [p.querySelector('source').sizes, p.querySelector('img')]));
  const found = [];
  for (const [sizes, img] of kinds) {
    img.loading = 'eager';
    await img.decode();
    const part = sizes.split(/,(?![^(]*[)])/).map(text => text.trim())
      .find(text => !text.startsWith('(min') || matchMedia(text.slice(0, text.indexOf(')') + 1)).matches);
    const box = document.createElement('div');
    // Lengths in `sizes` go by the reader's size of letters, not by the theme's.
    box.style.cssText = 'position:absolute;font-size:16px;inline-size:' + part.replace(/^[(]min[^)]*[)]/, '').trim();
    document.body.append(box);
    const widths = img.closest('picture').querySelector('source').srcset.match(/\\d+(?=w)/g).map(Number);
    found.push({
      sizes, said: box.getBoundingClientRect().width, shown: img.getBoundingClientRect().width,
      chosen: Number(img.currentSrc.match(/-(\\d+)[.]avif$/)[1]), largest: Math.max(...widths),
    });
    box.remove();
  }
  return found;
}"""

FIRST_VIEW = """() => [...document.querySelectorAll('picture img')].map(img => ({
  above: img.getBoundingClientRect().top < innerHeight, lazy: img.loading === 'lazy',
  high: img.fetchPriority === 'high', async: img.decoding === 'async',
}))"""

SHAPES = """() => [...document.querySelectorAll('picture img')].map(img => {
  img.loading = 'eager';
  return img.decode().then(() => [
    img.currentSrc, img.naturalHeight / img.naturalWidth, img.getAttribute('height') / img.getAttribute('width')]);
}).reduce((all, one) => all.then(list => one.then(item => [...list, item])), Promise.resolve([]))"""


@pytest.fixture(params=list(product(WIDTHS, (1, 2))), ids=lambda p: f"{p[0]} px at {p[1]}x")
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, int]]:
    # A window of its own each time: what it has loaded larger before, Chrome takes again.
    width, density = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, device_scale_factor=density)
    yield context.new_page(), density
    context.close()


@pytest.mark.parametrize("path", PATHS)
def test_a_picture_is_as_wide_as_the_page_says_and_loaded_no_larger_than_needed(
    screen: tuple[Page, int], sample_site: Path, site_server: Callable[[Path], str], path: str
) -> None:
    page, density = screen
    page.goto(f"{site_server(sample_site)}/{path}")
    found: list[dict[str, Any]] = page.evaluate(MEASURE)
    assert found
    for picture in found:
        assert picture["said"] == pytest.approx(picture["shown"], rel=0.05), picture
        needed = picture["shown"] * density
        assert picture["chosen"] < 1.6 * needed, picture
        # The largest is large enough for any screen: what is missing there, nobody sees.
        assert picture["chosen"] >= 0.9 * needed or picture["chosen"] == picture["largest"], picture


@pytest.mark.parametrize("path", READ.values(), ids=READ)
@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 900)])
def test_only_what_is_seen_at_once_is_loaded_at_once(
    browser: Browser, sample_site: Path, site_server: Callable[[Path], str], path: str, width: int, height: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(f"{site_server(sample_site)}/{path}")
    pictures: list[dict[str, bool]] = page.evaluate(FIRST_VIEW)
    page.close()
    assert [picture["lazy"] for picture in pictures] == [not picture["above"] for picture in pictures]
    assert [picture["high"] for picture in pictures] == [picture["above"] for picture in pictures]
    assert all(picture["async"] for picture in pictures)
    assert sum(picture["high"] for picture in pictures) <= 1


@pytest.mark.parametrize("path", ["betriebe/mavi/", "aktionen/2026-05-hoffest/", "aktionen/"])
def test_a_picture_keeps_its_room_before_it_is_there(
    browser: Browser, sample_site: Path, site_server: Callable[[Path], str], path: str
) -> None:
    """``width`` and ``height`` have the shape of every file: nothing on the page moves when one arrives."""
    page = browser.new_page(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page.goto(f"{site_server(sample_site)}/{path}")
    shapes = page.evaluate(SHAPES)
    page.close()
    assert shapes
    for source, real, said in shapes:
        assert real == pytest.approx(said, rel=0.01), source


def test_a_photo_shown_whole_and_in_a_list_is_one_file(sample_site: Path) -> None:
    """The pictures of actions are 4:3 like the teasers: each is there once, in every width, and as one JPEG."""
    page = (sample_site / "aktionen/2026-05-hoffest/index.html").read_text("utf-8")
    teasers = (sample_site / "aktionen/index.html").read_text("utf-8")
    files = sorted(file.name for file in (sample_site / "bilder").glob("2026-05-hoffest-1-*"))
    assert len([name for name in files if name.endswith(".jpg")]) == 1, files
    assert all(name in page and name in teasers for name in files)
