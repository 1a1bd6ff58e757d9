"""The theme's fonts as the typesetter reads them: files it knows (TrueType), a family name for each."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "Archivo": "archivo/Archivo[wdth,wght].ttf",
        "Atkinson": "atkinson-hyperlegible-next/atkinson-hyperlegible-next-latin-wght-normal.woff2",
        "Atkinson Ext": "atkinson-hyperlegible-next/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
        "Readex Arabic": "readex-pro/readex-pro-arabic-wght-normal.woff2",
        "Readex Latin": "readex-pro/readex-pro-latin-wght-normal.woff2",
    }
)
"""Families as ``theme/print/haus.typ`` names them.

Parts of one family have names of their own, or the typesetter would know the first one only.
"""
FOLDER = "schrift-druck"
"""Where converted fonts are kept, below the cache."""
_SUMS = "pruefsummen"
"""The file beside the fonts that says what they are."""


def paper_fonts(releases: Path, cache: Path) -> Path:
    """A folder below ``cache`` with all families, converted once per release of theirs and of ours (half a second)."""
    key = hashlib.sha256(version("fonttools").encode() + Path(__file__).read_bytes())
    for family, name in FAMILIES.items():
        key.update(family.encode() + (releases / name).read_bytes())
    folder = cache / key.hexdigest()[:16]
    if not _is_whole(folder):
        shutil.rmtree(folder, ignore_errors=True)
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as beside:
            whole = Path(beside) / "schriften"
            whole.mkdir()
            for family, name in FAMILIES.items():
                (whole / f"{family}.ttf").write_bytes(_converted(releases / name, family))
            (whole / _SUMS).write_text(_sums(whole), "ascii")
            try:
                os.replace(whole, folder)  # noqa: PTH105 - onto a folder that another process may just have made
            except OSError:
                if not _is_whole(folder):
                    raise
    return folder


def _is_whole(folder: Path) -> bool:
    """Whether all is there as it was converted: with half a font there would be half a sheet, and nobody to tell."""
    try:
        return (folder / _SUMS).read_text("ascii") == _sums(folder)
    except (OSError, ValueError):
        return False


def _sums(folder: Path) -> str:
    return "".join(f"{hashlib.sha256((folder / f'{family}.ttf').read_bytes()).hexdigest()}\n" for family in FAMILIES)


def _converted(path: Path, family: str) -> bytes:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - takes a tenth of a second, and is needed once

    # The hour of conversion would be in the font, and so in every sheet that is set with it.
    font = TTFont(path, recalcTimestamp=False)
    font.flavor = None
    for number in (16, 21):  # typographic families would win over the plain ones
        font["name"].removeNames(nameID=number)
    font["name"].setName(family, 1, 3, 1, 0x409)
    font["name"].setName(family, 1, 1, 0, 0)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
