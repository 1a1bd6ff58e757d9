"""The Kiez → what planning begins with: a desk for each language, and which page is written in which of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..languages import SOURCE
from ..link.kiez import Kiez
from ..model.entry import Translated
from ..read.photos import Photo
from ..words import Words
from . import urls
from .desk import Desk, Workshop
from .kit.application import application_sheets
from .kit.campaign import campaign_posters
from .kit.needs import need_cards
from .kit.wishsheet import wish_posters
from .prints import PrintPlan
from .urls import Urls


def desks_of(
    kiez: Kiez, words: Mapping[str, Words], urls_of_site: Urls, prose: Callable[[str], str], workshop: Workshop
) -> dict[str, Desk]:
    """A desk for each language."""
    written = written_pages(kiez, words)
    return {lang: Desk(kiez, words_of, urls_of_site, prose, workshop, written) for lang, words_of in words.items()}


def other_desks(desks: Mapping[str, Desk]) -> tuple[Desk, ...]:
    """Those beside the German one, in the order in which the site names its languages."""
    languages = desks[SOURCE].kiez.programme.record.languages
    return tuple(desks[lang] for lang in languages if lang != SOURCE)


def sheets_of(desk: Desk) -> dict[str, Sequence[PrintPlan]]:
    """The sheets that belong to no business, by the path of the page that gives them."""
    return _by_page(*(make(desk) for make in (need_cards, wish_posters, campaign_posters, application_sheets)))


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


def sources_of(kiez: Kiez, site: Urls, words: Mapping[str, Words]) -> dict[str, str]:
    """The file in which the text of each page was typed, by the page's output path."""
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
