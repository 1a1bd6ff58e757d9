"""A site that is built on, over what was there and with all that is remembered, is the one that is built anew."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.histories.history import EDITS, Draw, Failure, History, Steps, drawn, run, scratch, shrunk
from tests.histories.place import Place
from tests.histories.start import start
from tests.histories.world import CONF
from tests.support.once import of_run

from kiezgroessen.shell import build


@pytest.fixture
def lived(tmp_path_factory: pytest.TempPathFactory) -> Callable[[History], Failure | None]:
    """Lives through a history."""
    shared = of_run(tmp_path_factory.getbasetemp()) / "geschichten" / tmp_path_factory.getbasetemp().name

    def live(history: History) -> Failure | None:
        with scratch() as folder:
            return run(history, folder, shared, say=print)

    return live


@pytest.mark.parametrize("seed", range(3))
def test_built_on_is_as_good_as_built_anew(seed: int, lived: Callable[[History], Failure | None]) -> None:
    """More of them: `tasks.py histories`."""
    failure = lived(drawn(seed, steps=6, pictures=False))
    assert failure is None, str(failure)


def test_with_pictures_and_everything_looked_through_as_well(lived: Callable[[History], Failure | None]) -> None:
    failure = lived(drawn(3, steps=4, pictures=True))
    assert failure is None, str(failure)


def test_a_number_is_a_history() -> None:
    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)


@pytest.mark.parametrize("name", EDITS)
def test_every_edit_finds_something_to_do(name: str, tmp_path: Path) -> None:
    place = Place(tmp_path, start(random.Random(1), languages=2), tmp_path / "stores")  # noqa: S311 - nothing secret
    for folder in (place.output, place.cache / "namen"):
        (folder / "ab").mkdir(parents=True)
        (folder / "ab/cd.html").write_text("etwas")
    before = seen(tmp_path)
    chance = random.Random(2)  # noqa: S311 - nothing secret
    assert any(EDITS[name].do(chance, place) for _ in range(20))
    place.settle()
    assert seen(tmp_path) != before or name in {"target", "day"}, "these two have no file"


def seen(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_mode, path.read_bytes()) for path in files}


# Below: what an incremental build could do wrong, done on purpose.


def one(*names: str, seed: int = 5) -> History:
    """A history in which these things happen, one a step."""
    return History(1, 1, pictures=False, steps=tuple((Draw(name, seed),) for name in names))


def without(*starts: str) -> Callable[[str], bool]:
    return lambda path: not path.startswith(starts)


BLIND: dict[str, tuple[Callable[[str], bool], str]] = {
    "texts": (without("profiles/", "content/seiten", "content/meldungen", "content/kampagnen"), "word"),
    "words of the interface": (without("theme/strings"), "words"),
    "templates": (without("theme/templates", "theme/components"), "template"),
    "style sheets": (lambda path: not path.endswith((".css", ".svg", ".js")), "style"),
    "the Kiez": (without("content/kiez"), "kiez"),
    "settings": (without(CONF), "settings"),
    "names": (lambda _: True, "renamed"),
}


@pytest.mark.parametrize("blind", BLIND)
def test_a_build_that_does_not_see_a_change_is_found_out(
    blind: str, monkeypatch: pytest.MonkeyPatch, lived: Callable[[History], Failure | None]
) -> None:
    sees, edit = BLIND[blind]
    keeps_if_same(monkeypatch, lambda root: digest(root, sees, named=blind != "names"))
    failure = lived(one(edit))
    assert failure is not None
    assert failure.step == 1


def test_a_build_that_trusts_sizes_and_times_is_found_out(
    monkeypatch: pytest.MonkeyPatch, lived: Callable[[History], Failure | None]
) -> None:
    def stats(root: Path) -> str:
        return repr([(path, (root / path).stat().st_size, (root / path).stat().st_mtime_ns) for path in paths(root)])

    keeps_if_same(monkeypatch, stats)
    failure = lived(one("secretly"))
    assert failure is not None


def test_a_build_that_forgets_the_day_is_found_out(
    monkeypatch: pytest.MonkeyPatch, lived: Callable[[History], Failure | None]
) -> None:
    keeps_if_same(monkeypatch, lambda root: digest(root, lambda _: True), date=False)
    assert lived(one("day")) is not None


@pytest.mark.parametrize("edit", ["tampered", "swept"])
def test_a_build_that_does_not_look_at_its_output_is_found_out(
    edit: str, monkeypatch: pytest.MonkeyPatch, lived: Callable[[History], Failure | None]
) -> None:
    keeps_if_same(monkeypatch, lambda root: digest(root, lambda _: True))
    assert lived(one(edit)) is not None


def test_new_times_of_old_files_are_found_out(
    monkeypatch: pytest.MonkeyPatch, lived: Callable[[History], Failure | None]
) -> None:
    real = build.main

    def touching(*, output: Path, **more: Any) -> int:
        code = real(output=output, **more)
        (output / "robots.txt").touch()
        return code

    monkeypatch.setattr(build, "main", touching)
    failure = lived(one("touched"))
    assert failure is not None
    assert failure.found[0] == "robots.txt ist gleich geblieben und hat eine neue Zeit."


def test_an_output_that_suffers_from_errors_is_found_out(
    monkeypatch: pytest.MonkeyPatch, lived: Callable[[History], Failure | None]
) -> None:
    real = build.main

    def careless(*, output: Path, **more: Any) -> int:
        if code := real(output=output, **more):
            (output / "robots.txt").unlink(missing_ok=True)
        return code

    monkeypatch.setattr(build, "main", careless)
    failure = lived(one("broken", seed=1))
    assert failure is not None
    assert "robots.txt" in failure.found[0]


def keeps_if_same(monkeypatch: pytest.MonkeyPatch, known: Callable[[Path], str], *, date: bool = True) -> None:
    """A build that does nothing where what it knows of the sources is what it knew before."""
    real = build.main
    last: dict[Path, str] = {}

    def remembering(*, root: Path, output: Path, **more: Any) -> int:
        key = f"{known(root)} {more['date'] if date else ''}"
        # What is built anew has a folder of its own, and nothing to remember.
        if last.get(root) == key and root.parent.name != "neu":
            return 0
        last[root] = key
        return real(root=root, output=output, **more)

    monkeypatch.setattr(build, "main", remembering)


def digest(root: Path, sees: Callable[[str], bool], *, named: bool = True) -> str:
    data = [(path if named else "", (root / path).read_bytes()) for path in paths(root) if sees(path)]
    return hashlib.sha256(repr(sorted(data)).encode()).hexdigest()


def paths(root: Path) -> Iterable[str]:
    tops = [root / CONF, *(path for top in ("content", "profiles", "theme") for path in (root / top).rglob("*"))]
    return sorted(path.relative_to(root).as_posix() for path in tops if path.is_file())


def test_a_history_is_made_as_short_as_it_still_goes_wrong() -> None:
    steps: Steps = tuple(tuple(Draw(name, 0) for name in names) for names in (("a", "b"), ("c",), ("d", "e", "f")))
    whole = History(1, 0, pictures=False, steps=(*steps, (Draw("g", 0),)))

    def live(history: History) -> Failure | None:
        so_far: set[str] = set()
        for number, draws in enumerate(history.steps, 1):
            so_far |= {draw.name for draw in draws}
            if {"b", "e"} <= so_far:
                return Failure(history, number, (), ("falsch",))
        return None

    failure = live(whole)
    assert failure is not None
    assert failure.step == 3
    short = shrunk(failure, live)
    assert [draw.name for draws in short.history.steps for draw in draws] == ["b", "e"]
