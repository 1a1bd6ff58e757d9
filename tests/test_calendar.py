"""The calendar as a calendar program sees it: RFC 5545, and what whoever subscribes relies on."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from tests.support.sites import TODAY, build_site, good_site, kiez_of, put_file

from kiezgroessen.check.links import check_links
from kiezgroessen.check.tree import read_tree
from kiezgroessen.languages import Text
from kiezgroessen.plan.calendar import appointment, whole_calendar
from kiezgroessen.plan.desk import Desk, Workshop
from kiezgroessen.plan.follow_views import Appointment, CalendarFile
from kiezgroessen.plan.plan import written_pages
from kiezgroessen.plan.urls import Urls
from kiezgroessen.problems import Problem
from kiezgroessen.read.fonts import load_fonts
from kiezgroessen.render.calendar import calendar
from kiezgroessen.words import load_words

THEME = Path(__file__).parent.parent / "theme"
BERLIN = ZoneInfo("Europe/Berlin")
FONTS = load_fonts(THEME / "static/fonts")
CORPORA = Path(__file__).parent.parent.parent / "shared/corpora/text"
CALL = "content/kampagnen/mitmachen/kampagne.md"
LAPTOPS = "profiles/einrichtungen/jugendclub/einrichtung.md"
ACTION = """---
titel: {title}
{days}
status: {status}
betriebe: [mavi]
einrichtungen: [kita-krabbe]
freigaben:
  - {{kennung: f1, von: Frau Geheim, beleg: Ordner 7, am: 2026-01-02, kanaele: [web]}}
