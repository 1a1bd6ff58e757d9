"""Calendars as files: iCalendar (RFC 5545) with the names that RFC 7986 added. Escaped and folded by `icalendar`."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from ..dates import ZONE
from ..languages import Text
from ..plan.follow_views import Appointment, CalendarFile

if TYPE_CHECKING:
    from icalendar import Event, Timezone

_DAILY = dt.timedelta(days=1)
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


def calendar(file: CalendarFile) -> bytes:
    """The file; the same entries give the same bytes on every day."""
    from icalendar import Calendar, Parameters, vDuration, vText  # noqa: PLC0415 - 40 ms, for files that seldom change

    out = Calendar()
    out.add("prodid", "-//Kiezgroessen//Kalender//DE")
    out.add("version", "2.0")
    out.add("calscale", "GREGORIAN")
    if file.lasting:
        # Names that `icalendar` takes for unknown ones, and would not escape.
        out.add("name", vText(_plain(file.name), params=Parameters(LANGUAGE=file.lang)))
        out.add("x-wr-calname", vText(_plain(file.name)))
        out.add("description", _plain(file.text), parameters={"LANGUAGE": file.lang})
        out.add("x-wr-timezone", ZONE.key)
        out.add("url", file.url)
        out.add("source", file.source, parameters={"VALUE": "URI"})
        out.add("refresh-interval", vDuration(_DAILY), parameters={"VALUE": "DURATION"})
        out.add("x-published-ttl", vDuration(_DAILY))
    if any(isinstance(entry.start, dt.datetime) for entry in file.entries):
        out.add_component(_berlin())
    for entry in file.entries:
        out.add_component(_event(entry))
    return bytes(out.to_ical())


def _event(entry: Appointment) -> Event:
    from icalendar import Event  # noqa: PLC0415 - see above

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", dt.datetime.combine(entry.stamp, dt.time(), dt.UTC))
    event.add("sequence", entry.revision)
    event.add("dtstart", _moment(entry.start))
    if isinstance(entry.end, dt.datetime):
        event.add("dtend", _moment(entry.end))
    elif entry.end is not None:
        event.add("dtend", entry.end + _DAILY)
    _add_text(event, "summary", entry.title)
    event.add("description", _plain(entry.text), parameters={"LANGUAGE": entry.lang})
    if entry.place:
        _add_text(event, "location", entry.place)
    event.add("categories", [_plain(entry.kind)], parameters={"LANGUAGE": entry.lang})
    event.add("status", entry.standing)
    event.add("url", entry.url)
    event.add("transp", "OPAQUE" if entry.busy else "TRANSPARENT")
    return event


def _add_text(event: Event, name: str, text: Text) -> None:
    event.add(name, _plain(text.value), parameters={"LANGUAGE": text.tag})


def _moment(moment: dt.date | dt.datetime) -> dt.date | dt.datetime:
    return moment.replace(tzinfo=ZONE) if isinstance(moment, dt.datetime) else moment


def _plain(text: str) -> str:
    """Without what RFC 5545 does not allow in texts, all controls but the end of a line; nor marks of byte order."""
    return _CONTROLS.sub(" ", _BREAKS.sub("\n", text.replace("\ufeff", "")))


def _berlin() -> Timezone:
    """The rule that holds since 1996 (directive 2000/84/EC); earlier appointments are in no calendar."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur  # noqa: PLC0415 - see above

    zone = Timezone()
    zone.add("tzid", ZONE.key)
    parts = (
        (TimezoneDaylight(), "1996-03-31T02:00", 1, 2, "CEST", 3),
        (TimezoneStandard(), "1996-10-27T03:00", 2, 1, "CET", 10),
    )
    for part, start, before, after, name, month in parts:
        part.add("dtstart", dt.datetime.fromisoformat(start))
        part.add("tzoffsetfrom", dt.timedelta(hours=before))
        part.add("tzoffsetto", dt.timedelta(hours=after))
        part.add("tzname", name)
        part.add("rrule", vRecur(freq="YEARLY", bymonth=month, byday="-1SU"))
        zone.add_component(part)
    return zone
