"""Sheets set by Typst: those that share a photo at a time, so that it is decoded once.

The typesetter sees a folder with the layouts, the portrait and what it is to set, and nothing else: no system fonts,
no packages, no net.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from PIL import Image, ImageOps

from ..plan.media import Cut
from ..plan.prints import Look, PrintFile, PrintPicture, PrintPlan
from ..read.letters import DISPLAY, Letters, letters_of
from .inked import inked
from .jobs import Photos
from .paperfonts import FAMILIES
from .pictures import develop
from .plates import PER_INCH, Plate, plate_of, preview
from .qr import qr_svg
from .share import on_paper
from .tables import laid, table

_JPEG_QUALITY = 85
_PORTRAIT = "bild.jpg"
_OWN_PAPERS = frozenset({"bedarfskarten", "postkarte"})
"""Layouts that draw papers themselves. Of all others, what is for coloured paper is what previews are made of."""


@dataclass(frozen=True, slots=True)
class Overflow:
    """A text that does not fit: its key in the data, how many characters are too many, on which sheet."""

    key: str
    over: int
    sheet: str


@dataclass(slots=True)
class _Sheet:
    """What all looks of a sheet share: its data, what was found out by measuring, and the plate of its previews."""

    layout: str
    planned: str
    data: str
    found: str | None = None
    plates: dict[int, Plate] = field(default_factory=dict)


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
    def kit(self, plans: Sequence[PrintPlan], photos: Photos | None = None) -> Iterator[Kit]:
        """A table for sheets that have their photo in common. Raises `UnusablePhotoError`."""
        # There will be a portrait on it: beside the fonts, below the cache, it is found again if this process dies.
        with table(self._beside) as folder:
            yield Kit(
                self._typst,
                self._fonts,
                self._letters,
                laid(self._layouts, folder / "blatt"),
                _portraits(plans, photos),
            )


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
        self._broken = typst.TypstError
        self._compiler = typst.Compiler(
            root=str(folder),
            font_paths=fonts,
            ignore_system_fonts=True,
            package_path=str(folder / "keine"),
            package_cache_path=str(folder / "keine"),
        )
        self._letters, self._folder, self._portraits = letters, folder, portraits
        self._lies: dict[str, bytes] = {}
        # Sheets share portraits and codes: each is drawn once.
        self._printed: dict[tuple[PrintPicture, str], bytes] = {}
        self._small: dict[tuple[PrintPicture, tuple[int, int]], Image.Image] = {}
        self._codes: dict[str, bytes] = {}
        # Looks of a sheet follow each other.
        self._at_hand = _Sheet("", "", "")

    def made(self, plan: PrintPlan, files: Sequence[PrintFile]) -> tuple[list[bytes], list[Overflow]]:
        """The bytes of ``files`` of a plan, the same every time, and the texts of the sheet that had to be cut.

        Raises `UnprintableError`.
        """
        sheet = self._sheet(plan)
        try:
            # Questions are about what was set last, and all looks give the same answers.
            made = []
            for file in files:
                made.append(self._file(plan, sheet, file))
                if sheet.found is None:
                    sheet.found = json.dumps(dict(self._told("<found>")), ensure_ascii=False)
            if not files:
                self._laid(plan, sheet)(format="svg")
            cut = self._told("<zu-lang>")
        except self._broken as reason:
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

    def _code(self, address: str) -> bytes:
        if address not in self._codes:
            self._codes[address] = qr_svg(address)
        return self._codes[address]

    def _laid(self, plan: PrintPlan, sheet: _Sheet, *, plate: bool = False) -> Callable[..., Any]:
        """What the typesetter sees becomes this sheet; says how to set it.

        One typesetter for all, and files instead of its inputs: it knows the layouts by heart then, and what two looks
        have in common is set once. That is a third of the time.
        """
        look, paper = plan.look, plan.paper
        if plate:
            look, paper = "farbe" if plan.layout in _OWN_PAPERS else "schwarz", ""
        elif plan.picture is not None:
            self._lay(_PORTRAIT, self._portrait(plan.picture, look, paper))
        elif look == "schwarz":
            paper = ""
        self._lay("blatt.json", json.dumps({"look": look, "paper": paper}).encode())
        self._lay("daten.json", sheet.data.encode())
        self._lay("befund.json", (sheet.found or "{}").encode())
        if plan.address is not None:
            self._lay("code.svg", self._code(plan.address))
        return partial(self._compiler.compile, str(self._folder / f"{plan.layout}.typ"))

    def _lay(self, name: str, data: bytes) -> None:
        if self._lies.get(name) != data:
            (self._folder / name).write_bytes(data)
            self._lies[name] = data

    def _told(self, label: str) -> list[Any]:
        return list(json.loads(self._compiler.query(label, field="value")))

    def _file(self, plan: PrintPlan, sheet: _Sheet, file: PrintFile) -> bytes:
        if file.format == "jpg":
            plate = self._plate(plan, sheet, file)
            size = plate.portrait_size
            grey = self._reduced(plan.picture, size) if plan.picture is not None and size is not None else None
            return preview(plate, "" if plan.look == "schwarz" else plan.paper, grey)
        set_as = self._laid(plan, sheet)
        if file.format == "pdf":
            return bytes(set_as(format="pdf", pdf_standards=["ua-1"]))
        if file.format == "svg":
            return _pages(set_as(format="svg"))[0]
        # As the typesetter packs it: packed once more it is 0.2 % smaller and takes six times as long.
        return _pages(set_as(format="png", ppi=_density(plan, file)))[0]

    def _plate(self, plan: PrintPlan, sheet: _Sheet, file: PrintFile) -> Plate:
        """What previews in all papers are made of, so that a sheet becomes pixels once."""
        if file.width not in sheet.plates:
            density = _density(plan, file)
            made = self._laid(plan, sheet, plate=True)(format="png", ppi=density)
            places = self._told("<portrait>") if plan.picture is not None else []
            sheet.plates[file.width] = plate_of(_pages(made), places[0] if places else None, density)
        return sheet.plates[file.width]


def _density(plan: PrintPlan, file: PrintFile) -> float:
    """Pixels per inch at which the sheet gets its pixels."""
    return file.width * PER_INCH / plan.width


def _pages(made: bytes | list[bytes]) -> list[bytes]:
    return [made] if isinstance(made, bytes) else list(made)


def _portraits(plans: Sequence[PrintPlan], photos: Photos | None) -> dict[PrintPicture, Image.Image]:
    """Each portrait in grey. The photo is decoded once per cut, and shrunk from large to small."""
    wanted = sorted({plan.picture for plan in plans if plan.picture}, key=lambda picture: -picture.width)
    made: dict[PrintPicture, Image.Image] = {}
    largest: dict[Cut, Image.Image] = {}
    for picture in wanted:
        size = (picture.width, picture.height)
        if picture.cut not in largest:
            largest[picture.cut] = develop(picture.cut, size, photos)
        whole = largest[picture.cut]
        made[picture] = whole if whole.size == size else whole.resize(size, Image.Resampling.LANCZOS)
    return made
