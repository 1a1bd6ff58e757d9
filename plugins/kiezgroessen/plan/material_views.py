"""What the template of the material page may see: pictures of everything, and the files behind them."""

from __future__ import annotations

from dataclasses import dataclass

from ..languages import Text
from .views import Name, Page


@dataclass(frozen=True, slots=True)
class Preview:
    """A picture of a thing as it is, in one size; ``width`` and ``height`` in pixels."""

    src: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take away; ``name`` is what it is called on the computer of whoever takes it, ``of`` what it is of."""

    label: str
    href: str
    name: str
    of: str


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to take away: what it is called, how large it is, how it looks, and its files.

    ``across``: its pictures are wider than high, and several stand below each other.
    """

    title: str
    size: str
    previews: tuple[Preview, ...]
    files: tuple[Download, ...]
    across: bool = False


@dataclass(frozen=True, slots=True)
class CopyText:
    """A text to be copied, and the same as a file; ``code``: for machines, in no language."""

    id: str
    title: str
    text: Text
    file: Download | None
    code: bool = False


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything in one file, or, where it is not made, only the word that it is not."""

    file: Download | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialPage(Page):
    """``/betriebe/<slug>/material/``"""

    name: Name
    paper: str
    bundle: Bundle
    prints: tuple[Thing, ...]
    pictures: tuple[Thing, ...]
    texts: tuple[CopyText, ...]
    codes: tuple[Thing, ...]
    badges: tuple[Thing, ...]
    snippet: CopyText
    script: str
