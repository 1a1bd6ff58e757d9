"""Values of fields that say where somebody is and how to reach them."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from ..read.applications import KEYS, western
from .addresses import host_fault, mail_fault, web_fault
from .alike import Finding
from .fields import field_of, not_over, not_turning, wrong

# Longer than anybody's, short enough for one line of a page.
LONGEST_PHONE, LONGEST_WEB, LONGEST_EMAIL, LONGEST_INSTAGRAM, LONGEST_MASTODON = 40, 200, 100, 40, 100


def _postcode(text: str) -> str:
    if not re.fullmatch("[0-9]{5}", text):
        raise wrong(f"»{text}« ist keine Postleitzahl mit 5 Ziffern.")
    return text


Postcode = Annotated[str, *field_of(_postcode, {"pattern": r"^\d{5}$"})]


def _position(text: str) -> tuple[float, float]:
    match = re.fullmatch(r"(-?[0-9]{1,2}\.[0-9]+)\s*,\s*(-?[0-9]{1,3}\.[0-9]+)", text)
    if not match or not (abs(float(match[1])) <= 90 and abs(float(match[2])) <= 180):
        commas = re.fullmatch(r"(-?\d{1,2}),(\d+)\s*[,;]\s*(-?\d{1,3}),(\d+)", text)
        fix = "{}.{}, {}.{}".format(*commas.groups()) if commas else None
        raise wrong(f"»{text}« ist keine Lage.", fix=fix, hint="Breite, Länge mit Punkt: 52.48990, 13.41800")
    north, east = float(match[1]), float(match[2])
    if _is_in(_EAST, north) and _is_in(_NORTH, east):
        raise wrong(f"»{text}« liegt am Horn von Afrika: Erst kommt die Breite.", fix=f"{match[2]}, {match[1]}")
    return north, east


# Germany and its neighbours. Turned round they lie where no German programme has a street.
_NORTH, _EAST = (45.0, 56.0), (5.0, 18.0)


def _is_in(bounds: tuple[float, float], degrees: float) -> bool:
    return bounds[0] <= degrees <= bounds[1]


Position = Annotated[tuple[float, float], *field_of(_position, {"examples": ["52.48990, 13.41800"]})]
"""WGS 84 latitude, longitude in degrees."""

_TRACKING = re.compile(r"(?:utm_|fbclid|gclid|igsh|mc_eid)", re.IGNORECASE)


def _web(text: str) -> str:
    not_over(not_turning(text), LONGEST_WEB)
    try:
        parts = urlsplit(text)
    except ValueError as exc:
        raise wrong(f"»{text}« ist keine Web-Adresse.", hint="Sie beginnt mit https://.") from exc
    if not parts.scheme and re.match(r"(www\.)?[\w-]+(\.[\w-]+)+", text):
        raise wrong(f"»{text}« beginnt nicht mit https://.", fix=f"https://{text}")
    if parts.scheme not in ("http", "https") or "." not in (parts.hostname or "") or re.search(r"[\s<>\"'\\]", text):
        raise wrong(f"»{text}« ist keine Web-Adresse.", hint="Sie beginnt mit https://.")
    _told(text, web_fault(text))
    if _TRACKING.search(parts.query):
        raise wrong("die Adresse verfolgt die Leute, die ihr folgen.", fix=text.split("?", 1)[0])
    return text


WebAddress = Annotated[str, *field_of(_web, {"format": "uri", "maxLength": LONGEST_WEB})]


def _told(text: str, found: Finding | None) -> None:
    if found is not None:
        message = found.message if found.message.startswith("»") else f"»{text}« {found.message}"
        raise wrong(message, fix=found.fix, hint=found.hint)


def _post(text: str) -> str:
    parts = urlsplit(_web(text))
    if parts.scheme != "https":
        fix = "https" + text.removeprefix("http")
        raise wrong(f"»{text}« ist nicht verschlüsselt.", fix=fix, hint="Antworten gehen nur über https:// weiter.")
    # Its host stands in the settings of servers and in a policy, where other signs would be commands.
    if not _is_host(parts) or parts.username is not None or parts.fragment:
        raise wrong(f"»{text}« ist keine Adresse, an die ein Formular geht.", hint="Ohne Anmeldung und ohne #.")
    return text


def _is_host(parts: SplitResult) -> bool:
    try:
        return bool(re.fullmatch(r"[\w.-]+(:\d*)?", parts.netloc) and ascii_host(parts))
    except ValueError:
        return False


def ascii_host(parts: SplitResult) -> str:
    """Host and port as they travel: ``xn--bckerei-5wa.example:8443``. Raises ValueError for what is none."""
    host = (parts.hostname or "").encode("idna").decode("ascii")
    return f"{host}:{parts.port}" if parts.port else host


PostAddress = Annotated[str, *field_of(_post, {"format": "uri", "pattern": "^https://", "maxLength": LONGEST_WEB})]
"""Where a form is posted to."""


def _trap(text: str) -> str:
    if not re.fullmatch("[A-Za-z0-9_-]{1,40}", text) or text in KEYS:
        hint = "Buchstaben ohne Umlaute, Ziffern, _ und -, zum Beispiel _gotcha. Keine der Fragen darf so heißen."
        raise wrong(f"»{text}« kann kein Feld heißen, das leer bleibt.", hint=hint)
    return text


TrapName = Annotated[str, *field_of(_trap, {"pattern": "^[A-Za-z0-9_-]{1,40}$"})]
"""Name of a field that only machines fill in."""


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")


def _email(text: str) -> str:
    not_over(text, LONGEST_EMAIL)
    if not _EMAIL.fullmatch(text):
        bare = re.sub(r"^\s*<?(?:mailto:)?|>\s*$", "", text, flags=re.IGNORECASE)
        closed = re.sub(r"\s*(?:@|\(at\)|\[at\])\s*", "@", bare).replace(" ", "")
        raise wrong(f"»{text}« ist keine E-Mail-Adresse.", fix=closed if _EMAIL.fullmatch(closed) else None)
    _told(text, mail_fault(text))
    return text


Email = Annotated[str, *field_of(_email, {"format": "email", "maxLength": LONGEST_EMAIL})]


_PHONE = re.compile("[+0(][0-9 \u00a0\u202f()/–-]{4,}")


def _phone(text: str) -> str:
    not_over(text, LONGEST_PHONE)
    if not _PHONE.fullmatch(text):
        dialled = western(text)
        fix = dialled if dialled != text and _PHONE.fullmatch(dialled) else None
        raise wrong(f"»{text}« ist keine Telefonnummer.", fix=fix, hint="Mit Vorwahl, zum Beispiel 030 23125 017.")
    return text


Phone = Annotated[str, *field_of(_phone, {"examples": ["030 23125 017"], "maxLength": LONGEST_PHONE})]


def _handle(text: str) -> str:
    not_over(text, LONGEST_INSTAGRAM)
    if not (match := re.fullmatch(r"@?([A-Za-z0-9_.]+)", text)):
        raise wrong(f"»{text}« ist kein Instagram-Name.", hint="Nur der Name, ohne Adresse: @mavi.cafe")
    return match[1]


def _fediverse(text: str) -> str:
    not_over(text, LONGEST_MASTODON)
    if not (match := re.fullmatch(r"@?[A-Za-z0-9_.]+@([\w-]+(?:\.[\w-]+)+)", text)):
        raise wrong(f"»{text}« ist kein Mastodon-Name.", hint="Die Form ist @name@server.")
    _told(text, host_fault(match[1]))
    return text.removeprefix("@")


Instagram = Annotated[str, *field_of(_handle, {"examples": ["@mavi.cafe"], "maxLength": LONGEST_INSTAGRAM})]
Mastodon = Annotated[str, *field_of(_fediverse, {"examples": ["@mavi@kiez.example"], "maxLength": LONGEST_MASTODON})]
