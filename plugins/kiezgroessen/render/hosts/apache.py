"""The table of headers for Apache: as ``.htaccess`` in the output, and for the settings of a server of one's own."""

from __future__ import annotations

import re

from ...plan import urls
from ...plan.headers import (
    FEED_NAME,
    FEED_TYPE,
    KINDS,
    PACKED,
    PAGES,
    TWINS,
    TYPES,
    Hosting,
    anchored,
    error_page,
    everywhere,
    first_languages,
    gone_pattern,
    suffixes,
)

HTACCESS = ".htaccess"
_TWIN = "(?:[.](?:br|gz))?"
"""By the time headers are set, a packed file has taken the place of what was asked for."""


def htaccess(site: Hosting) -> str:
    """What stands beside the pages. It says nothing that a host might forbid and answer with an error instead.

    Rewriting and headers are asked for only where the host has them.
    """
    return "# Gemacht beim Bauen; nicht von Hand ändern.\n" + _errors(site) + _types() + _headers(site) + _rules(site)


def vhost(site: Hosting, *, root: str = "/srv/kiez/output") -> str:
    """The same for a server of one's own, which then need not look for ``.htaccess`` at every request."""
    inside = _errors(site) + _types() + _headers(site) + _rules(site)
    alias = f"Alias {site.base} {root}\n" if site.base else f"DocumentRoot {root}\n"
    return (
        "# Gemacht von `tasks.py hosting`; gehört in den <VirtualHost> der Website.\n"
        "# Braucht: a2enmod headers rewrite\n"
        f"{alias}<Directory {root}>\nAllowOverride None\nOptions -Indexes +FollowSymLinks\n"
        f"DirectoryIndex index.html\nRequire all granted\n{inside}</Directory>\n"
    )


def _errors(site: Hosting) -> str:
    return "".join(
        f"ErrorDocument {code} {error_page(site, name)}\n"
        for code, name in ((403, urls.NOT_FOUND), (404, urls.NOT_FOUND), (410, urls.GONE))
    )


def _types() -> str:
    """Types by the whole end of a name: Apache takes a packed file's ``br`` for Breton, and ``gz`` for an archive."""
    lines = ["AddDefaultCharset off\n", "<IfModule mod_mime.c>\n"]
    lines += [f"RemoveLanguage {end}\nAddEncoding {coding} {end}\n" for end, coding in TWINS]
    lines.append("</IfModule>\n")
    for suffix, media in TYPES:
        twin = _TWIN if suffix in PACKED else ""
        lines.append(f'<FilesMatch "[.]{suffix}{twin}$">\nForceType "{media}"\n</FilesMatch>\n')
    name = re.escape(FEED_NAME)
    lines.append(f'<FilesMatch "^{name}{_TWIN}$">\nForceType "{FEED_TYPE}"\n</FilesMatch>\n')
    return "".join(lines)


def _headers(site: Hosting) -> str:
    lines = [f'Header always set {header.name} "{header.value}"\n' for header in everywhere(site)]
    # The last one that matches wins: the table goes from the special to the general.
    for kind in reversed(KINDS):
        pattern = anchored(site, kind.pattern).removesuffix("$")
        end = f"{_TWIN}$" if kind.pattern.endswith("$") else ""
        when = "" if kind is PAGES else f' "expr=%{{REQUEST_URI}} =~ m#{pattern}{end}#"'
        lines.append(f'Header always set Cache-Control "{kind.cache}"{when}\n')
        lines.append(f'Header always set Cross-Origin-Resource-Policy "{kind.embedding}"{when}\n')
    packed = "|".join(sorted(PACKED))
    lines.append(
        f'Header always merge Vary Accept-Encoding "expr=%{{REQUEST_URI}} =~ m#(?:/|[.](?:{packed}){_TWIN})$#"\n'
    )
    return f"<IfModule mod_headers.c>\n{''.join(lines)}</IfModule>\n"


def _rules(site: Hosting) -> str:
    first = 'RewriteCond %{ENV:REDIRECT_STATUS} =""\n'
    hidden = (r"(?:^|/)[.](?!well-known/security[.]txt$)", "^_", f"[.](?!(?:{suffixes()})$)[^./]*$")
    lines = [f"RewriteEngine On\nRewriteBase {site.base}/\n"]
    lines += [f"{first}RewriteRule {pattern} - [R=404,L]\n" for pattern in hidden]
    lines += _wanted(site)
    if site.gone:
        lines.append("RewriteCond %{REQUEST_FILENAME} !-f\nRewriteCond %{REQUEST_FILENAME}/index.html !-f\n")
        lines.append(f"RewriteRule ^{gone_pattern(site).removeprefix('^/')} - [G]\n")
    lines.append("RewriteCond %{REQUEST_FILENAME} -d\nRewriteCond %{REQUEST_FILENAME}/index.html !-f\n")
    lines.append("RewriteRule ^ - [R=404,L]\n")
    packed = "|".join(sorted(PACKED))
    for end, coding in TWINS:
        wanted = rf"RewriteCond %{{HTTP:Accept-Encoding}} (?:^|[\s,]){coding}(?:$|[\s,;])" + "\n"
        flags = "[E=no-gzip:1,E=no-brotli:1,L]"
        lines.append(f"{wanted}RewriteCond %{{REQUEST_FILENAME}}index.html{end} -f\n")
        lines.append(f"RewriteRule ^(|.*/)$ $1index.html{end} {flags}\n")
        lines.append(f"{wanted}RewriteCond %{{REQUEST_FILENAME}}{end} -f\n")
        lines.append(f"RewriteRule ^(.+[.](?:{packed}))$ $1{end} {flags}\n")
    return f"<IfModule mod_rewrite.c>\n{''.join(lines)}</IfModule>\n"


def _wanted(site: Hosting) -> list[str]:
    """The start page of whoever comes from elsewhere; who comes from one of our pages has chosen."""
    own = re.escape(site.host)
    return [
        'RewriteCond %{ENV:REDIRECT_STATUS} =""\n'
        f"RewriteCond %{{HTTP:Accept-Language}} {pattern} [NC]\n"
        "RewriteCond %{HTTP:Sec-Fetch-Site} !=same-origin\n"
        f"RewriteCond %{{HTTP_REFERER}} !^https?://{own}(?:[:/]|$)\n"
        f"RewriteRule ^$ {site.base}/{lang}/ [R=302,L]\n"
        for lang, pattern in first_languages(site)
    ]
