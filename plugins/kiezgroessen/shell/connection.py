"""One conversation with the own server: opened by ssh, the lock for as long as it lives, an answer to each line."""

from __future__ import annotations

import contextlib
import shlex
import subprocess
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from .targets import OwnServer

SSH = (
    "ssh",
    # Nobody is there to be asked, and a server that is not known, or another one than before, is none of ours.
    *("-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes"),
    *("-o", "ConnectTimeout=20", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4"),
)
"""Host keys are checked whatever the settings of this computer say."""
_GREETING = "kiezgroessen ok"
_PULSE = 30.0
"""Seconds between two signs of life; the server waits for four of them."""
_SCRIPT = Path(__file__).with_name("server.bash")
_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "tools": "Auf dem Server fehlt eines dieser Programme: rsync, sha256sum, flock, find.",
        "folder": "Der Ordner {path} auf dem Server lässt sich nicht anlegen oder beschreiben.",
        "current": "{path}/current auf dem Server ist ein Ordner oder eine Datei. Dort muss das Programm einen Verweis"
        " anlegen können: bitte von Hand umbenennen.",
        "busy": "Gerade veröffentlicht schon jemand. Bitte in ein paar Minuten noch einmal.",
        "manifest": "Auf dem Server fehlt manifest.sha256, oder sie ist eine andere als hier.",
        "damaged": "Auf dem Server kam nicht alles so an, wie es hier ist.",
        "surplus": "Auf dem Server liegt mehr, als zur Website gehört.",
        "switch": "Der neue Stand liegt auf dem Server, ließ sich aber nicht einsetzen.",
        "remove": "Ein alter Stand auf dem Server ließ sich nicht löschen.",
    }
)


class PublishError(Exception):
    """It did not work; the message is German. What was online is online still, unless it says something else."""


class LostError(PublishError):
    """Nobody answers any more. What was asked last may have been done or not."""


class Session:
    """The server while it listens to us; made by `connected`."""

    def __init__(self, process: subprocess.Popen[str], path: str) -> None:
        self._process = process
        self._path = path
        self._speaking = threading.Lock()

    def ask(self, *words: str) -> list[str]:
        """Says a command; gives the lines of the answer. Raises `PublishError`, `LostError` without an answer."""
        self.say(" ".join(words))
        return self.hear()

    def say(self, line: str) -> None:
        """Sends a line. Raises `PublishError`."""
        assert self._process.stdin is not None  # noqa: S101 - opened as a pipe
        try:
            with self._speaking:
                self._process.stdin.write(f"{line}\n")
                self._process.stdin.flush()
        except (OSError, ValueError) as exc:
            raise LostError(self._lost()) from exc

    def hear(self, end: str = "ok") -> list[str]:
        """The lines before ``end``. Raises `PublishError`."""
        assert self._process.stdout is not None  # noqa: S101 - opened as a pipe
        lines: list[str] = []
        for line in self._process.stdout:
            said = line.rstrip("\n")
            if said == end:
                return lines
            if said.startswith("no "):
                reason = _REASONS.get(said.removeprefix("no "), f"Der Server sagt: {said}").format(path=self._path)
                raise PublishError("\n".join([reason, *(f"    {one}" for one in lines)]))
            # What a server says by itself when somebody comes in is no data.
            if said.startswith("\t"):
                lines.append(said[1:])
        raise LostError(self._lost())

    def _lost(self) -> str:
        assert self._process.stderr is not None  # noqa: S101 - opened as a pipe
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        said = self._process.stderr.read() if self._process.poll() is not None else ""
        return ssh_complaint(said)


@contextlib.contextmanager
def connected(server: OwnServer, *, look: bool = False) -> Iterator[Session]:
    """The lock on the server, held until the end of the block. Raises `PublishError`.

    With ``look`` there is no lock, and nothing there can be changed, be it by mistake.
    """
    # The one place where words go through a shell, the server's: each of them is quoted.
    aim = "look" if look else "work"
    command = shlex.join(["bash", "-c", _SCRIPT.read_text("utf-8"), "kiezgroessen", server.path, aim])
    try:
        process = subprocess.Popen(
            [*ssh_to(server), "--", server.login, command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        )
    except FileNotFoundError as exc:
        raise PublishError("Auf diesem Computer fehlt ssh (OpenSSH).") from exc
    done = threading.Event()
    with process:
        session = Session(process, server.path)
        try:
            session.hear(_GREETING)
            threading.Thread(target=_pulse, args=(session, done), daemon=True).start()
            yield session
        finally:
            done.set()
            with contextlib.suppress(OSError, ValueError):
                process.communicate(timeout=10)
            process.kill()


def ssh_to(server: OwnServer) -> list[str]:
    """The start of a command line, without the name of the server."""
    return [*SSH, *(["-p", str(server.port)] if server.port else [])]


def _pulse(session: Session, done: threading.Event) -> None:
    while not done.wait(_PULSE):
        with contextlib.suppress(PublishError):
            session.say("")


def ssh_complaint(said: str) -> str:
    """What ssh complained of, in German where it is one of the usual things."""
    usual = {
        "Host key verification failed": "Diesen Server kennt dieser Computer nicht, oder er ist ein anderer als früher."
        " Bitte einmal von Hand mit ssh verbinden und den Fingerabdruck mit dem vergleichen, den der Anbieter nennt.",
        "Permission denied": "Der Server lässt diesen Computer nicht ein: Ist der Schlüssel im ssh-agent"
        " (ssh-add -l), und kennt ihn der Server?",
        "Could not resolve hostname": "Den Namen des Servers gibt es nicht, oder es gibt gerade kein Netz.",
        "Connection refused": "Der Server nimmt keine Verbindung mit ssh an.",
        "timed out": "Der Server antwortet nicht.",
    }
    told = next((german for words, german in usual.items() if words in said), "Die Verbindung zum Server brach ab.")
    last = [f"    {line}" for line in said.strip().splitlines()[-3:]]
    return "\n".join([told, *last])
