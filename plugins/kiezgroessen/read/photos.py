"""Photos as editors hand them in: identity, size and way up, found without decoding a pixel.

Pillow is imported inside the functions: whoever only needs the type `Photo` (every stage does) does not pay for it.
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from .opened import read_regular
from .signs import is_heif

if TYPE_CHECKING:
    from PIL import Image

    from ..pool import Cause

MEGAPIXELS = 50
"""More than any phone's photo needs, little enough to decode within some hundred megabytes."""

PHOTO_BYTES = 30_000_000
"""Three times what the best phones make."""

SIDE = 16_384
"""Pixels. Panoramas of phones stay below; JPEG and AVIF end at 65,535."""
SCANS = 100
"""Of one JPEG. Encoders write 10, the most diligent 20; each makes the decoder go through the whole picture again."""
PIECES = 20_000
"""Segments or chunks of one file. 30 MB of PNG in the chunks most encoders write are 4,000."""
PACKED = 64
"""Compressed chunks before the pixels of a PNG: each may grow to 1 MB. Usual are two."""
HEADER = 250_000
"""Bytes of what parsers go through bit by bit: tables, EXIF, padding. Usual are less than 70,000."""
FILL = 5_000_000
"""Bytes FF of one JPEG: each is a place where the next segment could begin. In 30 MB of a photo there are 200,000."""
# With these, the worst 30 MB known keep `probe` busy for 0.25 s of one core; without them, for more than 20 s.

NO_PICTURE = "ist kein Bild (möglich sind JPEG, PNG und WebP)"
CUT_OFF = "ist abgeschnitten – bitte noch einmal vom Telefon kopieren"
TOO_HEAVY = f"hat mehr als {PHOTO_BYTES // 1_000_000} MB – bitte kleiner speichern"
TOO_BIG = f"hat mehr als {MEGAPIXELS} Megapixel – bitte kleiner speichern"
TOO_LONG = f"ist breiter oder höher als {SIDE} Pixel – bitte kleiner speichern"
ODD = "ist ungewöhnlich aufgebaut – bitte in einem Bildprogramm öffnen und neu speichern"
HEIC = "ist ein HEIC-Bild – bitte als JPEG speichern oder pillow-heif installieren (wie: Handbuch, »Das Foto«)"
UNREADABLE = "kann nicht gelesen werden"
LOST: Mapping[Cause, str] = MappingProxyType(
    {
        "time": "braucht zum Öffnen zu lange – bitte in einem Bildprogramm öffnen und als JPEG neu speichern",
        "memory": "braucht zum Öffnen zu viel Arbeitsspeicher – bitte kleiner speichern",
        "death": "lässt sich nicht verarbeiten – bitte in einem Bildprogramm öffnen und als JPEG neu speichern",
    }
)
"""Why a photo that was given up cannot be used; continues "Das Foto …"."""

_ORIENTATION = 0x0112
_METADATA = ("exif", "Raw profile type exif", "xmp", "XML:com.adobe.xmp")
_JPEG_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_JPEG_BARE = {0x01, *range(0x02, 0xC0), 0xC8, 0xD8, 0xD9, *range(0xF0, 0xFE)}
"""Markers without a length after them."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A usable photo.

    ``path`` is absolute; ``digest`` the SHA-256 of the file in hex; ``width`` and ``height`` are pixels as a person
    sees the photo; ``turn`` is the EXIF orientation (1 to 8) that leads from the stored pixels there; ``format`` is
    ``jpeg``, ``png``, ``webp`` or ``heif``.
    """

    path: str
    digest: str
    width: int
    height: int
    turn: int
    format: str


class UnusablePhotoError(Exception):
    """Why a file cannot be used: German, continues "Das Foto …"."""


Answer: TypeAlias = tuple[Photo | None, str | None]
"""The photo, or the reason why it is none (German, continues "Das Foto …")."""

UNOPENED: Answer = (None, None)
"""Of a HEIC file that `probe` was not to open."""


def probe(path: Path, *, heif: bool = True) -> Answer:
    """The file is read once, nothing is decoded.

    The headers of HEIC files can be made to eat all memory: ``heif=False`` leaves them alone (see `probes`).
    """
    try:
        return examined(path, heif=heif)
    except MemoryError:
        return None, UNREADABLE


def examined(path: Path, *, heif: bool = True) -> Answer:
    """As `probe`, but raises `MemoryError`: a process with limits is better ended than used again."""
    try:
        # A byte more than is allowed: the file may have grown since it was looked at.
        data = read_regular(path, PHOTO_BYTES + 1, steps=2)
    except OSError:
        return None, UNREADABLE
    if len(data) > PHOTO_BYTES:
        return None, TOO_HEAVY
    if not heif and is_heif(data):
        return UNOPENED
    try:
        whole = _is_whole(data)
        with open_photo(data) as image:
            kind = {"MPO": "jpeg"}.get(image.format or "", (image.format or "").lower())
            if not whole:
                return None, CUT_OFF
            turn = _orientation(image, data)
            width, height = image.size if turn < 5 else image.size[::-1]
    except UnusablePhotoError as reason:
        return None, str(reason)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever a strange file does to a parser, the other photos are still to be read
        return None, UNREADABLE
    return Photo(str(path.absolute()), hashlib.sha256(data).hexdigest(), width, height, turn, kind), None


