"""A mail, a file or a pasted text, as bytes of a stranger, to plain text: nothing is trusted, nothing is executed.

The standard library parses mails (RFC 5322, 2045) under its forgiving policy: the stricter ones refuse, and some fail
on, what broken programs and unfriendly people send. It can be made to work for hours on a few megabytes, so all but
the smallest mails are read in a process of its own with limits.
"""

from __future__ import annotations

import email
import email.policy
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

import nh3

MAIL_BYTES = 30_000_000
"""A mail with all its attachments; more than most post offices carry."""
TEXT_BYTES = 1_000_000
"""The text of one: 500 pages."""
MOST_PARTS = 200
_MOST_LINES = 1_000_000
"""Twice those of 30 MB of attachments, or of a text of one letter a line."""
APART_BYTES = 10_000
"""A mail above this is read in a process of its own; below it the worst that can be written takes about a second."""
_SECONDS = 10.0
"""Of processor time; a mail of 30 MB with ordinary attachments takes less than two."""
_MEMORY = 1_000_000_000
_HEADER_LENGTH = 5000
"""Characters; a file name of 255 letters of any writing, spelt as RFC 2231 wants it, fits."""
_MAIL = re.compile(
    rb"^(?:From|Received|Return-Path|Delivered-To|MIME-Version|Message-ID|X-[\w-]+|DKIM-Signature):", re.IGNORECASE
)
_HEADER = re.compile(rb"(?:[!-9;-~]+:|[ \t]|From )")
_NO_TEXT = (
    (b"\xd0\xcf\x11\xe0", "ein altes Office-Dokument oder eine Outlook-Nachricht (.msg)"),
    (b"%PDF", "ein PDF"),
    (b"PK\x03\x04", "ein ZIP oder ein Office-Dokument"),
    (b"\xff\xd8\xff", "ein Foto"),
    (b"\x89PNG", "ein Bild"),
    (b"{\\rtf", "ein RTF-Dokument"),
)
_ASK_FOR_TEXT = "Bitte als .eml oder .txt speichern, oder den Text kopieren und einfügen: python3 tasks.py intake -"
_TOO_LONG = (
    "Bitte nur den Teil mit der Bewerbung kopieren und einfügen: python3 tasks.py intake - (oder als .txt speichern)"
)
_TOO_MUCH_WORK = f"Die Mail ist so verschachtelt oder so groß, dass sie nicht sicher zu lesen ist. {_TOO_LONG}"
_HIDDEN = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg"})
_BLOCK = re.compile(
    r"(?=</?(?:address|article|blockquote|br|d[dlt]|div|h[1-6r]|li|[ou]l|p|pre|table|tr)\b)", re.IGNORECASE
)
_NO_CHARSETS = frozenset({"punycode", "idna", "unicode_escape", "raw_unicode_escape"})
"""Codecs of Python that no mail is written in; the first takes the square of the time."""


class UnreadableError(Exception):
    """What was given cannot be read; the message is German and says the way out."""


@dataclass(frozen=True, slots=True)
class Part:
    """A text in a mail, where it stood, and whether its lines are to be joined again (RFC 3676, format=flowed)."""

    text: str
    where: str
    flowed: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """What came: its texts, the best first; sender, subject and day as the mail says, names of what hangs on it."""

    parts: tuple[Part, ...]
    sender: str = ""
    subject: str = ""
    sent: str = ""
    attached: tuple[str, ...] = ()


def read_letter(data: bytes) -> Letter:
    """The texts in a mail or text file: attached texts, then the mail's own words, then its HTML without markup.

    Raises `UnreadableError` for what is too long or no text at all.
    """
    if len(data) > MAIL_BYTES:
        limit = f"höchstens {MAIL_BYTES // 1_000_000} MB"
        raise UnreadableError(f"Das sind {len(data) / 1e6:.0f} MB, gelesen werden {limit}. {_TOO_LONG}")
    for start, what in _NO_TEXT:
        if data.startswith(start):
            raise UnreadableError(f"Das ist {what}, kein Text. {_ASK_FOR_TEXT}")
    if not _is_mail(data):
        return Letter((Part(_text(_not_too_long(data), ""), "Text"),))
    if data.count(b"\n") > _MOST_LINES:
        raise UnreadableError(_TOO_MUCH_WORK)
    return _read_apart(data) if len(data) > APART_BYTES else _read_mail(data)


def _read_apart(data: bytes) -> Letter:
    """As `_read_mail`, within limits of time and memory."""
    from .. import pool  # noqa: PLC0415 - most letters are small; their reading does not wait for this

    limits = pool.Limits(processor=_SECONDS, wall=6 * _SECONDS, memory=_MEMORY)
    (answer,) = pool.run(_letter_or_complaint, [data], workers=1, limits=limits)
    if isinstance(answer, Letter):
        return answer
    raise UnreadableError(answer if isinstance(answer, str) else _TOO_MUCH_WORK)


