"""Letters that look like others: words that mix scripts, letters in fancy dress, characters that hide between letters.

The rules are those of Unicode Technical Standard 39 ("Unicode Security Mechanisms"): in a name a word keeps to one
script, Latin, Cyrillic, Greek and their relatives never mix; in an address every part is "highly restrictive". What a
language needs stays allowed: joiners in Arabic and in the scripts of India, marks, direction marks, emoji.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ..read.letters import is_visible

MARKS = 3
"""Marks upon one letter at most: Vietnamese needs two, Arabic three."""
# Scripts whose letters look like those of another one of them.
_ALIKE = {
    "LATIN": "lateinisch",
    "CYRILLIC": "kyrillisch",
    "GREEK": "griechisch",
    "COPTIC": "koptisch",
    "ARMENIAN": "armenisch",
    "CHEROKEE": "Cherokee",
    "LISU": "Lisu",
    "DESERET": "Deseret",
    "GOTHIC": "gotisch",
}
# Han, kana, bopomofo and hangul are written in one word, and Latin between them.
_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO", "HANGUL", "IDEOGRAPHIC"})
_LOOKS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝѵӏ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονραιυκ",
    "ABESIJKMHOPCTYXaesijopcyxhdqwvl" + "ABEZHIKMNOPTYXovpaiuk",
)
# Only the Cyrillic ones: a Greek word with a Latin letter in it is too rare to be worth a guess.
_CYRILLIC = str.maketrans("ABEKMHOPCTYXaeopcyx", "АВЕКМНОРСТУХаеорсух")
# Latin letters that look like ordinary ones and that no language here writes; dotless i and schwa are letters of names.
_PHONETIC = {"\u0251": "a", "\u2c6d": "A", "\u0261": "g", "\u017f": "s", "\u01c0": "l"}
_DRESSED = ("<font>", "<wide>", "<narrow>", "<circle>", "<square>")
_SMALL = "SMALL CAPITAL"
_JOINERS, _BREAKS = "\u200c\u200d", "\u200b\u2060\ufeff"
# Nothing is drawn for these, and no language that is written here needs them.
_HIDING = "\u034f\u115f\u1160\u17b4\u17b5\u180e\u2061-\u2064\u206a-\u206f\u3164\uffa0\ufff9-\ufffb"
_SUSPECT = re.compile(f"[{_HIDING}{_JOINERS}{_BREAKS}\U000e0000-\U000e007f]")
_ALWAYS = re.compile(f"[{_HIDING}]")
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f")


# What nearly all texts are made of, so that they are known to be harmless without a look at each letter (a fifth of the
# time of reading): Latin letters to ž, no ſ, with dashes and quotation marks; and what holds no marks upon letters.
_HARMLESS = re.compile("[\x00-\u017e\u2010-\u2027€]*")
_UNMARKED = re.compile("[\x00-\u02ff\u2000-\u20cf]*")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a text (German, continues "name: …"), the text as it should be, and the way out."""

    message: str
    fix: str | None
    hint: str


def trick(text: str) -> Finding | None:
    """The first thing in a text that only pretends to be what it looks like, or ``None``."""
    if _HARMLESS.fullmatch(text):
        return None
    if (at := _hidden(text)) is not None:
        fix = text[:at] + text[at + 1 :]
        while (more := _hidden(fix)) is not None:
            fix = fix[:more] + fix[more + 1 :]
        message = f"enthält ein Zeichen, das man nicht sieht (U+{ord(text[at]):04X})."
        return Finding(message, fix, "Das Zeichen löschen oder das Wort neu tippen.")
    if any(map(_is_dressed, text)):
        fix = "".join(_undressed(char) if _is_dressed(char) else char for char in text)
        message = "enthält Zierbuchstaben, die sich nicht vorlesen und nicht suchen lassen."
        return Finding(message, fix, "Gewöhnliche Buchstaben tippen; wie sie aussehen, bestimmt die Website.")
    for word in _words(text):
        used = sorted(scripts_of(word) & _ALIKE.keys(), key=lambda script: script != "LATIN")
        if len(used) > 1:
            names = " und ".join(_ALIKE[script] for script in used)
            meant = _in_one_script(word)
            message = f"»{word}« mischt Buchstaben, die nur gleich aussehen: {names}."
            return Finding(message, text.replace(word, meant, 1) if meant else None, "Das Wort neu tippen.")
    return None


