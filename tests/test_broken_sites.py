"""Broken sites: one German report, exit code 2, and the published site stays as it was, byte for byte.

Each folder ``tests/sites/kaputt-*`` holds only what differs from ``gut-klein``; ``erwartet.txt`` is the exact report.
What git or a file system cannot hold (links, names that differ in case only) is made here.
"""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.sites import SITES, TODAY, build_site, good_site, put_file, replace_in, report, untouched

from kiezgroessen.shell.build import main
from kiezgroessen.shell.exits import CONTENT, OK
from kiezgroessen.shell.report import main as check

MAVI = "profiles/betriebe/mavi/profil.md"
PHOTO = "profiles/betriebe/mavi/bild.png"
BROKEN = tuple(sorted(folder.name for folder in SITES.glob("kaputt-*")))
LINK = "Verknüpfungen sind nicht erlaubt: sie können aus dem Projekt hinausführen."
COPY = "Die Datei oder den Ordner selbst hierher kopieren."


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A finished site, with a file that is old enough to show a changed time stamp."""
    output = tmp_path / "output"
    put_file(output, "index.html", "<p>Die Website von gestern</p>")
    put_file(output, "betriebe/mavi/index.html", "<p>Mavi</p>")
    os.utime(output / "index.html", ns=(10**18, 10**18))
    return output


def refused(root: Path, published: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Builds the site, which must fail and leave no trace; gives the report without its last line."""
    with untouched(published):
        assert main(date=TODAY, root=root, output=published) == CONTENT
    said = capsys.readouterr()
    assert said.out == ""
    text, _, end = said.err.rstrip("\n").rpartition("\n\n")
    number = sum(not line.startswith("    ") and ": Warnung: " not in line for line in text.split("\n"))
    assert end == f"{'1 Fehler' if number == 1 else f'{number} Fehler'}. Die Website bleibt, wie sie war."
    return text


def broken_site(tmp_path: Path, name: str) -> Path:
    """The good site with the changes of a broken one; an empty file stands for one that is missing."""
    root = good_site(tmp_path)
    for file in (SITES / name).rglob("*"):
        if file.is_file() and file.name not in ("erwartet.txt", "fehlt.txt"):
            path = file.relative_to(SITES / name).as_posix()
            put_file(root, path, file.read_bytes())
    missing = SITES / name / "fehlt.txt"
    for path in missing.read_text("utf-8").split() if missing.exists() else ():
        target = root / path
        shutil.rmtree(target) if target.is_dir() else target.unlink()
    return root


