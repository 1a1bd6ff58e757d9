"""The site without somebody: built from the texts, or, while others have errors, from the last good ones.

What was built from those may be published as it is: nobody stays online because somebody else has mistyped something.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from ..check.manifest import ManifestError
from ..problems import ContentError, Problem, as_text
from ..write.source import COPY, keep_source
from .build import build
from .kit import settings_of
from .making import ONLY_USED
from .manifest import digest_of, manifest_of

_CONF = "publishconf.py"
_NOTE = "ohne-herausgenommene.json"
"""In the cache: the digest of the manifest of an output that may be published, and since when it is."""
_FROM_COPY = """
Diese Fehler standen im Weg. Gebaut wurde deshalb aus dem letzten guten Stand, ohne das Herausgenommene."""
_MAY_GO = "Auch solange sie nicht behoben sind, bringt »python3 tasks.py publish« diesen Stand ins Netz."
_PREVIEW = "In output/ lag eine Vorschau. Ins Netz kommt der Stand erst, wenn die Fehler behoben sind."


@dataclass(frozen=True, slots=True)
class Built:
    """What came of it: ``problems`` where nothing could be built, and else whether it ``may_go`` online as it is."""

    problems: tuple[Problem, ...] = ()
    may_go: bool = False


def build_without(root: Path, output: Path, cache: Path, *, date: str | None, site_url: str | None) -> Built:
    """Builds; where other texts have errors, from the last good source, which is without the person by now."""
    conf, overrides = _as_before(root, output)
    overrides |= {"KIEZ_CACHE": str(cache), ONLY_USED: True}
    if date:
        overrides["KIEZ_DATE"] = date
    if site_url:
        overrides |= {"SITEURL": site_url, "FEED_DOMAIN": site_url}
    since = time.time_ns()
    try:
        build(root, output, conf, overrides)
    except ContentError as fault:
        return _from_copy(root, output, conf, overrides, fault)
    keep_source(root, root / COPY, since=since)
    return Built(may_go=_may_go(conf, overrides))


def note_output(output: Path, cache: Path, when: dt.datetime) -> None:
    """Notes that this output may be published as it is; it counts as built at ``when`` (UTC), the takedown being over.

    Whatever is built later is another one, and the note then means nothing.
    """
    rows = {"manifest": digest_of(manifest_of(output)), "when": when.isoformat()}
    (cache / _NOTE).write_text(json.dumps(rows), "utf-8")


def ready_since(output: Path, cache: Path, not_before: dt.datetime | None) -> dt.datetime | None:
    """Since when an output is one that may be published as it is; ``None`` where it is not, or somebody has gone since.

    ``not_before`` is the newest takedown. Whether the output still is what its manifest says is asked elsewhere.
    """
    try:
        rows = json.loads((cache / _NOTE).read_text("utf-8"))
        when = dt.datetime.fromisoformat(rows["when"])
        same = rows["manifest"] == digest_of(manifest_of(output))
    except (OSError, ValueError, TypeError, KeyError, ManifestError):
        return None
    return when if same and (not_before is None or when >= not_before) else None


def forget_output(cache: Path) -> None:
    """It is online: until the errors are mended there is nothing more to publish."""
    (cache / _NOTE).unlink(missing_ok=True)


def _from_copy(root: Path, output: Path, conf: str, overrides: dict[str, object], fault: ContentError) -> Built:
    copy = root / COPY
    if not copy.is_dir():
        return Built(fault.problems)
    try:
        build(root, output, conf, overrides | {"KIEZ_ROOT": str(copy), "PATH": str(copy / "content")})
    except ContentError as again:
        return Built((*fault.problems, *again.problems))
    may_go = _may_go(conf, overrides)
    print(f"\n{as_text(fault.problems)}", file=sys.stderr)
    print(f"{_FROM_COPY}\n{_MAY_GO if may_go else _PREVIEW}")
    return Built(may_go=may_go)


def _may_go(conf: str, overrides: dict[str, object]) -> bool:
    """Whether it was built as it is when it is published."""
    return conf == _CONF and "SITEURL" not in overrides


def _as_before(root: Path, output: Path) -> tuple[str, dict[str, object]]:
    """The settings that the output was made with: nobody waits for sheets that it never had.

    Told by its address and by what is in it; without an output those for publishing.
    """
    robots = output / "robots.txt"
    if not robots.is_file():
        return _CONF, {}
    line = next((line for line in robots.read_text("utf-8").splitlines() if line.startswith("Sitemap:")), "")
    before = line.partition(":")[2].strip().rpartition("/")[0]
    kits = {"KIEZ_KITS": any(output.glob("**/material/*.zip"))}
    if before in ("", settings_of(root)[0]):
        return _CONF, {**kits}
    return "pelicanconf.py", {**kits, "SITEURL": before, "FEED_DOMAIN": before}
