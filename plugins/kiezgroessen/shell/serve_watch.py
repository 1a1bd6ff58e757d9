"""What changes on the disk while the preview runs."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from .settings import HOUSE

WATCHED = ("content", "profiles", "theme", "plugins", "pelicanconf.py")
_STEP = 5
"""Milliseconds without a change after which what was saved is taken for whole."""
BURST = 400
"""Milliseconds after which changes are told although others go on coming."""
_LOOK = 1000
"""Milliseconds after which is looked whether what is watched is still the same."""


class Watcher:
    """Sources, theme and code, of the site below ``root`` and of the house.

    ``theme`` is where the builder says it lies: that may be elsewhere.
    """

    def __init__(self, root: Path) -> None:
        self.theme: Path | None = None
        self._stop = threading.Event()
        self._places = [folder / name for folder in dict.fromkeys((root, HOUSE)) for name in WATCHED]
        self._code = [str(folder / "plugins") for folder in (root, HOUSE)]

    def changes(self) -> Iterator[set[str]]:
        """Absolute paths, as they change, until `stop`; an empty set: nobody knows what.

        The system watches what it was shown, also after something else has taken its name. So what is watched is shown
        to it anew when it is not the same any more, and is itself among the paths then.
        """
        while not self._stop.is_set():
            try:
                yield from self._until_moved(self._there())
            except OSError:
                # What has just gone cannot be shown, nor what may not be read: it may be otherwise in a moment.
                self._stop.wait(_LOOK / 1000)
                yield set()

    def _until_moved(self, shown: Mapping[str, tuple[int, int]]) -> Iterator[set[str]]:
        from watchfiles import watch  # noqa: PLC0415 - only here, and it takes its time

        for changes in watch(
            *shown,
            step=_STEP,
            debounce=BURST,
            stop_event=self._stop,
            raise_interrupt=False,
            ignore_permission_denied=True,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
        ):
            there = self._there()
            moved = {place for place, _ in there.items() ^ shown.items()}
            # New rights or times of a folder that is still the same say that something in it may be new, no more.
            paths = {path for _, path in changes if path not in there or Path(path).is_file()}
            if changes or moved:
                # Of a theme that was not known until now, nobody has said that it is another one.
                yield paths | moved - ({str(self.theme)} - shown.keys())
            if moved:
                return

    def stop(self) -> None:
        """Ends `changes`."""
        self._stop.set()

    def replaces(self, path: str) -> bool:
        """Whether a builder has to begin anew: for code and settings, and where a whole place is another one."""
        places = [*map(str, self._places), str(self.theme)]
        return path in places or any(path.startswith(f"{place}/") for place in self._code)

    def _there(self) -> dict[str, tuple[int, int]]:
        """What is watched and there, and which place on the disk it has."""
        found = {}
        for place in [*self._places, *([self.theme] if self.theme else [])]:
            with contextlib.suppress(OSError):
                seen = place.stat()
                found[str(place)] = (seen.st_dev, seen.st_ino)
        return found
