"""A content-addressed store: what was made once is not made again.

An entry is a file named by its key, which hashes everything the bytes depend on, and beside it its checksum.
Deleting the folder costs time, nothing else.
"""

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
            data = self._path(key).read_bytes()
            known = self._sum(key).read_text("ascii").split()[0]
        except (OSError, UnicodeDecodeError, IndexError):
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
            stat = self._path(key).stat()
            _, size, time = self._sum(key).read_text("ascii").split()
            if (int(size), int(time)) == (stat.st_size, stat.st_mtime_ns):
                return True
        except (OSError, UnicodeDecodeError, ValueError):
            self._drop(key)
            return False
        data = self.get(key)
        if data is None:
            return False
        self._note(key, data)
        return True

    def put(self, key: str, data: bytes) -> None:
        """Keep ``data``. The checksum comes last: an entry without it counts as not there."""
        self._write(self._path(key), data)
        self._note(key, data)

    def place(self, key: str, target: Path) -> None:
        """Let the entry appear at ``target``: as a hard link, or as a copy where the file system has none."""
        source = self._path(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            os.link(source, fresh)
        except OSError:
            shutil.copyfile(source, fresh)
        os.replace(fresh, target)
        # Renaming over another link to the same file does nothing at all, so the second name may still be there.
        fresh.unlink(missing_ok=True)

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

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]

    def _sum(self, key: str) -> Path:
        return self.folder / key[:2] / (key[2:] + _SUM)

    def _note(self, key: str, data: bytes) -> None:
        stat = self._path(key).stat()
        line = f"{hashlib.sha256(data).hexdigest()} {stat.st_size} {stat.st_mtime_ns}\n"
        self._write(self._sum(key), line.encode("ascii"))

    def _drop(self, key: str) -> None:
        for path in (self._path(key), self._sum(key)):
            with contextlib.suppress(OSError):
                path.unlink()

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            # mkstemp makes private files; these end up on a web server.
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise
