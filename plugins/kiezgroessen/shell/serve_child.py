"""The builder's process as seen from outside: it is started, spoken to, heard, and replaced."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import TypeAlias

from .serve_builder import SETTLE, Asked, Said

_CODE = "import sys; sys.path.insert(0, sys.argv[1]); from kiezgroessen.shell.serve_builder import main; main()"


class Ended(str):
    """What the process said last: it has ended by itself."""

    __slots__ = ()


Heard: TypeAlias = Said | Ended


class Child:
    """A builder of ``folder`` from ``root``; all that is heard of it goes to ``heard``, from another thread."""

    def __init__(self, root: Path, folder: Path, site: str, date: str, heard: Callable[[Child, Heard], None]) -> None:
        key = os.urandom(32)
        self._heard = heard
        self._listener = Listener(authkey=key)
        self._key = key
        self._line: Connection | None = None
        self._stopped = False
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        told = {"address": self._listener.address, "key": key.hex(), "root": str(root), "folder": str(folder)}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _CODE, str(Path(__file__).resolve().parents[2])],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=self._said,
            stderr=self._said,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        )
        if self._process.stdin is not None:
            with contextlib.suppress(OSError), self._process.stdin as line:
                line.write(json.dumps(told | {"site": site, "date": date}).encode() + b"\n")
        threading.Thread(target=self._listen, daemon=True).start()
        threading.Thread(target=self._wait, daemon=True).start()

    def ask(self, asked: Asked | str) -> None:
        """Lets it work; only after it has said that it has begun."""
        with contextlib.suppress(OSError):
            if self._line is not None:
                self._line.send(asked)

    def settle(self) -> None:
        """Lets it do what can wait."""
        self.ask(SETTLE)

    def stop(self) -> None:
        """Ends it; nothing is heard of it any more."""
        self._stopped = True
        self._process.terminate()
        self._process.wait()

    def _listen(self) -> None:
        with contextlib.suppress(OSError, EOFError):
            self._line = self._listener.accept()
            while True:
                said = self._line.recv()
                if not self._stopped:
                    self._heard(self, said)

    def _wait(self) -> None:
        self._process.wait()
        if self._line is None:
            # It has died before it could speak; nobody is to wait for it.
            with contextlib.suppress(OSError, EOFError):
                Client(self._listener.address, authkey=self._key).close()
        self._listener.close()
        if not self._stopped:
            self._said.seek(0)
            self._heard(self, Ended(self._said.read().decode("utf-8", "replace")))
