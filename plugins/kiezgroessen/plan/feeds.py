"""What stands in the feeds beside that of the news: actions, and open wishes."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from ..languages import Text
from ..link.kiez import ActionState, WishState
from . import stamps, urls
from .desk import Desk
from .follow_views import FeedFile, Item

_OWNED = 2026
"""A year in which the host was the programme's own; part of every id, never to be changed."""
MOST = 50
"""Entries of a feed: readers keep what they have seen."""


def feeds(desk: Desk) -> Iterator[FeedFile]:
    """Both feeds, in the language of the lists they follow."""
    _ = desk.words.gettext
    record = desk.kiez.programme.in_language(desk.lang)
    actions, wishes = list(_actions(desk)), list(_wishes(desk))
    told = _("Was Betriebe und Einrichtungen im Kiez zusammen getan haben und als Nächstes tun.")
    yield _feed(desk, urls.ACTION_FEED, urls.ACTIONS, f"{_('Aktionen')} – {record.name.value}", told, actions)
    told = _("Was Einrichtungen im Kiez gerade brauchen, und wer helfen kann.")
    yield _feed(desk, urls.WISH_FEED, urls.WISHES, f"{_('Wunschbrett')} – {record.name.value}", told, wishes)


def _feed(desk: Desk, path: str, page: str, title: str, text: str, items: list[Item]) -> FeedFile:
    newest = sorted(sorted(items, key=lambda one: one.id), key=lambda one: one.updated, reverse=True)[:MOST]
    return FeedFile(
        desk.urls.local(path, desk.lang),
        _tag(desk, page),
        title,
        text,
        desk.kiez.programme.record.name.value,
        desk.language.tag,
        desk.urls.absolute(path, desk.lang),
        desk.urls.absolute(page, desk.lang),
        max((item.updated for item in newest), default=stamps.BEFORE),
        tuple(newest),
    )


def _actions(desk: Desk) -> Iterator[Item]:
    _ = desk.words.gettext
    said = {
        ActionState.PLANNED: _("Geplant"),
        ActionState.AGREED: _("Vereinbart"),
        ActionState.DONE: _("Gelungen"),
        ActionState.FALLEN_THROUGH: _("Nicht zustande gekommen"),
        ActionState.UNCLEAR: _("Noch ohne Bericht"),
    }
    for node in desk.kiez.actions.values():
        record = node.text.in_language(desk.lang)
        path = urls.action(node.slug)
        when = desk.words.period(node.first, node.last)
        if record.clock:
            when = f"{when}, " + _("%(time)s Uhr") % {"time": record.clock}
        parts = [when, *([record.place.value] if record.place else []), said[node.state]]
        told = [text.value for text in (record.given, record.effect) if text]
        yield Item(
            _tag(desk, path),
            record.name,
            Text(" ".join([f"{' · '.join(parts)}.", *told]), desk.lang),
            desk.urls.absolute(path, desk.lang),
            stamps.of_action(desk.kiez, node),
            node.state.value,
            said[node.state],
        )


def _wishes(desk: Desk) -> Iterator[Item]:
    _ = desk.words.gettext
    kinds = desk.kiez.programme.in_language(desk.lang).kinds
    for wish in desk.kiez.wishes:
        if wish.state is not WishState.OPEN:
            continue
        record = desk.kiez.institutions[wish.institution].text.in_language(desk.lang)
        text = record.wishes[wish.index]
        path = urls.wish(wish.institution, wish.id)
        told = [f"{record.name.value}."]
        told += [_("Wie viel: %(amount)s") % {"amount": text.amount.value} + "."] if text.amount else []
        told += [_("Für: %(whom)s.") % {"whom": text.audience.value}] if text.audience else []
        told += [_("Noch bis %(day)s.") % {"day": desk.words.day(text.until)}] if text.until else []
        yield Item(
            _tag(desk, path),
            text.text,
            Text(" ".join(told), desk.lang),
            desk.urls.absolute(path, desk.lang),
            stamps.of_wish(desk.kiez, wish),
            text.kind,
            kinds[text.kind].plural.value,
        )


def _tag(desk: Desk, path: str) -> str:
    """A name for ever (RFC 4151): what a feed reader knows an entry by, whatever scheme the site is served with."""
    site = urlsplit(desk.urls.site_url)
    return f"tag:{site.hostname},{_OWNED}:{quote(f'{site.path}/{desk.urls.local(path, desk.lang)}')}"
