"""The table of headers for nginx.

A ``location`` with an ``add_header`` of its own loses those of the server. So there is one list of them, in the server,
and what differs from file to file is looked up in maps, by the file that is sent in the end: an error page too.
"""

from __future__ import annotations

import re

from ...plan import urls
from ...plan.headers import (
    FEED_TYPE,
    KINDS,
    PAGES,
    TYPES,
    Hosting,
    anchored,
    error_page,
    everywhere,
    feed_pattern,
    first_languages,
    gone_pattern,
    suffixes,
)

FOLDER = "/etc/nginx/kiez"
"""Where the files lie on a server, unless somebody puts them elsewhere."""
_MADE = "# Gemacht von `tasks.py hosting`; nicht von Hand ändern, sondern neu machen.\n"


def nginx(site: Hosting, *, root: str = "/srv/kiez/output") -> dict[str, str]:
    """Three files to be included and, as ``site.conf``, an example of what includes them."""
    return {
        "http.conf": _http(site),
        "server.conf": _server(site),
        "brotli.conf": f"{_MADE}brotli_static on;\n",
        "site.conf": _example(site, root),
    }


def _http(site: Hosting) -> str:
    """The maps; they stand outside of all servers, so their names say whose they are."""
    cache, embedding = _names(site)
    kinds = [kind for kind in KINDS if kind is not PAGES]
    rows = [
        _wanted(site),
        _map(cache, PAGES.cache, [(anchored(site, kind.pattern), kind.cache) for kind in kinds]),
        _map(embedding, PAGES.embedding, [(anchored(site, kind.pattern), kind.embedding) for kind in kinds]),
    ]
    return _MADE + "".join(rows)


def _wanted(site: Hosting) -> str:
    """The start page of whoever comes from elsewhere; who comes from one of our pages has chosen."""
    name = _whose(site)
    lines = [f'    "~*{pattern}" {site.base}/{lang}/;\n' for lang, pattern in first_languages(site)]
    return (
        f'map $http_accept_language {name}_spoken {{\n    default "";\n{"".join(lines)}}}\n'
        f'map "$http_sec_fetch_site $http_referer" {name}_start {{\n'
        f'    "~^same-origin" "";\n    "~^[a-z-]* https?://{re.escape(site.host)}(?:[:/]|$)" "";\n'
        f"    default {name}_spoken;\n}}\n"
    )


def _map(name: str, default: str, cases: list[tuple[str, str]]) -> str:
    lines = [f'    "~{pattern}" "{value}";\n' for pattern, value in cases if value != default]
    return f'map $uri {name} {{\n    default "{default}";\n{"".join(lines)}}}\n'


def _names(site: Hosting) -> tuple[str, str]:
    return f"{_whose(site)}_cache", f"{_whose(site)}_embedding"


def _whose(site: Hosting) -> str:
    return "$kiez_" + re.sub(r"\W+", "_", f"{site.host}{site.base}").strip("_")


def _server(site: Hosting) -> str:
    cache, embedding = _names(site)
    headers = [(header.name, header.value) for header in everywhere(site)]
    headers += [("Cache-Control", cache), ("Cross-Origin-Resource-Policy", embedding)]
    types = "".join(f'    "{media}" {suffix};\n' for suffix, media in TYPES)
    wanted = f"{_whose(site)}_start"
    missing, gone = error_page(site, urls.NOT_FOUND), error_page(site, urls.GONE)
    parts = [
        _MADE,
        "server_tokens off;\nautoindex off;\nindex index.html;\ncharset off;\nabsolute_redirect off;\n\n",
        "".join(f'add_header {name} "{value}" always;\n' for name, value in headers),
        f"\ntypes {{\n{types}}}\ndefault_type application/octet-stream;\n\n",
        "# Die gepackten Dateien liegen fertig daneben.\ngzip_static on;\ngzip_vary on;\n\n",
        "# Wer von woanders kommt, liest zuerst die eigene Sprache.\n",
        f"location = {site.base}/ {{\n    if ({wanted}) {{\n        return 302 {wanted};\n    }}\n}}\n",
        "# Ein Ordner ohne Seite gilt als nicht da.\n",
        f"error_page 403 404 =404 {missing};\nerror_page 410 {gone};\n\n",
        "# Herausgegeben wird nur, was zur Website gehört.\n",
        *(f'location ~ "{pattern}" {{\n    return 404;\n}}\n' for pattern in _hidden(site)),
        f'location ~ "{anchored(site, feed_pattern(site))}" {{\n    types {{ }}\n    default_type "{FEED_TYPE}";\n}}\n',
    ]
    if site.gone:
        parts += [
            "# Wer hier fehlt, kann da gewesen sein.\n",
            f'location ~ "{anchored(site, gone_pattern(site))}" {{\n    error_page 403 404 =410 {gone};\n}}\n',
        ]
    return "".join(parts)


def _hidden(site: Hosting) -> list[str]:
    return [
        r"/[.](?!well-known/security[.]txt$)",
        f"^{site.base}/_",
        f"[.](?!(?:{suffixes()})$)[^./]*$",
    ]


def _example(site: Hosting, root: str) -> str:
    below = f"    # Der Inhalt von output/ muss hier im Ordner {site.base[1:]}/ liegen.\n" if site.base else ""
    return f"""# Ein Beispiel: nach /etc/nginx/sites-available/ kopieren und anpassen.
# Mit »certbot --nginx« kommt das Zertifikat dazu; danach gehört diese Datei Ihnen und wird nicht neu gemacht.
include {FOLDER}/http.conf;
server {{
    listen 80;
    listen [::]:80;
    server_name {site.host};
{below}    root {root};
    include {FOLDER}/server.conf;
    # Braucht das Paket libnginx-mod-http-brotli-static:
    # include {FOLDER}/brotli.conf;
}}
"""
