"""Sheets set by Typst: those that share a photo at a time, so that it is decoded once.

The typesetter sees a folder with the layouts and the portrait and nothing else: no system fonts, no packages, no net.
"""

from __future__ import annotations

import io
import json
import math
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from PIL import Image, ImageOps

from ..plan.media import Cut
from ..plan.prints import SIDES_APART, Look, PrintFile, PrintPicture, PrintPlan
from ..read.letters import DISPLAY, Letters, letters_of
from .inked import inked
from .paperfonts import FAMILIES
from .pictures import develop
from .qr import qr_svg
from .share import on_paper
from .tables import table

_JPEG_QUALITY = 85
_PREVIEW_QUALITY = 82
_PORTRAIT = "bild.jpg"
_PER_INCH = 25.4
_SIDES = 2
_TABLE = "#d9d5cb"
"""What previews lie on where they are shown (``theme/components/material``): white sides of cards have an edge."""


@dataclass(frozen=True, slots=True)
class Overflow:
    """A text that does not fit: its key in the data, how many characters are too many, on which sheet."""

    key: str
    over: int
    sheet: str


@dataclass(frozen=True, slots=True)
class _Plate:
    """A sheet in pixels, without paper: its pages, and the box on the first where its portrait belongs."""

    pages: tuple[Image.Image, ...]
    portrait: tuple[int, int, int, int] | None


@dataclass(slots=True)
class _Sheet:
    """What all looks of a sheet share: its data, what was found out by measuring, and the plate of its previews."""

    layout: str
    planned: str
    data: str
    found: str | None = None
    plates: dict[int, _Plate] = field(default_factory=dict)


class UnprintableError(Exception):
    """Why a sheet cannot be set: German, a sentence."""


class Press:
    """The typesetter with its fonts open: ``layouts`` is ``theme/print``, ``fonts`` as made by `paper_fonts`."""

    def __init__(self, layouts: Path, fonts: Path) -> None:
        # The pool already fills all cores.
        os.environ.setdefault("RAYON_NUM_THREADS", "1")
        import typst  # noqa: PLC0415 - it reads the variable when it is loaded

        self._typst = typst
        self._layouts = layouts
        self._beside = fonts.parent
        self._fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)])
        self._letters = letters_of(fonts / f"{family}.ttf" for family, name in FAMILIES.items() if name in DISPLAY)

    @contextmanager
    def kit(self, plans: Sequence[PrintPlan]) -> Iterator[Kit]:
        """A table for sheets that have their photo in common. Raises `UnusablePhotoError`."""
        # There will be a portrait on it: beside the fonts, below the cache, it is found again if this process dies.
        with table(self._beside) as folder:
            layouts = shutil.copytree(self._layouts, folder / "blatt")
            yield Kit(self._typst, self._fonts, self._letters, layouts, _portraits(plans))


