"""Institutions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...link.kiez import InstitutionNode, WishNode, WishState
from .. import cards, structured, urls, views
from ..collation import sort_key
from ..desk import Desk, shorten
from ..kit.needs import card_links
from ..pagination import around_part, pagination
from ..parts import SOME, Group, Part, split
from ..prints import PrintPlan
from ..surround import Assets, Share, around, with_data
from .businesses import contact_rows, place_rows


def institution_parts(desk: Desk) -> tuple[Part, ...]:
    """All institutions, by name."""
    names = {node.slug: node.text.in_language(desk.lang).name.value for node in desk.kiez.institutions.values()}
    slugs = sorted(names, key=lambda slug: sort_key(names[slug], desk.lang))
    return split(Part(path=urls.INSTITUTIONS, groups=(Group("", tuple(slugs)),)))


def institution_list_page(desk: Desk, assets: Assets, part: Part) -> views.InstitutionListPage:
    """A page of ``/einrichtungen/``"""
    _ = desk.words.gettext
    title = desk.word(_("Einrichtungen"))
    return views.InstitutionListPage(
        **around_part(
            desk,
            assets,
            part,
            "institutions.html",
            title=title.value,
            label=title,
            description=_("Wer im Kiez für andere da ist und was dort gebraucht wird."),
            share=Share("einrichtungen", title, _("Was im Kiez gebraucht wird"), "flieder"),
        ),
        title=desk.name(title),
        institutions=tuple(cards.institution_teaser(desk, desk.kiez.institutions[slug]) for slug in part.slugs),
        pages=pagination(desk, part),
    )


def institution_page(
    desk: Desk, assets: Assets, node: InstitutionNode, sheets: Sequence[PrintPlan] = ()
) -> views.InstitutionPage:
    """``/einrichtungen/<slug>/``; ``sheets`` are its open wishes as cards for boards of cork."""
    _ = desk.words.gettext
    record = node.text.in_language(desk.lang)
    path = urls.institution(node.slug)
    fact = ", ".join(audience.value for audience in record.audiences) or (
        record.carrier.value if record.carrier else ""
    )
    wanted = [f"{record.wishes[wish.index].text.value}." for wish in node.wishes if wish.state is WishState.OPEN]
    surroundings = around(
        desk,
        assets,
        path,
        "institution.html",
        title=record.name.value,
        description=shorten([f"{record.name.value}: {fact}.", *wanted]),
        share=Share(node.slug, record.name, fact, "flieder"),
        crumbs=(
            desk.link(desk.word(_("Einrichtungen")), urls.INSTITUTIONS),
            desk.link(record.name, path, current=True),
        ),
    )
    coming, been = cards.by_time(desk, node.actions, SOME)

    by_state: dict[WishState, list[WishNode]] = {state: [] for state in WishState}
    for wish in node.wishes:
        by_state[wish.state].append(wish)

    def pinned(state: WishState) -> tuple[views.WishCard, ...]:
        return tuple(cards.wish_card(desk, wish, at_home=True) for wish in by_state[state][:SOME])

    prose = desk.html(node.text.entry(desk.lang).body)
    return views.InstitutionPage(
        **with_data(surroundings, structured.institution(desk, node)),
        name=desk.name(record.name),
        rows=tuple(_rows(desk, node)),
        wishes=pinned(WishState.OPEN),
        agreed=pinned(WishState.AGREED),
        fulfilled=pinned(WishState.FULFILLED),
        prose=prose,
        photos=desk.gallery(node.slug, node.photos, record.photos, beside_text=bool(prose.html)),
        coming=coming,
        actions=been,
        printable=card_links(desk, path, sheets),
        all_wishes=cards.all_wishes(desk) if any(len(wishes) > SOME for wishes in by_state.values()) else None,
        all_actions=cards.all_actions(desk) if len(node.actions) > len(coming) + len(been) else None,
    )


def _rows(desk: Desk, node: InstitutionNode) -> Iterator[views.Row]:
    _ = desk.words.gettext
    record = node.text.in_language(desk.lang)
    if record.audiences:
        yield views.Row(_("Für wen"), record.audiences)
    if record.carrier:
        yield views.Row(_("Träger"), (record.carrier,))
    yield from place_rows(desk, record.address, record.languages)
    yield from contact_rows(desk, record.contact, linked=True)
