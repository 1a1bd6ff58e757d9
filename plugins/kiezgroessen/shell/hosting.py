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
from . import publish
from .exits import CONTENT, OK
from .kit import settings_of
from .targets import OwnServer

FOLDER = "hosting"


def main(*, root: Path | None = None) -> int:
    """Writes ``root/hosting`` for the address in ``publishconf.py``; an exit code."""
    root = (root or Path.cwd()).resolve()
    reading = read(root, today())
    if reading.kiez is None:
        print(as_text(reading.problems))
        return CONTENT
    site_url, _, _ = settings_of(root)
    site = hosting(reading.kiez, Urls(site_url), gone=gone_folders(reading.tombstones))
    files = server_files(site, _place(root))
    for name, text in files.items():
        put(root / FOLDER, name, text.encode())
    print(f"Für {site_url}, in {FOLDER}/:")
    print("\n".join(f"  {name}" for name in files))
    print("Wohin damit: docs/handbuch/veroeffentlichen.md")
    return OK


def _place(root: Path) -> str:
    """Where the site lies on the server: what `publish` switches there, or an example."""
    target = publish.settings_of(root).target
    if isinstance(target, OwnServer) and target.path.startswith("/"):
        return f"{target.path}/current"
    return "/srv/kiez/output"


def server_files(site: Hosting, place: str) -> dict[str, str]:
    """All files by their names below the folder; ``place`` is where the site lies on the server."""
    return {
        **{f"nginx/{name}": text for name, text in nginx(site, root=place).items()},
        "apache.conf": vhost(site, root=place),
        "Caddyfile": caddyfile(site, root=place),
    }
