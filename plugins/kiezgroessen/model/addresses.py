"""Whether an address leads where it seems to: schemes, hosts, and what stands before an @."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import SplitResult, urlsplit

from .alike import Finding, in_latin, is_restricted, trick

SCHEMES = ("https", "http", "mailto", "tel")
"""What a link may begin with."""
LONGEST_LINK = 2_000
"""Characters of a link; browsers show no more, and looking for what hides in one takes the square of the time."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# What browsers leave out of an address before they read it, wherever it stands.
_SKIPPED = re.compile(r"[\t\n\r]|\A[\x00-\x20]+")
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")
_WHOLE = "Die Adresse aus der Adresszeile des Browsers kopieren."


def link_fault(address: str) -> Finding | None:
    """What is wrong with the target of a link in a text; an address of this site begins with one / or with #."""
    if len(address) > LONGEST_LINK:
        return Finding(f"hat mehr als {LONGEST_LINK} Zeichen.", None, _WHOLE)
    seen = _SKIPPED.sub("", address)
    if seen.startswith(("{", "|")) and re.match(r"[{|](?:static|filename|attach|author|category|tag|index)[}|]", seen):
        return Finding("Das Kürzel mit geschweiften Klammern geht hier nicht.", None, "Die Adresse der Seite nehmen.")
    if re.match(r"[\\/]{2}|\\", seen):
        fix = "https://" + seen.lstrip("\\/") if re.match(r"//[\w-]+\.", seen) else None
        return Finding("beginnt nicht mit https://.", fix, _WHOLE)
    scheme = _SCHEME.match(seen)
    if scheme is None:
        return None
    if scheme[1].lower() not in SCHEMES:
        return Finding(f"beginnt mit {scheme[1].lower()}:, erlaubt sind https:, http:, mailto: und tel:.", None, _WHOLE)
    if scheme[1].lower() in ("https", "http"):
        return web_fault(seen)
    return mail_fault(seen.partition(":")[2].partition("?")[0]) if scheme[1].lower() == "mailto" else None


def web_fault(address: str) -> Finding | None:
    """What is wrong with an address that begins with https: or http:."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return Finding("ist keine Web-Adresse.", None, _WHOLE)
    if not re.match(r"https?://[^/\\]", address, re.IGNORECASE) or "\\" in address or port == 0:
        return Finding("ist keine Web-Adresse.", None, _WHOLE)
    if "@" in parts.netloc:
        message = f"führt zu »{host}«: Was vor dem @ steht, gehört nicht zum Namen der Website."
        return Finding(message, _without_user(parts), "Die Adresse ohne das schreiben, was vor dem @ steht.")
    if any(unicodedata.category(char) in ("Cf", "Cc", "Zs", "Zl", "Zp") for char in address):
        fix = "".join(char for char in address if unicodedata.category(char) not in ("Cf", "Cc", "Zs", "Zl", "Zp"))
        return Finding("enthält ein Zeichen, das man nicht sieht.", fix, _WHOLE)
    return host_fault(host)


def mail_fault(address: str) -> Finding | None:
    """What is wrong with a mail address whose form is right."""
    name, _, host = address.rpartition("@")
    return trick(name) or host_fault(host)


def host_fault(host: str) -> Finding | None:
    """What is wrong with the name of a host. Letters of all scripts may stand there, a script to each part."""
    plain = unicodedata.normalize("NFKC", host)
    if plain.casefold() != unicodedata.normalize("NFC", host).casefold():
        return Finding(f"enthält Zeichen, die nur aussehen wie »{plain}«.", None, _WHOLE)
    labels = host.removesuffix(".").split(".")
    if len(labels) < 2 or _NUMBER.fullmatch(labels[-1]) or not all(map(_LABEL.fullmatch, labels)):
        return Finding("ist keine Web-Adresse.", None, _WHOLE)
    for label in labels:
        shown = _decoded(label)
        if shown is None:
            return Finding(f"»{label}« ist kein gültiger Name einer Website.", None, _WHOLE)
        if (meant := in_latin(shown)) is not None:
            return Finding(f"»{shown}« sieht aus wie »{meant}«, ist es aber nicht.", None, _WHOLE)
        if (found := trick(shown)) is not None:
            return Finding(found.message, None, _WHOLE)
        if not is_restricted(shown):
            return Finding(f"»{shown}« mischt mehrere Schriften.", None, _WHOLE)
    return None


def _decoded(label: str) -> str | None:
    """A label as people read it; ``None`` where it says of itself that it is encoded, and is not."""
    if not label.lower().startswith("xn--"):
        return label
    try:
        shown = label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return None
    right = not shown.isascii() and unicodedata.normalize("NFKC", shown).casefold() == shown.casefold()
    return shown if right and _LABEL.fullmatch(shown) else None


def _without_user(parts: SplitResult) -> str:
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
