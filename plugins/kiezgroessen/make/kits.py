"""Perform print plans: what the store has appears in the output at once, the rest is set, all of a business per job.

Nothing here loads the typesetter: a build that has nothing to set does not pay for it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from .. import pool
from ..plan.kit.small import QrPlan
from ..plan.prints import PrintFile, PrintPlan
from ..problems import Problem, Severity, error, in_order
from ..read.photos import UnusablePhotoError
from .paperfonts import paper_fonts
from .run import Tools
from .store import Store, key_of

FONTS = "schrift-druck"
LIMITS = pool.Limits(processor=120.0, wall=900.0, memory=2_000_000_000)
"""For a job. 300 wish cards take 10 seconds and almost 900 MB (measured), twice as many twice as much; a photo, which
was opened before to look at it, comes near none of it."""
_TOGETHER = 8
"""Kits at most that are one job because they show the same photo: what is set is remembered until the job is done."""
_LOST: Mapping[pool.Cause, str] = MappingProxyType(
    {
        "time": "Es hat zu lange gedauert",
        "memory": "Der Arbeitsspeicher hat nicht gereicht",
        "death": "Das Satzprogramm wurde unterwegs beendet",
    }
)


@dataclass(frozen=True, slots=True)
class Shop:
    """Where kits are set: the theme's ``layouts``, the ``fonts`` for paper, and the ``store`` of what was made.

    ``digest`` stands for all that the bytes depend on beside the plan.
    """

    layouts: Path
    fonts: Path
    store: Store
    digest: str

    @classmethod
    def here(cls, theme: Path, cache: Path, store: Store) -> Shop:
        """With the theme's layouts and fonts as they are; converts the fonts if need be."""
        room = Path(__file__).parent
        total = hashlib.sha256(
            f"{version('typst')} {version('segno')} {Tools.here(theme / 'static/fonts').pictures}".encode()
        )
        sources = [
            room / name for name in ("prints.py", "plates.py", "inked.py", "../read/letters.py", "qr.py", "share.py")
        ]
        for path in (*sources, *sorted((theme / "print").glob("*.typ"))):
            total.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
        fonts = paper_fonts(theme / "static/fonts", cache / FONTS)
        total.update(fonts.name.encode())
        return cls(theme / "print", fonts, store, total.hexdigest())


_Sheet: TypeAlias = tuple[PrintPlan, tuple[tuple[str, PrintFile], ...], str]
"""A plan, its missing files with their keys, and the key of the findings."""


@dataclass(frozen=True, slots=True)
class _Job:
    """Sheets of which something is missing, with what they share: their photo, or the kit they belong to."""

    sheets: tuple[_Sheet, ...]


def keys_of_print(plan: PrintPlan, digest: str) -> tuple[list[tuple[PrintFile, str]], str]:
    """Each file with its key in the store, and the key of what there is to say about the sheet.

    As with pictures a key begins with the photo that can be seen on it, and whereon.
    """
    base = key_of("print", plan.shows, digest)
    start = f"{plan.picture.cut.digest[:16]}-druck" if plan.picture else f"{base[:16]}-text"
    files = [(file, f"{start}-{key_of(base, file.format, file.width)}") for file in plan.files]
    return files, f"{start}-{key_of(base, 'befund')}"


def keys_of_code(plan: QrPlan, digest: str) -> list[tuple[PrintFile, str]]:
    """Each file of a QR code with its key in the store; nobody can be seen on it."""
    base = key_of("code", plan.shows, digest)
    return [(file, f"{base[:16]}-text-{key_of(base, file.format, file.width)}") for file in plan.files]


def keys_of_sheets(prints: Iterable[PrintPlan], codes: Iterable[QrPlan], shop: Shop) -> dict[str, str]:
    """The keys of all that `perform_prints` and `perform_codes` make, by their names below the output folder."""
    pairs = [pair for plan in prints for pair in keys_of_print(plan, shop.digest)[0]]
    pairs += [pair for plan in codes for pair in keys_of_code(plan, shop.digest)]
    return {file.name: key for file, key in pairs}


def keys_of_notes(prints: Iterable[PrintPlan], shop: Shop) -> set[str]:
    """The keys of what there is to say about the sheets."""
    return {keys_of_print(plan, shop.digest)[1] for plan in prints}


def perform_codes(plans: Iterable[QrPlan], *, shop: Shop, folder_out: Path) -> list[Problem]:
    """Let the files of all codes appear below ``folder_out``. A new one that a scanner cannot read is an error."""
    problems: list[Problem] = []
    for plan in plans:
        files = keys_of_code(plan, shop.digest)
        if not all(shop.store.has(key) for _, key in files):
            from .codeproof import read_back  # noqa: PLC0415 - see the module's docstring
            from .qr import TooLongError, made_code  # noqa: PLC0415 - the same

            try:
                made = made_code(plan)
            except TooLongError as reason:
                problems.append(_too_long(reason))
                continue
            pictures = [data for file, data in zip(plan.files, made, strict=True) if file.format == "png"]
            if any(read_back(picture) != plan.address for picture in pictures):
                message = f"Der QR-Code zu {plan.address} lässt sich nicht lesen."
                problems.append(error(plan.source, None, message, hint="Das ist ein Fehler im Programm: bitte melden."))
                continue
            for (_, key), data in zip(files, made, strict=True):
                shop.store.put(key, data)
        for file, key in files:
            shop.store.place(key, folder_out / file.name)
    return problems


