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
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

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

    def prune(self, keys: Iterable[str]) -> int:
        """Forget all but these; says how many entries went."""
        keep = set(keys)
        gone = 0
        for path in self.folder.glob("??/*"):
            key = path.parent.name + path.name.removesuffix(_SUM)
            if key not in keep:
                path.unlink(missing_ok=True)
                gone += not path.name.endswith(_SUM)
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
        handle, fresh = tempfile.mkstemp(prefix=".new-", dir=folder)
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
