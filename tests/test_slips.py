"""What is valid and yet hardly meant is said, and what would break a page is an error of the check."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.sites import good_site, put_file, read_site, replace_in

from kiezgroessen.problems import Severity

MAVI = "profiles/betriebe/mavi/profil.md"
CLUB = "profiles/einrichtungen/jugendclub/einrichtung.md"
SINCE = "seit: 2017-05"
FEAST = "profiles/aktionen/2026-05-hoffest/aktion.md"
MANY = 500
"""As many entries as a list may have."""


def test_breadth_and_length_turned_round_are_turned_back(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, SINCE, f"{SINCE}\nlage: 13.41800, 52.48990")
    (problem,) = read_site(root).problems
    assert (problem.severity, problem.field, problem.fix) == (Severity.ERROR, "lage", "lage: 52.48990, 13.41800")


@pytest.mark.parametrize("place", ["52.48990, 13.41800", "48.1, 7.8", "-33.9, 18.4", "9.0, 38.7", "40.7, -74.0"])
def test_places_that_may_be_meant_are_taken(tmp_path: Path, place: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, SINCE, f"{SINCE}\nlage: {place}")
    assert read_site(root).problems == ()


@pytest.mark.parametrize(
    "typed", ["Derya und Can Aksoy", "Derya Aksoy, Can Aksoy", "Derya Aksoy / Can Aksoy", "Derya ve Can Aksoy"]
)
def test_two_people_in_one_entry_are_asked_for_one_by_one(tmp_path: Path, typed: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "inhaber: [Derya Aksoy]", f'inhaber: ["{typed}"]')
    (problem,) = read_site(root).problems
    assert (problem.severity, problem.field) == (Severity.WARNING, "inhaber.1")


@pytest.mark.parametrize("typed", ["Familie Undeutsch", "Demir & Söhne", "Ayşe-Nur Demir", "Ivo von und zu Au"])
def test_one_name_may_have_many_parts(tmp_path: Path, typed: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "inhaber: [Derya Aksoy]", f'inhaber: ["{typed}"]')
    assert read_site(root).problems == ()


def test_a_news_item_whose_name_says_another_day_is_told(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    put_file(root, "content/meldungen/2026-11-01-neu.md", "---\ntitel: Neu\ndatum: 2.11.2026\nkurz: N.\n---\nText\n")
    (problem,) = read_site(root).problems
    assert (problem.severity, problem.line, problem.field) == (Severity.WARNING, 3, "datum")
    assert "sagt 2026-11-01, hier steht 2026-11-02" in problem.message


def test_a_wish_that_nobody_granted_in_time_does_not_pass_without_a_word(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(
        root, CLUB, "bedarfe:", "bedarfe:\n  - {kennung: zelt, art: sachspende, text: Ein Zelt, bis: 2026-11-21}"
    )
    (problem,) = read_site(root).problems
    assert (problem.severity, problem.field) == (Severity.WARNING, "bedarfe.1.bis")
    assert read_site(root, "2026-11-21").problems == ()


@pytest.mark.parametrize("name", ["inhalt", "angebot-1", "angebot-12"])
def test_an_offer_is_not_called_like_a_place_of_its_page(tmp_path: Path, name: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "angebote:", f"angebote:\n  - {{kennung: {name}, art: praktikum, text: Zwei Plätze}}")
    (problem,) = read_site(root).problems
    assert (problem.severity, problem.field) == (Severity.ERROR, "angebote.1.kennung")


def listed(names: list[str]) -> str:
    return "[" + ",\n    ".join(names) + "]"


def test_thousands_of_wrong_names_are_told_without_looking_for_the_right_one_of_each(tmp_path: Path) -> None:
    """Lists of this length stand in thousands of files; with the search for each name they take minutes."""
    root = good_site(tmp_path)
    replace_in(root, FEAST, "[mavi, backwerk-lotse]", listed([f"mavi{n}" for n in range(MANY)]))
    problems = [one for one in read_site(root).problems if "gibt es nicht" in one.message]
    assert len(problems) == MANY
    assert sum("meinten Sie »mavi«?" in one.message for one in problems) == 20


def test_a_long_list_is_translated_entry_by_entry(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    offers = "".join(f"  - {{kennung: k{n}, art: praktikum, text: T{n}}}\n" for n in range(20))
    replace_in(root, MAVI, "angebote:\n", f"angebote:\n{offers}")
    translated = "".join(f"  - {{kennung: k{n}, text: Ü{n}}}\n" for n in reversed(range(20)))
    put_file(root, MAVI.replace(".md", ".tr.md"), f"---\nangebote:\n{translated}---\n")
    reading = read_site(root)
    assert reading.kiez is not None
    turkish = reading.kiez.businesses["mavi"].text.in_language("tr").offers
    assert [str(offer.text) for offer in turkish[:20]] == [f"Ü{n}" for n in range(20)]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("profiles/betriebe/mavi/profil.md", "name: ", "status: nicht veröffentlicht\nname: "),
        ("profiles/betriebe/mavi/profil.md", "name: ", "status: unveröffentlicht\nname: "),
        ("profiles/betriebe/mavi/profil.md", "kanaele: [web", "kanaele: [ohne presse, web"),
    ],
)
def test_whoever_says_no_is_not_told_to_say_yes(tmp_path: Path, path: str, old: str, new: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, path, old, new)
    (found,) = [one for one in read_site(root).problems if "gibt es nicht" in one.message]
    assert found.fix is None
    assert "meinten" not in found.message
