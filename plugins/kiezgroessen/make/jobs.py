"""Jobs: what is to be made, as values that can travel to whoever makes it, and what comes back.

A job makes bytes out of a plan and photos, and knows nothing of stores and outputs; whoever asked puts them there.
"""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from .. import pool
from ..plan.media import Cut
from ..problems import Problem

Photos: TypeAlias = Mapping[str, bytes]
"""Photos that came along with a job, by their digests. Those that did not are read where their cuts say."""

Kind: TypeAlias = Literal["avif", "jpg", "png", "pdf", "svg", "json"]

_PILLOW: Mapping[Kind, str] = {"avif": "AVIF", "jpg": "JPEG", "png": "PNG"}


@dataclass(frozen=True, slots=True)
class Expected:
    """What is known of a file before it is made: its format, and its size in pixels where that is known (else 0)."""

    kind: Kind
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Room:
    """Where a job finds what is the same for all: ``fonts`` of the theme, ``layouts`` for paper and their fonts.

    ``paper`` are the theme's fonts as the typesetter reads them (`paper_fonts`); beside them it lays its tables.
    """

    fonts: Path = Path()
    layouts: Path = Path()
    paper: Path = Path()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a job came to: bytes by their keys in the store, and what there is to say about what could not be made."""

    made: tuple[tuple[str, bytes], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work: ``make`` is called with ``what``, the room and the photos, in some process within ``limits``.

    ``make`` and ``lost`` are functions at the top of their modules. ``makes`` are all keys it may give, ``cuts`` the
    photos that are looked at, ``weight`` is roughly how many seconds it takes. ``lost`` says what is to be said where
    the process has died of it. ``parts`` are the same work in smaller pieces, where one may be to blame for others.
    """

    make: Callable[[Any, Room, Photos], Answer]
    what: Any
    room: Room
    makes: Mapping[str, Expected]
    cuts: tuple[Cut, ...]
    weight: float
    limits: pool.Limits
    lost: Callable[[Any, pool.Cause], tuple[Problem, ...]]
    parts: tuple[Job, ...] = field(default=())

    @property
    def work(self) -> Work:
        """What has to travel."""
        return self.make, self.what, self.room


Work: TypeAlias = tuple[Callable[[Any, Room, Photos], Answer], Any, Room]


def worked(work: Work, photos: Photos | None = None) -> Answer:
    """Runs in any process. Raises `OSError` where the disk is in the way."""
    make, what, room = work
    return make(what, room, photos or {})


def fits(data: bytes, expected: Expected) -> bool:
    """Whether bytes are what was asked for, as far as their head and their end tell; nothing is decoded."""
    if expected.kind == "pdf":
        return data.startswith(b"%PDF-") and b"%%EOF" in data[-1024:]
    if expected.kind == "svg":
        return data.startswith(b"<svg ") and data.rstrip().endswith(b"</svg>")
    try:
        if expected.kind == "json":
            return isinstance(json.loads(data), list)
        return _size(data, _PILLOW[expected.kind], expected)
    except Exception:  # noqa: BLE001 - damage has many faces
        return False


def _size(data: bytes, name: str, expected: Expected) -> bool:
    from PIL import Image  # noqa: PLC0415 - a build with nothing to make does not load it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(data), formats=[name]) as picture:
            wide, high = picture.size
    whole = expected.kind != "jpg" or data.endswith(b"\xff\xd9")
    return whole and expected.width in (0, wide) and expected.height in (0, high)
