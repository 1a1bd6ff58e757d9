"""What an edit is, and what several kinds of edits need."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from .place import Place
from .world import Text, World, subject

Do: TypeAlias = Callable[[random.Random, Place], str]
"""Changes the world of a place, or what lies there, by chance; says in German what it did, "" where there was nothing
to do."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Edit:
    """Something that happens to a site, ``weight`` times as often as what has 1."""

    name: str
    weight: int
    do: Do


def any_of(chance: random.Random, many: Sequence[T]) -> T | None:
    """One of them; none where there is none."""
    return chance.choice(many) if many else None


def other(chance: random.Random, many: Sequence[T], than: object) -> T:
    """One of them that is not the one that is there."""
    return chance.choice([one for one in many if one != than])


def texts_of(world: World, *kinds: str, lang: str | None = "de") -> list[tuple[str, Text]]:
    """Paths and texts of these kinds (all without any), in one language or in every."""
    found = ((path, text, subject(path)) for path, text in sorted(world.texts.items()))
    return [(path, text) for path, text, (kind, _, tongue) in found if _fits(kind, kinds) and lang in (None, tongue)]


def _fits(kind: str, kinds: Sequence[str]) -> bool:
    return kind in kinds if kinds else kind != "kiez"


def entries(text: Text, key: str) -> list[dict[str, Any]]:
    """The entries of a list of groups that are there."""
    return [entry for entry in text.header.get(key) or [] if isinstance(entry, dict)]


def leaves(values: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, str | int, str]]:
    """Every string in a header: what holds it, where, and the field it belongs to."""
    pairs = values.items() if isinstance(values, dict) else enumerate(values)
    for key, value in list(pairs):
        if isinstance(value, str):
            yield values, key, next(str(part) for part in (key, *reversed(at)) if isinstance(part, str))
        elif isinstance(value, dict | list):
            yield from leaves(value, (*at, key))
