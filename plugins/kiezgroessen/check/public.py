"""What everybody may read: what editors typed and is shown, and the words of the theme and the program."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..languages import Text
from ..link.kiez import AllowedPhoto, Kiez
from ..model.declare import Record, is_private
from ..model.entry import Translated

_NAMING = frozenset({"businesses", "institutions", "actions", "offers", "wishes", "consents", "file", "sought"})
"""Fields that name what need not be shown itself. Where they hold records, those are looked into."""
_PARAGRAPH = re.compile(r"\n\s*\n")
_MARKS = re.compile(r"[*_`#\[\]()|<>]")
"""Where Markdown begins something new within a paragraph: on the page a tag stands there."""
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_THEME = ("templates", "components", "strings", "css", "print", "static/script")
_ROOMS = ("plan", "render", "make")
"""The parts of the program that write words onto pages and paper."""
_SPOKEN = frozenset({".html", ".css", ".js", ".po", ".typ", ".yaml", ".py"})


def typed_for_all(kiez: Kiez) -> Iterator[str]:
    """All texts of the records that are shown, and the names of their folders, which stand in addresses."""
    yield from _of_subject(kiez.programme, ())
    for kind in (kiez.businesses, kiez.institutions, kiez.actions):
        for slug, node in kind.items():
            yield slug
            yield from _of_subject(node.text, node.photos)
    for others in (kiez.campaigns, kiez.news, kiez.pages):
        for slug, other in others.items():
            yield slug
            yield from _of_subject(other.text, ())


def said_by_theme(theme: Path) -> Iterator[str]:
    """Every line of the theme."""
    for part in _THEME:
        yield from _lines(theme / part)


def said_by_program() -> Iterator[str]:
    """Every line of the rooms that write."""
    for room in _ROOMS:
        yield from _lines(Path(__file__).parents[1] / room)


def _of_subject(text: Translated[Any], photos: Collection[AllowedPhoto]) -> Iterator[str]:
    for entry in text.entries.values():
        yield from _of_record(entry.record, {photo.index for photo in photos})
        for body in (entry.body, *entry.sections.values()):
            yield from _of_body(body.value)


def _of_body(body: str) -> Iterator[str]:
    """Markdown as it stands, a paragraph at a time, since a new line is none on the page; and as it is shown there.

    A mark that belongs to words for whoever looks for them is none of theirs there; one that is escaped is a sign.
    """
    for paragraph in _PARAGRAPH.split(body):
        yield paragraph
        if "_" in paragraph:
            yield from _MARKS.split(paragraph)
        if "\\" in paragraph:
            yield _ESCAPE.sub(r"\1", paragraph)


def _of_record(record: Record, photos: Collection[int]) -> Iterator[str]:
    """Without private fields, names of what need not be shown, and photos that may not appear."""
    for name, info in type(record).model_fields.items():
        value = getattr(record, name)
        if name == "photos":
            value = tuple(photo for index, photo in enumerate(value) if index in photos)
        if not is_private(info):
            yield from _texts(value, naming=name in _NAMING)


def _texts(value: object, *, naming: bool) -> Iterator[str]:
    match value:
        case Record():
            yield from _of_record(value, ())
        case str() | Text() if not naming:
            yield str(value)
        case Mapping():
            for key, inner in value.items():
                yield str(key)
                yield from _texts(inner, naming=naming)
        case tuple():
            for inner in value:
                yield from _texts(inner, naming=naming)


def _lines(folder: Path) -> Iterator[str]:
    for file in sorted(folder.rglob("*")):
        if file.suffix in _SPOKEN and file.is_file():
            yield from file.read_text("utf-8").splitlines()
