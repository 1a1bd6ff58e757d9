"""`tasks.py intake`: an application, however it arrived, becomes a draft that nobody sees.

The profile gets what may one day be public. Who wrote, and what they told the editors, is shown and kept in a folder
that is never committed.
"""

from __future__ import annotations

import datetime as dt
import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO

from ..dates import parse_day, today
from ..link.references import RESERVED_BUSINESSES
from ..model.validate import build
from ..problems import harmless
from ..read.applications import MARK, MESSAGE, MOST, Application, applications
from ..read.mails import MAIL_BYTES, Letter, UnreadableError, read_letter
from ..read.slugs import is_slug, slugify
from ..reading import Reading, read
from .drafts import Draft, draft_of
from .exits import FAILED, OK, date_complaint
from .inside import link_complaint
from .new import KINDS, template, vocabulary_of
from .private import APPLICATIONS, keep

PASTED = "-"
_SHOWN = 2000
"""Characters of a message on the screen; all of it is in the file."""
_WIDTH = 100
_OFFERED = ("Art", "Angebot", "Menge")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where things go: the project, the day, the folder's name if somebody chose it."""

    root: Path
    day: dt.date
    folder: str


def main(
    file: str,
    *,
    folder: str = "",
    date: str | None = None,
    root: Path | None = None,
    start: Path | None = None,
    pasted: BinaryIO | None = None,
) -> int:
    """Makes a draft of each application in ``file``, or in what is pasted (``-``); 1 where one could not be made.

    ``file`` is looked for from ``start``, where the command was typed. ``folder`` is the slug to use instead of one
    made from the name.
    """
    if date and (complaint := date_complaint(date)):
        print(complaint)
        return FAILED
    place = _Place((root or Path.cwd()).resolve(), parse_day(date).first if date else today(), folder)
    if folder and not is_slug(folder):
        print(f"»{harmless(folder, 100)}« geht nicht als Ordner: erlaubt sind a bis z, Ziffern, einzelne Bindestriche.")
        return FAILED
    for written in (APPLICATIONS, KINDS["betrieb"].place.partition("/{")[0]):
        if (complaint := link_complaint(place.root / written, place.root)) is not None:
            print(complaint)
            return FAILED
    try:
        letter = read_letter(_bytes(file, (start or Path.cwd()), pasted))
        found = applications(letter)
    except (OSError, UnreadableError) as fault:
        print(_unreadable(file, fault))
        return FAILED
    if not found:
        print("Darin steht kein Text: keine Bewerbung gefunden. Es wurde nichts angelegt.")
        return FAILED
    if folder and len(found) > 1:
        print("Darin sind mehrere Bewerbungen: --folder geht nur mit einer. Es wurde nichts angelegt.")
        return FAILED
    reading = read(place.root, place.day)
    made = [_taken(application, letter, reading, place) for application in found[:MOST]]
    if len(found) > MOST:
        print(f"Darin sind mehr als {MOST} Bewerbungen: Aus einer Mail entstehen höchstens {MOST} Entwürfe.")
        print("Sind die übrigen echt? Dann jede für sich einfügen:  python3 tasks.py intake -")
        return FAILED
    return OK if all(made) else FAILED


def _bytes(file: str, start: Path, pasted: BinaryIO | None) -> bytes:
    if file != PASTED:
        with (start / file).open("rb") as stream:
            return stream.read(MAIL_BYTES + 1)
    source = pasted or sys.stdin.buffer
    if source.isatty():
        print("Den Text einfügen. Danach: Eingabetaste, dann Strg+D (unter Windows Strg+Z und Eingabetaste).")
    return source.read(MAIL_BYTES + 1)


def _unreadable(file: str, fault: Exception) -> str:
    name = "Der eingefügte Text" if file == PASTED else f"»{harmless(file, 200)}«"
    if isinstance(fault, FileNotFoundError):
        said = f"{name} gibt es nicht."
    elif isinstance(fault, IsADirectoryError):
        said = f"{name} ist ein Ordner: bitte die Mail oder Datei darin nennen."
    elif isinstance(fault, OSError):
        said = f"{name} lässt sich nicht lesen ({fault.strerror})."
    else:
        said = f"{name}: {fault}"
    return f"{said} Es wurde nichts angelegt."


def _taken(application: Application, letter: Letter, reading: Reading, place: _Place) -> bool:
    """Writes the draft and the private notes of one application, and says everything; whether there is a draft."""
    words = vocabulary_of(place.root)
    model, _ = build(reading.documents)
    draft = draft_of(application, words, model, reading.kiez)
    told = _told(application, letter, draft)
    slug = place.folder or slugify(draft.name)
    slug = f"{slug}-kiez" if slug in RESERVED_BUSINESSES else slug
    if why := _nowhere(draft, application, slug):
        print("\n".join([why, "Es wurde nichts angelegt.", "", *told]))
        return False
    name = f"{APPLICATIONS}/{place.day:%Y-%m-%d}-{slug}.txt"
    kept = keep(place.root / name, "\n".join([*told, "", *_whole(application), ""]))
    path = place.root / KINDS["betrieb"].place.format(slug=slug)
    text = template("betrieb", draft.name, place.day, words, draft.given)
    try:
        path.parent.mkdir(parents=True)
    except FileExistsError:
        known = _told(application, letter, draft, known=True)
        print("\n".join([*_there_already(slug, place.root), _kept(kept, place.root), "", *known]))
        return False
    path.write_text(text, "utf-8")
    made = f"Angelegt: {path.relative_to(place.root).as_posix()} (Entwurf: niemand sieht ihn)"
    print("\n".join([made, _kept(kept, place.root), "", *told]))
    print("\nWenn alles geklärt ist: im Entwurf die Zeile »status: entwurf« löschen.  python3 tasks.py check\n")
    return True


