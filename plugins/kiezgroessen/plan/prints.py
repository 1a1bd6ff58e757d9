"""Printed matter before a letter is set: which sheets there are, what stands on them, which files come of it.

A sheet is a layout of ``theme/print`` with data. The data is all that can be read on it; the typesetter only shows it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ..languages import Text
from ..problems import Problem

if TYPE_CHECKING:
    from .fit import FittedLine, FittedName
    from .media import Cut

Look: TypeAlias = Literal["farbe", "druckerei", "schwarz"]
"""``farbe``: on its paper colour; ``druckerei``: the same with 3 mm bleed; ``schwarz``: black, for coloured paper."""

Format: TypeAlias = Literal["pdf", "svg", "png", "jpg"]
"""``jpg`` is a preview on the screen, on white where the look has no paper."""

LOOKS: tuple[Look, ...] = ("farbe", "druckerei", "schwarz")
PRINTED = "druck"
SIDES_APART = 20
"""Pixels between the sides of a card in a preview: seven where it is shown as high as the others."""
BLEED = 3
"""Millimetres on each side, as print shops ask for."""
PREVIEW_WIDTH = 480
"""In pixels: two to a row on a broad screen at one pixel per point, one on a phone at one and a half."""
PICTURE_WIDTHS = (1200, 2400)
"""Portraits are prepared in two widths that all sheets share: A6 to A5, and above. 2,400 pixels are 205 dpi on A3."""


@dataclass(frozen=True, slots=True)
class PrintPicture:
    """The portrait on a sheet: the part of the photo and the pixels it is prepared in, never more than it has."""

    cut: Cut
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PrintFile:
    """One file of a sheet: ``name`` below the output folder; ``width`` in pixels where it has some, else 0."""

    format: Format
    name: str
    width: int = 0


@dataclass(frozen=True, slots=True)
class PrintPlan:
    """One sheet in one look, and the files to be made of it.

    ``source`` is the file its text was typed in; ``layout`` names a file of ``theme/print``; ``sheet`` is how files
    and messages call it: ``plakat-a3``; ``width`` and ``height`` are what is left after cutting, in millimetres;
    ``data`` is JSON with sorted keys, the same in all looks; ``address`` goes into the QR code, if there is one;
    ``kit`` says with which others it is made in one go, because they share photo and letters. ``fields`` says for each
    text that might not fit which field it was typed in: problems without a message.
    """

    source: str
    layout: str
    sheet: str
    width: float
    height: float
    look: Look
    paper: str
    data: str
    address: str | None
    picture: PrintPicture | None
    kit: str
    files: tuple[PrintFile, ...]
    fields: tuple[tuple[str, Problem], ...] = ()

    @property
    def shows(self) -> tuple[object, ...]:
        """All that the bytes depend on; not where the photo lies, nor what the files are called."""
        cut = self.picture and self.picture.cut
        photo = cut and (cut.digest, cut.turn, cut.box, cut.tone)
        size = self.picture and (self.picture.width, self.picture.height)
        return (self.layout, self.look, self.paper, self.data, self.address, photo, size)


@dataclass(frozen=True, slots=True)
class ArchivePlan:
    """A ZIP of files that other plans make (name inside, name below the output folder) and of texts of its own.

    Raises `ValueError` where two would have the same name inside, on any computer: one of them would be lost.
    """

    name: str
    members: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for inside, _ in (*self.members, *self.texts):
            if inside.casefold() in seen:
                raise ValueError(f"{self.name} would hold {inside} twice")
            seen.add(inside.casefold())


def plan_print(
    *,
    source: str,
    slug: str,
    layout: str,
    sheet: str,
    look: Look,
    paper: str,
    data: Mapping[str, Any],
    address: str | None,
    picture: PrintPicture | None,
    kit: str,
    formats: Sequence[Format] = ("pdf", "jpg"),
    fields: Sequence[tuple[str, Problem]] = (),
) -> PrintPlan:
    """A sheet and its files; ``data`` says how large it is.

    Names carry a hash of everything that can be seen, like those of pictures.
    """
    whole = {**data, "picture": picture is not None, "sheet": sheet}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True)
    size = (data["width"], data["height"])
    plain = PrintPlan(source, layout, str(sheet), *size, look, paper, text, address, picture, kit, (), tuple(fields))
    mark = hashlib.sha256(repr(plain.shows).encode()).hexdigest()[:8]
    stem = f"{PRINTED}/{slug}-{sheet}-{look}-{mark}"
    files = tuple(PrintFile(one, f"{stem}.{one}", PREVIEW_WIDTH if one in ("jpg", "png") else 0) for one in formats)
    return replace(plain, files=files)


def said(text: Text) -> dict[str, str]:
    """A text as a sheet takes it: with its own language and direction."""
    return {"text": text.value, "lang": text.tag.split("-")[0], "dir": text.direction}


def set_name(name: FittedName) -> dict[str, Any]:
    """A fitted name as a sheet takes it."""
    return {**_fields(name), "lines": tuple(map(_fields, name.lines))}


def _fields(value: FittedName | FittedLine) -> dict[str, Any]:
    """`asdict` copies each number for itself, which took a twentieth of planning."""
    return {field.name: getattr(value, field.name) for field in fields(value)}
