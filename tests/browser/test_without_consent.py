"""What takes the place of photos whose consent has gone: pages that look finished, without a gap or an empty frame."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.support.looks import PICTURES, STICKING_OUT
from tests.support.sample import ROOT, Walk
from tests.support.sites import TODAY, build_site, replace_in

ACTION = "profiles/aktionen/2026-05-hoffest"
PAGES = {
    "profile and gallery": "betriebe/mavi/",
    "wall": "betriebe/",
    "action": "aktionen/2026-05-hoffest/",
    "actions": "aktionen/",
    "start": "",
}
WIDTHS = (320, 768, 1280)
MORE = """  - {datei: zwei.png, alt: Zwei, urheber: Probe, personen: ja}
  - {datei: drei.png, alt: Drei, urheber: Probe, personen: nein}
  - {datei: vier.png, alt: Vier, urheber: Probe, personen: ja}
"""

HOLES = """() => [...document.querySelectorAll('main figure, main picture, main .photos')]
  .filter((one) => !one.querySelector('blockquote'))  // a quotation is a figure too
  .filter((one) => !((one.querySelector('img')?.getBoundingClientRect().width ?? 0) >= 8))
  .map((one) => one.outerHTML.slice(0, 120))"""
"""Frames without a picture in them, and pictures that take no room."""


def withdrawn(folder: Path) -> Path:
    """The sample, where Mavi's portrait, two of three photos of its gallery and an action's photo may not be shown."""
    root = folder / "site"
    for name in ("content", "profiles"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("zwei", "drei", "vier"):
        shutil.copy(ROOT / "profiles/aktionen/2022-12-lesenacht/bild.png", root / f"profiles/betriebe/mavi/{name}.png")
    # Three different pictures: copies of one would all be kept back with it.
    for name, other in (("zwei", "2023-06-ein-klavier-zieht-um"), ("vier", "2024-10-frisch-frisiert")):
        shutil.copy(ROOT / f"profiles/aktionen/{other}/bild.png", root / f"profiles/betriebe/mavi/{name}.png")
    replace_in(root, "profiles/betriebe/mavi/profil.md", "\nfreigaben:\n", f"\n{MORE}freigaben:\n")
    for path in ("profiles/betriebe/mavi/profil.md", f"{ACTION}/aktion.md"):
        file = root / path
        text, changed = re.subn(r"(\n    kanaele: .*\n)", r"\1    widerrufen: 2026-11-01\n", file.read_text("utf-8"))
        assert changed == 1, path
        file.write_text(text, "utf-8")
    return root


@pytest.fixture(scope="module")
def stroll(
    browser: Browser, site_server: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Walk]:
    """A walker of that site."""
    folder = tmp_path_factory.mktemp("ohne-freigabe")
    # A store of its own: in the repository's the sample's builds would miss what this one forgets.
    output = build_site(withdrawn(folder), folder / "output", TODAY)
    someone = Walk(browser, site_server(output))
    yield someone
    someone.leave()
    assert not someone.complaints, "\n".join(someone.complaints)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_frame_is_empty_and_nothing_sticks_out(stroll: Walk, width: int, path: str) -> None:
    page = stroll.to(path, width)
    assert page.evaluate(HOLES) == []
    assert page.evaluate(STICKING_OUT) == []
    for picture in page.evaluate(PICTURES):
        assert picture["pixels"] > 0, picture


@pytest.mark.parametrize("width", WIDTHS)
def test_of_the_gallery_only_the_allowed_photo_is_left(stroll: Walk, width: int) -> None:
    page = stroll.to(PAGES["profile and gallery"], width)
    own = [one["source"] for one in page.evaluate(PICTURES) if "/bilder/mavi-" in one["source"]]
    assert [re.findall(r"mavi-(\d)-", source)[0] for source in own] == ["3"]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_sheet_on_the_wall_is_set_in_type_alone(stroll: Walk, width: int) -> None:
    page = stroll.to(PAGES["wall"], width)
    sheet = page.locator("main li, main article").filter(has=page.locator("a[href$='/betriebe/mavi/']")).last
    other = page.locator("main li, main article").filter(has=page.locator("a[href$='/betriebe/tastenhof/']")).last
    assert (sheet.locator("img").count(), other.locator("img").count()) == (0, 1)
    assert "Mavi" in (sheet.text_content() or "")


def test_a_frame_without_its_picture_would_be_found(stroll: Walk) -> None:
    page = stroll.to(PAGES["profile and gallery"], 768)
    page.evaluate("document.querySelector('main .photos img').remove()")
    assert page.evaluate(HOLES) != []
