"""Whatever a planner looks at is noted, and a fingerprint changes with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from tests.support.sites import TODAY, good_site, kiez_of, put_file

from kiezgroessen.link.kiez import KINDS, Kiez
from kiezgroessen.plan.desk import Desk, Workshop
from kiezgroessen.plan.fingerprints import Fingerprints
from kiezgroessen.plan.plan import desks_of
from kiezgroessen.plan.urls import Urls
from kiezgroessen.plan.window import ALL, Looks, Noted
from kiezgroessen.read.fonts import load_fonts
from kiezgroessen.words import load_words

THEME = Path(__file__).parent.parent / "theme"
FONTS = load_fonts(THEME / "static/fonts")


@pytest.fixture
def looks() -> Looks:
    return Looks()


def noted(looks: Looks) -> Noted[int]:
    return Noted("actions", {"a": 1, "b": 2}, looks)


def test_every_part_of_the_kiez_stands_behind_the_window() -> None:
    every_page = {"date", "programme"}
    assert {one.name for one in fields(Kiez)} - every_page == set(KINDS)


def desk_of(root: Path) -> Desk:
    kiez = kiez_of(root)
    words = {"de": load_words(THEME / "strings", "de")}
    return desks_of(kiez, words, Urls("https://kiez.example"), str, Workshop(FONTS))["de"]


def test_whoever_uses_what_was_made_for_another_has_seen_the_same(tmp_path: Path) -> None:
    desk = desk_of(good_site(tmp_path))
    first, second = Looks(), Looks()
    for looks in (first, second):
        at = desk.at_window(looks)
        at.shared("band", lambda there: there.kiez.call)
    assert first.notes == second.notes == {("campaigns", ALL)}


def test_what_the_first_had_seen_before_counts_for_the_second_as_well(tmp_path: Path) -> None:
    desk = desk_of(good_site(tmp_path))
    first, second = Looks(), Looks()
    at = desk.at_window(first)
    assert at.kiez.call is not None
    at.shared("band", lambda there: there.kiez.call)
    desk.at_window(second).shared("band", lambda there: there.kiez.call)
    assert second.notes == {("campaigns", ALL)}


def test_looks_before_and_after_something_shared_stay(tmp_path: Path) -> None:
    looks = Looks()
    at = desk_of(good_site(tmp_path)).at_window(looks)
    assert "mavi" in at.kiez.businesses
    at.shared("x", lambda there: there.kiez.pages.get("impressum"))
    assert at.kiez.news.get("y") is None
    assert looks.notes == {("businesses", "mavi"), ("pages", "impressum"), ("news", "y")}


def test_a_key_is_noted_whether_it_is_there_or_not(looks: Looks) -> None:
    seen = noted(looks)
    assert seen["a"] == 1
    assert seen.get("fehlt") is None
    assert "auch" not in seen
    with pytest.raises(KeyError):
        seen["weg"]
    assert looks.notes == {("actions", key) for key in ("a", "fehlt", "auch", "weg")}


@pytest.mark.parametrize(
    "look", [list, len, dict, lambda m: list(m.values()), lambda m: list(m.items()), lambda m: m.keys() & {"a"}, bool]
)
def test_a_look_at_all_is_noted(looks: Looks, look: object) -> None:
    assert callable(look)
    look(noted(looks))
    assert ("actions", ALL) in looks.notes


def prints_of(root: Path, day: str = TODAY) -> dict[str, str]:
    """Fingerprints of all that is linked, by kind and slug."""
    kiez = kiez_of(root, day)
    prints = Fingerprints(kiez, {"betriebe/mavi/": frozenset({"de"})})
    return {f"{kind} {slug}": prints.of(kind, slug) for kind in KINDS for slug in (*getattr(kiez, kind), ALL)}


def changed_by(root: Path, change: Callable[[], object], day: str = TODAY) -> set[str]:
    """The fingerprints that a change of the contents changes."""
    before = prints_of(root)
    change()
    after = prints_of(root, day)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


PROFILE = "profiles/betriebe/mavi/profil.md"


def test_a_text_changes_its_own_fingerprint_and_that_of_all(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    changed = changed_by(
        root, lambda: put_file(root, PROFILE, (root / PROFILE).read_text("utf-8") + "\nNoch ein Satz.\n")
    )
    assert changed == {"businesses mavi", f"businesses {ALL}"}


def test_a_translation_changes_the_same(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    path = "profiles/betriebe/mavi/profil.ar.md"
    assert "businesses mavi" in changed_by(root, lambda: put_file(root, path, (root / path).read_text("utf-8") + "\n"))


def test_what_links_to_it_changes_too(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    changed = changed_by(root, lambda: shutil.rmtree(root / "profiles/aktionen/2026-10-lesestunde"))
    assert {"actions 2026-10-lesestunde", "businesses rad-und-tat", "institutions kita-krabbe"} <= changed
    assert "businesses mavi" not in changed


def test_another_photo_changes_it(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    photo = root / "profiles/betriebe/mavi/bild.png"
    shown = changed_by(root, lambda: photo.write_bytes(photo.read_bytes() + b"\0"))
    assert "businesses mavi" in shown


def test_the_same_fingerprints_in_every_process(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    code = (
        "import sys; from pathlib import Path; from tests.test_window import prints_of; "
        "print(prints_of(Path(sys.argv[1])))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code, str(root)],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1


def test_nobody_trusts_a_record_of_which_the_file_is_not_known(tmp_path: Path) -> None:
    kiez = kiez_of(good_site(tmp_path))
    node = kiez.businesses["mavi"]
    entry = replace(node.text.source, origin=replace(node.text.source.origin, digest=""))
    unknown = replace(node, text=replace(node.text, entries={"de": entry}))
    prints = Fingerprints(replace(kiez, businesses={"mavi": unknown}), {})
    with pytest.raises(ValueError, match="mavi"):
        prints.of("businesses", "mavi")
