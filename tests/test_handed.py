"""Who says no is in no kit that lies ready, and in nothing that was made for one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.support.paper import THEME
from tests.support.sites import build_site, contents, good_site, kiez_of, put_file, read_site, replace_in

from kiezgroessen.make import tables
from kiezgroessen.make.forget import allowed_in_kits, allowed_photos, forget, refused_photos
from kiezgroessen.make.handed import hand_out, recall, recover
from kiezgroessen.make.paperfonts import paper_fonts
from kiezgroessen.make.prints import Press
from kiezgroessen.make.store import Store
from kiezgroessen.make.tables import clear, table
from kiezgroessen.problems import ContentError

MAVI = "profiles/betriebe/mavi/profil.md"
RAD = "profiles/betriebe/rad-und-tat/profil.md"
SAME = """
fotos:
  - datei: bild.png
    alt: Zeichnung. Eine Frau steht hinter einer Theke.
    urheber: "Zeichnung: Probeverein (CC0)"
    personen: ja
    freigabe: derya
freigaben:
  - kennung: derya
    von: Derya Aksoy
    beleg: Ordner 1, Blatt 2
    am: 2026-01-15
    kanaele: [web, social, presse, druck]
---"""
TAKEN_BACK = {
    "withdrawn": (MAVI, "am: 2026-01-15", "am: 2026-01-15\n    widerrufen: 2026-11-01"),
    "expired": (MAVI, "am: 2026-01-15", "am: 2026-01-15\n    bis: 2026-11-01"),
    "not for paper any more": (MAVI, "social, presse, druck]", "social, presse]"),
}
"""Ways in which a business no longer gives its photo for paper."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two businesses show the same photo: somebody works in both, and has agreed in both."""
    root = good_site(tmp_path)
    photo = (root / "profiles/betriebe/mavi/bild.png").read_bytes()
    put_file(root, "profiles/betriebe/rad-und-tat/bild.png", photo)
    text = (root / RAD).read_text("utf-8")
    put_file(root, RAD, text.replace("\n---", SAME, 1))
    return root


def start_of(root: Path, place: str = "druck") -> str:
    """How the keys of all begin that shows the photo."""
    return f"{kiez_of(root).businesses['mavi'].photos[0].source.digest[:16]}-{place}"


def give(root: Path, *names: str, photos: tuple[str, ...] = ()) -> None:
    """A kit for each name."""
    sheet = put_file(root.parent, "sheet.pdf", b"%PDF")
    for name in names:
        hand_out(root / "kits", name, {"de/Plakat.pdf": sheet}, photos)


def lying(root: Path) -> list[str]:
    """The names of everything in ``kits``, hidden or not."""
    return sorted(path.name for path in (root / "kits").iterdir())


@pytest.mark.parametrize("change", TAKEN_BACK.values(), ids=TAKEN_BACK)
def test_a_photo_that_one_business_may_not_show_takes_the_kits_of_both_along(
    site: Path, change: tuple[str, str, str]
) -> None:
    give(site, "mavi", "rad-und-tat", photos=(start_of(site),))
    assert recall(site / "kits", allowed_in_kits(kiez_of(site))) == []
    replace_in(site, *change)
    said = recall(site / "kits", allowed_in_kits(kiez_of(site)))
    assert [(one.path, one.message) for one in said] == [
        (f"kits/{slug}", "Dieses Material wurde gelöscht: ein Foto darin darf dort nicht mehr stehen.")
        for slug in ("mavi", "rad-und-tat")
    ]
    assert lying(site) == []


def test_a_kit_goes_where_its_business_may_not_show_the_photo_although_another_one_may(site: Path) -> None:
    give(site, "mavi", "rad-und-tat", photos=(start_of(site),))
    replace_in(site, MAVI, "\ngewerbe:", "\nende: 2026-11-01\ngewerbe:")
    recall(site / "kits", allowed_in_kits(kiez_of(site)))
    assert lying(site) == ["rad-und-tat"]


