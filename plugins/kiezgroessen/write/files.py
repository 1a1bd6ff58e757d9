"""Writing below an output folder."""

from __future__ import annotations

from pathlib import Path


def put(folder: Path, name: str, data: bytes) -> None:
    """Writes a file; ``name`` is relative, with slashes, and may not lead out of the folder (ValueError)."""
    if name.startswith("/") or ".." in name.split("/"):
        raise ValueError(f"{name} leads out of the output folder")
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
