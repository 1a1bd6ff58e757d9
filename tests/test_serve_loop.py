"""What the preview asks of its builder while files go on changing. Time passes only where a test lets it."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.support.sites import good_site, own_store

from kiezgroessen import dates
from kiezgroessen.problems import error, warning
from kiezgroessen.shell import serve
from kiezgroessen.shell.serve_builder import SETTLE, Asked, Builder, Said
from kiezgroessen.shell.serve_child import Ended
from kiezgroessen.shell.serve_hub import Hub

MAVI = "profiles/betriebe/mavi/profil.md"


class Clock:
    """Stands in for `time`."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class Mute:
    """A builder that says nothing by itself; ``asked`` are the moments and what was asked then."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.asked: list[tuple[float, Asked]] = []
        self.settled = 0

    def ask(self, asked: Asked) -> None:
        self.asked.append((self.clock.now, asked))

    def settle(self) -> None:
        self.settled += 1

    def stop(self) -> None:
        pass


@dataclass
class Preview:
    """A loop, its builders one after the other, and the clock."""

    root: Path
    clock: Clock
    hub: Hub
    crew: list[Mute] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.loop = serve.Loop(self.root, self.root / "vorschau", "http://localhost", "", self.hub)
        self.loop._begin()
        self.says(Said("begun"))
        self.says(Said("built"))

    def saved(self, path: str) -> None:
        self.loop._happen({str(self.root / path)})

    def says(self, said: Said | Ended) -> None:
        self.loop._happen((self.crew[-1], said))  # type: ignore[arg-type]


@pytest.fixture
def preview(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Preview:
    clock, crew = Clock(), list[Mute]()

    def hired(*_: object) -> Mute:
        crew.append(Mute(clock))
        return crew[-1]

    monkeypatch.setattr(serve, "time", clock)
    monkeypatch.setattr(serve, "Child", hired)
    return Preview(tmp_path, clock, Hub(), crew)


def goes_on_changing(preview: Preview, seconds: float) -> None:
    for _ in range(round(seconds / 0.03)):
        preview.clock.now += 0.03
        preview.saved(MAVI)


def names(asked: Asked) -> list[str]:
    return [Path(path).name for path in asked.paths]


def test_a_builder_that_is_asked_again_and_again_is_left_alone_until_it_answers(preview: Preview) -> None:
    builder = preview.crew[0]
    builder.asked.clear()
    goes_on_changing(preview, 3)
    moments = [moment for moment, _ in builder.asked]
    assert len(moments) > 1
    assert moments[-1] - moments[0] < 0.5
    count = len(moments)
    preview.says(Said("failed"))
    assert [names(asked) for _, asked in builder.asked[count:]] == [["profil.md"]]


def test_somebody_who_saves_again_during_a_long_build_interrupts_it(preview: Preview) -> None:
    builder = preview.crew[0]
    builder.asked.clear()
    preview.saved(MAVI)
    preview.clock.now += 1.5
    preview.saved(MAVI)
    assert [names(asked) for _, asked in builder.asked] == [["profil.md"], ["profil.md"]]


@pytest.mark.parametrize(("meanwhile", "shown"), [(Said("pictures", ("bilder/x.avif",)), True), ({"kiez.yaml"}, False)])
def test_only_what_is_saved_can_have_mended_an_error(preview: Preview, meanwhile: object, *, shown: bool) -> None:
    """After an error the builder goes on with the pictures that it owes."""
    tab = preview.hub.enter("index.html", 0)
    preview.loop._happened.put(
        {str(preview.root / "content/kiez.yaml")} if isinstance(meanwhile, set) else (preview.crew[0], meanwhile)  # type: ignore[arg-type]
    )
    preview.says(Said("failed", (), (error(MAVI, 3, "So geht es nicht."),)))
    told = []
    while not tab.post.empty():
        told += [one["message"] for one in tab.post.get()["problems"]]
    assert ("So geht es nicht." in told) is shown


def test_what_was_saved_before_a_crash_is_tried(preview: Preview) -> None:
    goes_on_changing(preview, 1)
    preview.says(Ended("Traceback"))
    assert len(preview.crew) == 2
    preview.says(Said("begun"))
    assert [names(asked) for _, asked in preview.crew[1].asked] == [["profil.md"]]


def test_the_terminal_names_what_was_built(preview: Preview, capsys: pytest.CaptureFixture[str]) -> None:
    preview.saved(MAVI)
    preview.clock.now += 0.5
    preview.saved("content/kiez.yaml")
    preview.says(Said("built"))
    assert capsys.readouterr().out.splitlines()[-1].startswith(f"{MAVI}: ")
    preview.says(Said("built"))
    assert capsys.readouterr().out.startswith("content/kiez.yaml: ")


def test_what_is_saved_while_all_is_settled_has_its_own_answer(
    preview: Preview, capsys: pytest.CaptureFixture[str]
) -> None:
    preview.saved(MAVI)
    capsys.readouterr()
    preview.says(Said("settled"))
    assert preview.loop._busy
    assert capsys.readouterr().out == ""
    preview.says(Said("built"))
    assert capsys.readouterr().out.startswith(f"{MAVI}: ")


def test_what_is_found_while_all_is_settled_is_told(preview: Preview, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    preview.says(Said("settled", (), (warning(MAVI, 3, "Das fehlt noch."),)))
    assert "Das fehlt noch." in capsys.readouterr().out


def test_files_that_text_programs_put_beside_it_are_not_named(
    preview: Preview, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = (preview.root / MAVI).parent
    folder.mkdir(parents=True)
    for name in ("profil.md", ".profil.md.swp", "profil.md~"):
        (folder / name).write_text("x")
    capsys.readouterr()
    preview.loop._happen({str(folder / name) for name in ("profil.md", ".profil.md.swp", "profil.md~", "4913")})
    preview.says(Said("built"))
    preview.loop._happen({str(folder / "gone.jpg")})
    preview.says(Said("built"))
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{MAVI}: ")
    assert second.startswith("profiles/betriebe/mavi/gone.jpg: ")


def test_a_folder_that_may_not_be_entered_yet_is_no_reason_to_stop(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of such a path the system says that it may not be looked at, which is neither yes nor no."""

    def refused(*_: object, **__: object) -> os.stat_result:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "stat", refused)
    preview.saved(MAVI)
    assert preview.loop._named == MAVI


