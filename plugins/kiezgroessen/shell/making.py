"""A site from its settings: read, checked, planned, rendered, and everything made. Nothing here knows Pelican."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..dates import parse_day, today
from ..link.kiez import Kiez
from ..make.archive import key_of_archive, perform_archives
from ..make.codes import order_codes
from ..make.crew import Crew, fulfil, silent
from ..make.forget import allowed_in_kits, allowed_photos, forget, refused_photos
from ..make.handed import recall
from ..make.kits import order_prints
from ..make.presspictures import keys_of_press, order_press
from ..make.run import Tools, keys_of, order_pictures
from ..make.shared import Shared
from ..make.shop import Shop, keys_of_notes, keys_of_sheets
from ..make.store import Store
from ..make.tables import clear
from ..plan.gone import gone_folders
from ..problems import ContentError, Problem, error, has_errors
from ..read.document import Document
from ..reading import read
from ..site import Last, Site, prepare
from ..write.files import put

PICTURES = "bilder"
"""The store of what is made, below the cache."""
ONLY_USED = "KIEZ_ONLY_USED"
"""A setting of a takedown: the store keeps what this build uses and nothing else."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The site, and what there is to say about it (warnings only, or it would not be here).

    ``recalled`` is the part of it that has to be said even if the build fails: what was taken back is gone by then.
    """

    site: Site
    root: Path
    cache: Path
    problems: tuple[Problem, ...]
    recalled: tuple[Problem, ...]
    kiez: Kiez
    documents: Sequence[Document]


def prepared_from(settings: Mapping[str, Any], last: Last | None = None, crew: Crew | None = None) -> Prepared:
    """Reads, checks, plans and renders everything; with ``last`` into its draft. Raises `ContentError`.

    ``crew`` says how many processes may work, and hears how far it is.
    """
    root, cache = Path(settings["KIEZ_ROOT"]), Path(settings["KIEZ_CACHE"])
    date = parse_day(settings["KIEZ_DATE"]).first if settings.get("KIEZ_DATE") else today()
    workers = crew.workers if crew else settings["KIEZ_WORKERS"]
    reading = read(root, date, last.subjects if last else None, workers=workers)
    if reading.kiez is None:
        raise ContentError(reading.problems)
    # Whoever takes something back need not wait until everything else is right.
    clear(cache)
    recalled = recall(root / "kits", allowed_in_kits(reading.kiez))
    if not reading.kiez.programme.record.sample and (urlsplit(settings["SITEURL"]).hostname or "").endswith(".example"):
        message = f"SITEURL ist noch die Adresse des Beispiels: {settings['SITEURL']}"
        raise ContentError([*recalled, error("publishconf.py", None, message, hint="Die eigene Adresse eintragen.")])
    site, problems = prepare(
        reading.kiez,
        reading.typed,
        theme=Path(settings["THEME"]),
        site_url=settings["SITEURL"],
        cache=cache,
        full_kits=settings.get("KIEZ_KITS", False),
        gone=gone_folders(reading.tombstones),
        workers=workers,
        last=last,
        told=crew.told if crew else silent,
    )
    if site is None or has_errors(problems):
        raise ContentError([*reading.problems, *problems, *recalled])
    problems = [*reading.problems, *problems, *recalled]
    return Prepared(site, root, cache, tuple(problems), tuple(recalled), reading.kiez, reading.documents)


def make_all(
    prepared: Prepared,
    settings: Mapping[str, Any],
    output: Path,
    last: Last | None = None,
    crew: Crew | None = None,
) -> list[Problem]:
    """Writes what is not written yet below ``output``, and makes the pictures.

    Raises `ContentError` for a photo that cannot be worked.
    """
    for name, html in prepared.site.pages.items():
        put(output, name, html.encode())
    for name, data in prepared.site.files.items():
        put(output, name, data)
    if not settings.get("KIEZ_PICTURES", True):
        return []
    # What goes out is read once more before it does; a preview only has to be there at once.
    store = Store(prepared.cache / PICTURES, trusting=not settings.get("KIEZ_SURE", False))
    crew, theme = crew or Crew(settings["KIEZ_WORKERS"]), Path(settings["THEME"])
    found, keys = make(
        prepared.site, store, root=prepared.root, theme=theme, cache=prepared.cache, output=output, crew=crew
    )
    if has_errors(found):
        raise ContentError([*found, *prepared.recalled])
    forget_others(prepared, settings, store, keys, crew.shared)
    if last:
        for name, key in keys.items():
            last.draft.note(name, key)
    return found


def make(
    site: Site, store: Store, *, root: Path, theme: Path, cache: Path, output: Path, crew: Crew
) -> tuple[list[Problem], dict[str, str]]:
    """All pictures, sheets and archives; gives the problems, and the keys of all files by name. Raises `OSError`."""
    fonts = theme / "static/fonts"
    shop, tools = Shop.here(theme, cache, store), Tools.here(fonts)
    pictures = [picture for kit in site.press for picture in kit.pictures]
    codes = [plan for kit in site.kits for plan in kit.codes]
    orders = [order_pictures(site.media, fonts=fonts, root=root), order_prints(site.prints, shop)]
    orders += [order_press(pictures), order_codes(codes, shop)]
    problems = fulfil(orders, store=store, folder_out=output, crew=crew)
    if has_errors(problems):
        return problems, {}
    keys = {name: key for plan in site.media for name, key in keys_of(plan, tools)}
    keys |= keys_of_sheets(site.prints, codes, shop) | keys_of_press(pictures)
    perform_archives(site.archives, keys, store=store, folder_out=output)
    return problems, keys | {plan.name: key_of_archive(plan, keys) for plan in site.archives}


def forget_others(
    prepared: Prepared, settings: Mapping[str, Any], store: Store, keys: Mapping[str, str], shared: Shared | None = None
) -> None:
    """What nobody may be shown on any more is forgotten (`forget`); ``keys`` are those of all files of the site.

    Not after errors: the site that is out may still need all of it.
    """
    site, theme = prepared.site, Path(settings["THEME"])
    forget(
        site.media,
        store=store,
        fonts=theme / "static/fonts",
        also={*keys.values(), *keys_of_notes(site.prints, Shop.here(theme, prepared.cache, store))},
        allowed=allowed_photos(prepared.kiez),
        refused=refused_photos(prepared.kiez, prepared.documents, prepared.root),
        only_used=bool(settings.get(ONLY_USED)),
        shared=shared,
    )
