"""Share images before a pixel is touched: four shapes, where the text may stand in each, and what it says.

Where the figures come from: ``docs/decisions/share.md``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

from .fit import FittedName
from .media import ENCODING, Box, Cut, Encoding, plan_cut

if TYPE_CHECKING:
    from ..read.photos import Photo

Window: TypeAlias = tuple[float, float, float, float]
Shape: TypeAlias = Literal["teilen", "hochformat", "quadrat", "story"]
"""``teilen`` is what messengers show beside a link, the others are posted: in feeds and as a story."""

SHARED = "teilen"
PORTRAIT_SIZE = (1080, 1350)
"""Every portrait is developed once at this size, in pixels; all shapes show a part of it."""


@dataclass(frozen=True, slots=True)
class Format:
    """A shape: its size, and the box that no platform crops or covers: all text stands in it. Pixels."""

    name: Shape
    width: int
    height: int
    safe: Box


FORMATS: Mapping[Shape, Format] = MappingProxyType(
    {
        # Messengers round corners and lay their own signs over the edges.
        "teilen": Format("teilen", 1200, 630, (60, 60, 1140, 570)),
        "hochformat": Format("hochformat", 1080, 1350, (60, 60, 1020, 1290)),
        "quadrat": Format("quadrat", 1080, 1080, (60, 60, 1020, 1020)),
        # The name of who shares it lies over the top, the field for answers over the bottom.
        "story": Format("story", 1080, 1920, (60, 260, 1020, 1570)),
    }
)

_BESIDE = 504
"""Width of the portrait in ``teilen``, 4:5; it runs over three edges."""
_GAP = 40
_HEAD = 90
"""From the top of the safe box to the name where a line stands above it; in feeds, the middle square begins there."""
_WIDEST = {"hochformat": 600, "quadrat": 520}
_SLIM = {"hochformat": 0.7, "quadrat": 0.8}
_STORY_TEXT = 330
"""Between the name and the portrait of a story: fact, address and funder."""
_UPPERMOST = (50.0, 0.0)
"""A photo without a focus point is only cut at its foot and equally at its sides: a head is nobody's to slice."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands on a sheet, in pixels. ``title``: left, top, right; the fitted name says how high it is.

    ``text`` is the box of fact, address and funder; ``head`` (left, bottom, right) a line above the name; ``window``
    the part of the cut photo that is shown in ``portrait`` (left, top, right, bottom: 0 to 1).
    """

    title: tuple[int, int, int]
    text: Box
    head: tuple[int, int, int] | None
    portrait: Box | None
    window: Window = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class SharePlan:
    """A picture to be shared: everything that can be read on it, and its ``name`` below the output folder.

    ``paper`` is ``#rrggbb``; ``title`` is to be fitted to a height of ``limit`` per 1000 of its width when the picture
    is drawn, for most builds draw none; ``head`` says whose picture it is, ``note`` that it is an example; ``focus`` of
    the portrait is in percent of the photo; ``lang`` is a language tag, ``direction`` ``ltr`` or ``rtl``.
    """

    format: Format
    title: str
    limit: float
    paper: str
    fact: str
    address: str
    funder: str
    head: str
    note: str
    portrait: Cut | None
    focus: tuple[float, float] | None
    lang: str
    direction: str
    encoding: Encoding
    name: str

    @property
    def shows(self) -> tuple[object, ...]:
        """Everything in it that the bytes depend on: not where the photo lies, nor how the file is called."""
        cut = self.portrait
        photo = cut and (cut.digest, cut.turn, cut.box, cut.tone)
        said = (self.fact, self.address, self.funder, self.head, self.note, self.lang, self.direction)
        return (self.format, self.title, self.limit, self.paper, said, photo, self.focus, self.encoding)


def _title_height(shape: Shape, *, portrait: bool, fact: str, address: str, funder: str) -> float:
    """The greatest height of the name per 1000 of its width; in ``teilen``, short texts leave it more room."""
    if shape != "teilen":
        return 360.0 if portrait else 660.0
    safe = FORMATS[shape].safe
    width = safe[2] - safe[0] if not portrait else FORMATS[shape].width - _BESIDE - _GAP - safe[0]
    # Letters for reading are half as wide as high, on the whole; a bit more, to be on the safe side.
    sizes = ((fact, 36), (address, 18), (funder, 20))
    rows = [1 if len(text) * size * 0.58 < width else 2 for text, size in sizes]
    used = rows[0] * 44 + rows[1] * 24 + rows[2] * 25 + 86
    return round(1000.0 * (safe[3] - safe[1] - used) / width, 1)


def layout_of(plan: SharePlan, title: FittedName) -> Layout:
    """Where everything stands once the title is fitted to the plan's limit."""
    layout = _placed(plan.format, title, portrait=plan.portrait is not None, direction=plan.direction)
    if plan.portrait is None or layout.portrait is None:
        return layout
    left, top, right, bottom = layout.portrait
    return replace(layout, window=_window(plan.portrait, plan.focus, (right - left) / (bottom - top)))


