"""Pictures before a pixel is touched: names, sizes and crops of everything that `make` will produce.

Names carry a hash of the photo and of all that is done to it, so a file never changes under its name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from ..read.photos import Photo
    from .share import SharePlan

Tone: TypeAlias = Literal["ink", "colour"]
"""``ink``: grey, to be multiplied over the paper; ``colour``: as photographed."""

Format: TypeAlias = Literal["avif", "jpg"]

Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of the upright photo."""

PICTURES = "bilder"
FALLBACK_WIDTH = 800
"""One JPEG is enough for browsers without AVIF; this width is sharp on a phone and bearable on a big screen."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How files are written. Speed 9 is AVIF's knee: 9 % more bytes than speed 6 for a tenth of the time (measured)."""

    avif_quality: int = 64
    avif_speed: int = 9
    jpg_quality: int = 80
    share_quality: int = 85


ENCODING = Encoding()


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a photo, ready to be decoded: the file, which way up, which part, in which tone.

    ``turn`` is the EXIF orientation; ``size`` and ``box`` are pixels of the upright photo.
    """

    path: str
    digest: str
    turn: int
    size: tuple[int, int]
    box: Box
    tone: Tone


@dataclass(frozen=True, slots=True)
class Variant:
    """One file: ``name`` is its path below the output folder, sizes are pixels."""

    format: Format
    width: int
    height: int
    name: str


@dataclass(frozen=True, slots=True)
class PicturePlan:
    """One photo in all its sizes, widest first, AVIF before JPEG."""

    cut: Cut
    variants: tuple[Variant, ...]
    encoding: Encoding

    def of(self, kind: Format) -> tuple[Variant, ...]:
        """The variants of one format, narrowest first, as ``srcset`` likes them."""
        return tuple(sorted((v for v in self.variants if v.format == kind), key=lambda v: v.width))


MediaPlan: TypeAlias = "PicturePlan | SharePlan"


def plan_picture(
    photo: Photo,
    *,
    slug: str,
    tone: Tone,
    widths: Sequence[int],
    aspect: float | None = None,
    focus: tuple[float, float] = (50.0, 50.0),
    encoding: Encoding = ENCODING,
) -> PicturePlan:
    """The files that are made of a photo. Nothing is enlarged: what the photo does not have is left out."""
    cut = plan_cut(photo, tone=tone, aspect=aspect, focus=focus)
    left, top, right, bottom = cut.box
    ladder = ladder_of(widths, right - left)
    # What comes out, not how it was asked for: the whole of a photo that has the shape of the crop is the same picture.
    mark = _mark(cut.digest, cut.turn, cut.box, cut.tone, ladder, encoding)
    fallback = max((w for w in ladder if w <= FALLBACK_WIDTH), default=ladder[0])

    def variant(kind: Format, width: int) -> Variant:
        height = max(1, round(width * (bottom - top) / (right - left)))
        return Variant(kind, width, height, f"{PICTURES}/{slug}-{mark}-{width}.{kind}")

    files = [variant("avif", width) for width in reversed(ladder)]
    return PicturePlan(cut, (*files, variant("jpg", fallback)), encoding)


def plan_cut(photo: Photo, *, tone: Tone, aspect: float | None, focus: tuple[float, float]) -> Cut:
    """The biggest part of the photo with this aspect, the focus point as near to its middle as the edges allow."""
    width, height = photo.width, photo.height
    box: Box = (0, 0, width, height)
    if aspect is not None:
        wide = max(1, min(width, round(height * aspect)))
        high = max(1, min(height, round(width / aspect)))
        left = _clamp(round(width * focus[0] / 100 - wide / 2), width - wide)
        top = _clamp(round(height * focus[1] / 100 - high / 2), height - high)
        box = (left, top, left + wide, top + high)
    return Cut(photo.path, photo.digest, photo.turn, (width, height), box, tone)


def window(cut: Cut, focus: tuple[float, float], aspect: float) -> tuple[int, int]:
    """Where a place of this aspect has to show a cut, so that the focus point is as near to its middle as may be.

    In eighths of what the place leaves over, from the left and from the top (CSS: ``object-position``). The point stays
    in sight in places that leave over more or less than that, too.
    """
    left, top, right, bottom = cut.box
    shape = (right - left) / (bottom - top)
    across = (cut.size[0] * focus[0] / 100 - left) / (right - left)
    down = (cut.size[1] * focus[1] / 100 - top) / (bottom - top)
    return _eighths(across, aspect / shape), _eighths(down, shape / aspect)


def _eighths(point: float, shown: float) -> int:
    """``point`` is 0 to 1 along the cut, ``shown`` the part of it that is in sight (1 and more: all)."""
    start = point if shown >= 1 else (point - shown / 2) / (1 - shown)
    return round(8 * max(0.0, min(1.0, start)))


def ladder_of(widths: Sequence[int], available: int) -> list[int]:
    """The widths worth making, rising: none above what there is, none within a sixth of the next.

    Where the photo ends between two steps, its own width is the top step.
    """
    steps = [width for width in sorted(set(widths)) if width <= available]
    if not steps or (steps[-1] < available and any(width > available for width in widths)):
        steps = [width for width in steps if width * 7 <= available * 6] + [available]
    return steps


def _clamp(value: int, top: int) -> int:
    return max(0, min(value, top))


def _mark(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:8]
