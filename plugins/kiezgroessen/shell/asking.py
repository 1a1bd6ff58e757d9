"""Whether an address on the web still answers: asked politely, by the rules of HTTP (RFC 9110), never inside a house.

A host that belongs to a private network is never asked, not even behind a redirect: what answers there is not the web.
The address that was looked up is the one that is connected to.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import SplitResult, quote, urljoin, urlsplit

Kind: TypeAlias = Literal["good", "gone", "closed"]
"""``closed``: somebody is there, but lets no programs in; only a person can look."""

_MOST_HOPS = 6
_PERMANENT = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_CLOSED = (401, 403, 406, 407, 429, 451)
_PAGE_BYTES = 300_000
_PAGE_SECONDS = 15.0
_WHOLE_NET = ipaddress.ip_network("2000::/3")
"""All of IPv6 that is given out for computers on the net (RFC 4291)."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 as networks without it see it (RFC 6052): the last 32 bits are the address."""
_6TO4 = ipaddress.ip_network("2002::/16")
"""Given up (RFC 7526); leads to any IPv4 address."""
_GONE = {404: "die Seite gibt es nicht", 410: "die Seite gibt es nicht mehr"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. ``reason`` is a German half-sentence, empty when all is well.

    ``moved`` is where permanent redirects lead, ``final`` where all of them do; ``text`` the page's beginning.
    """

    kind: Kind
    reason: str = ""
    moved: str = ""
    final: str = ""
    text: str = ""


class RefusedError(Exception):
    """An address that is not asked; the message is German."""


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host. Raises `OSError`."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """Whether an IP address belongs to one computer on the whole net, not to a house, this computer or many at once.

    What carries an IPv4 address is judged by that. Raises `ValueError` for what is no address.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found in _NAT64:
            found = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        elif found.ipv4_mapped:
            found = found.ipv4_mapped
        elif found not in _WHOLE_NET or found in _6TO4:
            return False
    return found.is_global and not found.is_multicast


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks for pages under the name ``agent``; ``lookup`` and ``allowed`` are only others in tests.

    ``timeout`` is seconds without a byte, ``patience`` seconds for one address with all its redirects.
    """

    agent: str
    timeout: float = 10.0
    lookup: Callable[[str, int], Sequence[str]] = resolve
    allowed: Callable[[str], bool] = is_public
    patience: float = 30.0

    def ask(self, url: str, *, with_text: bool = False) -> Answer:
        """Asks with HEAD; with GET where that fails, because many servers know no HEAD, and to look at the page."""
        end = time.monotonic() + self.patience
        answer, hopeless = self._tried(url, "HEAD", end)
        if hopeless or (answer.kind == "good" and not with_text):
            return answer
        return self._tried(url, "GET", end)[0]

    def _tried(self, url: str, method: str, end: float) -> tuple[Answer, bool]:
        """The answer, and whether another method would not help."""
        try:
            return self._followed(url, method, end), False
        except RefusedError as fault:
            return Answer("gone", str(fault)), True
        except (OSError, http.client.HTTPException, ValueError) as fault:
            lost = (socket.gaierror, ssl.SSLError, TimeoutError, ConnectionRefusedError, ValueError)
            return Answer("gone", said(fault)), isinstance(fault, lost)

    def _followed(self, url: str, method: str, end: float) -> Answer:
        moved, here, permanent = "", url, True
        for _ in range(_MOST_HOPS):
            status, location, text = self._one(here, method, end)
            if status in _REDIRECTS and location:
                here = urljoin(here, location)
                permanent = permanent and status in _PERMANENT
                moved = here if permanent else moved
                continue
            if status in _CLOSED:
                return Answer("closed", f"lässt Programme nicht ein ({status})", moved, here)
            if status >= http.HTTPStatus.BAD_REQUEST:
                return Answer("gone", f"{status}: {_GONE.get(status, 'der Server meldet einen Fehler')}", "", here)
            return Answer("good", "", moved, here, text)
        return Answer("gone", "leitet immer weiter, ohne Ende")

    def _one(self, url: str, method: str, end: float) -> tuple[int, str, str]:
        """Status, target of a redirect, beginning of the page. Raises `TimeoutError` when the ``end`` has come."""
        parts = urlsplit(url)
        connection = self.connection(parts)
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (f"?{_query(parts.query)}" if parts.query else "")
        headers = {"User-Agent": self.agent, "Accept": "text/html,*/*;q=0.5", "Accept-Encoding": "identity"}
        with until(end, connection), contextlib.closing(connection):
            connection.request(method, path, headers={**headers, "Connection": "close"})
            response = connection.getresponse()
            text = (
                _beginning(response) if method == "GET" and response.status < http.HTTPStatus.MULTIPLE_CHOICES else ""
            )
            return response.status, response.headers.get("Location", ""), text

    def connection(self, parts: SplitResult) -> Plain | Secure:
        """A connection to the host of an address, not yet open. Raises `RefusedError`, `OSError`."""
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            raise RefusedError("leitet zu etwas, das keine Web-Adresse ist")
        host = parts.hostname.encode("idna").decode("ascii") if not parts.hostname.isascii() else parts.hostname
        port = parts.port or (443 if parts.scheme == "https" else 80)
        addresses = self.lookup(host, port)
        if not addresses or not all(map(self.allowed, addresses)):
            raise RefusedError("führt in ein privates Netz, nicht ins Web")
        if parts.scheme == "https":
            return Secure(host, port, addresses[0], self.timeout)
        return Plain(host, port, addresses[0], self.timeout)


class Plain(http.client.HTTPConnection):
    """A connection to an address that was looked up before. ``open`` is its socket for as long as there is one."""

    def __init__(self, host: str, port: int, address: str, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address = address
        self.open: socket.socket | None = None

    def connect(self) -> None:
        """Connects to the address, whatever the name means by now."""
        self.sock = self.open = socket.create_connection((self._address, self.port), self.timeout)


class Secure(http.client.HTTPSConnection):
    """The same with TLS; the certificate must be for the name."""

    def __init__(self, host: str, port: int, address: str, timeout: float) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, port, timeout=timeout, context=self._tls)
        self._address = address
        self.open: socket.socket | None = None

    def connect(self) -> None:
        """Connects to the address, whatever the name means by now."""
        plain = socket.create_connection((self._address, self.port), self.timeout)
        secure = self._tls.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock = self.open = secure
        secure.do_handshake()


@contextlib.contextmanager
def until(end: float, connection: Plain | Secure) -> Iterator[None]:
    """Breaks the connection off at the ``end``: whoever sends a byte now and then never meets a timeout.

    Raises `TimeoutError` then, whatever came of it.
    """
    over, done = threading.Event(), threading.Event()

    def watch() -> None:
        rest = max(0.0, end - time.monotonic())
        # Again and again: at the end it may not yet be connected.
        while not done.wait(rest):
            over.set()
            rest = 0.2
            if connection.open:
                with contextlib.suppress(OSError):
                    # Not the method of TLS, which changes what the other thread reads from.
                    socket.socket.shutdown(connection.open, socket.SHUT_RDWR)

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    except (OSError, http.client.HTTPException) as fault:
        if over.is_set():
            raise TimeoutError from fault
        raise
    finally:
        done.set()
    if over.is_set():
        raise TimeoutError


def _query(text: str) -> str:
    return quote(text, safe="/%:@!$&'()*+,;=~-._?")


def _beginning(response: http.client.HTTPResponse) -> str:
    """The page's first bytes as text; a page that trickles is left after a while."""
    if "html" not in response.headers.get("Content-Type", "html"):
        return ""
    end, data = time.monotonic() + _PAGE_SECONDS, b""
    while len(data) < _PAGE_BYTES and time.monotonic() < end and (more := response.read1(65_536)):
        data += more
    return data[:_PAGE_BYTES].decode("utf-8", "replace")


def said(fault: Exception) -> str:
    """Why nobody answered, as a German half-sentence."""
    match fault:
        case ssl.SSLCertVerificationError():
            return "das Zertifikat stimmt nicht (abgelaufen, oder für einen anderen Namen)"
        case ssl.SSLError():
            return "verschlüsselt (https) antwortet niemand"
        case socket.gaierror():
            return "den Namen gibt es nicht (DNS)"
        case TimeoutError():
            return "antwortet nicht in der Zeit, die man wartet"
        case ConnectionRefusedError():
            return "nimmt keine Verbindung an"
        case _:
            return "antwortet nicht so, wie es eine Website tut"
