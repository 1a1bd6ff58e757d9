"""A YAML header to values with line numbers: every scalar stays the text that was typed, everything clever is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

# PyYAML has no type information of its own.
from yaml import MarkedYAMLError, YAMLError  # type: ignore[import-untyped]
from yaml.reader import ReaderError  # type: ignore[import-untyped]

from kiezgroessen.problems import Problem, error, warning
from kiezgroessen.read.document import Header, Loc, Mark, Scalar, Value
from kiezgroessen.read.text import forbidden_in
from kiezgroessen.read.yamlrepair import Fault, Repair, find_repair, quoted

try:
    from yaml.cyaml import CParser  # type: ignore[import-untyped]
except ImportError as missing:  # the pure Python parser is ten times slower and disagrees in corners
    raise ImportError("PyYAML was built without libyaml; install a wheel or build it with libyaml") from missing

_DEEPEST = 12
_MOST_REPAIRS = 8
_QUOTE_IT = "Soll der Text so dastehen, gehört er in Anführungszeichen."
# A scalar that was meant as "key: value". Not "https://", and no digit behind the colon: "uhr:10" may be a text.
_KEY_WITHOUT_BLANK = re.compile(r"[a-z][a-z_-]+:(?!//)[^\s\d]")
# A later line of an unquoted text that was meant as an entry of its own.
_SWALLOWED = re.compile(r"\s*(?:-\s|-\w|[a-z][a-z_-]+:(?!//)\S)")


def parse(text: str, *, path: str, first_line: int, lang: str) -> tuple[Header | None, list[Problem]]:
    """The header's values as typed, and every problem with its line.

    ``first_line`` is the line of the file (from 1) on which ``text`` begins, ``lang`` the language of the file.
    A header may come back *with* errors, so that later stages can report theirs in the same run; ``None`` only
    if it cannot be read even with the mistakes that were found taken out.
    """
    lines = text.split("\n")
    shown = tuple(lines)
    problems: list[Problem] = []
    for _ in range(_MOST_REPAIRS):
        reading = _Reading(lines, path, first_line, lang)
        fault = reading.run()
        if fault is None:
            # A repaired line was reported as it stood; a second word about it would be about our own repair.
            told = {problem.line for problem in problems}
            problems += [problem for problem in reading.problems if problem.line not in told]
            break
        repair = find_repair(lines, fault, _fault_of)
        problems.append(_told(repair, path, first_line, shown))
        if repair.lines is None:
            return None, problems
        lines = repair.lines
    else:
        return None, problems
    return Header(reading.values, reading.marks), problems


def _told(repair: Repair, path: str, first_line: int, shown: tuple[str, ...]) -> Problem:
    line = shown[repair.at] if repair.at < len(shown) else ""
    return error(path, repair.at + first_line, repair.message, hint=repair.hint, shown=line, fix=repair.fix)


def _fault_of(lines: list[str]) -> Fault | None:
    """What libyaml stumbles over, without building anything."""
    try:
        parser = CParser("\n".join(lines))
        root = True
        while (event := parser.get_event()) is not None:
            kind = type(event).__name__
            if root and kind in ("ScalarEvent", "SequenceStartEvent"):
                return Fault(event.start_mark.line, event.start_mark.line, "root")
            root = root and kind in ("StreamStartEvent", "DocumentStartEvent")
    except (YAMLError, ValueError) as problem:
        return _as_fault(problem, lines)
    return None


def _as_fault(problem: Exception, lines: list[str]) -> Fault:
    last = max(at for at, line in enumerate(lines) if line.strip() or at == 0)
    if isinstance(problem, MarkedYAMLError) and problem.problem_mark is not None:
        context = problem.context_mark.line if problem.context_mark is not None else problem.problem_mark.line
        return Fault(min(problem.problem_mark.line, last), min(context, last), str(problem.problem))
    if isinstance(problem, ReaderError):
        # libyaml counts bytes here and knows no line; the sign itself is looked for instead.
        at = next((at for at, line in enumerate(lines) if chr(problem.character) in line), 0)
        return Fault(at, at, "character")
    return Fault(0, 0, "unknown")


class _TooDeep(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(slots=True)
class _Reading:
    """One pass over the events of one header."""

    lines: list[str]
    path: str
    first_line: int
    lang: str
    values: dict[str, Value] = field(default_factory=dict)
    marks: dict[Loc, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    next: Any = None

    def run(self) -> Fault | None:
        """Fills ``values``, ``marks`` and ``problems``; the fault if the text is no YAML mapping at all."""
        try:
            self.next = CParser("\n".join(self.lines)).get_event
            return self._document()
        except _TooDeep as deep:
            message = f"Mehr als {_DEEPEST} Ebenen ineinander sind nicht erlaubt."
            self._error(deep.line, message, "So tief braucht es keine Angabe: bitte flacher schreiben.")
        except (YAMLError, ValueError) as problem:
            return _as_fault(problem, self.lines)
        return None

    def _document(self) -> Fault | None:
        self.marks[()] = Mark(self.path, self.first_line, 1, self.first_line)
        self.next()
        start = self.next()
        if type(start).__name__ == "StreamEndEvent":
            return None
        if start.version or start.tags:
            self._error(start.start_mark.line, "Anweisungen mit % am Zeilenanfang sind nicht erlaubt.", "Bitte löschen.")
        event = self.next()
        kind = type(event).__name__
        if kind == "ScalarEvent" and event.value == "" and not event.style and not event.tag and not event.anchor:
            self._end()
        elif kind in ("ScalarEvent", "SequenceStartEvent"):
            return Fault(event.start_mark.line, event.start_mark.line, "root")
        else:
            value = self._node(event, (), 0)
            self.values = value if isinstance(value, dict) else {}
            self._end()
        return None

    def _end(self) -> None:
        self.next()
        if type(another := self.next()).__name__ != "StreamEndEvent":
            message = "Hier beginnt ein zweites YAML-Dokument; erlaubt ist eines."
            self._error(another.start_mark.line, message, "Die Zeile --- oder ... löschen.")

    def _node(self, event: Any, loc: Loc, depth: int) -> Value:
        kind = type(event).__name__
        if kind == "AliasEvent":
            hint = f"Den Wert noch einmal hinschreiben. {_QUOTE_IT}"
            self._error(event.start_mark.line, f"Verweise wie »*{event.anchor}« sind nicht erlaubt.", hint, loc)
            return None
        if event.anchor is not None:
            hint = f"»&{event.anchor}« löschen. {_QUOTE_IT}"
            self._error(event.start_mark.line, f"Anker wie »&{event.anchor}« sind nicht erlaubt.", hint, loc)
        if event.tag is not None:
            hint = f"Das Wort mit dem Ausrufezeichen löschen. {_QUOTE_IT}"
            self._error(event.start_mark.line, f"YAML-Typen mit »!« sind nicht erlaubt ({event.tag}).", hint, loc)
        if kind == "ScalarEvent":
            return self._scalar(event, loc)
        if depth == _DEEPEST:
            raise _TooDeep(event.start_mark.line)
        return self._mapping(loc, depth) if kind == "MappingStartEvent" else self._sequence(loc, depth)

    def _scalar(self, event: Any, loc: Loc) -> Value:
        text: str = event.value
        if not event.style:
            self._check_plain(event, text, loc)
            if not text:
                return None
        elif event.style == '"' and (sign := forbidden_in(text)):
            message = f"Der Text enthält ein unsichtbares Zeichen: {sign}."
            self._error(event.start_mark.line, message, "Die Folge mit dem \\ löschen.", loc)
        return Scalar(text, self.lang)

    def _sequence(self, loc: Loc, depth: int) -> Value:
        out: list[Value] = []
        while type(event := self.next()).__name__ != "SequenceEndEvent":
            mark = event.start_mark
            line = mark.line + self.first_line
            here = (*loc, len(out))
            self.marks[here] = Mark(self.path, line, mark.column + 1, line)
            out.append(self._node(event, here, depth + 1))
        return out

    def _mapping(self, loc: Loc, depth: int) -> Value:
        out: dict[str, Value] = {}
        while type(event := self.next()).__name__ != "MappingEndEvent":
            if (key := self._key(event, loc)) is None:
                self._skip(event)
                self._skip(self.next())
                continue
            start = event.start_mark
            line = start.line + self.first_line
            here = (*loc, key)
            value = self.next()
            if key in out:
                message = f"»{key}« steht zweimal da: in Zeile {self.marks[here].line} und in Zeile {line}."
                self._error(start.line, message, "Eine der beiden Zeilen löschen.", here)
                self._skip(value)
                continue
            self.marks[here] = Mark(self.path, line, start.column + 1, value.start_mark.line + self.first_line)
            out[key] = self._node(value, here, depth + 1)
        return out

    def _key(self, event: Any, loc: Loc) -> str | None:
        line = event.start_mark.line
        if type(event).__name__ != "ScalarEvent":
            message = "Vor dem Doppelpunkt steht kein einfaches Wort."
            self._error(line, message, f"Erlaubt ist die Form »name: Wert«. {_QUOTE_IT}", loc)
            return None
        if event.anchor is not None or event.tag is not None:
            sign = "&" if event.anchor is not None else "!"
            self._error(line, f"Vor einem Schlüssel ist »{sign}« nicht erlaubt.", "Das Zeichen löschen.", loc)
        if not event.style and event.value in ("", "<<"):
            what = "Zusammenführen mit »<<« ist nicht erlaubt." if event.value else "Vor dem Doppelpunkt fehlt das Wort."
            self._error(line, what, "Die Angaben einzeln hinschreiben, in der Form »name: Wert«.", loc)
            return None
        return str(event.value)

    def _skip(self, event: Any) -> None:
        """Passes over a whole node; counts instead of recursing, because what is skipped may be of any depth."""
        open_nodes = 0
        while True:
            kind = type(event).__name__
            open_nodes += kind.endswith("StartEvent")
            open_nodes -= kind.endswith("EndEvent") and not kind.endswith("StartEvent")
            if open_nodes == 0:
                return
            event = self.next()

    def _check_plain(self, event: Any, text: str, loc: Loc) -> None:
        """What YAML takes without a word, and what an editor did not mean."""
        start, end = event.start_mark, event.end_mark
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        if "#" in line and (tail := line[end.column :]).lstrip(" \t")[:1] == "#":
            if (comment := tail.lstrip(" \t"))[1:2].strip() and end.line == start.line:
                head = line[: start.column].rstrip() + " " if text == "" else line[: start.column]
                fix = head + quoted(line[start.column :].strip())
                message = f"»{comment.strip()}« liest YAML als Anmerkung, und der Text endet davor."
                hint = "Gehört es zum Text, dann in Anführungszeichen; ist es eine Anmerkung, ein Leerzeichen hinter das #."
                self._warn(end.line, message, hint, loc, fix)
        if ":" in text and _KEY_WITHOUT_BLANK.match(text) and not self.lines[start.line][: start.column].strip(" -"):
            fix = line.replace(":", ": ", 1) if start.line == end.line else None
            self._error(start.line, "Hinter dem Doppelpunkt fehlt das Leerzeichen.", _QUOTE_IT, loc, fix)
        elif start.line != end.line:
            for at in range(start.line + 1, min(end.line + 1, len(self.lines))):
                if _SWALLOWED.match(self.lines[at]):
                    message = "Diese Zeile zählt als Fortsetzung des Textes darüber, nicht als eigene Angabe."
                    hint = f"Einrückung und Leerzeichen prüfen. {_QUOTE_IT}"
                    self._error(at, message, hint, loc)

    def _error(self, at: int, message: str, hint: str, loc: Loc = (), fix: str | None = None) -> None:
        self.problems.append(error(self.path, at + self.first_line, message, **self._more(at, hint, loc, fix)))

    def _warn(self, at: int, message: str, hint: str, loc: Loc, fix: str | None) -> None:
        self.problems.append(warning(self.path, at + self.first_line, message, **self._more(at, hint, loc, fix)))

    def _more(self, at: int, hint: str, loc: Loc, fix: str | None) -> dict[str, str | None]:
        shown = self.lines[at] if at < len(self.lines) else None
        name = ".".join(str(part + 1) if isinstance(part, int) else part for part in loc) or None
        return {"hint": hint, "shown": shown, "fix": fix, "field": name}
