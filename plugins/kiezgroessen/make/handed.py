"""Kits in a folder of their own, to be handed over: written as a whole, and taken back when somebody says no."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from ..disk import replace
from ..problems import Problem, warning
from .tables import clear, table

_NOTE = ".fotos.json"
"""Which photos are in a kit, as the store names them. It lies in the kit itself, so that it comes and goes with it."""
_STAND = ".stand.json"
"""For what a kit was made, and the size and time of each file then: what was changed or lost since is made again."""
_OLD = ".alt"
_NEW = ".neu-"


def hand_out(folder: Path, name: str, files: Mapping[str, Path], photos: Collection[str], stamp: str = "") -> None:
    """Replace the kit ``folder/name`` by these files, as a whole or not at all; ``files`` by their path inside.

    ``photos`` are the beginnings of the keys of all that shows somebody, ``stamp`` stands for all that is in the kit.
    Files are copies: whoever is handed them may change them. Raises `OSError`; the old kit is there then.
    """
    recover(folder)
    with table(folder, f".{name}{_NEW}") as room:
        fresh = room / name
        fresh.mkdir()
        (fresh / _NOTE).write_text(json.dumps(sorted(photos)) + "\n", "utf-8")
        for inside, source in files.items():
            target = fresh / inside
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        (fresh / _STAND).write_text(json.dumps({"stempel": stamp, "dateien": dict(_files(fresh))}) + "\n", "utf-8")
        replace(fresh, folder / name, folder / f".{name}{_OLD}")
    recover(folder)


def is_handed(folder: Path, name: str, stamp: str) -> bool:
    """Whether the kit with this stamp lies there just as it was handed out, with nothing changed, lost or added."""
    try:
        known = json.loads((folder / name / _STAND).read_text("utf-8"))
        return bool(known == {"stempel": stamp, "dateien": dict(_files(folder / name))})
    except (OSError, ValueError, RecursionError):
        return False


def size_of(folder: Path, name: str) -> int:
    """Bytes of all files of a kit."""
    return sum(size for _, (size, _) in _files(folder / name))


def recover(folder: Path) -> None:
    """Puts a kit back that a power cut hit between two renames (`disk.replace`); clears what was left lying."""
    for old in list(folder.glob(f".*{_OLD}")):
        kit = folder / old.name[1 : -len(_OLD)]
        if kit.exists():
            _gone(old)
        else:
            old.rename(kit)
    clear(folder, f".*{_NEW}")


def recall(folder: Path, allowed: Mapping[str, Collection[str]]) -> list[Problem]:
    """Delete every kit of a business that is not ``allowed`` any, and every one with a photo it may not have.

    ``allowed`` are the beginnings of keys, as given to `hand_out`, for each business that may have a kit. Says for each
    what else there is to do. A kit that does not say what it shows might show anybody.
    """
    recover(folder)
    problems = []
    for kit in sorted(path for path in folder.glob("[!.]*") if path.is_dir()):
        why = _reason(_noted(kit), allowed.get(kit.name))
        if why is None:
            continue
        place = f"{folder.name}/{kit.name}"
        if _gone(kit):
            message, hint = f"Dieses Material wurde gelöscht: {why}.", "Was davon schon verteilt ist, bitte einsammeln."
        else:
            message = f"Dieses Material muss weg, lässt sich aber nicht löschen: {why}."
            hint = "Bitte den Ordner von Hand löschen, und was davon schon verteilt ist, einsammeln."
        problems.append(warning(place, None, message, hint=hint))
    return problems


def _reason(photos: Collection[str] | None, allowed: Collection[str] | None) -> str | None:
    """Why a kit with these photos has to go, in German; ``None`` when it may stay."""
    if allowed is None:
        return "der Betrieb ist nicht mehr dabei"
    if photos is None:
        return "es lässt sich nicht mehr feststellen, welche Fotos darin sind"
    return None if set(photos) <= set(allowed) else "ein Foto darin darf dort nicht mehr stehen"


def _noted(kit: Path) -> list[str] | None:
    """What `hand_out` noted, ``None`` where that cannot be read."""
    try:
        noted = json.loads((kit / _NOTE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return noted if isinstance(noted, list) and all(isinstance(one, str) for one in noted) else None


def _files(kit: Path, inside: str = "") -> Iterator[tuple[str, list[int]]]:
    """Path inside, and size in bytes and time in nanoseconds of all files but the notes."""
    with os.scandir(kit / inside) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(kit, f"{inside}{entry.name}/")
            elif inside or entry.name not in (_NOTE, _STAND):
                stat = entry.stat(follow_symlinks=False)
                yield inside + entry.name, [stat.st_size, stat.st_mtime_ns]


def _gone(path: Path) -> bool:
    """Deletes what is there, and says whether it is gone."""
    if path.is_symlink():
        path.unlink(missing_ok=True)
    shutil.rmtree(path, ignore_errors=True)
    return not path.exists()
