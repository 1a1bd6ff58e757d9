"""Perform media plans: what the store has appears in the output at once, the rest is made, in parallel if need be.

Nothing here imports Pillow's decoders: a build that has nothing to make does not load them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

from PIL import __version__ as pillow

from .. import pool
from ..disk import FULL
from ..plan.media import Cut, MediaPlan, PicturePlan, Variant
from ..plan.share import SharePlan
from ..problems import Problem, error, in_order
from ..read.photos import LOST, UnusablePhotoError
from .store import Store, key_of

_BATCH = 16
"""Share images per job: opening the fonts costs as much as drawing one image."""


@dataclass(frozen=True, slots=True)
class _Pictures:
    plan: PicturePlan
    missing: tuple[tuple[str, Variant], ...]


@dataclass(frozen=True, slots=True)
class _Shares:
    missing: tuple[tuple[str, SharePlan], ...]


_Job: TypeAlias = "_Pictures | _Shares"
_Failure: TypeAlias = tuple[str, str]
"""Path of the photo and why it cannot be used, in German."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the bytes depend on beside the plan: Pillow with its encoders, the fonts, and the code that draws.

    The code is part of it so that nobody has to remember to raise a number; changing it makes all pictures anew.
    """

    pictures: str
    shares: str

    @classmethod
    def here(cls, fonts: Path) -> Tools:
        """As installed, with the fonts below a folder."""
        room = Path(__file__).parent
        names = ("column.py", "lines.py", "share.py", "typeset.py", "../plan/share.py", "../read/letters.py")
        code = [room / name for name in names]
        drawing = [*code, *sorted(path for path in fonts.rglob("*") if path.is_file())]
        pictures = _digest([room / "pictures.py"], pillow)
        return cls(pictures, _digest(drawing, pictures))


def keys_of(plan: MediaPlan, tools: Tools) -> list[tuple[str, str]]:
    """(file name below the output folder, key in the store) of everything that a plan makes.

    A key begins with the photo that can be seen (16 digits of its digest) and whereon, ``bild`` or ``teilen``, so that
    all that shows somebody can be found again; a share image without a photo says ``text``.
    """
    if isinstance(plan, SharePlan):
        key = key_of("share", plan.shows, tools.shares)
        return [(plan.name, f"{plan.portrait.digest[:16]}-teilen-{key}" if plan.portrait else f"{key[:16]}-text-{key}")]
    cut = plan.cut
    # A width comes out of the next wider one, so all belong to the key; the photo's place does not.
    ladder = sorted({variant.width for variant in plan.variants})
    base = key_of(cut.digest, cut.turn, cut.box, cut.tone, ladder, plan.encoding, tools.pictures)
    return [
        (v.name, f"{cut.digest[:16]}-bild-{key_of('picture', base, v.format, v.width, v.height)}")
        for v in plan.variants
    ]


def perform(
    plans: Iterable[MediaPlan],
    *,
    store: Store,
    folder_out: Path,
    fonts: Path,
    workers: int = 1,
    executor: Executor | None = None,
    root: Path | None = None,
) -> list[Problem]:
    """Let every file of the plans appear below ``folder_out``; the problems name photos relative to ``root``.

    Jobs run in at most ``workers`` processes of their own, within limits; one that dies costs its photo and nothing
    else. With ``executor`` they go there instead, without limits, and it stays open. The result does not depend on the
    order of plans, nor on who did what.
    """
    tools = Tools.here(fonts)
    wanted = {plan.name if isinstance(plan, SharePlan) else plan.variants[0].name: plan for plan in plans}
    files = [(plan, keys_of(plan, tools)) for _, plan in sorted(wanted.items())]
    missing = {key for _, entries in files for _, key in entries if not store.has(key)}
    failures = _done(list(_jobs(files, missing)), store, fonts, workers, executor)
    for _, entries in files:
        for name, key in entries:
            if key not in missing or store.has(key):
                store.place(key, folder_out / name)
    return in_order(error(_shown(path, root), None, f"Das Foto {reason}.") for path, reason in failures)


def _jobs(files: Iterable[tuple[MediaPlan, list[tuple[str, str]]]], missing: Collection[str]) -> Iterator[_Job]:
    shares: list[tuple[str, SharePlan]] = []
    for plan, entries in files:
        if isinstance(plan, SharePlan):
            shares += [(key, plan) for _, key in entries if key in missing]
            continue
        variants = zip(entries, plan.variants, strict=True)
        wanted = tuple((key, variant) for (_, key), variant in variants if key in missing)
        if wanted:
            yield _Pictures(plan, wanted)
    yield from _share_jobs(shares)


def _share_jobs(shares: Iterable[tuple[str, SharePlan]]) -> Iterator[_Shares]:
    """All that show one photo together, so that it is developed once; those without in batches."""
    by_photo: dict[Cut | None, list[tuple[str, SharePlan]]] = {}
    for key, plan in shares:
        by_photo.setdefault(plan.portrait, []).append((key, plan))
    batch: list[tuple[str, SharePlan]] = []
    for together in by_photo.values():
        batch += together
        while len(batch) >= _BATCH and together[0][1].portrait is None:
            yield _Shares(tuple(batch[:_BATCH]))
            batch = batch[_BATCH:]
        if len(batch) >= _BATCH:
            yield _Shares(tuple(batch))
            batch = []
    if batch:
        yield _Shares(tuple(batch))


def _done(jobs: Sequence[_Job], store: Store, fonts: Path, workers: int, executor: Executor | None) -> list[_Failure]:
    if executor is None:
        return _apart(jobs, store, fonts, workers)
    failures: list[_Failure] = []
    broken: list[_Job] = []
    running: list[tuple[_Job, Future[list[_Failure]]]] = []
    for job in jobs:
        try:
            running.append((job, executor.submit(work, job, store, fonts)))
        except BrokenExecutor:
            broken.append(job)
    for job, future in running:
        try:
            failures += future.result()
        except BrokenExecutor:
            broken.append(job)
    return failures + _apart(broken, store, fonts, workers)


def _apart(jobs: Sequence[_Job], store: Store, fonts: Path, workers: int) -> list[_Failure]:
    """Each job in a process that may die of it."""
    failures: list[_Failure] = []
    again: list[_Job] = []
    results = pool.run(partial(work, store=store, fonts=fonts), jobs, workers=workers, limits=pool.LIMITS)
    for job, result in zip(jobs, results, strict=True):
        if not isinstance(result, pool.Lost):
            failures += result
        elif isinstance(job, _Shares) and len(job.missing) > 1:
            # One of them was to blame; the others are innocent.
            again += [_Shares((each,)) for each in job.missing]
        else:
            failures += [(path, LOST[result.cause]) for path in _photos(job)]
    return failures + (_apart(again, store, fonts, workers) if again else [])


def work(job: _Job, store: Store, fonts: Path) -> list[_Failure]:
    """Make what is missing and put it into the store. Runs in any process; says which photos cannot be used.

    Raises `OSError` where it is not the photo's fault: the store cannot be written.
    """
    return _drawn(job, store, fonts) if isinstance(job, _Shares) else _developed(job, store)


def _developed(job: _Pictures, store: Store) -> list[_Failure]:
    from .pictures import make_variants  # noqa: PLC0415 - see the module's docstring

    try:
        made = make_variants(job.plan, [variant for _, variant in job.missing])
    except UnusablePhotoError as reason:
        return [(job.plan.cut.path, str(reason))]
    except OSError as reason:
        return [(job.plan.cut.path, unworked(reason))]
    for (key, _), data in zip(job.missing, made, strict=True):
        store.put(key, data)
    return []


def _drawn(job: _Shares, store: Store, fonts: Path) -> list[_Failure]:
    from .share import Studio  # noqa: PLC0415 - see the module's docstring

    studio = Studio(fonts)
    failures: list[_Failure] = []
    for key, plan in job.missing:
        blamed = plan.portrait.path if plan.portrait else plan.name
        try:
            data = studio.made(plan)
        except UnusablePhotoError as reason:
            failures.append((blamed, str(reason)))
        except OSError as reason:
            failures.append((blamed, unworked(reason)))
        else:
            store.put(key, data)
    return failures


def unworked(reason: OSError) -> str:
    """What is said of a photo that could not be worked. Raises ``reason`` where it has nothing to do with the photo."""
    if reason.errno in FULL:
        raise reason
    return f"konnte nicht verarbeitet werden ({reason.strerror})"


def _photos(job: _Job) -> list[str]:
    if isinstance(job, _Pictures):
        return [job.plan.cut.path]
    return [plan.portrait.path if plan.portrait else plan.name for _, plan in job.missing]


def _shown(path: str, root: Path | None) -> str:
    if root is not None and Path(path).is_relative_to(root.absolute()):
        return Path(path).relative_to(root.absolute()).as_posix()
    return path


def _digest(files: Iterable[Path], *more: str) -> str:
    total = hashlib.sha256(repr(more).encode())
    for path in files:
        total.update(path.name.encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
