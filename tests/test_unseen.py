"""A page that names somebody who is not shown says so to its editor."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.sites import good_site, read_site, replace_in

from kiezgroessen.problems import Severity

LOTSE = "profiles/betriebe/backwerk-lotse/profil.md"
CLUB = "profiles/einrichtungen/jugendclub/einrichtung.md"
COOKIES = "profiles/aktionen/2026-12-plaetzchen/aktion.md"
FEST = "profiles/aktionen/2026-05-hoffest/aktion.md"
CALL = "content/kampagnen/mitmachen/kampagne.md"
NEWS = "content/meldungen/2026-06-01-so-war-das-hoffest.md"


def hide(root: Path, path: str, status: str) -> None:
    """Gives a profile a status."""
    replace_in(root, path, "---\nname:", f"---\nstatus: {status}\nname:")


def said(root: Path, path: str) -> list[str]:
    """Message and hint of every problem of a file; only warnings."""
    found = [one for one in read_site(root, "2026-11-22").problems if one.path == path]
    assert all(one.severity is Severity.WARNING for one in found)
    return [f"{one.message} {one.hint}" for one in found]


@pytest.mark.parametrize(
    ("status", "words"), [("entwurf", "ist noch ein Entwurf"), ("ruht", "ruht"), ("veroeffentlicht", None)]
)
def test_a_shop_that_is_not_shown(tmp_path: Path, status: str, words: str | None) -> None:
    root = good_site(tmp_path)
    hide(root, LOTSE, status)
    where = f"»status: {status}« steht in {LOTSE}."
    expected = [f"betriebe, 1. Eintrag: »backwerk-lotse« {words}: Die Aktion erscheint ohne diesen Betrieb. {where}"]
    assert said(root, COOKIES) == (expected if words else [])


def test_an_institution_that_is_not_shown(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    hide(root, CLUB, "ruht")
    replace_in(root, CALL, "betriebe: [mavi]", "betriebe: [mavi]\nbedarfe: [jugendclub/laptops]")
    where = f"»status: ruht« steht in {CLUB}."
    assert said(root, FEST) == [
        f"einrichtungen: »jugendclub« ruht: Die Aktion erscheint ohne diese Einrichtung. {where}"
    ]
    assert said(root, NEWS) == [
        f"einrichtungen, 1. Eintrag: »jugendclub« ruht: Die Meldung erscheint ohne diese Einrichtung. {where}"
    ]
    assert said(root, CALL) == [
        f"bedarfe, 1. Eintrag: »jugendclub« ruht: Die Kampagne erscheint ohne diese Karte. {where}"
    ]


def test_an_action_that_is_still_a_draft(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, COOKIES, "status: vereinbart", "status: entwurf")
    hide(root, LOTSE, "entwurf")
    replace_in(root, CALL, "betriebe: [mavi]", "aktionen: [2026-12-plaetzchen]")
    (found,) = said(root, CALL)
    assert "»2026-12-plaetzchen« ist noch ein Entwurf: Die Kampagne erscheint ohne diese Aktion." in found
    assert f"»status: geplant« oder »vereinbart« in {COOKIES}" in found
    assert said(root, COOKIES) == [], "nobody sees a draft, nor who is missing in it"