---
Text.
"""


def site_with(root: Path, **actions: str) -> Path:
    """The good site with an action of two lines for each name: its days, its state."""
    for slug, told in actions.items():
        *days, status = told.split("; ")
        text = ACTION.format(title=slug.title(), days="\n".join(days), status=status)
        put_file(root, f"profiles/aktionen/2026-12-{slug.replace('_', '-')}/aktion.md", text)
    return root


def files_of(root: Path, day: str = TODAY, site: str = "https://kiez.example", lang: str = "de") -> dict[str, bytes]:
    """All calendars of a language, by path."""
    kiez = kiez_of(root, day)
    words = {code: load_words(THEME / "strings", code) for code in kiez.programme.record.languages}
    desk = Desk(kiez, words[lang], Urls(site), str, Workshop(FONTS), written_pages(kiez, words))
    days = (appointment(desk, node) for node in kiez.actions.values())
    return {file.output: calendar(file) for file in (whole_calendar(desk), *days) if file}


def events(data: bytes) -> dict[str, Any]:
    """The entries by what stands before the @ of their ids, which are unique."""
    found: list[Any] = list(Calendar.from_ical(data).walk("VEVENT"))
    by_id = {str(event["UID"]).split("@", maxsplit=1)[0]: event for event in found}
    assert len(by_id) == len(found)
    return by_id


def when(event: Any) -> tuple[Any, Any]:
    return event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None


def at(day: str, hour: int) -> dt.datetime:
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour), BERLIN)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_with(
        good_site(tmp_path_factory.mktemp("kalender")),
        tee="datum: 2027-01-10; uhrzeit: 15:00–18:00; ort: Hof, Probestraße 4; vereinbart",
        sommer="datum: 2027-07-10; uhrzeit: 10:00; geplant",
        nacht="datum: 2027-01-10; uhrzeit: 22:00–02:00; vereinbart",
        woche="von: 2027-01-11; bis: 2027-01-15; uhrzeit: 8:00–14:00; vereinbart",
        irgendwann="datum: 2027-05; geplant",
        heimlich="datum: 2027-02-02; entwurf",
        frueher="datum: 2025-11-21; erledigt",
        neulich="datum: 2025-11-22; erledigt",
        abgesagt="datum: 2026-09-23; nicht-zustande-gekommen",
        lange_abgesagt="datum: 2026-09-22; nicht-zustande-gekommen",
    )


@pytest.fixture(scope="module")
def found(root: Path) -> dict[str, Any]:
    return events(files_of(root)["kalender.ics"])


def test_a_span_of_hours_is_told_in_the_time_of_berlin(found: dict[str, Any]) -> None:
    assert when(found["aktion.2026-12-tee"]) == (at("2027-01-10", 15), at("2027-01-10", 18))
    assert when(found["aktion.2026-12-sommer"]) == (at("2027-07-10", 10), None)
    assert when(found["aktion.2026-12-nacht"]) == (at("2027-01-10", 22), at("2027-01-11", 2))
    assert found["aktion.2026-12-tee"]["DTSTART"].params["TZID"] == "Europe/Berlin"


def test_the_zone_is_explained_as_the_world_knows_it(root: Path) -> None:
    read: Any = Calendar.from_ical(files_of(root)["kalender.ics"])
    zone = read.walk("VTIMEZONE")[0].to_tz()
    for day in ("2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25", "2027-01-10", "2027-07-10"):
        noon = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(12))
        assert noon.replace(tzinfo=zone).utcoffset() == noon.replace(tzinfo=BERLIN).utcoffset(), day


def test_days_are_whole_and_the_end_is_the_day_after(found: dict[str, Any]) -> None:
    assert when(found["aktion.2026-12-plaetzchen"]) == (dt.date(2026, 12, 5), dt.date(2026, 12, 7))
    week = found["aktion.2026-12-woche"]
    assert when(week) == (dt.date(2027, 1, 11), dt.date(2027, 1, 16))
    assert "08:00–14:00 Uhr" in str(week["DESCRIPTION"])


def test_what_has_no_day_is_a_draft_or_long_past_is_left_out(found: dict[str, Any]) -> None:
    assert "aktion.2026-12-neulich" in found
    for slug in ("irgendwann", "heimlich", "frueher", "lange-abgesagt"):
        assert f"aktion.2026-12-{slug}" not in found


def test_what_fell_through_is_called_off_and_newer_than_what_was_agreed(found: dict[str, Any]) -> None:
    off, agreed, planned = (found[f"aktion.2026-12-{slug}"] for slug in ("abgesagt", "tee", "sommer"))
    assert [str(one["STATUS"]) for one in (off, agreed, planned)] == ["CANCELLED", "CONFIRMED", "TENTATIVE"]
    assert off["SEQUENCE"] > agreed["SEQUENCE"] > planned["SEQUENCE"]


def test_last_days_of_the_call_and_of_open_wishes_are_whole_days(root: Path) -> None:
    found = events(files_of(root)["kalender.ics"])
    assert when(found["kampagne.mitmachen.ende"]) == (dt.date(2027, 3, 31), dt.date(2027, 4, 1))
    assert when(found["kampagne.mitmachen.phase-1"]) == (dt.date(2026, 11, 15), dt.date(2026, 11, 16))
    assert "kampagne.mitmachen.phase-2" not in found, "it ends with the campaign"
    wish = found["wunsch.jugendclub.laptops"]
    assert when(wish) == (dt.date(2027, 1, 31), dt.date(2027, 2, 1))
    assert str(wish["SUMMARY"]) == "Wunsch endet: Zehn gebrauchte Laptops"
    assert str(wish["URL"]) == "https://kiez.example/wunschbrett/jugendclub--laptops/"
    assert "wunsch.jugendclub.hoffest" not in found, "it is fulfilled"
    later = events(files_of(root, "2027-02-01")["kalender.ics"])
    assert "wunsch.jugendclub.laptops" not in later, "it has lapsed"
    assert "kampagne.mitmachen.phase-1" not in later, "it is long over"


def test_nothing_blocks_a_day_but_what_is_agreed_for_an_hour(found: dict[str, Any]) -> None:
    assert {uid for uid, event in found.items() if event["TRANSP"] == "OPAQUE"} >= {"aktion.2026-12-tee"}
    for uid in (
        "aktion.2026-12-woche",
        "aktion.2026-12-sommer",
        "aktion.2026-12-abgesagt",
        "wunsch.jugendclub.laptops",
    ):
        assert found[uid]["TRANSP"] == "TRANSPARENT"


def test_every_entry_has_what_it_must_have_and_nobody_is_named_who_consented(root: Path) -> None:
    data = files_of(root)["kalender.ics"]
    assert b"Geheim" not in data
    assert b"f1" not in data
    for event in events(data).values():
        assert str(event["UID"]).endswith("@kiez.example")
        stamp = event["DTSTAMP"].dt
        assert stamp.tzinfo is not None
        assert stamp.date() <= dt.date.fromisoformat(TODAY)
        assert str(event["URL"]).startswith("https://kiez.example/")
        assert event["SUMMARY"].params["LANGUAGE"] == "de"
        assert str(event["DESCRIPTION"])
        assert event["CATEGORIES"].to_ical().decode() in {"Aktion", "Frist", "Wunsch"}


def test_the_file_says_how_it_is_called_and_when_to_ask_again(root: Path) -> None:
    read: Any = Calendar.from_ical(files_of(root)["kalender.ics"])
    assert str(read["VERSION"]) == "2.0"
    assert read["PRODID"]
    assert str(read["NAME"]) == str(read["X-WR-CALNAME"]) == "Kiezgrößen"
    assert read["REFRESH-INTERVAL"].dt == dt.timedelta(days=1)
    assert str(read["SOURCE"]) == "https://kiez.example/kalender.ics"
    assert "METHOD" not in read, "who publishes by RFC 5546 must name a person"


def test_another_day_without_news_gives_the_same_file(root: Path) -> None:
    assert files_of(root, "2026-11-24") == files_of(root, "2026-11-25")


def test_an_appointment_keeps_its_id_when_everything_about_it_changes(tmp_path: Path) -> None:
    root = site_with(good_site(tmp_path), tee="datum: 2027-01-10; uhrzeit: 15:00–18:00; geplant")
    before = events(files_of(root)["kalender.ics"])["aktion.2026-12-tee"]
    site_with(root, tee="datum: 2027-02-20; uhrzeit: 9:00; vereinbart")
    after = events(files_of(root)["kalender.ics"])["aktion.2026-12-tee"]
    assert before["UID"] == after["UID"]
    assert when(after) == (at("2027-02-20", 9), None)
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_two_sites_of_one_host_share_no_id(root: Path) -> None:
    ids = [
        {
            str(event["UID"])
            for event in events(files_of(root, site=f"https://kiez.example{path}")["kalender.ics"]).values()
        }
        for path in ("", "/nord", "/sued")
    ]
    assert not ids[0] & ids[1]
    assert not ids[1] & ids[2]
    assert not ids[0] & ids[2]


def test_an_action_has_its_appointment_to_take_away(root: Path, found: dict[str, Any]) -> None:
    files = files_of(root)
    (one,) = events(files["aktionen/2026-12-tee/termin.ics"]).values()
    assert one == found["aktion.2026-12-tee"]
    assert str(one["LOCATION"]) == "Hof, Probestraße 4"
    assert b"BEGIN:VTIMEZONE" in files["aktionen/2026-12-tee/termin.ics"]
    assert b"BEGIN:VTIMEZONE" not in files["aktionen/2026-12-plaetzchen/termin.ics"], "it has no times of day"
    assert "aktionen/2026-12-irgendwann/termin.ics" not in files


# --- what somebody may have typed


def as_file(text: str) -> bytes:
    day = dt.date(2026, 11, 22)
    title = Text(text)
    entry = Appointment("a@b", day, 0, day, day, title, text, "de", title, text, "CONFIRMED", "https://b/", busy=False)
    start = dt.datetime.combine(day, dt.time(10))
    other = replace(entry, uid="b@b", start=start, end=None)
    return calendar(
        CalendarFile("k.ics", text, text, "de", "https://b/", "https://b/k.ics", (entry, other), lasting=True)
    )


def hostile() -> list[str]:
    known = [
        *("Zeile\nZeile", "Zeile\r\nEND:VEVENT\r\nBEGIN:VEVENT", "a;b,c:d", "C:\\neu\\\\n", '"Tee", "Kuchen"'),
        *(
            "\x00\x07\x1b[31m",
            "x\u2028y\u2029z\x85w",
            "\r",
            "\\",
            "\\;",
            " führend",
            "^n^'",
            "\ufeffBOM",
            "\u202egpj",
            "",
        ),
        *("ä" * 5_000, "👩\u200d👩\u200d👧\u200d👦" * 400, "خبز وشاي، " * 300, "A" * 10_000, "=cmd|' /C calc'!A0"),
    ]
    for name in ("naughty.json", "xss.json"):
        if (CORPORA / name).is_file():
            known += [one for one in json.loads((CORPORA / name).read_text("utf-8")) if isinstance(one, str)]
    return known


def said(text: str) -> str:
    """A text as a calendar can hold it: ends of lines, and blanks for what may not stand there."""
    lines = re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text.replace("\ufeff", ""))
    return re.sub("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+", " ", lines)


def test_whatever_is_typed_stays_the_text_it_is() -> None:
    for text in hostile():
        data = as_file(text)
        assert data.endswith(b"END:VCALENDAR\r\n")
        for line in data.removesuffix(b"\r\n").split(b"\r\n"):
            assert len(line) <= 75, text[:40]
            assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line), text[:40]
            line.decode("utf-8")
        found = events(data)
        assert set(found) == {"a", "b"}, text[:40]
        for event in found.values():
            assert str(event["SUMMARY"]) == str(event["LOCATION"]) == str(event["DESCRIPTION"]) == said(text), text[:40]


# --- the built site


@pytest.fixture(scope="module")
def output(root: Path) -> Path:
    return build_site(root)


def test_pages_lead_to_the_calendar_where_people_look_for_it(output: Path) -> None:
    for page in ("aktionen", "wunschbrett", "mitmachen", "kampagnen/mitmachen"):
        file = output / page / "index.html"
        if file.is_file():
            html = file.read_text("utf-8")
            assert 'href="webcal://localhost:8000/kalender.ics"' in html, page
            assert '<link rel="alternate" type="text/calendar" href="/kalender.ics"' in html, page
    assert "webcal:" not in (output / "index.html").read_text("utf-8")


def test_only_what_is_coming_can_be_put_into_a_calendar(output: Path) -> None:
    coming = (output / "aktionen/2026-12-tee/index.html").read_text("utf-8")
    assert 'href="/aktionen/2026-12-tee/termin.ics"' in coming
    for slug in ("2026-12-neulich", "2026-12-abgesagt", "2026-12-irgendwann"):
        assert "termin.ics" not in (output / f"aktionen/{slug}/index.html").read_text("utf-8")
    assert (output / "aktionen/2026-12-tee/termin.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def dead_links(output: Path) -> list[Problem]:
    return check_links(read_tree(output), "http://localhost:8000", drawn={}, said={})


@pytest.mark.parametrize("gone", ["kalender.ics", "aktionen/2026-12-tee/termin.ics", "aktionen/feed.xml"])
def test_a_calendar_or_feed_that_is_missing_is_noticed(output: Path, gone: str) -> None:
    file = output / gone
    data = file.read_bytes()
    file.unlink()
    try:
        messages = [problem.message for problem in dead_links(output)]
    finally:
        file.write_bytes(data)
    assert any(gone in message for message in messages)
    assert dead_links(output) == []
