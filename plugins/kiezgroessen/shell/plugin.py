"""The Pelican adapter: one reader, one generator, three signals. The work is done in rooms that do not know Pelican.

Pelican reads, orders and writes the news and the plain pages, and makes their feed; their finished HTML comes from the
render stage like everyone else's. Everything else is written by `KiezGenerator`.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape
from pelican import signals
from pelican.contents import Author
from pelican.generators import Generator
from pelican.readers import BaseReader

from ..dates import ZONE, parse_day, today
from ..link.kiez import Kiez
from ..make.archive import key_of_archive, perform_archives
from ..make.codes import order_codes
from ..make.crew import Crew, fulfil
from ..make.forget import allowed_in_kits, allowed_photos, forget, refused_photos
from ..make.handed import recall
from ..make.kits import order_prints
from ..make.presspictures import keys_of_press, order_press
from ..make.run import Tools, keys_of, order_pictures
from ..make.shop import Shop, keys_of_notes, keys_of_sheets
from ..make.store import Store
from ..make.tables import clear
from ..plan.gone import gone_folders
from ..plan.views import NewsPage
from ..problems import ContentError, Problem, error, has_errors
from ..read.document import Document
from ..reading import read
from ..render.prose import with_absolute_links
from ..site import Site, prepare
from ..write.files import put
from .doors import opened

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.readers import Readers
    from pelican.writers import Writer

CREW = "KIEZ_CREW"
"""The `Crew` that makes media, in the settings of whoever runs Pelican; without one, processes of our own."""
HEARD = "KIEZ_HEARD"
"""A list in the settings that takes what is found while media are made, for whoever runs Pelican to report."""
ONLY_USED = "KIEZ_ONLY_USED"
"""A setting of a takedown: the store keeps what this build uses and nothing else."""
SETTING = "KIEZ"
"""Where the finished site waits in Pelican's settings, the only thing its readers and generators are all handed.

