"""The shade that stands in for a photo: of the right colour, worked out once, gone with the photo."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.support.hostile import misbehave
from tests.support.photo_checks import TIGHT, wide_profile
from tests.support.sites import build_site, contents, good_site, put_file, replace_in

from kiezgroessen import pool, site
from kiezgroessen.make import colours
from kiezgroessen.make.colours import shade, shades
from kiezgroessen.make.store import Store
from kiezgroessen.plan.media import Cut
from kiezgroessen.plan.papers import contrast
from kiezgroessen.problems import ContentError
from kiezgroessen.read.photos import Photo, probe
from kiezgroessen.render.styles import grounds

FEAST = "profiles/aktionen/2026-05-hoffest"
MAVI = "profiles/betriebe/mavi/profil.md"
RED, BLUE = (204, 51, 68), (17, 68, 204)
PHOTOS = """fotos:
  - {datei: rot.jpg, alt: Ein Tuch, urheber: Probe, personen: ja, freigabe: tuch}
  - {datei: blau.jpg, alt: Noch ein Tuch, urheber: Probe, personen: nein}
freigaben:
  - {kennung: tuch, von: Derya Aksoy, beleg: "Ordner 1", am: 2026-05-30, kanaele: [web]}
"""


def picture(colour: tuple[int, ...], kind: str = "JPEG", size: tuple[int, int] = (90, 60), **more: Any) -> bytes:
    data = io.BytesIO()
    Image.new("RGBA" if len(colour) == 4 else "RGB", size, colour).save(data, kind, **more)
    return data.getvalue()


def photos(folder: Path, files: Mapping[str, bytes]) -> list[Photo]:
    found = []
    for name, data in files.items():
        photo, reason = probe(put_file(folder, name, data))
        assert photo is not None, reason
        found.append(photo)
    return found


def festive(tmp_path: Path) -> Path:
    """The good site with two photos of an action, one of which needs a consent, and one in a business's gallery."""
    root = good_site(tmp_path)
    replace_in(root, f"{FEAST}/aktion.md", "zahlen:", f"{PHOTOS}zahlen:")
    put_file(root, f"{FEAST}/rot.jpg", picture(RED))
    put_file(root, f"{FEAST}/blau.jpg", picture(BLUE))
    text = (root / MAVI).read_text("utf-8")
    more = "\n  - {datei: halle.png, alt: Die Halle, urheber: Probe, personen: nein}\nfreigaben:"
    put_file(root, MAVI, text.replace("\nfreigaben:", more, 1))
    put_file(root, "profiles/betriebe/mavi/halle.png", picture((238, 221, 170), "PNG"))
    return root


def style_of(files: Mapping[str, bytes]) -> str:
    return next(data.decode() for name, data in files.items() if re.fullmatch(r"stil\..*\.css", name))


def stored(tmp_path: Path) -> bytes:
    return b"".join(path.read_bytes() for path in (tmp_path / "cache/farben").rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (picture(RED, quality=95), "c34"),
        (picture((0, 0, 0)), "000"),
        (picture((255, 255, 255), "PNG"), "fff"),
        (picture((0, 0, 0, 0), "PNG"), "fff"),
        (picture(RED, "WEBP", lossless=True), "c34"),
        # Wider than the browser's space: what a phone calls 200, 100, 50 is more of a red there.
        (picture((200, 100, 50), "PNG", icc_profile=wide_profile()), "d52"),
        (picture(RED, quality=95, size=(3000, 2)), "c34"),
        (picture(RED, quality=95, size=(3, 900)), "c34"),
    ],
)
def test_the_shade_is_the_colour_of_the_photo_as_it_is_shown(data: bytes, expected: str, tmp_path: Path) -> None:
    (photo,) = photos(tmp_path, {"foto": data})
    assert shades([photo], Store(tmp_path / "cache")) == {photo.digest: expected}


def test_of_a_photo_with_many_colours_it_is_the_mean(tmp_path: Path) -> None:
    # Three quarters white, one black: wherever the black is, and however large the photo.
    for number, (size, corner) in enumerate(product([(64, 64), (1600, 1200)], [(0, 0), (1, 0), (1, 1)])):
        wide, high = size[0] // 2, size[1] // 2
        whole = Image.new("RGB", size, "white")
        whole.paste(Image.new("RGB", (wide, high), "black"), (corner[0] * wide, corner[1] * high))
        data = io.BytesIO()
        whole.save(data, "JPEG", quality=90)
        (photo,) = photos(tmp_path, {f"foto{number}.jpg": data.getvalue()})
        assert shades([photo], Store(tmp_path / "cache")) == {photo.digest: "bbb"}


