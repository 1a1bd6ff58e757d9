"""What is handed over and stuck on: postcard, address labels, QR codes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...languages import Text
from ..desk import Desk
from ..pages.businesses import address_text
from ..prints import PRINTED, PrintFile, PrintPlan, said, set_name
from .facts import Facts, common, looks_of, picture

CODE_SIDE = 60.0
"""Millimetres; can be scanned from the other side of a counter."""
CODE_WIDTH = 1000
"""Pixels at least: what shops for printed matter ask for."""

_CARD = (148.0, 105.0)
_CARD_MARGIN = 6.0
_CARD_NAME = 330.0
"""Greatest height of a name on a postcard, per 1000 of its width: half of the card is the portrait's."""
_CARD_GAP = 4.5
_CARD_RULE = 1.3
_CARD_PICTURE = 78.0
"""Greatest width of the portrait in millimetres: the fact beside it needs a column."""
_LABEL_NAME = 270.0
_QR_NAME = 300.0


@dataclass(frozen=True, slots=True)
class QrPlan:
    """The code alone, as files; ``side`` is how large it stands for itself, in millimetres with its quiet zone."""

    source: str
    address: str
    side: float
    kit: str
    files: tuple[PrintFile, ...]

    @property
    def shows(self) -> tuple[object, ...]:
        """All that the bytes depend on."""
        return (self.address, self.side)


def small(desk: Desk, facts: Facts) -> Iterator[PrintPlan]:
    """Postcard, labels, and the code on a sheet of its own."""
    yield from _postcards(desk, facts)
    yield from _labels(desk, facts)
    yield from _code_sheets(desk, facts)


def codes(desk: Desk, facts: Facts) -> Iterator[QrPlan]:
    """The code as SVG and PNG."""
    slug = f"{facts.node.slug}-{desk.lang}"
    mark = hashlib.sha256(repr((facts.address, CODE_SIDE, CODE_WIDTH)).encode()).hexdigest()[:8]
    stem = f"{PRINTED}/{slug}-qr-{mark}"
    files = (PrintFile("svg", f"{stem}.svg"), PrintFile("png", f"{stem}.png", CODE_WIDTH))
    yield QrPlan(facts.node.text.entry(desk.lang).origin.path, facts.address, CODE_SIDE, slug, files)


def _postcards(desk: Desk, facts: Facts) -> Iterator[PrintPlan]:
    _ = desk.words.gettext
    width, height = _CARD
    name = desk.workshop.fit_on_paper(facts.record.name.value, _CARD_NAME)
    top = _CARD_MARGIN + (width - 2 * _CARD_MARGIN) * name.height / name.width + _CARD_GAP
    rest = height - top - _CARD_RULE
    # As broad as the room is high, a quarter more at most: faces are not cut.
    portrait_width = min(_CARD_PICTURE, 1.25 * rest)
    data = {
        **_small(desk, facts, _("Postkarte: %(name)s")),
        "name": set_name(name),
        "width": width,
        "height": height,
        "margin": _CARD_MARGIN,
        "top": top,
        "rule": _CARD_RULE,
        "picture_width": portrait_width,
    }
    data["words"] = {**data["words"], "stamp": said(desk.word(_("Bitte freimachen")))}
    yield from looks_of(
        desk, facts, "postkarte", "postkarte-a6", data, picture(facts, portrait_width / rest, large=False)
    )


def _labels(desk: Desk, facts: Facts) -> Iterator[PrintPlan]:
    _ = desk.words.gettext
    name = desk.workshop.fit_on_paper(facts.record.name.value, _LABEL_NAME)
    address = facts.record.address
    data = {
        **_small(desk, facts, _("Adressaufkleber: %(name)s")),
        "name": set_name(name),
        "street": said(address_text(address)) if address else None,
        "width": 210,
        "height": 297,
    }
    yield from looks_of(desk, facts, "etiketten", "etiketten-a4", data, None, ("farbe", "schwarz"))


def _code_sheets(desk: Desk, facts: Facts) -> Iterator[PrintPlan]:
    _ = desk.words.gettext
    name = desk.workshop.fit_on_paper(facts.record.name.value, _QR_NAME)
    data = {
        **_small(desk, facts, _("QR-Code: %(name)s")),
        "name": set_name(name),
        "width": 105,
        "height": 148,
        "side": CODE_SIDE,
    }
    yield from looks_of(desk, facts, "qr", "qr-a6", data, None, ("schwarz",))


def _small(desk: Desk, facts: Facts, title: str) -> dict[str, Any]:
    """What every sheet takes, and where the shop is: the name, the street, the town."""
    address = facts.record.address
    town = " ".join(str(part) for part in (address.postcode, address.town) if part) if address else ""
    lines = [facts.record.name, *([address.street] if address else []), *([Text(town)] if town else [])]
    return {
        **common(desk, facts),
        "title": title % {"name": facts.record.name.value},
        "where": [said(line) for line in lines],
    }
