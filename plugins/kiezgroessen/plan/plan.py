"""The Kiez → every page of the site as a finished view, and the media they need."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ..languages import SOURCE
from ..link.kiez import Kiez, NewsNode, PageNode
from ..model.entry import Translated
from ..read.photos import Photo
from ..words import Words
from . import urls, views
from .calendar import calendars
from .campaign_state import path_of
from .desk import Desk, Workshop
from .feeds import feeds
from .fit import FittedName, Measure
from .follow_views import CalendarFile, FeedFile
from .kit.application import application_sheets
from .kit.campaign import campaign_posters
from .kit.kit import KitPlan, business_kit
from .kit.needs import need_cards
from .kit.wishsheet import wish_posters
from .looked import DECLARATION, Looked
from .material_views import MaterialPage
from .media import MediaPlan
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
from .press import PRESS, PressPlan
from .prints import PrintPlan
from .sharing import share_files
from .surround import Assets
from .urls import Urls


@dataclass(frozen=True, slots=True)
class Plan:
    """All pages in the order they were planned, and all pictures, each once.

    ``from_text`` maps the source path of each news item and plain page to its page, for whoever writes those.
    ``fitted`` are the names that were set; given to the next `plan`, they need not be set again. ``sources`` maps a
    page's output to the file its text was typed in. ``kits`` are those of all active businesses, ``press`` is that of
    the press in each language of its page, ``cards`` are the sheets that belong to no
    business: wishes for boards of cork, posters of wishes and campaigns, the form of the call.
    """

    pages: tuple[views.Page, ...]
    media: tuple[MediaPlan, ...]
    from_text: Mapping[str, views.NewsPage | views.PlainPage]
    fitted: Mapping[tuple[str, float], FittedName]
    sources: Mapping[str, str]
    kits: tuple[KitPlan, ...]
    press: tuple[PressPlan, ...]
    cards: tuple[PrintPlan, ...]
    calendars: tuple[CalendarFile, ...]
    feeds: tuple[FeedFile, ...]


def plan(
    kiez: Kiez,
    *,
    urls_of_site: Urls,
    words: Mapping[str, Words],
    measure: Measure,
    prose: Callable[[str], str],
    assets: Assets,
    examples: Sequence[views.Example] = (),
    fitted: Mapping[tuple[str, float], FittedName] = MappingProxyType({}),
    shades: Mapping[str, str] = MappingProxyType({}),
    looked: Looked | None = None,
    full_kits: bool = False,
) -> Plan:
    """Plans the whole site; ``words`` holds one entry per language of the site, German among them.

    ``looked`` is what was found when pages were looked at for barriers. ``shades`` are the average colours of the
    `photos_in_colour`, by digest. Without ``full_kits`` the kits have nothing for paper, as previews do without.
    """
    workshop = Workshop(measure, fitted, shades)
    written = written_pages(kiez, words)
    pages: list[views.Page] = []
    from_text: dict[str, views.NewsPage | views.PlainPage] = {}
    kits: list[KitPlan] = []
    press: list[PressPlan] = []
    cards: list[PrintPlan] = []
    dates: list[CalendarFile] = []
    news: list[FeedFile] = []
    desks = {lang: Desk(kiez, words_of, urls_of_site, prose, workshop, written) for lang, words_of in words.items()}
    for lang, desk in desks.items():
        makers = (need_cards, wish_posters, campaign_posters, application_sheets)
        of_lang = _by_page(*(make(desk) for make in makers)) if full_kits else {}
        cards += [sheet for sheets in of_lang.values() for sheet in sheets]
        dates += calendars(desk)
        news += feeds(desk)
        pages += _lists(desk, assets, of_lang)
        if lang == SOURCE:
            others = [desks[other] for other in kiez.programme.record.languages if other != SOURCE]
            pages += [not_found_page(desk, assets, others), gone_page(desk, assets, others)]
        pages += _subjects(desk, assets, of_lang)
        material = list(_material(desk, assets, pages, full=full_kits))
        pages += [page for page, _ in material]
        kits += [kit for _, kit in material]
        for node, page, press_kit in _texts(desk, assets, looked, full=full_kits):
            pages.append(page)
            press += [press_kit] if press_kit else []
            if lang in node.text.languages:
                from_text[node.text.entry(lang).origin.path] = page
        if lang == SOURCE:
            pages.append(style_page(desk, assets, tuple(examples)))
    sources = _sources(kiez, urls_of_site, words)
    return Plan(
        tuple(pages),
        tuple(workshop.media.values()),
        from_text,
        workshop.fitted,
        sources,
        tuple(kits),
        tuple(press),
        tuple(cards),
        tuple(dates),
        tuple(news),
    )


def _by_page(*found: Mapping[str, Sequence[PrintPlan]]) -> dict[str, Sequence[PrintPlan]]:
    """Sheets by the path of the page that gives them, whoever planned them."""
    sheets: dict[str, Sequence[PrintPlan]] = {}
    for some in found:
        for path, of_page in some.items():
            sheets[path] = (*sheets.get(path, ()), *of_page)
    return sheets


def photos_in_colour(kiez: Kiez) -> list[Photo]:
    """All that are shown as photographed: all but the first of a business, its portrait."""
    folders = [node.photos for node in kiez.actions.values()]
    folders += [node.photos for node in kiez.institutions.values()]
    folders += [tuple(photo for photo in node.photos if photo.index > 0) for node in kiez.businesses.values()]
    return [photo.source for photos in folders for photo in photos]


def _sources(kiez: Kiez, site: Urls, words: Mapping[str, Words]) -> dict[str, str]:
    subjects: dict[str, Translated[Any]] = {}
    subjects |= {urls.business(slug): node.text for slug, node in kiez.businesses.items()}
    subjects |= {urls.institution(slug): node.text for slug, node in kiez.institutions.items()}
    subjects |= {
        urls.wish(slug, wish.id): node.text for slug, node in kiez.institutions.items() for wish in node.wishes
    }
    subjects |= {urls.action(slug): node.text for slug, node in kiez.actions.items()}
    subjects |= {urls.campaign(slug): node.text for slug, node in kiez.campaigns.items()}
    subjects |= {urls.news(slug): node.text for slug, node in kiez.news.items()}
    subjects |= {urls.page(slug): node.text for slug, node in kiez.pages.items()}
    if kiez.call:
        subjects[urls.CALL] = kiez.call.text
    return {site.output(path, lang): text.entry(lang).origin.path for path, text in subjects.items() for lang in words}


def written_pages(kiez: Kiez, words: Mapping[str, Words]) -> Mapping[str, frozenset[str]]:
    """The languages in which what is particular to each page is written: lists where the programme is."""

    def langs(text: Translated[Any]) -> frozenset[str]:
        return frozenset(text.languages) & words.keys()

    used = {offer.kind for node in kiez.active for offer in node.text.record.offers}
    lists = [urls.START, urls.WALL, urls.ACTIONS, urls.INSTITUTIONS, urls.WISHES, urls.CAMPAIGNS, urls.PROGRAMME]
    lists += [urls.NEWS, urls.CALL, *map(urls.wall_by_kind, used)]
    lists += [urls.wall_by_trade(node.text.record.trade) for node in kiez.active]
    written = dict.fromkeys(lists, langs(kiez.programme))
    written |= {urls.business(slug): langs(node.text) for slug, node in kiez.businesses.items()}
    written |= {urls.material(node.slug): langs(node.text) for node in kiez.active}
    written |= {urls.institution(slug): langs(node.text) for slug, node in kiez.institutions.items()}
    written |= {
        urls.wish(slug, wish.id): langs(node.text) for slug, node in kiez.institutions.items() for wish in node.wishes
    }
    written |= {urls.action(slug): langs(node.text) for slug, node in kiez.actions.items()}
    written |= {urls.news(slug): langs(node.text) for slug, node in kiez.news.items()}
    written |= {urls.page(slug): langs(node.text) for slug, node in kiez.pages.items()}
    written |= {urls.campaign(slug): langs(node.text) for slug, node in kiez.campaigns.items()}
    if kiez.call:
        written[urls.CALL] = langs(kiez.call.text)
    return written


def _lists(desk: Desk, assets: Assets, cards: Mapping[str, Sequence[PrintPlan]]) -> Iterator[views.Page]:
    yield from (wall_page(desk, assets, part) for part in wall_parts(desk))
    yield from (action_list_page(desk, assets, part) for part in action_parts(desk))
    yield from (institution_list_page(desk, assets, part) for part in institution_parts(desk))
    yield from (wish_board_page(desk, assets, part, cards.get(urls.WISHES, ())) for part in board_parts(desk))
    yield from (campaign_list_page(desk, assets, part) for part in campaign_parts(desk))
    yield programme_page(desk, assets)
    yield from (news_list_page(desk, assets, part) for part in news_parts(desk))
    if desk.kiez.call is None:
        yield call_without_campaign(desk, assets, cards.get(urls.CALL, ()))


def _subjects(desk: Desk, assets: Assets, cards: Mapping[str, Sequence[PrintPlan]]) -> Iterator[views.Page]:
    kiez = desk.kiez
    yield start_page(desk, assets)
    yield from (business_page(desk, assets, node) for node in kiez.businesses.values())
    for node in kiez.institutions.values():
        yield institution_page(desk, assets, node, cards.get(urls.institution(node.slug), ()))
    for wish in kiez.wishes:
        yield wish_page(desk, assets, wish, cards.get(urls.wish(wish.institution, wish.id), ()))
    yield from (action_page(desk, assets, action) for action in kiez.actions.values())
    for campaign in kiez.campaigns.values():
        yield campaign_page(desk, assets, campaign, cards.get(path_of(desk, campaign), ()))


def _material(
    desk: Desk, assets: Assets, pages: Sequence[views.Page], *, full: bool
) -> Iterator[tuple[MaterialPage, KitPlan]]:
    """For every business on the wall; those that have left have no use for posters."""
    profiles = {page.output: page for page in pages if isinstance(page, views.BusinessPage)}
    for node in desk.kiez.active:
        if desk.is_printed(urls.material(node.slug)):
            profile = profiles[desk.urls.output(urls.business(node.slug), desk.lang)]
            shares = share_files(desk, urls.business(node.slug), share_of(desk, node))
            kit = business_kit(desk, node, shares, full=full)
            yield material_page(desk, assets, node, profile, kit), kit


def _texts(
    desk: Desk, assets: Assets, looked: Looked | None, *, full: bool
) -> Iterator[tuple[NewsNode | PageNode, views.NewsPage | views.PlainPage, PressPlan | None]]:
    for news in desk.kiez.news.values():
        yield news, news_page(desk, assets, news), None
    for page in desk.kiez.pages.values():
        if page.slug == PRESS and desk.is_printed(urls.page(PRESS)):
            yield page, *press_page(desk, assets, page, full=full)
        else:
            yield page, plain_page(desk, assets, page, looked if page.slug == DECLARATION else None), None
