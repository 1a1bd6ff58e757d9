"""What a site makes of its photos: the files that show each, and the pages that show or give those.

It is planned in memory as for a build, so the answer cannot be another than what a build does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..plan.share import SharePlan
from ..plan.urls import Urls
from ..reading import Reading
from ..site import Site, prepare
from .settings import HOUSE

_ADDRESS = re.compile(r"[^\s\"'<>,]+\.(?:avif|jpg|pdf|zip)")


@dataclass(frozen=True, slots=True)
class Use:
    """What a site makes of photos: files by the photo's SHA-256 in hex, pages by file."""

    files: Mapping[str, set[str]] = field(default_factory=dict)
    pages: Mapping[str, set[str]] = field(default_factory=dict)


def use_of(reading: Reading, root: Path, site_url: str, *, full_kits: bool) -> Use | None:
    """What the site of a day makes of its photos, planned in memory; ``None`` where the contents have errors.

    ``full_kits``: with everything for paper and the press, as in `prepare`.
    """
    if reading.kiez is None:
        return None
    theme, cache = HOUSE / "theme", root / "cache"
    site, _ = prepare(reading.kiez, reading.typed, theme=theme, site_url=site_url, cache=cache, full_kits=full_kits)
    if site is None:
        return None
    files: dict[str, set[str]] = {}
    for digest, made in _made(site):
        files.setdefault(digest, set()).update(made)
    for archive in site.archives:
        inside = {name for _, name in archive.members}
        for names in files.values():
            if names & inside:
                names.add(archive.name)
    return Use(files, _naming(site, Urls(site_url), {name for names in files.values() for name in names}))


def _made(site: Site) -> Iterator[tuple[str, list[str]]]:
    """The digest of each photo with names of files that show it, archives apart."""
    for media in site.media:
        if not isinstance(media, SharePlan):
            yield media.cut.digest, [variant.name for variant in media.variants]
        elif media.portrait:
            yield media.portrait.digest, [media.name]
    for sheet in site.prints:
        if sheet.picture:
            yield sheet.picture.cut.digest, [file.name for file in sheet.files]
    for kit in site.press:
        for picture in kit.pictures:
            yield picture.cut.digest, [picture.name, picture.preview]


def _naming(site: Site, urls: Urls, names: Iterable[str]) -> dict[str, set[str]]:
    """The pages that show or give each of these files."""
    # Pages name files by their path, share images by the whole address.
    known = {address: name for name in names for address in (urls.href(name), urls.absolute(name))}
    html = dict(site.pages) | {page.output: text for page, text in site.texts.values()}
    pages: dict[str, set[str]] = {}
    for output, text in html.items():
        for address in known.keys() & set(_ADDRESS.findall(text)):
            pages.setdefault(known[address], set()).add("/" + output.removesuffix("index.html"))
    return pages
