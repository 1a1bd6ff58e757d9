"""Any bytes as plain words: unpacked, decoded in every way that is used on the web, in one spelling.

A haystack is UTF-8 without accents, case or punctuation, words separated by one blank, a blank at both ends. A needle
is made the same way, so whole words are found and nothing else: ``b" derya aksoy "``.
"""

from __future__ import annotations

import contextlib
import email
import html
import io
import quopri
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from email import policy
from urllib.parse import unquote

import brotli

from .pdfwords import is_pdf, pieces_of_pdf

DEEPEST = 4
"""Archives within archives."""
_GREATEST = 200_000_000
"""Bytes of one member of an archive; what this program packs is a hundredth of it."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, brotli.error, OSError, EOFError, ValueError, RuntimeError)
# Accents and vowel signs, and what is not seen: soft hyphens, joiners, directions, the Arabic stretching line.
_UNSEEN = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
_SEPARATORS = re.compile(
    "[\u00a0-\u00bf\u00d7\u00f7\u02b0-\u02ff\u060c\u061b\u061f\u066a-\u066d\u06d4\u2000-\u2bff\u3000-\u303f]"
)
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th", "ə": "e"})
_HAS_LETTERS = re.compile("[ıłđðøæœþə]")
_BLANKED = bytes(n if n > 0x7F or chr(n).isalnum() else 0x20 for n in range(256))
_TAG = re.compile(r"<[^<>]*>")
_JOINED = re.compile(r"<wbr\s*/?>|</?(?:b|i|em|strong|span|tspan|mark|bdi|bdo)(?:\s[^<>]*)?>", re.IGNORECASE)
_UNICODE = re.compile(r"\\u\{?([0-9a-fA-F]{4,6})\}?|\\x([0-9a-fA-F]{2})|\\([0-9a-fA-F]{2,6}) ?")
_QUOTED = re.compile(rb"=[0-9A-Fa-f]{2}|=\r?\n")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_FOLDED = re.compile(r"\r?\n[ \t]")


def folded(text: str) -> str:
    """In one spelling: no case, no accents, one form of each letter; Turkish i with and without a dot are the same."""
    if text.isascii():
        return text.lower()
    # Casefolding takes the capital i with a dot apart into an i and the dot, so signs are taken off afterwards.
    text = _UNSEEN.sub("", unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()))
    return text.translate(_LETTERS) if _HAS_LETTERS.search(text) else text


def words_of(text: str) -> bytes:
    """The haystack of a text, as it stands."""
    plain = folded(text)
    if not plain.isascii():
        plain = _SEPARATORS.sub(" ", plain)
    return b" " + b" ".join(plain.encode("utf-8", "replace").translate(_BLANKED).split()) + b" "


def haystacks(piece: bytes) -> Iterator[bytes]:
    """All haystacks of some bytes, which are not packed."""
    for text in _texts(piece):
        yield words_of(text)


def unpacked(data: bytes, name: str = "", depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """The bytes themselves and everything packed in them; what cannot be unpacked is only what it is."""
    yield "", data
    if depth < DEEPEST:
        for inside, piece in _inner(data, name):
            for deeper, one in unpacked(piece, inside, depth + 1):
                yield f"{inside}/{deeper}".rstrip("/"), one


def _inner(data: bytes, name: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    with contextlib.suppress(*_DAMAGED):
        if data.startswith(b"PK\x03\x04"):
            found += _members(data)
        elif data.startswith(b"\x1f\x8b"):
            found.append(("gzip", zlib.decompressobj(31).decompress(data, _GREATEST)))
        elif is_pdf(data):
            found += [(f"Teil {number}", piece) for number, piece in enumerate(pieces_of_pdf(data))]
        elif name.endswith(".br"):
            found.append(("brotli", brotli.decompress(data)))
        elif name.endswith(".eml"):
            found += _parts_of_mail(data)
    return found


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Those of a ZIP; of one that cannot be read, or is too large to be ours, only the name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            piece = b""
            if member.file_size <= _GREATEST:
                with contextlib.suppress(*_DAMAGED):
                    piece = archive.read(member)
            yield member.filename, piece


def _parts_of_mail(data: bytes) -> list[tuple[str, bytes]]:
    with contextlib.suppress(ValueError, LookupError, AttributeError, TypeError):
        letter = email.message_from_bytes(data, policy=policy.default)
        found = [("Kopf", "\n".join(str(value) for value in letter.values()).encode("utf-8", "replace"))]
        for number, part in enumerate(letter.walk()):
            if isinstance(payload := part.get_payload(decode=True), bytes):
                found.append((f"Teil {number}", payload))
        return found
    return []


def _texts(data: bytes) -> Iterator[str]:
    """The texts that some bytes may be; compressed pictures and fonts are none (see `raw`)."""
    if b"\0" in data[:4096] and not looks_wide(data):
        return
    if looks_wide(data):
        for code in ("utf-16-le", "utf-16-be"):
            yield data.decode(code, "ignore")
        return
    text = data.decode("utf-8", "ignore")
    yield text
    if not data.isascii() and _not_utf8(data):
        yield data.decode("cp1252", "ignore")
    decoded = _decoded(text)
    if decoded != text:
        yield decoded
    if "<" in decoded:
        yield _TAG.sub(" ", _JOINED.sub("", decoded))
    if decoded.startswith(("BEGIN:", "\ufeffBEGIN:")):
        yield _FOLDED.sub("", decoded)
    if _QUOTED.search(data):
        for code in ("utf-8", "cp1252"):
            yield quopri.decodestring(data).decode(code, "ignore")


def looks_wide(data: bytes) -> bool:
    """Whether it may be text in UTF-16: a mark, or a zero in every other place."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    start = data[:400]
    return len(start) > 3 and max(start[::2].count(0), start[1::2].count(0)) * 3 > len(start)


def _decoded(text: str) -> str:
    """Entities, percent signs and escapes undone, one after the other: addresses stand in attributes, those in JSON."""
    if "\\" in text:
        text = _UNICODE.sub(_sign, text.replace("\\/", "/").replace("\\n", "\n"))
    if "&" in text:
        text = html.unescape(text)
    if _PERCENT.search(text):
        text = unquote(text, errors="ignore")
    return text


def _sign(match: re.Match[str]) -> str:
    number = int(next(group for group in match.groups() if group), 16)
    if number < 0x20 or number > 0x10FFFF or 0xD800 <= number < 0xE000:
        return " "
    return chr(number)


def _not_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False
