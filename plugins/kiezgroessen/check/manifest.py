"""A tree and its manifest: what is missing, what is there besides, what is not what it was."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ..write.files import names_below
from ..write.manifest import MANIFEST, digest_of

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


class ManifestError(Exception):
    """Why a manifest cannot be used: German, a sentence."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Names of files, in order; all empty: the tree is what its manifest says."""

    missing: tuple[str, ...]
    extra: tuple[str, ...]
    changed: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.missing or self.extra or self.changed)


def read_manifest(text: str) -> dict[str, str]:
    """Digests by name. Raises `ManifestError`: what is half a manifest says nothing about the other half."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None or match[2] in found or match[2] == MANIFEST or _leads_out(match[2]):
            raise ManifestError(f"{MANIFEST}, Zeile {number}, ist beschädigt.")
        found[match[2]] = match[1]
    if not found or not text.endswith("\n"):
        raise ManifestError(f"{MANIFEST} ist leer oder bricht ab.")
    return found


def differences(folder: Path) -> Differences:
    """Compares all files below ``folder`` with its manifest. Raises `ManifestError` where that cannot be used."""
    try:
        known = read_manifest((folder / MANIFEST).read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise ManifestError(f"{MANIFEST} fehlt oder ist nicht zu lesen.") from None
    there = set(names_below(folder)) - {MANIFEST}
    changed = (name for name in sorted(there & known.keys()) if _differs(folder / name, known[name]))
    return Differences(tuple(sorted(known.keys() - there)), tuple(sorted(there - known.keys())), tuple(changed))


def _differs(file: Path, wanted: str) -> bool:
    # A link to the same bytes is not the same: it may show others tomorrow.
    return file.is_symlink() or digest_of(file) != wanted


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")
