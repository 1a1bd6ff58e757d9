"""Files around the pages, each read by the rules of its own format."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import PurePosixPath

from .html import json_file, look, look_inside
from .seen import Seen

_ICS_LINE = re.compile(
    r'(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,[^";:,]*)*)*):(?P<value>.*)', re.DOTALL
)
_ICS_TEXTS = frozenset(["SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME"])
_ESCAPED = re.compile(r"\\([\\;,nN])")
_LOOSE = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")
_CONTROLS = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_FORMULAS = "=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20"
_SVG_BAD = re.compile(r"script|foreignObject|style|iframe|use|image|animate|set|handler", re.IGNORECASE)


def look_at(name: str, data: bytes) -> list[Seen]:
    """What a finished file holds; nothing for those that hold no words of contents."""
    ending = name.rpartition(".")[2]
    if ending == "html" and not name.startswith("stil/"):
        return look(data.decode())
    if ending == "xml":
        return xml(name, data)
    if ending == "ics":
        return [ics(data)]
    if ending == "webmanifest":
        return [json_file(data.decode())]
    if ending == "txt" and not name.startswith("schrift/"):
        return [words(data)]
    if ending == "svg":
        return [svg(data)]
    if ending == "zip":
        return archive(data)
    return []


def xml(name: str, data: bytes) -> list[Seen]:
    """Feeds and the site map; what they carry as HTML is looked at as such."""
    seen = Seen("site map" if name == "sitemap.xml" else "Atom")
    try:
        root = ET.fromstring(data)  # noqa: S314 - our own file; entities are refused below
    except ET.ParseError as fault:
        seen.armed.append(f"no XML: {fault}")
        return [seen]
    if b"<!" in data or data.count(b"<?") > 1:
        seen.armed.append("a declaration, a comment or raw characters")
    more = []
    for element in root.iter():
        seen.shape.add(element.tag)
        seen.shape.update(f"{element.tag}@{key}" for key in element.attrib)
        seen.texts += [*element.attrib.values()]
        if element.get("type") == "html":
            more.append(look_inside(element.text or "", "Atom, its HTML"))
        else:
            seen.texts.append(element.text or "")
        for key, value in element.attrib.items():
            if key in ("href", "src") and not value.startswith(("https://kiez.example", "http://localhost")):
                seen.armed.append(f"{key}={value[:60]}")
    return [seen, *more]


def ics(data: bytes) -> Seen:
    """A calendar, line by line (RFC 5545): ends, lengths, names, escapes, nesting."""
    seen = Seen("iCalendar")
    if re.search(rb"(?<!\r)\n|\r(?!\n)", data):
        seen.armed.append("a line end that is none")
    lines = data.split(b"\r\n")
    seen.armed += ["a line of more than 75 bytes"] * any(len(line) > 75 for line in lines)
    open_: list[str] = []
    for line in data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]:
        found = _ICS_LINE.fullmatch(line)
        if found is None or _CONTROLS.search(line):
            seen.armed.append(f"no line of a calendar: {line[:60]!r}")
            continue
        name, value = found["name"], found["value"]
        seen.shape.add(name)
        seen.shape.update(f"{name};{one.partition('=')[0]}" for one in found["params"].split(";")[1:])
        if name == "BEGIN":
            open_.append(value)
            seen.shape.add(f"BEGIN:{value}")
        elif name == "END" and (not open_ or open_.pop() != value):
            seen.armed.append(f"END:{value} ends nothing")
        elif name in _ICS_TEXTS:
            if not _LOOSE.fullmatch(value):
                seen.armed.append(f"{name} is not escaped: {value[:60]!r}")
            seen.texts.append(_ESCAPED.sub(lambda one: "\n" if one[1] in "nN" else one[1], value))
    seen.armed += [f"BEGIN:{one} without end" for one in open_]
    return seen


def table(data: bytes, columns: int) -> Seen:
    """A table as a spreadsheet opens it: nothing it would calculate."""
    seen = Seen("CSV")
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";", strict=True):
        if len(row) != columns:
            seen.armed.append(f"{len(row)} cells instead of {columns}")
        for cell in row:
            seen.texts.append(cell)
            first = cell.lstrip(" \u00a0\u200b\ufeff")[:1]
            if first and first in _FORMULAS:
                seen.armed.append(f"a formula: {cell[:60]!r}")
            if "\n" in cell or "\r" in cell:
                seen.armed.append(f"a line end in a cell: {cell[:60]!r}")
    return seen


def words(data: bytes) -> Seen:
    """A text to be copied: nothing invisible that commands."""
    seen = Seen("ready texts")
    text = data.decode()
    if _CONTROLS.search(text):
        seen.armed.append("a control character")
    seen.texts.append(text)
    return seen


def svg(data: bytes) -> Seen:
    """A drawing by itself: well-formed, nothing that runs, nothing from elsewhere."""
    seen = Seen("SVG")
    try:
        root = ET.fromstring(data)  # noqa: S314 - our own file
    except ET.ParseError as fault:
        seen.armed.append(f"no XML: {fault}")
        return seen
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if _SVG_BAD.fullmatch(tag) and not _is_inner(element):
            seen.armed.append(f"<{tag}>")
        for key, value in element.attrib.items():
            if key.lower().startswith("on") or (key.endswith("href") and not value.startswith(("#", "data:image/"))):
                seen.armed.append(f"{key}={value[:60]}")
        seen.texts.append(element.text or "")
    return seen


def _is_inner(element: ET.Element) -> bool:
    """Whether it only shows what is in the drawing itself: glyphs, and pictures that are part of the file."""
    links = [value for key, value in element.attrib.items() if key.endswith("href")]
    return bool(links) and all(link.startswith(("#", "data:image/")) for link in links)


def archive(data: bytes) -> list[Seen]:
    """An archive as an unpacking program takes it: plain names, and what its texts and drawings hold."""
    seen = Seen("ZIP")
    found = [seen]
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        names = opened.namelist()
        if len(names) != len({name.casefold() for name in names}):
            seen.armed.append("two members of one name")
        for info in opened.infolist():
            if not _NAME.fullmatch(info.filename) or ".." in PurePosixPath(info.filename).parts:
                seen.armed.append(f"a name: {info.filename!r}")
            if info.external_attr >> 28 not in (0, 8):
                seen.armed.append(f"no file: {info.filename!r}")
            inside = opened.read(info)
            if info.filename.endswith(".txt"):
                found.append(words(inside))
            elif info.filename.endswith(".svg"):
                found.append(svg(inside))
    return found
