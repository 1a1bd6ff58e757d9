"""What Pelican writes: the news and their feed. Where those have not changed it is not started.

What it writes follows from their finished pages and its settings alone; importing it and letting it look for texts
takes as long as everything else in a build with one change.
"""

from __future__ import annotations

import logging
import marshal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..make.notebook import Notebook
from ..make.store import key_of
from ..problems import Problem, error
from ..write.draft import Draft
from ..write.files import names_below
from .making import Prepared
from .settings import conf_of, pelican_settings

_ROW = "pelican"


class PelicanPart:
    """Pelican's part of a build; ``book`` remembers what it wrote the last time."""

    def __init__(self, book: Notebook) -> None:
        self._book = book
        self._new: bytes | None = None

    def write(
        self, root: Path, conf: str, overrides: dict[str, Any], prepared: Prepared, draft: Draft
    ) -> list[Problem]:
        """Puts its files into the draft; gives what it complains of. Raises whatever Pelican does."""
        if not prepared.site.typed:
            return []
        file = conf_of(root, conf)
        texts = [path.read_bytes() for path in sorted(file.parent.glob("*conf.py"))]
        said = sorted((key, repr(value)) for key, value in overrides.items())
        key = key_of(str(file), texts, said, prepared.site.texts_key)
        # What it kept of its own is still its own when something of that is not there any more.
        others = set(draft.rows)
        asked, names = marshal.loads(self._book.get("state", _ROW) or marshal.dumps(("", ())))  # noqa: S302 - our own
        if asked == key and all(draft.keep(name, digest) for name, digest in names):
            return []
        # What cannot be cleared away is no reason to keep the old site.
        with TemporaryDirectory(prefix="kiez-", ignore_cleanup_errors=True) as apart:
            # Pelican writes over what is there, which may be one and the same file in the old tree.
            problems = run(root, conf, overrides, prepared, Path(apart))
            written = sorted(set(names_below(Path(apart))) - others)
            # Without news its feed would have the time of day in it; ours, which is there, has not.
            rows = [(name, draft.put(name, (Path(apart) / name).read_bytes()).digest) for name in written]
        self._new = marshal.dumps((key, tuple(rows)))
        return problems

    def keep(self) -> None:
        """Remembers it. Raises `OSError`."""
        if self._new is not None:
            self._book.change({"state": {_ROW: self._new}}, {})


def run(root: Path, conf: str, overrides: dict[str, Any], prepared: Prepared, output: Path) -> list[Problem]:
    """Lets Pelican write into a folder; gives what it complains of. Raises whatever Pelican does."""
    # Pelican takes a third of a second to import.
    from pelican import Pelican  # noqa: PLC0415
    from pelican.contents import Content  # noqa: PLC0415
    from pelican.log import console  # noqa: PLC0415

    from .adapter import DONE, SETTING  # noqa: PLC0415 - imports Pelican as well

    console.quiet = True  # its only line tells of Pelican's part of the site, not of the site
    settings = pelican_settings(root, conf) | {"KIEZ_ROOT": str(root), "PATH": str(root / "content")} | overrides
    settings |= {"OUTPUT_PATH": str(output), SETTING: prepared, DONE: True}
    heard = _Listener()
    logging.getLogger("pelican").addHandler(heard)
    try:
        Pelican(settings).run()
    finally:
        logging.getLogger("pelican").removeHandler(heard)
        # Its class remembers all articles of this process, and they the whole site: 90 MB after ten small builds.
        Content.get_content.cache.clear()
        Content.get_summary.cache.clear()
    return heard.problems


class _Listener(logging.Handler):
    """Pelican logs what went wrong and goes on; here that is an error like any other."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.problems.append(error("pelican", None, record.getMessage()))
