"""Pictures: what is read, what is planned, what is made. Real photos come from the corpora beside the project."""

from __future__ import annotations

import hashlib
import io
import shutil
import sys
import time
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat
from tests.support.hostile import spoilt_work
from tests.support.metadata import told
from tests.support.photo_checks import TIGHT, crooked, talkative, unbounded, wide_profile

from kiezgroessen import pool
from kiezgroessen.make import run
from kiezgroessen.make.away import Away
from kiezgroessen.make.crew import Crew
from kiezgroessen.make.forget import forget
from kiezgroessen.make.hands import here
from kiezgroessen.make.pictures import develop, make_variants, stored_box
from kiezgroessen.make.run import perform
from kiezgroessen.make.store import Store
from kiezgroessen.plan.media import (
    Box,
    Cut,
    MediaPlan,
    PicturePlan,
    Tone,
    ladder_of,
    plan_cut,
    plan_picture,
    window,
)
from kiezgroessen.plan.share import SharePlan, plan_share
from kiezgroessen.problems import Problem, Severity, as_text
from kiezgroessen.read.photos import Photo, open_photo, probe

ROOT = Path(__file__).parent.parent
FONTS = ROOT / "theme/static/fonts"
CORPUS = ROOT.parent / "shared/corpora/photos"
LADDER = (320, 640, 960)

with_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of photos is not beside the project")


def read(path: Path) -> Photo:
    photo, reason = probe(path)
    assert photo is not None, f"{path.name}: {reason}"
    return photo


