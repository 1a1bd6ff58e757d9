"""Files for the editors' eyes alone."""

from __future__ import annotations

import os
from pathlib import Path

APPLICATIONS = "bewerbungen"
LISTS = "listen"
"""Folders beside ``content/`` that are never committed nor built; ``.gitignore`` names them."""
_PUBLIC = ("output", "content", "profiles", "theme", "kits")


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
