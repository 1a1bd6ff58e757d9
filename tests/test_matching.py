"""Which offer might suit which wish: what is compared, in which order, and what an editor reads."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from tests.support.sites import TODAY, good_site, kiez_of, put_file, replace_in

from kiezgroessen.link import matching
from kiezgroessen.link.compare import Amount, ages, amount, enough, metres, related, stems
from kiezgroessen.link.matching import match
from kiezgroessen.link.pairs import Matching, Pair, Suggestion
from kiezgroessen.shell.match import distance, main
from kiezgroessen.shell.program import with_names

HOUSE = Path(__file__).parent.parent
MAVI = "profiles/betriebe/mavi/profil.md"


def business(root: Path, slug: str, offers: str, more: str = "") -> None:
    """A business whose name is its folder's, with ``offers`` as YAML lines without indent."""
    text = f"---\nname: {slug.title()}\ngewerbe: cafe\n{more}angebote:\n{indented(offers)}---\nText.\n"
    put_file(root, f"profiles/betriebe/{slug}/profil.md", text)


def institution(root: Path, slug: str, wishes: str, more: str = "") -> None:
    """The same for an institution and its wishes."""
    text = f"---\nname: {slug.title()}\n{more}bedarfe:\n{indented(wishes)}---\nText.\n"
    put_file(root, f"profiles/einrichtungen/{slug}/einrichtung.md", text)


def indented(entries: str) -> str:
    lines = entries.strip().splitlines()
    return "".join(f"  {'' if line.startswith('-') else '  '}{line.strip()}\n" for line in lines)


def of(found: Matching, wish: str) -> Suggestion:
    return next(one for one in found.suggestions if one.wanted.node.id == wish)


def names(one: Suggestion) -> list[str]:
    return [pair.offered.business.slug for pair in one.pairs]


WISH = """
- kennung: karten
art: sachspende
text: Zwanzig Landkarten
fuer: Kinder ab 8
menge: 20 Stück
"""


def only_pair(root: Path) -> Pair:
    (pair,) = of(match(kiez_of(root)), "karten").pairs
    return pair


# Words, ages, amounts, ways


def test_only_nouns_that_say_something_are_compared() -> None:
    assert set(stems("Eine Stunde Gewürze zum Riechen, Mahlen und Raten").values()) == {
        "Gewürze",
        "Riechen",
        "Mahlen",
        "Raten",
    }
    assert stems("Schnuppertage").keys() == stems("Ein Schnuppertag").keys()
    assert stems("Plätzchen") != stems("Platz")


def test_the_kind_itself_is_no_common_word() -> None:
    assert list(stems("Ein Praktikumsplatz im Januar", but=("praktikum",)).values()) == ["Januar"]


def test_a_school_is_a_primary_school_too() -> None:
    assert related(stems("Kitas und Schulen"), stems("Grundschule am Färbergang")) == ("Schulen",)
    assert related(stems("Kitas"), stems("Seniorentreff")) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Menschen ab 65", (65, 120)),
        ("Jugendliche ab 14", (14, 27)),
        ("Kinder ab 4", (4, 14)),
        ("Kinder und Jugendliche ab 8", (8, 27)),
        ("ältere Menschen", (60, 120)),
        ("Jugendliche ab 15, alle Geschlechter", (15, 27)),
        ("Kinder von 6 bis 12", (6, 12)),
        ("die B-Mädchen, 14 bis 16 Jahre", (14, 16)),
        ("Kinder bis 10 Jahre", (0, 10)),
        ("dienstags ab 17 Uhr", None),
        ("Gruppen bis 15 Personen", None),
        ("dienstags von 10 bis 12 Uhr", None),
        ("Mieter:innen", None),
        ("Kinder aus der dritten und vierten Klasse", (8, 10)),
        ("Kinder der 3. bis 6. Klasse", (8, 12)),
        ("Klasse 7", (12, 13)),
        ("eine Klasse", None),
    ],
)
def test_ages_are_told_from_hours_and_heads(text: str, expected: tuple[int, int] | None) -> None:
    assert ages(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 Stück", Amount(10, "stuck", "")),
        ("2 Plätze im Jahr", Amount(2, "platz", "im jahr")),
        ("8 kleine Sträuße", Amount(8, "strauss", "")),
        ("bis 30 Portionen", Amount(30, "portion", "")),
        ("1.500 Hefte", Amount(1500, "heft", "")),
        ("2,5 Stunden in der Woche", Amount(2.5, "stund", "in der woche")),
        ("nach Absprache", None),
        ("stapelweise", None),
    ],
)
def test_an_amount_is_a_number_of_something(text: str, expected: Amount | None) -> None:
    assert amount(text) == expected


