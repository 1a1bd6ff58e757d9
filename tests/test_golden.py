"""One page of every type of the small good site, kept byte for byte; only names made from contents are evened out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.golden import Golden
from tests.support.sites import built_site

__all__ = ["built_site"]

PAGES = (
    "index.html",
    "404.html",
    "410.html",
    "ar/index.html",
    "ar/betriebe/mavi/index.html",
    "betriebe/index.html",
    "betriebe/angebot/praktikum/index.html",
    "betriebe/mavi/index.html",
    "betriebe/rad-und-tat/index.html",
    "aktionen/index.html",
    "aktionen/2026-05-hoffest/index.html",
    "aktionen/2026-12-plaetzchen/index.html",
    "einrichtungen/index.html",
    "einrichtungen/jugendclub/index.html",
    "wunschbrett/index.html",
    "wunschbrett/jugendclub--laptops/index.html",
    "programm/index.html",
    "kampagnen/index.html",
    "mitmachen/index.html",
    "neues/index.html",
    "neues/2026-06-01-so-war-das-hoffest/index.html",
    "impressum/index.html",
    "neues/feed.xml",
    "aktionen/feed.xml",
    "wunschbrett/feed.xml",
    "sitemap.xml",
    "robots.txt",
    "site.webmanifest",
)
# Eight digits of a digest before the width or the ending of a picture, a font, a script or a style sheet.
DIGEST = re.compile(r"(?<=[.-])[0-9a-f]{8}(?=(-\d+)?\.(avif|jpg|woff2|css|js))")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_it_once_was(built_site: Path, golden: Golden, name: str) -> None:
    golden(name, DIGEST.sub("00000000", (built_site / name).read_text("utf-8")))


def test_digests_are_all_that_is_evened_out() -> None:
    assert DIGEST.sub("0", "/bilder/mavi-1-fbc6d6af-360.avif 360w") == "/bilder/mavi-1-0-360.avif 360w"
    assert DIGEST.sub("0", "/stil.5abe4c40.css") == "/stil.0.css"
    assert DIGEST.sub("0", "/neues/20261122/") == "/neues/20261122/"
