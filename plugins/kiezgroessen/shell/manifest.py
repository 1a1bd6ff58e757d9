"""What a finished site consists of, by ``manifest.sha256``, and what is different from another one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

MANIFEST = "manifest.sha256"
Manifest: TypeAlias = Mapping[str, str]
"""SHA-256 in hexadecimal by path below the output, with slashes."""
BEFORE = "davor.sha256"
"""In the cache: the manifest of what was online before the last publishing."""
KEPT = "veroeffentlicht.sha256"
"""In the cache: the manifest of what was published last."""
_LINE = re.compile(r"([0-9a-f]{64}) [ *](?!/)(.+)")
_PAGE = ".html"


class ManifestError(ValueError):
    """A manifest that is none; the message is German."""


@dataclass(frozen=True, slots=True)
class Change:
    """Paths that are only in the newer site, other in it, or only in the older one; each in order."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


def manifest_of(output: Path) -> str:
    """The text of the manifest of a finished output."""
    file = output / MANIFEST
    if not file.is_file():
        file.write_text(lines_of(measured(output)), "utf-8")
    return file.read_text("utf-8")


def measured(folder: Path) -> Manifest:
    """What really lies in a folder, the manifest itself left out."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    found = {file.relative_to(folder).as_posix(): _digest(file) for file in files}
    return {name: digest for name, digest in found.items() if name != MANIFEST}


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def lines_of(manifest: Manifest) -> str:
    """As ``sha256sum --check`` reads it."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(manifest.items()))


def parse(text: str) -> Manifest:
    """The other way round. Raises `ManifestError` for what is none, and for paths that lead out of the folder."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is None or ".." in match[2].split("/"):
            raise ManifestError(f"{MANIFEST} ist nicht zu lesen, an dieser Stelle: {line[:80]!r}")
        found[match[2]] = match[1]
    return found


def digest_of(text: str) -> str:
    """The SHA-256 of a manifest, which stands for the whole site."""
    return hashlib.sha256(text.encode()).hexdigest()


def compare(before: Manifest, now: Manifest) -> Change:
    """What is different in ``now``."""
    return Change(
        tuple(sorted(now.keys() - before.keys())),
        tuple(sorted(name for name in now.keys() & before.keys() if now[name] != before[name])),
        tuple(sorted(before.keys() - now.keys())),
    )


def pages(names: Iterable[str]) -> list[str]:
    """Those that are pages."""
    return [name for name in names if name.endswith(_PAGE)]


def address_of(name: str) -> str:
    """Under which address a file is asked for, below that of the site: ``mavi/index.html`` → ``mavi/``."""
    return name.removesuffix("index.html") if name == "index.html" or name.endswith("/index.html") else name
