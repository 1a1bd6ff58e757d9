"""What a command writes stays in the project, whatever somebody has committed as a link."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from tests.support.sites import TODAY, contents, good_site

from kiezgroessen.shell import due, intake, new

MAIL = "KIEZGRÖSSEN-BEWERBUNG 1\nBetrieb: Teehaus Probe\nGewerbe: Café\n".encode()


def linked(root: Path, name: str) -> Path:
    """A folder of the site becomes a link to one elsewhere, with all that is in it."""
    elsewhere = root.parent / "anderswo"
    if (root / name).exists():
        (root / name).rename(elsewhere)
    else:
        elsewhere.mkdir()
    (root / name).symlink_to(elsewhere, target_is_directory=True)
    return elsewhere


@pytest.mark.parametrize("folder", ["profiles", "profiles/betriebe"])
def test_new_makes_nothing_behind_a_link(tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: str) -> None:
    root = good_site(tmp_path)
    elsewhere = linked(root, folder)
    before = contents(elsewhere)
    assert new.main("betrieb", "Teehaus Probe", root=root) == 1
    assert f"{folder} ist eine Verknüpfung" in capsys.readouterr().out
    assert contents(elsewhere) == before


def test_new_writes_into_no_file_that_is_a_link(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = good_site(tmp_path)
    (root / "content/seiten/teehaus.md").symlink_to(tmp_path / "anderswo.md")
    assert new.main("seite", "Teehaus", root=root) == 1
    assert "content/seiten/teehaus.md ist eine Verknüpfung" in capsys.readouterr().out
    assert not (tmp_path / "anderswo.md").exists()


@pytest.mark.parametrize("folder", ["profiles/betriebe", "bewerbungen"])
def test_an_application_is_put_nowhere_behind_a_link(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    root = good_site(tmp_path)
    elsewhere = linked(root, folder)
    before = contents(root), contents(elsewhere)
    assert intake.main("-", date=TODAY, root=root, start=root, pasted=io.BytesIO(MAIL)) == 1
    assert f"{folder} ist eine Verknüpfung" in capsys.readouterr().out
    assert (contents(root), contents(elsewhere)) == before


@pytest.mark.parametrize("name", ["listen", f"listen/nachfragen-{TODAY}.csv"])
def test_the_list_of_calls_is_put_nowhere_behind_a_link(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    root = good_site(tmp_path)
    (root / name).parent.mkdir(exist_ok=True)
    elsewhere = linked(root, name)
    assert due.main(date=TODAY, csv="", root=root) == 1
    assert f"{name} ist eine Verknüpfung" in capsys.readouterr().out
    assert contents(elsewhere) == {}


def test_without_links_everything_finds_its_place(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    assert new.main("betrieb", "Teehaus Alt", root=root) == 0
    assert intake.main("-", date=TODAY, root=root, start=root, pasted=io.BytesIO(MAIL)) == 0
    assert due.main(date=TODAY, csv="", root=root) == 0
    assert (root / "profiles/betriebe/teehaus-alt/profil.md").is_file()
    assert (root / "profiles/betriebe/teehaus-probe/profil.md").is_file()
    assert (root / f"listen/nachfragen-{TODAY}.csv").is_file()


def test_a_project_may_itself_be_reached_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "kiez").symlink_to(good_site(tmp_path), target_is_directory=True)
    assert new.main("betrieb", "Teehaus Alt", root=tmp_path / "kiez") == 0
