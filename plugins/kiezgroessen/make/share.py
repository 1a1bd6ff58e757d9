"""Share images: the same sheet as on the wall, in the shapes that messengers, feeds and stories show.

They are made like the posters they quote: one black plate (name, text, grey portrait), printed on coloured paper.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageDraw

from ..plan.fit import Broken, FittedName, broken, script_of
from ..plan.media import Cut
from ..plan.share import PORTRAIT_SIZE, Layout, SharePlan, Window, layout_of
from ..read.fonts import load_fonts
from .column import RULE, Column, leading_of
from .jobs import Photos
from .lines import SOFT, text_direction
from .pictures import develop
from .typeset import Style, Typesetter

INK = (0x11, 0x11, 0x11)
MOST_BYTES = 300_000
"""Some messengers show no picture at all above this."""

_HEAD = 60

# Sizes in pixels and how many lines each may take, falling: a funder's wording is prescribed, so it gets small before
# it gets shortened.
_Sizes = tuple[tuple[int, int], ...]
_FUNDER: _Sizes = ((20, 2), (18, 2), (16, 3), (14, 3))
_ADDRESS: _Sizes = ((26, 1), (24, 1), (22, 1), (20, 1), (18, 1), (20, 2), (18, 3))
_FACT: _Sizes = ((36, 2), (33, 2), (30, 2), (24, 3), (22, 3))
# What is posted is seen on phones, a third as wide as it is made: nothing below 22 but what is prescribed.
_POSTED_FUNDER: _Sizes = ((24, 3), (22, 5), (20, 8), (18, 9), (16, 10), (14, 12))
_POSTED_ADDRESS: _Sizes = ((32, 1), (30, 2), (28, 2), (26, 3), (24, 4), (22, 5))
_POSTED_HEAD: _Sizes = ((28, 1), (26, 1), (24, 1), (22, 1), (20, 1))
_POSTED_FACT = (88, 80, 72, 64, 58, 52, 48, 44, 40, 36, 33, 30, 27, 24, 22)
"""What stands beside a portrait is at most `_BESIDE`; how many lines there may be depends on the room."""
_BESIDE = 58


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plan, its title fitted, and where everything stands."""

    plan: SharePlan
    title: FittedName
    layout: Layout


class Studio:
    """What share images are made with: the fonts below a folder, open, and the last name and portrait, worked out."""

    def __init__(self, fonts: Path, photos: Photos | None = None) -> None:
        self._photos = photos
        self._setter = Typesetter(fonts)
        self._measure = load_fonts(fonts)
        self._name: tuple[str, Broken] | None = None
        self._last: tuple[Cut, Image.Image] | None = None

    def made(self, plan: SharePlan) -> bytes:
        """The JPEG without metadata, below `MOST_BYTES`, the same whatever was made before.

        Raises `UnusablePhotoError`. Plans that show the same photo should follow each other: it is developed once.
        """
        sheet = self.laid_out(plan)
        plate = _lettered(sheet, self._setter)
        if plan.portrait is not None and sheet.layout.portrait is not None:
            box = sheet.layout.portrait
            plate.paste(self._shown(plan.portrait, sheet.layout.window, (box[2] - box[0], box[3] - box[1])), box[:2])
            _frame(plate, box)
        return _encoded(on_paper(plate, plan.paper), plan.encoding.share_quality)

    def laid_out(self, plan: SharePlan) -> Sheet:
        """The plan with its title fitted. What is known of a title helps with the page's other shapes."""
        if self._name is None or self._name[0] != plan.title:
            self._name = plan.title, broken(plan.title, self._measure, script=script_of(plan.title))
        title = self._name[1].fitted(plan.limit)
        return Sheet(plan, title, layout_of(plan, title))

    def _shown(self, cut: Cut, window: Window, size: tuple[int, int]) -> Image.Image:
        wide, high = PORTRAIT_SIZE
        part = (window[0] * wide, window[1] * high, window[2] * wide, window[3] * high)
        left, top = round(part[0]), round(part[1])
        if abs(part[2] - part[0] - size[0]) < 1 and abs(part[3] - part[1] - size[1]) < 1:
            return self._portrait(cut).crop((left, top, left + size[0], top + size[1]))
        return self._portrait(cut).resize(size, Image.Resampling.HAMMING, box=part)

    def _portrait(self, cut: Cut) -> Image.Image:
        if self._last is None or self._last[0] != cut:
            self._last = (cut, develop(cut, PORTRAIT_SIZE, self._photos))
        return self._last[1]


