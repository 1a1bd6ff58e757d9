"""The table of headers for hosts of pages that read ``_headers`` (Netlify, Cloudflare Pages and their like).

All rules that match are added up there, and a header said twice is joined to one that nobody understands. So no header
stands in two rules that could match the same file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ...plan import urls
from ...plan.headers import KINDS, PAGES, Hosting, everywhere
from ...plan.media import PICTURES
from ...plan.prints import PRINTED
from ...plan.share import SHARED

HEADERS = "_headers"
MOST = 100
"""Rules that Cloudflare Pages reads ("Limits" in its documentation of headers); what comes after them does not count.

A page without its rule lacks no more than its `Cross-Origin-Resource-Policy`.
"""
_OF_KINDS = frozenset((PICTURES, PRINTED, SHARED, urls.FONTS))
"""Folders that hold no pages."""


def headers_file(site: Hosting, outputs: Iterable[str]) -> str:
    """``_headers`` for a site with these files.

    What is not said is left to the host: it has pages asked for anew each time, and packs texts itself.
    """
    rules = [("/*", [(header.name, header.value) for header in everywhere(site)])]
    for kind in KINDS:
        said = [("Cache-Control", kind.cache), ("Cross-Origin-Resource-Policy", kind.embedding)]
        rules += [(glob, said) for glob in kind.globs]
    folders = Counter(name.split("/")[0] for name in outputs if name.endswith("/index.html"))
    # Of very many plain pages the folders with most in them count: lists and languages.
    largest = sorted(folders.keys() - _OF_KINDS, key=lambda folder: (-folders[folder], folder))
    alone = ["/", f"/{urls.NOT_FOUND}", f"/{urls.GONE}"]
    pages = [*alone, *(f"/{folder}/*" for folder in sorted(largest[: MOST - len(rules) - len(alone)]))]
    rules += [(page, [("Cross-Origin-Resource-Policy", PAGES.embedding)]) for page in pages]
    return "".join(_rule(path, said) for path, said in rules)


def _rule(path: str, said: Iterable[tuple[str, str]]) -> str:
    return "".join([f"{path}\n", *(f"  {name}: {value}\n" for name, value in said)])
