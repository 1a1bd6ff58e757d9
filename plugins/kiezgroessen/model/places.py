"""Values of fields that say where somebody is and how to reach them."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlsplit

from .fields import field_of, wrong


def _postcode(text: str) -> str:
    if not re.fullmatch(r"\d{5}", text):
        raise wrong(f"»{text}« ist keine Postleitzahl mit 5 Ziffern.")
    return text


Postcode = Annotated[str, *field_of(_postcode, {"pattern": r"^\d{5}$"})]


def _position(text: str) -> tuple[float, float]:
    match = re.fullmatch(r"(-?\d{1,2}\.\d+)\s*,\s*(-?\d{1,3}\.\d+)", text)
    if not match or not (abs(float(match[1])) <= 90 and abs(float(match[2])) <= 180):
        commas = re.fullmatch(r"(-?\d{1,2}),(\d+)\s*[,;]\s*(-?\d{1,3}),(\d+)", text)
        fix = "{}.{}, {}.{}".format(*commas.groups()) if commas else None
        raise wrong(f"»{text}« ist keine Lage.", fix=fix, hint="Breite, Länge mit Punkt: 52.48990, 13.41800")
    return float(match[1]), float(match[2])


Position = Annotated[tuple[float, float], *field_of(_position, {"examples": ["52.48990, 13.41800"]})]
"""WGS 84 latitude, longitude in degrees."""

_TRACKING = re.compile(r"(?:utm_|fbclid|gclid|igsh|mc_eid)", re.IGNORECASE)


def _web(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError as exc:
        raise wrong(f"»{text}« ist keine Web-Adresse.", hint="Sie beginnt mit https://.") from exc
    if not parts.scheme and re.match(r"(www\.)?[\w-]+(\.[\w-]+)+", text):
        raise wrong(f"»{text}« beginnt nicht mit https://.", fix=f"https://{text}")
    if parts.scheme not in ("http", "https") or "." not in (parts.hostname or "") or re.search(r"[\s<>\"'\\]", text):
        raise wrong(f"»{text}« ist keine Web-Adresse.", hint="Sie beginnt mit https://.")
    if _TRACKING.search(parts.query):
        raise wrong("die Adresse verfolgt die Leute, die ihr folgen.", fix=text.split("?", 1)[0])
    return text


WebAddress = Annotated[str, *field_of(_web, {"format": "uri"})]


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")


def _email(text: str) -> str:
    if not _EMAIL.fullmatch(text):
        closed = re.sub(r"\s*(?:@|\(at\)|\[at\])\s*", "@", text).replace(" ", "")
        raise wrong(f"»{text}« ist keine E-Mail-Adresse.", fix=closed if _EMAIL.fullmatch(closed) else None)
    return text


Email = Annotated[str, *field_of(_email, {"format": "email"})]


def _phone(text: str) -> str:
    if not re.fullmatch(r"[+0(][\d\s()/–-]{4,}", text):
        raise wrong(f"»{text}« ist keine Telefonnummer.", hint="Mit Vorwahl, zum Beispiel 030 23125 017.")
    return text


Phone = Annotated[str, *field_of(_phone, {"examples": ["030 23125 017"]})]


def _handle(text: str) -> str:
    if not (match := re.fullmatch(r"@?([\w.]{1,60})", text)):
        raise wrong(f"»{text}« ist kein Instagram-Name.", hint="Nur der Name, ohne Adresse: @mavi.cafe")
    return match[1]


def _fediverse(text: str) -> str:
    if not re.fullmatch(r"@?[\w.]+@[\w-]+(\.[\w-]+)+", text):
        raise wrong(f"»{text}« ist kein Mastodon-Name.", hint="Die Form ist @name@server.")
    return text.removeprefix("@")


Instagram = Annotated[str, *field_of(_handle, {"examples": ["@mavi.cafe"]})]
Mastodon = Annotated[str, *field_of(_fediverse, {"examples": ["@mavi@kiez.example"]})]