@pytest.mark.parametrize("change", TAKEN_BACK.values(), ids=TAKEN_BACK)
def test_the_store_forgets_sheets_and_archives_of_a_photo_as_soon_as_one_of_its_owners_takes_it_back(
    site: Path, change: tuple[str, str, str]
) -> None:
    start = start_of(site)
    store = Store(site.parent / "store")
    used, unused, archive = f"{start}-{'a' * 64}", f"{start}-{'b' * 64}", f"zip.{start}-{'c' * 64}"

    def left() -> set[str]:
        for key in (used, unused, archive):
            store.put(key, b"made when all had agreed")
        reading = read_site(site)
        assert reading.kiez is not None
        forget(
            [],
            store=store,
            fonts=THEME / "static/fonts",
            also=[used],
            allowed=allowed_photos(reading.kiez),
            refused=refused_photos(reading.kiez, reading.documents, site),
        )
        return {key for key in (used, unused, archive) if store.has(key)}

    assert left() == {used, unused, archive}
    replace_in(site, *change)
    assert left() == {used}


def test_of_those_who_left_nothing_on_paper_is_allowed(site: Path) -> None:
    """What was made before they left goes as well, even where somebody else still shows the photo."""
    replace_in(site, MAVI, "\ngewerbe:", "\nende: 2026-11-01\ngewerbe:")
    reading = read_site(site)
    assert reading.kiez is not None
    assert "mavi" not in allowed_in_kits(reading.kiez)
    refused = refused_photos(reading.kiez, reading.documents, site)
    assert {start_of(site, place) for place in ("druck", "teilen", "presse")} <= refused
    assert start_of(site, "bild") not in refused


def test_a_photo_that_is_with_nobody_any_more_takes_its_kits_along(site: Path) -> None:
    photos = (start_of(site), start_of(site, "teilen"))
    give(site, "mavi", photos=photos)
    replace_in(site, MAVI, "web, social, presse, druck]", "web, presse, druck]")
    assert recall(site / "kits", allowed_in_kits(kiez_of(site)))
    assert lying(site) == []


def test_taking_back_says_why_and_what_else_to_do(tmp_path: Path) -> None:
    for name in ("bleibt", "gegangen", "gesperrt"):
        give(tmp_path, name, photos=(f"{name}-druck",))
    said = recall(tmp_path / "kits", {"bleibt": ["bleibt-druck"], "gesperrt": ["bleibt-druck"]})
    assert [(one.path, one.message) for one in said] == [
        ("kits/gegangen", "Dieses Material wurde gelöscht: der Betrieb ist nicht mehr dabei."),
        ("kits/gesperrt", "Dieses Material wurde gelöscht: ein Foto darin darf dort nicht mehr stehen."),
    ]
    assert all("einsammeln" in (one.hint or "") for one in said)
    assert lying(tmp_path) == ["bleibt"]
    assert recall(tmp_path / "kits", {"bleibt": ["bleibt-druck"]}) == []


def test_deleted_is_said_only_of_what_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    give(tmp_path, "mavi", photos=("eins-druck",))
    assert recall(tmp_path / "fehlt", {}) == []
    with monkeypatch.context() as patch:
        patch.setattr("kiezgroessen.make.handed.shutil.rmtree", lambda *_args, **_more: None)
        (said,) = recall(tmp_path / "kits", {"mavi": []})
    assert "gelöscht" not in said.message
    assert "lässt sich aber nicht löschen" in said.message
    (said,) = recall(tmp_path / "kits", {"mavi": []})
    assert "wurde gelöscht" in said.message


@pytest.mark.parametrize("note", [None, b"", b"{", b'{"mavi": []}', b"[1]", b"[" * 100_000, b"\xff"])
def test_a_kit_that_does_not_say_whom_it_shows_goes(tmp_path: Path, note: bytes | None) -> None:
    give(tmp_path, "mavi")
    assert recall(tmp_path / "kits", {"mavi": []}) == []
    (tmp_path / "kits/mavi/.fotos.json").unlink()
    if note is not None:
        put_file(tmp_path, "kits/mavi/.fotos.json", note)
    (said,) = recall(tmp_path / "kits", {"mavi": []})
    assert "nicht mehr feststellen" in said.message
    assert lying(tmp_path) == []


def test_a_kit_that_cannot_be_finished_leaves_the_old_one_and_its_note(tmp_path: Path) -> None:
    give(tmp_path, "mavi", photos=("eins-druck",))
    with pytest.raises(FileNotFoundError):
        hand_out(tmp_path / "kits", "mavi", {"b.pdf": tmp_path / "fehlt.pdf"}, ["zwei-druck"])
    assert set(contents(tmp_path / "kits/mavi")) == {"de/Plakat.pdf", ".fotos.json", ".stand.json"}
    assert recall(tmp_path / "kits", {"mavi": ["eins-druck"]}) == []
    assert lying(tmp_path) == ["mavi"]


