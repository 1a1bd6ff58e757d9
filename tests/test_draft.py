"""Two trees take turns: only what has changed is written, and whatever somebody does to either of them is noticed."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.support.sites import contents

from kiezgroessen.make.notebook import Notebook
from kiezgroessen.write.draft import drafting
from kiezgroessen.write.swap import spare_of
from kiezgroessen.write.trees import Trees

FIRST = {"index.html": b"Start", "mavi/index.html": b"Mavi", "mavi/text.txt": b"Text", "alt/index.html": b"Alt"}


class Site:
    """An output, and what is remembered of it."""

    def __init__(self, folder: Path) -> None:
        self.output = folder / "output"
        self.book = Notebook(folder / "notiz.sqlite", ("state", *Trees.TABLES))

    def build(self, files: Mapping[str, bytes], *, spare: bool = True, sure: bool = False) -> None:
        """A build that wants exactly these files."""
        trees = Trees(self.book)
        with drafting(self.output, trees.known(), spare=spare, sure=sure) as draft:
            for name, data in files.items():
                draft.put(name, data)
            draft.finish()
            draft.take_in()
        trees.keep(draft.rows)

    def break_off(self, files: Mapping[str, bytes]) -> None:
        """A build that fails when it is nearly done."""

        def attempt() -> None:
            with drafting(self.output, Trees(self.book).known()) as draft:
                for name, data in files.items():
                    draft.put(name, data)
                draft.finish()
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            attempt()

    def places(self) -> dict[str, tuple[int, int]]:
        """Which file on the disk each one is, and since when."""
        found = ((path, path.stat()) for path in self.output.rglob("*") if path.is_file())
        return {path.relative_to(self.output).as_posix(): (seen.st_ino, seen.st_mtime_ns) for path, seen in found}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    for _ in range(3):
        site.build(FIRST)
    return site


def test_what_has_not_changed_stays_the_very_same_file(site: Site) -> None:
    before = site.places()
    site.build(FIRST | {"mavi/index.html": b"Mavi!"})
    assert contents(site.output) == FIRST | {"mavi/index.html": b"Mavi!"}
    changed = {name for name, place in site.places().items() if before[name] != place}
    assert changed == {"mavi/index.html"}


def test_a_change_back_is_a_change(site: Site) -> None:
    for text in (b"Mavi!", b"Mavi", b"Mavi!", b"Mavi"):
        site.build(FIRST | {"mavi/index.html": text})
        assert contents(site.output)["mavi/index.html"] == text


def test_what_nobody_asks_for_goes_with_its_folder(site: Site) -> None:
    rest = {name: data for name, data in FIRST.items() if not name.startswith("alt/")}
    for _ in range(2):
        site.build(rest)
        assert contents(site.output) == rest
        assert not (site.output / "alt").exists()


def test_a_file_may_become_a_folder_and_a_folder_a_file(site: Site) -> None:
    odd = {"index.html/mehr.html": b"1", "mavi": b"2"}
    for files in (odd, FIRST, odd, FIRST):
        site.build(files)
        assert contents(site.output) == files


def append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"!")


def swap_a_letter(path: Path) -> None:
    """Another text of the same size, in the very same file."""
    seen = path.stat()
    path.write_bytes(b"X" * seen.st_size)
    assert path.stat().st_ino == seen.st_ino


def lock(path: Path) -> None:
    path.chmod(0o600)


def lead_away(path: Path) -> None:
    path.unlink()
    path.symlink_to("/nirgends")


@pytest.mark.parametrize("harm", [append, swap_a_letter, lock, lead_away, Path.unlink], ids=lambda one: one.__name__)
@pytest.mark.parametrize("where", ["output", "spare"])
def test_whatever_is_done_to_a_tree_is_undone(site: Site, harm: object, where: str) -> None:
    assert callable(harm)
    top = site.output if where == "output" else spare_of(site.output)
    harm(top / "mavi/index.html")
    for _ in range(2):
        site.build(FIRST)
        assert contents(site.output) == FIRST
        assert {path.stat().st_mode & 0o777 for path in site.output.rglob("*") if path.is_file()} == {0o644}


@pytest.mark.parametrize("where", ["output", "spare"])
def test_a_file_that_was_only_locked_is_the_same_file_again(site: Site, where: str) -> None:
    before = site.places()
    lock((site.output if where == "output" else spare_of(site.output)) / "mavi/index.html")
    site.build(FIRST)
    assert site.places() == before


@pytest.mark.parametrize("where", ["output", "spare"])
def test_what_is_published_is_read(site: Site, where: str) -> None:
    path = (site.output if where == "output" else spare_of(site.output)) / "mavi/index.html"
    seen = path.stat()
    path.write_bytes(b"Ivam")
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    for _ in range(2):
        site.build(FIRST, sure=True)
        assert contents(site.output) == FIRST


def test_what_was_put_there_goes(site: Site) -> None:
    for top in (site.output, spare_of(site.output)):
        (top / "fremd/tief").mkdir(parents=True)
        (top / "fremd/tief/x.html").write_bytes(b"x")
        (top / "leer").mkdir()
    for _ in range(2):
        site.build(FIRST)
        assert contents(site.output) == FIRST
        assert not (site.output / "fremd").exists()
        assert not (site.output / "leer").exists()


def test_nothing_that_visitors_see_is_written_to(site: Site) -> None:
    site.break_off(dict.fromkeys(FIRST, b"ganz anders"))
    assert contents(site.output) == FIRST
    site.build(FIRST)
    assert contents(site.output) == FIRST


def test_a_build_that_broke_off_leaves_nothing_that_is_believed(site: Site) -> None:
    site.break_off({"mavi/index.html": b"Halb"})
    site.build(FIRST)
    assert contents(site.output) == FIRST


def test_a_notebook_that_tells_of_other_trees_harms_nothing(site: Site, tmp_path: Path) -> None:
    old = (tmp_path / "notiz.sqlite").read_bytes()
    changed = FIRST | {"mavi/index.html": b"Neu", "neu.html": b"N"}
    site.build(changed)
    site.build(changed)
    site.book.close()
    (tmp_path / "notiz.sqlite").write_bytes(old)
    again = Site(tmp_path)
    for files in (changed, FIRST, changed):
        again.build(files)
        assert contents(again.output) == files


def test_bytes_that_come_back_keep_their_time_without_a_notebook(site: Site, tmp_path: Path) -> None:
    before = site.places()
    site.book.close()
    (tmp_path / "notiz.sqlite").unlink()
    Site(tmp_path).build(FIRST)
    assert site.places() == before


def test_a_disk_without_links_costs_copies_and_nothing_else(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_any: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    for files in (FIRST | {"mavi/index.html": b"Neu"}, FIRST, FIRST):
        site.build(files)
        assert contents(site.output) == files


def test_what_others_have_put_there_keeps_its_time_and_may_be_read(site: Site) -> None:
    """What is packed for servers comes from a store of its own, which may have been deleted."""
    path = site.output / "index.html.gz"

    def build() -> None:
        trees = Trees(site.book)
        with drafting(site.output, trees.known()) as draft:
            for name, data in FIRST.items():
                draft.put(name, data)
            draft.finish()
            Path(draft.folder, "index.html.gz").write_bytes(b"gepackt")
            draft.take_in()
        trees.keep(draft.rows)

    build()
    os.utime(path, ns=(10**18, 10**18))
    path.chmod(0o600)
    build()
    assert path.stat().st_mtime_ns == 10**18
    assert path.stat().st_mode & 0o777 == 0o644


def test_without_a_spare_tree_none_is_left(site: Site) -> None:
    site.build(FIRST, spare=False)
    assert contents(site.output) == FIRST
    assert not spare_of(site.output).exists()


def test_nothing_is_put_outside(site: Site, tmp_path: Path) -> None:
    for name in ("../x", "/x", "a/../../x"):
        with pytest.raises(ValueError, match="leads out"), drafting(site.output, Trees(site.book).known()) as draft:
            draft.put(name, b"x")
    assert not (tmp_path / "x").exists()


def test_everybody_may_read_what_an_account_with_other_habits_has_built(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        site = Site(tmp_path)
        site.build(FIRST)
    finally:
        os.umask(before)
    modes = {path.stat().st_mode & 0o777 for path in (site.output, *site.output.rglob("*"))}
    assert modes == {0o755, 0o644}
