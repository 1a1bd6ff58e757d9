"""Tabs and protected blanks before an entry: found all at once, each with the indentation that was meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiezgroessen.read.yamlfault import fault_of
from kiezgroessen.read.yamlline import ODD_BLANKS, depths, in_block

_LOOK_BACK = 40
_ODD = re.compile(rf"[ \t]*[{ODD_BLANKS}][ \t{ODD_BLANKS}]*(?=[-#]|[\w-]+ *:(?:\s|\Z))")
_ODD_SOMEWHERE = re.compile(rf"^[ \t]*[{ODD_BLANKS}]", re.MULTILINE)
_TAB = re.compile(rf" *\t[ \t{ODD_BLANKS}]*(?=- |[\w-]+ *:)")


@dataclass(frozen=True, slots=True)
class Blanks:
    """Line ``at`` (from 0) as it should be, and what is wrong with the blanks before it."""

    at: int
    line: str
    message: str
    hint: str


def odd_blanks(lines: Sequence[str], text: str) -> list[Blanks]:
    """Entries indented with blanks that look like blanks and are none. ``text`` is the header in one piece.

    They are always looked for: a word with such a blank before it is a word of its own, and nothing is found fault
    with.
    """
    return _mended(lines, _ODD, _odd) if _ODD_SOMEWHERE.search(text) else []


def tabs(lines: Sequence[str]) -> list[Blanks]:
    """Entries indented with tabs; to be asked only if the header cannot be read, for some tabs do no harm."""
    return _mended(lines, _TAB, _tab)


def _odd(depth: int) -> tuple[str, str]:
    message = "Am Zeilenanfang stehen geschützte Leerzeichen; sie sehen nur aus wie gewöhnliche."
    return message, f"Löschen und {depth} Leerzeichen tippen." if depth else "Löschen und ganz links beginnen."


def _tab(depth: int) -> tuple[str, str]:
    hint = f"Eingerückt wird mit Leerzeichen, hier mit {depth}." if depth else "Löschen und ganz links beginnen."
    return "Am Zeilenanfang steht ein Tabulator.", hint


def _mended(lines: Sequence[str], form: re.Pattern[str], words: Callable[[int], tuple[str, str]]) -> list[Blanks]:
    found = [
        at
        for at, (line, block) in enumerate(zip(lines, in_block(lines), strict=True))
        if not block and form.match(line)
    ]
    if not found:
        return []
    beside, plain = list(lines), list(lines)
    for at in found:
        typed = re.match(rf"[ \t{ODD_BLANKS}]*", lines[at])
        start = typed[0] if typed else ""
        bare = lines[at][len(start) :]
        plain[at] = start.replace("\t", "  ").translate(_AS_BLANK) + bare
        beside[at] = bare
        meant = depths(beside, at, _LOOK_BACK)
        beside[at] = " " * (meant[0] if meant else 0) + bare
        if len(found) == 1:
            beside[at] = next((one for one in _each(meant, bare) if _reads(lines, at, one)), beside[at])
    # Where all lines have tabs, each is as deep as its tabs say; where one has, as deep as its neighbours.
    fault = fault_of(beside)
    if fault is not None and ((other := fault_of(plain)) is None or other.line > fault.line):
        beside = plain
    out = []
    for at in found:
        message, hint = words(len(beside[at]) - len(beside[at].lstrip(" ")))
        out.append(Blanks(at, beside[at], message, hint))
    return out


def _each(meant: list[int], bare: str) -> list[str]:
    return [" " * depth + bare for depth in meant[:8]]


def _reads(lines: Sequence[str], at: int, line: str) -> bool:
    return fault_of([*lines[:at], line, *lines[at + 1 :]]) is None


_AS_BLANK = {ord(sign): " " for sign in map(chr, (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000))}
