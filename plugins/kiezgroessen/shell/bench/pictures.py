"""`tasks.py bench --pictures`: a whole site with a photo of everybody, cold, beside Hugo drawing the same pictures."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from ...plan.papers import PAPERS
from ..exits import FAILED, OK
from . import scenes
from .content import LARGEST, Text, invented, portrait, put
from .cost import Cost, measurable
from .programs import HOUSE, HUGO, Program, hugo, ours
from .report import Line, columns, markdown, put_section

_SCENES = 12
_KINDS = (".avif", ".jpg", ".png", ".svg")
_HEAD = ("Programm", "Uhr", "Rechenzeit", "Speicher", "AVIF", "JPEG", "PNG", "SVG", "MB", "Seiten")
_HEAD_ENGLISH = ("program", "wall s", "CPU s", "peak MB", "AVIF", "JPEG", "PNG", "SVG", "MB", "pages")
_SECTION = "\n## Pictures\n"


@dataclass(frozen=True, slots=True)
class Row:
    """One program's cold build: how many files of each kind of picture, their megabytes, and pages of HTML."""

    program: str
    cost: Cost
    files: tuple[int, ...]
    size: float
    pages: int


def main(*, count: int, root: Path) -> int:
    """Measures, prints, and rewrites the section of the report below ``root``."""
    if not measurable() or not 0 < count <= LARGEST:
        print("Bilder werden nur auf Linux gemessen.")
        return FAILED
    load = os.getloadavg()[0]
    rows = measure(count)
    print(as_text(rows))
    put_section(root, as_section(rows, count, load))
    return OK


def measure(count: int) -> list[Row]:
    """Both programs once, ours last. Raises `RuntimeError` when one fails."""
    with tempfile.TemporaryDirectory(prefix="kiez-bench-") as name:
        folder = Path(name)
        texts = [_with_portrait(text) for text in invented(count)]
        programs = []
        if other := hugo(texts, folder / "hugo"):
            _drawing(folder / "hugo")
            programs.append(other)
        programs.append(ours(texts, folder / "ours", pictures=True))
        print(f"{count} Fotos werden erfunden …", file=sys.stderr, flush=True)
        _photos([text.slug for text in texts if text.room == "betriebe"], folder, shared=bool(other))
        rows = []
        for program in programs:
            print(f"{program.name} …", file=sys.stderr, flush=True)
            rows.append(_row(program, program.build()))
    return rows


def _with_portrait(text: Text) -> Text:
    return replace(text, header=text.header + portrait("portrait.jpg")) if text.room == "betriebe" else text


def _drawing(folder: Path) -> None:
    """Has the site draw, and gives it what it draws with: a font, paper, and a folder of its own for every photo."""
    conf = folder / "hugo.yaml"
    put(conf, conf.read_text("utf-8").replace("bilder: false", "bilder: true"))
    shutil.copy(next((HOUSE / "theme/static/fonts/archivo").glob("*.ttf")), folder / "assets/archivo.ttf")
    (folder / "assets/papier").mkdir()
    names = ("rosa", "gelb", "blau", "gruen", "orange", "tuerkis", "flieder", "lachs")
    for paper, colour in zip(names, PAPERS.values(), strict=False):
        Image.new("RGB", (8, 8), colour).save(folder / f"assets/papier/{paper}.png")
    for page in (folder / "content/betriebe").glob("[!_]*.md"):
        page.with_suffix("").mkdir()
        page.rename(page.with_suffix("") / "index.md")


def _photos(slugs: Iterable[str], folder: Path, *, shared: bool) -> None:
    """A photo for each: some scenes, told apart by a comment, so that nobody finds out that they are the same."""
    scenes.write(_SCENES, folder / "scenes")
    bases = [path.read_bytes() for path in sorted((folder / "scenes").iterdir())]
    for number, slug in enumerate(slugs):
        comment = f"{number:06}".encode()
        base = bases[number % len(bases)]
        photo = folder / f"ours/profiles/betriebe/{slug}/portrait.jpg"
        photo.write_bytes(base[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + base[2:])
        if shared:
            (folder / f"hugo/content/betriebe/{slug}/portrait.jpg").hardlink_to(photo)


def _row(program: Program, cost: Cost) -> Row:
    files = program.files()
    pictures = [path for path in files if path.suffix in _KINDS]
    counts = tuple(sum(path.suffix == kind for path in pictures) for kind in _KINDS)
    size = sum(path.stat().st_size for path in pictures) / 1_000_000
    return Row(program.name, cost, counts, size, sum(path.suffix == ".html" for path in files))


def _cells(row: Row) -> Line:
    cost = row.cost
    figures = f"{cost.wall:.1f}", f"{cost.cpu:.1f}", f"{cost.memory:.0f}"
    return row.program, *figures, *map(str, row.files), f"{row.size:.0f}", str(row.pages)


def _ratio(rows: Sequence[Row]) -> tuple[float, float] | None:
    """Hugo's time to ours, by the clock and of the processor."""
    costs = {row.program: row.cost for row in rows}
    mine, other = rows[-1].cost, costs.get(HUGO)
    return (other.wall / mine.wall, other.cpu / mine.cpu) if other else None


def as_text(rows: Sequence[Row]) -> str:
    """The table for the terminal, German, in columns."""
    table = columns(_HEAD, [_cells(row) for row in rows], left=1)
    if (ratio := _ratio(rows)) is None:
        return table
    wall, cpu = (f"{one:.1f}".replace(".", ",") for one in ratio)
    return f"{table}\n\nHugo braucht {wall}-mal so lange, {cpu}-mal so viel Rechenzeit."


def as_section(rows: Sequence[Row], count: int, load: float) -> str:
    """The same as a section of the documentation."""
    ratio = _ratio(rows)
    said = f"\nHugo's time to ours: {ratio[0]:.1f} by the clock, {ratio[1]:.1f} of CPU.\n" if ratio else ""
    return f"""{_SECTION}
Written by `python3 tasks.py bench --pictures --count {count}` on {os.cpu_count()} cores, load {load:.1f}.
Please do not edit by hand.

{markdown(_HEAD_ENGLISH, [_cells(row) for row in rows], left=1)}
{said}
- {count} businesses with an invented photo of 12 megapixels each, an action for every five, institutions and wishes:
  the whole site, cold. *Kiezgrößen* is `tasks.py build` with everything, the look at the finished tree included.
- Both make portraits 420, 660, 780, 960 and 1200 px wide in AVIF (quality 64, speed 9), one JPEG of 780 px, and four
  shapes of every page to be shared, with name, fact and address, and the portrait of a business. Hugo draws from
  the portrait as it was cut once, with `images.Text` and `images.Overlay`; it makes no badges and no codes in SVG.
"""
