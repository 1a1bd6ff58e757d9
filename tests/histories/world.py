"""What a site consists of, as values that are easily changed: texts with headers, other files, a day, settings."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from kiezgroessen.read.names import KINDS

PLACES = MappingProxyType({kind.name: kind for kind in KINDS})
KIEZ = "content/kiez.yaml"
CONF = "einstellungen.py"
_REFERENCES = MappingProxyType(
    {
        "business": ("betriebe", "angebot"),
        "institution": ("einrichtungen", "bedarf", "bedarfe"),
        "action": ("aktionen",),
    }
)
"""Fields in which others name somebody: by folder, or as folder/kennung."""


@dataclass(slots=True)
class Text:
    """A text: what stands in its header, every value as it is typed, and what stands below."""

    header: dict[str, Any]
    body: str = ""

    def written(self, path: str) -> bytes:
        """The bytes of the file; JSON is YAML in one line."""
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in self.header.items()]
        if path.endswith(".yaml"):
            return "".join(lines).encode()
        return f"---\n{''.join(lines)}---\n{self.body}\n".encode()


@dataclass
class World:
    """The sources of a site, by path, and what its build is told."""

    texts: dict[str, Text]
    files: dict[str, bytes]
    """Photos, the theme, and what is no text any more."""
    day: str
    settings: dict[str, object]
    house: str
    counter: int = 0
    """How many things were newly named."""
    output: str = "output"

    def copied(self) -> World:
        """The same, to be changed without changing this one."""
        texts = {path: Text(copy.deepcopy(text.header), text.body) for path, text in self.texts.items()}
        return World(texts, dict(self.files), self.day, dict(self.settings), self.house, self.counter, self.output)

    @property
    def kiez(self) -> dict[str, Any]:
        """The header of the Kiez."""
        return self.texts[KIEZ].header

    @property
    def languages(self) -> list[str]:
        """Of the site, without German."""
        return [lang for lang in self.kiez["sprachen"] if lang != "de"]

    def slugs(self, kind: str) -> list[str]:
        """All that have a German text."""
        return sorted({slug for path, (one, slug, lang) in self.subjects() if one == kind and lang == "de"})

    def subjects(self) -> Iterator[tuple[str, tuple[str, str, str]]]:
        """Every path of a text with its kind, folder and language."""
        for path in self.texts:
            yield path, subject(path)

    def of(self, kind: str, slug: str, lang: str = "de") -> Text | None:
        """A text."""
        return self.texts.get(path_of(kind, slug, lang))

    def fresh_name(self) -> str:
        """A word for something new, never given twice in a history."""
        self.counter += 1
        return f"neu-{self.counter}"

    def forget(self, kind: str, slug: str) -> None:
        """Takes out its texts and photos; who named it goes on to."""
        for path in [path for path, (one, name, _) in self.subjects() if (one, name) == (kind, slug)]:
            del self.texts[path]
        folder = folder_of(kind, slug)
        for path in [path for path in self.files if folder and path.startswith(f"{folder}/")]:
            del self.files[path]

    def unmention(self, kind: str, slug: str) -> None:
        """Nobody names it any more."""
        for text in self.texts.values():
            for key in _REFERENCES.get(kind, ()):
                if isinstance(named := text.header.get(key), list) and named and isinstance(named[0], str):
                    text.header[key] = [one for one in named if one.partition("/")[0] != slug]
                    if not text.header[key]:
                        del text.header[key]

    def rename(self, kind: str, slug: str, new: str) -> None:
        """Moves its texts and photos, and whatever names it names the new folder."""
        for path, (one, name, lang) in list(self.subjects()):
            if (one, name) == (kind, slug):
                self.texts[path_of(kind, new, lang)] = self.texts.pop(path)
        old, folder = folder_of(kind, slug), folder_of(kind, new)
        for path in [path for path in self.files if old and path.startswith(f"{old}/")]:
            self.files[f"{folder}{path.removeprefix(old)}"] = self.files.pop(path)
        for text in self.texts.values():
            for key in _REFERENCES.get(kind, ()):
                if isinstance(named := text.header.get(key), list):
                    text.header[key] = [_renamed(one, slug, new) for one in named]
            for page in ("betriebe", "einrichtungen", "aktionen", "kampagnen", "neues"):
                text.body = text.body.replace(f"/{page}/{slug}/", f"/{page}/{new}/")

    def sources(self) -> Mapping[str, bytes]:
        """Every file of the site, with its settings."""
        lines = [
            "import sys",
            "from pathlib import Path",
            f"sys.path.insert(0, {self.house!r})",
            "from pelicanconf import *",
            "HERE = Path(__file__).resolve().parent",
            'THEME, KIEZ_CACHE = str(HERE / "theme"), str(HERE / "cache")',
            "KIEZ_WORKERS = 1",
            *(f"{name} = {value!r}" for name, value in self.settings.items()),
            "FEED_DOMAIN = SITEURL",
        ]
        texts = {path: text.written(path) for path, text in self.texts.items()}
        return {**self.files, **texts, CONF: ("\n".join(lines) + "\n").encode()}


def _renamed(one: Any, slug: str, new: str) -> Any:
    if not isinstance(one, str):
        return one
    first, mark, rest = one.partition("/")
    return f"{new if first == slug else first}{mark}{rest}"


def path_of(kind: str, slug: str, lang: str = "de") -> str:
    """Where the text lies."""
    place = PLACES[kind]
    ending = place.ending if lang == "de" else f".{lang}{place.ending}"
    if kind == "kiez":
        return f"content/kiez{ending}"
    return f"{place.folder}/{slug}/{place.file}{ending}" if place.file else f"{place.folder}/{slug}{ending}"


def folder_of(kind: str, slug: str) -> str:
    """The folder in which its photos lie; "" where it has none of its own."""
    place = PLACES[kind]
    return f"{place.folder}/{slug}" if place.file and kind != "kiez" else ""


def subject(path: str) -> tuple[str, str, str]:
    """Kind, folder and language of the text at a path."""
    name = PurePosixPath(path)
    stem, _, lang = name.name.removesuffix(name.suffix).partition(".")
    if path.startswith("content/kiez."):
        return "kiez", "", lang or "de"
    folder = "/".join(name.parts[:2])
    kind = next(place.name for place in KINDS if place.folder == folder)
    return kind, name.parts[2] if PLACES[kind].file else stem, lang or "de"
