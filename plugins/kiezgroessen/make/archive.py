"""ZIPs of what a build has made: the same files give the same bytes, on every computer and on every day."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..plan.prints import ArchivePlan
from .store import Store, key_of

_BIRTH = (1980, 1, 1, 0, 0, 0)
"""The first day that the format can name: when a file was made says nothing."""
_UNIX = 3
_READABLE = 0o100644 << 16
_MOST_PHOTOS = 4
"""More do not fit into the name of a file; an archive with more is forgotten as soon as nobody asks for it."""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files by their names inside, in the order of the names, stored as they are: PDF and JPEG are packed already.

    Names that are not ASCII are marked as UTF-8; there are no entries for folders.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _BIRTH)
            # Otherwise it would say on which kind of computer it was made.
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            archive.writestr(entry, files[name])
    return out.getvalue()


def as_file(text: str) -> bytes:
    """A text as a file for any computer: old editors on Windows know no other line ends.

    No mark says that it is UTF-8: copied from a phone it would go along, and in front of a star WhatsApp sees no bold.
    """
    return re.sub(r"\r?\n", "\r\n", text.rstrip("\n") + "\n").encode()


def key_of_archive(plan: ArchivePlan, keys: Mapping[str, str]) -> str:
    """The key in the store; ``keys`` are those of the members, by their names below the output folder.

    It begins with everything that must be allowed for the archive to stay: ``zip.3f…-druck.3f…-teilen-…``.
    """
    parts = [(inside, keys[name]) for inside, name in sorted(plan.members)]
    photos = sorted({part for _, key in parts if not (part := key.rpartition("-")[0]).endswith("-text")})
    if len(photos) > _MOST_PHOTOS:
        photos = ["viele"]
    return "-".join([".".join(["zip", *photos]), key_of("zip", _packing(), parts, sorted(plan.texts))])


def _packing() -> str:
    """What the bytes depend on beside the members: this code."""
    return key_of(Path(__file__).read_bytes())


def may_archive_stay(key: str, shown: Iterable[str]) -> bool:
    """Whether every photo in the archive is still shown where the archive shows it."""
    _, *photos = key.rpartition("-")[0].split(".")
    return set(photos) <= set(shown)


def perform_archives(plans: Iterable[ArchivePlan], keys: Mapping[str, str], *, store: Store, folder_out: Path) -> None:
    """Let every archive appear below ``folder_out``, where its members already are.

    ``keys`` are those of the members in the store. Raises `KeyError` for a member that nobody makes.
    """
    for plan in plans:
        key = key_of_archive(plan, keys)
        if not store.has(key):
            files = {inside: (folder_out / name).read_bytes() for inside, name in plan.members}
            store.put(key, zipped(files | {inside: as_file(text) for inside, text in plan.texts}))
        store.place(key, folder_out / plan.name)
