"""The new output takes the old one's place at once or not at all; what has not changed keeps its time stamp."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.support.sites import contents, put_file, tree, untouched

from kiezgroessen.write.files import put
from kiezgroessen.write.swap import recover, staging

OLD = 10**18


@pytest.fixture
def output(tmp_path: Path) -> Path:
    output = tmp_path / "output"
    for name in ("index.html", "mavi/index.html", "weg.html"):
        os.utime(put_file(output, name, f"<p>{name}</p>"), ns=(OLD, OLD))
    return output


def test_what_was_written_becomes_the_output(output: Path) -> None:
    with staging(output) as fresh:
        put_file(fresh, "index.html", "neu")
        put_file(fresh, "neu/index.html", "auch neu")
        assert contents(output)["weg.html"], "until the end the old site is there, whole"
    assert contents(output) == {"index.html": b"neu", "neu/index.html": b"auch neu"}


def test_nothing_is_left_beside_the_output(output: Path) -> None:
    with staging(output) as fresh:
        put_file(fresh, "index.html", "neu")
    assert [entry.name for entry in output.parent.iterdir()] == ["output"]


def test_the_first_output_needs_no_old_one(tmp_path: Path) -> None:
    output = tmp_path / "noch/nicht/da"
    with staging(output) as fresh:
        put_file(fresh, "index.html", "neu")
    assert contents(output) == {"index.html": b"neu"}


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_after_an_error_nothing_has_changed(output: Path, error: type[BaseException]) -> None:
    def write_half_and_fail() -> None:
        with staging(output) as fresh:
            put_file(fresh, "index.html", "halb")
            raise error

    with untouched(output), pytest.raises(error):
        write_half_and_fail()


def test_same_files_keep_their_time_and_changed_ones_do_not(output: Path) -> None:
    with staging(output) as fresh:
        put_file(fresh, "index.html", "<p>index.html</p>")
        put_file(fresh, "mavi/index.html", "<p>mavi/index.htmL</p>")
    times = {name: stamp for name, (_, stamp) in tree(output).items()}
    assert times["index.html"] == OLD
    assert times["mavi/index.html"] > OLD


def test_a_web_server_may_read_the_output(output: Path) -> None:
    with staging(output) as fresh:
        put_file(fresh, "index.html", "neu")
    assert output.stat().st_mode & 0o777 == 0o755


def test_after_a_power_cut_between_the_two_renames_the_old_site_comes_back(output: Path) -> None:
    before = tree(output)
    output.rename(output.with_name("output.alt"))
    recover(output)
    assert tree(output) == before
    assert [entry.name for entry in output.parent.iterdir()] == ["output"]


def test_after_a_power_cut_behind_the_renames_the_new_site_stays(output: Path) -> None:
    before = tree(output)
    put_file(output.with_name("output.alt"), "index.html", "von gestern")
    recover(output)
    assert tree(output) == before
    assert [entry.name for entry in output.parent.iterdir()] == ["output"]


def test_a_folder_may_become_a_file_and_a_file_a_folder(output: Path) -> None:
    with staging(output) as fresh:
        put_file(fresh, "mavi", "Datei")
        put_file(fresh, "weg.html/index.html", "Ordner")
    assert contents(output) == {"mavi": b"Datei", "weg.html/index.html": b"Ordner"}


def test_files_are_written_with_their_folders(tmp_path: Path) -> None:
    put(tmp_path, "betriebe/mavi/index.html", b"x")
    assert contents(tmp_path) == {"betriebe/mavi/index.html": b"x"}


@pytest.mark.parametrize("name", ["/nirgends-erlaubt/x", "../x", "a/../../x", "a/.."])
def test_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "output"
    with pytest.raises(ValueError, match="leads out"):
        put(folder, name, b"x")
    assert list(tmp_path.rglob("*")) == []
