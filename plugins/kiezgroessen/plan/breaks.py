"""Where a name may break into lines, and how good each break is.

Names break at spaces and after hyphens and slashes. A soft hyphen (U+00AD) marks a further place. Only a word that
would stay tiny even in the narrowest letters is broken by rule, between syllables; the rule does not know compounds,
so a soft hyphen in the profile is always better and switches the rule off for its word.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

SOFT_HYPHEN = "\u00ad"
Joint = Literal["space", "tight", "soft", "rule"]
"""What follows an atom: a space, a hyphen that is there anyway, a soft hyphen, or a break by rule."""

# Words that belong to the one after them: alone on a line, or last on it, they look forgotten.
_LEANING_WORDS = (
    "& + und u. oder am an auf aus bei beim das dem den der des die ein eine für im in ins mit nach ohne vom von vor "
    "zu zum zur um bis unter über hinter neben ve ile and at by for of the to et de du la le les al el و في من على"
)
_LEANING = frozenset(_LEANING_WORDS.split())
# Names have at most 80 characters: more lines would make them small, not big.
_MOST_LINES = 8
_VOWELS = "aeiouyäöüâêîôûáéíóúàèìòùıAEIOUYÄÖÜİ"
# Letters that are one sound and stay together, longest first.
_SOUND = re.compile(r"sch|ch|ck|ph|th|qu|.", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of the name that no line break enters, and what joins it to the next."""

    text: str
    joint: Joint


Span = tuple[int, int]
"""Atoms of one line: from, up to."""


def atoms(name: str, breakable: Callable[[str], bool]) -> tuple[Atom, ...]:
    """The pieces of `name`; a word for which `breakable` is true and that holds no soft hyphen is cut into syllables.

    A no-break space holds its words together, as it does everywhere; so does a hyphen after one or two letters
    (az-Zaatar, E-Bike), which would look like a splinter at the end of a line.
    """
    found: list[Atom] = []
    for word in re.split(r"[^\S\u00a0\u202f]+", name.strip()):
        parts = [part for part in re.split(r"(?<=\w\w\w[-‐–/])(?=\w)", word) if part.strip(SOFT_HYPHEN)]
        for nth, part in enumerate(parts):
            after: Joint = "space" if nth == len(parts) - 1 else "tight"
            soft = [piece for piece in part.split(SOFT_HYPHEN) if piece]
            inner: Joint = "soft"
            if SOFT_HYPHEN not in part and breakable(part):
                soft, inner = syllables(part), "rule"
            found.extend(Atom(piece, inner) for piece in soft[:-1])
            found.append(Atom(soft[-1], after))
    return tuple(found)


def syllables(word: str) -> list[str]:
    """Pieces of at least three letters: one consonant goes with the vowel after it, of several only the last one."""
    sounds = _SOUND.findall(word)
    vowel = [sound[-1] in _VOWELS for sound in sounds]
    pieces: list[str] = []
    start = 0
    for i in range(1, len(sounds) - 1):
        opens = not vowel[i] and vowel[i + 1] and any(vowel[start:i])
        rest = "".join(sounds[i:])
        if opens and len("".join(sounds[start:i])) >= 3 and len(rest) >= 3 and any(vowel[i:]):
            pieces.append("".join(sounds[start:i]))
            start = i
    return [*pieces, "".join(sounds[start:])]


def line_text(pieces: Sequence[Atom], span: Span) -> str:
    """The words of one line, with a visible hyphen where it ends within a word."""
    first, end = span
    out: list[str] = []
    for atom in pieces[first:end]:
        out += [atom.text, " " if atom.joint == "space" else ""]
    out.pop()
    if end < len(pieces) and pieces[end - 1].joint in ("soft", "rule"):
        out.append("-")
    return "".join(out)


def blemish(pieces: Sequence[Atom], span: Span) -> float:
    """How much a line offends the eye: the share of letter size (natural logarithm) one would give to avoid it."""
    first, end = span
    words = [atom.text.casefold() for atom in pieces[first:end]]
    offence = 0.0
    if all(word in _LEANING for word in words) or _has_at_most_one_letter(words):
        offence += 3.0
    if end < len(pieces):
        offence += 0.5 if words[-1] in _LEANING else 0.0
        offence += {"space": 0.0, "tight": 0.1, "soft": 0.2, "rule": 0.6}[pieces[end - 1].joint]
        offence -= 0.05 if words[-1][-1:] in (",", ";", ":") else 0.0
    return offence


def _has_at_most_one_letter(words: Sequence[str]) -> bool:
    letters = (char for word in words for char in word if char.isalnum())
    return next(letters, None) is None or next(letters, None) is None


def partitions(pieces: Sequence[Atom], breadth: Callable[[Span], float], min_lines: int) -> list[tuple[Span, ...]]:
    """For each possible number of lines the two best ways to break.

    Best is where all lines are most alike in `breadth`, blemishes counted; two, because the widths that lines can
    stretch to are not known here, and the second may be the bigger one.
    """
    n = len(pieces)
    most = min(n, _MOST_LINES)
    whole = breadth((0, n))
    spans = {
        (i, j): (math.log(max(breadth((i, j)), 1e-6)), blemish(pieces, (i, j)))
        for i in range(n)
        for j in range(i + 1, n + 1)
    }
    found: list[tuple[Span, ...]] = []
    for lines in range(min(max(min_lines, 1), most), most + 1):
        ideal = math.log(whole / lines)
        best: dict[int, list[tuple[float, tuple[Span, ...]]]] = {0: [(0.0, ())]}
        for _ in range(lines):
            step: dict[int, list[tuple[float, tuple[Span, ...]]]] = {}
            for start, ways in best.items():
                for end in range(start + 1, n + 1):
                    size, offence = spans[start, end]
                    cost = (size - ideal) ** 2 + offence
                    step.setdefault(end, []).extend((before + cost, (*way, (start, end))) for before, way in ways)
            best = {end: sorted(ways)[:2] for end, ways in step.items()}
        found.extend(way for _, way in best.get(n, []))
    return found
