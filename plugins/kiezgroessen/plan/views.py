"""What the templates may see: one frozen view per page type, all of it decided, nothing left to compute.

The same view with the same theme gives the same bytes. Hrefs are ready to print; ``Text`` knows its language;
``html`` fields are clean HTML from `render.markdown`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..languages import Text
from .fit import FittedName
from .follow_views import Follow


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is printed; ``lang`` is set when the target is in another language than the page.

    ``about`` is heard and not seen: it says where a label leads that only its place on the page explains, such as a
    number in a table.
    """

    label: Text
    href: str
    current: bool = False
    lang: str | None = None
    about: Text | None = None


@dataclass(frozen=True, slots=True)
class Prose:
    """Clean HTML from `render.markdown`, and the language it is written in (``lang=`` and ``dir=``); may be empty."""

    html: str
    tag: str
    direction: str


@dataclass(frozen=True, slots=True)
class Time:
    """A date or period for people (``label``) and machines (``start``, ``end``: ISO 8601, as exact as known)."""

    label: str
    start: str
    end: str | None = None


@dataclass(frozen=True, slots=True)
class SheetName:
    """A name as wide as a portrait sheet, which is all that a card needs."""

    text: Text
    portrait: FittedName


@dataclass(frozen=True, slots=True)
class Name:
    """A name as wide as its sheet: once for portrait sheets (cards, phones), once for wide ones (heads of pages)."""

    text: Text
    portrait: FittedName
    wide: FittedName


@dataclass(frozen=True, slots=True)
class Source:
    """One ``<source>``: mime type and srcset."""

    mime: str
    srcset: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in several sizes; ``tone`` is ``ink`` (greyscale, multiplied over the paper) or ``colour``.

    ``ground`` is the shade that stands in its place until it is there. Where the place has another shape, it shows the
    part at ``window``: eighths of what is left over, from the left and from the top; ``None``: as the place is used to.
    """

    sources: tuple[Source, ...]
    src: str
    width: int
    height: int
    sizes: str
    alt: Text
    credit: Text
    tone: str
    first: bool = False
    ground: str | None = None
    window: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A number and what it counts."""

    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a fact table: a word of the interface and one or more values, linked or not."""

    label: str
    values: tuple[Text | Link | Time, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A business as a sheet on the wall."""

    slug: str
    href: str
    name: SheetName
    paper: str
    portrait: Picture | None
    fact: Text
    trade: Text
    since: str | None


@dataclass(frozen=True, slots=True)
class WishCard:
    """A wish pinned to the board; ``state``: ``open``, ``agreed``, ``fulfilled``, ``lapsed``.

    ``action`` took it, or is planned to; ``partners`` are its businesses. ``answer``: where to say »Das kann ich«.
    """

    anchor: str
    href: str
    kind: Text
    kind_slug: str
    text: Text
    audience: Text | None
    amount: Text | None
    institution: Link | None
    until: Time | None
    gives_back: Text | None
    state: str
    paper: str
    tilt: int
    action: Link | None
    partners: tuple[Link, ...] = ()
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class OfferView:
    """An offer of a business; ``state``: ``open``, ``agreed``, ``paused``.

    ``went`` says for which wishes it is or was; ``actions`` are those that no wish asked for.
    """

    anchor: str
    kind: Text
    text: Text
    audience: Text | None
    amount: Text | None
    state: str
    actions: tuple[Link, ...]
    went: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class ThreadItem:
    """A wish or an offer, and whose it is; ``told`` where the items of a step are not in the same state."""

    what: Link | Text
    who: Link | Text | None
    told: str | None = None


@dataclass(frozen=True, slots=True)
class ThreadStep:
    """A step from wish to story; ``state``: ``past``, ``now``, ``coming``, ``lost``; ``told`` says it in words."""

    label: str
    state: str
    told: str | None
    items: tuple[ThreadItem, ...] = ()
    when: Time | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """From wish to story, and what was given, given back, and came of it."""

    steps: tuple[ThreadStep, ...]
    given: Text | None = None
    returned: Text | None = None
    effect: Text | None = None


