"""A stamp says that there is nothing to do only when that is so."""

from __future__ import annotations

import os
import shutil
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.sites import TODAY, contents, good_site, own_store, put_file, tree

from kiezgroessen.shell import build as building
from kiezgroessen.shell.settings import HOUSE
from kiezgroessen.shell.stamp import STAMPS, options_of, unchanged

OPTIONS = (TODAY,)
PROFILE = "profiles/betriebe/rad-und-tat/profil.md"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A site that was built some time after it was written."""
    root = good_site(tmp_path)
    own_store(root)
    time.sleep(0.1)
    assert building.main(root=root, date=TODAY) == 0
    assert unchanged(str(root), OPTIONS) is not None
    return root


def test_it_says_again_what_the_build_said(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    told = unchanged(str(built), OPTIONS)
    assert told is not None
    before = tree(built / "output")
    assert building.main(root=built, date=TODAY) == 0
    assert tree(built / "output") == before
    heard = capsys.readouterr()
    assert told[0] == heard.err.rstrip("\n")
    assert told[1].split(" Seiten")[0] == heard.out.split(" Seiten")[0]
    assert "nichts hat sich geändert" in told[1]


def test_what_cannot_be_looked_at_afterwards_makes_no_good_build_a_bad_one(
    built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "bewerbungen")

    monkeypatch.setattr(building, "looked_at", refused)
    assert building.main(root=built, date=TODAY) == 0
    assert "Website bleibt" not in capsys.readouterr().err


def same_length(path: Path) -> None:
    """One letter for another, and the time set back."""
    seen = path.stat()
    text = path.read_bytes()
    path.write_bytes(text[:-2] + (b"x" if text[-2:-1] != b"x" else b"y") + text[-1:])
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a text": lambda root: put_file(root, PROFILE, (root / PROFILE).read_text("utf-8") + "\nNeu.\n"),
    "a letter, and the time set back": lambda root: same_length(root / PROFILE),
    "a new file": lambda root: put_file(root, "profiles/betriebe/rad-und-tat/neu.jpg", b"x"),
    "a new folder": lambda root: (root / "profiles/betriebe/leer").mkdir(),
    "a file that goes": lambda root: (root / "profiles/betriebe/mavi/bild.png").unlink(),
    "a folder with another name": lambda root: (root / "profiles/betriebe/mavi").rename(
        root / "profiles/betriebe/mavi-zwei"
    ),
    "settings of its own": lambda root: put_file(root, "pelicanconf.py", "SITENAME = 'x'\n"),
    "a letter of application": lambda root: put_file(root, "bewerbungen/brief.txt", "Name: Jo"),
    "a page that goes": lambda root: (root / "output/index.html").unlink(),
    "a page that is changed": lambda root: put_file(root, "output/index.html", "x"),
    "a page that is changed, and the time set back": lambda root: same_length(root / "output/index.html"),
    "a page that nobody else may read any more": lambda root: (root / "output/index.html").chmod(0o600),
    "something beside the pages": lambda root: put_file(root, "output/fremd.html", "x"),
    "a folder beside the pages": lambda root: (root / "output/leer").mkdir(),
    "no output": lambda root: (root / "output").rename(root / "weg"),
    "half a stamp": lambda root: (root / STAMPS).write_bytes((root / STAMPS).read_bytes()[:500]),
    "an empty stamp": lambda root: (root / STAMPS).write_bytes(b""),
}
UNSEEN = {"a page that is changed, and the time set back"}
"""Whoever does that to what is made wants it so; what is published is read byte by byte."""


@pytest.mark.parametrize("change", sorted(CHANGES.keys() - UNSEEN))
def test_every_change_is_seen(built: Path, change: str) -> None:
    CHANGES[change](built)
    assert unchanged(str(built), OPTIONS) is None


def test_another_day_or_option_is_another_build(built: Path) -> None:
    assert unchanged(str(built), ("2026-11-23",)) is None
    assert unchanged(str(built), ("",)) is None
    assert unchanged(str(built), None) is None


def test_a_build_for_today_holds_until_midnight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = good_site(tmp_path)
    own_store(root)
    time.sleep(0.1)
    assert building.main(root=root) == 0
    assert unchanged(str(root), ("",)) is not None
    tomorrow = time.time() + 25 * 60 * 60
    monkeypatch.setattr(time, "time", lambda: tomorrow)
    assert unchanged(str(root), ("",)) is None


@pytest.mark.parametrize("hours", [-25, 25])
def test_a_clock_that_is_put_right_makes_it_another_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    root = good_site(tmp_path)
    own_store(root)
    time.sleep(0.1)
    assert building.main(root=root) == 0
    then = time.time() + hours * 60 * 60
    monkeypatch.setattr(time, "time", lambda: then)
    assert unchanged(str(root), ("",)) is None


def test_a_build_over_midnight_is_one_of_the_day_on_which_it_began(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = good_site(tmp_path)
    own_store(root)
    time.sleep(0.1)
    built, tomorrow = building.build, time.time() + 24 * 60 * 60

    def until_morning(*args: object) -> object:
        found = built(*args)  # type: ignore[arg-type]
        monkeypatch.setattr(time, "time", lambda: tomorrow)
        return found

    monkeypatch.setattr(building, "build", until_morning)
    assert building.main(root=root) == 0
    assert unchanged(str(root), ("",)) is None


def test_what_a_link_leads_to_is_looked_at(tmp_path: Path) -> None:
    root, theme, conf = good_site(tmp_path), tmp_path / "thema", tmp_path / "einstellungen.py"
    shutil.copytree(HOUSE / "theme", theme)
    (root / "thema").symlink_to(theme)
    own_store(root, THEME=str(root / "thema")).rename(conf)
    text = conf.read_text("utf-8")
    (root / "pelicanconf.py").symlink_to(conf)
    places = [tmp_path / "eins", tmp_path / "zwei"]
    for place in places:
        place.mkdir()
    (root / "output").symlink_to(places[0])

    def after(change: Callable[[], object]) -> bool:
        time.sleep(0.1)
        assert building.main(root=root, date=TODAY) == 0
        assert unchanged(str(root), OPTIONS) is not None
        change()
        return unchanged(str(root), OPTIONS) is not None

    def another_output() -> None:
        (root / "output").unlink()
        (root / "output").symlink_to(places[1])

    rule = theme / "css/base.css"
    assert not after(lambda: rule.write_text(rule.read_text("utf-8") + "\n", "utf-8"))
    assert not after(lambda: conf.write_text(f"{text}\n", "utf-8"))
    assert not after(another_output)


def test_where_a_link_led_nowhere_something_may_be_now(tmp_path: Path) -> None:
    root, theme = good_site(tmp_path), tmp_path / "thema"
    shutil.copytree(HOUSE / "theme", theme)
    (theme / "css/mehr.css").symlink_to(tmp_path / "mehr.css")
    own_store(root, THEME=str(theme))
    time.sleep(0.1)
    assert building.main(root=root, date=TODAY) == 0
    assert unchanged(str(root), OPTIONS) is not None
    put_file(tmp_path, "mehr.css", "a{}")
    assert unchanged(str(root), OPTIONS) is None


def test_what_is_installed_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, packages = good_site(tmp_path), tmp_path / "pakete"
    own_store(root)
    put_file(packages, "jinja2-1.dist-info/METADATA", "x")
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(packages))
    time.sleep(0.1)
    assert building.main(root=root, date=TODAY) == 0
    assert unchanged(str(root), OPTIONS) is not None
    (packages / "jinja2-1.dist-info").rename(packages / "jinja2-2.dist-info")
    assert unchanged(str(root), OPTIONS) is None


def test_what_was_written_while_it_was_built_is_not_taken_for_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = good_site(tmp_path)
    own_store(root)
    time.sleep(0.1)
    build = building.build

    def and_somebody_saves(*args: object) -> object:
        found = build(*args)  # type: ignore[arg-type]
        CHANGES["a text"](root)
        return found

    monkeypatch.setattr(building, "build", and_somebody_saves)
    assert building.main(root=root, date=TODAY) == 0
    assert unchanged(str(root), OPTIONS) is None


def test_a_theme_that_lies_elsewhere_counts_as_well(tmp_path: Path) -> None:
    root, theme = good_site(tmp_path), tmp_path / "thema"
    shutil.copytree(HOUSE / "theme", theme)
    own_store(root, THEME=str(theme))
    time.sleep(0.1)
    assert building.main(root=root, date=TODAY) == 0
    assert unchanged(str(root), OPTIONS) is not None
    (theme / "templates/base.html").write_text((theme / "templates/base.html").read_text("utf-8") + "\n", "utf-8")
    assert unchanged(str(root), OPTIONS) is None


def test_only_the_plain_ways_to_call_it_are_known() -> None:
    assert options_of([]) == ("",)
    assert options_of(["--date", TODAY]) == options_of(["-d", TODAY]) == (TODAY,)
    assert options_of(["--help"]) is options_of(["--date"]) is options_of(["x", "y", "z"]) is None


def test_the_output_after_it_is_that_of_a_build(built: Path, tmp_path: Path) -> None:
    other = good_site(tmp_path / "anders")
    assert building.main(root=other, date=TODAY) == 0
    assert contents(built / "output") == contents(other / "output")
