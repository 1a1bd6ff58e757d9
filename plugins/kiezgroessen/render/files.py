"""The files around the pages: site map, robots.txt, web manifest."""

from __future__ import annotations

import json
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from ..plan import urls
from ..plan.papers import INK, PAPERS
from ..plan.urls import Urls
from ..plan.views import Page

SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
MANIFEST = "site.webmanifest"


def sitemap(pages: Iterable[Page]) -> bytes:
    """All pages that may be found, each with its other languages. Format: sitemaps.org 0.9 with xhtml:link."""
    rows = []
    for page in pages:
        if not page.head.index:
            continue
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang={quoteattr(alternate.tag)} href={quoteattr(alternate.href)}/>'
            for alternate in page.head.alternates
        )
        rows.append(f"<url><loc>{escape(page.head.canonical)}</loc>{links}</url>")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return (head + f"<urlset {spaces}>\n" + "\n".join(rows) + "\n</urlset>\n").encode()


def robots(site: Urls) -> bytes:
    """Everyone may read everything."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site.absolute(SITEMAP)}\n".encode()


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
