"""Actions, and the list of them."""

from __future__ import annotations

from collections.abc import Iterator

from ...link.kiez import ActionNode, ActionState
from ...model.records import Numbers
from .. import cards, structured, urls, views
from ..desk import Desk, shorten
from ..surround import Assets, Share, around, with_data
from ..thread import thread_of


def action_list_page(desk: Desk, assets: Assets) -> views.ActionListPage:
    """``/aktionen/``: what is coming first, then year by year; what fell through is named too."""
    _, n_ = desk.words.gettext, desk.words.ngettext
    nodes = sorted(desk.kiez.actions.values(), key=lambda node: (node.first, node.slug), reverse=True)
    counts = {state: sum(node.state is state for node in nodes) for state in ActionState}
    open_count = counts[ActionState.PLANNED] + counts[ActionState.AGREED]
    facts = [
        (open_count, n_("steht bevor", "stehen bevor", open_count)),
        (counts[ActionState.DONE], n_("ist gelungen", "sind gelungen", counts[ActionState.DONE])),
        (
            counts[ActionState.FALLEN_THROUGH],
            n_("kam nicht zustande", "kamen nicht zustande", counts[ActionState.FALLEN_THROUGH]),
        ),
    ]
    groups = [views.ActionGroup(_("Das kommt"), cards.action_teasers(desk, (n.slug for n in cards.coming(desk))))]
    for year in dict.fromkeys(node.first.year for node in nodes if node.state is ActionState.DONE):
        slugs = [node.slug for node in nodes if node.state is ActionState.DONE and node.first.year == year]
        groups.append(views.ActionGroup(_("Gelungen %(year)d") % {"year": year}, cards.action_teasers(desk, slugs)))
    for heading, state in (
        (_("Noch ohne Bericht"), ActionState.UNCLEAR),
        (_("Nicht zustande gekommen"), ActionState.FALLEN_THROUGH),
    ):
        groups.append(
            views.ActionGroup(heading, cards.action_teasers(desk, (n.slug for n in nodes if n.state is state)))
        )
    title = desk.word(_("Aktionen"))
    return views.ActionListPage(
        **around(
            desk,
            assets,
            urls.ACTIONS,
            "actions.html",
            title=title.value,
            description=_("Was Betriebe und Einrichtungen im Kiez zusammen getan haben und als Nächstes tun."),
            share=Share("aktionen", title, _("Was im Kiez zusammen gelingt"), "gruen"),
            crumbs=[desk.link(title, urls.ACTIONS, current=True)],
        ),
        title=desk.name(title),
        facts=tuple(views.Fact(desk.words.number(count), label) for count, label in facts if count),
        groups=tuple(group for group in groups if group.actions),
    )


def action_page(desk: Desk, assets: Assets, node: ActionNode) -> views.ActionPage:
    """``/aktionen/<slug>/``"""
    _ = desk.words.gettext
    record = node.text.in_language(desk.lang)
    path = urls.action(node.slug)
    told = [text.value for text in (record.given, record.effect) if text]
    description = shorten(told) if told else f"{record.name.value}, {desk.words.period(node.first, node.last)}."
    first = next((photo for photo in node.photos if photo.index == 0), None)
    paper = cards.paper_of(desk.kiez.businesses[node.businesses[0]]) if node.businesses else "gruen"
    focus = record.photos[0].focus if record.photos else None
    surroundings = around(
        desk,
        assets,
        path,
        "action.html",
        title=record.name.value,
        description=description,
        share=Share(node.slug, record.name, _fact(desk, node), paper, first, focus, everywhere=True),
        crumbs=(
            desk.link(desk.word(_("Aktionen")), urls.ACTIONS),
            desk.link(record.name, path, current=True),
        ),
        kind="article",
    )
    data = structured.action(desk, node, description, surroundings["head"].image.href)
    prose = desk.html(node.text.entry(desk.lang).body)
    return views.ActionPage(
        **with_data(surroundings, data),
        title=desk.name(record.name),
        state=node.state.value,
        when=desk.time(node.first, node.last),
        rows=tuple(_rows(desk, node)),
        given=record.given,
        returned=record.returned,
        effect=record.effect,
        numbers=_numbers(desk, record.numbers),
        quotes=tuple(views.Quote(quote.text, quote.who, quote.origin) for quote in record.quotes),
        prose=prose,
        photos=desk.gallery(node.slug, node.photos, record.photos, beside_text=bool(prose.html)),
        businesses=cards.cards(desk, node.businesses),
        thread=thread_of(desk, node),
    )


def _fact(desk: Desk, node: ActionNode) -> str:
    if node.state is ActionState.FALLEN_THROUGH:
        return desk.words.gettext("Nicht zustande gekommen")
    return desk.words.period(node.first, node.last)


def _rows(desk: Desk, node: ActionNode) -> Iterator[views.Row]:
    _ = desk.words.gettext
    record = node.text.in_language(desk.lang)
    if record.clock:
        yield views.Row(_("Uhrzeit"), (desk.word(_("%(time)s Uhr") % {"time": record.clock}),))
    if record.place:
        yield views.Row(_("Wo"), (record.place,))
    if node.wishes or node.offers:
        # The thread names the others with what they wish or offer.
        asked = {slug for slug, _wish in node.wishes}
        others = tuple(cards.institution_link(desk, slug) for slug in node.institutions if slug not in asked)
        if asked and others:
            yield views.Row(_("Auch dabei"), others)
        return
    partners = tuple(cards.business_link(desk, slug) for slug in node.businesses)
    if partners:
        yield views.Row(desk.words.ngettext("Betrieb", "Betriebe", len(partners)), partners)
    houses = tuple(cards.institution_link(desk, slug) for slug in node.institutions)
    if houses:
        yield views.Row(desk.words.ngettext("Einrichtung", "Einrichtungen", len(houses)), houses)


def _numbers(desk: Desk, numbers: Numbers | None) -> tuple[views.Fact, ...]:
    if numbers is None:
        return ()
    n_ = desk.words.ngettext
    people, hours, places = numbers.participants, numbers.hours, numbers.places
    counted = (
        (people, n_("Mensch war dabei", "Menschen waren dabei", people or 0)),
        (hours, n_("Stunde", "Stunden", hours or 0)),
        (places, n_("Platz", "Plätze", places or 0)),
        (numbers.pieces, n_("Stück", "Stück", numbers.pieces or 0)),
        (numbers.euros, n_("Euro", "Euro", numbers.euros or 0)),
    )
    return tuple(views.Fact(desk.words.number(n), label) for n, label in counted if n is not None)
