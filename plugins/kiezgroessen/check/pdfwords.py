"""The words in the sheets that the typesetter makes: what is packed is unpacked, glyphs become letters again.

Not a reader of any PDF: objects stand in the file one by one, as Typst writes them. What a stranger's PDF has in other
ways is searched as it stands, unpacked.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping

_START = b"%PDF-"
_OBJECT = re.compile(rb"(?<![0-9])(\d+) 0 obj\b")
_STREAM = re.compile(rb"stream\r?\n")
_LENGTH = re.compile(rb"/Length (\d+)(?! \d+ R)")
_FONTS = re.compile(rb"/Font\s*<<(.*?)>>", re.DOTALL)
_RESOURCES = re.compile(rb"/Resources (\d+) 0 R")
_CONTENTS = re.compile(rb"/Contents\s*\[?((?:\s*\d+ 0 R)+)")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_NAMED = re.compile(rb"/([^\s/<>\[\]()]+) (\d+) 0 R")
_TO_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
_OPERATION = re.compile(
    rb"/(\S+) [\d.]+ Tf|<([0-9A-Fa-f\s]+)>|\(((?:\\.|[^\\()])*)\)|(-?[\d.]+)|(T[dDm*]|BT|ET|BDC|Do)\b", re.DOTALL
)
_CHARS = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
_WIDE_HEX = re.compile(rb"<(FEFF[0-9A-Fa-f]+)>", re.IGNORECASE)
_LITERAL = re.compile(rb"\(((?:\\.|[^\\()])*)\)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
_GAP = -180.0
"""Thousandths of the size of letters: with a larger step between two glyphs a new word begins."""


def is_pdf(data: bytes) -> bool:
    """Whether it is a sheet."""
    return data[:1024].lstrip().startswith(_START)


def pieces_of_pdf(data: bytes) -> Iterator[bytes]:
    """What is packed in a sheet, and as UTF-8 what is written on its pages and in its notes."""
    objects = _objects(data)
    streams = {number: stream for number, (_, stream) in objects.items() if stream is not None}
    yield from streams.values()
    yield "\n".join(_strings(data)).encode("utf-8", "replace")
    maps = {number: _letters(stream) for number, stream in streams.items() if b"begincmap" in stream}
    for head, stream in objects.values():
        if stream is not None and b"/Subtype/Form" in head.replace(b" ", b""):
            yield from _read(_written(stream, _fonts(head, objects, maps)))
        if contents := _CONTENTS.search(head):
            fonts = _fonts(head, objects, maps)
            parts = [streams.get(int(one), b"") for one in _REFERENCE.findall(contents[1])]
            yield from _read(_written(b"\n".join(parts), fonts))


def _read(text: str) -> Iterator[bytes]:
    """With each step on the page as a blank and as nothing, as letters are moved closer within words; and backwards.

    Arabic stands on the page from left to right.
    """
    for one in (text.replace("\n", " "), text.replace("\n", "")):
        yield one.encode("utf-8", "replace")
        if _RIGHT_TO_LEFT.search(one):
            yield one[::-1].encode("utf-8", "replace")


def _objects(data: bytes) -> dict[int, tuple[bytes, bytes | None]]:
    """The beginning of each object, up to its stream, and its stream unpacked."""
    found: dict[int, tuple[bytes, bytes | None]] = {}
    at = 0
    while start := _OBJECT.search(data, at):
        end = data.find(b"endobj", start.end())
        end = len(data) if end < 0 else end
        stream = _STREAM.search(data, start.end(), end)
        if stream is None:
            found[int(start[1])] = data[start.end() : end], None
            at = end
            continue
        head = data[start.end() : stream.start()]
        length = _LENGTH.search(head)
        stop = stream.end() + int(length[1]) if length else data.find(b"endstream", stream.end())
        found[int(start[1])] = head, _unpacked(data[stream.end() : stop])
        at = stop
    return found


def _unpacked(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(raw, 100_000_000)
    except zlib.error:
        return raw


def _fonts(
    head: bytes, objects: Mapping[int, tuple[bytes, bytes | None]], maps: Mapping[int, Mapping[int, str]]
) -> dict[bytes, Mapping[int, str]]:
    """For each font by its name on a page, the letters of its glyphs."""
    resources = _RESOURCES.search(head)
    where = objects.get(int(resources[1]), (b"", None))[0] if resources else head
    table = _FONTS.search(where)
    found: dict[bytes, Mapping[int, str]] = {}
    for name, number in _NAMED.findall(table[1]) if table else ():
        letters = _TO_UNICODE.search(objects.get(int(number), (b"", None))[0])
        if letters:
            found[name] = maps.get(int(letters[1]), {})
    return found


def _letters(cmap: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for kind, block in _BLOCK.findall(cmap):
        if kind == b"bfchar":
            found |= {int(glyph, 16): _wide(text) for glyph, text in _CHARS.findall(block)}
            continue
        for first, last, text in _RANGE.findall(block):
            start = int(text, 16)
            for step in range(min(int(last, 16) - int(first, 16), 0xFFFF) + 1):
                found[int(first, 16) + step] = chr(start + step) if start + step < 0xD800 else ""
    return found


def _wide(text: bytes) -> str:
    return bytes.fromhex(text.decode("ascii").zfill(4)).decode("utf-16-be", "ignore")


def _written(content: bytes, fonts: Mapping[bytes, Mapping[int, str]]) -> str:
    """Glyphs of two bytes as letters; a step, a new line or another font may be the end of a word."""
    letters: Mapping[int, str] = {}
    out: list[str] = []
    for font, wide, literal, step, command in _OPERATION.findall(content):
        if font:
            letters = fonts.get(font, {})
        elif wide:
            digits = b"".join(wide.split())
            out += [letters.get(int(digits[at : at + 4], 16), "") for at in range(0, len(digits) - 3, 4)]
        elif literal:
            raw = _plain(literal)
            out += [letters.get(int.from_bytes(raw[at : at + 2], "big"), "") for at in range(0, len(raw) - 1, 2)]
        elif step and float(step.strip(b".") or 0) < _GAP:
            out.append(" ")
        elif command:
            out.append("\n")
    return "".join(out)


def _strings(data: bytes) -> Iterator[str]:
    """Titles, addresses of links, texts for those who listen."""
    for digits in _WIDE_HEX.findall(data):
        yield bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii")).decode("utf-16-be", "ignore")
    for literal in _LITERAL.findall(data):
        raw = _plain(literal)
        yield raw.decode("utf-16", "ignore") if raw.startswith(b"\xfe\xff") else raw.decode("utf-8", "ignore")


def _plain(literal: bytes) -> bytes:
    if b"\\" not in literal:
        return literal

    def sign(match: re.Match[bytes]) -> bytes:
        code = match[1]
        return (
            bytes([int(code, 8) & 0xFF])
            if code[:1].isdigit() and b"8" not in code and b"9" not in code
            else _CONTROLS.get(code, code)
        )

    return _ESCAPE.sub(sign, literal)
