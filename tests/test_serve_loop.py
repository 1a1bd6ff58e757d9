"""What the preview asks of its builder while files go on changing."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from tests.support.sites import good_site, replace_in

from kiezgroessen.shell import serve
from kiezgroessen.shell.serve_builder import SETTLE, Asked, Builder, Said
from kiezgroessen.shell.serve_hub import Hub

MAVI = "profiles/betriebe/mavi/profil.md"


class Mute:
    """A builder that has begun and says nothing more until somebody lets it."""

    def __init__(self, *arguments: object) -> None:
        self.asked: list[tuple[float, Asked | str]] = []
        self.heard = cast("Callable[[Mute, Said], None]", arguments[-1])
        self.over = False
        self.heard(self, Said("begun"))

    def ask(self, asked: Asked | str) -> None:
        if self.over:
            raise InterruptedError
        self.asked.append((time.monotonic(), asked))

    def settle(self) -> None:
        self.ask(SETTLE)

    def stop(self) -> None:
        pass


@pytest.fixture
def mute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mute]:
    """The builder of a preview of the small site, which runs."""
    crew: list[Mute] = []

    def hired(*arguments: object) -> Mute:
        crew.append(Mute(*arguments))
        return crew[-1]

    monkeypatch.setattr(serve, "Child", hired)
    loop = serve.Loop(good_site(tmp_path), tmp_path / "vorschau", "http://localhost", "", Hub())

    def run() -> None:
        with pytest.raises(InterruptedError):
            loop.run()

    thread = threading.Thread(target=run)
    thread.start()
    while not (crew and crew[0].asked):
        time.sleep(0.01)
    time.sleep(1)  # until the watcher has taken its place, which it does not say
    yield crew[0]
    crew[0].over = True
    crew[0].heard(crew[0], Said("begun"))
    thread.join()
    loop.stop()


def test_a_builder_that_is_asked_again_and_again_is_left_alone_until_it_answers(mute: Mute, tmp_path: Path) -> None:
    mute.heard(mute, Said("built"))
    for number in range(60):
        replace_in(tmp_path / "site", MAVI, f"seit: {2017 + number}-05", f"seit: {2018 + number}-05")
        time.sleep(0.03)
    time.sleep(1)
    moments = [moment for moment, asked in mute.asked[1:] if isinstance(asked, Asked)]
    assert moments
    assert moments[-1] - moments[0] < 1
    count = len(mute.asked)
    mute.heard(mute, Said("failed"))
    while len(mute.asked) == count:
        time.sleep(0.01)
    last = mute.asked[-1][1]
    assert isinstance(last, Asked)
    assert [Path(path).name for path in last.paths] == ["profil.md"]


def test_a_builder_takes_together_what_has_heaped_up() -> None:
    ours, theirs = multiprocessing.Pipe()
    builder = Builder.__new__(Builder)
    builder._line = theirs
    for asked in (SETTLE, Asked(("a", "b"), frozenset({"x"})), SETTLE, Asked(("c",), frozenset({"y"}))):
        ours.send(asked)
    assert builder._next() == Asked(("a", "b", "c"), frozenset({"y"}))
    ours.send(SETTLE)
    assert builder._next() == SETTLE
