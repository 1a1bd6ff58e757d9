"""What the template of the application form may see. `plan.application` says what is asked."""

from __future__ import annotations

from dataclasses import dataclass

from ..languages import Text
from .views import Link, Row


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers; ``value`` is what arrives."""

    value: str
    label: Text
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """Answers under a heading that opens them."""

    label: Text
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A question; ``name`` is its German key in the letter, ``id`` its place on the page.

    ``kind``: ``text``, ``tel``, ``email``, ``area`` (several lines), ``select``, ``boxes`` (each of ``choices`` with a
    box), ``cards`` (boxes in ``groups``). ``choices`` of a text are suggestions: what is typed like one's label arrives
    as its value. ``missing`` and ``odd`` say what is wrong: nothing typed, or nothing that can be right. ``needs`` is
    the name of another field: one of both has to be filled in. ``other`` asks for what none of the boxes says.
    ``part`` says that there are more cards than these.
    """

    id: str
    name: str
    kind: str
    label: str
    longest: int = 0
    hint: str = ""
    autocomplete: str = ""
    required: bool = False
    needs: str = ""
    missing: str = ""
    odd: str = ""
    choices: tuple[Choice, ...] = ()
    groups: tuple[Choices, ...] = ()
    other: str = ""
    part: str | None = None


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Questions under one heading."""

    label: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """What the script makes of the answers: see ``docs/decisions/applications.md``.

    ``intro`` are the sentences above the answers, ``apart`` those that stand alone where the answers are too long for a
    letter; both as lines. ``longest`` is the length of a ``mailto:`` address that every mail program takes.
    """

    to: str
    subject: str
    intro: str
    apart: str
    mark: str
    keys: str
    end: str
    file: str
    longest: int


@dataclass(frozen=True, slots=True)
class ApplicationForm:
    """The form on the page of the open call.

    With ``action`` it is posted there, and ``trap`` has to stay empty; else its answers become ``letter``, and where
    there is no address for that either, there is no form. ``ways`` are for whoever does not want it or cannot use it.
    ``notice`` says who gets the answers.
    """

    id: str
    action: str | None
    trap: str
    letter: Letter | None
    groups: tuple[FieldGroup, ...]
    ways: tuple[Row, ...]
    notice: str
    privacy: Link | None
    scripts: tuple[str, ...]
