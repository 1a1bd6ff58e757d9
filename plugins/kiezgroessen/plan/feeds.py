"""What stands in the feeds beside that of the news: actions, and open wishes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from typing import TypeVar
from urllib.parse import quote, urlsplit

from ..languages import Text
from ..link.kiez import ActionNode, ActionState, WishNode
from . import stamps, urls
from .desk import Desk
from .follow_views import FeedFile, Item

_OWNED = 2026
"""A year in which the host was the programme's own; part of every id, never to be changed."""
MOST = 50
"""Entries of a feed: readers keep what they have seen."""

N = TypeVar("N", ActionNode, WishNode)


def feeds(desk: Desk) -> Iterator[FeedFile]:
    """Both feeds, in the language of the lists they follow."""
    _ = desk.words.gettext
    record, kiez = desk.kiez.programme.in_language(desk.lang), desk.kiez
    told = _("Was Betriebe und Einrichtungen im Kiez zusammen getan haben und als Nächstes tun.")
    actions = ((urls.action(node.slug), stamps.of_action(kiez, node), node) for node in kiez.actions.values())
    items = [_action(desk, *entry) for entry in _newest(desk, actions)]
    yield _feed(desk, urls.ACTION_FEED, urls.ACTIONS, f"{_('Aktionen')} – {record.name.value}", told, items)
    told = _("Was Einrichtungen im Kiez gerade brauchen, und wer helfen kann.")
    wishes = ((urls.wish(one.institution, one.id), stamps.of_wish(kiez, one), one) for one in kiez.open_wishes)
    items = [_wish(desk, *entry) for entry in _newest(desk, wishes)]
    yield _feed(desk, urls.WISH_FEED, urls.WISHES, f"{_('Wunschbrett')} – {record.name.value}", told, items)


def _newest(desk: Desk, entries: Iterable[tuple[str, dt.date, N]]) -> list[tuple[str, dt.date, N]]:
    """Of (path, day, what) those that the feed has room for: only they are put into words."""
    return nsmallest(MOST, entries, key=lambda one: (-one[1].toordinal(), _tag(desk, one[0])))


def _feed(desk: Desk, path: str, page: str, title: str, text: str, items: list[Item]) -> FeedFile:
    return FeedFile(
        desk.urls.local(path, desk.lang),
        _tag(desk, page),
        title,
        text,
        desk.kiez.programme.record.name.value,
        desk.language.tag,
        desk.urls.absolute(path, desk.lang),
        desk.urls.absolute(page, desk.lang),
        max((item.updated for item in items), default=stamps.BEFORE),
        tuple(items),
    )


def _action(desk: Desk, path: str, day: dt.date, node: ActionNode) -> Item:
    _ = desk.words.gettext
    said = {
        ActionState.PLANNED: _("Geplant"),
        ActionState.AGREED: _("Vereinbart"),
        ActionState.DONE: _("Gelungen"),
        ActionState.FALLEN_THROUGH: _("Nicht zustande gekommen"),
        ActionState.UNCLEAR: _("Noch ohne Bericht"),
    }
    record = node.text.in_language(desk.lang)
    when = desk.words.period(node.first, node.last)
    if record.clock:
        when = f"{when}, " + _("%(time)s Uhr") % {"time": record.clock}
    parts = [when, *([record.place.value] if record.place else []), said[node.state]]
    told = [text.value for text in (record.given, record.effect) if text]
    return Item(
        _tag(desk, path),
        record.name,
        Text(" ".join([f"{' · '.join(parts)}.", *told]), desk.lang),
        desk.urls.absolute(path, desk.lang),
        day,
        node.state.value,
        said[node.state],
    )


def _wish(desk: Desk, path: str, day: dt.date, wish: WishNode) -> Item:
    _ = desk.words.gettext
    kinds = desk.kiez.programme.in_language(desk.lang).kinds
    record = desk.kiez.institutions[wish.institution].text.in_language(desk.lang)
    text = record.wishes[wish.index]
    told = [f"{record.name.value}."]
    told += [_("Wie viel: %(amount)s") % {"amount": text.amount.value} + "."] if text.amount else []
    told += [_("Für: %(whom)s.") % {"whom": text.audience.value}] if text.audience else []
    told += [_("Noch bis %(day)s.") % {"day": desk.words.day(text.until)}] if text.until else []
    return Item(
        _tag(desk, path),
        text.text,
        Text(" ".join(told), desk.lang),
        desk.urls.absolute(path, desk.lang),
        day,
        text.kind,
        kinds[text.kind].plural.value,
    )


def _tag(desk: Desk, path: str) -> str:
    """A name for ever (RFC 4151): what a feed reader knows an entry by, whatever scheme the site is served with."""
    site = urlsplit(desk.urls.site_url)
    return f"tag:{site.hostname},{_OWNED}:{quote(f'{site.path}/{desk.urls.local(path, desk.lang)}')}"
