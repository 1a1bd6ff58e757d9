"""What a picture says beside its pixels: read with ExifTool, and byte by byte.

ExifTool knows more formats of metadata than anybody else, so it is asked for everything and only what every picture
must have is allowed. It needs Perl, which Linux and macOS have. Versions and digests: ``exiftool/package-lock.json``.
"""

from __future__ import annotations

import json
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from tests.support.npm import fetched

# Everything a browser must know to draw the pixels, and nothing else. System is the file's own name, size and times.
STRUCTURE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "File": frozenset(
            [
                "FileType",
                "FileTypeExtension",
                "MIMEType",
                "ImageWidth",
                "ImageHeight",
                "EncodingProcess",
                "BitsPerSample",
                "ColorComponents",
                "YCbCrSubSampling",
            ]
        ),
        "JFIF": frozenset(["JFIFVersion", "ResolutionUnit", "XResolution", "YResolution"]),
        "QuickTime": frozenset(
            [
                "MajorBrand",
                "MinorVersion",
                "CompatibleBrands",
                "HandlerType",
                "ImageSpatialExtent",
                "ImagePixelDepth",
                "AV1ConfigurationVersion",
                "SeqProfile",
                "SeqLevelIdx0",
                "SeqTier0",
                "HighBitDepth",
                "TwelveBit",
                "ChromaFormat",
                "ChromaSamplePosition",
                "InitialDelaySamples",
                "ColorProfiles",
                "ColorPrimaries",
                "TransferCharacteristics",
                "MatrixCoefficients",
                "VideoFullRangeFlag",
                "MediaDataSize",
                "MediaDataOffset",
                "MediaData",
            ]
        ),
        "Meta": frozenset(["PrimaryItemReference"]),
    }
)
CREDITED: Mapping[str, frozenset[str]] = MappingProxyType(
    {**STRUCTURE, "XMP-photoshop": frozenset(["Credit"]), "XMP-dc": frozenset(["Rights"])}
)
"""The same, and whose picture it is: what pictures for the press may say besides."""
_OURS = frozenset(["ExifTool", "System", "Composite"])
"""Groups that ExifTool makes up itself; a warning or an error among them is told all the same."""

_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_CREDIT = frozenset(
    [
        "{adobe:ns:meta/}xmpmeta",
        f"{_RDF}RDF",
        f"{_RDF}Description",
        f"{_RDF}about",
        "{http://ns.adobe.com/photoshop/1.0/}Credit",
        "{http://purl.org/dc/elements/1.1/}rights",
        f"{_RDF}Alt",
        f"{_RDF}li",
        "{http://www.w3.org/XML/1998/namespace}lang",
    ]
)

_PLAIN_JPEG = frozenset([0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA, 0xDD])
_CONTAINERS = frozenset([b"meta", b"iprp", b"ipco"])
_PLAIN_AVIF = _CONTAINERS | frozenset(
    [b"ftyp", b"hdlr", b"pitm", b"iloc", b"iinf", b"ispe", b"pixi", b"av1C", b"colr", b"ipma", b"mdat"]
)


class MetadataError(Exception):
    """ExifTool did not work: never to be taken for a clean picture."""


def told(folder: Path, *, credited: bool = False) -> list[str]:
    """All that the pictures below ``folder`` say beside what is needed to draw them: ``file: group:tag``.

    ``credited``: they are for the press, and may say whose they are.
    Raises ``MetadataError`` when there is no picture, or no verdict.
    """
    tool = fetched(Path(__file__).parent / "exiftool", "exiftool-vendored.pl") / "bin" / "exiftool"
    command = ["perl", str(tool), "-json", "-G1", "-a", "-u", "-U", "-ee", "-m", "-r", str(folder)]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    try:
        files = json.loads(result.stdout)
    except ValueError as error:
        raise MetadataError(f"no verdict, exit code {result.returncode}: {result.stdout}{result.stderr}") from error
    pictures = [path for path in folder.rglob("*") if path.is_file()]
    if not pictures or len(files) != len(pictures):
        raise MetadataError(f"{len(files)} of {len(pictures)} files below {folder} were read")
    allowed = CREDITED if credited else STRUCTURE
    found = [f"{Path(file['SourceFile']).name}: {tag}" for file in files for tag in file if _is_foreign(tag, allowed)]
    for path in sorted(pictures):
        found += [f"{path.name}: {block}" for block in blocks(path.read_bytes(), credited=credited)]
    return found


def _is_foreign(tag: str, allowed: Mapping[str, frozenset[str]]) -> bool:
    group, _, name = tag.rpartition(":")
    if not group:
        return False
    if group in _OURS:
        return name in {"Error", "Warning"}
    return name not in allowed.get(group, frozenset())


def blocks(data: bytes, *, credited: bool = False) -> list[str]:
    """Parts of a JPEG or AVIF file that are not needed to draw it, found without ExifTool."""
    return list(_of_jpeg(data, credited=credited) if data[:2] == b"\xff\xd8" else _of_avif(data, 0, len(data)))


def _of_jpeg(data: bytes, *, credited: bool) -> Iterator[str]:
    at = 2
    while at < len(data):
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xD9:
            if at + 2 < len(data):
                yield f"{len(data) - at - 2} bytes after the end"
            return
        if credited and marker == 0xE1 and data.startswith(_XMP, at + 4):
            yield from _beside_credit(data[at + 4 + len(_XMP) : at + 2 + length])
        elif marker not in _PLAIN_JPEG:
            yield f"segment {marker:02X}"
        # Sixteen bytes without, more with a thumbnail.
        if marker == 0xE0 and length != 16:
            yield "thumbnail in segment E0"
        at += 2 + length
        if marker == 0xDA:
            while data[at] != 0xFF or data[at + 1] in {0x00, *range(0xD0, 0xD8)}:
                at += 1
    yield "no end"


def _beside_credit(packet: bytes) -> Iterator[str]:
    """What an XMP packet says beside credit and rights."""
    for part in ET.fromstring(packet.decode()).iter():  # noqa: S314 - our own file
        yield from (f"XMP {name}" for name in (part.tag, *part.attrib) if name not in _CREDIT)


def _of_avif(data: bytes, at: int, end: int) -> Iterator[str]:
    while at < end:
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind not in _PLAIN_AVIF or length < 8:
            yield f"box {kind!r}"
            return
        body = data[at + 8 : at + length]
        if kind == b"iinf" and (body.count(b"infe") != 1 or b"av01" not in body):
            yield "items beside the picture"
        if kind == b"colr" and not body.startswith(b"nclx"):
            yield "a profile"
        if kind in _CONTAINERS:
            yield from _of_avif(data, at + (12 if kind == b"meta" else 8), at + length)
        at += length
