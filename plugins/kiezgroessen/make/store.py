"""A content-addressed store: what was made once is not made again.

An entry is a file named by its key, which hashes everything the bytes depend on, and beside it its checksum.
Deleting the folder costs time, nothing else.
"""

# Plain strings: with ten thousand entries pathlib takes longer than the disk.
# ruff: noqa: PTH101, PTH103, PTH105, PTH108, PTH116, PTH120, PTH123

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

KEPT_DAYS = 30

_DAY = 24 * 60 * 60
_NEW = ".new-"
_SUM = ".sum"


def key_of(*parts: object) -> str:
    """The key for what depends on ``parts``: frozen records, numbers, text (their ``repr`` must say all)."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Store:
    """Entries below ``folder``. Several processes may use it at once: every file appears whole or not at all."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        """The bytes, or ``None``. A damaged entry is dropped, so that it is made again."""
        try:
            with open(self._at(key), "rb") as file:
                data = file.read()
            known = self._known(key)[0]
        except (OSError, ValueError, IndexError):
            data, known = b"", ""
        if hashlib.sha256(data).hexdigest() == known:
            return data
        self._drop(key)
        return None

    def has(self, key: str) -> bool:
        """Whether `place` will find the entry whole.

        A file with the size and time it was stored with is trusted, any other is read and compared.
        """
        try:
            stat = os.stat(self._at(key))
            _, size, time = self._known(key)
            if (int(size), int(time)) == (stat.st_size, stat.st_mtime_ns):
                return True
        except (OSError, ValueError):
            self._drop(key)
            return False
        data = self.get(key)
        if data is None:
            return False
        self._note(key, data)
        return True

    def put(self, key: str, data: bytes) -> None:
        """Keep ``data``. The checksum comes last: an entry without it counts as not there."""
        self._write(self._at(key), data)
        self._note(key, data)

    def place(self, key: str, target: Path) -> None:
        """Let the entry appear at ``target``: as a hard link, or as a copy where the file system has none."""
        source, name = self._at(key), str(target)
        try:
            os.link(source, name)
        except FileExistsError:
            fresh = f"{name}.{os.getpid()}"
            shutil.copyfile(source, fresh)
            os.replace(fresh, name)
        except FileNotFoundError:
            if target.parent.is_dir():
                raise
            target.parent.mkdir(parents=True, exist_ok=True)
            self.place(key, target)
        except OSError:
            shutil.copyfile(source, name)

    def prune(self, used: Collection[str], *, may_stay: Callable[[str], bool], now: float) -> int:
        """Forget all that may not stay, and what was in no ``used`` for `KEPT_DAYS`; says how many entries went.

        ``now`` is seconds since 1970. What is used was used today; that is noted at most once a day.
        """
        gone = 0
        for folder in _scanned(self.folder):
            entries: dict[str, os.DirEntry[str]] = {}
            for file in _scanned(folder.path):
                key = folder.name + file.name.removesuffix(_SUM)
                if file.name.endswith(_SUM) or key not in entries:
                    entries[key] = file
            for key, file in entries.items():
                age = (now - file.stat().st_mtime) / _DAY
                if key in used:
                    if age > 1:
                        os.utime(file.path, (now, now))
                # What another process is just writing is not there yet, and nobody's but for a day.
                elif age > 1 if file.name.startswith(_NEW) else age > KEPT_DAYS or not may_stay(key):
                    self._drop(key)
                    gone += 1
        return gone

    def _at(self, key: str) -> str:
        return f"{self.folder}/{key[:2]}/{key[2:]}"

    def _known(self, key: str) -> list[str]:
        """Checksum, size and time as noted."""
        with open(self._at(key) + _SUM, encoding="ascii") as file:
            return file.read().split()

    def _note(self, key: str, data: bytes) -> None:
        stat = os.stat(self._at(key))
        line = f"{hashlib.sha256(data).hexdigest()} {stat.st_size} {stat.st_mtime_ns}\n"
        self._write(self._at(key) + _SUM, line.encode("ascii"))

    def _drop(self, key: str) -> None:
        for path in (self._at(key), self._at(key) + _SUM):
            with contextlib.suppress(OSError):
                os.unlink(path)

    def _write(self, path: str, data: bytes) -> None:
        folder = os.path.dirname(path)
        os.makedirs(folder, exist_ok=True)
        handle, fresh = tempfile.mkstemp(prefix=_NEW, dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            # mkstemp makes private files; these end up on a web server.
            os.chmod(fresh, 0o644)
            os.replace(fresh, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(fresh)
            raise


def _scanned(folder: str | Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []
