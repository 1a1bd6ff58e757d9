"""`tasks.py bench --latency`: from a saved file to new pixels in the browser, while ``tasks.py serve`` runs.

The clock runs from the end of writing the file to the frame after the one that shows it, in a real browser.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from ..exits import FAILED, OK
from .content import DAY, invented, portrait, write
from .report import columns, markdown, put_section

if TYPE_CHECKING:
    from playwright.sync_api import Page

_HEAD = ("Gespeichert", "Male", "Median ms", "95 % ms", "höchstens ms")
_HEAD_ENGLISH = ("saved", "times", "median ms", "95 % ms", "most ms")
_SECTION = "\n## Saved file to new pixels\n"
_OFTEN, _SELDOM = 30, 6
"""Times: what editors save all day, and what is changed once a month."""
_PAUSE = 1.5
"""Seconds between two savings."""
_PORT = 18800
_SERVE = """
import sys
from pathlib import Path
from kiezgroessen.shell import serve
sys.exit(serve.main(port=int(sys.argv[2]), date=sys.argv[3], root=Path(sys.argv[1])))
"""
_SEEN = """(wanted) => new Promise((done) => {
  const seen = wanted.style
    ? () => getComputedStyle(document.documentElement).getPropertyValue('--messung').trim() === wanted.word
    : () => document.body.textContent.includes(wanted.word);
  const look = () => seen() ? requestAnimationFrame(() => done(Date.now())) : requestAnimationFrame(look);
  look();
})"""


@dataclass(frozen=True, slots=True)
class Edit:
    """A file that is saved with a ``word`` in it, and the page on which the word then stands; ``style``: in its CSS."""

    name: str
    english: str
    file: str
    page: str
    saved: Callable[[str, str], str]
    times: int = _OFTEN
    style: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """What was saved, and how many milliseconds each time took."""

    edit: Edit
    taken: tuple[float, ...]

    @property
    def figures(self) -> tuple[str, ...]:
        """Times, median, 95 %, most."""
        most = quantiles(self.taken, n=20, method="inclusive")[-1]
        return tuple(f"{one:.0f}" for one in (len(self.taken), median(self.taken), most, max(self.taken)))


def main(*, count: int = 585, root: Path | None = None) -> int:
    """Measures, prints the table, and rewrites the section in ``docs/performance.md`` below ``root``."""
    root = root or Path.cwd()
    if not Path("/proc/self/stat").exists() or not 0 < count <= 4000:
        print("Gemessen wird auf Linux, mit 1 bis 4000 Betrieben.")
        return FAILED
    rows = measure(count, root)
    print(as_text(rows))
    put_section(root, as_section(rows, count))
    return OK


def measure(count: int, root: Path) -> list[Row]:
    """All edits, one kind after the other. Raises `RuntimeError` where the preview does not start."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only who measures has it

    with tempfile.TemporaryDirectory(prefix="kiez-bench-") as name:
        site = Path(name) / "site"
        slug = written(count, site, root)
        print(f"{count} Betriebe mit Porträt: die Vorschau wird gebaut …", file=sys.stderr, flush=True)
        with _serving(site) as address, sync_playwright() as playwright:
            program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
            # Its sandbox refuses root, whom containers run as; it shows nothing but our own pages.
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            rows = [_row(page, address, site, edit) for edit in edits(slug)]
            browser.close()
        return rows


