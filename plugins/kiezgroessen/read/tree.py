"""Which files there are, and which ones may not be: walks ``content/`` and ``profiles/`` and opens nothing."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from stat import S_ISREG

from kiezgroessen.problems import Problem, error, nearest
from kiezgroessen.read.names import (
    KINDS,
    LONGEST_NAME,
    PHOTO_ENDINGS,
    TOMBSTONES,
    Kind,
    bad_file,
    bad_slug,
    is_lock,
    is_paper,
    is_silent,
    paper,
)
from kiezgroessen.read.photos import PHOTO_BYTES

TEXT_BYTES = 1_000_000
MOST_FILES = 500_000
"""Files and folders in all: ten for each business and each action of a whole country (25,000 of each)."""
MOST_TEXT = 200_000_000
"""Bytes of all texts in all: a hundred thousand ordinary ones."""
MOST_PROBLEMS = 1_000
"""More than anybody mends at once; looking for the right name of each takes its time."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file that may be read: ``path`` is relative to ``root`` with slashes.

    ``seen`` are its size, the times of its contents and of its entry in nanoseconds, and its place on the disk.
    """

    path: str
    root: Path
    kind: str
    slug: str
    lang: str
    folder: str
    seen: tuple[int, int, int, int]

    @property
    def file(self) -> Path:
        """Where it is on the disk."""
        return self.root / self.path


@dataclass(frozen=True, slots=True)
class Tree:
    """The files that count. ``texts`` by path, in order; ``photos``: folder → names of the photos in it, in order."""

    root: Path
    texts: Mapping[str, TextFile]
    photos: Mapping[str, tuple[str, ...]]


def scan(root: Path, languages: Collection[str] = ("de", "tr", "ar", "en", "leicht")) -> tuple[Tree, list[Problem]]:
    """All texts and photos below ``content/`` and ``profiles/`` of ``root``, and everything that should not be there.

    Only names, types and sizes are looked at. Links are refused, not followed.
    """
    walk = _Walk(root, tuple(languages))
    for top in ("content", "profiles"):
        if (root / top).is_symlink():
            walk.refuse(top, "Verknüpfungen sind nicht erlaubt.", "Den Ordner selbst hierher kopieren.")
        elif not (root / top).is_dir():
            walk.refuse(top, f"Der Ordner {top}/ fehlt.", None)
        else:
            walk.branch(top)
    if walk.text_bytes > MOST_TEXT:
        message = f"Alle Texte zusammen haben {walk.text_bytes // 1_000_000} MB, erlaubt sind {MOST_TEXT // 1_000_000}."
        walk.refuse("profiles", message, "Ist aus Versehen etwas hierher kopiert worden?")
        walk.texts.clear()
    texts = dict(sorted(walk.texts.items()))
    photos = {folder: tuple(sorted(names)) for folder, names in sorted(walk.photos.items())}
    return Tree(root, texts, photos), walk.problems


def is_same(tree: Tree, changed: Collection[str]) -> bool:
    """Whether `scan` would find the same files, if of all only those ``changed`` (paths) may not be what they were.

    Their sizes and times may be others.
    """
    texts = [tree.texts.get(path) for path in changed]
    return all(text is not None and _is_text(text.file) for text in texts)


def _is_text(file: Path) -> bool:
    try:
        seen = file.lstat()
    except OSError:
        return False
    return S_ISREG(seen.st_mode) and seen.st_size <= TEXT_BYTES


@dataclass(slots=True)
class _Walk:
    root: Path
    languages: tuple[str, ...]
    texts: dict[str, TextFile] = field(default_factory=dict)
    photos: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: int = 0
    text_bytes: int = 0
    full: bool = False
    """Whether there was so much, or so much wrong, that the rest is not looked at."""

    def branch(self, folder: str) -> None:
        """A folder that holds folders of documents, or documents by name."""
        own = next((kind for kind in KINDS if kind.folder == folder), None)
        inside = [kind.folder for kind in KINDS if kind.folder.rpartition("/")[0] == folder]
        flat = own is not None and (not own.file or not own.pattern)
        entries = self._entries(folder)
        names = {entry.name for entry in entries}
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if self.full:
                return
            if not entry.is_dir(follow_symlinks=False):
                if flat and own is not None:
                    self._file(entry, path, folder, own, "", names)
                else:
                    self._stray(path, entry.name, own)
            elif path in inside:
                self.branch(path)
            elif own is not None and own.pattern and own.file:
                self._folder(entry.name, path, own, names)
            else:
                self._unknown_folder(path, entry.name, inside, own)
        if own is not None and flat:
            self._complete(folder, own)

    def refuse(self, path: str, message: str, hint: str | None) -> None:
        """Notes an error about a whole file or folder, unless there are too many already."""
        if self.full:
            return
        self.problems.append(error(path, None, message, hint=hint))
        if len(self.problems) == MOST_PROBLEMS:
            message = f"Das ist der {MOST_PROBLEMS}. Fehler an Dateien und Ordnern: Weiter wird nicht gesucht."
            self._stop(path, message)

    def _stop(self, path: str, message: str) -> None:
        if self.full:
            return
        self.full = True
        hint = "Ist aus Versehen etwas hierher kopiert worden?"
        self.problems.append(error(path, None, message, hint=hint))

    def _folder(self, name: str, path: str, kind: Kind, names: Collection[str]) -> None:
        """The folder of one document with its photos."""
        self._named(name, path, kind, names)
        for entry in self._entries(path):
            below = f"{path}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                self.refuse(below, "Hier sind keine Unterordner vorgesehen.", f"Alles direkt in {path}/ legen.")
            else:
                self._file(entry, below, path, kind, name, ())
        main = f"{path}/{kind.main}"
        if self.full:
            return
        # One that is there but was refused has been reported with its own reason.
        if main not in self.texts and all(problem.path != main for problem in self.problems):
            hint = "Die Datei anlegen; soll der Eintrag verschwinden, den ganzen Ordner löschen."
            self.refuse(path, f"Im Ordner fehlt die Datei {kind.main}.", hint)

    def _complete(self, folder: str, kind: Kind) -> None:
        """Every translation has its German text, and the Kiez has its file."""
        if kind.file:
            if f"{folder}/{kind.main}" not in self.texts:
                self.refuse(f"{folder}/{kind.main}", "Die Datei fehlt.", "In ihr steht, wie das Programm heißt.")
            return
        for text in self.texts.values():
            if text.folder == folder and text.lang != "de" and f"{folder}/{text.slug}.md" not in self.texts:
                message = f"Zu dieser Übersetzung fehlt der deutsche Text {text.slug}.md."
                self.refuse(text.path, message, "Den deutschen Text daneben legen.")

    def _file(
        self, entry: os.DirEntry[str], path: str, folder: str, kind: Kind, slug: str, names: Collection[str]
    ) -> None:
        name = entry.name
        if path == TOMBSTONES:
            self._size_fits(entry, path, TEXT_BYTES, "Texte")
            return
        if name.lower().endswith(PHOTO_ENDINGS):
            if self._size_fits(entry, path, PHOTO_BYTES, "Fotos"):
                self.photos.setdefault(folder, []).append(name)
            return
        stem, _, lang = name.removesuffix(kind.ending).partition(".")
        right = name.endswith(kind.ending) and stem != "" and stem == (kind.file or stem)
        if not right or (lang and (lang == "de" or lang not in self.languages)):
            self.refuse(path, *bad_file(name, kind, self.languages))
            return
        if not kind.file:
            slug = stem
            self._named(slug, path, kind, {other.partition(".")[0] for other in names})
        if self._size_fits(entry, path, TEXT_BYTES, "Texte"):
            seen = entry.stat(follow_symlinks=False)
            self.text_bytes += seen.st_size
            there = (seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino)
            self.texts[path] = TextFile(path, self.root, kind.name, slug, lang or "de", folder, there)

    def _size_fits(self, entry: os.DirEntry[str], path: str, most: int, what: str) -> bool:
        try:
            size = entry.stat(follow_symlinks=False).st_size
        except OSError as fault:  # a folder that may be listed and not be entered
            self.refuse(path, f"Die Datei lässt sich nicht lesen ({fault.strerror}).", "Die Rechte des Ordners prüfen.")
            return False
        if size > most:
            has = f"{size / 1_000_000:.1f}".replace(".", ",")
            message = f"Die Datei hat {has} MB; {what} dürfen höchstens {most // 1_000_000} MB haben."
            self.refuse(path, message, "Bitte verkleinern.")
        return size <= most

    def _named(self, name: str, path: str, kind: Kind, names: Collection[str]) -> None:
        if (bad := bad_slug(name, kind, names)) is not None:
            self.refuse(path, *bad)

    def _stray(self, path: str, name: str, own: Kind | None) -> None:
        """A file where only folders belong."""
        if is_paper(name):
            self.refuse(path, *paper(own.main if own is not None else "die Texte"))
            return
        if own is None:
            places = ", ".join(kind.folder for kind in KINDS if kind.folder.startswith("profiles/"))
            self.refuse(path, f"»{name}« gehört nicht hierher.", f"Erlaubt sind nur die Ordner {places}.")
            return
        hint = f"Jeder Eintrag hat seinen Ordner: {own.folder}/<name>/{own.main}, Fotos daneben."
        self.refuse(path, f"»{name}« gehört nicht hierher.", hint)

    def _unknown_folder(self, path: str, name: str, inside: Collection[str], own: Kind | None) -> None:
        if not inside:
            form = own.main if own is not None else ""
            hint = f"Texte liegen hier ohne Ordner, als {form}; Fotos daneben."
            self.refuse(path, "Hier sind keine Unterordner vorgesehen.", hint)
            return
        known = {folder.rpartition("/")[2]: folder for folder in inside}
        everywhere = {kind.folder.rpartition("/")[2]: kind.folder for kind in KINDS if kind.pattern}
        guess = nearest(name, known) or nearest(name, everywhere)
        hint = f"Meinten Sie »{everywhere[guess]}«?" if guess else f"Erlaubt sind: {', '.join(inside)}."
        self.refuse(path, f"Den Ordner »{name}« kennt das Programm nicht.", hint)

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        """What may be looked at in a folder, by name; links, strange files and clashing names are refused here."""
        try:
            with os.scandir(f"{self.root}/{folder}") as found:
                # One more than may be: a folder of millions is not even listed.
                entries = sorted(islice(found, MOST_FILES - self.seen + 1), key=lambda entry: entry.name)
        except OSError as fault:
            self.refuse(folder, f"Der Ordner lässt sich nicht lesen ({fault.strerror}).", "Die Rechte prüfen.")
            return []
        self.seen += len(entries)
        if self.seen > MOST_FILES:
            self._stop(folder, f"Mehr als {MOST_FILES} Dateien und Ordner: Weiter wird nicht gelesen.")
            return []
        seen: dict[str, str] = {}
        out = []
        for entry in entries:
            name = entry.name
            if (is_lock(name) and entry.is_symlink()) or (is_silent(name) and entry.is_file(follow_symlinks=False)):
                continue
            if not name.isprintable():
                shown = name.encode("unicode_escape", "backslashreplace").decode("ascii")
                hint = "Bitte umbenennen in a bis z, Ziffern und Bindestriche."
                self.refuse(f"{folder}/{shown}", "Der Name enthält Zeichen, die sich nicht lesen lassen.", hint)
            elif entry.is_symlink():
                message = "Verknüpfungen sind nicht erlaubt: sie können aus dem Projekt hinausführen."
                self.refuse(f"{folder}/{name}", message, "Die Datei oder den Ordner selbst hierher kopieren.")
            elif not entry.is_dir(follow_symlinks=False) and not entry.is_file(follow_symlinks=False):
                self.refuse(f"{folder}/{name}", "Das ist keine gewöhnliche Datei.", "Bitte löschen.")
            elif len(name) > LONGEST_NAME and not entry.is_dir(follow_symlinks=False):
                message = f"Der Name der Datei ist zu lang: {len(name)} Zeichen, höchstens {LONGEST_NAME}."
                self.refuse(f"{folder}/{name[:LONGEST_NAME]} …", message, "Bitte kürzer nennen.")
            else:
                out.append(entry)
                # macOS and Windows take such names for one and the same, Linux and the web do not.
                twin = seen.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
                if twin != name:
                    message = f"»{twin}« und »{name}« gelten auf vielen Rechnern als gleich."
                    self.refuse(f"{folder}/{name}", message, "Bitte eines von beiden umbenennen oder löschen.")
        return out
