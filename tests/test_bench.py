"""`tasks.py bench`: the contents and programs it measures with, and the tables it prints."""

from __future__ import annotations

import datetime as dt
import html
import re
import runpy
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import yaml
from PIL import Image

from kiezgroessen.model.parts import Channel
from kiezgroessen.problems import as_text
from kiezgroessen.reading import read
from kiezgroessen.shell.bench import (
    content,
    encoders,
    fetched,
    growth,
    photos,
    pictures,
    prints,
    programs,
    rivals,
    texts,
)
from kiezgroessen.shell.bench.content import DAY, invented, write
from kiezgroessen.shell.bench.cost import Cost, cost, middle, of_python
from kiezgroessen.shell.bench.report import with_section

ROOT = Path(__file__).parents[1]
FIGURES = [
    texts.Figures(
        (
            texts.Row("31", "kalt", "Kiezgrößen", Cost(8.5, 10.25, 96.0), (1.5, 1.25, 0.5)),
            texts.Row("31", "kalt", "Pelican", Cost(0.9, 1.0, 46.4), None),
        ),
        (texts.Output("Kiezgrößen", 113, 1.25, 226),),
        0.5,
    )
]


def every_file(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def header(text: bytes) -> dict[str, object]:
    return dict(yaml.safe_load(text.decode().split("---\n")[1]))


def test_the_contents_are_in_order_and_the_same_every_time(tmp_path: Path) -> None:
    write(invented(40, 60), tmp_path / "a")
    write(invented(40, 60), tmp_path / "b")
    assert every_file(tmp_path / "a") == every_file(tmp_path / "b")
    reading = read(tmp_path / "a", dt.date.fromisoformat(DAY))
    assert as_text(reading.problems) == ""
    assert reading.kiez is not None
    assert len(reading.kiez.active) == 40
    assert len(reading.kiez.actions) == 60


def test_the_largest_contents_have_names_of_their_own_and_nobody_has_thousands_of_actions() -> None:
    made = invented(25_000, 25_000)
    assert len({text.title for text in made if text.room == "betriebe"}) == 25_000
    paths = [text.path for text in made if text.path]
    assert len(set(paths)) == len(paths) == 25_000 + 1_250 + 25_000 + 6
    for room, most in (("betriebe", 30), ("einrichtungen", 60)):
        actions = [text.header for text in made if text.room == "aktionen"]
        named = Counter(slug for one in actions for slug in yaml.safe_load(one.split(f"{room}: ")[1].split("\n")[0]))
        assert 1 < max(named.values()) <= most


def test_all_programs_get_the_same_texts(tmp_path: Path) -> None:
    made = invented(12, 20)
    write(made, tmp_path / "ours")
    rivals.hugo(made, tmp_path / "hugo", ROOT / "theme")
    rivals.eleventy(made, tmp_path / "eleventy", ROOT / "theme")
    rivals.pelican(made, tmp_path / "pelican")
    for text in made:
        ours = (tmp_path / "ours" / text.path).read_bytes() if text.path else None
        room = "" if text.room == "seiten" else f"{text.room}/"
        hugo = (tmp_path / f"hugo/content/{room}{text.slug}.md").read_bytes()
        assert (tmp_path / f"eleventy/content/{text.room}/{text.slug}.md").read_bytes() == hugo
        assert header(hugo)["title"] == text.title
        if ours:
            assert header(ours).items() <= header(hugo).items()
            assert ours.split(b"---\n", 2)[2] == hugo.split(b"---\n", 2)[2]
            assert (tmp_path / f"pelican/content/{text.slug}.md").read_text("utf-8").split("\n\n", 1)[1] == text.body
    businesses = [text.body for text in made if text.room == "betriebe"]
    assert all(110 <= len(body.split()) <= 160 for body in businesses)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, programs.Program]:
    """The same 140 texts, made by everybody with an equal theme."""
    found = programs.written(invented(70, 70), tmp_path_factory.mktemp("built"))
    assert [program.name for program in found] == ["Kiezgrößen", "Hugo", "Eleventy", "Pelican"]
    for program in found[:3]:
        program.build()
    return {program.name: program for program in found[:3]}


def pages(program: programs.Program) -> dict[str, str]:
    """What belongs to one business, action, institution or wish, by its path."""
    out = program.folder / program.made[0]
    names = ((path, path.relative_to(out).as_posix()) for path in program.files())
    wanted = re.compile(r"(betriebe|aktionen|einrichtungen|wunschbrett)/(?!seite/).+/.+\.(html|txt|ics)")
    return {name: path.read_text("utf-8") for path, name in names if wanted.fullmatch(name) and "/seite/" not in name}


