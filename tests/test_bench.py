"""`tasks.py bench`: the contents it measures with, and the tables it prints."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kiezgroessen.model.parts import Channel
from kiezgroessen.problems import as_text
from kiezgroessen.reading import read
from kiezgroessen.shell import bench, bench_encoders, bench_photos, bench_prints
from kiezgroessen.shell.bench import with_section
from kiezgroessen.shell.bench_content import DAY, write

ROWS = [
    bench.Row(31, 46, "kalt", bench.Cost(8.5, 10.25, 96.0), bench.Cost(0.9, 1.0, 46.4), 9.44),
    bench.Row(2000, 2506, "warm", bench.Cost(31.0, 33.0, 310.0), bench.Cost(20.5, 21.0, 150.0), 1.51),
]


def every_file(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_contents_are_in_order_and_the_same_every_time(tmp_path: Path) -> None:
    count = write(40, tmp_path / "a", tmp_path / "stock")
    assert write(40, tmp_path / "b", tmp_path / "stock-again") == count
    assert every_file(tmp_path / "a") == every_file(tmp_path / "b")
    reading = read(tmp_path / "a", dt.date.fromisoformat(DAY))
    assert as_text(reading.problems) == ""
    assert reading.kiez is not None
    assert len(reading.kiez.active) == 40


def test_both_programs_get_the_same_texts(tmp_path: Path) -> None:
    count = write(12, tmp_path / "ours", tmp_path / "stock")
    bodies = [text.split(b"\n\n", 1)[1] for name, text in every_file(tmp_path / "ours").items() if name.endswith(".md")]
    stock = every_file(tmp_path / "stock")
    assert len(stock) == count
    assert sorted(text.split(b"\n\n", 1)[1] for text in stock.values()) == sorted(bodies)
    businesses = [text for text in stock.values() if b"Category: Betriebe" in text]
    assert all(110 <= len(text.split(b"\n\n", 1)[1].split()) <= 160 for text in businesses)


def test_the_table_is_in_columns_and_german() -> None:
    head, rule, *lines = bench.as_text(ROWS).split("\n\n")[0].splitlines()
    assert len({len(head), len(rule), *map(len, lines)}) == 1
    assert re.split(r"\s{2,}", lines[0].strip()) == ["31", "46", "kalt", "Kiezgrößen", "8,50", "10,25", "96", "9,44"]


def test_the_report_names_the_command_beside_the_figures() -> None:
    report = bench.as_report(ROWS, "31,2000")
    assert "`python3 tasks.py bench --sizes 31,2000`" in report
    assert "| 2000 | 2506 | warm | Kiezgrößen | 31.00 | 33.00 | 310 | 1.51 |" in report
    assert "| 31 | 46 | cold | Pelican | 0.90 | 1.00 | 46 | 1.00 |" in report


@pytest.mark.parametrize("sizes", ["", "viele", "31,", "0", "-3", "5000"])
def test_a_size_that_is_none_is_refused_before_anything_is_measured(
    sizes: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench.main(sizes=sizes, root=tmp_path) == 1
    assert "bench --sizes 31,585" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_fails_gives_no_figure(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="kein Wort"):
        bench._cost(["-c", "raise SystemExit('kein Wort')"], tmp_path)
    cost = bench._cost(["-c", "print(sum(range(10)))"], tmp_path)
    assert cost.cpu > 0
    assert 1 < cost.memory < 1000  # megabytes; what the test program itself takes may be counted in


PHOTOS = [
    bench_photos.Row("Kiezgrößen", "kalt", 20.0, 40.0, 300.0, 50, 330.0, 0.948),
    bench_photos.Row("sharp", "kalt", 25.0, 50.0, 200.0, 50, 320.0, 0.945),
]


def test_photos_stand_in_a_section_of_their_own() -> None:
    """Measuring photos leaves the texts' figures alone, and its own old ones go."""
    texts = bench.as_report(ROWS, "31,2000")
    once = with_section(texts, bench_photos.as_section(PHOTOS, 50))
    assert once.startswith(texts.rstrip())
    assert "| Kiezgrößen | cold | 20.00 | 40.00 | 0.800 | 300 | 330 | 0.9480 |" in once
    assert "CPU to sharp's: 0.80; wall to CPU: 0.50." in once
    assert with_section(once, bench_photos.as_section(PHOTOS, 50)) == once
    assert "Rechenzeit zu sharp: 0,80" in bench_photos.as_text(PHOTOS)


