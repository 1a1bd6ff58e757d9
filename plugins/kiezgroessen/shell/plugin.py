"""The Pelican adapter: one reader, one generator, three signals. The work is done in rooms that do not know Pelican.

Pelican reads, orders and writes the news and the plain pages, and makes their feed; their finished HTML comes from the
render stage like everyone else's. Everything else is written by `KiezGenerator`.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape
from pelican import signals
from pelican.contents import Author
from pelican.generators import Generator
from pelican.readers import BaseReader

from ..dates import ZONE, parse_day, today
from ..make.forget import allowed_in_kits
from ..make.handed import recall
from ..make.store import Store
from ..make.tables import clear
from ..plan.gone import gone_folders
from ..plan.views import NewsPage
from ..problems import ContentError, error, has_errors
from ..reading import read
from ..render.prose import with_absolute_links
from ..site import Last, prepare
from ..write.files import put
from .doors import opened
from .making import PICTURES, Prepared, forget_others, make

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.readers import Readers
    from pelican.writers import Writer

HEARD = "KIEZ_HEARD"
"""A list in the settings that takes what is found while media are made, for whoever runs Pelican to report."""
ONLY_USED = "KIEZ_ONLY_USED"
"""A setting of a takedown: the store keeps what this build uses and nothing else."""
LAST = "KIEZ_LAST"
"""What the last build has left, in the settings where there is a draft to write into (`site.Last`)."""
SETTING = "KIEZ"
"""Where the finished site waits in Pelican's settings, the only thing its readers and generators are all handed.

It is put there once, in `initialized`, and never changed.
"""


def register() -> None:
    """Called by Pelican. The handlers are module-level functions because its signals hold them weakly."""
    signals.initialized.connect(on_initialized)
    signals.readers_init.connect(on_readers_init)
    signals.get_generators.connect(on_get_generators)


def on_initialized(pelican: Pelican) -> None:
    """Reads, checks, plans and renders everything, before Pelican writes a byte. Raises `ContentError`."""
    settings = pelican.settings
    if SETTING in settings:
        return  # by whoever only wants the feed of it
    if doors := list(opened(settings)):
        raise ContentError(doors)
    root, cache = Path(settings["KIEZ_ROOT"]), Path(settings["KIEZ_CACHE"])
    date = parse_day(settings["KIEZ_DATE"]).first if settings.get("KIEZ_DATE") else today()
    last: Last | None = settings.get(LAST)
    workers = settings["KIEZ_WORKERS"]
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
        theme=Path(pelican.theme),
        site_url=settings["SITEURL"],
        cache=cache,
        full_kits=settings.get("KIEZ_KITS", False),
        gone=gone_folders(reading.tombstones),
        workers=workers,
        last=last,
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
        last: Last | None = self.settings.get(LAST)
        output = Path(last.draft.folder if last else self.output_path)
        for name, html in prepared.site.pages.items():
            put(output, name, html.encode())
        for name, data in prepared.site.files.items():
            put(output, name, data)
        if not self.settings.get("KIEZ_PICTURES", True):
            return
        # What goes out is read once more before it does; a preview only has to be there at once.
        store = Store(prepared.cache / PICTURES, trusting=not self.settings.get("KIEZ_SURE", False))
        theme = Path(self.theme)
        found, keys = make(
            prepared.site,
            store,
            root=prepared.root,
            theme=theme,
            cache=prepared.cache,
            output=output,
            workers=self.settings["KIEZ_WORKERS"],
        )
        if has_errors(found):
            raise ContentError([*found, *prepared.recalled])
        forget_others(prepared, store, keys, theme=theme, only_used=bool(self.settings.get(ONLY_USED)))
        if last:
            for name, key in keys.items():
                last.draft.note(name, key)
        self.settings.get(HEARD, []).extend(found)
