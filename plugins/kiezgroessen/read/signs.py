"""What a file is by its first bytes, whatever it is called."""

from __future__ import annotations

LONGEST = 16
"""Bytes of a file's beginning that are looked at."""

_HEIF = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
# Each format's own documentation gives its first bytes ("magic number").
_OTHERS = (
    (b"%PDF", "ein PDF"),
    (b"PK\x03\x04", "ein ZIP-Archiv oder ein Office-Dokument"),
    (b"\xd0\xcf\x11\xe0", "ein altes Office-Dokument"),
    (b"{\\rtf", "ein Text im Format RTF"),
    (b"GIF8", "ein GIF"),
    (b"II*\x00", "ein TIFF"),
    (b"MM\x00*", "ein TIFF"),
    (b"BM", "ein BMP"),
    (b"8BPS", "eine Photoshop-Datei"),
    (b"<svg", "ein SVG"),
    (b"<?xml", "eine XML-Datei"),
    (b"<!DOC", "eine Web-Seite"),
    (b"<html", "eine Web-Seite"),
    (b"\x7fELF", "ein Programm"),
    (b"MZ", "ein Programm"),
    (b"#!", "ein Programm"),
    (b"\x1f\x8b", "ein Archiv"),
    (b"7z\xbc\xaf", "ein Archiv"),
    (b"Rar!", "ein Archiv"),
    (b"SQLite", "eine Datenbank"),
    (b"ID3", "eine Tonaufnahme"),
    (b"OggS", "eine Tonaufnahme"),
)
# What a text may begin with as well: »MZ Autohaus«, »BMX-Laden«, »<?xml« and »#!« typed by hand.
_ALSO_TEXT = (b"BM", b"MZ", b"ID3", b"#!", b"<", b"SQLite", b"OggS", b"Rar!", b"GIF8", b"8BPS")


def is_photo(start: bytes) -> bool:
    """Whether a file begins like a JPEG, PNG, WebP or HEIC."""
    return (
        start.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
        or (start.startswith(b"RIFF") and start[8:12] == b"WEBP")
        or is_heif(start)
    )


def is_heif(start: bytes) -> bool:
    """Whether a file begins like a HEIC."""
    return start[4:8] == b"ftyp" and start[8:12] in _HEIF


def called(start: bytes) -> str | None:
    """What the file is, in German with its article, or ``None`` for what is not known."""
    if is_photo(start):
        return "ein Foto"
    if start[4:8] == b"ftyp":
        return "ein AVIF" if start[8:12] in {b"avif", b"avis"} else "ein Film"
    return next((name for sign, name in _OTHERS if start.startswith(sign)), None)


def called_if_no_text(start: bytes) -> str | None:
    """The same of a file that should be a text; what a text may well begin with is none of it."""
    return None if start.startswith(_ALSO_TEXT) else called(start)
