"""Actions, and the list of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ...link.kiez import ActionNode, ActionState
from ...model.records import Numbers
from .. import cards, structured, urls, views
from ..desk import Desk, shorten
from ..pagination import around_part, pagination
from ..parts import SOME, Group, Part, split
from ..surround import Assets, Share, around, with_data
from ..thread import thread_of

COMING = "coming"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionsPart(Part):
    """A page of the actions. Groups are `COMING`, a year for what was done in it, or an `ActionState`.

    ``counts`` says how many of the whole list are in which state; only on the first page, where it is told.
    """

    counts: tuple[tuple[ActionState, int], ...]


def action_parts(desk: Desk) -> tuple[ActionsPart, ...]:
    """What is coming first, then year by year what was done; last what nobody told of, and what fell through."""
    nodes = sorted(desk.kiez.actions.values(), key=lambda node: (node.first, node.slug), reverse=True)
    by_state: dict[ActionState, list[str]] = {state: [] for state in ActionState}
    by_year: dict[str, list[str]] = {}
    for node in nodes:
        by_state[node.state].append(node.slug)
        if node.state is ActionState.DONE:
            by_year.setdefault(str(node.first.year), []).append(node.slug)
    groups = [Group(COMING, tuple(node.slug for node in cards.coming(desk)))]
    groups += [Group(year, tuple(slugs)) for year, slugs in by_year.items()]
    groups += [
        Group(state.value, tuple(by_state[state])) for state in (ActionState.UNCLEAR, ActionState.FALLEN_THROUGH)
    ]
    counts = tuple((state, len(slugs)) for state, slugs in by_state.items())
    first, *others = split(ActionsPart(path=urls.ACTIONS, groups=tuple(groups), counts=counts))
    return (first, *(replace(part, counts=()) for part in others))


def action_list_page(desk: Desk, assets: Assets, part: ActionsPart) -> views.ActionListPage:
    """A page of ``/aktionen/``"""
    _ = desk.words.gettext
    title = desk.word(_("Aktionen"))
    headings = {
        COMING: _("Das kommt"),
        ActionState.UNCLEAR.value: _("Noch ohne Bericht"),
        ActionState.FALLEN_THROUGH.value: _("Nicht zustande gekommen"),
    }
    return views.ActionListPage(
        **around_part(
            desk,
            assets,
            part,
            "actions.html",
            title=title.value,
            label=title,
            description=_("Was Betriebe und Einrichtungen im Kiez zusammen getan haben und als Nächstes tun."),
            share=Share("aktionen", title, _("Was im Kiez zusammen gelingt"), "gruen"),
        ),
        title=desk.name(title),
        facts=tuple(_facts(desk, dict(part.counts))),
        groups=tuple(
            views.ActionGroup(
                headings.get(group.key) or _("Gelungen %(year)d") % {"year": int(group.key)},
                cards.action_teasers(desk, group.slugs),
            )
            for group in part.groups
        ),
        pages=pagination(desk, part),
    )


def _facts(desk: Desk, counts: Mapping[ActionState, int]) -> Iterator[views.Fact]:
    n_ = desk.words.ngettext
    ahead = counts.get(ActionState.PLANNED, 0) + counts.get(ActionState.AGREED, 0)
    done, fallen = counts.get(ActionState.DONE, 0), counts.get(ActionState.FALLEN_THROUGH, 0)
    told = (
        (ahead, n_("steht bevor", "stehen bevor", ahead)),
        (done, n_("ist gelungen", "sind gelungen", done)),
        (fallen, n_("kam nicht zustande", "kamen nicht zustande", fallen)),
    )
    yield from (views.Fact(desk.words.number(count), label) for count, label in told if count)


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
        businesses=cards.cards(desk, node.businesses[:SOME]),
        thread=thread_of(desk, node),
        all_businesses=cards.all_businesses(desk) if len(node.businesses) > SOME else None,
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
