"""The copy of the last good sources: like them, never linked to them, and without what was deleted since."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from tests.support.sites import TODAY, contents, good_site, put_file, tree

from kiezgroessen import forks
from kiezgroessen.shell import build
from kiezgroessen.shell.stamp import STAMPS
from kiezgroessen.write import source
from kiezgroessen.write.source import COPY, TOPS, keep_source

LATER = 10**30
MAVI = "profiles/betriebe/mavi/profil.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = good_site(tmp_path)
    put_file(root, "pelicanconf.py", (Path(__file__).parent.parent / "pelicanconf.py").read_text("utf-8"))
    return root


def sources(root: Path) -> dict[str, bytes]:
    return {name: data for name, data in contents(root).items() if name.startswith(TOPS)}


def test_it_is_like_the_sources_and_nobody_else_may_read_it(site: Path) -> None:
    assert keep_source(site, site / COPY, since=LATER)
    assert contents(site / COPY) == sources(site)
    assert (site / COPY).stat().st_mode & 0o077 == 0


def test_what_no_build_reads_is_not_copied_of_whatever_size_it_is(site: Path) -> None:
    keep_source(site, site / COPY, since=LATER)
    before = contents(site / COPY)
    assert before
    for name in ("README.md", ".DS_Store", "profil.md~", "._bild.png", "~$profil.docx"):
        with (site / "profiles/betriebe/mavi" / name).open("wb") as file:
            file.truncate(2_000_000)
    assert keep_source(site, site / COPY, since=LATER)
    assert contents(site / COPY) == before


def test_what_was_copied_before_it_was_passed_over_goes(site: Path) -> None:
    put_file(site / COPY, "profiles/betriebe/mavi/README.md", "alt")
    put_file(site, "profiles/betriebe/mavi/README.md", "alt")
    keep_source(site, site / COPY, since=LATER)
    assert not (site / COPY / "profiles/betriebe/mavi/README.md").exists()


def test_who_writes_into_the_original_does_not_write_into_the_copy(site: Path) -> None:
    keep_source(site, site / COPY, since=LATER)
    before = contents(site / COPY)
    for name in sources(site):
        with (site / name).open("r+b") as file:
            file.write(b"anders")
    assert contents(site / COPY) == before


def test_what_was_deleted_since_goes_and_the_rest_is_not_copied_again(site: Path) -> None:
    keep_source(site, site / COPY, since=LATER)
    before = {name: (site / COPY / name).stat().st_ino for name in contents(site / COPY)}
    (site / "profiles/betriebe/mavi/bild.png").unlink()
    for file in (site / "profiles/betriebe/rad-und-tat").iterdir():
        file.unlink()
    (site / "profiles/betriebe/rad-und-tat").rmdir()
    put_file(site, MAVI, "neu")
    keep_source(site, site / COPY, since=LATER)
    assert contents(site / COPY) == sources(site)
    assert not (site / COPY / "profiles/betriebe/rad-und-tat").exists()
    kept = {name for name in contents(site / COPY) if before.get(name) == (site / COPY / name).stat().st_ino}
    assert kept == set(contents(site / COPY)) - {MAVI}


def test_a_file_that_becomes_a_folder_does_so_in_the_copy_and_back(site: Path) -> None:
    folder = site / "profiles/betriebe/mavi"
    keep_source(site, site / COPY, since=LATER)
    (folder / "bild.png").unlink()
    put_file(site, "profiles/betriebe/mavi/bild.png/innen/x.md", "x")
    keep_source(site, site / COPY, since=LATER)
    assert contents(site / COPY) == sources(site)
    (folder / "bild.png/innen/x.md").unlink()
    (folder / "bild.png/innen").rmdir()
    (folder / "bild.png").rmdir()
    put_file(site, "profiles/betriebe/mavi/bild.png", "y")
    keep_source(site, site / COPY, since=LATER)
    assert contents(site / COPY) == sources(site)


def test_what_was_saved_while_a_build_was_running_is_not_good_yet(site: Path) -> None:
    keep_source(site, site / COPY, since=LATER)
    before = tree(site / COPY)
    began = time.time_ns()
    file = put_file(site, MAVI, "kaputt")
    os.utime(file, (0, 0))
    assert not keep_source(site, site / COPY, since=began)
    assert tree(site / COPY) == before


def test_a_copy_that_ends_half_way_has_lost_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_source(site, site / COPY, since=LATER)
    before = contents(site / COPY)
    (site / "profiles/betriebe/mavi").rename(site / "profiles/betriebe/movi")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(source, "_copy", full)
    with pytest.raises(OSError, match="No space left"):
        keep_source(site, site / COPY, since=LATER)
    assert contents(site / COPY) == before
    monkeypatch.undo()
    keep_source(site, site / COPY, since=LATER)
    assert contents(site / COPY) == sources(site)


def test_no_build_is_spared_before_its_sources_are_copied(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_file(site, "pelicanconf.py", _conf(site))
    # What was changed just before a build gets no stamp anyway.
    time.sleep(0.1)
    monkeypatch.setattr(forks, "can_fork", lambda: False)

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "keep_source", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build.main(date=TODAY, root=site)
    assert not (site / STAMPS).exists()
    monkeypatch.undo()
    assert build.main(date=TODAY, root=site) == 0
    assert (site / STAMPS).exists()
    assert contents(site / COPY) == sources(site)


def test_links_lead_nowhere(site: Path) -> None:
    put_file(site.parent, "fremd.txt", "fremd")
    (site / "content/seiten/x.md").symlink_to(site.parent / "fremd.txt")
    keep_source(site, site / COPY, since=LATER)
    assert "content/seiten/x.md" not in contents(site / COPY)


def test_a_good_build_keeps_its_sources_and_a_bad_one_keeps_the_last(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_file(site, "pelicanconf.py", f"KIEZ_WORKERS = 1\n{_conf(site)}")
    assert build.main(date=TODAY, root=site) == 0
    good = sources(site)
    assert contents(site / COPY) == good
    put_file(site, MAVI, "kaputt")
    assert build.main(date=TODAY, root=site) == 2
    assert contents(site / COPY) == good
    assert "bleibt, wie sie war" in capsys.readouterr().err


def _conf(site: Path) -> str:
    house = Path(__file__).parent.parent
    text = (
        (house / "pelicanconf.py").read_text("utf-8").replace("KIEZ_WORKERS = os.cpu_count() or 1", "KIEZ_WORKERS = 1")
    )
    text = text.replace("ROOT = Path(__file__).resolve().parent\n", f"ROOT = Path({str(house)!r})\n")
    return text.replace('KIEZ_CACHE = str(ROOT / "cache")', f"KIEZ_CACHE = {str(site / 'cache')!r}")
