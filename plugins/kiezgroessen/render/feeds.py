"""Feeds as files: Atom (RFC 4287)."""

from __future__ import annotations

import datetime as dt
import re
from html import escape

from ..dates import ZONE
from ..languages import Text
from ..plan.follow_views import FeedFile, Item

_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(file: FeedFile) -> bytes:
    """The file; the same entries give the same bytes on every day."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted(file.lang)}>',
        f"<id>{_plain(file.id)}</id>",
        f"<title>{_plain(file.title)}</title>",
        f"<subtitle>{_plain(file.text)}</subtitle>",
        f"<updated>{_moment(file.updated)}</updated>",
        f"<author><name>{_plain(file.author)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={_quoted(file.url)}/>',
        f'<link rel="alternate" type="text/html" href={_quoted(file.page)}/>',
        *(_entry(item) for item in file.items),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _entry(item: Item) -> str:
    parts = (
        f"<id>{_plain(item.id)}</id>",
        _text("title", item.title),
        f"<updated>{_moment(item.updated)}</updated>",
        f'<link rel="alternate" type="text/html" href={_quoted(item.url)}/>',
        f"<category term={_quoted(item.kind)} label={_quoted(item.label)}/>",
        _text("summary", item.text),
    )
    return f"<entry>{''.join(parts)}</entry>"


def _text(name: str, text: Text) -> str:
    return f'<{name} type="text" xml:lang={_quoted(text.tag)}>{_plain(text.value)}</{name}>'


def _moment(day: dt.date) -> str:
    """A day as an instant: its beginning in Berlin (RFC 3339)."""
    return dt.datetime.combine(day, dt.time(), ZONE).isoformat()


def _plain(text: str) -> str:
    return escape(_legal(text), quote=False)


def _quoted(text: str) -> str:
    return f'"{escape(_legal(text))}"'


def _legal(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
