"""`tasks.py verify-live`: what is found out about a site, from servers on this computer that do all sorts of things."""

from __future__ import annotations

import contextlib
import hashlib
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from tests.support.sites import contents, put_file

from kiezgroessen.check.manifest import read_manifest
from kiezgroessen.shell import live, live_host
from kiezgroessen.shell.asking import Asker
from kiezgroessen.shell.fetching import Reader
from kiezgroessen.shell.manifest import BEFORE, lines_of
from kiezgroessen.write.manifest import MANIFEST, put_manifest

HERE = "127.0.0.1"
GOOD = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@dataclass
class Host:
    """Serves files below ``base``; what is not as it should be is said by the fields."""

    files: dict[str, bytes]
    base: str = ""
    port: int = 0
    headers: dict[str, str] = field(default_factory=lambda: dict(GOOD))
    change: Callable[[bytes], bytes] = bytes
    redirects: dict[str, str] = field(default_factory=dict)
    slow: set[str] = field(default_factory=set)
    endless: set[str] = field(default_factory=set)
    busy: set[str] = field(default_factory=set)
    soft: bool = False
    asked: list[tuple[str, int]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    at_once: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, path: str, etag: str) -> tuple[int, dict[str, str], bytes]:
        name = unquote(path).removeprefix(f"{self.base}/")
        if name in self.redirects:
            return 301, {"Location": self.redirects[name]}, b""
        if name in self.busy:
            self.busy.discard(name)
            return 503, {"Retry-After": "1"}, b""
        name = f"{name}index.html" if not name or name.endswith("/") else name
        body = self.files.get(name)
        if body is None:
            return (200, {}, b"Startseite") if self.soft else (404, {}, b"weg")
        mark = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if etag == mark:
            return 304, {"ETag": mark}, b""
        return 200, {"ETag": mark}, self.change(body) if name.endswith(".html") else body


@pytest.fixture
def host() -> Iterator[Host]:
    yield from serve(Host({}))


def send(to: BaseHTTPRequestHandler, found: Host, headers: dict[str, str], body: bytes) -> None:
    """The rest of an answer, at the pace of the host."""
    name = unquote(to.path).removeprefix("/")
    for key, value in headers.items():
        to.send_header(key, value)
    if name in found.endless:
        to.end_headers()
        while True:  # until nobody takes it any more
            to.wfile.write(bytes(65536))
    to.send_header("Content-Length", str(len(body)))
    to.end_headers()
    if name not in found.slow:
        to.wfile.write(body)
        return
    for byte in body:
        to.wfile.write(bytes([byte]))
        to.wfile.flush()
        time.sleep(0.1)


def serve(found: Host, context: ssl.SSLContext | None = None) -> Iterator[Host]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with found.lock:
                found.at_once += 1
                found.most = max(found.most, found.at_once)
            status, headers, body = found.answer(urlsplit(self.path).path, self.headers.get("If-None-Match", ""))
            found.asked.append((self.path, status))
            found.agents.add(self.headers["User-Agent"])
            self.send_response(status)
            send(self, found, {**found.headers, **headers}, body)
            with found.lock:
                found.at_once -= 1

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - named by the base class
            """Nothing: a test may not write a log."""

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                found.at_once = 0  # somebody had enough

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_about: object) -> None:
            """Whoever does not trust the certificate hangs up."""

    with Server((HERE, 0), Handler) as server:
        server.daemon_threads = True
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        found.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield found
        server.shutdown()


@pytest.fixture
def root(tmp_path: Path, host: Host) -> Path:
    """A project whose output is online, whole."""
    root = tmp_path / "projekt"
    for name in ("index.html", "mavi/index.html", "ar/mavi/index.html", "404.html", "_headers"):
        put_file(root, f"output/{name}", f"<!doctype html><title>{name}</title><p>Mail an info@kiez.berlin</p>")
    put_file(root, "output/bilder/mavi 1.jpg", bytes(range(256)) * 40)
    put_file(root, "output/neues/feed.xml", "<feed/>")
    online(root, host)
    return root


