"""The releases on an own server: how they are called, which of them stay, and to which one may go back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

KEPT = 5
_NAME = re.compile(r"(\d{8}T\d{6}\.\d{6})Z-([0-9a-f]{12})")
_TIME = "%Y%m%dT%H%M%S.%f"


@dataclass(frozen=True, slots=True, order=True)
class Release:
    """A whole site as it was built once: when the build began to read its sources, and the digest of its manifest.

    The beginning counts, because whatever was taken down before it cannot be in it.
    """

    built: dt.datetime
    digest: str

    @property
    def name(self) -> str:
        """The name of its folder: names in the order of the alphabet are in the order of time."""
        return f"{stamp(self.built)}-{self.digest[:12]}"


def stamp(when: dt.datetime) -> str:
    """A time as names and notes on the server have it; ``when`` has a zone."""
    return f"{when.astimezone(dt.UTC).strftime(_TIME)}Z"


def time_of(text: str) -> dt.datetime:
    """The other way round. Raises `ValueError`."""
    return dt.datetime.strptime(text, f"{_TIME}Z").replace(tzinfo=dt.UTC)


def release_of(name: str) -> Release | None:
    """The release a folder holds; `None` for a folder that is something else. Its digest is the short one."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        return Release(time_of(f"{found[1]}Z"), found[2])
    except ValueError:
        return None


def surplus(releases: Sequence[Release], current: Release, not_before: dt.datetime | None) -> list[Release]:
    """Those to delete: built before the newest takedown, the same as a newer one, and all but the newest `KEPT`.

    Never the one that is online.
    """
    doomed, kept, seen = [], 1, {current.digest[:12]}
    for release in sorted(releases, reverse=True):
        if release.name == current.name:
            continue
        crossed = not_before is not None and release.built < not_before
        if crossed or release.digest[:12] in seen or kept >= KEPT:
            doomed.append(release)
        else:
            seen.add(release.digest[:12])
            kept += 1
    return doomed


def older(releases: Sequence[Release], current: Release, not_before: dt.datetime | None) -> list[Release]:
    """Where one may go back to without asking for one by name, the newest first."""
    return [
        release
        for release in sorted(releases, reverse=True)
        if release < current and (not_before is None or release.built >= not_before)
    ]
