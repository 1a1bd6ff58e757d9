"""What `tasks.py verify-live` says about the host itself: headers, certificate, the way from http, the missing page."""

from __future__ import annotations

import contextlib
import http.client
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit

from .asking import Asker, RefusedError, said
from .fetching import Fetched, Reader

_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "content-security-policy": "default-src",
        "x-content-type-options": "nosniff",
        "referrer-policy": "",
    }
)
"""The few that must be there, and a word that must be in them."""
_SECURE = "strict-transport-security"
_NOWHERE = "diese-seite-gibt-es-nicht-4711/"
_NOTICE = 14
"""Days: certificates that are renewed by a program are renewed long before."""


def host_report(reader: Reader, asker: Asker, base: SplitResult, seconds: float, plain_port: int = 80) -> list[str]:
    """Remarks in German; none where all is well. ``plain_port`` is only another one in tests."""
    start = _got(reader, "")
    if isinstance(start, str):
        return [f"Warnung: Die Startseite {start}."]
    remarks = [*_headers(start, base), *_certificate(reader)]
    lost = _got(reader, _NOWHERE)
    if isinstance(lost, str) or lost.status != http.HTTPStatus.NOT_FOUND:
        told = lost if isinstance(lost, str) else f"antwortet mit {lost.status} statt 404"
        remarks.append(f"Eine Adresse, die es nicht gibt, {told}.")
    if base.scheme == "https":
        remarks += _from_plain(asker, base, seconds, plain_port)
    return [f"Warnung: {remark}" for remark in remarks]


def _headers(start: Fetched, base: SplitResult) -> Iterator[str]:
    wanted = dict(_HEADERS) | ({_SECURE: "max-age"} if base.scheme == "https" else {})
    sent = {name: start.headers.get(name, "").lower() for name in wanted}
    missing = [name for name, word in wanted.items() if not sent[name] or word not in sent[name]]
    if missing:
        yield f"Der Server schickt diese Kopfzeilen nicht mit: {', '.join(missing)}."


def _certificate(reader: Reader) -> Iterator[str]:
    days = reader.days_left()
    if days is not None and days < _NOTICE:
        yield f"Das Zertifikat gilt nur noch {int(days)} Tage. Wird es von selbst erneuert?"


def _from_plain(asker: Asker, base: SplitResult, seconds: float, port: int) -> Iterator[str]:
    host = base.hostname or ""
    plain = urlsplit(f"http://{f'[{host}]' if ':' in host else host}:{port}{base.path}")
    with contextlib.closing(Reader(asker, plain, seconds)) as reader:
        found = _got(reader, "")
    if isinstance(found, str):
        return  # nobody there: then nobody reads along either
    if not found.headers.get("location", "").startswith(f"https://{host}"):
        yield "Wer die Adresse mit http:// aufruft, wird nicht nach https:// weitergeleitet."


def _got(reader: Reader, address: str) -> Fetched | str:
    """The answer, or why there is none."""
    try:
        return reader.get(address)
    except (OSError, http.client.HTTPException, ValueError, RefusedError) as fault:
        return said(fault)
