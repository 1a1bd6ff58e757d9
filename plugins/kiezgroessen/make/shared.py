"""A store that several computers share, behind the one in the cache: what one has made the others need not make.

It lies in a bucket (S3) or a folder, reached through fsspec, and it is not trusted: an entry says that it was made by
somebody who knows the secret, for this key. Whoever only gets at the bucket can neither change an entry nor put the
picture of somebody in another's place. Entries are never code.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import hmac
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from ..problems import Problem, warning
from .jobs import Expected, fits
from .store import KEPT_DAYS, Store

_MARK = hashlib.sha256().digest_size
_AT_ONCE = 64
"""Entries on their way at once: some tens of megabytes."""
_ENTRY = re.compile(r"(?:.*/)?(\d{4}-\d\d-\d\d)/([0-9a-f]{16}-(?:bild|teilen|druck|presse|text)-[0-9a-f]{64})")
"""The day it was put there, since not every listing tells, and the key."""


class Shared:
    """Entries below ``folder`` of a file system of fsspec, signed with ``secret``; ``name`` is for people.

    From the first time that it cannot be reached it is left alone, so that nobody waits again and again.
    """

    def __init__(self, system: Any, folder: str, secret: bytes, name: str) -> None:
        self._system, self._folder, self._secret, self.name = system, folder.rstrip("/"), secret, name
        self._broken = ""
        self._spoilt = 0

    @classmethod
    def without(cls, name: str, why: str) -> Shared:
        """One that cannot be used."""
        shared = cls(None, "", b"", name)
        shared._broken = why
        return shared

    @property
    def broken(self) -> str:
        """Why it cannot be used; "" while it can."""
        return self._broken

    def fetch(self, keys: Mapping[str, Expected], store: Store) -> set[str]:
        """Puts what is there of these keys into our own store, and says which those were."""
        found: set[str] = set()
        listed = self._listed() if keys else {}
        for some in _portions(sorted(keys.keys() & listed.keys())):
            paths = {key: listed[key][-1] for key in some}
            answers = self._asked(self._got, list(paths.values())) or {}
            for key, path in paths.items():
                signed = answers.get(path)
                if not isinstance(signed, bytes):
                    continue  # it has just gone
                data = signed[_MARK:]
                if hmac.compare_digest(self._mark(key, data), signed[:_MARK]) and fits(data, keys[key]):
                    store.put(key, data)
                    found.add(key)
                else:
                    self._spoilt += 1
        return found

    def keep(self, keys: Iterable[str], store: Store) -> None:
        """Puts entries of our own store there, too."""
        folder = f"{self._folder}/{dt.datetime.now(dt.UTC):%Y-%m-%d}"
        for some in _portions(sorted(keys)):
            entries = {key: data for key in some if (data := store.get(key)) is not None}
            signed = {f"{folder}/{key}": self._mark(key, data) + data for key, data in entries.items()}
            self._asked(self._put, folder, signed)

    def entries(self) -> set[str]:
        """The keys of all that is there, or nothing where it cannot be reached."""
        return set(self._listed())

    def prune(self, used: Collection[str], *, may_stay: Callable[[str], bool], now: float) -> None:
        """Forgets what may not stay, and what was put there more than `KEPT_DAYS` ago and is in no ``used``."""
        today = dt.datetime.fromtimestamp(now, dt.UTC).date()

        def goes(key: str, path: str) -> bool:
            day = dt.date.fromisoformat(path.split("/")[-2])
            return key not in used and (abs((today - day).days) > KEPT_DAYS or not may_stay(key))

        self._drop([path for key, paths in self._listed().items() for path in paths if goes(key, path)])

    def drop(self, which: Callable[[str], bool]) -> None:
        """Forgets entries by their keys."""
        self._drop([path for key, paths in self._listed().items() if which(key) for path in paths])

    def complaints(self) -> list[Problem]:
        """What there is to say about it, once."""
        said = []
        if self._spoilt:
            message = f"{self._spoilt} Einträge stammen nicht von uns oder sind beschädigt; sie wurden neu gemacht."
            said.append(warning(self.name, None, message))
        if self._broken:
            said.append(warning(self.name, None, f"Der gemeinsame Speicher wurde nicht benutzt: {self._broken}."))
        self._spoilt = 0
        return said

    def _listed(self) -> dict[str, list[str]]:
        """All entries by their keys, each with its paths, the newest last."""
        found: dict[str, list[str]] = {}
        for path in sorted(self._asked(self._found) or ()):
            if entry := _ENTRY.fullmatch(path):
                found.setdefault(entry[2], []).append(path)
        return found

    def _drop(self, paths: Sequence[str]) -> None:
        for some in _portions(paths):
            self._asked(self._gone, some)

    def _found(self) -> Sequence[str]:
        # Others put entries there, too: what was listed before may be out of date.
        self._system.invalidate_cache()
        try:
            return list(self._system.find(self._folder))
        except FileNotFoundError:
            return ()

    def _got(self, paths: Sequence[str]) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._system.cat(paths, on_error="return")
        return found

    def _gone(self, paths: Sequence[str]) -> None:
        try:
            self._system.rm(paths)
        except FileNotFoundError:
            # Somebody else was faster with one of them; the others still have to go.
            for path in paths:
                with contextlib.suppress(FileNotFoundError):
                    self._system.rm_file(path)

    def _put(self, folder: str, signed: Mapping[str, bytes]) -> None:
        self._system.makedirs(folder, exist_ok=True)
        self._system.pipe(dict(signed))

    def _asked(self, question: Callable[..., Any], *about: object) -> Any:
        if self._broken:
            return None
        try:
            return question(*about)
        except Exception as reason:  # noqa: BLE001 - what a network, a bucket and a library say has many faces
            self._broken = f"{type(reason).__name__}: {reason}".splitlines()[0][:200]
            return None

    def _mark(self, key: str, data: bytes) -> bytes:
        return hmac.digest(self._secret, f"{key}\n".encode() + data, "sha256")


def _portions(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    return (keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE))
