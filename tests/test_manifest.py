"""The manifest says what a tree is made of: what was lost, added or changed since is named."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.support.sites import build_site, built, good_site, put_file

from kiezgroessen.check.manifest import Differences, ManifestError, differences, read_manifest
from kiezgroessen.write.files import names_below
from kiezgroessen.write.manifest import MANIFEST, put_manifest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put_file(tmp_path, "index.html", "Größe\n")
    put_file(tmp_path, "betriebe/mavi/index.html", "Tee\n")
    put_file(tmp_path, "bilder/über uns.txt", "x")
    put_manifest(tmp_path)
    return tmp_path


def test_a_manifest_names_all_files_but_itself_in_order(folder: Path) -> None:
    put_manifest(folder)
    names = [line.split("  ", 1)[1] for line in (folder / MANIFEST).read_text("utf-8").splitlines()]
    assert names == ["betriebe/mavi/index.html", "bilder/über uns.txt", "index.html"]
    assert not differences(folder)


def test_what_cannot_be_read_is_never_passed_over(tmp_path: Path) -> None:
    """A folder that is gone at that moment: a manifest without all that is in it would be taken for the whole."""
    with pytest.raises(FileNotFoundError):
        put_manifest(tmp_path / "gerade-weg")
    with pytest.raises(FileNotFoundError):
        list(names_below(tmp_path / "gerade-weg"))


def test_the_common_program_reads_it(folder: Path) -> None:
    command = ["sha256sum", "--check", "--strict", "--quiet", MANIFEST]
    assert subprocess.run(command, cwd=folder, check=False).returncode == 0
    put_file(folder, "index.html", "größe\n")
    assert subprocess.run(command, cwd=folder, check=False, capture_output=True).returncode == 1


def test_what_is_different_is_named(folder: Path) -> None:
    (folder / "betriebe/mavi/index.html").unlink()
    put_file(folder, "bilder/fremd.jpg", "x")
    put_file(folder, "index.html", "größe\n")
    found = differences(folder)
    assert found == Differences(("betriebe/mavi/index.html",), ("bilder/fremd.jpg",), ("index.html",))
    assert found


def test_a_link_to_the_same_bytes_is_a_difference(folder: Path) -> None:
    (folder / "index.html").rename(folder.parent / "anderswo.html")
    (folder / "index.html").symlink_to(folder.parent / "anderswo.html")
    assert differences(folder).changed == ("index.html",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        f"{'0' * 64}  a",
        f"{'0' * 63}  a\n",
        f"{'0' * 64} a\n",
        f"{'0' * 64}  ../a\n",
        f"{'0' * 64}  /etc/passwd\n",
        f"{'0' * 64}  a\n{'1' * 64}  a\n",
        f"{'0' * 64}  {MANIFEST}\n",
    ],
)
def test_half_a_manifest_is_none(text: str) -> None:
    with pytest.raises(ManifestError):
        read_manifest(text)


def test_without_a_manifest_nothing_is_known(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="fehlt"):
        differences(tmp_path)


def test_every_build_has_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    output = built(tmp_path_factory)
    assert not differences(output)
    known = read_manifest((output / MANIFEST).read_text("utf-8"))
    assert len(known) > 50


def test_a_build_from_what_is_known_has_the_same(tmp_path: Path) -> None:
    output = build_site(good_site(tmp_path))
    first = (output / MANIFEST).read_bytes()
    build_site(tmp_path / "site")
    assert (output / MANIFEST).read_bytes() == first
    assert not differences(output)
