"""The builder of `tasks.py serve`: a process that goes on, hears what has changed, and does what that takes.

What it has to say goes back on the same line, one `Said` after the other. It is replaced when code or settings change,
so nothing here looks whether they have.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import traceback
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from multiprocessing.connection import Client, Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from .. import forks
from ..dates import parse_day, today
from ..make.crew import Crew
from ..make.forget import allowed_in_kits
from ..make.handed import recall
from ..make.kept import code_key, theme_key
from ..make.notebook import Late
from ..make.store import Store
from ..make.tables import clear
from ..memory import Memory
from ..pages import Urgent
from ..plan import urls
from ..plan.gone import gone_folders
from ..problems import ContentError, Problem, error, has_errors
from ..reading import Reading, read
from ..site import Last, Site, prepare
from ..subjects import Subjects
from ..write.preview import Preview, keep_rows, known_rows
from .build import at_source, looked_over, notebook_of
from .crashes import problem_of
from .failures import hindrance
from .making import PICTURES, Prepared, forget_others, make
from .pelican_part import run
from .settings import HOUSE, core_settings

CONF = "pelicanconf.py"
SETTLE = "settle"
"""Instead of an `Asked`: nothing has changed for a while, what can wait is to be done now."""


_CHUNK = 40
"""Tasks whose pictures are made before anybody hears of them."""


class Asked(NamedTuple):
    """These files have changed (absolute paths), and these pages are looked at (names below the preview)."""

    paths: tuple[str, ...]
    open: frozenset[str]


class Said(NamedTuple):
    """What the builder has to say.

    ``kind`` is ``begun``, ``pages`` (others may follow), ``built`` (all that was asked for is there), ``settled`` (all
    is there, and nobody has asked), ``failed``, ``pictures`` or ``checked``; ``files`` are new since it said something
    last; ``built``, ``settled``, ``failed`` and ``checked`` have ``problems``; ``begun`` says where the ``theme`` lies.
    """

    kind: str
    files: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    theme: str = ""


class Builder:
    """Builds the site below ``root`` into ``folder``; ``date`` is the day, if it is not today."""

    def __init__(self, line: Connection, root: Path, folder: Path, address: str, date: str) -> None:
        self._line = line
        self._root = root
        self._said = {"SITEURL": address, "FEED_DOMAIN": address}
        settings = core_settings(root, CONF, {"KIEZ_ROOT": str(root)} | self._said)
        settings.setdefault("KIEZ_CACHE", str(root / "cache"))
        self._settings: Mapping[str, Any] = settings
        self._date = date or settings.get("KIEZ_DATE")
        self._theme, self._cache = Path(settings["THEME"]), Path(settings["KIEZ_CACHE"])
        self._workers: int = settings["KIEZ_WORKERS"]
        self._book = Late(notebook_of(folder, self._cache))
        self._code = code_key()
        self._memory, self._subjects = Memory(self._book), Subjects(self._book, self._code)
        self._known = known_rows(self._book)
        self._preview = Preview.at(folder, self._known)
        self._site: Site | None = None
        self._reading: Reading | None = None
        self._equipped = True
        """Whether the theme is as it was when the site was made."""
        self._unbuilt: set[str] = set()
        """What has changed since the reading that is known: a build may be interrupted, or fail."""
        self._owed: set[str] = set()
        """The tasks whose pictures are not made yet."""
        self._open: frozenset[str] = frozenset()
        self._fed = ""
        """The key of the texts that the feed was made from; none where there is none of ours."""

    def run(self) -> None:
        """Until the line ends."""
        # Walking through all that is alive takes longer than making a page; it is done when nobody waits.
        gc.disable()
        self._line.send(Said("begun", theme=str(self._theme)))
        while True:
            try:
                asked = self._next()
            except EOFError:
                return
            self._guarded(partial(self._answer, asked))
            # Also after errors: what was right before is looked at.
            self._guarded(self._owed_pictures)

    def _next(self) -> Asked | str:
        """What was asked last, with all that was asked before and not begun: copies change for seconds."""
        asked: Asked | str = self._line.recv()
        while self._line.poll():
            more: Asked | str = self._line.recv()
            if isinstance(asked, Asked) and isinstance(more, Asked):
                asked = Asked((*asked.paths, *more.paths), more.open)
            elif isinstance(more, Asked):
                asked = more
        return asked

    def _guarded(self, work: Callable[[], None]) -> None:
        """Says what goes wrong; nothing does where somebody has saved something meanwhile."""
        try:
            work()
        except forks.Interrupted as ended:
            # They are not done again, so nobody else will ask for their pictures.
            self._owed.update(ended.args)
        except ContentError as fault:
            self._tell("failed", fault.problems)
        except OSError as fault:
            if (said := hindrance(fault, self._root)) is None:
                raise
            self._tell("failed", (error(".", None, said),))
        except Exception:  # noqa: BLE001 - most are in templates, which are being mended
            self._tell("failed", (problem_of(traceback.format_exc(), (self._root, HOUSE)),))

    def _answer(self, asked: Asked | str) -> None:
        if isinstance(asked, Asked):
            self._build(asked)
            return
        # Whoever was interrupted may have left something.
        self._preview.look()
        if self._site is not None and theme_key(self._theme) != self._site.equipment.looks:
            self._equipped = False
        self._build(Asked((), frozenset()), "settled")
        self._owed_pictures()
        self._settle()

    def _build(self, asked: Asked, kind: str = "built") -> None:
        theme = f"{self._theme}/"
        if any(path.startswith(theme) for path in asked.paths):
            self._equipped = False
        date = parse_day(self._date).first if self._date else today()
        self._preview.begin()
        self._unbuilt.update(asked.paths)
        # Who names no file has everything looked at.
        named = self._unbuilt if asked.paths else ()
        changed = [Path(os.path.relpath(path, self._root)).as_posix() for path in named]
        reading = read(self._root, date, self._subjects, workers=self._workers, last=self._reading, changed=changed)
        if reading.kiez is None:
            raise ContentError(reading.problems)
        site, problems = prepare(
            reading.kiez,
            reading.typed,
            theme=self._theme,
            site_url=self._settings["SITEURL"],
            cache=self._cache,
            gone=gone_folders(reading.tombstones),
            workers=self._workers,
            last=Last(
                self._preview,
                self._memory,
                self._subjects,
                self._code,
                self._site if self._equipped else None,
                Urgent(asked.open, self._tell_pages, self._line),
            ),
        )
        if site is None or has_errors(problems):
            raise ContentError([*reading.problems, *problems])
        self._preview.finish({urls.FEED} if reading.kiez.news else (), placed=False)
        self._site, self._reading, self._equipped = site, reading, True
        self._unbuilt.clear()
        self._subjects.keep()
        self._memory.keep()
        self._owed = (self._owed | site.anew) & site.tasks.keys()
        self._tell(kind, (*reading.problems, *problems))
        self._open = asked.open

    def _owed_pictures(self) -> None:
        """First those that somebody is waiting for."""
        if self._site is not None and self._owed:
            files = {key: one.files for key, one in self._site.tasks.items() if key in self._owed}
            self._pictures([key for key in files if any(name in self._open for name, _ in files[key])])
            self._pictures([key for key in files if key in self._owed])

    def _tell_pages(self) -> None:
        if self._preview.written:
            self._tell("pages")

    def _tell(self, kind: str, problems: Collection[Problem] = ()) -> None:
        """With all that was written and not told yet, also by a build that was put off."""
        files = tuple(self._preview.written)
        self._preview.written.clear()
        self._line.send(Said(kind, files, tuple(problems)))

    def _pictures(self, tasks: Sequence[str], size: int = _CHUNK) -> Mapping[str, str]:
        """Those of these tasks, the first ones first; gives their keys by name."""
        every: dict[str, str] = {}
        jobs = [tasks[at : at + size] for at in range(0, len(tasks), size)]
        for number, (problems, keys) in forks.run(self._made, jobs, workers=1, urgent=self._line):
            if has_errors(problems):
                raise ContentError(problems)
            for name, key in keys.items():
                self._preview.note(name, key)
            self._owed.difference_update(jobs[number])
            if self._preview.written:
                self._tell("pictures")
            every |= keys
        return every

    def _made(self, tasks: Sequence[str]) -> tuple[list[Problem], dict[str, str]]:
        if self._site is None:
            return [], {}
        return make(
            self._site.only(tasks),
            Store(self._cache / PICTURES),
            root=self._root,
            theme=self._theme,
            cache=self._cache,
            output=Path(self._preview.folder),
            crew=Crew(self._workers),
        )

    def _settle(self) -> None:
        """What a build does as well, and nobody waits for. Whoever saves something ends it."""
        if self._site is None or self._reading is None or self._reading.kiez is None:
            return
        site, kiez = self._site, self._reading.kiez
        keys = self._pictures([*site.tasks], len(site.tasks))
        self._preview.finish(site.names | keys.keys() | {urls.FEED}, placed=True)
        prepared = Prepared(site, self._root, self._cache, (), (), kiez, self._reading.documents)
        wanted = site.texts_key if kiez.news else ""
        jobs = [self._feed] if wanted != self._fed and wanted else []
        for _, (problems, feed) in forks.run(lambda job: job(prepared), jobs, workers=1, urgent=self._line):
            if has_errors(problems):
                raise ContentError(problems)
            self._preview.put(urls.FEED, feed)
        self._fed = wanted
        keep_rows(self._book, self._preview.rows, self._known)
        self._known = dict(self._preview.rows)
        self._book.flush()
        gc.collect()
        for _, problems in forks.run(lambda _: self._looked(prepared, keys), [None], workers=1, urgent=self._line):
            self._tell("checked", problems)

    def _looked(self, prepared: Prepared, keys: Mapping[str, str]) -> list[Problem]:
        """What is wrong with the finished tree and with kits handed out; what nobody may see is forgotten."""
        clear(self._cache)
        recalled = recall(self._root / "kits", allowed_in_kits(prepared.kiez))
        forget_others(prepared, self._settings, Store(self._cache / PICTURES), keys)
        found, _ = looked_over(Path(self._preview.folder), prepared, self._settings)
        return [*recalled, *(at_source(problem, prepared.site.sources, self._root) for problem in found)]

    def _feed(self, prepared: Prepared) -> tuple[list[Problem], bytes]:
        """Pelican writes the feed of the news; all else that it writes is there already."""
        with TemporaryDirectory(prefix="kiez-", ignore_cleanup_errors=True) as apart:
            problems = run(self._root, CONF, dict(self._said), prepared, Path(apart))
            return problems, (Path(apart) / urls.FEED).read_bytes()


def main() -> None:
    """What the process does; whereto it speaks is told on its standard input."""
    told = json.loads(sys.stdin.readline())
    with Client(told["address"], authkey=bytes.fromhex(told["key"])) as line:
        root, folder = Path(told["root"]), Path(told["folder"])
        Builder(line, root, folder, told["site"], told["date"]).run()