@pytest.mark.parametrize(
    ("wanted", "offered", "covers"),
    [
        ("2 Plätze", "2 Plätze im Jahr", True),
        ("4 Plätze", "2 Plätze", False),
        ("4 Plätze", "3 Tage", None),
        ("1 Stunde im Monat", "1 Stunde im Monat", True),
        ("1 Stunde in der Woche", "2 Stunden im Monat", None),
    ],
)
def test_amounts_are_compared_only_in_the_same_unit_and_rhythm(wanted: str, offered: str, covers: bool | None) -> None:
    assert enough(amount(wanted), amount(offered)) is covers


def test_the_way_between_two_places() -> None:
    # Brandenburg Gate and Alexanderplatz's tower, about 2.2 km apart on any map.
    assert metres((52.51628, 13.37770), (52.52082, 13.40942)) == pytest.approx(2205, rel=0.005)
    # A degree of latitude on a sphere of this radius.
    assert metres((52.0, 13.0), (53.0, 13.0)) == pytest.approx(111_195, abs=1)
    assert metres((0.0, 0.0), (0.0, 180.0)) == pytest.approx(20_015_115, abs=1)


@pytest.mark.parametrize(
    ("way", "said"),
    [(2, "10 m"), (344.4, "340 m"), (996, "1,0 km"), (2205, "2,2 km"), (9949, "9,9 km"), (12_700, "13 km")],
)
def test_ways_are_said_no_more_exactly_than_they_are_known(way: float, said: str) -> None:
    assert distance(way) == said


# What is suggested