@dataclass(frozen=True, slots=True)
class ActionTeaser:
    """An action or campaign in a list.

    ``state``: ``planned``, ``agreed``, ``running``, ``done``, ``fallen-through``, ``unclear``.
    """

    href: str
    title: Text
    when: Time
    state: str
    summary: Text | None
    partners: tuple[Text, ...]
    picture: Picture | None
    given: Text | None = None
    returned: Text | None = None
    effect: Text | None = None


@dataclass(frozen=True, slots=True)
class InstitutionTeaser:
    """An institution in a list."""

    href: str
    name: Text
    carrier: Text | None
    audiences: tuple[Text, ...]
    open_wishes: int


@dataclass(frozen=True, slots=True)
class NewsTeaser:
    """A news item in a list."""

    href: str
    title: Text
    when: Time
    summary: Text


@dataclass(frozen=True, slots=True)
class Quote:
    """Something somebody said, with who and where from."""

    text: Text
    who: Text | None
    origin: Text | None


@dataclass(frozen=True, slots=True)
class Person:
    """Whom to talk to."""

    name: Text | None
    phone: Link | None
    email: Link | None
    languages: str


@dataclass(frozen=True, slots=True)
class Funder:
    """The funder's name and prescribed line."""

    name: Text
    line: Text
    href: str | None


