"""From a folder to documents, and every problem of every file in one list."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from kiezgroessen.problems import Problem, has_errors
from kiezgroessen.read.document import Document
from kiezgroessen.read.load import load
from kiezgroessen.read.tree import Tree, scan

SITE = {
    "content/kiez.yaml": "name: Kiezgrößen\nort: Kiez\n",
    "content/meldungen/2026-05-17-fest.md": "---\ntitel: Fest\n---\nText\n",
    "profiles/betriebe/mavi/profil.md": "\ufeff---\r\nname: Mavi\r\n---\r\n\r\nWir backen.\r\n",
    "profiles/betriebe/mavi/profil.tr.md": "---\nname: Mavi\n---\n",
    "profiles/betriebe/mavi/portrait.png": "",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for path, text in SITE.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text.encode())
    return tmp_path


def test_documents_come_by_path_with_text_and_lines(site: Path) -> None:
    documents, problems = load(site, languages=("de", "tr"))
    assert problems == []
    assert [(one.kind, one.slug, one.lang) for one in documents] == [
        ("kiez", "", "de"),
        ("news", "2026-05-17-fest", "de"),
        ("business", "mavi", "de"),
        ("business", "mavi", "tr"),
    ]
    kiez, _, mavi, turkish = documents
    assert (kiez.header.values, kiez.body, kiez.header.marks["ort",].line) == (
        {"name": "Kiezgrößen", "ort": "Kiez"},
        "",
        2,
    )
    assert (mavi.body, mavi.body_line, mavi.lines[1], mavi.header.marks["name",].line) == (
        "\nWir backen.\n",
        4,
        "name: Mavi",
        2,
    )
    assert mavi.folder == "profiles/betriebe/mavi"
    assert mavi.beside == turkish.beside == ("portrait.png",)
    assert turkish.header.values["name"].lang == "tr"  # type: ignore[union-attr]  # a Scalar, as the test above says


def test_all_problems_of_all_files_come_together(site: Path) -> None:
    (site / "content/kiez.yaml").write_text("name:Kiez\nmotto: a: b\n", encoding="utf-8")
    (site / "content/meldungen/2026-05-17-fest.md").write_text("titel: Fest\n", encoding="utf-8")
    (site / "profiles/betriebe/mavi/profil.md").write_bytes("---\nname: Bäcker\n---\n".encode("cp1252"))
    (site / "profiles/betriebe/mavi/notiz.xls").touch()
    _, problems = load(site, languages=("de", "tr"))
    assert {(one.path, one.line) for one in problems} == {
        ("content/kiez.yaml", 1),
        ("content/kiez.yaml", 2),
        ("content/meldungen/2026-05-17-fest.md", 1),
        ("profiles/betriebe/mavi/profil.md", 2),
        ("profiles/betriebe/mavi/notiz.xls", None),
    }
    assert all(one.shown for one in problems if one.line)


def test_a_document_with_small_mistakes_is_handed_on_so_that_references_to_it_hold(site: Path) -> None:
    (site / "profiles/betriebe/mavi/profil.md").write_text("---\nname:Mavi\n---\n", encoding="utf-8")
    documents, problems = load(site, languages=("de", "tr"))
    assert has_errors(problems)
    assert of(documents, "profil.md").header.values == {"name": "Mavi"}


def change_after_scan(monkeypatch: pytest.MonkeyPatch, change: Callable[[], None]) -> None:
    """Lets something happen to the files between looking at their names and reading them."""

    def scanned(root: Path, languages: Collection[str]) -> tuple[Tree, list[Problem]]:
        found = scan(root, languages)
        change()
        return found

    monkeypatch.setattr("kiezgroessen.read.load.scan", scanned)


def test_a_file_that_vanishes_while_reading_is_one_problem(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change_after_scan(monkeypatch, (site / "profiles/betriebe/mavi/profil.tr.md").unlink)
    documents, (problem,) = load(site, languages=("de", "tr"))
    assert len(documents) == 3
    assert problem.path.endswith("profil.tr.md")


@pytest.mark.parametrize("how", ["file", "folder", "pipe"])
def test_what_is_swapped_for_a_link_while_reading_is_not_followed(
    site: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "profil.tr.md").write_text("---\nname: geheim\n---\n")
    (outside / "profil.md").write_text("---\nname: geheim\n---\n")
    folder = site / "profiles/betriebe/mavi"

    def swap() -> None:
        if how == "folder":
            folder.rename(outside / "old")
            folder.symlink_to(outside, target_is_directory=True)
            return
        (folder / "profil.tr.md").unlink()
        if how == "file":
            (folder / "profil.tr.md").symlink_to(outside / "profil.tr.md")
        else:
            os.mkfifo(folder / "profil.tr.md")

    change_after_scan(monkeypatch, swap)
    documents, problems = load(site, languages=("de", "tr"))
    assert not [one for one in documents if "geheim" in one.header.values.values()]
    texts = [one for one in problems if one.path.endswith(".md")]
    assert len(texts) == (2 if how == "folder" else 1)
    assert all("Verknüpfung oder keine gewöhnliche Datei" in one.message for one in texts)


@pytest.mark.parametrize(
    ("start", "what"),
    [
        (b"%PDF-1.7\n", "ein PDF"),
        (b"PK\x03\x04\x14\x00", "ein ZIP-Archiv oder ein Office-Dokument"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "ein Foto"),
        (b"{\\rtf1\\ansi", "ein Text im Format RTF"),
        (b"\x7fELF\x02\x01\x01\x00", "ein Programm"),
    ],
)
def test_a_text_that_is_none_is_called_what_it_is(site: Path, start: bytes, what: str) -> None:
    (site / "profiles/betriebe/mavi/profil.tr.md").write_bytes(start)
    _, (problem,) = load(site, languages=("de", "tr"))
    assert problem.message == f"Die Datei heißt wie ein Text, ist aber {what}."


@pytest.mark.parametrize("start", ["BMX-Laden", "MZ Autohaus", "<b>Kiez</b>", "#! Wichtig", "GIF89 heißt er"])
def test_a_text_may_begin_like_a_program(site: Path, start: str) -> None:
    (site / "content/meldungen/2026-05-17-fest.md").write_text(f"{start}\n---\ntitel: x\n---\n", "utf-8")
    (problem,) = load(site, languages=("de", "tr"))[1]
    assert "heißt wie ein Text" not in problem.message


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n", "ein PDF"),
        (b"GIF89a\x01\x00", "ein GIF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "ein SVG"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "eine Web-Seite"),
        (b"MZ\x90\x00", "ein Programm"),
        (b"\x00\x00\x00\x1cftypavif", "ein AVIF"),
        (b"\x00\x00\x00\x20ftypqt  ", "ein Film"),
        (b"---\nname: x\n---\n", "kein Bild, das gelesen werden kann"),
    ],
)
def test_a_photo_that_is_none_is_called_what_it_is(site: Path, data: bytes, what: str) -> None:
    (site / "profiles/betriebe/mavi/laden.jpg").write_bytes(data)
    _, (problem,) = load(site, languages=("de", "tr"))
    assert problem.path == "profiles/betriebe/mavi/laden.jpg"
    assert problem.message == f"Die Datei heißt wie ein Foto, ist aber {what}."


def test_a_photo_with_the_ending_of_another_format_is_a_photo(site: Path) -> None:
    """Phones save so, and the picture is told by its bytes."""
    (site / "profiles/betriebe/mavi/laden.jpg").write_bytes(b"\x89PNG\r\n\x1a\n")
    (site / "profiles/betriebe/mavi/hof.png").write_bytes(b"\x00\x00\x00\x1cftypheic")
    assert load(site, languages=("de", "tr"))[1] == []


def test_the_kiez_has_a_size_as_every_text(site: Path) -> None:
    (site / "content/kiez.yaml").write_text("name: Kiez\n" + "# so lang\n" * 11_000, "utf-8")
    assert "mehr als 100000 Zeichen" in load(site)[1][0].message
    os.truncate(site / "content/kiez.yaml", 1_000_001)
    assert "höchstens 1 MB" in load(site)[1][0].message


def of(documents: list[Document], name: str) -> Document:
    return next(one for one in documents if one.path.endswith(name))


def test_a_text_that_grows_while_reading_is_refused_and_not_cut(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = "profiles/betriebe/mavi/profil.md"

    def grow() -> None:
        with (site / path).open("a", encoding="utf-8") as file:
            file.write("Noch ein Satz.\n" * 80_000)

    change_after_scan(monkeypatch, grow)
    documents, problems = load(site, languages=("de", "tr"))
    assert [(one.path, one.message) for one in problems] == [(path, "Die Datei hat mehr als 1 MB.")]
    assert path not in {one.path for one in documents}
