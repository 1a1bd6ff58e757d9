"""What all files of a site hold, and what those of a harmless site do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kiezgroessen.languages import LANGUAGES

from .fields import Loc
from .files import look_at
from .html import PROSE
from .seen import Seen
from .site import SLUGS

_OWN = re.compile(f"({'|'.join(map(re.escape, SLUGS.values()))})(\\d{{4}})(?=[/.]|--)")
SLUG = re.compile(f"({'|'.join(map(re.escape, SLUGS.values()))})\\d{{4}}")
_WORD = re.compile(r"(?<=[/-])[ga]-\d{4}(?=/)")
Place = tuple[str, str, str]
"""Whose (``b-0007``; a file of all, ``neues/feed.xml``; "" for all pages), in which language, in which sink."""
PAGES = ("HTML", "JSON-LD")
"""Sinks of which there are many files; of the others each is compared by itself."""


@dataclass(slots=True)
class Looked:
    """What all files of a site hold: shapes by type of file, texts by place."""

    shapes: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    texts: dict[Place, list[str]] = field(default_factory=dict)
    armed: list[tuple[str, str, str]] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)

    def take(self, name: str, seen: Seen) -> None:
        """Adds what was seen in one file."""
        kind, owner, lang = of(name)
        self.counted[seen.sink] = self.counted.get(seen.sink, 0) + 1
        self.shapes.setdefault((seen.sink, kind), set()).update(seen.shape)
        whose = owner or ("" if seen.sink in PAGES else kind)
        self.texts.setdefault((whose, lang, seen.sink), []).append(seen.text)
        self.armed += [(seen.sink, name, what) for what in seen.armed]


@dataclass(frozen=True, slots=True)
class Known:
    """What a site of harmless words is made of, and where the words of each field appear."""

    shapes: Mapping[tuple[str, str], frozenset[str]]
    places: Mapping[tuple[str, Loc, bool], frozenset[tuple[str, str]]]

    def strange(self, looked: Looked) -> Iterator[tuple[str, str, str]]:
        """What attacked files are made of and harmless ones are not."""
        everywhere: dict[str, set[str]] = {}
        for (sink, _), known in self.shapes.items():
            everywhere.setdefault(sink, set()).update(known)
        for (sink, kind), shape in looked.shapes.items():
            allowed = self.shapes.get((sink, kind)) or frozenset(everywhere.get(sink, ()))
            for one in sorted(shape - allowed - (PROSE if sink.startswith(("HTML", "Atom, its")) else frozenset())):
                yield sink, kind, f"»{one}« has no business here"


def of(name: str) -> tuple[str, str, str]:
    """Type of file, whose it is, language."""
    first, _, rest = name.partition("/")
    lang = first if rest and first in LANGUAGES else "de"
    path = rest if lang != "de" else name
    found = _OWN.search(path)
    kind = _WORD.sub("N", _OWN.sub("N", path))
    return kind, (found[0] if found else ""), lang


def look_through(output: Path) -> Looked:
    """Everything below an output folder."""
    looked = Looked()
    for file in sorted(output.rglob("*")):
        if file.is_file():
            name = file.relative_to(output).as_posix()
            for seen in look_at(name, file.read_bytes()):
                looked.take(name, seen)
    return looked
