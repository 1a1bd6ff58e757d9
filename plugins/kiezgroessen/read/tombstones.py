"""Who was taken down: `content/entfernt.yaml`. It names nobody, and keeps an address from being given to somebody else.

A check number says of a folder's name whether it is the one; the name cannot be read out of it, only tried (see
`docs/decisions/takedown.md`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kiezgroessen.problems import ContentError, Problem, error
from kiezgroessen.read.document import Document, Value
from kiezgroessen.read.names import TOMBSTONES
from kiezgroessen.read.opened import read_regular
from kiezgroessen.read.text import decode
from kiezgroessen.read.tree import TextFile
from kiezgroessen.read.yamltree import parse

FOLDERS: Mapping[str, str] = MappingProxyType({"business": "betrieb", "action": "aktion", "institution": "einrichtung"})
"""Kinds of documents that have a folder and an address of their own, and what they are called in the file."""
KINDS = (*FOLDERS.values(), "foto", "freigabe")
HEAD = """# Wer herausgenommen wurde, ohne Namen. Das Programm schreibt diese Datei; sie gehört ins Archiv (git commit).
# Bitte nichts ändern: Sonst führen alte QR-Codes eines Tages zu jemand anderem.
entfernt:
"""
_HOW = "Die Datei schreibt das Programm; bitte den letzten Stand aus Git zurückholen."
_MOST_BYTES = 100_000
"""Some 750 entries; more than leave in the life of a Kiez."""
_MOST_TRIED = 100
"""Names that are tried slowly, 15 seconds in all. Of honest entries one in 256 comes that far."""
_SALT_BYTES = 16
_CHECK_BYTES = 16
_TRIES = 4000
"""Salts among which one is looked for that all names there are fall through; with 585 names one in ten does."""
# 64 MB and some 0.15 s for each name that is tried.
_COST = 2**16
_BLOCK = 8


@dataclass(frozen=True, slots=True)
class Tombstone:
    """``kind`` is one of `KINDS`, ``when`` is UTC, ``check`` the check number; "" where no address is kept."""

    kind: str
    when: dt.datetime
    check: str = ""


def load_tombstones(root: Path) -> tuple[tuple[Tombstone, ...], list[Problem]]:
    """Those of a site, in the order of the file; none where there is no such file."""
    try:
        data = read_regular(root / TOMBSTONES, _MOST_BYTES + 1, steps=2)
    except FileNotFoundError:
        return (), []
    except OSError as fault:
        return (), [error(TOMBSTONES, None, f"Die Datei lässt sich nicht lesen ({fault.strerror}).", hint=_HOW)]
    if len(data) > _MOST_BYTES:
        return (), [error(TOMBSTONES, None, f"Die Datei hat mehr als {_MOST_BYTES // 1000} KB.", hint=_HOW)]
    text, problems = decode(data, TOMBSTONES)
    header = None
    if text is not None:
        header, more = parse(text, path=TOMBSTONES, first_line=1, lang="de")
        problems += more
    if header is None:
        return (), problems
    entries = header.values.get("entfernt") or []
    found: list[Tombstone] = []
    wrong = not isinstance(entries, list) or set(header.values) - {"entfernt"}
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        stone = _stone(entry)
        if stone is None:
            line = header.marks[("entfernt", index)].line
            problems.append(error(TOMBSTONES, line, f"Der {index + 1}. Eintrag stimmt nicht.", hint=_HOW))
        else:
            found.append(stone)
    if wrong:
        problems.append(error(TOMBSTONES, 1, "Hier steht nur die Liste »entfernt«.", hint=_HOW))
    return tuple(found), problems


def latest(root: Path) -> dt.datetime | None:
    """When somebody was taken down last, UTC. Raises `ContentError` where that cannot be read: better none than old."""
    found, problems = load_tombstones(root)
    if problems:
        raise ContentError(problems)
    return max((stone.when for stone in found), default=None)


def as_entry(stone: Tombstone) -> str:
    """As it stands in the file."""
    lines = [f"  - art: {stone.kind}", f"    am: {stone.when:%Y-%m-%dT%H:%M:%SZ}"]
    return "\n".join([*lines, *([f"    pruefzahl: {stone.check}"] if stone.check else [])]) + "\n"


def check_number(kind: str, slug: str, others: Collection[str]) -> str:
    """A number by which the name can be told again, and that none of the ``others`` comes near.

    The salt is chosen so that the sieve, one cheap byte, lets none of the others through: of all folders only those
    that are made later ever have to be tried, and of those one in 256.
    """
    salts = (secrets.token_bytes(_SALT_BYTES) for _ in range(_TRIES))
    through = ((sum(_sieve(salt, kind, one) == _sieve(salt, kind, slug) for one in others), salt) for salt in salts)
    _, salt = min(_until_none(through))
    return f"{salt.hex()}-{_sieve(salt, kind, slug):02x}-{_slow(salt, kind, slug)}"


def is_it(stone: Tombstone, kind: str, slug: str) -> bool:
    """Whether this folder is the one that was taken down."""
    if not _may_be(stone, kind, slug):
        return False
    salt, _, slow = stone.check.split("-")
    return secrets.compare_digest(_slow(bytes.fromhex(salt), kind, slug), slow)


def _may_be(stone: Tombstone, kind: str, slug: str) -> bool:
    """Whether the name falls through the sieve; that costs nothing."""
    if stone.kind != kind or not stone.check:
        return False
    salt, sieve, _ = stone.check.split("-")
    return _sieve(bytes.fromhex(salt), kind, slug) == int(sieve, 16)


def returned(documents: Iterable[Document | TextFile], stones: Collection[Tombstone]) -> list[Problem]:
    """An error for each folder with a name that was taken down."""
    folders = {(FOLDERS[one.kind], one.slug): one.folder for one in documents if one.kind in FOLDERS}
    doubtful = sum(_may_be(stone, kind, slug) for kind, slug in folders for stone in stones)
    if doubtful > _MOST_TRIED:
        return [error(TOMBSTONES, None, "Die Prüfzahlen stimmen nicht.", hint=_HOW)]
    return [
        error(
            folder,
            None,
            f"Unter diesem Namen wurde am {stone.when:%d.%m.%Y} jemand herausgenommen. Alte QR-Codes und Links"
            " führten hierher.",
            hint=f"Erst nachsehen, wer den Eintrag geschrieben hat: git log -p -- {TOMBSTONES}. Ist er falsch, die"
            " Datei auf den Stand davor zurückholen. Ist er richtig, den Ordner anders nennen; nur wenn es wirklich"
            f" noch der von damals ist, führt »python3 tasks.py takedown {slug}« das Herausnehmen zu Ende.",
        )
        for (kind, slug), folder in sorted(folders.items())
        for stone in stones
        if is_it(stone, kind, slug)
    ]


def _until_none(found: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    for number, salt in found:
        yield number, salt
        if number == 0:
            return


def _sieve(salt: bytes, kind: str, slug: str) -> int:
    return hashlib.sha256(salt + f"{kind}/{slug}".encode()).digest()[0]


def _slow(salt: bytes, kind: str, slug: str) -> str:
    text = f"{kind}/{slug}".encode()
    most = 2 * 128 * _BLOCK * _COST
    return hashlib.scrypt(text, salt=salt, n=_COST, r=_BLOCK, p=1, maxmem=most, dklen=_CHECK_BYTES).hex()


def _stone(entry: Value) -> Tombstone | None:
    if not isinstance(entry, dict) or set(entry) - {"art", "am", "pruefzahl"}:
        return None
    kind, when, check = (entry.get(key) or "" for key in ("art", "am", "pruefzahl"))
    if kind not in KINDS or (bool(check) != (kind in FOLDERS.values())) or (check and not _is_number(str(check))):
        return None
    try:
        day = dt.datetime.strptime(str(when), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
    return Tombstone(str(kind), day, str(check))


def _is_number(text: str) -> bool:
    parts = text.split("-")
    sizes = [2 * _SALT_BYTES, 2, 2 * _CHECK_BYTES]
    return [len(part) for part in parts] == sizes and all(sign in "0123456789abcdef" for part in parts for sign in part)
