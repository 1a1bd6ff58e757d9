"""What a campaign says on this day, for everything that shows it: page, band, list, share image, poster."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from ..languages import Text
from ..link.kiez import ActionNode, ActionState, CampaignNode, CampaignState, WishNode, WishState
from ..model.records import CampaignType, Counted, Goal
from . import urls, views
from .campaign_views import Kept, Possible
from .desk import Desk

SECTIONS: Mapping[CampaignState, str] = MappingProxyType(
    {CampaignState.BEFORE: "vorher", CampaignState.DURING: "jetzt", CampaignState.AFTER: "danach"}
)
_SOON = 15
"""With fewer days left than this they are counted: until then the date says enough."""
_LINKED = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKED = re.compile(r"\\([^\w\s])|[*`]+|(?<!\w)_+|_+(?!\w)")
_NO_SENTENCE = ("#", "- ", "* ", "+ ", "> ", "|", "![", "```", "1. ")


def path_of(desk: Desk, node: CampaignNode) -> str:
    """Where a campaign lives; the current call is the page everything points to."""
    call = desk.kiez.call
    return urls.CALL if call is not None and call.slug == node.slug else urls.campaign(node.slug)


def paper_of(desk: Desk, node: CampaignNode) -> str:
    """The ground of its page, share images and posters."""
    return "sonne" if path_of(desk, node) == urls.CALL else "rosa"


def section(desk: Desk, node: CampaignNode) -> Text:
    """The text that holds on this day, in Markdown."""
    return node.text.entry(desk.lang).sections[SECTIONS[node.state]]


def lead(desk: Desk, node: CampaignNode) -> Text:
    """The sentence that stands for it on this day: while it runs ``kurz``, else how the text of the day begins."""
    record = node.text.in_language(desk.lang)
    if record.lead and node.state is CampaignState.DURING:
        return record.lead
    text = section(desk, node)
    return Text(_beginning(text.value), text.lang)


def line(desk: Desk, node: CampaignNode) -> str:
    """From when, until when, or until when it was: in a few words that stay true for as long as the state does."""
    _ = desk.words.gettext
    record = node.text.record
    if node.state is CampaignState.BEFORE and record.start:
        return _("Ab %(day)s.") % {"day": desk.words.day(record.start)}
    if record.stop is None:
        return _("Jederzeit.")
    day = desk.words.day(record.stop)
    if node.state is CampaignState.AFTER:
        return (
            _("War am %(day)s.") % {"day": day}
            if record.start == record.stop
            else _("Lief bis %(day)s.") % {"day": day}
        )
    return _("Am %(day)s.") % {"day": day} if record.start == record.stop else _("Noch bis %(day)s.") % {"day": day}


def possible(desk: Desk, node: CampaignNode | None, contact: views.Person, form: str = "") -> Possible:
    """What can be done on this day; there is always something. ``None``: no call was ever written.

    ``contact`` can be asked; ``form`` is where on the same page the form of the call stands.
    """
    _ = desk.words.gettext
    board = desk.link(desk.word(_("Zum Wunschbrett")), urls.WISHES)
    over = node is not None and node.state is CampaignState.AFTER
    label = desk.word(_("Schreiben") if over else _("Gleich hier bewerben"))
    ways = (*([views.Link(label, f"#{form}")] if form else []), board)
    if node is None:
        advice = _("Mitmachen geht trotzdem, jederzeit: anrufen, schreiben oder eine Karte vom Wunschbrett nehmen.")
        return Possible(_("Gerade läuft kein Aufruf."), advice, ways)
    call = node.text.record.type == CampaignType.CALL
    if not call:
        join = desk.link(desk.word(_("Zum Aufruf")), urls.CALL)
        ways = (join, board) if node.state is CampaignState.AFTER else (*_asking(desk, contact), join)
    advices = {
        (CampaignState.BEFORE, True): _("Anrufen, schreiben und Wünsche lesen geht schon jetzt."),
        (CampaignState.BEFORE, False): _("Wer mithelfen will, kann sich schon jetzt melden."),
        (CampaignState.DURING, True): _("Eine Karte aussuchen und sich melden, mehr braucht es nicht."),
        (CampaignState.DURING, False): _("Wer mithelfen will, meldet sich."),
        (CampaignState.AFTER, True): _("Schreiben geht trotzdem: Offene Wünsche hängen weiter am Wunschbrett."),
        (CampaignState.AFTER, False): _("Wer beim nächsten Mal dabei sein will, kann sich jederzeit melden."),
    }
    return Possible(" ".join(_standing(desk, node, call=call)), advices[node.state, call], ways)


def _asking(desk: Desk, contact: views.Person) -> Iterator[views.Link]:
    """The way to somebody who knows more, if there is one."""
    _ = desk.words.gettext
    if contact.email:
        yield views.Link(desk.word(_("E-Mail schreiben")), contact.email.href)
    elif contact.phone:
        yield views.Link(desk.word(_("Anrufen")), contact.phone.href)


def _standing(desk: Desk, node: CampaignNode, *, call: bool) -> Iterator[str]:
    """Where the campaign stands, in sentences."""
    _, n_ = desk.words.gettext, desk.words.ngettext
    record = node.text.record
    first = {"day": desk.words.day(record.start) if record.start else ""}
    last = {"day": desk.words.day(record.stop) if record.stop else ""}
    if node.state is CampaignState.BEFORE:
        yield (_("Der Aufruf beginnt am %(day)s.") if call else _("Es beginnt am %(day)s.")) % first
    elif node.state is CampaignState.AFTER:
        yield (_("Der Aufruf endete am %(day)s.") if call else _("Es endete am %(day)s.")) % last
    elif record.stop is None:
        yield _("Der Aufruf hat kein Ende: Mitmachen geht jederzeit.") if call else _("Es läuft ohne festes Ende.")
    else:
        left = (record.stop.last - desk.kiez.date).days
        yield (_("Der Aufruf läuft bis zum %(day)s.") if call else _("Es läuft bis zum %(day)s.")) % last
        if left == 0:
            yield _("Heute ist der letzte Tag.")
        elif left < _SOON:
            yield n_("Das ist morgen.", "Das sind noch %(num)d Tage.", left) % {"num": left}


def reached(desk: Desk, node: CampaignNode, goal: Goal) -> int:
    """How much of the goal has come, counted and never typed.

    Businesses are those that joined while it ran; wishes those it is about that are fulfilled; actions, and what can be
    counted of them, its own that are done.
    """
    record = node.text.record
    counted = _counted(node, goal)
    if counted is Counted.BUSINESSES:
        first = record.start.first if record.start else dt.date.min
        last = record.stop.last if record.stop else desk.kiez.date
        days = [business.text.record.since for business in desk.kiez.businesses.values()]
        return sum(day is not None and first <= day.first <= last for day in days)
    if counted is Counted.WISHES:
        return sum(wish.state is WishState.FULFILLED for wish in wishes(desk, node))
    done = [action.text.record.numbers for action in actions(desk, node) if action.state is ActionState.DONE]
    if counted is Counted.ACTIONS:
        return len(done)
    return sum(getattr(numbers, counted.name.lower()) or 0 for numbers in done if numbers)


def _counted(node: CampaignNode, goal: Goal) -> Counted:
    usual = Counted.BUSINESSES if node.text.record.type == CampaignType.CALL else Counted.ACTIONS
    return goal.counted or usual


def wishes(desk: Desk, node: CampaignNode) -> tuple[WishNode, ...]:
    """The wishes it is about, as far as they are shown; of a call also those that somebody took while it ran."""
    named = [*node.wishes]
    if node.text.record.type == CampaignType.CALL:
        named += [wish for action in actions(desk, node) for wish in action.wishes]
    found = (desk.kiez.wish(institution, name) for institution, name in dict.fromkeys(named))
    return tuple(wish for wish in found if wish is not None)


def sought(desk: Desk, node: CampaignNode) -> tuple[WishNode, ...]:
    """The open wishes, where it takes what it seeks from them; none once it is over."""
    if node.state is CampaignState.AFTER or "bedarfe" not in node.text.record.sought:
        return ()
    return desk.kiez.open_wishes


def actions(desk: Desk, node: CampaignNode) -> tuple[ActionNode, ...]:
    """Its own actions; those of a call are also the ones that a wish led to while it ran."""
    named = [desk.kiez.actions[slug] for slug in node.actions]
    record = node.text.record
    if record.type != CampaignType.CALL or not record.start or not record.stop:
        return tuple(named)
    first, last = record.start.first, record.stop.last
    granting = (n for n in desk.kiez.actions.values() if n.wishes and first <= n.first.first <= last)
    own = frozenset(node.actions)
    found = [n for n in granting if n.slug not in own]
    return (*named, *sorted(found, key=lambda n: (n.first, n.slug), reverse=True))


def kept(desk: Desk, node: CampaignNode) -> tuple[Kept, ...]:
    """The record of a campaign that is over: what was promised and what came.

    What the goal counts has one row: beside what was hoped for, what became of each.
    """
    _ = desk.words.gettext
    if node.state is not CampaignState.AFTER:
        return ()
    goal = node.text.in_language(desk.lang).goal
    counted = _counted(node, goal) if goal else None
    became: dict[Counted, tuple[str, Mapping[WishState, str] | Mapping[ActionState, str], list[str]]] = {
        Counted.WISHES: (
            _("Wünsche"),
            {
                WishState.FULFILLED: _("%(count)s erfüllt"),
                WishState.AGREED: _("%(count)s vereinbart"),
                WishState.OPEN: _("%(count)s noch offen"),
                WishState.LAPSED: _("%(count)s abgelaufen"),
            },
            [card.state for card in wishes(desk, node)],
        ),
        Counted.ACTIONS: (
            _("Aktionen"),
            {
                ActionState.DONE: _("%(count)s gelungen"),
                ActionState.AGREED: _("%(count)s vereinbart"),
                ActionState.PLANNED: _("%(count)s geplant"),
                ActionState.FALLEN_THROUGH: _("%(count)s nicht zustande gekommen"),
                ActionState.UNCLEAR: _("%(count)s noch ohne Ergebnis"),
            },
            [event.state for event in actions(desk, node)],
        ),
    }
    rows = []
    if goal:
        rows.append(Kept(goal.unit, desk.words.number(goal.number), desk.words.number(reached(desk, node, goal))))
    for what, (label, told, states) in became.items():
        came = _counts(desk, told, states)
        if goal and counted is what and states:
            rows[0] = replace(rows[0], came=came)
        elif states:
            rows.append(Kept(desk.word(label), desk.words.number(len(states)), came))
    return tuple(rows)


def _counts(desk: Desk, told: Mapping[WishState, str] | Mapping[ActionState, str], states: Sequence[str]) -> str:
    counted = Counter(states)
    parts = [text % {"count": desk.words.number(counted[state])} for state, text in told.items() if counted[state]]
    return desk.words.enumerate(parts)


def _beginning(markdown: str) -> str:
    """The first paragraph of a text, without marks and line breaks."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", markdown) if block.strip()]
    first = next((block for block in blocks if not block.startswith(_NO_SENTENCE)), blocks[0])
    return " ".join(_MARKED.sub(r"\1", _LINKED.sub(r"\1", first)).split())
