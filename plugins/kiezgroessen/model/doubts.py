"""Texts that could keep the Markdown parser busy for hours: they are tried (`render.trial`) before they are used.

How long a text takes grows with its brackets and lines times its length, and with the cells of its tables. Texts that
have few of those are known to be quick, which is nearly all (docs/decisions/prose.md).
"""

from __future__ import annotations

import re

from ..problems import Problem, error
from ..read.document import Document
from .validate import LONGEST_BODY

DEEPEST = 30
"""Lists and quotes within each other: the parser calls itself for each of them, which Python puts an end to."""

_SHORT = 1400
"""Characters; no text of this length has taken more than a tenth of a second."""
# Beyond these products a text is tried. Below, the slowest of 6,800 made-up texts took 1.4 seconds.
_BRACKETS, _LINES, _CELLS = 2_000_000, 20_000_000, 100_000
_TICKS = 4_000_000
"""Backticks times length: 12,000 characters of nothing else took 2.8 seconds."""
_OPENING = re.compile(r"^[ \t>*+.\d-]{31,}", re.MULTILINE)
_MARKER = re.compile(r">|[-*+](?=[ \t])|\d\.(?=[ \t])")
_INDENT = re.compile(r" {4}|\t")
_RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1)*[ \t]*")


def is_doubtful(document: Document) -> bool:
    """Whether it has to be tried (`render.trial`) before it is used."""
    body = document.body
    # What is longer is refused anyway.
    return len(body) <= LONGEST_BODY and (weight_of(body) > 1 or too_deep(document) is not None)


def weight_of(text: str) -> float:
    """How much a text is to be doubted; 1 and less: not at all."""
    length = len(text)
    if length <= _SHORT:
        return 0.0
    lines = text.count("\n")
    marks = max(text.count("[") * length / _BRACKETS, text.count("`") * length / _TICKS)
    return max(marks, lines * length / _LINES, lines * text.count("|") / _CELLS)


def too_deep(document: Document) -> Problem | None:
    """An error where lists and quotes are within each other so deep that the parser gives up."""
    for match in _OPENING.finditer(document.body):
        markers = len(_MARKER.findall(match[0]))
        levels = markers + len(_INDENT.findall(match[0]))
        end = document.body.find("\n", match.start())
        line = document.body[match.start() : end if end >= 0 else None]
        if markers and levels > DEEPEST and not _RULE.fullmatch(line):
            number = document.body_line + document.body.count("\n", 0, match.start())
            message = f"Dieser Text ist zu verschachtelt: Hier stecken {levels} Listen und Zitate ineinander."
            hint = f"Erlaubt sind {DEEPEST}. Zeichen wie > und - und Leerzeichen am Zeilenanfang löschen."
            return error(document.path, number, message, hint=hint, shown=shortened(line))
    return None


def shortened(line: str) -> str:
    """A line as a problem shows it."""
    return line if len(line) <= 200 else f"{line[:200]} …"
