"""The small good site as it is when it is published, and what a server must know of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.support.once import once
from tests.support.sites import build_site, good_site, put_file

from kiezgroessen.plan.gone import gone_folders
from kiezgroessen.plan.headers import Hosting
from kiezgroessen.read.names import TOMBSTONES
from kiezgroessen.read.tombstones import FOLDERS, HEAD, Tombstone, as_entry

ADDRESS = "https://kiez.test"
SITE = Hosting("", "kiez.test", secure=True, languages=("ar",), form=None, gone=())
STONES = tuple(
    Tombstone(kind, dt.datetime(2026, 5, 1, tzinfo=dt.UTC), f"{'0' * 32}-00-{'0' * 32}") for kind in FOLDERS.values()
)
AFTER_A_TAKEDOWN = Hosting("", "kiez.test", secure=True, languages=("ar",), form=None, gone=gone_folders(STONES))


def published(basetemp: Path, *, gone: bool = False) -> Path:
    """Its output, built once per run; only to be read."""

    def make(folder: Path) -> None:
        settings: dict[str, Any] = {"SITEURL": ADDRESS, "FEED_DOMAIN": ADDRESS, "KIEZ_HOSTED": True}
        root = good_site(folder)
        if gone:
            put_file(root, TOMBSTONES, HEAD + "".join(map(as_entry, STONES)))
        output = build_site(root, folder / "fertig", **settings)
        for name in ("README.md", ".git/config", "betriebe/mavi/notiz.md", "ordner/ohne-seite.txt", "x.html~"):
            (output / name).parent.mkdir(exist_ok=True)
            (output / name).write_text("nicht für alle\n", "utf-8")
        output.rename(folder / "output")

    return once(basetemp, f"veroeffentlicht-{'nach' if gone else 'vor'}", make)
