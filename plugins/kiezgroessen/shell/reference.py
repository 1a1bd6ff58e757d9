"""`tasks.py reference`: the field list of the handbook and the JSON Schemas, written from the field declarations."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import WithJsonSchema
from pydantic.fields import FieldInfo

from ..languages import SOURCE
from ..model.declare import Record, is_private, is_translated
from ..model.fields import ClockField, DateField, ExactDate, FileName, Focus, Reference, Slug, SpokenLanguage, Whole
from ..model.merge import inner_record
from ..model.messages import fields_of
from ..model.places import Position, Postcode, WebAddress
from ..model.validate import RECORDS
from ..read.names import KINDS
from ..read.yamltree import parse
from .exits import OK

HANDBOOK = "docs/handbuch/felder.md"
SCHEMAS = "docs/schema"

_NO_YES = ("nein", "ja")
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_INTRO = """# Alle Felder

Diese Liste wird aus dem Programm erzeugt, mit `python3 tasks.py reference`. Bitte nicht von Hand ändern.

So lesen Sie die Tabellen:

- **Feld** ist das Wort vor dem Doppelpunkt.
- **Regel** sagt, was dort stehen darf. Ein Beispiel steht darunter.
- **muss**: Ohne dieses Feld geht es nicht. In einer Gruppe heißt das: sobald Sie die Gruppe benutzen.
- **übersetzbar**: Das Feld darf auch in einer Übersetzung stehen, zum Beispiel in `profil.tr.md`.
- **intern**: Das Feld erscheint nirgends auf der Website.

Ein Feld, das Sie nicht brauchen, lassen Sie weg.
"""
_GROUPS = """## Gruppen

Diese Felder stehen eingerückt unter einem anderen Feld.
"""


def main(root: Path | None = None) -> int:
    """Writes what has changed below ``root`` and names it; 0."""
    root = root or Path.cwd()
    for name, text in files().items():
        path = root / name
        if path.exists() and path.read_text("utf-8") == text:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        print(f"Erneuert: {name}")
    print(f"Die Feldliste ist auf dem neuesten Stand: {HANDBOOK}")
    return OK


def files() -> dict[str, str]:
    """Everything that is made from the declarations: path below the root → text."""
    made = {HANDBOOK: handbook()}
    for kind in RECORDS:
        text = json.dumps(schema(kind), ensure_ascii=False, indent=2)
        made[f"{SCHEMAS}/{RECORDS[kind].title.lower()}.schema.json"] = f"{text}\n"
    return made


def handbook() -> str:
    """The field reference, Markdown: a table for each record, then one for each group of fields inside them."""
    parts = [_INTRO]
    for kind, record in RECORDS.items():
        parts.append(f"## {record.title}\n\nDatei: `{_place(kind)}`\n\n{_table(record)}")
    parts.append(_GROUPS)
    parts += [f"### {group.title}\n\n{_table(group)}" for group in groups()]
    return "\n".join(parts)


def groups() -> tuple[type[Record], ...]:
    """The groups of fields inside the records, each once, in the order in which they first appear."""
    found: dict[type[Record], None] = {}
    waiting = [*RECORDS.values()]
    while waiting:
        record = waiting.pop(0)
        inside = [inner for info in fields_of(record).values() if (inner := inner_record(info.annotation))]
        waiting += [inner for inner in inside if inner not in found]
        found |= dict.fromkeys(inside)
    return tuple(found)


def _place(kind: str) -> str:
    place = next(one for one in KINDS if one.name == kind)
    # Kinds with a file name of their own have a folder each; the Kiez lies where it is.
    own = "<ordner>/" if place.file and place.pattern else ""
    return f"{place.folder}/{own}{place.main}"


def _table(record: type[Record]) -> str:
    properties = _plain(record)["properties"]
    rows = [
        "| Feld | Bedeutung | Regel und Beispiel | muss | übersetzbar | intern |",
        "|---|---|---|---|---|---|",
    ]
    for key, info in fields_of(record).items():
        inner = inner_record(info.annotation)
        rules = _group_rules(info, inner, properties[key]) if inner else _rules(info, properties[key])
        rule = "; ".join(rules)
        if info.examples:
            rule += f"{'<br>' if rule else ''}`{key}: {info.examples[0]}`"
        cells = (
            f"`{key}`",
            info.description or "",
            rule,
            *("ja" if fact else "" for fact in (info.is_required(), is_translated(info), is_private(info))),
        )
        rows.append(f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |")
    return "\n".join(rows) + "\n"


def _group_rules(info: FieldInfo, inner: type[Record], field: Mapping[str, Any]) -> Iterator[str]:
    link = f"[{inner.title}](#{inner.title.lower()})"
    if get_origin(info.annotation) is dict:
        yield f"je Zeile ein Wort, darunter {link}"
    elif field.get("type") == "array":
        yield f"Liste, jeder Eintrag: {link}"
    else:
        yield f"eingerückt darunter: {link}"
    yield from _lengths(field)


def _lengths(field: Mapping[str, Any]) -> Iterator[str]:
    if least := field.get("minItems"):
        yield f"mindestens {least}"
    if most := field.get("maxItems", field.get("maxProperties")):
        yield f"höchstens {most} Einträge"


def _rules(info: FieldInfo, field: Mapping[str, Any]) -> Iterator[str]:
    if field.get("type") == "array":
        yield "einmal, oder mehrmals in `[…]`"
        yield from _lengths(field)
        field = field["items"]
    if "enum" in field:
        yield "eins von: " + ", ".join(f"`{word}`" for word in field["enum"])
    if isinstance(info.default, bool | StrEnum):
        yield f"ohne Angabe: `{_NO_YES[info.default] if isinstance(info.default, bool) else info.default}`"
    if "maxLength" in field:
        yield f"höchstens {field['maxLength']} Zeichen"
    if "x-vocabulary" in field:
        yield f"ein Wort aus `content/kiez.yaml`, Abschnitt `{field['x-vocabulary']}`"
    for one in _schemas(info.annotation, *info.metadata):
        yield from (text for known, text in _CALLED if known == one)


def _schemas(*annotations: object) -> Iterator[WithJsonSchema]:
    """What the kinds of values inside an annotation say about themselves."""
    for annotation in annotations:
        if isinstance(annotation, WithJsonSchema):
            yield annotation
        else:
            yield from _schemas(*get_args(annotation))


_CALLED = tuple(
    (next(_schemas(annotation)), text)
    for annotation, text in (
        (Slug, "Kleinbuchstaben a–z, Ziffern, Bindestriche"),
        (Postcode, "5 Ziffern"),
        (Whole, "eine ganze Zahl"),
        (Reference, "Ordner, Schrägstrich, Kennung"),
        (SpokenLanguage, "Sprachkürzel aus zwei oder drei Buchstaben"),
        (FileName, "nur der Name; das Foto liegt im selben Ordner"),
        (ExactDate, "ein Tag: `2026-05-18` oder `18.05.2026`"),
        (DateField, "Tag, Monat oder Jahr: `18.05.2026`, `2026-05`, `2026`"),
        (ClockField, "Anfang, oder Anfang und Ende"),
        (WebAddress, "beginnt mit `https://`"),
        (Position, "zwei Zahlen mit Punkt"),
        (Focus, "zwei Prozentzahlen"),
    )
)
"""How the kinds of values are called in the handbook."""


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of document, for programs that help while typing. Keys and descriptions are German."""
    record = RECORDS[kind]
    made = _plain(record)
    names = {group.__name__: group.title for group in groups()}
    inside = {names[name]: _offered(group, names[name]) for name, group in made.pop("$defs", {}).items()}
    head = {"$schema": _DRAFT, "title": record.title, "description": f"Aufbau von {_place(kind)}"}
    whole = head | _offered(made, record.title) | ({"$defs": inside} if inside else {})
    text = json.dumps(whole)
    for name, title in names.items():
        text = text.replace(json.dumps(f"#/$defs/{name}"), json.dumps(f"#/$defs/{title}"))
    renamed: dict[str, Any] = json.loads(text)
    return renamed


