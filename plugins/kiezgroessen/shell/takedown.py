"""`tasks.py takedown`: somebody says »take me off«, and nothing stays. Each step can be interrupted and done again."""

from __future__ import annotations

import datetime as dt
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ..check.traces import Trace
from ..dates import parse_day, today
from ..plan.gone import gone_folders
from ..problems import as_text
from ..read.tombstones import FOLDERS, Tombstone, check_number, is_it, load_tombstones
from ..write.lock import BusyError, held
from ..write.source import COPY
from . import takedown_made as made
from . import takedown_sources as sources
from . import takedown_told as told
from .exits import CONTENT, FAILED, OK, date_complaint
from .failures import hindrance
from .kit import settings_of
from .private import LISTS, keep
from .takedown_build import build_without, note_output
from .takedown_files import Unseen, deleted, read_sources
from .takedown_job import JOBS, PHOTO, Job, forget, note, noted
from .takedown_shared import forgotten
from .takedown_stone import renew_stone, set_stone
from .takedown_subject import PLACES, UnknownError, documents_of, photos_of, subject_of, wanted_for

_YES = ("j", "ja")


def main(
    what: str,
    *,
    yes: bool = False,
    date: str | None = None,
    root: Path | None = None,
    site_url: str | None = None,
    ask: Callable[[str], str] = input,
) -> int:
    """Takes down a folder, a photo or a consent; an exit code: 0 only when nothing is left.

    Shows first what will happen and asks, unless ``yes``. ``date`` is the day that is built for, ``site_url`` replaces
    the one of the settings. While nothing has been confirmed nothing is changed; what was begun is finished by the
    same command.
    """
    root = (root or Path.cwd()).resolve()
    if date and (complaint := date_complaint(date)):
        print(complaint)
        return FAILED
    try:
        with held(root / "output", "jemand herausgenommen"):
            return _main(what, date, root, site_url, None if yes else ask)
    except UnknownError as reason:
        print(reason)
        return FAILED
    except BusyError as reason:
        print(f"{reason} Es wurde nichts geändert.")
        return FAILED
    except OSError as reason:
        if (said := hindrance(reason, root)) is None:
            raise
        print(f"{said}\nWas begonnen ist, macht derselbe Befehl zu Ende.")
        return FAILED


def _main(what: str, date: str | None, root: Path, site_url: str | None, ask: Callable[[str], str] | None) -> int:
    _, workers, cache = settings_of(root)
    job = noted(root, what)
    if job is not None:
        print(f"»{job.what}« wird weiter herausgenommen.")
    elif (job := _new(what, date, root, cache, workers)) is None:
        return OK
    elif not _shown_and_agreed(job, root, workers, ask):
        print("Es wurde nichts geändert.")
        return FAILED
    started = time.perf_counter()
    note(root, job)
    # What goes with the folder cannot be looked at afterwards.
    unseen = [*_unseen(root), *_sources(root, job)]
    output = root / "output"
    made.perform(root, output, cache, job, workers=workers)
    built = build_without(root, output, cache, date=date, site_url=site_url)
    if not built.problems:
        made.notes_forgotten(output, cache)
    unseen += forgotten(root, job)
    mentions = sources.places(root, job)
    traces = _apart(made.left(root, output, cache, job, workers=workers), mentions, unseen)
    if (mentions or traces) and ask is not None:
        mentions, traces = _somebody_else(mentions, traces, ask)
    if built.problems:
        print(as_text(built.problems))
        print("\nDie Website konnte nicht neu gebaut werden: output/ bitte nicht hochladen.")
    left = bool(mentions or traces or unseen)
    if left:
        print(f"\n{told.remains(mentions, traces, unseen)}")
    elif not built.problems:
        _done(root, job, time.perf_counter() - started)
    if built.may_go:
        note_output(output, cache, _now())
    return CONTENT if built.problems else FAILED if left else OK


def _shown_and_agreed(job: Job, root: Path, workers: int, ask: Callable[[str], str] | None) -> bool:
    """Shows what will happen; nobody is asked where ``ask`` is ``None``."""
    edits = sources.edits(root, job)
    gone, shown = (told.relative(paths, root) for paths in made.private(root, job, workers=workers))
    copies = made.copies(root, _photos(root, job), job)
    print(told.plan(job, edits, sources.places(root, job, edits), gone, shown, copies, _unseen(root)))
    return ask is None or _agreed(ask, "\nJetzt herausnehmen? (ja oder nein) ")


