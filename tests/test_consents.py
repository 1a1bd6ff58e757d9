"""`tasks.py consent`: what editors are told about consents and what depends on them."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # the same
import pytest
from tests.support.sites import TODAY, build_site, contents, good_site, put_file, replace_in

from kiezgroessen.shell import consents

MAVI = "profiles/betriebe/mavi/profil.md"
LOTSE = "profiles/betriebe/backwerk-lotse"
CHANNELS = "    kanaele: [web, social, presse, druck]\n"
KINDS = ("Web", "Social", "Druck", "Presse", "ZIP")
ZIP, PRESS = "betriebe/mavi/material/Mavi-Material.zip", "presse/Kiezgroessen-Presse.zip"
ADDRESS = "https://kiez.example"


def with_press(tmp_path: Path) -> Path:
    root = good_site(tmp_path)
    put_file(root, "content/seiten/presse.md", "---\ntitel: Presse\nkurz: Für die Presse.\n---\nFür Zeitungen.\n")
    return root


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


def files(answer: str) -> set[str]:
    return {name for label in KINDS for name in listed(answer, label)} - {"keine"}


def with_pictures(pdf: bytes) -> bool:
    """Codes and ornaments are drawn in lines: a picture on a sheet is a portrait."""
    document = pypdfium2.PdfDocument(pdf)
    return any(any(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])) for page in document)


def with_portrait(output: dict[str, bytes]) -> set[str]:
    """All published files that show the photo of »Mavi«."""
    sheets = {name[:-4] for name in output if name.startswith("druck/mavi-") and name.endswith(".pdf")}
    sheets = {stem for stem in sheets if with_pictures(output[f"{stem}.pdf"])}
    made = {name for name in output if name.startswith(("bilder/mavi-1-", "teilen/mavi-", "presse/betriebe-mavi-1-"))}
    made |= {name for name in output if name.rpartition(".")[0] in sheets}
    bodies = {output[name] for name in made}
    for name, data in output.items():
        if name.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                made |= {name} if any(archive.read(inside) in bodies for inside in archive.namelist()) else set()
    return made


def test_every_file_and_page_that_shows_a_photo_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = with_press(tmp_path)
    for slug in ("backwerk-lotse", "rad-und-tat"):
        replace_in(root, f"profiles/betriebe/{slug}/profil.md", "\ngewerbe:", "\nende: 2026-01-01\ngewerbe:")
    answer = told(root, capsys)
    output = contents(build_site(root, KIEZ_KITS=True, SITEURL=ADDRESS, FEED_DOMAIN=ADDRESS))
    made = with_portrait(output)
    assert {name.split("/")[0] for name in made} >= {"bilder", "teilen", "druck", "presse", "betriebe"}
    assert not {name for name in output if name.startswith("druck/mavi-")} <= made, "not all sheets have a picture"
    assert files(answer) == made
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
    assert bool(files(answer)) is shown


@pytest.mark.parametrize(
    ("channels", "kinds", "archives"),
    [
        ("web", {"Web"}, set()),
        ("web, social", {"Web", "Social", "ZIP"}, {ZIP}),
        ("web, druck", {"Web", "Druck", "ZIP"}, {ZIP}),
        ("web, presse", {"Web", "Presse", "ZIP"}, {PRESS}),
        ("social, presse, druck", set(), set()),
    ],
)
def test_files_are_named_under_the_channel_that_allows_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], channels: str, kinds: set[str], archives: set[str]
) -> None:
    root = with_press(tmp_path)
    replace_in(root, MAVI, CHANNELS, f"    kanaele: [{channels}]\n")
    answer = told(root, capsys)
    assert {label for label in KINDS if listed(answer, label) != {"keine"}} == kinds
    assert {name for name in listed(answer, "ZIP") if "-ar." not in name} - {"keine"} == archives


def test_where_no_kits_are_published_there_is_nothing_on_paper(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = good_site(tmp_path)
    put_file(root, "publishconf.py", f'SITEURL = "{ADDRESS}"\n')
    answer = told(root, capsys)
    assert {label for label in KINDS if listed(answer, label) != {"keine"}} == {"Web", "Social"}


def test_a_copy_elsewhere_goes_with_the_consent_of_one_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = good_site(tmp_path)
    put_file(root, f"{LOTSE}/kopie.png", (root / "profiles/betriebe/mavi/bild.png").read_bytes())
    entry = "seit: 2018\nfotos: [{datei: kopie.png, alt: Theke, urheber: Probe, personen: nein}]\n"
    replace_in(root, f"{LOTSE}/profil.md", "seit: 2018\n", entry)
    assert "/betriebe/backwerk-lotse/" in listed(told(root, capsys), "Seiten")
    replace_in(root, MAVI, CHANNELS, f"{CHANNELS}    widerrufen: 2026-11-01\n")
    assert listed(told(root, capsys), "Seiten") == {"keine"}


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
