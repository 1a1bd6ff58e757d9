"""A small site that somebody wants to be taken off: built, with its cache, and with the copy of its sources."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from tests.support.likeness import portrait_like
from tests.support.once import once
from tests.support.remains import files_in, naming
from tests.support.sites import TODAY, build_site, good_site, put_file, replace_in

from kiezgroessen.shell import takedown
from kiezgroessen.write.source import COPY, keep_source

ADDRESS = "https://kiez.example"
MAVI = "profiles/betriebe/mavi/profil.md"
LOTSE = "profiles/betriebe/backwerk-lotse/profil.md"
RAD = "profiles/betriebe/rad-und-tat/profil.md"
FEAST = "profiles/aktionen/2026-05-hoffest/aktion.md"
NEWS = "content/meldungen/2026-06-01-so-war-das-hoffest.md"
CALL = "content/kampagnen/mitmachen/kampagne.md"
WORDS = ("Café Mavi", "Derya Aksoy", "مقهى ماوي", "030 23125 201", "mavi.example", "Probestraße 2,", "betriebe/mavi")
PHOTO = "profiles/betriebe/mavi/bild.png"
STYLE = "output/stil/"
"""The style guide has invented names, and so has the store of its examples; one is that of the test site's owner."""

Ask = Callable[[str], str]


def said_yes(_question: str) -> str:
    return "ja"


def never(question: str) -> str:
    raise AssertionError(question)


def take_down(site: Path, what: str, *, ask: Ask | None = None) -> int:
    return takedown.main(what, yes=ask is None, date=TODAY, root=site, site_url=ADDRESS, ask=ask or never)


def made(folder: Path) -> None:
    """The good site, with a photo that can be told from others, built, with its cache and copy beside the sources."""
    root = good_site(folder)
    put_file(root, "profiles/betriebe/mavi/bild.jpg", portrait_like(7))
    (root / PHOTO).unlink()
    replace_in(root, MAVI, "datei: bild.png", "datei: bild.jpg")
    settings = {"SITEURL": ADDRESS, "FEED_DOMAIN": ADDRESS, "KIEZ_CACHE": str(root / "cache")}
    build_site(root, root / "output", **settings)
    assert keep_source(root, root / COPY, since=10**30)
    root.rename(folder / "output")


def site_at(folder: Path, basetemp: Path) -> Path:
    """A copy of it, to be changed at will; ``basetemp`` as in `once`."""
    shutil.copytree(once(basetemp, "herausnehmen", made), folder / "site", symlinks=True)
    return folder / "site"


def put_beside(site: Path, path: str, old: str, new: str) -> None:
    """Changes a source and the copy of the last good ones."""
    replace_in(site, path, old, new)
    replace_in(site / COPY, path, old, new)


def left(site: Path, *words: str) -> dict[str, list[str]]:
    return naming(files_in(site, STYLE, "cache/beispiele/", "listen/herausgenommen"), words)


def photo_of(site: Path) -> bytes:
    return (site / "profiles/betriebe/mavi/bild.jpg").read_bytes()
