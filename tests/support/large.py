"""A Kiez that is too large for one page: invented businesses, institutions and wishes, planned but without pictures."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.support.sites import TODAY, kiez_of, put_file, read_site, replace_in

from kiezgroessen import site
from kiezgroessen.plan.desk import Desk, Workshop
from kiezgroessen.plan.plan import written_pages
from kiezgroessen.plan.surround import Assets
from kiezgroessen.plan.urls import Urls
from kiezgroessen.problems import as_text
from kiezgroessen.read.fonts import load_fonts
from kiezgroessen.shell.bench import content
from kiezgroessen.words import load_words

THEME = Path(__file__).parents[2] / "theme"
URL = "http://localhost:8000"
BUSINESSES, INSTITUTIONS, WISHES = 130, 66, 198
"""How many there are of each; all wishes are open but for those of `busy`."""
BUSY = "treffpunkt-bermann"
"""An institution with very many actions, all of them done, and one wish that was granted by all of them."""
ACTIONS = 90
_SCRIPTS = {"kopieren": "k.js", "bewerben": "b.js"}
NOTHING = Assets("stil.css", "mehr.css", {}, "icon.svg", "icon-180.png", "site.webmanifest", _SCRIPTS)
"""Names of what pages load, for those that nobody looks at."""


def large_kiez(folder: Path) -> Path:
    """The root of such a site, written below ``folder``."""
    root = folder / "site"
    content.write(content.invented(BUSINESSES), root)
    replace_in(root, "content/kiez.yaml", "sprachen: [de]\nherausgeber", "sprachen: [de, ar]\nherausgeber")
    put_file(root, "content/kiez.ar.yaml", "leitsatz: مَن هم كبار الحيّ؟\n")
    houses = sorted((root / "profiles/einrichtungen").iterdir())
    for number in range(INSTITUTIONS - len(houses)):
        house = houses[number % len(houses)]
        text = (house / "einrichtung.md").read_text("utf-8")
        text = text.replace("name: Treffpunkt", f"name: Haus {number}, Treffpunkt")
        put_file(root, f"profiles/einrichtungen/haus-{number}-{house.name}/einrichtung.md", text)
    for old in (root / "profiles/aktionen").iterdir():
        shutil.rmtree(old)
    for number in range(ACTIONS):
        year, month = 2017 + number % 9, 1 + number % 12
        header = f"titel: Aktion {number}\ndatum: {year}-{month:02}-03\nstatus: erledigt\n"
        header += f"einrichtungen: [{BUSY}]\nbedarf: [{BUSY}/wunsch-0]\n"
        file = f"profiles/aktionen/{year}-{month:02}-aktion-{number}/aktion.md"
        put_file(root, file, f"---\n{header}---\n\nSo war es.\n")
    return root


def desk_of(root: Path, lang: str = "de", day: str = TODAY) -> Desk:
    """A language's desk for the site; nothing of it is rendered."""
    kiez = kiez_of(root, day)
    words = {code: load_words(THEME / "strings", code) for code in ("de", "ar")}
    workshop = Workshop(load_fonts(THEME / "static/fonts"))
    return Desk(kiez, words[lang], Urls(URL), str, workshop, written_pages(kiez, words))


def write_pages(root: Path, output: Path, cache: Path) -> None:
    """All pages and small files of the site; pictures take minutes, and are not what these pages are about."""
    reading = read_site(root)
    assert reading.kiez is not None, as_text(reading.problems)
    prepared, problems = site.prepare(reading.kiez, reading.typed, theme=THEME, site_url=URL, cache=cache, workers=1)
    assert prepared is not None, problems
    for name, text in prepared.pages.items():
        put_file(output, name, text)
    for page, text in prepared.texts.values():
        put_file(output, page.output, text)
    for name, data in prepared.files.items():
        put_file(output, name, data)
