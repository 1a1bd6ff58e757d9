"""Campaigns, and the open call, which is one of them."""

from __future__ import annotations

from collections.abc import Sequence

from ...languages import Text
from ...link.kiez import ActionNode, CampaignNode, CampaignState, WishNode
from ...model.records import Campaign, Phase
from .. import campaign_state, campaign_views, cards, urls, views
from ..application import application_form
from ..campaign_state import path_of
from ..desk import Desk, shorten
from ..kit.application import application_link
from ..kit.campaign import poster_links
from ..pagination import around_part, pagination
from ..parts import MOST, SOME, Group, Part, split
from ..prints import PrintPlan
from ..surround import Assets, Share, around
from ..wish_order import some
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
    shown = some(desk, sought, MOST)
    businesses, wishes, actions = _partners(desk, node), _told(desk, node, sought), campaign_state.actions(desk, node)
    contact = cards.person(desk, record.contact or desk.kiez.programme.in_language(desk.lang).contact)
    form, card = None, card_at_form if call else cards.wish_card
    if call:
        form = application_form(desk, assets, desk.kiez.open_wishes, record.contact, application_link(desk, sheets))
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
        sought=wish_groups(desk, shown, at_form=call),
        folded=len(sought) > MOST_UNFOLDED,
        sought_kinds=tuple(cards.kind_word(desk, kind) for kind in record.sought if wanted and kind != "bedarfe"),
        wishes=tuple(card(desk, wish) for wish in wishes[:SOME]),
        contact=contact,
        businesses=cards.cards(desk, businesses[:SOME]),
        actions=_in_time(desk, actions),
        printable=poster_links(desk, sheets),
        form=form,
        all_wishes=cards.all_wishes(desk) if len(sought) > MOST or len(wishes) > SOME else None,
        all_actions=cards.all_actions(desk) if len(actions) > SOME else None,
        all_businesses=cards.all_businesses(desk) if len(businesses) > SOME else None,
    )


def _partners(desk: Desk, node: CampaignNode) -> list[str]:
    """Whoever has left does not call others; what is over keeps all who were part of it."""
    over = node.state is CampaignState.AFTER
    return [slug for slug in node.businesses if over or not desk.kiez.businesses[slug].archived]


def _told(desk: Desk, node: CampaignNode, sought: Sequence[WishNode]) -> list[WishNode]:
    """The wishes it is about, without those that are shown as sought."""
    others = {(wish.institution, wish.id) for wish in sought}
    return [wish for wish in campaign_state.wishes(desk, node) if (wish.institution, wish.id) not in others]


def _in_time(desk: Desk, actions: Sequence[ActionNode]) -> tuple[views.ActionTeaser, ...]:
    """What is coming, the next first, and then what has been."""
    coming, been = cards.by_time(desk, [action.slug for action in actions], SOME)
    return (*coming, *been)[:SOME]


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
    wishes = desk.kiez.open_wishes
    form = application_form(desk, assets, wishes, printable=application_link(desk, sheets))
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
        sought=wish_groups(desk, some(desk, wishes, MOST), at_form=True),
        folded=len(wishes) > MOST_UNFOLDED,
        sought_kinds=(),
        wishes=(),
        contact=contact,
        businesses=(),
        actions=(),
        form=form,
        all_wishes=cards.all_wishes(desk) if len(wishes) > MOST else None,
    )


def campaign_parts(desk: Desk) -> tuple[Part, ...]:
    """All campaigns, the latest first; what has no beginning last."""
    nodes = sorted(desk.kiez.campaigns.values(), key=lambda n: (str(n.text.record.start or ""), n.slug), reverse=True)
    return split(Part(path=urls.CAMPAIGNS, groups=(Group("", tuple(node.slug for node in nodes)),)))


def campaign_list_page(desk: Desk, assets: Assets, part: Part) -> campaign_views.CampaignListPage:
    """A page of ``/kampagnen/``"""
    _ = desk.words.gettext
    title = desk.word(_("Kampagnen"))
    return campaign_views.CampaignListPage(
        **around_part(
            desk,
            assets,
            part,
            "campaigns.html",
            title=title.value,
            label=title,
            description=_("Was wir uns zusammen vorgenommen haben und was daraus wurde."),
            share=Share("kampagnen", title, _("Was wir uns vorgenommen haben"), "rosa"),
        ),
        title=desk.name(title),
        campaigns=tuple(_teaser(desk, desk.kiez.campaigns[slug]) for slug in part.slugs),
        pages=pagination(desk, part),
    )


def _teaser(desk: Desk, node: CampaignNode) -> views.ActionTeaser:
    states = {CampaignState.BEFORE: "planned", CampaignState.DURING: "running", CampaignState.AFTER: "done"}
    record = node.text.in_language(desk.lang)
    when = desk.time(record.start, record.stop) if record.start else views.Time("", "")
    href, lead = desk.href(path_of(desk, node)), campaign_state.lead(desk, node)
    return views.ActionTeaser(href, record.name, when, states[node.state], lead, (), None)
