"""Every path and address of the site, in one place. They are printed in QR codes: do not change them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from ..languages import SOURCE

START = ""
WALL = "betriebe/"
ACTIONS = "aktionen/"
INSTITUTIONS = "einrichtungen/"
WISHES = "wunschbrett/"
CAMPAIGNS = "kampagnen/"
CALL = "mitmachen/"
PROGRAMME = "programm/"
NEWS = "neues/"
STYLE = "stil/"
NOT_FOUND = "404.html"
GONE = "410.html"
FEED = "neues/feed.xml"
ACTION_FEED = "aktionen/feed.xml"
WISH_FEED = "wunschbrett/feed.xml"
CALENDAR = "kalender.ics"
FONTS = "schrift"
SECURITY = ".well-known/security.txt"
_FURTHER = re.compile(r"seite/[0-9]+/\Z")


def business(slug: str) -> str:
    """A business."""
    return f"{WALL}{slug}/"


def material(slug: str) -> str:
    """What can be printed, sent on and copied for a business."""
    return f"{business(slug)}material/"


def is_material(path: str) -> bool:
    """Whether a path is one of `material`."""
    return path.startswith(WALL) and path.endswith("/material/")


def wall_by_kind(kind: str) -> str:
    """The wall, only those who offer a kind."""
    return f"{WALL}angebot/{kind}/"


def wall_by_trade(trade: str) -> str:
    """The wall, only one trade."""
    return f"{WALL}gewerbe/{trade}/"


def part(path: str, number: int) -> str:
    """A page of the list at ``path``, counted from 1; the first one is the list's own address.

    No folder of contents is called by a number alone below one that is called ``seite``, so nothing else can be here.
    """
    return path if number == 1 else f"{path}seite/{number}/"


def whole(path: str) -> str:
    """The list that a page is a part of, see `part`; any other path is its own."""
    return _FURTHER.sub("", path)


def action(slug: str) -> str:
    """An action."""
    return f"{ACTIONS}{slug}/"


def appointment(action_slug: str) -> str:
    """The appointment of an action, for one's own calendar."""
    return f"{action(action_slug)}termin.ics"


def institution(slug: str) -> str:
    """An institution."""
    return f"{INSTITUTIONS}{slug}/"


def wish_anchor(institution_slug: str, wish: str) -> str:
    """The place of a wish card on its page; two hyphens, because one may be part of a slug."""
    return f"{institution_slug}--{wish}"


def wish(institution_slug: str, wish_id: str) -> str:
    """The page of a wish card."""
    return f"{WISHES}{wish_anchor(institution_slug, wish_id)}/"


def campaign(slug: str) -> str:
    """A campaign; the open call lives at `CALL`."""
    return f"{CAMPAIGNS}{slug}/"


def news(slug: str) -> str:
    """A news item."""
    return f"{NEWS}{slug}/"


def page(slug: str) -> str:
    """A plain page."""
    return f"{slug}/"


@dataclass(frozen=True)
class Urls:
    """Addresses of a site at ``site_url`` (no slash at the end; may have a path, as on pages hosts)."""

    site_url: str

    @cached_property
    def _base(self) -> str:
        return urlsplit(self.site_url).path

    def local(self, path: str, lang: str = SOURCE) -> str:
        """The path of a page in a language, below the site's root: ``tr/betriebe/mavi/``."""
        return path if lang == SOURCE else f"{lang}/{path}"

    def href(self, path: str, lang: str = SOURCE) -> str:
        """A link from any page: ``/betriebe/mavi/``."""
        return f"{self._base}/{self.local(path, lang)}"

    def absolute(self, path: str, lang: str = SOURCE) -> str:
        """The full address."""
        return f"{self.site_url}/{self.local(path, lang)}"

    def shown(self, path: str, lang: str = SOURCE) -> str:
        """The address as it is printed on paper: without scheme and last slash."""
        return self.absolute(path, lang).split("://", 1)[1].rstrip("/")

    def output(self, path: str, lang: str = SOURCE) -> str:
        """The file of a page, below the output folder."""
        local = self.local(path, lang)
        return local if local.endswith(".html") else f"{local}index.html"
