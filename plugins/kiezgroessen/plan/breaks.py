"""Where a name may break into lines, and how good each break is.

Names break at spaces and after hyphens and slashes. A soft hyphen (U+00AD) marks a further place. Only a word that
would stay tiny even in the narrowest letters is broken by rule, between syllables; the rule does not know compounds,
so a soft hyphen in the profile is always better and switches the rule off for its word.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
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
# What it costs to end a line at a joint.
_JOINTS: dict[Joint, float] = {"space": 0.0, "tight": 0.1, "soft": 0.2, "rule": 0.6}
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


def blemishes(pieces: Sequence[Atom]) -> dict[Span, float]:
    """How much each line offends the eye: the share of letter size (natural logarithm) one would give to avoid it."""
    words = [atom.text.casefold() for atom in pieces]
    leaning = [word in _LEANING for word in words]
    letters = [sum(map(str.isalnum, word)) for word in words]
    # What a line takes on itself that ends here, within the name.
    ends = [
        (0.5 if leans else 0.0) + _JOINTS[atom.joint] - (0.05 if word[-1:] in (",", ";", ":") else 0.0)
        for atom, word, leans in zip(pieces, words, leaning, strict=True)
    ]
    forlorn = [
        (0.5 if leans else 0.0) + 3.0 + _JOINTS[atom.joint] - (0.05 if word[-1:] in (",", ";", ":") else 0.0)
        for atom, word, leans in zip(pieces, words, leaning, strict=True)
    ]
    found: dict[Span, float] = {}
    n = len(pieces)
    for first in range(n):
        leans, count = True, 0
        for end in range(first + 1, n + 1):
            leans = leans and leaning[end - 1]
            count += letters[end - 1]
            alone = leans or count < 2
            if end == n:
                found[first, end] = 3.0 if alone else 0.0
            else:
                found[first, end] = (forlorn if alone else ends)[end - 1]
    return found


def partitions(
    count: int, breadths: Mapping[Span, float], offences: Mapping[Span, float], min_lines: int
) -> list[tuple[Span, ...]]:
    """For each possible number of lines the two best ways to break `count` atoms.

    Best is where all lines are most alike in breadth, offences counted; two, because the widths that lines can
    stretch to are not known here, and the second may be the bigger one.
    """
    most = min(count, _MOST_LINES)
    sizes = {span: math.log(max(breadth, 1e-6)) for span, breadth in breadths.items()}
    whole = breadths[0, count]
    found: list[tuple[Span, ...]] = []
    for lines in range(min(max(min_lines, 1), most), most + 1):
        ideal = math.log(whole / lines)
        # The best ways to each place, as the places where their lines end.
        best: dict[int, list[tuple[float, tuple[int, ...]]]] = {0: [(0.0, ())]}
        for nth in range(1, lines + 1):
            step: dict[int, list[tuple[float, tuple[int, ...]]]] = {}
            # Each line to come needs an atom at least, and the last one ends with the name.
            last = count - lines + nth
            for start, ways in best.items():
                for end in range(last if nth == lines else start + 1, last + 1):
                    span = start, end
                    cost = (sizes[span] - ideal) ** 2 + offences[span]
                    step.setdefault(end, []).extend([(before + cost, (*way, end)) for before, way in ways])
            best = {end: sorted(ways)[:2] for end, ways in step.items()}
        found.extend(tuple(pairwise((0, *ends))) for _, ends in best[count])
    return found