class Kit:
    """Made by `Press.kit`."""

    def __init__(
        self,
        typst: ModuleType,
        fonts: object,
        letters: Letters,
        folder: Path,
        portraits: dict[PrintPicture, Image.Image],
    ) -> None:
        self._typst, self._fonts, self._letters = typst, fonts, letters
        self._folder, self._portraits = folder, portraits
        # Sheets share portraits and codes: each is drawn once.
        self._printed: dict[tuple[PrintPicture, str], bytes] = {}
        self._small: dict[tuple[PrintPicture, tuple[int, int]], Image.Image] = {}
        self._codes: dict[str, str] = {}
        # Looks of a sheet follow each other.
        self._at_hand = _Sheet("", "", "")

    def made(self, plan: PrintPlan, files: Sequence[PrintFile]) -> tuple[list[bytes], list[Overflow]]:
        """The bytes of ``files`` of a plan, the same every time, and the texts of the sheet that had to be cut.

        Raises `UnprintableError`.
        """
        sheet = self._sheet(plan)
        try:
            compiler = self._compiler(plan, sheet)
            cut = json.loads(compiler.query("<zu-lang>", field="value"))
            if sheet.found is None:
                answers = json.loads(compiler.query("<found>", field="value"))
                sheet.found = json.dumps(dict(answers), ensure_ascii=False)
            made = [self._file(compiler, plan, sheet, file) for file in files]
        except self._typst.TypstError as reason:
            raise UnprintableError(str(reason)) from None
        return made, [Overflow(one["key"], one["over"], one["sheet"]) for one in cut]

    def _sheet(self, plan: PrintPlan) -> _Sheet:
        if (self._at_hand.layout, self._at_hand.planned) != (plan.layout, plan.data):
            self._at_hand = _Sheet(plan.layout, plan.data, inked(plan.data, self._letters))
        return self._at_hand

    def _portrait(self, picture: PrintPicture, look: Look, paper: str) -> bytes:
        """Printed as this look wants it: on paper of its colour or, in one ink, on white."""
        ground = "" if look == "schwarz" else paper
        if (picture, ground) not in self._printed:
            grey = self._portraits[picture]
            out = io.BytesIO()
            (on_paper(grey, ground) if ground else grey).save(out, "JPEG", quality=_JPEG_QUALITY, optimize=True)
            self._printed[picture, ground] = out.getvalue()
        return self._printed[picture, ground]

    def _reduced(self, picture: PrintPicture, size: tuple[int, int]) -> Image.Image:
        if (picture, size) not in self._small:
            self._small[picture, size] = ImageOps.fit(self._portraits[picture], size, Image.Resampling.HAMMING)
        return self._small[picture, size]

    def _code(self, address: str) -> str:
        if address not in self._codes:
            self._codes[address] = qr_svg(address).decode()
        return self._codes[address]

    def _compiler(self, plan: PrintPlan, sheet: _Sheet, *, plate: bool = False) -> Any:
        if plan.picture is not None and not plate:
            (self._folder / _PORTRAIT).write_bytes(self._portrait(plan.picture, plan.look, plan.paper))
        inputs = {"data": sheet.data, "found": sheet.found or "{}"}
        inputs |= {"look": "farbe", "paper": ""} if plate else {"look": plan.look, "paper": plan.paper}
        if plan.address is not None:
            inputs["qr"] = self._code(plan.address)
        return self._typst.Compiler(
            str(self._folder / f"{plan.layout}.typ"),
            root=str(self._folder),
            font_paths=self._fonts,
            ignore_system_fonts=True,
            sys_inputs=inputs,
            package_path=str(self._folder / "keine"),
            package_cache_path=str(self._folder / "keine"),
        )

    def _file(self, compiler: Any, plan: PrintPlan, sheet: _Sheet, file: PrintFile) -> bytes:
        if file.format == "pdf":
            return bytes(compiler.compile(format="pdf", pdf_standards=["ua-1"]))
        if file.format == "svg":
            return _pages(compiler.compile(format="svg"))[0]
        if file.format == "png":
            # As the typesetter packs it: packed once more it is a hundredth smaller and takes six times as long.
            return _pages(compiler.compile(format="png", ppi=_density(plan, file)))[0]
        return self._preview(plan, self._plate(plan, sheet, file))

    def _plate(self, plan: PrintPlan, sheet: _Sheet, file: PrintFile) -> _Plate:
        """What previews in all papers are made of, so that a sheet becomes pixels once."""
        if file.width not in sheet.plates:
            compiler = self._compiler(plan, sheet, plate=True)
            density = _density(plan, file)
            pages = tuple(_opened(page) for page in _pages(compiler.compile(format="png", ppi=density)))
            places = json.loads(compiler.query("<portrait>", field="value"))
            sheet.plates[file.width] = _Plate(pages, _in_pixels(places[0], density) if places else None)
        return sheet.plates[file.width]

    def _preview(self, plan: PrintPlan, plate: _Plate) -> bytes:
        """The sheet on its paper, without bleed; in one ink on white."""
        black = plan.look == "schwarz"
        seen = [Image.new("RGB", page.size, "white" if black else plan.paper) for page in plate.pages]
        if plan.picture is not None and plate.portrait is not None:
            left, top, right, bottom = plate.portrait
            grey = self._reduced(plan.picture, (right - left, bottom - top))
            seen[0].paste(grey.convert("RGB") if black else on_paper(grey, plan.paper), (left, top))
        for ground, page in zip(seen, plate.pages, strict=True):
            ground.paste(page, mask=page)
        out = io.BytesIO()
        # Progressive ones are 5 % smaller and take three times as long.
        _stacked(seen).save(out, "JPEG", quality=_PREVIEW_QUALITY, optimize=True)
        return out.getvalue()


def _density(plan: PrintPlan, file: PrintFile) -> float:
    """Pixels per inch at which the sheet gets its pixels."""
    return file.width * _PER_INCH / plan.width


def _in_pixels(place: Sequence[float], density: float) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a place given in millimetres (x, y, width, height): all pixels that it touches."""
    x, y, width, height = (side * density / _PER_INCH for side in place)
    return math.floor(x), math.floor(y), math.ceil(x + width), math.ceil(y + height)


def _pages(made: bytes | list[bytes]) -> list[bytes]:
    return [made] if isinstance(made, bytes) else list(made)


def _opened(page: bytes) -> Image.Image:
    with Image.open(io.BytesIO(page), formats=["PNG"]) as picture:
        return picture.convert("RGBA")


def _stacked(pages: Sequence[Image.Image]) -> Image.Image:
    """Both sides of a card below each other; of what has more pages the first."""
    if len(pages) != _SIDES:
        return pages[0]
    first, second = pages
    whole = Image.new("RGB", (first.width, first.height + SIDES_APART + second.height), _TABLE)
    whole.paste(first, (0, 0))
    whole.paste(second, (0, first.height + SIDES_APART))
    return whole


def _portraits(plans: Sequence[PrintPlan]) -> dict[PrintPicture, Image.Image]:
    """Each portrait in grey. The photo is decoded once per cut, and shrunk from large to small."""
    wanted = sorted({plan.picture for plan in plans if plan.picture}, key=lambda picture: -picture.width)
    made: dict[PrintPicture, Image.Image] = {}
    largest: dict[Cut, Image.Image] = {}
    for picture in wanted:
        size = (picture.width, picture.height)
        if picture.cut not in largest:
            largest[picture.cut] = develop(picture.cut, size)
        whole = largest[picture.cut]
        made[picture] = whole if whole.size == size else whole.resize(size, Image.Resampling.LANCZOS)
    return made
