"""Every place an editor can type in, taken from the declarations of the records: a new field is attacked as well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias, get_args, get_origin

import yaml
from pydantic.fields import FieldInfo

from kiezgroessen.languages import Text
from kiezgroessen.model.declare import Record, is_private, is_translated
from kiezgroessen.model.merge import inner_record
from kiezgroessen.model.messages import fields_of
from kiezgroessen.model.validate import RECORDS

Loc: TypeAlias = tuple[str | int, ...]

GOOD: Mapping[tuple[str, str], Any] = MappingProxyType(
    {
        ("Betrieb", "gewerbe"): "g-NNNN",
        ("Betrieb", "geprueft"): "2025-05",
        ("Angebot", "kennung"): "gabe",
        ("Angebot", "art"): "a-NNNN",
        ("Angebot", "status"): "offen",
        ("Bedarf", "kennung"): "wunsch",
        ("Bedarf", "art"): "a-NNNN",
        ("Bedarf", "status"): "offen",
        ("Bedarf", "bis"): "2027-03-01",
        ("Aktion", "datum"): "2026-05-18",
        ("Aktion", "status"): "erledigt",
        ("Aktion", "betriebe"): ["b-NNNN"],
        ("Aktion", "einrichtungen"): ["e-NNNN"],
        ("Kampagne", "art"): "aktion",
        ("Kampagne", "bedarfe"): ["e-NNNN/wunsch"],
        ("Kampagne", "betriebe"): ["b-NNNN"],
        ("Kampagne", "aktionen"): ["2026-05-a-NNNN"],
        ("Meldung", "betriebe"): ["b-NNNN"],
        ("Meldung", "einrichtungen"): ["e-NNNN"],
        ("Meldung", "aktionen"): ["2026-05-a-NNNN"],
        ("Kontakt", "mastodon"): "@sonnenkorn@anderswo.example",
        ("Foto", "datei"): "bild.png",
        ("Foto", "freigabe"): ["ja"],
        ("Freigabe", "kennung"): "ja",
        ("Freigabe", "kanaele"): ["web", "social", "presse", "druck"],
        ("Kiez", "sprachen"): ["de", "tr", "ar", "en", "leicht"],
        ("Kiez", "leitsatz"): "Wer ist groß?",
        ("Kiez", "beispiel"): "ja",
    }
)
"""What stands in a field where its example would not fit the other files; ``NNNN`` is the number of the record."""
LEFT_OUT = frozenset(
    [
        ("Betrieb", "ende"),
        ("Betrieb", "link"),
        ("Aktion", "von"),
        ("Aktion", "bis"),
        ("Aktion", "angebot"),
        ("Aktion", "bedarf"),
        ("Freigabe", "bis"),
        ("Freigabe", "widerrufen"),
        ("Betrieb", "status"),
        ("Einrichtung", "status"),
        ("Kampagne", "status"),
        ("Meldung", "status"),
        ("Seite", "status"),
        ("Kiez", "bewerbung"),
    ]
)
"""What would hide the record or contradict another file; it is left out where it is not attacked itself."""


@dataclass(frozen=True, slots=True)
class Field:
    """A place: the way to it in the header of a kind of document, and what may stand there.

    ``limit`` is the longest text; 0 for values that are no free text (dates, addresses, references, words).
    """

    kind: str
    loc: Loc
    limit: int
    translated: bool
    private: bool

    @property
    def name(self) -> str:
        """``business.angebote.text``"""
        return ".".join([self.kind, *(part for part in self.loc if isinstance(part, str))])


def fields(kind: str) -> list[Field]:
    """All places in the header of a kind of document; lists have one entry, vocabularies one word."""
    return list(_inside(RECORDS[kind], kind, (), translated=True, private=False))


def _inside(record: type[Record], kind: str, at: Loc, *, translated: bool, private: bool) -> Iterator[Field]:
    for key, info in fields_of(record).items():
        here, inner = (*at, key), inner_record(info.annotation)
        facts = {"translated": translated and is_translated(info), "private": private or is_private(info)}
        outer = get_origin(info.annotation)
        if inner is not None:
            below = (*here, "NNNN") if outer is dict else (*here, 0) if _is_list(info) else here
            yield from _inside(inner, kind, below, **facts)
        else:
            yield Field(kind, (*here, 0) if _is_list(info) else here, _limit(info), **facts)


def _is_list(info: FieldInfo) -> bool:
    """Positions, focus points and references are pairs to the program, and one value to whoever types them."""
    return any(get_origin(part) is tuple and ... in get_args(part) for part in _parts(info.annotation))


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


def _limit(info: FieldInfo) -> int:
    """The longest text a field takes; 0 where it takes no free text."""
    parts = list(_parts(info.annotation))
    if info.annotation is str and not info.metadata:
        return 120
    if Text not in parts:
        return 0
    return next(int(part.limit) for part in (*info.metadata, *parts) if hasattr(part, "limit"))


def header(kind: str, number: str) -> dict[str, Any]:
    """A header of that kind in which everything stands and is right."""
    filled: dict[str, Any] = _filled(RECORDS[kind], number)
    return filled


def _filled(record: type[Record], number: str) -> dict[str, Any]:
    values = {}
    for key, info in fields_of(record).items():
        if (record.title, key) in LEFT_OUT:
            continue
        inner = inner_record(info.annotation)
        if inner is not None:
            one = _filled(inner, number)
            values[key] = {number: one} if get_origin(info.annotation) is dict else [one] if _is_list(info) else one
        elif (record.title, key) in GOOD:
            values[key] = _numbered(GOOD[record.title, key], number)
        else:
            example = (info.examples or ["Wort"])[0]
            typed = yaml.load(f"- {example}", yaml.BaseLoader)[0]  # noqa: S506  # texts and lists only
            values[key] = [typed] if _is_list(info) and not isinstance(typed, list) else typed
    return values


def _numbered(value: Any, number: str) -> Any:
    if isinstance(value, list):
        return [_numbered(one, number) for one in value]
    return value.replace("NNNN", number)


def put(values: Any, loc: Loc, text: Any) -> None:
    """Writes ``text``, or a list, at a place, making the groups on the way to it."""
    *way, last = loc
    for at, part in enumerate(way):
        following = loc[at + 1]
        if isinstance(part, int):
            while len(values) <= part:
                values.append([] if isinstance(following, int) else {})
            values = values[part]
        else:
            values = values.setdefault(part, [] if isinstance(following, int) else {})
    if isinstance(last, int):
        values[last:] = [text]
    else:
        values[last] = text


def at(values: Any, loc: Loc) -> Any:
    """What stands at a place, ``None`` where there is nothing."""
    for part in loc:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return None
    return values
