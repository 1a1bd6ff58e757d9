"""`tasks.py bench`: what a build of texts costs, beside Hugo, Eleventy and stock Pelican, in the same run.

All get the same invented texts (`content`); Hugo and Eleventy also an equal theme (`rivals`). What counts is the ratio:
seconds say something only on a machine that has nothing else to do.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from types import MappingProxyType

from ..exits import FAILED, OK
from .content import LARGEST, invented
from .cost import Cost, measurable, middle
from .programs import HUGO, Program, written
from .report import Line, columns, markdown, put_section, typed

RUNS: Mapping[str, str] = MappingProxyType({"kalt": "cold", "ein Text": "one text", "nichts": "nothing"})
"""What has changed since the last build, in German and English."""
SIZES = "31,585,1000+1000,5000+5000"
SIZE = re.compile(r"([1-9][0-9]{0,4})(?:\+([1-9][0-9]{0,4}))?")

_HEAD = ("Texte", "geändert", "Programm", "Uhr", "Rechenzeit", "Speicher", "Uhr", "Rechenzeit", "Speicher")
_HEAD_ENGLISH = ("texts", "changed", "program", "wall s", "CPU s", "peak MB", "wall", "CPU", "memory")
_SECTION = "\n## Texts\n"


@dataclass(frozen=True, slots=True)
class Row:
    """One program's builds: medians; medians of the pairs' own ratios to Hugo (wall, CPU, memory), if it is there."""

    size: str
    run: str
    program: str
    cost: Cost
    ratios: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class Output:
    """How much a program made: pages of HTML, their megabytes, other files."""

    program: str
    pages: int
    size: float
    others: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All of one size; ``load`` is how many processes waited for a core when it began (`os.getloadavg`)."""

    rows: tuple[Row, ...]
    outputs: tuple[Output, ...]
    load: float


def main(*, sizes: str, root: Path) -> int:
    """Measures, prints, and rewrites the section of the report below ``root``. ``sizes``: ``585,1000+1000``."""
    found = sizes_of(sizes)
    if found is None or not measurable():
        print("Gemessen wird auf Linux, mit Größen wie: bench --sizes 31,585,1000+1000 (Betriebe, Aktionen)")
        return FAILED
    figures = []
    # Nothing is deleted between two sizes: see `Program.forget`.
    with tempfile.TemporaryDirectory(prefix="kiez-bench-") as name:
        for size, (count, actions) in found.items():
            print(f"{size} …", file=sys.stderr, flush=True)
            figures.append(measure(size, count, actions, rounds=3 if count <= 1000 else 1, folder=Path(name, size)))
    print(as_text(figures))
    put_section(root, as_section(figures, sizes))
    return OK


def sizes_of(text: str) -> dict[str, tuple[int, int | None]] | None:
    """Businesses and actions of every size in the text; nothing when one of them is none."""
    matches = {size: SIZE.fullmatch(size) for size in text.split(",")}
    found = {size: (int(one[1]), int(one[2]) if one[2] else None) for size, one in matches.items() if one}
    return found if len(found) == len(matches) and all(count <= LARGEST for count, _ in found.values()) else None


def measure(size: str, count: int, actions: int | None, *, rounds: int, folder: Path) -> Figures:
    """So many rounds, all programs in turn for each kind of build. Raises `RuntimeError` when one fails."""
    load = os.getloadavg()[0]
    texts = invented(count, actions)
    programs = written(texts, folder)
    slug = next(text.slug for text in texts if text.room == "betriebe")
    costs = [_round(programs, slug, folder / "attic", number) for number in range(rounds)]
    outputs = tuple(_output(program) for program in programs)
    return Figures(tuple(_rows(size, programs, costs)), outputs, load)