def online(root: Path, host: Host) -> None:
    put_manifest(root / "output")
    host.files = contents(root / "output")
    # Hosts read the one and never show it, and show the other only where something is missing.
    del host.files["_headers"], host.files["404.html"]
    address = f"http://{HERE}:{host.port}{host.base}"
    put_file(root, "publishconf.py", f"SITEURL = {address!r}\nKIEZ_WORKERS = 1\n")


def told(root: Path, capsys: pytest.CaptureFixture[str], code: int, **more: Any) -> str:
    capsys.readouterr()
    assert live.main(root=root, **more) == code, capsys.readouterr().out
    return capsys.readouterr().out


def test_a_site_that_is_online_as_it_was_built(root: Path, host: Host, capsys: pytest.CaptureFixture[str]) -> None:
    said = told(root, capsys, 0)
    assert said.strip() == f"http://{HERE}:{host.port}: 6 Adressen verglichen, 6 stimmen."
    paths = {path for path, _ in host.asked}
    assert {"/", "/mavi/", "/ar/mavi/", "/bilder/mavi%201.jpg", "/neues/feed.xml", f"/{MANIFEST}"} <= paths
    assert len(host.agents) == 1
    assert next(iter(host.agents)).startswith("Kiezgroessen-Live/1 (+http://")
    assert host.most <= live.AT_ONCE


