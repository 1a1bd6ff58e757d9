"""`tasks.py bench`: how long a build without pictures takes, beside Pelican without this program, in the same run.

Both get the same invented texts (`bench_content`). Stock Pelican makes plain articles of them with its own settings
and its theme ``simple``. What counts is the ratio: seconds say something only on a machine that has nothing else to do.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .bench_content import write
from .exits import FAILED, OK

REPORT = "docs/performance.md"
_HEAD = ("Betriebe", "Texte", "Lauf", "Programm", "Rechenzeit", "Uhr", "Speicher", "Verhältnis")
_HEAD_ENGLISH = ("businesses", "texts", "build", "program", "CPU s", "wall s", "peak MB", "CPU ratio")
_RUNS = ("kalt", "warm")
_RUNS_ENGLISH = {"kalt": "cold", "warm": "warm"}
_STOCK_CONF = """SITENAME = "Messung"
SITEURL = "https://kiez.example"
TIMEZONE = "Europe/Berlin"
DEFAULT_LANG = "de"
THEME = "simple"
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process used: CPU and wall clock seconds, greatest memory in MB."""

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True, slots=True)
class Row:
    """Two programs beside each other: medians of the paired runs, and the median of the runs' own CPU ratios."""

    businesses: int
    texts: int
    run: str
    ours: Cost
    stock: Cost
    ratio: float


def main(*, sizes: str = "31,585,2000", root: Path | None = None) -> int:
    """Measures, prints the table, and writes it to ``docs/performance.md`` below ``root``. ``sizes`` with commas."""
    root = root or Path.cwd()
    counts = [int(size) for size in sizes.split(",") if size.isdecimal() and 0 < int(size) <= 4000]
    if not hasattr(os, "wait4") or len(counts) != len(sizes.split(",")):
        print("Gemessen wird auf Linux und macOS, mit Größen von 1 bis 4000, zum Beispiel: bench --sizes 31,585")
        return FAILED
    rows: list[Row] = []
    for count in counts:
        print(f"{count} Betriebe …", file=sys.stderr, flush=True)
        rows += measure(count, runs=1 if count >= 1000 else 3)
    print(as_text(rows))
    # What is said of photos there is another command's.
    _, mark, others = (root / REPORT).read_text("utf-8").partition("\n## ")
    (root / REPORT).write_text(as_report(rows, sizes) + mark + others, "utf-8")
    print(f"\nAufgeschrieben in {REPORT}.")
    return OK


def with_section(report: str, section: str) -> str:
    """The report with this section, which begins with its heading, in place of the one it had, or at its end."""
    before, _, rest = report.partition(section[: section.index("\n", 1) + 1])
    _, mark, after = rest.partition("\n## ")
    return before.rstrip("\n") + "\n" + section + mark + after


def measure(count: int, *, runs: int) -> list[Row]:
    """Cold and warm builds of ``count`` businesses, both programs in turn. Raises `RuntimeError` when one fails."""
    with tempfile.TemporaryDirectory(prefix="kiez-bench-") as name:
        folder = Path(name)
        texts = write(count, folder / "ours", folder / "stock/content")
        (folder / "stock/conf.py").write_text(_STOCK_CONF, "utf-8")
        pairs = [(*_ours(folder, number), *_stock(folder, number)) for number in range(runs)]
    rows = []
    for at, run in enumerate(_RUNS):
        ours, stock = [pair[at] for pair in pairs], [pair[at + len(_RUNS)] for pair in pairs]
        ratio = median(one.cpu / other.cpu for one, other in zip(ours, stock, strict=True))
        rows.append(Row(count, texts, run, _middle(ours), _middle(stock), ratio))
    return rows


def _ours(folder: Path, number: int) -> list[Cost]:
    output, cache = folder / f"output-{number}", folder / f"cache-{number}"
    arguments = ["-m", "kiezgroessen.shell.bench_run", *map(str, (folder / "ours", output, cache))]
    return [_cost(arguments, folder) for _ in _RUNS]