def on_paper(plate: Image.Image, paper: str) -> Image.Image:
    """A grey plate printed in black ink on paper of a colour (``#rrggbb``)."""
    ground = tuple(int(paper[i : i + 2], 16) for i in (1, 3, 5))
    shades = [
        round(dark + (light - dark) * value / 255)
        for value in range(256)
        for dark, light in zip(INK, ground, strict=True)
    ]
    coloured = plate.copy()
    coloured.putpalette(shades)
    return coloured.convert("RGB")


def _frame(page: Image.Image, box: tuple[int, int, int, int]) -> None:
    """Drawn people are cut off by the frame; the rule shows that there is one."""
    left, top, right, bottom = box
    if top > 0:
        page.paste(0, (left, top, right, top + RULE))
    if left > 0:
        page.paste(0, (left, top, left + RULE, bottom))
    if right < page.width:
        page.paste(0, (right - RULE, top, right, bottom))


def _lettered(sheet: Sheet, setter: Typesetter) -> Image.Image:
    plan = sheet.plan
    plan = replace(
        plan,
        fact=setter.printable(plan.fact),
        address=setter.printable(plan.address),
        funder=setter.printable(plan.funder),
        head=setter.printable(plan.head),
        note=setter.printable(plan.note),
    )
    form, layout = plan.format, sheet.layout
    plate = Image.new("L", (form.width, form.height), 255)
    left, top, right = layout.title
    _title(sheet.title, setter, ImageDraw.Draw(plate), (left, top), (right - left) / sheet.title.width)
    text = Column(setter, layout.text, plan.direction)
    if layout.head is None:
        _linked(plan, text)
    else:
        _posted(plan, text)
        left, bottom, right = layout.head
        head = Column(setter, (left, bottom - _HEAD, right, bottom), plan.direction)
        _head(plan, head)
        head.print_on(plate)
    text.print_on(plate)
    return plate


def _linked(plan: SharePlan, text: Column) -> None:
    """What stands below the name in the picture for links."""
    note = f" · {plan.note}" if plan.note else ""
    text.paragraph(plan.funder, "text", _FUNDER)
    text.up(10)
    text.paragraph(_breakable(plan.address) + note, "strong", _ADDRESS)
    text.up(20)
    text.rule()
    text.up(14)
    text.paragraph(plan.fact, "strong", _FACT)


def _posted(plan: SharePlan, text: Column) -> None:
    """What stands below or beside the portrait in a picture that is posted: the fact as large as there is room."""
    text.paragraph(plan.funder, "text", _POSTED_FUNDER)
    text.up(12)
    text.paragraph(_breakable(plan.address), "strong", _POSTED_ADDRESS)
    text.up(24)
    text.rule()
    text.up(20)
    leading = leading_of(text_direction(plan.fact, plan.direction))
    largest = _BESIDE if plan.portrait else _POSTED_FACT[0]
    rows = [(size, int(text.room / (size * leading))) for size in _POSTED_FACT if size <= largest]
    text.paragraph(plan.fact, "strong", [(size, max(1, most)) for size, most in rows])


def _head(plan: SharePlan, line: Column) -> None:
    """Whose picture it is, and at the other end that it is an example; below them a rule."""
    line.rule()
    line.up(8)
    noted = line.width_of(plan.note, "text", _POSTED_HEAD[1][0]) if plan.note else 0.0
    line.part(0, line.wide - noted - 24).paragraph(plan.head, "strong", _POSTED_HEAD)
    # A little wider than it is: widths are rounded.
    line.part(line.wide - noted, noted + 4).paragraph(plan.note, "text", _POSTED_HEAD[1:])


def _breakable(address: str) -> str:
    """An address may go on in the next line after a slash."""
    return address.replace("/", "/" + SOFT)


def _title(
    title: FittedName, setter: Typesetter, pen: ImageDraw.ImageDraw, start: tuple[float, float], scale: float
) -> None:
    arabic = title.script == "arabic"
    style: Style = "arabic" if arabic else "latin"
    direction = "rtl" if arabic else "ltr"
    for line in title.lines:
        # Pillow's pen and the measure of the plan agree to a tenth of a pixel, so size and start are all it takes.
        size = line.size * scale
        x = line.x - line.length if arabic else line.x
        at = (start[0] + x * scale, start[1] + line.baseline * scale)
        setter.draw(pen, at, line.text, style, size, stretch=line.stretch, direction=direction)


def _encoded(picture: Image.Image, quality: int) -> bytes:
    while True:
        out = io.BytesIO()
        # Full colour resolution: coloured paper beside black letters would get dirty edges otherwise.
        # Neither progressive nor optimised: 15 % fewer bytes would take as long as all the rest, and messengers load it
        # in the background.
        picture.save(out, "JPEG", quality=quality, subsampling="4:4:4")
        if out.tell() < MOST_BYTES or quality <= 10:
            return out.getvalue()
        quality -= 15
