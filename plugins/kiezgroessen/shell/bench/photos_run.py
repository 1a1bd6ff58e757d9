"""One way of making all pictures of a folder of photos, in a process of its own: ``ours`` or ``pillow``."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from PIL import Image

from ...make.crew import Crew
from ...make.run import perform
from ...make.store import Store
from ...plan.desk import SCENE_WIDTHS
from ...plan.media import ENCODING, FALLBACK_WIDTH, plan_picture
from ...problems import as_text, has_errors
from ...read.photos import probe

FALLBACK = max(width for width in SCENE_WIDTHS if width <= FALLBACK_WIDTH)


def ours(photos: Path, output: Path, cache: Path, fonts: Path) -> None:
    """As a build does it, on two workers."""
    plans = []
    for path in sorted(photos.iterdir()):
        photo, _ = probe(path)
        if photo is None:
            raise RuntimeError(path.name)
        plans.append(plan_picture(photo, slug=path.stem, tone="colour", widths=SCENE_WIDTHS))
    problems = perform(plans, store=Store(cache), folder_out=output, fonts=fonts, crew=Crew(2))
    if has_errors(problems):
        raise RuntimeError(as_text(problems))


def plain(path: Path, output: Path) -> None:
    """As one writes it first: each size from the whole photo."""
    with Image.open(path) as photo:
        for width in SCENE_WIDTHS:
            small = photo.resize((width, round(width * photo.height / photo.width)), Image.Resampling.LANCZOS)
            name = output / f"{path.stem}-{width}.avif"
            small.save(name, quality=ENCODING.avif_quality, speed=ENCODING.avif_speed, max_threads=1)
            if width == FALLBACK:
                quality = ENCODING.jpg_quality
                small.save(name.with_suffix(".jpg"), quality=quality, progressive=True, optimize=True)


def main(way: str, photos: Path, output: Path, cache: Path, fonts: Path) -> None:
    """Makes everything into ``output``."""
    output.mkdir(parents=True, exist_ok=True)
    if way == "ours":
        ours(photos, output, cache, fonts)
        return
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(partial(plain, output=output), sorted(photos.iterdir())))


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:6]))
