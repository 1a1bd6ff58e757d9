"""Calendars as files: iCalendar (RFC 5545) with the names that RFC 7986 added. Escaped and folded by `icalendar`.

The lines themselves are written here, in the order of that library: it makes four objects of each, and each action
has a file. A thousand files of one entry took 0.25 s with its components and take 0.05 s without.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ..dates import ZONE
from ..languages import Text
from ..plan.follow_views import Appointment, CalendarFile

_DAILY = dt.timedelta(days=1)
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
# Lines of fewer octets need no folding (RFC 5545, 3.1).
_LONG = 75

# The rule that holds since 1996 (directive 2000/84/EC); earlier appointments are in no calendar.
_BERLIN = f"""\
BEGIN:VTIMEZONE
TZID:{ZONE.key}
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE""".split("\n")


def calendar(file: CalendarFile) -> bytes:
    """The file; the same entries give the same bytes on every day."""
    return b"".join(_folded(line) + b"\r\n" for line in _lines(file))


def _lines(file: CalendarFile) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Kiezgroessen//Kalender//DE"
    yield "CALSCALE:GREGORIAN"
    if file.lasting:
        yield f"DESCRIPTION;LANGUAGE={file.lang}:{_escaped(file.text)}"
        yield f"NAME;LANGUAGE={file.lang}:{_escaped(file.name)}"
        yield f"X-WR-CALNAME:{_escaped(file.name)}"
        yield "REFRESH-INTERVAL;VALUE=DURATION:P1D"
        yield f"SOURCE;VALUE=URI:{file.source}"
        yield f"URL:{file.url}"
        yield "X-PUBLISHED-TTL:P1D"
        yield f"X-WR-TIMEZONE:{ZONE.key}"
    if any(isinstance(entry.start, dt.datetime) for entry in file.entries):
        yield from _BERLIN
    for entry in file.entries:
        yield from _event(entry)
    yield "END:VCALENDAR"


def _event(entry: Appointment) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"SUMMARY{_text(entry.title)}"
    yield f"DTSTART{_moment(entry.start)}"
    if isinstance(entry.end, dt.datetime):
        yield f"DTEND{_moment(entry.end)}"
    elif entry.end is not None:
        yield f"DTEND{_moment(entry.end + _DAILY)}"
    yield f"DTSTAMP:{_day(entry.stamp)}T000000Z"
    yield f"UID:{_escaped(entry.uid)}"
    yield f"SEQUENCE:{entry.revision}"
    yield f"CATEGORIES;LANGUAGE={entry.lang}:{_escaped(entry.kind)}"
    yield f"DESCRIPTION;LANGUAGE={entry.lang}:{_escaped(entry.text)}"
    if entry.place:
        yield f"LOCATION{_text(entry.place)}"
    yield f"STATUS:{entry.standing}"
    yield f"TRANSP:{'OPAQUE' if entry.busy else 'TRANSPARENT'}"
    yield f"URL:{entry.url}"
    yield "END:VEVENT"


def _text(text: Text) -> str:
    return f";LANGUAGE={text.tag}:{_escaped(text.value)}"


def _moment(moment: dt.date | dt.datetime) -> str:
    if isinstance(moment, dt.datetime):
        return f";TZID={ZONE.key}:{_day(moment.date())}T{moment:%H%M%S}"
    return f";VALUE=DATE:{_day(moment)}"


def _day(day: dt.date) -> str:
    return day.isoformat().replace("-", "")


def _escaped(text: str) -> str:
    from icalendar import vText  # noqa: PLC0415 - 40 ms, for files that seldom change

    return vText(_plain(text)).to_ical().decode()


def _folded(line: str) -> bytes:
    from icalendar.parser import Contentline  # noqa: PLC0415 - see above

    data = line.encode()
    return data if len(data) < _LONG else bytes(Contentline(line).to_ical())  # type: ignore[no-untyped-call]


def _plain(text: str) -> str:
    """Without what RFC 5545 does not allow in texts, all controls but the end of a line; nor marks of byte order."""
    return _CONTROLS.sub(" ", _BREAKS.sub("\n", text.replace("\ufeff", "")))
