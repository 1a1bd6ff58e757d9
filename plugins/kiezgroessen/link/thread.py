"""States of wishes and offers: derived from the actions that name them, so that nobody types them twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..languages import Text
from ..model.entry import Entry, Translated
from ..model.records import Action, ActionStatus, Offer, OfferStatus, Wish, WishStatus
from .kiez import ActionNode, ActionState, OfferNode, OfferState, WishNode, WishState


def wish_node(institution: str, index: int, wish: Wish, actions: Sequence[ActionNode], date: dt.date) -> WishNode:
    """A wish as it is on ``date``; ``actions`` are those shown that name it, the latest first.

    What is done fulfils it, what is agreed takes it down (also when its day has gone by and nobody wrote what came of
    it), what is only planned leaves it open, and what fell through opens it again.
    """
    state, by = _wish_state(wish, actions, date)
    fallen = tuple(node.slug for node in actions if node.state is ActionState.FALLEN_THROUGH)
    return WishNode(institution, wish.id, index, state, _slugs(actions), by, fallen)


def offer_node(business: str, index: int, offer: Offer, actions: Sequence[ActionNode]) -> OfferNode:
    """An offer; ``actions`` are those shown that name it, the latest first. After an agreed day it is open again."""
    agreed = [node for node in actions if node.state is ActionState.AGREED]
    by = _next(agreed)
    if offer.status is OfferStatus.PAUSED:
        state = OfferState.PAUSED
    elif agreed:
        state = OfferState.AGREED
    else:
        # Where an action has said it, its day is over and the word beside the offer is out of date.
        said = any(_is_agreed(node) for node in actions)
        state = OfferState.AGREED if offer.status is OfferStatus.AGREED and not said else OfferState.OPEN
    return OfferNode(business, offer.id, index, state, _slugs(actions), by)


def as_agreed(action: Translated[Action]) -> Translated[Action]:
    """An action as it was before its day: agreed, and nothing told of it yet."""
    return replace(action, entries={lang: _untold(entry) for lang, entry in action.entries.items()})


def _untold(entry: Entry[Action]) -> Entry[Action]:
    nothing = {"given": None, "returned": None, "effect": None, "numbers": None, "quotes": (), "photos": ()}
    record = entry.record.model_copy(update={**nothing, "status": ActionStatus.AGREED})
    return replace(entry, record=record, body=Text("", entry.body.lang))


def _wish_state(wish: Wish, actions: Sequence[ActionNode], date: dt.date) -> tuple[WishState, str | None]:
    done = _next(node for node in actions if node.state is ActionState.DONE)
    if done is not None:
        return WishState.FULFILLED, done
    agreed = [node for node in actions if _is_agreed(node)]
    if agreed or wish.status is WishStatus.AGREED:
        return WishState.AGREED, _next([n for n in agreed if n.state is ActionState.AGREED] or agreed)
    lapsed = wish.until is not None and wish.until.last < date
    return (WishState.LAPSED if lapsed else WishState.OPEN), None


def _is_agreed(node: ActionNode) -> bool:
    return node.text.record.status is ActionStatus.AGREED


def _next(actions: Iterable[ActionNode]) -> str | None:
    return min(((node.first, node.slug) for node in actions), default=(None, None))[1]


def _slugs(actions: Iterable[ActionNode]) -> tuple[str, ...]:
    return tuple(node.slug for node in actions)
