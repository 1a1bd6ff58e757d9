"""The new output takes the old one's place at once or not at all; what has not changed keeps its time stamp."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.sites import contents, put_file, tree, untouched

from kiezgroessen import disk
from kiezgroessen.write import swap
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


def test_it_is_made_beside_the_output_where_it_can_take_its_name_at_once(output: Path) -> None:
    with staging(output) as fresh:
        put_file(fresh, "index.html", "neu")
        assert fresh.parent == output.parent, "elsewhere there may be another disk"
        assert fresh.name.startswith("."), "nobody takes it for theirs"


def test_where_nothing_can_be_exchanged_nothing_is_left_either(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "exchange", lambda _one, _other: False)
    with staging(output) as fresh:
        put_file(fresh, "index.html", "neu")
    assert contents(output) == {"index.html": b"neu"}
    assert [entry.name for entry in output.parent.iterdir()] == ["output"]


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
    output.rename(output.with_name(".output.alt"))
    recover(output)
    assert tree(output) == before
    assert [entry.name for entry in output.parent.iterdir()] == ["output"]


def test_after_a_power_cut_behind_the_renames_the_new_site_stays(output: Path) -> None:
    before = tree(output)
    put_file(output.with_name(".output.alt"), "index.html", "von gestern")
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


@pytest.mark.parametrize("name", ["{outside}/x", "../x", "a/../../x", "a/.."])
def test_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    """All places are harmless ones: with the guard switched off, something is written there."""
    folder = tmp_path / "output"
    with pytest.raises(ValueError, match="leads out"):
        put(folder, name.format(outside=tmp_path / "outside"), b"x")
    assert list(tmp_path.rglob("*")) == []


def test_a_link_stays_a_link_and_what_it_leads_to_is_replaced(output: Path, tmp_path: Path) -> None:
    link = tmp_path / "anderswo/www"
    link.parent.mkdir()
    link.symlink_to(output)
    with staging(link) as fresh:
        put_file(fresh, "index.html", "neu")
    assert link.is_symlink()
    assert contents(output) == {"index.html": b"neu"}
    assert [entry.name for entry in link.parent.iterdir()] == ["www"]


def test_a_file_in_the_place_of_the_output_is_not_taken_for_one(tmp_path: Path) -> None:
    file = put_file(tmp_path, "output", "Meine Arbeit")
    with pytest.raises(NotADirectoryError), staging(file):
        pass
    assert file.read_text("utf-8") == "Meine Arbeit"


def test_copies_that_somebody_made_beside_the_output_stay(output: Path) -> None:
    kept = [
        put_file(output.with_name(name), "index.html", "Meine") for name in ("output.alt", "output.neu", "output.1")
    ]
    with staging(output) as fresh:
        put_file(fresh, "index.html", "neu")
    assert [file.read_text("utf-8") for file in kept] == ["Meine"] * 3


def test_what_a_killed_build_left_goes_with_the_next_one_at_once(output: Path) -> None:
    put_file(output.with_name(".output.neu-abc"), "index.html", "halb")
    with pytest.raises(ValueError, match="Text"), staging(output):
        raise ValueError("Text")
    assert [entry.name for entry in output.parent.iterdir()] == ["output"]


def test_everybody_may_read_what_an_account_with_other_habits_has_built(output: Path) -> None:
    before = os.umask(0o077)
    try:
        with staging(output) as fresh:
            put_file(fresh, "mavi/index.html", "neu")
    finally:
        os.umask(before)
    modes = {path.stat().st_mode & 0o777 for path in (output, *output.rglob("*"))}
    assert modes == {0o755, 0o644}


def test_the_new_site_is_on_the_disk_before_it_takes_the_place_and_the_name_after(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def noted(name: str, real: Callable[..., None]) -> Callable[..., None]:
        def work(*args: Path) -> None:
            done.append(name)
            real(*args)

        return work

    for name in ("flush", "replace", "flush_names"):
        monkeypatch.setattr(swap, name, noted(name, getattr(swap, name)))
    with staging(output) as fresh:
        put_file(fresh, "index.html", "neu")
    assert done == ["flush", "replace", "flush_names"]


@pytest.mark.parametrize("known", [True, False])
def test_a_folder_is_written_down_one_way_or_the_other(
    output: Path, monkeypatch: pytest.MonkeyPatch, *, known: bool
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(os, "fsync", asked.append)
    if not known:
        monkeypatch.setattr("ctypes.CDLL", lambda *_args, **_more: object())
    disk.flush(output)
    assert len(asked) == (0 if known and sys.platform == "linux" else len(list(output.rglob("*"))) + 1)


def test_a_disk_that_cannot_keep_the_new_site_does_not_get_it(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    class Library:
        def syncfs(self, handle: int) -> int:
            asked.append(os.fstat(handle).st_dev)
            return -1

    before = tree(output)
    monkeypatch.setattr("ctypes.CDLL", lambda *_args, **_more: Library())
    with pytest.raises(OSError, match="neu-"), staging(output) as fresh:
        put_file(fresh, "index.html", "neu")
    assert asked == [output.stat().st_dev]
    assert tree(output) == before


def test_without_an_exchange_the_old_site_comes_back_where_the_new_one_cannot_take_its_place(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "exchange", lambda _one, _other: False)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if ".neu-" in self.name:
            raise PermissionError(13, "in use", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    before = tree(output)
    with pytest.raises(PermissionError), staging(output) as fresh:
        put_file(fresh, "index.html", "neu")
    assert tree(output) == before
    assert [entry.name for entry in output.parent.iterdir()] == ["output"]


def test_where_exchanging_is_forbidden_nothing_has_changed(output: Path) -> None:
    before = tree(output)
    with pytest.raises(FileNotFoundError):
        disk.exchange(output.with_name("fehlt"), output)
    assert tree(output) == before