def test_there_are_broken_sites() -> None:
    assert len(BROKEN) >= 9


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_site_is_refused(
    name: str, tmp_path: Path, published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = (SITES / name / "erwartet.txt").read_text("utf-8").rstrip("\n")
    assert refused(broken_site(tmp_path, name), published, capsys) == expected


@pytest.mark.parametrize("name", BROKEN)
def test_the_check_says_the_same(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = (SITES / name / "erwartet.txt").read_text("utf-8").rstrip("\n")
    assert check(date=TODAY, root=broken_site(tmp_path, name)) == CONTENT
    assert capsys.readouterr().out.rpartition("\n\n")[0] == expected


def test_the_check_is_content_with_the_good_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = good_site(tmp_path)
    # Its photo is small, which matters on paper only.
    replace_in(root, "profiles/betriebe/mavi/profil.md", "presse, druck]", "presse]")
    assert check(date=TODAY, root=root) == OK
    assert capsys.readouterr().out == "0 Fehler, 0 Warnungen.\n"


def link_to_a_folder(root: Path) -> None:
    (root.parent / "fremd").mkdir()
    shutil.copytree(root / "profiles/betriebe/mavi", root.parent / "fremd/mavi")
    (root / "profiles/betriebe/fremd").symlink_to(root.parent / "fremd/mavi")


def link_to_a_file(root: Path) -> None:
    shutil.move(root / "content/seiten/barrierefreiheit.md", root.parent / "fremd.md")
    (root / "content/seiten/barrierefreiheit.md").symlink_to(root.parent / "fremd.md")


def link_to_a_photo(root: Path) -> None:
    shutil.move(root / PHOTO, root.parent / "fremd.png")
    (root / PHOTO).symlink_to(root.parent / "fremd.png")


def link_within(root: Path) -> None:
    (root / "profiles/betriebe/zwilling").symlink_to("mavi")


def case_only(root: Path) -> None:
    shutil.copytree(root / "profiles/betriebe/mavi", root / "profiles/betriebe/Mavi")


def unicode_form_only(root: Path) -> None:
    page = (root / "content/seiten/barrierefreiheit.md").read_text("utf-8")
    for form in ("NFC", "NFD"):
        put_file(root, f"content/seiten/{unicodedata.normalize(form, 'tür')}.md", page)


def a_megabyte(root: Path) -> None:
    replace_in(root, "content/seiten/barrierefreiheit.md", "Wer an", 1_000_001 * "a" + " Wer an")


def no_content_folder(root: Path) -> None:
    shutil.rmtree(root / "profiles")
    shutil.rmtree(root / "content")


BAD_NAME = "geht nicht als Name: erlaubt sind a bis z, Ziffern und einzelne Bindestriche."
SAME = "gelten auf vielen Rechnern als gleich. Bitte eines von beiden umbenennen oder löschen."
TWINS = ("content/seiten/tu\u0308r.md", "content/seiten/tür.md")

MADE: list[tuple[Callable[[Path], None], list[str]]] = [
    (link_to_a_folder, [f"profiles/betriebe/fremd: {LINK} {COPY}"]),
    (link_to_a_file, [f"content/seiten/barrierefreiheit.md: {LINK} {COPY}"]),
    (
        link_to_a_photo,
        [
            f"{PHOTO}: {LINK} {COPY}",
            (
                f"{MAVI}:24: fotos, 1. Eintrag, datei: Die Datei »bild.png« gibt es nicht. "
                "Das Foto gehört in denselben Ordner wie der Text."
            ),
            "    steht da:    - datei: bild.png",
        ],
    ),
    (link_within, [f"profiles/betriebe/zwilling: {LINK} {COPY}"]),
    (
        case_only,
        [
            (
                f"profiles/betriebe/Mavi: »Mavi« {BAD_NAME} "
                "Richtig wäre »mavi«, aber den Namen gibt es schon: bitte einen anderen wählen."
            ),
            f"profiles/betriebe/mavi: »Mavi« und »mavi« {SAME}",
        ],
    ),
    (
        unicode_form_only,
        [
            f"{TWINS[0]}: »tu\u0308r« {BAD_NAME} Bitte umbenennen in »tuer«.",
            f"{TWINS[1]}: »tu\u0308r.md« und »tür.md« {SAME}",
            f"{TWINS[1]}: »tür« {BAD_NAME} Bitte umbenennen in »tuer«.",
        ],
    ),
    (
        a_megabyte,
        [
            (
                "content/seiten/barrierefreiheit.md: Die Datei hat 1,0 MB; Texte dürfen höchstens 1 MB haben. "
                "Bitte verkleinern."
            )
        ],
    ),
    (
        no_content_folder,
        [
            "content: Der Ordner content/ fehlt.",
            (
                "content/kiez.yaml: Die Datei fehlt; sie beschreibt den Kiez. "
                "Eine Vorlage steht im Handbuch unter »Ein neuer Kiez«."
            ),
            "content/seiten/datenschutz.md: Die Seite fehlt. Die Datenschutzerklärung ist Pflicht (Art. 13 DSGVO).",
            "content/seiten/impressum.md: Die Seite fehlt. Das Impressum ist Pflicht (§ 5 DDG).",
            "profiles: Der Ordner profiles/ fehlt.",
        ],
    ),
]


@pytest.mark.parametrize(("break_it", "expected"), MADE, ids=[made[0].__name__ for made in MADE])
def test_what_no_folder_can_hold_is_refused(
    break_it: Callable[[Path], None],
    expected: list[str],
    tmp_path: Path,
    published: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = good_site(tmp_path)
    break_it(root)
    assert refused(root, published, capsys).split("\n") == expected


@pytest.mark.parametrize(("length", "found"), [(59_000, ""), (990_000, "Zeichen zu lang (höchstens 60000)")])
def test_a_text_may_be_long_but_not_endless(tmp_path: Path, length: int, found: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, "content/seiten/barrierefreiheit.md", "Wer an", length * "a" + " Wer an")
    answer = report(root)
    assert found in answer
    assert bool(found) == bool(answer)


def test_a_failure_in_the_middle_leaves_the_old_site(
    tmp_path: Path, published: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not the editor's fault, but the visitor must not notice either."""

    def fail(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    root = good_site(tmp_path)
    monkeypatch.setattr("kiezgroessen.shell.making.fulfil", fail)
    with untouched(published):
        assert main(date=TODAY, root=root, output=published) == 1
    (said,) = capsys.readouterr().err.splitlines()
    assert said == "Der Datenträger ist voll: Bitte Platz schaffen, dann noch einmal. Die Website bleibt, wie sie war."


def test_a_photo_name_spelled_as_a_mac_spells_it_is_found(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    folder = next((root / "profiles/betriebe").glob("*/*.png")).parent
    photo = next(folder.glob("*.png"))
    replace_in(root, f"profiles/betriebe/{folder.name}/profil.md", f"datei: {photo.name}", "datei: tür.png")
    photo.rename(folder / unicodedata.normalize("NFD", "tür.png"))
    assert report(root) == report(good_site(tmp_path / "other"))


def test_without_news_the_feed_is_dated_by_the_build(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    for file in (root / "content/meldungen").iterdir():
        file.unlink()
    feed = (build_site(root, KIEZ_PICTURES=False) / "neues/feed.xml").read_text("utf-8")
    assert "<updated>2026-11-22T00:00:00+01:00</updated>" in feed
