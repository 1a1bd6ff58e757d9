"""What two files say differently: found whatever the day, named at its line, with the way out."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.sites import good_site, put_file, read_site, replace_in

from kiezgroessen.problems import Severity

CLUB = "profiles/einrichtungen/jugendclub/einrichtung.md"
LOTSE = "profiles/betriebe/backwerk-lotse/profil.md"
FEST = "profiles/aktionen/2026-05-hoffest/aktion.md"
DEAL = "profiles/aktionen/2026-12-laptops/aktion.md"
OFFER = "angebot: [backwerk-lotse/brot]\n"
LAPTOPS = "    gibt_zurueck: Ein Dankeskonzert"
GLASSES = "    text: Gläser für das Hoffest"
BREAD = "    fuer: die Kita"


def deal(root: Path, status: str, *, more: str = "", kind: str = "bedarf: jugendclub/laptops\n") -> None:
    """An action for the laptops that the club wishes for."""
    text = (
        f"---\ntitel: Laptops\ndatum: 2026-12-01\nstatus: {status}\nbetriebe: [backwerk-lotse]\n"
        f"einrichtungen: [jugendclub]\n{kind}{more}---\n"
    )
    put_file(root, DEAL, text)


def said(root: Path, path: str, day: str = "2026-11-22") -> list[tuple[Severity, str | None, str]]:
    """What is said of one file: how bad, the line as it stands, message and hint."""
    # That a wish has gone by is no contradiction; it is said as well.
    problems = [one for one in read_site(root, day).problems if one.path == path and "abgelaufen" not in one.message]
    return [(one.severity, (one.shown or "").strip() or None, f"{one.message} {one.hint or ''}") for one in problems]


def test_the_good_site_contradicts_itself_nowhere(tmp_path: Path) -> None:
    assert read_site(good_site(tmp_path)).problems == ()


# word of the card, state of the action (None: there is none), how bad, what is said
CARDS: list[tuple[str, str | None, Severity | None, str]] = [
    ("erfuellt", None, Severity.ERROR, "Die Aktion fehlt: anlegen, mit »status: erledigt«"),
    ("erfuellt", "nicht-zustande-gekommen", Severity.ERROR, "keine erledigte Aktion nennt diesen Bedarf"),
    ("erfuellt", "entwurf", Severity.ERROR, "keine erledigte Aktion"),
    ("erfuellt", "vereinbart", Severity.ERROR, f"gehört »status: erledigt« in {DEAL}"),
    ("erfuellt", "erledigt", Severity.WARNING, "Das sagt schon die Aktion »2026-12-laptops«. Die Zeile kann weg."),
    ("vereinbart", None, Severity.WARNING, "Sobald eine Aktion »bedarf: jugendclub/laptops« hat"),
    ("vereinbart", "geplant", Severity.WARNING, f"Sobald in {DEAL} »status: vereinbart« steht"),
    ("vereinbart", "nicht-zustande-gekommen", Severity.WARNING, "Die Karte gilt als vereinbart."),
    ("vereinbart", "vereinbart", Severity.WARNING, "Das sagt schon die Aktion"),
    ("vereinbart", "erledigt", Severity.ERROR, "»vereinbart« ist überholt: Die Aktion »2026-12-laptops« ist erledigt."),
    ("offen", "vereinbart", Severity.ERROR, "Die Zeile kann weg. Fehlt noch etwas, bekommt es eine neue Karte"),
    ("offen", "erledigt", Severity.ERROR, "»offen« geht nicht: Die Aktion »2026-12-laptops« ist erledigt."),
    ("offen", "geplant", None, ""),
    ("offen", "nicht-zustande-gekommen", None, ""),
    ("offen", None, None, ""),
]


@pytest.mark.parametrize(("word", "status", "how", "what"), CARDS)
@pytest.mark.parametrize("day", ["2026-11-22", "2027-06-01"])
def test_a_card_and_its_action(
    tmp_path: Path, word: str, status: str | None, how: Severity | None, what: str, day: str
) -> None:
    root = good_site(tmp_path)
    replace_in(root, CLUB, LAPTOPS, f"{LAPTOPS}\n    status: {word}")
    if status:
        deal(root, status)
    found = said(root, CLUB, day)
    assert [(one[0], one[1]) for one in found] == ([(how, f"status: {word}")] if how else [])
    assert all(what in one[2] for one in found)


OFFERS: list[tuple[str, str | None, str | None]] = [
    ("vereinbart", None, "keine vereinbarte Aktion nennt dieses Angebot"),
    ("vereinbart", "erledigt", "keine vereinbarte Aktion nennt dieses Angebot"),
    ("vereinbart", "vereinbart", "Das sagt schon die Aktion »2026-12-laptops«."),
    ("offen", "vereinbart", "»offen« steht hier, aber die Aktion »2026-12-laptops« ist vereinbart."),
    ("ruht", "vereinbart", "»ruht« steht hier, aber die Aktion »2026-12-laptops« ist vereinbart."),
    ("ruht", "erledigt", None),
    ("ruht", None, None),
    ("offen", None, None),
]


@pytest.mark.parametrize(("word", "status", "what"), OFFERS)
def test_an_offer_and_its_action(tmp_path: Path, word: str, status: str | None, what: str | None) -> None:
    root = good_site(tmp_path)
    replace_in(root, LOTSE, BREAD, f"{BREAD}\n    status: {word}")
    if status:
        deal(root, status, kind=OFFER, more="gegeben: Zwei Kisten Brot.\n" if status == "erledigt" else "")
    found = said(root, LOTSE)
    assert [(one[0], one[1]) for one in found] == ([(Severity.WARNING, f"status: {word}")] if what else [])
    assert all(what is not None and what in one[2] for one in found)


# The line as it stands (None: there is none), and as it should be.
PARTNERS = [
    ("einrichtungen: [kita-krabbe]", "einrichtungen: [kita-krabbe, jugendclub]"),
    ("einrichtungen: kita-krabbe", "einrichtungen: [kita-krabbe, jugendclub]"),
    ("einrichtungen: []", "einrichtungen: [jugendclub]"),
]


@pytest.mark.parametrize(("typed", "right"), PARTNERS)
def test_whose_wish_it_is_takes_part(tmp_path: Path, typed: str, right: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, FEST, "einrichtungen: jugendclub", typed)
    (problem,) = (one for one in read_site(root).problems if one.path == FEST)
    assert problem.severity is Severity.ERROR
    assert "»jugendclub/hoffest« steht unter »bedarf«" in problem.message
    assert (problem.shown, problem.fix) == (typed, right)


def test_the_line_that_is_missing_is_given(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, FEST, "einrichtungen: jugendclub\n", "")
    (problem,) = (one for one in read_site(root).problems if one.path == FEST)
    assert problem.hint == "Diese Zeile fehlt: einrichtungen: [jugendclub]"


def test_a_list_over_several_lines_is_not_rewritten(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, FEST, "einrichtungen: jugendclub\n", "einrichtungen:\n  - kita-krabbe\n")
    (problem,) = (one for one in read_site(root).problems if one.path == FEST)
    assert (problem.fix, problem.hint) == (None, "»jugendclub« gehört dazu.")


def test_whose_offer_it_is_takes_part(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, FEST, "betriebe: [mavi, backwerk-lotse]", "betriebe: [backwerk-lotse]")
    (problem,) = (one for one in read_site(root).problems if one.path == FEST)
    assert problem.fix == "betriebe: [backwerk-lotse, mavi]"


def test_a_name_that_does_not_exist_is_reported_once(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, FEST, "einrichtungen: jugendclub", "einrichtungen: jugendklub")
    assert len([one for one in read_site(root).problems if one.path == FEST]) == 1


def test_wish_and_offer_are_of_one_kind(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, CLUB, f"    art: sachspende\n{GLASSES}", f"    art: fachvortrag\n{GLASSES}")
    (found,) = said(root, FEST)
    assert found[0] is Severity.WARNING
    assert "Der Bedarf ist von der Art »fachvortrag«, das Angebot »sachspende«." in found[2]


TOLD = [
    ("erledigt", "", ["erledigt, aber »gegeben« fehlt"]),
    ("erledigt", "gegeben: Zehn Laptops.\n", []),
    ("nicht-zustande-gekommen", "gegeben: Zehn Laptops.\n", ["aber die Aktion kam nicht zustande"]),
    ("vereinbart", "wirkung: Alle rechnen.\n", ["aber die Aktion ist erst vereinbart"]),
    ("geplant", "zahlen: {plaetze: 3}\n", []),
    ("entwurf", "gegeben: Zehn Laptops.\n", []),
]


@pytest.mark.parametrize(("status", "more", "what"), TOLD)
def test_what_is_told_fits_the_state(tmp_path: Path, status: str, more: str, what: list[str]) -> None:
    root = good_site(tmp_path)
    deal(root, status, more=more)
    found = said(root, DEAL, "2026-12-01")
    assert len(found) == len(what)
    assert all(part in one[2] and one[0] is Severity.WARNING for part, one in zip(what, found, strict=True))
