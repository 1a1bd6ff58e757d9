"""The list of calls as a table for German Excel and as a calendar (RFC 5545)."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterator, Sequence

from icalendar import Alarm, Calendar, Event

from .due_calls import Item, Reason

_HEADINGS = ("Anlass", "Name", "Tag", "Wann", "Menschen", "Telefon", "E-Mail", "Sprachen", "Was", "Ordner")
# What spreadsheets take for the beginning of a formula, also in the wide forms of East Asian writing.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%\t\r]")
# The same behind what ends a cell for whoever opens the table with other separators; quotation marks do not hold then.
_INSIDE = re.compile(r"([,;\t\r\n][\s\"']*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
_BEFORE = dt.timedelta(days=14)
"""Consents are asked for this long before they end."""
_CALLS_A_DAY = 4
"""Nobody makes more beside the rest of the work."""
_REMINDED = dt.timedelta(hours=9)
_SATURDAY = 5


def as_csv(items: Sequence[Item]) -> bytes:
    """UTF-8 with byte order mark and semicolons, so that German Excel opens it right.

    No cell can be a formula, whether the file is opened with semicolons, commas or tabs between them.
    """
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    table.writerow(_HEADINGS)
    for item in items:
        people, languages, todo = ", ".join(item.people), ", ".join(item.languages), " | ".join(item.todo)
        on = f"{item.since:%d.%m.%Y}" if item.since else ""
        row = (
            item.reason,
            item.name,
            on,
            item.when,
            people,
            _phone(item.phone),
            item.email,
            languages,
            todo,
            item.folder,
        )
        table.writerow([_inert(str(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _phone(number: str) -> str:
    """The number as it can be dialled; blanks between its digits, or its first zero would be lost."""
    number = re.sub(r"^\+", "00", number)
    return " ".join(re.findall(".{1,4}", number)) if number.isdigit() else number


def _inert(cell: str) -> str:
    cell = _INSIDE.sub(r"\1'", cell)
    return f"'{cell}" if _FORMULA.match(cell) else cell


def as_ics(items: Sequence[Item], day: dt.date) -> bytes:
    """A calendar with a whole-day entry and a reminder for each item; reading it in again changes entries.

    Calls are spread over working days from ``day``, the longest due first.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Kiezgroessen//Nachfragen//DE")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Kiezgrößen: anrufen und hingehen")
    stamp = dt.datetime.combine(day, dt.time(), dt.UTC)
    calls = _working_days(day)
    for item in items:
        event = Event()
        which = item.todo[0] if item.reason is Reason.CONSENT else ""
        known = "\n".join((item.reason, item.folder, str(item.since), which))
        event.add("uid", f"{hashlib.sha256(known.encode()).hexdigest()[:24]}@kiezgroessen.invalid")
        event.add("dtstamp", stamp)
        on = next(calls) if item.reason is Reason.ASK else _day_of(item, day)
        event.add("dtstart", on)
        event.add("dtend", on + dt.timedelta(days=1))
        event.add("summary", f"{item.reason}: {item.name}")
        ways = [*item.people, *(way for way in (item.phone, item.email) if way)]
        lines = [item.when, " · ".join(ways), ", ".join(item.languages), *item.todo, item.folder]
        event.add("description", "\n".join(line for line in lines if line))
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"{item.reason}: {item.name}")
        alarm.add("trigger", _REMINDED)
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _working_days(day: dt.date) -> Iterator[dt.date]:
    """Each day from ``day`` on as often as calls are made on it; not at weekends."""
    while True:
        if day.weekday() < _SATURDAY:
            yield from (day,) * _CALLS_A_DAY
        day += dt.timedelta(days=1)


def _day_of(item: Item, day: dt.date) -> dt.date:
    if item.since is None:
        return day
    return max(day, item.since - _BEFORE if item.reason is Reason.CONSENT else item.since)
