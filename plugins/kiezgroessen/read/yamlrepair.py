"""From a YAML fault to German advice: guesses a corrected line, and believes the guess only if YAML then reads on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, takewhile

from kiezgroessen.read.yamlfault import ROOT, Fault, fault_of


@dataclass(frozen=True, slots=True)
class Repair:
    """What to tell about line ``at`` (from 0); ``lines`` is the header with ``fix`` in place, or ``None``."""

    at: int
    message: str
    hint: str | None
    fix: str | None = None
    lines: list[str] | None = None


@dataclass(frozen=True, slots=True)
class _Guess:
    line: str
    message: str
    hint: str


_MOST_CHECKS = 200
_MOST_CHARACTERS = 200_000
"""Characters parsed for one fault: bounds the time for a hostile header, 200 guesses for one of usual length."""
_LOOK_BACK = 15

_FORM = "Angaben haben die Form »name: Wert«."
_QUOTE = "Den ganzen Text in Anführungszeichen setzen."
_BLANKS = "YAML rückt mit Leerzeichen ein: den Tabulator durch zwei Leerzeichen ersetzen."
_SPECIAL = "@`%*&!>|[]{},?-#"
_HEAD = re.compile(r"(?P<head> *(?:- +)*[\w-]+ *:[ \t]+| *(?:- +)+)(?P<value>\S.*)")
_TIGHT = re.compile(r"( *(?:- +)*[\w-]+):(\S.*)")
_DASH = re.compile(r"( *)-([^\s-].*)")
_BULLET = re.compile(r"( *)[–—•·*+][ \t]*(\S.*)")
_NO_COLON = re.compile(r"( *(?:- +)*[a-z][a-z_-]+)(?: *[=;]|(?= )) *(.*)")
_WORD = re.compile(r" *(?:- +)*[a-z][a-z_-]+")
_KEY = re.compile(r" *(?:- +)*[\w-]+ *:(?:\s|$)")
_IN_WORDS = (
    ("tab", "Hier steht ein Tabulator.", _BLANKS),
    ("quoted scalar", "Die Anführungszeichen werden nicht geschlossen.", "Vorn und hinten dasselbe Zeichen setzen."),
    ("escape", "Den Rückstrich »\\« versteht YAML hier anders.", "Den Text in einfache Anführungszeichen '…' setzen."),
    ("flow sequence", "Die eckige Klammer »[« wird nicht geschlossen.", "Eine »]« ans Ende setzen."),
    ("flow mapping", "Die geschweifte Klammer »{« wird nicht geschlossen.", "Eine »}« ans Ende setzen."),
    ("mapping values", "Der Doppelpunkt steht an falscher Stelle, oder die Einrückung stimmt nicht.", _QUOTE),
    ("cannot start any token", "Mit diesem Zeichen darf ein Text nicht beginnen.", _QUOTE),
    ("block sequence", "Hier ist keine Liste mit »-« möglich.", "Die Einrückung prüfen."),
    ("'-' indicator", "Diese Zeile gehört nicht in die Liste darüber.", "Die Einrückung prüfen."),
    ("expected key", "Die Einrückung stimmt nicht, oder der Text darüber ist nicht zu Ende.", _FORM),
    ("expected ':'", "Hier fehlt ein Doppelpunkt.", _FORM),
    ("document", "Hier steht etwas hinter dem Ende der Angaben.", _FORM),
    ("directive", "Eine Zeile darf nicht mit »%« beginnen.", "Bitte löschen."),
    ("control", "Hier steht ein unsichtbares Zeichen.", "Die Zeile neu tippen."),
)


def quoted(text: str) -> str:
    """``text`` as a quoted YAML scalar, the way an editor would write it."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def find_repair(lines: list[str], fault: Fault) -> Repair:
    """The advice for ``fault``: a corrected line that YAML accepts, or else what is wrong in words."""
    if (at := _prose(lines, fault)) is not None:
        hint = f"Beginnt hier der Text, fehlt darüber die Zeile ---. {_FORM}"
        return Repair(at, "Diese Zeile ist keine Angabe.", hint)
    budget = min(_MOST_CHECKS, _MOST_CHARACTERS // (sum(map(len, lines)) + 1))
    places = _places(lines, fault)
    for at, guesses in chain(
        ((at, _in_line(lines, at, fault)) for at in places),
        ((at, _indents(lines, at)) for at in places),
        ((at, _pairs(lines, at, fault)) for at in places[:3]),
    ):
        best: tuple[int, Repair] | None = None
        for guess in guesses:
            if guess.line == lines[at]:
                continue
            if (budget := budget - 1) < 0:
                return _in_words(fault)
            mended = [*lines[:at], guess.line, *lines[at + 1 :]]
            left = fault_of(mended)
            repair = Repair(at, guess.message, guess.hint, guess.line, mended)
            if left is None:
                return repair
            # Of several guesses for a line the one with which YAML reads farthest; it has to get beyond the line.
            other = (left.line, left.problem) != (fault.line, fault.problem)
            if other and left.line > at and (best is None or left.line > best[0]):
                best = (left.line, repair)
        if best is not None:
            return best[1]
    return _in_words(fault)


def _in_words(fault: Fault) -> Repair:
    if fault.problem == ROOT:
        return Repair(fault.line, "Hier steht keine Angabe.", _FORM)
    for sign, message, hint in _IN_WORDS:
        if sign in fault.inside and sign.startswith(("quoted", "flow")):
            return Repair(fault.context, message, hint)
        if sign in fault.problem:
            return Repair(fault.line, message, hint)
    return Repair(fault.line, "Diese Zeile lässt sich nicht lesen.", _FORM)


def _prose(lines: list[str], fault: Fault) -> int | None:
    """The line below a blank one where a text begins, if the fault is in one: the closing ``---`` was forgotten."""
    at = fault.line
    while at > 0 and lines[at - 1].strip():
        at -= 1
    # A line with # is a heading where text follows, and a remark where an entry does, as in every new profile.
    line = next((one for one in takewhile(str.strip, lines[at:]) if one[0] != "#"), "")
    if at == 0 or not line or line[0] in " -\t" or _KEY.match(line) or _TIGHT.match(line):
        return None
    return at if line.count(" ") >= 2 or lines[at][0] == "#" else None


def _places(lines: list[str], fault: Fault) -> list[int]:
    """Lines that may be the culprit, likeliest first."""
    back = range(fault.line, max(-1, fault.line - _LOOK_BACK), -1)
    inside_something = "quoted" in fault.inside or "flow" in fault.inside
    order = (fault.context, *back) if inside_something else (fault.line, fault.context, *back)
    # A quotation mark left open swallows everything up to the next one, which may be far below.
    heads = ((at, _HEAD.fullmatch(lines[at].rstrip())) for at in range(fault.line, -1, -1))
    left_open = [at for at, head in heads if head and head["value"][0] == '"' and head["value"].count('"') == 1]
    return [at for at in dict.fromkeys((*order, *left_open[:1])) if lines[at].strip()]


def _in_line(lines: list[str], at: int, fault: Fault) -> Iterator[_Guess]:
    # That a colon is missing is a wild guess, good only for the very line of the fault.
    return chain(_signs(lines[at]), _values(lines[at]), _colons(lines[at]) if at == fault.line else ())


def _pairs(lines: list[str], at: int, fault: Fault) -> Iterator[_Guess]:
    """Two mistakes in one line; the first one is told, the corrected line shows both."""
    for first in chain(_in_line(lines, at, fault), _indents(lines, at)):
        mended = [*lines[:at], first.line, *lines[at + 1 :]]
        for second in chain(_in_line(mended, at, fault), _indents(mended, at)):
            yield _Guess(second.line, first.message, first.hint)


def _signs(line: str) -> Iterator[_Guess]:
    start = line[: len(line) - len(line.lstrip())]
    if "\t" in start:
        hint = _BLANKS
        yield _Guess(start.replace("\t", "  ") + line.lstrip(), "Am Zeilenanfang steht ein Tabulator.", hint)
    if match := _TIGHT.fullmatch(line):
        yield _Guess(f"{match[1]}: {match[2]}", "Hinter dem Doppelpunkt fehlt das Leerzeichen.", _FORM)
    if match := _DASH.fullmatch(line):
        yield _Guess(f"{match[1]}- {match[2]}", "Hinter dem Bindestrich fehlt das Leerzeichen.", "So: »- Wert«.")
    if match := _BULLET.fullmatch(line):
        hint = "Vor jedem Eintrag steht ein einfacher Bindestrich und ein Leerzeichen."
        yield _Guess(f"{match[1]}- {match[2]}", "Listen stehen in YAML mit Bindestrich »-«.", hint)


def _values(line: str) -> Iterator[_Guess]:
    match = _HEAD.fullmatch(line.rstrip())
    if match is None:
        return
    head, value = match["head"], match["value"]
    first, last = value[0], value[-1]
    if first in "[{" and (close := {"[": "]", "{": "}"}[first]) not in value:
        yield _Guess(line.rstrip() + close, f"Zur Klammer »{first}« fehlt die schließende »{close}«.", _QUOTE)
    if first in "\"'":
        message = "Die Anführungszeichen passen nicht zusammen."
        hint = "Kommen im Text Anführungszeichen vor, außen die andere Sorte nehmen oder innen »…« schreiben."
        if first == '"' and "\\" in value and value.count('"') == 2 and last == '"':
            message = "In doppelten Anführungszeichen hat der Rückstrich »\\« eine eigene Bedeutung."
            hint = "Einfache Anführungszeichen nehmen."
        if len(value) > 1 and last == first:
            yield _Guess(head + quoted(value[1:-1]), message, hint)
        if first not in value[1:] and (first == '"' or last in "“”„‟’‘"):
            yield _Guess(head + quoted(value[1:].rstrip("“”„‟'’‘")), message, hint)
        yield _Guess(head + quoted(value), message, hint)
    elif ": " in value or last == ":":
        yield _Guess(head + quoted(value), "Der Text enthält einen Doppelpunkt.", _QUOTE)
    elif first in _SPECIAL:
        yield _Guess(head + quoted(value), f"Ein Text darf hier nicht mit »{first}« beginnen.", _QUOTE)


def _indents(lines: list[str], at: int) -> Iterator[_Guess]:
    line = lines[at].lstrip(" ")
    above = [one for one in lines[max(0, at - _LOOK_BACK) : at] if one.strip()]
    if not above:
        if len(line) < len(lines[at]):
            hint = "Die Leerzeichen davor löschen."
            yield _Guess(line, "Die erste Angabe darf nicht eingerückt sein.", hint)
        return
    deep: list[int] = []
    for one in reversed(above):
        depth = len(one) - len(one.lstrip(" "))
        # What follows in an entry of a list is as deep as the word behind the dash.
        deep += [depth + 2, depth] if one.lstrip().startswith("- ") else [depth]
    if line[0].isupper() and not _KEY.match(line):
        message = "Diese Zeile setzt den Text darüber fort und muss weiter eingerückt sein."
        yield _Guess(" " * (deep[0] + 2) + line, message, "Zwei Leerzeichen davor, oder alles in eine Zeile.")
    message = "Die Zeile ist anders eingerückt als ihre Nachbarn."
    for depth in dict.fromkeys((*deep, deep[0] + 2)):
        yield _Guess(" " * depth + line, message, f"{depth} Leerzeichen davor." if depth else "Ganz links beginnen.")


def _colons(line: str) -> Iterator[_Guess]:
    message = "Hinter dem ersten Wort fehlt der Doppelpunkt."
    if _WORD.fullmatch(line.rstrip()):
        yield _Guess(line.rstrip() + ":", message, _FORM)
    elif match := _NO_COLON.fullmatch(line):
        yield _Guess(f"{match[1]}: {match[2]}", message, _FORM)
