"""What a finished tree consists of, for whoever wants to know whether it is still so; ``sha256sum -c`` reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from .files import names_below

MANIFEST = "manifest.sha256"


def put_manifest(folder: Path, known: Mapping[str, str] = MappingProxyType({})) -> None:
    """Writes the digests of all files below ``folder`` but its own, the last thing before a tree is shown.

    ``known`` are digests that need not be worked out again, by name.
    """
    names = (name for name in names_below(folder) if name != MANIFEST)
    digests = {name: known.get(name) or digest_of(folder / name) for name in names}
    (folder / MANIFEST).write_bytes(manifest_of(digests))


def manifest_of(digests: Mapping[str, str]) -> bytes:
    """The manifest of files with these digests, by name."""
    lines = (f"{digests[name]}  {name}\n" for name in sorted(digests) if name != MANIFEST)
    return "".join(lines).encode()


def digest_of(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
