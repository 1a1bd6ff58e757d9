"""The programs that build the invented site, each in a folder of its own, and what a build of theirs costs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from . import content, fetched, rivals
from .content import Text
from .cost import Cost, cost

OURS, HUGO, ELEVENTY, PELICAN = "Kiezgrößen", "Hugo", "Eleventy", "Pelican"
HOUSE = Path(__file__).resolve().parents[4]
"""The folder of this repository."""

_MISSING = "{} ist nicht da und lässt sich nicht holen: Gemessen wird ohne."
_CONF = """import runpy
globals().update({{name: value for name, value in runpy.run_path({conf!r}).items() if name.isupper()}})
KIEZ_PICTURES = {pictures}
KIEZ_CACHE = {cache!r}
"""
"""The house's own cache would make every build a warm one."""


@dataclass(frozen=True, slots=True)
class Program:
    """``made`` are the folders that a build leaves in ``folder``; ``texts`` is where the texts of a business lie."""

    name: str
    folder: Path
    command: tuple[str, ...]
    texts: str
    made: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)

    def build(self) -> Cost:
        """One build. Raises `RuntimeError` when it fails."""
        return cost(self.command, self.folder, also=self.environment)

    def forget(self, attic: Path) -> None:
        """As if it had never been built. Moved, not deleted: a disk that has just deleted much is slow for a while.

        ext4 uses none of the places of files that were deleted in the last five minutes, and looks at each: making
        51,000 files after deleting as many took 39 seconds, and 1.4 a quarter of an hour later (measured).
        """
        for number, name in enumerate(self.made):
            if (made := self.folder / name).exists():
                attic.mkdir(parents=True, exist_ok=True)
                made.rename(attic / f"{self.name}-{number}-{len(list(attic.iterdir()))}")

    def edit(self, slug: str, number: int) -> None:
        """Adds a sentence to the text of one business."""
        path = self.folder / self.texts.format(slug=slug)
        path.write_text(f"{path.read_text('utf-8').rstrip()} Das war am {number + 1}. Tag.\n", "utf-8")

    def files(self) -> list[Path]:
        """What the last build made."""
        return [path for path in (self.folder / self.made[0]).rglob("*") if path.is_file()]


def ours(texts: Sequence[Text], folder: Path, *, pictures: bool = False) -> Program:
    """This program as whoever types ``tasks.py build`` gets it."""
    content.write(texts, folder)
    conf = _CONF.format(conf=str(HOUSE / "pelicanconf.py"), pictures=pictures, cache=str(folder / "cache"))
    content.put(folder / "pelicanconf.py", conf)
    command = (sys.executable, "-m", "kiezgroessen.shell.bench.run")
    environment = {"PYTHONPATH": str(HOUSE / "plugins")}
    return Program(OURS, folder, command, "profiles/betriebe/{slug}/profil.md", ("output", "cache"), environment)


def hugo(texts: Sequence[Text], folder: Path) -> Program | None:
    """Hugo, or nothing but a line in German where it cannot be had."""
    if (binary := fetched.hugo(HOUSE)) is None:
        print(_MISSING.format(HUGO), file=sys.stderr)
        return None
    rivals.hugo(texts, folder, HOUSE / "theme")
    return Program(HUGO, folder, (str(binary), "--quiet"), "content/betriebe/{slug}.md", ("public", "resources"))


def eleventy(texts: Sequence[Text], folder: Path) -> Program | None:
    """Eleventy, likewise."""
    if (command := fetched.eleventy(HOUSE)) is None:
        print(_MISSING.format(ELEVENTY), file=sys.stderr)
        return None
    rivals.eleventy(texts, folder, HOUSE / "theme")
    return Program(ELEVENTY, folder, (*command, "--quiet"), "content/betriebe/{slug}.md", ("public",))


def pelican(texts: Sequence[Text], folder: Path) -> Program:
    """Pelican without this program."""
    rivals.pelican(texts, folder)
    command = (sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "-q")
    return Program(PELICAN, folder, command, "content/{slug}.md", ("output", "cache"))


def written(texts: Sequence[Text], folder: Path) -> list[Program]:
    """Every program that can be had, ours first."""
    others = hugo(texts, folder / "hugo"), eleventy(texts, folder / "eleventy"), pelican(texts, folder / "pelican")
    return [ours(texts, folder / "ours"), *(one for one in others if one)]
