"""Who is to be visited: businesses by name, all of a street by house numbers, all of a trade."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..link.kiez import BusinessNode, Kiez, OfferNode, OfferState
from ..model.entry import Translated
from ..model.parts import Visibility
from ..model.records import Business, OfferStatus
from ..model.validate import build
from ..plan.collation import sort_key
from ..problems import nearest
from ..read.slugs import slugify
from ..reading import Reading

_NUMBER = re.compile(r"(?P<street>\D+?)[\s,]+(?P<number>[0-9]+)\s*(?P<letter>[a-z]?)(?![a-z0-9])", re.IGNORECASE)
_STREET = re.compile(r"-?str(?:asse)?$")
_LISTED = 30
"""Streets at most that are told to whoever has typed one that nobody is in."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was asked for. Without ``names``, ``street`` and ``trade`` it is one blank sheet."""

    names: Sequence[str] = ()
    street: str = ""
    trade: str = ""


class WrongChoiceError(Exception):
    """What was asked for is not there: German, with what to type instead."""


def chosen(choice: Choice, reading: Reading) -> tuple[list[BusinessNode | None], str | None]:
    """The businesses that were asked for, each once, and a name for their folder if they are those of a place.

    Those of a street or a trade come as one walks; ``None`` is a blank. Drafts are among them: whoever has applied is
    visited before being shown. Raises `WrongChoiceError`.
    """
    known = _known(reading)
    nodes: list[BusinessNode | None] = [_named(name, known, reading) for name in dict.fromkeys(choice.names)]
    if choice.street or choice.trade:
        found = list(known.values())
        place = []
        if choice.street:
            found = _in_street(choice.street, found)
            # Of several spellings the one that shortens nothing.
            place.append(slugify(max(map(_street, found), key=len)) or "strasse")
        if choice.trade:
            found = _of_trade(choice.trade, found, the_kiez(reading))
            place.append(found[0].text.record.trade)
        walked = sorted(found, key=_walk)
        return [*nodes, *(node for node in walked if node not in nodes)], "-".join(place)
    return nodes or [None], None


def the_kiez(reading: Reading) -> Kiez:
    """The Kiez of a reading without errors. Raises `ValueError` for any other."""
    if reading.kiez is None:
        raise ValueError("there are errors in the contents")
    return reading.kiez


def _known(reading: Reading) -> dict[str, BusinessNode]:
    """Who can be visited, by slug: all that take part, and drafts."""
    kiez = the_kiez(reading)
    model, _ = build(reading.documents)
    drafts = (text for text in model.businesses.values() if text.record.status is Visibility.DRAFT)
    return {node.slug: node for node in kiez.active} | {text.slug: _draft(text) for text in drafts}


def _draft(text: Translated[Business]) -> BusinessNode:
    """A business that is not linked with anything yet."""
    paused = {True: OfferState.PAUSED, False: OfferState.OPEN}
    offers = tuple(
        OfferNode(text.slug, offer.id, index, paused[offer.status is OfferStatus.PAUSED], actions=(), by=None)
        for index, offer in enumerate(text.record.offers)
    )
    return BusinessNode(text.slug, text, archived=False, photos=(), offers=offers, actions=(), campaigns=(), news=())


def _named(name: str, known: Mapping[str, BusinessNode], reading: Reading) -> BusinessNode:
    names = {node.text.record.name.value: slug for slug, node in known.items()} | {slug: slug for slug in known}
    if name in names:
        return known[names[name]]
    left = the_kiez(reading).businesses.get(name)
    if left is not None:
        raise WrongChoiceError(f"»{name}« ist nicht mehr dabei (ende: in profil.md).")
    if any(document.kind == "business" and document.slug == name for document in reading.documents):
        raise WrongChoiceError(f"»{name}« ruht (profiles/betriebe/{name}/profil.md, status).")
    guess = nearest(name, names)
    meant = f" – meinten Sie »{names[guess]}«?" if guess else "."
    raise WrongChoiceError(f"Einen Betrieb »{name}« gibt es nicht{meant}")


def _in_street(street: str, nodes: Iterable[BusinessNode]) -> list[BusinessNode]:
    listed = [(node, _street(node)) for node in nodes]
    found = [node for node, name in listed if name and _plain(name) == _plain(street)]
    if found:
        return found
    known = Counter(name for _, name in listed if name)
    guess = nearest(street, known)
    meant = f" – meinten Sie »{guess}«?" if guess else "."
    names = sorted(known, key=sort_key)
    lines = [f"    {name} ({_counted(known[name])})" for name in names[:_LISTED]]
    more = [f"    und {len(names) - _LISTED} weitere"] if len(names) > _LISTED else []
    told = (
        "\n".join(["Betriebe gibt es in diesen Straßen:", *lines, *more]) if lines else "Kein Betrieb hat eine Adresse."
    )
    raise WrongChoiceError(f"In der Straße »{street}« ist kein Betrieb{meant}\n{told}")


def _of_trade(word: str, nodes: Iterable[BusinessNode], kiez: Kiez) -> list[BusinessNode]:
    trades = kiez.programme.record.trades
    by_word = {word.name.value.casefold(): slug for slug, word in trades.items()} | {slug: slug for slug in trades}
    trade = by_word.get(word.casefold()) or by_word.get(slugify(word))
    if trade is None:
        guess = nearest(word, by_word)
        meant = f" – meinten Sie »{by_word[guess]}«?" if guess else "."
        raise WrongChoiceError(f"Das Gewerbe »{word}« gibt es nicht{meant} Alle stehen in content/kiez.yaml.")
    found = [node for node in nodes if node.text.record.trade == trade]
    if not found:
        raise WrongChoiceError(f"Noch kein Betrieb hat das Gewerbe »{trade}«, oder keiner davon in dieser Straße.")
    return found


def _street(node: BusinessNode) -> str:
    """The name of the street without the number and what is behind it; empty where there is none."""
    address = node.text.record.address
    if address is None:
        return ""
    match = _NUMBER.match(address.street.value)
    return (match["street"] if match else address.street.value).strip(" ,")


def _walk(node: BusinessNode) -> tuple[str, int, str, str]:
    """By streets, in them by house numbers: 9, 10, 10a."""
    address = node.text.record.address
    match = _NUMBER.match(address.street.value) if address else None
    number, letter = (int(match["number"]), match["letter"].casefold()) if match else (0, "")
    return _plain(_street(node)), number, letter, node.slug


def _plain(street: str) -> str:
    """However it is spelled: ``Lotsenstr.`` is ``Lotsenstraße``."""
    return _STREET.sub("-str", slugify(street) or street.casefold())


def _counted(number: int) -> str:
    return "1 Betrieb" if number == 1 else f"{number} Betriebe"
