"""Every file of the tree is read once: its digest, and what it says beside what it shows. What is known is remembered.

Files placed from the store are the same from build to build: size, time and place on the disk say so, as they do for
the store itself. One of them changed, and the file is read again.
"""

from __future__ import annotations

import hashlib
import json
import stat
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from ..make.store import KEPT_DAYS, Store, key_of
from .containers.found import Found, foreign
from .containers.walk import walked
from .memory import code
from .tags import suffix_of
from .tree import Tree

_DAY = 24 * 60 * 60
LOOKED = key_of("looked")
"""Always the same, so that what is written replaces what was there."""


class _Row(NamedTuple):
    """What is kept of a file: SHA-256, CRC-32, what was found, and the day since 1970 when it was last there."""

    digest: str
    checksum: int
    found: tuple[Found, ...]
    day: int


@dataclass(frozen=True, slots=True)
class Looked:
    """The SHA-256 of a file, its size in bytes, and what was found in it."""

    digest: str
    size: int
    found: tuple[Found, ...]


def look(tree: Tree, store: Store, now: float | None = None, *, only_used: bool = False) -> Mapping[str, Looked]:
    """All files by their names. ``store`` keeps what the next look need not look at; ``now`` is seconds since 1970.

    The preview and the published site take turns, so what was not there this time is kept for a while; unless
    ``only_used``: what is remembered of a file are words that stand in it.
    """
    known, by = _load(store)
    today = int((time.time() if now is None else now) // _DAY)
    kept = {mark: row for mark, row in known.items() if today - row.day <= KEPT_DAYS and not only_used}
    looked: dict[str, Looked] = {}
    clean: set[tuple[int, int]] = set()
    for name, text in tree.texts.items():
        looked[name] = Looked(text.digest, tree.files[name].st_size, text.found)
        if not any(one.kind == "foreign" for one in text.found):
            clean.add((text.checksum, tree.files[name].st_size))
    # Archives last: what is in them lies beside them, too, and need not be walked twice.
    for name in sorted(tree.files.keys() - looked.keys(), key=lambda name: (name.endswith(".zip"), name)):
        seen = tree.files[name]
        if stat.S_ISLNK(seen.st_mode):
            # What it shows lies elsewhere, if it is there at all.
            looked[name] = Looked("", 0, (foreign("einen Verweis auf eine andere Stelle"),))
            continue
        # The suffix is part of it: a file under another name has to be something else.
        mark = f"{seen.st_dev}-{seen.st_ino}-{seen.st_size}-{seen.st_mtime_ns}{suffix_of(name)}"
        row = known.get(mark)
        if row is None:
            data = (tree.folder / name).read_bytes()
            row = _Row(hashlib.sha256(data).hexdigest(), zlib.crc32(data), walked(name, data, clean), today)
        looked[name] = Looked(row.digest, seen.st_size, row.found)
        if not any(one.kind == "foreign" for one in row.found):
            clean.add((row.checksum, seen.st_size))
        if mark not in kept or row.day != today:
            kept[mark] = row._replace(day=today)
    if kept != known:
        store.put(LOOKED, json.dumps({"by": by, "files": kept}, ensure_ascii=False).encode())
    return MappingProxyType(looked)


def _load(store: Store) -> tuple[dict[str, _Row], str]:
    """What is known, and by whom: with other checks everything is looked at again."""
    by, data = code(), store.get(LOOKED)
    kept = json.loads(data) if data is not None else {}
    rows = kept["files"] if kept.get("by") == by else {}
    return {
        mark: _Row(digest, checksum, tuple(Found(*one) for one in found), day)
        for mark, (digest, checksum, found, day) in rows.items()
    }, by
