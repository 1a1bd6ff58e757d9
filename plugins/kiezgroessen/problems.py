"""Problems are data: where, what is the case, and the way out.

Every stage returns ``(value, problems)``; only the edge (``shell``) turns problems into an exception.
Messages are German, because editors read them.
"""

from __future__ import annotations

import difflib
import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is: errors stop the build, warnings do not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in one place.

    ``path`` is relative to the project, with slashes. ``line`` and ``column`` count from 1, ``None``: the whole file.
    ``field`` is the dotted German key (``angebote.2.art``). ``shown`` is the line as it stands in the file,
    ``hint`` says the way out in words, ``fix`` is the corrected line where one can be given.
    """

    severity: Severity
    path: str
    line: int | None
    field: str | None
    message: str
    hint: str | None = None
    shown: str | None = None
    fix: str | None = None
    column: int | None = None


class ContentError(Exception):
    """Raised once, at the edge, with all problems of all files."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


def error(path: str, line: int | None, message: str, **more: str | int | None) -> Problem:
    """An error; ``more`` are the other fields of `Problem`."""
    return _problem(Severity.ERROR, path, line, message, more)


def warning(path: str, line: int | None, message: str, **more: str | int | None) -> Problem:
    """A warning; ``more`` are the other fields of `Problem`."""
    return _problem(Severity.WARNING, path, line, message, more)


def _problem(
    severity: Severity, path: str, line: int | None, message: str, more: dict[str, str | int | None]
) -> Problem:
    field = more.pop("field", None)
    return Problem(severity, path, line, field, message, **more)  # type: ignore[arg-type]


MOST_GUESSES = 20
"""Wrong names of one list for which the right one is looked for: with thousands on both sides it takes minutes."""


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The known word that ``word`` was probably meant to be, or ``None``. ``cutoff``: 1 for the same letters only.

    Case and umlaut spellings are ignored for the comparison, so ``Bäckerei`` finds ``baeckerei``.
    """
    folded: dict[str, str] = {}
    for candidate in known:
        folded.setdefault(_fold(candidate), candidate)
    match = difflib.get_close_matches(_fold(word), folded, n=1, cutoff=cutoff)
    return folded[match[0]] if match else None


def _fold(word: str) -> str:
    return word.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether one of them stops the build."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, by file and line, errors of a line before its warnings."""
    return sorted(set(problems), key=lambda p: (p.path, p.line or 0, p.severity, p.column or 0, p.message))


MOST_SHOWN = 300
"""Problems in a report for people: nobody reads on, and a terminal keeps a thousand lines."""
_LONGEST_SHOWN = 500

# Joins and directions that words of several scripts need; none of them reaches beyond the word.
_HARMLESS = frozenset("\n\u00ad\u200c\u200d\u200e\u200f")
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))


def harmless(text: str, most: int = 0) -> str:
    """The text with everything named that commands a terminal or turns lines around; cut after ``most`` characters.

    Services that build on every change take ``##[error]…`` for a command to them, anywhere in a line.
    """
    if most and len(text) > most:
        text = f"{text[:most]} … ({len(text)} Zeichen)"
    return "".join(map(_named, text)).replace("##[", "## [")


def _named(char: str) -> str:
    if char == "\t":
        return " "
    bad = unicodedata.category(char) in _UNSEEN and char not in _HARMLESS
    return f"<U+{ord(char):04X}>" if bad else char


def _printed(text: str) -> str:
    """A text of several lines on the screen: none but the first begins one, where ``::error …`` would be a command."""
    # A tab may be the very thing that is wrong.
    return "\t".join(map(harmless, text.split("\t"))).replace("\n", "\n    | ")


def as_text(problems: Iterable[Problem]) -> str:
    """The report for people: a line per problem, below it the line as it stands and as it should be.

    Of very many the first are shown, errors before warnings, and the rest is counted.
    """
    out: list[str] = []
    everything = in_order(problems)
    some = sorted(everything, key=lambda p: p.severity is not Severity.ERROR)[:MOST_SHOWN]
    for p in in_order(some):
        where = p.path if p.line is None else f"{p.path}:{p.line}"
        sign = "Warnung: " if p.severity is Severity.WARNING else ""
        out.append(_printed(f"{where}: {sign}{p.message}" + (f" {p.hint}" if p.hint else "")))
        if p.shown is not None:
            # The indentation is shown as it stands: in YAML it may be the very thing that is wrong.
            out.append(f"    steht da:  {_printed(_short(p.shown))}")
        if p.fix is not None:
            out.append(f"    richtig:   {_printed(_short(p.fix))}")
    if more := len(everything) - len(some):
        errors = sum(p.severity is Severity.ERROR for p in everything) - sum(p.severity is Severity.ERROR for p in some)
        out.append(f"\n… und {more} weitere ({errors} Fehler). Alle zeigt: python3 tasks.py check --format json")
    return "\n".join(out)


def _short(line: str) -> str:
    line = line.rstrip()
    return line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN]} …"


def as_json(problems: Iterable[Problem]) -> str:
    """The report for programs: a list of objects with the fields of `Problem`."""
    keys = Problem.__slots__
    rows = [{key: getattr(p, key) for key in keys} for p in in_order(problems)]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_github(problems: Iterable[Problem]) -> str:
    """The report as workflow commands, so that a review shows each problem at its line.

    Source: GitHub's documentation, "Workflow commands for GitHub Actions".
    """

    def escape(text: str) -> str:
        return harmless(text).replace("%", "%25").replace("\n", "%0A")

    out = []
    for p in in_order(problems):
        place = f"file={escape(p.path).replace(',', '%2C').replace(':', '%3A')}"
        if p.line is not None:
            place += f",line={p.line}"
        text = " ".join(part for part in (p.message, p.hint, f"Richtig: {p.fix.strip()}" if p.fix else None) if part)
        out.append(f"::{p.severity} {place}::{escape(text)}")
    return "\n".join(out)
