"""The sheets of a small site, set once per run, and finished PDFs looked at as paper: boxes, words, pixels, codes.

What is looked at is the file itself, drawn by Chromium's own reader of PDFs; codes are read by a program that did not
draw them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # the same
import zxingcpp
from PIL import Image
from tests.support.sites import TODAY, read_site

from kiezgroessen.link.kiez import Kiez
from kiezgroessen.make.crew import Crew
from kiezgroessen.make.kits import perform_prints
from kiezgroessen.make.shop import Shop
from kiezgroessen.make.store import Store
from kiezgroessen.plan.desk import Desk, Workshop
from kiezgroessen.plan.plan import written_pages
from kiezgroessen.plan.prints import PrintPlan
from kiezgroessen.plan.urls import Urls
from kiezgroessen.problems import Problem, as_text
from kiezgroessen.read.fonts import load_fonts
from kiezgroessen.site import prepare
from kiezgroessen.words import load_words

ROOT = Path(__file__).parents[2]
THEME = ROOT / "theme"
SITE = ROOT / "tests/sites/material"
MM = 25.4
Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom in millimetres, from the top left corner of what is left after cutting."""


def desks(kiez: Kiez) -> Iterator[Desk]:
    """A desk for each language of a Kiez."""
    words = {lang: load_words(THEME / "strings", lang) for lang in kiez.programme.record.languages}
    workshop = Workshop(load_fonts(THEME / "static/fonts"))
    existing = written_pages(kiez, words)
    for one in words.values():
        yield Desk(kiez, one, Urls("https://kiez.example"), str, workshop, existing)


def planned(cache: Path, root: Path = SITE, day: str = TODAY) -> list[PrintPlan]:
    """Every sheet that publishing a site makes: kits in all their languages, wish cards, what the press gets."""
    reading = read_site(root, day)
    assert reading.kiez is not None, as_text(reading.problems)
    address = "https://kiez.example"
    site, problems = prepare(reading.kiez, reading.typed, theme=THEME, site_url=address, cache=cache, full_kits=True)
    assert site is not None, as_text(problems)
    return list(site.prints)


def pressed(plans: Iterable[PrintPlan], folder: Path, *, workers: int = 2) -> tuple[list[Sheet], list[Problem]]:
    """Sets the PDFs of plans below ``folder``, with a store of their own there, and what there was to say."""
    shop = Shop.here(THEME, ROOT / "cache", Store(folder / "store"))
    # Previews would double the work, and are looked at nowhere here.
    wanted = [replace(plan, files=tuple(file for file in plan.files if file.format == "pdf")) for plan in plans]
    wanted = [plan for plan in wanted if plan.files]
    problems = perform_prints(wanted, shop=shop, folder_out=folder / "output", crew=Crew(workers))
    return sheets(wanted, folder / "output"), problems


def sheets(plans: Iterable[PrintPlan], output: Path) -> list[Sheet]:
    """The PDFs of plans where they were made before."""
    return [Sheet(plan, output / file.name) for plan in plans for file in plan.files if file.format == "pdf"]


@dataclass(frozen=True)
class Sheet:
    """A finished PDF and what it was meant to be."""

    plan: PrintPlan
    path: Path

    def __str__(self) -> str:
        return self.path.stem

    @property
    def data(self) -> dict[str, Any]:
        """What was to be read on it."""
        data: dict[str, Any] = json.loads(self.plan.data)
        return data

    @property
    def kind(self) -> str:
        """``plakat-a3``"""
        return str(self.data["sheet"])

    @cached_property
    def pdf(self) -> pypdfium2.PdfDocument:
        return pypdfium2.PdfDocument(self.path)

    @property
    def title(self) -> str:
        """As windows and screen readers announce it."""
        return str(self.pdf.get_metadata_value("Title"))

    @property
    def lang(self) -> str:
        """The document's language."""
        size = pdfium.FPDFCatalog_GetLanguage(self.pdf, None, 0)
        heard = (pdfium.FPDF_WCHAR * (size // 2))()
        pdfium.FPDFCatalog_GetLanguage(self.pdf, heard, size)
        return bytes(heard).decode("utf-16-le").rstrip("\0")

    def boxes(self, page: int) -> dict[str, tuple[float, ...]]:
        """Media, trim and bleed box of a page: left, bottom, right, top in millimetres."""
        one = self.pdf[page]
        found = {"media": one.get_mediabox(), "trim": one.get_trimbox(), "bleed": one.get_bleedbox()}
        return {name: tuple(round(side * MM / 72, 1) for side in box) for name, box in found.items()}

    def words(self, page: int) -> str:
        """The page's text as a reader copies it, without white space and hyphens, which are the setting's."""
        return bare(self.pdf[page].get_textpage().get_text_range())

    def places(self, page: int) -> list[Box]:
        """Where letters stand: one box for each run."""
        text = self.pdf[page].get_textpage()
        left, _, _, top = self.pdf[page].get_trimbox()
        scale = MM / 72
        boxes = [text.get_rect(index) for index in range(text.count_rects())]
        return [((a - left) * scale, (top - d) * scale, (c - left) * scale, (top - b) * scale) for a, b, c, d in boxes]

    def images(self, page: int) -> int:
        """How many pictures made of pixels are on a page: portraits; codes are drawn."""
        kinds = [pdfium.FPDF_PAGEOBJ_IMAGE]
        return sum(1 for _ in self.pdf[page].get_objects(filter=kinds, max_depth=15))

    def drawn(self, page: int, density: float) -> Image.Image:
        """A page after cutting, in pixels at ``density`` to the inch, on white."""
        whole: Image.Image = self.pdf[page].render(scale=density / 72, may_draw_forms=False).to_pil().convert("RGB")
        trim, media = self.boxes(page)["trim"], self.boxes(page)["media"]
        dots = density / MM
        edges = (trim[0] - media[0], media[3] - trim[3], trim[2] - media[0], media[3] - trim[1])
        left, top, right, bottom = (round(edge * dots) for edge in edges)
        return whole.crop((left, top, right, bottom))


def bare(text: str) -> str:
    """A text without what setting it adds or takes: spaces, line ends, hyphens, marks of direction."""
    return re.sub(r"[\s\u00ad\u2010\ufffe\u200e\u200f\u2066-\u2069\x02-]+", "", text)


def ink(picture: Image.Image) -> npt.NDArray[np.bool_]:
    """Where there is ink: much darker than any paper."""
    return np.asarray(picture.convert("L")) < 90


def reach(inked: npt.NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the ink in pixels. Raises `ValueError` where there is none."""
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not rows.size:
        raise ValueError("no ink")
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def over(picture: Image.Image, paper: str) -> Image.Image:
    """A print as it comes out of a machine with coloured paper in its tray."""
    ground = np.array([int(paper[at : at + 2], 16) for at in (1, 3, 5)], dtype=np.uint16)
    return Image.fromarray((np.asarray(picture).astype(np.uint16) * ground // 255).astype(np.uint8))


def codes(picture: Image.Image) -> Sequence[str]:
    """What a scanner reads, each code once per place."""
    return [
        code.text
        for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    ]
