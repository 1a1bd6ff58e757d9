"""All addresses outside that the texts of the Kiez lead to: where each stands, and whose name its page should bear."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..dates import parse_day
from ..model.parts import Visibility
from ..read.document import Document, Loc, Value

_IN_TEXT = re.compile(r"https?://[^\s<>\"'`\\|{}\[\]]+", re.IGNORECASE)
_AFTER = ".,;:!?*_…»“”’)"
_INVENTED = ("example", "invalid", "test", "localhost", "example.com", "example.org", "example.net")
"""Names nobody can own (RFC 2606): those of the sample."""
_SHORTEST_WORD = 4


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address stands: file, line from 1, the line itself."""

    path: str
    line: int
    shown: str


@dataclass(frozen=True, slots=True)
class Outward:
    """An address with all its places; ``name`` is whose site it is, empty where a text only mentions it."""

    url: str
    name: str
    places: tuple[Place, ...]

    @property
    def host(self) -> str:
        """The host in lower case, empty where there is none."""
        try:
            return urlsplit(self.url).hostname or ""
        except ValueError:
            return ""

    @property
    def is_invented(self) -> bool:
        """Whether nobody can be asked."""
        return any(self.host == name or self.host.endswith(f".{name}") for name in _INVENTED)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name by which a page can be known."""
        return tuple(word for word in re.findall(r"\w+", self.name.casefold()) if len(word) >= _SHORTEST_WORD)


def outward_links(documents: Sequence[Document], day: dt.date) -> list[Outward]:
    """The links that are shown on ``day``: none of drafts, of businesses that have left or want no link."""
    found: dict[str, list[Place]] = {}
    names: dict[str, str] = {}
    for document in documents:
        if document.header.values.get("status") in (Visibility.DRAFT.value, Visibility.PAUSED.value):
            continue
        for url, place, name in (*_in_header(document, day), *_in_body(document)):
            places = found.setdefault(url, [])
            places += [place] if place not in places else []
            names[url] = names.get(url) or name
    return [Outward(url, names[url], tuple(places)) for url, places in found.items()]


def _in_header(document: Document, day: dt.date) -> Iterator[tuple[str, Place, str]]:
    values = document.header.values
    left = document.kind == "business" and (values.get("link") == "nein" or _is_over(values.get("ende"), day))
    for loc, text, name in _texts(dict(values), (), ""):
        if left and loc[:1] == ("kontakt",):
            continue
        mark = document.header.marks.get(loc)
        line = mark.value_line if mark else 1
        for url in _urls(text):
            yield url, _place(document, line), name if loc[-1] == "web" else ""


def _is_over(end: Value, day: dt.date) -> bool:
    try:
        return isinstance(end, str) and parse_day(end).first <= day
    except ValueError:
        return False


def _texts(value: Value, loc: Loc, name: str) -> Iterator[tuple[Loc, str, str]]:
    """Every text with its way, and the name that stands nearest above it."""
    if isinstance(value, str):
        yield loc, value, name
    elif isinstance(value, dict):
        own = value.get("name")
        for key, inner in value.items():
            yield from _texts(inner, (*loc, key), own if isinstance(own, str) else name)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*loc, index), name)


def _in_body(document: Document) -> Iterator[tuple[str, Place, str]]:
    for number, line in enumerate(document.body.split("\n"), document.body_line):
        for url in _urls(line):
            yield url, _place(document, number), ""


def _urls(text: str) -> Iterator[str]:
    for match in _IN_TEXT.finditer(text):
        url = match[0].rstrip(_AFTER)
        # A bracket belongs to the address only where it was opened in it.
        yield f"{url})" if url.count("(") > url.count(")") and match[0][len(url) :].startswith(")") else url


def _place(document: Document, line: int) -> Place:
    shown = document.lines[line - 1] if 0 < line <= len(document.lines) else ""
    return Place(document.path, line, shown)
