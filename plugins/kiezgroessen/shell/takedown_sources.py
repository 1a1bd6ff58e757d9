"""The sources without somebody: a folder, a photo, or a consent taken back; and in all other files what refers to it.

Every file is changed where it has to be and nowhere else. What only a person can reword is shown with its place.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..check.traces import Finder, search
from ..read.yamlcut import plain
from .takedown_files import Unseen, deleted, linked, read_sources
from .takedown_job import CONSENT, PHOTO, Job
from .takedown_texts import german, names_in, still_given, still_named, without_them

_NEW = ".herausnehmen"


@dataclass(frozen=True, slots=True)
class Edit:
    """A file before and after; ``lines`` are those that go or come, as (number in the old file, text)."""

    path: str
    old: str
    new: str

    @property
    def lines(self) -> list[tuple[int, str]]:
        """The lines of the old file that are not in the new one as they were; where none goes, those that come.

        Nothing is moved in an edit: a line of the new file that comes later in the old one says that those before it
        went. So a text of tens of thousands of lines that are all the same takes no longer than any other.
        """
        before, after = self.old.splitlines(), self.new.splitlines()
        places: dict[str, list[int]] = {}
        for at, line in enumerate(before):
            places.setdefault(line, []).append(at)
        gone: list[int] = []
        come: list[tuple[int, str]] = []
        at = 0
        for line, following in zip(after, [*after[1:], None], strict=False):
            later = places.get(line, [])
            found = bisect_left(later, at)
            if found < len(later):
                gone += range(at, later[found])
                at = later[found] + 1
            elif at == len(before) or following == before[at]:
                come.append((at, line))
            else:
                gone.append(at)
                at += 1
        gone += range(at, len(before))
        return [(one + 1, before[one]) for one in gone] or come


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
    texts, finder = read_sources(root).texts, Finder.of(job.wanted)
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
    sources = read_sources(root)
    for path, data in sources.coded.items():
        if not (job.whole and path.startswith(f"{job.folder}/")) and (word := finder.in_bytes(data)):
            found.append(Place(path, None, "nicht als UTF-8 gespeichert", word))
    for path, old in sources.texts.items():
        if job.kind == CONSENT and path == german(path) and path.startswith(f"{job.folder}/"):
            message = still_given(after.get(path, old), job)
            found += [Place(path, None, message, "")] if message else []
        # What is only taken back stays on file, and is not shown.
        if path.startswith(f"{job.folder}/") and (job.whole or job.kind == CONSENT):
            continue
        if word := finder.in_name(path.partition("/")[2]):
            found.append(Place(path, None, path, word))
        text = after.get(path, old)
        if job.whole:
            found += [Place(path, line, words, job.slug) for line, words in still_named(text, job)]
        if word := finder.in_text(text):
            lines = [(at + 1, line.strip()) for at, line in enumerate(text.splitlines())]
            hits = [Place(path, at, line, one) for at, line in lines if (one := finder.in_text(line))]
            found += hits or [Place(path, None, "über mehrere Zeilen", word)]
    return found + _in_others(root, job, sources.others)


def _in_others(root: Path, job: Job, paths: Sequence[str]) -> list[Place]:
    """Copies that text programs keep, letters, tables: they are never shown on a page, and the name is in them."""
    own = f"{job.folder}/" if job.whole or job.kind == CONSENT else None
    files = [root / path for path in paths if own is None or not path.startswith(own)]
    found = []
    for trace in search(files, job.wanted, known=(), workers=1, strange=True).traces:
        what = f"»{trace.word}«" if trace.word else "" if trace.unread else "ein Bild davon"
        text = ": ".join(filter(None, (trace.inside, what)))
        found.append(Place(Path(trace.path).relative_to(root).as_posix(), None, text, trace.word))
    return found


def partners(root: Path, job: Job) -> tuple[str, ...]:
    """Businesses that have done something together with who is taken down."""
    found: set[str] = set()
    for path, text in read_sources(root).texts.items():
        values = plain(text) if path.startswith("profiles/aktionen/") and job.slug in text else None
        if not isinstance(values, dict):
            continue
        named = [
            name for key in ("betriebe", "einrichtungen", "angebot", "bedarf") for name in names_in(values.get(key))
        ]
        if job.slug in {name.partition("/")[0] for name in named} or path.startswith(f"{job.folder}/"):
            found |= set(names_in(values.get("betriebe")))
    return tuple(sorted(found - {job.slug}))


def perform(root: Path, job: Job, *, aside: Path) -> list[Unseen]:
    """Makes it so below ``root``; after an interruption again. References go first: at no time is there a dangling one.

    ``aside`` is a folder on the same disk, for what is under way. All changes are noted in it before the first is made:
    a place in a translation is found by the German text, which may have changed already. Says what it may not change.
    """
    for left in read_sources(root).others:
        if left.rpartition("/")[2].startswith(".#") and left.endswith(_NEW):
            with contextlib.suppress(PermissionError):
                (root / left).unlink()
    aside.mkdir(mode=0o700, parents=True, exist_ok=True)
    noted = aside / f"{root.name}.json"
    failed = _as_noted(root, noted)
    changed = edits(root, job)
    put(noted, json.dumps([[edit.path, _digest(edit.old), edit.new] for edit in changed]).encode())
    failed += _as_noted(root, noted)
    if above := list(linked(root, job.folder.rpartition("/")[0])):
        return [*failed, *(Unseen(path, "ist eine Verknüpfung") for path in above)]
    try:
        if job.whole:
            _away(root / job.folder, aside)
        elif job.kind == PHOTO and (root / job.folder).is_dir() and not (root / job.folder).is_symlink():
            for file in list((root / job.folder).iterdir()):
                if unicodedata.normalize("NFC", file.name) == job.part:
                    deleted(file)
    except PermissionError:
        failed.append(Unseen(job.folder, "darf nicht geändert werden"))
    return failed


def _as_noted(root: Path, noted: Path) -> list[Unseen]:
    """Changes all files that are still as they were when it was noted, and then forgets it."""
    failed = []
    if noted.exists():
        texts = read_sources(root).texts
        for path, before, new in json.loads(noted.read_text("utf-8")):
            if path in texts and _digest(texts[path]) == before:
                try:
                    put(root / path, new.encode())
                except PermissionError:
                    failed.append(Unseen(path, "darf nicht geändert werden"))
        noted.unlink()
    return failed


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _away(folder: Path, aside: Path) -> None:
    """Out of the sources in one step, so that nobody ever finds half a folder."""
    moved = aside / folder.name
    deleted(moved)
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        with contextlib.suppress(OSError):
            folder.chmod(0o700)
        try:
            folder.rename(moved)
        except OSError:
            deleted(folder)  # another disk
    deleted(moved)


def put(file: Path, data: bytes) -> None:
    """The old file or the new one, whatever happens; with a name that the scan of the sources passes over.

    The name is new each time: nobody can have put a folder or a link in its place.
    """
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".#", suffix=_NEW)
    fresh = Path(name)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    if file.exists():
        shutil.copymode(file, fresh)
    else:
        fresh.chmod(0o644)
    fresh.replace(file)
