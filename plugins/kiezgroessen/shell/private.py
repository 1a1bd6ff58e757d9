"""Files for the editors' eyes alone, and strangers' words on their screens."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

from ..model.fields import TURNING

APPLICATIONS = "bewerbungen"
LISTS = "listen"
"""Folders beside ``content/`` that are never committed nor built; ``.gitignore`` names them."""
_PUBLIC = ("output", "content", "profiles", "theme", "kits")
# Joins and directions that words of several scripts need; none of them reaches beyond the word.
_HARMLESS = frozenset("\n\u00ad\u200c\u200d\u200e\u200f")
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))


def harmless(text: str, most: int = 0) -> str:
    """The text with everything named that commands a terminal or turns lines around; cut after ``most`` characters."""
    if most and len(text) > most:
        text = f"{text[:most]} … ({len(text)} Zeichen)"
    return "".join(_named(char) for char in text)


def _named(char: str) -> str:
    if char == "\t":
        return " "
    bad = TURNING.match(char) or (unicodedata.category(char) in _UNSEEN and char not in _HARMLESS)
    return f"<U+{ord(char):04X}>" if bad else char


def keep(path: Path, text: str) -> Path:
    """Writes a file that only its owner may read, never over another one: ``name-2.txt``, ``name-3.txt``, …

    One that says the same is left as it is. Gives the path that holds the text.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    data, number, place = text.encode("utf-8"), 1, path
    while True:
        try:
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        except FileExistsError:
            if place.is_file() and place.read_bytes() == data:
                return place
            number += 1
            place = path.with_name(f"{path.stem}-{number}{path.suffix}")
            continue
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        return place


def public_complaint(path: Path, root: Path) -> str | None:
    """Why private data must not go there, or ``None``: what lies in these folders is, or will be, on the web."""
    inside = path.resolve()
    for folder in _PUBLIC:
        if inside.is_relative_to((root / folder).resolve()):
            return f"{folder}/ wird veröffentlicht; in diese Datei gehören private Angaben. Besser: {LISTS}/{path.name}"
    return None
