"""Where a finished file leads and what it loads: all addresses in it, by the rules of its kind."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import SplitResult, unquote, urlsplit

from .tags import Tag, suffix_of, tags_of

Use: TypeAlias = Literal["link", "load", "post"]
"""``link``: somebody may follow it; ``load``: a browser fetches it without being asked; ``post``: a form goes there."""

_LOADED = frozenset(
    [
        *(("script", "src"), ("img", "src"), ("img", "srcset"), ("source", "src"), ("source", "srcset")),
        *(("iframe", "src"), ("frame", "src"), ("embed", "src"), ("object", "data"), ("input", "src")),
        *(("audio", "src"), ("video", "src"), ("video", "poster"), ("track", "src"), ("body", "background")),
        *(("image", "href"), ("image", "xlink:href"), ("use", "href"), ("use", "xlink:href")),
        *(("feimage", "href"), ("feimage", "xlink:href"), ("link", "imagesrcset"), ("script", "xlink:href")),
    ]
)
_FOLLOWED = frozenset([("a", "href"), ("a", "xlink:href"), ("area", "href"), ("blockquote", "cite"), ("q", "cite")])
_POSTED = frozenset([("form", "action"), ("button", "formaction"), ("input", "formaction"), ("a", "ping")])
_NOT_LOADED = frozenset(["canonical", "alternate", "author", "license", "help", "next", "prev", "search", "me"])
"""Values of ``rel`` whose target a browser does not fetch."""
_NAMED = frozenset(["og:image", "og:url", "og:video", "og:audio", "twitter:image"])
_CSS = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))\s*\)|@import\s+["']([^"']+)["']""", re.IGNORECASE)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
_SAID = re.compile(r"""(?:https?|wss?|webcal)://[^\s"'`<>\\\]})]+""", re.IGNORECASE)
_END = re.compile(r"""[\s"'`<>\\\]})]""")
_SCRIPTED = re.compile(r"""["'`]((?:https?:|wss?:)?//[^\s"'`<>]+)["'`]""", re.IGNORECASE)
_STOPS = ".,;:!?…"


class Address(NamedTuple):
    """An address as it is written, and what it is there for."""

    text: str
    use: Use


@dataclass(frozen=True, slots=True)
class Base:
    """Where the site stands: ``scheme``, ``host`` and the ``path`` in front of every page (no slash at the end)."""

    scheme: str
    host: str
    path: str

    @classmethod
    def of(cls, site_url: str) -> Base:
        """From the address of the site."""
        parts = urlsplit(site_url)
        return cls(parts.scheme, parts.netloc, parts.path)

    def inside(self, parts: SplitResult) -> bool:
        """Whether an address is one of the site's own."""
        scheme = self.scheme if parts.scheme == "webcal" else parts.scheme
        return (not parts.netloc and not scheme) or (scheme, parts.netloc) == (self.scheme, self.host)

    def file(self, name: str, path: str) -> str | None:
        """The file that a path of the site means, seen from the file ``name``; ``None`` for one outside of it."""
        if not path:
            return name
        path = unquote(path)
        if not path.startswith(f"{self.path}/"):
            return None
        path = path[len(self.path) + 1 :]
        return f"{path}index.html" if path == "" or path.endswith("/") else path


def split(address: str) -> SplitResult | None:
    """An address in its parts, ``None`` for what is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def of_tag(tag: Tag) -> Iterator[Address]:
    """The addresses of a tag of HTML or SVG."""
    for key, value in tag.values.items():
        place = (tag.name, key)
        if place in _LOADED:
            yield from (Address(one, "load") for one in (candidates(value) if key.endswith("srcset") else [value]))
        elif place in _FOLLOWED:
            yield Address(value, "link")
        elif place in _POSTED and value:
            yield Address(value, "post")
        elif place == ("link", "href"):
            # One word that loads is enough: an ``alternate stylesheet`` is fetched.
            yield Address(value, "link" if set(tag["rel"].lower().split()) <= _NOT_LOADED else "load")
        elif key == "style":
            yield from of_css(value)
    if tag.name == "meta" and tag["property"] + tag["name"] in _NAMED:
        yield Address(tag["content"], "link")
    if tag.name == "meta" and tag["http-equiv"].lower() == "refresh" and (where := _REFRESH.search(tag["content"])):
        yield Address(where[1].strip(), "load")


def candidates(srcset: str) -> list[str]:
    """The addresses of a ``srcset``."""
    return [candidate.split()[0] for candidate in srcset.split(",") if candidate.strip()]


def of_css(text: str) -> Iterator[Address]:
    """What a style sheet loads."""
    for match in _CSS.finditer(text):
        yield Address((match[1] or match[2] or match[3] or match[4] or "").strip(), "load")


def of_file(name: str, text: str) -> Iterator[Address]:
    """The addresses of a text file that is no page: style sheet, script, feed, site map, web manifest, calendar."""
    match suffix_of(name):
        case ".css":
            yield from of_css(text)
        case ".js":
            yield from (Address(one, "load") for one in _SCRIPTED.findall(text))
        case ".xml":
            yield from _of_xml(text)
        case ".webmanifest":
            yield from _of_manifest(text)
        case _:
            yield from of_text(_unfolded(text))


def of_text(text: str) -> Iterator[Address]:
    """The addresses that stand in a text, without the full stop behind them."""
    yield from (Address(one.rstrip(_STOPS), "link") for one in _SAID.findall(text))


def of_site(text: str, site_url: str) -> Iterator[Address]:
    """Only those of the site itself; what comes before may be anything."""
    if f"{site_url}/" in text:
        for rest in text.split(f"{site_url}/")[1:]:
            end = _END.search(rest)
            yield Address(f"{site_url}/{rest[: end.start()] if end else rest}".rstrip(_STOPS), "link")


def of_data(block: str) -> Iterator[Address]:
    """The addresses in structured data; places within a page are names there, not targets."""
    for text in _leaves(_json(block)):
        if _SAID.fullmatch(text):
            yield Address(text.partition("#")[0], "link")


def _of_xml(text: str) -> Iterator[Address]:
    for tag in tags_of(text):
        if "href" in tag.values:
            yield Address(tag["href"], "link")
    for place in re.findall(r"<loc>(.*?)</loc>|<id>(https?:.*?)</id>|<uri>(.*?)</uri>", text):
        yield Address(html.unescape("".join(place)), "link")
    # The text of a feed's entry is HTML that was escaped once more.
    for inner in re.findall(r'<(?:content|summary)[^>]*type="html"[^>]*>(.*?)</(?:content|summary)>', text, re.DOTALL):
        for tag in tags_of(html.unescape(inner)):
            yield from of_tag(tag)


def _of_manifest(text: str) -> Iterator[Address]:
    data = _json(text)
    if isinstance(data, dict):
        start = data.get("start_url")
        yield from (Address(start, "link") for start in [start] if isinstance(start, str))
        for group in ("icons", "screenshots", "shortcuts"):
            for one in data.get(group) or ():
                yield from (Address(text, "load") for text in _leaves(one) if text.startswith(("/", "http", "//")))


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _leaves(inner)


def _unfolded(text: str) -> str:
    """Lines of a calendar go on after a blank (RFC 5545, 3.1); commas and semicolons have a backslash there."""
    return re.sub(r"\r?\n[ \t]", "", text).replace("\\,", ",").replace("\\;", ";").replace("\\n", "\n")
