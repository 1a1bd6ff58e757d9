"""Fitted names, kept from build to build. What they depend on is in their key, so none can be out of date."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from ..plan.fit import FittedLine, FittedName
from .store import Store, key_of

_PACKAGE = Path(__file__).resolve().parents[1]
FITTING = (
    "plan/breaks.py",
    "plan/fit.py",
    "plan/lines.py",
    "plan/ways.py",
    "read/fonts.py",
    "read/releases.py",
    "make/names.py",
)
"""What fits a name, keeps it and finds it again."""


def names_key(fonts: Path) -> str:
    """The key for all fitted names; ``fonts`` is the folder of the releases they are measured with."""
    return key_of("names", measuring(fonts), digests(sources(FITTING)))


def measuring(fonts: Path) -> tuple[object, ...]:
    """The shaper and the releases that names are measured with."""
    releases = sorted(path for path in fonts.rglob("*") if path.suffix in (".ttf", ".woff2"))
    return version("uharfbuzz"), version("fonttools"), digests(releases)


def packed_name(name: FittedName) -> bytes:
    """A name as it is kept, in less than half of the memory."""
    lines = [(str(line.text), line.x, line.baseline, line.size, line.stretch, line.length) for line in name.lines]
    return marshal.dumps((lines, name.width, name.height, name.script))


class Names(Mapping[tuple[str, float], FittedName]):
    """Fitted names by their text and the greatest height they may have, from `packed_name`.

    Each is unpacked when it is asked for, and most builds ask for a few.
    """

    def __init__(self, rows: Mapping[tuple[str, float], bytes]) -> None:
        self.rows = rows

    def __getitem__(self, name: tuple[str, float]) -> FittedName:
        lines, width, height, script = marshal.loads(self.rows[name])  # noqa: S302 - as trustworthy as __pycache__
        return FittedName(tuple(FittedLine(*line) for line in lines), width, height, script)

    def __iter__(self) -> Iterator[tuple[str, float]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def load_names(store: Store, key: str) -> Names:
    """The names of the last build; none where there was none."""
    data = store.get(key)
    return Names(marshal.loads(data) if data is not None else {})  # noqa: S302 - as trustworthy as __pycache__


def keep_names(store: Store, key: str, names: Names) -> None:
    """Keeps these names for the next build, and forgets all others."""
    store.put(key, marshal.dumps(dict(sorted(names.rows.items()))))


def sources(patterns: Iterable[str]) -> list[Path]:
    """Files of our own code."""
    return [path for pattern in patterns for path in sorted(_PACKAGE.glob(pattern))]


def digests(files: Iterable[Path]) -> list[str]:
    """SHA-256 of each, in hexadecimal digits."""
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