def _done(root: Path, job: Job, seconds: float) -> None:
    """Nothing is left here: says so, and what there is to do elsewhere."""
    forget(root, job)
    stones = load_tombstones(root)[0]
    servers = gone_folders(stones) != gone_folders(one for one in stones if one != job.stone)
    renew_stone(root, job.stone, _now())
    name = f"herausgenommen-{job.stone.when:%Y-%m-%d-%H%M}.txt"
    saved = keep(root / LISTS / name, "\n".join(told.by_hand(job, named=False, servers=servers)) + "\n")
    print("\n".join(["", *told.by_hand(job, named=True, servers=servers)]))
    print(f"\nDiese Liste ohne Namen: {saved.relative_to(root).as_posix()}")
    took = f"{seconds:.1f}".replace(".", ",")
    print(f"Auf diesem Rechner ist nichts mehr da (durchsucht bis ins letzte Byte, {took} Sekunden).")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def _new(what: str, date: str | None, root: Path, cache: Path, workers: int) -> Job | None:
    """A takedown that begins; ``None`` where it was done before, which is said."""
    documents = documents_of(root, root / COPY, what)
    try:
        kind, slug, folder, part = subject = subject_of(what, root, root / COPY, documents)
    except UnknownError:
        if (stone := _stone_of(what, root)) is None:
            raise
        print(f"»{what}« wurde schon herausgenommen, am {stone.when:%d.%m.%Y}.")
        return None
    others = {one.slug for one in documents if FOLDERS.get(one.kind) == kind and one.slug != slug}
    check = check_number(kind, slug, others) if not part else ""
    day = (parse_day(date).first if date else today()).isoformat()
    job = Job(kind, slug, folder, part, wanted_for(subject, documents), Tombstone(kind, _now(), check), day)
    job = replace(job, partners=sources.partners(root, job) if job.whole else ())
    return made.known_by_look(root, cache, job, _photos(root, job), workers=workers)


def _photos(root: Path, job: Job) -> list[Path]:
    """The files of the photos that go or are not shown any more, and of those that were in their place."""
    places = {place: read_sources(place).photos_in(job.folder) for place in (root, root / COPY)}
    files = [place / job.folder / name for place, names in places.items() for name in names]
    if job.whole:
        return files
    own = [one for one in documents_of(root, root / COPY, job.slug) if one.folder == job.folder]
    names = {job.part} if job.kind == PHOTO else set(photos_of(own, job.kind, job.part).values())
    return [file for file in files if unicodedata.normalize("NFC", file.name) in names]


def _unseen(root: Path) -> list[Unseen]:
    """What is in the sources, or in the copy of the last good ones, and cannot be looked at."""
    copied = read_sources(root / COPY).unseen
    return [*read_sources(root).unseen, *(Unseen(f"{COPY}/{one.path}", one.why) for one in copied)]


def _stone_of(what: str, root: Path) -> Tombstone | None:
    slug = what.strip("/").rpartition("/")[2]
    stones = load_tombstones(root)[0]
    return next((stone for stone in stones for kind in PLACES if is_it(stone, kind, slug)), None)


def _sources(root: Path, job: Job) -> list[Unseen]:
    """The person first, then the stone: whoever is killed in between has at least taken them off.

    Says what could not be changed.
    """
    aside = root / JOBS / "weg"
    failed = sources.perform(root, job, aside=aside)
    failed += set_stone(root, job.stone)
    if (root / COPY).is_dir():
        # There is nothing in it but ordinary files, so that it can be built from; the program has made it.
        for one in read_sources(root / COPY).unseen:
            deleted(root / COPY / one.path)
        failed += (Unseen(f"{COPY}/{one.path}", one.why) for one in sources.perform(root / COPY, job, aside=aside))
    deleted(aside)
    return failed


def _apart(traces: Sequence[Trace], mentions: Sequence[sources.Place], unseen: Sequence[Unseen]) -> list[Trace]:
    """Without what the copy of the sources has because the sources have it: those lines are shown already."""
    shown = {f"{COPY}/{place.path}" for place in mentions} | {one.path for one in unseen}
    return [trace for trace in traces if trace.path not in shown]


def _somebody_else(
    mentions: list[sources.Place], traces: list[Trace], ask: Callable[[str], str]
) -> tuple[list[sources.Place], list[Trace]]:
    """What is left once the editor has said whether the lines mean somebody else: their words then count no more."""
    words = {place.word for place in mentions if place.line is not None}
    elsewhere = {place.word for place in mentions} | {trace.word for trace in traces}
    if not words or not elsewhere <= words:
        return mentions, traces
    lines = [f"  {line}" for line in told.said(mentions)]
    print("\n".join(["", "Diese Wörter stehen noch in Texten, die bleiben:", *lines]))
    if not _agreed(ask, "\nMeinen alle diese Stellen jemand anderen, sodass sie bleiben dürfen? (ja oder nein) "):
        return mentions, traces
    others = [place for place in mentions if place.word not in words]
    return others, [trace for trace in traces if trace.word not in words]


def _agreed(ask: Callable[[str], str], question: str) -> bool:
    try:
        return ask(question).strip().lower() in _YES
    except EOFError:
        return False
