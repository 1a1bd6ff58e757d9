"""What each step of the encoders costs and is worth: `tasks.py bench --encoders`, docs/decisions/pictures.md."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ...make.pictures import develop, make_variants
from ...make.share import on_paper
from ...plan.desk import SCENE_WIDTHS
from ...plan.media import ENCODING, Tone, plan_cut, plan_picture
from ...plan.papers import PAPERS
from ...plan.share import FORMATS
from ...read.photos import Photo, probe
from ..exits import FAILED, OK
from . import scenes
from .ssim import Plane, ssim

WIDTHS = (660, 1200)
Options = dict[str, object]
"""What `Image.save` is given."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Means of some pictures: CPU milliseconds, kilobytes, SSIM of luma, mean SSIM of Cb and Cr (of grey: 1)."""

    ms: float
    size: float
    luma: float
    colour: float


def main(*, folder: str = "", count: int = 3) -> int:
    """Prints the tables for ``count`` invented photos and, where a folder is named, for the wide photos in it."""
    real = _wide(Path(folder)) if folder else []
    if folder and not real:
        print(f"Kein Foto dort ist {max(WIDTHS)} Pixel breit: {folder}")
        return FAILED
    with tempfile.TemporaryDirectory(prefix="kiez-bench-") as name:
        scenes.write(count, Path(name) / "photos")
        for title, photos in (("erfunden", _wide(Path(name) / "photos")), ("echt", real)):
            if photos:
                print(f"\n{len(photos)} Fotos, {title}\n", flush=True)
                _photos(photos)
    sheet = Image.new("L", (FORMATS["teilen"].width, FORMATS["teilen"].height), 255)
    for at, size in enumerate((150, 90, 36, 26, 20, 14)):
        ImageDraw.Draw(sheet).text((60, 60 + at * 90), "Gefördert von der Stadt", 0, ImageFont.load_default(size))
    sheets = [on_paper(sheet, paper) for paper in PAPERS.values()]
    steps = _jpeg((80, 85, 90), {"format": "JPEG", "optimize": True}).items()
    print("\nGeteilte Bilder\n", as_text({step: [measure(sheets, how)] for step, how in steps}), sep="\n")
    return OK


def _photos(photos: Sequence[Photo]) -> None:
    quality, speed = ENCODING.avif_quality, ENCODING.avif_speed
    avif: Options = {"format": "AVIF", "quality": quality, "speed": speed, "max_threads": 1}
    colour = {f"AVIF {quality}, Tempo {at}": avif | {"speed": at} for at in (4, 6, 7, 8, 9, 10)}
    colour |= {f"AVIF {at}, Tempo {speed}": avif | {"quality": at} for at in (50, 56, 60, 64, 68, 72)}
    colour |= {f"AVIF {at}, 4:4:4": avif | {"quality": at, "subsampling": "4:4:4"} for at in (60, 64)}
    colour |= _jpeg((70, 75, 80, 85), {"format": "JPEG", "progressive": True, "optimize": True})
    grey = {f"AVIF {at}, grau": avif | {"quality": at} for at in (50, 56, 60, 64, 68, 72)}
    groups: dict[Tone, dict[str, Options]] = {"colour": colour, "ink": grey}
    for tone, steps in groups.items():
        cuts = [plan_cut(photo, tone=tone, aspect=None, focus=(50, 50)) for photo in photos]
        pictures = [[develop(c, (w, round(w * c.size[1] / c.size[0]))) for c in cuts] for w in WIDTHS]
        print(as_text({step: [measure(row, how) for row in pictures] for step, how in steps.items()}), flush=True)
    for at in (speed - 1, speed, speed + 1):
        encoding = replace(ENCODING, avif_speed=at)
        plans = [plan_picture(p, slug="x", tone="colour", widths=SCENE_WIDTHS, encoding=encoding) for p in photos]
        started = time.process_time()
        for plan in plans:
            make_variants(plan)
        spent = (time.process_time() - started) / len(plans)
        print(f"Ein Foto von der Datei bis zu allen Größen, Tempo {at}: {spent * 1000:.0f} ms", flush=True)


def _jpeg(qualities: Iterable[int], how: Options) -> dict[str, Options]:
    return {f"JPEG {q}, {c}": how | {"quality": q, "subsampling": c} for q in qualities for c in ("4:2:0", "4:4:4")}


def measure(pictures: Iterable[Image.Image], how: Options) -> Cost:
    """Every picture encoded twice; the quicker time counts, the other one waited for somebody's memory."""
    found = []
    for picture in pictures:
        outs, times = (io.BytesIO(), io.BytesIO()), []
        for out in outs:
            started = time.process_time()
            picture.save(out, **how)  # type: ignore[arg-type]
            times.append((time.process_time() - started) * 1000)
        with Image.open(outs[0]) as back:
            luma, *colour = [ssim(*pair) for pair in zip(_planes(picture), _planes(back), strict=False)]
        found.append((min(times), len(outs[0].getvalue()) / 1000, luma, float(np.mean(colour or [1]))))
    return Cost(*(float(mean) for mean in np.mean(found, axis=0)))


def as_text(rows: Mapping[str, Sequence[Cost]]) -> str:
    """A line for each step: its cost at every width (narrow first), in columns."""
    head = "".join(f"{name:>9}" for name in ("ms", "KB", "SSIM", "Farbe"))
    lines = [" " * 22 + head * len(next(iter(rows.values())))]
    for step, costs in rows.items():
        cells = [f"{cost.ms:9.1f}{cost.size:9.1f}{cost.luma:9.4f}{cost.colour:9.4f}" for cost in costs]
        lines.append(f"{step:22}" + "".join(cells).replace(".", ","))
    return "\n".join(lines) + "\n"


def _wide(folder: Path) -> list[Photo]:
    found = (probe(path)[0] for path in sorted(folder.glob("*.*")))
    return [photo for photo in found if photo and photo.width >= max(WIDTHS)]


def _planes(picture: Image.Image) -> list[Plane]:
    parts = [picture] if picture.mode == "L" else picture.convert("YCbCr").split()
    return [np.asarray(part, np.float32) for part in parts]
