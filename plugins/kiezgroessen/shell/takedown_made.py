"""What was made of somebody goes: kits, visit sheets, lists, the preview, what is left of killed builds, the store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from ..check.manifest import read_manifest
from ..check.traces import Finder, Trace, Wanted, search
from ..equipment import EXAMPLES
from ..make.handed import recover as recover_kits
from ..make.looks import alike, looks
from ..make.tables import clear
from ..plan.headers import TWINS
from ..plan.urls import STYLE
from ..read.opened import read_regular
from ..read.photos import PHOTO_BYTES
from ..write.manifest import MANIFEST
from ..write.source import COPY
from ..write.swap import recover, spare_of
from .build import PACKED, PAGES
from .live import STATE
from .manifest import forget_gone
from .private import APPLICATIONS, LISTS
from .serve import PREVIEW
from .settings import HOUSE
from .stamp import STAMPS
from .takedown_files import deleted, read_sources
from .takedown_job import CONSENT, JOBS, Job
from .visit import FOLDER as VISITS

KITS = "kits"
_PICTURES = "bilder"
_COMPONENTS = HOUSE / "theme/components"
_SUM = ".sum"
_MADE_LISTS = "nachfragen-"
"""How lists begin that `tasks.py due` makes anew at any time."""


def known_by_look(root: Path, cache: Path, job: Job, photos: Iterable[Path], *, workers: int) -> Job:
    """The job with what its photos look like, and the digests of all that was made of them. Taken before they go.

    A photo that lies in another folder, too, is left out: there it may have been agreed to.
    """
    digests, all_photos = {}, read_sources(root).photos
    for path in photos:
        data = read_regular(path, PHOTO_BYTES)
        if not _copies(root, path, job, all_photos):
            digests[hashlib.sha256(data).hexdigest()] = data
    starts = {digest[:16] for digest in digests}
    entries = _entries(cache)
    made = {file: digest for file, digest in entries if _shows(file, starts)}
    # Notes and the like are the same for everybody.
    shared = {digest for file, digest in entries if not _shows(file, starts)}
    pictures = [*digests.values(), *(file.read_bytes() for file in made if file.is_file())]
    seen = {look for look in looks(pictures, workers=workers) if look is not None}
    wanted = replace(job.wanted, digests=job.wanted.digests | frozenset(digests) | (frozenset(made.values()) - shared))
    return replace(job, wanted=wanted, photos=tuple(digests), looks=tuple(sorted({*job.looks, *seen})))


def copies(root: Path, photos: Iterable[Path], job: Job) -> list[str]:
    """Photos in other folders that are the same, byte for byte."""
    all_photos = read_sources(root).photos
    return sorted({path for photo in photos for path in _copies(root, photo, job, all_photos)})


def private(root: Path, job: Job, *, workers: int) -> tuple[list[Path], list[Path]]:
    """Kits, sheets, lists and letters with traces: those that are deleted, and those that are somebody else's."""
    folders = [root / name for name in (KITS, VISITS, LISTS, APPLICATIONS)]
    seen = search(folders, job.wanted, known=(), workers=workers)
    gone, shown = set(), set()
    for trace in seen.traces:
        path = Path(trace.path).relative_to(root)
        own = job.whole and any(_begins(path.stem, name) for name in job.wanted.names)
        if path.parts[0] in (KITS, VISITS):
            gone.add(root / Path(*path.parts[:2]))
        elif path.name.startswith(_MADE_LISTS) or (path.parts[0] == APPLICATIONS and own):
            gone.add(root / path)
        else:
            shown.add(root / path)
    kits = {job.slug, *(job.partners if job.whole else ())}
    gone |= {root / KITS / name for name in kits if (root / KITS / name).is_dir()}
    gone |= {kit for kit in (root / KITS).glob("[!.]*") if _shown_in(kit, {digest[:16] for digest in job.photos})}
    return sorted(gone), sorted(shown - gone)


def perform(root: Path, output: Path, cache: Path, job: Job, *, workers: int) -> None:
    """Deletes all that is made of the sources and can be made again, where somebody is in it."""
    recover(output)
    recover_kits(root / KITS)
    clear(cache)
    for left in (*_beside(root / PREVIEW), spare_of(output), cache / PAGES, root / STAMPS):
        deleted(left)
    for fresh in cache.glob("*/*/.new-*"):
        deleted(fresh)
    for path in private(root, job, workers=workers)[0]:
        deleted(path)
    for file, _ in _entries(cache):
        if _shows(file, {digest[:16] for digest in job.photos}):
            deleted(file)
            deleted(file.with_name(file.name + _SUM))


def notes_forgotten(output: Path, cache: Path) -> None:
    """Notes of what is online name files, and files are named after people.

    What was packed is forgotten by a build that packs; where this one did not, here.
    """
    if not (output / "index.html.gz").exists():
        deleted(cache / PACKED)
    (cache / STATE).unlink(missing_ok=True)
    forget_gone(cache, read_manifest((output / MANIFEST).read_text("utf-8")))


