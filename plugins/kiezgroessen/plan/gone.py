"""Below which folders of the site something was taken down: what is missing there is gone, not mistyped (410)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ..read.tombstones import Tombstone
from . import urls
from .media import PICTURES
from .press import PRESS
from .prints import PRINTED
from .share import SHARED

_MADE = (PICTURES, PRINTED, PRESS, SHARED)
_PAGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"betrieb": (urls.WALL,), "aktion": (urls.ACTIONS,), "einrichtung": (urls.INSTITUTIONS, urls.WISHES)}
)


def gone_folders(tombstones: Iterable[Tombstone]) -> tuple[str, ...]:
    """Folders below the site's root, with a slash at the end: ``("betriebe/", "bilder/", ...)``; no language before.

    Pages have the same folder in every language (``tr/betriebe/``), what is made of photos has one for all.
    """
    kinds = {stone.kind for stone in tombstones}
    pages = [folder for kind in kinds for folder in _PAGES.get(kind, ())]
    made = [f"{folder}/" for folder in _MADE] if kinds else []
    return tuple(sorted({*pages, *made}))
