"""`tasks.py serve`: the site as it will look, in the browser as soon as something is saved.

Three threads put what happens into one queue (the watcher, and two that listen to the builder), and one loop answers.
"""

from __future__ import annotations

import queue
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ..dates import today
from ..problems import Problem, Severity, as_text, has_errors
from ..write.lock import BusyError, held
from .crashes import problem_of
from .exits import FAILED, OK, date_complaint
from .failures import hindrance
from .serve_builder import Asked
from .serve_child import Child, Ended, Heard
from .serve_http import start
from .serve_hub import Hub
from .serve_told import named, spoken_time
from .serve_watch import BURST, Watcher
from .settings import HOUSE

PREVIEW = "cache/vorschau"
"""Not ``output/``: what is served says localhost in every address and is not to be uploaded."""
_APART = 1.0
"""Seconds: what comes sooner after a change goes on with it, what comes later is somebody who has saved again."""
_SECOND_LOOK = 0.08
"""Seconds in which an error may be mended before anybody hears of it: editors empty a file before they fill it."""
_QUIET = 3.0
"""Seconds without a change after which is done what can wait."""


def main(*, port: int = 8000, date: str | None = None, root: Path | None = None) -> int:
    """Builds, serves on this computer only, and builds again after every change, until Ctrl+C."""
    if date and (complaint := date_complaint(date)):
        print(complaint, file=sys.stderr)
        return FAILED
    root = (root or Path.cwd()).resolve()
    preview, hub = root / PREVIEW, Hub()
    try:
        with held(preview, "angesehen"):
            server = start(preview, port, hub)
            if server is None:
                others = "Ein anderer:  python3 tasks.py serve --port 8100"
                print(f"Die Anschlüsse {port} bis {port + 9} sind belegt. {others}")
                return FAILED
            threading.Thread(target=server.serve_forever, daemon=True).start()
            loop = Loop(root, preview, f"http://localhost:{server.server_port}", date or "", hub)
            try:
                with _terminated():
                    loop.run()
            except KeyboardInterrupt:
                print("\nBis bald.")
            finally:
                loop.stop()
                server.shutdown()
    except (OSError, BusyError) as reason:
        if (said := hindrance(reason, root)) is None:
            raise
        print(said, file=sys.stderr)
        return FAILED
    return OK