def _round(programs: Sequence[Program], slug: str, attic: Path, number: int) -> dict[tuple[str, str], Cost]:
    """By kind of build and program."""
    found = {}
    for run in RUNS:
        for program in programs:
            if run == "kalt":
                program.forget(attic)
            elif run == "ein Text":
                program.edit(slug, number)
            print(f"  {run}, {program.name} …", file=sys.stderr, flush=True)
            found[run, program.name] = program.build()
    return found


def _rows(size: str, programs: Sequence[Program], rounds: Sequence[Mapping[tuple[str, str], Cost]]) -> list[Row]:
    rows = []
    for run in RUNS:
        for program in programs:
            pairs = [(one[run, program.name], one.get((run, HUGO))) for one in rounds]
            ratios = [
                (mine.wall / hugo.wall, mine.cpu / hugo.cpu, mine.memory / hugo.memory) for mine, hugo in pairs if hugo
            ]
            middles = tuple(median(one[at] for one in ratios) for at in range(3)) if ratios else None
            rows.append(Row(size, run, program.name, middle([mine for mine, _ in pairs]), middles))  # type: ignore[arg-type]
    return rows


def _output(program: Program) -> Output:
    files = program.files()
    pages = [path.stat().st_size for path in files if path.suffix == ".html"]
    return Output(program.name, len(pages), sum(pages) / 1_000_000, len(files) - len(pages))


def _cells(row: Row) -> Line:
    ratios = [f"{ratio:.2f}" for ratio in row.ratios] if row.ratios else ["–"] * 3
    return (
        row.size,
        row.run,
        row.program,
        f"{row.cost.wall:.2f}",
        f"{row.cost.cpu:.2f}",
        f"{row.cost.memory:.0f}",
        *ratios,
    )


def as_text(figures: Sequence[Figures]) -> str:
    """The table for the terminal, German, in columns."""
    table = columns(_HEAD, [_cells(row) for one in figures for row in one.rows], left=3)
    return f"{table}\n\nSekunden und MB; die letzten drei: im Verhältnis zu Hugo."


def as_section(figures: Sequence[Figures], sizes: str) -> str:
    """The same as a section of the documentation."""
    lines = [_cells(row) for one in figures for row in one.rows]
    english = [(line[0], RUNS[line[1]], *line[2:]) for line in lines]
    outputs = [
        (row.size, out.program, str(out.pages), f"{out.size:.1f}", str(out.others))
        for one in figures
        for row in one.rows[:1]
        for out in one.outputs
    ]
    loads = ", ".join(f"{one.load:.1f}" for one in figures)
    return f"""{_SECTION}
Written by `{typed(f"--sizes {sizes}")}` on {os.cpu_count()} cores; load when each size began: {loads}.
Please do not edit by hand. The last three columns are ratios to Hugo in the same run.

{markdown(_HEAD_ENGLISH, english, left=3)}

What they made:

{markdown(("texts", "program", "pages", "MB", "other files"), outputs, left=2)}

- The texts are invented and the same for all: businesses of about 120 words, actions (one for every five businesses
  where no number stands behind the `+`), an institution for every twenty, three wishes each, six plain pages.
- *Kiezgrößen* is `tasks.py build` in a process of its own, without pictures: lock, reading, checking of the texts,
  names set to the width of their sheets, both directions of every link, manifest, exchange, copy of the sources. The
  look at the finished tree belongs to builds with pictures and is not in here.
- *Hugo* and *Eleventy* have an equal theme (`plugins/kiezgroessen/shell/bench/sites/`): the same pages and text files
  of about the same bytes, the same words, loops, cards and back-links. They check nothing and set names by their number
  of letters. *Pelican* is Pelican without this program, one plain article per text, its theme `simple`, its cache on:
  it makes fewer and smaller pages.
- *cold*: no cache and no output. *one text*: a sentence more in one business. *nothing*: the same build again.
- Wall and CPU seconds of the process and its children; memory is the greatest sum of the proportional set sizes of all
  of them. Medians of three rounds up to 1,000 businesses, otherwise one round; all programs in turn, each with nothing
  of the one before left to write.
"""
