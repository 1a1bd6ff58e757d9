"""`tasks.py visit`: two pages to take along to the shop door, for one business, a street, a trade, or blank."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..dates import parse_day, today
from ..languages import LANGUAGES, SOURCE
from ..link.kiez import BusinessNode
from ..make.crew import Crew
from ..make.handed import hand_out
from ..make.kits import perform_prints
from ..make.shop import Shop
from ..make.store import Store
from ..make.tables import clear, table
from ..plan.desk import Desk, Workshop
from ..plan.plan import written_pages
from ..plan.urls import Urls
from ..plan.visit import LANGS, VisitSheet, visit_sheet
from ..problems import as_text, has_errors
from ..read.fonts import load_fonts
from ..reading import Reading, read
from ..words import load_words
from .exits import CONTENT, FAILED, OK, date_complaint
from .failures import hindrance
from .kit import settings_of
from .settings import HOUSE
from .visit_choice import Choice, WrongChoiceError, chosen, the_kiez

FOLDER = "besuche"
BLANK = "leer"
_ALL = "alle"


def main(
    names: Sequence[str] = (),
    *,
    street: str = "",
    trade: str = "",
    lang: str = SOURCE,
    date: str | None = None,
    root: Path | None = None,
    site_url: str | None = None,
    workers: int | None = None,
) -> int:
    """Makes visit sheets below ``root/besuche``, says where they are, and gives an exit code.

    Businesses may be called by folder or by name; drafts, too: those are visited before they are shown. Several of a
    ``street`` or a ``trade`` get a file each and one with all of them, by house numbers. QR codes as in `kit.main`.
    """
    root = (root or Path.cwd()).resolve()
    # Whoever lets the shell complete a name hands in a path.
    call = Choice([name.strip("/").rpartition("/")[2] for name in names], street.strip(), trade.strip())
    if complaint := (date_complaint(date) if date else None) or _lang_complaint(lang):
        print(complaint)
        return FAILED
    reading = read(root, parse_day(date).first if date else today())
    if reading.kiez is None:
        print(as_text(reading.problems))
        print("\nSolange Fehler in den Texten sind, gibt es keine Besuchsbögen.")
        return CONTENT
    try:
        return _made(call, lang, reading, root, site_url, workers)
    except WrongChoiceError as reason:
        print(f"{reason}\nEs wurde nichts gemacht.")
        return FAILED
    except OSError as reason:
        if (said := hindrance(reason, root)) is None:
            raise
        print(said)
        return FAILED


def _made(call: Choice, lang: str, reading: Reading, root: Path, site_url: str | None, workers: int | None) -> int:
    nodes, place = chosen(call, reading)
    address, cores, cache = settings_of(root)
    clear(cache)
    sheets = _planned(nodes, lang, reading, site_url or address, walk=place is not None)
    with table(cache) as made:
        shop = Shop.here(HOUSE / "theme", cache, Store(cache / "bilder"))
        crew = Crew(workers or cores)
        problems = perform_prints([sheet.plan for sheet in sheets], shop=shop, folder_out=made, crew=crew)
        if has_errors(problems):
            print(as_text(problems))
            return CONTENT
        files = {f"{sheet.name}.pdf": made / sheet.plan.files[0].name for sheet in sheets}
        _handed(place, lang, files, root / FOLDER)
    return OK


def _handed(place: str | None, lang: str, files: Mapping[str, Path], folder: Path) -> None:
    """A street or a trade is a folder, replaced as a whole: who has moved away is not visited with an old sheet."""
    folder.mkdir(exist_ok=True)
    if place:
        hand_out(folder, place, files, ())
        number = f"{len(files) - 1} Besuchsbögen" if len(files) > 2 else "1 Besuchsbogen"
        print(f"{FOLDER}/{place}/: {number}, dazu {_ALL}-{lang}.pdf mit allen zum Drucken.")
        return
    with table(folder) as room:
        for name, source in files.items():
            shutil.copyfile(source, room / name)
            (room / name).replace(folder / name)
            print(f"{FOLDER}/{name}")


def _planned(
    nodes: Sequence[BusinessNode | None], lang: str, reading: Reading, site_url: str, *, walk: bool
) -> list[VisitSheet]:
    """A sheet for each; for a ``walk`` numbered in its order, and one with all of them."""
    kiez, theme = the_kiez(reading), HOUSE / "theme"
    words = {code: load_words(theme / "strings", code) for code in (SOURCE, lang)}
    workshop = Workshop(load_fonts(theme / "static/fonts"))
    desk = Desk(kiez, words[lang], Urls(site_url), str, workshop, written_pages(kiez, words))
    width = len(str(len(nodes)))
    sheets = []
    for number, node in enumerate(nodes):
        before = f"{number + 1:0{width}}-" if walk else ""
        sheets.append(visit_sheet(desk, f"{before}{node.slug if node else BLANK}-{lang}", [node], number))
    return [*sheets, visit_sheet(desk, f"{_ALL}-{lang}", nodes, len(nodes))] if walk else sheets


def _lang_complaint(lang: str) -> str | None:
    """Why there is no sheet in this language, in German; ``None`` where there is one."""
    if lang in LANGS:
        return None
    known = ", ".join(f"{code} ({LANGUAGES[code].name})" for code in LANGS)
    return f"--sprache {lang}: In dieser Sprache gibt es keinen Besuchsbogen. Möglich sind: {known}."
