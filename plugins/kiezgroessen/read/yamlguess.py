"""What an editor may have meant by a line: corrected lines, likeliest first, each with the reason in German."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from kiezgroessen.read.yamlline import HEAD, KEY, ODD_BLANKS, TIGHT, depths, is_remark, parted, quoted

FORM = "Angaben haben die Form »name: Wert«."
QUOTE = "Den ganzen Text in Anführungszeichen setzen."

_LOOK_BACK = 15
_SPECIAL = "@`%*&!>|[]{},?-#"
_MARKS = "“”„‟«»’‘‚"
_DASH = re.compile(rf"( *)-[{ODD_BLANKS}]*([^\s-].*)")
_BULLET = re.compile(r"( *)[–—•·*+‣▪●][ \t]*(\S.*)")
_SIGN = re.compile(r"( *(?:- +)*)([A-Za-z][\w-]*) ?([=;])\s*(\S.*)")
_NO_COLON = re.compile(r"( *(?:- +)*[a-z][a-z_-]+) +(.*)")
_WORD = re.compile(r" *(?:- +)*[a-z][a-z_-]+")


@dataclass(frozen=True, slots=True)
class Guess:
    """A line as it may have been meant, and what is wrong with the one that stands there."""

    line: str
    message: str
    hint: str


def in_line(lines: Sequence[str], at: int, *, key_missing: bool) -> Iterator[Guess]:
    """Signs, quotation marks and brackets. That a colon is missing is a wild guess: only if ``key_missing``."""
    line, note = parted(lines[at])
    for guess in chain(_signs(line), _values(line), _colons(line) if key_missing else ()):
        yield Guess(guess.line + note, guess.message, guess.hint)


def indents(lines: Sequence[str], at: int) -> Iterator[Guess]:
    """The line as deep as its neighbours."""
    line = lines[at].lstrip(" ")
    meant = depths(lines, at, _LOOK_BACK)
    if not meant:
        if len(line) < len(lines[at]) and all(map(is_remark, lines[:at])):
            yield Guess(line, "Die erste Angabe darf nicht eingerückt sein.", "Die Leerzeichen davor löschen.")
        return
    if line[0].isupper() and not KEY.match(line):
        if is_remark(lines[at - 1]):
            message = "Diese Zeile ist keine Angabe; wohl eine Anmerkung, vor der das # fehlt."
            yield Guess(f"# {line}", message, "Anmerkungen beginnen mit # und gelten nicht.")
        message = "Diese Zeile setzt den Text darüber fort und muss weiter eingerückt sein."
        above = next(one for one in reversed(lines[:at]) if not is_remark(one))
        depth = len(above) - len(above.lstrip(" ")) + 2
        yield Guess(" " * depth + line, message, "Zwei Leerzeichen davor, oder alles in eine Zeile.")
    message = "Die Zeile ist anders eingerückt als ihre Nachbarn."
    for depth in meant:
        yield Guess(" " * depth + line, message, f"{depth} Leerzeichen davor." if depth else "Ganz links beginnen.")


def pairs(lines: Sequence[str], at: int, *, key_missing: bool) -> Iterator[Guess]:
    """Two mistakes in one line; the first one is told, the corrected line shows both."""
    for first in chain(in_line(lines, at, key_missing=key_missing), indents(lines, at)):
        mended = [*lines[:at], first.line, *lines[at + 1 :]]
        for second in chain(in_line(mended, at, key_missing=key_missing), indents(mended, at)):
            yield Guess(second.line, first.message, first.hint)


def left_open(line: str) -> bool:
    """Whether a text begins with a quotation mark and does not end with one: it swallows what follows."""
    stated, _ = parted(line)
    head = HEAD.fullmatch(stated)
    return head is not None and (value := head["value"])[0] in "\"'" and value[0] not in value[1:]


def _signs(line: str) -> Iterator[Guess]:
    if match := TIGHT.fullmatch(line):
        message = "Hinter dem Doppelpunkt fehlt das Leerzeichen."
        # All words before a colon are small; with a capital letter it would be the next mistake in this line.
        yield Guess(f"{match[1]}{match[2].lower()}: {match[3]}", message, FORM)
    if match := _SIGN.fullmatch(line):
        message = f"Hinter dem ersten Wort steht »{match[3]}«, da gehört ein Doppelpunkt hin."
        yield Guess(f"{match[1]}{match[2].lower()}: {match[4]}", message, FORM)
    if match := _DASH.fullmatch(line):
        yield Guess(f"{match[1]}- {match[2]}", "Hinter dem Bindestrich fehlt das Leerzeichen.", "So: »- Wert«.")
    if match := _BULLET.fullmatch(line):
        hint = "Vor jedem Eintrag steht ein einfacher Bindestrich und ein Leerzeichen."
        yield Guess(f"{match[1]}- {match[2]}", "Einträge einer Liste beginnen mit einem Bindestrich »-«.", hint)


def _values(line: str) -> Iterator[Guess]:
    match = HEAD.fullmatch(line)
    if match is None:
        return
    head, value = match["head"], match["value"]
    first, last = value[0], value[-1]
    if first in "[{" and (close := {"[": "]", "{": "}"}[first]) not in value:
        yield Guess(
            line + close, f"Zur Klammer »{first}« fehlt die schließende »{close}«.", f"Ein »{close}« ans Ende setzen."
        )
    if first in "\"'":
        yield from _in_quotes(head, value)
    elif ": " in value or last == ":":
        yield from _with_colon(head, value)
    elif first in _SPECIAL:
        yield Guess(head + quoted(value), f"Ein Text darf hier nicht mit »{first}« beginnen.", QUOTE)


def _in_quotes(head: str, value: str) -> Iterator[Guess]:
    first, last = value[0], value[-1]
    message = "Die Anführungszeichen passen nicht zusammen."
    hint = "Kommen im Text Anführungszeichen vor, außen die andere Sorte nehmen oder innen »…« schreiben."
    if first not in value[1:]:
        hint = "Vorn und hinten dasselbe Zeichen setzen."
    if first == '"' and "\\" in value and value.count('"') == 2 and last == '"':
        message = "In doppelten Anführungszeichen hat der Rückstrich »\\« eine eigene Bedeutung."
        hint = "Einfache Anführungszeichen nehmen."
    if len(value) > 1 and last == first:
        yield Guess(head + quoted(value[1:-1]), message, hint)
    if first not in value[1:] and (first == '"' or last in "“”„‟’‘"):
        yield Guess(head + quoted(value[1:].rstrip("“”„‟'’‘")), message, hint)
    yield Guess(head + quoted(value), message, hint)


def _with_colon(head: str, value: str) -> Iterator[Guess]:
    first, last = value[0], value[-1]
    message = "Der Text enthält einen Doppelpunkt."
    around = first in _MARKS and last in (*_MARKS, '"', "'") and len(value) > 2
    if around and not any(mark in value[1:-1] for mark in _MARKS[:6]):
        hint = 'Die Anführungszeichen „“ durch gerade " ersetzen.'
        yield Guess(head + quoted(value[1:-1]), message, hint)
    if last == '"' and value.count('"') == 1:
        hint = "Vorn fehlt das Anführungszeichen."
        yield Guess(head + quoted(value[:-1]), message, hint)
    yield Guess(head + quoted(value), message, QUOTE)


def _colons(line: str) -> Iterator[Guess]:
    message = "Hinter dem ersten Wort fehlt der Doppelpunkt."
    if _WORD.fullmatch(line):
        yield Guess(line + ":", message, FORM)
    elif match := _NO_COLON.fullmatch(line):
        yield Guess(f"{match[1]}: {match[2]}", message, FORM)
