"""The kinds of values that fields can have: each turns what an editor typed into a value, or says in German why not.

A validator raises `wrong`; the corrected value, where one is known, travels in the error's context as ``fix``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar

from annotated_types import MaxLen
from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from ..dates import Clock, Day, parse_clock, parse_day
from ..languages import LANGUAGES, SOURCE, Text
from ..problems import nearest
from ..read.letters import is_visible
from ..read.slugs import LONGEST, slugify
from ..read.text import TURNING
from .alike import MARKS, trick, with_few_marks
from .unfinished import FILL_IN

T = TypeVar("T")


def wrong(message: str, fix: str | None = None, hint: str | None = None) -> PydanticCustomError:
    """The error of a validator: German message, the corrected value, the way out."""
    # The message goes through the context because pydantic would read braces in it as a template.
    return PydanticCustomError("german", "{message}", {"message": message, "fix": fix, "hint": hint})


def _scalar(value: object) -> str:
    if not isinstance(value, str):
        what = "nichts" if value is None else "eine Liste" if isinstance(value, list) else "eine Gruppe von Feldern"
        raise wrong(f"hier steht {what}, erwartet wird ein einfacher Text.")
    # A `Scalar` would be kept, and packed, with its language; where that counts it is asked for apart.
    return str(value)


def field_of(convert: Callable[[str], T], schema: Mapping[str, object]) -> Any:
    """The annotation of a field that ``convert`` reads; it raises `wrong`. ``schema`` is for editors' programs."""
    return PlainValidator(lambda value: convert(_scalar(value))), WithJsonSchema({"type": "string", **schema})


def _line(text: str, limit: int) -> str:
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if not text:
        raise wrong("ist leer.")
    if not any(map(is_visible, text)):
        raise wrong("enthält nur Zeichen, die man nicht sieht.")
    not_turning(text)
    lower = with_few_marks(text)
    if lower != text:
        raise wrong(f"hat mehr als {MARKS} Zeichen über oder unter einem Buchstaben.", fix=lower)
    not_over(text, limit)
    if (found := trick(text)) is not None:
        raise wrong(found.message, fix=found.fix, hint=found.hint)
    return text


def not_turning(text: str) -> str:
    """The text, which holds no control that turns the direction of reading; raises `wrong` with the corrected one."""
    if found := TURNING.search(text):
        hint = f"Das unsichtbare Zeichen U+{ord(found[0]):04X} löschen; die Schreibrichtung ergibt sich von selbst."
        raise wrong("enthält ein Zeichen, das die Schreibrichtung umdreht.", fix=TURNING.sub("", text), hint=hint)
    return text


def not_over(text: str, limit: int) -> str:
    """The text, which has at most ``limit`` characters; raises `wrong`."""
    if len(text) > limit:
        raise wrong(f"ist {len(text) - limit} Zeichen zu lang (höchstens {limit}).")
    return text


class _LineOf:
    """A one-line text with its language, at most ``limit`` characters."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        def convert(value: object) -> Text:
            return Text(_line(_scalar(value), self.limit), getattr(value, "lang", SOURCE))

        return core_schema.no_info_plain_validator_function(convert)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.limit}


Line = Annotated[Text, _LineOf(300)]
"""A sentence or two, one line."""
Short = Annotated[Text, _LineOf(120)]
"""A title, an offer, a wish."""
NameText = Annotated[Text, _LineOf(80)]
"""A name that is set as wide as the sheet."""
Prose = Annotated[Text, _LineOf(1200)]
"""A paragraph."""


def _date(text: str) -> Day:
    try:
        return parse_day(text)
    except ValueError as exc:
        short = re.fullmatch(r"(\d{1,2}\.\d{1,2}\.)(\d{2})", text)
        fix = f"{short[1]}20{short[2]}" if short else None
        raise wrong(str(exc), fix=fix, hint="Möglich sind 2026-05-18, 18.05.2026, 2026-05 oder 2026.") from exc


def _exact(text: str) -> Day:
    day = _date(text)
    if not day.exact:
        raise wrong(
            f"»{text}« nennt keinen Tag.", hint="Hier wird ein ganzes Datum gebraucht, zum Beispiel 18.05.2026."
        )
    return day


def _clock(text: str) -> Clock:
    try:
        return parse_clock(text)
    except ValueError as exc:
        raise wrong(str(exc), hint="Möglich sind 15:00 oder 15:00–18:00.") from exc


_DATE = {"examples": ["2026-05-18", "18.05.2026", "2026-05"]}
DateField = Annotated[Day, *field_of(_date, _DATE)]
"""A day, month or year."""
ExactDate = Annotated[Day, *field_of(_exact, {"examples": ["2026-05-18", "18.05.2026"]})]
"""A day."""
ClockField = Annotated[Clock, *field_of(_clock, {"examples": ["15:00", "15:00–18:00"]})]


def choice(words: Mapping[str, T], what: str) -> Any:
    """One of a closed set of German words, each standing for a value."""

    def convert(text: str) -> T:
        if text not in words:
            raise _unknown(what, text, words)
        return words[text]

    return field_of(convert, {"enum": list(words)})


_NO = re.compile(r"\b(?:nicht|nie|ohne|kein\w*|außer|un\w+)\b")


def _unknown(what: str, text: str, known: Mapping[str, object] | list[str]) -> PydanticCustomError:
    # Whoever says no does not mean yes: a draft would be published, a consent be widened.
    guess = None if _NO.search(text.casefold()) else nearest(text, known)
    ask = f" – meinten Sie »{guess}«?" if guess else f". Möglich: {', '.join(known)}."
    return wrong(f"{what} »{text}« gibt es nicht{ask}", fix=guess)


_ALSO = {"true": "ja", "yes": "ja", "j": "ja", "false": "nein", "no": "nein", "n": "nein"}


def _yes_no(text: str) -> bool:
    if text not in ("ja", "nein"):
        # Only what plainly says so is corrected: a wrong »nein« would switch the asking for consent off.
        raise wrong(f"»{text}« ist weder ja noch nein.", fix=_ALSO.get(text.lower()))
    return text == "ja"


YesNo = Annotated[bool, *field_of(_yes_no, {"enum": ["ja", "nein"]})]


def _schema_type(text: str) -> str:
    if not re.fullmatch("[A-Z][A-Za-z]{1,39}", text):
        raise wrong(
            f"»{text}« ist kein Typ von schema.org.", hint="Ein englisches Wort wie Bakery oder CafeOrCoffeeShop."
        )
    return text


SchemaType = Annotated[str, *field_of(_schema_type, {"pattern": "^[A-Z][A-Za-z]{1,39}$"})]
"""A type of schema.org."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        hint = "Ordner und Kennungen bestehen aus Kleinbuchstaben a–z, Ziffern und Bindestrichen."
        raise wrong(f"»{text}« gibt es so nicht.", fix=slugify(text) or None, hint=hint)
    return not_over(text, LONGEST)


