"""QR codes, read again by a program that did not draw them: large, small, on coloured paper, worn, out of focus."""

from __future__ import annotations

import io
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import typst
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from tests.support.paper import codes, over

from kiezgroessen.make.qr import made_code, qr_png, qr_svg
from kiezgroessen.plan.kit.small import CODE_SIDE, CODE_WIDTH, QrPlan
from kiezgroessen.plan.papers import PAPERS
from kiezgroessen.plan.prints import PrintFile

SHORT = "https://kiez.example/betriebe/mavi/"
LONG = "https://www.kiezgroessen-am-kraehenufer.example/ar/betriebe/aenderungsschneiderei-und-reinigung-am-kanal/"
ADDRESSES = (SHORT, LONG, "https://kiez.example/wunschbrett/jugendclub--laptops/")
LABEL = 23.0
"""Millimetres of the smallest code that is printed."""


def printed(svg: bytes, folder: Path, millimetres: float, dots: int) -> Image.Image:
    """The drawing as a printer with so many dots to the inch puts it on white paper."""
    (folder / "code.svg").write_bytes(svg)
    sheet = folder / "sheet.typ"
    size = f"{millimetres}mm"
    sheet.write_text(f'#set page(width: {size}, height: {size}, margin: 0mm)\n#image("code.svg", width: {size})')
    with Image.open(io.BytesIO(typst.compile(str(sheet), root=str(folder), format="png", ppi=dots))) as picture:
        return picture.convert("RGB")


def beside_others(code: Image.Image) -> Image.Image:
    """The code among other ink, so that it has no more white around it than it brought."""
    edge = code.width // 4
    wall = Image.new("RGB", (code.width + 2 * edge, code.height + 2 * edge), "#111111")
    wall.paste(code, (edge, edge))
    return wall


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("millimetres", "dots"), [(60, 300), (LABEL, 300), (LABEL, 150)])
def test_the_drawing_can_be_read(address: str, millimetres: float, dots: int, tmp_path: Path) -> None:
    assert codes(beside_others(printed(qr_svg(address), tmp_path, millimetres, dots))) == [address]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("width", [100, 1000])
def test_the_pixels_can_be_read(address: str, width: int) -> None:
    with Image.open(io.BytesIO(qr_png(address, width))) as picture:
        assert codes(beside_others(picture.convert("RGB"))) == [address]


@pytest.mark.parametrize("paper", sorted(PAPERS))
def test_in_black_on_coloured_paper_blurred_and_askew(paper: str, tmp_path: Path) -> None:
    sheet = over(printed(qr_svg(SHORT), tmp_path, LABEL, 300), PAPERS[paper])
    wall = Image.new("RGB", (sheet.width * 2, sheet.height * 2), PAPERS[paper])
    wall.paste(sheet, (sheet.width // 2, sheet.height // 2))
    photo = wall.rotate(12, Image.Resampling.BICUBIC, fillcolor=PAPERS[paper]).filter(ImageFilter.GaussianBlur(3))
    assert codes(photo) == [SHORT]


def test_a_torn_corner_does_not_matter(tmp_path: Path) -> None:
    code = printed(qr_svg(LONG), tmp_path, 60, 150)
    ImageDraw.Draw(code).rectangle((code.width * 0.66, code.height * 0.66, code.width, code.height), "white")
    assert codes(code) == [LONG]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_quarter_may_be_lost_and_nothing_stands_in_the_quiet_zone(address: str, tmp_path: Path) -> None:
    with Image.open(io.BytesIO(qr_png(address, 1000))) as picture:
        grey = picture.convert("L")
    (read,) = zxingcpp.read_barcodes(grey)
    assert read.ec_level == "Q"
    left, top, right, bottom = ImageChops.invert(grey).getbbox() or (0, 0, 0, 0)
    # The upper left eye is seven modules wide; its first row is black from end to end.
    module = next(x for x in range(left, right) if grey.getpixel((x, top)) != 0) - left
    quiet = module / 7 * 4  # as the standard says
    assert (left, top, grey.width - right, grey.height - bottom) == (quiet, quiet, quiet, quiet)


def test_drawing_and_pixels_are_the_same_code(tmp_path: Path) -> None:
    with Image.open(io.BytesIO(qr_png(LONG, 1000))) as picture:
        pixels = picture.convert("RGB")
    drawing = printed(qr_svg(LONG), tmp_path, pixels.width / 300 * 25.4, 300).resize(pixels.size)
    assert np.abs(np.asarray(pixels).astype(int) - np.asarray(drawing)).mean() < 1


def test_black_has_no_hairlines(tmp_path: Path) -> None:
    """Modules drawn one by one show the paper between them wherever a dot of the printer holds two of them."""
    code = np.asarray(printed(qr_svg(SHORT), tmp_path, 37, 111).convert("L"))
    with Image.open(io.BytesIO(qr_png(SHORT, 1))) as picture:
        modules = np.asarray(picture.convert("L"))
    scale = code.shape[0] / modules.shape[0]
    inside = 0
    for y in range(modules.shape[0] - 1):
        for x in range(modules.shape[1] - 1):
            if not modules[y : y + 2, x : x + 2].any():
                # Four black modules around a corner: what lies around it is black as well.
                inside += 1
                row, column = round((y + 1) * scale), round((x + 1) * scale)
                assert code[row - 1 : row + 1, column - 1 : column + 1].max() < 10
    assert inside > 20


def test_many_addresses_are_drawn_line_by_line(tmp_path: Path) -> None:
    lines = qr_svg("\n".join(ADDRESSES)).split(b"\n")
    assert [codes(printed(line, tmp_path, 60, 150))[0] for line in lines] == list(ADDRESSES)


def test_files_of_a_code() -> None:
    files = (PrintFile("svg", "qr.svg"), PrintFile("png", "qr.png", CODE_WIDTH))
    plan = QrPlan("profil.md", f"{SHORT}?a=1&b=2", CODE_SIDE, "mavi-de", files)
    svg, png = made_code(plan)
    assert made_code(plan) == [svg, png]
    root = ET.fromstring(svg)  # noqa: S314 - made here
    assert (root.get("width"), root.get("height")) == ("60mm", "60mm")
    assert {element.tag.split("}")[1] for element in root.iter()} == {"svg", "title", "path"}
    assert [element.text for element in root.iter() if element.tag.endswith("title")] == [plan.address]
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.width >= CODE_WIDTH
        assert codes(picture.convert("RGB")) == [plan.address]
        assert not picture.info.get("Software")


def test_what_is_no_code_is_not_taken_for_one(tmp_path: Path) -> None:
    """The reader reads, rather than believes: half a code is none."""
    code = printed(qr_svg(SHORT), tmp_path, 60, 150)
    ImageDraw.Draw(code).rectangle((0, 0, code.width // 2, code.height), "white")
    assert codes(code) == []
