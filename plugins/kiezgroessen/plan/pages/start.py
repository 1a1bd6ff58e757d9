"""The start page."""

from __future__ import annotations

from ...languages import PLAIN, Text
from ...link.kiez import ActionState, BusinessNode, Kiez
from .. import cards, structured, urls, views
from ..desk import Desk
from ..surround import PLAIN_PAGE, Assets, Share, around, band

_SHEETS = 9
_WISHES = 6
_FEW = 3
"""Of each for those who find texts hard: an example, and the way to all of them."""
_ACTIONS = 3
_STORIES = 2  # with large pictures: a third would take the page over what a phone should load


def start_page(desk: Desk, assets: Assets) -> views.StartPage:
    """``/``"""
    n_ = desk.words.ngettext
    kiez = desk.kiez
    record = kiez.programme.in_language(desk.lang)
    open_wishes = kiez.open_wishes
    coming = [node.slug for node in cards.coming(desk)[:_ACTIONS]]
    done = [node.slug for node in cards.done(desk)[:_STORIES]]
    news = list(kiez.news.values())[:_ACTIONS]
    told = _told(desk)
    sheets, wishes = todays(kiez), open_wishes[:_WISHES]
    if told:
        sheets, wishes, coming, done, news = sheets[:_FEW], wishes[:_FEW], [], [], []
    everyone = len(kiez.active)
    kept = sum(node.state is ActionState.DONE for node in kiez.actions.values())
    facts = (
        views.Fact(desk.words.number(everyone), n_("Betrieb macht mit", "Betriebe machen mit", everyone)),
        views.Fact(desk.words.number(kept), n_("Aktion ist gelungen", "Aktionen sind gelungen", kept)),
        views.Fact(desk.words.number(len(open_wishes)), n_("Wunsch ist offen", "Wünsche sind offen", len(open_wishes))),
    )
    surroundings = around(
        desk,
        assets,
        urls.START,
        "start.html",
        title=f"{record.name.value}: {record.motto.value}",
        description=record.lead.value,
        share=Share("start", record.motto, record.place.value, "sonne", everywhere=True),
        json_ld=[structured.site(desk)],
    )
    return views.StartPage(
        **surroundings,
        headline=desk.name(record.motto),
        lead=record.lead,
        call=band(desk),
        told=told,
        facts=facts,
        cards=cards.cards(desk, (node.slug for node in sheets)),
        all_cards=cards.all_businesses(desk),
        wishes=tuple(cards.wish_card(desk, wish) for wish in wishes),
        all_wishes=cards.all_wishes(desk),
        upcoming=cards.action_teasers(desk, coming),
        done=cards.stories(desk, done),
        all_actions=cards.all_actions(desk),
        news=tuple(cards.news_teaser(desk, node) for node in news),
        all_news=cards.all_news(desk),
    )


def _told(desk: Desk) -> views.Prose | None:
    """In plain German: what all this is. The text has a page of its own as well, for readers of German."""
    node = desk.kiez.pages.get(PLAIN_PAGE) if desk.lang == PLAIN else None
    # Its German file is written in plain language.
    return desk.html(Text(node.text.entry(desk.lang).body.value, PLAIN)) if node else None


def todays(kiez: Kiez) -> list[BusinessNode]:
    """The sheets on the start page. Nobody is ranked: every day the next ones, until everyone has had their turn."""
    active = sorted(kiez.active, key=lambda node: node.slug)
    first = kiez.date.toordinal() * _SHEETS % max(1, len(active))
    turned = active[first:] + active[:first]
    return turned[:_SHEETS]
