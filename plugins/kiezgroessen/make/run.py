"""Pictures and share images as jobs: what the store has appears in the output at once, the rest is made.

Nothing here imports Pillow's decoders: a build that has nothing to make does not load them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import __version__ as pillow

from .. import pool
from ..disk import FULL
from ..plan.media import Cut, MediaPlan, PicturePlan, Variant
from ..plan.share import SharePlan
from ..problems import Problem, error
from ..read.photos import LOST, UnusablePhotoError
from .crew import Crew, Order, fulfil
from .jobs import Answer, Expected, Job, Photos, Room
from .names import names_key
from .store import Store, installed, key_of

_BATCH = 16
"""Share images per job: opening the fonts costs as much as drawing one image."""
_DECODING, _AVIF, _JPEG, _DRAWING = 0.015, 0.25, 0.03, 0.06
"""Roughly the seconds that a megapixel or a share image takes, to begin with the biggest."""


@dataclass(frozen=True, slots=True)
class _Pictures:
    plan: PicturePlan
    missing: tuple[tuple[str, Variant], ...]


@dataclass(frozen=True, slots=True)
class _Shares:
    missing: tuple[tuple[str, SharePlan], ...]


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
        from PIL import features  # noqa: PLC0415 - see the module's docstring

        room = Path(__file__).parent
        names = ("column.py", "lines.py", "share.py", "typeset.py", "../plan/share.py", "../read/letters.py")
        code = [room / name for name in names]
        drawing = [*code, *sorted(path for path in fonts.rglob("*") if path.is_file())]
        pictures = _digest([room / "pictures.py", room / "../read/photos.py"], pillow, installed("pillow-heif"))
        shaping = str(features.check("raqm"))
        return cls(pictures, _digest(drawing, pictures, names_key(fonts), shaping))


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
    crew: Crew | None = None,
    root: Path | None = None,
) -> list[Problem]:
    """Let every file of the plans appear below ``folder_out``; the problems name photos relative to ``root``."""
    order = order_pictures(plans, fonts=fonts, root=root)
    return fulfil([order], store=store, folder_out=folder_out, crew=crew or Crew())


def order_pictures(plans: Iterable[MediaPlan], *, fonts: Path, root: Path | None = None) -> Order:
    """The order for all pictures and share images, whatever the order of the plans."""
    tools = Tools.here(fonts)
    wanted = {plan.name if isinstance(plan, SharePlan) else plan.variants[0].name: plan for plan in plans}
    files = [(plan, keys_of(plan, tools)) for _, plan in sorted(wanted.items())]
    return Order(
        files=tuple(entry for _, entries in files for entry in entries),
        expected={key: one for plan, entries in files for (_, key), one in zip(entries, _expected(plan), strict=True)},
        jobs=lambda missing, _workers: list(_jobs(files, missing, Room(fonts=fonts))),
        told=lambda found: [replace(one, path=_shown(one.path, root)) for one in found],
    )


def _expected(plan: MediaPlan) -> list[Expected]:
    if isinstance(plan, SharePlan):
        return [Expected("jpg", plan.format.width, plan.format.height)]
    return [Expected(variant.format, variant.width, variant.height) for variant in plan.variants]


def _jobs(
    files: Iterable[tuple[MediaPlan, list[tuple[str, str]]]], missing: Collection[str], room: Room
) -> Iterator[Job]:
    shares: list[tuple[str, SharePlan]] = []
    for plan, entries in files:
        if isinstance(plan, SharePlan):
            shares += [(key, plan) for _, key in entries if key in missing]
            continue
        variants = zip(entries, plan.variants, strict=True)
        wanted = tuple((key, variant) for (_, key), variant in variants if key in missing)
        if wanted:
            yield _job_of(_Pictures(plan, wanted), room)
    for one in _share_jobs(shares):
        parts = [_job_of(_Shares((each,)), room) for each in one.missing]
        yield replace(_job_of(one, room), parts=tuple(parts) if len(parts) > 1 else ())


def _job_of(what: _Pictures | _Shares, room: Room) -> Job:
    if isinstance(what, _Pictures):
        cut = what.plan.cut
        seconds = _DECODING * cut.size[0] * cut.size[1] / 1e6
        seconds += sum(
            (_AVIF if one.format == "avif" else _JPEG) * one.width * one.height / 1e6 for _, one in what.missing
        )
        makes = {key: Expected(one.format, one.width, one.height) for key, one in what.missing}
        return Job(work, what, room, makes, (cut,), seconds, pool.LIMITS, lost)
    cuts = tuple(dict.fromkeys(plan.portrait for _, plan in what.missing if plan.portrait))
    seconds = _DRAWING * len(what.missing) + sum(_DECODING * cut.size[0] * cut.size[1] / 1e6 for cut in cuts)
    makes = {key: _expected(plan)[0] for key, plan in what.missing}
    return Job(work, what, room, makes, cuts, seconds, pool.LIMITS, lost)


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


def work(what: _Pictures | _Shares, room: Room, photos: Photos) -> Answer:
    """Makes what is missing. Runs in any process; says which photos cannot be used.

    Raises `OSError` where it is not the photo's fault.
    """
    return _drawn(what, room, photos) if isinstance(what, _Shares) else _developed(what, photos)


def lost(what: _Pictures | _Shares, cause: pool.Cause) -> tuple[Problem, ...]:
    """What is said where a process has died of it."""
    if isinstance(what, _Pictures):
        return (_complaint(what.plan.cut.path, LOST[cause]),)
    return tuple(_complaint(_blamed(plan), LOST[cause]) for _, plan in what.missing)


def _developed(what: _Pictures, photos: Photos) -> Answer:
    from .pictures import make_variants  # noqa: PLC0415 - see the module's docstring

    try:
        made = make_variants(what.plan, [variant for _, variant in what.missing], photos)
    except UnusablePhotoError as reason:
        return Answer(problems=(_complaint(what.plan.cut.path, str(reason)),))
    except OSError as reason:
        return Answer(problems=(_complaint(what.plan.cut.path, unworked(reason)),))
    return Answer(tuple((key, data) for (key, _), data in zip(what.missing, made, strict=True)))


def _drawn(what: _Shares, room: Room, photos: Photos) -> Answer:
    from .share import Studio  # noqa: PLC0415 - see the module's docstring

    studio = Studio(room.fonts, photos)
    made: list[tuple[str, bytes]] = []
    problems: list[Problem] = []
    for key, plan in what.missing:
        try:
            made.append((key, studio.made(plan)))
        except UnusablePhotoError as reason:
            problems.append(_complaint(_blamed(plan), str(reason)))
        except OSError as reason:
            problems.append(_complaint(_blamed(plan), unworked(reason)))
    return Answer(tuple(made), tuple(problems))


def _complaint(path: str, why: str) -> Problem:
    return error(path, None, f"Das Foto {why}.")


def _blamed(plan: SharePlan) -> str:
    return plan.portrait.path if plan.portrait else plan.name


def unworked(reason: OSError) -> str:
    """What is said of a photo that could not be worked. Raises ``reason`` where it has nothing to do with the photo."""
    if reason.errno in FULL:
        raise reason
    return f"konnte nicht verarbeitet werden ({reason.strerror})"


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
