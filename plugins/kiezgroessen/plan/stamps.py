"""The last day of which the contents know something about an action or a wish: what calendars and feeds are dated by.

Editors type no day of change, files keep none that survives copying, and a clock would make every build another one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ..dates import Day
from ..link.kiez import ActionNode, CampaignNode, Kiez, WishNode, WishState

BEFORE = dt.date(2017, 1, 1)
"""For what no day is known of; a constant, so that nobody is told of something new."""


def of_action(kiez: Kiez, node: ActionNode) -> dt.date:
    """Its own days, news about it, the beginning of its campaigns; else since when its businesses take part."""
    days = [node.first, node.last]
    days += [kiez.news[slug].text.record.day for slug in node.news]
    for slug in node.campaigns:
        days += _beginning(kiez.campaigns[slug])
    return _last(kiez, days) or _last(kiez, _since(kiez, node.businesses)) or BEFORE


def of_wish(kiez: Kiez, wish: WishNode) -> dt.date:
    """Days of the actions that name it, news about those, and the beginning of campaigns that seek it."""
    actions = [kiez.actions[slug] for slug in wish.actions]
    days = [day for node in actions for day in (node.first, node.last)]
    seeking = kiez.seeking if wish.state is WishState.OPEN else ()
    for campaign in (*(kiez.campaigns[slug] for slug in wish.campaigns), *seeking):
        days += _beginning(campaign)
    days += [kiez.news[slug].text.record.day for node in actions for slug in node.news]
    return _last(kiez, days) or BEFORE


def of_campaign(kiez: Kiez, node: CampaignNode) -> dt.date:
    """Its beginning and end, and the beginnings of its phases."""
    record = node.text.record
    days = [*_beginning(node), *(phase.start for phase in record.phases)]
    return _last(kiez, [*days, *([record.stop] if record.stop else [])]) or BEFORE


def _beginning(node: CampaignNode) -> list[Day]:
    start = node.text.record.start
    return [start] if start else []


def _since(kiez: Kiez, slugs: Iterable[str]) -> list[Day]:
    found = (kiez.businesses[slug].text.record.since for slug in slugs)
    return [day for day in found if day]


def _last(kiez: Kiez, days: Iterable[Day]) -> dt.date | None:
    """The last one that has come; of months and years, the last day they can mean."""
    return max((day.last for day in days if BEFORE <= day.last <= kiez.date), default=None)
