"""`tasks.py serve`: the site as it will look, rebuilt whenever something changes."""

from __future__ import annotations

import http.server
import subprocess
import sys
import threading
from collections.abc import Iterable
from functools import partial
from http import HTTPStatus
from pathlib import Path

from ..plan.headers import TYPES
from .exits import FAILED, OK

PREVIEW = "cache/vorschau"
"""Not ``output/``: what is served says localhost in every address and is not to be uploaded."""
WATCHED = ("content", "profiles", "theme", "plugins", "pelicanconf.py")


def main(*, port: int = 8000, date: str | None = None, root: Path | None = None) -> int:
    """Builds, serves on this computer only, and builds again after every change, until Ctrl+C."""
    root = (root or Path.cwd()).resolve()
    preview = root / PREVIEW
    server = start(preview, port)
    if server is None:
        print(f"Die Anschlüsse {port} bis {port + 9} sind belegt. Ein anderer:  python3 tasks.py serve --port 8100")
        return FAILED
    address = f"http://localhost:{server.server_port}"
    print("Die Website wird gebaut …", flush=True)
    _build(root, preview, address, date)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"\n    {address}\n\nSpeichern genügt, dann wird neu gebaut. Aufhören: Strg+C", flush=True)
    try:
        _watch(root, preview, address, date)
    except KeyboardInterrupt:
        print("\nBis bald.")
    finally:
        server.shutdown()
    return OK


def _watch(root: Path, preview: Path, address: str, date: str | None) -> None:
    from watchfiles import watch  # noqa: PLC0415 - only here, and it takes its time

    watched = [root / name for name in WATCHED if (root / name).exists()]
    for changes in watch(*watched, raise_interrupt=True):
        print(f"\n{_named(root, (path for _, path in changes))}", flush=True)
        _build(root, preview, address, date)


def _named(root: Path, paths: Iterable[str]) -> str:
    names = sorted({Path(path).relative_to(root).as_posix() for path in paths})
    more = f" und {len(names) - 1} weitere" if len(names) > 1 else ""
    return f"Geändert: {names[0]}{more}" if names else "Geändert"


def _build(root: Path, preview: Path, address: str, date: str | None) -> None:
    """In a process of its own, so that changed code and templates count too and a crash harms nothing here."""
    code = (
        "import sys; from pathlib import Path; from kiezgroessen.shell.build import main; "
        "root, output, address, date = sys.argv[1:]; "
        "sys.exit(main(root=Path(root), output=Path(output), site_url=address, date=date or None))"
    )
    command = [sys.executable, "-c", code, str(root), str(preview), address, date or ""]
    subprocess.run(command, cwd=root, check=False)


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the preview as a static host would: 404.html for what is not there, nothing kept by the browser."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page where something is not there."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        """Nothing is kept: the next look shows the last build."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def guess_type(self, path: str) -> str:  # type: ignore[override]  # typeshed allows path objects too
        """Media types as every other server says them."""
        return dict(TYPES).get(Path(path).suffix[1:]) or super().guess_type(path)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Nothing: only what matters to an editor is printed."""


def start(folder: Path, port: int) -> http.server.ThreadingHTTPServer | None:
    """A server on the first free port of ten, not yet running; ``None`` when all are taken."""
    handler = partial(Handler, directory=str(folder))
    for number in range(port, port + 10):
        try:
            return http.server.ThreadingHTTPServer(("127.0.0.1", number), handler)
        except OSError:
            continue
    return None
