"""Every type of page of the sample Kiez, on a small phone, a tablet and a desk."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from tests.support.looks import PICTURES, STICKING_OUT
from tests.support.sample import PAGES, Walk

WIDTHS = (320, 768, 1280)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_sticks_out_and_every_picture_is_there(walk: Walk, width: int, path: str) -> None:
    page = walk.to(path, width)
    assert page.evaluate(STICKING_OUT) == []
    for picture in page.evaluate(PICTURES):
        assert picture["pixels"] > 0, picture
        # The style guide has its pictures in itself.
        assert picture["source"].endswith(".avif") or path == PAGES["style guide"] or "material/" in path, picture
        # A drawing made of lines is as sharp at any size.
        assert picture["stretch"] <= 2 or picture["source"].endswith(".svg"), picture
        assert picture["skew"] == pytest.approx(1, abs=0.02), picture


def test_pages_with_pictures_really_have_some(walk: Walk) -> None:
    for path in ("", "betriebe/mavi/", "aktionen/2026-05-hoffest/", "ar/"):
        assert len(walk.to(path, 320).evaluate(PICTURES)) > 0, path


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_has_one_heading_of_the_first_rank_and_no_gap_in_ranks(walk: Walk, path: str) -> None:
    page = walk.to(path, 320)
    ranks = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")
    assert ranks.count(1) == 1
    assert all(now - before <= 1 for before, now in pairwise(ranks)), ranks


def test_every_type_of_page_is_in_the_table(sample_site: Path) -> None:
    """A new kind of page must not go untested: files are grouped by their folder, each group has a page above.

    What a page is does not depend on its language, nor on whose material it shows.
    """

    def group(path: str) -> str:
        parts = path.removesuffix("index.html").strip("/").split("/")
        parts = parts[1:] if parts[0] in ("ar", "en", "leicht", "tr") else parts
        if parts[-1:] == ["material"]:
            return "material"
        return "".join(parts) if len(parts) < 2 else "/".join([*parts[:-1], "*"])

    built = {group(file.relative_to(sample_site).as_posix()) for file in sample_site.rglob("*.html")}
    assert built == {group(path) for path in PAGES.values()}
