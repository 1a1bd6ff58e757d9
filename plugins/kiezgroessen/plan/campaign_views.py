"""What the templates of campaigns may see; the open call is one of them."""

from __future__ import annotations

from dataclasses import dataclass

from ..languages import Text
from .application_views import ApplicationForm
from .views import ActionTeaser, Card, Link, Name, Page, Pagination, Person, Prose, Time, WishCard, WishGroup


@dataclass(frozen=True, slots=True)
class PhaseView:
    """A step of a campaign; ``state``: ``past``, ``now``, ``coming``."""

    title: Text
    when: Time
    text: Text | None
    state: str


@dataclass(frozen=True, slots=True)
class Goal:
    """Honest progress: ``reached`` of ``target``; for ``<progress>`` and in words.

    ``reached`` is ``None`` as long as nothing could be counted: nought would read as a failure.
    """

    reached: int | None
    target: int
    unit: Text


@dataclass(frozen=True, slots=True)
class Possible:
    """What is possible on this day: where the campaign stands, what one can do all the same, and the ways there."""

    state: str
    advice: str
    ways: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """One of the steps by which somebody joins."""

    title: Text
    text: Text | None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question that many ask, and the answer."""

    question: Text
    answer: Text


@dataclass(frozen=True, slots=True)
class Kept:
    """A row of the record of a campaign that is over: what, how many were promised, what came."""

    what: Text
    promised: str
    came: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignPage(Page):
    """``/kampagnen/<slug>/`` and ``/mitmachen/``; ``state``: ``before``, ``during``, ``after``.

    ``wishes`` are those it is about, without the ones that ``sought`` shows; ``kept`` has rows once it is over;
    ``printable`` are its posters. The whole lists are there where the page does not show all that is its own.
    """

    title: Name
    call: bool
    state: str
    when: Time | None
    lead: Text | None
    possible: Possible
    prose: Prose
    phases: tuple[PhaseView, ...]
    goal: Goal | None
    kept: tuple[Kept, ...]
    takes: tuple[Text, ...]
    brings: tuple[Text, ...]
    steps: tuple[StepView, ...]
    questions: tuple[QuestionView, ...]
    sought: tuple[WishGroup, ...]
    folded: bool
    sought_kinds: tuple[Text, ...]
    wishes: tuple[WishCard, ...]
    contact: Person
    businesses: tuple[Card, ...]
    actions: tuple[ActionTeaser, ...]
    printable: tuple[Link, ...] = ()
    all_wishes: Link | None = None
    all_actions: Link | None = None
    all_businesses: Link | None = None
    form: ApplicationForm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignListPage(Page):
    """``/kampagnen/``"""

    title: Name
    campaigns: tuple[ActionTeaser, ...]
    pages: Pagination | None = None