def open_photo(data: bytes) -> Image.Image:
    """The picture with its header read. Only known formats are tried: no exotic decoder ever meets a foreign file.

    Raises `UnusablePhotoError`, and `MemoryError` when there is not enough of it.
    """
    from PIL import Image  # noqa: PLC0415 - see the module's docstring

    formats = ["JPEG", "PNG", "WEBP"]
    if is_heif(data):
        try:
            # Not everybody needs it, so it is no requirement.
            import pillow_heif  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415
        except ImportError:
            raise UnusablePhotoError(HEIC) from None
        # One thread: each has a stack and an arena of its own, and the other cores have photos of their own to decode.
        pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
        formats = ["HEIF"]
    try:
        with warnings.catch_warnings():
            # Cameras write much that is slightly wrong; what matters to us is checked here and reported in German.
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=formats)
    except Image.DecompressionBombError:
        raise UnusablePhotoError(TOO_BIG) from None
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - damaged headers have many faces, and the parsers keep no list of them
        raise UnusablePhotoError(NO_PICTURE) from None
    if image.width * image.height > MEGAPIXELS * 1_000_000:
        raise UnusablePhotoError(TOO_BIG)
    if max(image.size) > SIDE:
        raise UnusablePhotoError(TOO_LONG)
    return image


def _orientation(image: Image.Image, data: bytes) -> int:
    from PIL import Image as Pillow  # noqa: PLC0415 - see the module's docstring

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for key in _METADATA:
                if told := image.info.get(key):
                    image.info[key] = told[:HEADER]
            # PngImageFile.getexif would decode the whole picture to look for a late chunk.
            exif = Pillow.Image.getexif(image)
            if _ORIENTATION not in exif and image.format == "PNG" and (late := _png_chunk(data, b"eXIf")):
                exif = Pillow.Exif()
                exif.load(late[:HEADER])
            turn = exif.get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - broken metadata has many faces; the picture itself may be fine
        return 1
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1


def _is_whole(data: bytes) -> bool:
    """Whether the end of the picture is there; what is no JPEG, PNG or WebP counts as whole.

    Raises `UnusablePhotoError` for files that would keep parsers and decoders busy: nobody else may see them before.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return _is_whole_jpeg(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _is_whole_png(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        for number, _ in enumerate(_riff_chunks(data)):
            _bound(number, PIECES)
        return len(data) >= int.from_bytes(data[4:8], "little") + 8
    return True


def _bound(value: int, limit: int) -> None:
    if value > limit:
        raise UnusablePhotoError(ODD)


def _is_whole_jpeg(data: bytes) -> bool:
    # From segment to segment: what lies in one (thumbnails) or behind the end (films) brings scans and ends of its own.
    _bound(data.count(b"\xff"), FILL)
    at = 2
    pieces = scans = header = 0
    while found := _JPEG_MARKER.search(data, at, len(data) if scans else at + HEADER + 2):
        marker = data[found.end() - 1]
        if marker == 0xD9 and scans:
            return True
        start, padding = found.end(), found.start() - at
        at = start if marker in _JPEG_BARE else start + max(2, int.from_bytes(data[start : start + 2], "big"))
        pieces += 1
        scans += marker == 0xDA
        _bound(pieces, PIECES)
        _bound(scans, SCANS)
        if scans == 0:
            # Kept by the parser as they are, and long in good photos: colour profiles, depth maps, gain maps.
            kept = (0xE0 <= marker <= 0xEF or marker == 0xFE) and data[start + 2 : start + 6] not in (b"Exif", b"Phot")
            header += padding + (0 if kept else at - start)
            _bound(header, HEADER)
    _bound(len(data) - at if scans == 0 else 0, HEADER)
    return False


def _is_whole_png(data: bytes) -> bool:
    packed, pixels = 0, False
    for number, (kind, _, _) in enumerate(_png_chunks(data)):
        if kind == b"IEND":
            return True
        pixels = pixels or kind == b"IDAT"
        packed += not pixels and kind in (b"iCCP", b"iTXt", b"zTXt")
        _bound(number, PIECES)
        _bound(packed, PACKED)
    return False


def _png_chunk(data: bytes, kind: bytes) -> bytes | None:
    return next((data[at : at + length] for name, at, length in _png_chunks(data) if name == kind), None)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and length of what each chunk holds."""
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], at + 8, length
        at += 12 + length


def _riff_chunks(data: bytes) -> Iterator[bytes]:
    """The kinds of the chunks."""
    at = 12
    while at + 8 <= len(data):
        yield data[at : at + 4]
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + length + length % 2