def _nowhere(draft: Draft, application: Application, slug: str) -> str:
    """Why no folder can be made; empty where one can."""
    if draft.name and slug:
        return ""
    if draft.name:
        return (
            f"Aus »{harmless(draft.name)}« lässt sich kein Ordnername machen, denn der besteht aus a–z und Ziffern. "
            "Bitte selbst einen nennen: denselben Befehl mit  --folder ein-name"
        )
    if "Betrieb" in application.values:
        return "Der Name des Betriebs geht so nicht. Bitte im Text berichtigen und noch einmal eingeben."
    hint = "" if application.format else f" Die Zeile »{MARK}« fehlt auch: Der Text kommt nicht aus dem Formular."
    return (
        f"Es fehlt, wie der Betrieb heißt.{hint} "
        "Bitte im Text eine Zeile ergänzen und ihn noch einmal eingeben:  Betrieb: Bäckerei Sonnenkorn"
    )


def _there_already(slug: str, root: Path) -> list[str]:
    number = 2
    while (root / f"profiles/betriebe/{slug}-{number}").exists():
        number += 1
    return [
        f"profiles/betriebe/{slug}/ gibt es schon; dort wurde nichts geändert.",
        "Ist es derselbe Laden? Dann dort von Hand ergänzen, was neu ist.",
        f"Ist es ein anderer? Dann denselben Befehl mit  --folder {slug}-{number}",
    ]


def _kept(path: Path, root: Path) -> str:
    place = path.relative_to(root).as_posix()
    return f"Privat aufgehoben: {place} (wird nie veröffentlicht; löschen, wenn es nicht mehr gebraucht wird)"


def _told(application: Application, letter: Letter, draft: Draft, *, known: bool = False) -> list[str]:
    """What the editor should know, line by line; strangers' words are harmless to look at.

    ``known``: there is a profile already, so what it tells is not asked again, and what is offered now is shown.
    """
    values = application.values
    title = f"Bewerbung: {harmless(values.get('Betrieb', 'ohne Namen'), 120)}"
    person = [f"{key}: {harmless(values[key], 300)}" for key in ("Name", "Telefon", "E-Mail") if key in values]
    mail = [("Absender", letter.sender), ("Betreff", letter.subject), ("Datum", _german_day(letter.sent))]
    person += [f"{label}: {harmless(text, 300)}" for label, text in mail if text]
    if letter.attached:
        names = ", ".join(harmless(name, 80) for name in letter.attached[:20])
        person.append(f"Angehängt: {names}. Fotos gehören erst mit Freigabe in den Ordner.")
    whole = not application.format or not draft.name
    message = application.text if whole else values.get(MESSAGE, "")
    offered = [f"{key}: {harmless(values[key], 300)}" for key in _OFFERED if key in values] if known else []
    complaints = [said for said in draft.complaints if not known or said.partition(":")[0] in values]
    if application.format is None:
        complaints.insert(0, "Der Text kommt nicht aus dem Formular: Was erkannt wurde, bitte mit ihm vergleichen.")
    elif application.format != 1:
        said = f"Die Bewerbung hat das Format {application.format}, dieses Programm kennt 1: bitte genau vergleichen."
        complaints.insert(0, said)
    return [
        title,
        "=" * min(len(title), _WIDTH),
        *_section("Wer sich meldet (steht nicht im Entwurf)", person),
        *_section("Was diesmal angeboten wird", offered),
        *_quoted("Der ganze Text" if whole else "Nachricht", message),
        *_section("Gewünschte Karten", [harmless(line, 400) for line in draft.wishes]),
        *_section("Was fehlt oder nicht stimmt", [harmless(line, 400) for line in complaints]),
        *_section("Noch zu fragen", () if known else draft.questions),
    ]


def _german_day(sent: str) -> str:
    """The day a mail says of itself, as people write it; whatever is none as it stands."""
    try:
        return f"{parsedate_to_datetime(sent):%d.%m.%Y, %H:%M Uhr}"
    except (TypeError, ValueError):
        return sent


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield from ("", title)
        for line in lines:
            yield from textwrap.wrap(line, _WIDTH, initial_indent="  - ", subsequent_indent="    ")


def _quoted(title: str, text: str) -> Iterator[str]:
    if text:
        yield from ("", title)
        yield from (f"  | {line}".rstrip() for line in harmless(text, _SHOWN).split("\n"))


def _whole(application: Application) -> Iterator[str]:
    yield from (f"Wortlaut ({harmless(application.where)})", "")
    yield from (f"  | {line}".rstrip() for line in harmless(application.text).split("\n"))
