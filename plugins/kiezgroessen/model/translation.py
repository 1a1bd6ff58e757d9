"""What of a text is written for readers of a language: what a translation lacks, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_origin

from ..read.document import Document, Loc, Value
from .declare import Record, is_translated
from .merge import inner_record
from .validate import RECORDS

_IDS = ("kennung", "datei")
_SAME = frozenset({"name", "inhaber", "urheber", "traeger", "zeile", "wer", "woher", "ort"})
"""Names of people, houses and places, and what a funder prescribes: they may be the same in every language."""
BODY: Loc = ("",)
"""The running text below the header."""


def written(document: Document, original: Document | None = None) -> Mapping[Loc, str]:
    """Every text of a document that can be translated, by its way; entries of lists by what they are called.

    In a translation of ``original`` an entry without a name is the one in the same place, as `merge` takes it.
    """
    base = (original or document).header.values
    found = dict(_fields(document.header.values, base, RECORDS[document.kind], ()))
    if document.body.strip():
        found[BODY] = document.body.strip()
    return found


def lacking(german: Document, translation: Document) -> list[Loc]:
    """What the German text says and the translation does not, but for what may stay as it is."""
    there = written(translation, german)
    return [loc for loc in written(german) if loc not in there and not _may_stay(loc)]


def changed(then: Document, now: Document) -> list[Loc]:
    """What the German text says now and did not say then."""
    before = written(then)
    return [loc for loc, text in written(now).items() if before.get(loc) != text]


def called(loc: Loc) -> str:
    """The way to a text in words: ``angebote praktikum, fuer``; ``Fließtext``."""
    if loc == BODY:
        return "Fließtext"
    words = [f"{part + 1}" if isinstance(part, int) else str(part) for part in loc]
    return " ".join(words[:-1]) + (", " if len(words) > 1 else "") + words[-1]


def _may_stay(loc: Loc) -> bool:
    is_word = loc[0] in ("gewerbe", "arten")
    return not is_word and bool(_SAME & {loc[0], loc[-1]})


def _fields(
    values: Mapping[str, Value], base: Mapping[str, Value], model: type[Record], at: Loc
) -> Iterator[tuple[Loc, str]]:
    for name, info in model.model_fields.items():
        key = info.alias or name
        if is_translated(info) and values.get(key) is not None:
            yield from _texts(values[key], base.get(key), info.annotation, (*at, key))


def _texts(value: Value, base: Value, annotation: Any, at: Loc) -> Iterator[tuple[Loc, str]]:
    model = inner_record(annotation)
    if isinstance(value, str):
        yield at, str(value).strip()
    elif isinstance(value, list):
        others = base if isinstance(base, list) else []
        for number, entry in enumerate(value):
            other = others[number] if number < len(others) else None
            yield from _texts(entry, other, annotation, (*at, _name(entry) or _name(other) or number))
    elif isinstance(value, dict) and model is not None:
        under = base if isinstance(base, dict) else {}
        if get_origin(annotation) is dict:
            for word, group in value.items():
                yield from _texts(group, under.get(word), model, (*at, word))
        else:
            yield from _fields(value, under, model, at)


def _name(entry: Value) -> str | None:
    return next((str(entry[key]) for key in _IDS if entry.get(key)), None) if isinstance(entry, dict) else None
