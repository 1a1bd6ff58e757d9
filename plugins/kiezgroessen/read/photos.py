"""Photos as editors hand them in: identity, size and way up, found without decoding a pixel.

Pillow is imported inside the functions: whoever only needs the type `Photo` (every stage does) does not pay for it.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

MEGAPIXELS = 50
"""More than any phone's photo needs, little enough to decode within some hundred megabytes."""

NO_PICTURE = "ist kein Bild (möglich sind JPEG, PNG und WebP)"
CUT_OFF = "ist abgeschnitten – bitte noch einmal vom Telefon kopieren"
TOO_BIG = f"hat mehr als {MEGAPIXELS} Megapixel – bitte kleiner speichern"
HEIC = "ist ein HEIC-Bild – bitte als JPEG speichern oder pillow-heif installieren (wie: Handbuch, »Das Foto«)"
UNREADABLE = "kann nicht gelesen werden"

_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
_ORIENTATION = 0x0112


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


def probe(path: Path) -> tuple[Photo | None, str | None]:
    """The photo, or the reason why it is none (German, continues "Das Foto …").

    The file is read once, nothing is decoded.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return None, UNREADABLE
    try:
        with open_photo(data) as image:
            kind = {"MPO": "jpeg"}.get(image.format or "", (image.format or "").lower())
            if _is_cut_off(data, kind):
                return None, CUT_OFF
            turn = _orientation(image, data)
            width, height = image.size if turn < 5 else image.size[::-1]
    except UnusablePhotoError as reason:
        return None, str(reason)
    return Photo(str(path.absolute()), hashlib.sha256(data).hexdigest(), width, height, turn, kind), None


def open_photo(data: bytes) -> Image.Image:
    """The picture with its header read. Only known formats are tried: no exotic decoder ever meets a foreign file.

    Raises `UnusablePhotoError`.
    """
    from PIL import Image  # noqa: PLC0415 - see the module's docstring

    formats = ["JPEG", "PNG", "WEBP"]
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
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
    except Exception:  # noqa: BLE001 - damaged headers have many faces, and the parsers keep no list of them
        raise UnusablePhotoError(NO_PICTURE) from None
    if image.width * image.height > MEGAPIXELS * 1_000_000:
        raise UnusablePhotoError(TOO_BIG)
    return image


def _orientation(image: Image.Image, data: bytes) -> int:
    from PIL import Image as Pillow  # noqa: PLC0415 - see the module's docstring

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # PngImageFile.getexif would decode the whole picture to look for a late chunk.
            exif = Pillow.Image.getexif(image)
            if _ORIENTATION not in exif and image.format == "PNG" and (late := _png_chunk(data, b"eXIf")):
                exif = Pillow.Exif()
                exif.load(late)
            turn = exif.get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - broken metadata has many faces; the picture itself may be fine
        return 1
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1


def _is_cut_off(data: bytes, kind: str) -> bool:
    if kind == "jpeg":
        start = _jpeg_pixels(data)
        return start is None or data.find(b"\xff\xd9", start) < 0
    if kind == "png":
        return _png_chunk(data, b"IEND") is None
    if kind == "webp":
        return len(data) < int.from_bytes(data[4:8], "little") + 8
    return False


def _jpeg_pixels(data: bytes) -> int | None:
    """Where the pixels of the main picture begin; before that, a thumbnail may have brought its own end marker."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            at += 1
            continue
        marker = data[at + 1]
        if marker == 0xDA:
            return at
        if marker == 0xFF:
            at += 1
        elif marker == 0 or 0xD0 <= marker <= 0xD9 or marker == 1:
            at += 2
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _png_chunk(data: bytes, kind: bytes) -> bytes | None:
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == kind:
            return data[at + 8 : at + 8 + length]
        at += 12 + length
    return None
