"""Whatever an editor of ill will puts into the sources: who wants to be taken off is taken off, and it is said."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from tests.support.likeness import portrait_like
from tests.support.remains import files_in, naming, showing
from tests.support.sites import TODAY, contents, put_file
from tests.support.takedown import ADDRESS, FEAST, WORDS, left, photo_of, site_at, take_down

from kiezgroessen import pool
from kiezgroessen.read.names import TOMBSTONES
from kiezgroessen.shell.takedown_files import deleted
from kiezgroessen.shell.takedown_sources import Edit
from kiezgroessen.write.source import COPY

HOME = "profiles/betriebe/mavi"
SHARE = "profiles/betriebe/rad-und-tat"
Make = Callable[[Path], object]


@pytest.fixture
def site(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A site to be changed at will."""
    yield site_at(tmp_path, tmp_path_factory.getbasetemp())
    # Python's own way ends in folders that are too deep, and those of others in the next run with it.
    subprocess.run(["rm", "-rf", str(tmp_path / "site")], check=True)


def link(path: Path) -> None:
    path.symlink_to("nirgends")


def endless(path: Path) -> None:
    path.touch()
    os.truncate(path, 2_000_000_000)


def folder(path: Path) -> None:
    put_file(path.parent, f"{path.name}/innen.txt", "-")


def deep(path: Path) -> None:
    for depth in range(1200):
        (path / "/".join(["a"] * depth)).mkdir()


WHY: Mapping[Make, str] = {
    folder: "ist ein Ordner",
    os.mkfifo: "ist keine gewöhnliche Datei",
    link: "ist eine Verknüpfung",
    endless: "hat mehr als",
    deep: "ist ein Ordner",
}
ODD: Mapping[str, Make] = {
    f"{HOME}/portrait.jpg": folder,
    f"{HOME}/laden.png": os.mkfifo,
    f"{HOME}/theke.webp": link,
    f"{HOME}/tresen.jpeg": endless,
    f"{HOME}/README.md": endless,
    f"{HOME}/tief.md": deep,
    f"{SHARE}/README.md": endless,
    f"{SHARE}/tief.jpg": deep,
    f"{SHARE}/x.md": link,
    "profiles/aktionen/2026-05-hoffest/.#aktion.md.herausnehmen": folder,
    "content/seiten/.#x.herausnehmen": folder,
    "content/seiten/.#x.md": os.mkfifo,
    f"{COPY}/{HOME}/portrait.jpg": folder,
    f"{COPY}/{HOME}/laden.png": os.mkfifo,
    f"{COPY}/{HOME}/theke.webp": link,
    f"{COPY}/{SHARE}/README.md": endless,
    f"{COPY}/profiles/aktionen/2026-05-hoffest/.#aktion.md.herausnehmen": folder,
}


