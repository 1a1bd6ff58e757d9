"""How pictures look, in a number: a copy that was scaled or saved anew looks the same, whatever its bytes are."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Sequence

from PIL import Image

from .. import pool
from ..read.photos import MEGAPIXELS, SIDE

_GRID = 12
_BITS = _GRID * _GRID
ALIKE = 14
"""Bits of 144 in which a picture and its copy differ at most; two pictures that are not alike differ in some 70."""
_PLAIN = 24
"""With fewer steps between light and dark there is nothing to know it by: a plain colour looks like any other."""
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
_WIDTH = 240


def looks(pictures: Sequence[bytes], *, workers: int) -> list[int | None]:
    """For each how it looks, ``None`` where that says nothing: it is plain, or no picture.

    Looked at in processes of their own: nobody knows where these files come from.
    """
    if not pictures:
        return []
    results = pool.run(look_of, pictures, workers=workers, limits=pool.LIMITS)
    return [None if isinstance(one, pool.Lost) else one for one in results]


def look_of(data: bytes) -> int | None:
    """144 bits: in a grid of 12 by 12, whether each place is lighter than the one to its right."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                if picture.width * picture.height > MEGAPIXELS * 1_000_000 or max(picture.size) > SIDE:
                    return None
                picture.draft("L", (_WIDTH, _WIDTH))
                grey = picture.convert("L")
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - what is no picture has many faces
        return None
    cells = grey.resize((_GRID + 1, _GRID), Image.Resampling.BOX).tobytes()
    rows = [cells[at : at + _GRID + 1] for at in range(0, len(cells), _GRID + 1)]
    steps = [(row[at], row[at + 1]) for row in rows for at in range(_GRID)]
    if sum(abs(one - other) > 2 for one, other in steps) < _PLAIN:
        return None
    return sum(1 << at for at, (one, other) in enumerate(steps) if one > other)


def alike(look: int | None, others: Iterable[int]) -> bool:
    """Whether it looks like one of the others."""
    return look is not None and any((look ^ other).bit_count() <= ALIKE for other in others)
