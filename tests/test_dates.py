"""Dates as editors type them: what is understood, what is refused and in which words."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from kiezgroessen.dates import Clock, Day, parse_clock, parse_day


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2017-05-18", Day(2017, 5, 18)),
        ("2017-5-8", Day(2017, 5, 8)),
        ("2017-05", Day(2017, 5)),
        ("2017", Day(2017)),
        ("18.05.2017", Day(2017, 5, 18)),
        ("8.5.2017", Day(2017, 5, 8)),
        ("18. 5. 2017", Day(2017, 5, 18)),
        ("18. Mai 2017", Day(2017, 5, 18)),
        ("März 2017", Day(2017, 3)),
        ("1. Dez. 2017", Day(2017, 12, 1)),
        ("05/2017", Day(2017, 5)),
        ("05.2017", Day(2017, 5)),
        ("  2017-05-18\t", Day(2017, 5, 18)),
        ("29.02.2024", Day(2024, 2, 29)),
        ("1900", Day(1900)),
        ("2100-12-31", Day(2100, 12, 31)),
    ],
)
def test_all_spellings_of_a_date_are_understood(typed: str, expected: Day) -> None:
    assert parse_day(typed) == expected


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "»« ist kein Datum."),
        ("gestern", "»gestern« ist kein Datum."),
        ("18. Wonnemonat 2017", "»18. Wonnemonat 2017« ist kein Datum."),
        ("17-05-18", "»17-05-18« ist kein Datum."),
        ("18.05.17", "»18.05.17« ist kein Datum."),
        ("2017/05/18", "»2017/05/18« ist kein Datum."),
        ("2017-05-18T10:00", "»2017-05-18T10:00« ist kein Datum."),
        ("05/18/2017", "»05/18/2017« ist kein Datum."),
        ("2017-13", "Einen Monat 13 gibt es nicht."),
        ("2017-00-10", "Einen Monat 0 gibt es nicht."),
        ("0.2017", "Einen Monat 0 gibt es nicht."),
        ("2017-02-30", "Einen 30.2.2017 gibt es nicht."),
        ("29.02.2023", "Einen 29.2.2023 gibt es nicht."),
        ("2017-05-00", "Einen 0.5.2017 gibt es nicht."),
        ("1899-12-31", "Das Jahr 1899 liegt nicht zwischen 1900 und 2100."),
        ("2101", "Das Jahr 2101 liegt nicht zwischen 1900 und 2100."),
    ],
)
def test_what_is_no_date_is_said_in_german(typed: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        parse_day(typed)


@pytest.mark.parametrize(
    ("typed", "first", "last", "exact", "iso"),
    [
        ("18.05.2017", dt.date(2017, 5, 18), dt.date(2017, 5, 18), True, "2017-05-18"),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29), False, "2024-02"),
        ("2023-02", dt.date(2023, 2, 1), dt.date(2023, 2, 28), False, "2023-02"),
        ("2017", dt.date(2017, 1, 1), dt.date(2017, 12, 31), False, "2017"),
    ],
)
def test_a_vague_date_is_a_span_of_days(typed: str, first: dt.date, last: dt.date, exact: bool, iso: str) -> None:
    day = parse_day(typed)
    assert (day.first, day.last, day.exact, str(day)) == (first, last, exact, iso)


def test_days_are_in_the_order_of_time() -> None:
    typed = ["2018", "2017-05-18", "2017-05", "2017", "17.06.2017"]
    assert [str(day) for day in sorted(map(parse_day, typed))] == [
        "2017",
        "2017-05",
        "2017-05-18",
        "2017-06-17",
        "2018",
    ]


@pytest.mark.parametrize(
    ("typed", "expected", "shown"),
    [
        ("15:00", Clock("15:00"), "15:00"),
        ("9:05", Clock("09:05"), "09:05"),
        ("15.00 Uhr", Clock("15:00"), "15:00"),
        ("15:00-18:00", Clock("15:00", "18:00"), "15:00–18:00"),
        ("15:00 – 18:30 Uhr", Clock("15:00", "18:30"), "15:00–18:30"),
        ("9.00 bis 17.00 Uhr", Clock("09:00", "17:00"), "09:00–17:00"),
        ("15 Uhr", Clock("15:00"), "15:00"),
        ("15-18 Uhr", Clock("15:00", "18:00"), "15:00–18:00"),
        ("0:00-23:59", Clock("00:00", "23:59"), "00:00–23:59"),
    ],
)
def test_times_of_day_are_understood(typed: str, expected: Clock, shown: str) -> None:
    clock = parse_clock(typed)
    assert clock == expected
    assert str(clock) == shown


@pytest.mark.parametrize("typed", ["", "15", "24:00", "15:60", "15:00-", "1:00-2:00-3:00", "nachmittags", "15:00 pm"])
def test_what_is_no_time_of_day_is_said_in_german(typed: str) -> None:
    with pytest.raises(ValueError, match=f"^»{re.escape(typed)}« ist keine Uhrzeit\\.$"):
        parse_clock(typed)
