"""A finished tree that is as it should be, and the same tree with one fault in it."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support.once import once
from tests.support.sites import build_site, read_site

from kiezgroessen.check.expected import Expected, expected_of
from kiezgroessen.check.output import looked_through
from kiezgroessen.make.store import Store
from kiezgroessen.problems import Problem, as_text
from kiezgroessen.site import prepare
from kiezgroessen.write.manifest import MANIFEST

THEME = Path(__file__).parents[2] / "theme"
SITE = "http://localhost:8000"


@dataclass(frozen=True)
class Finished:
    """The site at ``root``, as it is before it is swapped in at ``output``."""

    root: Path
    output: Path
    expected: Expected

    def problems(self) -> list[Problem]:
        """What the checks say."""
        return looked_through(self.output, self.expected, Store(self.output.parent / "geprueft"))[0]

    def said(self) -> list[tuple[str, str]]:
        """The same as (file, message)."""
        return [(problem.path, problem.message) for problem in self.problems()]

    def put(self, name: str, data: str | bytes) -> None:
        """Writes a file of the tree."""
        (self.output / name).parent.mkdir(parents=True, exist_ok=True)
        (self.output / name).write_bytes(data.encode() if isinstance(data, str) else data)

    def change(self, name: str, old: str, new: str) -> None:
        """Changes the first such place of a file; an error where there is none, so that no test changes nothing."""
        text = (self.output / name).read_text("utf-8")
        assert old in text, f"{name} has no {old!r}"
        self.put(name, text.replace(old, new, 1))


def expected_for(root: Path, cache: Path, site_url: str = SITE, *, full_kits: bool = False) -> Expected:
    """What the finished tree of a site has to be."""
    reading = read_site(root)
    assert reading.kiez is not None, as_text(reading.problems)
    site, problems = prepare(
        reading.kiez, reading.typed, theme=THEME, site_url=site_url, cache=cache, workers=1, full_kits=full_kits
    )
    assert site is not None, as_text(problems)
    store = Store(cache / "geprueft")
    return expected_of(site, reading.kiez, reading.documents, store, site_url=site_url, root=root, theme=THEME)


def copied(made: Path, folder: Path, expected: Expected) -> Finished:
    """A copy of a built output, to be changed at will: as it was before its manifest was written."""
    output = folder / "fertig"
    shutil.copytree(made, output)
    (output / MANIFEST).unlink()
    return Finished(made.parent / "site", output, expected)


def good_tree(factory: pytest.TempPathFactory, folder: Path, name: str, make: Callable[[Path], Path]) -> Finished:
    """The finished tree of the site that ``make`` writes, built once per run below ``name``; a copy in ``folder``."""

    def build(place: Path) -> None:
        root = make(place)
        build_site(root, place / "fertig")
        (place / "erwartet").write_bytes(pickle.dumps(expected_for(root, place / "cache")))
        (place / "fertig").rename(place / "output")

    made = once(factory.getbasetemp(), f"{name}-fertig", build)
    return copied(made, folder, pickle.loads((made.parent / "erwartet").read_bytes()))  # noqa: S301 - written above
