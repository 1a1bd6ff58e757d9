"""`tasks.py due`: whom to call, and nothing of it public."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import stat
from pathlib import Path

import pytest
from icalendar import Calendar
from tests.support.sites import TODAY, good_site, replace_in, untouched

from kiezgroessen.shell import due
from kiezgroessen.shell.due_calls import Item, Reason
from kiezgroessen.shell.due_files import as_ics

HOUSE = Path(__file__).parent.parent
MAVI = "profiles/betriebe/mavi/profil.md"
WHEEL = "profiles/betriebe/rad-und-tat/profil.md"
LOTSE = "profiles/betriebe/backwerk-lotse/profil.md"
ASK, CONSENT, END = "Zwölf Monate", "Freigaben, die", "Wer geht"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Nobody is due: all were asked this month, no consent ends."""
    root = good_site(tmp_path)
    for path in (MAVI, WHEEL, LOTSE):
        file = root / path
        text = re.sub(r"\n(?:geprueft|ende): .*", "", file.read_text("utf-8"))
        file.write_text(text.replace("\ngewerbe:", "\ngeprueft: 2026-11-01\ngewerbe:", 1), "utf-8")
    return root


def told(root: Path, capsys: pytest.CaptureFixture[str], day: str = TODAY, code: int = 0) -> dict[str, str]:
    """The answer by its sections."""
    capsys.readouterr()
    assert due.main(date=day, root=root) == code
    answer = capsys.readouterr().out.strip()
    return {
        title: next(part for part in answer.split("\n\n") if part.startswith(title)) for title in (ASK, CONSENT, END)
    }


