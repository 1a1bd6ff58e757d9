"""The finished tree, before it takes the old one's place: what a visitor would stumble over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ..problems import Problem, error

_LOADING = {("script", "src"), ("img", "src"), ("source", "srcset"), ("link", "href"), ("iframe", "src")}
_NOT_LOADED = {"canonical", "alternate"}
"""Values of ``rel`` whose target a browser does not fetch."""


@dataclass
class _Page(HTMLParser):
    """What a page links to, loads, and offers as targets."""

    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    doubled: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if name := values.get("id"):
            (self.doubled if name in self.ids else self.ids).add(name)
        # What a calendar or a feed reader will ask for: nobody would see that it is not there.
        if (tag == "a" or (tag == "link" and "type" in values and values.get("rel") == "alternate")) and "href" in values:
            self.links.append(values["href"])
        for key, value in values.items():
            if (tag, key) in _LOADING and not (tag == "link" and values.get("rel") in _NOT_LOADED):
                self.loads += _addresses(value) if key == "srcset" else [value]
        if values.get("property") == "og:image":
            self.links.append(values["content"])


def _addresses(srcset: str) -> list[str]:
    return [candidate.split()[0] for candidate in srcset.split(",") if candidate.strip()]


def check_output(output: Path, site_url: str) -> list[Problem]:
    """Every link within the site leads to a file or place that exists; nothing is loaded from elsewhere; ids are unique."""
    files = {file.relative_to(output).as_posix() for file in output.rglob("*") if file.is_file()}
    pages = {name: _read(output / name) for name in sorted(files) if name.endswith(".html")}
    problems: list[Problem] = []
    for name, page in pages.items():
        problems += [error(name, None, f"Die id »{one}« gibt es auf der Seite zweimal.") for one in sorted(page.doubled)]
        problems += _dead(name, page, files, pages, site_url)
    return problems


def _read(file: Path) -> _Page:
    page = _Page()
    page.feed(file.read_text("utf-8"))
    return page


def _dead(
    name: str, page: _Page, files: Iterable[str], pages: dict[str, _Page], site_url: str
) -> Iterator[Problem]:
    base = urlsplit(site_url)
    for address in dict.fromkeys([*page.links, *page.loads]):
        try:
            parts = urlsplit(address)
        except ValueError:
            yield error(name, None, f"Der Link {address} ist keine Adresse.")
            continue
        if parts.scheme == "webcal":
            parts = parts._replace(scheme=base.scheme)
        inside = not parts.netloc and not parts.scheme or (parts.scheme, parts.netloc) == (base.scheme, base.netloc)
        if not inside:
            # A picture written into the page itself, as the style guide has them, comes from nowhere else.
            if address in page.loads and not address.startswith("data:image/"):
                yield error(name, None, f"Die Seite lädt etwas von fremder Stelle: {address}")
            continue
        target = _file(name, unquote(parts.path), base.path)
        if target is None or target not in files:
            yield error(name, None, f"Der Link {address} führt ins Leere.")
        elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
            yield error(name, None, f"Der Link {address} führt zu einer Stelle, die es nicht gibt.")


def _file(name: str, path: str, base: str) -> str | None:
    if not path:
        return name
    if not path.startswith(f"{base}/"):
        return None
    path = path[len(base) + 1 :]
    return f"{path}index.html" if path == "" or path.endswith("/") else path
