"""Header and body: a table of files, good and broken."""

from __future__ import annotations

import pytest

from kiezgroessen.read.header import Split, split

GOOD = {
    "plain": ("---\na: b\n---\nText\n", Split("a: b", 2, "Text\n", 4)),
    "empty header": ("---\n---\nText", Split("", 2, "Text", 3)),
    "no body": ("---\na: b\n---", Split("a: b", 2, "", 4)),
    "blanks after the dashes": ("---  \na: b\n---\t\nText", Split("a: b", 2, "Text", 4)),
    "blank lines before": ("\n \n---\na: b\n---\nText", Split("a: b", 4, "Text", 6)),
    "byte order mark": ("\ufeff---\na: b\n---\nText", Split("a: b", 2, "Text", 4)),
    "rules in the body": (
        "---\na: b\n---\nText\n\n---\n\n...\n----\n",
        Split("a: b", 2, "Text\n\n---\n\n...\n----\n", 4),
    ),
    "indented dashes in a value": ("---\na: |\n  x\n  ---\n  y\n---\n", Split("a: |\n  x\n  ---\n  y", 2, "", 7)),
    "list entries": ("---\na:\n- b\n--- \n", Split("a:\n- b", 2, "", 5)),
}
BROKEN = {
    "empty": ("", 1, "leer", None),
    "only blanks": ("\n \n", 1, "leer", None),
    "no header": ("# Mavi\n\nText\n", 1, "Kopf mit den Angaben fehlt", None),
    "opening missing": ("name: Mavi\n---\nText\n", 1, "Über den Angaben fehlt", None),
    "opening too long": ("----\nname: Mavi\n---\n", 1, "drei Bindestriche", "---"),
    "opening indented": (" ---\nname: Mavi\n---\n", 1, "drei Bindestriche", "---"),
    "opening made a dash by a phone": ("—\nname: Mavi\n---\n", 1, "drei Bindestriche", "---"),
    "opening in plus signs": ("+++\nname: Mavi\n+++\n", 1, "drei Bindestriche", "---"),
    "closing missing": ("---\nname: Mavi\nort: Berlin\n", 1, "nicht geschlossen", None),
    "closing missing before text": ("---\nname: Mavi\nkurz:\n  x\n\nWir backen.\n", 6, "nicht geschlossen", None),
    "closing with dots": ("---\nname: Mavi\n...\nText\n", 3, "nicht mit »...«", "---"),
    "closing too long": ("---\nname: Mavi\n-----\nText\n\n---\n", 3, "nicht mit »-----«", "---"),
    "closing made a dash by a phone": ("---\nname: Mavi\n—\nText\n", 3, "nicht mit »—«", "---"),
    "closing indented": ("---\nname: Mavi\n ---\nText\n", 3, "nicht geschlossen", "---"),
}


@pytest.mark.parametrize(("text", "expected"), GOOD.values(), ids=GOOD.keys())
def test_header_and_body_with_their_lines(text: str, expected: Split) -> None:
    assert split(text, "p") == (expected, [])


@pytest.mark.parametrize(("text", "line", "message", "fix"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_header_is_one_problem_with_line_and_way_out(
    text: str, line: int, message: str, fix: str | None
) -> None:
    found, (problem,) = split(text, "p")
    assert found is None
    assert (problem.line, problem.fix) == (line, fix)
    assert message in problem.message
    assert problem.hint
