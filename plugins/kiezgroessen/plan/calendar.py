"""What stands in the calendars: actions, last days of campaigns and of wishes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from ..dates import Clock
from ..languages import Text
from ..link.kiez import ActionNode, ActionState, CampaignNode, WishNode, WishState
from . import stamps, urls
from .campaign_state import lead, path_of
from .desk import Desk
from .follow_views import Appointment, CalendarFile, Standing

BACK = dt.timedelta(days=365)
"""What lies further back stands on the pages, not in the calendar."""
RECENT = dt.timedelta(days=60)
"""For this long whoever has an appointment in the calendar learns that it came to nothing; last days stay as long."""
MOST = 500
"""Entries of a calendar, the nearest to today: at 600 bytes each, unpacked, phones that ask every hour load 300 KB."""
_STANDING: Mapping[ActionState, tuple[int, Standing]] = MappingProxyType(
    {
        ActionState.PLANNED: (0, "TENTATIVE"),
        ActionState.AGREED: (1, "CONFIRMED"),
        ActionState.UNCLEAR: (1, "CONFIRMED"),
        ActionState.DONE: (2, "CONFIRMED"),
        ActionState.FALLEN_THROUGH: (3, "CANCELLED"),
    }
)


def whole_calendar(desk: Desk) -> CalendarFile:
    """The calendar of this language, to be subscribed to."""
    return _file(desk, urls.CALENDAR, urls.START, tuple(_all(desk)), lasting=True)


def appointment(desk: Desk, node: ActionNode) -> CalendarFile | None:
    """One action, to be taken into one's own calendar; ``None`` where it has no day."""
    if not has_day(node):
        return None
    return _file(desk, urls.appointment(node.slug), urls.action(node.slug), (_action(desk, node),), lasting=False)


def has_day(node: ActionNode) -> bool:
    """Whether it can stand in a calendar: "May 2017" cannot."""
    return node.first.exact and node.last.exact


def _file(desk: Desk, path: str, page: str, entries: tuple[Appointment, ...], *, lasting: bool) -> CalendarFile:
    _ = desk.words.gettext
    record = desk.kiez.programme.in_language(desk.lang)
    return CalendarFile(
        desk.urls.local(path, desk.lang),
        record.name.value,
        _("Aktionen im Kiez, letzte Tage von Aufrufen und Wünschen. %(place)s") % {"place": record.place.value},
        desk.language.tag,
        desk.urls.absolute(page, desk.lang),
        desk.urls.absolute(path, desk.lang),
        entries,
        lasting,
    )


def _all(desk: Desk) -> list[Appointment]:
    entries = [*_actions(desk), *_campaigns(desk), *_wishes(desk)]
    entries.sort(key=lambda one: (one.start.isoformat(), one.uid))
    today = desk.kiez.date.isoformat()
    past = sum(one.start.isoformat() < today for one in entries)
    # What is to come, the next first; the past takes what room is left.
    first = max(0, min(past, len(entries) - MOST))
    return entries[first : first + MOST]


def _actions(desk: Desk) -> Iterator[Appointment]:
    today = desk.kiez.date
    for node in desk.kiez.actions.values():
        back = RECENT if node.state is ActionState.FALLEN_THROUGH else BACK
        if has_day(node) and node.last.last >= today - back:
            yield _action(desk, node)


def _action(desk: Desk, node: ActionNode) -> Appointment:
    _ = desk.words.gettext
    record = node.text.in_language(desk.lang)
    start, end = _moments(node, record.clock)
    revision, standing = _STANDING[node.state]
    path = urls.action(node.slug)
    lines = []
    if node.state is ActionState.FALLEN_THROUGH:
        lines.append(_("Nicht zustande gekommen"))
    elif node.state is ActionState.PLANNED:
        lines.append(_("Geplant, noch nicht fest."))
    if record.clock and not isinstance(start, dt.datetime):
        lines.append(_("%(time)s Uhr") % {"time": record.clock})
    names = [desk.kiez.businesses[slug].text.in_language(desk.lang).name.value for slug in node.businesses]
    names += [desk.kiez.institutions[slug].text.in_language(desk.lang).name.value for slug in node.institutions]
    if names:
        lines.append(_("Dabei: %(names)s") % {"names": desk.words.enumerate(names)})
    lines += [record.given.value] if record.given else []
    return Appointment(
        _uid(desk, "aktion", node.slug),
        stamps.of_action(desk.kiez, node),
        revision,
        start,
        end,
        record.name,
        _lines(desk, lines, path),
        desk.language.tag,
        record.place,
        _("Aktion"),
        standing,
        _address(desk, path),
        busy=isinstance(start, dt.datetime) and standing == "CONFIRMED",
    )


