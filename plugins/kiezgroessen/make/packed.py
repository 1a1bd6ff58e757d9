"""Texts packed once, when the site is published, so that no server packs them at every request.

Twins lie beside their files under the same name with ``.br`` or ``.gz``; nothing links them.
"""

from __future__ import annotations

import gzip
import hashlib
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import brotli

from ..plan.headers import TWINS, is_packed
from .store import Store, key_of

_TOOLS = (brotli.__version__, zlib.ZLIB_RUNTIME_VERSION)


def twins(sizes: Mapping[str, int]) -> frozenset[str]:
    """The names of all packed files that lie beside files of these names and sizes in bytes."""
    return frozenset(f"{name}{end}" for name, size in sizes.items() if is_packed(name, size) for end, _ in TWINS)


def pack(folder: Path, store: Store) -> None:
    """Lets the twins of every file below ``folder`` appear; what was packed before comes from the store.

    The store then holds these and no others: a page that is no longer published is not kept in it either.
    """
    used: set[str] = set()
    for file in _texts(folder):
        data = file.read_bytes()
        for end, coding in TWINS:
            key = key_of("packed", coding, hashlib.sha256(data).hexdigest(), _TOOLS)
            used.add(key)
            if not store.has(key):
                store.put(key, packed(data, coding))
            store.place(key, file.with_name(f"{file.name}{end}"))
    store.prune(used, may_stay=lambda _key: False, now=time.time())


def packed(data: bytes, coding: str) -> bytes:
    """As small as it gets, the same bytes each time; ``coding`` is ``br`` or ``gzip``."""
    if coding == "br":
        return bytes(brotli.compress(data, mode=brotli.MODE_TEXT, quality=11))
    return gzip.compress(data, 9, mtime=0)


def _texts(folder: Path) -> Iterator[Path]:
    files: Iterable[Path] = sorted(path for path in folder.rglob("*") if path.is_file())
    return (file for file in files if is_packed(file.name, file.stat().st_size))
