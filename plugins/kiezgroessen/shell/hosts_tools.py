"""Netlify and Cloudflare Pages, by their own tools: the hosts switch at once, the tools know the keys."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..check.manifest import ManifestError, read_manifest
from .connection import PublishError
from .manifest import KEPT, Manifest
from .targets import Cloudflare, Netlify

_MISSING = "Auf diesem Computer fehlt »{tool}«, das Programm des Anbieters."
_STAYS = (
    "Achtung: {host} hält auch frühere Stände unter eigenen Adressen bereit."
    " Wurde etwas für immer herausgenommen, müssen sie dort von Hand gelöscht werden (Deployments)."
)


@dataclass(frozen=True, slots=True)
class ToolHost:
    """A host that is spoken to by a program of its own. It does not say what is online; ``cache`` remembers."""

    target: Netlify | Cloudflare
    cache: Path

    def ready(self) -> None:
        """Whether the tool is there; it alone knows whether its keys are good. Raises `PublishError`."""
        tool, *_ = command(self.target, Path())
        if shutil.which(tool) is None:
            raise PublishError(_MISSING.format(tool=tool))

    def online(self) -> Manifest | None:
        """What was published last from here."""
        try:
            return read_manifest((self.cache / KEPT).read_text("utf-8"))
        except (OSError, ValueError, ManifestError):
            return None

    def bring(self, output: Path, _text: str, _started: dt.datetime) -> str:
        """Hands ``output`` over. Raises `PublishError`."""
        words = command(self.target, output)
        try:
            done = subprocess.run(
                words, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace", check=False
            )
        except FileNotFoundError as exc:
            raise PublishError(_MISSING.format(tool=words[0])) from exc
        if done.returncode != 0:
            last = [f"    {line}" for line in (done.stderr.strip() or done.stdout.strip()).splitlines()[-5:]]
            raise PublishError("\n".join([f"»{words[0]}« ist nicht fertig geworden.", *last]))
        host = "Netlify" if isinstance(self.target, Netlify) else "Cloudflare"
        return f"{host} hat den neuen Stand.\n{_STAYS.format(host=host)}"


def command(target: Netlify | Cloudflare, output: Path) -> Sequence[str]:
    """The command line that brings ``output`` online."""
    folder = str(output.resolve())
    if isinstance(target, Netlify):
        return ("netlify", "deploy", "--prod", "--no-build", "--dir", folder, "--site", target.site)
    # »main« is what the host takes for the site itself; any other branch would only be a preview of it.
    where = ("--project-name", target.project, "--branch", "main", "--commit-dirty=true")
    return ("wrangler", "pages", "deploy", folder, *where)
