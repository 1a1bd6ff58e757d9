"""The store gives back what it was given, or nothing: whatever happened to the files, they are made again."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kiezgroessen.make import paperfonts
from kiezgroessen.make.store import Store

KEY = "0123456789abcdef-bild-" + "ab" * 32
DATA = bytes(range(256)) * 40
FONTS = Path(__file__).parents[1] / "theme/static/fonts"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "bilder")
    made.put(KEY, DATA)
    return made


def entry_of(store: Store) -> Path:
    return store.folder / KEY[:2] / KEY[2:]


def flip(path: Path) -> None:
    """Changes one byte in place: the size is the same, and so is everybody's link to the file."""
    with path.open("rb+") as file:
        file.seek(1000)
        file.write(b"\xff\x00")


def silently(path: Path) -> None:
    """The same, and the time is set back."""
    was = path.stat()
    flip(path)
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def note_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.sum")


def folder_instead(path: Path) -> None:
    path.unlink()
    (path / "darin").mkdir(parents=True)


def link_instead(path: Path) -> None:
    other = path.with_name("woanders")
    shutil.copy2(path, other)
    path.unlink()
    path.symlink_to(other)
    flip(other)


def all_folders_are_files(path: Path) -> None:
    shutil.rmtree(path.parent.parent)
    path.parent.parent.write_bytes(b"x")


def folder_is_a_file(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_bytes(b"x")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "half": lambda path: os.truncate(path, 5000),
    "nothing": lambda path: os.truncate(path, 0),
    "gone": lambda path: path.unlink(),
    "a byte": flip,
    "no note": lambda path: note_of(path).unlink(),
    "an empty note": lambda path: note_of(path).write_bytes(b""),
    "a note of something": lambda path: note_of(path).write_bytes(b"\xff\x00 1 x"),
    "a folder as note": lambda path: folder_instead(note_of(path)),
    "a folder": folder_instead,
    "a link": link_instead,
    "a file where a folder was": folder_is_a_file,
    "a file where all was": all_folders_are_files,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_entry_is_made_again(store: Store, tmp_path: Path, damage: Callable[[Path], object]) -> None:
    damage(entry_of(store))
    assert not store.has(KEY)
    assert store.get(KEY) is None
    store.put(KEY, DATA)
    assert store.has(KEY)
    assert store.get(KEY) == DATA
    store.place(KEY, tmp_path / "output/a.jpg")
    assert (tmp_path / "output/a.jpg").read_bytes() == DATA


def test_what_is_published_is_read_first(store: Store) -> None:
    silently(entry_of(store))
    assert store.has(KEY), "a preview cannot read everything each time"
    assert not Store(store.folder, trusting=False).has(KEY)


def test_who_changes_a_picture_in_the_output_does_not_change_the_next_output(store: Store, tmp_path: Path) -> None:
    placed = tmp_path / "output/a.jpg"
    store.place(KEY, placed)
    flip(placed)
    assert not store.has(KEY)


def test_a_time_alone_is_no_damage_and_is_looked_at_once(store: Store) -> None:
    os.utime(entry_of(store), (1, 1))
    assert store.has(KEY)
    silently(entry_of(store))
    assert store.has(KEY), "it was noted with its new time"


def test_what_a_web_server_could_not_read_is_kept_as_a_file_that_it_can(store: Store, tmp_path: Path) -> None:
    entry_of(store).chmod(0o600)
    assert store.has(KEY)
    store.place(KEY, tmp_path / "a.jpg")
    assert (tmp_path / "a.jpg").stat().st_mode & 0o777 == 0o644


def test_a_link_is_placed_as_the_file_it_leads_to(store: Store, tmp_path: Path) -> None:
    entry = entry_of(store)
    entry.symlink_to(entry.rename(tmp_path / "woanders"))
    assert store.has(KEY)
    store.place(KEY, tmp_path / "a.jpg")
    assert not (tmp_path / "a.jpg").is_symlink()
    assert (tmp_path / "a.jpg").read_bytes() == DATA


def test_an_entry_that_is_half_replaced_is_no_entry(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between its two files the process is gone: what is there is noticed, in whichever order they come."""
    replace = os.replace
    calls: list[str] = []

    def once(source: str, target: str) -> None:
        if calls:
            raise KeyboardInterrupt
        calls.append(target)
        replace(source, target)

    monkeypatch.setattr(os, "replace", once)
    with pytest.raises(KeyboardInterrupt):
        store.put(KEY, DATA[::-1])
    assert not store.has(KEY)
    assert sorted(path.name for path in entry_of(store).parent.iterdir()) == [KEY[2:], f"{KEY[2:]}.sum"]


def test_another_process_that_looks_does_not_take_away_what_is_just_coming(store: Store) -> None:
    for path in (entry_of(store), note_of(entry_of(store))):
        kept = path.read_bytes()
        path.unlink()
        assert not store.has(KEY)
        path.write_bytes(kept)
    assert store.has(KEY)


def test_pruning_copes_with_whatever_lies_there(store: Store) -> None:
    folder_instead(entry_of(store))
    (store.folder / "datei").write_bytes(b"x")
    store.put("ff-text-1", b"stays")
    assert store.prune({"ff-text-1"}, may_stay=lambda _key: False, now=time.time()) == 1
    assert not entry_of(store).exists()
    assert store.get("ff-text-1") == b"stays"


def test_what_was_stored_by_a_clock_that_went_wrong_is_kept_for_no_longer(store: Store) -> None:
    store.put("ff-text-1", b"used")
    later = time.time() + 4000 * 86_400
    for path in store.folder.glob("??/*"):
        os.utime(path, (later, later))
    assert store.prune({"ff-text-1"}, may_stay=lambda _key: True, now=time.time()) == 1
    assert store.prune({KEY}, may_stay=lambda _key: True, now=time.time() + 29 * 86_400) == 0
    assert store.get("ff-text-1") == b"used"


@pytest.mark.parametrize("change", [lambda path: os.truncate(path, 5000), lambda path: path.unlink(), flip])
def test_damaged_fonts_for_paper_are_converted_again(tmp_path: Path, change: Callable[[Path], object]) -> None:
    folder = paperfonts.paper_fonts(FONTS, tmp_path)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    change(folder / "Archivo.ttf")
    assert paperfonts.paper_fonts(FONTS, tmp_path) == folder
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