def written(count: int, site: Path, root: Path) -> str:
    """Contents for ``count`` businesses, each with a portrait, and a theme of their own; gives one of the folders."""
    write(invented(count), site)
    shutil.copytree(root / "theme", site / "theme")
    shutil.copy(root / "pelicanconf.py", site)
    programme = site / "content/kiez.yaml"
    programme.write_text(programme.read_text("utf-8").replace("sprachen: [de]\n", "sprachen: [de, tr]\n", 1), "utf-8")
    portraits = sorted((root / "profiles/betriebe").glob("*/portrait.png"))
    profiles = sorted((site / "profiles/betriebe").glob("*/profil.md"))
    for number, profile in enumerate(profiles):
        _, header, body = profile.read_text("utf-8").split("---\n", 2)
        profile.write_text(f"---\n{header}{portrait('portrait.png')}---\n{body}", "utf-8")
        shutil.copy(portraits[number % len(portraits)], profile.parent)
    return profiles[count // 2].parent.name


def edits(slug: str) -> Sequence[Edit]:
    """What is saved while somebody looks at the page of one business."""
    profile, page = f"profiles/betriebe/{slug}/profil.md", f"betriebe/{slug}/"

    def after(start: str) -> Callable[[str, str], str]:
        return lambda text, word: re.sub(f"(?m){start}", lambda found: f"{found[0]}{word} ", text, count=1)

    return (
        Edit("Text eines Betriebs", "text of a business", profile, page, lambda text, word: f"{text}\n{word}\n"),
        Edit("sein Name", "its name", profile, page, after("^name: ")),
        Edit("ein Angebot", "an offer", profile, page, after("^    text: ")),
        Edit("kiez.yaml", "kiez.yaml", "content/kiez.yaml", page, after("^name: "), _SELDOM),
        Edit(
            "eine Vorlage",
            "a template",
            "theme/templates/business.html",
            page,
            lambda text, word: text.replace("{% block main %}", f"{{% block main %}}<p>{word}</p>", 1),
            _SELDOM,
        ),
        Edit(
            "eine CSS-Regel",
            "a CSS rule",
            "theme/css/tokens.css",
            page,
            lambda text, word: f"{text}\n:root{{--messung:{word}}}\n",
            _SELDOM,
            style=True,
        ),
        Edit(
            "ein übersetztes Wort",
            "a translated word",
            "theme/strings/tr.po",
            f"tr/{page}",
            lambda text, word: re.sub(r'(msgid "Zum Inhalt"\nmsgstr ")', lambda found: f"{found[0]}{word} ", text),
            _SELDOM,
        ),
    )


def _row(page: Page, address: str, site: Path, edit: Edit) -> Row:
    print(f"{edit.name} …", file=sys.stderr, flush=True)
    file = site / edit.file
    before = file.read_text("utf-8")
    page.goto(f"{address}/{edit.page}")
    page.wait_for_timeout(1000 * _PAUSE)
    taken = []
    for number in range(edit.times):
        word = f"Messung{number}"
        page.evaluate(f"(wanted) => {{ window.seen = ({_SEEN})(wanted); }}", {"word": word, "style": edit.style})
        file.write_text(edit.saved(before, word), "utf-8")
        saved = time.time()
        taken.append(page.evaluate("window.seen") - 1000 * saved)
        page.wait_for_timeout(1000 * _PAUSE)
    file.write_text(before, "utf-8")
    page.wait_for_timeout(4000 * _PAUSE)
    return Row(edit, tuple(taken))


@contextmanager
def _serving(site: Path) -> Iterator[str]:
    """``tasks.py serve`` of a site, when it has nothing to do any more; gives its address."""
    plugins = str(Path(__file__).resolve().parents[3])
    with (site.parent / "heard").open("w+b") as heard:
        process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, str(site), str(_PORT), DAY],
            stdout=heard,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONPATH": plugins, "PYTHONIOENCODING": "utf-8"},
        )
        try:
            quiet, used, found = 0, 0.0, None
            while quiet < 5 or found is None:
                time.sleep(1)
                if process.poll() is not None:
                    heard.seek(0)
                    raise RuntimeError(heard.read().decode(errors="replace")[-2000:])
                text = (site.parent / "heard").read_text("utf-8", "replace")
                found = re.search(r"http://localhost:\d+", text)
                now = _seconds(process.pid)
                quiet = quiet + 1 if found and now - used < 0.1 else 0
                used = now
            yield found[0]
        finally:
            process.terminate()
            process.wait()


def _seconds(pid: int) -> float:
    """CPU seconds of a process and its children, those that have ended included."""
    try:
        cells = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    own = sum(int(cell) for cell in cells[11:15]) / os.sysconf("SC_CLK_TCK")
    return own + sum(_seconds(int(child)) for child in children)


def as_text(rows: Sequence[Row]) -> str:
    """The table for the terminal, German, in columns."""
    return columns(_HEAD, [(row.edit.name, *row.figures) for row in rows], left=1)


def as_section(rows: Sequence[Row], count: int) -> str:
    """The same as a section of the documentation."""
    lines = markdown(_HEAD_ENGLISH, [(row.edit.english, *row.figures) for row in rows], left=1)
    return f"""{_SECTION}
Written by `python3 tasks.py bench --latency --count {count}` on {os.cpu_count()} cores. Please do not edit by hand.

{lines}

- {count} invented businesses with a portrait each, in two languages; `serve` runs, the page of one business is open in
  headless Chromium, 1280 px wide.
- From the end of writing the file to the frame after the one that shows what was written. Something is saved every
  {_PAUSE} seconds: what other pages show of it may still be in the making, and is put off.
"""
