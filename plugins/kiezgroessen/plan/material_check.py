"""What would look wrong on paper, found without setting a letter: at the field where it can be mended.

Texts that are too long are told by the typesetter, which had to cut them (`make.kits`).
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import TypeAlias, TypeVar

from ..dates import parse_day
from ..languages import Text
from ..link.kiez import ActionState, BusinessNode, Kiez, WishState
from ..model.declare import Record
from ..model.entry import Origin, Translated
from ..model.parts import Channel
from ..model.records import Action, Business, Institution, Offer, Programme, Wish
from ..problems import Problem, Severity, error, in_order
from ..read.document import Loc
from ..read.letters import NOTHING, Letters, missing, printable
from .papers import INK, PAPERS, contrast
from .prints import PrintPlan
from .wording import wording_problems

R = TypeVar("R", bound=Record)
Values: TypeAlias = Iterator[tuple[Loc, Text | None]]

DENSITY = 200
"""Pixels to the inch below which a photo on paper looks soft at arm's length."""
POSTERS = (("A3", 297), ("A4", 210))
"""Sheets where the portrait runs from edge to edge, their width in millimetres. On smaller ones any phone will do."""
CONTRAST = 10.0
"""Least contrast of ink and paper: WCAG asks for 7, window glass and evening take their share."""
LONGEST = 108
"""Bytes of an address in a code of version 8, level Q (ISO/IEC 18004): on a label its modules are still 0.4 mm wide."""
_FEW = 3
_MM_PER_INCH = 25.4
_UPRIGHT = 1.25
"""The flattest place for a portrait on a poster: of photos that are wider, the height is what counts."""
_DAY = re.compile(r"(?<![\d.])(?:\d{1,2}\.\s?(?:\d{1,2}\.\s?|[A-Za-zä]{3,9}\s)\d{4}|\d{4}-\d{2}-\d{2})(?!\d)")


def material_problems(
    kiez: Kiez, letters: Letters, papers: Mapping[str, str] = PAPERS, ink: str = INK
) -> list[Problem]:
    """Everything about a Kiez that a kit or a wish card would show badly; ``letters`` as from `read.letters`.

    The look of the papers is the theme's, and an error; all else are warnings, because the website does not mind.
    """
    found = [*_papers(papers, ink), *wording_problems(kiez)]
    for business in kiez.active:
        found += [*_photo(business), *_unprintable(business.text, _of_business, letters)]
        found += _over(business.text, _offers, kiez.date)
    for institution in kiez.institutions.values():
        open_ones = partial(_wishes, shown={wish.index for wish in institution.wishes if wish.state is WishState.OPEN})
        found += _unprintable(institution.text, _of_institution, letters)
        found += [*_unprintable(institution.text, open_ones, letters), *_over(institution.text, open_ones, kiez.date)]
    for action in kiez.actions.values():
        if action.state is ActionState.DONE:
            found += _unprintable(action.text, _of_action, letters)
    return in_order([*found, *_unprintable(kiez.programme, _of_programme, letters)])


def sheet_problems(plans: Iterable[PrintPlan]) -> list[Problem]:
    """What every sheet must say and lacks, and codes too fine to be scanned: faults of the house, so errors."""
    found = []
    for plan in plans:
        data = json.loads(plan.data)
        sheet = data["sheet"]
        if not (data.get("responsible") or {}).get("text", "").strip():
            found.append(
                error(plan.source, None, f"Auf dem Blatt »{sheet}« fehlt, wer verantwortlich ist (V.i.S.d.P.).")
            )
        if "funders" not in data:
            found.append(error(plan.source, None, f"Auf dem Blatt »{sheet}« fehlt die Zeile der Förderer."))
        for address in (plan.address or "").split("\n"):
            if (over := len(address.encode()) - LONGEST) > 0:
                message = f"Die Adresse {address} ist für einen kleinen QR-Code {over} Zeichen zu lang."
                found.append(
                    error(plan.source, None, message, hint="Den Ordner kürzer nennen, bevor etwas gedruckt ist.")
                )
    return in_order(found)


def _papers(papers: Mapping[str, str], ink: str) -> Iterator[Problem]:
    for name, colour in papers.items():
        if (found := contrast(ink, colour)) < CONTRAST:
            message = f"Das Papier »{name}« ({colour}) ist zu dunkel: Kontrast {found:.1f}, nötig {CONTRAST:.0f}."
            yield error("plugins/kiezgroessen/plan/papers.py", None, message.replace(".", ",", 1))


