"""Pictures are loaded as large as they are shown, and when they are seen: nobody pays for pixels they never see."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page
from tests.support.sample import PAGES
from tests.support.sites import build_site, good_site, put_file

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


# Galleries: photos of all shapes, and as many as there are.

FORMS = ((400, 300), (300, 400), (640, 160), (200, 400), (120, 120), (400, 300))
COLUMNS = {320: (1, 1, 1, 1, 1, 1), 768: (1, 2, 2, 2, 2, 2), 1280: (1, 2, 3, 2, 3, 3), 1920: (1, 2, 3, 2, 3, 3)}
"""At each width, for one photo up to six."""
GALLERY = """() => [...document.querySelectorAll('.photos figure')].map(figure => {
  const box = what => what.getBoundingClientRect();
  const photo = box(figure.querySelector('img')), credit = box(figure.querySelector('figcaption'));
  return {
    left: Math.round(photo.left), top: Math.round(photo.top), right: Math.round(photo.right),
    below: credit.top >= photo.bottom - 1 && credit.left >= photo.left - 1 && credit.right <= photo.right + 1,
    whole: figure.getClientRects().length == 1, credit: figure.querySelector('figcaption').innerText,
  };
})"""


@pytest.fixture(scope="module")
def gallery_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An action with one photo, one with two, and so on."""
    root = good_site(tmp_path_factory.mktemp("galerie"))
    for count in range(1, len(FORMS) + 1):
        folder = f"profiles/aktionen/2026-0{count}-galerie"
        photos = "fotos:\n"
        for number, size in enumerate(FORMS[:count], 1):
            data = io.BytesIO()
            Image.new("RGB", size, (40 * number, 90, 60)).save(data, "PNG")
            put_file(root, f"{folder}/{number}.png", data.getvalue())
            photos += f"  - {{datei: {number}.png, alt: Eine Farbe, urheber: Probe {number}, personen: nein}}\n"
        text = ACTION.format(name=f"Galerie {count}", day=f"2026-0{count}-10", photos=photos)
        put_file(root, f"{folder}/aktion.md", f"{text}Es rollt und rollt.\n")
    return build_site(root)


