"""Tags of HTML, XML and SVG, taken apart, and what a page says in them.

Pages share nine tenths of their frame, so every tag is taken apart once, however many pages it stands on.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

_TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_NAME = re.compile(r"<([a-zA-Z][\w:-]*)")
_VALUE = re.compile(r"""\s([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_HEADING = re.compile(r"<h1[\s>]", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)
_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)

TEXTS = frozenset({".html", ".xml", ".css", ".js", ".json", ".webmanifest", ".svg", ".txt", ".ics"}) | {
    ".htaccess",
    "_headers",
}
"""Suffixes of files that are text; all others are looked at by `check.containers` only."""


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """A start tag: its name and its values, both without escapes. The same tag on two pages is the same object."""

    name: str
    values: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """A value; "" where there is none."""
        return self.values.get(key, "")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says about itself. ``tags`` holds each of its tags once, in order, ``ids`` all of them.

    ``titles`` are those of its head, ``data`` the JSON of its structured data; ``headings`` counts ``<h1>``.
    ``is_loose``: there is a ``<`` that belongs to no tag.
    """

    tags: tuple[Tag, ...]
    ids: tuple[str, ...]
    titles: tuple[str, ...]
    headings: int
    data: tuple[str, ...]
    is_loose: bool

    def the(self, name: str, /, **values: str) -> tuple[Tag, ...]:
        """The tags of this name with these values."""
        return tuple(
            tag for tag in self.tags if tag.name == name and all(tag[key] == value for key, value in values.items())
        )


def suffix_of(name: str) -> str:
    """The end of a name from its last dot on, in small letters; the whole of it where there is none."""
    last = name.rpartition("/")[2]
    return f".{last.rpartition('.')[2].lower()}" if "." in last else last


def tag_of(text: str) -> Tag:
    """A start tag taken apart."""
    name = _NAME.match(text)
    values: dict[str, str] = {}
    for match in _VALUE.finditer(text):
        # The first one counts where a value stands there twice, as in browsers.
        values.setdefault(match[1].lower(), html.unescape(match[2] or match[3] or match[4] or ""))
    return Tag(name[1].lower() if name else "", MappingProxyType(values))


def tags_of(text: str) -> Iterable[Tag]:
    """All start tags of a text, also of XML and SVG."""
    return (tag_of(one) for one in _TAG.findall(text))


def page_of(text: str, known: dict[str, Tag]) -> Page:
    """A page taken apart; ``known`` are the tags of those before it, and gets those of this one."""
    found = _TAG.findall(text)
    different = dict.fromkeys(found)
    for one in different:
        if one not in known:
            known[one] = tag_of(one)
    head = text.partition("</head>")[0]
    # Every tag that opens, closes or declares; a sign that belongs to none of them was not escaped.
    loose = text.count("<") != len(found) + text.count("</") + text.count("<!") and _is_loose(text, found)
    return Page(
        tuple(known[one] for one in different),
        tuple(known[one]["id"] for one in found if "id=" in one and known[one]["id"]),
        tuple(html.unescape(one).strip() for one in _TITLE.findall(head)),
        len(_HEADING.findall(text)),
        tuple(_DATA.findall(head)),
        loose,
    )


def _is_loose(text: str, found: list[str]) -> bool:
    """Whether such a sign stands outside of quoted values, too."""
    quoted = sum(one.count("<") - 1 for one in found)
    closing = sum(one.count("</") + one.count("<!") for one in found)
    return text.count("<") - quoted != len(found) + text.count("</") + text.count("<!") - closing
