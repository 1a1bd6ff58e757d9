"""What the store may keep: nobody who is no longer shown, and nothing that nobody asks for."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from pathlib import Path

from ..link.kiez import Kiez
from ..model.parts import Channel
from ..plan.media import MediaPlan
from .archive import may_archive_stay
from .run import Tools, keys_of
from .store import Store

_ARCHIVE = "zip"


def forget(
    plans: Iterable[MediaPlan],
    *,
    store: Store,
    fonts: Path,
    also: Collection[str] = (),
    allowed: Collection[str] = (),
    now: float | None = None,
) -> int:
    """Forget every entry with a photo that is not shown there any more, and what was not used for a month.

    It may be somebody who has said no, so it goes at once: a photo that is on no page any more, share images with a
    photo that stands on a page only, an archive with one of them. What differs in other ways stays for a while,
    because the preview and the published site take turns and have other addresses on their share images. So does what
    only the published site has, where it is ``allowed`` (`allowed_photos`).

    ``plans`` and ``fonts`` as in `perform`; ``also`` are the keys of all else that the build has asked for; ``now`` is
    in seconds since 1970. Says how many entries went.
    """
    tools = Tools.here(fonts)
    used = {key for plan in plans for _, key in keys_of(plan, tools)} | set(also)
    shown = {photo_of(key) for key in used} | set(allowed)
    return store.prune(used, may_stay=lambda key: may_stay(key, shown), now=time.time() if now is None else now)


def allowed_photos(kiez: Kiez) -> set[str]:
    """The beginnings of keys of all that may be made for paper and press, whether this build makes it or not."""
    portraits = [photo for node in kiez.active for photo in node.photos if photo.index == 0]
    found = {f"{one.source.digest[:16]}-druck" for one in portraits if Channel.PRINT in one.channels}
    for nodes in (kiez.businesses, kiez.institutions, kiez.actions):
        for node in nodes.values():
            found |= {f"{one.source.digest[:16]}-presse" for one in node.photos if Channel.PRESS in one.channels}
    return found


def may_stay(key: str, shown: Collection[str]) -> bool:
    """Whether nobody can be seen in an entry who is not shown there."""
    start = photo_of(key)
    if start.split(".")[0] == _ARCHIVE:
        return may_archive_stay(key, shown)
    return start.endswith("-text") or start in shown


def photo_of(key: str) -> str:
    """The beginning of a key: which photo, and whereon."""
    return key.rpartition("-")[0]
