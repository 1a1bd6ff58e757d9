"""What the template of the press page may see: numbers, texts to take over, pictures with their captions."""

from __future__ import annotations

from dataclasses import dataclass

from ..languages import Text
from .material_views import Bundle, CopyText, Download, Preview
from .views import Fact, Person, PlainPage, Row


@dataclass(frozen=True, slots=True)
class PressPhoto:
    """A picture that may be printed: what it is called, who, what, where and when, whose it is.

    ``preview`` and ``file`` are only there where the whole kit is made; ``size`` is for people.
    """

    title: Text
    rows: tuple[Row, ...]
    credit: Text
    size: str
    preview: Preview | None
    alt: Text
    file: Download | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PressPage(PlainPage):
    """``/presse/``: the plain page's text, and what is worked out below it. ``sheets`` are the fact sheet's files.

    ``more``: there are pictures that are not shown.
    """

    bundle: Bundle
    date: str
    facts: tuple[Fact, ...]
    rows: tuple[Row, ...]
    sheets: tuple[Download, ...]
    texts: tuple[CopyText, ...]
    photos: tuple[PressPhoto, ...]
    more: bool
    contact: Person
    script: str
