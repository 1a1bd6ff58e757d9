"""The Pelican adapter: one reader, one generator, three handlers. The work is done in rooms that do not know Pelican.

Pelican reads, orders and writes the news, and makes their feed; their finished HTML comes from the render stage like
everyone else's. Everything else is written by `KiezGenerator`.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape
from pelican.contents import Author
from pelican.generators import Generator
from pelican.readers import BaseReader

from ..dates import ZONE
from ..problems import ContentError
from ..render.prose import with_absolute_links
from .doors import opened
from .making import Prepared, make_all, prepared_from

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.readers import Readers
    from pelican.writers import Writer

DONE = "KIEZ_DONE"
"""Set where somebody else has made everything already, and Pelican only writes what is its own."""
SETTING = "KIEZ"
"""Where the finished site waits in Pelican's settings, the only thing its readers and generators are all handed.

It is put there once, before anything is read by them, and never changed.
"""


def on_initialized(pelican: Pelican) -> None:
    """Reads, checks, plans and renders everything, before Pelican writes a byte. Raises `ContentError`."""
    settings = pelican.settings
    if SETTING in settings:
        return
    if doors := list(opened(settings)):
        raise ContentError(doors)
    settings[SETTING] = prepared_from(settings)


def on_readers_init(readers: Readers) -> None:
    """Ours is the only reader: stock ones would publish the header, consent records included, as text."""
    for name in list(readers.reader_classes):
        del readers.reader_classes[name]
    readers.reader_classes["md"] = KiezReader


def on_get_generators(_pelican: Pelican) -> type[Generator]:
    """Adds our generator."""
    return KiezGenerator


class KiezReader(BaseReader):  # type: ignore[misc]  # Pelican has no types
    """News, already rendered. A file that is not to be published, or is no news, is skipped."""

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
            "date": dt.datetime.combine(dt.date.fromisoformat(page.when.start), dt.time(), ZONE),
            "summary": Markup("<p>{}</p>").format(page.summary.value),
        }
        parts = urlsplit(self.settings["SITEURL"])
        return with_absolute_links(page.prose.html, f"{parts.scheme}://{parts.netloc}"), metadata


class KiezGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Writes all other pages, the files around them, and the pictures."""

    def generate_output(self, _writer: Writer) -> None:
        """Raises `ContentError` when a photo cannot be worked."""
        if not self.settings.get(DONE):
            make_all(self.settings[SETTING], self.settings, Path(self.output_path))
