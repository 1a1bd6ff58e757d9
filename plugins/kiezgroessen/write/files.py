"""Writing below an output folder, and what lies there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def put(folder: Path, name: str, data: bytes) -> None:
    """Writes a file; ``name`` is relative, with slashes, and may not lead out of the folder (ValueError)."""
    if name.startswith("/") or ".." in name.split("/"):
        raise ValueError(f"{name} leads out of the output folder")
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def names_below(folder: Path) -> Iterator[str]:
    """All that is no folder below ``folder``, links among them, by its name with slashes. Raises `OSError`."""
    top = str(folder)
    # Plain strings: with ten thousand files pathlib takes longer than the disk.
    for place, folders, files in os.walk(top, onerror=_raised):
        inside = place[len(top) + 1 :].replace(os.sep, "/")
        links = (name for name in folders if os.path.islink(f"{place}/{name}"))  # noqa: PTH114 - see above
        yield from (f"{inside}/{name}" if inside else name for name in (*files, *links))


def _raised(fault: OSError) -> None:
    """By itself `os.walk` passes over a folder that cannot be read, and a manifest would lack all that is in it."""
    raise fault
