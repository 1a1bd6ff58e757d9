"""Random histories: edits in random order, after each step the site built on and built anew, which must be the same."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from . import edits_disk, edits_house, edits_people, edits_texts
from .edit import Edit
from .place import Place, differences, tree
from .start import start

EDITS: dict[str, Edit] = {
    edit.name: edit for edit in (*edits_texts.EDITS, *edits_people.EDITS, *edits_house.EDITS, *edits_disk.EDITS)
}
STEPS = 8
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - each run has a folder of its own in it
"""What is built here may be gone after a power cut. To flush it to a disk would take two thirds of the time, and
`test_faults.py` is about that."""
_MOST_TRIALS = 40
_ATTEMPTS = 20
"""How often an edit may look for something to do."""


@dataclass(frozen=True, slots=True)
class Draw:
    """An edit, and the number that all its chances come from: it does the same wherever it stands."""

    name: str
    seed: int


Steps: TypeAlias = tuple[tuple[Draw, ...], ...]


@dataclass(frozen=True, slots=True)
class History:
    """A site at the start and what happens to it, step by step."""

    seed: int
    languages: int
    pictures: bool
    steps: Steps


@dataclass(frozen=True, slots=True)
class Failure:
    """After which step of which history what was not as it should be, and what had been done."""

    history: History
    step: int
    told: tuple[tuple[str, ...], ...]
    found: tuple[str, ...]

    def __str__(self) -> str:
        head = f"Geschichte {self.history.seed}, Schritt {self.step} (mit {self.history.languages + 1} Sprachen"
        lines = [f"{head}, {'mit' if self.history.pictures else 'ohne'} Bilder):"]
        for number, done in enumerate(self.told):
            lines += [f"  {number}. {one}" for one in done or ("nichts geändert",)]
        more = [f"… und noch {len(self.found) - 1}."] if len(self.found) > 1 else []
        return "\n".join([*lines, *self.found[:1], *more])


def drawn(seed: int, *, steps: int = STEPS, pictures: bool | None = None) -> History:
    """The history of a number; the same number gives the same one. One in four is with pictures."""
    chance = random.Random(seed)  # noqa: S311 - it is to be the same each time
    shown = chance.random() < 0.25
    names, weights = list(EDITS), [edit.weight for edit in EDITS.values()]
    rows = []
    for _ in range(steps):
        many = chance.choices((0, 1, 2, 3), (1, 6, 4, 3))[0]
        rows.append(tuple(Draw(name, chance.randrange(10**9)) for name in chance.choices(names, weights, k=many)))
    return History(seed, chance.randint(0, 2), shown if pictures is None else pictures, tuple(rows))


def run(history: History, folder: Path, shared: Path, *, say: Callable[[str], None] = lambda _: None) -> Failure | None:
    """Lives through a history in an empty ``folder``; the first thing that is wrong, or ``None``.

    ``shared`` is a folder for stores that several histories may use (see `place`).
    """
    world = start(random.Random(history.seed), languages=history.languages)  # noqa: S311 - see above
    world.settings["KIEZ_PICTURES"] = history.pictures
    place = Place(folder, world, shared)
    told: list[tuple[str, ...]] = []
    for number, draws in enumerate(((), *history.steps)):
        before = place.world.copied()
        told.append(tuple(_done(draw, place) for draw in draws))
        say(f"Geschichte {history.seed}, Schritt {number}: {'; '.join(told[-1])}")
        found, sound = _compared(place)
        if not found and not sound:
            # What was broken is mended, and must not have left anything behind.
            place.world = before
            found, sound = _compared(place)
            say(f"Geschichte {history.seed}, Schritt {number}: gerichtet")
            if not found and not sound:
                found = ["Was vor diesem Schritt ohne Fehler war, hat jetzt welche."]
        if found:
            return Failure(history, number, tuple(told), tuple(found))
    return None


def _done(draw: Draw, place: Place) -> str:
    chance = random.Random(draw.seed)  # noqa: S311 - see above
    said = ""
    for _ in range(_ATTEMPTS):
        if said := EDITS[draw.name].do(chance, place):
            break
    place.settle()
    return f"{draw.name}: {said or 'nichts zu tun'}"


def _compared(place: Place) -> tuple[list[str], bool]:
    """What is different, and whether there were no errors in the contents."""
    place.settle()
    place.copy()
    before = tree(place.output)
    made = place.build()
    return differences(before, made, place.build_fresh()), made.code == 0


def shrunk(failure: Failure, lived: Callable[[History], Failure | None]) -> Failure:
    """A history with as few steps and edits as were found that still goes wrong; ``lived`` lives through one."""
    last = failure
    trials = 0
    for shorter in (_without_step, _without_edit):
        at = 0
        while trials < _MOST_TRIALS and (steps := shorter(last.history.steps[: last.step], at)) is not None:
            trials += 1
            found = lived(replace(last.history, steps=steps))
            if found is None:
                at += 1
            else:
                last = found
    return replace(last, history=replace(last.history, steps=last.history.steps[: last.step]))


def _without_step(steps: Steps, at: int) -> Steps | None:
    return (*steps[:at], *steps[at + 1 :]) if at < len(steps) else None


def _without_edit(steps: Steps, at: int) -> Steps | None:
    for number, draws in enumerate(steps):
        if at < len(draws):
            return (*steps[:number], (*draws[:at], *draws[at + 1 :]), *steps[number + 1 :])
        at -= len(draws)
    return None


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="kiezgeschichten-", dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
