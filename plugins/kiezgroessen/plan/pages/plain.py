"""News, plain pages, the pages for addresses that do not exist (any more), the style guide."""

from __future__ import annotations

from collections.abc import Sequence

from ...languages import Text
from ...link.kiez import NewsNode, PageNode
from .. import cards, structured, urls, views
from ..desk import Desk
from ..looked import Looked, looked_rows
from ..pagination import around_part, pagination
from ..papers import INK, PAPERS, contrast
from ..parts import SOME, Group, Part, split
from ..surround import Assets, Share, around, with_data


def news_parts(desk: Desk) -> tuple[Part, ...]:
    """All news, the newest first."""
    return split(Part(path=urls.NEWS, groups=(Group("", tuple(desk.kiez.news)),)))


def news_list_page(desk: Desk, assets: Assets, part: Part) -> views.NewsListPage:
    """A page of ``/neues/``"""
    _ = desk.words.gettext
    title = desk.word(_("Neues"))
    return views.NewsListPage(
        **around_part(
            desk,
            assets,
            part,
            "news_list.html",
            title=title.value,
            label=title,
            description=_("Was im Kiez passiert ist, die neueste Meldung zuerst."),
            share=Share("neues", title, _("Was im Kiez passiert"), "tuerkis"),
        ),
        title=desk.name(title),
        news=tuple(cards.news_teaser(desk, desk.kiez.news[slug]) for slug in part.slugs),
        pages=pagination(desk, part),
    )


def news_page(desk: Desk, assets: Assets, node: NewsNode) -> views.NewsPage:
    """``/neues/<slug>/``"""
    _ = desk.words.gettext
    record = node.text.in_language(desk.lang)
    path = urls.news(node.slug)
    surroundings = around(
        desk,
        assets,
        path,
        "news.html",
        title=record.name.value,
        description=record.summary.value,
        share=Share(node.slug, record.name, desk.words.day(record.day), "tuerkis"),
        crumbs=(desk.link(desk.word(_("Neues")), urls.NEWS), desk.link(record.name, path, current=True)),
        kind="article",
    )
    data = structured.news(desk, node, surroundings["head"].image.href)
    return views.NewsPage(
        **with_data(surroundings, data),
        title=desk.name(record.name),
        when=desk.time(record.day),
        summary=record.summary,
        prose=desk.html(node.text.entry(desk.lang).body),
        businesses=cards.cards(desk, node.businesses[:SOME]),
        actions=cards.action_teasers(desk, node.actions[:SOME]),
        all_businesses=cards.all_businesses(desk) if len(node.businesses) > SOME else None,
        all_actions=cards.all_actions(desk) if len(node.actions) > SOME else None,
    )


def plain_page(desk: Desk, assets: Assets, node: PageNode, looked: Looked | None = None) -> views.PlainPage:
    """``/impressum/`` and its like; ``looked`` is for the declaration of accessibility."""
    record = node.text.in_language(desk.lang)
    path = urls.page(node.slug)
    return views.PlainPage(
        **around(
            desk,
            assets,
            path,
            "plain.html",
            title=record.name.value,
            description=record.summary.value,
            share=Share(node.slug, record.name, desk.kiez.programme.in_language(desk.lang).place.value, "lachs"),
            crumbs=[desk.link(record.name, path, current=True)],
        ),
        title=desk.name(record.name),
        prose=desk.html(node.text.entry(desk.lang).body),
        looked=tuple(looked_rows(desk, looked)) if looked else (),
    )


def not_found_page(desk: Desk, assets: Assets, others: Sequence[Desk] = ()) -> views.PlainPage:
    """``/404.html``; whoever reads another language gets there too, so it says the same at the ``others``."""
    _ = desk.words.gettext
    title, description = desk.word(_("Hier ist nichts")), _("Diese Seite gibt es nicht.")
    texts = [_nothing_here(one) for one in (desk, *others)]
    return _error_page(desk, assets, urls.NOT_FOUND, title, description, texts)


def gone_page(desk: Desk, assets: Assets, others: Sequence[Desk] = ()) -> views.PlainPage:
    """``/410.html``: the same for what was here; it does not say what."""
    _ = desk.words.gettext
    title, description = desk.word(_("Nicht mehr hier")), _("Diese Seite gibt es nicht mehr.")
    texts = [_no_longer_here(one) for one in (desk, *others)]
    return _error_page(desk, assets, urls.GONE, title, description, texts)


def _nothing_here(desk: Desk) -> views.Prose:
    text = desk.words.gettext(
        "Diese Seite gibt es nicht oder nicht mehr. Von der [Startseite](%(start)s) aus "
        "geht es zu allen [Kiezgrößen](%(wall)s) und zum [Wunschbrett](%(wishes)s)."
    )
    return desk.html(Text(text % _ways_on(desk), desk.lang))


def _no_longer_here(desk: Desk) -> views.Prose:
    text = desk.words.gettext(
        "Diese Seite gibt es nicht mehr. Von der [Startseite](%(start)s) aus "
        "geht es zu allen [Kiezgrößen](%(wall)s) und zum [Wunschbrett](%(wishes)s)."
    )
    return desk.html(Text(text % _ways_on(desk), desk.lang))


def _ways_on(desk: Desk) -> dict[str, str]:
    return {"start": desk.href(urls.START), "wall": desk.href(urls.WALL), "wishes": desk.href(urls.WISHES)}


def _error_page(
    desk: Desk, assets: Assets, path: str, title: Text, description: str, texts: Sequence[views.Prose]
) -> views.PlainPage:
    share = Share(path.removesuffix(".html"), title, "", "lachs")
    return views.PlainPage(
        **around(
            desk, assets, path, "plain.html", title=title.value, description=description, share=share, index=False
        ),
        title=desk.name(title),
        prose=texts[0],
        others=tuple(texts[1:]),
    )


def style_page(desk: Desk, assets: Assets, examples: tuple[views.Example, ...]) -> views.StylePage:
    """``/stil/``: the design system with all its components; for those who work on it, not linked, not indexed."""
    title = Text("Stil")
    return views.StylePage(
        **around(
            desk,
            assets,
            urls.STYLE,
            "style.html",
            title=title.value,
            description="Farben, Schriften und Bausteine dieser Website.",
            share=Share("stil", title, "", "gelb"),
            index=False,
        ),
        title=desk.name(title),
        papers=tuple((slug, colour, f"{contrast(INK, colour):.1f}") for slug, colour in PAPERS.items()),
        examples=examples,
    )