def planned(path: Path, tone: Tone = "colour", widths: tuple[int, ...] = LADDER, **more: Any) -> PicturePlan:
    return plan_picture(read(path), slug="mavi", tone=tone, widths=widths, **more)


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of the pixels, 0 to 255."""
    changed = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return max(ImageStat.Stat(changed).mean)


def saved(folder: Path, picture: Image.Image, name: str = "foto.png", **more: Any) -> Path:
    path = folder / name
    picture.save(path, **more)
    return path


# Reading


@with_corpus
@pytest.mark.parametrize("kind", ["Landscape", "Portrait"])
def test_photos_come_out_upright_however_the_phone_was_held(kind: str) -> None:
    # Every photo of the set has its number written into it, so they are alike but not equal.
    upright = make_variants(planned(CORPUS / f"orientation/{kind}_1.jpg", widths=(320,)))[-1]
    for turn in range(2, 9):
        plan = planned(CORPUS / f"orientation/{kind}_{turn}.jpg", widths=(320,))
        picture = opened(make_variants(plan)[-1])
        assert picture.size == opened(upright).size
        assert difference(picture, opened(upright)) < 12, f"orientation {turn}"


def test_photos_are_upright_and_the_crop_lies_where_the_editor_sees_it(tmp_path: Path) -> None:
    assert crooked(tmp_path) == []


def test_a_box_keeps_its_size_when_turned() -> None:
    box: Box = (10, 20, 40, 90)
    for turn in range(1, 9):
        left, top, right, bottom = stored_box(box, turn, (200, 100))
        assert {right - left, bottom - top} == {30, 70}
        assert min(left, top) >= 0


@with_corpus
def test_whatever_lies_in_the_folder_gets_one_clear_answer() -> None:
    for path in sorted(CORPUS.glob("*/*")):
        photo, reason = probe(path)
        assert (photo is None) != (reason is None)
        if photo is None:
            assert (reason or "").startswith(("ist ", "hat ")), f"{path.name}: {reason}"
            assert "\n" not in (reason or "")
        else:
            assert min(photo.width, photo.height) > 0
            assert photo.digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_reasons_name_the_way_out(tmp_path: Path) -> None:
    whole = io.BytesIO()
    Image.effect_noise((300, 200), 80).save(whole, "JPEG")
    cases = {
        "text.jpg": (b"kein Bild", "ist kein Bild"),
        "leer.jpg": (b"", "ist kein Bild"),
        "halb.jpg": (whole.getvalue()[: len(whole.getvalue()) // 2], "ist abgeschnitten"),
    }
    for name, (data, expected) in cases.items():
        (tmp_path / name).write_bytes(data)
        photo, reason = probe(tmp_path / name)
        assert photo is None
        assert expected in (reason or "")
    assert probe(tmp_path / "fehlt.jpg")[0] is None


def test_without_its_decoder_a_photo_of_an_iphone_is_refused_with_two_ways_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "telefon.heic"
    path.write_bytes(b"\0\0\0\x18ftypheic" + bytes(100))
    assert probe(path) == (None, "ist kein Bild (möglich sind JPEG, PNG und WebP)")
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    photo, reason = probe(path)
    assert photo is None
    assert "bitte als JPEG speichern oder pillow-heif installieren" in (reason or "")


@with_corpus
@pytest.mark.parametrize(
    ("name", "size"),
    [("heic__IMG_5195.HEIC", (2566, 3313)), ("heic__mobile__iphone_13_pro_max.HEIC", (3024, 4032))],
)
def test_photos_of_iphones_come_out_upright_and_in_srgb(name: str, size: tuple[int, int]) -> None:
    plan = planned(CORPUS / "phones" / name, widths=(320,))
    assert plan.cut.size == size
    made = opened(make_variants(plan)[-1])
    assert made.size == (320, round(320 * size[1] / size[0]))
    # By another way: the whole photo, its own profile (Display P3), reduced last.
    with open_photo((CORPUS / "phones" / name).read_bytes()) as stored:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(stored.info["icc_profile"]))
        whole = ImageCms.profileToProfile(stored.convert("RGB"), profile, ImageCms.createProfile("sRGB"))
    assert whole is not None
    # Colours are compared as areas: at edges, ways of reducing differ.
    few = (made.width // 10, made.height // 10)
    assert difference(made.resize(few, Image.Resampling.BOX), whole.resize(few, Image.Resampling.BOX)) < 2
    assert difference(made.rotate(180).resize(few), whole.resize(few)) > 20


def test_a_file_that_claims_to_be_huge_is_refused_unread(tmp_path: Path) -> None:
    path = saved(tmp_path, Image.new("1", (9000, 9000)))
    assert path.stat().st_size < 20_000
    photo, reason = probe(path)
    assert photo is None
    assert "50 Megapixel" in (reason or "")


# Planning


@pytest.mark.parametrize(
    ("widths", "available", "expected"),
    [
        ((320, 640, 960), 4000, [320, 640, 960]),
        ((320, 640, 960), 960, [320, 640, 960]),
        ((320, 640, 960), 800, [320, 640, 800]),
        ((320, 640, 960), 660, [320, 660]),
        ((320, 640, 960), 200, [200]),
        ((320,), 1, [1]),
    ],
)
def test_steps_of_the_ladder(widths: tuple[int, ...], available: int, expected: list[int]) -> None:
    assert ladder_of(widths, available) == expected


def photo_of(width: int, height: int) -> Photo:
    return Photo("/kiez/foto.jpg", "ab" * 32, width, height, 1, "jpeg")


def test_the_focus_point_is_kept_in_the_crop() -> None:
    for focus, box in {
        (50.0, 50.0): (200, 0, 800, 600),
        (0.0, 0.0): (0, 0, 600, 600),
        (100.0, 30.0): (400, 0, 1000, 600),
        (70.0, 50.0): (400, 0, 1000, 600),
    }.items():
        plan = plan_picture(photo_of(1000, 600), slug="a", tone="ink", widths=(300,), aspect=1.0, focus=focus)
        assert plan.cut.box == box
        assert plan.variants[0].height == 300


def seen(cut: Cut, at: tuple[int, int], aspect: float) -> tuple[float, float, float, float]:
    """What a place of this aspect shows, in pixels of the photo, as browsers work `object-fit: cover` out."""
    left, top, right, bottom = cut.box
    wide, high = min(right - left, (bottom - top) * aspect), min(bottom - top, (right - left) / aspect)
    x, y = left + (right - left - wide) * at[0] / 8, top + (bottom - top - high) * at[1] / 8
    return x, y, x + wide, y + high


@pytest.mark.parametrize("size", [(1600, 1000), (1000, 1600), (800, 1000), (700, 700)])
def test_a_place_of_another_shape_shows_the_focus_point_as_near_to_its_middle_as_may_be(size: tuple[int, int]) -> None:
    for focus in product(range(0, 101, 4), range(0, 101, 4)):
        cut = plan_cut(photo_of(*size), tone="ink", aspect=4 / 5, focus=focus)
        x, y = size[0] * focus[0] / 100, size[1] * focus[1] / 100
        at = window(cut, focus, 6 / 5)
        _, top, _, bottom = seen(cut, at, 6 / 5)
        others = [seen(cut, (0, step), 6 / 5) for step in range(9)]
        assert abs(y - (top + bottom) / 2) <= min(abs(y - (up + down) / 2) for _, up, _, down in others) + 1, focus
        # A neighbour with a longer text makes the place higher; a story is cut less.
        for aspect in (6 / 5, 1, 4 / 5, 3 / 5, 3 / 2):
            left, top, right, bottom = seen(cut, at, aspect)
            assert left - 1 <= x <= right + 1, (focus, aspect)
            assert top - 1 <= y <= bottom + 1, (focus, aspect)


def test_names_change_with_everything_that_changes_the_picture() -> None:
    first = plan_picture(photo_of(1000, 600), slug="a", tone="ink", widths=LADDER)
    others = [
        plan_picture(photo_of(1000, 600), slug="a", tone="colour", widths=LADDER),
        plan_picture(photo_of(1000, 600), slug="a", tone="ink", widths=LADDER, aspect=1.0),
        plan_picture(photo_of(1000, 600), slug="a", tone="ink", widths=LADDER, aspect=1.0, focus=(10, 10)),
        plan_picture(replace(photo_of(1000, 600), digest="cd" * 32), slug="a", tone="ink", widths=LADDER),
    ]
    names = {plan.variants[0].name for plan in (first, *others)}
    assert len(names) == 5
    assert all(name.startswith("bilder/a-") for name in names)
    assert first == plan_picture(photo_of(1000, 600), slug="a", tone="ink", widths=LADDER)


def test_browsers_without_avif_get_one_jpeg() -> None:
    plan = plan_picture(photo_of(3000, 2000), slug="a", tone="colour", widths=(320, 640, 1280))
    assert [variant.width for variant in plan.of("avif")] == [320, 640, 1280]
    assert [variant.width for variant in plan.of("jpg")] == [640]


# Making


@with_corpus
def test_files_have_the_planned_sizes_and_nothing_is_enlarged() -> None:
    for path in sorted(CORPUS.glob("phones/*exif-org*")):
        photo = read(path)
        plan = planned(path, "ink", aspect=0.8)
        for variant, data in zip(plan.variants, make_variants(plan), strict=True):
            assert opened(data).size == (variant.width, variant.height)
            assert variant.width <= photo.width
            assert variant.height <= photo.height


def test_no_word_about_camera_place_or_people_gets_out(tmp_path: Path) -> None:
    assert talkative(tmp_path) == []


@with_corpus
@pytest.mark.parametrize("tone", ["colour", "ink"])
def test_whatever_the_corpus_holds_is_a_clean_picture_or_one_clear_line(tone: Tone, tmp_path: Path) -> None:
    found = [probe(path) for path in sorted(CORPUS.glob("*/*"))]
    plans = [
        plan_picture(photo, slug=f"{number:03}", tone=tone, widths=(320,))
        for number, (photo, _) in enumerate(found)
        if photo is not None
    ]
    assert len(plans) > 80
    problems = performed(plans, tmp_path, crew=Crew(2))
    assert [line for line in as_text(problems).splitlines() if ": Das Foto ist beschädigt – bitte" not in line] == []
    names = {variant.name for plan in plans for variant in plan.variants}
    there = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out/bilder").iterdir()}
    broken = {problem.path for problem in problems}
    assert there == names - {v.name for plan in plans if plan.cut.path in broken for v in plan.variants}
    assert told(tmp_path / "out") == []


def test_colours_are_those_the_profile_means(tmp_path: Path) -> None:
    # sRGB with the colorants of red and green exchanged, under another name: what is stored as red is meant as green.
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace(b"rXYZ", b"?XYZ").replace(b"gXYZ", b"rXYZ").replace(b"?XYZ", b"gXYZ")
    profile = profile.replace("sRGB".encode("utf-16-be"), "GRBs".encode("utf-16-be"))
    path = saved(tmp_path, Image.new("RGB", (64, 64), (200, 30, 30)), icc_profile=profile)
    colour = opened(make_variants(planned(path))[-1]).convert("RGB")
    assert difference(colour, Image.new("RGB", (64, 64), (30, 200, 30))) < 4
    broken = saved(tmp_path, Image.new("RGB", (64, 64), (200, 30, 30)), "b.png", icc_profile=profile[:200])
    colour = opened(make_variants(planned(broken))[-1]).convert("RGB")
    assert difference(colour, Image.new("RGB", (64, 64), (200, 30, 30))) < 4


@pytest.mark.parametrize("stored", [(200, 100, 50), (30, 180, 90), (60, 60, 230), (128, 128, 128), (250, 240, 235)])
def test_colours_of_phones_come_out_as_they_were_seen(stored: tuple[int, int, int], tmp_path: Path) -> None:
    path = saved(tmp_path, Image.new("RGB", (64, 64), stored), icc_profile=wide_profile())
    plan = planned(path)
    shown = develop(plan.cut, (64, 64)).getpixel((32, 32))
    assert isinstance(shown, tuple)
    # Display P3 to sRGB in linear light, from the primaries of both.
    matrix = ((1.224940, -0.224940, 0.0), (-0.042057, 1.042057, 0.0), (-0.019638, -0.078636, 1.098274))
    light = [(v / 255 / 12.92) if v < 11 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in stored]
    for value, row in zip(shown, matrix, strict=True):
        meant = min(1.0, max(0.0, sum(a * b for a, b in zip(row, light, strict=True))))
        expected = 255 * (12.92 * meant if meant < 0.0031308 else 1.055 * meant ** (1 / 2.4) - 0.055)
        assert abs(value - expected) <= 2


def test_of_pictures_that_move_or_come_in_twos_the_first_is_taken(tmp_path: Path) -> None:
    first, second = (Image.new("RGB", (64, 64), colour) for colour in ("teal", "red"))
    for name in ("bewegt.webp", "doppelt.jpg", "bewegt.png"):
        kind = {"jpg": "MPO"}.get(name[-3:])
        path = saved(tmp_path, first, name, format=kind, save_all=True, append_images=[second])
        for data in make_variants(planned(path)):
            assert difference(opened(data), first) < 5, name


def test_transparent_parts_of_a_picture_with_few_colours_are_white(tmp_path: Path) -> None:
    few = Image.new("P", (64, 64), 1)
    few.putpalette([0, 128, 128, 255, 0, 0])
    few.paste(0, (0, 0, 64, 32))
    path = saved(tmp_path, few, transparency=1)
    for data in make_variants(planned(path)):
        made = opened(data)
        assert difference(made.crop((0, 0, 64, 24)), Image.new("RGB", (64, 24), (0, 128, 128))) < 5
        assert difference(made.crop((0, 40, 64, 64)), Image.new("RGB", (64, 24), "white")) < 5


@with_corpus
def test_a_picture_for_the_press_in_four_inks_looks_right_on_a_screen() -> None:
    path = CORPUS / "broken/pil_sample_cmyk.jpg"
    made = opened(make_variants(planned(path))[-1])
    with Image.open(path) as stored:
        assert difference(made, stored.convert("RGB")) < 60
    assert made.mode == "RGB"


def test_transparent_parts_are_white(tmp_path: Path) -> None:
    path = saved(tmp_path, Image.new("RGBA", (40, 40), (0, 0, 0, 0)))
    for tone in ("ink", "colour"):
        made = opened(make_variants(planned(path, tone))[-1])
        assert made.convert("L").getextrema() == (255, 255)


def test_sixteen_bits_keep_their_brightness(tmp_path: Path) -> None:
    path = saved(tmp_path, Image.new("I;16", (40, 40), 32896))
    made = opened(make_variants(planned(path))[-1]).convert("L")
    assert abs(ImageStat.Stat(made).mean[0] - 128) < 3


def test_a_dim_photo_gets_black_and_white_but_a_grey_wall_stays_grey(tmp_path: Path) -> None:
    dim = Image.linear_gradient("L").point([40 + value // 2 for value in range(256)])
    made = opened(make_variants(planned(saved(tmp_path, dim), "ink"))[-1])
    counts = made.convert("L").histogram()
    assert sum(counts[:15]) > 0
    assert sum(counts[240:]) > 0
    wall = opened(make_variants(planned(saved(tmp_path, Image.new("L", (60, 60), 128)), "ink"))[-1])
    assert 40 < ImageStat.Stat(wall.convert("L")).mean[0] < 215


@with_corpus
def test_the_same_photo_gives_the_same_bytes_and_a_part_of_them_too() -> None:
    plan = planned(CORPUS / "orientation/Portrait_6.jpg", "ink", (320, 480))
    made = make_variants(plan)
    assert make_variants(plan) == made
    assert make_variants(plan, plan.variants[-1:]) == made[-1:]


# Performing


def shared(photo: Path | None, address: str = "kiez.example") -> SharePlan:
    return plan_share(
        slug="mavi",
        title="Mavi",
        paper="#ffe600",
        fact="",
        address=address,
        funder="",
        photo=read(photo) if photo else None,
        lang="de",
        direction="ltr",
    )


def performed(plans: Sequence[MediaPlan], tmp_path: Path, **more: Any) -> list[Problem]:
    store = Store(tmp_path / "cache")
    return perform(plans, store=store, folder_out=tmp_path / "out", fonts=FONTS, root=tmp_path, **more)


def output(tmp_path: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((tmp_path / "out").rglob("*")) if path.is_file()}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return saved(tmp_path, Image.effect_noise((700, 500), 60).convert("RGB"), "foto.jpg")


def helped(executor: Executor) -> Crew:
    """Nobody here but for what nobody there can do."""
    return Crew(1, away=Away(executor, lambda: 2, here(), "cluster", patience=0))


class Idle(Executor):
    """An executor that must not be asked for anything."""

    def submit(self, *_args: Any, **_kwargs: Any) -> Future[Any]:
        raise AssertionError("there was nothing to do")


def test_what_was_made_once_is_not_made_again(photo: Path, tmp_path: Path) -> None:
    plans = [planned(photo)]
    assert performed(plans, tmp_path) == []
    first = output(tmp_path)
    assert set(first) == {Path(variant.name).name for variant in plans[0].variants}
    shutil.rmtree(tmp_path / "out")
    assert performed(plans, tmp_path, crew=helped(Idle())) == []
    assert output(tmp_path) == first


def test_the_result_does_not_depend_on_who_works_in_which_order(photo: Path, tmp_path: Path) -> None:
    plans = [planned(photo), planned(photo, "ink"), planned(photo, "ink", aspect=1.0)]
    one, two = tmp_path / "one", tmp_path / "two"
    assert performed(plans, one) == []
    with ThreadPoolExecutor(2) as pool:
        assert performed(plans[::-1], two, crew=helped(pool)) == []
    assert output(one) == output(two)


def test_processes_do_the_same_work(photo: Path, tmp_path: Path) -> None:
    plans = [planned(photo), planned(photo, "ink")]
    one, two = tmp_path / "one", tmp_path / "two"
    assert performed(plans, one) == []
    assert performed(plans, two, crew=Crew(2)) == []
    assert output(one) == output(two)


class Dying(Executor):
    """A pool whose processes were killed."""

    def submit(self, *_args: Any, **_kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor("killed"))
        return future


def test_a_process_that_dies_takes_nobody_elses_work_along(photo: Path, tmp_path: Path) -> None:
    plans = [planned(photo)]
    (said,) = performed(plans, tmp_path, crew=helped(Dying()))
    assert said.severity is Severity.WARNING
    assert said.message == "1 von 1 Aufträgen kamen nicht zurück und wurden hier gemacht: BrokenExecutor."
    assert set(output(tmp_path)) == {Path(variant.name).name for variant in plans[0].variants}


def test_a_damaged_entry_of_the_store_is_made_again(photo: Path, tmp_path: Path) -> None:
    plans = [planned(photo)]
    performed(plans, tmp_path)
    first = output(tmp_path)
    shutil.rmtree(tmp_path / "out")
    for path in (tmp_path / "cache").rglob("*"):
        if path.is_file() and path.suffix != ".sum":
            path.write_bytes(path.read_bytes()[:-20] + bytes(20))
    assert performed(plans, tmp_path) == []
    assert output(tmp_path) == first


def test_a_photo_that_breaks_halfway_is_one_line_with_its_file(photo: Path, tmp_path: Path) -> None:
    bad = tmp_path / "kaputt.png"
    whole = io.BytesIO()
    Image.effect_noise((200, 200), 60).save(whole, "PNG")
    data = bytearray(whole.getvalue())
    data[300:900] = bytes(600)
    bad.write_bytes(data)
    problems = performed([planned(photo), planned(bad), planned(bad, "ink")], tmp_path)
    assert as_text(problems).splitlines() == [
        "kaputt.png: Das Foto ist beschädigt – bitte noch einmal vom Telefon kopieren."
    ]
    assert len(output(tmp_path)) == 3, "the good photo is there all the same"


def test_photos_that_poison_their_decoder_cost_a_line_each_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "work", spoilt_work)
    monkeypatch.setattr(pool, "LIMITS", TIGHT)
    for workers in (1, 2):
        (tmp_path / str(workers)).mkdir()
        assert unbounded(tmp_path / str(workers), workers) == []


def test_a_poisoned_portrait_does_not_take_other_share_images_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "work", spoilt_work)
    good, bad = (saved(tmp_path, Image.effect_noise((60, 90), 60), f"{name}.png") for name in ("gut", "dies"))
    plans = [shared(good), shared(bad), shared(None)]
    problems = performed(plans, tmp_path)
    assert [(problem.path, "lässt sich nicht verarbeiten" in problem.message) for problem in problems] == [
        ("dies.png", True)
    ]
    assert set(output(tmp_path)) == {Path(plan.name).name for plan in (plans[0], plans[2])}


def test_a_photo_that_changes_during_the_build_is_not_mixed_up(photo: Path, tmp_path: Path) -> None:
    plan = planned(photo)
    Image.new("RGB", (700, 500)).save(photo)
    assert "noch einmal bauen" in as_text(performed([plan], tmp_path))
    photo.unlink()
    assert "nicht mehr da" in as_text(performed([plan], tmp_path))


def stored(tmp_path: Path) -> set[str]:
    return {path.parent.name + path.name for path in (tmp_path / "cache").rglob("*") if path.is_file()}


DAY = 24 * 60 * 60


def test_who_is_no_longer_shown_is_forgotten_at_once(photo: Path, tmp_path: Path) -> None:
    other = saved(tmp_path, Image.effect_noise((300, 200), 60).convert("RGB"), "anderes.jpg")
    stays, goes = planned(photo), planned(other)
    performed([stays, goes], tmp_path)
    store = Store(tmp_path / "cache")
    assert forget([stays, goes], store=store, fonts=FONTS) == 0
    assert forget([stays], store=store, fonts=FONTS) == len(goes.variants)
    assert stored(tmp_path)
    assert not [name for name in stored(tmp_path) if goes.cut.digest[:16] in name]
    assert performed([stays], tmp_path, crew=helped(Idle())) == []


def test_who_may_be_on_the_page_only_is_on_no_share_image_in_the_store(photo: Path, tmp_path: Path) -> None:
    page, share, words = planned(photo), shared(photo), shared(None)
    assert performed([page, share, words], tmp_path) == []
    assert forget([page, words], store=Store(tmp_path / "cache"), fonts=FONTS) == 1
    assert performed([page, words], tmp_path, crew=helped(Idle())) == []
    assert not [name for name in stored(tmp_path) if "-teilen-" in name]


def test_preview_and_published_site_do_not_take_each_others_share_images_away(photo: Path, tmp_path: Path) -> None:
    preview, published = (
        [shared(each, address=address) for each in (photo, None)] for address in ("localhost", "kiez")
    )
    store = Store(tmp_path / "cache")
    for plans in (preview, published):
        assert performed(plans, tmp_path) == []
        assert forget(plans, store=store, fonts=FONTS) == 0
    assert performed(preview, tmp_path, crew=helped(Idle())) == []


def test_what_was_not_used_for_a_month_goes_and_what_is_used_stays(photo: Path, tmp_path: Path) -> None:
    used, unused = planned(photo), planned(photo, "ink")
    performed([used, unused], tmp_path)
    store, now = Store(tmp_path / "cache"), time.time()
    assert forget([used], store=store, fonts=FONTS, now=now + 29 * DAY) == 0
    assert forget([used], store=store, fonts=FONTS, now=now + 31 * DAY) == len(unused.variants)
    # It was used 27 days before, however long ago it was made.
    assert forget([unused], store=store, fonts=FONTS, now=now + 58 * DAY) == 0
    assert performed([used], tmp_path, crew=helped(Idle())) == []


def test_what_an_older_version_stored_goes_and_what_is_just_being_written_stays(photo: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "cache")
    store.put("ab" * 32, b"somebody's face")
    (tmp_path / "cache/ab/.new-x").write_bytes(b"half of it")
    assert forget([planned(photo)], store=store, fonts=FONTS) == 1
    assert stored(tmp_path) == {"ab.new-x"}
    assert forget([planned(photo)], store=store, fonts=FONTS, now=time.time() + 2 * DAY) == 1
    assert stored(tmp_path) == set()


def test_an_output_file_can_be_placed_twice(tmp_path: Path) -> None:
    store = Store(tmp_path / "cache")
    store.put("ab" * 32, b"bytes")
    for _ in range(2):
        store.place("ab" * 32, tmp_path / "out/a.jpg")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.jpg"]
    assert store.get("ab" * 32) == b"bytes"
