"""The way to where the site lies: tried before anything is built, and gone when it is finished."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from . import own_server, pages_branch
from .hosts_tools import ToolHost
from .manifest import Manifest
from .storage import ObjectStorage
from .targets import Branch, OwnServer, Storage, Target


class Host(Protocol):
    """Where the site lies."""

    def ready(self) -> None:
        """Raises `PublishError` where `bring` would come to nothing, as far as that can be told; changes nothing."""

    def online(self) -> Manifest | None:
        """What visitors see, as far as the host can tell. Raises `PublishError`; changes nothing."""

    def bring(self, output: Path, text: str, started: dt.datetime) -> str:
        """Brings ``output`` online, ``text`` being its manifest, and says so. Raises `PublishError`."""


@dataclass(frozen=True, slots=True)
class Way:
    """From the checkout ``root``, whose newest takedown was at ``not_before``, to its ``target``."""

    target: Target
    root: Path
    cache: Path
    not_before: dt.datetime | None = None

    @contextlib.contextmanager
    def opened(self, *, look: bool = False) -> Iterator[Host]:
        """The host, until the end of the block; who only wants to ``look`` brings nothing. Raises `PublishError`."""
        if isinstance(self.target, OwnServer):
            with own_server.opened(self.target, self.not_before, look=look) as server:
                yield server
        elif isinstance(self.target, Branch):
            with pages_branch.opened(self.target, self.root) as branch:
                yield branch
        elif isinstance(self.target, Storage):
            yield ObjectStorage(self.target)
        else:
            yield ToolHost(self.target, self.cache)

    def tried(self) -> None:
        """Nobody waits for a build that cannot go out. Raises `PublishError`."""
        with self.opened(look=True) as host:
            host.ready()