Slug = Annotated[str, *field_of(_slug, {"pattern": f"^{_SLUG.pattern}$"})]
"""Lower-case letters, digits, hyphens."""


def _file_name(text: str) -> str:
    if "/" in text or "\\" in text or text.startswith("."):
        raise wrong(f"»{text}« ist kein Dateiname.", hint="Das Foto liegt im selben Ordner; hier steht nur sein Name.")
    return unicodedata.normalize("NFC", text)


FileName = Annotated[str, *field_of(_file_name, {"examples": ["portrait.jpg"]})]
"""Name of a file in the same folder."""


def _reference(text: str) -> tuple[str, str]:
    owner, slash, part = text.partition("/")
    if not slash and _SLUG.fullmatch(text):
        # Whose it is can be told once all files are read.
        return "", text
    if not slash or not _SLUG.fullmatch(owner) or not _SLUG.fullmatch(part):
        parts = [slugify(one) for one in text.split("/")]
        fix = "/".join(parts) if len(parts) == 2 and all(parts) else None
        hint = "Er hat die Form ordner/kennung, zum Beispiel jugendclub/laptops."
        raise wrong(f"»{text}« ist kein Verweis.", fix=fix, hint=hint)
    return owner, part


Reference = Annotated[tuple[str, str], *field_of(_reference, {"pattern": "^[a-z0-9-]+/[a-z0-9-]+$"})]
"""Folder and the id in it; the folder is empty where it was not written, which `link.references` reports."""


def _whole(text: str) -> int:
    digits = text.replace(".", "").replace("\u202f", "")
    if not re.fullmatch("[0-9]{1,9}", digits):
        raise wrong(f"»{text}« ist keine ganze Zahl.")
    return int(digits)


Whole = Annotated[int, *field_of(_whole, {"pattern": r"^\d+$"})]


def _focus(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,3})\s*%\s+(\d{1,3})\s*%", text)
    if not match or int(match[1]) > 100 or int(match[2]) > 100:
        raise wrong(f"»{text}« ist kein Ausschnitt.", hint="Zwei Prozentzahlen, von links und von oben: 50% 30%")
    return int(match[1]), int(match[2])


Focus = Annotated[tuple[int, int], *field_of(_focus, {"examples": ["50% 30%"]})]
"""Focus point: percent from the left, percent from the top."""

_ISO_LANGUAGES = re.compile(r"[a-z]{2,3}")


def _language(text: str) -> str:
    if not _ISO_LANGUAGES.fullmatch(text):
        raise wrong(f"»{text}« ist kein Sprachkürzel.", hint="Zwei Buchstaben, zum Beispiel de, tr, ar, en.")
    return text


SpokenLanguage = Annotated[str, *field_of(_language, {"pattern": "^[a-z]{2,3}$"})]
"""ISO 639 code of a language somebody speaks."""
SiteLanguage = Annotated[str, *choice({code: code for code in LANGUAGES}, "Die Sprache")]
"""A language the site can be in."""


ListOf = BeforeValidator(lambda value: [value] if isinstance(value, str) else value)
"""Lets a single value stand for a list of one."""
Few, Some, Many = MaxLen(24), MaxLen(100), MaxLen(500)
"""How many entries a list may have: what stands together on a sheet; what comes together over the years, as wishes do,
and photos with a consent for each child of a school class; folders that are named. What is beyond costs minutes."""


def from_vocabulary(which: str, what: str) -> Any:
    """A word of the Kiez's vocabulary; the known words come with the validation context under ``which``."""

    class Word:
        vocabulary = which

        @classmethod
        def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
            def convert(value: object, info: core_schema.ValidationInfo) -> str:
                # Without a readable kiez.yaml there are no words to compare with; that error is reported already.
                text, known = _scalar(value), (info.context or {}).get(which)
                # What is not filled in yet is no error of a draft; of anything else `unfinished` says so.
                if known is not None and text not in known and text != FILL_IN:
                    raise _unknown(what, text, known)
                return str(text)

            return core_schema.with_info_plain_validator_function(convert)

        @classmethod
        def __get_pydantic_json_schema__(
            cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
        ) -> dict[str, Any]:
            return {"type": "string", "x-vocabulary": which}

    return Word


Kind = Annotated[str, from_vocabulary("arten", "Die Art")]
Trade = Annotated[str, from_vocabulary("gewerbe", "Das Gewerbe")]
