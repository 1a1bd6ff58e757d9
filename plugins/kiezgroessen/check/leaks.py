"""Nothing private, hidden or unfinished is in any file, nor a trace of the computer that made it.

What is looked at is text as people and programs read it: without the escapes of HTML, JSON and addresses, with the
lines of calendars put together again, the texts in archives and drawings, the words on paper and in pictures, and the
names of the files themselves. Pages share their frame, so each piece of text between two tags is read once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import unquote

from ..problems import Problem, error
from .haystack import Haystack, folded
from .private import Secrets
from .tree import TEXTS, Tree, suffix_of

_REPORT = "Bitte melden: So etwas darf das Programm nicht schreiben."
_TAGGED = frozenset({".html", ".xml"})
_HANDMADE = frozenset({".js", ".css"})
"""Written by hand, in languages where ``undefined`` and braces mean something: there no traces are looked for."""
_FOLD = re.compile(r"\r?\n[ \t]")
_CODED = re.compile(r"\\u([0-9a-fA-F]{4})")
_TRACES = (
    (("{{", "{%", "{#"), r"\{[{%#].{0,20}", "der Rest einer Vorlage"),
    (("{static}", "{filename}", "{attach}", "{index}"), r"\{(?:static|filename|attach|index)\}.{0,20}", "ein Befehl"),
    (("traceback (", "object at 0x", "<function ", "<class '"), r".+", "eine Meldung des Programms"),
    (
        (".md", ".yaml"),
        r"\b(?:(?:profil|aktion|einrichtung|kampagne)(?:\.\w+)?\.md|kiez(?:\.\w+)?\.yaml)\b",
        "der Name einer Datei der Redaktion",
    ),
)
"""Signs by which each trace is found, folded; how it looks then; what it is."""
_LOCAL = (
    ("localhost", "127.0.0.1", "[::1]"),
    r"\blocalhost\b|\b127\.0\.0\.1\b|\[::1\]",
    "die Adresse dieses Computers",
)


_EMPTY = frozenset({"None", "undefined", "NaN", "nan"})
_EMPTIED = re.compile(r"=\"(?:None|undefined|NaN|nan)\"|/(?:None|undefined)/")
"""A value that was not there, as Python and JavaScript write it; colours may be ``none``."""


def check_leaks(tree: Tree, secrets: Secrets, *, said: Mapping[str, Iterable[str]], published: bool) -> list[Problem]:
    """``said`` are texts in files that are no text, by name. ``published``: the site is not for this computer alone."""
    handmade = set(tree.texts(*_HANDMADE))
    pieces = _all_pieces(tree, tree.names - handmade, said)
    stack = Haystack.of(pieces)
    wanted = [*(one.text for one in secrets.private), *secrets.machine]
    lines = Haystack.of(_all_pieces(tree, handmade, said)).lines_with(wanted) | stack.lines_with(wanted)
    told = [(one, lines[one.text]) for one in secrets.private if one.text in lines]
    found = [(lines[one], ", wo oder von wem gebaut wurde") for one in secrets.machine if one in lines]
    spoken = {line.strip("-+ .0123456789") for line in secrets.typed.text.split("\n")}
    found += [(line, " ein leerer Wert") for one in pieces if _is_empty(one) and (line := folded(one)) not in spoken]
    for signs, look, what in (*_TRACES, _LOCAL) if published else _TRACES:
        found += [(line, f" {what}") for line in _traced(stack, signs, re.compile(look), secrets.typed)]
    if not told and not found:
        return []
    names = _holding(tree, said, {line for _, line in told} | {line for line, _ in found})
    problems = [
        # Not what it is: whoever reads this need not be one of those who may know.
        error(
            one.path, one.line, f"»{one.field}« ist nicht öffentlich und steht in {_shown(names[line])}.", hint=_REPORT
        )
        for one, line in told
    ]
    for line, what in found:
        problems += [error(name, None, f"Darin steht{what}.", hint=_REPORT) for name in names[line]]
    return problems


def _all_pieces(tree: Tree, names: Iterable[str], said: Mapping[str, Iterable[str]]) -> set[str]:
    raw: set[str] = set()
    for name in names:
        raw.update(_pieces(tree, name, said))
    return {one for piece in raw for one in _plain(piece)}


def _pieces(tree: Tree, name: str, said: Mapping[str, Iterable[str]]) -> Iterable[str]:
    """A file's name and its texts, piece by piece."""
    found = {name, *said.get(name, ())}
    suffix = suffix_of(name)
    if suffix in _TAGGED:
        # A place to break a word is no border between two.
        found.update(tree.text(name).replace("<wbr>", "").replace("<", ">").split(">"))
    elif suffix == ".ics":
        found.update(_FOLD.sub("", tree.text(name)).replace("\\n", "\n").replace("\\", "").splitlines())
    elif suffix in TEXTS - {".svg"}:
        found.update(tree.text(name).splitlines())
    return found


def _plain(raw: str) -> Iterator[str]:
    """A piece as people read it, without escapes; once more with those of an address undone, where it has some."""
    text = html.unescape(raw) if "&" in raw else raw
    if "\\u" in text:
        text = _CODED.sub(lambda match: chr(int(match[1], 16)), text)
    # The text of a feed is HTML inside of XML.
    yield from re.split("[<>]", text) if "<" in text else (text,)
    if "%" in text:
        yield unquote(text)


def _is_empty(piece: str) -> bool:
    return piece.strip() in _EMPTY or bool(_EMPTIED.search(piece))


def _traced(stack: Haystack, signs: Iterable[str], look: re.Pattern[str], typed: Haystack) -> Iterator[str]:
    """The pieces with such a trace, but for what an editor has typed just so."""
    lines: dict[str, None] = {}
    for sign in signs:
        at = stack.text.find(sign)
        while at >= 0:
            start, end = stack.text.rfind("\n", 0, at) + 1, stack.text.find("\n", at)
            end = end if end >= 0 else len(stack.text)
            lines[stack.text[start:end]] = None
            at = stack.text.find(sign, end)
    return (line for line in lines if (match := look.search(line)) and match[0].strip() not in typed.text)


def _holding(tree: Tree, said: Mapping[str, Iterable[str]], lines: Collection[str]) -> dict[str, list[str]]:
    """The names of the files that hold each of these pieces, in order."""
    names: dict[str, list[str]] = {line: [] for line in lines}
    for name in sorted(tree.names):
        pieces = (one for piece in _pieces(tree, name, said) for one in _plain(piece))
        for line in names.keys() & set(map(folded, pieces)):
            names[line].append(name)
    return names


def _shown(names: list[str]) -> str:
    more = len(names) - 1
    if more > 1:
        return f"{names[0]} und in {more} weiteren Dateien"
    return f"{names[0]} und in {names[1]}" if more else names[0]
