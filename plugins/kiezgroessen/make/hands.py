"""The other end: a parcel of jobs is worked on another computer, with its own fonts, within the limits of ours.

Pictures must be the same whoever makes them. So everything that bytes depend on is compared before each parcel: the
code, Python and the kind of computer, Pillow with the libraries in it, the typesetter, fonts and layouts.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import platform
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from .. import pool
from .jobs import Answer, Photos, Room, Work, worked
from .paperfonts import FOLDER, paper_fonts
from .store import installed
from .tables import clear

_PACKAGE = Path(__file__).resolve().parents[1]
HOUSE = _PACKAGE.parents[1]
"""The checkout that this code lies in, with its theme; below its ``cache`` tables are laid."""
_PACKAGES = ("typst", "segno", "fonttools", "uharfbuzz", "pillow-heif")
_INSIDE_PILLOW = (
    *("jpg", "libjpeg_turbo", "mozjpeg", "avif", "webp", "zlib", "zlib_ng"),
    *("freetype2", "harfbuzz", "raqm", "fribidi", "littlecms2"),
)

Here: TypeAlias = Mapping[str, str]
"""What bytes depend on, by German names for people."""
Sent: TypeAlias = tuple[Callable[[Any, Room, Photos], Answer], Any, tuple[str, ...], pool.Limits]


@dataclass(frozen=True, slots=True)
class Parcel:
    """Jobs that travel: what to call, with what, the digests of the photos it takes, its limits; and those photos.

    ``here`` is what the bytes have to depend on.
    """

    jobs: tuple[Sent, ...]
    photos: Photos
    here: Here


@dataclass(frozen=True, slots=True)
class Reply:
    """For each job what was made, ``None`` where something was in the way; or what ``differs`` here, and nothing."""

    made: tuple[tuple[tuple[str, bytes], ...] | None, ...] = ()
    differs: tuple[str, ...] = ()


def here(theme: Path | None = None) -> Here:
    """What bytes depend on, on this computer; ``theme`` is by default that of the checkout."""
    theme = theme or HOUSE / "theme"
    return {
        "Programm": _digest(_PACKAGE, "*.py"),
        "Python": platform.python_version(),
        "Rechnerart": f"{platform.system()} {platform.machine()}",
        "Pillow": _pillow(),
        **{name: installed(name) for name in _PACKAGES},
        "Schriften": _digest(theme / "static/fonts", "*"),
        "Vorlagen": _digest(theme / "print", "*"),
    }


def differences(one: Here, other: Here) -> tuple[str, ...]:
    """The names of all that is not the same."""
    return tuple(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def answered(parcel: Parcel) -> Reply:
    """Work a parcel. Runs in a thread or process of whoever offers to help; photos stay in memory.

    Jobs run in a process of their own within their limits: a decoder that eats a worker costs its photo. It is a
    program of its own that starts that process, since Dask's workers are not allowed to have children.
    """
    if differs := differences(here(), parcel.here):
        return Reply(differs=tuple(sorted(differs)))
    # Nobody builds here, so nobody else clears up after a process that was killed: a portrait may lie on its table.
    clear(HOUSE / "cache")
    theme = HOUSE / "theme"
    fonts = theme / "static/fonts"
    room = Room(fonts, theme / "print", paper_fonts(fonts, HOUSE / "cache" / FOLDER))
    works = [((make, what, room), _of(parcel.photos, digests), limits) for make, what, digests, limits in parcel.jobs]
    ended = subprocess.run(
        [sys.executable, "-m", f"{__package__}.hands"],
        input=pickle.dumps(works),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(_PACKAGE.parent), os.environ.get("PYTHONPATH", "")])},
        timeout=sum(limits.wall for *_, limits in parcel.jobs) + 60,
        check=False,
    )
    if ended.returncode:
        return Reply(tuple(None for _ in parcel.jobs))
    return Reply(pickle.loads(ended.stdout))  # noqa: S301 - from a process of our own


def _of(photos: Photos, digests: tuple[str, ...]) -> Photos:
    return {digest: photos[digest] for digest in digests}


def _worked(job: tuple[Work, Photos]) -> Answer:
    return worked(*job)


def main() -> None:
    """What the program between does: jobs from standard input, what was made to standard output."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is printed is not the answer
    works: list[tuple[Work, Photos, pool.Limits]] = pickle.load(sys.stdin.buffer)  # noqa: S301 - from `answered`
    made: list[tuple[tuple[str, bytes], ...] | None] = [None] * len(works)
    jobs, limits = [(work, photos) for work, photos, _ in works], [one for *_, one in works]
    for number, result in pool.stream(_worked, jobs, workers=1, limits=limits):
        if isinstance(result, Answer) and not result.problems:
            made[number] = result.made
    with out:
        out.write(pickle.dumps(tuple(made)))


def _pillow() -> str:
    from PIL import __version__, features  # noqa: PLC0415 - builds that send nothing do not load it

    return ", ".join([__version__, *(f"{name} {features.version(name)}" for name in _INSIDE_PILLOW)])


def _digest(folder: Path, pattern: str) -> str:
    total = hashlib.sha256()
    files = (path for path in folder.rglob(pattern) if path.is_file() and "__pycache__" not in path.parts)
    for path in sorted(files, key=lambda path: path.relative_to(folder).as_posix()):
        total.update(path.relative_to(folder).as_posix().encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


if __name__ == "__main__":
    main()
