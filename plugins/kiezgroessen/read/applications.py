"""Applications of businesses as they arrive: the form's own format, or whatever somebody wrote instead.

The format is a first line `MARK`, a line ``Schlüssel: Wert`` for each of `KEYS` in this order, and a last line `END`.
A value goes on until the next key; the last one, the message, may have several lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from .mails import Letter, Part

MARK = "KIEZGRÖSSEN-BEWERBUNG 1"
"""The first line; the number is that of the format."""
END = "ENDE"
"""The last line."""
KEYS = (
    "Betrieb",
    "Gewerbe",
    "Straße",
    "Name",
    "Telefon",
    "E-Mail",
    "Sprachen",
    "Wunschkarten",
    "Art",
    "Angebot",
    "Menge",
    "Nachricht",
)
"""What is asked. ``Sprachen`` are names or codes, ``Wunschkarten`` as `chosen`, both between commas."""
MESSAGE = KEYS[-1]
MOST = 3
"""Applications that are taken from one mail or file: mostly there is one, and each becomes a folder."""

# As people spell the keys when they write by hand, folded as by `_folded`.
_ALSO = {
    "laden": "Betrieb",
    "firma": "Betrieb",
    "geschaeft": "Betrieb",
    "name des betriebs": "Betrieb",
    "name des ladens": "Betrieb",
    "branche": "Gewerbe",
    "adresse": "Straße",
    "anschrift": "Straße",
    "ansprechperson": "Name",
    "ansprechpartner": "Name",
    "ansprechpartnerin": "Name",
    "mein name": "Name",
    "inhaber": "Name",
    "inhaberin": "Name",
    "tel": "Telefon",
    "tel.": "Telefon",
    "mobil": "Telefon",
    "handy": "Telefon",
    "telefonnummer": "Telefon",
    "mail": "E-Mail",
    "email": "E-Mail",
    "e-mail-adresse": "E-Mail",
    "sprache": "Sprachen",
    "wunschkarte": "Wunschkarten",
    "karte": "Wunschkarten",
    "wir bieten": "Angebot",
    "ich biete": "Angebot",
}
_MARKED = re.compile(r"(?P<quote>[>|\s]*)kiezgroessen-bewerbung (?P<format>[0-9]{1,4})\s*")
# Words for people, then the name that files know in parentheses: »Zehn Laptops, gebraucht (jugendclub/laptops)«.
_NAMED = re.compile(r"\(([a-z0-9-]{1,80}(?:/[a-z0-9-]{1,80})?)\)\s*(?:[,;]\s*|$)")
_REFERENCE = re.compile(r"[a-z0-9-]{1,80}/[a-z0-9-]{1,80}")
_LONGEST_KEY = 40
_LONGEST_QUESTION = 160
_PHONE = re.compile(r"(?<![\w+/-])(?:\+|00?)[1-9][0-9 ()/\u2013-]{5,22}[0-9](?!\w)")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}(?![\w-])", re.IGNORECASE)
# »<fatma@kitabevi.example>«, »mailto:…«, and both.
_BESIDE_EMAIL = re.compile(r"^\s*<?(?:mailto:)?|>\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Application:
    """What somebody typed: values by `KEYS`, empty ones left out, each on one line but the message.

    Of cards and whatever else stands as `chosen` only the name remains.

    ``format`` is the number behind the mark, ``None`` for a text without one; then ``text`` is all that was written.
    """

    values: Mapping[str, str]
    format: int | None
    text: str
    where: str


def chosen(words: str, name: str) -> str:
    """A choice as it stands in a letter: in words, and as files know it (``einrichtung/kennung``)."""
    return f"{words} ({name})"


def applications(letter: Letter) -> tuple[Application, ...]:
    """All applications in what came: those of the first text that has any, each once.

    Of more than `MOST` there is one more than that, so that it can be said. Where none has any, the first text
    as somebody's own words; nothing only where there is no text at all.
    """
    for part in letter.parts:
        if found := tuple(islice(_formal(part), MOST + 1)):
            return found
    own = sorted((part for part in letter.parts if part.text.strip()), key=lambda part: part.where.startswith("Anhang"))
    return (_free(own[0]),) if own else ()


def western(text: str) -> str:
    """Digits of any writing as 0 to 9: ``۰۳۰`` and ``٠٣٠`` are ``030``."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _formal(part: Part) -> Iterator[Application]:
    lines = part.text.split("\n")
    begins = [(at, match) for at, line in enumerate(lines) if len(line) < 200 and (match := _marked(line))]
    seen: set[tuple[tuple[str, str], ...]] = set()
    ends = [*(at for at, _ in begins), len(lines)][1:]
    for (at, match), end in zip(begins, ends, strict=True):
        depth = match["quote"].count(">")
        inside = [_unquoted(line, depth) for line in lines[at + 1 : end]]
        # The last one: a message may have such a line of its own.
        last = max((number for number, line in enumerate(inside) if line.strip() == END), default=len(inside))
        values = _values(inside[:last], flowed=part.flowed)
        if (key := tuple(sorted(values.items()))) not in seen:
            seen.add(key)
            yield Application(values, int(match["format"]), "\n".join(inside[:last]), part.where)


