"""What a server says beside each file: one table, from which the files for every kind of server are rendered.

Why these values and no others: docs/decisions/headers.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from ..languages import PLAIN, SOURCE
from ..link.kiez import Kiez
from ..model.places import ascii_host
from . import urls
from .media import PICTURES
from .prints import PRINTED
from .share import SHARED
from .urls import Urls

HOUR, DAY, YEAR = 60 * 60, 24 * 60 * 60, 365 * 24 * 60 * 60
"""Seconds."""
HASH = "[0-9a-f]{8}"
NAMED = rf"(?:{urls.FONTS}/)?[a-z-]+\.{HASH}\.(?:css|js|woff2)"
"""Style sheets, scripts and fonts, as they are called below the site."""
SELF, NONE = "'self'", "'none'"

LOADED = ("script-src", "style-src", "img-src", "font-src", "manifest-src")
"""All that pages load, from the site itself; nothing else is loaded, and nothing stands in the page."""

OFF = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)
"""What a browser could do for a page and never needs to here; copying a text (`clipboard-write`) is not among it.

Only names that browsers know: an unknown one is a warning in their console.
"""

REFERRER = "strict-origin"
"""A shop sees that somebody came from the Kiez, not from which page; services that take forms want to know as much."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header of every answer, and why."""

    name: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Files that are kept and embedded alike.

    ``pattern`` is a regular expression for the path below the site, without lookaround, which not every server has;
    the first kind that matches counts. ``globs`` say the same for hosts that know asterisks only. ``cache`` is
    `Cache-Control`, ``embedding`` is `Cross-Origin-Resource-Policy`.
    """

    name: str
    pattern: str
    globs: tuple[str, ...]
    cache: str
    embedding: str
    why: str


ASSETS = Kind(
    "assets",
    f"^/{NAMED}$",
    ("/*.css", "/*.js", f"/{urls.FONTS}/*.woff2"),
    f"public, max-age={YEAR}, immutable",
    "same-origin",
    "the digest in the name is that of the bytes",
)
PAGES = Kind(
    "pages",
    "^/",
    (),
    "no-cache",
    "same-origin",
    "asked for anew each time, and answered with 304 if nothing has changed: who was taken down is gone at once",
)
KINDS = (
    ASSETS,
    Kind(
        "photos",
        rf"^/{PICTURES}/[^/]+-{HASH}-[0-9]+\.(?:avif|jpg)$",
        (f"/{PICTURES}/*",),
        f"public, max-age={YEAR}, s-maxage={DAY}, immutable",
        "same-origin",
        "a name belongs to one cut of one photo, but consent ends: caches that others share forget within a day",
    ),
    Kind(
        "handed out",
        f"^/(?:{SHARED}|{PRINTED})/",
        (f"/{SHARED}/*", f"/{PRINTED}/*"),
        f"public, max-age={DAY}",
        "cross-origin",
        "badges stand on the sites of businesses, share images in messengers; the name says what is shown, not how",
    ),
    Kind(
        "icons",
        r"^/icon[a-z0-9-]*\.(?:svg|png)$",
        ("/icon.svg", "/icon-180.png", "/icon-512.png"),
        f"public, max-age={DAY}",
        "cross-origin",
        "readers of feeds and lists of links show them",
    ),
    Kind(
        "data",
        r"\.(?:xml|ics|txt|zip|pdf|webmanifest)$",
        (),
        f"public, max-age={HOUR}",
        "same-origin",
        "calendars and feed readers ask often and need not be served anew each time",
    ),
    PAGES,
)

TYPES = (
    ("avif", "image/avif"),
    ("css", "text/css; charset=utf-8"),
    ("html", "text/html; charset=utf-8"),
    ("ics", "text/calendar; charset=utf-8"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript; charset=utf-8"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("sha256", "text/plain; charset=utf-8"),
    ("svg", "image/svg+xml; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("webmanifest", "application/manifest+json"),
    ("woff2", "font/woff2"),
    ("xml", "application/xml; charset=utf-8"),
    ("zip", "application/zip"),
)
"""All kinds of files that are published; a server hands out no others."""
FEED_NAME, FEED_TYPE = "feed.xml", "application/atom+xml; charset=utf-8"

PACKED = frozenset(("css", "html", "ics", "js", "svg", "txt", "webmanifest", "xml"))
"""Files of text, which servers send packed."""
TWINS = ((".br", "br"), (".gz", "gzip"))
"""Ends of the names of packed files, and what the header calls them; the smaller one first."""
SMALLEST = 1024
"""Bytes: below, a packet is a packet."""


@dataclass(frozen=True, slots=True)
class Hosting:
    """What a server must know of a site.

    ``base`` is its path (``""``, ``/kiez``), ``host`` its name, ``languages`` are the folders of its other languages,
    ``form`` the origin that the form of the open call is posted to. ``gone`` are the folders below which somebody was
    taken down (`gone.gone_folders`), so that who is missing there may have been there.
    """

    base: str
    host: str
    secure: bool
    languages: tuple[str, ...]
    form: str | None
    gone: tuple[str, ...]


def first_languages(site: Hosting) -> list[tuple[str, str]]:
    """Languages whose readers get their own start page, with a pattern for ``Accept-Language`` (RFC 9110, 12.5.4).

    Only the first language counts: browsers name the one people want first. Plain German is nobody's browser's.
    """
    return [(lang, rf"^\s*{lang}(?:[-,;]|$)") for lang in site.languages if lang != PLAIN]


def hosting(kiez: Kiez, site: Urls, *, gone: tuple[str, ...] = ()) -> Hosting:
    """For a Kiez at its address; what is ``gone`` is only of interest to servers."""
    record, parts = kiez.programme.record, urlsplit(site.site_url)
    others = tuple(sorted(lang for lang in record.languages if lang != SOURCE))
    post = urlsplit(record.applications.address) if record.applications else None
    form = f"{post.scheme}://{ascii_host(post)}" if post else None
    return Hosting(parts.path, parts.hostname or "", parts.scheme == "https", others, form, gone)


def policy(site: Hosting, *, in_page: bool = False) -> str:
    """The Content-Security-Policy; ``in_page``: what of it a ``<meta>`` may say."""
    rules = [f"default-src {NONE}", *(f"{name} {SELF}" for name in LOADED)]
    rules += [f"form-action {site.form or NONE}", f"base-uri {NONE}"]
    rules += [] if in_page else [f"frame-ancestors {NONE}"]
    rules += ["require-trusted-types-for 'script'", f"trusted-types {NONE}"]
    return "; ".join([*rules, "upgrade-insecure-requests"] if site.secure else rules)


def everywhere(site: Hosting) -> tuple[Header, ...]:
    """The headers of every answer, errors included."""
    headers = [
        Header("Content-Security-Policy", policy(site), "what pages load comes from here, and nothing stands in them"),
        Header("X-Content-Type-Options", "nosniff", "a file is what its type says"),
        Header("Referrer-Policy", REFERRER, "the address of a page is nobody else's business"),
        Header("Cross-Origin-Opener-Policy", "same-origin", "no page that opened this one can reach into it"),
        Header("Permissions-Policy", permissions(), "nothing of the device is needed"),
        Header("X-Frame-Options", "DENY", "for browsers that do not know frame-ancestors"),
    ]
    # Below a path the host is somebody else's; and of other names below this one nothing is known.
    if site.secure and not site.base:
        why = "two years of https; not for names below this one, which may be somebody else's"
        headers.append(Header("Strict-Transport-Security", f"max-age={2 * YEAR}", why))
    return tuple(headers)


def permissions() -> str:
    """The Permissions-Policy."""
    return ", ".join(f"{feature}=()" for feature in OFF)


def anchored(site: Hosting, pattern: str) -> str:
    """A pattern for paths below the site, for the whole path."""
    return f"^{site.base}{pattern[1:]}" if pattern.startswith("^") else f"^{site.base}/.*{pattern}"


def gone_pattern(site: Hosting) -> str:
    """Where somebody may have been who was taken down; no name of theirs may stand in a server's settings."""
    return f"^/{_language(site)}(?:{'|'.join(folder.strip('/') for folder in site.gone)})/"


def feed_pattern(site: Hosting) -> str:
    """The feeds, which are named like any other XML."""
    return f"^/{_language(site)}[a-z]+/{FEED_NAME.replace('.', '[.]')}$"


def _language(site: Hosting) -> str:
    return f"(?:(?:{'|'.join(site.languages)})/)?" if site.languages else ""


def suffixes() -> str:
    """All ends of names that are handed out, as an alternative of a regular expression."""
    return "|".join(suffix for suffix, _ in TYPES)


def is_packed(name: str, size: int) -> bool:
    """Whether a file of the output gets packed twins; ``size`` in bytes."""
    return size >= SMALLEST and name.rpartition(".")[2] in PACKED


def error_page(site: Hosting, name: str) -> str:
    """The path of an error page on its server."""
    return f"{site.base}/{name}"
