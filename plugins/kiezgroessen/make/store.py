"""A content-addressed store: what was made once is not made again.

An entry is a file named by its key, which hashes everything the bytes depend on, and beside it its checksum.
Deleting the folder costs time, nothing else.
"""

# Plain strings: with ten thousand entries pathlib takes longer than the disk.
# ruff: noqa: PTH101, PTH103, PTH105, PTH108, PTH112, PTH114, PTH116, PTH120, PTH123

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from stat import S_ISREG

KEPT_DAYS = 30

_DAY = 24 * 60 * 60
_NEW = ".new-"
_SUM = ".sum"
_READABLE = 0o444
"""By everybody, a web server too."""


def key_of(*parts: object) -> str:
    """The key for what depends on ``parts``: frozen records, numbers, text (their ``repr`` must say all)."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def installed(package: str) -> str:
    """Which release of a package is installed, for keys and for people; ``fehlt`` where none is."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "fehlt"


@dataclass(frozen=True, slots=True)
class Store:
    """Entries below ``folder``. Several processes may use it at once: every file appears whole or not at all.

    Entries are shared with the outputs they were placed in (hard links), so somebody who changes a picture there
    changes it here. That is noticed by its size or time; without ``trusting`` every entry is read and compared, which
    also finds what changes neither: a disk that forgets, a program that sets times back.
    """

    folder: Path
    trusting: bool = True

    def get(self, key: str) -> bytes | None:
        """The bytes, or ``None`` where there is no entry or it is damaged: it is to be made again."""
        try:
            with open(self._at(key), "rb") as file:
                data = file.read()
            known = self._known(key)[0]
        except (OSError, ValueError, IndexError):
            return None
        return data if hashlib.sha256(data).hexdigest() == known else None

    def has(self, key: str) -> bool:
        """Whether `place` will find the entry whole.

        A file with the size and time it was stored with is trusted, unless nothing is; any other is read and compared.
        """
        try:
            # Not what a link leads to: it would be placed as a link.
            stat = os.lstat(self._at(key))
            _, size, time = self._known(key)
            as_stored = (int(size), int(time)) == (stat.st_size, stat.st_mtime_ns)
        except (OSError, ValueError):
            return False
        sound = S_ISREG(stat.st_mode) and stat.st_mode & _READABLE == _READABLE
        if sound and as_stored and self.trusting:
            return True
        data = self.get(key)
        if data is None:
            return False
        if not sound:
            self.put(key, data)
        elif not as_stored:
            self._write(self._at(key) + _SUM, _line(data, stat))
        return True

    def put(self, key: str, data: bytes) -> None:
        """Keep ``data``, in place of whatever is there. Raises `OSError`.

        The checksum comes first: who sees the new one beside an old entry, or beside none, takes it for damaged.
        """
        path = self._at(key)
        with self._written(path, data) as fresh:
            self._write(path + _SUM, _line(data, os.stat(fresh)))
            _take(fresh, path)

    def place(self, key: str, target: Path) -> None:
        """Let the entry appear at ``target``: as a hard link, or as a copy where the file system has none."""
        source, name = self._at(key), str(target)
        try:
            os.link(source, name)
        except FileNotFoundError:
            if target.parent.is_dir():
                raise
            new = [folder for folder in target.parents if not folder.exists()]
            target.parent.mkdir(parents=True, exist_ok=True)
            for folder in new:
                # They end up on a web server, whatever the account that builds is used to.
                folder.chmod(0o755)
            self.place(key, target)
        except OSError as reason:
            # A tree that is used again has most files already.
            if os.path.lexists(name) and os.path.samestat(os.lstat(source), os.lstat(name)):
                return
            fresh = f"{name}.{os.getpid()}"
            with contextlib.suppress(FileNotFoundError):
                os.unlink(fresh)
            try:
                if not isinstance(reason, FileExistsError):
                    raise
                os.link(source, fresh)
            except OSError:
                # Another disk, or one that knows no links.
                shutil.copyfile(source, fresh)
            os.replace(fresh, name)

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
                try:
                    # A clock that was wrong for a while must not keep anything for years.
                    age = abs(now - file.stat(follow_symlinks=False).st_mtime) / _DAY
                except FileNotFoundError:
                    continue  # another process has forgotten it as well
                if key in used:
                    if age > 1:
                        with contextlib.suppress(OSError):
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

    def _drop(self, key: str) -> None:
        for path in (self._at(key), self._at(key) + _SUM):
            _clear(path)

    def _write(self, path: str, data: bytes) -> None:
        with self._written(path, data) as fresh:
            _take(fresh, path)

    @contextmanager
    def _written(self, path: str, data: bytes) -> Iterator[str]:
        """A file with ``data`` in the folder of ``path``, under a name of its own, to be given that of ``path``."""
        folder = os.path.dirname(path)
        for place in (str(self.folder), folder):
            if os.path.lexists(place) and not os.path.isdir(place):
                _clear(place)
        os.makedirs(folder, exist_ok=True)
        handle, fresh = tempfile.mkstemp(prefix=_NEW, dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            # mkstemp makes private files; these end up on a web server.
            os.chmod(fresh, 0o644)
            yield fresh
        except BaseException:
            _clear(fresh)
            raise


def _line(data: bytes, stat: os.stat_result) -> bytes:
    """What is noted of an entry: checksum, size and time."""
    return f"{hashlib.sha256(data).hexdigest()} {stat.st_size} {stat.st_mtime_ns}\n".encode("ascii")


def _take(fresh: str, path: str) -> None:
    """``fresh`` becomes ``path``, even where a folder is in the way."""
    try:
        os.replace(fresh, path)
    except OSError:
        if not os.path.isdir(path):
            raise
        _clear(path)
        os.replace(fresh, path)


def _clear(path: str) -> None:
    """Whatever it is."""
    with contextlib.suppress(OSError):
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.unlink(path)


def _scanned(folder: str | Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []
