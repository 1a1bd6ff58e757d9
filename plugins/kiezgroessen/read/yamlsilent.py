"""What YAML takes without a word although an editor did not mean it: found beside each value, told with the way out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from yaml import AliasEvent, ScalarEvent

from kiezgroessen.problems import Severity
from kiezgroessen.read.text import TURNING
from kiezgroessen.read.yamlline import quoted

QUOTE_IT = "Soll der Text so dastehen, gehört er in Anführungszeichen."

# A scalar that was meant as "key: value". Not "https://", and no digit behind the colon: "uhr:10" may be a text.
_KEY_WITHOUT_BLANK = re.compile(r"[a-z][a-z_-]+:(?!//)[^\s\d]")
# A later line of an unquoted text that was meant as an entry of its own.
_SWALLOWED = re.compile(r"\s*(?:-\s|-\w|[–—•·]\s|[a-z][a-z_-]+:(?!//)\S)")
# A text on a line of its own that was meant as an entry of a list; "-5 Grad" is a text.
_BULLET = re.compile(r"-(?=[^\W\d])|[–—•·]\s+")
_COMMENT = re.compile(r"\s#\s")
_REMARK = re.compile(r"(?:^|[ \t])#")
# What libyaml passes over although YAML asks for a blank: "[a]#b", "'a'#b", ">#b".
_STUCK = re.compile(r"(?:[|>][-+0-9]*|(?<=[\"'\]}]))#")


@dataclass(frozen=True, slots=True)
class Slip:
    """A finding in line ``at`` (from 0) of the header."""

    at: int
    message: str
    hint: str
    fix: str | None = None
    severity: Severity = Severity.ERROR


def in_plain(event: Any, lines: Sequence[str]) -> Iterator[Slip]:
    """Slips in a scalar without quotes."""
    start, end = event.start_mark, event.end_mark
    first = line_of(lines, start.line)
    comment = line_of(lines, end.line)[end.column :].strip()
    if comment[:1] == "#" and comment[1:2].strip() and end.line == start.line:
        message = f"»{comment}« gilt als Anmerkung, und der Text endet davor."
        hint = "Gehört es zum Text, dann in Anführungszeichen; ist es eine Anmerkung, ein Leerzeichen hinter das #."
        yield Slip(end.line, message, hint, _all_as_text(event, lines), Severity.WARNING)
    if not first[: start.column].strip(" -"):
        if _KEY_WITHOUT_BLANK.match(event.value):
            fix = first.replace(":", ": ", 1)
            yield Slip(start.line, "Hinter dem Doppelpunkt fehlt das Leerzeichen.", QUOTE_IT, fix)
            return
        if bullet := _BULLET.match(event.value):
            message = "Ein Eintrag einer Liste beginnt mit einem Bindestrich und einem Leerzeichen."
            fix = first[: start.column] + "- " + first[start.column + bullet.end() :]
            yield Slip(start.line, message, QUOTE_IT, fix)
            return
    for at in range(start.line + 1, end.line + 1):
        if _SWALLOWED.match(line_of(lines, at)):
            message = "Diese Zeile zählt als Fortsetzung des Textes darüber, nicht als eigene Angabe."
            yield Slip(at, message, f"Einrückung und Leerzeichen prüfen. {QUOTE_IT}")


def in_key(event: Any, lines: Sequence[str]) -> Iterator[Slip]:
    """Slips in a key without quotes: a colon or a dash without its blank makes another key of it."""
    at = event.start_mark.line
    text = line_of(lines, at)
    if event.value[0] == "-":
        yield Slip(at, "Hinter dem Bindestrich fehlt das Leerzeichen.", QUOTE_IT, text.replace("-", "- ", 1))
    elif ":" in event.value:
        head, _, tail = text.partition(":")
        fix = f"{head}: {quoted(tail.strip())}"
        yield Slip(at, "Hinter dem Doppelpunkt fehlt das Leerzeichen.", QUOTE_IT, fix)


def stuck(event: Any, lines: Sequence[str]) -> Iterator[Slip]:
    """What stands right behind a quote or a bracket and would vanish as a comment."""
    in_block = getattr(event, "style", None) in ("|", ">")
    mark = event.start_mark if in_block else event.end_mark
    line = line_of(lines, mark.line)
    if "#" in line and _STUCK.match(line, mark.column):
        hint = f"Vor das # gehört ein Leerzeichen. {QUOTE_IT}"
        yield Slip(mark.line, "Was hier am # hängt, gilt als Anmerkung.", hint)


def clever(event: Any, lines: Sequence[str]) -> Iterator[Slip]:
    """Aliases, anchors and tags: nobody needs them here, and some can be made to grow without bound."""
    at = event.start_mark.line
    if type(event) is AliasEvent:
        hint = f"Den Wert noch einmal hinschreiben. {QUOTE_IT}"
        message = f"Verweise wie »*{event.anchor}« sind nicht erlaubt."
        yield Slip(at, message, hint, _all_as_text(event, lines))
        return
    fix = _all_as_text(event, lines) if type(event) is ScalarEvent and not event.style else None
    hint = f"Das Wort mit dem Zeichen davor löschen. {QUOTE_IT}"
    if event.anchor is not None:
        yield Slip(at, f"Anker wie »&{event.anchor}« sind nicht erlaubt.", hint, fix)
    if event.tag is not None:
        name = event.tag.replace("tag:yaml.org,2002:", "!!")
        yield Slip(at, f"Typen wie »{name}« sind nicht erlaubt.", hint, None if name.startswith("!!") else fix)


def turned(lines: Sequence[str], text: str) -> list[Slip]:
    """Remarks that turn round what follows: whoever looks the file through sees another text than the one that counts.

    What turns a value round is told by its field. ``text`` is the header in one piece.
    """
    found = []
    for at, line in enumerate(lines) if TURNING.search(text) else ():
        remark = _REMARK.search(line)
        if remark and TURNING.search(line, remark.start()):
            message = "In dieser Anmerkung steht ein Zeichen, das die Schreibrichtung umdreht."
            hint = "Bitte löschen; die Schreibrichtung ergibt sich von selbst."
            found.append(Slip(at, message, hint, TURNING.sub("", line)))
    return found


def line_of(lines: Sequence[str], at: int) -> str:
    """A line of the header; empty below the last one, where libyaml puts the end of the last text."""
    return lines[at] if at < len(lines) else ""


def _all_as_text(event: Any, lines: Sequence[str]) -> str:
    """The line as it should be if all that stands from the event on was meant as a text."""
    line = line_of(lines, event.start_mark.line).rstrip()
    start = event.start_mark.column
    comment = _COMMENT.search(line, start)
    text = line[start : comment.start() if comment else None].rstrip()
    return f"{line[:start].rstrip()} {quoted(text.strip())}{line[start + len(text) :]}"