@pytest.mark.parametrize("name", ["Hugo", "Eleventy"])
def test_the_others_make_the_same_files_of_about_the_same_bytes(built: dict[str, programs.Program], name: str) -> None:
    ours, theirs = pages(built["Kiezgrößen"]), pages(built[name])
    assert len(ours) > 70 * 10
    assert ours.keys() - theirs.keys() == set()
    for kind in (r"betriebe/[^/]+", r"betriebe/[^/]+/material", "aktionen/.+", "einrichtungen/.+", "wunschbrett/.+"):
        mine = [path for path in ours if re.fullmatch(rf"{kind}/index\.html", path)]
        size, other = (sum(len(of[path]) for path in mine) for of in (ours, theirs))
        assert 0.9 < other / size < 1.1, kind


@pytest.mark.parametrize("name", ["Hugo", "Eleventy"])
def test_the_others_have_the_same_words_and_links_both_ways(built: dict[str, programs.Program], name: str) -> None:
    def words(page: str) -> Counter[str]:
        return Counter(re.sub(r"<[^>]*>", " ", html.unescape(page.split("<main", 1)[-1])).split())

    ours, theirs = pages(built["Kiezgrößen"]), pages(built[name])
    texts_of = [path for path in ours if path.endswith("bildbeschreibung.txt")]
    assert [path for path in texts_of if ours[path].strip() != theirs[path].strip()] == []
    for path, page in ours.items():
        if path.endswith("/index.html"):
            missing = words(page) - words(theirs[path])
            assert missing.total() < 0.1 * words(page).total(), path
            links = [
                set(re.findall(r'href="(/(?:betriebe|aktionen|einrichtungen)/[^/"]+/)"', one))
                for one in (page, theirs[path])
            ]
            assert links[0] ^ links[1] <= {f"/{path.removesuffix('index.html')}"}, path  # a card may name its own page


def test_our_cold_build_finds_no_cache(tmp_path: Path) -> None:
    program = programs.ours(invented(3), tmp_path)
    assert runpy.run_path(str(tmp_path / "pelicanconf.py"))["KIEZ_CACHE"] == str(tmp_path / "cache")
    assert "cache" in program.made


@pytest.mark.parametrize("name", ["Kiezgrößen", "Hugo", "Eleventy"])
def test_a_cold_build_finds_nothing_and_an_edited_text_is_shown(
    built: dict[str, programs.Program], name: str, tmp_path: Path
) -> None:
    program = built[name]
    slug = next(path.split("/")[1] for path in pages(program) if path.endswith("/material/kurz.txt"))
    program.forget(tmp_path)
    assert program.files() == []
    program.edit(slug, 0)
    program.build()
    assert "Das war am 1. Tag." in pages(program)[f"betriebe/{slug}/index.html"]


def test_without_a_network_the_others_are_measured_and_who_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fetched, "hugo", lambda _house: None)
    monkeypatch.setattr(fetched, "eleventy", lambda _house: None)
    assert [program.name for program in programs.written(invented(3), tmp_path)] == ["Kiezgrößen", "Pelican"]
    said = capsys.readouterr().err
    assert "Hugo ist nicht da" in said
    assert "Eleventy ist nicht da" in said


def test_a_program_that_is_not_the_pinned_one_is_not_taken(tmp_path: Path) -> None:
    lock = (ROOT / "requirements/bench.txt").read_text("utf-8")
    content.put(tmp_path / "requirements/bench.txt", re.sub("sha256:.{8}", "sha256:00000000", lock))
    assert fetched.hugo(tmp_path) is None
    assert [path for path in (tmp_path / fetched.FOLDER).iterdir() if path.name.startswith("hugo")] == []


def test_the_table_is_in_columns_and_german() -> None:
    head, rule, *lines = texts.as_text(FIGURES).split("\n\n")[0].splitlines()
    assert len({len(head), len(rule), *map(len, lines)}) == 1
    assert re.split(r"\s{2,}", lines[0]) == ["31", "kalt", "Kiezgrößen", "10,25", "8,50", "96", "1,50", "1,25", "0,50"]
    assert lines[1].endswith("–")


def test_the_report_names_the_command_beside_the_figures() -> None:
    section = texts.as_section(FIGURES, "31,2000")
    assert "`python3 tasks.py bench --sizes 31,2000`" in section
    assert "| 31 | cold | Kiezgrößen | 10.25 | 8.50 | 96 | 1.50 | 1.25 | 0.50 |" in section
    assert "| 31 | cold | Pelican | 1.00 | 0.90 | 46 | – | – | – |" in section
    assert "| 31 | Kiezgrößen | 113 | 1.2 | 226 |" in section


