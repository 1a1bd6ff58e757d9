"""`tasks.py links`: what becomes of the outward links, asked of a small web on this computer."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.support.sites import TODAY, good_site, put_file, replace_in, tree

from kiezgroessen.shell import links
from kiezgroessen.shell.asking import Asker, is_public

MAVI = "profiles/betriebe/mavi/profil.md"
HERE = "127.0.0.1"
GREETING = b"<html><body>Willkommen im Caf\xc3\xa9 MAVI!</body></html>"


@dataclass
class Web:
    """Hosts on this computer: answers by host and path, what was asked, by whom, and how many at once."""

    port: int = 0
    pages: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    nameless: set[str] = field(default_factory=set)
    no_head: bool = False

    def at(self, address: str) -> str:
        host, slash, path = address.partition("/")
        return f"http://{host}:{self.port}{slash}{path}"

    def put(self, address: str, status: int = 200, location: str = "", body: bytes = GREETING) -> str:
        self.pages[address] = (status, location, body)
        return self.at(address)

    def lookup(self, host: str, _port: int) -> list[str]:
        if host in self.nameless:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [HERE]

    def asker(self) -> Asker:
        return Asker("Kiezgroessen-Links/1 (+https://kiez.example)", 2.0, self.lookup, lambda _address: True)


@pytest.fixture
def web() -> Iterator[Web]:
    found = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"].partition(":")[0]
            found.asked.append((self.command, f"{host}{self.path}"))
            found.agents.add(self.headers["User-Agent"])
            status, location, body = found.pages.get(f"{host}{self.path}", (404, "", b"weg"))
            if found.no_head and self.command == "HEAD":
                status, location = 501, ""
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - named by the base class

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - named by the base class
            """Nothing: a test may not write a log."""

    with ThreadingHTTPServer((HERE, 0), Handler) as server:
        server.daemon_threads = True
        found.port = server.server_address[1]
        found.put("andere.berlin/")
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield found
        server.shutdown()


@pytest.fixture
def site(tmp_path: Path, web: Web) -> Path:
    """One real link in a header, one in a text; the others are invented."""
    root = good_site(tmp_path)
    replace_in(root, MAVI, "web: https://mavi.example/", f"web: {web.at('mavi.berlin/')}")
    replace_in(root, MAVI, "Seit 2017 kocht", f"Mehr [dort]({web.at('andere.berlin/')}). Seit 2017 kocht")
    return root


def told(root: Path, web: Web, capsys: pytest.CaptureFixture[str], day: str = TODAY) -> str:
    capsys.readouterr()
    assert links.main(date=day, root=root, asker=web.asker()) == 0
    return capsys.readouterr().out


def line_of(root: Path, word: str) -> int:
    lines = (root / MAVI).read_text("utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if word in line)


def test_good_links_are_only_counted_and_invented_ones_left_alone(
    site: Path, web: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    web.put("mavi.berlin/")
    answer = told(site, web, capsys)
    assert answer.startswith("Links nach außen am 22.11.2026: 2 geprüft, 2 gut, dazu ")
    assert "erfundene" in answer
    assert answer.count("\n") == 1
    assert {host for _, host in web.asked} == {"mavi.berlin/", "andere.berlin/"}
    assert web.agents == {"Kiezgroessen-Links/1 (+https://kiez.example)"}
    assert web.asked.count(("GET", "andere.berlin/")) == 0, "HEAD is enough where no name is to be looked for"


def test_dead_links_are_named_with_file_and_line_and_since_when(
    site: Path, web: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    web.put("mavi.berlin/")
    told(site, web, capsys, "2026-11-01")
    web.put("mavi.berlin/", 410)
    first = told(site, web, capsys, "2026-11-10")
    place = f"{MAVI}:{line_of(site, 'mavi.berlin')}: Warnung: "
    assert place in first
    assert "410: die Seite gibt es nicht mehr. Zum 1. Mal, zuletzt gut am 01.11.2026" in first
    assert told(site, web, capsys, "2026-11-10") == first, "twice on a day is once"
    assert "Seit 10.11.2026, zum 2. Mal" in told(site, web, capsys, "2026-11-20")
    assert "Seit 10.11.2026, zum 3. Mal" in told(site, web, capsys, "2026-11-21")
    web.put("mavi.berlin/")
    assert "2 gut" in told(site, web, capsys, "2026-11-22")
    web.put("mavi.berlin/", 404)
    assert "404: die Seite gibt es nicht. Zum 1. Mal, zuletzt gut am 22.11.2026" in told(
        site, web, capsys, "2026-11-23"
    )


def test_every_way_of_being_gone_is_said_in_words(site: Path, web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    web.nameless.add("mavi.berlin")
    assert "den Namen gibt es nicht (DNS)" in told(site, web, capsys)
    web.nameless.clear()
    web.put("mavi.berlin/", 503)
    assert "503: der Server meldet einen Fehler" in told(site, web, capsys)
    web.put("mavi.berlin/", 302, "/")
    assert "leitet immer weiter, ohne Ende" in told(site, web, capsys)
    replace_in(site, MAVI, web.at("mavi.berlin/"), web.at("mavi.berlin/").replace("http:", "https:"))
    assert "verschlüsselt (https) antwortet niemand" in told(site, web, capsys)


def test_who_does_not_answer_in_time_is_gone(site: Path, web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server((HERE, 0)) as silent:
        port = silent.getsockname()[1]
        replace_in(site, MAVI, web.at("mavi.berlin/"), f"http://mavi.berlin:{port}/")
        asker = Asker("x", 0.2, web.lookup, lambda _address: True)
        links.main(date=TODAY, root=site, asker=asker)
    assert "antwortet nicht in der Zeit" in capsys.readouterr().out


def test_a_permanent_redirect_comes_with_the_corrected_line(
    site: Path, web: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    web.put("mavi.berlin/", 301, "/cafe/")
    web.put("mavi.berlin/cafe/")
    answer = told(site, web, capsys)
    assert "1 umgezogen" in answer
    assert f"    richtig:     web: {web.at('mavi.berlin/cafe/')}\n" in answer
    assert (site / MAVI).read_text("utf-8").count("/cafe/") == 0, "nothing is changed by itself"


def test_a_temporary_redirect_is_no_move(site: Path, web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    web.put("mavi.berlin/", 302, "/de/")
    web.put("mavi.berlin/de/", 301, "/de/start")
    web.put("mavi.berlin/de/start")
    assert "2 gut" in told(site, web, capsys)


@pytest.mark.parametrize("target", ["casino.berlin/", "mavi.berlin.co.uk/"])
def test_a_redirect_to_somebody_else_is_asked_about(
    site: Path, web: Web, capsys: pytest.CaptureFixture[str], target: str
) -> None:
    web.put("mavi.berlin/", 302, web.put(target))
    answer = told(site, web, capsys)
    assert "1 fraglich" in answer
    assert f"leitet zu einer anderen Domain: {target.rstrip('/')}" in answer


def test_www_is_nobody_else(site: Path, web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    web.put("mavi.berlin/", 308, web.put("www.mavi.berlin/"))
    assert "1 umgezogen" in told(site, web, capsys)


def test_a_page_that_bears_the_name_no_more_is_asked_about(
    site: Path, web: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    web.put("mavi.berlin/")
    told(site, web, capsys, "2026-11-01")
    web.put("mavi.berlin/", body=b"<p>Online wetten und gewinnen</p>")
    for day in ("2026-11-10", "2026-11-11"):
        assert "nennt »Café Mavi« nicht mehr" in told(site, web, capsys, day)


def test_a_page_that_never_bore_the_name_is_let_be(site: Path, web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    web.put("mavi.berlin/", body=b"<script src=app.js></script>")
    for day in ("2026-11-01", "2026-11-10"):
        assert "2 gut" in told(site, web, capsys, day)


def test_a_parked_domain_is_recognised(site: Path, web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    web.put("mavi.berlin/", body=b"<h1>mavi.berlin - This Domain is FOR SALE</h1>")
    assert "sieht nach einer aufgegebenen Domain aus" in told(site, web, capsys)


@pytest.mark.parametrize("status", [401, 403, 429])
def test_who_lets_no_programs_in_is_not_called_dead(
    site: Path, web: Web, capsys: pytest.CaptureFixture[str], status: int
) -> None:
    web.put("mavi.berlin/", status)
    answer = told(site, web, capsys)
    assert "1 nicht zu prüfen" in answer
    assert "tot" not in answer


def test_servers_that_know_no_head_are_asked_again(site: Path, web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    web.put("mavi.berlin/")
    web.no_head = True
    assert "2 gut" in told(site, web, capsys)


def test_nobody_inside_a_house_is_asked(site: Path, web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    web.put("mavi.berlin/", 302, web.put("intern.berlin/"))
    inside = {"intern.berlin"}
    addresses = {HERE: "public"}

    def lookup(host: str, _port: int) -> list[str]:
        return ["192.168.0.1"] if host in inside else [HERE]

    asker = Asker("x", 2.0, lookup, lambda address: address in addresses)
    links.main(date=TODAY, root=site, asker=asker)
    assert "führt in ein privates Netz, nicht ins Web" in capsys.readouterr().out
    assert not [host for _, host in web.asked if host.startswith("intern")]


@pytest.mark.parametrize(
    "address",
    [
        *(HERE, "10.0.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1"),  # noqa: S104
        *("::1", "::", "fd00::1", "fe80::1%eth0", "fec0::1", "ff0e::1", "::ffff:127.0.0.1", "::127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:909:909::1"),
    ],
)
def test_what_leads_into_a_house_is_not_public_however_it_is_written(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::9.9.9.9"])
def test_what_is_on_the_net_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_who_sends_a_byte_now_and_then_is_left(scheme: str) -> None:
    """The server would end its answer after ten seconds, a good one; nobody waits for it so long."""

    def trickle(line: socket.socket) -> None:
        # A TLS record that says it is 16,384 bytes long.
        line.sendall(b"HTTP/1.1 200 OK\r\nX: " if scheme == "http" else b"\x16\x03\x03\x40\x00\x02")
        for _ in range(100):
            line.sendall(b"a")
            stopped.wait(0.1)
        line.sendall(b"\r\nContent-Length: 0\r\n\r\n")

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = listening.accept()
                with line, contextlib.suppress(OSError):
                    trickle(line)

    stopped = threading.Event()
    with socket.create_server((HERE, 0)) as listening:
        threading.Thread(target=serve, daemon=True).start()
        asker = Asker("x", 5.0, lambda _host, _port: [HERE], lambda _address: True, patience=0.5)
        answer = asker.ask(f"{scheme}://langsam.berlin:{listening.getsockname()[1]}/", with_text=True)
        stopped.set()
    assert (answer.kind, answer.reason) == ("gone", "antwortet nicht in der Zeit, die man wartet")


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://mavi.berlin/", "http://a:b@mavi.berlin/", "gopher://x", "http://["]
)
def test_redirects_lead_nowhere_but_to_the_web(
    site: Path, web: Web, capsys: pytest.CaptureFixture[str], target: str
) -> None:
    web.put("mavi.berlin/", 301, target)
    answer = " ".join(told(site, web, capsys).split())
    assert "1 tot" in answer
    why = (
        "antwortet nicht so, wie es eine Website tut" if "[" in target else "leitet zu etwas, das keine Web-Adresse ist"
    )
    assert why in answer


def test_a_redirect_writes_nothing_into_a_profile_that_a_profile_may_not_hold(
    site: Path, web: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    web.pages["mavi.berlin/?utm_source=x"] = (200, "", GREETING)
    web.pages['mavi.berlin/"onclick='] = (200, "", GREETING)
    for target in ("/?utm_source=x", '/"onclick=', "/\x1b[2J"):
        web.put("mavi.berlin/", 301, target)
        answer = told(site, web, capsys)
        assert "richtig:" not in answer
        assert "\x1b" not in answer


def test_without_a_net_nothing_is_noted(site: Path, web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    web.nameless |= {"mavi.berlin", "andere.berlin"}
    answer = told(site, web, capsys)
    assert "Gibt es gerade Netz?" in answer
    assert not (site / "cache/links.json").exists()


def test_drafts_those_who_left_and_those_without_link_are_not_asked(
    site: Path, web: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (site / MAVI).read_text("utf-8")
    for line in ("status: entwurf", "ende: 2026-01-01", "link: nein"):
        (site / MAVI).write_text(before.replace("\ngewerbe:", f"\n{line}\ngewerbe:"), "utf-8")
        web.asked.clear()
        told(site, web, capsys)
        assert not [host for _, host in web.asked if host.startswith("mavi")], line


def test_a_broken_memory_is_begun_anew(site: Path, web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    web.put("mavi.berlin/")
    for text in ("{", "[]", '{"x": 1}', '{"x": {"y": 1}}', "null"):
        put_file(site, "cache/links.json", text)
        assert "2 gut" in told(site, web, capsys)
    remembered = json.loads((site / "cache/links.json").read_text("utf-8"))
    assert set(remembered) == {web.at("mavi.berlin/"), web.at("andere.berlin/")}


def test_texts_and_profiles_stay_as_they_are(site: Path, web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    web.put("mavi.berlin/", 301, "/neu")
    before = tree(site / "profiles") | tree(site / "content")
    told(site, web, capsys)
    assert tree(site / "profiles") | tree(site / "content") == before


def test_bytes_that_are_no_http_are_an_answer_too(site: Path, web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server((HERE, 0)) as rude:

        def answer() -> None:
            for _ in range(2):
                connection, _address = rude.accept()
                connection.recv(1000)
                connection.sendall(b"\x00\xff nope\r\n\r\n")
                connection.close()

        threading.Thread(target=answer, daemon=True).start()
        replace_in(site, MAVI, web.at("mavi.berlin/"), f"http://mavi.berlin:{rude.getsockname()[1]}/")
        assert "antwortet nicht so, wie es eine Website tut" in told(site, web, capsys)
    assert issubclass(http.client.BadStatusLine, http.client.HTTPException)
