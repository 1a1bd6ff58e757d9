"""The small good site as it is when it is published, and what a server must know of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.once import once
from tests.support.sites import build_site, good_site

from kiezgroessen.plan.headers import Hosting

ADDRESS = "https://kiez.test"
SITE = Hosting("", "kiez.test", secure=True, languages=("ar",), form=None, gone=False)
AFTER_A_TAKEDOWN = Hosting("", "kiez.test", secure=True, languages=("ar",), form=None, gone=True)


def published(basetemp: Path, *, gone: bool = False) -> Path:
    """Its output, built once per run; only to be read."""

    def make(folder: Path) -> None:
        settings: dict[str, Any] = {"SITEURL": ADDRESS, "KIEZ_HOSTED": True, "KIEZ_GONE": gone}
        output = build_site(good_site(folder), folder / "fertig", **settings)
        for name in ("README.md", ".git/config", "betriebe/mavi/notiz.md", "ordner/ohne-seite.txt", "x.html~"):
            (output / name).parent.mkdir(exist_ok=True)
            (output / name).write_text("nicht für alle\n", "utf-8")
        output.rename(folder / "output")

    return once(basetemp, f"veroeffentlicht-{'nach' if gone else 'vor'}", make)
