"""The files of one site, asked for one after the other over one connection: status, headers and digest of each."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, quote

from .asking import Asker, Plain, Secure, until

_BLOCK = 1 << 16
_SECONDS = 20.0
_SLOWEST = 50_000
"""Bytes per second: who is slower than that, on top of `_SECONDS`, is not waited for."""
_BUSY = (429, 503)
_MOST_WAIT = 30.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came. ``digest`` is the SHA-256 of the body; ``headers`` by their names in lower case."""

    status: int
    headers: Mapping[str, str]
    digest: str


class Reader:
    """A connection to the site at ``base``, made anew when it breaks off; for one thread."""

    def __init__(self, asker: Asker, base: SplitResult, seconds: float = _SECONDS) -> None:
        self._asker = asker
        self._base = base
        self._seconds = seconds
        self._connection: Plain | Secure | None = None
        self._ends = ""

    def get(self, address: str, size: int = 0, etag: str = "") -> Fetched:
        """What is at ``address`` below the site, of which no more than ``size`` bytes are expected.

        With ``etag`` an unchanged file is not sent (304). Raises `OSError`, `http.client.HTTPException`, `ValueError`.
        """
        end = time.monotonic() + self._seconds + size / _SLOWEST
        kept = self._connection is not None
        try:
            found = self._once(address, size, etag, end)
        except TimeoutError:
            raise
        except (OSError, http.client.HTTPException):
            # A server may close a connection that was quiet for a while; nobody is to blame.
            if not kept:
                raise
            found = self._once(address, size, etag, end)
        if found.status in _BUSY and (pause := _pause(found.headers.get("retry-after", ""))):
            time.sleep(pause)
            found = self._once(address, size, etag, time.monotonic() + self._seconds + size / _SLOWEST)
        return found

    def days_left(self) -> float | None:
        """Until the certificate of the connection ends; `None` without one."""
        return (ssl.cert_time_to_seconds(self._ends) - time.time()) / 86_400 if self._ends else None

    def close(self) -> None:
        """Ends the connection; the next question opens another one."""
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.close()
        self._connection = None

    def _once(self, address: str, size: int, etag: str, end: float) -> Fetched:
        if self._connection is None:
            self._connection = self._asker.connection(self._base)
        connection = self._connection
        # As it was built, not packed for the way.
        headers = {"User-Agent": self._asker.agent, "Accept": "*/*", "Accept-Encoding": "identity"}
        if etag:
            headers["If-None-Match"] = etag
        try:
            with until(end, connection):
                connection.request("GET", quote(f"{self._base.path}/{address}", safe="/~"), headers=headers)
                # Before the answer: a connection that ends with it has no certificate any more.
                if isinstance(connection.sock, ssl.SSLSocket):
                    self._ends = str((connection.sock.getpeercert() or {}).get("notAfter", ""))
                response = connection.getresponse()
                digest, whole = _read(response, size)
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if not whole:
            self.close()
        return Fetched(response.status, {name.lower(): value for name, value in response.getheaders()}, digest)


def _read(response: http.client.HTTPResponse, size: int) -> tuple[str, bool]:
    """The digest of the body, and whether it was read to its end: more than twice what was expected is not."""
    digest, rest = hashlib.sha256(), 2 * size + _BLOCK
    while rest > 0 and (data := response.read(min(_BLOCK, rest))):
        digest.update(data)
        rest -= len(data)
    return digest.hexdigest(), rest > 0


def _pause(said: str) -> float:
    """Seconds a server asks us to wait, as far as that is reasonable; none where it names a day."""
    return min(float(said), _MOST_WAIT) if said.isdecimal() else 0.0
