"""What a finished site consists of, by ``manifest.sha256``, and what is different from another one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from ..check.manifest import ManifestError, read_manifest
from ..write.manifest import MANIFEST

Manifest: TypeAlias = Mapping[str, str]
"""SHA-256 in hexadecimal by path below the output, with slashes."""
BEFORE = "davor.sha256"
"""In the cache: the manifest of what was online before the last publishing."""
KEPT = "veroeffentlicht.sha256"
"""In the cache: the manifest of what was published last."""
_PAGE = ".html"


@dataclass(frozen=True, slots=True)
class Change:
    """Paths that are only in the newer site, other in it, or only in the older one; each in order."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


def manifest_of(output: Path) -> str:
    """The text of the manifest of a finished output. Raises `ManifestError` where there is none."""
    try:
        return (output / MANIFEST).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise ManifestError(f"{MANIFEST} fehlt in output/. Bitte noch einmal bauen.") from None


def lines_of(manifest: Manifest) -> str:
    """As ``sha256sum --check`` reads it."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(manifest.items()))


def forget_gone(cache: Path, now: Manifest) -> None:
    """What is no longer published is named in no note either: a name of a file may be somebody's."""
    for note in (cache / BEFORE, cache / KEPT):
        try:
            known = read_manifest(note.read_text("utf-8"))
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError, ManifestError):
            known = {}
        if kept := {name: digest for name, digest in known.items() if name in now}:
            note.write_text(lines_of(kept), "utf-8")
        else:
            note.unlink(missing_ok=True)


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