def test_only_offers_of_the_same_kind_are_suggested(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    institution(root, "hort", WISH)
    business(root, "atlas", "- art: sachspende\ntext: Alte Landkarten")
    business(root, "globus", "- art: fachvortrag\ntext: Vortrag über Landkarten")
    assert names(of(match(kiez_of(root)), "karten")) == ["atlas"]


@pytest.mark.parametrize(
    ("offer", "more"),
    [
        ("- art: sachspende\ntext: Alte Landkarten\nstatus: ruht", ""),
        ("- art: sachspende\ntext: Alte Landkarten", "status: entwurf\n"),
        ("- art: sachspende\ntext: Alte Landkarten", "status: ruht\n"),
        ("- art: sachspende\ntext: Alte Landkarten", "ende: 2026-01-01\n"),
        ("- art: sachspende\ntext: Alte Landkarten", "seit: 2027\n"),
    ],
)
def test_what_rests_or_has_ended_is_not_suggested(tmp_path: Path, offer: str, more: str) -> None:
    root = good_site(tmp_path)
    institution(root, "hort", WISH)
    business(root, "atlas", offer, more)
    assert names(of(match(kiez_of(root)), "karten")) == []


def test_a_wish_whose_day_has_gone_by_is_no_wish_any_more(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    institution(root, "hort", f"{WISH}bis: 2026-11-21")
    assert "karten" not in [one.wanted.node.id for one in match(kiez_of(root)).suggestions]


def test_a_wish_that_is_planned_for_gets_no_other_suggestion(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    institution(root, "hort", WISH)
    business(root, "atlas", "- kennung: karten\nart: sachspende\ntext: Alte Landkarten")
    plan = "---\ntitel: Kartentag\ndatum: 2027-01-05\nstatus: geplant\nbetriebe: [atlas]\neinrichtungen: [hort]\n"
    put_file(root, "profiles/aktionen/2027-01-karten/aktion.md", f"{plan}bedarf: hort/karten\n---\nText.\n")
    one = of(match(kiez_of(root)), "karten")
    assert names(one) == []
    assert [action.slug for action in one.planned] == ["2027-01-karten"]


# In which order


def test_the_nearest_deadline_comes_first(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    institution(root, "hort", WISH)
    institution(root, "aula", WISH.replace("karten\n", "spaeter\n", 1) + "bis: 2027-06-01")
    institution(root, "zirkus", WISH.replace("karten\n", "bald\n", 1) + "bis: 2026-12-01")
    order = [one.wanted.node.id for one in match(kiez_of(root)).suggestions]
    assert [wish for wish in order if wish in ("karten", "bald", "spaeter")] == ["bald", "spaeter", "karten"]


SAME = "- art: sachspende\ntext: Landkarten\n"


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param((SAME, ""), (SAME + "fuer: Menschen ab 65", ""), id="nothing against it"),
        pytest.param((SAME, ""), ("- art: sachspende\ntext: Bücher\nfuer: Kinder", ""), id="the same thing"),
        pytest.param((SAME + "fuer: Kinder", ""), (SAME + "fuer: Einrichtungen", ""), id="the same people"),
        pytest.param((SAME + "menge: 20 Stück", ""), (SAME + "menge: 5 Stück", ""), id="enough"),
        pytest.param((SAME, ""), (SAME + "menge: 5 Stück", ""), id="too little is worse than not said"),
        pytest.param((SAME, "sprachen: [de, tr]\n"), (SAME, "sprachen: [de]\n"), id="a common language"),
        pytest.param((SAME, "lage: 52.50000, 13.40000\n"), (SAME, "lage: 52.60000, 13.40000\n"), id="the shorter way"),
        pytest.param((SAME, "lage: 52.60000, 13.40000\n"), (SAME, ""), id="a way that is known"),
    ],
)
def test_the_rules_of_order(tmp_path: Path, better: tuple[str, str], worse: tuple[str, str]) -> None:
    """The worse one has the name that comes first, so that nothing is left to the alphabet."""
    root = good_site(tmp_path)
    institution(root, "hort", WISH, "lage: 52.50000, 13.40100\nsprachen: [de, tr]\n")
    business(root, "anfang", *worse)
    business(root, "zuletzt", *better)
    assert names(of(match(kiez_of(root)), "karten")) == ["zuletzt", "anfang"]


def test_what_is_equal_stands_by_name(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    institution(root, "hort", WISH)
    for slug in ("mitte", "anfang", "zuletzt"):
        business(root, slug, SAME)
    assert names(of(match(kiez_of(root)), "karten")) == ["anfang", "mitte", "zuletzt"]


# With which reasons


def test_german_is_no_reason(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    institution(root, "hort", WISH, "sprachen: [de, ar, tr]\n")
    business(root, "atlas", SAME, "sprachen: [de, ar]\n")
    assert only_pair(root).languages == ("ar",)


def test_pieces_of_other_things_are_not_enough(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    institution(root, "hort", WISH)
    business(root, "atlas", "- art: sachspende\ntext: Tassen\nfuer: Kinder\nmenge: 50 Stück")
    assert only_pair(root).enough is None


def test_an_offer_for_the_institution_by_name(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    institution(root, "hort", WISH)
    business(root, "atlas", "- art: sachspende\ntext: Tassen\nfuer: den Hort nebenan")
    assert only_pair(root).audience == ("Hort",)


def action(root: Path, status: str) -> None:
    text = f"---\ntitel: Kartenabend\ndatum: 2026-03-05\nstatus: {status}\nbetriebe: [atlas]\neinrichtungen: [hort]\n"
    put_file(root, "profiles/aktionen/2026-03-karten/aktion.md", f"{text}---\nText.\n")


def said(root: Path, capsys: pytest.CaptureFixture[str], *slugs: str) -> str:
    assert main(slugs, date=TODAY, root=root) == 0
    return " ".join(capsys.readouterr().out.split())


def test_the_reasons_are_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = good_site(tmp_path)
    institution(root, "hort", f"{WISH}bis: 2026-12-02", "lage: 52.50000, 13.40000\nsprachen: [de, tr]\n")
    offer = "- art: sachspende\ntext: Alte Landkarten\nfuer: Kinder ab 6\nmenge: 30 Stück im Jahr"
    business(root, "atlas", offer, "lage: 52.50300, 13.40000\nsprachen: [de, tr]\n")
    text = said(root, capsys, "hort")
    assert "»Zwanzig Landkarten« Hort · Sachspende · für Kinder ab 8 · 20 Stück · bis 02.12.2026, noch 10 Tage" in text
    assert "→ Atlas: »Alte Landkarten«" in text
    assert "Beide nennen: Landkarten." in text
    assert "Angeboten für »Kinder ab 6«. Zu Hort passt: Kinder." in text
    assert "Das Alter passt." in text
    assert "Gebraucht »20 Stück«, angeboten »30 Stück im Jahr«. Das reicht." in text
    assert "Beide sprechen außer Deutsch: Türkisch." in text
    assert "Entfernung: rund 330 m Luftlinie." in text
    assert "Noch nie zusammen." in text


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("erledigt", "Schon zusammen: »Kartenabend«, 5. März 2026."),
        ("nicht-zustande-gekommen", "Nicht zustande gekommen: »Kartenabend«, 5. März 2026."),
    ],
)
def test_what_was_before_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], status: str, sentence: str
) -> None:
    root = good_site(tmp_path)
    institution(root, "hort", WISH)
    business(root, "atlas", SAME)
    action(root, status)
    text = said(root, capsys, "hort")
    assert sentence in text
    assert "Noch nie zusammen" not in text


def test_what_is_missing_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = good_site(tmp_path)
    text = said(root, capsys)
    assert "»Zehn gebrauchte Laptops«" in text
    assert "Keins der 2 offenen Angebote dieser Art nennt dieselbe Sache oder dieselben Leute." in text
    replace_in(root, "profiles/betriebe/rad-und-tat/profil.md", "art: fachvortrag", "art: praktikum")
    assert "Kein Betrieb hat ein offenes Angebot dieser Art." in said(root, capsys, "kita-krabbe")


def test_offers_nobody_asks_for_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = said(good_site(tmp_path), capsys)
    kinds, rest = text.split("Offene Angebote, zu denen gerade kein Wunsch erkennbar passt:")
    assert "gerade niemand sucht: Café Mavi: »Ein Praktikum hinter der Theke«" in kinds
    assert "»Vierzig Teegläser zum Leihen«" in rest


def test_few_are_shown_and_the_rest_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = good_site(tmp_path)
    institution(root, "hort", WISH)
    for number in range(5):
        business(root, f"tassen-{number}", "- art: sachspende\ntext: Tassen\nfuer: Kinder")
    text = said(root, capsys)
    assert text.count("»Tassen«") == 3
    assert "Kein Angebot nennt dieselbe Sache. Zu fragen wäre:" in text
    assert "Dazu 2 weitere Angebote für dieselben Leute." in text
    assert said(root, capsys, "hort").count("»Tassen«") == 5


# Of whom


def test_somebody_can_be_asked_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = good_site(tmp_path)
    institution(root, "hort", WISH)
    business(root, "atlas", SAME)
    business(root, "globus", SAME)
    text = said(root, capsys, "atlas")
    assert "Atlas" in text
    assert "Globus" not in text
    assert "Laptops" not in text


def test_nobody_of_that_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mawi"], date=TODAY, root=good_site(tmp_path)) == 1
    assert "»mawi« ist weder ein Betrieb, der dabei ist, noch eine Einrichtung. Meinten Sie »mavi«?" in (
        capsys.readouterr().out
    )


def test_nothing_is_matched_from_files_with_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "gewerbe: cafe", "gewerbe: kaffee")
    assert main((), date=TODAY, root=root) == 2
    assert "python3 tasks.py check" in capsys.readouterr().out
    assert main((), date="gestern", root=root) == 1


def test_any_number_of_names_can_be_typed() -> None:
    typed = ["tasks.py", "match", "mavi", "jugendclub", "--date", TODAY]
    assert with_names(typed) == ["tasks.py", "match", "--names", "mavi,jugendclub", "--date", TODAY]


@pytest.mark.parametrize("day", [["--date", TODAY], [f"--date={TODAY}"], ["-d", TODAY], [f"-d{TODAY}"]])
def test_options_may_stand_before_the_names(day: list[str]) -> None:
    assert with_names(["tasks.py", "match", *day, "mavi", "jugendclub"]) == [
        "tasks.py",
        "match",
        "--names",
        "mavi,jugendclub",
        *day,
    ]
    assert with_names(["tasks.py", "match", "--help", "mavi"])[-1] == "--help"


def test_a_reader_who_goes_away_is_no_fault() -> None:
    command = [sys.executable, "tasks.py", "--list"]
    with subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout
        assert program.stderr
        program.stdout.close()
        assert program.stderr.read() == b""


def test_of_very_many_offers_those_with_the_rare_word_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are, a wish is compared with a bounded number, and what suits is among them."""
    monkeypatch.setattr(matching, "LOOKED_AT", 5)
    root = good_site(tmp_path)
    institution(root, "hort", WISH)
    for number in range(12):
        business(root, f"laden-{number:02}", "- art: sachspende\ntext: Tassen\nfuer: Kinder")
    business(root, "zuletzt", SAME)
    looked = []

    def counting(ours: Mapping[str, str], theirs: Iterable[str]) -> tuple[str, ...]:
        looked.append(ours)
        return related(ours, theirs)

    monkeypatch.setattr(matching, "related", counting)
    found = match(kiez_of(root), {"hort"})
    assert names(of(found, "karten"))[0] == "zuletzt"
    assert len(looked) <= 5 * len(found.suggestions) + 5 * 2, "two wishes of the good site are looked at as well"
