"""Files → the Kiez on one day: the stages read, model and link, one after the other."""

from __future__ import annotations

import datetime as dt
import time
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, overload

from .languages import LANGUAGES
from .link.kiez import Kiez
from .link.link import link
from .link.relink import relinked
from .model.entry import Translated
from .model.validate import Context, Model, context_of, model_of
from .problems import Problem, has_errors
from .read.document import Document
from .read.load import impostors, load
from .read.photos import Photo
from .read.tombstones import Tombstone, load_tombstones, returned
from .read.tree import Tree, is_same, scan
from .subjects import Subjects, by_subject, on_disk


class Documents(Sequence[Document]):
    """All documents below ``root``, read when somebody asks for one: most builds get on without."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @cached_property
    def _all(self) -> tuple[Document, ...]:
        return tuple(load(self._root, languages=tuple(LANGUAGES))[0])

    @overload
    def __getitem__(self, index: int) -> Document: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Document]: ...

    def __getitem__(self, index: int | slice) -> Document | Sequence[Document]:
        return self._all[index]

    def __len__(self) -> int:
        return len(self._all)


@dataclass(frozen=True, slots=True)
class Typed:
    """What making pages needs of the texts as they were typed.

    ``characters`` are all that may be shown; ``doubtful`` are texts that have to be tried, and that no build has made
    pages of yet.
    """

    characters: str
    doubtful: tuple[Document, ...]


class Linked(NamedTuple):
    """What was linked, and what came of it."""

    model: Model
    photos: Mapping[str, Photo | str]
    kiez: Kiez | None
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read on one day: the Kiez (``None`` where there are errors) and the documents it came from.

    ``tombstones`` say who was taken down.
    """

    kiez: Kiez | None
    documents: Sequence[Document]
    problems: tuple[Problem, ...]
    tombstones: tuple[Tombstone, ...]
    typed: Typed
    tree: Tree
    linked: Linked


def read(
    root: Path,
    date: dt.date,
    subjects: Subjects | None = None,
    *,
    workers: int = 1,
    last: Reading | None = None,
    changed: Collection[str] | None = None,
) -> Reading:
    """Reads, validates and links everything below ``root`` for one day, in at most ``workers`` processes.

    ``subjects`` remembers what need not be read again. With ``last``, whoever watches the disk knows that only those
    files ``changed`` may not be what they were then; there may be others now, and some may have gone.
    """
    subjects, began = subjects or Subjects(), time.time_ns()
    subjects.begin()
    if last and not (changed and is_same(last.tree, changed)):
        last = changed = None
    tree, problems = (last.tree, []) if last else scan(root, tuple(LANGUAGES))
    stones, more = load_tombstones(root)
    problems += more
    keys = list(by_subject(tree))
    kiez = subjects.read(
        tree, [key for key in keys if key[0] == "kiez"], Context(), began=began, workers=1, changed=changed
    )
    programme = next((one.found[0] for one in kiez.values()), None)
    others = [key for key in keys if key[0] != "kiez"]
    every = kiez | subjects.read(tree, others, context_of(programme), began=began, workers=workers, changed=changed)
    problems += [problem for one in every.values() for problem in one.found[1]]
    named = {path for one in every.values() for path in one.named}
    problems += impostors(tree, named)
    readable = {key for key, one in every.items() if one.readable}
    texts = [text for text in tree.texts.values() if (text.kind, text.slug) in readable]
    problems += returned(texts, stones)
    mentioned = {pair for problem in problems if (pair := _subject(problem.path)) and pair not in readable}
    found: dict[str, dict[str, Translated[Any]]] = {}
    for (kind, slug), one in every.items():
        if one.found[0] is not None:
            found.setdefault(kind, {})[slug] = one.found[0]
    model, more = model_of(found, readable | mentioned)
    problems += more
    there = {
        f"{folder}/{unicodedata.normalize('NFC', name)}" for folder, names in tree.photos.items() for name in names
    }
    if last and last.linked.photos.keys() == named & there:
        photos = last.linked.photos
        subjects.still_there(photos)
    else:
        photos = subjects.photos({path: on_disk(root / path) for path in sorted(named & there)}, began=began)
    linked = _linked(model, photos, date, last)
    problems += linked.problems
    doubtful = tuple(document for one in every.values() for document in one.doubtful)
    characters = "".join(sorted(set().union(*(one.characters for one in every.values()))))
    kiez_now = None if has_errors(problems) else linked.kiez
    return Reading(kiez_now, Documents(root), tuple(problems), stones, Typed(characters, doubtful), tree, linked)


def _linked(model: Model, photos: Mapping[str, Photo | str], date: dt.date, last: Reading | None) -> Linked:
    before = last.linked if last else None
    if before and before.kiez and before.kiez.date == date and before.photos is photos:
        again = relinked(before.kiez, before.model, model)
        if again is not None:
            return Linked(model, photos, again, before.problems)
    return Linked(model, photos, *link(model, photos, date))


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
