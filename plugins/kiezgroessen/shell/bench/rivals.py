"""The same texts as sites of other programs; their templates lie in ``sites/``."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

from .content import DAY, Text, put
from .words import KINDS, TRADES

SITES = Path(__file__).resolve().parent / "sites"

_PLAIN = MappingProxyType(
    {"neues": "Neues", "kampagnen": "Kampagnen", "mitmachen": "Mitmachen", "programm": "Das Programm"}
)
"""Pages that this program makes of nothing."""
_PELICAN = """SITENAME = "Kiezgrößen"
SITEURL = "https://kiez.example"
PATH = "content"
TIMEZONE = "Europe/Berlin"
DEFAULT_LANG = "de"
THEME = "simple"
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
"""


def hugo(texts: Sequence[Text], folder: Path, theme: Path) -> None:
    """Writes a site for Hugo into ``folder``; style sheets, fonts, icons and script are those of ``theme``."""
    shutil.copytree(SITES / "hugo", folder, dirs_exist_ok=True)
    _vocabulary(folder / "data")
    _assets(theme, styles=folder / "assets/css", script=folder / "assets", static=folder / "static")
    for text in texts:
        room = "" if text.room == "seiten" else f"{text.room}/"
        put(folder / f"content/{room}{text.slug}.md", _page(text))
    for slug, title in _PLAIN.items():
        put(folder / f"content/{slug}.md", _plain(title))


def eleventy(texts: Sequence[Text], folder: Path, theme: Path) -> None:
    """Writes a site for Eleventy into ``folder``, with the same files of ``theme``."""
    shutil.copytree(SITES / "eleventy", folder, dirs_exist_ok=True)
    put(folder / "words.json", json.dumps({"TRADES": dict(TRADES), "KINDS": dict(KINDS)}))
    _assets(theme, styles=folder / "css", script=folder, static=folder / "static")
    for text in texts:
        put(folder / f"content/{text.room}/{text.slug}.md", _page(text))
    for slug, title in _PLAIN.items():
        put(folder / f"content/seiten/{slug}.md", _plain(title))


def pelican(texts: Sequence[Text], folder: Path) -> None:
    """Writes plain articles, one for each text that has words, and a configuration that names the theme ``simple``."""
    put(folder / "pelicanconf.py", _PELICAN)
    for text in texts:
        if text.body:
            head = f"Title: {text.title}\nDate: {DAY}\nCategory: {text.room}\nSlug: {text.slug}\n"
            put(folder / f"content/{text.slug}.md", f"{head}\n{text.body}")


def _plain(title: str) -> str:
    return f"---\ntitle: {title}\nkurz: {title}.\n---\n\nHier steht noch nichts.\n"


def _page(text: Text) -> str:
    return f"---\ntitle: {text.title}\n{text.header}{text.more}---\n\n{text.body}"


def _vocabulary(folder: Path) -> None:
    put(
        folder / "gewerbe.yaml",
        "".join(f"{key}: {{name: {name}, schema: {of}}}\n" for key, (name, of) in TRADES.items()),
    )
    put(
        folder / "arten.yaml",
        "".join(f"{key}: {{name: {name}, mehrzahl: {many}}}\n" for key, (name, many) in KINDS.items()),
    )


def _assets(theme: Path, *, styles: Path, script: Path, static: Path) -> None:
    styles.mkdir(parents=True, exist_ok=True)
    for number, sheet in enumerate(sorted(theme.rglob("*.css"))):
        shutil.copy(sheet, styles / f"{number:02}-{sheet.name}")
    shutil.copy(theme / "static/script/kopieren.js", script)
    shutil.copytree(theme / "static/icons", static, dirs_exist_ok=True)
    (static / "fonts").mkdir(exist_ok=True)
    for font in sorted((theme / "static/fonts").rglob("*.woff2")):
        shutil.copy(font, static / "fonts")
