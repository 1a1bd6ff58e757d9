"""The server of `tasks.py serve`: the preview as a static host would serve it, and a line to every open page.

Only here, and only in what is answered, a page has our script. The files of the preview know nothing of it.
"""

from __future__ import annotations

import contextlib
import http.server
import queue
from functools import partial
from html import escape
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from ..plan.headers import TYPES
from .serve_hub import Hub, event

OURS = "/~vorschau/"
"""Below this nothing of a site can be: no page's name begins with a tilde."""
_HERE = Path(__file__).parent
_PARTS = {"vorschau.js": "text/javascript; charset=utf-8", "vorschau.css": "text/css; charset=utf-8"}
_POLICY = escape("trusted-types 'none'").replace("&#x27;", "&#39;")
_HEARTBEAT = 15.0
"""Seconds after which a line says something, so that one nobody listens to is noticed."""
_NOTHING = (
    '<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Vorschau</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
    "<body><main><p>{}</p></main></body></html>"
)


class Handler(http.server.SimpleHTTPRequestHandler):
    """Answers for one request; 404.html for what is not there, nothing kept by the browser."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, hub: Hub, **more: object) -> None:
        self._hub = hub
        super().__init__(*args, **more)  # type: ignore[arg-type]  # as the base class has them

    def do_GET(self) -> None:
        """A page with our script, our own files, or any other file as it is."""
        path = urlsplit(self.path).path
        if path == f"{OURS}ereignisse":
            self._tell()
        elif path.startswith(OURS):
            self._part(path.removeprefix(OURS))
        elif not path.endswith(("/", ".html")):
            # What stands in a page is there before the page is, or follows when it has been made.
            super().do_GET()
        else:
            self._page(path)

    def _page(self, path: str) -> None:
        name = name_of(path)
        stand = self._hub.wait(name)
        file = Path(self.translate_path(path))
        if path.endswith("/"):
            file /= "index.html"
        status = HTTPStatus.OK
        try:
            html = file.read_text("utf-8")
        except OSError:
            status = HTTPStatus.NOT_FOUND
            html = self._not_found()
        self._send(status, "text/html; charset=utf-8", with_script(html, stand).encode())

    def _not_found(self) -> str:
        with contextlib.suppress(OSError):
            return (Path(self.directory) / "404.html").read_text("utf-8")
        return _NOTHING.format("Hier ist noch keine Seite.")

    def _part(self, name: str) -> None:
        if name in _PARTS:
            self._send(HTTPStatus.OK, _PARTS[name], (_HERE / name).read_bytes())
        else:
            super().send_error(HTTPStatus.NOT_FOUND)

    def _tell(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        name, stand = name_of(asked.get("seite", ["/"])[0]), asked.get("stand", ["0"])[0]
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()
        guest = self._hub.enter(name, int(stand) if stand.isdecimal() else 0)
        try:
            while True:
                try:
                    said = event(guest.post.get(timeout=_HEARTBEAT))
                except queue.Empty:
                    said = b":\n\n"
                self.wfile.write(said)
                self.wfile.flush()
        except OSError:
            pass  # they have gone
        finally:
            self._hub.leave(guest)
            self.close_connection = True

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page where something is not there."""
        if code == HTTPStatus.NOT_FOUND:
            body = with_script(self._not_found(), self._hub.stand).encode()
            self._send(HTTPStatus.NOT_FOUND, "text/html; charset=utf-8", body)
        else:
            super().send_error(code, message, explain)

    def end_headers(self) -> None:
        """Nothing is kept: the next look shows the last build."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def guess_type(self, path: str) -> str:  # type: ignore[override]  # typeshed allows path objects too
        """Media types as every other server says them."""
        return dict(TYPES).get(Path(path).suffix[1:]) or super().guess_type(path)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Nothing: only what matters to an editor is printed."""


class Server(http.server.ThreadingHTTPServer):
    """Its threads end with the program, and who has left in the middle of an answer is no news."""

    daemon_threads = True
    disable_nagle_algorithm = True

    def handle_error(self, *_: object) -> None:
        """Nothing is printed."""


def name_of(path: str) -> str:
    """The name of the file that answers for a path: ``/betriebe/`` → ``betriebe/index.html``."""
    name = unquote(urlsplit(path).path).lstrip("/")
    return f"{name}index.html" if not name or name.endswith("/") else name


def with_script(html: str, stand: int) -> str:
    """The page with our script, and a policy that lets it run; ``stand`` says how new the page is."""
    html = html.replace(_POLICY, f"trusted-types vorschau; connect-src {escape(chr(39) + 'self' + chr(39))}", 1)
    head, end, rest = html.partition("</head>")
    return f'{head}<script defer src="{OURS}vorschau.js" data-stand="{stand}"></script>\n{end}{rest}'


def start(folder: Path, port: int, hub: Hub) -> Server | None:
    """A server on the first free port of ten, not yet running; ``None`` when all are taken."""
    handler = partial(Handler, directory=str(folder), hub=hub)
    for number in range(port, port + 10):
        try:
            return Server(("127.0.0.1", number), handler)
        except OSError:
            continue
    return None
