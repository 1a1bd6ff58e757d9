"""The table of headers for Caddy, which sees to certificates by itself."""

from __future__ import annotations

import re

from ...plan import urls
from ...plan.headers import (
    FEED_TYPE,
    KINDS,
    PACKED,
    PAGES,
    TYPES,
    Hosting,
    anchored,
    everywhere,
    feed_pattern,
    first_languages,
    gone_pattern,
    suffixes,
)


def caddyfile(site: Hosting, *, root: str = "/srv/kiez/output") -> str:
    """A Caddyfile: the snippet ``(kiez)``, which holds everything, and the site that imports it."""
    host = f"{'https' if site.secure else 'http'}://{site.host}"
    return (
        "# Gemacht von `tasks.py hosting`; nicht von Hand ändern, sondern neu machen.\n"
        f"{_everywhere(site)}(kiez) {{\n{_snippet(site)}}}\n\n{host} {{\n\troot * {root}\n\timport kiez\n}}\n"
    )


def _snippet(site: Hosting) -> str:
    # A server below a path looks for its files without it. The order inside a route is the one it is written in;
    # outside, Caddy would hand out a file before it came to know that the file is none of the site's.
    start = f"\thandle_path {site.base}/* {{\n" if site.base else "\troute {\n"
    served = "\t\tfile_server {\n\t\t\tprecompressed br gzip\n\t\t}\n"
    told = f"{_kinds(site)}{_headers()}{_wanted(site)}{_types(site)}{_hidden()}"
    return f"{told}{start}{_refused()}{served}\t}}\n{_errors(site)}"


def _kinds(site: Hosting) -> str:
    kinds = [kind for kind in KINDS if kind is not PAGES]
    rows = [f'\t\t~{anchored(site, kind.pattern)} "{kind.cache}" {kind.embedding}\n' for kind in kinds]
    default = f'\t\tdefault "{PAGES.cache}" {PAGES.embedding}\n'
    return f"\tmap {{path}} {{kiez_cache}} {{kiez_embedding}} {{\n{''.join(rows)}{default}\t}}\n"


def _headers() -> str:
    """Those that differ are set at once, while the path is the one that was asked for; Caddy's own go last."""
    lines = ["\timport kiez_everywhere\n\theader Cache-Control {kiez_cache}\n"]
    lines.append("\theader Cross-Origin-Resource-Policy {kiez_embedding}\n")
    packed = "|".join(sorted(PACKED))
    # Caddy says so only with what it sends packed.
    lines.append(f"\t@packed path_regexp /$|[.](?:{packed})$\n")
    lines.append("\theader @packed {\n\t\tVary Accept-Encoding\n\t\tdefer\n\t}\n")
    return "".join(lines)


def _everywhere(site: Hosting) -> str:
    lines = [f'\theader {header.name} "{header.value}"\n' for header in everywhere(site)]
    return f"(kiez_everywhere) {{\n{''.join(lines)}\theader -Server\n}}\n"


def _types(site: Hosting) -> str:
    lines = []
    for suffix, media in TYPES:
        end = f"[.]{suffix}$|/$" if suffix == "html" else f"[.]{suffix}$"
        lines.append(f'\t@{suffix} path_regexp {end}\n\theader @{suffix} Content-Type "{media}"\n')
    feed = anchored(site, feed_pattern(site))
    lines.append(f'\t@feed path_regexp {feed}\n\theader @feed Content-Type "{FEED_TYPE}"\n')
    return "".join(lines)


def _hidden() -> str:
    """What does not belong to the site; Caddy's regular expressions know no lookahead."""
    cases = (
        ("dots", "/[.]", f"path /{urls.SECURITY}"),
        ("others", "[.][^./]*$", f"path_regexp [.](?:{suffixes()})$"),
    )
    lines = [f"\t@{name} {{\n\t\tpath_regexp {pattern}\n\t\tnot {allowed}\n\t}}\n" for name, pattern, allowed in cases]
    # Otherwise it is an error of the server's, for which nobody has a page.
    return "".join([*lines, "\t@control path_regexp [[:cntrl:]]\n"])


def _wanted(site: Hosting) -> str:
    """The start page of whoever comes from elsewhere; who comes from one of our pages has chosen."""
    lines = []
    for lang, pattern in first_languages(site):
        lines.append(
            f"\t@wants-{lang} {{\n\t\tpath {site.base}/\n\t\theader_regexp Accept-Language (?i){pattern}\n"
            "\t\tnot header Sec-Fetch-Site same-origin\n"
            f"\t\tnot header_regexp Referer ^https?://{re.escape(site.host)}(?:[:/]|$)\n\t}}\n"
            f"\tredir @wants-{lang} {site.base}/{lang}/ 302\n"
        )
    return "".join(lines)


def _refused() -> str:
    return "\t\terror @control 404\n\t\terror @dots 404\n\t\terror @others 404\n\t\terror /_* 404\n"


def _errors(site: Hosting) -> str:
    gone = ""
    if site.gone:
        gone = (
            f"\t\t@gone {{\n\t\t\tpath_regexp {anchored(site, gone_pattern(site))}\n"
            "\t\t\texpression {http.error.status_code} == 404\n\t\t}\n"
            f"\t\thandle @gone {{\n{_page(urls.GONE, 410)}\t\t}}\n"
        )
    return (
        f'\thandle_errors {{\n\t\theader Cache-Control "{PAGES.cache}"\n'
        f"\t\theader Cross-Origin-Resource-Policy {PAGES.embedding}\n"
        f'\t\theader Content-Type "{dict(TYPES)["html"]}"\n'
        f"{gone}\t\t@missing expression {{http.error.status_code}} == 404\n"
        f"\t\thandle @missing {{\n{_page(urls.NOT_FOUND, 404)}\t\t}}\n\t}}\n"
    )


def _page(name: str, status: int) -> str:
    return (
        f"\t\t\trewrite * /{name}\n\t\t\tfile_server {{\n\t\t\t\tstatus {status}\n"
        "\t\t\t\tprecompressed br gzip\n\t\t\t}\n"
    )