def _placed(form: Format, title: FittedName, *, portrait: bool, direction: str) -> Layout:
    """All but the window; mirrored where lines run from right to left."""
    shape = form.name
    left, top, right, bottom = form.safe
    if shape == "teilen":
        if not portrait:
            return Layout((left, top, right), form.safe, None, None)
        end = form.width - _BESIDE - _GAP
        box = (form.width - _BESIDE, 0, form.width, form.height)
        return _turned(Layout((left, top, end), (left, top, end, bottom), None, box), form, direction)
    start = top + _HEAD
    below = start + round(title.height * (right - left) / title.width) + _GAP
    head = (left, start - 30, right)
    if not portrait:
        return Layout((left, start, right), (left, below, right, bottom), head, None)
    if shape == "story":
        edge = below + _STORY_TEXT
        box = (0, edge, form.width, form.height)
        return Layout((left, start, right), (left, below, right, edge - _GAP), head, box)
    high = form.height - below
    wide = min(round(high * _SLIM[shape]), _WIDEST[shape])
    box = (form.width - wide, below, form.width, form.height)
    text = (left, below, form.width - wide - _GAP, bottom)
    return _turned(Layout((left, start, right), text, head, box), form, direction)


def _turned(layout: Layout, form: Format, direction: str) -> Layout:
    """As in a mirror, if need be."""
    if direction != "rtl" or layout.portrait is None:
        return layout

    def mirrored(box: Box) -> Box:
        return form.width - box[2], box[1], form.width - box[0], box[3]

    title = (form.width - layout.title[2], layout.title[1], form.width - layout.title[0])
    return Layout(title, mirrored(layout.text), layout.head, mirrored(layout.portrait))


def plan_share(
    *,
    slug: str,
    title: str,
    paper: str,
    fact: str,
    address: str,
    funder: str,
    photo: Photo | None,
    focus: tuple[float, float] | None = None,
    lang: str,
    direction: str,
    shape: Shape = "teilen",
    head: str = "",
    note: str = "",
    encoding: Encoding = ENCODING,
) -> SharePlan:
    """One share image of a page; ``title`` is as it can be printed. ``focus`` is in percent."""
    cut = None
    if photo is not None:
        cut = plan_cut(photo, tone="ink", aspect=PORTRAIT_SIZE[0] / PORTRAIT_SIZE[1], focus=focus or _UPPERMOST)
    below = f"{address} · {note}" if note else address
    plain = SharePlan(
        FORMATS[shape],
        title,
        _title_height(shape, portrait=cut is not None, fact=fact, address=below, funder=funder),
        paper,
        fact,
        address,
        funder,
        head,
        note,
        cut,
        focus if cut else None,
        lang,
        direction,
        encoding,
        "",
    )
    mark = hashlib.sha256(repr(plain.shows).encode()).hexdigest()[:8]
    name = f"{slug}-{mark}" if shape == "teilen" else f"{slug}-{shape}-{mark}"
    return replace(plain, name=f"{SHARED}/{name}.jpg")


def _window(cut: Cut, focus: tuple[float, float] | None, aspect: float) -> Window:
    """The largest part of a 4:5 cut in this aspect, with the focus point in its middle or as near to it as can be.

    Without one, the middle of the upper edge.
    """
    own = PORTRAIT_SIZE[0] / PORTRAIT_SIZE[1]
    wide, high = min(1.0, aspect / own), min(1.0, own / aspect)
    left, top = (1 - wide) / 2, 0.0
    if focus is not None:
        box = cut.box
        across = (cut.size[0] * focus[0] / 100 - box[0]) / (box[2] - box[0])
        down = (cut.size[1] * focus[1] / 100 - box[1]) / (box[3] - box[1])
        left, top = max(0.0, min(across - wide / 2, 1 - wide)), max(0.0, min(down - high / 2, 1 - high))
    return round(left, 4), round(top, 4), round(left + wide, 4), round(top + high, 4)
