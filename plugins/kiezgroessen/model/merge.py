"""Lays a translation over its German original: what it names it replaces, the rest it inherits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args, get_origin

from ..problems import MOST_GUESSES, Problem, nearest
from ..read.document import Document, Header, Loc, Mark, Value
from .declare import Record, is_translated
from .entry import Origin, Typed, origin_of

_IDS = ("kennung", "datei")
"""Keys that say which entry of a list is meant; they may stand in a translation."""


def inner_record(annotation: object) -> type[Record] | None:
    """The group of fields inside an annotation such as ``tuple[Offer, ...] | None``."""
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, Record) else None
    return next((found for part in get_args(annotation) if (found := inner_record(part))), None)


def merge(original: Document, translation: Document, model: type[Record]) -> tuple[Origin, list[Problem]]:
    """The header that the translated record is validated from, with each value's own place."""
    overlay = _Overlay(original.header, translation)
    values = overlay.group(dict(original.header.values), translation.header.values, model, ())
    marks: dict[Loc, Mark] = {**original.header.marks, **overlay.marks}
    lines = {document.path: tuple(document.lines) for document in (original, translation)}
    digest = f"{original.digest} {translation.digest}"
    typed = Typed(Header(values, marks), lines)
    origin = Origin(translation.path, typed, original.folder, tuple(original.beside), digest)
    return origin, overlay.problems


class _Overlay:
    def __init__(self, original: Header, translation: Document) -> None:
        self.original = original
        self.header = translation.header
        self.origin = origin_of(translation)
        self.locs = tuple(self.header.marks)
        self.places = {loc: index for index, loc in enumerate(self.locs)}
        self.marks: dict[Loc, Mark] = {}
        self.problems: list[Problem] = []

    def group(
        self, base: dict[str, Value], over: Mapping[str, Value], model: type[Record], at: Loc, source: Loc | None = None
    ) -> dict[str, Value]:
        """Merges a mapping; ``at`` is the way in the original, ``source`` the way in the translation."""
        source = at if source is None else source
        fields = {info.alias or name: info for name, info in model.model_fields.items()}
        result = dict(base)
        for key, value in over.items():
            here = (*source, key)
            if key in _IDS and source:
                continue
            if value is None and key in fields:
                continue  # left empty, as in a form: nothing is named, so nothing is replaced
            if key not in fields:
                guess = nearest(key, fields)
                ask = f" – meinten Sie »{guess}«?" if guess else "."
                self.problems.append(self.origin.problem(here, f"Das Feld gibt es nicht{ask}"))
            elif not is_translated(fields[key]):
                hint = "Diese Zeile kann weg."
                message = "wird nicht übersetzt, es gilt die deutsche Datei."
                self.problems.append(self.origin.problem(here, message, hint=hint))
            else:
                result[key] = self._value(base.get(key), value, fields[key].annotation, (*at, key), here)
        return result

    def _value(self, base: Value, over: Value, annotation: Any, at: Loc, source: Loc) -> Value:
        model = inner_record(annotation)
        if model and isinstance(base, dict) and isinstance(over, dict):
            if get_origin(annotation) is dict:
                merged = dict(base)
                for word, group in over.items():
                    entry = self._entry(base.get(word), group, model, (*at, word), (*source, word), sorted(base))
                    if entry is not None:
                        merged[word] = entry
                return merged
            return self.group(base, over, model, at, source)
        if model and isinstance(base, list) and isinstance(over, list):
            return self._list(base, over, model, at, source)
        self._take(at, source)
        return over

    def _list(self, base: Sequence[Value], over: Sequence[Value], model: type[Record], at: Loc, source: Loc) -> Value:
        ids = [_id(entry) for entry in base]
        places = {one: index for index, one in reversed(list(enumerate(ids))) if one is not None}
        merged = list(base)
        for position, entry in enumerate(over):
            wanted = _id(entry)
            index = places.get(wanted, position) if wanted is not None else position
            if wanted is not None and wanted not in places:
                guess = nearest(wanted, places) if len(self.problems) < MOST_GUESSES else None
                ask = f" – meinten Sie »{guess}«?" if guess else "."
                message = f"»{wanted}« gibt es in der deutschen Datei nicht{ask}"
                self.problems.append(self.origin.problem((*source, position), message))
            elif index >= len(base):
                count = "1 Eintrag" if len(base) == 1 else f"{len(base)} Einträge"
                message = f"die deutsche Datei hat nur {count}."
                self.problems.append(self.origin.problem((*source, position), message))
            else:
                merged[index] = self._entry(base[index], entry, model, (*at, index), (*source, position), [])
        return merged

    def _entry(
        self, base: Value, over: Value, model: type[Record], at: Loc, source: Loc, known: Sequence[str]
    ) -> Value:
        if isinstance(base, dict) and isinstance(over, dict):
            return self.group(base, over, model, at, source)
        if base is None and known:
            guess = nearest(str(source[-1]), known)
            ask = f" – meinten Sie »{guess}«?" if guess else "."
            self.problems.append(self.origin.problem(source, f"gibt es in der deutschen Datei nicht{ask}"))
            return base
        self._take(at, source)
        return over

    def _take(self, at: Loc, source: Loc) -> None:
        # What stands in a value follows it: its marks come right behind its own.
        first = self.places.get(source)
        for loc in self.locs[first:] if first is not None else ():
            if loc[: len(source)] != source:
                break
            self.marks[(*at, *loc[len(source) :])] = self.header.marks[loc]


def _id(entry: Value) -> str | None:
    if isinstance(entry, dict):
        return next((str(entry[key]) for key in _IDS if isinstance(entry.get(key), str)), None)
    return None
