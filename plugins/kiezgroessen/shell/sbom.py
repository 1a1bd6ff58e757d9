"""`tasks.py sbom`: the list of all parts, as CycloneDX 1.6 in JSON; the same parts give the same bytes.

Made by hand: what is said of a package are seven fields, and the tests hold them against the schema of the format.
"""

from __future__ import annotations

import json
import tomllib
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

from .exits import OK
from .supplies import Package, Use, Vendored, packages, vendored

FILE = "docs/sbom.cdx.json"
SCHEMA = "http://cyclonedx.org/schema/bom-1.6.schema.json"
_SCRIPTS = "theme/static/script"
_TESTS = "tests/"

_Json: TypeAlias = dict[str, Any]


def main(root: Path) -> int:
    """Writes the list anew and says how long it is; 0."""
    data = listed(root)
    (root / FILE).write_bytes(data)
    print(f"{len(json.loads(data)['components'])} Teile in {FILE}.")
    return OK


def listed(root: Path) -> bytes:
    """The list of what a checkout is made of, without a time or anything else that is not in it."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    found = packages(root)
    house = f"pkg:generic/{project['name']}@{project['version']}"
    components = [
        *map(_package, found),
        *map(_file, vendored(root)),
        *(_script(root, path, project) for path in sorted((root / _SCRIPTS).glob("*.js"))),
    ]
    bom: _Json = {
        "$schema": SCHEMA,
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": house, **_named(project)}},
        "components": components,
        "dependencies": _dependencies(house, found, components),
    }
    # A number for this list and no other: it comes from what is in it.
    number = uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(bom, sort_keys=True))
    return (json.dumps({**bom, "serialNumber": number.urn}, ensure_ascii=False, indent=1) + "\n").encode()


def _named(project: _Json) -> _Json:
    return {
        "name": project["name"],
        "version": project["version"],
        "description": project["description"],
        "licenses": _licences(project["license"]),
    }


def _package(package: Package) -> _Json:
    part = _part("library", package.purl, package.name, package.version, package.use, package.licence)
    # A package has a file for each kind of computer; what is installed has one of these digests.
    return {**part, "hashes": _digests(package.algorithm, package.digests), "purl": package.purl}


def _file(file: Vendored) -> _Json:
    use: Use = "excluded" if file.path.startswith(_TESTS) else "required"
    part = _part("file", file.path, file.path, file.version, use, file.licence)
    return {**part, "description": f"{file.what} ({file.source})", "hashes": _digests("SHA-256", (file.digest,))}


def _script(root: Path, path: Path, project: _Json) -> _Json:
    """One of our own, which visitors run. Without a digest: it changes with every word, and Git knows it."""
    name = path.relative_to(root).as_posix()
    return _part("file", name, name, project["version"], "required", project["license"])


def _part(kind: str, ref: str, name: str, version: str, use: Use, licence: str) -> _Json:
    said = {"type": kind, "bom-ref": ref, "name": name, "version": version}
    return {**said, "scope": use, "licenses": _licences(licence)}


def _licences(expression: str) -> list[_Json]:
    return [{"expression": expression}]


def _digests(algorithm: str, digests: Iterable[str]) -> list[_Json]:
    return [{"alg": algorithm, "content": digest} for digest in digests]


def _dependencies(house: str, found: Iterable[Package], components: Iterable[_Json]) -> list[_Json]:
    """Who needs whom, as the locks tell it."""
    named = {package.name: package.purl for package in found if package.kind == "pypi"} | {"": house}
    needs: dict[str, set[str]] = {house: set(), **{one["bom-ref"]: set() for one in components}}
    for package in found:
        for name in package.wanted_by:
            needs[named[name]].add(package.purl)
    needs[house] |= {one["bom-ref"] for one in components if one["type"] == "file"}
    return [{"ref": ref, "dependsOn": sorted(on)} if on else {"ref": ref} for ref, on in needs.items()]
