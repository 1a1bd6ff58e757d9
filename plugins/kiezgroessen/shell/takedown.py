"""`tasks.py takedown`: somebody says »take me off«, and nothing stays. Each step can be interrupted and done again."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ..check.traces import Trace
from ..dates import parse_day, today
from ..problems import ContentError, Problem, as_text
from ..read.names import PHOTO_ENDINGS
from ..read.tombstones import FOLDERS, Tombstone, check_number, is_it, load_tombstones
from ..write.lock import BusyError, held
from ..write.source import COPY, keep_source
from . import takedown_made as made
from . import takedown_sources as sources
from . import takedown_told as told
from .build import build
from .exits import CONTENT, FAILED, OK, date_complaint
from .failures import hindrance
from .kit import settings_of
from .plugin import ONLY_USED
from .private import LISTS, keep
from .takedown_job import JOBS, PHOTO, Job, forget, note, noted
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
    _sources(root, job)
    output = root / "output"
    made.perform(root, output, cache, job, workers=workers)
    problems = _built(root, output, cache, date, site_url)
    if problems is None:
        made.notes_forgotten(output, cache)
    mentions = sources.places(root, job)
    traces = _apart(made.left(root, output, cache, job, workers=workers), mentions)
    if (mentions or traces) and ask is not None:
        mentions, traces = _somebody_else(mentions, traces, ask)
    if problems is not None:
        print(as_text(problems))
        print("\nDie Website konnte nicht neu gebaut werden: output/ bitte nicht hochladen.")
    if mentions or traces:
        print(f"\n{told.remains(mentions, traces)}")
    if problems is not None or mentions or traces:
        return FAILED if problems is None else CONTENT
    _done(root, job, time.perf_counter() - started)
    return OK


def _shown_and_agreed(job: Job, root: Path, workers: int, ask: Callable[[str], str] | None) -> bool:
    """Shows what will happen; nobody is asked where ``ask`` is ``None``."""
    edits = sources.edits(root, job)
    gone, shown = (told.relative(paths, root) for paths in made.private(root, job, workers=workers))
    copies = made.copies(root, _photos(root, job), job)
    print(told.plan(job, edits, sources.places(root, job, edits), gone, shown, copies))
    return ask is None or _agreed(ask, "\nJetzt herausnehmen? (ja oder nein) ")


def _done(root: Path, job: Job, seconds: float) -> None:
    """Nothing is left here: says so, and what there is to do elsewhere."""
    forget(root, job)
    renew_stone(root, job.stone, _now())
    name = f"herausgenommen-{job.stone.when:%Y-%m-%d-%H%M}.txt"
    saved = keep(root / LISTS / name, "\n".join(told.by_hand(job, named=False)) + "\n")
    print("\n".join(["", *told.by_hand(job, named=True)]))
    print(f"\nDiese Liste ohne Namen: {saved.relative_to(root).as_posix()}")
    took = f"{seconds:.1f}".replace(".", ",")
    print(f"Auf diesem Rechner ist nichts mehr da (durchsucht bis ins letzte Byte, {took} Sekunden).")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def _new(what: str, date: str | None, root: Path, cache: Path, workers: int) -> Job | None:
    """A takedown that begins; ``None`` where it was done before, which is said."""
    documents = documents_of(root, root / COPY)
    try:
        kind, slug, folder, part = subject = subject_of(what, root, documents)
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
    """The files of the photos that go or are not shown any more."""
    beside = sorted((root / job.folder).iterdir())
    files = [one for one in beside if one.name.lower().endswith(PHOTO_ENDINGS) and _is_ordinary(one)]
    if job.whole:
        return files
    own = [one for one in documents_of(root, root / COPY) if one.folder == job.folder]
    names = {job.part} if job.kind == PHOTO else set(photos_of(own, job.kind, job.part).values())
    return [file for file in files if unicodedata.normalize("NFC", file.name) in names]


def _is_ordinary(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def _stone_of(what: str, root: Path) -> Tombstone | None:
    slug = what.strip("/").rpartition("/")[2]
    stones = load_tombstones(root)[0]
    return next((stone for stone in stones for kind in PLACES if is_it(stone, kind, slug)), None)


def _sources(root: Path, job: Job) -> None:
    """The person first, then the stone: whoever is killed in between has at least taken them off."""
    aside = root / JOBS / "weg"
    sources.perform(root, job, aside=aside)
    set_stone(root, job.stone)
    if (root / COPY).is_dir():
        sources.perform(root / COPY, job, aside=aside)
    shutil.rmtree(aside)


def _built(root: Path, output: Path, cache: Path, date: str | None, site_url: str | None) -> list[Problem] | None:
    """Builds; where other texts have errors, from the last good source, which is without the person by now.

    ``None`` when it is done, else the errors.
    """
    conf, overrides = _as_before(root, output)
    overrides |= {"KIEZ_CACHE": str(cache), ONLY_USED: True}
    if date:
        overrides["KIEZ_DATE"] = date
    if site_url:
        overrides |= {"SITEURL": site_url, "FEED_DOMAIN": site_url}
    since = time.time_ns()
    try:
        build(root, output, conf, overrides)
    except ContentError as fault:
        copy = root / COPY
        if not copy.is_dir():
            return list(fault.problems)
        try:
            build(root, output, conf, overrides | {"KIEZ_ROOT": str(copy), "PATH": str(copy / "content")})
        except ContentError as again:
            return [*fault.problems, *again.problems]
        print(f"\n{as_text(fault.problems)}\n", file=sys.stderr)
        print(
            "Diese Fehler standen im Weg. Gebaut wurde deshalb aus dem letzten guten Stand, ohne das Herausgenommene."
        )
        return None
    keep_source(root, root / COPY, since=since)
    return None


def _as_before(root: Path, output: Path) -> tuple[str, dict[str, object]]:
    """The settings that the output was made with: nobody waits for sheets that it never had.

    Told by its address and by what is in it; without an output those for publishing.
    """
    robots = output / "robots.txt"
    if not robots.is_file():
        return "publishconf.py", {}
    line = next((line for line in robots.read_text("utf-8").splitlines() if line.startswith("Sitemap:")), "")
    before = line.partition(":")[2].strip().rpartition("/")[0]
    kits = {"KIEZ_KITS": any(output.glob("**/material/*.zip"))}
    if before in ("", settings_of(root)[0]):
        return "publishconf.py", {**kits}
    return "pelicanconf.py", {**kits, "SITEURL": before, "FEED_DOMAIN": before}


def _apart(traces: Sequence[Trace], mentions: Sequence[sources.Place]) -> list[Trace]:
    """Without what the copy of the sources has because the sources have it: those lines are shown already."""
    shown = {f"{COPY}/{place.path}" for place in mentions}
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
