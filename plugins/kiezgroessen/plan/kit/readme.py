"""The note that lies on top in a ZIP: what is what, what it is printed on, what must not be cut off."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from .. import urls
from ..desk import Desk
from .facts import Facts

NAME = "README.txt"
NAMES: Mapping[str, str] = MappingProxyType({"de": "LIESMICH.txt"})
"""What the note is called, by language; `NAME` in all others, for whom German means nothing."""
_WIDTH = 76


def readme(desk: Desk, facts: Facts, folders: Mapping[str, str]) -> str:
    """The note in the desk's language. ``folders`` are the names of the folders in the ZIP, by what lies in them."""
    programme = desk.kiez.programme.in_language(desk.lang)
    name = facts.record.name.value
    page = desk.urls.absolute(urls.material(facts.node.slug), desk.lang)
    lines = [name, "=" * min(len(name), _WIDTH), "", *_wrapped([_greeting(desk, name)])]
    for folder, paragraphs in _told(desk).items():
        lines += ["", folders[folder], *_wrapped(paragraphs, "   ")]
    last = _imprint(desk, programme.publisher.responsible.value, [one.line.value for one in programme.funders])
    lines += ["", "-" * _WIDTH, *_wrapped(last), "", *_contact(desk), page]
    if programme.sample:
        lines.append(desk.words.gettext("Erfundenes Beispiel"))
    return "\n".join(lines) + "\n"


def _greeting(desk: Desk, name: str) -> str:
    _ = desk.words.gettext
    return _(
        "Das ist Ihr Material zum Weitersagen, %(name)s: zum Aufhängen, Verteilen und Teilen. "
        "Sie dürfen alles davon so oft drucken und weitergeben, wie Sie möchten."
    ) % {"name": name}


def _told(desk: Desk) -> dict[str, Sequence[str]]:
    """What to say about each folder."""
    _ = desk.words.gettext
    size = _("Beim Drucken »Tatsächliche Größe« oder »100 %« wählen, sonst wird alles kleiner.")
    return {
        "farbe": (_("Für Drucker mit Farbe, auf weißes Papier."), size),
        "schwarz": (
            _(
                "Nur mit schwarzer Farbe: Legen Sie farbiges Papier ein, zum Beispiel die Fensterkarte auf gelbes. "
                "Das geht mit jedem Drucker und in jedem Kopierladen."
            ),
            size,
        ),
        "druckerei": (
            _(
                "Für eine Druckerei: PDF mit 3 mm Beschnitt an jeder Seite. "
                "Zu Hause bitte die Dateien aus den anderen Ordnern nehmen."
            ),
        ),
        "shares": (_("Bilder für WhatsApp, Instagram und andere: quer, hoch, quadratisch und für die Story."),),
        "texts": (_("Fertige Texte zum Kopieren. Sie dürfen sie ändern."),),
        "codes": (
            _(
                "Der QR-Code führt zu Ihrer Seite. Nicht kleiner als 2 cm drucken, "
                "und den weißen Rand ringsum stehen lassen."
            ),
        ),
        "badges": (
            _("Ein Bild für Ihre eigene Website, hell und dunkel. Wie man es einbaut, steht in der Textdatei daneben."),
        ),
    }


def _imprint(desk: Desk, responsible: str, funders: Sequence[str]) -> list[str]:
    _ = desk.words.gettext
    law = _(
        "Die kleinen Zeilen am Rand jedes Blattes bitte nicht abschneiden: Wer verantwortlich ist, "
        "muss nach dem Presserecht auf allem Gedruckten stehen, und wer fördert, auch."
    )
    return [law, f"V.i.S.d.P.: {responsible}", *funders]


def _contact(desk: Desk) -> Iterator[str]:
    _ = desk.words.gettext
    person = desk.kiez.programme.in_language(desk.lang).contact
    ways = [way for way in (person.phone, person.email) if way]
    who = [person.name.value] if person.name else []
    if who or ways:
        yield _("Fragen, oder es hat sich etwas geändert? %(who)s") % {"who": " · ".join([*who, *ways])}
    yield _("Das Neueste liegt immer hier:")


def _wrapped(paragraphs: Sequence[str], indent: str = "") -> Iterator[str]:
    for paragraph in paragraphs:
        yield from textwrap.wrap(
            paragraph,
            _WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )


def how_to_embed(desk: Desk, snippet: str) -> str:
    """What lies beside the badges: the HTML, and what to do with it."""
    _ = desk.words.gettext
    how = _(
        "Das Bild in den Ordner der eigenen Website legen und diese Zeile dort einfügen, wo es erscheinen soll. "
        "Auf dunklem Grund statt »hell« die Datei mit »dunkel« nehmen."
    )
    return "\n".join([*_wrapped([how]), "", snippet]) + "\n"
