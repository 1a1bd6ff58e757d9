"""What is wrong with the text below a header before anybody makes HTML of it: links that lead elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from ..problems import Problem, error
from ..read.document import Document
from .addresses import link_fault

# The three forms of a link in Markdown. They stop at the first blank or bracket, so none looks far ahead.
_LINKS = re.compile(
    r"\]\([ \t]{0,9}<?([^\s<>()]{1,2001})"
    r"|^[ ]{0,3}\[[^\]\n]{1,200}\]:[ \t]{0,9}<?([^\s<>]{1,2001})"
    r"|<([A-Za-z][A-Za-z0-9+.-]{1,30}:[^\s<>]{1,2001})>"
)
_OVERRIDES = re.compile("[\u202d\u202e]")
_MOST = 20


def body_problems(document: Document) -> Iterator[Problem]:
    """Errors about a text, each at its line; of very many the first."""
    told = 0
    for number, line in enumerate(document.body.split("\n"), document.body_line):
        for problem in _in_line(document.path, number, line) if "](" in line or "]:" in line or "<" in line else ():
            yield problem
            told += 1
        if _OVERRIDES.search(line):
            message = "Hier steht ein Zeichen, das die Schreibrichtung umdreht."
            hint = "Bitte löschen; die Schreibrichtung ergibt sich von selbst."
            yield error(document.path, number, message, hint=hint, shown=line, fix=_OVERRIDES.sub("", line))
            told += 1
        if told >= _MOST:
            return


def _in_line(path: str, number: int, line: str) -> Iterator[Problem]:
    for match in _LINKS.finditer(line):
        which = match.lastindex or 0
        typed = match[which]
        found = link_fault(unescape(typed))
        if found is None:
            continue
        message = found.message if found.message.startswith("»") else f"»{typed[:80]}« {found.message}"
        fix = f"{line[: match.start(which)]}{found.fix}{line[match.end(which) :]}" if found.fix else None
        yield error(path, number, f"Dieser Link geht nicht: {message}", hint=found.hint, shown=line, fix=fix)
