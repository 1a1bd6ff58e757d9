"""A tombstone names nobody, knows its own again, and keeps an address from being given to somebody else."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from tests.support.sites import good_site, put_file, read_site, report

from kiezgroessen.plan.gone import gone_folders
from kiezgroessen.problems import ContentError
from kiezgroessen.read import tombstones
from kiezgroessen.read.tombstones import HEAD, Tombstone, as_entry, check_number, is_it, latest, load_tombstones

FILE = "content/entfernt.yaml"
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def stone(slug: str = "weg", kind: str = "betrieb", others: tuple[str, ...] = ()) -> Tombstone:
    return Tombstone(kind, NOON, check_number(kind, slug, others))


def test_it_knows_its_own_and_nobody_else() -> None:
    one = stone()
    assert is_it(one, "betrieb", "weg")
    assert not is_it(one, "betrieb", "wege")
    assert not is_it(one, "einrichtung", "weg")
    assert not is_it(Tombstone("foto", NOON), "foto", "")


def test_two_of_the_same_have_nothing_in_common_and_name_nobody() -> None:
    first, second = as_entry(stone("cafe-mavi")), as_entry(stone("cafe-mavi"))
    assert "mavi" not in first
    numbers = [text.rpartition(" ")[2].strip().split("-") for text in (first, second)]
    assert numbers[0][0] != numbers[1][0]
    assert numbers[0][2] != numbers[1][2]


def test_who_is_there_already_never_has_to_be_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A try takes a good part of a second on purpose; for 600 folders that would be minutes."""
    there = tuple(f"laden-{number}" for number in range(600))
    one = stone(others=there)

    def tried(*_given: object) -> str:
        raise AssertionError

    monkeypatch.setattr(tombstones, "_slow", tried)
    assert [slug for slug in there if is_it(one, "betrieb", slug)] == []
    with pytest.raises(AssertionError):
        is_it(one, "betrieb", "weg")


def test_a_folder_with_that_name_is_refused_in_german(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    put_file(root, FILE, HEAD + as_entry(stone("neu")))
    assert read_site(root).kiez is not None, report(root)
    shutil.copytree(root / "profiles/betriebe/rad-und-tat", root / "profiles/betriebe/neu")
    assert read_site(root).kiez is None
    said = report(root)
    assert "profiles/betriebe/neu: Unter diesem Namen wurde am 22.11.2026 jemand herausgenommen." in said
    # Anybody who may write there may have made the entry up: nobody is told to delete an honest shop for it.
    ways = [said.find(way) for way in ("git log -p -- content/entfernt.yaml", "anders nennen", "takedown neu")]
    assert -1 < ways[0] < ways[1] < ways[2]
    shutil.move(root / "profiles/betriebe/neu", root / "profiles/betriebe/ganz-neu")
    assert read_site(root).kiez is not None


def test_the_newest_counts(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    assert latest(root) is None
    entries = [Tombstone("foto", NOON), Tombstone("freigabe", NOON + dt.timedelta(hours=3)), stone()]
    put_file(root, FILE, HEAD + "".join(map(as_entry, entries)))
    assert load_tombstones(root) == (tuple(entries), [])
    assert latest(root) == NOON + dt.timedelta(hours=3)
    assert read_site(root).kiez is not None, report(root)


@pytest.mark.parametrize(
    "text",
    [
        "entfernt:\n  - art: betrieb\n    am: 2026-11-22T12:00:00Z\n",
        "entfernt:\n  - art: foto\n    am: gestern\n",
        "entfernt:\n  - art: laden\n    am: 2026-11-22T12:00:00Z\n",
        "entfernt:\n  - art: betrieb\n    am: 2026-11-22T12:00:00Z\n    pruefzahl: zz-1-2\n",
        "entfernt:\n  - art: foto\n    am: 2026-11-22T12:00:00Z\n    name: Mavi\n",
        "entfernt: ja\n",
        "entfernt: []\nname: Mavi\n",
        "entfernt: [\n",
        "<<<<<<< HEAD\nentfernt:\n",
    ],
)
def test_what_the_program_did_not_write_is_an_error_for_the_check_and_for_going_back(tmp_path: Path, text: str) -> None:
    root = good_site(tmp_path)
    put_file(root, FILE, text)
    assert read_site(root).kiez is None
    assert FILE in report(root)
    with pytest.raises(ContentError):
        latest(root)


def test_folders_with_a_tombstone_are_gone_and_others_only_missing() -> None:
    assert gone_folders(()) == ()
    made = ("bilder/", "druck/", "presse/", "teilen/")
    assert gone_folders([Tombstone("foto", NOON)]) == made
    assert gone_folders([Tombstone("betrieb", NOON)]) == ("betriebe/", *made)
    both = [Tombstone("aktion", NOON), Tombstone("einrichtung", NOON), Tombstone("aktion", NOON)]
    assert gone_folders(both) == (
        "aktionen/",
        "bilder/",
        "druck/",
        "einrichtungen/",
        "presse/",
        "teilen/",
        "wunschbrett/",
    )


def test_what_a_link_in_its_place_leads_to_is_not_read(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    secret = put_file(tmp_path, "fremd.txt", "geheim4711")
    (root / FILE).symlink_to(secret)
    said = report(root)
    assert "entfernt.yaml" in said
    assert "geheim4711" not in said


def test_numbers_made_to_fit_do_not_keep_anybody_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each that falls through the sieve costs the time and memory of a slow number."""
    tried = list[str]()

    def slow(_salt: bytes, _kind: str, slug: str) -> str:
        tried.append(slug)
        return "0" * 32

    monkeypatch.setattr(tombstones, "_slow", slow)
    root = good_site(tmp_path)
    sieve = tombstones._sieve(bytes(16), "betrieb", "mavi")
    fitting = Tombstone("betrieb", NOON, f"{'0' * 32}-{sieve:02x}-{'1' * 32}")
    put_file(root, FILE, HEAD + as_entry(fitting) * 700)
    assert "Die Prüfzahlen stimmen nicht." in report(root)
    assert tried == []
