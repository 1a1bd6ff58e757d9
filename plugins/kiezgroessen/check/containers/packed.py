"""ZIP and WOFF2: what is in them, and that nothing is between, before or behind."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Collection, Iterator

from .found import NO_WAY, Found, foreign

_BIRTH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_LOCAL, _END = 30, 22
"""Bytes of the heads of a member, and of the end of an archive, without names."""


def of_zip(
    data: bytes, inside: Callable[[str, bytes], Iterator[Found]], clean: Collection[tuple[int, int]] = ()
) -> Iterator[Found]:
    """``inside`` walks each member by its name; what is found there is told with it.

    Members with the checksum and size of a file that is known to be ``clean`` need not be walked once more.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if archive.comment:
                yield foreign("einen Kommentar")
            used = _END + sum(_LOCAL + 46 + 2 * len(_name(one)) + one.compress_size for one in members)
            if used != len(data):
                yield foreign("Bytes, die zu keiner Datei darin gehören")
            for member in members:
                yield from _head(member)
                body = archive.read(member)  # compares it with its checksum
                if (member.CRC, member.file_size) in clean:
                    continue
                for found in inside(member.filename, body):
                    is_foreign = found.kind == "foreign"
                    yield foreign(f"{found.text} in {member.filename}") if is_foreign else found
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError):
        yield NO_WAY


def _head(member: zipfile.ZipInfo) -> Iterator[Found]:
    if member.comment or member.extra:
        yield foreign(f"einen Zusatz zu {member.filename}")
    if member.date_time != _BIRTH:
        yield foreign(f"die Uhrzeit von {member.filename}")
    if member.create_system != _UNIX:
        yield foreign(f"die Art des Computers bei {member.filename}")
    if member.filename.startswith("/") or "\\" in member.filename or ".." in member.filename.split("/"):
        yield foreign(f"eine Datei, die beim Auspacken woanders landet: {member.filename}")


def _name(member: zipfile.ZipInfo) -> bytes:
    return member.orig_filename.encode("utf-8" if member.flag_bits & 0x800 else "cp437")


def of_woff2(data: bytes) -> Iterator[Found]:
    """A font says what it is in its tables; the file may hold metadata and private data beside them (W3C WOFF2, 4)."""
    if len(data) < 48 or int.from_bytes(data[8:12], "big") != len(data):
        yield NO_WAY
        return
    if any(data[28:40]):
        yield foreign("Metadaten")
    if any(data[40:48]):
        yield foreign("Daten eines Programms")
