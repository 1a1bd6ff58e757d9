"""Words that no text of a kit may say, because they advertise a business with a seal or a general promise.

Directive (EU) 2024/825 ("EmpCo") and the UWG that follows it, in force from 27 September 2026: a label for social or
environmental merits needs a certification scheme or a public authority behind it, a general environmental claim needs
proof of outstanding performance. Dated facts need neither: who gave what to whom, when. This is no legal advice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias, TypeVar

from ..languages import LANGUAGES, Text
from ..link.kiez import Kiez
from ..model.declare import Record
from ..model.entry import Entry, Translated
from ..model.records import Action, Business, Programme
from ..problems import Problem, Severity, warning
from ..read.document import Loc

R = TypeVar("R", bound=Record)
Kind: TypeAlias = Literal["seal", "claim"]

HINTS: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        "seal": (
            "wirbt wie ein Siegel. Das darf seit dem 27. September 2026 nur, wer dafür zertifiziert ist (EmpCo, UWG).",
            "Besser sagen, wer wann was für wen getan hat: »2026: 40 Teegläser für das Hoffest«.",
        ),
        "claim": (
            "ist ein großes Wort. Damit darf seit dem 27. September 2026 nur werben, wer es belegt (EmpCo, UWG).",
            "Besser sagen, was genau getan wird: »Kaffeesatz geht als Dünger in den Schulgarten«.",
        ),
    }
)
"""For each kind of word what is the case, and the way out."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """Words of some languages; a text is looked at in lower case, Arabic without its vowel signs."""

    kind: Kind
    langs: str
    pattern: re.Pattern[str]


def _rule(kind: Kind, langs: str, *words: str) -> _Rule:
    return _Rule(kind, langs, re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)"))


_ENDING = r"(?:e[rsnm]?)?"
_RULES = (
    _rule(
        "seal",
        "de",
        # »besiegelt«, »versiegeln« and »Siegelring« are work, not advertising.
        r"(?!(?:be|ver|ent)siegel|(?:wachs|lack|dienst|pfand)siegel|siegeln)\w*siegel[sn]?",
        r"\w*zertifi(?:ziert|zierung|kat)\w*",
        rf"geprüft{_ENDING} (?:\w*qualität|\w*betrieb|\w*partner|\w*händler|unternehmen|kiezgröße)\w*",
        rf"(?:\w*qualitäts?|tüv|fair|bio|öko|sozial|unabhängig|offiziell)[ -]?geprüft{_ENDING}",
        r"geprüft und (?:empfohlen|anerkannt|bestätigt|ausgezeichnet|für gut befunden)",
        r"ausgezeichnet (?:von|vom|durch|als)",
        r"gütezeichen|qualitätszeichen|prüfzeichen|testsieger\w*|preisgekrönt\w*",
    ),
    _rule(
        "claim",
        "de",
        r"nachhaltig(?! (?:be|ver|ge)\w+)\w*",
        r"(?:klima|co2|co₂)[ -]?(?:neutral|positiv|freundlich)\w*",
        r"umwelt(?:freundlich|schonend|gerecht|neutral|verträglich)\w*",
    ),
    # English words stand in texts of every language.
    _rule(
        "seal",
        "de en tr",
        r"certified|certificat(?:e|es|ion|ions)|accredited|fair certified",
        r"seals? of (?:approval|quality|excellence|\w+)|(?:quality|trust) (?:seal|mark|label)s?",
        r"(?:officially|independently) (?:checked|tested|verified|approved)|award[- ]winning|awarded (?:by|as)",
    ),
    _rule(
        "claim",
        "de en tr",
        r"(?:un)?sustainab(?:le|ly|ility)|(?:climate|carbon|co2)[ -](?:neutral|positive|friendly)",
        r"eco[- ]?friendly|environmentally[ -]friendly",
    ),
    _rule(
        "seal",
        "tr",
        r"sertifika\w*|tescilli|ödüllü|akredite",
        r"(?:kalite|güven) (?:mühr|mühür|belge|damga|onay|işaret)\w*",
        r"(?:resmi|resmî|bağımsız) (?:olarak )?(?:onaylı|onaylanmış|denetlenmiş)",
    ),
    _rule("claim", "tr", r"sürdürülebilir\w*", r"(?:iklim|karbon)[ -]nötr\w*", r"(?:çevre|doğa|iklim) dostu"),
    _rule(
        "seal",
        "ar",
        # »معتمد على« only says that somebody relies on something.
        r"[وف]?(?:ال|لل|بال)?معتمد(?:ة|ون|ين|ات|ا)?(?! على)",
        r"[وف]?(?:ال|لل|بال)?مصدق(?:ة|ون|ين|ات|ا)?(?: عليه\w*)?",
        r"(?:ال)?(?:ختم|شهادة|علامة) (?:ال)?(?:جودة|اعتماد|ثقة|تميز)",
    ),
    _rule(
        "claim",
        "ar",
        r"[وف]?(?:ال|لل|بال)?(?:مستدام(?:ة|ا)?|استدامة)",
        r"(?:ال)?محايد(?:ة|ا)? (?:مناخيا|كربونيا|للمناخ|للكربون)",
        r"(?:ال)?صديق(?:ة|ا)? (?:لل|ال)بيئة",
    ),
)


def wording_problems(kiez: Kiez) -> list[Problem]:
    """A warning at every field of a shown profile or action, and every line of its text, that a kit must not say."""
    found: list[Problem] = []
    for business in kiez.businesses.values():
        if not business.archived:
            found += _look(business.text, _of_business)
    for action in kiez.actions.values():
        found += _look(action.text, _of_action)
    # Lines of funders are prescribed, word by word.
    return found + list(_look(kiez.programme, _of_programme))


def forbidden(text: str, lang: str) -> Iterator[tuple[str, Kind]]:
    """The words of a text in a language that advertise, as they stand in it, each once, and what kind they are."""
    text = unicodedata.normalize("NFC", text)
    plain, places = _plain(text, lang)
    said: set[str] = set()
    for rule in _RULES:
        if LANGUAGES[lang].tag.split("-")[0] in rule.langs.split():
            for match in rule.pattern.finditer(plain):
                word = text[places[match.start()] : places[match.end() - 1] + 1]
                if word not in said:
                    said.add(word)
                    yield word, rule.kind


def _plain(text: str, lang: str) -> tuple[str, list[int]]:
    """In lower case, blanks as blanks, without signs that are not read; where each character stood."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if unicodedata.category(char) in ("Mn", "Cf") or char == "\u0640":
            continue
        small = {"I": "ı", "İ": "i"}.get(char, char) if lang == "tr" else char
        for one in " " if char.isspace() else small.lower():
            chars.append(one)
            places.append(place)
    return "".join(chars), places


