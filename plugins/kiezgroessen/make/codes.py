"""QR codes as jobs. A new one is read back before it is kept: on paper nobody can mend it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

from .. import pool
from ..plan.kit.small import QrPlan
from ..plan.prints import PrintFile
from ..problems import Problem, error
from .crew import Crew, Order, fulfil
from .jobs import Answer, Expected, Job, Photos, Room
from .shop import Shop, keys_of_code

_SECONDS = 0.01
"""Roughly what a code takes, to begin with the biggest jobs."""
_TOGETHER = 64
"""Codes that are one job."""
_Code: TypeAlias = tuple[QrPlan, list[tuple[PrintFile, str]]]


def perform_codes(plans: Iterable[QrPlan], *, shop: Shop, folder_out: Path, crew: Crew | None = None) -> list[Problem]:
    """Let the files of all codes appear below ``folder_out``. A new one that a scanner cannot read is an error."""
    return fulfil([order_codes(plans, shop)], store=shop.store, folder_out=folder_out, crew=crew or Crew())


def order_codes(plans: Iterable[QrPlan], shop: Shop) -> Order:
    """The order for QR codes; those that a scanner cannot read are not kept."""
    keys = [(plan, keys_of_code(plan, shop.digest)) for plan in plans]

    def jobs(missing: Collection[str], _workers: int) -> list[Job]:
        wanted = [(plan, files) for plan, files in keys if any(key in missing for _, key in files)]
        return [_job_of(tuple(wanted[at : at + _TOGETHER]), shop.room) for at in range(0, len(wanted), _TOGETHER)]

    return Order(
        files=[(file.name, key) for _, files in keys for file, key in files],
        expected={key: Expected(file.format) for _, files in keys for file, key in files},
        jobs=jobs,
    )


def _job_of(what: tuple[_Code, ...], room: Room) -> Job:
    makes = {key: Expected(file.format) for _, files in what for file, key in files}
    return Job(work, what, room, makes, (), _SECONDS * len(what), pool.LIMITS, lost)


def work(what: Sequence[_Code], _room: Room, _photos: Photos) -> Answer:
    """Draws codes and reads them back. Runs in any process; says which ones cannot be drawn or read."""
    from .codeproof import read_back  # noqa: PLC0415 - see the module's docstring
    from .qr import TooLongError, made_code  # noqa: PLC0415 - the same

    done: list[tuple[str, bytes]] = []
    problems: list[Problem] = []
    for plan, files in what:
        try:
            made = made_code(plan)
        except TooLongError as reason:
            problems.append(too_long(reason))
            continue
        pictures = [data for file, data in zip(plan.files, made, strict=True) if file.format == "png"]
        if any(read_back(picture) != plan.address for picture in pictures):
            message = f"Der QR-Code zu {plan.address} lässt sich nicht lesen."
            problems.append(error(plan.source, None, message, hint="Das ist ein Fehler im Programm: bitte melden."))
            continue
        done += [(key, data) for (_, key), data in zip(files, made, strict=True)]
    return Answer(tuple(done), tuple(problems))


def lost(what: Sequence[_Code], _cause: pool.Cause) -> tuple[Problem, ...]:
    """What is said where a process has died of them."""
    return (error(what[0][0].source, None, "Die QR-Codes ließen sich nicht zeichnen."),)


def too_long(reason: Exception) -> Problem:
    """Folders' names are short, so it is the beginning that all addresses have in common."""
    return error("publishconf.py", None, f"{reason}", hint="SITEURL kürzer wählen.")
