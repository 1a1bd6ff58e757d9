"""`tasks.py consent`: who agreed to what, until when, and what of the site depends on it.

For the editors' own eyes: it names people and papers, so it is only printed, never written below ``output/``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from ..dates import parse_day, today
from ..link.consent import NOTICE, ConsentState, days_left, state_of
from ..model.entry import Translated
from ..model.parts import Consent, Photo
from ..model.records import Action, Business, Institution
from ..model.validate import build
from ..plan.media import PICTURES
from ..plan.press import PRESS
from ..plan.prints import PRINTED
from ..plan.share import SHARED
from ..reading import Reading, read
from .exits import CONTENT, FAILED, OK, date_complaint
from .settings import values_of
from .uses import Use, use_of

_CHANNELS: Mapping[str, str] = MappingProxyType({PICTURES: "Web", SHARED: "Social", PRINTED: "Druck", PRESS: "Presse"})
"""What lies in a folder of the output is only there because a consent covers this channel."""
_ARCHIVE = ".zip"
_WIDTH = 110
_HEADINGS = ("Ordner", "Kennung", "Stand", "bis", "Kanäle", "Fotos")
_ORDER = (ConsentState.WITHDRAWN, ConsentState.EXPIRED, ConsentState.NOT_BEGUN, ConsentState.VALID)
"""What asks for something to be done comes first."""


@dataclass(frozen=True, slots=True)
class Row:
    """A consent of the record in ``folder``, its photos, and what of the site is made from them on the day.

    ``files`` are paths below the output folder, ``pages`` the addresses that show or give them; both are of the day's
    plan, nothing is built.
    """

    folder: str
    consent: Consent
    photos: tuple[str, ...]
    files: tuple[str, ...]
    pages: tuple[str, ...]


def main(*, date: str | None = None, root: Path | None = None, site_url: str | None = None) -> int:
    """Prints all consents below ``root`` as they are on a day; 2 when the contents have errors, 0 otherwise.

    ``site_url`` replaces the address in ``publishconf.py``; the names of share images and sheets depend on it.
    """
    if date and (complaint := date_complaint(date)):
        print(complaint)
        return FAILED
    day = parse_day(date).first if date else today()
    root = (root or Path.cwd()).resolve()
    reading = read(root, day)
    address, kits = _published(root)
    use = use_of(reading, root, site_url or address, full_kits=kits)
    records = _records(reading)
    print(report(list(rows(records, use or Use(), root)), list(_unasked(records)), day))
    if use is None:
        print("\nDie Texte haben Fehler: Was von den Freigaben abhängt, lässt sich erst sagen, wenn sie behoben sind.")
        print("Welche es sind, sagt: python3 tasks.py check")
        return CONTENT
    return OK


def _published(root: Path) -> tuple[str, bool]:
    """The address the site is published at, and whether whole kits are."""
    settings = values_of(root, "publishconf.py")
    return str(settings["SITEURL"]), bool(settings.get("KIEZ_KITS", False))


def _records(reading: Reading) -> list[Translated[Business] | Translated[Institution] | Translated[Action]]:
    """Everything that can have photos, drafts too."""
    model, _ = build(reading.documents)
    return [*model.businesses.values(), *model.institutions.values(), *model.actions.values()]


def rows(
    records: Sequence[Translated[Business] | Translated[Institution] | Translated[Action]], use: Use, root: Path
) -> Iterator[Row]:
    """One row per consent. A photo is known by its bytes: a copy in another folder is found as well."""
    for text in records:
        folder = text.source.origin.folder
        for consent in text.record.consents:
            photos = [photo.file for photo in text.record.photos if consent.id in photo.consents]
            made = {name for photo in photos for name in use.files.get(_digest(root / folder / photo), ())}
            pages = {page for name in made for page in use.pages.get(name, ())}
            yield Row(folder, consent, tuple(photos), tuple(sorted(made)), tuple(sorted(pages)))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _unasked(
    records: Sequence[Translated[Business] | Translated[Institution] | Translated[Action]],
) -> Iterator[tuple[str, Photo]]:
    """Photos with people that name no consent, each with its folder."""
    for text in records:
        yield from (
            (text.source.origin.folder, photo) for photo in text.record.photos if photo.people and not photo.consents
        )


def report(found: Sequence[Row], unasked: Sequence[tuple[str, Photo]], day: dt.date) -> str:
    """The whole answer: what depends on each consent, all of them in a table, photos without one, the count."""
    ordered = sorted(found, key=lambda row: _urgency(row, day))
    parts = [f"Freigaben am {day:%d.%m.%Y}", *(_details(row, day) for row in ordered)]
    if ordered:
        parts.append(_table(ordered, day))
    if unasked:
        lines = [f"  {folder}/{photo.file}" for folder, photo in unasked]
        parts.append("\n".join(["Menschen auf dem Foto, aber keine Freigabe (diese Fotos erscheinen nicht):", *lines]))
    return "\n\n".join([*parts, _count(ordered, day)])


def _urgency(row: Row, day: dt.date) -> tuple[int, int, str, str]:
    left = days_left(row.consent, day)
    far = 10**6 if left is None else left
    return _ORDER.index(state_of(row.consent, day)), far, row.folder, row.consent.id


def _details(row: Row, day: dt.date) -> str:
    consent = row.consent
    signed = f", unterschrieben von {consent.guardian}" if consent.guardian else ""
    lines = [
        f"{row.folder}, »{consent.id}«: {standing(consent, day)}",
        f"  Von:      {consent.person}{signed}, am {consent.given.first:%d.%m.%Y}; Beleg: {consent.record}",
        _listed("Fotos", row.photos),
        *(_listed(label, names) for label, names in _by_channel(row.files)),
        _listed("Seiten", row.pages),
    ]
    return "\n".join(lines)


def _by_channel(files: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Files by what must be covered for them to exist; a ZIP holds whatever is covered at all."""
    for folder, label in _CHANNELS.items():
        yield label, [name for name in files if name.startswith(f"{folder}/") and not name.endswith(_ARCHIVE)]
    yield "ZIP", [name for name in files if name.endswith(_ARCHIVE)]