@pytest.mark.parametrize("turn", range(1, 9))
def test_it_does_not_matter_how_the_phone_was_held(turn: int, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    (photo,) = photos(tmp_path, {"foto.jpg": picture(BLUE, quality=95, size=(120, 40), exif=exif)})
    assert shades([photo], Store(tmp_path / "cache")) == {photo.digest: "14c"}


def test_words_in_place_of_a_photo_can_be_read_on_every_shade() -> None:
    every = ["".join(digits) for digits in product("0123456789abcdef", repeat=3)]
    words = dict(re.findall(r"\.c-(\w{3})\{background:#\1(?:;color:(#fff))?\}", grounds(every)))
    assert list(words) == every
    for colour, own in words.items():
        assert contrast("#" + "".join(digit * 2 for digit in colour), "#ffffff" if own else "#000000") >= 4.5, colour


def nobody(*_args: Any, **_more: Any) -> Sequence[object]:
    raise AssertionError("there was nothing to work out")


def test_what_was_worked_out_once_is_not_worked_out_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"{n}.png": picture((n * 2, 40, 255 - n), "PNG", size=(8, 8)) for n in range(100)}
    shown, store = photos(tmp_path, files), Store(tmp_path / "cache")
    first = shades(shown, store)
    assert len(first) == 100
    monkeypatch.setattr(pool, "run", nobody)
    written = {path: path.stat().st_mtime_ns for path in (tmp_path / "cache").rglob("*")}
    assert shades(shown, store) == first
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "cache").rglob("*")} == written
    assert len([path for path in written if path.is_file() and path.suffix != ".sum"]) == 1


def test_a_damaged_file_of_shades_is_made_again(tmp_path: Path) -> None:
    shown, store = photos(tmp_path, {"rot.jpg": picture(RED, quality=95)}), Store(tmp_path / "cache")
    first = shades(shown, store)
    for path in (tmp_path / "cache").rglob("*"):
        if path.is_file() and path.suffix != ".sum":
            path.write_bytes(path.read_bytes().replace(b"c34", b"0f0"))
    assert shades(shown, store) == first


def test_another_program_works_them_out_anew_and_leaves_nothing_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    red, blue = photos(tmp_path, {"rot.jpg": picture(RED), "blau.jpg": picture(BLUE)})
    store = Store(tmp_path / "cache")
    shades([red, blue], store)
    monkeypatch.setattr(colours, "pillow", "0.1")
    with monkeypatch.context() as patch:
        patch.setattr(pool, "run", nobody)
        with pytest.raises(AssertionError, match="nothing to work out"):
            shades([red], store)
    shades([red], store)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "cache").rglob("*") if path.is_file())
    assert red.digest.encode() in kept
    assert blue.digest.encode() not in kept


def test_pages_hold_the_place_of_photos_in_colour_and_only_of_those(tmp_path: Path) -> None:
    files = contents(build_site(festive(tmp_path)))
    page, profile = (files[f"{name}/index.html"].decode() for name in ("aktionen/2026-05-hoffest", "betriebe/mavi"))
    assert re.findall(r'<img class="(colour[^"]*)"', page) == ["colour c-c34", "colour c-14c"]
    assert re.findall(r'<img class="([^"]*)"', profile)[:2] == ["ink", "colour c-eda"]
    for name in ("index.html", "aktionen/index.html", "betriebe/mavi/index.html"):
        assert 'class="colour c-c34"' in files[name].decode(), name
    pages = "".join(data.decode() for name, data in files.items() if name.endswith(".html") and name[:5] != "stil/")
    assert set(re.findall(r'class="colour(.*?)"', pages)) == {" c-c34", " c-14c", " c-eda"}
    assert "c-" not in "".join(re.findall(r'<img class="ink(.*?)"', pages))
    rules = dict(re.findall(r"\.c-(\w+)\{background:(#\w+)", style_of(files)))
    assert rules == {"c34": "#c34", "14c": "#14c", "eda": "#eda"}