def test_what_cannot_be_looked_at_stops_nothing_and_is_said(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = photo_of(site)
    for path, make in ODD.items():
        make(site / path)
    assert take_down(site, "mavi") == 1
    said = capsys.readouterr().out.partition("NICHT FERTIG")[2]
    assert "Das konnte nicht durchsucht oder geändert werden. Wer hat es angelegt?" in said
    assert [path for path, make in ODD.items() if f"  {path} {WHY[make]}" not in said] == []
    assert not (site / HOME).exists()
    for path in ODD:
        deleted(site / path)
    assert naming(files_in(site, "output/stil/", "cache/beispiele/", "cache/herausnehmen/"), WORDS) == {}
    assert showing(files_in(site), photo) == []
    assert take_down(site, "mavi") == 0
    assert "Auf diesem Rechner ist nichts mehr da" in capsys.readouterr().out
    assert left(site, *WORDS) == {}


@pytest.mark.parametrize("instead", [None, "andere", "nirgends"], ids=["nothing", "a link", "a link to nothing"])
def test_a_folder_that_is_no_longer_there_is_still_taken_down(
    site: Path, capsys: pytest.CaptureFixture[str], instead: str | None
) -> None:
    """Its pages are online until then. What a link leads to is somebody else's."""
    shutil.copytree(site / SHARE, site.parent / "andere")
    before = contents(site.parent / "andere")
    shutil.rmtree(site / HOME)
    if instead:
        (site / HOME).symlink_to(site.parent / instead, target_is_directory=True)
    assert take_down(site, "mavi") == (1 if instead else 0)
    assert (f"  {HOME} ist eine Verknüpfung\n" in capsys.readouterr().out) == bool(instead)
    assert not (site / HOME).is_symlink()
    assert contents(site.parent / "andere") == before
    assert take_down(site, "mavi") == 0
    assert left(site, *WORDS) == {}


def test_a_folder_above_that_is_a_link_is_left_as_it_is(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Put there while the takedown was not finished: whatever it leads to is nobody's to delete."""
    put_file(site, f"{SHARE}/README.md", "bei Derya Aksoy")
    assert take_down(site, "mavi") == 1
    shutil.move(site / "profiles/betriebe", site.parent / "betriebe")
    put_file(site.parent, "betriebe/mavi/profil.md", "Derya Aksoy")
    (site / "profiles/betriebe").symlink_to(site.parent / "betriebe", target_is_directory=True)
    before = contents(site.parent / "betriebe")
    assert take_down(site, "mavi") == 1
    assert "  profiles/betriebe ist eine Verknüpfung\n" in capsys.readouterr().out
    assert contents(site.parent / "betriebe") == before


def test_a_photo_that_was_exchanged_for_something_else_is_known_by_the_copy(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = photo_of(site)
    put_file(site, f"{HOME}/bild.jpg", portrait_like(8))
    put_file(site, "listen/kopie", photo)
    assert take_down(site, "mavi") == 1
    assert "listen/kopie: ein Bild davon" in capsys.readouterr().out
    (site / "listen/kopie").unlink()
    assert take_down(site, "mavi") == 0
    assert showing(files_in(site), photo) == []


DEEP = "content/seiten/tief.md"
MANY = "content/seiten/oft.md"
CODED = "content/seiten/alt.md"


def test_a_text_that_cannot_be_read_is_shown_to_people(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nested = f"betriebe: {'[' * 5000}mavi{']' * 5000}"
    put_file(site, DEEP, f"---\ntitel: Tief\n{nested}\n---\nZu Gast bei Derya Aksoy.\n")
    put_file(site, MANY, f"---\ntitel: Oft\nbetriebe: [{', '.join(['mavi'] * 60)}]\n---\nText\n")
    put_file(site, CODED, "---\ntitel: Alt\n---\nZu Gast im Café Mavi.\n".encode("cp1252"))
    assert take_down(site, "mavi") == 1
    said = capsys.readouterr().out.partition("NICHT FERTIG")[2]
    assert f"  {DEEP}:3: … [[[" in said
    assert f"  {DEEP}:5: Zu Gast bei Derya Aksoy." in said
    assert f"  {MANY}:3: betriebe: [mavi, mavi" in said
    assert f"  {CODED}: nicht als UTF-8 gespeichert" in said
    assert naming(files_in(site / "output", "stil/"), WORDS) == {}
    for path in (DEEP, MANY, CODED):
        (site / path).unlink()
    assert take_down(site, "mavi") == 0


def test_what_is_deleted_leads_nowhere(tmp_path: Path) -> None:
    outside = put_file(tmp_path, "draussen/x", "bleibt")
    put_file(tmp_path, "weg/innen/x", "geht")
    for place in ("weg/innen/link", "link"):
        (tmp_path / place).symlink_to(outside.parent, target_is_directory=True)
    deleted(tmp_path / "weg")
    deleted(tmp_path / "link")
    assert contents(tmp_path) == {"draussen/x": b"bleibt"}
    assert [file.name for file in tmp_path.iterdir()] == ["draussen"]


def lines_of(edit: Edit) -> list[tuple[int, str]]:
    return edit.lines


def test_the_lines_that_change_are_found_in_a_text_without_end() -> None:
    blank = "\n" * 59_000
    old = f"---\nbetriebe:\n  - mavi\n  - rad\n---\n{blank}Im [Café](/betriebe/mavi/)\n{blank}Ende\n"
    new = f"---\nbetriebe:\n  - rad\n---\n{blank}Im Café\n{blank}Ende\n"
    limits = pool.Limits(processor=20.0, wall=120.0, memory=1_000_000_000)
    (found,) = pool.run(lines_of, [Edit("x.md", old, new)], workers=1, limits=limits)
    assert found == [(3, "  - mavi"), (59_006, "Im [Café](/betriebe/mavi/)")]


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("a\nb\nc\n", "a\nc\n", [(2, "b")]),
        ("a\nb [b]\nc\n", "a\nb\nc\n", [(2, "b [b]")]),
        ("a\nc\n", "a\nb\nc\n", [(1, "b")]),
        ("a\nb\n", "a\nb\nc\n", [(2, "c")]),
        ("a\nb\nc\nd\n", "a\nX\n", [(2, "b"), (3, "c"), (4, "d")]),
        ("a\nb\n", "", [(1, "a"), (2, "b")]),
        ("a\n\nb\n\nc\n", "a\n\nc\n", [(3, "b"), (4, "")]),
    ],
)
def test_the_lines_that_change(old: str, new: str, lines: list[tuple[int, str]]) -> None:
    assert Edit("x.md", old, new).lines == lines


@pytest.mark.parametrize("make", [folder, lambda path: path.write_bytes(b"\xff")], ids=["a folder", "no text"])
def test_a_list_of_those_who_went_that_cannot_be_read_is_said(
    site: Path, capsys: pytest.CaptureFixture[str], make: Make
) -> None:
    make(site / TOMBSTONES)
    assert take_down(site, "mavi") == 1
    assert f"  {TOMBSTONES} lässt sich nicht lesen" in capsys.readouterr().out
    assert naming(files_in(site / "output", "stil/"), WORDS) == {}
    deleted(site / TOMBSTONES)
    assert take_down(site, "mavi") == 0
    assert "art: betrieb" in (site / TOMBSTONES).read_text("utf-8")


RUN = """
import sys
from pathlib import Path
from kiezgroessen.shell import takedown
sys.exit(takedown.main("mavi", yes=True, date=sys.argv[2], root=Path(sys.argv[1]), site_url=sys.argv[3]))
"""


def without_rights(site: Path) -> subprocess.CompletedProcess[str]:
    """A takedown by somebody to whom rights mean something, as they do not to the system's own account."""
    command = [sys.executable, "-c", RUN, str(site), TODAY, ADDRESS]
    if os.geteuid() == 0:
        if (program := shutil.which("setpriv")) is None:
            pytest.skip("needs another account")
        command = [program, "--bounding-set=-dac_override,-dac_read_search,-fowner", *command]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=Path(__file__).parent.parent)


def test_folders_and_files_that_nobody_may_read_stop_nothing(site: Path) -> None:
    put_file(site, f"{HOME}/innen/x.txt", "-")
    put_file(site, f"{SHARE}/geheim.jpg", portrait_like(9))
    put_file(site, "cache/rest/x", "-")
    closed = {
        f"{HOME}/innen": 0,
        HOME: 0,
        f"{SHARE}/geheim.jpg": 0,
        "profiles/einrichtungen/kita-krabbe": 0o400,
        "profiles/aktionen/2026-05-hoffest": 0o500,
        "cache/rest": 0,
        "content": 0o500,
    }
    for path, mode in closed.items():
        (site / path).chmod(mode)
    done = without_rights(site)
    assert done.returncode == 1, done.stdout + done.stderr
    said = done.stdout.partition("NICHT FERTIG")[2]
    for path in (HOME, f"{SHARE}/geheim.jpg", "profiles/einrichtungen/kita-krabbe/einrichtung.md"):
        assert f"  {path} darf nicht gelesen werden\n" in said
    assert f"  {FEAST} darf nicht geändert werden\n" in said
    assert "  cache/rest (nicht lesbar)\n" in said
    assert f"  {TOMBSTONES} darf nicht geschrieben werden\n" in said
    assert not (site / HOME).exists()
    for path in closed:
        if (site / path).exists():
            (site / path).chmod(0o700)
    assert naming(files_in(site / "output", "stil/"), WORDS) == {}
    (site / f"{SHARE}/geheim.jpg").unlink()
    again = without_rights(site)
    assert again.returncode == 0, again.stdout + again.stderr
    assert left(site, *WORDS) == {}
