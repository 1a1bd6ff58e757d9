"""`tasks.py due`: the list of calls for the editors, printed, or written to a folder that is never committed."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from ..dates import parse_day, today
from ..model.validate import build
from ..reading import read
from .due_calls import CONSENTS_AHEAD, Item, Reason, calls
from .due_files import as_csv, as_ics
from .exits import CONTENT, FAILED, OK, date_complaint
from .inside import link_complaint
from .private import LISTS, public_complaint

_WIDTH = 100
_TITLES: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.ASK: "Zwölf Monate oder länger nicht nachgefragt",
        Reason.CONSENT: f"Freigaben, die in {CONSENTS_AHEAD} Tagen enden",
        Reason.END: "Wer geht: was noch hängt, wieder mitnehmen",
    }
)


def main(
    *,
    date: str | None = None,
    csv: str | None = None,
    ics: str | None = None,
    root: Path | None = None,
    start: Path | None = None,
) -> int:
    """Prints the list, and writes it as a table and as a calendar where asked to.

    ``csv`` and ``ics`` are files from where the command was typed (``start``), or empty: in a private folder.
    """
    if date and (complaint := date_complaint(date)):
        print(complaint)
        return FAILED
    day = parse_day(date).first if date else today()
    root = (root or Path.cwd()).resolve()
    wanted = (("csv", csv), ("ics", ics))
    places = {
        ending: _place(root, start or Path.cwd(), typed, day, ending) for ending, typed in wanted if typed is not None
    }
    for ending, place in places.items():
        said = public_complaint(place, root)
        if said is None and place.is_relative_to(root):
            said = link_complaint(place, root)
        if said is None and place.suffix != f".{ending}":
            said = f"{place.name}: Diese Datei muss auf .{ending} enden."
        if said:
            print(said)
            return FAILED
    reading = read(root, day)
    model, _ = build(reading.documents)
    found = calls(model, reading.kiez, day)
    print(report(found, day))
    for ending, place in places.items():
        data = as_csv(found) if ending == "csv" else as_ics(found, day)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch(0o600)
        place.write_bytes(data)
        shown = place.relative_to(root).as_posix() if place.is_relative_to(root) else str(place)
        print(f"\nGeschrieben: {shown} (private Angaben: nicht veröffentlichen)")
    if reading.kiez is None:
        print("\nDie Texte haben Fehler, die Liste kann Lücken haben. Welche es sind, sagt: python3 tasks.py check")
        return CONTENT
    return OK


def _place(root: Path, start: Path, typed: str, day: dt.date, ending: str) -> Path:
    return start / typed if typed else root / LISTS / f"nachfragen-{day:%Y-%m-%d}.{ending}"


def report(found: Sequence[Item], day: dt.date) -> str:
    """The whole list: each reason with its items, most urgent first."""
    parts = [f"Anrufen und hingehen, Stand {day:%d.%m.%Y}"]
    for reason, title in _TITLES.items():
        items = [item for item in found if item.reason is reason]
        lines = [f"{title}: {len(items) or 'niemand'}", *(line for item in items for line in _lines(item))]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _lines(item: Item) -> Iterator[str]:
    yield f"  {item.name} – {item.when}"
    ways = [*item.people, *(way for way in (item.phone, item.email) if way)]
    yield f"    {' · '.join(ways) or f'keine Telefonnummer: hingehen ({item.folder})'}"
    if item.languages:
        yield f"    spricht: {', '.join(item.languages)}"
    for line in item.todo:
        yield from textwrap.wrap(
            line, _WIDTH, initial_indent="    ", subsequent_indent="      ", break_on_hyphens=False
        )
