"""The share image: the same sheet as on the wall, in the shape that messengers show.

It is made like the posters it quotes: one black plate (name, text, grey portrait), printed on coloured paper.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

from ..plan.media import SHARE_MARGIN, SHARE_PORTRAIT, SHARE_SIZE, SharePlan, share_column
from .pictures import develop
from .typeset import Style, Typesetter, text_direction

INK = (0x11, 0x11, 0x11)
MOST_BYTES = 300_000
"""Some messengers show no picture at all above this."""

_FINE = 2
"""Letters are drawn at twice the size and reduced: smoother edges, and hinting moves them half as far."""
_RULE = 6
_LEADING = 1.22
_LEADING_ARABIC = 1.4
"""Arabic has marks above and below its letters."""
_DESCENT = 0.24
_ASCENT = 0.76

# Sizes in pixels and how many lines each may take, falling: a funder's wording is prescribed, so it gets small before
# it gets shortened.
_FUNDER = ((20, 2), (18, 2), (16, 3), (14, 3))
_ADDRESS = ((26, 1), (24, 1), (22, 1), (20, 1), (18, 1))
_FACT = ((36, 2), (33, 2), (30, 2), (24, 3), (22, 3))


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where lines of text begin and end, in pixels of the fine plate."""

    left: float
    right: float
    direction: str


def make_share(plan: SharePlan, fonts: Path | Typesetter) -> bytes:
    """The JPEG, 1200 × 630 pixels, without metadata, below `MOST_BYTES`. Raises `UnusablePhotoError`.

    ``fonts`` is the folder of the theme's fonts, or a typesetter that has opened them already.
    """
    setter = fonts if isinstance(fonts, Typesetter) else Typesetter(fonts)
    plate = _lettered(plan, setter).reduce(_FINE)
    if plan.portrait is not None:
        portrait = develop(plan.portrait, (SHARE_PORTRAIT, SHARE_SIZE[1]))
        page = Image.new("L", SHARE_SIZE, 255)
        left, edge = (0, SHARE_PORTRAIT - _RULE) if plan.direction == "rtl" else (SHARE_SIZE[0] - SHARE_PORTRAIT,) * 2
        page.paste(portrait, (left, 0))
        # Drawn people are cut off by the frame; the rule shows that there is one.
        page.paste(0, (edge, 0, edge + _RULE, SHARE_SIZE[1]))
        plate = ImageChops.multiply(page, plate)
    return _encoded(on_paper(plate, plan.paper), plan.encoding.share_quality)


def on_paper(plate: Image.Image, paper: str) -> Image.Image:
    """A grey plate printed in black ink on paper of a colour (``#rrggbb``)."""
    ground = tuple(int(paper[i : i + 2], 16) for i in (1, 3, 5))
    return Image.merge(
        "RGB",
        [
            plate.point([round(dark + (light - dark) * value / 255) for value in range(256)])
            for dark, light in zip(INK, ground, strict=True)
        ],
    )


def _lettered(plan: SharePlan, setter: Typesetter) -> Image.Image:
    plate = Image.new("L", (SHARE_SIZE[0] * _FINE, SHARE_SIZE[1] * _FINE), 255)
    pen = ImageDraw.Draw(plate)
    ends = share_column(portrait=plan.portrait is not None, direction=plan.direction)
    left, right = ends[0] * _FINE, ends[1] * _FINE
    _title(plan, setter, pen, left, (right - left) / plan.title.width)

    # From the bottom up, so that the last line always stands on the margin.
    bottom = float((SHARE_SIZE[1] - SHARE_MARGIN) * _FINE)
    frame = _Frame(left, right, plan.direction)
    bottom = _paragraph(pen, setter, frame, bottom, plan.funder, "text", _FUNDER) - 10 * _FINE
    bottom = _paragraph(pen, setter, frame, bottom, plan.address, "strong", _ADDRESS) - 20 * _FINE
    pen.rectangle((left, bottom - _RULE * _FINE, right - 1, bottom - 1), fill=0)
    bottom -= (_RULE + 14) * _FINE
    _paragraph(pen, setter, frame, bottom, plan.fact, "strong", _FACT)
    return plate


def _paragraph(
    pen: ImageDraw.ImageDraw,
    setter: Typesetter,
    frame: _Frame,
    bottom: float,
    text: str,
    style: Style,
    sizes: tuple[tuple[int, int], ...],
) -> float:
    """Print the text so that its last line's descenders stand on ``bottom``; says where its first line begins."""
    if not text:
        return bottom
    # A German line on an Arabic page starts at the right like its neighbours, but reads from left to right.
    own = text_direction(text, frame.direction)
    leading = _LEADING_ARABIC if own == "rtl" else _LEADING
    fine = [(size * _FINE, most) for size, most in sizes]
    size, lines = setter.fitted(text, style, fine, frame.right - frame.left, own)
    bottom -= size * _DESCENT
    for line in reversed(lines):
        width = setter.width(line, style, size, direction=own)
        x = frame.right - width if frame.direction == "rtl" else frame.left
        setter.draw(pen, (x, bottom), line, style, size, direction=own)
        bottom -= size * leading
    return bottom + size * (leading - _ASCENT)


def _title(plan: SharePlan, setter: Typesetter, pen: ImageDraw.ImageDraw, left: float, scale: float) -> None:
    arabic = plan.title.script == "arabic"
    style: Style = "arabic" if arabic else "latin"
    direction = "rtl" if arabic else "ltr"
    for line in plan.title.lines:
        # Pillow's pen and the measure of the plan agree to a tenth of a pixel, so size and start are all it takes.
        size = line.size * scale
        x = line.x - line.length if arabic else line.x
        at = (left + x * scale, SHARE_MARGIN * _FINE + line.baseline * scale)
        setter.draw(pen, at, line.text, style, size, stretch=line.stretch, direction=direction)


def _encoded(picture: Image.Image, quality: int) -> bytes:
    while True:
        out = io.BytesIO()
        # Full colour resolution: coloured paper beside black letters would get dirty edges otherwise.
        # Not progressive: that takes three times as long for 5 % fewer bytes, and messengers load it in the background.
        picture.save(out, "JPEG", quality=quality, subsampling="4:4:4", optimize=True)
        if out.tell() < MOST_BYTES or quality <= 40:
            return out.getvalue()
        quality -= 10
