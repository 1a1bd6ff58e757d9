"""The sample Kiez, the one of ``content/`` and ``profiles/``: built once per run, and every page type it has."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from playwright.sync_api import Page
from tests.support.once import once
from tests.support.sites import TODAY, build_site
from tests.support.visit import Visitor

ROOT = Path(__file__).parents[2]
STORE = str(ROOT / "cache")

PAGES = MappingProxyType(
    {
        "start": "",
        "wall": "betriebe/",
        "wall, one kind of offer": "betriebe/angebot/sachspende/",
        "wall, one trade": "betriebe/gewerbe/baeckerei/",
        "profile with portrait": "betriebe/mavi/",
        "profile without portrait": "betriebe/getraenke-leergut/",
        "profile, archived": "betriebe/schuhmacherei-absatz/",
        "profile, very long name": "betriebe/aenderungsschneiderei-am-kanal/",
        "profile, Turkish name": "betriebe/cicekci-isigi/",
        "profile, Arabic name": "betriebe/bait-az-zaatar/",
        "material": "betriebe/mavi/material/",
        "material in Arabic": "ar/betriebe/bait-az-zaatar/material/",
        "material in Turkish": "tr/betriebe/mavi/material/",
        "profile in Arabic": "ar/betriebe/bait-az-zaatar/",
        "profile in English": "en/betriebe/mavi/",
        "start in Arabic": "ar/",
        "actions": "aktionen/",
        "action, done": "aktionen/2026-05-hoffest/",
        "action in Arabic": "ar/aktionen/2026-05-hoffest/",
        "action in Turkish": "tr/aktionen/2026-05-hoffest/",
        "action, planned": "aktionen/2027-03-fahrradtag/",
        "action, fallen through": "aktionen/2022-02-tanzen-im-foyer/",
        "institutions": "einrichtungen/",
        "institution": "einrichtungen/jugendclub-luke-7/",
        "wish board": "wunschbrett/",
        "wish": "wunschbrett/nachbarschaftshaus-alte-pumpe--hoffest-2026/",
        "programme": "programm/",
        "campaign, over": "kampagnen/hoffest-2026/",
        "campaign, to come": "kampagnen/hoffest-2027/",
        "campaigns": "kampagnen/",
        "open call": "mitmachen/",
        "open call in Arabic": "ar/mitmachen/",
        "news": "neues/",
        "news item": "neues/2026-06-01-so-war-das-hoffest/",
        "imprint": "impressum/",
        "privacy": "datenschutz/",
        "accessibility": "barrierefreiheit/",
        "plain language": "leichte-sprache/",
        "press": "presse/",
        "about": "ueber-uns/",
        "consent to photos": "fotos/",
        "not found": "404.html",
        "gone": "410.html",
        "style guide": "stil/",
    }
)
"""One page of the sample for every type of page and every state that looks different: name and path."""


def build_sample(basetemp: Path) -> Path:
    """The output of the sample, built once per run below ``basetemp``; pictures from the repository's own store."""
    return once(basetemp, "muster", lambda folder: build_site(ROOT, folder / "output", TODAY, KIEZ_CACHE=STORE))


@dataclass
class Walk(Visitor):
    """A visitor of one site who keeps one window per set of settings."""

    address: str = ""
    _windows: dict[str, Page] = field(default_factory=dict)

    def __init__(self, browser: Any, address: str) -> None:
        super().__init__(browser)
        self.address = address
        self._windows = {}

    def window(self, width: int, **settings: Any) -> Page:
        """The window of that width and settings (see ``Visitor.page_at``), opened when first asked for."""
        name = f"{width} {sorted(settings.items())}"
        if name not in self._windows:
            self._windows[name] = self.page_at(width, **settings)
        return self._windows[name]

    def to(self, path: str, width: int, **settings: Any) -> Page:
        """The page at ``path``, loaded with its fonts."""
        page = self.window(width, **settings)
        page.goto(f"{self.address}/{path}")
        page.evaluate("document.fonts.ready.then(() => true)") if settings.get("javascript", True) else None
        return page
