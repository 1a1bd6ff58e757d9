"""The wall, and its pre-built lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...languages import Text
from ...model.records import Business, OfferStatus, Programme
from .. import cards, urls, views
from ..collation import sort_key
from ..desk import Desk
from ..pagination import around_part, pagination
from ..parts import Group, Part, split
from ..surround import Assets, Share


@dataclass(frozen=True, slots=True, kw_only=True)
class WallPart(Part):
    """A page of the wall, or of one of its lists: of those who offer a ``kind``, or of a ``trade``.

    ``kinds`` and ``trades`` are the other lists that there are, in the order of the vocabulary, with their businesses.
    """

    kinds: tuple[tuple[str, int], ...]
    trades: tuple[tuple[str, int], ...]
    kind: str | None = None
    trade: str | None = None


def wall_parts(desk: Desk) -> Iterator[WallPart]:
    """``/betriebe/`` and one list per kind of offer and per trade that somebody has, by name."""
    names = {node.slug: node.text.in_language(desk.lang).name.value for node in desk.kiez.active}
    everyone = sorted(desk.kiez.active, key=lambda node: sort_key(names[node.slug], desk.lang))
    by_kind: dict[str, list[str]] = {}
    by_trade: dict[str, list[str]] = {}
    for node in everyone:
        by_trade.setdefault(node.text.record.trade, []).append(node.slug)
        for kind in _kinds(node.text.record):
            by_kind.setdefault(kind, []).append(node.slug)
    vocabulary = desk.kiez.programme.record
    kinds = _counted(vocabulary.kinds, by_kind)
    trades = _counted(vocabulary.trades, by_trade)

    def listed(path: str, slugs: list[str], kind: str | None = None, trade: str | None = None) -> tuple[WallPart, ...]:
        groups = (Group("", tuple(slugs)),)
        return split(WallPart(path=path, groups=groups, kinds=kinds, trades=trades, kind=kind, trade=trade))

    yield from listed(urls.WALL, [node.slug for node in everyone])
    for kind, _count in kinds:
        yield from listed(urls.wall_by_kind(kind), by_kind[kind], kind=kind)
    for trade, _count in trades:
        yield from listed(urls.wall_by_trade(trade), by_trade[trade], trade=trade)


def _counted(vocabulary: Mapping[str, object], found: Mapping[str, list[str]]) -> tuple[tuple[str, int], ...]:
    return tuple((one, len(found[one])) for one in vocabulary if one in found)


def _kinds(record: Business) -> list[str]:
    return list(dict.fromkeys(offer.kind for offer in record.offers if offer.status is not OfferStatus.PAUSED))


def wall_page(desk: Desk, assets: Assets, part: WallPart) -> views.WallPage:
    """A page of the wall."""
    _ = desk.words.gettext
    words = desk.kiez.programme.in_language(desk.lang)
    chosen, explanation = _chosen(words, part)
    wall = desk.word(_("Kiezgrößen"))
    title = chosen or wall
    # The wall is often named like the site, and "Kiezgrößen – Kiezgrößen" tells no window from another.
    heading = _("Wer macht mit?") if title.value == words.name.value else title.value
    count = desk.words.ngettext("%(num)d Betrieb", "%(num)d Betriebe", part.total) % {"num": part.total}
    summary = _("%(count)s: wer im Kiez was gibt und wie man sich trifft.") % {"count": count}
    return views.WallPage(
        **around_part(
            desk,
            assets,
            part,
            "wall.html",
            title=heading,
            label=title,
            description=f"{explanation.value} {summary}" if explanation else summary,
            share=Share(part.path.strip("/").replace("/", "-"), title, count, "blau"),
            before=[desk.link(wall, urls.WALL)] if chosen else [],
        ),
        title=desk.name(title),
        chosen=chosen,
        explanation=explanation,
        everything=desk.link(desk.word(_("Alle")), urls.WALL, current=chosen is None),
        filters=tuple(_filters(desk, words, part)),
        count=part.total,
        cards=tuple(cards.card(desk, desk.kiez.businesses[slug], part.kind) for slug in part.slugs),
        pages=pagination(desk, part),
    )


def _chosen(words: Programme, part: WallPart) -> tuple[Text | None, Text | None]:
    """The name of the list, and what it means."""
    if part.kind:
        return words.kinds[part.kind].plural, words.kinds[part.kind].explanation
    return (words.trades[part.trade].name if part.trade else None), None


def _filters(desk: Desk, words: Programme, part: WallPart) -> Iterator[views.FilterGroup]:
    _ = desk.words.gettext

    def group(label: str, choices: list[tuple[Text, str, int]]) -> views.FilterGroup:
        links = tuple(desk.link(name, path, current=path == part.path) for name, path, _count in choices)
        return views.FilterGroup(label, links, tuple(count for _name, _path, count in choices))

    kinds = [(words.kinds[kind].name, urls.wall_by_kind(kind), count) for kind, count in part.kinds]
    trades = [(words.trades[trade].name, urls.wall_by_trade(trade), count) for trade, count in part.trades]
    yield group(_("Was sie geben"), kinds)
    yield group(_("Gewerbe"), trades)