def perform_prints(plans: Iterable[PrintPlan], *, shop: Shop, folder_out: Path, workers: int) -> list[Problem]:
    """Let every file of the plans appear below ``folder_out``; the problems name the field a text was typed in.

    At most ``workers`` processes of their own do it, within `LIMITS`; one that dies costs the sheets it had at hand
    and nothing else.
    """
    listed = list(plans)
    keys = [keys_of_print(plan, shop.digest) for plan in listed]
    missing = {key for files, note in keys for key in (*(key for _, key in files), note) if not shop.store.has(key)}
    jobs = _jobs(zip(listed, keys, strict=True), missing, workers)
    problems: list[Problem] = []
    results = pool.run(partial(work, shop=shop), jobs, workers=workers, limits=LIMITS)
    for job, result in zip(jobs, results, strict=True):
        problems += [_unset(job, _LOST[result.cause])] if isinstance(result, pool.Lost) else result
    for plan, (files, note) in zip(listed, keys, strict=True):
        for file, key in files:
            if key not in missing or shop.store.has(key):
                shop.store.place(key, folder_out / file.name)
        problems += _said(plan, shop.store.get(note) or b"[]")
    return in_order(dict.fromkeys(problems))


def said_of(plans: Iterable[PrintPlan], shop: Shop) -> list[Problem] | None:
    """What there is to say about sheets that were made before; ``None`` where that is not known of all of them."""
    problems: list[Problem] = []
    for plan in plans:
        note = shop.store.get(keys_of_print(plan, shop.digest)[1])
        if note is None:
            return None
        problems += _said(plan, note)
    return in_order(dict.fromkeys(problems))


def work(job: _Job, shop: Shop) -> list[Problem]:
    """Set what is missing and put it into the store. Runs in any process; says what could not be set.

    Raises `OSError` where the disk is in the way: no text is to blame for that.
    """
    from .prints import Press, UnprintableError  # noqa: PLC0415 - see the module's docstring
    from .qr import TooLongError  # noqa: PLC0415 - the same

    problems: list[Problem] = []
    try:
        with Press(shop.layouts, shop.fonts).kit([plan for plan, _, _ in job.sheets]) as kit:
            for plan, files, note in job.sheets:
                try:
                    made, found = kit.made(plan, [file for _, file in files])
                except UnprintableError as reason:
                    message = f"Das Blatt »{plan.layout}« lässt sich nicht setzen: {reason}"
                    problems.append(error(plan.source, None, message))
                    continue
                except TooLongError as reason:
                    problems.append(_too_long(reason))
                    continue
                for (key, _), data in zip(files, made, strict=True):
                    shop.store.put(key, data)
                shop.store.put(note, json.dumps([asdict(one) for one in found]).encode())
    except UnusablePhotoError as reason:
        return [error(job.sheets[0][0].source, None, f"Das Foto {reason}.")]
    except OSError as reason:
        # What the system said has a number; what a library made up has none.
        if reason.errno is not None:
            raise
        return [*problems, _unset(job, str(reason))]
    return problems


def _unset(job: _Job, why: str) -> Problem:
    """Sheets that came to nothing, whatever the reason: nobody knows which of them was to blame, or whether any was."""
    kits = ", ".join(dict.fromkeys(plan.kit for plan, _, _ in job.sheets))
    return error(job.sheets[0][0].source, None, f"Die Blätter ließen sich nicht setzen: {why} ({kits}).")


def _too_long(reason: Exception) -> Problem:
    """Folders' names are short, so it is the beginning that all addresses have in common."""
    return error("publishconf.py", None, f"{reason}", hint="SITEURL kürzer wählen.")


def _jobs(
    sheets: Iterable[tuple[PrintPlan, tuple[list[tuple[PrintFile, str]], str]]], missing: set[str], workers: int
) -> list[_Job]:
    """Kits that show the same photo together, as long as there is work for everybody."""
    wanted: list[_Sheet] = []
    for plan, (files, note) in sheets:
        lacking = tuple((key, file) for file, key in files if key in missing)
        if lacking or note in missing:
            wanted.append((plan, lacking, note))
    photos = {plan.kit: plan.picture.cut.digest for plan, _, _ in wanted if plan.picture}
    together = _grouped(wanted, photos)
    return together if len(together) >= workers else _grouped(wanted, {})


def _grouped(sheets: Iterable[_Sheet], shared: Mapping[str, str]) -> list[_Job]:
    """A job for each kit, or for kits that have something in common, as many as one job can bear."""
    groups: dict[tuple[str, int], list[_Sheet]] = {}
    places: dict[str, dict[str, int]] = {}
    for sheet in sheets:
        kit = sheet[0].kit
        group = shared.get(kit, kit)
        place = places.setdefault(group, {}).setdefault(kit, len(places[group]))
        groups.setdefault((group, place // _TOGETHER), []).append(sheet)
    return [_Job(tuple(group)) for group in groups.values()]


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
