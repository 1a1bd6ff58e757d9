"""A file's text to header and body: text in, two texts out, each with the line it begins on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kiezgroessen.problems import Problem, error

_FENCE = re.compile(r"---[ \t]*\Z")
# What stands there when a phone "corrects" three hyphens, or when a finger slips.
_NEARLY = re.compile(r"[ \t]*(?:[-‐‑‒–—―−_=~*+]{2,}|[–—―]|(?:- ){2,}-|\+\+\+)[ \t]*\Z")
_KEY = re.compile(r"[A-Za-z_][\w-]*[ \t]*:(?:\s|\Z)")
_HEADING = re.compile(r"##+ \S")
_IN_HEADER = re.compile(r"[ \t#-]|[\w-]+[ \t]*:|[\]}]")


@dataclass(frozen=True, slots=True)
class Split:
    """Header and body of a file; the lines count from 1 in the whole file."""

    header: str
    header_line: int
    body: str
    body_line: int


def split(text: str, path: str) -> tuple[Split | None, list[Problem]]:
    """Header and body of ``text`` (line ends LF), or ``None`` and what is wrong with the lines ``---``.

    Allowed: blank lines before the first dashes, a byte order mark, blanks after the dashes.
    """
    lines = text.removeprefix("\ufeff").split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is None:
        message, hint = "Die Datei ist leer.", "Sie beginnt mit den Angaben zwischen zwei Zeilen »---«."
        return None, [error(path, 1, message, hint=hint)]
    if not _FENCE.match(lines[first]):
        return None, [_not_opened(lines, first, path)]
    for at in range(first + 1, len(lines)):
        line = lines[at]
        # Almost every line is an ordinary one: decided by its first letter, without a regular expression.
        if line[:1].isalnum() or not line:
            continue
        if _FENCE.match(line):
            return Split("\n".join(lines[first + 1 : at]), first + 2, "\n".join(lines[at + 1 :]), at + 2), []
        if line[0] not in " \t" and (_NEARLY.match(line) or line.rstrip() == "..."):
            message = f"Der Kopf endet mit drei Bindestrichen »---«, nicht mit »{line.strip()[:20]}«."
            hint = "Die Zeile durch --- ersetzen."
            return None, [error(path, at + 1, message, hint=hint, shown=line, fix="---")]
    return None, [_not_closed(lines, first, path)]


def text_begins(lines: Sequence[str], at: int) -> int:
    """The line with which a text begins whose first words stand in line ``at``: a heading above it belongs to it.

    A heading has two # or more; a line with one is a remark, as it stands above every entry of a new file.
    """
    above = at
    while above > 0 and (not lines[above - 1].strip() or _HEADING.match(lines[above - 1])):
        above -= 1
    return next((one for one in range(above, at) if _HEADING.match(lines[one])), at)


def _not_opened(lines: list[str], first: int, path: str) -> Problem:
    line = lines[first]
    if _NEARLY.match(line) or line.strip() == "---":
        message = f"Der Kopf beginnt mit drei Bindestrichen »---« am Zeilenanfang, nicht mit »{line.strip()[:20]}«."
        return error(path, first + 1, message, hint="Die Zeile durch --- ersetzen.", shown=line, fix="---")
    stated = next((one for one in lines[first:] if one.strip() and one[0] != "#"), "")
    if _KEY.match(stated):
        message, hint = "Über den Angaben fehlt die Zeile »---«.", "Eine Zeile --- darüber einfügen."
        return error(path, first + 1, message, hint=hint, shown=line)
    message = "Der Kopf mit den Angaben fehlt."
    hint = "Die Datei beginnt mit einer Zeile ---, dann den Angaben (name: …), dann wieder einer Zeile ---."
    return error(path, first + 1, message, hint=hint, shown=line)


def _not_closed(lines: list[str], first: int, path: str) -> Problem:
    message = "Der Kopf wird nicht geschlossen: Unter den Angaben fehlt die Zeile »---«."
    for at in range(first + 1, len(lines)):
        if _NEARLY.match(lines[at]):
            hint = "Drei Bindestriche am Zeilenanfang, sonst nichts."
            return error(path, at + 1, message, hint=hint, shown=lines[at], fix="---")
    for at in range(first + 1, len(lines)):
        if lines[at].strip() and not _IN_HEADER.match(lines[at]):
            hint = "Vermutlich gehört sie über diese Zeile, mit der der Text beginnt."
            begin = text_begins(lines, at)
            return error(path, begin + 1, message, hint=hint, shown=lines[begin])
    hint = "Eine Zeile --- unter die letzte Angabe setzen."
    return error(path, first + 1, message, hint=hint, shown=lines[first])