def _stock(folder: Path, number: int) -> list[Cost]:
    conf, output = str(folder / "stock/conf.py"), str(folder / f"stock-output-{number}")
    cache = f"CACHE_PATH={str(folder / f'stock-cache-{number}')!r}".replace("'", '"')
    arguments = ["-m", "pelican", str(folder / "stock/content"), "-o", output, "-s", conf, "-q", "-e", cache]
    return [_cost(arguments, folder) for _ in _RUNS]


def _cost(arguments: Sequence[str], folder: Path) -> Cost:
    """Runs Python and waits for it. The kernel keeps the account of this one process."""
    with (folder / "heard").open("w+b") as heard:
        plugins = Path(__file__).resolve().parents[2]
        process = subprocess.Popen(
            [sys.executable, *arguments],
            stdout=heard,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONPATH": str(plugins), "PYTHONHASHSEED": "0"},
        )
        started = os.times().elapsed
        _, status, used = os.wait4(process.pid, 0)
        wall = os.times().elapsed - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            heard.seek(0)
            raise RuntimeError(heard.read().decode(errors="replace")[-2000:])
    unit = 1_000_000 if sys.platform == "darwin" else 1_000  # bytes there, kilobytes elsewhere
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / unit)


def _middle(costs: Sequence[Cost]) -> Cost:
    return Cost(
        median(cost.cpu for cost in costs), median(cost.wall for cost in costs), median(cost.memory for cost in costs)
    )


def _cells(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """A line for each program: the ratio stands with ours."""
    found: list[tuple[str, ...]] = []
    for row in rows:
        for program, cost, ratio in (("Kiezgrößen", row.ours, f"{row.ratio:.2f}"), ("Pelican", row.stock, "1.00")):
            figures = (f"{cost.cpu:.2f}", f"{cost.wall:.2f}", f"{cost.memory:.0f}", ratio)
            found.append((str(row.businesses), str(row.texts), row.run, program, *figures))
    return found


def as_text(rows: Sequence[Row]) -> str:
    """The table for the terminal, German, in columns."""
    figures = [tuple(cell.replace(".", ",") for cell in cells) for cells in _cells(rows)]
    table = [_HEAD, *figures]
    widths = [max(len(line[column]) for line in table) for column in range(len(_HEAD))]
    lines = []
    for line in table:
        cells = [
            cell.ljust(width) if column in {2, 3} else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "-" * max(map(len, lines)))
    return "\n".join([*lines, "", "Rechenzeit und Uhr in Sekunden, Speicher in MB; Verhältnis: Rechenzeit zu Pelican."])


def as_report(rows: Sequence[Row], sizes: str) -> str:
    """The same as a page of the documentation."""
    table = [_HEAD_ENGLISH, tuple("---" if at in {2, 3} else "---:" for at in range(len(_HEAD)))]
    table += [tuple(_RUNS_ENGLISH.get(cell, cell) for cell in cells) for cells in _cells(rows)]
    lines = "\n".join(f"| {' | '.join(line)} |" for line in table)
    return f"""# Performance

Written by `python3 tasks.py bench --sizes {sizes}` on 2 cores. Please do not edit by hand.

{lines}

- The texts are invented and the same for both programs: businesses of about 120 words, for every five of them an
  action, for every twenty an institution (a few more in small sites), six plain pages.
- *Pelican* is Pelican without this program: plain articles, its theme `simple`, its own settings, its cache on.
  It makes one page per text; *Kiezgrößen* also sets every name to the width of its sheet, links both ways, plans the
  share images and cuts the fonts down. Pictures are left out of both.
- *cold*: no cache. *warm*: the same build again with the cache of the first, nothing changed.
- Each build is a process of its own. From 1,000 businesses on there is one pair of runs; below, medians of three
  pairs, taken in turn. Compare the ratios: seconds depend on the machine and on what else it has to do.
"""
