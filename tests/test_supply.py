"""Everything that comes from elsewhere is known: which version, whose, under which licence, with which digest."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from email.message import Message
from fnmatch import fnmatch
from importlib.metadata import metadata
from pathlib import Path
from typing import Any, cast

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from license_expression import get_spdx_licensing
from packageurl import PackageURL

from kiezgroessen.shell import sbom
from kiezgroessen.shell.strict import table
from kiezgroessen.shell.supplies import LICENCES, Package, packages, vendored

ROOT = Path(__file__).parents[1]

GOES_WITH_AGPL = frozenset(
    {"0BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "LicenseRef-public-domain", "MIT", "MIT-CMU", "Zlib"}
    | {"Apache-2.0", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Python-2.0"}
    | {"AGPL-3.0-or-later", "GPL-2.0-or-later", "GPL-3.0-or-later", "LGPL-3.0-or-later"}
)
"""What may be linked with, or shipped beside, a work under AGPL-3.0-or-later, by the list of the FSF."""
PROGRAMS = frozenset(
    {
        "Artistic-1.0-Perl",
        "BlueOak-1.0.0",
        "MIT-0",
        "GPL-1.0-or-later",
        "GPL-2.0-only WITH Classpath-exception-2.0",
        "GPL-3.0",
    }
)
"""What only runs beside the tests, as programs of their own that nobody is handed."""

MEASURED = frozenset({"hugo"})
"""Programs to compare with, fetched when `bench` runs: nobody has them installed."""

PACKAGES = packages(ROOT)
SPDX = get_spdx_licensing()


def licences(expression: str) -> set[str]:
    """The single licences of an expression; an exception belongs to its licence."""
    return {str(one) for one in SPDX.parse(expression).symbols} if expression else {"nobody has looked"}


def test_every_package_of_every_lock_is_listed_with_its_use() -> None:
    pins = {
        lock: set(re.findall(r"^(\S+==\S+)", (ROOT / f"requirements/{lock}.txt").read_text("utf-8"), re.MULTILINE))
        for lock in ("base", "heic", "cluster", "test", "bench")
    }
    ours = [package for package in PACKAGES if package.kind == "pypi"]
    assert {f"{one.name}=={one.version}" for one in ours} == set.union(*pins.values())
    assert {f"{one.name}=={one.version}" for one in ours if one.use == "required"} == pins["base"]
    optional = {f"{one.name}=={one.version}" for one in ours if one.use == "optional"}
    assert optional == (pins["heic"] | pins["cluster"]) - pins["base"]
    assert [one.name for one in PACKAGES if not one.digests] == []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda one: one.name)
def test_every_licence_goes_with_ours(package: Package) -> None:
    allowed = GOES_WITH_AGPL | (PROGRAMS if package.use == "excluded" else frozenset())
    assert licences(package.licence) - allowed == set()


@pytest.mark.parametrize("name", sorted(table(ROOT, LICENCES).keys() - MEASURED))
def test_a_licence_is_what_the_installed_package_says(name: str) -> None:
    entry, known = table(ROOT, LICENCES)[name], cast("Message", metadata(name))
    first = (known.get("License") or "").strip().split("\n")[0]
    kinds = [one.rpartition(" :: ")[2].strip() for one in known.get_all("Classifier") or () if "License ::" in one]
    said = known.get("License-Expression") or "; ".join([*([first] if first else []), *kinds])
    assert (entry["said"] if isinstance(entry, dict) else entry) == said


def test_no_licence_is_listed_of_what_is_not_installed() -> None:
    assert set(table(ROOT, LICENCES)) == {package.name for package in PACKAGES if package.kind == "pypi"}


@pytest.mark.parametrize("expression", ["", "Proprietary", "GPL-2.0-only", "MIT AND SSPL-1.0", "CC-BY-NC-4.0"])
def test_a_licence_that_does_not_go_with_ours_is_noticed(expression: str) -> None:
    assert licences(expression) - GOES_WITH_AGPL


# --- the list of all parts


def listed() -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads((ROOT / sbom.FILE).read_text("utf-8")))


def test_the_list_is_up_to_date() -> None:
    assert (ROOT / sbom.FILE).read_bytes() == sbom.listed(ROOT), "python3 tasks.py sbom"


def test_the_list_is_what_its_format_asks_for() -> None:
    text = (ROOT / sbom.FILE).read_text("utf-8")
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(text) is None
    for right, wrong in (('"scope": "excluded"', '"scope": "tests"'), ('"alg": "SHA-256"', '"alg": "SHA"')):
        assert validator.validate_str(text.replace(right, wrong, 1)) is not None, "the validator sees faults"


def test_the_list_names_what_it_is_and_no_place_where_packages_come_from() -> None:
    found = listed()
    assert "timestamp" not in found["metadata"]
    purls = [PackageURL.from_string(one["purl"]) for one in found["components"] if "purl" in one]
    assert len(purls) == len(PACKAGES)
    assert [one for one in purls if one.qualifiers] == []
    assert set(re.findall(r"https?://[^/\"]+", json.dumps(found))) == {"http://cyclonedx.org"}


def test_the_list_says_who_needs_whom() -> None:
    needs = {one["ref"]: one.get("dependsOn", []) for one in listed()["dependencies"]}
    by_name = {package.name: package.purl for package in PACKAGES}
    assert by_name["markupsafe"] in needs[by_name["jinja2"]]
    assert by_name["jinja2"] in needs[by_name["pelican"]]
    (house,) = (ref for ref in needs if ref.startswith("pkg:generic/kiezgroessen@"))
    assert by_name["pelican"] in needs[house]
    assert by_name["jinja2"] in needs[house], "asked for by us as well"
    assert by_name["typing-extensions"] in needs[by_name["mypy"]], "of the tests' lock"
    assert by_name["markupsafe"] not in needs[house]
    reached, waiting = set[str](), [house]
    while waiting:
        if (ref := waiting.pop()) not in reached:
            reached.add(ref)
            waiting += needs[ref]
    assert reached == needs.keys(), "nothing is there that nobody asked for"


def test_what_visitors_are_given_is_in_the_list() -> None:
    parts = {one["name"]: one for one in listed()["components"]}
    for shipped in ("fonts", "icons", "script"):
        folder = ROOT / "theme/static" / shipped
        for file in folder.rglob("*"):
            if file.suffix in (".ttf", ".woff2", ".png", ".js"):
                assert parts[file.relative_to(ROOT).as_posix()]["scope"] == "required"
    assert parts["playwright"]["scope"] == "excluded"
    assert parts["nh3"]["scope"] == "required"


def test_the_same_parts_give_the_same_list_and_other_parts_another_one(tmp_path: Path) -> None:
    for path in ("requirements", "docs", "theme/static/script", "tests/support"):
        shutil.copytree(ROOT / path, tmp_path / path, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert sbom.listed(tmp_path) == sbom.listed(ROOT)
    lock = tmp_path / "requirements/base.txt"
    lock.write_text(re.sub(r"jinja2==\S+", "jinja2==9.9", lock.read_text("utf-8")), "utf-8")
    other = json.loads(sbom.listed(tmp_path))
    assert other["serialNumber"] != listed()["serialNumber"]
    assert "pkg:pypi/jinja2@9.9" in {one["bom-ref"] for one in other["components"]}


# --- files that were made elsewhere, or are no text

FILES = vendored(ROOT)


def no_texts(root: Path) -> Iterator[str]:
    """All files that are kept and cannot be read as a text: nobody would see in a change what has become of them."""
    ignored = [".git/", *(root / ".gitignore").read_text("utf-8").split()]

    def is_left_out(path: Path) -> bool:
        name = f"{path.name}/" if path.is_dir() else path.name
        return path.is_symlink() or any(fnmatch(name, pattern) for pattern in ignored)

    waiting = [root]
    while waiting:
        for path in waiting.pop().iterdir():
            if is_left_out(path):
                continue
            if path.is_dir():
                waiting.append(path)
            elif not is_text(path.read_bytes()):
                yield path.relative_to(root).as_posix()


def is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode("utf-8")
    except UnicodeDecodeError:
        return False


def test_whatever_is_no_text_is_on_record() -> None:
    assert sorted(set(no_texts(ROOT)) - {file.path for file in FILES}) == [], "docs/vendored.yaml does not know it"


def test_something_that_is_no_text_is_found(tmp_path: Path) -> None:
    for name, data in {"a/b.js": b"x\0", "c.txt": b"\xff", "d.txt": "ä".encode(), "output/e.png": b"\0"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (tmp_path / ".gitignore").write_text("output/\n", "utf-8")
    assert sorted(no_texts(tmp_path)) == ["a/b.js", "c.txt"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.path)
def test_what_is_on_record_is_there_unchanged_with_its_licence(file: Any) -> None:
    assert hashlib.sha256((ROOT / file.path).read_bytes()).hexdigest() == file.digest
    assert licences(file.licence) <= GOES_WITH_AGPL
    text = (ROOT / file.licence_text).read_text("utf-8")
    words = {"OFL-1.1": "SIL OPEN FONT LICENSE Version 1.1", "CC0-1.0": "CC0 1.0 Universal"}
    assert words.get(file.licence, "GNU AFFERO GENERAL PUBLIC LICENSE") in text
    assert file.version
    assert len(file.source) > 10
    assert "://" not in file.source, "projects and packages by name; where they lie is the computer's own setting"
