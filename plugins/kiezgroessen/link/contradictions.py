"""Do the files say the same? What a card, an offer and the actions that name them claim of each other.

States come from the actions (`link.thread`); here stands what cannot be true at once, whatever the day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from types import MappingProxyType
from typing import TypeAlias

from ..model.entry import Entry, Translated
from ..model.records import Action, ActionStatus, Business, Institution, Offer, OfferStatus, Wish, WishStatus
from ..model.validate import Model
from ..problems import Problem, Severity
from ..read.document import Loc

_Naming: TypeAlias = Mapping[tuple[str, str], Sequence[Translated[Action]]]

_WARNING = Severity.WARNING
_DELETE = "Die Zeile kann weg."
_HAPPENED: Mapping[str, str] = MappingProxyType({"given": "gegeben", "returned": "zurueckgegeben", "effect": "wirkung"})
"""What only somebody who was there can tell."""


def check_contradictions(model: Model) -> list[Problem]:
    """Everything that two German files, or two lines of one, say differently."""
    actions = [action for action in model.actions.values() if action.record.status is not ActionStatus.DRAFT]
    wishes: dict[tuple[str, str], list[Translated[Action]]] = {}
    offers: dict[tuple[str, str], list[Translated[Action]]] = {}
    for action in actions:
        for reference in dict.fromkeys(action.record.wishes):
            wishes.setdefault(reference, []).append(action)
        for reference in dict.fromkeys(action.record.offers):
            offers.setdefault(reference, []).append(action)
    kinds = _Kinds(model)
    return [
        *chain.from_iterable(_wishes(institution, wishes) for institution in model.institutions.values()),
        *chain.from_iterable(_offers(business, offers) for business in model.businesses.values()),
        *chain.from_iterable(_action(action.source, model, kinds) for action in actions),
    ]


class _Kinds:
    """The kinds of all offers and wishes, by ``(folder, kennung)``."""

    def __init__(self, model: Model) -> None:
        self.offers = {
            (slug, offer.id): offer.kind
            for slug, b in model.businesses.items()
            for offer in b.record.offers
            if offer.id
        }
        self.wishes = {(slug, wish.id): wish.kind for slug, i in model.institutions.items() for wish in i.record.wishes}


def _wishes(institution: Translated[Institution], naming: _Naming) -> Iterator[Problem]:
    for index, wish in enumerate(institution.record.wishes):
        if wish.status is not None:
            named = naming.get((institution.slug, wish.id), ())
            loc = ("bedarfe", index, "status")
            yield from _wish(institution, wish, loc, named)


def _wish(
    institution: Translated[Institution], wish: Wish, loc: Loc, named: Sequence[Translated[Action]]
) -> Iterator[Problem]:
    origin = institution.source.origin
    done, agreed, planned = (_with(named, s) for s in (ActionStatus.DONE, ActionStatus.AGREED, ActionStatus.PLANNED))
    if wish.status is WishStatus.OPEN and (done or agreed):
        action = (done or agreed)[0]
        message = f"»offen« geht nicht: Die Aktion »{action.slug}« ist {action.record.status.value}."
        hint = f"{_DELETE} Fehlt noch etwas, bekommt es eine neue Karte mit eigener Kennung."
        yield origin.problem(loc, message, hint=hint)
    elif wish.status is WishStatus.AGREED and done:
        message = f"»vereinbart« ist überholt: Die Aktion »{done[0].slug}« ist erledigt."
        yield origin.problem(loc, message, hint=_DELETE)
    elif wish.status is WishStatus.FULFILLED and not done:
        message = "»erfuellt« steht hier, aber keine erledigte Aktion nennt diesen Bedarf."
        yield origin.problem(loc, message, hint=_tell(institution.slug, wish.id, agreed or planned))
    elif wish.status is WishStatus.AGREED and not agreed:
        message = "»vereinbart« steht hier, aber keine vereinbarte Aktion nennt diesen Bedarf."
        hint = f"Die Karte gilt als vereinbart. {_agree('bedarf', institution.slug, wish.id, planned)}"
        yield origin.problem(loc, message, hint=hint, severity=_WARNING)
    elif wish.status is not WishStatus.OPEN:
        message = f"Das sagt schon die Aktion »{(done or agreed)[0].slug}«."
        yield origin.problem(loc, message, hint=_DELETE, severity=_WARNING)


def _offers(business: Translated[Business], naming: _Naming) -> Iterator[Problem]:
    for index, offer in enumerate(business.record.offers):
        if offer.status is not None:
            named = naming.get((business.slug, offer.id), ()) if offer.id else ()
            yield from _offer(business, offer, ("angebote", index, "status"), named)


def _offer(
    business: Translated[Business], offer: Offer, loc: Loc, named: Sequence[Translated[Action]]
) -> Iterator[Problem]:
    origin = business.source.origin
    agreed, planned = _with(named, ActionStatus.AGREED), _with(named, ActionStatus.PLANNED)
    if offer.status is OfferStatus.AGREED and not agreed:
        message = "»vereinbart« steht hier, aber keine vereinbarte Aktion nennt dieses Angebot."
        way = _agree("angebot", business.slug, offer.id or "kennung", planned)
        hint = f"Das Angebot gilt als vereinbart. {way}"
        yield origin.problem(loc, message, hint=hint, severity=_WARNING)
    elif offer.status is OfferStatus.AGREED:
        message = f"Das sagt schon die Aktion »{agreed[0].slug}«."
        yield origin.problem(loc, message, hint=_DELETE, severity=_WARNING)
    elif agreed:
        typed = offer.status.value if offer.status else ""
        message = f"»{typed}« steht hier, aber die Aktion »{agreed[0].slug}« ist vereinbart."
        hint = f"{_DELETE} Nach der Aktion ist das Angebot von selbst wieder offen."
        yield origin.problem(loc, message, hint=hint, severity=_WARNING)


def _with(actions: Sequence[Translated[Action]], status: ActionStatus) -> list[Translated[Action]]:
    return [action for action in actions if action.record.status is status]


def _tell(institution: str, wish: str, started: Sequence[Translated[Action]]) -> str:
    if started:
        path = started[0].source.origin.path
        return f"War es schon, gehört »status: erledigt« in {path}. Hier kann die Zeile weg."
    return (
        f"Die Aktion fehlt: anlegen, mit »status: erledigt« und »bedarf: {institution}/{wish}«. "
        "Hier kann die Zeile dann weg."
    )


def _agree(key: str, owner: str, name: str, planned: Sequence[Translated[Action]]) -> str:
    if planned:
        return f"Sobald in {planned[0].source.origin.path} »status: vereinbart« steht, kann die Zeile weg."
    return f"Sobald eine Aktion »{key}: {owner}/{name}« hat, kann die Zeile weg."


def _action(entry: Entry[Action], model: Model, kinds: _Kinds) -> Iterator[Problem]:
    record = entry.record
    known_houses, known_shops = (model.folders.get(kind, frozenset()) for kind in ("institution", "business"))
    yield from _partners(entry, "einrichtungen", "bedarf", record.institutions, record.wishes, known_houses)
    yield from _partners(entry, "betriebe", "angebot", record.businesses, record.offers, known_shops)
    yield from _kinds(entry, kinds)
    yield from _told(entry)


def _partners(
    entry: Entry[Action],
    key: str,
    part: str,
    partners: Sequence[str],
    references: Sequence[tuple[str, str]],
    known: Collection[str],
) -> Iterator[Problem]:
    """Whose wish or offer it is takes part; a name that does not exist has been reported as such."""
    if any(partner not in known for partner in partners):
        return
    missing = dict.fromkeys(owner for owner, _ in references if owner in known and owner not in partners)
    for owner in missing:
        name = next(f"{one}/{name}" for one, name in references if one == owner)
        message = f"»{name}« steht unter »{part}«, aber »{owner}« steht nicht unter »{key}«."
        yield _added(entry, key, message, [*partners, owner])


def _added(entry: Entry[Action], key: str, message: str, whole: Sequence[str]) -> Problem:
    line = f"{key}: [{', '.join(whole)}]"
    origin = entry.origin
    if (key,) not in origin.header.marks:
        return origin.problem((), message, hint=f"Diese Zeile fehlt: {line}")
    problem = origin.problem((key,), message)
    shown = (problem.shown or "").strip()
    # Only a list in one line can be shown as it should be.
    one_line = shown.startswith(f"{key}:") and (not shown.endswith(":")) and "#" not in shown
    if one_line and ("[" not in shown or shown.endswith("]")):
        return replace(problem, fix=line)
    return replace(problem, hint=f"»{whole[-1]}« gehört dazu.")


def _kinds(entry: Entry[Action], kinds: _Kinds) -> Iterator[Problem]:
    offered = [kinds.offers[one] for one in entry.record.offers if one in kinds.offers]
    for index, wish in enumerate(entry.record.wishes):
        wanted = kinds.wishes.get(wish)
        if offered and wanted and wanted not in offered:
            message = f"Der Bedarf ist von der Art »{wanted}«, das Angebot »{offered[0]}«."
            hint = "Gehören sie zusammen, sollten sie dieselbe Art haben."
            loc: Loc = ("bedarf", index) if ("bedarf", index) in entry.origin.header.marks else ("bedarf",)
            yield entry.origin.problem(loc, message, hint=hint, severity=_WARNING)


def _told(entry: Entry[Action]) -> Iterator[Problem]:
    record, origin = entry.record, entry.origin
    if record.status is ActionStatus.DONE:
        if (record.wishes or record.offers) and record.given is None:
            message = "Die Aktion ist erledigt, aber »gegeben« fehlt."
            hint = "Ein Satz genügt: Wer hat was gegeben?"
            yield origin.problem(("status",), message, hint=hint, severity=_WARNING)
        return
    told = [key for name, key in _HAPPENED.items() if getattr(record, name) is not None]
    if told and record.status is ActionStatus.FALLEN_THROUGH:
        message = "steht hier, aber die Aktion kam nicht zustande."
        hint = "Was trotzdem war, gehört in den Text darunter."
        yield origin.problem((told[0],), message, hint=hint, severity=_WARNING)
    elif told:
        message = f"steht hier, aber die Aktion ist erst {record.status.value}."
        yield origin.problem((told[0],), message, hint="War sie schon: status: erledigt", severity=_WARNING)