@dataclass(frozen=True, slots=True)
class Band:
    """The open call in one line, above the foot of every page."""

    title: Text
    text: str
    link: Link


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another language, absolute address."""

    tag: str
    href: str


@dataclass(frozen=True, slots=True)
class ShareImage:
    """The picture that messengers show, absolute address, pixels."""

    href: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class ShareFile:
    """A picture to be posted: ``shape`` is its format, ``name`` its path below the output folder, sizes are pixels."""

    shape: str
    label: str
    name: str
    href: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in ``<head>``; ``json_ld`` is JSON, safe inside ``<script>``.

    ``policy`` and ``referrer`` are said here for hosts that let nobody set headers.
    """

    title: str
    description: str
    canonical: str
    alternates: tuple[Alternate, ...]
    image: ShareImage
    kind: str
    json_ld: tuple[str, ...]
    index: bool
    policy: str
    referrer: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page of a language."""

    site_name: str
    place: Text
    home: str
    stylesheets: tuple[str, ...]
    preload: tuple[str, ...]
    icon: str
    touch_icon: str
    manifest: str
    feed: str
    follow: tuple[Follow, ...]
    navigation: tuple[Link, ...]
    languages: tuple[Link, ...]
    service: tuple[Link, ...]
    funders: tuple[Funder, ...]
    publisher: str
    sample: bool
    band: Band | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Every page: language, place, head, frame, way here, and the pictures that can be posted."""

    lang: str
    tag: str
    direction: str
    output: str
    template: str
    head: Head
    frame: Frame
    crumbs: tuple[Link, ...] = ()
    shared: tuple[ShareFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage(Page):
    """``/``; ``told``: what all this is, for those who need it said before they are shown everything."""

    headline: Name
    lead: Text
    call: Band | None
    told: Prose | None
    facts: tuple[Fact, ...]
    cards: tuple[Card, ...]
    all_cards: Link
    wishes: tuple[WishCard, ...]
    all_wishes: Link
    upcoming: tuple[ActionTeaser, ...]
    done: tuple[ActionTeaser, ...]
    all_actions: Link
    news: tuple[NewsTeaser, ...]
    all_news: Link


@dataclass(frozen=True, slots=True)
class Step:
    """A numbered page of a list; ``gap``: pages before it are not named."""

    link: Link
    gap: bool


@dataclass(frozen=True, slots=True)
class Pagination:
    """The ways between the pages of a long list; ``here`` says which this is, on all but the first."""

    here: str | None
    before: Link | None
    after: Link | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """One row of pre-built lists to choose from, each with its number of businesses in ``counts``."""

    label: str
    links: tuple[Link, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WallPage(Page):
    """``/betriebe/`` and its pre-built lists; ``chosen`` names the filter, ``explanation`` says what the kind means.

    ``count`` are the businesses on all pages of the list.
    """

    title: Name
    chosen: Text | None
    explanation: Text | None
    everything: Link
    filters: tuple[FilterGroup, ...]
    count: int
    cards: tuple[Card, ...]
    pages: Pagination | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessPage(Page):
    """``/betriebe/<slug>/``; ``archived`` holds the period of a business that left (no outward links, no material).

    ``all_actions`` and ``all_news`` are there where the page does not show all of its own.
    """

    name: Name
    paper: str
    trade: Link | Text
    portrait: Picture | None
    quote: Quote | None
    rows: tuple[Row, ...]
    offers: tuple[OfferView, ...]
    prose: Prose
    photos: tuple[Picture, ...]
    coming: tuple[ActionTeaser, ...]
    actions: tuple[ActionTeaser, ...]
    news: tuple[NewsTeaser, ...]
    archived: Time | None
    checked: Time | None
    material: Link | None
    all_actions: Link | None = None
    all_news: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPage(Page):
    """``/aktionen/<slug>/``"""

    title: Name
    state: str
    when: Time
    rows: tuple[Row, ...]
    given: Text | None
    returned: Text | None
    effect: Text | None
    numbers: tuple[Fact, ...]
    quotes: tuple[Quote, ...]
    prose: Prose
    photos: tuple[Picture, ...]
    businesses: tuple[Card, ...]
    thread: Thread | None
    all_businesses: Link | None = None


@dataclass(frozen=True, slots=True)
class ActionGroup:
    """Actions under one heading."""

    title: str
    actions: tuple[ActionTeaser, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionListPage(Page):
    """``/aktionen/``; ``facts`` only stand on its first page."""

    title: Name
    facts: tuple[Fact, ...]
    groups: tuple[ActionGroup, ...]
    pages: Pagination | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionPage(Page):
    """``/einrichtungen/<slug>/``; ``printable`` are its open wishes as files for paper.

    ``all_wishes`` and ``all_actions`` are there where the page does not show all of its own.
    """

    name: Name
    rows: tuple[Row, ...]
    wishes: tuple[WishCard, ...]
    agreed: tuple[WishCard, ...]
    fulfilled: tuple[WishCard, ...]
    prose: Prose
    photos: tuple[Picture, ...]
    coming: tuple[ActionTeaser, ...]
    actions: tuple[ActionTeaser, ...]
    printable: tuple[Link, ...] = ()
    all_wishes: Link | None = None
    all_actions: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionListPage(Page):
    """``/einrichtungen/``"""

    title: Name
    institutions: tuple[InstitutionTeaser, ...]
    pages: Pagination | None = None


@dataclass(frozen=True, slots=True)
class WishGroup:
    """Open wishes of one kind."""

    kind: Text
    slug: str
    explanation: Text | None
    wishes: tuple[WishCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsListPage(Page):
    """``/neues/``"""

    title: Name
    news: tuple[NewsTeaser, ...]
    pages: Pagination | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPage(Page):
    """``/neues/<slug>/``"""

    title: Name
    when: Time
    summary: Text
    prose: Prose
    businesses: tuple[Card, ...]
    actions: tuple[ActionTeaser, ...]
    all_businesses: Link | None = None
    all_actions: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPage(Page):
    """``/impressum/`` and its like, and the pages for what is not there; ``others`` say the same in other languages.

    ``looked`` is for the declaration of accessibility: what was found when the pages were looked at.
    """

    title: Name
    prose: Prose
    others: tuple[Prose, ...] = ()
    looked: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """An example of a component: its macro, a title, the arguments."""

    component: str
    title: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StylePage(Page):
    """``/stil/``: every component with its examples."""

    title: Name
    papers: tuple[tuple[str, str, str], ...]
    """Paper colours: slug, hex, contrast of black on it."""
    examples: tuple[Example, ...]
