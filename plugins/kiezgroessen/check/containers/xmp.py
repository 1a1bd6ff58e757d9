"""XMP, the one kind of metadata that some files carry on purpose: every word in it is named."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from .found import Found, Kind, foreign

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_FRAME = frozenset(
    [
        *("{adobe:ns:meta/}xmpmeta", "{adobe:ns:meta/}xmptk", "{http://www.w3.org/XML/1998/namespace}lang"),
        *(f"{_RDF}{name}" for name in ("RDF", "Description", "about", "Alt", "Seq", "Bag", "li")),
    ]
)
"""What every packet is made of."""
_PDF = frozenset(
    [
        *("{http://ns.adobe.com/xap/1.0/}CreatorTool", "{http://purl.org/dc/elements/1.1/}language"),
        *("{http://www.aiim.org/pdfua/ns/id/}part", "{http://ns.adobe.com/xap/1.0/t/pg/}NPages"),
        *("{http://purl.org/dc/elements/1.1/}format", "{http://ns.adobe.com/pdf/1.3/}PDFVersion"),
        *(f"{{http://ns.adobe.com/xap/1.0/mm/}}{name}" for name in ("InstanceID", "DocumentID", "RenditionClass")),
    ]
)
"""What PDF/UA asks for and what the typesetter adds: no place, no time, no person."""
_NAMED: Mapping[str, Kind] = MappingProxyType(
    {
        "{http://ns.adobe.com/photoshop/1.0/}Credit": "credit",
        "{http://purl.org/dc/elements/1.1/}rights": "rights",
        "{http://purl.org/dc/elements/1.1/}creator": "author",
        "{http://purl.org/dc/elements/1.1/}title": "title",
    }
)


def of_packet(packet: bytes, *, sheet: bool = False) -> Iterator[Found]:
    """Credit, rights, author and title as such; all else is foreign. A ``sheet`` may say what PDF/UA wants to know."""
    if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        yield foreign("XMP mit eigenen Regeln")
        return
    try:
        root = ET.fromstring(packet.decode("utf-8").strip("\0 \r\n\ufeff"))  # noqa: S314 - no rules of its own, see above
    except (ET.ParseError, UnicodeDecodeError):
        yield foreign("unlesbares XMP")
        return
    known = _FRAME | _PDF if sheet else _FRAME
    for part in root.iter():
        if part.tag in _NAMED:
            yield Found(_NAMED[part.tag], " ".join("".join(part.itertext()).split()))
        elif part.tag not in known:
            yield foreign(f"XMP ({part.tag.rpartition('}')[2]})")
        for key, value in part.attrib.items():
            if key in _NAMED:
                yield Found(_NAMED[key], value)
            elif key not in known:
                yield foreign(f"XMP ({key.rpartition('}')[2]})")
