"""What there is in the sources: texts, photos, and what cannot be looked at, which is told instead.

Whoever may write there may put anything there: pipes, links, files without end. Nothing of it is followed or waited
for, and nothing of it keeps somebody from being taken down.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..read.names import PHOTO_ENDINGS, is_lock
from ..read.opened import read_regular
from ..read.photos import PHOTO_BYTES
from ..read.tree import TEXT_BYTES
from ..write.source import TOPS

TEXTS = (".md", ".yaml")
_FORBIDDEN = "darf nicht gelesen werden"


@dataclass(frozen=True, slots=True)
class Unseen:
    """What could not be looked at, or not be changed, and why: German, the end of a sentence without its full stop."""

    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Sources:
    """Files by path, relative to the root with slashes.

    ``texts`` as they are, byte marks and line ends included; ``coded`` are texts in no UTF-8, in bytes; ``photos`` are
    ordinary files that may be read, ``others`` ordinary files that are none of these.
    """

    texts: Mapping[str, str]
    coded: Mapping[str, bytes]
    photos: tuple[str, ...]
    others: tuple[str, ...]
    unseen: tuple[Unseen, ...]

    def photos_in(self, folder: str) -> list[str]:
        """The names of a folder's photos, as they are spelled on the disk."""
        return [path.rpartition("/")[2] for path in self.photos if path.rpartition("/")[0] == folder]


def read_sources(root: Path) -> Sources:
    """All there is below the sources of ``root``, by path, each folder's files before its folders."""
    walk = _Walk(root)
    for top in TOPS:
        walk.look(top)
    return Sources(walk.texts, walk.coded, tuple(walk.photos), tuple(walk.others), tuple(walk.unseen))


@dataclass(slots=True)
class _Walk:
    root: Path
    texts: dict[str, str] = field(default_factory=dict)
    coded: dict[str, bytes] = field(default_factory=dict)
    photos: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    unseen: list[Unseen] = field(default_factory=list)

    def look(self, top: str) -> None:
        """Looks through a folder; without calls in calls, since folders may be as deep as they like."""
        folders = [top]
        while folders:
            folder = folders.pop()
            inside = []
            for entry in self._entries(folder):
                path = f"{folder}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    inside.append(path)
                    if is_lock(entry.name) or path.lower().endswith((*TEXTS, *PHOTO_ENDINGS)):
                        self._pass(path, "ist ein Ordner")
                elif not (is_lock(entry.name) and entry.is_symlink()):
                    self._file(entry, path)
            folders += reversed(inside)

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        place = self.root / folder
        if place.is_symlink():
            self._pass(folder, "ist eine Verknüpfung")
            return []
        try:
            with os.scandir(place) as found:
                return sorted(found, key=lambda entry: entry.name)
        except FileNotFoundError:
            return []
        except OSError:
            self._pass(folder, _FORBIDDEN)
            return []

    def _file(self, entry: os.DirEntry[str], path: str) -> None:
        photo, text = path.lower().endswith(PHOTO_ENDINGS), path.endswith(TEXTS)
        if entry.is_symlink():
            self._pass(path, "ist eine Verknüpfung")
        elif not entry.is_file(follow_symlinks=False):
            self._pass(path, "ist keine gewöhnliche Datei")
        elif not photo and not text:
            self.others.append(path)
        else:
            most = PHOTO_BYTES if photo else TEXT_BYTES
            try:
                if entry.stat(follow_symlinks=False).st_size > most:
                    self._pass(path, f"hat mehr als {most // 1_000_000} MB")
                elif photo and os.access(self.root / path, os.R_OK):
                    self.photos.append(path)
                elif photo:
                    self._pass(path, _FORBIDDEN)
                else:
                    self._text(path, read_regular(self.root / path, most, steps=path.count("/") + 1))
            except OSError:
                self._pass(path, _FORBIDDEN)

    def _text(self, path: str, data: bytes) -> None:
        try:
            self.texts[path] = data.decode("utf-8")
        except UnicodeDecodeError:
            self.coded[path] = data

    def _pass(self, path: str, why: str) -> None:
        self.unseen.append(Unseen(path, why))


def deleted(path: Path) -> None:
    """Deletes a file, a link or a folder, whatever rights it has and however deep it is; a link leads nowhere here.

    Raises `OSError` where something stays.
    """
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
        return
    folders = [path]
    for folder in folders:
        if stat.S_IMODE(folder.stat().st_mode) & stat.S_IRWXU != stat.S_IRWXU:
            folder.chmod(stat.S_IRWXU)
        with os.scandir(folder) as found:
            for entry in list(found):
                if entry.is_dir(follow_symlinks=False):
                    folders.append(folder / entry.name)
                else:
                    Path(entry.path).unlink()
    for folder in reversed(folders):
        folder.rmdir()


def linked(root: Path, path: str) -> Iterator[str]:
    """Which names on the way from ``root`` to ``path`` are links."""
    parts = path.split("/")
    yield from (one for at in range(len(parts)) if (root / (one := "/".join(parts[: at + 1]))).is_symlink())
