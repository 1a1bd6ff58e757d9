"""What the site is made with and what it ships: the packages of the locks, and the files made elsewhere."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, cast
from urllib.parse import quote

from .strict import table

Use: TypeAlias = Literal["required", "optional", "excluded"]
"""Needed to build the site, for photos of iPhones or a cluster only, or for the tests alone: CycloneDX's words."""

LICENCES = "requirements/licences.yaml"
VENDORED = "docs/vendored.yaml"
_LOCKS: tuple[tuple[str, Use], ...] = (
    ("base", "required"),
    ("heic", "optional"),
    ("cluster", "optional"),
    ("test", "excluded"),
    ("bench", "excluded"),
)
_NPM = "tests/support"
_OLD_FORM: Mapping[str, str] = MappingProxyType({"node_modules/busboy": "MIT", "node_modules/streamsearch": "MIT"})
"""These name their licence as was usual once (``licenses``), which npm leaves out of its locks."""
_PIN = re.compile(r"([a-z0-9._-]+)==(\S+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VIA = re.compile(r"#\s+(?:via\s+)?(-r \S+|[a-z0-9._-]+)$")


@dataclass(frozen=True, slots=True)
class Package:
    """A package of a lock.

    ``digests`` are hexadecimal, of every file of it that may be installed; ``wanted_by`` the names of packages that
    need it, and "" where we ask for it ourselves; ``licence`` is an SPDX expression, "" where nobody has looked.
    """

    name: str
    version: str
    kind: Literal["pypi", "npm"]
    use: Use
    licence: str
    algorithm: Literal["SHA-256", "SHA-512"]
    digests: tuple[str, ...]
    wanted_by: tuple[str, ...]

    @property
    def purl(self) -> str:
        """The package's address without a place: ``pkg:pypi/jinja2@3.1.6``."""
        return f"pkg:{self.kind}/{quote(self.name)}@{self.version}"


@dataclass(frozen=True, slots=True)
class Vendored:
    """A file that was made elsewhere, or is no text: ``path`` is relative with slashes, ``digest`` its SHA-256."""

    path: str
    digest: str
    what: str
    version: str
    source: str
    licence: str
    licence_text: str


def packages(root: Path) -> list[Package]:
    """All packages of all locks, each with its strongest use, by kind and name."""
    licences = {name: _spdx(entry) for name, entry in table(root, LICENCES).items()}
    found: dict[str, Package] = {}
    for lock, use in _LOCKS:
        for name, version, digests, wanted_by in _entries((root / f"requirements/{lock}.txt").read_text("utf-8")):
            package = Package(name, version, "pypi", use, licences.get(name, ""), "SHA-256", digests, ())
            known = found.setdefault(name, package)
            found[name] = replace(known, wanted_by=tuple(sorted({*known.wanted_by, *wanted_by})))
    # Several tools bring the same one.
    from_npm = {package.purl: package for package in _from_npm(root)}
    return [*(found[name] for name in sorted(found)), *from_npm.values()]


def vendored(root: Path) -> list[Vendored]:
    """The files of the table, in its order. Raises `KeyError` where an entry lacks something."""
    groups = cast("Mapping[str, Any]", table(root, VENDORED))
    return [
        Vendored(path, digest, what, *(group[key] for key in ("version", "source", "licence", "text")))
        for what, group in groups.items()
        for path, digest in group["files"].items()
    ]


def _entries(lock: str) -> Iterator[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """Name, version, digests and who wants it, of each entry of a lock as pip-compile writes it."""
    # An entry begins where a line is not indented.
    for block in re.split(r"\n(?=\S)", lock):
        if pin := _PIN.match(block):
            wanted_by = [found[1] for line in block.splitlines() if (found := _VIA.search(line.strip()))]
            others = tuple("" if one.startswith("-r ") else one for one in wanted_by if one != "via")
            yield pin[1], pin[2], tuple(sorted(_HASH.findall(block))), others


def _from_npm(root: Path) -> Iterator[Package]:
    """What the tests fetch with npm; the numbers of the locks are bytes in base64."""
    for lock in sorted((root / _NPM).rglob("package-lock.json")):
        if "node_modules" in lock.parts:
            continue
        for place, entry in json.loads(lock.read_text("utf-8"))["packages"].items():
            if place:
                name, licence = (
                    entry.get("name", place.rpartition("node_modules/")[2]),
                    entry.get("license") or _OLD_FORM.get(place, ""),
                )
                digest = base64.b64decode(entry["integrity"].removeprefix("sha512-")).hex()
                yield Package(name, entry["version"], "npm", "excluded", licence, "SHA-512", (digest,), ("",))


def _spdx(entry: object) -> str:
    return str(entry["spdx"] if isinstance(entry, Mapping) else entry)
