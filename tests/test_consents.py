"""`tasks.py consent`: what editors are told about consents and what depends on them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.sites import TODAY, build_site, contents, good_site, put_file, replace_in

from kiezgroessen.shell import consents

MAVI = "profiles/betriebe/mavi/profil.md"
LOTSE = "profiles/betriebe/backwerk-lotse"
CHANNELS = "    kanaele: [web, social, presse, druck]\n"


def told(root: Path, capsys: pytest.CaptureFixture[str], day: str = TODAY, code: int = 0) -> str:
    capsys.readouterr()
    assert consents.main(date=day, root=root) == code
    return capsys.readouterr().out


def row(answer: str, name: str) -> list[str]:
    """The cells of a consent's row in the table."""
    table = answer.partition("Ordner  ")[2].partition("\n\n")[0]
    (line,) = [line for line in table.splitlines()[2:] if f" {name} " in line]
    return re.split(r" {2,}", line)


def listed(answer: str, label: str) -> set[str]:
    (names,) = re.findall(rf"^  {label}: +(.+(?:\n {{12}}.+)*)", answer, re.MULTILINE)
    return set(re.split(r",\s+", names))


def test_every_file_and_page_that_shows_a_photo_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = good_site(tmp_path)
    answer = told(root, capsys)
    output = contents(build_site(root, SITEURL="https://kiez.example", FEED_DOMAIN="https://kiez.example"))
    made = {name for name in output if name.startswith(("bilder/mavi-1-", "teilen/mavi-"))}
    assert {name.split("/")[0] for name in made} == {"bilder", "teilen"}
    assert listed(answer, "Dateien") == made
    naming = {name for name, data in output.items() if name.endswith(".html") and any(m.encode() in data for m in made)}
    assert len(naming) > 2
    assert listed(answer, "Seiten") == {"/" + name.removesuffix("index.html") for name in naming}
    assert listed(answer, "Fotos") == {"bild.png"}
    assert "Derya Aksoy, am 15.01.2026; Beleg: Ordner 1, Blatt 1" in answer


@pytest.mark.parametrize(
    ("more", "day", "state", "until"),
    [
        ("", TODAY, "gilt", "auf Widerruf"),
        ("bis: 2027-12-31", TODAY, "gilt", "31.12.2027"),
        ("bis: 2026-12-02", TODAY, "endet in 10 Tagen", "02.12.2026"),
        ("bis: 2026-11-23", TODAY, "endet morgen", "23.11.2026"),
        ("bis: 2026-11-22", TODAY, "endet heute", "22.11.2026"),
        ("bis: 2026-11-21", TODAY, "abgelaufen", "21.11.2026"),
        ("widerrufen: 2026-11-01", TODAY, "zurückgenommen", "01.11.2026"),
        ("", "2026-01-14", "noch nicht begonnen", "auf Widerruf"),
    ],
)
def test_the_table_tells_the_state_of_the_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: str, day: str, state: str, until: str
) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, CHANNELS, CHANNELS + (f"    {more}\n" if more else ""))
    answer = told(root, capsys, day)
    assert row(answer, "derya") == ["betriebe/mavi", "derya", state, until, "web, social, presse, druck", "bild.png"]
    shown = state == "gilt" or state.startswith("endet")
    assert (listed(answer, "Dateien") != {"keine"}) is shown


def test_a_copy_that_is_still_shown_elsewhere_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = good_site(tmp_path)
    put_file(root, f"{LOTSE}/kopie.png", (root / "profiles/betriebe/mavi/bild.png").read_bytes())
    entry = "seit: 2018\nfotos: [{datei: kopie.png, alt: Theke, urheber: Probe, personen: nein}]\n"
    replace_in(root, f"{LOTSE}/profil.md", "seit: 2018\n", entry)
    replace_in(root, MAVI, CHANNELS, f"{CHANNELS}    widerrufen: 2026-11-01\n")
    answer = told(root, capsys)
    assert "Achtung: Dasselbe Bild erscheint noch" in answer
    assert "/betriebe/backwerk-lotse/" in listed(answer, "Seiten")


def test_people_whom_nobody_asked_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = good_site(tmp_path)
    assert "aber keine Freigabe" not in told(root, capsys)
    replace_in(root, MAVI, "    freigabe: derya\n", "")
    answer = told(root, capsys)
    assert "keine Freigabe (diese Fotos erscheinen nicht):\n  profiles/betriebe/mavi/bild.png" in answer
    assert row(answer, "derya")[-1] == "keines"


def test_with_errors_in_the_texts_the_states_are_still_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = good_site(tmp_path)
    replace_in(root, f"{LOTSE}/profil.md", "gewerbe: baeckerei", "gewerbe: baekerei")
    answer = told(root, capsys, code=2)
    assert row(answer, "derya")[2] == "gilt"
    assert "python3 tasks.py check" in answer


def test_nothing_is_written_to_the_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = good_site(tmp_path)
    told(root, capsys)
    assert not (root / "output").exists()
    written = [file for file in (root / "cache").rglob("*") if file.is_file()]
    assert [file for file in written if b"Ordner 1, Blatt 1" in file.read_bytes()] == []


def test_a_day_that_is_none_is_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--date" in told(good_site(tmp_path), capsys, "gestern", code=1)