def test_the_shade_goes_with_the_photo(tmp_path: Path) -> None:
    root = festive(tmp_path)
    red, blue = photos(tmp_path, {"rot.jpg": picture(RED), "blau.jpg": picture(BLUE)})
    before = style_of(contents(build_site(root)))
    assert ".c-c34" in before
    assert red.digest.encode() in stored(tmp_path)
    replace_in(root, f"{FEAST}/aktion.md", "kanaele: [web]}", "kanaele: [web], widerrufen: 2026-11-01}")
    files = contents(build_site(root))
    assert "c-c34" not in "".join(data.decode() for name, data in files.items() if name.endswith((".html", ".css")))
    assert ".c-14c" in style_of(files)
    assert red.digest.encode() not in stored(tmp_path)
    assert blue.digest.encode() in stored(tmp_path)


def test_that_a_photo_had_no_shade_is_not_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of photos of one colour the second brings no rule into the style sheet, by whose name pages would be told."""
    root = festive(tmp_path)
    lost: list[str] = []

    def all_alike(*args: object, **more: object) -> Mapping[str, str]:
        found = dict.fromkeys(shades(*args, **more), "c34")  # type: ignore[arg-type]
        if not lost:
            lost.append(min(found))
            del found[lost[0]]
        return found

    monkeypatch.setattr(site, "shades", all_alike)
    before = contents(build_site(root))
    after = contents(build_site(root))
    assert style_of(before) == style_of(after)
    pages = ("aktionen/2026-05-hoffest/index.html", "betriebe/mavi/index.html")
    assert sum(before[page].count(b'"colour"') for page in pages) == 1
    assert sum(after[page].count(b'"colour"') for page in pages) == 0


def test_a_photo_that_breaks_halfway_has_no_shade_and_is_reported_once(tmp_path: Path) -> None:
    root = festive(tmp_path)
    data = io.BytesIO()
    Image.effect_noise((200, 200), 60).save(data, "PNG")
    broken = data.getvalue()
    put_file(root, "profiles/betriebe/mavi/halle.png", broken[:300] + bytes(600) + broken[900:])
    with pytest.raises(ContentError) as caught:
        build_site(root)
    assert [problem.path for problem in caught.value.problems] == ["profiles/betriebe/mavi/halle.png"]
    assert len(re.findall(rb'"[0-9a-f]{64}": "', stored(tmp_path))) == 2


def poisoned(cut: Cut) -> tuple[float, float, float] | None:
    """As `average`, but photos named like a way to misbehave have a decoder that does."""
    misbehave(Path(cut.path).stem)
    return 204.0, 51.0, 68.0


def test_photos_that_poison_their_decoder_cost_their_own_shade_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("gut", "spins", "eats", "dies", "besser")
    shown = photos(tmp_path, {f"{name}.png": picture((n, 2, 3), "PNG") for n, name in enumerate(names)})
    monkeypatch.setattr(colours, "average", poisoned)
    monkeypatch.setattr(pool, "LIMITS", TIGHT)
    assert shades(shown, Store(tmp_path / "cache")) == {shown[0].digest: "c34", shown[-1].digest: "c34"}


def test_a_photo_that_changes_during_the_build_has_no_shade(tmp_path: Path) -> None:
    (photo,) = photos(tmp_path, {"foto.jpg": picture(RED)})
    (tmp_path / "foto.jpg").write_bytes(picture(BLUE))
    assert shades([photo], Store(tmp_path / "cache")) == {}
    (tmp_path / "foto.jpg").unlink()
    assert shades([photo], Store(tmp_path / "cache")) == {}


def test_no_photos_are_no_work_and_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "run", nobody)
    assert shades([], Store(tmp_path / "cache")) == {}
    assert not (tmp_path / "cache").exists()


def test_shades_are_the_nearest_of_their_steps() -> None:
    assert [shade((v, v, v)) for v in (0, 8, 9, 127, 128, 246, 247, 255)] == [
        *("000", "000", "111", "777", "888", "eee", "fff", "fff")
    ]


@pytest.mark.parametrize("workers", [1, 3])
def test_no_more_processes_look_at_photos_than_the_settings_allow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    asked: list[int] = []

    def run(work: Any, tasks: Sequence[Any], *, workers: int, limits: pool.Limits) -> Any:
        asked.append(workers)
        return real(work, tasks, workers=workers, limits=limits)

    real = pool.run
    monkeypatch.setattr("kiezgroessen.make.colours._PER_PROCESS", 1)
    monkeypatch.setattr("kiezgroessen.make.colours.os.cpu_count", lambda: 2)
    monkeypatch.setattr("kiezgroessen.make.colours.pool.run", run)
    build_site(festive(tmp_path), KIEZ_WORKERS=workers, KIEZ_PICTURES=False)
    assert asked == [workers]
