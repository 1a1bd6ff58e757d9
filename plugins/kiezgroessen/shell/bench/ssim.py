"""How like two pictures are: the structural similarity index (SSIM).

After Z. Wang, A. C. Bovik, H. R. Sheikh and E. P. Simoncelli, "Image Quality Assessment: From Error Visibility to
Structural Similarity", IEEE Transactions on Image Processing 13 (4), 2004: luma, Gaussian window of 11 x 11 with
sigma 1.5, K1 = 0.01, K2 = 0.03, mean of the map.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Plane = NDArray[np.float32]
_WINDOW = np.exp(-(np.arange(-5, 6) ** 2) / (2 * 1.5**2)).astype(np.float32)
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def ssim(one: Plane, other: Plane) -> float:
    """Of two planes of luma, 0 to 255, same shape: 1 is identical."""
    mean_x, mean_y = _blurred(one), _blurred(other)
    var_x = _blurred(one * one) - mean_x**2
    var_y = _blurred(other * other) - mean_y**2
    both = _blurred(one * other) - mean_x * mean_y
    top = (2 * mean_x * mean_y + _C1) * (2 * both + _C2)
    return float(np.mean(top / ((mean_x**2 + mean_y**2 + _C1) * (var_x + var_y + _C2))))


def mean_quality(photos: Path, files: Iterable[Path], sample: int = 5) -> float:
    """Mean SSIM of the files of the first ``sample`` photos; a file's name begins with its photo's."""
    found: list[float] = []
    chosen = sorted(photos.iterdir())[:sample]
    for photo, made in groupby(
        sorted(files), key=lambda file: next((p for p in chosen if file.name.startswith(p.stem)), None)
    ):
        if photo is None:
            continue
        with Image.open(photo) as original:
            full = original.convert("RGB")
        for file in made:
            with Image.open(file) as picture:
                small = full.resize(picture.size, Image.Resampling.LANCZOS)
                found.append(ssim(_luma(small), _luma(picture)))
    return sum(found) / len(found)


def _luma(picture: Image.Image) -> Plane:
    return np.asarray(picture.convert("L"), dtype=np.float32)


def _blurred(plane: Plane) -> Plane:
    """Only where the whole window lies inside the picture."""
    weights = _WINDOW / _WINDOW.sum()
    high, wide = plane.shape[0] - 10, plane.shape[1] - 10
    rows: Plane = sum(
        (weights[at] * plane[at : at + high] for at in range(11)), np.zeros((high, plane.shape[1]), np.float32)
    )
    return sum((weights[at] * rows[:, at : at + wide] for at in range(11)), np.zeros((high, wide), np.float32))
