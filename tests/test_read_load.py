"""From a folder to documents, and every problem of every file in one list."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiezgroessen.problems import has_errors
from kiezgroessen.read.document import Document
from kiezgroessen.read.load import load

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


def test_a_file_that_vanishes_while_reading_is_one_problem(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Path.open

    def gone(self: Path, *args: object, **more: object) -> object:
        if self.name == "profil.tr.md":
            raise FileNotFoundError(2, "No such file or directory")
        return whole(self, *args, **more)  # type: ignore[call-overload]  # handed on as it came

    monkeypatch.setattr(Path, "open", gone)
    documents, (problem,) = load(site, languages=("de", "tr"))
    assert len(documents) == 3
    assert problem.path.endswith("profil.tr.md")


def of(documents: list[Document], name: str) -> Document:
    return next(one for one in documents if one.path.endswith(name))
