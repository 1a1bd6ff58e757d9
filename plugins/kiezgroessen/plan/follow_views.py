"""What can be subscribed to: calendars, feeds, and the links that lead to them. Texts are plain, nothing is escaped."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..languages import Text

Standing: TypeAlias = Literal["TENTATIVE", "CONFIRMED", "CANCELLED"]
"""RFC 5545, 3.8.1.11."""


@dataclass(frozen=True, slots=True)
class Follow:
    """A calendar or feed as a page offers it: ``href`` to subscribe or take away, ``file`` for programs (``type``).

    ``address`` is for typing where the link does nothing; empty where there is nothing to subscribe to.
    """

    label: str
    text: str
    href: str
    file: str
    type: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Appointment:
    """An entry of a calendar.

    ``start`` and ``end`` are days (whole-day, ``end`` inclusive) or times of day in Berlin (``end`` may be unknown).
    ``stamp`` is the day of which the contents last know something about it; ``revision`` only grows.
    """

    uid: str
    stamp: dt.date
    revision: int
    start: dt.date | dt.datetime
    end: dt.date | dt.datetime | None
    title: Text
    text: str
    lang: str
    place: Text | None
    kind: str
    standing: Standing
    url: str
    busy: bool


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A calendar at ``output``; ``lasting``: for subscribers, who come back for news of it."""

    output: str
    name: str
    text: str
    lang: str
    url: str
    source: str
    entries: tuple[Appointment, ...]
    lasting: bool


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a feed."""

    id: str
    title: Text
    text: Text
    url: str
    updated: dt.date
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A feed at ``output``, the newest entry first. ``author`` is the programme, ``page`` what it follows."""

    output: str
    id: str
    title: str
    text: str
    author: str
    lang: str
    url: str
    page: str
    updated: dt.date
    items: tuple[Item, ...]
