"""Who makes a folder has it to themselves, and says so; nothing of it outlives them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.support.sites import TODAY, build_site, good_site, tree, untouched

from kiezgroessen.shell import build, kit, publish, takedown
from kiezgroessen.write import lock
from kiezgroessen.write.lock import BusyError, held, lock_of

HOLDER = (
    "import sys; from pathlib import Path; from kiezgroessen.write.lock import held\n"
    "with held(Path(sys.argv[1]), sys.argv[2]): print('there', flush=True); sys.stdin.read()"
)


@contextmanager
def holder(folder: Path, task: str = "gebaut") -> Iterator[subprocess.Popen[str]]:
    """Another process that has the lock until it is told to go on."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), task],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / "plugins")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"
        yield process
        process.kill()


def test_who_comes_second_is_told_who_is_at_it_since_when(tmp_path: Path) -> None:
    with holder(tmp_path / "output", "Material gemacht") as first:
        with pytest.raises(BusyError) as raised, held(tmp_path / "output", "gebaut"):
            pass
        wanted = rf"Es wird gerade Material gemacht \(seit \d\d:\d\d Uhr, Prozess {first.pid}\)\. Bitte warten, .*\."
        assert re.fullmatch(wanted, str(raised.value))


def test_the_same_program_does_not_come_in_twice_either(tmp_path: Path) -> None:
    with held(tmp_path / "output", "gebaut"), pytest.raises(BusyError), held(tmp_path / "output", "gebaut"):
        pass


def test_other_folders_are_free(tmp_path: Path) -> None:
    with holder(tmp_path / "output"), held(tmp_path / "vorschau", "gebaut"):
        pass


def test_all_ways_to_a_folder_have_the_same_lock(tmp_path: Path) -> None:
    (tmp_path / "platte/output").mkdir(parents=True)
    (tmp_path / "output").symlink_to(tmp_path / "platte/output")
    with holder(tmp_path / "output"), pytest.raises(BusyError), held(tmp_path / "platte/../platte/output", "gebaut"):
        pass


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "ended"])
def test_a_lock_ends_with_its_process_however_that_ends(tmp_path: Path, end: signal.Signals) -> None:
    with holder(tmp_path / "output") as first:
        first.send_signal(end)
        first.wait()
        with held(tmp_path / "output", "gebaut"):
            pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("note", [b"", b"{", b"[1]", b"\xff", b"{}", b"[" * 5000, b'{"since": "gestern"}'])
def test_a_note_that_cannot_be_read_keeps_others_out_as_well(tmp_path: Path, note: bytes) -> None:
    with holder(tmp_path / "output"):
        lock_of(tmp_path / "output").write_bytes(note)
        with pytest.raises(BusyError, match="Es wird gerade gebaut") as raised, held(tmp_path / "output", "gebaut"):
            pass
        assert lock_of(tmp_path / "output").read_bytes() == note
    assert "Bitte warten" in str(raised.value)


def test_who_built_yesterday_or_elsewhere_is_told_apart(tmp_path: Path) -> None:
    with holder(tmp_path / "output"):
        note = {"task": "gebaut", "since": "2025-11-03T22:05:00+00:00", "pid": 4711, "host": "anderer-rechner"}
        lock_of(tmp_path / "output").write_text(json.dumps(note), "utf-8")
        with pytest.raises(BusyError, match=r"seit dem 3\.11\., 23:05 Uhr, Prozess 4711 auf anderer-rechner"):
            held(tmp_path / "output", "gebaut").__enter__()


def test_a_lock_whose_name_was_just_taken_away_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who opens it before the first one goes would hold a file that nobody else finds."""
    locked: list[int] = []
    real = lock._lock

    def late(handle: int) -> None:
        real(handle)
        if not locked:
            lock_of(tmp_path / "output").unlink()
        locked.append(handle)

    monkeypatch.setattr(lock, "_lock", late)
    with held(tmp_path / "output", "gebaut"):
        assert len(locked) == 2
        with pytest.raises(BusyError), held(tmp_path / "output", "gebaut"):
            pass


def test_a_link_in_the_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "kostbar.txt"
    precious.write_text("Meine Arbeit", "utf-8")
    lock_of(tmp_path / "output").symlink_to(precious)
    with pytest.raises(OSError, match="lock"), held(tmp_path / "output", "gebaut"):
        pass
    assert precious.read_text("utf-8") == "Meine Arbeit"


def test_while_somebody_builds_a_build_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = good_site(tmp_path)
    output = build_site(root, root / "output", KIEZ_PICTURES=False)
    with holder(output) as first, untouched(output):
        assert build.main(date=TODAY, root=root) == 1
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith("Es wird gerade gebaut (seit ")
    assert f"Prozess {first.pid})" in said
    assert said.endswith("Die Website bleibt, wie sie war.")


def test_while_somebody_makes_kits_no_others_are_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = good_site(tmp_path)
    with holder(root / "kits", "Material gemacht"):
        assert kit.main(date=TODAY, root=root) == 1
    (said,) = capsys.readouterr().out.splitlines()
    assert said.startswith("Es wird gerade Material gemacht (seit ")


def test_while_somebody_builds_nobody_publishes_or_takes_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = good_site(tmp_path)
    output = build_site(root, root / "output", KIEZ_PICTURES=False)
    sources = tree(root)
    with holder(output):
        assert publish.main(date=TODAY, root=root) == 1
        assert takedown.main("mavi", date=TODAY, root=root) == 1
    told = capsys.readouterr()
    assert [(told.out + told.err).count(text) for text in ("Es wird gerade gebaut", "Prozess")] == [2, 2]
    assert "Es wurde nichts veröffentlicht." in told.err
    assert "Es wurde nichts geändert." in told.out
    assert {name: tree(root)[name] for name in sources} == sources
