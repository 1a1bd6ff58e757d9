"""What has to be linked again: nothing, where only the words below some headers have changed.

Linking looks at headers, never at what stands below them, so its result is the same with other words in it
(`tests/test_link.py` links both ways).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..model.entry import Translated
from ..model.validate import Model
from .kiez import KINDS, Kiez


def relinked(kiez: Kiez, before: Model, after: Model) -> Kiez | None:
    """The Kiez that was linked from ``before``, with the words of ``after``; ``None`` where more than words differs."""
    if before.programme is not after.programme or before.folders != after.folders:
        return None
    changed: dict[str, Mapping[str, Any]] = {}
    for kind in KINDS:
        old, fresh = getattr(before, kind), getattr(after, kind)
        if old.keys() != fresh.keys():
            return None
        others = {slug: text for slug, text in fresh.items() if text is not old[slug]}
        if not all(_same_headers(old[slug], text) for slug, text in others.items()):
            return None
        nodes = getattr(kiez, kind)
        shown = {slug: text for slug, text in others.items() if slug in nodes}
        # An action whose day has not come is shown without what it says of it.
        if any(nodes[slug].text is not old[slug] for slug in shown):
            return None
        if shown:
            changed[kind] = {**nodes, **{slug: replace(nodes[slug], text=text) for slug, text in shown.items()}}
    return replace(kiez, **changed)  # type: ignore[arg-type]  # each mapping is of its own kind


def _same_headers(one: Translated[Any], other: Translated[Any]) -> bool:
    return one.entries.keys() == other.entries.keys() and all(
        mine.origin.header == theirs.origin.header
        and mine.origin.beside == theirs.origin.beside
        and mine.record == theirs.record
        for mine, theirs in ((one.entries[lang], other.entries[lang]) for lang in one.entries)
    )
