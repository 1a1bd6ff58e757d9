"""Where pages offer to be followed: in their head for programs, and in words for people."""

from __future__ import annotations

from ..link.kiez import ActionState
from . import urls
from .calendar import has_day
from .desk import Desk
from .follow_views import Follow

ATOM, ICS = "application/atom+xml", "text/calendar"


def follow(desk: Desk, path: str) -> tuple[Follow, ...]:
    """What the page at ``path`` offers beside the news: calendar and feed of what it lists, or its one appointment."""
    if path == urls.ACTIONS:
        return _calendar(desk), _feed(desk, urls.ACTION_FEED)
    if path == urls.WISHES:
        return _feed(desk, urls.WISH_FEED), _calendar(desk)
    if path == urls.CALL or path.startswith(urls.CAMPAIGNS):
        return (_calendar(desk),)
    node = desk.kiez.actions.get(path.removeprefix(urls.ACTIONS).rstrip("/")) if path.startswith(urls.ACTIONS) else None
    if node and node.state in (ActionState.PLANNED, ActionState.AGREED) and has_day(node):
        _ = desk.words.gettext
        file = desk.urls.href(urls.appointment(node.slug), desk.lang)
        text = _("Eine kleine Datei mit Tag, Uhrzeit und Ort. Handy und Computer öffnen sie mit ihrem Kalender.")
        return Follow(_("In den Kalender"), text, file, file, ICS), _calendar(desk)
    return ()


def _calendar(desk: Desk) -> Follow:
    """The calendar of this language. ``webcal`` makes calendars subscribe and not copy."""
    _ = desk.words.gettext
    text = _("Neue Aktionen und letzte Tage erscheinen von selbst im eigenen Kalender. Ohne Anmeldung.")
    address = desk.urls.absolute(urls.CALENDAR, desk.lang)
    to_calendars = f"webcal://{address.split('://', 1)[1]}"
    return Follow(_("Kalender abonnieren"), text, to_calendars, desk.urls.href(urls.CALENDAR, desk.lang), ICS, address)


def _feed(desk: Desk, path: str) -> Follow:
    _ = desk.words.gettext
    actions = path == urls.ACTION_FEED
    label = _("Feed der Aktionen") if actions else _("Feed der Wünsche")
    file = desk.urls.href(path, desk.lang)
    text = _("Für Programme, die Feeds lesen: Sie melden, was neu ist. Ohne Anmeldung.")
    return Follow(label, text, file, file, ATOM, desk.urls.absolute(path, desk.lang))
