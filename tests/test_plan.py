"""The plan of a site: nobody is ranked, and the same input gives the same bytes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.sites import GOOD, TODAY, build_site, built, contents, good_site, kiez_of, put_file

from kiezgroessen.dates import parse_day
from kiezgroessen.plan.pages.start import todays

HOUSE = GOOD.parent.parent.parent
BUILD = """
import json, sys
from pathlib import Path
sys.path[:0] = json.loads(sys.argv[1])
from kiezgroessen.shell.build import build
settings = {"KIEZ_DATE": sys.argv[4], "KIEZ_WORKERS": 2, "KIEZ_CACHE": sys.argv[5]}
build(Path(sys.argv[2]), Path(sys.argv[3]), "pelicanconf.py", settings)
"""


def shown(root: Path, day: int) -> list[str]:
    date = parse_day(TODAY).first.toordinal() + day
    return [node.slug for node in todays(kiez_of(root, str(parse_day(TODAY).first.fromordinal(date))))]


def with_businesses(tmp_path: Path, number: int) -> Path:
    root = good_site(tmp_path)
    for index in range(number - 3):
        shutil.copytree(root / "profiles/betriebe/rad-und-tat", root / f"profiles/betriebe/rad-{index:03}")
    return root


@pytest.mark.parametrize("number", [3, 9, 10, 12, 18, 31])
def test_everyone_has_their_turn_on_the_start_page(tmp_path: Path, number: int) -> None:
    root = with_businesses(tmp_path, number)
    everyone = {folder.name for folder in (root / "profiles/betriebe").iterdir()}
    days = -(-number // 9)
    seen: set[str] = set()
    for day in range(days + 1):
        today = shown(root, day)
        assert len(today) == len(set(today)) == min(9, number)
        seen |= set(today)
    assert seen == everyone, f"within {days + 1} days"


def test_who_has_left_has_no_turn_any_more(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    text = (root / "profiles/betriebe/rad-und-tat/profil.md").read_text("utf-8")
    put_file(root, "profiles/betriebe/rad-und-tat/profil.md", text.replace("gewerbe:", "ende: 2026-01-01\ngewerbe:"))
    assert set(shown(root, 0)) == {"mavi", "backwerk-lotse"}


def test_the_order_is_the_same_all_day(tmp_path: Path) -> None:
    root = with_businesses(tmp_path, 12)
    assert shown(root, 5) == shown(root, 5)
    assert shown(root, 5) != shown(root, 6)


@pytest.mark.parametrize(
    "surroundings",
    [
        {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
        {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "4711", "LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8"},
    ],
    ids=["east", "west"],
)
def test_two_builds_are_the_same_byte_for_byte(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, surroundings: dict[str, str]
) -> None:
    """From nothing each time: other folder, other store, other clock, other order of sets."""
    root, output = good_site(tmp_path), tmp_path / "anderswo"
    paths = json.dumps([str(HOUSE / "plugins"), *sys.path])
    arguments = [paths, str(root), str(output), TODAY, str(tmp_path / "store")]
    subprocess.run([sys.executable, "-c", BUILD, *arguments], check=True, env=os.environ | surroundings, cwd=tmp_path)
    first, second = contents(built(tmp_path_factory)), contents(output)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_another_day_is_another_site(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Shows that the comparison above compares something that can differ."""
    later = contents(build_site(good_site(tmp_path), day="2027-04-01", KIEZ_PICTURES=False))
    first = contents(built(tmp_path_factory))
    assert later["mitmachen/index.html"] != first["mitmachen/index.html"]
