"""What surrounds every page: head, frame, way here, share image."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from ..languages import LANGUAGES, PLAIN, SOURCE, Text
from ..link.kiez import CampaignState
from . import campaign_state, structured, urls, views
from .desk import Desk
from .follow import follow
from .headers import REFERRER, hosting, policy
from .sharing import Share, share_files, share_image

__all__ = [
    "APPLYING",
    "COPYING",
    "SERVICE_PAGES",
    "Around",
    "Assets",
    "Share",
    "alternates",
    "around",
    "band",
    "frame",
    "with_data",
]

PLAIN_PAGE = "leichte-sprache"
"""What the site is, in plain German: the start page of that language where there is one."""
SERVICE_PAGES = (PLAIN_PAGE, "ueber-uns", "presse", "impressum", "datenschutz", "barrierefreiheit")
"""Order of the plain pages in the foot; others follow by name."""

ONCE = (urls.NOT_FOUND, urls.GONE, urls.STYLE)
"""Pages that are there in German only."""

_SECTIONS = (urls.WALL, urls.ACTIONS, urls.WISHES, urls.INSTITUTIONS, urls.NEWS, urls.CALL)
"""What the head of every page leads to, in this order."""

COPYING, APPLYING = "kopieren", "bewerben"


@dataclass(frozen=True, slots=True, eq=False)
class Assets:
    """Hashed names of what pages load, below the site's root; made before the pages are planned. Once for a build.

    ``stylesheet`` is enough for a start page, all others take ``more_styles`` as well.
    ``scripts`` are by what they do: `COPYING` copies texts, `APPLYING` makes a letter of a form.
    """

    stylesheet: str
    more_styles: str
    preload: dict[str, tuple[str, ...]]
    icon: str
    touch_icon: str
    manifest: str
    scripts: Mapping[str, str]


class Around(TypedDict):
    """The keyword arguments that every page view takes."""

    lang: str
    tag: str
    direction: str
    output: str
    template: str
    head: views.Head
    frame: views.Frame
    crumbs: tuple[views.Link, ...]
    shared: tuple[views.ShareFile, ...]


def around(
    desk: Desk,
    assets: Assets,
    path: str,
    template: str,
    *,
    title: str,
    description: str,
    share: Share,
    crumbs: Sequence[views.Link] = (),
    json_ld: Sequence[str] = (),
    kind: str = "website",
    index: bool = True,
) -> Around:
    """Head and frame of the page at ``path``; ``crumbs`` without the start page, the page itself last."""
    record = desk.kiez.programme.in_language(desk.lang)
    # Where only the frame speaks another language, people get on and search engines have no use for it.
    index = index and (desk.is_written(path) or path in ONCE)
    full_title = title if path == urls.START else f"{title} – {record.name.value}"
    way = (desk.link(desk.word(desk.words.gettext("Start")), urls.START), *crumbs) if crumbs else ()
    blocks = [*json_ld, structured.breadcrumbs(desk, way)] if way else list(json_ld)
    head = views.Head(
        full_title,
        description,
        desk.urls.absolute(path, desk.lang),
        alternates(desk, path),
        # All pages of a list share one picture: it names the list and shows the address of its beginning.
        share_image(desk, urls.whole(path), share),
        kind,
        tuple(blocks),
        index,
        desk.shared(policy, lambda at: policy(hosting(at.kiez, at.urls), in_page=True)),
        REFERRER,
    )
    return Around(
        lang=desk.lang,
        tag=desk.language.tag,
        direction=desk.language.direction,
        output=desk.urls.output(path, desk.lang),
        template=template,
        head=head,
        frame=frame(desk, assets, path),
        crumbs=way,
        shared=share_files(desk, path, share) if share.everywhere and desk.is_written(path) else (),
    )


def with_data(surroundings: Around, data: str) -> Around:
    """Adds structured data that needs the address of the share image."""
    head = surroundings["head"]
    return {**surroundings, "head": replace(head, json_ld=(data, *head.json_ld))}


def alternates(desk: Desk, path: str) -> tuple[views.Alternate, ...]:
    """The page in all its languages, itself included, German as the default; nothing where there is only one."""
    langs = sorted(desk.languages_of(path), key=list(LANGUAGES).index)
    if len(langs) < 2:
        return ()
    pages = [views.Alternate(LANGUAGES[lang].tag, desk.urls.absolute(path, lang)) for lang in langs]
    return (*pages, views.Alternate("x-default", desk.urls.absolute(path, SOURCE)))


def frame(desk: Desk, assets: Assets, path: str) -> views.Frame:
    """Navigation, languages, foot: what all pages of a section have in common, and what this one adds."""
    section = tuple(target for target in _SECTIONS if path.startswith(target))
    is_named = path in (urls.START, urls.PROGRAMME) or path.removesuffix("/") in desk.kiez.pages
    common = desk.shared((frame, assets, section, is_named and path), lambda at: _common(at, assets, path))
    news = desk.shared(band, band) if _is_news(desk, path) else None
    return replace(common, follow=follow(desk, path), languages=_languages(desk, path), band=news)


def _common(desk: Desk, assets: Assets, path: str) -> views.Frame:
    """The frame without what each page has for itself.

    Of ``path`` it takes only in which of `_SECTIONS` it is, and whether the foot leads there or it is the start page.
    """
    _ = desk.words.gettext
    record = desk.kiez.programme.in_language(desk.lang)
    labels = (_("Kiezgrößen"), _("Aktionen"), _("Wunschbrett"), _("Einrichtungen"), _("Neues"), _("Mitmachen"))
    navigation = tuple(
        desk.link(desk.word(label), target, current=path.startswith(target))
        for label, target in zip(labels, _SECTIONS, strict=True)
    )
    publisher = record.publisher
    sheets = (assets.stylesheet,) if path == urls.START else (assets.stylesheet, assets.more_styles)
    return views.Frame(
        site_name=record.name.value,
        place=record.place,
        home=desk.href(urls.START),
        stylesheets=tuple(desk.urls.href(name) for name in sheets),
        preload=tuple(desk.urls.href(name) for name in assets.preload.get(desk.language.script, ())),
        icon=desk.urls.href(assets.icon),
        touch_icon=desk.urls.href(assets.touch_icon),
        manifest=desk.urls.href(assets.manifest),
        feed=desk.urls.href(urls.FEED),
        follow=(),
        navigation=navigation,
        languages=(),
        service=_service(desk, path),
        funders=tuple(views.Funder(f.name, f.line, f.web) for f in record.funders),
        publisher=f"{publisher.name}, {publisher.street}, {publisher.postcode} {publisher.town}",
        sample=record.sample,
        band=None,
    )


def _languages(desk: Desk, path: str) -> tuple[views.Link, ...]:
    """The page in all languages, each named in itself; what is there only once has their start pages beside it."""
    links = []
    for lang in desk.kiez.programme.record.languages:
        language = LANGUAGES[lang]
        once = path in ONCE or (urls.is_material(path) and lang not in desk.printed(path))
        target = urls.START if once and lang != desk.lang else path
        href = desk.urls.href(target, lang)
        links.append(views.Link(Text(language.name, lang), href, lang == desk.lang, language.tag))
    return tuple(links) if len(links) > 1 else ()


def _service(desk: Desk, path: str) -> tuple[views.Link, ...]:
    others = sorted(slug for slug in desk.kiez.pages if slug not in SERVICE_PAGES)
    order = [slug for slug in SERVICE_PAGES if slug in desk.kiez.pages] + others
    _ = desk.words.gettext
    links = [desk.link(desk.word(_("Das Programm")), urls.PROGRAMME, current=path == urls.PROGRAMME)]
    for slug in order:
        if slug == PLAIN_PAGE and PLAIN in desk.kiez.programme.record.languages:
            links.append(_to_plain(desk, path))
            continue
        target = urls.page(slug)
        links.append(desk.link(desk.kiez.pages[slug].text.in_language(desk.lang).name, target, current=path == target))
    return tuple(links)


def _to_plain(desk: Desk, path: str) -> views.Link:
    language = LANGUAGES[PLAIN]
    here = path == urls.START and desk.lang == PLAIN
    other = None if desk.lang == PLAIN else language.tag
    return views.Link(Text(language.name, PLAIN), desk.urls.href(urls.START, PLAIN), here, other)


def _is_news(desk: Desk, path: str) -> bool:
    """Whether the call belongs below the page at ``path``: on none once it is over, and not where it stands above."""
    call = desk.kiez.call
    return (
        call is not None
        and call.state is not CampaignState.AFTER
        and path != urls.START
        and not path.startswith(urls.CALL)
    )


def band(desk: Desk) -> views.Band:
    """The open call in one line: what is possible now, and until when; something always is."""
    _ = desk.words.gettext
    call = desk.kiez.call
    label, text = _("Ich mache mit"), _("Jederzeit.")
    if call is not None:
        text = campaign_state.line(desk, call)
        if call.state is CampaignState.BEFORE:
            label = _("Was kommt?")
        elif call.state is CampaignState.AFTER:
            label = _("Was ist jetzt möglich?")
    title = call.text.in_language(desk.lang).name if call else desk.word(_("Mitmachen"))
    return views.Band(title, text, desk.link(desk.word(label), urls.CALL))