def _photo(node: BusinessNode) -> Iterator[Problem]:
    photo = next((one for one in node.photos if one.index == 0 and Channel.PRINT in one.channels), None)
    if photo is None:
        return
    width = min(photo.source.width, round(photo.source.height * _UPRIGHT))
    densities = [(sheet, round(width * _MM_PER_INCH / side)) for sheet, side in POSTERS]
    if soft := [f"in {sheet} {density}" for sheet, density in densities if density < DENSITY]:
        needed = round(POSTERS[0][1] * DENSITY / _MM_PER_INCH)
        yield node.text.source.origin.problem(
            ("fotos", 0, "datei"),
            f"Für das Plakat hat das Foto zu wenig Pixel: {width} in der Breite, das sind {' und '.join(soft)} dpi"
            f" statt {DENSITY}. Scharf wird es ab {needed} Pixeln.",
            hint="Das Original vom Telefon nehmen, nicht das Bild aus einem Chat: Dort wird es verkleinert.",
            severity=Severity.WARNING,
        )


def _unprintable(text: Translated[R], values: Callable[[R], Values], letters: Letters) -> Iterator[Problem]:
    for origin, loc, value in _typed(text, values):
        if lacking := missing(value, letters):
            message = f"{_named(lacking)} gibt es in keiner Druckschrift: Auf Papier fehlt {_left_out(value, letters)}."
            yield origin.problem(
                loc, message, hint="Das Zeichen weglassen oder umschreiben.", severity=Severity.WARNING
            )


def _named(lacking: str) -> str:
    """A few characters with their names, for some cannot be seen."""
    shown = [f"»{char}« ({unicodedata.name(char, f'U+{ord(char):04X}')})" for char in lacking[:_FEW]]
    more = len(lacking) - len(shown)
    return ", ".join(shown) + (f" und {more} {'weiteres' if more == 1 else 'weitere'} Zeichen" if more else "")


def _left_out(text: str, letters: Letters) -> str:
    if printable(text, letters) == NOTHING:
        return "der ganze Text"
    return "es" if len(missing(text, letters)) == 1 else "das"


def _over(text: Translated[R], values: Callable[[R], Values], date: dt.date) -> Iterator[Problem]:
    """Days in what is offered or wished for that have gone by: paper hangs longer than a page."""
    for origin, loc, value in _typed(text, values):
        for found in _DAY.findall(value):
            try:
                last = parse_day(found).last
            except ValueError:
                continue
            if last < date:
                message = f"Der {found} ist vorbei und stünde auf dem Papier."
                yield origin.problem(loc, message, hint="Den Text ändern.", severity=Severity.WARNING)


def _typed(text: Translated[R], values: Callable[[R], Values]) -> Iterator[tuple[Origin, Loc, str]]:
    """What was typed in any language, and where. What a translation inherits comes with the place of its original."""
    for entry in text.entries.values():
        yield from ((entry.origin, loc, value.value) for loc, value in values(entry.record) if value)


def _of_business(record: Business) -> Values:
    yield ("name",), record.name
    yield from ((("inhaber", index), owner) for index, owner in enumerate(record.owners))
    if record.address:
        yield ("adresse", "strasse"), record.address.street
        yield ("adresse", "ort"), record.address.town
    yield from _offers(record)
    if record.photos:
        yield ("fotos", 0, "urheber"), record.photos[0].credit


def _offers(record: Business) -> Values:
    for index, offer in enumerate(record.offers):
        yield from _of_card(("angebote", index), offer)


def _of_institution(record: Institution) -> Values:
    yield ("name",), record.name


def _wishes(record: Institution, shown: Collection[int]) -> Values:
    for index in sorted(shown):
        yield from _of_card(("bedarfe", index), record.wishes[index])
        yield ("bedarfe", index, "gibt_zurueck"), record.wishes[index].gives_back


def _of_card(at: Loc, card: Offer | Wish) -> Values:
    yield (*at, "text"), card.text
    yield (*at, "fuer"), card.audience
    yield (*at, "menge"), card.amount


def _of_action(record: Action) -> Values:
    yield ("titel",), record.name
    yield ("gegeben",), record.given


def _of_programme(record: Programme) -> Values:
    yield ("ort",), record.place
    yield ("herausgeber", "name"), record.publisher.name
    yield ("herausgeber", "verantwortlich"), record.publisher.responsible
    for index, funder in enumerate(record.funders):
        yield ("foerderer", index, "zeile"), funder.line
    for slug, kind in record.kinds.items():
        yield ("arten", slug, "name"), kind.name
