"""`tasks.py bench --prints`: what whole kits cost, as ``tasks.py kit`` makes them: cold, warm, and cold once more.

The businesses are those of `content`, translated into four languages, with the portraits of the sample.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from ...dates import parse_day
from ...plan.share import SharePlan
from ...reading import read
from ...site import prepare
from .. import kit
from ..exits import FAILED, OK
from ..kit_folders import FOLDER
from .content import DAY, invented, portrait, write
from .cost import measurable, of_python
from .report import put_section

_HEAD = ("Lauf", "Rechenzeit", "Uhr", "je Satz Material", "Speicher", "Dateien", "MB")
_HEAD_ENGLISH = ("run", "CPU s", "wall s", "CPU s per kit", "peak MB", "files", "MB")
_RUNS: Mapping[str, str] = MappingProxyType({"kalt": "cold", "warm": "warm", "wieder kalt": "cold again"})
_SECTION = "\n## Kits\n"
_ADDRESS = "https://kiez.example"
_WARM_UP = 16
"""Share images before the clock is started: the fonts are open then, and the encoder has been used."""

_FUNDERS = "foerderer:\n  - name: Stiftung Maß\n    zeile: Gefördert durch die Stiftung Maß und Mitte (erfunden)\n"
_OTHERS: Mapping[str, tuple[str, str, str, str]] = MappingProxyType(
    {
        "tr": (
            "Bizde yer var, buyurun.",
            "Mahalle için iki kasa ekmek ve bir öğleden sonra",
            "gençlik kulübü için",
            "Dükkân yıllardır aynı sokakta. Her perşembe komşular uğrar, çay içilir, herkes bir şey getirir.",
        ),
        "en": (
            "We have some to spare, so we give it away.",
            "Two crates of bread and an afternoon for the neighbourhood",
            "for the youth club",
            "The shop has been in the same street for years. On Thursdays the neighbours come by and have some tea.",
        ),
        "ar": (
            "عندنا ما يكفي، فنشارك الجيران.",
            "صندوقان من الخبز وبعد ظهر كامل للحي",
            "لنادي الشباب",
            "المحل في الشارع نفسه منذ سنوات. كل خميس يمر الجيران ويشربون الشاي ويحضر كل واحد شيئا.",
        ),
    }
)
"""For each language beside German: a quotation, an offer, whom it is for, the text."""


@dataclass(frozen=True, slots=True)
class Row:
    """One run: seconds of all its processes, their greatest memory together in MB, and what came out."""

    run: str
    cpu: float
    wall: float
    memory: float
    kits: int
    files: int
    size: float


@dataclass(frozen=True, slots=True)
class Figures:
    """All runs, how many files of the second cold one are other bytes, and milliseconds of CPU for a share image."""

    rows: tuple[Row, ...]
    changed: int
    share: float


def main(*, count: int = 31, root: Path | None = None) -> int:
    """Measures, prints the table, and rewrites the section in ``docs/performance.md`` below ``root``."""
    root = root or Path.cwd()
    if not measurable() or not 0 < count <= 400:
        print("Material wird nur auf Linux gemessen, für 1 bis 400 Betriebe.")
        return FAILED
    figures = measure(count, root)
    print(as_text(figures))
    put_section(root, as_section(figures, count))
    return OK


def measure(count: int, root: Path) -> Figures:
    """Each run in a process of its own. Raises `RuntimeError` when one fails."""
    with tempfile.TemporaryDirectory(prefix="kiez-bench-") as name:
        folder = Path(name)
        site, made = folder / "site", folder / "site" / FOLDER
        written(count, site, root)
        rows: list[Row] = []
        first: dict[str, bytes] = {}
        files: dict[str, bytes] = {}
        for run in _RUNS:
            print(f"{run} …", file=sys.stderr, flush=True)
            if run != "warm":
                shutil.rmtree(site / "cache", ignore_errors=True)
                shutil.rmtree(made, ignore_errors=True)
            cost = of_python(["-m", __name__, "kits", str(site)], folder)
            files = _files(made)
            first = first or files
            kits = count * (1 + len(_OTHERS))
            size = sum(map(len, files.values())) / 1_000_000
            rows.append(Row(run, cost.cpu, cost.wall, cost.memory, kits, len(files), size))
        changed = sum(first.get(name) != files.get(name) for name in first.keys() | files.keys())
        of_python(["-m", __name__, "shares", str(site), str(folder / "shares")], folder)
        return Figures(tuple(rows), changed, float((folder / "shares").read_text("utf-8")))


def written(count: int, site: Path, root: Path) -> None:
    """Contents for ``count`` businesses in four languages, with portraits from the sample below ``root``."""
    write(invented(count), site)
    programme = site / "content/kiez.yaml"
    languages = ", ".join(("de", *_OTHERS))
    text = programme.read_text("utf-8").replace("sprachen: [de]\n", f"sprachen: [{languages}]\n", 1)
    programme.write_text(text + _FUNDERS, "utf-8")
    portraits = sorted((root / "profiles/betriebe").glob("*/portrait.png"))
    if not portraits:
        raise RuntimeError("the sample has no portraits")
    for number, profile in enumerate(sorted((site / "profiles/betriebe").glob("*/profil.md"))):
        _translated(profile)
        shutil.copy(portraits[number % len(portraits)], profile.parent / "portrait.png")


def _translated(profile: Path) -> None:
    """Adds a portrait with consent to a profile, and its translations beside it."""
    _, header, body = profile.read_text("utf-8").split("---\n", 2)
    picture = portrait("portrait.png", channels="web, social, presse, druck")
    profile.write_text(f"---\n{header}{picture}---\n{body}", "utf-8")
    (name,) = re.findall(r"(?m)^name: (.+)$", header)
    for lang, (quote, offer, whom, text) in _OTHERS.items():
        offers = "".join(
            f"  - kennung: {one}\n    text: {offer}\n    fuer: {whom}\n"
            for one in re.findall(r"kennung: (gabe-\d+)", header)
        )
        front = f"name: {name}\nzitat: {quote}\nangebote:\n{offers}fotos:\n  - alt: {quote}\n"
        profile.with_name(f"profil.{lang}.md").write_text(f"---\n{front}---\n\n{text}\n", "utf-8")


def _files(folder: Path) -> dict[str, bytes]:
    """What is handed over: all but the hidden notes, which say when it was made."""
    files = (path for path in folder.rglob("[!.]*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _shares(site: Path, root: Path) -> float:
    """Milliseconds of CPU for a share image in a process that has made some, photos and fonts included."""
    from ...make.share import Studio  # noqa: PLC0415 - the other runs must not pay for it

    reading = read(site, parse_day(DAY).first)
    if reading.kiez is None:
        raise RuntimeError("the contents are not in order")
    prepared, _ = prepare(reading.kiez, reading.typed, theme=root / "theme", site_url=_ADDRESS, cache=site / "cache")
    if prepared is None:
        raise RuntimeError("there is no site")
    plans = [plan for plan in prepared.media if isinstance(plan, SharePlan)]
    # As a build does it: those with the same photo follow each other.
    plans.sort(key=lambda plan: (plan.portrait.digest if plan.portrait else "", plan.name))
    studio = Studio(root / "theme/static/fonts")
    for plan in plans[:_WARM_UP]:
        studio.made(plan)
    started = time.process_time()
    for plan in plans[_WARM_UP:]:
        studio.made(plan)
    return 1000 * (time.process_time() - started) / len(plans[_WARM_UP:])


def _cells(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    return [
        (
            row.run,
            f"{row.cpu:.2f}",
            f"{row.wall:.2f}",
            f"{row.cpu / row.kits:.3f}",
            f"{row.memory:.0f}",
            str(row.files),
            f"{row.size:.0f}",
        )
        for row in rows
    ]


def as_text(figures: Figures) -> str:
    """The table for the terminal, German, in columns."""
    table = [_HEAD, *(tuple(cell.replace(".", ",") for cell in cells) for cells in _cells(figures.rows))]
    widths = [max(len(line[column]) for line in table) for column in range(len(_HEAD))]
    lines = [
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in table
    ]
    lines.insert(1, "-" * max(map(len, lines)))
    same = "alle gleich" if figures.changed == 0 else f"{figures.changed} anders"
    share = f"{figures.share:.1f}".replace(".", ",")
    return "\n".join([*lines, "", f"Ein Bild zum Teilen: {share} ms. Dateien des zweiten kalten Laufs: {same}."])


def as_section(figures: Figures, count: int) -> str:
    """The same as a section of the documentation."""
    table = [_HEAD_ENGLISH, ("---", *["---:"] * (len(_HEAD) - 1))]
    table += [(_RUNS[cells[0]], *cells[1:]) for cells in _cells(figures.rows)]
    lines = "\n".join(f"| {' | '.join(line)} |" for line in table)
    same = "every file has the same bytes" if figures.changed == 0 else f"{figures.changed} files have other bytes"
    return f"""{_SECTION}
Written by `python3 tasks.py bench --prints --count {count}` on {os.cpu_count()} cores. Please do not edit by hand.

{lines}

A share image: {figures.share:.1f} ms of CPU. Second cold run: {same}.

- {count} invented businesses with a portrait each, in {1 + len(_OTHERS)} languages, a kit in each of them, as
  `tasks.py kit` makes them: reading, planning, share images, sheets and their previews, codes, ZIPs.
- *CPU s*: user and system time of all processes. On a machine that others use, too, it is up to twice of what it is on
  a quiet one.
- *warm*: again, nothing changed: what depends on the same texts, photos and programs is not planned, and kits that lie
  there as they were handed out are not copied. Memory: all processes together, shared pages counted once.
- A share image: mean of all of the site, one after the other in one process, after {_WARM_UP} to warm up.
"""


if __name__ == "__main__":
    house = Path(__file__).resolve().parents[4]
    folder = Path(sys.argv[2])
    if sys.argv[1] == "shares":
        Path(sys.argv[3]).write_text(repr(_shares(folder, house)), "utf-8")
    else:
        sys.exit(kit.main(date=DAY, root=folder, site_url=_ADDRESS, workers=str(os.cpu_count() or 1)))
