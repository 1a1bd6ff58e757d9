"""Mistakes typed into a file that `new` made: the right line, the cause, and a corrected line that can be pasted."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from kiezgroessen.problems import Problem, Severity
from kiezgroessen.read.header import split
from kiezgroessen.read.yamltree import parse
from kiezgroessen.shell.new import template

PATH = "profil.md"
WORDS = {"gewerbe": {"baeckerei": "Bäckerei", "cafe": "Café", "zahnarztpraxis": "Zahnarztpraxis"}, "arten": {}}


def fresh(kind: str) -> str:
    names = {"betrieb": "Bäckerei Sonnenkorn", "aktion": "Hoffest", "meldung": "Neu im Kiez"}
    return template(kind, names.get(kind, "Sommer"), dt.date(2026, 11, 22), WORDS)


def switched_on(text: str) -> str:
    """All examples of a template made valid, as by an editor who deletes each # before a word."""
    return re.sub(r"(?m)^( *)#(?=[a-z]|  )", r"\1", re.sub(r"(?m)^#(?=[a-z]|  )", "", text))


def bare(text: str) -> str:
    """The same without remarks and blank lines, but with the notes behind the values."""
    header, fence, body = text.removeprefix("---\n").partition("\n---\n")
    kept = [line for line in header.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    return "---\n" + "\n".join(kept) + fence + body


FORMS = {"template": lambda text: text, "bare": bare}


def problems_of(text: str) -> list[Problem]:
    parts, problems = split(text, PATH)
    if parts is None:
        return problems
    _, found = parse(parts.header, path=PATH, first_line=parts.header_line, lang="de")
    return problems + found


def pasted(text: str, problems: list[Problem]) -> str:
    lines = text.split("\n")
    for problem in problems:
        assert problem.line is not None
        assert problem.fix is not None, problem
        lines[problem.line - 1] = problem.fix
    return "\n".join(lines)


NOTE = "                    # Wer hat fotografiert?"
WHAT = "  # Was genau?"
# (kind, right line, typed line, word of the message, corrected line if not the right one)
TYPED: dict[str, tuple[str, str, str, str, str | None]] = {
    "colon": ("betrieb", "zitat: Brot backe ich sowieso.", "zitat: Ich sage immer: Brot backe ich sowieso.",
              "Doppelpunkt", 'zitat: "Ich sage immer: Brot backe ich sowieso."'),
    "colon before a note": ("betrieb", f"    text: Zwei Praktikumsplätze im Jahr{WHAT}",
                            f"    text: Zwei Plätze: einer im Mai{WHAT}", "Doppelpunkt",
                            f'    text: "Zwei Plätze: einer im Mai"{WHAT}'),
    "colon in an action": ("aktion", 'titel: "Hoffest"', "titel: Neu: Hoffest", "Doppelpunkt", 'titel: "Neu: Hoffest"'),
    "colon in news": ("meldung", 'titel: "Neu im Kiez"', "titel: Neu: Im Kiez", "Doppelpunkt",
                      'titel: "Neu: Im Kiez"'),
    "tab in a group": ("betrieb", "  strasse: Krähenufer 12  # Straße und Hausnummer",
                       "\tstrasse: Krähenufer 12  # Straße und Hausnummer", "Tabulator", None),
    "tab in a list": ("betrieb", "    fuer: Jugendliche ab 14              # Für wen?",
                      "\tfuer: Jugendliche ab 14              # Für wen?", "Tabulator", None),
    "tab before a dash": ("betrieb", "  - art: praktikum                       # Art des Angebots",
                          "\t- art: praktikum                       # Art des Angebots", "Tabulator", None),
    "tab in an action": ("aktion", "  stunden: 6        # Wie viele Stunden?",
                         "\tstunden: 6        # Wie viele Stunden?", "Tabulator", None),
    "tab before a top word of an action": ("aktion", "ort: Backstube, Krähenufer 12",
                                           "\tort: Backstube, Krähenufer 12", "Tabulator", None),
    "closing quote": ("betrieb", 'name: "Bäckerei Sonnenkorn"', 'name: "Bäckerei Sonnenkorn', "Anführungszeichen",
                      None),
    "closing quote before a note": ("betrieb", f'    urheber: "Foto: Jo Albrecht"{NOTE}',
                                    f'    urheber: "Foto: Jo Albrecht{NOTE}', "Anführungszeichen", None),
    "closing quote far above": ("betrieb", "zitat: Brot backe ich sowieso.", 'zitat: "Brot backe ich sowieso.',
                                "Anführungszeichen", 'zitat: "Brot backe ich sowieso."'),
    "closing quote in an action": ("aktion", 'titel: "Hoffest"', 'titel: "Hoffest', "Anführungszeichen", None),
    "closing quote in news": ("meldung", 'titel: "Neu im Kiez"', 'titel: "Neu im Kiez', "Anführungszeichen", None),
    "opening quote before a note": ("betrieb", f'    urheber: "Foto: Jo Albrecht"{NOTE}',
                                    f'    urheber: Foto: Jo Albrecht"{NOTE}', "Doppelpunkt", None),
    "quotes of a word processor": ("betrieb", f'    urheber: "Foto: Jo Albrecht"{NOTE}',
                                   f"    urheber: „Foto: Jo Albrecht“{NOTE}", "Doppelpunkt", None),
    "quotes around the first word": ("betrieb", "zitat: Brot backe ich sowieso.", 'zitat: "Brot" backe ich sowieso.',
                                     "Anführungszeichen", "zitat: '\"Brot\" backe ich sowieso.'"),
    "no blank after the colon": ("betrieb", "gewerbe: baeckerei", "gewerbe:baeckerei", "Leerzeichen", None),
    "no blank and a capital letter": ("betrieb", "  telefon: 030 23125 017                # Telefon mit Vorwahl",
                                      "  Telefon:030 23125 017                # Telefon mit Vorwahl", "Leerzeichen",
                                      None),
    "open bracket": ("betrieb", "inhaber: [Ayşe Demir]", "inhaber: [Ayşe Demir", "»]«", None),
    "open bracket before a note": ("betrieb", "    kanaele: [web, druck]      # Wofür? web, social, presse, druck",
                                   "    kanaele: [web, druck      # Wofür? web, social, presse, druck", "»]«",
                                   "    kanaele: [web, druck]      # Wofür? web, social, presse, druck"),
    "at sign": ("betrieb", '  instagram: "@sonnenkorn"              # Name bei Instagram',
                "  instagram: @sonnenkorn              # Name bei Instagram", "»@«", None),
    "one blank too few": ("betrieb", "    menge: 2 Plätze im Jahr              # Wie viel, wie oft?",
                          "   menge: 2 Plätze im Jahr              # Wie viel, wie oft?", "eingerückt", None),
    "one blank too many": ("betrieb", "    menge: 2 Plätze im Jahr              # Wie viel, wie oft?",
                           "     menge: 2 Plätze im Jahr              # Wie viel, wie oft?", "eingerückt", None),
    "dash without a blank": ("betrieb", "  - kennung: ayse              # Kurzer Name, auf den das Foto verweist",
                             "  -kennung: ayse              # Kurzer Name, auf den das Foto verweist", "Bindestrich",
                             None),
    "long dash": ("betrieb", "  - kennung: ayse              # Kurzer Name, auf den das Foto verweist",
                  "  – kennung: ayse              # Kurzer Name, auf den das Foto verweist", "Bindestrich", None),
    "bullet": ("betrieb", "  - kennung: ayse              # Kurzer Name, auf den das Foto verweist",
               "  • kennung: ayse              # Kurzer Name, auf den das Foto verweist", "Bindestrich", None),
    "semicolon": ("betrieb", "seit: 2017-05", "seit; 2017-05", "»;«", None),
    "protected blanks": ("betrieb", "    urheber: " + f'"Foto: Jo Albrecht"{NOTE}',
                         "\u00a0\u00a0\u00a0\u00a0urheber: " + f'"Foto: Jo Albrecht"{NOTE}', "geschützte", None),
    "protected blank among others": ("betrieb", "  plz: 10000              # Postleitzahl",
                                     " \u00a0plz: 10000              # Postleitzahl", "geschützte", None),
    "protected blank after the colon": ("betrieb", "gewerbe: baeckerei", "gewerbe:\u00a0baeckerei", "Leerzeichen",
                                        None),
}  # fmt: skip
ALL = [pytest.param(form, *case, id=f"{name}, {form}") for name, case in TYPED.items() for form in FORMS]


@pytest.mark.parametrize("kind", ["betrieb", "einrichtung", "aktion", "kampagne", "meldung", "seite"])
@pytest.mark.parametrize("form", FORMS)
def test_all_examples_of_a_template_can_be_read(kind: str, form: str) -> None:
    assert problems_of(FORMS[form](switched_on(fresh(kind)))) == []


@pytest.mark.parametrize(("form", "kind", "right", "typed", "word", "fix"), ALL)
def test_a_mistake_is_found_where_it_is_and_its_correction_can_be_pasted(
    form: str, kind: str, right: str, typed: str, word: str, fix: str | None
) -> None:
    good = FORMS[form](switched_on(fresh(kind)))
    lines = good.split("\n")
    number = lines.index(right)
    lines[number] = typed
    text = "\n".join(lines)
    (problem,) = problems_of(text)
    assert (problem.line, problem.shown) == (number + 1, typed)
    assert problem.severity is Severity.ERROR
    assert word in problem.message
    assert problem.fix == (right if fix is None else fix)
    assert problems_of(pasted(text, [problem])) == []


# Typed into the template as `new` leaves it, everything optional still switched off: (switched off, typed, corrected)
UNTOUCHED = [
    ("#zitat: Brot backe ich sowieso.", "zitat: Ich sage: Brot", 'zitat: "Ich sage: Brot"'),
    ("#zitat: Brot backe ich sowieso.", 'zitat: "Brot" sage ich', "zitat: '\"Brot\" sage ich'"),
    ("#zitat: Brot backe ich sowieso.", 'zitat: "Brot backe ich', 'zitat: "Brot backe ich"'),
    ("#zitat: Brot backe ich sowieso.", "zitat: „Brot: ja“, „Tee: nein“", 'zitat: "„Brot: ja“, „Tee: nein“"'),
    (
        "# Papierfarbe, sonst wird sie verteilt",
        "Papierfarbe, sonst wird sie verteilt",
        "# Papierfarbe, sonst wird sie verteilt",
    ),
    ("#seit: 2017-05", "seit; 2017-05", "seit: 2017-05"),
    ("#seit: 2017-05", "seit 2017-05", "seit: 2017-05"),
    ("#inhaber: [Ayşe Demir]", "inhaber: [Ayşe Demir", "inhaber: [Ayşe Demir]"),
    ("gewerbe: baeckerei", "gewerbe:baeckerei", "gewerbe: baeckerei"),
    ('name: "Bäckerei Sonnenkorn"', 'name: "Bäckerei Sonnenkorn', 'name: "Bäckerei Sonnenkorn"'),
    (
        "  - art: praktikum                       # Art des Angebots",
        "  -art: praktikum                       # Art des Angebots",
        "  - art: praktikum                       # Art des Angebots",
    ),
    (
        "    #menge: 2 Plätze im Jahr              # Wie viel, wie oft?",
        "   menge: 2 Plätze im Jahr              # Wie viel, wie oft?",
        "    menge: 2 Plätze im Jahr              # Wie viel, wie oft?",
    ),
    (
        "    #menge: 2 Plätze im Jahr              # Wie viel, wie oft?",
        "     menge: 2 Plätze im Jahr              # Wie viel, wie oft?",
        "    menge: 2 Plätze im Jahr              # Wie viel, wie oft?",
    ),
]


@pytest.mark.parametrize(("off", "typed", "fix"), UNTOUCHED, ids=[one[1].strip() for one in UNTOUCHED])
def test_a_mistake_in_a_template_with_everything_else_switched_off(off: str, typed: str, fix: str) -> None:
    lines = fresh("betrieb").split("\n")
    number = lines.index(off)
    lines[number] = typed
    (problem,) = problems_of("\n".join(lines))
    assert (problem.line, problem.shown, problem.fix) == (number + 1, typed, fix)


SECOND = """  - kennung: brot
    art: sachspende
    text: Zwei Kisten Brot
    fuer: Volle Tüte"""
OFFER = "    menge: 2 Plätze im Jahr              # Wie viel, wie oft?"


def test_a_new_entry_without_its_dash_is_told_as_one_mistake() -> None:
    good = switched_on(fresh("betrieb")).replace(OFFER, f"{OFFER}\n{SECOND}")
    assert problems_of(good) == []
    text = good.replace("  - kennung: brot", "    kennung: brot")
    (problem,) = problems_of(text)
    assert (problem.shown, problem.fix) == ("    kennung: brot", "  - kennung: brot")
    assert "neuer Eintrag" in problem.message
    assert pasted(text, [problem]) == good


def test_a_word_that_is_there_twice_is_not_taken_for_a_new_entry() -> None:
    (problem,) = problems_of(switched_on(fresh("betrieb")).replace(OFFER, f"{OFFER}\n    art: raum"))
    assert "steht zweimal da" in problem.message


@pytest.mark.parametrize(
    ("kind", "begin"),
    [("kampagne", "## vorher"), ("meldung", "Hier steht die Meldung: das Wichtigste zuerst."), ("betrieb", None)],
)
@pytest.mark.parametrize("rest", ["", "\nOben.\n\n---\n\nUnten.\n"])
def test_a_forgotten_end_is_told_at_the_line_with_which_the_text_begins(
    kind: str, begin: str | None, rest: str
) -> None:
    text = fresh(kind).replace("\n---\n\n", "\n\n", 1) + rest
    problem = problems_of(text)[0]
    assert "fehlt" in f"{problem.message} {problem.hint}"
    assert "---" in f"{problem.message} {problem.hint}"
    assert problem.shown == (begin or fresh(kind).split("\n---\n\n")[1].split("\n")[0])


def test_a_forgotten_beginning_is_told_although_remarks_come_first() -> None:
    (problem,) = problems_of(fresh("betrieb").removeprefix("---\n"))
    assert problem.message == "Über den Angaben fehlt die Zeile »---«."


def test_two_mistakes_are_told_as_two() -> None:
    text = switched_on(fresh("betrieb")).replace("zitat: Brot", 'zitat: "Brot').replace("gewerbe: b", "gewerbe:b")
    told = problems_of(text)
    assert [problem.fix for problem in told] == ["gewerbe: baeckerei", 'zitat: "Brot backe ich sowieso."']
    assert problems_of(pasted(text, told)) == []


def test_a_file_indented_with_tabs_is_corrected_as_a_whole() -> None:
    text = re.sub(r"(?m)^  ", "\t", bare(switched_on(fresh("betrieb"))))
    told = problems_of(text)
    assert {problem.message for problem in told} == {"Am Zeilenanfang steht ein Tabulator."}
    assert pasted(text, told) == bare(switched_on(fresh("betrieb")))


@pytest.mark.parametrize("form", FORMS)
def test_no_answer_speaks_of_the_format(form: str) -> None:
    for kind, right, typed, _, _ in TYPED.values():
        for problem in problems_of(FORMS[form](switched_on(fresh(kind))).replace(right, typed)):
            assert not re.search("yaml", f"{problem.message} {problem.hint}", re.IGNORECASE)
