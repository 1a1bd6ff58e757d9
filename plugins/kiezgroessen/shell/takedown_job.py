"""A takedown under way: noted until nothing is left, so that whoever is killed meanwhile can go on."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..check.traces import Wanted
from ..read.tombstones import Tombstone

PHOTO = "foto"
CONSENT = "freigabe"
JOBS = "cache/herausnehmen"
"""Where it is noted who is being taken down, until nothing is left: whoever is killed meanwhile can go on."""


@dataclass(frozen=True, slots=True)
class Job:
    """A takedown under way. ``part`` is the photo's file or the consent's id; "" for a whole folder.

    ``photos`` are the digests of the photos that nobody else shows, ``looks`` what they and all made of them look
    like. ``partners`` are businesses whose kits may tell of what was done together.
    """

    kind: str
    slug: str
    folder: str
    part: str
    wanted: Wanted
    stone: Tombstone
    day: str
    photos: tuple[str, ...] = ()
    looks: tuple[int, ...] = ()
    partners: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the whole folder goes."""
        return not self.part

    @property
    def what(self) -> str:
        """As it is typed."""
        return f"{self.folder.rpartition('/')[2]}/{self.part}" if self.part else self.slug


def noted(root: Path, what: str) -> Job | None:
    """The takedown of that name that was not finished; ``None`` where there is none."""
    words = [word for word in unicodedata.normalize("NFC", what).replace("\\", "/").split("/") if word]
    for file in sorted((root / JOBS).glob("*.json")):
        try:
            rows: dict[str, Any] = json.loads(file.read_text("utf-8"))
            known = rows.pop("wanted")
            texts, named, theirs = (tuple(known[key]) for key in ("words", "names", "allowed"))
            wanted = Wanted(texts, named, theirs, frozenset(known["digests"]))
            stone = rows.pop("stone")
            stone["when"] = dt.datetime.fromisoformat(stone["when"])
            lists = {key: tuple(rows.pop(key)) for key in ("photos", "looks", "partners")}
            rows |= {**lists, "wanted": wanted, "stone": Tombstone(**stone)}
            job = Job(**rows)
        except (OSError, ValueError, TypeError, KeyError):
            continue  # killed while it was written: nothing was done yet
        whole = [*job.folder.split("/"), *([job.part] if job.part else [])]
        if words and whole[-len(words) :] == words:
            return job
    return None


def note(root: Path, job: Job) -> None:
    """Notes a takedown, for the owner's eyes only; what is known by now takes the place of what was."""
    file = _place(root, job)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    rows = asdict(job)
    rows["wanted"]["digests"] = sorted(job.wanted.digests)
    rows["stone"]["when"] = job.stone.when.isoformat()
    fresh = file.with_suffix(".neu")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    fresh.replace(file)


def forget(root: Path, job: Job) -> None:
    """Nothing is left, so the note goes as well."""
    _place(root, job).unlink(missing_ok=True)
    if not list((root / JOBS).glob("*.json")):
        for file in (root / JOBS).glob("*"):
            file.unlink()
        (root / JOBS).rmdir()


def _place(root: Path, job: Job) -> Path:
    return root / JOBS / f"{hashlib.sha256(f'{job.folder}/{job.part}'.encode()).hexdigest()[:16]}.json"
