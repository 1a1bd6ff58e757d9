"""What planning and rendering work out anew in every build although it seldom changes, kept in the store.

Prepared templates depend on the templates and the code that sets Jinja up; examples of the style guide on those, the
fonts, their own files and what views are made of. All of that is in the keys, so nothing here can be out of date.
"""

from __future__ import annotations

import json
import marshal
import os
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from ..plan.views import Example
from ..read.names import is_silent
from .names import FITTING, digests, measuring, sources
from .store import Store, key_of

_PACKAGE = Path(__file__).resolve().parents[1]
_RENDERING = ("render/environment.py", "render/jinja.py", "make/kept.py")
_EXEMPLIFYING = ("render/examples.py", "languages.py", "read/letters.py", "plan/*.py", *_RENDERING, *FITTING)

_LIBRARIES = (
    "babel",
    "feedgenerator",
    "fonttools",
    "icalendar",
    "jinja2",
    "markdown",
    "markupsafe",
    "nh3",
    "pelican",
    "pillow",
    "pydantic",
    "pyyaml",
    "uharfbuzz",
)
"""What the bytes of pages depend on beside our own code and Python."""


def code_key() -> str:
    """The key for our code, the libraries it leans on, and Python."""
    code = [path.read_bytes() for path in sorted(_PACKAGE.rglob("*.py"))]
    made_by = (sys.version, *(version(name) for name in _LIBRARIES))
    return key_of("code", made_by, [key_of(data) for data in code])


def theme_key(theme: Path) -> str:
    """The key for everything in a theme; links are followed, and each folder is looked at once.

    What text programs and systems leave beside it is nothing of it: they write that at any time.
    """
    shown: list[tuple[str, str]] = []
    seen: set[str] = set()
    for here, folders, names in os.walk(theme, followlinks=True):
        if (real := os.path.realpath(here)) in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if name != ".git")
        paths = (Path(here, name) for name in names if not is_silent(name))
        shown += [(path.relative_to(theme).as_posix(), key_of(path.read_bytes())) for path in paths if path.is_file()]
    return key_of("theme", sorted(shown))


class Templates(BytecodeCache):
    """Jinja's prepared templates. They are code, so they come from the store only, which knows when one is damaged."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._made_by = (version("jinja2"), version("markupsafe"), sys.version, digests(sources(_RENDERING)))

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
    made_by = (sys.version, *map(version, ("jinja2", "markupsafe", "pyyaml")), measuring(theme / "static/fonts"))
    key = key_of("examples", made_by, names, digests((*shown, *sources(_EXEMPLIFYING))))
    data = store.get(key)
    if data is not None:
        return tuple(Example(*row) for row in json.loads(data))
    examples = tuple(make())
    rows = [(example.component, example.title, example.html) for example in examples]
    store.put(key, json.dumps(rows, ensure_ascii=False).encode())
    return examples