def test_where_nobody_is_due_that_is_said(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert all(section.endswith(": niemand") for section in told(site, capsys).values())


@pytest.mark.parametrize(
    ("line", "due_on", "day_before", "said"),
    [
        ("geprueft: 2025-11-22", "2026-11-22", "2026-11-21", "zuletzt: 22.11.2025"),
        ("geprueft: 2025-11", "2026-11-30", "2026-11-29", "zuletzt: 11/2025"),
        ("seit: 2025-03-01", "2026-03-01", "2026-02-28", "zuletzt: 01.03.2025 (dabei seit)"),
        ("geprueft: 2024-02-29", "2025-03-01", "2025-02-28", "zuletzt: 29.02.2024"),
    ],
)
def test_a_year_after_the_last_talk_a_business_is_due(
    site: Path, capsys: pytest.CaptureFixture[str], line: str, due_on: str, day_before: str, said: str
) -> None:
    replace_in(site, WHEEL, "geprueft: 2026-11-01", line)
    assert f"Rad und Tat – {said}\n" in told(site, capsys, due_on)[ASK] + "\n"
    assert "Rad und Tat" not in told(site, capsys, day_before)[ASK]


def test_who_was_never_asked_comes_first_then_the_oldest(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(site, MAVI, "geprueft: 2026-11-01", "geprueft: 2024-01-01")
    replace_in(site, LOTSE, "geprueft: 2026-11-01", "geprueft: 2023-01-01")
    replace_in(site, WHEEL, "geprueft: 2026-11-01\n", "")
    names = re.findall(r"^  (\S.*) – zuletzt", told(site, capsys)[ASK], re.MULTILINE)
    assert (names[0], names[-1]) == ("Rad und Tat", "Café Mavi")
    assert len(names) == 3


def test_whom_to_call_how_and_about_what(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(site, MAVI, "geprueft: 2026-11-01", "geprueft: 2024-01-01")
    section = told(site, capsys)[ASK]
    for word in ("Derya Aksoy", "Deutsch, Türkisch", "Vierzig Teegläser zum Leihen; Ein Praktikum"):
        assert word in " ".join(section.split()), section


def test_drafts_and_those_who_left_are_not_called(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(site, MAVI, "geprueft: 2026-11-01", "geprueft: 2024-01-01\nende: 2025-01-01")
    replace_in(site, LOTSE, "geprueft: 2026-11-01", "geprueft: 2024-01-01\nstatus: entwurf")
    assert all(section.endswith(": niemand") for section in told(site, capsys).values())


def test_consents_are_asked_for_sixty_days_ahead(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (site / MAVI).read_text("utf-8")
    (site / MAVI).write_text(
        re.sub(r"(\n +)am: 2026-01-15", r"\1am: 2026-01-15\1bis: 2027-01-21", text, count=1), "utf-8"
    )
    section = " ".join(told(site, capsys)[CONSENT].split())
    assert "Café Mavi – endet am 21.01.2027" in section
    assert "Derya Aksoy fragen: Freigabe »" in section
    assert "Ordner 1, Blatt 1" in section
    assert "bild.png" in section
    assert told(site, capsys, "2026-11-21")[CONSENT].endswith(": niemand"), "61 days before"
    assert "endet am 21.01.2027" in told(site, capsys, "2027-01-21")[CONSENT], "on its last day"
    assert told(site, capsys, "2027-01-22")[CONSENT].endswith(": niemand"), "it has ended; check and consent say so"


@pytest.mark.parametrize(
    ("end", "said"),
    [("2026-12-22", "geht am 22.12.2026"), ("2026-11-22", "ging am 22.11.2026"), ("2026-09-23", "ging am 23.09.2026")],
)
def test_who_leaves_is_listed_with_what_to_collect(
    site: Path, capsys: pytest.CaptureFixture[str], end: str, said: str
) -> None:
    replace_in(site, MAVI, "geprueft: 2026-11-01", f"geprueft: 2026-11-01\nende: {end}")
    section = " ".join(told(site, capsys)[END].split())
    assert f"Café Mavi – {said}" in section
    for thing in ("Plakat A3", "Fensterkarte A5", "Urkunde A4", "Postkarte A6", "Etiketten", "QR-Code", "Abzeichen"):
        assert thing in section


@pytest.mark.parametrize("end", ["2026-12-23", "2026-09-22"])
def test_long_before_and_long_after_nobody_collects(site: Path, capsys: pytest.CaptureFixture[str], end: str) -> None:
    replace_in(site, MAVI, "geprueft: 2026-11-01", f"geprueft: 2026-11-01\nende: {end}")
    assert told(site, capsys)[END].endswith(": niemand")


@pytest.fixture
def busy(site: Path) -> Path:
    replace_in(site, MAVI, "geprueft: 2026-11-01", "geprueft: 2024-01-01")
    replace_in(site, WHEEL, "geprueft: 2026-11-01", "geprueft: 2026-11-01\nende: 2026-11-30")
    return site


def test_the_table_is_for_german_excel(busy: Path) -> None:
    assert due.main(date=TODAY, root=busy, csv="") == 0
    data = (busy / f"listen/nachfragen-{TODAY}.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert [(row["Anlass"], row["Name"]) for row in rows] == [("Nachfragen", "Café Mavi"), ("Abschied", "Rad und Tat")]
    assert rows[0]["Menschen"] == "Derya Aksoy"
    assert [row["Tag"] for row in rows] == ["01.01.2024", "30.11.2026"]


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1", "|x", "%x"])
def test_no_cell_is_a_formula(busy: Path, evil: str) -> None:
    replace_in(busy, MAVI, "name: Café Mavi", f'name: "{evil}"')
    due.main(date=TODAY, root=busy, csv="")
    text = (busy / f"listen/nachfragen-{TODAY}.csv").read_text("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    assert f"'{evil.strip()}" in cells
    assert not [cell for cell in cells if cell.strip()[:1] in set("=+-@＝＋－＠|%")]


@pytest.mark.parametrize(
    "evil",
    [
        "Café,=1+1,Mavi",
        "Café, =1+1",
        "Café;=1+1;Mavi",
        "Café,+1",
        "Café,-1+1",
        "Café;@SUM(A1)",
        "Café,＝1",
        'Café,"=1+1"',
        "Café,''=1",
        'Café; " =1',
        "=1,=1;=1",
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_is_a_formula_with_other_separators_either(busy: Path, evil: str, separator: str) -> None:
    replace_in(busy, MAVI, "name: Café Mavi", f"name: {json.dumps(evil)}")
    due.main(date=TODAY, root=busy, csv="")
    text = (busy / f"listen/nachfragen-{TODAY}.csv").read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    # Some programs heed no quotation marks at all.
    cells = [cell for row in rows for cell in row] + re.split(rf"[{separator}\n]", text)
    assert not [cell for cell in cells if cell.strip(" \"'")[:1] in set("=+-@＝") and "'" not in cell]
    assert len(rows[1]) > 1 or separator == "\t"


def test_names_that_are_no_formulas_are_left_as_they_are(busy: Path) -> None:
    name = 'Bäckerei »Süß & Salzig«, Inh. A. Öz; seit 1990 - "Max+Moritz"'
    replace_in(busy, MAVI, "name: Café Mavi", f"name: {json.dumps(name)}")
    due.main(date=TODAY, root=busy, csv="")
    data = (busy / f"listen/nachfragen-{TODAY}.csv").read_text("utf-8-sig")
    assert name in [row["Name"] for row in csv.DictReader(io.StringIO(data), delimiter=";")]


def test_numbers_keep_their_zeros_and_can_be_dialled(busy: Path) -> None:
    for typed, shown in (("+49 30 23125 201", "0049 30 23125 201"), ("03023125201", "0302 3125 201")):
        text = (busy / MAVI).read_text("utf-8")
        (busy / MAVI).write_text(re.sub(r"telefon: [^,}\n]*", f'telefon: "{typed}"', text), "utf-8")
        due.main(date=TODAY, root=busy, csv="")
        assert f';"{shown}";' in (busy / f"listen/nachfragen-{TODAY}.csv").read_text("utf-8-sig")


def test_the_calendar_has_a_day_for_each(busy: Path) -> None:
    text = (busy / MAVI).read_text("utf-8")
    (busy / MAVI).write_text(
        re.sub(r"(\n +)am: 2026-01-15", r"\1am: 2026-01-15\1bis: 2026-12-31", text, count=1), "utf-8"
    )
    assert due.main(date=TODAY, root=busy, ics="") == 0
    first = (busy / f"listen/nachfragen-{TODAY}.ics").read_bytes()
    calendar = Calendar.from_ical(first)
    found = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    days = {name: event.decoded("dtstart") for name, event in found.items()}
    assert days == {
        "Nachfragen: Café Mavi": dt.date(2026, 11, 23),  # a Monday
        "Freigabe endet: Café Mavi": dt.date(2026, 12, 17),
        "Abschied: Rad und Tat": dt.date(2026, 11, 30),
    }
    assert {str(event["class"]) for event in found.values()} == {"PRIVATE"}, "calendars are shared with colleagues"
    assert "Derya Aksoy" in str(found["Nachfragen: Café Mavi"]["description"])
    assert len({str(event["uid"]) for event in found.values()}) == 3
    assert all(len(line) <= 75 for line in first.split(b"\r\n"))
    due.main(date="2026-11-23", root=busy, ics="")
    again = Calendar.from_ical((busy / "listen/nachfragen-2026-11-23.ics").read_bytes())
    assert {str(event["uid"]) for event in again.walk("VEVENT")} == {str(event["uid"]) for event in found.values()}


def test_a_few_calls_a_day_and_none_at_weekends() -> None:
    items = [
        Item(Reason.ASK, f"laden-{number}", f"Laden {number}", (), "", "", (), None, "nie", ()) for number in range(9)
    ]
    events = Calendar.from_ical(as_ics(items, dt.date(2026, 11, 20))).walk("VEVENT")
    days = [event.decoded("dtstart") for event in events]
    friday, monday, tuesday = dt.date(2026, 11, 20), dt.date(2026, 11, 23), dt.date(2026, 11, 24)
    assert days == [friday] * 4 + [monday] * 4 + [tuesday]
    assert all(len(event.walk("VALARM")) == 1 for event in events)


def test_lists_lie_where_nothing_is_published_and_nobody_else_reads_them(
    busy: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "listen/" in (HOUSE / ".gitignore").read_text("utf-8").splitlines()
    (busy / "output").mkdir()
    for folder in ("output", "content", "profiles/betriebe/mavi"):
        with untouched(busy):
            assert due.main(date=TODAY, root=busy, start=busy, csv=f"{folder}/liste.csv") == 1
        assert "veröffentlicht" in capsys.readouterr().out
    with untouched(busy):
        assert due.main(date=TODAY, root=busy, start=busy, csv="profil.md") == 1
    file = tmp_path / "anderswo" / "liste.csv"
    assert due.main(date=TODAY, root=busy, start=tmp_path, csv="anderswo/liste.csv") == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_list_of_contents_with_errors_says_so(busy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(busy, LOTSE, "gewerbe:", "gewrbe:")
    assert due.main(date=TODAY, root=busy) == 2
    answer = capsys.readouterr().out.strip()
    assert "Café Mavi – zuletzt" in answer
    assert "kann Lücken haben" in answer
