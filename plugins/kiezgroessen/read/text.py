"""Bytes to text: UTF-8 or a problem that names the byte and the line; never mojibake."""

from __future__ import annotations

import re
import unicodedata

from kiezgroessen.problems import Problem, error, warning

_SAVE_AS_UTF8 = "Bitte im Textprogramm beim Speichern die Kodierung »UTF-8« wählen."
_BOMS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
# U+0085, U+2028 and U+2029 are line breaks to YAML and to nobody else: line numbers and texts would differ.
# U+FFFE and U+FFFF may not stand in XML, so no feed could carry them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffd-\uffff]")
# UTF-8 that was once read as Windows-1252 and saved again: "Ã¤" for "ä", "â€œ" for "“". No language writes these pairs.
_TWICE = re.compile("Ã[\x80-\xbf\u0152-\u0178\u2013-\u2122]|â€[\x80-\xbf\u0152-\u02dc\u2013-\u2122]")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Controls that make what follows run the other way, beyond the field or the remark they stand in."""
_NAMES = {
    "\x00": "Nullbyte",
    "\x0b": "senkrechter Tabulator",
    "\x0c": "Seitenumbruch",
    "\r": "einzelner Wagenrücklauf, das Zeilenende alter Macs",
    "\x85": "Zeilenende von Großrechnern",
    "\u2028": "Zeilentrenner aus einem Satzprogramm",
    "\u2029": "Absatztrenner aus einem Satzprogramm",
}
_MOST_PER_FILE = 10


def decode(data: bytes, path: str) -> tuple[str | None, list[Problem]]:
    """The text of a file with LF as only line end and without byte order mark, or ``None`` and why not.

    Allowed are UTF-8 with or without byte order mark and the line ends LF and CRLF.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return None, [error(path, 1, f"Die Datei ist in {name} gespeichert, nicht in UTF-8.", hint=_SAVE_AS_UTF8)]
    if data.count(0) * 3 > len(data):
        message = "Die Datei sieht nach UTF-16 aus, nicht nach UTF-8."
        return None, [error(path, 1, message, hint=_SAVE_AS_UTF8)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return None, [_not_utf8(data, path, fault.start)]
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    found = _forbidden(text, path)
    if found:
        return None, found
    return text, _encoded_twice(text, path)


def forbidden_in(text: str) -> str | None:
    """What the first character is called that no text may hold, or ``None`` if there is none."""
    match = _FORBIDDEN.search(text)
    return _called(match[0]) if match else None


def _not_utf8(data: bytes, path: str, where: int) -> Problem:
    # The reader of a stream without byte order mark counts the mark's three bytes out; an editor does not.
    where += 3 if data.startswith(b"\xef\xbb\xbf") else 0
    line = data.count(b"\n", 0, where) + 1
    start = data.rfind(b"\n", 0, where) + 1
    raw = data[start:].split(b"\n", 1)[0].rstrip(b"\r")
    message = f"Byte {where + 1} (0x{data[where]:02X}) ist kein gültiges UTF-8."
    try:
        guess = raw.decode("cp1252")
    except UnicodeDecodeError:
        guess = None
    if guess is None or forbidden_in(guess):
        return error(path, line, message, hint=_SAVE_AS_UTF8, shown=raw.decode("utf-8", "backslashreplace"))
    rest = data.decode("utf-8", "ignore")
    if any(ord(sign) > 127 for sign in rest):
        hint = "Die Datei mischt zwei Kodierungen: diese Zeile neu tippen und als UTF-8 speichern."
    else:
        hint = f"Das sieht nach Windows-1252 aus – bitte als UTF-8 speichern. {_SAVE_AS_UTF8}"
    return error(path, line, message, hint=hint, shown=raw.decode("utf-8", "backslashreplace"), fix=guess)


def _forbidden(text: str, path: str) -> list[Problem]:
    if not _FORBIDDEN.search(text):
        return []
    problems = []
    for number, line in enumerate(text.split("\n"), 1):
        match = _FORBIDDEN.search(line)
        if match is None:
            continue
        fix = _FORBIDDEN.sub("", line)
        if match[0] == "\ufffd":
            message = "Das Zeichen »\ufffd« steht für einen Buchstaben, der beim Speichern verloren ging."
            hint, fixed = "Bitte das Wort neu tippen.", None
        elif match[0] == "\r":
            message, hint, fixed = f"Hier steht ein verbotenes Zeichen: {_called(match[0])}.", _SAVE_AS_UTF8, None
        else:
            message = f"Hier steht ein unsichtbares Zeichen: {_called(match[0])}."
            hint, fixed = "Bitte löschen oder die Zeile neu tippen.", fix
        shown = _FORBIDDEN.sub("\ufffd", line)
        problems.append(error(path, number, message, hint=hint, shown=shown[:200], fix=fixed, column=match.start() + 1))
        if len(problems) == _MOST_PER_FILE:
            break
    return problems


def _called(sign: str) -> str:
    code = f"U+{ord(sign):04X}"
    name = _NAMES.get(sign) or unicodedata.name(sign, "Steuerzeichen")
    return f"{code} ({name})"


def _encoded_twice(text: str, path: str) -> list[Problem]:
    if not _TWICE.search(text):
        return []
    problems = []
    for number, line in enumerate(text.split("\n"), 1):
        match = _TWICE.search(line)
        if match:
            try:
                fix: str | None = line.encode("cp1252").decode("utf-8")
            except UnicodeError:
                fix = None
            message = f"»{match[0]}« sieht nach einem Umlaut oder Anführungszeichen aus, das falsch gespeichert wurde."
            hint = "Bitte die Zeile neu tippen und als UTF-8 speichern."
            problems.append(warning(path, number, message, hint=hint, shown=line, fix=fix, column=match.start() + 1))
    return problems[:_MOST_PER_FILE]
