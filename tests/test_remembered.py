"""What is remembered from build to build, and must not be believed."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path

import pytest
from tests.support.sites import TODAY, build_site, contents, good_site, own_store, put_file, replace_in

from kiezgroessen import equipment, subjects, words
from kiezgroessen.make import archive, fonts, kept, presspictures, shop
from kiezgroessen.make.run import Tools
from kiezgroessen.make.store import Store
from kiezgroessen.read.photos import HEIC, Photo
from kiezgroessen.read.probes import probe_all
from kiezgroessen.shell.settings import HOUSE
from kiezgroessen.subjects import Subjects

THEME = HOUSE / "theme"


def test_why_a_file_is_no_photo_is_asked_every_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that was missing may be there now, and with it the people on the photo."""
    root = good_site(tmp_path)
    time.sleep(0.1)
    files = {"mavi/bild.png": root / "profiles/betriebe/mavi/bild.png"}

    def not_yet(paths: Iterable[Path]) -> Mapping[Path, tuple[Photo | None, str | None]]:
        return dict.fromkeys(paths, (None, HEIC))

    found = Subjects()
    monkeypatch.setattr(subjects, "probe_all", not_yet)
    assert found.photos(files, began=time.time_ns()) == {"mavi/bild.png": HEIC}
    found.keep()
    monkeypatch.setattr(subjects, "probe_all", probe_all)
    found.begin()
    assert isinstance(found.photos(files, began=time.time_ns())["mavi/bild.png"], Photo)
    found.keep()
    monkeypatch.setattr(subjects, "probe_all", not_yet)
    found.begin()
    assert isinstance(found.photos(files, began=time.time_ns())["mavi/bild.png"], Photo), "photos are remembered"


@pytest.fixture
def themed(tmp_path: Path) -> tuple[Path, Path]:
    """A site with a theme of its own, and the theme."""
    root, theme = good_site(tmp_path), tmp_path / "thema"
    shutil.copytree(THEME, theme)
    own_store(root, THEME=str(theme), KIEZ_PICTURES=False)
    return root, theme


def test_a_word_that_is_saved_while_words_are_read_is_on_the_next_pages(
    themed: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, theme = themed
    load, page = words.load_words, "betriebe/index.html"
    base = theme / "templates/base.html"
    old = base.read_text("utf-8")

    def and_somebody_saves(*args: object) -> object:
        found = load(*args)  # type: ignore[arg-type]
        base.write_text(old.replace("<main", "<main data-neu"), "utf-8")
        return found

    build_site(root)
    monkeypatch.setattr(equipment, "load_words", and_somebody_saves)
    replace_in(root, "profiles/betriebe/mavi/profil.md", "den Tee zweimal", "den Tee dreimal")
    build_site(root)
    monkeypatch.setattr(equipment, "load_words", load)
    # Whatever that build has seen of it: it is as it was, and so is the page.
    base.write_text(old, "utf-8")
    assert "data-neu" not in (build_site(root) / page).read_text("utf-8")


def test_a_theme_has_another_key_whatever_changes_in_it_also_behind_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme, elsewhere = tmp_path / "thema", tmp_path / "anderswo"
    put_file(theme, "css/a.css", "a")
    put_file(elsewhere, "karte/karte.html", "b")
    (theme / "components").symlink_to(elsewhere)
    (elsewhere / "karte/zurueck").symlink_to(theme)
    first = kept.theme_key(theme)
    looked_at: list[Path] = []
    read = Path.read_bytes

    def noted(path: Path) -> bytes:
        looked_at.append(path)
        return read(path)

    with monkeypatch.context() as counted:
        counted.setattr(Path, "read_bytes", noted)
        assert kept.theme_key(theme) == first
    assert len(looked_at) == 2, "each once, though links go round in a circle"
    put_file(elsewhere, "karte/karte.html", "c")
    second = kept.theme_key(theme)
    put_file(theme, "css/b.css", "a")
    assert len({first, second, kept.theme_key(theme)}) == 3


@pytest.mark.parametrize("name", ["css/.a.css.swp", "css/a.css~", ".DS_Store", ".git/index"])
def test_what_text_programs_leave_beside_a_theme_is_nothing_of_it(tmp_path: Path, name: str) -> None:
    put_file(tmp_path, "css/a.css", "a")
    before = kept.theme_key(tmp_path)
    put_file(tmp_path, name, "x")
    assert kept.theme_key(tmp_path) == before


@pytest.mark.parametrize("name", ["pelican", "feedgenerator", "pyyaml", "fonttools", "jinja2"])
def test_another_release_of_a_library_makes_another_key(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, version = kept.code_key(), metadata.version
    monkeypatch.setattr(kept, "version", lambda one: "99" if one == name else version(one))
    assert kept.code_key() != before


def test_what_code_makes_is_kept_under_another_key_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bytes of our own files are in the keys of the stores."""
    room = tmp_path / "raum"
    shutil.copytree(HOUSE / "plugins/kiezgroessen", room)
    releases = THEME / "static/fonts"
    task = fonts.font_tasks({"latin": "abc"})[0]
    shops = tmp_path / "a", Store(tmp_path / "b")

    def keys() -> list[object]:
        return [
            archive._packing(),
            fonts.font_keys(releases, task)[0],
            Tools.here(releases).pictures,
            presspictures._tools(),
            shop.Shop.here(THEME, *shops).digest,
        ]

    before = keys()
    for name in ("archive", "fonts", "paperfonts", "presspictures", "run", "shop"):
        monkeypatch.setattr(f"kiezgroessen.make.{name}.__file__", str(room / f"make/{name}.py"))
    assert keys() == before
    for name in ("make/archive.py", "make/fonts.py", "read/photos.py"):
        (room / name).write_text((room / name).read_text("utf-8") + "\n", "utf-8")
    after = keys()
    assert [one == other for one, other in zip(before, after, strict=True)] == [False] * 5


def test_a_day_is_what_the_build_says(tmp_path: Path) -> None:
    root = own_store(good_site(tmp_path)).parent
    day = dt.date.fromisoformat(TODAY)
    first = contents(build_site(root, KIEZ_PICTURES=False))
    build_site(root, day=str(day + dt.timedelta(days=200)), KIEZ_PICTURES=False)
    assert contents(build_site(root, KIEZ_PICTURES=False)) == first
