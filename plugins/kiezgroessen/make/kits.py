"""Sheets and QR codes as jobs: what the store has appears in the output at once, the rest is set, a business per job.

Nothing here loads the typesetter: a build that has nothing to set does not pay for it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from .. import pool
from ..plan.prints import PrintFile, PrintPlan
from ..problems import Problem, Severity, error, in_order
from ..read.photos import UnusablePhotoError
from .codes import too_long
from .crew import Crew, Order, fulfil
from .jobs import Answer, Expected, Job, Photos, Room
from .shop import Shop, keys_of_print

LIMITS = pool.Limits(processor=120.0, wall=900.0, memory=2_000_000_000)
"""For a job. 300 wish cards take 10 seconds and almost 900 MB (measured), twice as many twice as much; a photo, which
was opened before to look at it, comes near none of it."""
_SECONDS = 0.12
"""Roughly what a file of a sheet takes, to begin with the biggest jobs."""
_TOGETHER = 8
"""Kits at most that are one job because they show the same photo: what is set is remembered until the job is done."""
_LOST: Mapping[pool.Cause, str] = MappingProxyType(
    {
        "time": "Es hat zu lange gedauert",
        "memory": "Der Arbeitsspeicher hat nicht gereicht",
        "death": "Das Satzprogramm wurde unterwegs beendet",
    }
)

_Sheet: TypeAlias = tuple[PrintPlan, tuple[tuple[str, PrintFile], ...], str]
"""A plan, its missing files with their keys, and the key of the findings."""


def perform_prints(
    plans: Iterable[PrintPlan], *, shop: Shop, folder_out: Path, crew: Crew | None = None
) -> list[Problem]:
    """Let every file of the plans appear below ``folder_out``; the problems name the field a text was typed in."""
    return fulfil([order_prints(plans, shop)], store=shop.store, folder_out=folder_out, crew=crew or Crew())


def order_prints(plans: Iterable[PrintPlan], shop: Shop) -> Order:
    """The order for sheets. A process that dies within `LIMITS` costs the sheets it had at hand and nothing else."""
    listed = list(plans)
    keys = [keys_of_print(plan, shop.digest) for plan in listed]
    expected = {key: _expected(file) for files, _ in keys for file, key in files}

    def told(found: Sequence[Problem]) -> list[Problem]:
        problems = list(found)
        for plan, (_, note) in zip(listed, keys, strict=True):
            problems += _said(plan, shop.store.get(note) or b"[]")
        return problems

    return Order(
        files=[(file.name, key) for files, _ in keys for file, key in files],
        expected={**expected, **{note: Expected("json") for _, note in keys}},
        jobs=lambda missing, workers: _jobs(zip(listed, keys, strict=True), missing, workers, shop.room),
        told=told,
    )


def _expected(file: PrintFile) -> Expected:
    # Cards are drawn side by side: a preview is then as wide as it gets.
    return Expected(file.format)


def said_of(plans: Iterable[PrintPlan], shop: Shop) -> list[Problem] | None:
    """What there is to say about sheets that were made before; ``None`` where that is not known of all of them."""
    problems: list[Problem] = []
    for plan in plans:
        note = shop.store.get(keys_of_print(plan, shop.digest)[1])
        if note is None:
            return None
        problems += _said(plan, note)
    return in_order(dict.fromkeys(problems))


def work(what: Sequence[_Sheet], room: Room, photos: Photos) -> Answer:
    """Sets what is missing. Runs in any process; says what could not be set.

    Raises `OSError` where the disk is in the way: no text is to blame for that.
    """
    from .prints import Press, UnprintableError  # noqa: PLC0415 - see the module's docstring
    from .qr import TooLongError  # noqa: PLC0415 - the same

    done: list[tuple[str, bytes]] = []
    problems: list[Problem] = []
    try:
        with Press(room.layouts, room.paper).kit([plan for plan, _, _ in what], photos) as kit:
            for plan, files, note in what:
                try:
                    made, found = kit.made(plan, [file for _, file in files])
                except UnprintableError as reason:
                    message = f"Das Blatt »{plan.layout}« lässt sich nicht setzen: {reason}"
                    problems.append(error(plan.source, None, message))
                    continue
                except TooLongError as reason:
                    problems.append(too_long(reason))
                    continue
                done += [(key, data) for (key, _), data in zip(files, made, strict=True)]
                done.append((note, json.dumps([asdict(one) for one in found]).encode()))
    except UnusablePhotoError as reason:
        return Answer(problems=(error(what[0][0].source, None, f"Das Foto {reason}."),))
    except OSError as reason:
        # What the system said has a number; what a library made up has none.
        if reason.errno is not None:
            raise
        problems.append(_unset(what, str(reason)))
    return Answer(tuple(done), tuple(problems))


def lost(what: Sequence[_Sheet], cause: pool.Cause) -> tuple[Problem, ...]:
    """What is said where a process has died of it."""
    return (_unset(what, _LOST[cause]),)


def _unset(what: Sequence[_Sheet], why: str) -> Problem:
    """Sheets that came to nothing, whatever the reason: nobody knows which of them was to blame, or whether any was."""
    kits = ", ".join(dict.fromkeys(plan.kit for plan, _, _ in what))
    return error(what[0][0].source, None, f"Die Blätter ließen sich nicht setzen: {why} ({kits}).")


def _jobs(
    sheets: Iterable[tuple[PrintPlan, tuple[list[tuple[PrintFile, str]], str]]],
    missing: Collection[str],
    workers: int,
    room: Room,
) -> list[Job]:
    """Kits that show the same photo together, as long as there is work for everybody."""
    wanted: list[_Sheet] = []
    for plan, (files, note) in sheets:
        lacking = tuple((key, file) for file, key in files if key in missing)
        if lacking or note in missing:
            wanted.append((plan, lacking, note))
    photos = {plan.kit: plan.picture.cut.digest for plan, _, _ in wanted if plan.picture}
    together = _grouped(wanted, photos)
    return [_job_of(sheets, room) for sheets in (together if len(together) >= workers else _grouped(wanted, {}))]


def _job_of(what: tuple[_Sheet, ...], room: Room) -> Job:
    makes = {key: _expected(file) for _, files, _ in what for key, file in files}
    makes |= {note: Expected("json") for _, _, note in what}
    cuts = tuple(dict.fromkeys(plan.picture.cut for plan, _, _ in what if plan.picture))
    return Job(work, what, room, makes, cuts, _SECONDS * len(makes), LIMITS, lost)


def _grouped(sheets: Iterable[_Sheet], shared: Mapping[str, str]) -> list[tuple[_Sheet, ...]]:
    """A job for each kit, or for kits that have something in common, as many as one job can bear."""
    groups: dict[tuple[str, int], list[_Sheet]] = {}
    places: dict[str, dict[str, int]] = {}
    for sheet in sheets:
        kit = sheet[0].kit
        group = shared.get(kit, kit)
        place = places.setdefault(group, {}).setdefault(kit, len(places[group]))
        groups.setdefault((group, place // _TOGETHER), []).append(sheet)
    return [tuple(group) for group in groups.values()]


def _said(plan: PrintPlan, note: bytes) -> Sequence[Problem]:
    """What the typesetter noted about a sheet, at the field where the text was typed. It was cut, so nothing stops."""
    fields: Mapping[str, Problem] = dict(plan.fields)
    return [
        replace(
            fields[one["key"]],
            severity=Severity.WARNING,
            message=f"{fields[one['key']].message}{one['over']} Zeichen zu lang für {one['sheet']}.",
        )
        for one in json.loads(note)
        if one["key"] in fields
    ]