def _plain(record: type[Record]) -> dict[str, Any]:
    """Pydantic's schema without what an editor has no use for: English docstrings, made-up titles, ``null``."""
    made = record.model_json_schema(by_alias=True)
    for group in (made, *made.get("$defs", {}).values()):
        group.pop("description", None)
        for key, field in group["properties"].items():
            kept = {name: value for name, value in field.items() if name not in {"title", "default", "anyOf"}}
            choice: dict[str, Any] = next((one for one in field.get("anyOf", ()) if one != {"type": "null"}), {})
            group["properties"][key] = choice | kept
    return made


def _offered(group: Mapping[str, Any], title: str) -> dict[str, Any]:
    """A group as it may be typed, which is more than its values are: see `_typed`."""
    required = group.get("required", ())
    fields = {key: _typed(key, field, needed=key in required) for key, field in group["properties"].items()}
    return {**group, "title": title, "properties": fields}


def _typed(key: str, field: dict[str, Any], *, needed: bool) -> dict[str, Any]:
    """A field as it may be typed.

    Every value is read as the text that stands there, but an editor's program takes ``2017`` for a number. A single
    value stands for a list of one. A field that is not needed may stand there empty.
    """
    about: dict[str, Any] = {
        name: field[name] for name in ("description", "x-uebersetzbar", "x-privat") if name in field
    }
    if "examples" in field:
        header, _problems = parse(f"{key}: {field['examples'][0]}", path="", first_line=1, lang=SOURCE)
        about["examples"] = [header.values[key]] if header else []
    value = _numbers({name: rule for name, rule in field.items() if name not in {*about, "examples"}})
    choices = [value]
    if value.get("type") == "array":
        value["items"] = _numbers(value["items"])
        if "$ref" not in value["items"]:
            choices.append(value["items"])
    if not needed:
        choices.append({"type": "null"})
    return about | (value if len(choices) == 1 else {"anyOf": choices})


def _numbers(value: dict[str, Any]) -> dict[str, Any]:
    is_text = value.get("type") == "string" and "enum" not in value
    return {**value, "type": ["string", "number"]} if is_text else value
