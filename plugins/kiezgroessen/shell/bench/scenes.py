"""Photos to measure with: invented, the same every time, and as hard to encode as real ones."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIZE = (4000, 3000)


def write(count: int, folder: Path) -> None:
    """``count`` JPEGs of 12 megapixels: soft light, texture in several sizes, hard edges, the noise of a sensor."""
    folder.mkdir(parents=True)
    for number in range(count):
        scene(random.Random(number)).save(folder / f"foto-{number:02}.jpg", quality=92)  # noqa: S311 - no secret


def scene(dice: random.Random) -> Image.Image:
    """One photo."""
    picture = Image.merge("RGB", [_clouds(dice, 6, 5) for _ in range(3)])
    drawing = ImageDraw.Draw(picture)
    for _ in range(30):
        x, y, radius = dice.randrange(SIZE[0]), dice.randrange(SIZE[1]), dice.randrange(40, 600)
        colour = (dice.randrange(256), dice.randrange(256), dice.randrange(256))
        if dice.random() < 0.5:
            drawing.ellipse((x - radius, y - radius, x + radius, y + radius), colour)
        else:
            drawing.rectangle((x - radius, y - radius // 2, x + radius, y + radius // 2), colour)
    picture = picture.filter(ImageFilter.GaussianBlur(2))
    for cells, strength in ((60, 0.25), (300, 0.15), (1200, 0.08)):
        texture = _clouds(dice, cells, cells * 3 // 4)
        picture = Image.blend(picture, ImageChops.soft_light(picture, Image.merge("RGB", [texture] * 3)), strength * 2)
    noise = Image.frombytes("L", SIZE, dice.randbytes(SIZE[0] * SIZE[1]))
    return Image.blend(picture, Image.merge("RGB", [noise] * 3), 0.04)


def _clouds(dice: random.Random, wide: int, high: int) -> Image.Image:
    cells = Image.frombytes("L", (wide, high), dice.randbytes(wide * high))
    return cells.resize(SIZE, Image.Resampling.BICUBIC)
