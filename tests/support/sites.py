"""The small real sites below ``tests/sites``: copied, changed, built."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from tests.support.once import once

from kiezgroessen.dates import parse_day
from kiezgroessen.link.kiez import Kiez
from kiezgroessen.problems import as_text
from kiezgroessen.reading import Reading, read
from kiezgroessen.shell.build import build

HERE = Path(__file__).parent.parent
SITES = HERE / "sites"
GOOD = SITES / "gut-klein"
TODAY = "2026-11-22"
"""The day the test sites are built for."""


def good_site(tmp_path: Path) -> Path:
    """A fresh copy of the good site, to be changed at will."""
    root = tmp_path / "site"
    shutil.copytree(GOOD, root)
    return root


def own_store(root: Path, **settings: object) -> Path:
    """Gives a site settings of its own: else its builds share a store with those of other tests, at the same time.

    Others, ``THEME`` for example, stand below those.
    """
    text = f"""from runpy import run_path
globals().update(run_path({str(HERE.parent)!r} + '/pelicanconf.py'))
KIEZ_ROOT, KIEZ_CACHE = {str(root)!r}, {str(root)!r} + '/cache'
"""
    more = "".join(f"{name} = {value!r}\n" for name, value in settings.items())
    return put_file(root, "pelicanconf.py", text + more)


def put_file(root: Path, path: str, text: str | bytes) -> Path:
    """Writes one file of a site, with its folders."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def replace_in(root: Path, path: str, old: str, new: str) -> None:
    """Changes one place of a file; an error when it is not there exactly once, so that no test changes nothing."""
    file = root / path
    text = file.read_text("utf-8")
    assert text.count(old) == 1, f"{path} has {old!r} {text.count(old)} times"
    file.write_text(text.replace(old, new), "utf-8")


def read_site(root: Path, day: str = TODAY) -> Reading:
    """What the pure stages make of the site on a day."""
    return read(root, parse_day(day).first)


def report(root: Path, day: str = TODAY) -> str:
    """The German report, as ``check`` prints it."""
    return as_text(read_site(root, day).problems)


def kiez_of(root: Path, day: str = TODAY) -> Kiez:
    """The linked Kiez of a site without errors."""
    reading = read_site(root, day)
    assert reading.kiez is not None, as_text(reading.problems)
    return reading.kiez


def build_site(root: Path, output: Path | None = None, day: str = TODAY, **settings: Any) -> Path:
    """Builds the site without worker processes; gives the output folder. ``settings`` are Pelican's."""
    output = output or root.parent / "output"
    fast = {"KIEZ_DATE": day, "KIEZ_WORKERS": 1, "KIEZ_CACHE": str(root.parent / "cache")}
    # A build forgets the pictures that it does not show; another one with the same store may be about to place them.
    shared = Path(settings["KIEZ_CACHE"]) if "KIEZ_CACHE" in settings else None
    with FileLock(shared / "tests.lock") if shared else nullcontext():
        build(root, output, "pelicanconf.py", fast | settings)
    return output


def tree(folder: Path) -> dict[str, tuple[str, int]]:
    """Every file below a folder: its SHA-256 and its time stamp in nanoseconds."""
    return {
        file.relative_to(folder).as_posix(): (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns)
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder and its bytes."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


@contextmanager
def untouched(folder: Path) -> Iterator[None]:
    """Fails when a byte, a time stamp or a name below the folder, or a name beside it, is different afterwards."""
    before, beside = tree(folder), sorted(file.name for file in folder.parent.iterdir())
    assert before, f"{folder} is empty: nothing could be lost"
    yield
    assert tree(folder) == before
    assert sorted(file.name for file in folder.parent.iterdir()) == beside


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`built` as a fixture; import it where it is used."""
    return built(tmp_path_factory)


def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of the good site, built once for the whole run; only to be read."""
    # A fixture that is imported counts as one per module; the folder is what makes it one per run.
    return once(tmp_path_factory.getbasetemp(), "gut-klein", lambda folder: build_site(good_site(folder)))
