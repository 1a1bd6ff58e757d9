"""`tasks.py new`: a folder with a commented template, written from the field declarations."""

from __future__ import annotations

import datetime as dt
import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias, get_args

from pydantic.fields import FieldInfo

from ..dates import today
from ..model.declare import Record
from ..model.merge import inner_record
from ..model.messages import fields_of
from ..model.records import Action, Business, Campaign, Institution, News, PlainPage
from ..model.unfinished import BODIES, FILL_IN
from ..problems import nearest
from ..read.load import load
from ..read.slugs import slugify
from .exits import FAILED, OK
from .inside import link_complaint

Given: TypeAlias = str | Sequence[str] | Mapping[str, str]
"""A known value of a field: a text, several, or those of a group (of a list: its first entry) by their keys."""
_LONG_LINE = 60


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be made: its record, its place (``{slug}``, ``{month}``, ``{day}``), and what its text should tell."""

    record: type[Record]
    place: str
    body: str
    switched_on: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "betrieb": Kind(Business, "profiles/betriebe/{slug}/profil.md", BODIES["business"], ("status",)),
        "einrichtung": Kind(
            Institution,
            "profiles/einrichtungen/{slug}/einrichtung.md",
            BODIES["institution"],
            ("bedarfe", "status"),
        ),
        "aktion": Kind(Action, "profiles/aktionen/{month}-{slug}/aktion.md", BODIES["action"], ("datum", "status")),
        "kampagne": Kind(
            Campaign, "content/kampagnen/{slug}/kampagne.md", BODIES["campaign"], ("von", "bis", "status")
        ),
        "meldung": Kind(News, "content/meldungen/{day}-{slug}.md", BODIES["news"], ("status",)),
        "seite": Kind(PlainPage, "content/seiten/{slug}.md", BODIES["page"], ("status",)),
    }
)


def main(kind: str, name: str, *, root: Path | None = None, day: dt.date | None = None) -> int:
    """Makes the folder below ``root`` and says what to do next; never touches what is there already."""
    root, day = root or Path.cwd(), day or today()
    if kind not in KINDS:
        guess = nearest(kind, KINDS)
        ask = f" – meinten Sie »{guess}«?" if guess else "."
        print(f"»{kind}« gibt es nicht{ask} Möglich: {', '.join(KINDS)}.")
        return FAILED
    name = " ".join(name.split())
    slug = slugify(name)
    if not slug:
        print(f"Aus »{name}« lässt sich kein Ordnername machen, denn der besteht aus a–z und Ziffern.")
        print("Bitte den Namen hier in lateinischen Buchstaben eingeben; in der Datei steht er dann, wie er ist.")
        return FAILED
    place = KINDS[kind].place.format(slug=slug, month=f"{day:%Y-%m}", day=f"{day:%Y-%m-%d}")
    path = root / place
    if (complaint := link_complaint(path, root)) is not None:
        print(complaint)
        return FAILED
    if path.exists() or (path.name != f"{slug}.md" and "{slug}/" in KINDS[kind].place and path.parent.exists()):
        print(f"{place} gibt es schon; es wurde nichts geändert.")
        return FAILED
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(template(kind, name, day, vocabulary_of(root)), "utf-8")
    print(f"Angelegt: {place}")
    print("Jetzt dort ausfüllen. Ist alles richtig?  python3 tasks.py check")
    print("Ansehen:  python3 tasks.py serve")
    return OK


def template(
    kind: str,
    name: str,
    day: dt.date,
    vocabulary: Mapping[str, Mapping[str, str]],
    given: Mapping[str, Given] | None = None,
) -> str:
    """The text of a new file. It is valid as it stands, and a draft where drafts exist.

    ``vocabulary`` maps ``gewerbe`` and ``arten`` to the known words and their names. ``given`` are values by their keys
    that are known already: each on one line, of characters a file may hold. They stand quoted, whatever they say.
    """
    made = KINDS[kind]
    writer = _Template(name, day, vocabulary, made.switched_on, given or {})
    draft = "status" in made.switched_on
    intro = [
        f"# {made.record.title}: {name}",
        "# Zeilen, die mit # beginnen, gelten nicht. Soll eine gelten: nur das # löschen, sonst nichts.",
    ]
    if draft:
        intro += [
            "# Solange weiter unten »status: entwurf« steht, ist nichts davon zu sehen.",
            "# Fertig? Dann die Zeile löschen."
            if not fields_of(made.record)["status"].is_required()
            else "# Fertig? Dann statt entwurf schreiben, wie es steht, zum Beispiel vereinbart.",
        ]
    lines = [*intro, "", *writer.group(made.record)]
    while lines[-1] == "":
        lines.pop()
    return "\n".join(["---", *lines, "---", "", made.body, ""])


class _Template:
    """Writes the fields of a record, the help above each, optional ones switched off."""

    def __init__(
        self,
        name: str,
        day: dt.date,
        vocabulary: Mapping[str, Mapping[str, str]],
        switched_on: tuple[str, ...],
        given: Mapping[str, Given],
    ) -> None:
        self.name = name
        self.day = day
        self.vocabulary = vocabulary
        self.switched_on = switched_on
        self.given = given

    def group(self, record: type[Record]) -> Iterator[str]:
        for key, info in fields_of(record).items():
            on = info.is_required() or key in self.switched_on or key in self.given
            help_text = (info.description or "") + (" (muss sein)" if info.is_required() else "")
            if words := self._words(info):
                help_text += f". Möglich: {', '.join(words)}"
            yield from (f"# {line}" for line in textwrap.wrap(help_text, 100))
            lines = list(self._field(key, info))
            yield from lines if on else (f"#{line}" for line in lines)
            yield ""

    def _field(self, key: str, info: FieldInfo) -> Iterator[str]:
        inner = inner_record(info.annotation)
        given = self.given.get(key)
        if inner is None:
            yield f"{key}: {self._value(key, info) if given is None else _quoted(given)}"
            return
        yield f"{key}:"
        is_list = "tuple[" in str(info.annotation)
        parts = sorted(fields_of(inner).items(), key=lambda part: not part[1].is_required())
        values: Mapping[str, str] = given if isinstance(given, Mapping) else {}
        lines = [
            f"{part}: {_quoted(values[part]) if part in values else self._value(part, part_info)}"
            for part, part_info in parts
        ]
        width = max(len(line) for line in lines if len(line) <= _LONG_LINE) + 2
        for number, ((part, part_info), line) in enumerate(zip(parts, lines, strict=True)):
            start = ("  - " if number == 0 else "    ") if is_list else "  "
            # Optional parts of a group are switched off one by one, so that no example is published by accident.
            on = part_info.is_required() or part in values or not (is_list or values)
            yield f"{start}{'' if on else '#'}{line:<{max(width, len(line) + 2)}}# {part_info.description}"

    def _value(self, key: str, info: FieldInfo) -> str:
        words = self._words(info)
        example = str(info.examples[0]) if info.examples else ""
        if key in ("name", "titel"):
            return json.dumps(self.name, ensure_ascii=False)
        if "Day" in str(info.annotation) and key != "seit":
            return self.day.isoformat()
        if words:
            guess = nearest(self.name.split()[0], words)
            return guess or (example if example in words else next(iter(words)))
        return example or f'"{FILL_IN}"'

    def _words(self, info: FieldInfo) -> Mapping[str, str]:
        for part in (info.annotation, *get_args(info.annotation), *info.metadata):
            which = getattr(part, "vocabulary", None)
            if which:
                return self.vocabulary.get(which, {})
        return {}


def _quoted(given: Given) -> str:
    """A value, or a list of values, between quotation marks: YAML reads JSON's strings as they are."""
    if isinstance(given, str):
        return json.dumps(given, ensure_ascii=False)
    return f"[{', '.join(json.dumps(one, ensure_ascii=False) for one in given)}]"


def vocabulary_of(root: Path) -> dict[str, dict[str, str]]:
    """The words of kiez.yaml, as far as it can be read; `check` says what is wrong with it."""
    documents, _ = load(root)
    kiez = next((document for document in documents if document.kind == "kiez" and document.lang == "de"), None)
    found: dict[str, dict[str, str]] = {}
    for which in ("gewerbe", "arten"):
        words = kiez.header.values.get(which) if kiez else None
        if isinstance(words, dict):
            found[which] = {
                word: str(group.get("name", word)) for word, group in words.items() if isinstance(group, dict)
            }
    return found
