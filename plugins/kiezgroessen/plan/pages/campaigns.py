"""Campaigns, and the open call, which is one of them."""

from __future__ import annotations

from collections.abc import Sequence

from ...languages import Text
from ...link.kiez import CampaignNode, CampaignState, WishNode, WishState
from ...model.records import Campaign, Phase
from .. import campaign_state, campaign_views, cards, urls, views
from ..application import application_form
from ..campaign_state import path_of
from ..desk import Desk, shorten
from ..kit.application import application_link
from ..kit.campaign import poster_links
from ..prints import PrintPlan
from ..surround import Assets, Share, around
from .wishes import card_at_form, wish_groups

MOST_UNFOLDED = 8
"""Cards that a campaign shows at once: about as many screens of a phone. More are folded by kind."""


def campaign_page(
    desk: Desk, assets: Assets, node: CampaignNode, sheets: Sequence[PrintPlan] = ()
) -> campaign_views.CampaignPage:
    """``/kampagnen/<slug>/`` or ``/mitmachen/``; ``sheets`` are those for paper that it gives."""
    _ = desk.words.gettext
    record = node.text.in_language(desk.lang)
    path = path_of(desk, node)
    call = path == urls.CALL
    way = [] if call else [desk.link(desk.word(_("Kampagnen")), urls.CAMPAIGNS)]
    running = node.state is CampaignState.DURING
    wanted = node.state is not CampaignState.AFTER
    sought = campaign_state.sought(desk, node)
    contact = cards.person(desk, record.contact or desk.kiez.programme.in_language(desk.lang).contact)
    form, card = None, card_at_form if call else cards.wish_card
    if call:
        form = application_form(desk, assets, _open(desk), record.contact, application_link(desk, sheets))
    return campaign_views.CampaignPage(
        **around(
            desk,
            assets,
            path,
            "campaign.html",
            title=record.name.value,
            description=shorten([campaign_state.lead(desk, node).value]),
            share=_share(desk, node, record),
            crumbs=[*way, desk.link(record.name, path, current=True)],
        ),
        title=desk.name(record.name),
        call=call,
        state=node.state.value,
        when=desk.time(record.start, record.stop) if record.start else None,
        # Before and after, the text below begins with what is to be said.
        lead=record.lead if running else None,
        possible=campaign_state.possible(desk, node, contact, form.id if form else ""),
        prose=desk.html(campaign_state.section(desk, node)),
        phases=tuple(_phase(desk, phase) for phase in record.phases),
        goal=_goal(desk, node, record),
        kept=campaign_state.kept(desk, node),
        takes=record.takes,
        brings=record.brings,
        steps=tuple(campaign_views.StepView(step.name, step.text) for step in record.steps),
        questions=tuple(campaign_views.QuestionView(one.question, one.answer) for one in record.questions),
        sought=wish_groups(desk, sought, at_form=call),
        folded=len(sought) > MOST_UNFOLDED,
        sought_kinds=tuple(cards.kind_word(desk, kind) for kind in record.sought if wanted and kind != "bedarfe"),
        wishes=tuple(card(desk, wish) for wish in campaign_state.wishes(desk, node) if wish not in sought),
        contact=contact,
        # Whoever has left does not call others; what is over keeps all who were part of it.
        businesses=cards.cards(
            desk, (slug for slug in node.businesses if not wanted or not desk.kiez.businesses[slug].archived)
        ),
        actions=_in_time(desk, node),
        printable=poster_links(desk, sheets),
        form=form,
    )


def _in_time(desk: Desk, node: CampaignNode) -> tuple[views.ActionTeaser, ...]:
    """What is coming, the next first, and then what has been."""
    coming, been = cards.by_time(desk, [action.slug for action in campaign_state.actions(desk, node)])
    return (*coming, *been)


def _share(desk: Desk, node: CampaignNode, record: Campaign) -> Share:
    """Says what the poster says: the title and where the campaign stands."""
    paper = campaign_state.paper_of(desk, node)
    return Share(node.slug, record.name, campaign_state.line(desk, node), paper, everywhere=True)


def _phase(desk: Desk, phase: Phase) -> campaign_views.PhaseView:
    state = "now"
    if phase.stop.last < desk.kiez.date:
        state = "past"
    elif phase.start.first > desk.kiez.date:
        state = "coming"
    return campaign_views.PhaseView(phase.name, desk.time(phase.start, phase.stop), phase.text, state)


def _goal(desk: Desk, node: CampaignNode, record: Campaign) -> campaign_views.Goal | None:
    if record.goal is None:
        return None
    reached = campaign_state.reached(desk, node, record.goal)
    early = node.state is CampaignState.BEFORE or (reached == 0 and node.state is CampaignState.DURING)
    return campaign_views.Goal(None if early else reached, record.goal.number, record.goal.unit)


def call_without_campaign(desk: Desk, assets: Assets, sheets: Sequence[PrintPlan] = ()) -> campaign_views.CampaignPage:
    """``/mitmachen/`` when no call was ever written: joining is possible all the same."""
    _ = desk.words.gettext
    title = desk.word(_("Mitmachen"))
    contact = cards.person(desk, desk.kiez.programme.in_language(desk.lang).contact)
    form = application_form(desk, assets, _open(desk), printable=application_link(desk, sheets))
    lead = desk.word(_("Ein Betrieb kann etwas, das im Kiez gebraucht wird? Ein Anruf oder eine E-Mail genügt."))
    return campaign_views.CampaignPage(
        **around(
            desk,
            assets,
            urls.CALL,
            "campaign.html",
            title=title.value,
            description=lead.value,
            share=Share("mitmachen", title, _("Jederzeit."), "sonne", everywhere=True),
            crumbs=[desk.link(title, urls.CALL, current=True)],
        ),
        title=desk.name(title),
        call=True,
        state=CampaignState.DURING.value,
        when=None,
        lead=lead,
        possible=campaign_state.possible(desk, None, contact, form.id),
        prose=desk.html(Text("", desk.lang)),
        phases=(),
        goal=None,
        kept=(),
        takes=(),
        brings=(),
        steps=(),
        questions=(),
        sought=wish_groups(desk, _open(desk), at_form=True),
        folded=len(_open(desk)) > MOST_UNFOLDED,
        sought_kinds=(),
        wishes=(),
        contact=contact,
        businesses=(),
        actions=(),
        form=form,
    )


def _open(desk: Desk) -> list[WishNode]:
    """What a business can answer to, whatever the state of the call."""
    return [wish for wish in desk.kiez.wishes if wish.state is WishState.OPEN]


def campaign_list_page(desk: Desk, assets: Assets) -> campaign_views.CampaignListPage:
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
        state, lead = states[node.state], campaign_state.lead(desk, node)
        teasers.append(views.ActionTeaser(desk.href(path), record.name, when, state, lead, (), None))
    return campaign_views.CampaignListPage(
        **around(
            desk,
            assets,
            urls.CAMPAIGNS,
            "campaigns.html",
            title=title.value,
            description=_("Was wir uns zusammen vorgenommen haben und was daraus wurde."),
            share=Share("kampagnen", title, _("Was wir uns vorgenommen haben"), "rosa"),
            crumbs=[desk.link(title, urls.CAMPAIGNS, current=True)],
        ),
        title=desk.name(title),
        campaigns=tuple(teasers),
    )
