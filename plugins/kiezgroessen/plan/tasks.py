"""The site as a list of tasks: each plans a few pages that belong together, from a desk and nothing else.

What a task makes depends on what it is ``given`` and on what it sees from its desk (`plan.window`). So it need not be
done again while both are the same, and any process can do it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from ..languages import SOURCE
from . import urls, views
from .calendar import appointment, whole_calendar
from .campaign_state import path_of
from .desk import Desk
from .feeds import feeds
from .follow_views import CalendarFile, FeedFile
from .kit.kit import KitPlan, business_kit
from .looked import DECLARATION, Looked
from .pages.actions import action_list_page, action_page, action_parts
from .pages.board import board_parts, wish_board_page
from .pages.businesses import business_page, share_of
from .pages.campaigns import call_without_campaign, campaign_list_page, campaign_page, campaign_parts
from .pages.institutions import institution_list_page, institution_page, institution_parts
from .pages.material import material_page
from .pages.plain import gone_page, news_list_page, news_page, news_parts, not_found_page, plain_page, style_page
from .pages.press import press_page
from .pages.programme import programme_page
from .pages.start import start_page
from .pages.wall import wall_page, wall_parts
from .pages.wishes import wish_page
from .parts import Part
from .press import PRESS, PressPlan
from .prints import PrintPlan
from .sharing import share_files
from .surround import Assets

P = TypeVar("P", bound=Part)


@dataclass(frozen=True, slots=True)
class Made:
    """What a task has planned; ``texts`` maps the source of a news item to its output path."""

    pages: tuple[views.Page, ...] = ()
    kits: tuple[KitPlan, ...] = ()
    press: tuple[PressPlan, ...] = ()
    calendars: tuple[CalendarFile, ...] = ()
    feeds: tuple[FeedFile, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """``name`` is its own in the language; ``given`` is all that ``make`` knows beside its desk, by its ``repr``."""

    name: str
    lang: str
    make: Callable[[Desk], Made]
    given: object = None

    @property
    def key(self) -> str:
        """Its name among those of all languages."""
        return f"{self.lang} {self.name}"


@dataclass(frozen=True, slots=True)
class Common:
    """What all tasks of a build share and none can change: what pages load, and what they show of the theme.

    ``full``: the kits with everything for paper.
    """

    assets: Assets
    examples: Sequence[views.Example] = ()
    looked: Looked | None = None
    full: bool = False


def tasks_of(
    desk: Desk, common: Common, others: Sequence[Desk], cards: Mapping[str, Sequence[PrintPlan]]
) -> Iterator[Task]:
    """Everything in the language of ``desk``; ``others`` are the desks of the languages beside German.

    ``cards`` are sheets by the path of the page that gives them.
    """
    kiez, assets, lang = desk.kiez, common.assets, desk.lang
    yield Task("kalender", lang, lambda at: Made(calendars=(whole_calendar(at),)))
    yield Task("feeds", lang, lambda at: Made(feeds=tuple(feeds(at))))
    yield from _lists(desk, assets, cards)
    if lang == SOURCE:
        yield Task("404", lang, lambda at: _alone(not_found_page(at, assets, others)))
        yield Task("410", lang, lambda at: _alone(gone_page(at, assets, others)))
    yield Task("start", lang, lambda at: _alone(start_page(at, assets)))
    for slug in kiez.businesses:
        yield Task(urls.business(slug), lang, partial(_business, common=common, slug=slug))
    for slug, house in kiez.institutions.items():
        paths = (urls.institution(slug), *(urls.wish(slug, wish.id) for wish in house.wishes))
        sheets = {path: cards[path] for path in paths if path in cards}
        yield Task(paths[0], lang, partial(_institution, assets=assets, slug=slug, cards=sheets), sheets)
    for slug in kiez.actions:
        yield Task(urls.action(slug), lang, partial(_action, assets=assets, slug=slug))
    for slug, campaign in kiez.campaigns.items():
        posters = tuple(cards.get(path_of(desk, campaign), ()))
        yield Task(urls.campaign(slug), lang, partial(_campaign, assets=assets, slug=slug, cards=posters), posters)
    for slug in kiez.news:
        yield Task(urls.news(slug), lang, partial(_news, assets=assets, slug=slug))
    for slug in kiez.pages:
        yield Task(urls.page(slug), lang, partial(_page, common=common, slug=slug))
    if lang == SOURCE:
        yield Task("stil", lang, lambda at: _alone(style_page(at, assets, tuple(common.examples))))


def _alone(*pages: views.Page) -> Made:
    return Made(tuple(pages))


def _lists(desk: Desk, assets: Assets, cards: Mapping[str, Sequence[PrintPlan]]) -> Iterator[Task]:
    lang = desk.lang
    wishes, forms = tuple(cards.get(urls.WISHES, ())), tuple(cards.get(urls.CALL, ()))

    def pages(parts: Iterable[P], make: Callable[[Desk, Assets, P], views.Page], *given: object) -> Iterator[Task]:
        for part in parts:
            name = f"{part.path}{part.number}"
            yield Task(name, lang, lambda at, part=part: _alone(make(at, assets, part)), (part, *given))  # type: ignore[misc]

    yield from pages(wall_parts(desk), wall_page)
    yield from pages(action_parts(desk), action_list_page)
    yield from pages(institution_parts(desk), institution_list_page)
    yield from pages(board_parts(desk), lambda at, assets, part: wish_board_page(at, assets, part, wishes), wishes)
    yield from pages(campaign_parts(desk), campaign_list_page)
    yield from pages(news_parts(desk), news_list_page)
    yield Task(urls.PROGRAMME, lang, lambda at: _alone(programme_page(at, assets)))
    if desk.kiez.call is None:
        yield Task(urls.CALL, lang, lambda at: _alone(call_without_campaign(at, assets, forms)), forms)


def _business(desk: Desk, common: Common, slug: str) -> Made:
    """The profile, and for who is on the wall the material beside it: those that have left have no use for posters."""
    node = desk.kiez.businesses[slug]
    profile = business_page(desk, common.assets, node)
    if node.archived or not desk.is_printed(urls.material(slug)):
        return _alone(profile)
    shares = share_files(desk, urls.business(slug), share_of(desk, node))
    kit = business_kit(desk, node, shares, full=common.full)
    return Made((profile, material_page(desk, common.assets, node, profile, kit)), (kit,))


def _institution(desk: Desk, assets: Assets, slug: str, cards: Mapping[str, Sequence[PrintPlan]]) -> Made:
    node = desk.kiez.institutions[slug]
    page = institution_page(desk, assets, node, cards.get(urls.institution(slug), ()))
    wishes = (wish_page(desk, assets, wish, cards.get(urls.wish(slug, wish.id), ())) for wish in node.wishes)
    return _alone(page, *wishes)


def _action(desk: Desk, assets: Assets, slug: str) -> Made:
    node = desk.kiez.actions[slug]
    file = appointment(desk, node)
    return Made((action_page(desk, assets, node),), calendars=(file,) if file else ())


def _campaign(desk: Desk, assets: Assets, slug: str, cards: Sequence[PrintPlan]) -> Made:
    return _alone(campaign_page(desk, assets, desk.kiez.campaigns[slug], cards))


def _news(desk: Desk, assets: Assets, slug: str) -> Made:
    node = desk.kiez.news[slug]
    page = news_page(desk, assets, node)
    # Only what was typed in this language has a source of its own.
    path = node.text.entry(desk.lang).origin.path
    return Made((page,), texts=((path, page.output),) if desk.lang in node.text.languages else ())


def _page(desk: Desk, common: Common, slug: str) -> Made:
    node = desk.kiez.pages[slug]
    if slug == PRESS and desk.is_printed(urls.page(PRESS)):
        sheet, kit = press_page(desk, common.assets, node, full=common.full)
        return Made((sheet,), press=(kit,))
    return _alone(plain_page(desk, common.assets, node, common.looked if slug == DECLARATION else None))
