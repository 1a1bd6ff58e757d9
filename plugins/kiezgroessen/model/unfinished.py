"""Texts that were never written: what `tasks.py new` puts there, and what only the sample may say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ..problems import Problem, error
from ..read.document import Document, Loc, Value

FILL_IN = "…"
"""What a template puts where a text belongs that cannot be guessed."""

BODIES: Mapping[str, str] = MappingProxyType(
    {
        "business": "Hier kommt die Geschichte hin: Wer ist das? Was gibt sie oder er dem Kiez, wem, seit wann?\n"
        "Drei kurze Absätze reichen.",
        "institution": "Hier steht in wenigen Sätzen, wer kommt, was dort passiert und was gerade fehlt.",
        "action": "Hier steht, was passiert oder passiert ist: wer, was, für wen, wie lange.",
        "campaign": "## vorher\n\nWas bald losgeht und was man schon tun kann.\n\n"
        "## jetzt\n\nWas jetzt möglich ist und wie man mitmacht.\n\n"
        "## danach\n\nWas daraus geworden ist.",
        "news": "Hier steht die Meldung: das Wichtigste zuerst.",
        "page": "Hier steht der Text der Seite.",
    }
)
"""The text below the header of a new file, by kind of document."""

SAMPLE_WORDS = ("(erfunden)", "Beispiel-Website", "[einsetzen", "kiezgroessen.example", "Verein Krähenufer")
"""What the sample says of itself, the last two in every language; on a real site it is left over from it."""


def unfinished(document: Document) -> Iterator[Problem]:
    """What is still as the template left it. Drafts may be unfinished; ask for those that will be shown."""
    for loc, value in _texts(document.header.values, ()):
        if value.strip() == FILL_IN:
            mark = document.header.marks[loc]
            shown = document.lines[mark.value_line - 1]
            message = f"{loc[-1]}: ist noch nicht ausgefüllt."
            hint = "Ausfüllen, oder die Zeile löschen, wenn sie nicht gebraucht wird."
            yield error(document.path, mark.value_line, message, hint=hint, shown=shown)
    body = BODIES.get(document.kind, "")
    lines = document.body.split("\n")
    for number, line in enumerate(lines, document.body_line):
        if line.strip() and not line.startswith("#") and line in body.split("\n"):
            message = "Hier steht noch der Text der Vorlage."
            yield error(document.path, number, message, hint="Den eigenen Text an diese Stelle schreiben.", shown=line)


def left_over(document: Document) -> Iterator[Problem]:
    """Words of the sample, on a site that says it is none."""
    for number, line in enumerate(document.lines, 1):
        word = next((word for word in SAMPLE_WORDS if word in line), None)
        if word is not None:
            message = f"Hier steht noch etwas aus dem Beispiel: »{word}«."
            hint = "Ersetzen, oder in content/kiez.yaml »beispiel: ja« lassen."
            yield error(document.path, number, message, hint=hint, shown=line)


def _texts(value: Value | Mapping[str, Value], loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, (*loc, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*loc, index))