def killed_between_the_renames(kits: Path) -> None:
    (kits / "mavi").rename(kits / ".mavi.alt")
    put_file(kits, ".mavi.neu-x/mavi/de/Plakat.pdf", b"%PDF")


@pytest.mark.parametrize("after", [recover, lambda kits: recall(kits, {"mavi": ["eins-druck"]})])
def test_after_a_power_cut_the_old_kit_is_there_and_nothing_else(tmp_path: Path, after: Callable[[Path], None]) -> None:
    give(tmp_path, "mavi", photos=("eins-druck",))
    before = contents(tmp_path / "kits/mavi")
    killed_between_the_renames(tmp_path / "kits")
    after(tmp_path / "kits")
    assert lying(tmp_path) == ["mavi"]
    assert contents(tmp_path / "kits/mavi") == before


def test_after_a_power_cut_nothing_is_left_of_a_kit_that_is_taken_back(tmp_path: Path) -> None:
    give(tmp_path, "mavi", photos=("eins-druck",))
    killed_between_the_renames(tmp_path / "kits")
    assert recall(tmp_path / "kits", {"mavi": []})
    assert lying(tmp_path) == []
    give(tmp_path, "mavi")
    put_file(tmp_path, "kits/.mavi.alt/de/Plakat.pdf", b"somebody's face")
    assert recall(tmp_path / "kits", {"mavi": []}) == []
    assert lying(tmp_path) == ["mavi"]


def test_a_build_takes_back_even_if_it_fails_afterwards(site: Path) -> None:
    give(site, "mavi", photos=(start_of(site),))
    replace_in(site, *TAKEN_BACK["withdrawn"])
    replace_in(site, "content/kiez.yaml", "beispiel: ja", "beispiel: nein")
    with pytest.raises(ContentError) as failed:
        build_site(site, SITEURL="https://kiez.example", FEED_DOMAIN="https://kiez.example")
    assert "wurde gelöscht" in " ".join(one.message for one in failed.value.problems)
    assert lying(site) == []


def test_a_table_is_cleared_when_its_process_is_gone_and_not_before(tmp_path: Path) -> None:
    work = "import sys, time; from kiezgroessen.make.tables import table; from pathlib import Path\n"
    work += "with table(Path(sys.argv[1])) as t: (t / 'bild.jpg').touch(); print('there', flush=True); time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", work, tmp_path], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "there\n"
        clear(tmp_path)
        left = list(tmp_path.glob("*/bild.jpg"))
        other.kill()
    assert len(left) == 1
    assert len(list(tmp_path.glob("*/bild.jpg"))) == 1
    clear(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("moment", [(tempfile, "mkdtemp"), (tables, "_hold")], ids=["without a sign", "without a lock"])
def test_a_table_is_not_cleared_while_it_is_being_laid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: tuple[ModuleType, str]
) -> None:
    of, name = moment
    step = getattr(of, name)

    def step_beside_a_clearing(*given: Any, **more: Any) -> Any:
        result = step(*given, **more)
        clear(tmp_path)
        return result

    def clearing_beside_a_step(*given: Any, **more: Any) -> Any:
        clear(tmp_path)
        return step(*given, **more)

    monkeypatch.setattr(of, name, step_beside_a_clearing if of is tempfile else clearing_beside_a_step)
    with table(tmp_path) as room:
        (room / "bild.jpg").touch()
        clear(tmp_path)
        assert (room / "bild.jpg").exists()


def test_an_empty_table_of_a_process_that_was_killed_while_laying_it_goes_later(tmp_path: Path) -> None:
    for name, sign in ((".tisch-a", ()), (".tisch-b", (".belegt",))):
        (tmp_path / name).mkdir()
        for one in sign:
            (tmp_path / name / one).touch()
        os.utime(tmp_path / name, (0, 0))
    clear(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_portraits_for_paper_are_never_outside_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = paper_fonts(THEME / "static/fonts", tmp_path / "cache/schrift-druck")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "elsewhere"))
    with Press(THEME / "print", fonts).kit([]):
        assert list((tmp_path / "cache").rglob(".tisch-*/blatt"))
    assert not list((tmp_path / "cache").rglob(".tisch-*"))
    with table(tmp_path / "cache") as room:
        assert room.parent == tmp_path / "cache"
