"""The gate every photo passes: shown only where everyone agreed, for the channel, on that day."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.sites import good_site, kiez_of, read_site, replace_in

from kiezgroessen.model.parts import Channel

MAVI = "profiles/betriebe/mavi/profil.md"
GIVEN = "    am: 2026-01-15\n"
CHANNELS = "    kanaele: [web, social, presse, druck]\n"
ALL = frozenset(Channel)
NOT_TODAY = "fotos, 1. Eintrag, freigabe: gilt heute nicht für das Web: Das Foto erscheint nicht."


def channels(root: Path, day: str) -> frozenset[Channel] | None:
    """Where Mavi's photo may be used on a day; ``None``: nowhere."""
    photos = kiez_of(root, day).businesses["mavi"].photos
    return photos[0].channels if photos else None


@pytest.mark.parametrize(
    ("until", "withdrawn", "day", "shown"),
    [
        ("", "", "2026-01-14", False),  # not begun
        ("", "", "2026-01-15", True),  # first day
        ("", "", "2099-12-31", True),  # no end
        ("2026-06-30", "", "2026-06-29", True),
        ("2026-06-30", "", "2026-06-30", True),  # last day
        ("2026-06-30", "", "2026-07-01", False),  # day after
        ("30.06.2026", "", "2026-07-01", False),
        ("", "2026-06-30", "2026-07-01", False),
        ("", "2026-06-30", "2026-06-30", False),
        ("", "2026-12-31", "2026-06-30", False),  # whoever said no has said no, whatever the date
        ("2027-12-31", "2026-06-30", "2026-07-01", False),
    ],
)
def test_a_photo_is_shown_only_while_consent_lasts(
    tmp_path: Path, until: str, withdrawn: str, day: str, shown: bool
) -> None:
    root = good_site(tmp_path)
    more = (f"    bis: {until}\n" if until else "") + (f"    widerrufen: {withdrawn}\n" if withdrawn else "")
    replace_in(root, MAVI, CHANNELS, CHANNELS + more)
    replace_in(root, MAVI, "seit: 2017-05", "seit: 2017")
    assert (channels(root, day) is not None) is shown
    messages = [problem.message for problem in read_site(root, day).problems if problem.path == MAVI]
    assert messages == ([] if shown else [NOT_TODAY])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("[web]", frozenset({Channel.WEB})),
        ("[web, druck]", frozenset({Channel.WEB, Channel.PRINT})),
        ("[web, social, presse, druck]", ALL),
        ("[social, presse, druck]", None),
        ("[druck]", None),
    ],
)
def test_a_photo_is_used_only_in_the_channels_of_its_consent(
    tmp_path: Path, typed: str, expected: frozenset[Channel] | None
) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, CHANNELS, f"    kanaele: {typed}\n")
    assert channels(root, "2026-11-22") == expected


SECOND = """  - kennung: ida
    von: Ida Pohlenz
    beleg: Ordner 1, Blatt 2
    am: 2026-02-01
    kanaele: [web, druck]
    bis: 2026-06-30
"""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-01-31", None),  # one has agreed, the other has not yet
        ("2026-02-01", frozenset({Channel.WEB, Channel.PRINT})),  # what both allow
        ("2026-06-30", frozenset({Channel.WEB, Channel.PRINT})),
        ("2026-07-01", None),
    ],
)
def test_everyone_in_a_photo_has_to_agree(tmp_path: Path, day: str, expected: frozenset[Channel] | None) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "freigabe: derya", "freigabe: [derya, ida]")
    replace_in(root, MAVI, CHANNELS, CHANNELS + SECOND)
    assert channels(root, day) == expected


def test_people_without_a_consent_are_not_shown(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "    freigabe: derya\n", "")
    assert channels(root, "2026-11-22") is None
    assert [problem.message for problem in read_site(root).problems] == [
        "fotos, 1. Eintrag, personen: Auf dem Foto sind Menschen, aber es nennt keine Freigabe: Es erscheint nicht."
    ]


@pytest.mark.parametrize("named", ["dery", "[derya, ida]"])
def test_a_consent_that_is_not_there_is_an_error_said_once(tmp_path: Path, named: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "freigabe: derya", f"freigabe: {named}")
    reading = read_site(root)
    assert reading.kiez is None
    assert [problem.message.split(":")[1][:14] for problem in reading.problems] == [" Eine Freigabe"]


def test_a_photo_without_people_needs_no_consent(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "    personen: ja\n    freigabe: derya\n", "    personen: nein\n")
    assert channels(root, "2026-11-22") == ALL


def test_without_its_photo_the_business_is_still_there(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, GIVEN, "    am: 2026-12-24\n")
    kiez = kiez_of(root)
    assert kiez.businesses["mavi"].photos == ()
    assert "mavi" in [node.slug for node in kiez.active]
