"""Dates as editors type them, and periods between them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from .values import ByFields

ZONE = ZoneInfo("Europe/Berlin")

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_GERMAN = re.compile(r"(?:(?:(\d{1,2})\.\s?)?(\d{1,2})\.\s?)?(\d{4})")
_WORDS = re.compile(r"(?:(\d{1,2})\.?\s+)?([a-zä]+)\.?\s+(\d{4})", re.IGNORECASE)
_SLASHED = re.compile(r"(\d{1,2})/(\d{4})")
_MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_CLOCK = re.compile(r"([01]?\d|2[0-3])(?:[:.]([0-5]\d))?(?:\s*Uhr)?")


def today() -> dt.date:
    """Today in Berlin."""
    return dt.datetime.now(ZONE).date()


@dataclass(frozen=True, slots=True, order=True)
class Day(ByFields):
    """A day, month or year: as exact as it was written. ``month`` and ``day`` are 0 where nothing is known."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def first(self) -> dt.date:
        """The first day it can mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> dt.date:
        """The last day it can mean."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def exact(self) -> bool:
        """Whether the day itself is known."""
        return self.day != 0

    def __str__(self) -> str:
        """ISO 8601 with the precision it has."""
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)


def parse_day(text: str) -> Day:
    """Reads ``2017-05-18``, ``2017-05``, ``2017``, ``18.05.2017``, ``5.2017``, ``05/2017``, ``18. Mai 2017``.

    ValueError in German for anything else.
    """
    text = _with_numbers(text.strip())
    if match := _ISO.fullmatch(text):
        year, month, day = (int(part or 0) for part in match.groups())
    elif match := _GERMAN.fullmatch(text):
        day, month, year = (int(part or 0) for part in match.groups())
    else:
        raise ValueError(f"»{text}« ist kein Datum.")
    if not 1900 <= year <= 2100:
        raise ValueError(f"Das Jahr {year} liegt nicht zwischen 1900 und 2100.")
    if len(text) > 4 and not 1 <= month <= 12:
        raise ValueError(f"Einen Monat {month} gibt es nicht.")
    result = Day(year, month, day)
    named_day = (match.re is _ISO and match.group(3)) or (match.re is _GERMAN and match.group(1))
    if named_day and not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValueError(f"Einen {day}.{month}.{year} gibt es nicht.")
    return result


def _with_numbers(text: str) -> str:
    """``18. Mai 2017`` and ``05/2017`` in the spelling with dots; anything else as it is."""
    if (match := _WORDS.fullmatch(text)) and (month := match[2].lower().replace("ae", "ä")[:3]) in _MONTHS:
        return ".".join(part for part in (match[1], str(_MONTHS.index(month) + 1), match[3]) if part)
    if match := _SLASHED.fullmatch(text):
        return f"{match[1]}.{match[2]}"
    return text


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day or a span: ``15:00`` or ``15:00–18:00``, each ``HH:MM``."""

    start: str
    end: str | None = None

    def __str__(self) -> str:
        return f"{self.start}–{self.end}" if self.end else self.start


def parse_clock(text: str) -> Clock:
    """Reads ``15:00``, ``15.00 Uhr``, ``15 Uhr``, ``15-18 Uhr``, ``15:00-18:00``; ValueError in German otherwise."""
    parts = [_CLOCK.fullmatch(part.strip()) for part in re.split(r"\s*(?:-|–|bis)\s*", text.strip())]
    vague = not re.search(r"[:.]|Uhr", text)  # a bare 15 may be anything
    if vague or len(parts) > 2 or not all(parts):
        raise ValueError(f"»{text.strip()}« ist keine Uhrzeit.")
    times = [f"{int(part[1]):02}:{part[2] or '00'}" for part in parts if part]
    return Clock(*times)
