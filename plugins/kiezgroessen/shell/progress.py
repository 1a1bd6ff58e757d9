"""How far it is: a bar for whoever watches the terminal, a line now and then for a log, nothing where it is quick."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from ..make.crew import Told

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_QUICK = 1.0
"""Seconds that nobody needs to be told about."""
_PAUSE = 15.0
"""Seconds between two lines of a log."""


@contextmanager
def telling(stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> Iterator[Told]:
    """Gives a function to be called with what is made, how much is done and how much there is, as often as one likes.

    ``stream`` is by default standard error, so that what a task prints can be piped on.
    """
    stream = stream or sys.stderr
    with contextlib.ExitStack() as shown:
        yield (_Bars(stream, clock, shown) if stream.isatty() else _Lines(stream, clock)).told


class _Lines:
    """For logs."""

    def __init__(self, stream: TextIO, clock: Callable[[], float]) -> None:
        self._stream, self._clock, self._last = stream, clock, clock()

    def told(self, what: str, done: int, total: int) -> None:
        if self._clock() - self._last >= _PAUSE:
            self._last = self._clock()
            print(f"{what}: {done} von {total}", file=self._stream, flush=True)


class _Bars:
    """For people: a bar for everything that takes its time, gone when it is done."""

    def __init__(self, stream: TextIO, clock: Callable[[], float], shown: contextlib.ExitStack) -> None:
        self._stream, self._clock, self._shown = stream, clock, shown
        self._began: dict[str, float] = {}
        self._progress: Progress | None = None
        self._bars: dict[str, TaskID] = {}

    def told(self, what: str, done: int, total: int) -> None:
        began = self._began.setdefault(what, self._clock())
        if what not in self._bars:
            if self._clock() - began < _QUICK or done >= total:
                return
            self._progress = self._progress or self._opened()
            self._bars[what] = self._progress.add_task(what, total=total)
        if self._progress is not None:
            self._progress.update(self._bars[what], completed=done, total=total)

    def _opened(self) -> Progress:
        # Most builds are over before it would be needed.
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(separator=" von "),
            TextColumn("noch"),
            TimeRemainingColumn(compact=True),
        )
        return self._shown.enter_context(Progress(*columns, console=Console(file=self._stream), transient=True))
