"""`tasks.py translations`: what is missing in a language, and what has changed in German since."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.support.sites import good_site, put_file, replace_in

from kiezgroessen.shell import translations

MAVI = "profiles/betriebe/mavi/profil"


def git(root: Path, *words: str) -> None:
    who = ("-c", "user.name=Redaktion", "-c", "user.email=redaktion@probe.example")
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The good site in a repository, in a folder of it, with one commit."""
    site = good_site(tmp_path)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "Anfang")
    return site


def told(root: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, list[str]]:
    """What is printed, by heading."""
    assert translations.main(root) == 0
    found: dict[str, list[str]] = {}
    heading = ""
    for line in capsys.readouterr().out.splitlines():
        if line.startswith("    "):
            found[heading].append(line.strip())
        else:
            heading = line.rstrip(":")
            found[heading] = []
    return found


def test_what_is_not_there_at_all_is_named_by_its_german_file(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(root, capsys)
    assert "── العربية (ar) ──" in found
    missing = found["Noch nicht übersetzt"]
    assert "profiles/betriebe/backwerk-lotse/profil.md" in missing
    assert f"{MAVI}.md" not in missing
    assert "content/kiez.yaml" not in missing


def test_of_a_translation_the_places_that_are_missing_are_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # The photo stands there without its name, in the same place; the audience and one offer are German.
    assert (
        f"{MAVI}.ar.md: angebote teeglaeser, fuer; angebote teeglaeser, menge; angebote praktikum, text"
        in told(root, capsys)["Teile fehlen"]
    )


def test_names_may_stay_as_they_are(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(root, f"{MAVI}.ar.md", "name: مقهى ماوي\n", "")
    (line,) = [line for line in told(root, capsys)["Teile fehlen"] if line.startswith(f"{MAVI}.ar.md")]
    assert "name" not in line


def test_words_of_the_vocabulary_are_no_names(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(
        root,
        "content/kiez.ar.yaml",
        next(
            line
            for line in (root / "content/kiez.ar.yaml").read_text("utf-8").splitlines(keepends=True)
            if "cafe:" in line
        ),
        "",
    )
    assert any("gewerbe cafe, name" in line for line in told(root, capsys)["Teile fehlen"])


def test_what_changes_in_german_makes_a_translation_old(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Älter als das Original" not in told(root, capsys)
    replace_in(root, f"{MAVI}.md", "Vierzig Teegläser zum Leihen", "Fünfzig Teegläser zum Leihen")
    replace_in(root, f"{MAVI}.md", "kocht Derya Aksoy den Tee zweimal auf", "kocht Derya Aksoy den Tee dreimal auf")
    wanted = [f"{MAVI}.ar.md: seitdem geändert: angebote teeglaeser, text; Fließtext"]
    assert told(root, capsys)["Älter als das Original"] == wanted
    git(root, "commit", "-qam", "Mehr Tee")
    assert told(root, capsys)["Älter als das Original"] == wanted


def test_whoever_touches_the_translation_has_seen_to_it(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(root, f"{MAVI}.md", "Vierzig Teegläser zum Leihen", "Fünfzig Teegläser zum Leihen")
    git(root, "commit", "-qam", "Mehr Tee")
    replace_in(root, f"{MAVI}.ar.md", "أربعون", "خمسون")
    assert "Älter als das Original" not in told(root, capsys)  # not committed yet
    git(root, "commit", "-qam", "Auch auf Arabisch")
    assert "Älter als das Original" not in told(root, capsys)


def test_what_is_no_text_makes_nothing_old(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(root, f"{MAVI}.md", "geprueft: 2026-10-01", "geprueft: 2026-11-01")
    replace_in(root, f"{MAVI}.md", "telefon: 030 23125 201", "telefon: 030 23125 202")
    assert "Älter als das Original" not in told(root, capsys)


def test_drafts_need_no_translation(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (root / "profiles/betriebe/rad-und-tat/profil.md").read_text("utf-8")
    for name in ("fertig", "entwurf"):
        head = "---\nstatus: entwurf\n" if name == "entwurf" else "---\n"
        put_file(root, f"profiles/betriebe/{name}/profil.md", text.replace("---\n", head, 1))
    missing = told(root, capsys)["Noch nicht übersetzt"]
    assert "profiles/betriebe/fertig/profil.md" in missing
    assert "profiles/betriebe/entwurf/profil.md" not in missing


def test_without_a_repository_the_rest_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(good_site(tmp_path), capsys)
    assert found["Noch nicht übersetzt"]
    assert "Älter als das Original" not in found


def test_errors_come_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = good_site(tmp_path)
    put_file(root, f"{MAVI}.md", "---\nname: [\n---\n")
    assert translations.main(root) == 2
    assert f"{MAVI}.md:" in capsys.readouterr().out