def test_a_new_day_is_built_and_looked_at(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    builder = preview.crew[0]
    preview.clock.now += 60
    preview.loop._idle()
    preview.loop._idle()
    count = len(builder.asked)
    assert builder.settled == 1
    monkeypatch.setattr(serve, "today", lambda: dates.today() + dt.timedelta(days=1))
    preview.loop._idle()
    assert [asked.paths for _, asked in builder.asked[count:]] == [()]
    preview.says(Said("built"))
    preview.loop._idle()
    assert builder.settled == 2


def test_the_theme_of_the_settings_is_what_is_watched(preview: Preview, tmp_path: Path) -> None:
    root, theme = good_site(tmp_path), tmp_path / "thema"
    own_store(root, THEME=str(theme))
    ours, theirs = multiprocessing.Pipe()
    builder = Builder(theirs, root, tmp_path / "vorschau", "http://localhost", "")
    builder._next = ended  # type: ignore[method-assign]
    builder.run()
    preview.says(ours.recv())
    assert preview.loop._watcher.theme == theme


def ended() -> str:
    raise EOFError


def test_a_builder_takes_together_what_has_heaped_up() -> None:
    ours, theirs = multiprocessing.Pipe()
    builder = Builder.__new__(Builder)
    builder._line = theirs
    for asked in (SETTLE, Asked(("a", "b"), frozenset({"x"})), SETTLE, Asked(("c",), frozenset({"y"}))):
        ours.send(asked)
    assert builder._next() == Asked(("a", "b", "c"), frozenset({"y"}))
    ours.send(SETTLE)
    assert builder._next() == SETTLE