def test_a_quick_look_does_not_ask_for_what_is_known_and_a_whole_one_trusts_nobody(
    root: Path, host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    told(root, capsys, 0)
    host.asked.clear()
    put_file(root, "output/mavi/index.html", "neu")
    online(root, host)
    told(root, capsys, 0, quick=True)
    sent = {path for path, status in host.asked if status == 200}
    assert sent == {f"/{MANIFEST}", "/mavi/", "/"}, "the start page is looked at once more for its headers"
    host.asked.clear()
    told(root, capsys, 0)
    assert {status for path, status in host.asked if path == "/ar/mavi/"} == {200}


def test_a_site_below_a_folder(root: Path, host: Host, capsys: pytest.CaptureFixture[str]) -> None:
    host.base = "/mein-kiez"
    online(root, host)
    told(root, capsys, 0)
    assert all(path.startswith("/mein-kiez/") for path, _ in host.asked)


def test_what_is_missing_or_wrong_is_named(root: Path, host: Host, capsys: pytest.CaptureFixture[str]) -> None:
    del host.files["mavi/index.html"]
    host.files["bilder/mavi 1.jpg"] = host.files["bilder/mavi 1.jpg"][:-1] + b"?"
    host.redirects["neues/feed.xml"] = "/feed"
    said = told(root, capsys, 1)
    assert "6 Adressen verglichen, 3 stimmen." in said
    assert "Fehlen online (2):\n  /mavi/ – antwortet mit 404\n  /neues/feed.xml – leitet weiter nach '/feed'" in said
    assert "Sind online anders, als sie gebaut wurden (1):\n  /bilder/mavi 1.jpg\n" in said
    assert "verändert die Seiten" not in said


def test_a_file_that_never_ends_is_not_read_to_its_end(
    root: Path, host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    host.endless = {"neues/feed.xml"}
    said = told(root, capsys, 1)
    # And not: no answer in time.
    assert "Sind online anders, als sie gebaut wurden (1):\n  /neues/feed.xml\n" in said


def test_a_network_that_changes_pages_on_the_way_is_told_from_another_release(
    root: Path, host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    host.change = lambda page: page.replace(b"info@kiez.berlin", b"[email protected]<script src=/x.js></script>")
    said = told(root, capsys, 1)
    assert "Sind online anders, als sie gebaut wurden (3):" in said
    assert "Der Stand ist der richtige, aber etwas auf dem Weg verändert die Seiten." in said
    host.change = bytes
    for name in ("mavi/index.html", MANIFEST):
        host.files[name] = b"von gestern"
    assert "Online ist ein anderer Stand als der in output/." in told(root, capsys, 1)


@pytest.mark.parametrize("name", ["mavi/index.html", "bilder/mavi 1.jpg"])
def test_one_file_changed_by_hand_on_the_server_is_blamed_on_nobody_on_the_way(
    root: Path, host: Host, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    host.files[name] += b"<p>Heute zu!</p>"
    said = told(root, capsys, 1)
    assert "6 Adressen verglichen, 5 stimmen." in said
    assert "von Hand etwas geändert" in said
    assert "Cloudflare" not in said


def test_what_has_moved_as_a_whole_is_said_once(root: Path, host: Host, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(48):
        put_file(root, f"output/straße {number}/index.html", "x")
    online(root, host)
    for name in [*host.files, "404.html"]:
        address = name.removesuffix("index.html")
        host.redirects[address] = f"https://www.kiez.berlin/{quote(address)}"
    said = told(root, capsys, 1)
    assert "Fehlen online (54):\n" in said
    assert "  leitet weiter nach 'https://www.kiez.berlin/…' (53):\n    /ar/mavi/\n" in said
    assert said.count("https://www.kiez.berlin/") == 2, "once for all of them, and once for the start page"
    assert len(said.splitlines()) < 30


def before(root: Path, old: dict[str, bytes]) -> None:
    """Notes what was online before the last publishing."""
    now = read_manifest((root / "output" / MANIFEST).read_text("utf-8"))
    digests = {name: hashlib.sha256(body).hexdigest() for name, body in old.items()}
    put_file(root, f"cache/{BEFORE}", lines_of(now | digests))


def test_a_page_that_is_still_the_old_one_is_named_so(
    root: Path, host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    before(root, {"mavi/index.html": b"alt"})
    host.files["mavi/index.html"] = b"alt"
    assert "Sind online noch auf dem Stand von davor (1):\n  /mavi/" in told(root, capsys, 1)


@pytest.mark.parametrize("soft", [True, False])
def test_what_was_taken_down_must_be_gone(
    root: Path, host: Host, capsys: pytest.CaptureFixture[str], soft: bool
) -> None:
    old = {"weg/index.html": b"sie", "bilder/sie.jpg": b"jpg"}
    before(root, old)
    assert "8 Adressen verglichen, 8 stimmen." in told(root, capsys, 0)
    assert read_manifest((root / "cache" / BEFORE).read_text("utf-8")).keys().isdisjoint(old), "its name may be hers"
    before(root, old)
    if soft:
        host.soft = True  # everything that is missing shows the start page
    else:
        host.files |= old
    said = told(root, capsys, 1)
    assert "Sind online noch da, obwohl es sie nicht mehr gibt (2):" in said
    assert "  antwortet mit 200 statt 404 oder 410 (2):\n    /bilder/sie.jpg\n    /weg/\n" in said
    assert ("Warnung: Eine Adresse, die es nicht gibt, antwortet mit 200 statt 404." in said) is soft


def test_a_quick_look_asks_for_all_pages_and_some_files(
    root: Path, host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(80):
        put_file(root, f"output/bilder/{number}.jpg", str(number))
    online(root, host)
    said = told(root, capsys, 0, quick=True)
    assert f"{1 + 3 + live.SAMPLE} Adressen verglichen, von den Dateien eine Stichprobe" in said
    assert {"/", "/mavi/", "/ar/mavi/"} <= {path for path, _ in host.asked}


def test_who_talks_byte_by_byte_is_not_waited_for(root: Path, host: Host, capsys: pytest.CaptureFixture[str]) -> None:
    host.slow = {"neues/feed.xml", "mavi/"}
    said = told(root, capsys, 1, seconds=0.5)
    assert "Ließen sich nicht abrufen (2):\n  antwortet nicht in der Zeit, die man wartet (2):\n    /mavi/\n" in said
    assert "6 Adressen verglichen, 4 stimmen." in said


def test_a_server_that_asks_for_a_pause_gets_it(root: Path, host: Host, capsys: pytest.CaptureFixture[str]) -> None:
    host.busy = {"mavi/"}
    told(root, capsys, 0)
    assert [status for path, status in host.asked if path == "/mavi/"] == [503, 200]


def test_where_nobody_answers_it_ends_soon(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(40):
        put_file(root, f"output/{number}/index.html", "x")
    put_manifest(root / "output")
    with socket.create_server((HERE, 0)) as closed:
        port = closed.getsockname()[1]
    put_file(root, "publishconf.py", f'SITEURL = "http://{HERE}:{port}"\nKIEZ_WORKERS = 1\n')
    said = told(root, capsys, 1)
    assert "Abgebrochen: 10-mal hintereinander kam keine Antwort." in said
    assert "nimmt keine Verbindung an" in said
    assert "Warnung: Die Startseite nimmt keine Verbindung an." in said


def test_without_a_manifest_there_is_nothing_to_compare_with(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "output" / MANIFEST).unlink()
    assert "manifest.sha256 fehlt in output/. Bitte noch einmal bauen." in told(root, capsys, 1)


def test_without_an_output_there_is_nothing_to_compare(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "In output/ liegt keine Website." in told(tmp_path, capsys, 1)


@pytest.mark.parametrize("name", list(GOOD))
@pytest.mark.parametrize("value", [None, "unsinn"])
def test_headers_that_are_missing_are_warned_of(
    root: Path, host: Host, capsys: pytest.CaptureFixture[str], name: str, value: str | None
) -> None:
    if value is None:
        del host.headers[name]
    elif name == "Referrer-Policy":
        host.headers[name] = ""
    else:
        host.headers[name] = value
    assert f"Warnung: Der Server schickt diese Kopfzeilen nicht mit: {name.lower()}." in told(root, capsys, 0)


# ── https ──


@pytest.fixture(params=[90, 5])
def secure(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Host, int]]:
    """A host with a certificate of so many days, which this computer trusts."""
    key, paper = tmp_path / "key.pem", tmp_path / "cert.pem"
    words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    about = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", str(request.param)]
    made = [*words, *about, "-keyout", str(key), "-out", str(paper)]
    subprocess.run(made, capture_output=True, check=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(paper))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(paper, key)
    for host in serve(Host({"index.html": b"x"}), context):
        host.headers["Strict-Transport-Security"] = "max-age=63072000"
        yield host, request.param


def remarks(host: Host, port: int, name: str = "localhost") -> list[str]:
    asker = Asker("x", lookup=lambda _host, _port: [HERE], allowed=lambda _address: True)
    base = urlsplit(f"https://{name}:{host.port}")
    with contextlib.closing(Reader(asker, base, 5.0)) as reader:
        return live_host.host_report(reader, asker, base, 5.0, port)


def test_certificate_and_the_way_from_http_are_looked_at(secure: tuple[Host, int]) -> None:
    host, days = secure
    for plain in serve(Host({"index.html": b"x"})):
        expected = (
            [f"Warnung: Das Zertifikat gilt nur noch {days - 1} Tage. Wird es von selbst erneuert?"]
            if days < 14
            else []
        )
        plain.redirects = {"": f"https://localhost:{host.port}/"}
        assert remarks(host, plain.port) == expected
        plain.redirects = {}
        way = "Warnung: Wer die Adresse mit http:// aufruft, wird nicht nach https:// weitergeleitet."
        assert remarks(host, plain.port) == [*expected, way]
        plain.redirects = {"": "https://casino.example/"}
        assert remarks(host, plain.port) == [*expected, way]
        plain.redirects = {"": f"https://localhost:{host.port}/"}
        del host.headers["Strict-Transport-Security"]
        assert "strict-transport-security" in remarks(host, plain.port)[0]


def test_a_certificate_for_somebody_else_is_no_good(secure: tuple[Host, int]) -> None:
    host, _ = secure
    assert remarks(host, 1, "kiez.berlin") == [
        "Warnung: Die Startseite das Zertifikat stimmt nicht (abgelaufen, oder für einen anderen Namen)."
    ]