def _letter_or_complaint(data: bytes) -> Letter | str:
    try:
        return _read_mail(data)
    except UnreadableError as fault:
        return str(fault)


def _read_mail(data: bytes) -> Letter:
    try:
        return _letter(email.message_from_bytes(data, policy=_ShortHeaders()))
    except RecursionError as fault:
        raise UnreadableError(f"Die Mail ist zu tief verschachtelt. {_TOO_LONG}") from fault


class _ShortHeaders(email.policy.Compat32):
    """Cuts headers: for the parameters of a long one the standard library takes the square of its length."""

    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        """Name and value of a header as it was read."""
        name, value = super().header_source_parse(list(sourcelines))
        return name, value[:_HEADER_LENGTH]


def _is_mail(data: bytes) -> bool:
    """Whether it begins with headers of which one is a mail's: a text may begin with ``Name: …`` as well."""
    lines = data[:100_000].lstrip(b"\xef\xbb\xbf\r\n").split(b"\n")
    found = False
    for line in lines:
        if not line.strip():
            break
        if not _HEADER.match(line):
            return False
        found = found or _MAIL.match(line) is not None
    return found


def _letter(mail: Message) -> Letter:
    attached: list[str] = []
    files: list[Part] = []
    plain: list[Part] = []
    rich: list[Part] = []
    for number, part in enumerate(mail.walk()):
        if number >= MOST_PARTS:
            raise UnreadableError(f"Die Mail hat mehr als {MOST_PARTS} Teile. {_TOO_LONG}")
        if part.is_multipart():
            continue
        kind, name = part.get_content_type(), _header(part.get_filename())
        if name or part.get_content_disposition() == "attachment":
            attached.append(name or "ohne Namen")
            if kind == "text/plain" or name.lower().endswith(".txt"):
                files.append(Part(_decoded(part), f"Anhang {name or 'ohne Namen'}"))
        elif kind == "text/plain":
            flowed = str(part.get_param("format", "")).lower() == "flowed"
            plain.append(Part(_decoded(part), "Mail", flowed))
        elif kind == "text/html":
            rich.append(Part(_without_markup(_decoded(part)), "Mail (HTML)"))
    found = tuple(part for part in (*files, *plain, *rich) if part.text.strip())
    sender, subject, sent = (_header(mail.get(name)) for name in ("From", "Subject", "Date"))
    return Letter(found, sender, subject, sent, tuple(attached))


def _header(value: object) -> str:
    """A header's or file name's words on one line, at most 300 characters."""
    raw = str(value or "")[:3000]
    try:
        text = str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, ValueError):
        text = raw
    return " ".join(text.encode("utf-8", "replace").decode().split())[:300]


def _decoded(part: Message) -> str:
    try:
        data = part.get_payload(decode=True)
        charset = part.get_content_charset() or ""
    except (LookupError, ValueError, AssertionError):
        data, charset = str(part.get_payload()).encode("utf-8", "replace"), ""
    return _text(_not_too_long(data if isinstance(data, bytes) else b""), charset)


def _not_too_long(data: bytes) -> bytes:
    if len(data) > TEXT_BYTES:
        limit = f"höchstens {TEXT_BYTES // 1_000_000} MB"
        raise UnreadableError(f"Der Text ist {len(data) / 1e6:.0f} MB lang, gelesen wird {limit}. {_TOO_LONG}")
    return data


def _text(data: bytes, charset: str) -> str:
    """The text with LF as only line end. UTF-8 that says it is something else is UTF-8: it is never so by chance."""
    for bom, name in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(bom):
            charset = name
    tries = ["utf-8", charset, "cp1252"] if any(byte > 0x7F for byte in data) else [charset, "utf-8"]
    if charset.startswith(("utf-16", "utf-32", "utf-8-sig")):
        tries = [charset, *tries]
    text = None
    for name in tries:
        if not name or name.lower().replace("-", "_") in _NO_CHARSETS:
            continue
        try:
            text = data.decode(name)
            break
        except (LookupError, ValueError):  # an unknown charset, or another than it says
            continue
    if text is None:
        text = data.decode("cp1252", "replace")
    # Half characters, which some charsets can spell, could not be saved.
    text = text.encode("utf-8", "replace").decode("utf-8").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _without_markup(text: str) -> str:
    """The words of an HTML mail, a line per block; what a mail program would not show is left out."""
    marked = _BLOCK.sub("\n", text.replace("\n", " "))
    words = html.unescape(nh3.clean(marked, tags=set(), attributes={}, clean_content_tags=set(_HIDDEN)))
    lines = (" ".join(line.split()) for line in words.split("\n"))
    return "\n".join(_single_blanks(lines))


def _single_blanks(lines: Iterator[str]) -> Iterator[str]:
    before = ""
    for line in lines:
        if line or before:
            yield line
        before = line