Values: TypeAlias = Iterator[tuple[Loc, Text | None]]


def _of_business(record: Business) -> Values:
    yield ("zitat",), record.quote
    for index, offer in enumerate(record.offers):
        yield ("angebote", index, "text"), offer.text
        yield ("angebote", index, "fuer"), offer.audience
        yield ("angebote", index, "menge"), offer.amount


def _of_action(record: Action) -> Values:
    yield ("titel",), record.name
    yield ("gegeben",), record.given
    yield ("zurueckgegeben",), record.returned
    yield ("wirkung",), record.effect
    for index, quote in enumerate(record.quotes):
        yield ("zitate", index, "text"), quote.text


def _of_programme(record: Programme) -> Values:
    yield ("leitsatz",), record.motto
    yield ("kurz",), record.lead


def _look(text: Translated[R], values: Callable[[R], Values]) -> Iterator[Problem]:
    for entry in text.entries.values():
        for loc, value in values(entry.record):
            # What a translation has not translated is reported in the German file.
            if value is not None and value.lang == entry.lang:
                for word, kind in forbidden(value.value, value.lang):
                    reason, hint = HINTS[kind]
                    yield entry.origin.problem(loc, f"»{word}« {reason}", hint=hint, severity=Severity.WARNING)
        if entry.body.lang == entry.lang:
            yield from _in_body(entry)


def _in_body(entry: Entry[R]) -> Iterator[Problem]:
    path = entry.origin.path
    lines = entry.origin.lines.get(path, ())
    for number in range(_body_starts(lines), len(lines)):
        for word, kind in forbidden(lines[number], entry.lang):
            reason, hint = HINTS[kind]
            yield warning(path, number + 1, f"»{word}« {reason}", hint=hint)


def _body_starts(lines: Sequence[str]) -> int:
    """How many lines the header has, with both its rules."""
    rules = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
    return rules[1] + 1 if len(rules) > 1 else len(lines)
