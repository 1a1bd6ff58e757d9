"""One photo, decoded once, in all its sizes: upright, in sRGB, without a word about who took it where.

The order of work is chosen for speed: shrink first, then turn, convert and grade the small picture.
"""

from __future__ import annotations

import hashlib
import io
import math
import warnings
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageCms

from ..plan.media import Box, Cut, Encoding, PicturePlan, Variant
from ..read.photos import UnusablePhotoError, open_photo
from .jobs import Photos

DAMAGED = "ist beschädigt – bitte noch einmal vom Telefon kopieren"
CHANGED = "hat sich während des Bauens geändert – bitte noch einmal bauen"
GONE = "ist nicht mehr da"

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def make_variants(
    plan: PicturePlan, missing: Sequence[Variant] | None = None, photos: Photos | None = None
) -> list[bytes]:
    """The files of a plan's variants, or of those ``missing``, in their order. Raises `UnusablePhotoError`.

    All sizes are gone through even if one is asked for: the bytes of a file must not depend on what else was missing.
    """
    sizes = sorted({(variant.width, variant.height) for variant in plan.variants}, reverse=True)
    picture = develop(plan.cut, sizes[0], photos)
    scaled = {}
    for size in sizes:
        # Each step starts from the one before: four widths then cost hardly more than one.
        picture = picture if picture.size == size else picture.resize(size, Image.Resampling.LANCZOS)
        scaled[size] = picture
    wanted = plan.variants if missing is None else missing
    return [_encoded(scaled[variant.width, variant.height], variant, plan.encoding) for variant in wanted]


def develop(cut: Cut, size: tuple[int, int], photos: Photos | None = None) -> Image.Image:
    """The cut at this size in pixels: "RGB" in sRGB, or "L" for the tone ``ink``.

    The photo is taken from ``photos`` if it is there, otherwise from the disk.

    Raises `UnusablePhotoError`, and `MemoryError` when there is not enough of it.
    """
    data = (photos or {}).get(cut.digest)
    try:
        data = Path(cut.path).read_bytes() if data is None else data
    except OSError:
        raise UnusablePhotoError(GONE) from None
    if hashlib.sha256(data).hexdigest() != cut.digest:
        raise UnusablePhotoError(CHANGED)
    try:
        with warnings.catch_warnings(), open_photo(data) as photo:
            # Oddities of cameras; what really is broken raises.
            warnings.simplefilter("ignore")
            profile = photo.info.get("icc_profile")
            picture = _shrunk(photo, cut, size)
    except (UnusablePhotoError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - damage has many faces, and the decoders do not keep a list of them
        raise UnusablePhotoError(DAMAGED) from None
    if cut.turn in _TURNS:
        picture = picture.transpose(_TURNS[cut.turn])
    picture = _in_srgb(_on_white(picture), profile)
    return _bare(_printed(picture.convert("L")) if cut.tone == "ink" else picture.convert("RGB"))


def _bare(picture: Image.Image) -> Image.Image:
    """Nothing but pixels: otherwise comments and profiles travel on into the files."""
    picture.info.clear()
    return picture


def stored_box(box: Box, turn: int, size: tuple[int, int]) -> Box:
    """Where a box of the upright photo (of ``size``) lies in the pixels as stored."""
    left, top, right, bottom = box
    width, height = size
    if turn in (2, 3, 7, 6):
        left, right = width - right, width - left
    if turn in (3, 4, 7, 8):
        top, bottom = height - bottom, height - top
    return (top, left, bottom, right) if turn >= 5 else (left, top, right, bottom)


def _shrunk(photo: Image.Image, cut: Cut, size: tuple[int, int]) -> Image.Image:
    wide, high = photo.size
    left, top, right, bottom = stored_box(cut.box, cut.turn, cut.size)
    target = size[::-1] if cut.turn >= 5 else size
    share = target[0] / (right - left)
    # Where no profile has a say, grey can be had at once: one channel to decode and to shrink instead of three.
    grey = cut.tone == "ink" and photo.mode in ("RGB", "P") and not photo.info.keys() & {"icc_profile", "transparency"}
    if photo.format in ("JPEG", "MPO") and (grey or share <= 0.5):
        # The JPEG decoder halves for nothing.
        wanted = (math.ceil(wide * share), math.ceil(high * share)) if share <= 0.5 else (wide, high)
        photo.draft("L" if grey else photo.mode, wanted)
    photo.load()
    scale_x, scale_y = photo.width / wide, photo.height / high
    part = (left * scale_x, top * scale_y, right * scale_x, bottom * scale_y)
    pixels = photo.convert("L") if grey else _eight_bit(photo)
    return pixels.resize(target, Image.Resampling.LANCZOS, box=part, reducing_gap=3.0)


def _eight_bit(picture: Image.Image) -> Image.Image:
    """A mode that can be resized: palettes and bitmaps as colours, 16 bits as 8."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 257).convert("L")
    if picture.mode == "PA" or "transparency" in picture.info:
        return picture.convert("RGBA")
    if picture.mode in ("P", "1"):
        return picture.convert("RGB")
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in ("RGBA", "LA"):
        return picture
    paper = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(paper, picture.convert("RGBA")).convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as the profile means them; without one, or with a broken one, as they are."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if "sRGB" in ImageCms.getProfileDescription(source):
                return picture
            converted = ImageCms.profileToProfile(
                picture,
                source,
                ImageCms.createProfile("sRGB"),
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                outputMode="RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
        else:
            return converted if converted is not None else picture
    return picture if picture.mode in ("RGB", "L") else picture.convert("RGB")


def _printed(grey: Image.Image) -> Image.Image:
    """A grey picture fit for one ink: dim photos get a white and a black.

    Contrast is at most doubled, or noise would show; the less there is of it, the more the brightness stays as it was,
    so a white sheet stays white.
    """
    counts = grey.histogram()
    ignored = sum(counts) // 200
    low, high = _percentile(counts, ignored), 255 - _percentile(counts[::-1], ignored)
    middle = (low + high) / 2
    trust = min(1.0, (high - low) / 128)
    gain = 255 / max(high - low, 128)
    reach = (high - low) / 2 * gain
    target = max(reach, min(255 - reach, middle * (1 - trust) + 127.5 * trust))
    return grey.point([max(0, min(255, round((value - middle) * gain + target))) for value in range(256)])


def _percentile(counts: Sequence[int], ignored: int) -> int:
    seen = 0
    for value, count in enumerate(counts):
        seen += count
        if seen > ignored:
            return value
    return 255


def _encoded(picture: Image.Image, variant: Variant, encoding: Encoding) -> bytes:
    out = io.BytesIO()
    if variant.format == "avif":
        # One thread: the pool already fills all cores, and the bytes must not depend on how many there are.
        picture.save(out, "AVIF", quality=encoding.avif_quality, speed=encoding.avif_speed, max_threads=1)
    else:
        picture.save(out, "JPEG", quality=encoding.jpg_quality, progressive=True, optimize=True)
    return out.getvalue()
