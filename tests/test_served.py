"""A wish that is taken twice or not served in full: said at the action's line, with the way out."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.sites import good_site, put_file, read_site, replace_in

from kiezgroessen.problems import Problem, Severity

CLUB = "profiles/einrichtungen/jugendclub/einrichtung.md"


def action(root: Path, slug: str, day: str, status: str, *, wishes: str = "jugendclub/laptops", more: str = "") -> str:
    """An action that names a wish; gives its path."""
    path = f"profiles/aktionen/{slug}/aktion.md"
    told = "gegeben: Laptops.\n" if status == "erledigt" else ""
    text = (
        f"---\ntitel: Aktion {slug}\ndatum: {day}\nstatus: {status}\nbetriebe: [backwerk-lotse]\n"
        f"einrichtungen: [jugendclub]\nbedarf: {wishes}\n{told}{more}---\n"
    )
    put_file(root, path, text)
    return path


def warned(root: Path, path: str) -> list[Problem]:
    """All that is said of a file; only warnings."""
    found = [one for one in read_site(root, "2026-11-22").problems if one.path == path]
    assert all(one.severity is Severity.WARNING for one in found)
    return found


@pytest.mark.parametrize(
    ("status", "day", "said"),
    [
        ("geplant", "2026-12-01", True),
        ("vereinbart", "2026-12-01", True),
        ("erledigt", "2026-11-01", True),
        ("nicht-zustande-gekommen", "2026-11-01", False),
        ("entwurf", "2026-12-01", False),
    ],
)
@pytest.mark.parametrize("wishes", ["jugendclub/laptops", "[jugendclub/laptops]"])
def test_a_fulfilled_wish_is_not_taken_again(tmp_path: Path, status: str, day: str, said: bool, wishes: str) -> None:
    root = good_site(tmp_path)
    first = action(root, "2026-10-zuerst", "2026-10-01", "erledigt")
    again = action(root, "2026-01-noch-einmal", day, status, wishes=wishes)
    found = warned(root, again)
    assert [problem.shown for problem in found] == ([f"bedarf: {wishes}"] if said else [])
    for problem in found:
        assert "»jugendclub/laptops« ist schon erfüllt, durch die Aktion »2026-10-zuerst«." in problem.message
        assert problem.hint == "Für weiteren Bedarf gibt es eine neue Karte mit eigener Kennung."
    assert not warned(root, first)


def test_a_wish_that_nobody_has_fulfilled_may_be_taken_up_by_several(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    paths = [action(root, f"2026-12-{name}", "2026-12-01", "vereinbart") for name in ("eins", "zwei")]
    assert not [problem for path in paths for problem in warned(root, path)]


# What the card asks for, what the action counts, and what is said (None: nothing).
COUNTED = [
    ("4", "plaetze: 2", ("Gebraucht 4, gegeben 2", "menge: 2")),
    ('"4"', "stueck: 2", ("Gebraucht 4, gegeben 2", "menge: 2")),
    ("4 Plätze", "plaetze: 2", ("Gebraucht 4, gegeben 2", "menge: 2 Plätze")),
    ("4 Praktikumsplätze", "plaetze: 2", ("Gebraucht 4, gegeben 2", "menge: 2 Praktikumsplätze")),
    ("1.200 Stück", "stueck: 200", ("Gebraucht 1200, gegeben 200", "menge: 200 Stück")),
    ("4 Plätze", "plaetze: 4", None),
    ("4 Plätze", "plaetze: 5", None),
    ("4 Plätze", "stueck: 2", None),
    ("4 Kisten", "stueck: 2", None),
    ("4 Plätze im Jahr", "plaetze: 2", None),
    ("etwa 4 Plätze", "plaetze: 2", None),
    ("4", "plaetze: 2, stueck: 3", None),
    ("4", "stunden: 2", None),
]


@pytest.mark.parametrize(("amount", "numbers", "said"), COUNTED)
def test_a_part_of_what_was_asked_for(tmp_path: Path, amount: str, numbers: str, said: tuple[str, str] | None) -> None:
    root = good_site(tmp_path)
    replace_in(root, CLUB, "menge: 10 Stück", f"menge: {amount}")
    path = action(root, "2026-10-zuerst", "2026-10-01", "erledigt", more=f"zahlen: {{{numbers}}}\n")
    found = warned(root, path)
    assert len(found) == (said is not None)
    for problem in found:
        message, kept = said or ("", "")
        assert f"{message}: neue Karte für den Rest?" in problem.message
        assert problem.hint == f"Bei »jugendclub/laptops« steht dann nur noch: {kept}"
        assert problem.shown == f"zahlen: {{{numbers}}}"


def test_what_several_cards_share_is_not_counted(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    wishes = "[jugendclub/laptops, jugendclub/hoffest]"
    path = action(root, "2026-10-zuerst", "2026-10-01", "erledigt", wishes=wishes, more="zahlen: {stueck: 2}\n")
    assert not [one for one in warned(root, path) if "Gebraucht" in one.message]