class Loop:
    """What has happened, one after the other, and what follows from it."""

    def __init__(self, root: Path, preview: Path, address: str, date: str, hub: Hub) -> None:
        self._root, self._preview, self._address, self._date, self._hub = root, preview, address, date, hub
        self._happened: queue.SimpleQueue[set[str] | tuple[Child, Heard]] = queue.SimpleQueue()
        self._watcher = Watcher(root)
        self._child: Child | None = None
        self._waiting: set[str] | None = set()
        """What has changed since the builder was asked; ``None``: nothing."""
        self._busy = True
        self._asked = self._since = time.monotonic()
        self._unanswered: float | None = None
        """When the builder was asked first since it has answered last."""
        self._started = False
        self._settled = False
        self._day = today()
        self._problems: tuple[Problem, ...] = ()
        self._named = ""
        self._reported: tuple[Problem, ...] = ()
        self._found: tuple[Problem, ...] = ()
        """What was wrong with the finished tree when it was looked through last."""
        self._opened = time.monotonic()
        self._welcomed = False

    def run(self) -> None:
        """Until something is raised."""
        print("Die Website wird gebaut …", flush=True)
        self._begin()
        threading.Thread(target=self._watch, daemon=True).start()
        while True:
            try:
                happened = self._happened.get(timeout=0.5)
            except queue.Empty:
                self._idle()
                continue
            self._happen(happened)

    def _happen(self, happened: set[str] | tuple[Child, Heard]) -> None:
        if isinstance(happened, set):
            self._changed(happened)
        elif happened[0] is self._child:
            self._heard(happened[1])

    def stop(self) -> None:
        """Ends everything that was started."""
        self._watcher.stop()
        if self._child is not None:
            self._child.stop()

    def _watch(self) -> None:
        for paths in self._watcher.changes():
            self._happened.put(paths)

    def _begin(self) -> None:
        self._hub.begin()
        self._busy, self._started, self._unanswered = True, False, None
        self._child = Child(
            self._root,
            self._preview,
            self._address,
            self._date,
            lambda child, said: self._happened.put((child, said)),
        )

    def _changed(self, paths: set[str]) -> None:
        before, self._since = self._since, time.monotonic()
        self._settled = False
        self._waiting = (self._waiting or set()) | paths
        if any(self._watcher.replaces(path) for path in paths):
            if self._child is not None:
                self._child.stop()
            self._begin()
        elif self._child is None:
            self._begin()
        elif self._started and not (self._is_late() and self._since - before < _APART):
            self._ask()

    def _is_late(self) -> bool:
        """Whether the builder is asked for so long that what goes on changing interrupts it no more."""
        return self._unanswered is not None and time.monotonic() - self._unanswered > BURST / 1000

    def _ask(self) -> None:
        """The builder hears it at once, whatever it is at."""
        if self._child is None:
            return
        paths, self._waiting = self._waiting or set(), None
        if paths:
            self._named = named(self._root, paths)
        self._busy, self._asked = True, time.monotonic()
        self._unanswered = self._unanswered or self._asked
        self._hub.begin()
        self._child.ask(Asked(tuple(paths), self._hub.names()))

    def _heard(self, said: Heard) -> None:
        if isinstance(said, Ended):
            self._ended(said)
            return
        if said.files:
            self._hub.pages(set(said.files))
        match said.kind:
            case "begun":
                self._watcher.theme = Path(said.theme)
                self._started = True
                self._ask()
            case "built":
                self._done(said.problems)
                self._answered()
            case "settled" if not self._busy:
                self._done(said.problems)
            case "failed" if not self._answered():
                self._fail(said.problems)
            case "checked":
                self._checked(said.problems)

    def _ended(self, said: Ended) -> None:
        again = self._started and self._waiting is not None
        self._child = None
        self._started = False
        # What has been saved meanwhile may have mended it.
        if again:
            self._begin()
        else:
            self._fail((problem_of(said, (self._root, HOUSE)),))

    def _answered(self) -> bool:
        """The builder is asked again where something has changed that it has not heard of."""
        self._unanswered = None
        if self._waiting is None:
            return False
        self._ask()
        return True

    def _done(self, problems: tuple[Problem, ...]) -> None:
        took = time.monotonic() - self._asked
        self._busy = False
        self._problems = problems
        self._hub.done(problems)
        if not self._welcomed:
            print(f"Fertig nach {spoken_time(time.monotonic() - self._opened)}.", flush=True)
            self._welcome()
        elif self._named:
            print(f"{self._named}: {spoken_time(took)}", flush=True)
        self._named = ""
        self._report(problems)

    def _checked(self, problems: tuple[Problem, ...]) -> None:
        # Nothing of it stops anybody who writes; `build` will not have it.
        self._found = tuple(replace(problem, severity=Severity.WARNING) for problem in problems)
        self._hub.done((*self._problems, *self._found))
        self._report(self._problems)

    def _fail(self, problems: tuple[Problem, ...]) -> None:
        time.sleep(_SECOND_LOOK)
        meanwhile = []
        while not self._happened.empty():
            meanwhile.append(self._happened.get())
        # Only what is saved can have mended it; the builder goes on with pictures that it owes.
        if not any(isinstance(happened, set) for happened in meanwhile):
            self._say_failed(problems)
        for happened in meanwhile:
            self._happen(happened)

    def _say_failed(self, problems: tuple[Problem, ...]) -> None:
        self._busy = False
        self._problems = problems
        self._hub.done(problems)
        if self._named:
            print(self._named, flush=True)
        self._named = ""
        self._report(problems)
        if not self._welcomed:
            self._welcome()

    def _report(self, problems: tuple[Problem, ...]) -> None:
        """Each problem once, until it is gone."""
        every = (*problems, *self._found)
        # A line more above a problem makes no other problem of it.
        placeless = tuple(replace(problem, line=None, column=None) for problem in every)
        fresh = [problem for problem, known in zip(every, placeless, strict=True) if known not in self._reported]
        if fresh:
            print(as_text(fresh), flush=True)
        elif has_errors(self._reported) and not has_errors(every):
            print("Behoben.", flush=True)
        self._reported = placeless

    def _welcome(self) -> None:
        self._welcomed = True
        print(f"\n    {self._address}\n\nSpeichern genügt. Aufhören: Strg+C\n", flush=True)

    def _idle(self) -> None:
        if self._busy or self._child is None or not self._started:
            return
        if not self._date and self._day != (day := today()):
            self._day = day
            self._named = "Ein neuer Tag"
            self._settled = False
            self._ask()
        elif not self._settled and time.monotonic() - self._since > _QUIET and not has_errors(self._problems):
            self._settled = True
            self._child.settle()


@contextmanager
def _terminated() -> Iterator[None]:
    """Whoever ends this process ends its builder as well."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
