"""Every file of the tree is read once: its digest, and what it says beside what it shows. What is known is remembered.

Files placed from the store are the same from build to build: size, time and place on the disk say so, as they do for
the store itself. One of them changed, and the file is read again.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from ..make.store import Store, key_of
from .containers.found import Found, Kind
from .containers.walk import walked
from .tree import TEXTS, Tree, suffix_of

_KEY = key_of("looked")
"""Always the same, so that what is written replaces what was there."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The SHA-256 of a file, its size in bytes, and what was found in it."""

    digest: str
    size: int
    found: tuple[Found, ...]


def look(tree: Tree, store: Store) -> Mapping[str, Looked]:
    """All files by their names. ``store`` keeps what the next look need not look at."""
    known, by = _load(store)
    kept: dict[str, list[object]] = {}
    looked: dict[str, Looked] = {}
    clean: set[tuple[int, int]] = set()
    # Archives last: what is in them lies beside them, too, and need not be walked twice.
    for name in sorted(tree.names, key=lambda name: (name.endswith(".zip"), name)):
        path = tree.folder / name
        stat = path.stat()
        # The suffix is part of it: a file under another name has to be something else.
        mark = f"{stat.st_dev}-{stat.st_ino}-{stat.st_size}-{stat.st_mtime_ns}{suffix_of(name)}"
        if (before := known.get(mark)) is not None:
            digest, checksum, told = before
            found = tuple(Found(*one) for one in told)
        else:
            data = path.read_bytes()
            digest, checksum = hashlib.sha256(data).hexdigest(), zlib.crc32(data)
            found = walked(name, data, clean)
        looked[name] = Looked(digest, stat.st_size, found)
        if not any(one.kind == "foreign" for one in found):
            clean.add((checksum, stat.st_size))
        if _is_placed(name):
            kept[mark] = [digest, checksum, found]
    if kept.keys() != known.keys():
        store.put(_KEY, json.dumps({"by": by, "files": kept}, ensure_ascii=False).encode())
    return MappingProxyType(looked)


def _is_placed(name: str) -> bool:
    """Texts are written anew each time, so there is nothing to remember."""
    suffix = suffix_of(name)
    return suffix == ".svg" or suffix not in TEXTS


def _load(store: Store) -> tuple[Mapping[str, tuple[str, int, list[tuple[Kind, str]]]], str]:
    """What is known, and by whom: with other walkers everything is looked at again."""
    code = sorted(resources.files(__package__).joinpath("containers").iterdir(), key=lambda file: file.name)
    by = key_of(*(file.read_bytes() for file in code if file.name.endswith(".py")))
    data = store.get(_KEY)
    kept = json.loads(data) if data is not None else {}
    return (kept["files"] if kept.get("by") == by else {}), by
