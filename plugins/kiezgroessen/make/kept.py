"""What planning and rendering work out anew in every build although it seldom changes, kept in the store.

Fitted names depend on the names, the fonts and the code that fits them; prepared templates on the templates and the
code that sets Jinja up; examples of the style guide on both, their own files and what views are made of. All of that is
in the keys, so nothing here can be out of date.
"""

from __future__ import annotations

import hashlib
import json
import marshal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2.bccache import Bucket, BytecodeCache

from ..plan.fit import FittedLine, FittedName
from ..plan.views import Example
from .store import Store, key_of

_PACKAGE = Path(__file__).resolve().parents[1]
_FITTING = (
    "plan/breaks.py",
    "plan/desk.py",
    "plan/fit.py",
    "plan/lines.py",
    "read/fonts.py",
    "read/releases.py",
    "make/kept.py",
)
_RENDERING = ("render/environment.py", "render/jinja.py", "make/kept.py")
_EXEMPLIFYING = ("render/examples.py", "languages.py", "read/letters.py", "plan/*.py", *_RENDERING, *_FITTING)

Fitted = Mapping[tuple[str, float], FittedName]
"""Names by their text and the greatest height they may have."""


_LIBRARIES = ("babel", "icalendar", "jinja2", "markdown", "markupsafe", "nh3", "pillow", "pydantic", "uharfbuzz")
"""What the bytes of pages depend on beside our own code and Python."""


def code_key() -> str:
    """The key for our code, the libraries it leans on, and Python."""
    code = [path.read_bytes() for path in sorted(_PACKAGE.rglob("*.py"))]
    made_by = (sys.version, *(version(name) for name in _LIBRARIES))
    return key_of("code", made_by, [key_of(data) for data in code])


def theme_key(theme: Path) -> str:
    """The key for everything in a theme."""
    shown = [
        (path.relative_to(theme).as_posix(), path.read_bytes()) for path in sorted(theme.rglob("*")) if path.is_file()
    ]
    return key_of("theme", [(name, key_of(data)) for name, data in shown])


def names_key(fonts: Path) -> str:
    """The key for all fitted names; ``fonts`` is the folder of the releases they are measured with."""
    return key_of("names", _measuring(fonts), _digests(_sources(_FITTING)))


def _measuring(fonts: Path) -> tuple[object, ...]:
    """The shaper and the releases that names are measured with."""
    releases = sorted(path for path in fonts.rglob("*") if path.suffix in (".ttf", ".woff2"))
    return version("uharfbuzz"), version("fonttools"), _digests(releases)


class Names(Mapping[tuple[str, float], FittedName]):
    """Fitted names as they were kept; each is unpacked when it is asked for, and most builds ask for a few."""

    def __init__(self, rows: Mapping[tuple[str, float], tuple[Any, ...]]) -> None:
        self._rows = rows

    def __getitem__(self, name: tuple[str, float]) -> FittedName:
        lines, width, height, script = self._rows[name]
        return FittedName(tuple(FittedLine(*line) for line in lines), width, height, script)

    def __iter__(self) -> Iterator[tuple[str, float]]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def load_names(store: Store, key: str) -> Names:
    """The names of the last build; none where there was none."""
    data = store.get(key)
    return Names(marshal.loads(data) if data is not None else {})  # noqa: S302 - as trustworthy as __pycache__


def keep_names(store: Store, key: str, names: Fitted) -> None:
    """Keeps these names for the next build, and forgets all others."""
    rows = {
        (str(text), limit): (
            tuple((str(line.text), line.x, line.baseline, line.size, line.stretch, line.length) for line in name.lines),
            name.width,
            name.height,
            name.script,
        )
        for (text, limit), name in sorted(names.items())
    }
    store.put(key, marshal.dumps(rows))


class Templates(BytecodeCache):
    """Jinja's prepared templates. They are code, so they come from the store only, which knows when one is damaged."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._made_by = (version("jinja2"), version("markupsafe"), sys.version, _digests(_sources(_RENDERING)))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja: fills the bucket, or leaves it empty."""
        data = self._store.get(self._key(bucket))
        if data is not None:
            bucket.code = marshal.loads(data)  # noqa: S302 - as trustworthy as what Python keeps in __pycache__

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja, once it has prepared a template."""
        # Jinja's own form begins with a pickle, which says nothing that the key does not say.
        self._store.put(self._key(bucket), marshal.dumps(bucket.code))

    def _key(self, bucket: Bucket) -> str:
        return key_of("template", self._made_by, bucket.key, bucket.checksum)


def kept_examples(store: Store, theme: Path, make: Callable[[], Iterable[Example]]) -> tuple[Example, ...]:
    """What the style guide shows, by ``make`` where it was not made yet: half a second for what nobody has changed."""
    every = [path for room in ("templates", "components") for path in sorted((theme / room).rglob("*"))]
    shown = [path for path in every if path.suffix in (".html", ".yaml")]
    names = [path.relative_to(theme).as_posix() for path in shown]
    made_by = (sys.version, *map(version, ("jinja2", "markupsafe", "pyyaml")), _measuring(theme / "static/fonts"))
    key = key_of("examples", made_by, names, _digests((*shown, *_sources(_EXEMPLIFYING))))
    data = store.get(key)
    if data is not None:
        return tuple(Example(*row) for row in json.loads(data))
    examples = tuple(make())
    rows = [(example.component, example.title, example.html) for example in examples]
    store.put(key, json.dumps(rows, ensure_ascii=False).encode())
    return examples


def _sources(patterns: Iterable[str]) -> list[Path]:
    """Files of our own code."""
    return [path for pattern in patterns for path in sorted(_PACKAGE.glob(pattern))]


def _digests(files: Iterable[Path]) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
