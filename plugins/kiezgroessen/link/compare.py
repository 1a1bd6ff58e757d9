"""What can be compared of a wish and an offer as people write them: words, ages, amounts, the way between them.

German only, and knowingly simple: an editor reads the reasons and decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from types import MappingProxyType

EARTH = 6_371_008.8
"""Mean radius in metres (IUGG, GRS 80)."""
SHORTEST_PART = 4
"""Letters: a shorter word inside a longer one means nothing."""

_WORD = re.compile(r"(?<!:)\b[^\W\d_]{2,}")
_ENDINGS = (("ern", 3), ("en", 3), ("em", 3), ("er", 3), ("es", 4), ("e", 3), ("s", 4))
"""Endings of cases and plurals, and how many letters must be left."""
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        """alle allen als am an auch auf aus bei beide bis das dem den der die dies diese dort du ein eine einem
        einen einer einmal für gern ihr im in jede jeden jeder jemand kann kein keine leute man mit
        möglichst nach noch nur ohne pro rund sie so über und unser von was wenn wer wie wir wo zu zum
        zur zwei drei vier fünf sechs sieben acht neun zehn elf zwölf neue alte große kleine gebrauchte
        halbe halber stunde stunden tag tage woche wochen monat monate jahr jahre uhr minute minuten
        abend abende nachmittag nachmittage vormittag vormittage termin termine platz plätze stück
        person personen mensch menschen kiez gruppe gruppen einrichtung einrichtungen zentimeter meter
        liter kilo kiste kisten karton kartons euro preis""",
    )
)
"""In small letters: words that may begin a sentence, and nouns that only measure or mean anybody."""
_GROWN = MappingProxyType({"Jugendliche": 27, "Kinder": 14})
"""Up to which age people are called that, after § 7 SGB VIII; where both words stand, the first one counts."""
_OLDER, _OLDEST = 60, 120
_NOUN = r"(?!\s+(?!Jahre)[A-ZÄÖÜ])"
"""No noun behind it: »ab 14« is an age, »ab 17 Uhr« and »bis 15 Personen« are not."""
_AGES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\bvon (?P<low>\d{{1,3}}) bis (?P<high>\d{{1,3}})\b{_NOUN}",
        r"\b(?P<low>\d{1,3})(?: bis | ?[–-] ?)(?P<high>\d{1,3}) Jahre",
        rf"\bab (?P<low>\d{{1,3}})\b{_NOUN}",
        r"\b(?P<low>)bis (?P<high>\d{1,3}) Jahre",
    )
)
_CLASSES = ("erst", "zweit", "dritt", "viert", "fünft", "sechst", "siebt", "acht", "neunt", "zehnt")
_BEFORE_CLASS = 5
"""Years: children in class 1 are 6 or 7."""
_ORDINAL = rf"(?:{'|'.join(_CLASSES)})(?=en?\b)"
_ONE_CLASS = rf"(?:\b{_ORDINAL}en?|\b1?[0-9]\.)"
_CLASS = re.compile(
    rf"{_ONE_CLASS}(?: (?:und|bis|oder) {_ONE_CLASS})? Klassen?\b|\bKlassen? 1?[0-9]\b(?: (?:und|bis|oder) 1?[0-9]\b)?"
)
_AMOUNT = re.compile(r"(?:\D*?\s)?(\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)\s+(?:[a-zäöüß]+\s+)*?([A-ZÄÖÜ][\wäöüß]*)\s*(.*)")


def stem(word: str) -> str:
    """A word without umlauts and endings: »Plätze« and »Platz« are one, »Schüler« and »Schulen« as well."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    for ending, left in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= left:
            return plain[: -len(ending)]
    return plain


def stems(text: str, *, but: Collection[str] = ()) -> dict[str, str]:
    """The nouns that say something, by their stems; those that begin with a stem of ``but`` say nothing new here."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        root = stem(word)
        if word[0].isupper() and word.casefold() not in _EMPTY and not any(root.startswith(known) for known in but):
            found.setdefault(root, word)
    return found


def related(ours: Mapping[str, str], theirs: Iterable[str]) -> tuple[str, ...]:
    """Those of our words that are among theirs, or a part of one, or have one in them: »Schulen« and »Grundschule«."""
    others = list(theirs)
    return tuple(
        word
        for root, word in ours.items()
        if any(root == other or _within(root, other) or _within(other, root) for other in others)
    )


def _within(part: str, whole: str) -> bool:
    return len(part) >= SHORTEST_PART and part in whole


def ages(text: str) -> tuple[int, int] | None:
    """The youngest and the oldest that a text speaks of; ``None`` where it names no age.

    »Kinder ab 4« ends where nobody is called a child any more, »ältere Menschen« begins at 60. Class 3 is 8 or 9.
    """
    for pattern in _AGES:
        if match := pattern.search(text):
            low, high = match["low"], match.groupdict().get("high")
            oldest = next((age for word, age in _GROWN.items() if word in text), _OLDEST)
            return int(low or 0), int(high) if high else max(oldest, int(low))
    if named := [_CLASSES.index(word) + 1 if word in _CLASSES else int(word) for word in _classes(text)]:
        return min(named) + _BEFORE_CLASS, max(named) + _BEFORE_CLASS + 1
    return (_OLDER, _OLDEST) if re.search(r"ältere|Senior", text) else None


def _classes(text: str) -> list[str]:
    """Classes of a school as they are named: »dritten und vierten Klasse«, »3. und 4. Klasse«, »Klasse 3 bis 4«."""
    found = [match[0] for match in _CLASS.finditer(text)]
    return [word for part in found for word in re.findall(rf"{_ORDINAL}|\b1?[0-9]\b", part)]


@dataclass(frozen=True, slots=True)
class Amount:
    """``number`` of a ``unit`` (its stem) and how often, as it was written (empty: once, or not said)."""

    number: float
    unit: str
    rhythm: str


def amount(text: str) -> Amount | None:
    """»10 Stück im Jahr«, »8 kleine Sträuße«, »1.500 Hefte«; ``None`` where no number stands before a noun."""
    match = _AMOUNT.fullmatch(text.strip())
    if not match:
        return None
    number = match[1].replace(".", "").replace(",", ".")
    return Amount(float(number), stem(match[2]), " ".join(match[3].casefold().split()))


def enough(wanted: Amount | None, offered: Amount | None) -> bool | None:
    """Whether the offer covers the wish; ``None`` where units or rhythms cannot be compared.

    What is needed once is compared with what is offered at any rhythm.
    """
    if wanted is None or offered is None or wanted.unit != offered.unit:
        return None
    if wanted.rhythm and wanted.rhythm != offered.rhythm:
        return None
    return offered.number >= wanted.number


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great circle between two places (WGS 84, degrees), on a sphere: off by 0.5 % at most.

    Haversine formula: R. W. Sinnott, »Virtues of the Haversine«, Sky & Telescope 68 (1984), page 159.
    """
    (lat1, lon1), (lat2, lon2) = ((radians(degrees) for degrees in place) for place in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))
