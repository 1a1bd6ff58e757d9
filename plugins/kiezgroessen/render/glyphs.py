"""Letters that no font of the site has: every reader sees them in another one, if in any."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ..problems import Problem, warning
from ..read.document import Document, Value
from ..read.fonts import ARCHIVO
from ..read.letters import letters_of

_FONTS = (
    ARCHIVO,
    "atkinson-hyperlegible-next/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "atkinson-hyperlegible-next/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
    "readex-pro/readex-pro-arabic-wght-normal.woff2",
    "readex-pro/readex-pro-latin-wght-normal.woff2",
)
"""What running text is set in, and what stands in for letters missing there, below ``theme/static/fonts``."""
_HIDDEN = ("entwurf", "ruht")
_FEW = 3


def unset(documents: Iterable[Document], fonts: Path) -> list[Problem]:
    """A warning per text with letters that are in none of the fonts below ``fonts``, at the first line with one.

    Signs and pictures (emoji) come from the reader's device anywhere; letters are what must not look like patchwork.
    """
    known = frozenset[str]().union(*letters_of(fonts / name for name in _FONTS))
    problems = []
    for document in documents:
        if document.header.values.get("status") in _HIDDEN:
            continue
        if lacking := _lacking(document, known):
            line = next(number for number, text in enumerate(document.lines, 1) if lacking[0] in text)
            shown = ", ".join(f"»{char}« ({unicodedata.name(char, 'ohne Namen')})" for char in lacking[:_FEW])
            more = f" und {len(lacking) - _FEW} weitere" if len(lacking) > _FEW else ""
            message = f"{shown}{more} gibt es in keiner Schrift der Website: Das Gerät nimmt eine andere oder keine."
            hint = "Die Schreibweise prüfen. Ist sie richtig, sieht das Wort nur etwas anders aus als der Rest."
            problems.append(warning(document.path, line, message, hint=hint, shown=document.lines[line - 1]))
    return problems


def _lacking(document: Document, known: frozenset[str]) -> Sequence[str]:
    values = {key: value for key, value in document.header.values.items() if key != "freigaben"}
    used: dict[str, None] = {}
    for text in (*_texts(values), document.body):
        used |= dict.fromkeys(unicodedata.normalize("NFC", text))
    # As it was typed: composed letters are looked for composed, their marks alone are none.
    return [char for char in used if unicodedata.category(char)[0] == "L" and char not in known]


def _texts(value: Value | Mapping[str, Value]) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
