"""How far a wish is served: taken a second time, or not given in full."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import TypeAlias

from ..dates import Day
from ..model.entry import Translated
from ..model.records import Action, ActionStatus, Wish
from ..model.validate import Model
from ..problems import Problem, Severity

_Reference: TypeAlias = tuple[str, str]

_PLAIN = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:\s+([\wäöüß-]+))?")
_UNITS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"plaetze": ("places", r"(?i:\w*pl(?:atz|ätze))"), "stueck": ("pieces", r"Stück(?:e)?")}
)
"""By key of ``zahlen``: the field, and how people write its unit in ``menge``."""


def check_served(model: Model) -> list[Problem]:
    """Warnings about all wishes that a done action names; whatever the day."""
    wishes = {(slug, wish.id): wish for slug, i in model.institutions.items() for wish in i.record.wishes}
    naming: dict[_Reference, list[Translated[Action]]] = {}
    for action in model.actions.values():
        if action.record.status not in (ActionStatus.DRAFT, ActionStatus.FALLEN_THROUGH):
            for reference in dict.fromkeys(action.record.wishes):
                naming.setdefault(reference, []).append(action)
    return list(
        chain.from_iterable(
            chain(_again(reference, actions), _rest(reference, wishes[reference], actions))
            for reference, actions in naming.items()
            if reference in wishes
        )
    )


def _again(reference: _Reference, actions: Sequence[Translated[Action]]) -> Iterator[Problem]:
    done = [action for action in actions if action.record.status is ActionStatus.DONE]
    first = min(done, key=lambda action: (_begins(action.record), action.slug), default=None)
    for action in actions if first else ():
        if first and action is not first:
            message = f"»{'/'.join(reference)}« ist schon erfüllt, durch die Aktion »{first.slug}«."
            hint = "Für weiteren Bedarf gibt es eine neue Karte mit eigener Kennung."
            origin, place = action.source.origin, ("bedarf", action.record.wishes.index(reference))
            loc = place if place in origin.header.marks else place[:1]
            yield origin.problem(loc, message, hint=hint, severity=Severity.WARNING)


def _rest(reference: _Reference, wish: Wish, actions: Sequence[Translated[Action]]) -> Iterator[Problem]:
    """Only one action that served this wish alone can be compared with it: else nobody knows what went where."""
    done = [action for action in actions if action.record.status is ActionStatus.DONE]
    wanted = _PLAIN.fullmatch(str(wish.amount or "").strip())
    if not wanted or len(done) != 1 or len(set(done[0].record.wishes)) != 1:
        return
    needed, unit, numbers = int(wanted[1].replace(".", "")), wanted[2], done[0].record.numbers
    counted = {key: getattr(numbers, name) for key, (name, _) in _UNITS.items() if getattr(numbers, name, None)}
    told = [key for key in counted if unit is None or re.fullmatch(_UNITS[key][1], unit)]
    if len(told) == 1 and counted[told[0]] < needed:
        given = counted[told[0]]
        message = f"Gebraucht {needed}, gegeben {given}: neue Karte für den Rest?"
        kept = f"{given} {unit}" if unit else given
        hint = f"Bei »{'/'.join(reference)}« steht dann nur noch: menge: {kept}"
        yield done[0].source.origin.problem(("zahlen", told[0]), message, hint=hint, severity=Severity.WARNING)


def _begins(record: Action) -> Day:
    return record.start or record.day or Day(1900)
