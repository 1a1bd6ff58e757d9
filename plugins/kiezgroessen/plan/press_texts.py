"""What the press can take over: honest totals, and the programme told at three lengths, with nothing invented.

Names and places stand where they need no case, so that a pattern is right for every one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ..dates import Day
from ..languages import LANGUAGES, Text
from ..link.kiez import ActionState, CampaignState, Kiez, WishState
from ..model.records import OfferStatus, Programme
from . import cards, urls
from .desk import Desk
from .kit.hashtags import directions
from .kit.texts import BESIDES

LONG = 950
"""Characters that the long text does not pass for the sake of an action. The short has about 140, the medium 400."""
_LATEST = 3
"""Actions told in the long text at most."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What can be counted on the Kiez's date. Businesses that left are ``former``; nothing is counted twice."""

    businesses: int
    former: int
    institutions: int
    done: int
    fallen_through: int
    open: int
    agreed: int
    fulfilled: int
    since: Day | None
    """The first business joined, as exact as it is known."""
    first: Day | None
    """The first action that was done."""


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A text about the programme to be taken over: ``id`` is ``kurz``, ``mittel`` or ``lang``."""

    id: str
    title: str
    text: str
    filename: str


def totals_of(kiez: Kiez) -> Totals:
    """Counts what is shown; drafts and what lies ahead are not in a Kiez."""
    wishes = [wish.state for wish in kiez.wishes]
    actions = [node.state for node in kiez.actions.values()]
    joined = [day for node in kiez.businesses.values() if (day := node.text.record.since)]
    done = [node.first for node in kiez.actions.values() if node.state is ActionState.DONE]
    return Totals(
        businesses=len(kiez.active),
        former=len(kiez.businesses) - len(kiez.active),
        institutions=len(kiez.institutions),
        done=len(done),
        fallen_through=actions.count(ActionState.FALLEN_THROUGH),
        open=wishes.count(WishState.OPEN),
        agreed=wishes.count(WishState.AGREED),
        fulfilled=wishes.count(WishState.FULFILLED),
        since=min(joined, key=lambda day: day.first, default=None),
        first=min(done, key=lambda day: day.first, default=None),
    )


def boilerplates(desk: Desk) -> tuple[Boilerplate, ...]:
    """The programme at three lengths, in the desk's language."""
    _ = desk.words.gettext
    pen = _Pen(desk, desk.kiez.programme.in_language(desk.lang), totals_of(desk.kiez))
    return (
        Boilerplate("kurz", _("Kurz"), pen.short(), "text-kurz.txt"),
        Boilerplate("mittel", _("Mittel"), pen.medium(), "text-mittel.txt"),
        Boilerplate("lang", _("Lang"), pen.long(), "text-lang.txt"),
    )


def in_brief(desk: Desk) -> str:
    """How it works and what is given, for a sheet that shows the numbers by themselves."""
    pen = _Pen(desk, desk.kiez.programme.in_language(desk.lang), totals_of(desk.kiez))
    return _joined([*pen.story(), *pen.kinds(), *pen.call()])


def is_spoken(desk: Desk, text: Text) -> bool:
    """Whether a text is in the language of the desk, easy German counting as German."""
    return LANGUAGES[text.lang].tag.split("-")[0] == desk.language.tag.split("-")[0]


def month(desk: Desk, day: Day) -> str:
    """``Juli 2017``, or only the year: what stands well after »seit«."""
    return desk.words.day(Day(day.year, day.month))


