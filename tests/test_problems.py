"""The report: where, what is the case, and the way out, for people, programs and reviews."""

from __future__ import annotations

import json

import pytest

from kiezgroessen.problems import (
    Problem,
    Severity,
    as_github,
    as_json,
    as_text,
    error,
    has_errors,
    in_order,
    nearest,
    warning,
)


@pytest.mark.parametrize(
    ("typed", "known", "expected"),
    [
        ("praktikumm", ["sachspende", "praktikum"], "praktikum"),
        ("Praktikum", ["praktikum"], "praktikum"),
        ("Bäckerei", ["baeckerei", "cafe"], "baeckerei"),
        ("backhaus-muller", ["backhaus-mueller", "backhaus"], "backhaus-mueller"),
        ("GROSS", ["groß"], "groß"),
        ("zirkus", ["baeckerei", "cafe"], None),
        ("x", [], None),
        ("", ["cafe"], None),
    ],
)
def test_the_nearest_word_is_offered_and_nothing_far_away(typed: str, known: list[str], expected: str | None) -> None:
    assert nearest(typed, known) == expected


LATE = error("b.md", 7, "Das geht nicht.", field="name", hint="So geht es.", shown="name: x\n", fix="name: y", column=3)
PROBLEMS = [
    LATE,
    warning("b.md", 7, "Achtung."),
    error("a.md", None, "Die Datei fehlt."),
    LATE,
    error("b.md", 2, "Früher."),
]


def test_the_text_says_each_thing_once_in_the_order_of_the_lines() -> None:
    assert as_text(PROBLEMS).split("\n") == [
        "a.md: Die Datei fehlt.",
        "b.md:2: Früher.",
        "b.md:7: Das geht nicht. So geht es.",
        "    steht da:  name: x",
        "    richtig:   name: y",
        "b.md:7: Warnung: Achtung.",
    ]


def test_the_indentation_of_a_line_is_shown() -> None:
    problem = error("a.md", 1, "Falsch eingerückt.", shown="   name: x", fix="  name: x")
    assert as_text([problem]).split("\n")[1:] == ["    steht da:     name: x", "    richtig:     name: x"]


def test_nothing_to_report_is_an_empty_report() -> None:
    assert as_text([]) == ""
    assert as_github([]) == ""
    assert json.loads(as_json([])) == []


def test_programs_get_every_field() -> None:
    rows = json.loads(as_json(PROBLEMS))
    assert [row["line"] for row in rows] == [None, 2, 7, 7]
    assert rows[2] == {
        "severity": "error",
        "path": "b.md",
        "line": 7,
        "field": "name",
        "message": "Das geht nicht.",
        "hint": "So geht es.",
        "shown": "name: x\n",
        "fix": "name: y",
        "column": 3,
    }
    assert "ü" in as_json(PROBLEMS), "umlauts stay readable"


def test_reviews_get_a_command_per_problem() -> None:
    assert as_github(PROBLEMS).split("\n") == [
        "::error file=a.md::Die Datei fehlt.",
        "::error file=b.md,line=2::Früher.",
        "::error file=b.md,line=7::Das geht nicht. So geht es. Richtig: name: y",
        "::warning file=b.md,line=7::Achtung.",
    ]


def test_nobody_can_smuggle_a_second_command_into_a_review() -> None:
    text = as_github([error("a,b:c%\n.md", 1, "eins\n::warning::zwei\r100 %")])
    assert text == "::error file=a%2Cb%3Ac%25%0A.md,line=1::eins%0A::warning::zwei<U+000D>100 %25"


def test_what_is_quoted_commands_no_terminal_and_no_build_service() -> None:
    said = "eins\n::warning::zwei \x1b[2J \u202eierd ##[error]vier"
    problem = error("a\x1b.md", 1, said, shown="\t::x \x07##[group]y", fix="z\n::error::z")
    assert as_text([problem]).split("\n") == [
        "a<U+001B>.md:1: eins",
        "    | ::warning::zwei <U+001B>[2J <U+202E>ierd ## [error]vier",
        "    steht da:  \t::x <U+0007>## [group]y",
        "    richtig:   z",
        "    | ::error::z",
    ]
    assert "<U+001B>[2J <U+202E>" in as_github([problem])


@pytest.mark.parametrize(
    ("problems", "expected"),
    [([], False), ([warning("a", 1, "x")], False), ([warning("a", 1, "x"), error("b", 1, "y")], True)],
)
def test_only_errors_stop_the_build(problems: list[Problem], expected: bool) -> None:
    assert has_errors(problems) is expected


def test_equal_problems_are_one() -> None:
    assert in_order([LATE, LATE]) == [LATE]
    assert LATE.severity is Severity.ERROR


def test_of_thousands_the_first_are_shown_errors_before_warnings_and_the_rest_is_counted() -> None:
    many = [warning("a.md", number, "Achtung.") for number in range(1, 2001)]
    many += [error("b.md", number, "Das geht nicht.", shown="x" * 9000) for number in range(1, 101)]
    lines = as_text(many).split("\n")
    assert sum(line.startswith("b.md:") for line in lines) == 100
    assert lines[0] == "a.md:1: Warnung: Achtung."
    assert lines[-1].startswith("… und 1800 weitere (0 Fehler).")
    assert len(lines) < 450
    assert max(map(len, lines)) < 600
    assert len(json.loads(as_json(many))) == 2100
