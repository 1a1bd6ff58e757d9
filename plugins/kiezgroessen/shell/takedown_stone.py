"""The file of those who were taken down: an entry for each, written while the sources are changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from ..read.names import TOMBSTONES
from ..read.tombstones import HEAD, Tombstone, as_entry, load_tombstones
from .takedown_files import Unseen
from .takedown_sources import put


def set_stone(root: Path, stone: Tombstone) -> list[Unseen]:
    """Adds a tombstone to the file, once; says so where the file cannot be read or written: then nothing is added."""
    found, problems = load_tombstones(root)
    if problems:
        return [Unseen(TOMBSTONES, f"lässt sich nicht lesen; der letzte Stand: git checkout -- {TOMBSTONES}")]
    if stone not in found:
        file = root / TOMBSTONES
        text = file.read_text("utf-8") if file.exists() else HEAD
        try:
            put(file, f"{text.rstrip(chr(10))}\n{as_entry(stone)}".encode())
        except PermissionError:
            return [Unseen(TOMBSTONES, "darf nicht geschrieben werden")]
    return []


def renew_stone(root: Path, stone: Tombstone, when: dt.datetime) -> None:
    """The takedown is over only now: what was published since it began may still show a part of it."""
    file = root / TOMBSTONES
    put(file, file.read_text("utf-8").replace(as_entry(stone), as_entry(replace(stone, when=when)), 1).encode())
