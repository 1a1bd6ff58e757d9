"""`tasks.py bench --growth`: whether time and memory grow with the number of texts, and not faster."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..exits import FAILED, OK
from .content import invented
from .cost import Cost, measurable
from .programs import ours
from .report import Line, columns, markdown, put_section, typed
from .texts import RUNS, sizes_of

SIZES = "1000+1000,5000+5000,25000+25000"
_HEAD = ("Texte", "geändert", "Uhr", "Rechenzeit", "ms je Text", "Speicher", "KB je Text")
_HEAD_ENGLISH = ("texts", "changed", "wall s", "CPU s", "CPU ms per text", "peak MB", "KB per text")
_SECTION = "\n## Growth\n"


@dataclass(frozen=True, slots=True)
class Row:
    """One build of a site of ``texts`` files."""

    size: str
    texts: int
    run: str
    cost: Cost


def main(*, sizes: str, root: Path) -> int:
    """Measures, prints, and rewrites the section of the report below ``root``."""
    found = sizes_of(sizes)
    if found is None or not measurable():
        print(f"Gemessen wird auf Linux, mit Größen wie: bench --growth --sizes {SIZES}")
        return FAILED
    load = os.getloadavg()[0]
    # Nothing is deleted between two sizes: see `Program.forget`.
    with tempfile.TemporaryDirectory(prefix="kiez-bench-") as name:
        rows = [row for size, numbers in found.items() for row in measure(size, *numbers, folder=Path(name, size))]
    print(as_text(rows))
    put_section(root, as_section(rows, sizes, load))
    return OK


def measure(size: str, count: int, actions: int | None, *, folder: Path) -> list[Row]:
    """One build of each kind. Raises `RuntimeError` when one fails."""
    rows = []
    texts = invented(count, actions)
    program = ours(texts, folder)
    files = sum(text.path is not None for text in texts)
    for run in RUNS:
        print(f"{size}, {run} …", file=sys.stderr, flush=True)
        if run == "ein Text":
            program.edit(texts[0].slug, 0)
        rows.append(Row(size, files, run, program.build()))
    return rows


def _lines(rows: Sequence[Row]) -> list[Line]:
    """What starts the program costs the same at every size, so each is compared with the next smaller one."""
    before: dict[str, Row] = {}
    lines: list[Line] = []
    for row in rows:
        last, cost = before.get(row.run), row.cost
        texts = row.texts - (last.texts if last else 0)
        cpu, memory = (cost.cpu - last.cost.cpu, cost.memory - last.cost.memory) if last else (cost.cpu, cost.memory)
        each = f"{1000 * cpu / texts:.2f}", f"{1000 * memory / texts:.0f}"
        lines.append((row.size, row.run, f"{cost.wall:.2f}", f"{cost.cpu:.2f}", each[0], f"{cost.memory:.0f}", each[1]))
        before[row.run] = row
    return lines


def as_text(rows: Sequence[Row]) -> str:
    """The table for the terminal, German, in columns."""
    return columns(_HEAD, _lines(rows), left=2)


def as_section(rows: Sequence[Row], sizes: str, load: float) -> str:
    """The same as a section of the documentation."""
    lines = [(line[0], RUNS[line[1]], *line[2:]) for line in _lines(rows)]
    command = typed("--growth" if sizes == SIZES else f"--growth --sizes {sizes}")
    return f"""{_SECTION}
Written by `{command}` on {os.cpu_count()} cores, load {load:.1f}.
Please do not edit by hand.

{markdown(_HEAD_ENGLISH, lines, left=2)}

- Businesses + actions, and an institution for every twenty businesses; texts only, as above, one build of each kind.
- *Per text* is what lies between two sizes, divided by the texts that came in between; for the first size, all of it.
  What is linear costs as much per text in the last size as in the one before.
"""
