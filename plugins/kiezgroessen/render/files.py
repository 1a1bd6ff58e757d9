"""The files around the pages: site map, robots.txt, web manifest, security.txt."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from ..dates import ZONE
from ..languages import LANGUAGES
from ..link.kiez import Kiez
from ..plan import urls
from ..plan.cards import email_link, phone_link
from ..plan.papers import INK, PAPERS
from ..plan.urls import Urls

SITEMAP = "sitemap.xml"
SITEMAP_PART = "sitemap-{}.xml"
LISTED = 10_000
"""Pages of one file: with five languages each it has 8 MB. Search engines take 50,000 and 50 MB (sitemaps.org)."""
_SITEMAPS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
ROBOTS = "robots.txt"
MANIFEST = "site.webmanifest"


class Found(NamedTuple):
    """A page as search engines are told of it: its file, its address, and (language tag, address) of all its languages.

    ``shown``: whether it may be found at all.
    """

    output: str
    canonical: str
    alternates: tuple[tuple[str, str], ...]
    shown: bool = True


def sitemap(rows: Sequence[Found], site: Urls) -> dict[str, bytes]:
    """All pages that may be found, each with its other languages: one file, or several and an index of them.

    Format: sitemaps.org 0.9 with xhtml:link. In the order of the rows.
    """
    if len(rows) <= LISTED:
        return {SITEMAP: _xml("urlset", f"{_SITEMAPS} {_XHTML}", map(_url, rows))}
    parts = [rows[at : at + LISTED] for at in range(0, len(rows), LISTED)]
    files = {
        SITEMAP_PART.format(number): _xml("urlset", f"{_SITEMAPS} {_XHTML}", map(_url, part))
        for number, part in enumerate(parts, 1)
    }
    places = (f"<sitemap><loc>{escape(site.absolute(name))}</loc></sitemap>" for name in files)
    return {SITEMAP: _xml("sitemapindex", _SITEMAPS, places), **files}


def _url(row: Found) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{escape(tag)}" href="{escape(href)}"/>' for tag, href in row.alternates
    )
    return f"<url><loc>{escape(row.canonical)}</loc>{links}</url>"


def _xml(root: str, spaces: str, lines: Iterable[str]) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return (head + f"<{root} {spaces}>\n" + "\n".join(lines) + f"\n</{root}>\n").encode()


def empty_feed(name: str, site: Urls, day: dt.date) -> bytes:
    """The feed before the first news item; Pelican would date it by its own clock, and no two builds would be alike."""
    title, home, feed = escape(name, quote=False), site.absolute(urls.START), site.absolute(urls.FEED)
    stamp = dt.datetime.combine(day, dt.time(), ZONE).isoformat()
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{title}</title>'
        f'<link href="{escape(home)}" rel="alternate"/>'
        f'<link href="{escape(feed)}" rel="self"/><id>{escape(home)}</id><updated>{stamp}</updated>'
        f"<author><name>{title}</name></author></feed>\n"
    ).encode()


def robots(site: Urls) -> bytes:
    """Everyone may read everything."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site.absolute(SITEMAP)}\n".encode()


def security(kiez: Kiez, site: Urls) -> bytes | None:
    """``security.txt`` (RFC 9116): whom to tell of a hole, in a language they read; nothing where they have no address.

    It is good for two to three months and changes with the month: built daily, it never ends, and left alone it does.
    """
    record = kiez.programme.record
    ways = [way.href for way in (email_link(record.contact.email), phone_link(record.contact.phone)) if way]
    if not ways:
        return None
    spoken = record.contact.languages or [LANGUAGES[lang].tag for lang in record.languages]
    lines = [*(f"Contact: {way}" for way in ways), f"Expires: {_month(kiez.date, 3).isoformat()}T00:00:00Z"]
    lines.append(f"Preferred-Languages: {', '.join(spoken)}")
    # The standard knows addresses with https only; a preview has none.
    lines += [f"Canonical: {site.absolute(urls.SECURITY)}"] if site.site_url.startswith("https://") else []
    return ("\n".join(lines) + "\n").encode()


def _month(day: dt.date, later: int) -> dt.date:
    months = day.month - 1 + later
    return dt.date(day.year + months // 12, months % 12 + 1, 1)


def manifest(name: str, site: Urls, icons: Iterable[tuple[str, str, str]]) -> bytes:
    """Web manifest; ``icons`` are (path, sizes, mime type)."""
    data = {
        "name": name,
        "short_name": name[:12],
        "start_url": site.href(urls.START),
        "display": "browser",
        "lang": "de",
        "background_color": PAPERS["gelb"],
        "theme_color": INK,
        "icons": [{"src": site.href(path), "sizes": sizes, "type": mime} for path, sizes, mime in icons],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
