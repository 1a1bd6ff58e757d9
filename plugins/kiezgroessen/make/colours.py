"""The average colours of photos: what their places on a page show until they have arrived.

Worked out once for each photo and kept in one file, so a build with no new photos decodes none. Nothing here imports
Pillow's decoders until there is something to decode.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from PIL import __version__ as pillow

from .. import pool
from ..plan.media import Cut, plan_cut
from ..read.photos import Photo, UnusablePhotoError
from .store import Store, installed, key_of

_ROOM = Path(__file__).parent
_KEY = key_of("shades")
"""Always the same, so that what is written replaces what was there: no photo outlives its consent in an old file."""
_SIDE = 8
"""Pixels of the picture that is averaged, in both directions: JPEG's decoder can give it an eighth of the photo."""
_PER_PROCESS = 8
"""Photos below which another process costs more than it brings: it starts as long as they take."""


def shades(photos: Iterable[Photo], store: Store, *, workers: int | None = None) -> Mapping[str, str]:
    """Shades of photos by their digests (see `shade`); all others that the store knew are forgotten.

    Decoding is done in at most ``workers`` processes (default: one per processor), within limits. A photo that cannot
    be decoded has none; why is said by whoever makes its pictures.
    """
    wanted = {photo.digest: photo for photo in photos}
    known = _load(store)
    found = {digest: known[digest] for digest in wanted if digest in known}
    cuts = [
        plan_cut(photo, tone="colour", aspect=None, focus=(50, 50))
        for digest, photo in sorted(wanted.items())
        if digest not in found
    ]
    if cuts:
        most = min(workers or os.cpu_count() or 1, -(-len(cuts) // _PER_PROCESS))
        results = pool.run(average, cuts, workers=most, limits=pool.LIMITS)
        for cut, mean in zip(cuts, results, strict=True):
            if mean is not None and not isinstance(mean, pool.Lost):
                found[cut.digest] = shade(mean)
    if found != known:
        store.put(_KEY, json.dumps({"by": _made_by(), "shades": found}, sort_keys=True).encode())
    return MappingProxyType(found)


def average(cut: Cut) -> tuple[float, float, float] | None:
    """The mean of a cut's red, green and blue in sRGB, 0 to 255; ``None`` for a photo that is damaged or changed.

    Runs in any process.
    """
    from PIL import ImageStat  # noqa: PLC0415 - see the module's docstring

    from .pictures import develop  # noqa: PLC0415 - the same

    try:
        red, green, blue = ImageStat.Stat(develop(cut, (_SIDE, _SIDE))).mean
    except (UnusablePhotoError, OSError):
        return None
    return red, green, blue


def shade(mean: tuple[float, float, float]) -> str:
    """A colour (0 to 255) as three hexadecimal digits.

    Four bits for each channel: with three, leaves turn mustard; with these, 1,000 photos still share so few that all
    their rules take less than 1 KB of the first round trip (measured).
    """
    return "".join(f"{round(value / 17):x}" for value in mean)


def _load(store: Store) -> dict[str, str]:
    data = store.get(_KEY)
    kept = json.loads(data) if data is not None else {}
    if kept.get("by") != _made_by():
        return {}
    return dict(kept["shades"])


def _made_by() -> str:
    """What the shades depend on beside the photos: Pillow, and the code that works them out."""
    code = ("colours.py", "pictures.py", "../read/photos.py")
    return key_of(pillow, installed("pillow-heif"), *(key_of((_ROOM / name).read_bytes()) for name in code))
