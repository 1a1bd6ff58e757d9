"""The whole run: every string in every field and place, the jobs shared out among the processors."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from tests.support import browser as browsers
from tests.support.sites import GOOD, build_site, read_site

from kiezgroessen import equipment as whole
from kiezgroessen.make.fonts import subset_fonts
from kiezgroessen.make.store import Store
from kiezgroessen.problems import ContentError, as_text

from .arena import arena
from .corpora import OWN, Corpora
from .files import look_at
from .looked import Known
from .refused import refusals
from .sheets import set_all
from .site import BODY, Paper, kiez_papers, papers, write
from .strangers import headers, letters, names, photos, scratch
from .strike import guarded, learn, strike
from .verdict import Tally

ADDRESS = "https://kiez.example"
LANGUAGES = ("tr", "ar", "en", "leicht")
AT_ONCE = 40
"""Records of each kind in one site."""
ON_PAPER = 12
"""Of so many records one is also set on paper: every string stands on some sheet by then, in several fields."""
IN_KIEZ = 8
"""Of so many numbers one is a site of its own whose ``kiez.yaml`` is attacked."""
SECONDS_PER_TEXT = 5.0
_NOT_OPENED = ("stil/", "betriebe/gewerbe", "betriebe/angebot")
"""Lists that are hundreds and all of one template. The browser leaves them out, as it does the pages in the other
language and those with the material; the parser looks at all of them."""


@dataclass(frozen=True, slots=True)
class Job:
    """A part of the run: which kind of input, what is done with it, which numbers of the strings or files."""

    kind: str
    what: str
    numbers: tuple[int, ...]
    lang: str = "tr"


@dataclass(slots=True)
class Desk:
    """What a process needs for its jobs: the strings, a folder, a browser, and what harmless sites look like."""

    corpora: Corpora
    folder: Path
    browser: Browser
    known: dict[str, Known] = field(default_factory=dict)

    def knows(self, lang: str) -> Known:
        """What a harmless site in German and this language is made of."""
        if lang not in self.known:
            self.known[lang] = learn(self.folder / f"gut-{lang}/site", lang, self.build)
        return self.known[lang]

    def build(self, root: Path) -> Path:
        """The output, without pictures; fonts and colours come from the store of this process."""
        output = root.parent / "output"
        shutil.rmtree(output, ignore_errors=True)
        return build_site(
            root,
            output,
            KIEZ_PICTURES=False,
            KIEZ_CACHE=str(self.folder / "cache"),
            SITEURL=ADDRESS,
            FEED_DOMAIN=ADDRESS,
        )


def jobs(corpora: Corpora) -> Iterator[Job]:
    """All of them, the longest first."""
    if corpora.photos:
        yield Job("photos", "photos", tuple(range(len(corpora.photos))))
    yield Job("own", "everything", tuple(range(3)))
    for kind, texts in corpora.strings.items():
        batches = [tuple(range(start, min(start + AT_ONCE, len(texts)))) for start in range(0, len(texts), AT_ONCE)]
        for at, batch in enumerate(batches):
            lang = LANGUAGES[at % len(LANGUAGES)]
            yield Job(kind, "records", batch, lang)
            yield Job(kind, "kiez", batch[:: 1 if kind == "own" else IN_KIEZ], lang)
            yield Job(kind, "letters", batch)
            yield Job(kind, "sheets", batch[::ON_PAPER], lang)
            yield Job(kind, "names", batch[:: 1 if kind != "xss" else 4])
    if corpora.headers:
        yield Job("headers", "headers", tuple(range(len(corpora.headers))))


def do(desk: Desk, job: Job) -> Tally:
    """One job; what breaks down is taken apart until it is known what does it."""
    folder = desk.folder / "platz"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    texts = desk.corpora.strings.get(job.kind, OWN)
    root = folder / "site"
    if job.what == "records":
        return guarded(
            lambda numbers: papers(texts, numbers, job.lang), job.numbers, partial(_records, desk, root, job)
        )
    if job.what == "kiez":
        return sum((_kiez(desk, root, job, texts, number) for number in job.numbers), Tally())
    if job.what == "sheets":
        return _sheets(root, papers(texts, job.numbers, job.lang), folder)
    if job.what == "everything":
        return _everything(root, papers(texts, job.numbers, job.lang), folder)
    if job.what == "photos":
        return photos(desk.corpora.photos, folder, workers=1)
    shutil.copytree(GOOD, root)
    if job.what == "letters":
        return letters(texts, job.numbers, root)
    if job.what == "headers":
        return headers(desk.corpora.headers, root)
    return names([texts[number] for number in job.numbers], root)


def _records(desk: Desk, root: Path, job: Job, made: list[Paper]) -> Tally:
    known, started = desk.knows(job.lang), time.process_time()
    tally = strike(root, made, known, desk.build)
    if time.process_time() - started > SECONDS_PER_TEXT * len(made):
        tally.wrong("build", root.name, f"{time.process_time() - started:.0f} seconds for {len(made)} files")
    output = root.parent / "output"
    shown = [file.relative_to(output).as_posix() for file in sorted(output.rglob("*.html"))]
    shown = [name for name in shown if "material/" not in name and not name.startswith(_NOT_OPENED)]
    shown = [name for name in shown if not name.startswith(f"{job.lang}/")]
    for file in (*output.glob("*.css"), *output.glob("schrift/*.woff2")):
        file.unlink()  # how a page looks is nothing to an attack, and drawing it takes most of the time
    with arena(output, desk.browser) as visited:
        tally.armed("browser", f"{job.kind} {job.numbers[0]}", visited.visit(shown))
    tally.looked("browser", len(shown))
    return tally


def _kiez(desk: Desk, root: Path, job: Job, texts: Sequence[str], number: int) -> Tally:
    return guarded(
        lambda numbers: kiez_papers(texts, numbers[0], job.lang),
        [number],
        lambda made: strike(root, made, desk.knows(job.lang), desk.build),
    )


def settle(root: Path, made: list[Paper]) -> None:
    """Writes a site, without running texts, and withdraws what is refused until the rest can be built."""
    for paper in made:
        paper.withdraw(BODY)
    for _ in range(8):
        write(root, made)
        reading = read_site(root)
        if reading.kiez is not None:
            return
        refusals(reading.problems, made)
    raise RuntimeError("refused again and again")


def _sheets(root: Path, made: list[Paper], folder: Path) -> Tally:
    tally = Tally()
    settle(root, made)
    seen, unchanged, changed = set_all(root, made, folder / "druck")
    for one in seen:
        tally.looked(one.sink)
        tally.armed(one.sink, root.name, one.armed)
    tally.unchanged("Typst", unchanged)
    for sheet, text in changed:
        tally.wrong("Typst", sheet, f"changed: {text!r}")
    return tally


def _everything(root: Path, made: list[Paper], folder: Path) -> Tally:
    """The build as it is published, with its own checks: pictures, share images, sheets, archives."""
    tally = Tally()
    settle(root, made)
    output = build_site(root, folder / "output", KIEZ_KITS=True, SITEURL=ADDRESS, FEED_DOMAIN=ADDRESS)
    for file in sorted(output.rglob("*")):
        name = file.relative_to(output).as_posix()
        for seen in look_at(name, file.read_bytes()) if file.is_file() else ():
            tally.looked(seen.sink)
            tally.armed(seen.sink, name, seen.armed)
        if file.suffix == ".png" and "-qr-" in name:
            said = [code.text for code in zxingcpp.read_barcodes(Image.open(file))]
            tally.looked("QR codes")
            if len(said) != 1 or not said[0].startswith("https://kiez.example/"):
                tally.armed("QR codes", name, [f"leads to {said}"])
    return tally


def all_jobs(corpora: Corpora, *, workers: int, say: Callable[[str], None]) -> dict[str, Tally]:
    """Everything, by kind of input."""
    tallies: dict[str, Tally] = {}
    todo = list(jobs(corpora))
    context = multiprocessing.get_context("spawn")
    with scratch() as folder, context.Pool(workers, _begin, (corpora, folder)) as crew:
        for done, (job, tally) in enumerate(crew.imap_unordered(_do, todo), 1):
            tallies[job.kind] = tallies.get(job.kind, Tally()) + tally
            say(f"{done} von {len(todo)}: {job.kind}, {job.what}")
            for one in tally.findings:
                say(f"{one.column}: {one.place}: {one.where}: {one.what}")
    return {kind: tallies[kind] for kind in sorted(tallies)}


_DESK: list[Desk] = []


def _begin(corpora: Corpora, folder: str) -> None:
    own = Path(folder) / str(os.getpid())
    store = Store(own / "schrift")
    # Cutting fonts takes seconds and is no place where a text is shown.
    pytest.MonkeyPatch().setattr(whole, "subset_fonts", lambda place, *_: subset_fonts(place, {"latin": "Wort"}, store))
    # Daemons may have no children, and photos are looked at in some.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    # It ends with the process.
    _DESK.append(Desk(corpora, own, browsers.launch(sync_playwright().start())))


def _do(job: Job) -> tuple[Job, Tally]:
    try:
        return job, do(_DESK[0], job)
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is what is looked for
        tally = Tally()
        said = as_text(fault.problems) if isinstance(fault, ContentError) else traceback.format_exc()[-600:]
        tally.wrong("build", f"{job.what} {job.numbers[:1]}", said)
        return job, tally
