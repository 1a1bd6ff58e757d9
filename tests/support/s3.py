"""A bucket on this computer that speaks S3's protocol, as far as a store needs it; whoever signs, it believes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape, unescape

_LISTED = (
    '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
    "<Name>b</Name><KeyCount>{count}</KeyCount><IsTruncated>{more}</IsTruncated>{next}{entries}</ListBucketResult>"
)
_ENTRY = (
    "<Contents><Key>{key}</Key><LastModified>2026-11-01T00:00:00.000Z</LastModified>"
    "<ETag>&quot;{etag}&quot;</ETag><Size>{size}</Size></Contents>"
)
_AT_ONCE = 50
"""Entries in a list, so that there is more than one page of it."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    objects: dict[str, bytes]

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        if "list-type" in query:
            self._list(query)
        elif (data := self.objects.get(unquote(parts.path))) is None:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        else:
            self._answer(200, data)

    def do_HEAD(self) -> None:
        data = self.objects.get(unquote(urlsplit(self.path).path))
        self._answer(404 if data is None else 200, data or b"", body=False)

    def do_PUT(self) -> None:
        self.objects[unquote(urlsplit(self.path).path)] = self._body()
        self._answer(200, b"")

    def do_DELETE(self) -> None:
        self.objects.pop(unquote(urlsplit(self.path).path), None)
        self._answer(204, b"")

    def do_POST(self) -> None:
        """Several are deleted at once."""
        bucket = unquote(urlsplit(self.path).path).rstrip("/")
        keys = [unescape(key) for key in re.findall(r"<Key>(.*?)</Key>", self._body().decode())]
        for key in keys:
            self.objects.pop(f"{bucket}/{key}", None)
        gone = "".join(f"<Deleted><Key>{escape(key)}</Key></Deleted>" for key in keys)
        self._answer(
            200, f'<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{gone}</DeleteResult>'.encode()
        )

    def _list(self, query: dict[str, list[str]]) -> None:
        bucket = unquote(urlsplit(self.path).path).rstrip("/")
        start = f"{bucket}/{query.get('prefix', [''])[0]}"
        after = query.get("continuation-token", [""])[0]
        found = sorted(key for key in self.objects if key.startswith(start) and key > after)
        entries = "".join(
            _ENTRY.format(
                key=escape(key.removeprefix(f"{bucket}/")),
                size=len(self.objects[key]),
                etag=hashlib.sha256(self.objects[key]).hexdigest(),
            )
            for key in found[:_AT_ONCE]
        )
        more = len(found) > _AT_ONCE
        token = f"<NextContinuationToken>{escape(found[_AT_ONCE - 1])}</NextContinuationToken>" if more else ""
        listed = _LISTED.format(count=min(len(found), _AT_ONCE), more=str(more).lower(), next=token, entries=entries)
        self._answer(200, listed.encode())

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _answer(self, code: int, data: bytes, *, body: bool = True) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("ETag", f'"{hashlib.sha256(data).hexdigest()}"')
        self.send_header("Last-Modified", "Sun, 01 Nov 2026 00:00:00 GMT")
        self.end_headers()
        if body:
            self.wfile.write(data)

    def log_message(self, *_args: object) -> None:
        """Nobody reads it."""


@contextmanager
def bucket() -> Iterator[tuple[str, dict[str, bytes]]]:
    """The address of a server, and what lies in its buckets: ``/bucket/key`` and bytes."""
    objects: dict[str, bytes] = {}
    handler = type("Handler", (_Handler,), {"objects": objects})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", objects
        server.shutdown()
