"""Kits in a folder of their own, to be handed over: written as a whole, and taken back when somebody says no."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from ..problems import Problem, warning

_NOTE = ".fotos.json"
"""Which photos are in which kit, as the store names them. It is not part of a kit."""


def hand_out(folder: Path, name: str, files: Mapping[str, Path], photos: Collection[str]) -> None:
    """Replace the kit ``folder/name`` by these files, as a whole or not at all; ``files`` by their path inside.

    ``photos`` are the beginnings of the keys of all that shows somebody.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # Noted before anything is there: a kit that nobody knows of could not be taken back.
    _note(folder, {**_noted(folder), name: sorted({*photos, *_noted(folder).get(name, ())})})
    fresh = Path(tempfile.mkdtemp(prefix=f".{name}.neu-", dir=folder))
    try:
        fresh.chmod(0o755)
        for inside, source in files.items():
            target = fresh / inside
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        old = folder / f".{name}.alt"
        shutil.rmtree(old, ignore_errors=True)
        if (folder / name).exists():
            (folder / name).rename(old)
        fresh.rename(folder / name)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    _note(folder, {**_noted(folder), name: sorted(photos)})


def recall(folder: Path, active: Collection[str], shown: Collection[str]) -> list[Problem]:
    """Delete the kits of businesses that are not ``active`` any more, and those with a photo that is not ``shown``.

    ``shown`` are beginnings of keys, as given to `hand_out`. Says for each what else there is to do.
    """
    kept, found = {}, []
    for name, photos in _noted(folder).items():
        if name in active and set(photos) <= set(shown):
            kept[name] = photos
            continue
        why = "ein Foto darin darf dort nicht mehr stehen" if name in active else "der Betrieb ist nicht mehr dabei"
        shutil.rmtree(folder / name, ignore_errors=True)
        found.append(
            warning(
                f"{folder.name}/{name}",
                None,
                f"Dieses Material wurde gelöscht: {why}.",
                hint="Was davon schon verteilt ist, bitte einsammeln.",
            )
        )
    if found:
        _note(folder, kept)
    return found


def _noted(folder: Path) -> dict[str, Sequence[str]]:
    try:
        noted: dict[str, Sequence[str]] = json.loads((folder / _NOTE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return noted


def _note(folder: Path, noted: Mapping[str, Sequence[str]]) -> None:
    fresh = folder / f"{_NOTE}.{os.getpid()}"
    fresh.write_text(json.dumps(noted, indent=1, sort_keys=True) + "\n", "utf-8")
    fresh.replace(folder / _NOTE)
