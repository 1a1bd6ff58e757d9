"""What the template of the programme may see: who wishes for what, what is offered, what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from ..languages import Text
from .views import Fact, Link, Name, Page, Row, Time


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a bar: ``start``, ``width`` and ``end`` in percent; ``top``, height (``tall``) and ``foot`` in em.

    ``look``: ``full``, ``empty``, ``crossed`` or ``dashed``; no two differ by colour alone.
    """

    start: str
    width: str
    end: str
    top: str
    tall: str
    foot: str
    look: str


@dataclass(frozen=True, slots=True)
class Word:
    """A label in a plot: ``x`` in percent, ``y`` of its line in em; ``strong``: the name of a row."""

    x: str
    y: str
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A line of a plot's key: how a piece looks and what it stands for."""

    look: str
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars, laid out: ``height`` in em, across to the full width; ``key`` tells plots of one page apart.

    ``title`` stands above the picture, ``description`` is read aloud instead of it.
    """

    key: str
    title: str
    description: str
    height: str
    looks: tuple[Look, ...]
    marks: tuple[Mark, ...]
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: its head and a cell for every other column."""

    head: Text | Link
    cells: tuple[Text | Link, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers, with a word above each column; the first column holds the heads of the rows."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many wishes are in a state: ``look`` is ``empty`` (open), ``half`` (agreed) or ``full`` (fulfilled)."""

    look: str
    label: Link


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An institution and its wishes, kind after kind; an empty cell is a kind it has never wished for."""

    institution: Link
    cells: tuple[tuple[Tally, ...], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Institutions by kinds of wishes; all rows have a cell for each of ``kinds``."""

    caption: str
    corner: str
    kinds: tuple[Text, ...]
    looks: tuple[Look, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammePage(Page):
    """``/programm/``: facts only. ``gaps`` name what is missing and what is idle, ``balanced`` says that nothing is.

    ``institutions`` leads to all of them where the ``matrices`` do not name all that have wishes.
    """

    title: Name
    date: Time
    facts: tuple[Fact, ...]
    balance: Plot
    kinds: Table
    gaps: tuple[Row, ...]
    balanced: str | None
    matrices: tuple[Matrix, ...]
    outcome: tuple[str, ...]
    years: Plot | None
    yearly: Table | None
    board: Link
    actions: Link
    institutions: Link | None