@dataclass(frozen=True)
class _Pen:
    desk: Desk
    programme: Programme
    totals: Totals

    def short(self) -> str:
        """What it is and how many take part."""
        _ = self.desk.words.gettext
        idea = _("%(name)s: Betriebe geben etwas ab, Einrichtungen sagen, was fehlt.") % {"name": self._name()}
        return _joined([idea, *self._who(), *self._sample()])

    def medium(self) -> str:
        """With how it works, and what has come of it."""
        return _joined([*self.story(), *self._who(), *self._counted(), *self._publisher(), *self._sample()])

    def long(self) -> str:
        """With what is given, the latest actions as far as they fit, who pays and where to read on."""
        start = [*self.story(), *self._who(), *self.kinds(), *self._counted()]
        close = [*self.call(), *self._publisher(), *self._funders(), *self._sample(), *self._address()]
        told: list[str] = []
        for latest in islice(self._latest(), _LATEST):
            if len(_joined([*start, *told, latest, *close])) <= LONG:
                told.append(latest)
        return _joined([*start, *told, *close])

    def _name(self) -> str:
        _ = self.desk.words.gettext
        name, place = self._inline(self.programme.name), self.programme.place
        return _("%(name)s (%(place)s)") % {"name": name, "place": self._inline(place)}

    def story(self) -> Iterator[str]:
        """How it works."""
        _ = self.desk.words.gettext
        yield _("%(name)s: Einrichtungen schreiben auf Karten, was ihnen fehlt.") % {"name": self._name()}
        yield _("Betriebe aus der Nachbarschaft sagen, was sie geben können.")
        yield _("Was beide verabreden, steht mit Datum auf der Website, auch wenn es nicht zustande kommt.")

    def _who(self) -> Iterator[str]:
        n_ = self.desk.words.ngettext
        who: list[str] = []
        if number := self.totals.businesses:
            who.append(n_("%(count)s Betrieb", "%(count)s Betriebe", number) % self._count(number))
        if number := self.totals.institutions:
            who.append(n_("%(count)s Einrichtung", "%(count)s Einrichtungen", number) % self._count(number))
        if who:
            number = self.totals.businesses + self.totals.institutions
            text = n_("Dabei ist %(who)s.", "Dabei sind %(who)s.", number)
            yield text % {"who": self.desk.words.enumerate(who)}

    def _counted(self) -> Iterator[str]:
        n_, totals = self.desk.words.ngettext, self.totals
        if totals.first:
            text = n_(
                "Seit %(since)s ist %(count)s Aktion gelungen.",
                "Seit %(since)s sind %(count)s Aktionen gelungen.",
                totals.done,
            )
            yield text % {**self._count(totals.done), "since": month(self.desk, totals.first)}
        if totals.open:
            text = n_("%(count)s Wunsch ist offen.", "%(count)s Wünsche sind offen.", totals.open)
            yield text % self._count(totals.open)

    def kinds(self) -> Iterator[str]:
        """The kinds of what is offered now, in the order of the vocabulary."""
        _ = self.desk.words.gettext
        given = {
            offer.kind
            for node in self.desk.kiez.active
            for offer in node.text.record.offers
            if offer.status is not OfferStatus.PAUSED
        }
        names = [word.plural for kind, word in self.programme.kinds.items() if kind in given]
        if names and all(is_spoken(self.desk, name) for name in names):
            kinds = self.desk.words.enumerate([self._inline(name) for name in names])
            yield _("Angeboten werden: %(kinds)s.") % {"kinds": kinds}

    def _latest(self) -> Iterator[str]:
        """What was given lately; where nobody wrote that, or in another language, the action is left out."""
        _ = self.desk.words.gettext
        for node in cards.done(self.desk):
            given = node.text.in_language(self.desk.lang).given
            if given and is_spoken(self.desk, given):
                when = self.desk.words.period(node.first, node.last)
                yield _("%(when)s: %(given)s.") % {"when": when, "given": self._inline(given)}

    def call(self) -> Iterator[str]:
        """Until when one can join, where that has an end."""
        _ = self.desk.words.gettext
        call = self.desk.kiez.call
        stop = call.text.record.stop if call and call.state is CampaignState.DURING else None
        if stop:
            yield _("Betriebe können sich melden, zurzeit bis: %(day)s.") % {"day": self.desk.words.day(stop)}

    def _publisher(self) -> Iterator[str]:
        _ = self.desk.words.gettext
        yield _("Herausgeber: %(name)s.") % {"name": self._inline(self.programme.publisher.name)}

    def _funders(self) -> Iterator[str]:
        """As prescribed, word for word."""
        yield from (f"{self._inline(funder.line)}." for funder in self.programme.funders)

    def _address(self) -> Iterator[str]:
        _ = self.desk.words.gettext
        address = self.desk.urls.shown(urls.START, self.desk.lang)
        yield _("Mehr dazu: %(address)s") % {"address": address}

    def _sample(self) -> Iterator[str]:
        if self.programme.sample:
            yield f"({self.desk.words.gettext('Erfundenes Beispiel')}.)"

    def _count(self, number: int) -> dict[str, str]:
        return {"count": self.desk.words.number(number)}

    def _inline(self, text: Text) -> str:
        """A text as part of a sentence: without its own full stop, and apart where it runs the other way."""
        value = text.value.rstrip(" .") or text.value
        return value if directions(value) <= {self.desk.language.direction} else BESIDES % value


def _joined(sentences: list[str]) -> str:
    return " ".join(sentences)