def with_few_marks(text: str) -> str:
    """The text with the first few marks of each letter, whatever invisible stands between them."""
    if _UNMARKED.fullmatch(text):
        return text
    out, marks = [], 0
    for char in text:
        if unicodedata.category(char).startswith("M"):
            marks += 1
        elif is_visible(char) or char == " ":
            marks = 0
        if marks <= MARKS or not unicodedata.category(char).startswith("M"):
            out.append(char)
    return "".join(out)


def scripts_of(word: str) -> frozenset[str]:
    """The scripts of a word's letters, by the first word of their Unicode names; what all scripts share is none."""
    found = set()
    for char in word:
        if "a" <= char <= "z" or "A" <= char <= "Z":
            found.add("LATIN")
        elif not char.isascii() and unicodedata.category(char) in ("Lu", "Ll", "Lt", "Lo"):
            found.add(unicodedata.name(char, "").split(" ")[0].split("-")[0])
    return frozenset(found - {"MICRO", "FEMININE", "MASCULINE", ""})


def is_restricted(label: str) -> bool:
    """Whether a part of an address keeps to one script, or to those that are written together in East Asia."""
    used = scripts_of(label)
    return len(used) <= 1 or used <= _EAST_ASIAN | {"LATIN"}


def in_latin(label: str) -> str | None:
    """What a label without a single Latin letter looks like, if all of it looks Latin; else ``None``."""
    shown = label.translate(_LOOKS)
    return shown if shown != label and shown.isascii() and "LATIN" not in scripts_of(label) else None


def looks_latin(text: str) -> str | None:
    """What a text looks like if all its letters look Latin and some are not; else ``None``. One other letter tells."""
    shown = text.translate(_LOOKS)
    return shown if shown != text and scripts_of(shown) == {"LATIN"} else None


def _words(text: str) -> Iterator[str]:
    """Runs of letters, with the marks and invisible characters between them."""
    word = ""
    for char in text:
        if unicodedata.category(char)[0] in "LM" or unicodedata.category(char) == "Cf":
            word += char
        elif word:
            yield word
            word = ""
    if word:
        yield word


def _in_one_script(word: str) -> str | None:
    for table, script in ((_LOOKS, "LATIN"), (_CYRILLIC, "CYRILLIC")):
        meant = word.translate(table)
        if scripts_of(meant) & _ALIKE.keys() == {script}:
            return meant
    return None


def _is_dressed(char: str) -> bool:
    if char.isascii() or unicodedata.category(char) not in ("Lu", "Ll", "Lo", "Nd"):
        return False
    spoken = unicodedata.name(char, "")
    return char in _PHONETIC or _SMALL in spoken or unicodedata.decomposition(char).startswith(_DRESSED)


def _undressed(char: str) -> str:
    """The ordinary letter: ``a`` for a small capital ``ᴀ``."""
    letter = unicodedata.name(char, "").partition(f"{_SMALL} ")[2]
    return _PHONETIC.get(char) or (letter.lower() if len(letter) == 1 else unicodedata.normalize("NFKC", char))


def _hidden(text: str) -> int | None:
    """Where the first character stands that is not seen and not needed."""
    flags = [range(flag.start(), flag.end()) for flag in _FLAG.finditer(text)]
    for match in _SUSPECT.finditer(text):
        at, char = match.start(), match[0]
        if _ALWAYS.match(char):
            return at
        if char in _JOINERS or char in _BREAKS:
            if _between_plain(text, at, both=char in _BREAKS):
                return at
        elif not any(at in flag for flag in flags):
            return at
    return None


def _between_plain(text: str, at: int, *, both: bool) -> bool:
    """Whether letters that never join stand before it (``both``: and behind it)."""
    before = next((char for char in reversed(text[:at]) if unicodedata.category(char)[0] not in "MC"), "")
    after = next((char for char in text[at + 1 :] if unicodedata.category(char)[0] not in "MC"), "")
    plain = [bool(char) and (char.isdigit() or bool(scripts_of(char) & _ALIKE.keys())) for char in (before, after)]
    return all(plain) if both else plain[0]