KITS = bench_prints.Figures(
    (
        bench_prints.Row("kalt", 124.0, 70.5, 500.0, 124, 4000, 800.0),
        bench_prints.Row("warm", 2.5, 2.6, 110.0, 124, 4000, 800.0),
        bench_prints.Row("wieder kalt", 125.0, 70.0, 500.0, 124, 4000, 800.0),
    ),
    0,
    31.25,
)


def test_kits_stand_in_a_section_of_their_own_wherever_it_is() -> None:
    """Measuring kits leaves all other figures alone, also those behind its own."""
    report = bench.as_report(ROWS, "31,2000")
    once = with_section(report, bench_prints.as_section(KITS, 31))
    assert once.startswith(report.rstrip())
    assert "| cold | 124.00 | 70.50 | 1.000 | 500 | 4000 | 800 |" in once
    assert "every file has the same bytes" in once
    behind = once + bench_photos.as_section(PHOTOS, 50)
    assert with_section(behind, bench_prints.as_section(KITS, 31)) == behind
    before = with_section(with_section(report, bench_photos.as_section(PHOTOS, 50)), bench_prints.as_section(KITS, 31))
    assert with_section(before, bench_photos.as_section(PHOTOS, 50)) == before, "what stands behind it stays"
    changed = bench_prints.Figures(KITS.rows, 3, KITS.share)
    assert "3 files have other bytes" in bench_prints.as_section(changed, 31)
    assert "Ein Bild zum Teilen: 31,2 ms. Dateien des zweiten kalten Laufs: 3 anders." in bench_prints.as_text(changed)


def test_kits_are_measured_in_four_languages_with_portraits_for_everybody(tmp_path: Path) -> None:
    bench_prints.written(5, tmp_path / "site", Path(__file__).parents[1])
    reading = read(tmp_path / "site", dt.date.fromisoformat(DAY))
    assert as_text(reading.problems) == ""
    assert reading.kiez is not None
    for node in reading.kiez.active:
        assert sorted(node.text.entries) == ["ar", "de", "en", "tr"]
        assert Channel.PRINT in node.photos[0].channels


def test_likeness_is_one_for_the_same_and_falls_with_noise() -> None:
    from kiezgroessen.shell.bench_ssim import ssim  # noqa: PLC0415 - only who tests has numpy

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
    low, high = (bench_encoders.measure([confetti()], {"format": form, "quality": step}) for step in (40, 90))
    assert low.size < high.size
    assert low.luma < high.luma < 1
    # Both keep half the colour only, so this step does not show there; keeping all of it does.
    whole = bench_encoders.measure([confetti()], {"format": form, "quality": 90, "subsampling": "4:4:4"})
    assert high.colour < whole.colour - 0.1


def test_cost_is_the_mean_of_the_pictures_and_grey_has_no_colour_to_lose() -> None:
    how = {"format": "JPEG", "quality": 60}
    one, other = confetti(), confetti().rotate(180).resize((80, 60))
    both = bench_encoders.measure([one, other], how)
    each = [bench_encoders.measure([picture], how) for picture in (one, other)]
    assert both.size == pytest.approx(sum(cost.size for cost in each) / 2)
    assert both.luma == pytest.approx(sum(cost.luma for cost in each) / 2)
    assert bench_encoders.measure([one.convert("L")], how).colour == 1


def test_every_step_stands_in_columns_with_both_widths() -> None:
    costs = [bench_encoders.Cost(12.34, 45.6, 0.98765, 0.9), bench_encoders.Cost(1234.5, 123.4, 0.9, 1.0)]
    head, one, other = bench_encoders.as_text({"AVIF 64, Tempo 9": costs, "JPEG 80, 4:2:0": costs[::-1]}).splitlines()
    assert len(head) == len(one) == len(other)
    assert re.split(r"\s{2,}", one)[:5] == ["AVIF 64, Tempo 9", "12,3", "45,6", "0,9877", "0,9000"]
    assert re.split(r"\s{2,}", other)[:3] == ["JPEG 80, 4:2:0", "1234,5", "123,4"]


def test_a_folder_without_wide_photos_is_refused_before_anything_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    confetti().save(tmp_path / "klein.jpg")
    (tmp_path / "notiz.txt").write_text("kein Foto", "utf-8")
    assert bench_encoders.main(folder=str(tmp_path)) == 1
    assert "1200 Pixel" in capsys.readouterr().out
