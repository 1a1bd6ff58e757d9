"""The own server: releases side by side with hard links, and a link that says which of them is online."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..check.manifest import read_manifest
from ..dates import ZONE
from .connection import LostError, PublishError, Session, connected, ssh_complaint, ssh_to
from .manifest import Manifest, digest_of
from .releases import Release, older, release_of, stamp, surplus, time_of
from .targets import OwnServer

_FULL = "No space left on device"
_UNWRITTEN = 11
"""What rsync ends with when a file cannot be read or written."""
_NO_RSYNC = "Auf diesem Computer fehlt rsync."
_STAYS = "Was online ist, bleibt, wie es war."
_GOES_ON = f"{_STAYS} Das nächste Veröffentlichen macht dort weiter, wo dieses aufgehört hat."
_PERHAPS = "Ob der andere Stand schon online ist, zeigt: python3 tasks.py verify-live"
_UNTIDY = "Der neue Stand {name} ist online. Alte liegen aber noch auf dem Server: Bitte noch einmal veröffentlichen."
_TAKEN = "Am {day} wurde etwas für immer herausgenommen, und ältere Stände zeigen es vielleicht noch."


@dataclass(frozen=True, slots=True)
class State:
    """What lies on the server. ``limit``: nothing built before it may come back."""

    releases: tuple[Release, ...]
    current: Release | None
    limit: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Server:
    """The server of the settings. ``not_before``: the newest takedown this checkout knows of."""

    target: OwnServer
    session: Session
    not_before: dt.datetime | None

    def state(self) -> State:
        """What lies there now. Raises `PublishError`."""
        said: dict[str, list[str]] = {}
        for line in self.session.ask("state"):
            key, _, value = line.partition(" ")
            said.setdefault(key, []).append(value)
        found = [release for name in said.get("release", []) if (release := release_of(name))]
        current = release_of(said["current"][0].removeprefix("releases/")) if "current" in said else None
        limits = [time_of(text) for text in said.get("limit", [])] + ([self.not_before] if self.not_before else [])
        return State(tuple(sorted(found)), current, max(limits, default=None))

    def ready(self) -> None:
        """Whether something built now could go there. Raises `PublishError`."""
        if shutil.which("rsync") is None:
            raise PublishError(_NO_RSYNC)
        self._refuse_old(self.state(), dt.datetime.now(dt.UTC))

    def online(self) -> Manifest | None:
        """What visitors see. Raises `PublishError`."""
        current = self.state().current
        return read_manifest(self._manifest(current)) if current else None

    def bring(self, output: Path, text: str, started: dt.datetime) -> str:
        """Brings ``output`` online as the release built at ``started``; ``text`` is its manifest.

        Raises `PublishError`, which says what is online then.
        """
        state = self.state()
        self._refuse_old(state, started)
        digest = digest_of(text)
        release = Release(started, digest[:12])
        with _lost_means(_GOES_ON):
            self.session.ask("begin", release.name)
        self._send(output, release, state)
        with _lost_means(_PERHAPS):
            # Every file but the manifest is in it.
            self.session.ask("finish", release.name, digest, str(len(text.splitlines()) + 1))
        left = self._tidied(state, release)
        way = " Zurück geht es mit: python3 tasks.py rollback" if older(left, release, state.limit) else ""
        return f"Online ist jetzt der Stand {release.name}.{way}"

    def _tidied(self, state: State, release: Release) -> list[Release]:
        """Those beside ``release`` that may stay; the others are gone. Raises `PublishError`."""
        doomed = surplus(state.releases, release, state.limit)
        try:
            if self.not_before and self.not_before == state.limit:
                self.session.ask("limit", stamp(self.not_before))
            for old in doomed:
                self.session.ask("remove", old.name)
        except PublishError as exc:
            raise PublishError(f"{exc}\n{_UNTIDY.format(name=release.name)}") from exc
        return [one for one in state.releases if one not in doomed]

    def back(self, name: str) -> str:
        """Puts an older release online: ``name``, or its beginning, or without one the one before.

        Raises `PublishError`.
        """
        state = self.state()
        release = _chosen(state, name)
        text = self._manifest(release)
        if not digest_of(text).startswith(release.digest):
            raise PublishError(f"Der Stand {release.name} ist beschädigt. Es bleibt alles, wie es ist.")
        with _lost_means(_PERHAPS):
            self.session.ask("back", release.name, digest_of(text), str(len(text.splitlines()) + 1))
        return release.name

    def _manifest(self, release: Release) -> str:
        """Its text, whose last line has an end like all others."""
        return "".join(f"{line}\n" for line in self.session.ask("manifest", release.name))

    def _refuse_old(self, state: State, started: dt.datetime) -> None:
        if state.limit and self.not_before != state.limit:
            raise PublishError(
                f"Am {_day(state.limit)} wurde etwas für immer herausgenommen, wovon dieser Ordner noch nichts weiß."
                " Bitte erst den neuesten Stand holen (git pull)."
            )
        newest = max([state.limit or started, *([state.current.built] if state.current else [])])
        if started < newest:
            raise PublishError(f"Die Uhr dieses Computers geht nach: Online ist schon etwas vom {_day(newest)}.")

    def _send(self, output: Path, release: Release, state: State) -> None:
        """Copies what the server does not have; the rest becomes hard links.

        Compared by content, because time stamps are another's on every computer that builds; and time stamps are not
        sent, so that a file's own says since when it is online like this, which is what caches ask.
        """
        links = [f"--link-dest=../{one.name}" for one in state.releases]
        host = f"[{self.target.host}]" if ":" in self.target.host else self.target.host
        login = f"{self.target.user}@{host}" if self.target.user else host
        command = [
            *("rsync", "--recursive", "--checksum", "--delete", "--perms", "--chmod=D755,F644", "--protect-args"),
            *("--compress", "--timeout=120", *links, f"--rsh={' '.join(ssh_to(self.target))}", "--"),
            *(f"{output}/", f"{login}:{self.target.path}/releases/.neu-{release.name}/"),
        ]
        try:
            done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
        except FileNotFoundError as exc:
            raise PublishError(_NO_RSYNC) from exc
        if done.returncode == 0:
            return
        if _FULL in done.stderr:
            raise PublishError(f"Auf dem Server ist kein Platz mehr. {_STAYS}")
        if done.returncode == _UNWRITTEN:
            # Where the other side goes quickly, its reason does not always arrive.
            raise PublishError(
                f"Auf dem Server ließ sich nicht alles schreiben; meist ist dort kein Platz mehr. {_STAYS}"
            )
        raise PublishError(f"{ssh_complaint(done.stderr)}\n{_GOES_ON}")


@contextlib.contextmanager
def opened(target: OwnServer, not_before: dt.datetime | None, *, look: bool = False) -> Iterator[Server]:
    """The server, until the end of the block: locked for us, or only to ``look`` at. Raises `PublishError`."""
    with connected(target, look=look) as session:
        yield Server(target, session, not_before)


@contextlib.contextmanager
def _lost_means(meaning: str) -> Iterator[None]:
    """What it means for the site that the connection is lost in this block."""
    try:
        yield
    except LostError as exc:
        raise LostError(f"{exc}\n{meaning}") from exc


def _chosen(state: State, name: str) -> Release:
    if state.current is None:
        raise PublishError("Auf dem Server ist noch nichts veröffentlicht.")
    allowed = older(state.releases, state.current, state.limit)
    if not name:
        if allowed:
            return allowed[0]
        why = _TAKEN.format(day=_day(state.limit)) if state.limit else "Online ist der erste, der dort noch liegt."
        raise PublishError(f"Es gibt keinen früheren Stand, zu dem man zurückkann. {why}")
    found = [release for release in state.releases if release.name.startswith(name)]
    if len(found) != 1:
        known = "\n".join(f"    {release.name}" for release in sorted(state.releases, reverse=True))
        raise PublishError(
            f"Den Stand »{name}« gibt es nicht{' nur einmal' if found else ''}. Auf dem Server sind:\n{known}"
        )
    if state.limit and found[0].built < state.limit:
        raise PublishError(
            f"Der Stand {found[0].name} ist älter als die letzte Löschung ({_day(state.limit)}): Er zeigt vielleicht"
            " noch, was herausgenommen wurde. Dorthin geht es nicht zurück."
        )
    return found[0]


def _day(when: dt.datetime) -> str:
    return f"{when.astimezone(ZONE):%d.%m.%Y, %H:%M} Uhr"
