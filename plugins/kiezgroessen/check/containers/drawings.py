"""SVG: what it loads, where it leads, and which words are in it. Lines and places are left out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from ..addresses import of_tag
from ..tags import tags_of
from .found import NO_WAY, Found, foreign

_LINES = re.compile(
    r"""\s(?:d|transform|points|viewBox|x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|width|height|fill|stroke|fill-rule)="[^"]*\""""
)
_EDITORS = ("inkscape", "sodipodi", "adobe.com", "sketch", "figma")
_SCRIPT = re.compile(r"<script|\son[a-z]+\s*=|javascript:", re.IGNORECASE)


def of_svg(data: bytes) -> Iterator[Found]:
    """Metadata, comments, programs and marks of drawing programs are foreign."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        yield NO_WAY
        return
    lines = _LINES.sub("", text)
    if "<!--" in lines:
        yield foreign("einen Kommentar")
    if "<metadata" in lines or "rdf:" in lines:
        yield foreign("Metadaten")
    if "<!DOCTYPE" in lines or "<!ENTITY" in lines:
        yield foreign("eigene Regeln")
    if _SCRIPT.search(lines):
        yield foreign("ein Programm")
    if any(editor in lines for editor in _EDITORS):
        yield foreign("Spuren eines Zeichenprogramms")
    tags = list(tags_of(lines))
    for tag in tags:
        for address in of_tag(tag):
            if not address.text.startswith("#"):
                yield Found("link" if address.use == "link" else "load", address.text)
    values = (value for tag in tags for key, value in tag.values.items() if not key.startswith("xmlns"))
    words = dict.fromkeys((*re.findall(r">([^<>]*[^<>\s][^<>]*)<", lines), *values))
    # Shapes of letters are called after their digest: nobody's words, and there are hundreds of them.
    yield from (Found("text", html.unescape(one)) for one in words if not re.fullmatch(r"#?g[0-9A-F]{16,}", one))