def _listed(label: str, names: Sequence[str]) -> str:
    text = ", ".join(names) or "keine"
    first = f"  {label + ':':<10}"
    return textwrap.fill(
        text, _WIDTH, initial_indent=first, subsequent_indent=" " * 12, break_long_words=False, break_on_hyphens=False
    )


def _table(found: Sequence[Row], day: dt.date) -> str:
    cells = [_HEADINGS, *(_cells(row, day) for row in found)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(_HEADINGS))]
    lines = ["  ".join(f"{text:<{width}}" for text, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _cells(row: Row, day: dt.date) -> tuple[str, ...]:
    consent = row.consent
    end = consent.withdrawn or consent.until
    until = f"{end.last:%d.%m.%Y}" if end else "auf Widerruf"
    channels, photos = ", ".join(consent.channels), ", ".join(row.photos) or "keines"
    return row.folder.removeprefix("profiles/"), consent.id, standing(consent, day), until, channels, photos


def standing(consent: Consent, day: dt.date) -> str:
    """The state of a consent in words."""
    state = state_of(consent, day)
    if state is not ConsentState.VALID:
        names = {
            ConsentState.WITHDRAWN: "zurückgenommen",
            ConsentState.EXPIRED: "abgelaufen",
            ConsentState.NOT_BEGUN: "noch nicht begonnen",
        }
        return names[state]
    left = days_left(consent, day)
    if left is None or left > NOTICE:
        return "gilt"
    return {0: "endet heute", 1: "endet morgen"}.get(left, f"endet in {left} Tagen")


def _count(found: Sequence[Row], day: dt.date) -> str:
    if not found:
        return "Es gibt keine Freigaben."
    states = [state_of(row.consent, day) for row in found]
    soon = sum(standing(row.consent, day).startswith("endet") for row in found)
    total = (
        (states.count(ConsentState.WITHDRAWN), "zurückgenommen"),
        (states.count(ConsentState.EXPIRED), "abgelaufen"),
        (states.count(ConsentState.NOT_BEGUN), "noch nicht begonnen"),
        (soon, "bald zu Ende"),
        (states.count(ConsentState.VALID) - soon, "in Kraft"),
    )
    many = "1 Freigabe" if len(found) == 1 else f"{len(found)} Freigaben"
    return f"{many}: " + ", ".join(f"{number} {word}" for number, word in total if number) + "."