def _marked(line: str) -> re.Match[str] | None:
    return _MARKED.fullmatch(_folded(line))


def _folded(text: str) -> str:
    """Letters however they are spelled: ``STRASSE``, ``Straße``, ``Strasse``; ``ö`` as one sign or two."""
    text = unicodedata.normalize("NFC", text).casefold().replace("\u00a0", " ")
    return text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")


def _asked(question: str) -> str:
    """What is asked in a letter in other languages, ``> Betrieb / İşletmenin adı``, folded: the German key."""
    seen = "".join(char for char in question if unicodedata.category(char) != "Cf")
    return _folded(seen.partition(" / ")[0].strip(" \t>*-•"))


def _unquoted(line: str, depth: int) -> str:
    """The line without the signs of an answer, as many as stand before the mark."""
    for _ in range(depth):
        bare = line.lstrip()
        if not bare.startswith(">"):
            break
        line = bare[1:].removeprefix(" ")
    return line


def _values(lines: Sequence[str], *, flowed: bool) -> dict[str, str]:
    """Each key counts once, and none inside the message: whoever writes ``Name: …`` there only tells something."""
    known = {_folded(key): key for key in KEYS}
    found: dict[str, list[str]] = {}
    key = ""
    for line in lines:
        before, colon, after = line.partition(":")
        # »Betrieb / İşletmenin adı« of the letter in other languages, too.
        asked = _asked(before) if " / " in before and len(before) <= _LONGEST_QUESTION else _folded(before.strip())
        new = known.get(asked, "") if colon and (" / " in before or len(before) <= _LONGEST_KEY) else ""
        if new and new not in found and key != MESSAGE:
            key = new
            found[key] = [after]
        elif key:
            found[key].append(line)
    joined = {key: _message(part, flowed=flowed) if key == MESSAGE else _line(part) for key, part in found.items()}
    return {key: _plain(key, joined[key]) for key in KEYS if joined.get(key)}


def _plain(key: str, value: str) -> str:
    """The value as its field wants it, whatever a keyboard or a mail program put around it."""
    if key == "Telefon":
        return western("".join(char for char in value if unicodedata.category(char) != "Cf")).strip()
    if key == "E-Mail":
        return _BESIDE_EMAIL.sub("", value)
    return _named(key, value)


def _named(key: str, value: str) -> str:
    """The names alone, whatever words and commas stand before them; what has none stays as it is."""
    if key not in ("Sprachen", "Wunschkarten", "Art"):
        return value
    *pairs, rest = _NAMED.split(value)
    found: list[str] = []
    for words, name in zip(pairs[::2], pairs[1::2], strict=True):
        # Titles of cards may have commas; of languages and older references several may stand before a name.
        before = [word for word in words.split(", ")[:-1] if key != "Wunschkarten" or _REFERENCE.fullmatch(word)]
        found += [*before, name]
    return ", ".join([*found, *([rest] if rest else [])])


def _line(parts: Sequence[str]) -> str:
    return " ".join(" ".join(parts).split())


def _message(lines: Sequence[str], *, flowed: bool) -> str:
    # What mail programs write below two hyphens (RFC 3676, 4.3) is nobody's message.
    lines = list(takewhile(lambda line: line.rstrip() != "--", lines))
    if not flowed:
        return "\n".join(line.rstrip() for line in lines).strip()
    text = ""
    for line in lines:
        # A blank at the end: the line goes on (RFC 3676, 4.1); one at the start protects it (4.4).
        bare = line.removeprefix(" ")
        text += bare if bare.endswith(" ") and bare != "-- " else bare + "\n"
    return text.strip()


def _free(part: Part) -> Application:
    """What can be recognised in somebody's own words: lines with a key, the first phone number and e-mail address."""
    known = {_folded(key): key for key in KEYS} | _ALSO
    found: dict[str, str] = {}
    key = ""
    for line in part.text.split("\n"):
        before, colon, after = line.partition(":")
        new = known.get(_asked(before), "") if colon and len(before) <= _LONGEST_QUESTION else ""
        # Many answer on the line below the question.
        key, value = (new, after) if new else ("" if line.startswith("--") else key, line)
        if key and (value := " ".join(value.lstrip("> \t").split())):
            if key != MESSAGE:
                found.setdefault(key, value)
            key = ""
    for key, pattern in (("Telefon", _PHONE), ("E-Mail", _EMAIL)):
        if key not in found and (match := pattern.search(western(part.text))):
            found[key] = " ".join(match[0].split())
    values = {key: _plain(key, found[key]) for key in KEYS if key in found}
    return Application(values, None, part.text.strip(), part.where)
