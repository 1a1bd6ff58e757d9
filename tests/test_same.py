"""Two builds of the same texts for the same day are the same, byte for byte, wherever and whenever they are made."""

from __future__ import annotations

import datetime as dt
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.support.sites import GOOD, SITES, TODAY, contents
from tests.support.suffering import ROOT, helper, settings

from kiezgroessen.dates import today

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")

ELSEWHERE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONHASHSEED": "1234", "TZ": "Etc/GMT-14"}
HERE = {"PYTHONHASHSEED": "1", "TZ": "America/Los_Angeles"}


def own_house(folder: Path) -> Path:
    """The program in another folder."""
    house = folder / "Haus & Hof/haus"
    for name in ("plugins", "theme", "tests/support"):
        shutil.copytree(ROOT / name, house / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pelicanconf.py", house)
    (house / "content").mkdir()
    return house


@dataclass(frozen=True, slots=True)
class Made:
    """A site with everything, as it was built from nothing."""

    folder: Path

    def build(self, house: Path = ROOT, workers: int = 2, env: dict[str, str] | None = None, **job: Any) -> Path:
        """Builds it once more; the output."""
        root, output = self.folder / "site", self.folder / "output"
        if not root.exists():
            shutil.copytree(SITES / "material", root)
            # Pelican's part: a feed.
            shutil.copytree(GOOD / "content/meldungen", root / "content/meldungen")
        settings(root, self.folder / "cache", house, KIEZ_WORKERS=workers, KIEZ_KITS=True)
        with helper(self.folder, house=house, env=env) as program:
            answer = program.ask("build", root=str(root), output=str(output), **({"date": TODAY} | job))
        assert answer["code"] == 0, answer["said"]
        return output


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The first build."""
    first = Made(tmp_path_factory.mktemp("eins"))
    first.build(env=HERE)
    return first


def test_the_site_has_everything(made: Made) -> None:
    endings = {name.rpartition(".")[2] for name in contents(made.folder / "output")}
    assert {"html", "css", "js", "jpg", "avif", "png", "pdf", "zip", "ics", "xml", "woff2", "svg"} <= endings
    assert b"<entry>" in contents(made.folder / "output")["neues/feed.xml"]


def test_elsewhere_it_is_the_same(made: Made, tmp_path: Path) -> None:
    """Another path, zone, locale, hash seed, umask, order of files, number of processes, store, clock."""
    other = Made(tmp_path)
    output = other.build(
        own_house(tmp_path),
        workers=1,
        env=ELSEWHERE,
        umask=0o077,
        backwards=True,
        fault={"kind": "clock", "at": 0, "days": 300},
    )
    same(made.folder / "output", output)


def test_a_day_from_the_clock_is_as_good_as_one_that_is_given(made: Made) -> None:
    before = contents(made.folder / "output")
    days = (dt.date.fromisoformat(TODAY) - today()).days
    output = made.build(date=None, fault={"kind": "clock", "at": 0, "days": days})
    assert contents(output) == before


def test_a_full_store_makes_no_difference_nor_do_languages(made: Made) -> None:
    before = contents(made.folder / "output")
    known = subprocess.run(["locale", "-a"], check=False, capture_output=True, text=True).stdout.split()
    wanted = [name for name in known if name.lower() in {"tr_tr.utf8", "de_de.utf8"}]
    for name in (*wanted, "C.UTF-8"):
        assert contents(made.build(env={"LC_ALL": name, "TZ": "Asia/Kathmandu"})) == before, name


def same(one: Path, other: Path) -> None:
    """Names, bytes, and who may read."""
    first, second = contents(one), contents(other)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in (other, *other.rglob("*"))}
    assert modes == {(False, 0o644), (True, 0o755)}