It is put there once, in `initialized`, and never changed.
"""


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
    documents: tuple[Document, ...]


def register() -> None:
    """Called by Pelican. The handlers are module-level functions because its signals hold them weakly."""
    signals.initialized.connect(on_initialized)
    signals.readers_init.connect(on_readers_init)
    signals.get_generators.connect(on_get_generators)


def on_initialized(pelican: Pelican) -> None:
    """Reads, checks, plans and renders everything, before Pelican writes a byte. Raises `ContentError`."""
    settings = pelican.settings
    if doors := list(opened(settings)):
        raise ContentError(doors)
    root, cache = Path(settings["KIEZ_ROOT"]), Path(settings["KIEZ_CACHE"])
    date = parse_day(settings["KIEZ_DATE"]).first if settings.get("KIEZ_DATE") else today()
    reading = read(root, date)
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
        reading.documents,
        theme=Path(pelican.theme),
        site_url=settings["SITEURL"],
        cache=cache,
        full_kits=settings.get("KIEZ_KITS", False),
        gone=gone_folders(reading.tombstones),
        workers=settings["KIEZ_WORKERS"],
    )
    if site is None or has_errors(problems):
        raise ContentError([*reading.problems, *problems, *recalled])
    problems = [*reading.problems, *problems, *recalled]
    settings[SETTING] = Prepared(site, root, cache, tuple(problems), tuple(recalled), reading.kiez, reading.documents)


def on_readers_init(readers: Readers) -> None:
    """Ours is the only reader: stock ones would publish the header, consent records included, as text."""
    for name in list(readers.reader_classes):
        del readers.reader_classes[name]
    readers.reader_classes["md"] = KiezReader


def on_get_generators(_pelican: Pelican) -> type[Generator]:
    """Adds our generator."""
    return KiezGenerator


class KiezReader(BaseReader):  # type: ignore[misc]  # Pelican has no types
    """News and plain pages, already rendered. A file that is not to be published is skipped."""

    enabled = True
    file_extensions = ("md",)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """HTML for the feed with absolute links; the finished page travels as ``document``."""
        prepared: Prepared = self.settings[SETTING]
        # Not where a link leads to: what has become one since it was read is nobody's text.
        path = Path(os.path.relpath(source_path, prepared.root)).as_posix()
        found = prepared.site.texts.get(path)
        if found is None:
            return "", {"status": "skip", "title": path}
        page, document = found
        metadata: dict[str, Any] = {
            "author": Author(page.frame.site_name, self.settings),
            # Pelican takes a title for HTML and strips the tags from it: »Tee & <Kuchen>« would lose a half.
            "title": str(escape(page.title.text.value)),
            "lang": page.tag,
            "slug": page.output.removesuffix("/index.html").replace("/", "-"),
            "url": page.output.removesuffix("index.html"),
            "save_as": page.output,
            "status": "published",
            "document": Markup(document),  # noqa: S704 - our own finished page
        }
        if isinstance(page, NewsPage):
            day = dt.date.fromisoformat(page.when.start)
            metadata["date"] = dt.datetime.combine(day, dt.time(), ZONE)
            metadata["summary"] = Markup("<p>{}</p>").format(page.summary.value)
        parts = urlsplit(self.settings["SITEURL"])
        return with_absolute_links(page.prose.html, f"{parts.scheme}://{parts.netloc}"), metadata


class KiezGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Writes all other pages, the files around them, and the pictures."""

    def generate_output(self, _writer: Writer) -> None:
        """Raises `ContentError` when a photo cannot be worked."""
        prepared: Prepared = self.settings[SETTING]
        output = Path(self.output_path)
        for name, html in prepared.site.pages.items():
            put(output, name, html.encode())
        for name, data in prepared.site.files.items():
            put(output, name, data)
        if not self.settings.get("KIEZ_PICTURES", True):
            return
        # What goes out is read once more before it does; a preview only has to be there at once.
        store = Store(prepared.cache / "bilder", trusting=not self.settings.get("KIEZ_SURE", False))
        only_used = bool(self.settings.get(ONLY_USED))
        crew = self.settings.get(CREW) or Crew(self.settings["KIEZ_WORKERS"])
        found = _make(prepared, store, Path(self.theme), output, crew, only_used=only_used)
        if has_errors(found):
            raise ContentError([*found, *prepared.recalled])
        self.settings.get(HEARD, []).extend(found)


def _make(prepared: Prepared, store: Store, theme: Path, output: Path, crew: Crew, *, only_used: bool) -> list[Problem]:
    """All pictures, sheets and archives; then what nobody may be shown on any more is forgotten (`forget`).

    With errors the store stays as it is: the site that is out may still need all of it.
    """
    site, fonts = prepared.site, theme / "static/fonts"
    shop, tools = Shop.here(theme, prepared.cache, store), Tools.here(fonts)
    pictures = [picture for kit in site.press for picture in kit.pictures]
    codes = [plan for kit in site.kits for plan in kit.codes]
    orders = [order_pictures(site.media, fonts=fonts, root=prepared.root), order_prints(site.prints, shop)]
    orders += [order_press(pictures), order_codes(codes, shop)]
    problems = fulfil(orders, store=store, folder_out=output, crew=crew)
    if has_errors(problems):
        return problems
    keys = {name: key for plan in site.media for name, key in keys_of(plan, tools)}
    keys |= keys_of_sheets(site.prints, codes, shop) | keys_of_press(pictures)
    perform_archives(site.archives, keys, store=store, folder_out=output)
    used = {*keys.values(), *keys_of_notes(site.prints, shop), *(key_of_archive(plan, keys) for plan in site.archives)}
    allowed = allowed_photos(prepared.kiez)
    refused = refused_photos(prepared.kiez, prepared.documents, prepared.root)
    forget(
        site.media,
        store=store,
        fonts=fonts,
        also=used,
        allowed=allowed,
        refused=refused,
        only_used=only_used,
        shared=crew.shared,
    )
    return problems
