"""The sources without somebody: a folder, a photo, or a consent taken back; and in all other files what refers to it.

Every file is changed where it has to be and nowhere else. What only a person can reword is shown with its place.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..check.traces import Finder
from ..read.yamlcut import plain
from ..write.source import TOPS
from .takedown_job import CONSENT, PHOTO, Job
from .takedown_texts import german, names_in, still_given, without_them

_NEW = ".herausnehmen"
_TEXTS = (".md", ".yaml")


@dataclass(frozen=True, slots=True)
class Edit:
    """A file before and after; ``lines`` are those that go or come, as (number in the old file, text)."""

    path: str
    old: str
    new: str

    @property
    def lines(self) -> list[tuple[int, str]]:
        """The lines of the old file that are not in the new one as they were; where none goes, those that come."""
        before, after = self.old.splitlines(), self.new.splitlines()
        blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        gone = [
            (at + 1, before[at]) for kind, start, end, _, _ in blocks if kind != "equal" for at in range(start, end)
        ]
        return gone or [
            (at, after[new]) for kind, at, _, start, end in blocks if kind != "equal" for new in range(start, end)
        ]


@dataclass(frozen=True, slots=True)
class Place:
    """A line that still has one of the words, in a file that stays; ``line`` is ``None`` for the name of a file."""

    path: str
    line: int | None
    text: str
    word: str


def edits(root: Path, job: Job) -> list[Edit]:
    """What changes in the files below ``root`` that stay. A second time there is nothing to change any more."""
    found = []
    texts, finder = dict(_texts(root)), Finder.of(job.wanted)
    for path, old in texts.items():
        if job.whole and path.startswith(f"{job.folder}/"):
            continue
        new = without_them(path, old, job, texts, finder)
        if new != old:
            found.append(Edit(path, old, new))
    return found


def places(root: Path, job: Job, changed: Sequence[Edit] = ()) -> list[Place]:
    """Everything in the files that stay in which one of the words still stands, once these edits are made."""
    after, finder = {edit.path: edit.new for edit in changed}, Finder.of(job.wanted)
    found = []
    for path, old in _texts(root):
        if job.kind == CONSENT and path == german(path) and path.startswith(f"{job.folder}/"):
            message = still_given(after.get(path, old), job)
            found += [Place(path, None, message, "")] if message else []
        # What is only taken back stays on file, and is not shown.
        if path.startswith(f"{job.folder}/") and (job.whole or job.kind == CONSENT):
            continue
        if word := finder.in_name(path.partition("/")[2]):
            found.append(Place(path, None, path, word))
        text = after.get(path, old)
        if word := finder.in_text(text):
            lines = [(at + 1, line.strip()) for at, line in enumerate(text.splitlines())]
            hits = [Place(path, at, line, one) for at, line in lines if (one := finder.in_text(line))]
            found += hits or [Place(path, None, "über mehrere Zeilen", word)]
    return found


def partners(root: Path, job: Job) -> tuple[str, ...]:
    """Businesses that have done something together with who is taken down."""
    found: set[str] = set()
    for path, text in _texts(root):
        values = plain(text) if path.startswith("profiles/aktionen/") and job.slug in text else None
        if not isinstance(values, dict):
            continue
        named = [
            name for key in ("betriebe", "einrichtungen", "angebot", "bedarf") for name in names_in(values.get(key))
        ]
        if job.slug in {name.partition("/")[0] for name in named} or path.startswith(f"{job.folder}/"):
            found |= set(names_in(values.get("betriebe")))
    return tuple(sorted(found - {job.slug}))


def perform(root: Path, job: Job, *, aside: Path) -> None:
    """Makes it so below ``root``; after an interruption again. References go first: at no time is there a dangling one.

    ``aside`` is a folder on the same disk, for what is under way. All changes are noted in it before the first is made:
    a place in a translation is found by the German text, which may have changed already.
    """
    for left in [file for top in TOPS for file in (root / top).rglob(f".#*{_NEW}")]:
        left.unlink()
    aside.mkdir(mode=0o700, parents=True, exist_ok=True)
    noted = aside / f"{root.name}.json"
    _as_noted(root, noted)
    changed = edits(root, job)
    put(noted, json.dumps([[edit.path, _digest(edit.old), edit.new] for edit in changed]).encode())
    _as_noted(root, noted)
    if job.whole:
        _away(root / job.folder, aside)
    elif job.kind == PHOTO and (root / job.folder).is_dir():
        for file in list((root / job.folder).iterdir()):
            if unicodedata.normalize("NFC", file.name) == job.part:
                file.unlink()


def _as_noted(root: Path, noted: Path) -> None:
    """Changes all files that are still as they were when it was noted, and then forgets it."""
    if noted.exists():
        for path, before, new in json.loads(noted.read_text("utf-8")):
            file = root / path
            if file.is_file() and _digest(file.read_bytes().decode("utf-8", "replace")) == before:
                put(file, new.encode())
        noted.unlink()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _away(folder: Path, aside: Path) -> None:
    """Out of the sources in one step, so that nobody ever finds half a folder."""
    shutil.rmtree(aside / folder.name, ignore_errors=True)
    if folder.exists():
        try:
            folder.rename(aside / folder.name)
        except OSError:
            shutil.rmtree(folder)  # another disk
    shutil.rmtree(aside / folder.name, ignore_errors=True)


def put(file: Path, data: bytes) -> None:
    """The old file or the new one, whatever happens; with a name that the scan of the sources passes over."""
    fresh = file.with_name(f".#{file.name}{_NEW}")
    with fresh.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    if file.exists():
        shutil.copymode(file, fresh)
    fresh.replace(file)


def _texts(root: Path) -> Iterator[tuple[str, str]]:
    """Every text below the sources as it is, byte marks and line ends included; what is no UTF-8 is left out."""
    for top in TOPS:
        for here, folders, files in os.walk(root / top):
            folders.sort()
            for name in sorted(files):
                path = Path(here) / name
                if not name.endswith(_TEXTS) or path.is_symlink() or not path.is_file():
                    continue
                try:
                    yield path.relative_to(root).as_posix(), path.read_bytes().decode("utf-8")
                except (OSError, UnicodeDecodeError):
                    continue
