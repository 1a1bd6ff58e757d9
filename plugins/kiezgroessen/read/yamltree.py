"""A YAML header to values with lines: every scalar stays the text that was typed, everything clever is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from yaml import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    YAMLError,
)

from kiezgroessen.problems import Problem, Severity, error, warning
from kiezgroessen.read.document import Header, Loc, Mark, Scalar, Value
from kiezgroessen.read.text import forbidden_in
from kiezgroessen.read.yamlblanks import odd_blanks
from kiezgroessen.read.yamlfault import DEEPEST, CParser, Fault, as_fault, root_fault
from kiezgroessen.read.yamlrepair import Repair, find_repairs, missing_dash
from kiezgroessen.read.yamlsilent import QUOTE_IT, Slip, clever, in_key, in_plain, line_of, stuck, turned

_MOST_REPAIRS = 8
# A header of an editor has some 3,000 characters and lines of 300. The limits bound the time for a hostile one.
_MOST_CHARACTERS = 100_000
_LONGEST_LINE = 10_000
_MOST_PROBLEMS = 50
# First letters of a text without quotes that may have been meant as an entry of a list.
_BULLETS = frozenset("-–—•·")


def parse(text: str, *, path: str, first_line: int, lang: str) -> tuple[Header | None, list[Problem]]:
    """The header's values as typed, and every problem with its line.

    ``first_line`` is the line of the file (from 1) on which ``text`` begins, ``lang`` the language of the file.
    A header may come back *with* errors, so that later stages can report theirs in the same run; ``None`` only
    if it cannot be read even with the mistakes that were found taken out.
    """
    lines = text.split("\n")
    if len(text) > _LONGEST_LINE and (problem := _too_long(text, lines, path, first_line)):
        return None, [problem]
    shown = tuple(lines)
    problems: list[Problem] = []
    for one in odd_blanks(lines, text):
        problems.append(_told(Repair(one.at, one.message, one.hint, one.line), path, first_line, shown))
        lines[one.at] = one.line
    for slip in turned(lines, text):
        problems.append(_told(Repair(slip.at, slip.message, slip.hint, slip.fix), path, first_line, shown))
        lines[slip.at] = slip.fix or ""
    for _ in range(_MOST_REPAIRS):
        reading = _Reading(lines, path, first_line, lang)
        fault = reading.run()
        if fault is None:
            repairs = missing_dash(lines, *reading.dashless[0]) if reading.dashless else []
            if not repairs:
                # A repaired line was reported as it stood; a second word about it would be about our own repair.
                told = {problem.line for problem in problems}
                problems += [problem for problem in reading.problems if problem.line not in told]
                return Header(reading.values, reading.marks), _cut_off(problems, path)
        else:
            repairs = find_repairs(lines, fault)
        problems += [_told(repair, path, first_line, shown) for repair in repairs]
        if (mended := repairs[-1].lines) is None:
            break
        lines = mended
    return None, _cut_off(problems, path)


def _cut_off(problems: list[Problem], path: str) -> list[Problem]:
    if len(problems) <= _MOST_PROBLEMS:
        return problems
    last = problems[_MOST_PROBLEMS]
    message = f"Ab hier noch {len(problems) - _MOST_PROBLEMS} weitere Fehler in dieser Datei."
    return [*problems[:_MOST_PROBLEMS], error(path, last.line, message, shown=last.shown)]


def _too_long(text: str, lines: list[str], path: str, first_line: int) -> Problem | None:
    hint = "Lange Texte gehören unter den Kopf, unter die zweite Zeile ---."
    if len(text) > _MOST_CHARACTERS:
        return error(path, first_line, f"Der Kopf hat mehr als {_MOST_CHARACTERS} Zeichen.", hint=hint)
    for at, line in enumerate(lines):
        if len(line) > _LONGEST_LINE:
            message = f"Diese Zeile hat mehr als {_LONGEST_LINE} Zeichen."
            return error(path, at + first_line, message, hint=hint, shown=line[:200] + " …")
    return None


def _told(repair: Repair, path: str, first_line: int, shown: tuple[str, ...]) -> Problem:
    line = shown[repair.at] if repair.at < len(shown) else ""
    return error(path, repair.at + first_line, repair.message, hint=repair.hint, shown=line, fix=repair.fix)


class _TooDeepError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(slots=True)
class _Reading:
    """One pass over the events of one header.

    Measured: 2,000 profiles of 43 lines load in 1.0 s of CPU on a quiet core and 1.4 s on a busy one. 0.3 s of it are
    libyaml's events, 0.3 s the making of marks and scalars. Hence the tests of a scalar's type in the loops below,
    instead of a call for each.
    """

    lines: list[str]
    path: str
    first_line: int
    lang: str
    values: dict[str, Value] = field(default_factory=dict)
    marks: dict[Loc, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    next: Any = None
    hashes: bool = False
    # Entries of lists in which words stand twice: the entry's first line and column, the line of the first such word.
    dashless: list[tuple[int, int, int]] = field(default_factory=list)

    def run(self) -> Fault | None:
        """Fills ``values``, ``marks`` and ``problems``; the fault if the text is no YAML mapping at all."""
        text = "\n".join(self.lines)
        self.hashes = "#" in text
        try:
            self.next = CParser(text).get_event
            return self._document()
        except _TooDeepError as deep:
            message = f"Mehr als {DEEPEST} Ebenen ineinander sind nicht erlaubt."
            self._tell([Slip(deep.line, message, "So tief braucht es keine Angabe: bitte flacher schreiben.")])
        except (YAMLError, ValueError) as problem:
            return as_fault(problem, self.lines)
        return None

    def _document(self) -> Fault | None:
        self.marks[()] = Mark(self.path, self.first_line, 1, self.first_line)
        self.next()
        start = self.next()
        if type(start) is StreamEndEvent:
            return None
        if start.version or start.tags:
            self._tell([Slip(start.start_mark.line, "Anweisungen mit % sind nicht erlaubt.", "Bitte löschen.")])
        event = self.next()
        empty = type(event) is ScalarEvent and not (event.value or event.style or event.tag or event.anchor)
        if type(event) in (ScalarEvent, SequenceStartEvent) and not empty:
            return root_fault(event.start_mark.line)
        value = self._node(event, (), 0)
        self.values = value if isinstance(value, dict) else {}
        self.next()
        if type(another := self.next()) is not StreamEndEvent:
            message = "Hier beginnt ein zweites Dokument; erlaubt ist eines."
            self._tell([Slip(another.start_mark.line, message, "Die Zeile --- oder ... löschen.")])
        return None

    def _node(self, event: Any, loc: Loc, depth: int) -> Value:
        kind = type(event)
        if kind is AliasEvent:
            self._tell(clever(event, self.lines), loc)
            return None
        if event.anchor is not None or event.tag is not None:
            self._tell(clever(event, self.lines), loc)
        if kind is ScalarEvent:
            return self._scalar(event, event.start_mark.line, loc)
        if depth == DEEPEST:
            raise _TooDeepError(event.start_mark.line)
        return self._mapping(loc, depth) if kind is MappingStartEvent else self._sequence(loc, depth)

    def _scalar(self, event: Any, line: int, loc: Loc) -> Value:
        text: str = event.value
        if not event.style:
            if self.hashes or ":" in text or text[:1] in _BULLETS or event.end_mark.line != line:
                self._tell(in_plain(event, self.lines), loc)
            return Scalar(text, self.lang) if text else None
        if self.hashes:
            self._tell(stuck(event, self.lines), loc)
        if event.style == '"' and (sign := forbidden_in(text)):
            hint = "In doppelten Anführungszeichen hat der Rückstrich »\\« eine eigene Bedeutung: einfache nehmen."
            self._tell([Slip(line, f"Der Text enthält ein unsichtbares Zeichen: {sign}.", hint)], loc)
        return Scalar(text, self.lang)

    def _sequence(self, loc: Loc, depth: int) -> Value:
        out: list[Value] = []
        following = self.next
        while type(event := following()) is not SequenceEndEvent:
            start = event.start_mark
            line = start.line + self.first_line
            here = (*loc, len(out))
            self.marks[here] = Mark(self.path, line, start.column + 1, line)
            if type(event) is ScalarEvent and event.tag is None and event.anchor is None:
                out.append(self._scalar(event, start.line, here))
            else:
                out.append(self._node(event, here, depth + 1))
        if self.hashes:
            self._tell(stuck(event, self.lines), loc)
        return out

    def _mapping(self, loc: Loc, depth: int) -> Value:
        out: dict[str, Value] = {}
        again: list[int] = []
        following = self.next
        while type(event := following()) is not MappingEndEvent:
            start = event.start_mark
            plain = type(event) is ScalarEvent and event.tag is None and event.anchor is None
            key = event.value if plain and event.value.isidentifier() else self._odd_key(event, loc)
            if key is None:
                self._skip(event)
                self._skip(following())
                continue
            line = start.line + self.first_line
            here = (*loc, key)
            value = following()
            if key in out:
                message = f"»{key}« steht zweimal da: in Zeile {self.marks[here].line} und in Zeile {line}."
                self._tell([Slip(start.line, message, "Eine der beiden Zeilen löschen.")], here)
                again.append(start.line)
                self._skip(value)
                continue
            begin = value.start_mark.line
            self.marks[here] = Mark(self.path, line, start.column + 1, begin + self.first_line)
            if type(value) is ScalarEvent and value.tag is None and value.anchor is None:
                out[key] = self._scalar(value, begin, here)
            else:
                out[key] = self._node(value, here, depth + 1)
        if len(again) > 1 and loc and isinstance(loc[-1], int):
            mark = self.marks[loc]
            self.dashless.append((mark.line - self.first_line, mark.column - 1, again[0]))
        if self.hashes:
            self._tell(stuck(event, self.lines), loc)
        return out

    def _odd_key(self, event: Any, loc: Loc) -> str | None:
        """A key that is not simply a word; ``None`` if it is none at all."""
        line = event.start_mark.line
        if type(event) is not ScalarEvent:
            message = "Vor dem Doppelpunkt steht kein einfaches Wort."
            self._tell([Slip(line, message, f"Erlaubt ist die Form »name: Wert«. {QUOTE_IT}")], loc)
            return None
        if event.anchor is not None or event.tag is not None:
            sign = "&" if event.anchor is not None else "!"
            self._tell([Slip(line, f"Vor einem Schlüssel ist »{sign}« nicht erlaubt.", "Das Zeichen löschen.")], loc)
        word = str(event.value)
        if not event.style and word in ("", "<<"):
            what = "Zusammenführen mit »<<« ist nicht erlaubt." if word else "Vor dem Doppelpunkt fehlt das Wort."
            self._tell([Slip(line, what, "Die Angaben einzeln hinschreiben, in der Form »name: Wert«.")], loc)
            return None
        if not event.style:
            self._tell(in_key(event, self.lines), loc)
        elif sign_in := forbidden_in(word):
            self._tell([Slip(line, f"Der Text enthält ein unsichtbares Zeichen: {sign_in}.", "Bitte löschen.")], loc)
        return word

    def _skip(self, event: Any) -> None:
        """Passes over a whole node, which may not be too deep either."""
        open_nodes = 0
        while True:
            kind = type(event)
            open_nodes += kind in (MappingStartEvent, SequenceStartEvent)
            open_nodes -= kind in (MappingEndEvent, SequenceEndEvent)
            if open_nodes == 0:
                return
            if open_nodes > DEEPEST:
                raise _TooDeepError(event.start_mark.line)
            event = self.next()

    def _tell(self, slips: Iterable[Slip], loc: Loc = ()) -> None:
        for slip in slips:
            say = error if slip.severity is Severity.ERROR else warning
            name = ".".join(str(part + 1) if isinstance(part, int) else part for part in loc) or None
            shown = line_of(self.lines, slip.at)
            more = {"hint": slip.hint, "fix": slip.fix, "field": name, "shown": shown}
            self.problems.append(say(self.path, slip.at + self.first_line, slip.message, **more))
