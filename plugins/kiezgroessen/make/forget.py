"""What the store of pictures may keep: nobody who is no longer shown, and nothing that nobody asks for."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from ..plan.media import MediaPlan
from .run import Tools, keys_of
from .store import Store


def forget(plans: Iterable[MediaPlan], *, store: Store, fonts: Path, now: float | None = None) -> int:
    """Forget every picture of a photo that these plans do not show there, and what was not used for a month.

    It may be somebody who has said no, so it goes at once: a photo that is on no page any more, and share images with
    a photo that stands on a page only. What differs in other ways stays for a while, because the preview and the
    published site take turns and have other addresses on their share images. ``fonts`` as in `perform`, ``now`` in
    seconds since 1970; says how many files went.
    """
    tools = Tools.here(fonts)
    used = {key for plan in plans for _, key in keys_of(plan, tools)}
    shown = {_photo_of(key) for key in used}
    return store.prune(
        used,
        may_stay=lambda key: _photo_of(key).endswith("-text") or _photo_of(key) in shown,
        now=time.time() if now is None else now,
    )


def _photo_of(key: str) -> str:
    """The beginning of a key: which photo, and whereon."""
    return key.rpartition("-")[0]
