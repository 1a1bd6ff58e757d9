"""`tasks.py hosting`: settings for a server of one's own, with the headers that belong to the site."""

from __future__ import annotations

from pathlib import Path

from ..dates import today
from ..plan.gone import gone_folders
from ..plan.headers import Hosting, hosting
from ..plan.urls import Urls
from ..problems import as_text
from ..reading import read
from ..render.hosts.apache import vhost
from ..render.hosts.caddy import caddyfile
from ..render.hosts.nginx import nginx
from ..write.files import put
from .exits import CONTENT, OK
from .kit import settings_of

FOLDER = "hosting"


def main(*, root: Path | None = None) -> int:
    """Writes ``root/hosting`` for the address in ``publishconf.py``; an exit code."""
    root = (root or Path.cwd()).resolve()
    reading = read(root, today())
    if reading.kiez is None:
        print(as_text(reading.problems))
        return CONTENT
    site_url, _, _ = settings_of(root)
    files = server_files(hosting(reading.kiez, Urls(site_url), gone=gone_folders(reading.tombstones)))
    for name, text in files.items():
        put(root / FOLDER, name, text.encode())
    print(f"Für {site_url}, in {FOLDER}/:")
    print("\n".join(f"  {name}" for name in files))
    print("Wohin damit: docs/handbuch/veroeffentlichen.md")
    return OK


def server_files(site: Hosting) -> dict[str, str]:
    """All files by their names below the folder."""
    return {
        **{f"nginx/{name}": text for name, text in nginx(site).items()},
        "apache.conf": vhost(site),
        "Caddyfile": caddyfile(site),
    }
