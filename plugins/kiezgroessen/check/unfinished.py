"""What only a program writes that was not finished with a page: rests of templates, values that were not there.

People write such things, too: a shop may be called »{{ Mustache }}«, »None« or »localhost«. So a mark counts only when
no text of the editors holds it. What is said before and behind it does not matter: pages put names together.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from .haystack import Haystack, folded

LOCAL = "die Adresse dieses Computers"
"""What does not matter on a site that is for this computer alone."""
HERE = "localhost"
"""Its name, which is in every line of such a site: it is looked for like a private word, and not kept as a mark."""
_EMPTY = "ein leerer Wert"
_VALUES = ("None", "undefined", "NaN", "nan")
"""A value that was not there, as Python and JavaScript write it; colours may be ``none``."""
_KINDS = (
    (("{{", "{%", "{#"), r"\{[{%#][^}%#…]{0,20}[}%#]{0,2}", "der Rest einer Vorlage"),
    (
        ("{static}", "{filename}", "{attach}", "{index}"),
        r"\{(?:static|filename|attach|index)\}[^\s\"]{0,20}",
        "ein Befehl",
    ),
    (
        ("traceback (", " at 0x", "class '"),
        r"traceback \([\w ]{0,30}|\w+ at 0x[0-9a-f]{1,8}|^class '[\w.]{1,30}'",
        "eine Meldung des Programms",
    ),
    (
        (".md", ".yaml"),
        r"\b(?:(?:profil|aktion|einrichtung|kampagne)(?:\.\w+)?\.md|kiez(?:\.\w+)?\.yaml)\b",
        "der Name einer Datei der Redaktion",
    ),
    (("127.0.0.1", "[::1]"), r"\b127\.0\.0\.1\b|\[::1\]", LOCAL),
)
"""Signs by which each mark is found, in small letters; how it looks then; what it is."""
_MARKS = tuple((signs, re.compile(look, re.IGNORECASE), what) for signs, look, what in _KINDS)
_EMPTIED = re.compile(rf"=\"({'|'.join(_VALUES)})\"|/(None|undefined)/")
_EMPTY_SIGNS = ('="none"', '="undefined"', '="nan"', "/none/", "/undefined/")
_SHOWN = 60
"""Characters of a page shown before and behind a mark."""


class Mark(NamedTuple):
    """What it is, the text by which it was known, and what stands around it."""

    what: str
    text: str
    shown: str


def marks_of(piece: str) -> Iterator[Mark]:
    """All marks in a piece of a finished file, as people read it."""
    text = " ".join(piece.split())
    small = text.lower()
    if text in _VALUES:
        yield Mark(_EMPTY, text, text)
    if any(sign in small for sign in _EMPTY_SIGNS):
        yield from (Mark(_EMPTY, match[1] or match[2], _around(text, match)) for match in _EMPTIED.finditer(text))
    for signs, look, what in _MARKS:
        if any(sign in small for sign in signs):
            yield from (Mark(what, match[0].strip(), _around(text, match)) for match in look.finditer(text))


def may_be_marked(texts: Iterable[str]) -> bool:
    """Whether one of very many texts may have a mark."""
    each = dict.fromkeys(texts)
    small = "\n".join(each).lower()
    signs = (sign for signs, _, _ in _MARKS for sign in signs)
    return any(value in each for value in _VALUES) or any(sign in small for sign in (*_EMPTY_SIGNS, *signs))


def values_in(texts: Iterable[str], words: Collection[str]) -> frozenset[str]:
    """Those words for a value that is not there that are said in texts of people: in these letters, small or not.

    ``words`` are all words of the texts, folded.
    """
    possible = [value for value in _VALUES if value.casefold() in words]
    said = "\n".join(texts) if possible else ""
    return frozenset(value for value in possible if re.search(rf"\b{value}\b", said))


def is_said(mark: Mark, typed: Haystack, values: frozenset[str]) -> bool:
    """Whether people said so. ``typed`` are their texts, ``values`` those of `values_in`."""
    return mark.text in values if mark.what == _EMPTY else folded(mark.text) in typed.text


def _around(text: str, match: re.Match[str]) -> str:
    start, end = max(match.start() - _SHOWN, 0), match.end() + _SHOWN
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
