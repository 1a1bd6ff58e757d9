"""What `tasks.py verify-live` says of the files it asked for, and what that looks like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from ..write.manifest import MANIFEST
from .manifest import address_of

GIVE_UP = 10
"""Questions in a row that nobody answered."""
_SHOWN = 20
Verdict: TypeAlias = Literal["good", "missing", "other", "stale", "there", "silent"]
_TITLES: Mapping[Verdict, str] = MappingProxyType(
    {
        "missing": "Fehlen online",
        "other": "Sind online anders, als sie gebaut wurden",
        "stale": "Sind online noch auf dem Stand von davor",
        "there": "Sind online noch da, obwohl es sie nicht mehr gibt",
        "silent": "Ließen sich nicht abrufen",
    }
)
_ON_THE_WAY = (
    "Der Stand ist der richtige, aber etwas auf dem Weg verändert die Seiten. Bei Cloudflare heißt es zum"
    " Beispiel »Email Address Obfuscation«, »Auto Minify« oder »Rocket Loader«: bitte abschalten."
)
_ON_THE_SERVER = (
    "Der Stand ist der richtige, und fast alles stimmt: Dann hat meist jemand auf dem Server von Hand etwas geändert,"
    " oder eine Datei ist dort beschädigt. Bitte noch einmal veröffentlichen."
)
_ANOTHER = "Online ist ein anderer Stand als der in output/."


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a file, in German where there is something to say; ``etag`` of one that is right."""

    name: str
    verdict: Verdict
    reason: str = ""
    etag: str = ""


def report(address: str, found: Sequence[Judged], unasked: int, *, quick: bool) -> str:
    """The whole answer about the site at ``address``; ``unasked`` files were not asked for any more."""
    counts = Counter(one.verdict for one in found)
    sample = ", von den Dateien eine Stichprobe" if quick else ""
    parts = [f"{address}: {len(found)} Adressen verglichen{sample}, {counts['good']} stimmen."]
    if unasked:
        parts.append(f"Abgebrochen: {GIVE_UP}-mal hintereinander kam keine Antwort. {unasked} fehlen noch.")
    for verdict, title in _TITLES.items():
        these = sorted((one for one in found if one.verdict == verdict), key=lambda one: one.name)
        parts += [f"\n{title} ({len(these)}):\n" + "\n".join(_listed(these))] if these else []
    if hint := _hint(found):
        parts.append(f"\n{hint}")
    return "\n".join(parts)


def _listed(these: Sequence[Judged]) -> Iterator[str]:
    """What is the same for several is said once, with the addresses below it."""
    by_reason: dict[str, list[str]] = {}
    for one in these:
        by_reason.setdefault(one.reason, []).append(f"/{address_of(one.name)}")
    for reason, addresses in by_reason.items():
        if len(addresses) == 1:
            yield f"  {addresses[0]}{f' – {reason}' if reason else ''}"
            continue
        if reason:
            yield f"  {reason} ({len(addresses)}):"
        yield from (f"  {'  ' if reason else ''}{address}" for address in addresses[:_SHOWN])
        if len(addresses) > _SHOWN:
            yield f"  {'  ' if reason else ''}… und {len(addresses) - _SHOWN} weitere"


def _hint(found: Sequence[Judged]) -> str:
    """What the differences have in common says where they come from."""
    other = {one.name for one in found if one.verdict == "other"}
    manifest = next((one.verdict for one in found if one.name == MANIFEST), "silent")
    if not other or manifest == "silent":
        return ""
    if manifest != "good":
        return _ANOTHER
    pages = {one.name for one in found if one.name.endswith(".html")}
    # What changes pages on their way does so with all, or with all that have an address of e-mail.
    return _ON_THE_WAY if other <= pages and 2 * len(other) > len(pages) > 1 else _ON_THE_SERVER
