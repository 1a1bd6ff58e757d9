"""The letters of the open call: the one that becomes of the answers, and the one that only asks the questions."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import NullTranslations
from urllib.parse import quote

from ..languages import LANGUAGES, SOURCE
from ..read.applications import END, KEYS, MARK
from ..words import Words
from .application_views import FieldGroup, Letter
from .desk import Desk

LONGEST_LETTER = 1900
"""Characters of a ``mailto:`` address; Windows hands no more than 2,083 to a mail program."""
SUBJECT = "Bewerbung"
"""Editors find letters by it, so it is German in every language."""
_FILE = "bewerbung"


def german_words() -> Words:
    """The words of those who read the letters."""
    return Words(LANGUAGES[SOURCE], NullTranslations())


def _in_both(desk: Desk) -> list[Words]:
    """The words of whoever applies and, where those are others, of whoever reads it."""
    return [desk.words] if desk.lang == SOURCE else [desk.words, german_words()]


def letter_of_answers(desk: Desk, to: str) -> Letter:
    """What the script needs for it."""

    def said(words: Words, *, apart: bool) -> str:
        _ = words.gettext
        if apart:
            return _("Guten Tag, mein Betrieb möchte mitmachen. Die Antworten stehen hier oder in der Datei:")
        return _("Guten Tag, mein Betrieb möchte mitmachen. Hier sind die Antworten:")

    intro, apart = ("\n".join(said(words, apart=long) for words in _in_both(desk)) for long in (False, True))
    return Letter(to, SUBJECT, intro, apart, MARK, ",".join(KEYS), END, _FILE, LONGEST_LETTER)


def begun_letter(desk: Desk, to: str, groups: Sequence[FieldGroup]) -> str:
    """A letter that asks the questions, for whoever has no script (RFC 6068).

    In German it has the form's own format; elsewhere each key is explained.
    """
    labels = {field.name: field.label for group in groups for field in group.fields}
    greeting = [words.gettext("Guten Tag, mein Betrieb möchte mitmachen.") for words in _in_both(desk)]
    own = [MARK, *(f"{name}: " for name in KEYS), END]
    lines = own if desk.lang == SOURCE else [f"{name} / {labels.get(name, name)}: " for name in KEYS]
    body = quote("\r\n".join([*greeting, "", *lines]), safe="")
    return f"mailto:{quote(to, safe='@')}?subject={quote(SUBJECT, safe='')}&body={body}"
