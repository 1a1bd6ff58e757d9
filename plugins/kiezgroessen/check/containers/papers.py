"""PDF as the typesetter writes it: objects in the open, streams between them. What looks different is foreign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

from .found import NO_WAY, Found, foreign
from .pictures import of_jpeg
from .xmp import of_packet

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_FORBIDDEN = MappingProxyType(
    {
        b"/Producer": "das Programm, das es schrieb",
        b"/CreationDate": "eine Uhrzeit",
        b"/ModDate": "eine Uhrzeit",
        b"/LastModified": "eine Uhrzeit",
        b"/Keywords": "Stichwörter",
        b"/PieceInfo": "Daten eines Programms",
        b"/EmbeddedFile": "eine Datei darin",
        b"/EmbeddedFiles": "eine Datei darin",
        b"/JavaScript": "ein Programm",
        b"/JS": "ein Programm",
        b"/Launch": "einen Befehl",
        b"/SubmitForm": "ein Formular, das etwas verschickt",
        b"/Encrypt": "Verschlüsseltes",
        b"/ObjStm": "Verpacktes, in das niemand hineinsieht",
        b"/FileAttachment": "eine Datei darin",
        b"/FreeText": "eine Anmerkung",
        b"/Popup": "eine Anmerkung",
    }
)
_KEY = re.compile(rb"/[A-Za-z]+")
_STRING = re.compile(rb"\((?:\\.|[^()\\])*\)")
_SAID = re.compile(rb"/(Author|Creator|Title)\s*(<[0-9A-Fa-f\s]*>|\((?:\\.|[^()\\])*\))")
_TOOL = re.compile(r"Typst [\d.]+")


def of_pdf(data: bytes) -> Iterator[Found]:
    """Title and author are told, packets of XMP and photos are walked, all other streams are what is drawn."""
    if not data.rstrip().endswith(b"%%EOF") or data.count(b"%%EOF") != 1:
        yield foreign("eine zweite Fassung oder Bytes hinter dem Ende")
    streams = _STREAM.findall(data)
    outside = _STREAM.sub(b"stream\nendstream", data)
    if outside.count(b"endstream") != len(streams) or b"startxref" not in outside:
        yield NO_WAY
    yield from _of_objects(outside)
    for stream in streams:
        if stream.startswith(b"<?xpacket"):
            yield from of_packet(re.sub(rb"<\?xpacket[^>]*\?>", b"", stream), sheet=True)
        elif stream.startswith(b"\xff\xd8"):
            yield from of_jpeg(stream)


def _of_objects(outside: bytes) -> Iterator[Found]:
    # Titles are typed, and an identifier may spell anything by chance.
    for key in dict.fromkeys(_KEY.findall(_STRING.sub(b"", outside))):
        if what := _FORBIDDEN.get(key):
            yield foreign(what)
    for key, value in _SAID.findall(outside):
        text = _text(value)
        if key != b"Creator":
            yield Found("author" if key == b"Author" else "title", text)
        elif not _TOOL.fullmatch(text):
            yield foreign(f"das Programm {text}")


def _text(value: bytes) -> str:
    """A string of PDF: in hexadecimal digits or in brackets; UTF-16 with its mark, else the old Latin one."""
    if value.startswith(b"<"):
        digits = bytes(value[1:-1]).translate(None, b" \r\n\t").decode("ascii")
        raw = bytes.fromhex(digits + "0" * (len(digits) % 2))
    else:
        raw = re.sub(rb"\\(.)", rb"\1", value[1:-1])
    return raw[2:].decode("utf-16-be", "replace") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")
