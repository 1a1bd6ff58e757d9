"""What the server knows of the preview: which pages are new, what is wrong, who is looking."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..problems import MOST_SHOWN, Problem, Severity, in_order

_PATIENCE = 20.0
"""Seconds a page waits for the builder."""


@dataclass(eq=False, slots=True)
class Guest:
    """A tab that looks at the page called ``name``; ``post`` takes what it is told."""

    name: str
    post: queue.SimpleQueue[Mapping[str, Any]] = field(default_factory=queue.SimpleQueue)


class Hub:
    """Shared by the threads of the server; all of it may be called from any of them.

    ``stand`` counts what was told. It begins beyond what any earlier server has counted to.
    """

    def __init__(self) -> None:
        self._changing = threading.Condition()
        self.stand = int(time.time() * 1000)
        self._begun = self.stand
        self._changed: dict[str, int] = {}
        self._guests: set[Guest] = set()
        self._problems: tuple[Problem, ...] = ()
        self._building = True
        self._ready: set[str] = set()

    def names(self) -> frozenset[str]:
        """The pages that somebody looks at."""
        with self._changing:
            return frozenset(guest.name for guest in self._guests)

    def begin(self) -> None:
        """From now on nobody knows which pages are still right."""
        with self._changing:
            self._building = True
            self._ready.clear()

    def pages(self, names: Collection[str]) -> None:
        """These files are new; whoever looks at one of them is told."""
        with self._changing:
            self.stand += 1
            self._ready |= names if isinstance(names, set) else set(names)
            self._changed |= dict.fromkeys(names, self.stand)
            files = [name for name in names if not name.endswith(".html")]
            for guest in self._guests:
                guest.post.put(self._told(files, changed=guest.name in names))
            self._changing.notify_all()

    def done(self, problems: Collection[Problem]) -> None:
        """The builder is done; this is all that is wrong."""
        with self._changing:
            self._building = False
            self._problems = tuple(problems)
            for guest in self._guests:
                guest.post.put(self._told((), changed=False))
            self._changing.notify_all()

    def wait(self, name: str) -> int:
        """Waits until the page is as it should be, or the builder has given up; gives the count for it."""
        with self._changing:
            self._changing.wait_for(lambda: not self._building or name in self._ready, _PATIENCE)
            return self.stand

    def enter(self, name: str, stand: int) -> Guest:
        """Somebody looks at a page that they got at ``stand``."""
        with self._changing:
            guest = Guest(name)
            self._guests.add(guest)
            guest.post.put(self._told((), changed=self._changed.get(name, self._begun) > stand))
            return guest

    def leave(self, guest: Guest) -> None:
        """They have gone."""
        with self._changing:
            self._guests.discard(guest)

    def _told(self, files: Collection[str], *, changed: bool) -> Mapping[str, Any]:
        return {"stand": self.stand, "changed": changed, "files": list(files), "problems": self._shown()}

    def _shown(self) -> list[Mapping[str, Any]]:
        everything = sorted(in_order(self._problems), key=lambda one: one.severity is not Severity.ERROR)
        return [
            {
                "severity": one.severity.value,
                "where": one.path if one.line is None else f"{one.path}, Zeile {one.line}",
                "message": one.message,
                "hint": one.hint,
                "shown": one.shown,
                "fix": one.fix,
            }
            for one in everything[:MOST_SHOWN]
        ]


def event(told: Mapping[str, Any]) -> bytes:
    """What a tab is told, as a server-sent event (HTML Living Standard, 9.2)."""
    return f"data: {json.dumps(told)}\n\n".encode()
