"""Campaigns, and the open call, which is one of them."""

from __future__ import annotations

from ...languages import Text
from ...link.kiez import ActionState, CampaignNode, CampaignState, WishState
from ...model.records import Campaign, Goal, Phase
from .. import cards, urls, views
from ..desk import Desk, shorten
from ..surround import Assets, Share, around
from .wishes import wish_groups

_SECTION = {CampaignState.BEFORE: "vorher", CampaignState.DURING: "jetzt", CampaignState.AFTER: "danach"}


def path_of(desk: Desk, node: CampaignNode) -> str:
    """Where a campaign lives; the current call is the page everything points to."""
    call = desk.kiez.call
    return urls.CALL if call is not None and call.slug == node.slug else urls.campaign(node.slug)


def campaign_page(desk: Desk, assets: Assets, node: CampaignNode) -> views.CampaignPage:
    """``/kampagnen/<slug>/`` or ``/mitmachen/``"""
    _ = desk.words.gettext
    record = node.text.in_language(desk.lang)
    path = path_of(desk, node)
    call = path == urls.CALL
    text = node.text.entry(desk.lang).sections[_SECTION[node.state]]
    when = desk.time(record.start, record.stop) if record.start else None
    way = [] if call else [desk.link(desk.word(_("Kampagnen")), urls.CAMPAIGNS)]
    wanted = node.state is not CampaignState.AFTER
    open_wishes = [wish for wish in desk.kiez.wishes if wish.state is WishState.OPEN] if wanted else []
    description = record.lead.value if record.lead else shorten([text.value.split("\n\n")[0]])
    return views.CampaignPage(
        **around(
            desk,
            assets,
            path,
            "campaign.html",
            title=record.name.value,
            description=description,
            share=Share(node.slug, record.name, _until(desk, node, record), "orange", everywhere=True),
            crumbs=[*way, desk.link(record.name, path, current=True)],
        ),
        title=desk.name(record.name),
        call=call,
        state=node.state.value,
        when=when,
        lead=record.lead,
        prose=desk.html(text),
        phases=tuple(_phase(desk, phase) for phase in record.phases),
        goal=_goal(desk, node, record.goal) if record.goal else None,
        sought=wish_groups(desk, open_wishes) if "bedarfe" in record.sought else (),
        sought_kinds=tuple(cards.kind_word(desk, kind) for kind in record.sought if wanted and kind != "bedarfe"),
        contact=cards.person(desk, record.contact or desk.kiez.programme.in_language(desk.lang).contact),
        businesses=cards.cards(desk, node.businesses),
        actions=cards.action_teasers(desk, node.actions),
    )


def _until(desk: Desk, node: CampaignNode, record: Campaign) -> str:
    _ = desk.words.gettext
    if node.state is CampaignState.BEFORE and record.start:
        return _("Ab %(day)s.") % {"day": desk.words.day(record.start)}
    if node.state is CampaignState.DURING and record.stop:
        return _("Noch bis %(day)s.") % {"day": desk.words.day(record.stop)}
    return desk.words.period(record.start, record.stop or record.start) if record.start else ""


def _phase(desk: Desk, phase: Phase) -> views.PhaseView:
    state = "now"
    if phase.stop.last < desk.kiez.date:
        state = "past"
    elif phase.start.first > desk.kiez.date:
        state = "coming"
    return views.PhaseView(phase.name, desk.time(phase.start, phase.stop), phase.text, state)


def _goal(desk: Desk, node: CampaignNode, goal: Goal) -> views.Goal:
    """What counts: for a call the businesses that joined while it ran, for others the actions that were done."""
    record = node.text.record
    if record.type == "aufruf" and record.start is not None:
        joined = [n.text.record.since for n in desk.kiez.active]
        last = record.stop.last if record.stop else desk.kiez.date
        reached = sum(day is not None and record.start.first <= day.first <= last for day in joined)
    else:
        reached = sum(desk.kiez.actions[slug].state is ActionState.DONE for slug in node.actions)
    return views.Goal(reached, goal.number, goal.unit)


def call_without_campaign(desk: Desk, assets: Assets) -> views.CampaignPage:
    """``/mitmachen/`` when no call was ever written: joining is possible all the same."""
    _ = desk.words.gettext
    title = desk.word(_("Mitmachen"))
    lead = desk.word(_("Ein Betrieb kann etwas, das im Kiez gebraucht wird? Ein Anruf oder eine E-Mail genügt."))
    return views.CampaignPage(
        **around(
            desk,
            assets,
            urls.CALL,
            "campaign.html",
            title=title.value,
            description=lead.value,
            share=Share("mitmachen", title, "", "orange", everywhere=True),
            crumbs=[desk.link(title, urls.CALL, current=True)],
        ),
        title=desk.name(title),
        call=True,
        state=CampaignState.DURING.value,
        when=None,
        lead=lead,
        prose=desk.html(Text("", desk.lang)),
        phases=(),
        goal=None,
        sought=wish_groups(desk, [wish for wish in desk.kiez.wishes if wish.state is WishState.OPEN]),
        sought_kinds=(),
        contact=cards.person(desk, desk.kiez.programme.in_language(desk.lang).contact),
        businesses=(),
        actions=(),
    )


def campaign_list_page(desk: Desk, assets: Assets) -> views.CampaignListPage:
    """``/kampagnen/``"""
    _ = desk.words.gettext
    title = desk.word(_("Kampagnen"))
    states = {
        CampaignState.BEFORE: "planned",
        CampaignState.DURING: "running",
        CampaignState.AFTER: "done",
    }
    teasers = []
    nodes = sorted(desk.kiez.campaigns.values(), key=lambda n: (str(n.text.record.start or ""), n.slug), reverse=True)
    for node in nodes:
        record = node.text.in_language(desk.lang)
        path = path_of(desk, node)
        when = desk.time(record.start, record.stop) if record.start else views.Time("", "")
        state = states[node.state]
        teasers.append(
            views.ActionTeaser(desk.href(path), desk.other_lang(path), record.name, when, state, record.lead, (), None)
        )
    return views.CampaignListPage(
        **around(
            desk,
            assets,
            urls.CAMPAIGNS,
            "campaigns.html",
            title=title.value,
            description=_("Was wir uns zusammen vorgenommen haben und was daraus wurde."),
            share=Share("kampagnen", title, _("Was wir uns vorgenommen haben"), "orange"),
            crumbs=[desk.link(title, urls.CAMPAIGNS, current=True)],
        ),
        title=desk.name(title),
        campaigns=tuple(teasers),
    )
