"""Files → the Kiez on one day: the stages read, model and link, one after the other."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from .languages import LANGUAGES
from .link.kiez import Kiez
from .link.link import link
from .model.validate import build
from .problems import Problem, has_errors
from .read.document import Document
from .read.load import load
from .read.photos import Photo
from .read.probes import probe_all
from .read.tombstones import Tombstone, load_tombstones, returned


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read on one day: the Kiez (``None`` where there are errors) and the documents it came from.

    ``tombstones`` say who was taken down.
    """

    kiez: Kiez | None
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    tombstones: tuple[Tombstone, ...] = ()


def read(root: Path, date: dt.date) -> Reading:
    """Reads, validates and links everything below ``root`` for one day."""
    documents, problems = load(root, languages=tuple(LANGUAGES))
    stones, more = load_tombstones(root)
    problems += [*more, *returned(documents, stones)]
    readable = {(document.kind, document.slug) for document in documents}
    mentioned = [pair for problem in problems if (pair := _subject(problem.path)) and pair not in readable]
    model, more = build(documents, mentioned)
    problems += more
    kiez, more = link(model, _photos(root, documents), date)
    problems += more
    return Reading(None if has_errors(problems) else kiez, tuple(documents), tuple(problems), stones)


_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "profiles/betriebe": "business",
        "profiles/aktionen": "action",
        "profiles/einrichtungen": "institution",
        "content/kampagnen": "campaign",
        "content/meldungen": "news",
        "content/seiten": "page",
    }
)


def _subject(path: str) -> tuple[str, str] | None:
    """What a file that could not be read would have been, so that references to it are not reported as well."""
    if path == "content/kiez.yaml":
        return "kiez", ""
    parts = path.split("/")
    kind = _KINDS.get("/".join(parts[:2]))
    return (kind, parts[2].split(".")[0]) if kind and len(parts) > 2 else None


def _photos(root: Path, documents: Sequence[Document]) -> dict[str, Photo | str]:
    """Every photo that a header names and that is there."""
    named: dict[str, Path] = {}
    for document in documents:
        for entry in document.header.values.get("fotos") or ():
            typed = entry.get("datei") if isinstance(entry, dict) else None
            name = unicodedata.normalize("NFC", typed) if isinstance(typed, str) else ""
            path = f"{document.folder}/{name}"
            if name in document.beside and path not in named:
                named[path] = _on_disk(root / path)
    answers = probe_all(named.values())
    return {path: answers[file][0] or answers[file][1] or "" for path, file in named.items()}


def _on_disk(path: Path) -> Path:
    """The file of that name; an archive made on a Mac may spell ü as u and two dots, which looks the same."""
    if path.exists():
        return path
    same = (file for file in path.parent.iterdir() if unicodedata.normalize("NFC", file.name) == path.name)
    return next(same, path)
