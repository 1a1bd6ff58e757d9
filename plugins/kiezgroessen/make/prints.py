"""Sheets set by Typst: those that share a photo at a time, so that it is decoded once.

The typesetter sees a folder with the layouts and the portrait and nothing else: no system fonts, no packages, no net.
"""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from PIL import Image

from ..plan.media import Cut
from ..plan.prints import BLEED, PREVIEW_WIDTH, SIDES_APART, Look, PrintFile, PrintPicture, PrintPlan
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
_ON_SCREEN = PREVIEW_WIDTH
"""Pixels that a portrait is wide in previews: made of a portrait for paper, they take four times as long."""
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
        self._printed: dict[tuple[PrintPicture, str, bool], bytes] = {}
        self._small: dict[PrintPicture, Image.Image] = {}
        self._codes: dict[str, str] = {}

    def made(self, plan: PrintPlan, files: Sequence[PrintFile]) -> tuple[list[bytes], list[Overflow]]:
        """The bytes of ``files`` of a plan, the same every time, and the texts of the sheet that had to be cut.

        Raises `UnprintableError`.
        """
        for_screen = [file for file in files if file.format == "jpg"]
        try:
            compiler = self._compiler(plan, on_screen=False)
            made = {file: self._file(compiler, plan, file) for file in files if file not in for_screen}
            cut = json.loads(compiler.query("<zu-lang>", field="value"))
            if for_screen and plan.picture is not None:
                compiler = self._compiler(plan, on_screen=True)
            made |= {file: self._file(compiler, plan, file) for file in for_screen}
        except self._typst.TypstError as reason:
            raise UnprintableError(str(reason)) from None
        return [made[file] for file in files], [Overflow(one["key"], one["over"], one["sheet"]) for one in cut]

    def _portrait(self, picture: PrintPicture, look: Look, paper: str, *, on_screen: bool) -> bytes:
        """Printed as this look wants it: on paper of its colour or, in one ink, on white."""
        ground = "" if look == "schwarz" else paper
        key = (picture, ground, on_screen)
        if key not in self._printed:
            grey = self._reduced(picture) if on_screen else self._portraits[picture]
            out = io.BytesIO()
            (on_paper(grey, ground) if ground else grey).save(
                out, "JPEG", quality=_JPEG_QUALITY, optimize=not on_screen
            )
            self._printed[key] = out.getvalue()
        return self._printed[key]

    def _reduced(self, picture: PrintPicture) -> Image.Image:
        if picture not in self._small:
            width = min(_ON_SCREEN, picture.width)
            size = (width, max(1, round(picture.height * width / picture.width)))
            self._small[picture] = self._portraits[picture].resize(size, Image.Resampling.HAMMING)
        return self._small[picture]

    def _code(self, address: str) -> str:
        if address not in self._codes:
            self._codes[address] = qr_svg(address).decode()
        return self._codes[address]

    def _compiler(self, plan: PrintPlan, *, on_screen: bool) -> Any:
        if plan.picture is not None:
            portrait = self._portrait(plan.picture, plan.look, plan.paper, on_screen=on_screen)
            (self._folder / _PORTRAIT).write_bytes(portrait)
        inputs = {"data": inked(plan.data, self._letters)}
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

    def _file(self, compiler: Any, plan: PrintPlan, file: PrintFile) -> bytes:
        if file.format == "pdf":
            return bytes(compiler.compile(format="pdf", pdf_standards=["ua-1"]))
        if file.format == "svg":
            return _pages(compiler.compile(format="svg"))[0]
        pages = [_opened(page) for page in _pages(compiler.compile(format="png", ppi=_density(plan, file)))]
        picture = _stacked(pages)
        out = io.BytesIO()
        if file.format == "png":
            picture.save(out, "PNG", optimize=True)
        else:
            # Progressive ones are 5 % smaller and take three times as long.
            picture.save(out, "JPEG", quality=_PREVIEW_QUALITY, optimize=True)
        return out.getvalue()


def _density(plan: PrintPlan, file: PrintFile) -> float:
    """Pixels per inch at which the sheet gets its pixels."""
    width: float = json.loads(plan.data)["width"] + (2 * BLEED if plan.look == "druckerei" else 0)
    return file.width * _PER_INCH / width


def _pages(made: bytes | list[bytes]) -> list[bytes]:
    return [made] if isinstance(made, bytes) else list(made)


def _opened(page: bytes) -> Image.Image:
    """A page as the eye sees it: what is not printed is white."""
    with Image.open(io.BytesIO(page), formats=["PNG"]) as picture:
        whole = picture.convert("RGBA")
    seen = Image.new("RGB", whole.size, "white")
    seen.paste(whole, mask=whole)
    return seen


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