def left(root: Path, output: Path, cache: Path, job: Job, *, workers: int) -> list[Trace]:
    """Everything that is left anywhere in what was made, or lies in private; paths are relative to ``root``."""
    beside = [path for path in _beside(output) if path.is_dir()]
    inside = [path for path in cache.iterdir() if path != root / JOBS] if cache.is_dir() else []
    folders = [*beside, *inside, *(root / name for name in (KITS, VISITS, LISTS, APPLICATIONS))]
    starts = {digest[:16] for digest in job.photos}
    known = {digest for file, digest in _entries(cache) if not _shows(file, starts)}
    copy, examples = root / COPY, _examples()
    seen = search(folders, job.wanted, known=known, workers=workers)
    found = [trace for trace in seen.traces if trace.word or trace.unread or not Path(trace.path).is_relative_to(copy)]
    if job.kind == CONSENT:
        # The photo stays on file with all that is said of it, and so it does in the copy.
        found = [trace for trace in found if not Path(trace.path).is_relative_to(copy / job.folder)]
    # The examples of the style guide are invented; somebody may have the same name as one of them.
    style = _style_guide(output, cache) | set((cache / EXAMPLES).glob("*/*"))
    found = [
        trace
        for trace in found
        if Path(trace.path) not in style or not Finder.of(Wanted((trace.word,))).in_text(examples)
    ]
    if job.looks:
        pictures = [one for one in seen.pictures if not Path(one[0]).is_relative_to(copy)]
        seen_looks = looks([data for _, _, data in pictures], workers=workers)
        found += [
            Trace(path, inside, "")
            for (path, inside, _), look in zip(pictures, seen_looks, strict=True)
            if alike(look, job.looks)
        ]
    return [replace(trace, path=_shown(trace.path, root)) for trace in found]


def _style_guide(output: Path, cache: Path) -> set[Path]:
    """The files of the style guide: its page, the packed twins beside it, and where those are kept."""
    page = output / STYLE / "index.html"
    packed = [twin for end, _ in TWINS if (twin := page.with_name(f"{page.name}{end}")).exists()]
    bytes_of = {twin.read_bytes() for twin in packed}
    sizes = {len(data) for data in bytes_of}
    kept = (file for file in (cache / PACKED).glob("*/*") if file.is_file() and file.stat().st_size in sizes)
    return {page, *packed, *(file for file in kept if file.read_bytes() in bytes_of)}


def _beside(folder: Path) -> list[Path]:
    """A folder, and what may be left of builds that were killed."""
    return [path for start in ("", ".") for path in folder.parent.glob(f"{start}{folder.name}*")]


def _examples() -> str:
    """All words of the examples that the style guide is made from."""
    return "\n".join(file.read_text("utf-8") for file in sorted(_COMPONENTS.glob("*/examples.yaml")))


def _shown(path: str, root: Path) -> str:
    return Path(path).relative_to(root).as_posix() if Path(path).is_relative_to(root) else path


def _entries(cache: Path) -> list[tuple[Path, str]]:
    """The files of the store for pictures, sheets and archives, each with its digest as it was stored."""
    found = []
    for note in (cache / _PICTURES).glob(f"*/*{_SUM}"):
        words = note.read_text("ascii", "replace").split()
        found.append((note.with_name(note.name.removesuffix(_SUM)), words[0] if words else ""))
    return found


def _shows(file: Path, starts: set[str]) -> bool:
    """Whether a photo is in an entry of the store, which says so in its name (`make.run.keys_of`)."""
    key = file.parent.name + file.name
    return any(start in key for start in starts)


def _shown_in(kit: Path, starts: set[str]) -> bool:
    """Whether a kit says that one of these photos is in it (`make.handed`)."""
    try:
        noted = json.loads((kit / ".fotos.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(noted, list) and any(str(one)[:16] in starts for one in noted)


def _copies(root: Path, photo: Path, job: Job, all_photos: Iterable[str]) -> list[str]:
    """Read only where the size is the same: the photos of a whole Kiez are gigabytes."""
    own = photo.relative_to(root / COPY if photo.is_relative_to(root / COPY) else root).as_posix()
    size, data = photo.stat().st_size, b""
    found = []
    for path in all_photos:
        if path == own or (job.whole and path.startswith(f"{job.folder}/")) or (root / path).stat().st_size != size:
            continue
        data = data or read_regular(photo, PHOTO_BYTES)
        if read_regular(root / path, PHOTO_BYTES) == data:
            found.append(path)
    return found


def _begins(stem: str, slug: str) -> bool:
    """Whether a letter is named after the folder: ``2026-11-22-mavi``, ``2026-11-22-mavi-2``."""
    name = stem[11:] if stem[:10].replace("-", "").isdigit() else stem
    return name == slug or (name.startswith(f"{slug}-") and name[len(slug) + 1 :].isdigit())
