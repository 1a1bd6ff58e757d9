"""From a fault in a header to German advice: guesses a corrected line, and believes it only if all then reads on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from kiezgroessen.read.header import text_begins
from kiezgroessen.read.yamlblanks import tabs
from kiezgroessen.read.yamlfault import ROOT, Fault, fault_of
from kiezgroessen.read.yamlguess import FORM, QUOTE, Guess, in_line, indents, left_open, pairs
from kiezgroessen.read.yamlline import KEY, TIGHT, is_remark


@dataclass(frozen=True, slots=True)
class Repair:
    """What to tell about line ``at`` (from 0); ``lines`` is the header with ``fix`` in place, or ``None``."""

    at: int
    message: str
    hint: str | None
    fix: str | None = None
    lines: list[str] | None = None


_MOST_CHECKS = 200
_MOST_CHARACTERS = 600_000
"""Characters parsed for one fault: bounds the time for a hostile header, 100 guesses for one of usual length."""
_LOOK_BACK = 15

# A word that can be read but has a dash stuck to it: the repair was made in the wrong line.
_HALF = re.compile(r" *(?:-|[–—•·*+] *)[^\W\d][\w-]*:(?:\s|\Z)")
_TOP_KEY = re.compile(r"[a-z][a-z_]*:(?:\s|\Z)")
_IN_WORDS = (
    ("tab", "Hier steht ein Tabulator.", "Eingerückt wird mit Leerzeichen: jeden Tabulator durch zwei ersetzen."),
    ("quoted scalar", "Die Anführungszeichen werden nicht geschlossen.", "Vorn und hinten dasselbe Zeichen setzen."),
    ("escape", "Der Rückstrich »\\« bedeutet hier etwas anderes.", "Den Text in einfache Anführungszeichen setzen."),
    ("flow sequence", "Die eckige Klammer »[« wird nicht geschlossen.", "Eine »]« ans Ende setzen."),
    ("flow mapping", "Die geschweifte Klammer »{« wird nicht geschlossen.", "Eine »}« ans Ende setzen."),
    ("mapping values", "Der Doppelpunkt steht an falscher Stelle, oder die Einrückung stimmt nicht.", QUOTE),
    ("cannot start any token", "Mit diesem Zeichen darf ein Text nicht beginnen.", QUOTE),
    ("block sequence", "Hier ist keine Liste mit »-« möglich.", "Die Einrückung prüfen."),
    ("'-' indicator", "Diese Zeile gehört nicht in die Liste darüber.", "Die Einrückung prüfen."),
    ("expected key", "Die Einrückung stimmt nicht, oder der Text darüber ist nicht zu Ende.", FORM),
    ("expected ':'", "Hier fehlt ein Doppelpunkt.", FORM),
    ("document", "Hier steht etwas hinter dem Ende der Angaben.", FORM),
    ("directive", "Eine Zeile darf nicht mit »%« beginnen.", "Bitte löschen."),
    ("control", "Hier steht ein unsichtbares Zeichen.", "Die Zeile neu tippen."),
)


def find_repairs(lines: list[str], fault: Fault) -> list[Repair]:
    """The advice for ``fault``: corrected lines with which the header reads on, or else what is wrong in words.

    More than one only where lines are indented with tabs; the last one has the header with all of them corrected.
    """
    if (at := _prose(lines, fault)) is not None:
        hint = f"Beginnt hier der Text, fehlt darüber die Zeile ---. {FORM}"
        return [Repair(at, "Diese Zeile ist keine Angabe.", hint)]
    if tabbed := tabs(lines):
        mended = list(lines)
        for one in tabbed:
            mended[one.at] = one.line
        return [Repair(one.at, one.message, one.hint, one.line, mended) for one in tabbed]
    return [_best(lines, fault) or _in_words(fault)]


def missing_dash(lines: list[str], entry: int, column: int, again: int) -> list[Repair]:
    """The advice where words of an entry of a list stand once more from line ``again`` on, all from 0.

    ``entry`` and ``column`` say where the first word behind the dash stands. Empty for lists in brackets.
    """
    dash = lines[entry][:column].rfind("-")
    line = lines[again]
    if dash < 0 or not line[: dash + 2].isspace():
        return []
    fix = f"{line[:dash]}-{line[dash + 1 :]}"
    hint = "Sonst von den Zeilen mit demselben Wort nur eine stehen lassen."
    message = "Hier beginnt wohl ein neuer Eintrag: davor fehlt »- «."
    return [Repair(again, message, hint, fix, [*lines[:again], fix, *lines[again + 1 :]])]


def _best(lines: list[str], fault: Fault) -> Repair | None:
    """The repair after which the whole header reads; if there is none, the one with which it reads farthest."""
    budget = min(_MOST_CHECKS, _MOST_CHARACTERS // (sum(map(len, lines)) + 1))
    farthest: Repair | None = None
    for at, floor, guesses in _places_and_guesses(lines, fault):
        best: tuple[int, Repair] | None = None
        for guess in guesses:
            if guess.line == lines[at]:
                continue
            if (budget := budget - 1) < 0:
                return farthest or (best[1] if best else None)
            mended = [*lines[:at], guess.line, *lines[at + 1 :]]
            left = fault_of(mended)
            repair = Repair(at, guess.message, guess.hint, guess.line, mended)
            if left is None and not any(map(_HALF.match, mended)):
                return repair
            far = left.line if left else len(lines)
            other = left is None or (left.line, left.problem) != (fault.line, fault.problem)
            if other and far > floor and (best is None or far > best[0]):
                best = (far, repair)
        if farthest is None and best is not None:
            farthest = best[1]
    return farthest


def _places_and_guesses(lines: list[str], fault: Fault) -> Iterator[tuple[int, int, Iterator[Guess]]]:
    """Where to repair, the line beyond which the header has to read then, and what to try."""
    places = _places(lines, fault)
    scanning = "simple key" in fault.inside
    # Where a colon was looked for, it is missing in the line where the word began.
    culprit = fault.context if scanning else fault.line
    return chain(
        ((at, at, in_line(lines, at, key_missing=at in (culprit, fault.line))) for at in places),
        # Almost every line can be moved so that it is another one that is wrong.
        ((at, at if at in (fault.line, fault.context) else fault.line, indents(lines, at)) for at in places[:8]),
        ((at, at, pairs(lines, at, key_missing=at in (culprit, fault.line))) for at in places[:3]),
    )


def _in_words(fault: Fault) -> Repair:
    if fault.problem == ROOT:
        return Repair(fault.line, "Hier steht keine Angabe.", FORM)
    for sign, message, hint in _IN_WORDS:
        if sign in fault.inside and sign.startswith(("quoted", "flow")):
            return Repair(fault.context, message, hint)
        if sign in fault.problem:
            return Repair(fault.line, message, hint)
    return Repair(fault.line, "Diese Zeile lässt sich nicht lesen.", FORM)


def _prose(lines: list[str], fault: Fault) -> int | None:
    """The line below a blank one where a text begins, if the fault is in one: the closing ``---`` was forgotten."""
    last = max((at for at, line in enumerate(lines) if _TOP_KEY.match(line)), default=-1)
    for at in range(max(1, last + 1), fault.line + 1):
        line, above = lines[at], lines[at - 1]
        # A remark stands above an entry in every new profile; a text begins with words of its own.
        if (above.strip() and not above.startswith("##")) or is_remark(line) or line[0] in " -\t":
            continue
        if line.count(" ") >= 2 and not KEY.match(line) and not TIGHT.match(line):
            return text_begins(lines, at)
    return None


def _places(lines: list[str], fault: Fault) -> list[int]:
    """Lines that may be the culprit, likeliest first; remarks never are."""
    back = range(fault.line, max(-1, fault.line - _LOOK_BACK), -1)
    inside_something = any(word in fault.inside for word in ("quoted", "flow", "simple key"))
    order = (fault.context, *back) if inside_something else (fault.line, fault.context, *back)
    # A quotation mark left open swallows everything up to the next one, which may be far below.
    unclosed = (at for at in range(fault.line + 1) if left_open(lines[at]))
    return [at for at in dict.fromkeys((*islice(unclosed, 1), *order)) if not is_remark(lines[at])]
