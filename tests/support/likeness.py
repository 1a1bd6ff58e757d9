"""Finding a photo again in other pictures: scaled, cut, printed grey on coloured paper, or as part of a share image."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from PIL import Image

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""
ALIKE = 10
"""Bits of 64 in which the hashes of two cuts of one photo differ at most; those of two photos differ in about 32."""
_STEPS = 24
"""Places a cut of the photo is looked for at; between two of them, a picture moves by less than half a hash cell."""
_ENOUGH = 360
"""Longer side, in pixels, of the pictures that are compared: plenty for a grid of 9 by 8."""
_KINDS = (".jpg", ".jpeg", ".png", ".webp", ".avif")
_SHARE_PORTRAIT = 504 / 1200
"""Part of a share image's width that a portrait takes, at either end."""
_PORTRAIT = 4 / 5
_POSTED = {(1080, 1350): (0.7, 600), (1080, 1080): (0.8, 520), (1080, 1920): (9.0, 1080)}
"""Sizes of share images that are posted: shape and greatest width of the portrait in the lower corner, in pixels."""
_STEP = 16
"""Pixels between two heights at which that portrait is looked for."""


def portrait_like(seed: int, size: tuple[int, int] = (960, 1200)) -> bytes:
    """A JPEG like no other: soft patches of light and dark, drawn by lot."""
    lot = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    patches = Image.new("RGB", (9, 11))
    patches.putdata([(v, v * 3 // 4, 255 - v) for v in (lot.randrange(256) for _ in range(99))])
    data = io.BytesIO()
    patches.resize(size, Image.Resampling.BICUBIC).save(data, "JPEG", quality=92)
    return data.getvalue()


def dhash(grey: Image.Image, box: Box) -> int:
    """64 bits of a part of a grey picture: in a grid of 9 by 8, whether each cell is lighter than its right one."""
    cells = grey.resize((9, 8), Image.Resampling.BOX, box=box).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (cells[row * 9 + column] > cells[row * 9 + column + 1])
    return bits


def pictures_like(files: Mapping[str, bytes], photo: bytes) -> list[str]:
    """Names of the files that are pictures and show the photo, whole or as the portrait of a share image."""
    known: dict[float, list[int]] = {}
    whole = _grey(photo)
    return [
        name for name, data in files.items() if name.endswith(_KINDS) and _distance(_grey(data), whole, known) <= ALIKE
    ]


def _distance(picture: Image.Image, photo: Image.Image, known: dict[float, list[int]]) -> int:
    """In how many of 64 bits the picture differs from the photo; ``known`` are the photo's hashes by shape."""
    nearest = 64
    for box in _parts(picture):
        shape = round((box[2] - box[0]) / (box[3] - box[1]), 2)
        if shape not in known:
            known[shape] = [dhash(photo, cut) for cut in _cuts(photo, shape)]
        mark = dhash(picture, box)
        nearest = min(nearest, *((mark ^ cut).bit_count() for cut in known[shape]))
    return nearest


def _grey(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        picture.draft("L", (_ENOUGH, _ENOUGH))
        grey = picture.convert("L")
    grey.thumbnail((_ENOUGH, _ENOUGH), Image.Resampling.BOX)
    return grey


def _parts(picture: Image.Image) -> Iterator[Box]:
    width, height = picture.size
    yield (0, 0, width, height)
    if width > height:
        edge = width * _SHARE_PORTRAIT
        yield (0, 0, edge, height)
        yield (width - edge, 0, width, height)
    for (wide, high), (shape, most) in _POSTED.items():
        if abs(width / height - wide / high) > 0.01:
            continue
        scale = width / wide
        for top in range(200, high - 400, _STEP):
            across = min((high - top) * shape, most) * scale
            yield (width - across, top * scale, width, height)
            yield (0, top * scale, across, height)


def _cuts(photo: Image.Image, shape: float) -> Iterator[Box]:
    """The largest cuts of the photo in this shape, from one end to the other: of the whole, and of a portrait of it."""
    portrait = min(photo.width, photo.height * _PORTRAIT), min(photo.height, photo.width / _PORTRAIT)
    for full in (photo.size, portrait):
        wide, high = min(full[0], full[1] * shape), min(full[1], full[0] / shape)
        for step in range(_STEPS + 1):
            left = (photo.width - full[0]) / 2 + (full[0] - wide) * step / _STEPS
            top = (photo.height - full[1]) / 2 + (full[1] - high) * step / _STEPS
            yield (left, top, left + wide, top + high)