@pytest.mark.parametrize("width", COLUMNS)
def test_a_gallery_of_any_shapes_fills_its_columns(
    browser: Browser, gallery_site: Path, site_server: Callable[[Path], str], width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    for count, columns in enumerate(COLUMNS[width], 1):
        page.goto(f"{site_server(gallery_site)}/aktionen/2026-0{count}-galerie/")
        photos = page.evaluate(GALLERY)
        assert [photo["credit"] for photo in photos] == [f"Probe {number}" for number in range(1, count + 1)]
        assert all(photo["below"] and photo["whole"] for photo in photos), photos
        tops = {photo["left"]: photo["top"] for photo in reversed(photos)}
        assert len(tops) == columns, photos
        # Nothing is missing at the head of a column, nor at the side of the page.
        assert len(set(tops.values())) == 1, photos
        assert max(photo["right"] for photo in photos) == pytest.approx(0.97 * width, abs=0.04 * width), photos
        for picture in page.evaluate(MEASURE):
            assert picture["said"] == pytest.approx(picture["shown"], rel=0.05), (count, picture)
    page.close()


# Art direction, in pixels: what `ausschnitt` names is in every picture made of the photo.

SPOTS = {
    "oben-links": ((5, 8), (640, 400), {"card", "head", "share image", "teaser"}),
    "unten-rechts": ((95, 92), (640, 400), {"card", "head", "share image", "teaser"}),
    "rechts": ((80, 30), (640, 400), {"card", "head", "share image"}),
    "oben-rechts": ((92, 8), (400, 640), {"card", "head", "teaser"}),
    "unten-links": ((8, 92), (400, 640), {"card", "head", "share image", "teaser"}),
    "unten": ((50, 88), (400, 500), {"card", "teaser"}),
}
"""Where the mark is, in percent of the photo from the left and from the top, how large the photo is, and what would
not show the mark if nobody said where it is."""
MARK = 14
"""Radius of the mark in pixels of the photo."""
EDGE = 7
"""Pixels at the edge of a picture that may be the black rule beside it; no mark lies as near to one."""
SHARED_PORTRAIT = (1200 - 504, 0, 1200, 630)

BUSINESS = """---
name: {name}
gewerbe: fahrradwerkstatt
angebote: [{{art: fachvortrag, text: Wie man einen Reifen flickt}}]
{photos}---
"""
ACTION = """---
titel: {name}
datum: {day}
status: erledigt
betriebe: [mavi]
gegeben: Ein Rad.
wirkung: Es rollt.
{photos}---
"""
PHOTOS = "fotos: [{{datei: foto.png, alt: Ein Fleck, urheber: Probe, personen: nein{focus}}}]\n"


@pytest.fixture(scope="module")
def marked_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each photo belongs to a business and to an action, once with its spot as ``ausschnitt`` and once without."""
    root = good_site(tmp_path_factory.mktemp("fleck"))
    for number, (name, ((x, y), size, _)) in enumerate(SPOTS.items()):
        photo = Image.new("RGB", size, "white")
        at = (size[0] * x / 100, size[1] * y / 100)
        ImageDraw.Draw(photo).circle(at, MARK, (170, 0, 60))
        data = io.BytesIO()
        photo.save(data, "PNG")
        for slug, focus in ((name, f', ausschnitt: "{x}% {y}%"'), (f"ohne-{name}", "")):
            texts = {"name": slug, "photos": PHOTOS.format(focus=focus), "day": f"2026-0{number + 1}-10"}
            put_file(root, f"profiles/betriebe/{slug}/profil.md", BUSINESS.format(**texts))
            put_file(root, f"profiles/aktionen/2026-0{number + 1}-{slug}/aktion.md", ACTION.format(**texts))
            for folder in (f"betriebe/{slug}", f"aktionen/2026-0{number + 1}-{slug}"):
                put_file(root, f"profiles/{folder}/foto.png", data.getvalue())
    return build_site(root)


def part_of_mark(picture: Image.Image, shape: float, size: tuple[int, int], cover: tuple[float, float]) -> float:
    """How much of the mark is in a picture made of a cut of this shape, that covers a box of this size: 0 to 1."""
    within = picture.crop((EDGE, EDGE, picture.width - EDGE, picture.height - EDGE))
    dark = sum(within.convert("L").histogram()[:100])
    cut = min(size[0], size[1] * shape)
    scale = max(cover[0] / cut, cover[1] / (cut / shape))
    return dark / (3.1416 * (MARK * scale) ** 2)


def shown(page: Page, link: str, shape: float, size: tuple[int, int]) -> float:
    """How much of the mark can be seen of the picture whose card, teaser or story leads to ``link``."""
    place = page.locator("article", has=page.locator(f'a[href$="{link}"]')).locator("picture img").first
    place.scroll_into_view_if_needed()
    place.evaluate("async img => { img.loading = 'eager'; await img.decode(); }")
    box = place.bounding_box()
    assert box is not None
    with Image.open(io.BytesIO(place.screenshot())) as picture:
        return part_of_mark(picture, shape, size, (box["width"], box["height"]))


def everywhere(page: Page, address: str, site: Path, name: str, size: tuple[int, int], number: int) -> dict[str, float]:
    """Where a photo is cut, and how much of its mark can be seen there."""
    action = f"aktionen/2026-0{number}-{name}/"
    seen = {}
    page.goto(f"{address}/betriebe/")
    seen["card"] = shown(page, f"betriebe/{name}/", 4 / 5, size)
    page.goto(f"{address}/aktionen/")
    seen["teaser"] = shown(page, action, 4 / 3, size)
    page.goto(f"{address}/betriebe/{name}/")
    head = page.locator(".profile .figure img")
    box = head.bounding_box()
    assert box is not None
    head.evaluate("img => img.decode()")
    with Image.open(io.BytesIO(head.screenshot())) as picture:
        seen["head"] = part_of_mark(picture, 4 / 5, size, (box["width"], box["height"]))
    # The wide one, which has no word of its shape in its name.
    for share in (site / "teilen").glob(f"{name}-de-????????.jpg"):
        with Image.open(share) as picture:
            seen["share image"] = part_of_mark(picture.crop(SHARED_PORTRAIT), 4 / 5, size, (504, 630))
    return seen


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", SPOTS)
def test_what_matters_in_a_photo_is_in_every_picture_made_of_it(
    browser: Browser, marked_site: Path, site_server: Callable[[Path], str], name: str, width: int
) -> None:
    number, (_, size, lost) = list(SPOTS).index(name) + 1, SPOTS[name]
    page = browser.new_page(viewport={"width": width, "height": 900})
    address = site_server(marked_site)
    seen = everywhere(page, address, marked_site, name, size, number)
    without = everywhere(page, address, marked_site, f"ohne-{name}", size, number)
    page.close()
    assert list(seen) == ["card", "teaser", "head", "share image"]
    assert {place: part for place, part in seen.items() if not 0.8 < part < 1.2} == {}
    # Where the mark would be in sight anyway, the above says nothing.
    assert {place for place, part in without.items() if part < 0.1} == lost


@pytest.mark.parametrize("width", [320, 1280])
def test_a_story_keeps_what_matters_in_sight(
    browser: Browser, marked_site: Path, site_server: Callable[[Path], str], width: int
) -> None:
    """The two latest actions stand on the start page: one photo, its mark near the lower edge, with and without."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{site_server(marked_site)}/")
    parts = [shown(page, f"aktionen/2026-06-{name}/", 4 / 3, SPOTS["unten"][1]) for name in ("unten", "ohne-unten")]
    page.close()
    assert 0.8 < parts[0] < 1.2
    assert parts[1] < 0.1
