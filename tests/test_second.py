"""The second of the trees that take turns is there from the first build on, and nobody is wrong who has half of it."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest
from tests.support.sites import TODAY, contents, good_site, own_store, replace_in, tree

from kiezgroessen.shell import build
from kiezgroessen.write.second import double
from kiezgroessen.write.swap import spare_of

MAVI = "profiles/betriebe/mavi/profil.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = good_site(tmp_path)
    own_store(root)
    return root


def built(site: Path) -> dict[str, bytes]:
    assert build.main(date=TODAY, root=site) == 0
    return contents(site / "output")


def places(top: Path) -> dict[str, int]:
    return {path.relative_to(top).as_posix(): path.stat().st_ino for path in top.rglob("*") if path.is_file()}


def test_after_the_first_build_all_its_files_lie_in_the_second_tree_as_well(site: Path) -> None:
    built(site)
    assert places(spare_of(site / "output")) == places(site / "output")


@pytest.mark.parametrize("harm", ["half", "changed", "more"])
def test_whatever_befalls_it_the_next_build_is_right(site: Path, tmp_path: Path, harm: str) -> None:
    built(site)
    second = spare_of(site / "output")
    for path in sorted(path for path in second.rglob("*.html"))[::2]:
        if harm == "half":
            path.unlink()
        elif harm == "changed":
            path.unlink()
            path.write_text("fremd", "utf-8")
        else:
            path.with_name(f"fremd-{path.name}").write_text("fremd", "utf-8")
    replace_in(site, MAVI, "name: Café Mavi", "name: Café Movi")
    found = built(site)
    fresh = good_site(tmp_path / "neu")
    own_store(fresh)
    replace_in(fresh, MAVI, "name: Café Mavi", "name: Café Movi")
    assert found == built(fresh)


def test_what_pelican_writes_stays_when_one_of_its_files_was_spoiled(site: Path) -> None:
    first = built(site)
    for spoiled in ("neues/2026-06-01-so-war-das-hoffest/index.html", "neues/feed.xml"):
        (site / "output" / spoiled).write_bytes(b"verdorben")
        assert built(site) == first
        assert built(site) == first


@pytest.mark.parametrize("lost", ["one picture", "all of them", "everything"])
def test_a_picture_that_is_made_again_keeps_its_time(site: Path, lost: str) -> None:
    built(site)
    before = tree(site / "output")
    entries = sorted(path for path in (site / "cache/bilder").glob("??/*") if path.suffix != ".sum")
    assert entries
    if lost == "one picture":
        data = entries[0].read_bytes()
        entries[0].unlink()
        entries[0].write_bytes(data[: len(data) // 2])
    else:
        shutil.rmtree(site / ("cache/bilder" if lost == "all of them" else "cache"))
    built(site)
    assert tree(site / "output") == before


def test_on_a_disk_without_links_nothing_is_wrong_either(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = built(site)
    shutil.rmtree(spare_of(site / "output"))

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refused)
    double(site / "output")
    monkeypatch.undo()
    replace_in(site, MAVI, "name: Café Mavi", "name: Café Movi")
    assert built(site) != first
    replace_in(site, MAVI, "name: Café Movi", "name: Café Mavi")
    assert built(site) == first


def test_what_lies_there_already_stays(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output/x.html").write_text("x", "utf-8")
    second = spare_of(tmp_path / "output")
    second.mkdir()
    (second / "y.html").write_text("y", "utf-8")
    double(tmp_path / "output")
    assert contents(second) == {"y.html": b"y"}
