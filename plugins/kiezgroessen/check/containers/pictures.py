"""JPEG, PNG, AVIF and WebP: segments, chunks and boxes. Only what is needed to draw the picture may be in them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from types import MappingProxyType

from .found import NO_WAY, Found, foreign
from .xmp import of_packet

_DRAWING = frozenset([0xC0, 0xC1, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD])
"""Frames, Huffman and quantisation tables, scans, restart intervals (ITU T.81, table B.1)."""
_SPEAKING = MappingProxyType({0xE1: "EXIF oder XMP", 0xE2: "ein Farbprofil", 0xED: "IPTC", 0xFE: "einen Kommentar"})
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_PLAIN_JFIF = 16
"""Length of the first segment; a longer one carries a small picture."""
_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""The end of a scan: neither a stuffed byte, nor a restart, nor filling."""

_CHUNKS = frozenset([b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA", b"pHYs"])
_SAYING = frozenset([b"tEXt", b"zTXt", b"iTXt"])
_BOXES = frozenset([b"ftyp", b"meta", b"hdlr", b"pitm", b"iloc", b"iinf", b"iprp", b"ipco", b"ipma", b"mdat"])
_PROPERTIES = frozenset([b"ispe", b"pixi", b"av1C", b"colr", b"auxC", b"irot", b"imir", b"pasp"])
_NESTED = MappingProxyType({b"meta": 12, b"iprp": 8, b"ipco": 8})
_WEBP = frozenset([b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"])


def of_jpeg(data: bytes) -> Iterator[Found]:
    """Segments up to the end of the picture, and that nothing follows it."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xE1 and data.startswith(_XMP, at + 4):
            yield from of_packet(data[at + 4 + len(_XMP) : at + 2 + length])
        elif marker == 0xE0 and data.startswith(b"JFIF\0", at + 4):
            if length != _PLAIN_JFIF:
                yield foreign("ein Vorschaubild")
        elif marker not in _DRAWING:
            yield foreign(_SPEAKING.get(marker, f"den Abschnitt {marker:02X}"))
        at += 2 + length
        if marker == 0xDA:
            end = _MARKER.search(data, at)
            at = end.start() if end else len(data)
        if data[at : at + 2] == b"\xff\xd9":
            if at + 2 < len(data):
                yield foreign("Bytes hinter dem Ende des Bildes")
            return
    yield NO_WAY


def of_png(data: bytes) -> Iterator[Found]:
    """Chunks with their checksums."""
    at = 8
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if int.from_bytes(data[at + 8 + length : at + 12 + length], "big") != zlib.crc32(
            data[at + 4 : at + 8 + length]
        ):
            break
        if kind in _SAYING:
            yield foreign("einen Text")
        elif kind not in _CHUNKS:
            named = {b"eXIf": "EXIF", b"iCCP": "ein Farbprofil", b"tIME": "eine Uhrzeit"}
            yield foreign(named.get(kind, f"den Abschnitt {kind.decode('latin-1')}"))
        at += 12 + length
        if kind == b"IEND":
            if at < len(data):
                yield foreign("Bytes hinter dem Ende des Bildes")
            return
    yield NO_WAY


def of_avif(data: bytes) -> Iterator[Found]:
    """Boxes; one picture and nothing beside it."""
    yield from _boxes(data, 0, len(data))


def _boxes(data: bytes, at: int, end: int) -> Iterator[Found]:
    while at < end:
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if length < 8 or at + length > end:
            yield NO_WAY
            return
        body = data[at + 8 : at + length] if kind != b"mdat" else b""
        if kind not in _BOXES | _PROPERTIES:
            yield foreign(f"den Abschnitt {kind.decode('latin-1')}")
        elif kind == b"iinf" and (body.count(b"infe") != body.count(b"av01") or b"Exif" in body or b"mime" in body):
            yield foreign("EXIF oder XMP")
        elif kind == b"colr" and not body.startswith(b"nclx"):
            yield foreign("ein Farbprofil")
        if kind in _NESTED:
            yield from _boxes(data, at + _NESTED[kind], at + length)
        at += length


def of_webp(data: bytes) -> Iterator[Found]:
    """Chunks of RIFF."""
    at, end = 12, 8 + int.from_bytes(data[4:8], "little")
    if end != len(data):
        yield foreign("Bytes hinter dem Ende des Bildes") if end < len(data) else NO_WAY
        return
    while at < end:
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if kind not in _WEBP:
            named = {b"EXIF": "EXIF", b"XMP ": "XMP", b"ICCP": "ein Farbprofil"}
            yield foreign(named.get(kind, f"den Abschnitt {kind.decode('latin-1')}"))
        at += 8 + length + length % 2
