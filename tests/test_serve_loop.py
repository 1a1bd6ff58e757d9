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

from kiezgroessen.problems import error
from kiezgroessen.shell import serve
from kiezgroessen.shell.serve_builder import SETTLE, Asked, Builder, Said
from kiezgroessen.shell.serve_child import Ended
from kiezgroessen.shell.serve_hub import Hub

MAVI = "profiles/betriebe/mavi/profil.md"


def until(true: Callable[[], bool]) -> None:
    """Waits; only a broken loop needs the minute."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


class Mute:
    """A builder that has begun and says nothing more until somebody lets it; ``crew`` are all of a preview."""

    def __init__(self, crew: list[Mute], hub: Hub, *arguments: object) -> None:
        self.crew, self.hub = crew, hub
        self.asked: list[tuple[float, Asked | str]] = []
        self.heard = cast("Callable[[Mute, Said | Ended], None]", arguments[-1])
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

    hub = Hub()

    def hired(*arguments: object) -> Mute:
        crew.append(Mute(crew, hub, *arguments))
        return crew[-1]

    monkeypatch.setattr(serve, "Child", hired)
    loop = serve.Loop(good_site(tmp_path), tmp_path / "vorschau", "http://localhost", "", hub)

    def run() -> None:
        with pytest.raises(InterruptedError):
            loop.run()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    until(lambda: bool(crew and crew[0].asked))
    time.sleep(1)  # until the watcher has taken its place, which it does not say
    yield crew[0]
    crew[-1].over = True
    crew[-1].heard(crew[-1], Said("begun"))
    thread.join(20)  # one whose builder has crashed hears nothing any more
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
    until(lambda: len(mute.asked) > count)
    last = mute.asked[-1][1]
    assert isinstance(last, Asked)
    assert [Path(path).name for path in last.paths] == ["profil.md"]


def test_somebody_who_saves_again_during_a_long_build_interrupts_it(mute: Mute, tmp_path: Path) -> None:
    asked = len(mute.asked)
    replace_in(tmp_path / "site", MAVI, "seit: 2017-05", "seit: 2018-05")
    until(lambda: len(mute.asked) > asked)
    time.sleep(1.5)
    replace_in(tmp_path / "site", MAVI, "seit: 2018-05", "seit: 2019-05")
    until(lambda: len(mute.asked) > asked + 1)


def test_an_error_is_said_although_the_builder_goes_on_with_pictures(mute: Mute) -> None:
    wrong = error(MAVI, 3, "So geht es nicht.")
    mute.heard(mute, Said("failed", (), (wrong,)))
    mute.heard(mute, Said("pictures", ("bilder/x.avif",)))
    tab = mute.hub.enter("index.html", 0)
    until(lambda: [one["message"] for one in tab.post.get(timeout=60)["problems"]] == ["So geht es nicht."])


def test_what_was_saved_before_a_crash_is_tried(mute: Mute, tmp_path: Path) -> None:
    asked = len(mute.asked)
    for number in range(40):
        replace_in(tmp_path / "site", MAVI, f"seit: {2017 + number}-05", f"seit: {2018 + number}-05")
        time.sleep(0.03)
    time.sleep(0.5)
    mute.heard(mute, Ended("Traceback"))
    until(lambda: len(mute.crew) == 2 and len(mute.crew[1].asked) == 1)
    told = mute.crew[1].asked[0][1]
    assert len(mute.asked) > asked
    assert isinstance(told, Asked)
    assert [Path(path).name for path in told.paths] == ["profil.md"]


def test_a_builder_takes_together_what_has_heaped_up() -> None:
    ours, theirs = multiprocessing.Pipe()
    builder = Builder.__new__(Builder)
    builder._line = theirs
    for asked in (SETTLE, Asked(("a", "b"), frozenset({"x"})), SETTLE, Asked(("c",), frozenset({"y"}))):
        ours.send(asked)
    assert builder._next() == Asked(("a", "b", "c"), frozenset({"y"}))
    ours.send(SETTLE)
    assert builder._next() == SETTLE