def _moments(node: ActionNode, clock: Clock | None) -> tuple[dt.date | dt.datetime, dt.date | dt.datetime | None]:
    """Times of day where they are one span of one day; a time that holds on each of several days is told in words."""
    first, last = node.first.first, node.last.last
    if clock is None or first != last:
        return first, last
    start = dt.datetime.combine(first, dt.time.fromisoformat(clock.start))
    if clock.end is None:
        return start, None
    end = dt.datetime.combine(first, dt.time.fromisoformat(clock.end))
    return start, end if end > start else end + dt.timedelta(days=1)


def _campaigns(desk: Desk) -> Iterator[Appointment]:
    """The last days of campaigns and of their phases."""
    _ = desk.words.gettext
    for node in desk.kiez.campaigns.values():
        record = node.text.in_language(desk.lang)
        name = {"name": record.name.value}
        if record.stop:
            title = Text(_("Letzter Tag: %(name)s") % name, record.name.lang)
            yield from _last_day(desk, node, "ende", record.stop.last, title, lead(desk, node))
        for number, phase in enumerate(record.phases, 1):
            # The last phase mostly ends with the campaign, and would be told twice.
            if phase.stop != record.stop:
                title = Text(f"{record.name.value}: {phase.name.value}", phase.name.lang)
                title = Text(_("Letzter Tag: %(name)s") % {"name": title.value}, title.lang)
                yield from _last_day(desk, node, f"phase-{number}", phase.stop.last, title, phase.text)


def _last_day(
    desk: Desk, node: CampaignNode, part: str, day: dt.date, title: Text, text: Text | None
) -> Iterator[Appointment]:
    if day < desk.kiez.date - RECENT:
        return
    path = path_of(desk, node)
    yield Appointment(
        _uid(desk, "kampagne", f"{node.slug}.{part}"),
        stamps.of_campaign(desk.kiez, node),
        0,
        day,
        day,
        title,
        _lines(desk, [text.value] if text else [], path),
        desk.language.tag,
        None,
        desk.words.gettext("Frist"),
        "CONFIRMED",
        _address(desk, path),
        busy=False,
    )


def _wishes(desk: Desk) -> Iterator[Appointment]:
    """The last days of open wishes, as far as somebody can still grant them."""
    _ = desk.words.gettext
    for wish in desk.kiez.wishes:
        if wish.state is not WishState.OPEN:
            continue
        record = desk.kiez.institutions[wish.institution].text.in_language(desk.lang)
        text = record.wishes[wish.index]
        if text.until is None or not text.until.exact:
            continue
        lines = [f"{record.name.value}: {text.text.value}"]
        lines += [_("Wie viel: %(amount)s") % {"amount": text.amount.value}] if text.amount else []
        lines += [_("Für: %(whom)s.") % {"whom": text.audience.value}] if text.audience else []
        yield _wish(desk, wish, text.until.last, Text(_("Wunsch endet: %(wish)s") % {"wish": text.text.value}), lines)


def _wish(desk: Desk, wish: WishNode, day: dt.date, title: Text, lines: list[str]) -> Appointment:
    path = urls.wish(wish.institution, wish.id)
    return Appointment(
        _uid(desk, "wunsch", f"{wish.institution}.{wish.id}"),
        stamps.of_wish(desk.kiez, wish),
        0,
        day,
        day,
        Text(title.value, desk.lang),
        _lines(desk, lines, path),
        desk.language.tag,
        None,
        desk.words.gettext("Wunsch"),
        "CONFIRMED",
        _address(desk, path),
        busy=False,
    )


def _lines(desk: Desk, lines: list[str], path: str) -> str:
    return "\n".join([*lines, _address(desk, path)])


def _address(desk: Desk, path: str) -> str:
    return desk.urls.absolute(path, desk.lang)


def _uid(desk: Desk, kind: str, name: str) -> str:
    """The same in all languages and on all days; two sites of one host, below different paths, share none."""
    site = urlsplit(desk.urls.site_url)
    below = site.path.strip("/").replace("/", ".")
    return f"{kind}.{name}@{f'{below}.' if below else ''}{site.hostname}"
