"""`tasks.py teeth`: every defence is switched off once, to see that the tests notice.

In scratch copies of the repository, so that neither what one works on nor what is published is ever without a defence.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from queue import SimpleQueue
from types import MappingProxyType
from typing import Literal, TypeAlias

from ..problems import ContentError, as_text, nearest
from . import teeth_run
from .exits import FAILED, OK
from .teeth_run import run_tests
from .teeth_table import FOLDER, Tooth, complaints, load

AT_ONCE = 2
"""Copies in which tests run at the same time; many of them start processes of their own."""
LIMIT = 600.0
"""Seconds for the tests of one defence, many times what the slowest need."""
LIMIT_FOR_ALL = 1800.0
"""Seconds for all tests that are named, once."""

Verdict: TypeAlias = teeth_run.Verdict | Literal["red"]
_SAID: Mapping[Verdict, str] = MappingProxyType(
    {
        "noticed": "bemerkt von {}",
        "unnoticed": "NIEMAND MERKT ES",
        "broken": "DIE ÄNDERUNG MACHT DAS PROGRAMM KAPUTT: {}",
        "endless": "DIE TESTS ENDEN NICHT",
        "red": "SCHON OHNE ÄNDERUNG NICHT BESTANDEN: {}",
    }
)


@dataclass(frozen=True, slots=True)
class Bite:
    """What became of a defence that was switched off: who noticed, or else what went wrong; how long it took."""

    tooth: Tooth
    verdict: Verdict
    by: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.tooth.name:<36} {self.seconds:5.1f} s  {_SAID[self.verdict].format(self.by)}"


def main(root: Path, *, names: Sequence[str] = ()) -> int:
    """Tries all defences, or those that are named, and prints who noticed; 0 when somebody noticed each of them."""
    try:
        teeth = load(root)
    except ContentError as exc:
        print(as_text(exc.problems))
        return FAILED
    known = {tooth.name: tooth for tooth in teeth}
    if unknown := [name for name in names if name not in known]:
        guess = nearest(unknown[0], known)
        print(f"»{unknown[0]}« steht nicht in {FOLDER}/" + (f" – meinten Sie »{guess}«?" if guess else "."))
        return FAILED
    chosen = [known[name] for name in names] or teeth
    if rotten := complaints(root, chosen):
        print("\n".join(rotten))
        return FAILED
    started = time.monotonic()
    bites = []
    for bite in tried(root, chosen):
        print(bite, flush=True)
        bites.append(bite)
    noticed = sum(bite.verdict == "noticed" for bite in bites)
    print(f"\n{noticed} von {len(bites)} bemerkt, in {time.monotonic() - started:.0f} Sekunden.")
    return OK if noticed == len(bites) else FAILED


def tried(root: Path, teeth: Sequence[Tooth], limit: float = LIMIT) -> Iterator[Bite]:
    """What became of each, in the order given; first all tests once with nothing changed."""
    with tempfile.TemporaryDirectory(prefix="kiez-zaehne-") as folder:
        # Servers that tests start run as others, and have to reach what is theirs below it.
        Path(folder).chmod(0o711)
        copies: SimpleQueue[Path] = SimpleQueue()
        first = _copied(root, Path(folder) / "0")
        for number in range(1, AT_ONCE):
            copies.put(Path(shutil.copytree(first, Path(folder) / str(number) / root.name, symlinks=True)))
        copies.put(first)
        tests = sorted({test for tooth in teeth for test in tooth.noticed})
        before = run_tests(first, tests, LIMIT_FOR_ALL, "--numprocesses", "auto")

        def one(tooth: Tooth) -> Bite:
            reds = [f"{test} ({why})" for test in tooth.noticed if (why := before.wrong_with(test))]
            if reds:
                return Bite(tooth, "red", reds[0], 0.0)
            copy, started = copies.get(), time.monotonic()
            try:
                return _bitten(copy, tooth, limit, started)
            finally:
                copies.put(copy)

        with ThreadPoolExecutor(AT_ONCE) as threads:
            yield from threads.map(one, teeth)


def _bitten(copy: Path, tooth: Tooth, limit: float, started: float) -> Bite:
    file = copy / tooth.file
    whole = file.read_text("utf-8")
    file.write_text(tooth.edited(whole), "utf-8")
    try:
        ran = run_tests(copy, tooth.noticed, limit, "--maxfail=1")
    finally:
        file.write_text(whole, "utf-8")
    verdict, by = ran.verdict()
    return Bite(tooth, verdict, by, time.monotonic() - started)


def _copied(root: Path, folder: Path) -> Path:
    """A copy of all that Git would keep, with the same environment and what lies beside the repository for tests."""
    copy = Path(shutil.copytree(root, folder / root.name, symlinks=True, ignore=_ignored(root)))
    for there, here in ((root / ".venv", copy / ".venv"), (root.parent / "shared", folder / "shared")):
        if there.exists():
            here.symlink_to(there.resolve(), target_is_directory=True)
    # Prepared once, and by what is in a file instead of when it was changed: edits follow each other within a second.
    prepare = ["-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "."]
    subprocess.run([sys.executable, *prepare], cwd=copy, check=False, capture_output=True)
    return copy


def _ignored(root: Path) -> Callable[[str, list[str]], set[str]]:
    """What the plain patterns of ``.gitignore`` name, for `shutil.copytree`; one that ends in / means folders only."""
    file = root / ".gitignore"
    patterns = [".git", *(file.read_text("utf-8").split() if file.is_file() else ())]

    def leave(folder: str, names: list[str]) -> set[str]:
        slashed = {name: f"{name}/" if (Path(folder) / name).is_dir() else name for name in names}
        return {
            name
            for name, path in slashed.items()
            if any(fnmatchcase(name, one) or fnmatchcase(path, one) for one in patterns)
        }

    return leave