def test_growth_is_what_lies_between_two_sizes() -> None:
    rows = [
        growth.Row("1", 100, "kalt", Cost(3.0, 3.0, 100.0)),
        growth.Row("2", 300, "kalt", Cost(5.0, 5.0, 140.0)),
        growth.Row("3", 500, "kalt", Cost(9.0, 9.0, 140.0)),
    ]
    section = growth.as_section(rows, "1,2,3", 0.1)
    assert "| 2 | cold | 5.00 | 5.00 | 10.00 | 140 | 200 |" in section
    assert "| 3 | cold | 9.00 | 9.00 | 20.00 | 140 | 0 |" in section


@pytest.mark.parametrize("sizes", ["", "viele", "31,", "0", "-3", "31+", "+31", "40000"])
@pytest.mark.parametrize("command", [texts.main, growth.main])
def test_a_size_that_is_none_is_refused_before_anything_is_measured(
    command: object, sizes: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(command)
    assert command(sizes=sizes, root=tmp_path) == 1
    assert "--sizes" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_fails_gives_no_figure(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="kein Wort"):
        of_python(["-c", "raise SystemExit('kein Wort')"], tmp_path)


def test_the_processes_of_a_program_are_counted_together_and_their_shared_pages_once(tmp_path: Path) -> None:
    script = (
        "import os, time\n"
        "held = bytearray(os.urandom(1000)) * 100_000\n"
        "child = os.fork()\n"
        "own = bytearray(os.urandom(1000)) * 50_000\n"
        "sum(range(3_000_000)); time.sleep(1)\n"
        "if child: os.wait()\n"
    )
    used = cost([sys.executable, "-c", script], tmp_path)
    assert 195 < used.memory < 260  # 100 held by both, 50 each of their own, two Pythons
    assert used.wall > 1
    assert used.cpu > 0


def test_nobody_waits_for_what_another_program_has_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = tmp_path / "started"
    found: list[bool] = []
    monkeypatch.setattr("os.sync", lambda: found.append(started.exists()))
    cost([sys.executable, "-c", f"open({str(started)!r}, 'w')"], tmp_path)
    assert started.exists()
    assert found == [False]


def test_medians_are_taken_one_by_one() -> None:
    assert middle([Cost(1, 9, 5), Cost(2, 8, 6), Cost(3, 7, 4)]) == Cost(2, 8, 5)


def test_pictures_stand_in_a_section_of_their_own_with_the_ratio() -> None:
    rows = [
        pictures.Row("Hugo", Cost(300.0, 200.0, 900.0), (50, 160, 10, 1), 42.0, 65),
        pictures.Row("Kiezgrößen", Cost(50.0, 25.0, 300.0), (50, 150, 30, 30), 28.0, 67),
    ]
    section = pictures.as_section(rows, 10, 0.5)
    assert "| Kiezgrößen | 25.0 | 50.0 | 300 | 50 | 150 | 30 | 30 | 28 | 67 |" in section
    assert "Hugo's time to ours: 8.0 by the clock, 6.0 of CPU." in section
    assert "8,0-mal so lange" in pictures.as_text(rows)
    assert "Hugo's time" not in pictures.as_section(rows[1:], 10, 0.5)


PHOTOS = [
    photos.Row("Kiezgrößen", "kalt", 20.0, 40.0, 300.0, 50, 330.0, 0.948),
    photos.Row("sharp", "kalt", 25.0, 50.0, 200.0, 50, 320.0, 0.945),
]


def test_photos_stand_in_a_section_of_their_own() -> None:
    """Measuring photos leaves the texts' figures alone, and its own old ones go."""
    whole = "# Performance\n" + texts.as_section(FIGURES, "31,2000")
    once = with_section(whole, photos.as_section(PHOTOS, 50))
    assert once.startswith(whole.rstrip())
    assert "| Kiezgrößen | cold | 20.00 | 40.00 | 0.800 | 300 | 330 | 0.9480 |" in once
    assert "CPU to sharp's: 0.80; wall to CPU: 0.50." in once
    assert with_section(once, photos.as_section(PHOTOS, 50)) == once
    assert "Rechenzeit zu sharp: 0,80" in photos.as_text(PHOTOS)


KITS = prints.Figures(
    (
        prints.Row("kalt", 124.0, 70.5, 500.0, 124, 4000, 800.0),
        prints.Row("warm", 2.5, 2.6, 110.0, 124, 4000, 800.0),
        prints.Row("wieder kalt", 125.0, 70.0, 500.0, 124, 4000, 800.0),
    ),
    0,
    31.25,
)


def test_kits_stand_in_a_section_of_their_own_wherever_it_is() -> None:
    """Measuring kits leaves all other figures alone, also those behind its own."""
    report = "# Performance\n" + texts.as_section(FIGURES, "31,2000")
    once = with_section(report, prints.as_section(KITS, 31))
    assert once.startswith(report.rstrip())
    assert "| cold | 124.00 | 70.50 | 1.000 | 500 | 4000 | 800 |" in once
    assert "every file has the same bytes" in once
    behind = once + photos.as_section(PHOTOS, 50)
    assert with_section(behind, prints.as_section(KITS, 31)) == behind
    before = with_section(with_section(report, photos.as_section(PHOTOS, 50)), prints.as_section(KITS, 31))
    assert with_section(before, photos.as_section(PHOTOS, 50)) == before, "what stands behind it stays"
    changed = prints.Figures(KITS.rows, 3, KITS.share)
    assert "3 files have other bytes" in prints.as_section(changed, 31)
    assert "Ein Bild zum Teilen: 31,2 ms. Dateien des zweiten kalten Laufs: 3 anders." in prints.as_text(changed)


def test_kits_are_measured_in_four_languages_with_portraits_for_everybody(tmp_path: Path) -> None:
    prints.written(5, tmp_path / "site", Path(__file__).parents[1])
    reading = read(tmp_path / "site", dt.date.fromisoformat(DAY))
    assert as_text(reading.problems) == ""
    assert reading.kiez is not None
    for node in reading.kiez.active:
        assert sorted(node.text.entries) == ["ar", "de", "en", "tr"]
        assert Channel.PRINT in node.photos[0].channels


def test_likeness_is_one_for_the_same_and_falls_with_noise() -> None:
    from kiezgroessen.shell.bench.ssim import ssim  # noqa: PLC0415 - only who tests has numpy

    plane = np.add.outer(np.arange(64), np.arange(48)).astype(np.float32)
    noise = np.random.default_rng(1).normal(0, 1, plane.shape).astype(np.float32)
    assert ssim(plane, plane) == pytest.approx(1)
    assert 1 > ssim(plane, plane + noise) > ssim(plane, plane + 20 * noise) > 0
    # A flat step in brightness: only the first factor counts, (2ab + C1) / (a² + b² + C1).
    flat = np.full((32, 32), 100, np.float32)
    assert ssim(flat, flat + 20) == pytest.approx((2 * 100 * 120 + 6.5025) / (100**2 + 120**2 + 6.5025), rel=1e-4)


def confetti() -> Image.Image:
    """As many colours as pixels: nothing an encoder could do without loss."""
    dice = np.random.default_rng(7)
    return Image.fromarray(dice.integers(0, 256, (48, 64, 3), dtype=np.uint8))


@pytest.mark.parametrize("form", ["AVIF", "JPEG"])
def test_a_higher_step_is_bigger_and_more_like_the_photo(form: str) -> None:
    low, high = (encoders.measure([confetti()], {"format": form, "quality": step}) for step in (40, 90))
    assert low.size < high.size
    assert low.luma < high.luma < 1
    # Both keep half the colour only, so this step does not show there; keeping all of it does.
    whole = encoders.measure([confetti()], {"format": form, "quality": 90, "subsampling": "4:4:4"})
    assert high.colour < whole.colour - 0.1


def test_cost_is_the_mean_of_the_pictures_and_grey_has_no_colour_to_lose() -> None:
    how = {"format": "JPEG", "quality": 60}
    one, other = confetti(), confetti().rotate(180).resize((80, 60))
    both = encoders.measure([one, other], how)
    each = [encoders.measure([picture], how) for picture in (one, other)]
    assert both.size == pytest.approx(sum(cost.size for cost in each) / 2)
    assert both.luma == pytest.approx(sum(cost.luma for cost in each) / 2)
    assert encoders.measure([one.convert("L")], how).colour == 1


def test_every_step_stands_in_columns_with_both_widths() -> None:
    costs = [encoders.Cost(12.34, 45.6, 0.98765, 0.9), encoders.Cost(1234.5, 123.4, 0.9, 1.0)]
    head, one, other = encoders.as_text({"AVIF 64, Tempo 9": costs, "JPEG 80, 4:2:0": costs[::-1]}).splitlines()
    assert len(head) == len(one) == len(other)
    assert re.split(r"\s{2,}", one)[:5] == ["AVIF 64, Tempo 9", "12,3", "45,6", "0,9877", "0,9000"]
    assert re.split(r"\s{2,}", other)[:3] == ["JPEG 80, 4:2:0", "1234,5", "123,4"]


def test_a_folder_without_wide_photos_is_refused_before_anything_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    confetti().save(tmp_path / "klein.jpg")
    (tmp_path / "notiz.txt").write_text("kein Foto", "utf-8")
    assert encoders.main(folder=str(tmp_path)) == 1
    assert "1200 Pixel" in capsys.readouterr().out
