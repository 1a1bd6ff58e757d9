"""Publishing to an own server, with a real sshd on this computer: releases, the switch, faults, and the way back."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support import debian, sshd
from tests.support.once import of_run
from tests.support.sites import TODAY, contents, good_site, put_file, tree

from kiezgroessen.read.names import TOMBSTONES
from kiezgroessen.read.tombstones import Tombstone, as_entry
from kiezgroessen.shell import own_server, publish, takedown
from kiezgroessen.shell.connection import PublishError
from kiezgroessen.shell.exits import CONTENT
from kiezgroessen.shell.releases import Release, release_of, surplus
from kiezgroessen.shell.targets import OwnServer
from kiezgroessen.write.manifest import put_manifest

ROOT = Path(__file__).resolve().parent.parent
EVIL = "mein kiez's \"[site]* $(touch hin) `x` \\n & ;"
DAY = dt.datetime(2026, 11, 22, 1, 17, tzinfo=dt.UTC)


@dataclass
class Kiez:
    """A finished site, the folder on the server, and the server."""

    root: Path
    place: Path
    server: sshd.OwnServer
    clock: dt.datetime = DAY

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def current(self) -> Path:
        return self.place / "current"

    def write(self, **pages: str) -> None:
        """Changes pages, as a build would: the manifest is made last."""
        for name, text in pages.items():
            put_file(self.output, "index.html" if name == "start" else f"{name}/index.html", text)
        put_manifest(self.output)

    def publish(self, *, fewer: bool = False, probe: bool = False, not_before: dt.datetime | None = None) -> int:
        """The next day's publishing."""
        self.clock += dt.timedelta(days=1)
        settings = publish.settings_of(self.root)
        return publish.send(self.root, settings, self.clock, fewer=fewer, probe=probe, not_before=not_before)

    def patiently(self) -> int:
        """Publishes as soon as the server has noticed that somebody's connection is gone."""
        for _ in range(200):
            with contextlib.redirect_stderr(None):
                if (code := self.publish()) == 0:
                    return code
            time.sleep(0.1)
        return self.publish()

    def releases(self) -> list[str]:
        return sorted(path.name for path in (self.place / "releases").iterdir())

    def online(self) -> str:
        return self.current.readlink().name


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    found = {}
    lock = of_run(tmp_path_factory.getbasetemp()) / "debian.lock"
    for name, package in (("sshd", "openssh-server"), ("ssh", "openssh-client"), ("rsync", "rsync")):
        where = debian.installed(name, package, lock)
        if isinstance(where, str):
            pytest.skip(where)
        found[name] = where
    return found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, programs: dict[str, Path]) -> Iterator[sshd.OwnServer]:
    with sshd.running(tmp_path_factory.mktemp("ssh") / "d", programs["sshd"], programs["ssh"]) as one:
        yield one


@pytest.fixture
def kiez(tmp_path: Path, server: sshd.OwnServer, monkeypatch: pytest.MonkeyPatch) -> Kiez:
    root, place = tmp_path / "projekt", tmp_path / EVIL
    target = server.target(place)
    put_file(root, "publishconf.py", f'SITEURL = "https://kiez.berlin"\nKIEZ_WORKERS = 1\nPUBLISH = {target!r}\n')
    found = Kiez(root, place, server)
    put_file(found.output, "bilder/mavi.jpg", bytes(range(256)) * 40)
    found.write(start="eins", mavi="Mavi", tastenhof="Tastenhof", schrift="gleich")
    monkeypatch.setenv("PATH", f"{server.bin}{os.pathsep}{os.environ['PATH']}")
    return found


def wrap_rsync(kiez: Kiez, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str) -> None:
    """Puts a program before the real rsync; ``lines`` are shell, with ``$RSYNC`` for the real one."""
    real = shutil.which("rsync")
    wrapper = put_file(tmp_path, "davor/rsync", f'#!/bin/sh\nRSYNC="{real}"\n{lines}\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}{os.pathsep}{os.environ['PATH']}")


def without_notes(place: Path) -> dict[str, tuple[str, int]]:
    return {name: one for name, one in tree(place).items() if not name.startswith(".")}


def test_a_site_comes_online_as_a_release_of_its_own(kiez: Kiez, capsys: pytest.CaptureFixture[str]) -> None:
    assert kiez.publish() == 0
    assert contents(kiez.current) == contents(kiez.output)
    release = release_of(kiez.online())
    assert release is not None
    assert release.built == kiez.clock
    assert kiez.releases() == [kiez.online()]
    assert capsys.readouterr().out.splitlines()[-1] == f"Online ist jetzt der Stand {kiez.online()}."
    assert not Path("hin").exists(), "a part of the path was run as a command"
    assert {path.name for path in kiez.place.iterdir()} == {"current", "releases", ".sperre"}


def test_what_is_the_same_is_there_once_though_every_computer_gives_it_another_time(kiez: Kiez) -> None:
    kiez.publish()
    first = kiez.current.resolve()
    before = (first / "bilder/mavi.jpg").stat()
    for file in kiez.output.rglob("*"):
        os.utime(file, (1, 1))
    kiez.write(start="zwei")
    assert kiez.publish() == 0
    second = kiez.current.resolve()
    assert second != first
    assert (second / "bilder/mavi.jpg").samefile(first / "bilder/mavi.jpg")
    assert (second / "bilder/mavi.jpg").stat().st_mtime_ns == before.st_mtime_ns, "caches would fetch it again"
    assert (first / "index.html").read_text("utf-8") == "eins", "the old release stays as it was"
    assert (second / "index.html").read_text("utf-8") == "zwei"


def test_the_trial_says_what_would_change_and_changes_nothing(kiez: Kiez, capsys: pytest.CaptureFixture[str]) -> None:
    kiez.publish()
    before = tree(kiez.place)
    shutil.rmtree(kiez.output / "mavi")
    kiez.write(start="zwei", neu="Neu")
    capsys.readouterr()
    assert kiez.publish(probe=True) == 0
    said = capsys.readouterr().out
    assert "1 Seite neu, 1 geändert, 1 weg; 0 andere Dateien neu, 0 geändert, 0 weg. Neu und geändert: 0,0 MB." in said
    assert {"  neu: /neu/", "  geändert: /", "  weg: /mavi/"} <= set(said.splitlines())
    assert tree(kiez.place) == before


@pytest.mark.parametrize("there", [False, True], ids=["no folder", "an empty folder"])
def test_before_the_first_publishing_a_trial_makes_nothing_on_the_server(
    kiez: Kiez, capsys: pytest.CaptureFixture[str], there: bool
) -> None:
    if there:
        kiez.place.mkdir()
    assert kiez.publish(probe=True) == 0
    assert "Von hier wurde noch nichts veröffentlicht: 4 Seiten neu" in capsys.readouterr().out
    assert kiez.place.exists() is there
    assert not there or list(kiez.place.iterdir()) == []


def test_a_trial_keeps_nobody_waiting_and_waits_for_nobody(kiez: Kiez) -> None:
    kiez.publish()
    target = publish.settings_of(kiez.root).target
    assert isinstance(target, OwnServer)
    with own_server.opened(target, None):
        assert kiez.publish(probe=True) == 0
    with own_server.opened(target, None, look=True):
        assert kiez.publish() == 0


def test_who_came_to_look_can_change_nothing(kiez: Kiez) -> None:
    kiez.publish()
    before = tree(kiez.place)
    target = publish.settings_of(kiez.root).target
    assert isinstance(target, OwnServer)
    with own_server.opened(target, None, look=True) as server:
        for words in (("begin", "x"), ("remove", kiez.online()), ("limit", "x"), ("back", kiez.online(), "x", "1")):
            with pytest.raises(PublishError, match="no command"):
                server.session.ask(*words)
    assert tree(kiez.place) == before
    assert [one.name for one in (kiez.place / "releases").iterdir()] == [kiez.online()]


def built(kiez: Kiez, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Publishes as a whole, with a build that only notes that it was asked for; gives the notes."""
    notes: list[str] = []

    def noted(*_any: object, **_more: object) -> int:
        notes.append("built")
        return 1

    monkeypatch.setattr("kiezgroessen.shell.build.built", noted)
    assert publish.main(root=kiez.root) == 1
    return notes


def test_the_way_is_tried_before_anything_is_built(
    kiez: Kiez, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert built(kiez, monkeypatch) == ["built"]
    assert not kiez.place.exists()
    put_file(kiez.place, "current/index.html", "von Hand")
    assert built(kiez, monkeypatch) == []
    said = capsys.readouterr().err
    assert f"{kiez.place}/current auf dem Server ist ein Ordner" in said
    assert said.endswith("Darum wurde nichts gebaut und nichts veröffentlicht.\n")


def test_where_no_folder_can_be_made_nothing_is_built(
    kiez: Kiez, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kiez.place.write_text("Das ist kein Ordner.", "utf-8")
    for place in (kiez.place, kiez.place / "kiez"):
        target = kiez.server.target(place)
        put_file(
            kiez.root, "publishconf.py", f'SITEURL = "https://kiez.berlin"\nKIEZ_WORKERS = 1\nPUBLISH = {target!r}\n'
        )
        assert built(kiez, monkeypatch) == []
        assert "auf dem Server lässt sich nicht anlegen oder beschreiben." in capsys.readouterr().err


def test_a_checkout_that_does_not_know_of_a_takedown_builds_nothing(
    kiez: Kiez, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kiez.publish(not_before=kiez.clock)
    assert built(kiez, monkeypatch) == []
    assert "wovon dieser Ordner noch nichts weiß" in capsys.readouterr().err


def test_five_releases_are_kept(kiez: Kiez) -> None:
    for number in range(6):
        kiez.write(start=f"Tag {number}")
        assert kiez.publish() == 0
    assert len(kiez.releases()) == 5
    assert kiez.online() == kiez.releases()[-1]
    assert (kiez.place / "releases" / kiez.releases()[0] / "index.html").read_text("utf-8") == "Tag 1"


def test_days_on_which_nothing_changed_do_not_push_out_older_releases(kiez: Kiez) -> None:
    kiez.publish()
    kiez.write(start="zwei")
    for _ in range(3):
        assert kiez.publish() == 0
    assert len(kiez.releases()) == 2


def publisher(kiez: Kiez, hours: int = 1) -> subprocess.Popen[bytes]:
    """A process of its own that publishes, with all it starts in a group of their own."""
    code = textwrap.dedent(f"""
        import datetime as dt, sys
        sys.path.insert(0, {str(ROOT / "plugins")!r})
        from pathlib import Path
        from kiezgroessen.shell import publish
        root = Path({str(kiez.root)!r})
        when = dt.datetime.fromisoformat({(kiez.clock + dt.timedelta(hours=hours)).isoformat()!r})
        sys.exit(publish.send(root, publish.settings_of(root), when))
    """)
    return subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )


def until_files_arrive(kiez: Kiez, number: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if len([one for one in (kiez.place / "releases").glob(".neu-*/gross/*.bin") if one.is_file()]) >= number:
            return
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.05)
    raise AssertionError("nothing arrived")


@pytest.mark.parametrize("who", ["publisher", "server"])
def test_a_transfer_broken_off_leaves_the_old_site_and_the_next_one_goes_on(
    kiez: Kiez, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    assert kiez.publish() == 0
    old, before = kiez.online(), contents(kiez.current)
    for number in range(40):
        put_file(kiez.output, f"gross/{number:02}.bin", os.urandom(50_000))
    kiez.write(start="zwei")
    with monkeypatch.context() as patch:
        wrap_rsync(kiez, tmp_path, patch, 'exec "$RSYNC" --bwlimit=200 "$@"')
        process = publisher(kiez)
        until_files_arrive(kiez, 3, process)
        if who == "publisher":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            # The processes of the connections, children of the one that listens.
            listens = int((kiez.server.log.parent / "pid").read_text("utf-8"))
            subprocess.run(["pkill", "-KILL", "-P", str(listens)], check=True)
        said = process.communicate(timeout=60)[0].decode()
        assert process.returncode != 0
    assert kiez.online() == old
    assert contents(kiez.current) == before
    if who == "server":
        assert "Die Verbindung zum Server brach ab." in said
        assert "Was online ist, bleibt, wie es war. Das nächste Veröffentlichen macht dort weiter" in said
    left = {one.name: one.stat().st_ino for one in (kiez.place / "releases").glob(".neu-*/gross/*.bin")}
    assert left
    assert kiez.patiently() == 0
    assert contents(kiez.current) == contents(kiez.output)
    assert [name for name in kiez.releases() if name.startswith(".")] == []
    now = {name: (kiez.current / "gross" / name).stat().st_ino for name in left}
    assert now == left, "what had arrived was sent again"


def test_a_connection_lost_at_the_last_step_promises_nothing(
    kiez: Kiez, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    listens = int((kiez.server.log.parent / "pid").read_text("utf-8"))
    with monkeypatch.context() as patch:
        wrap_rsync(kiez, tmp_path, patch, f'"$RSYNC" "$@"; pkill -KILL -P {listens}')
        assert kiez.publish() == 1
    said = capsys.readouterr().err
    assert "Ob der andere Stand schon online ist, zeigt: python3 tasks.py verify-live" in said
    assert "wie es war" not in said
    assert kiez.patiently() == 0


def test_who_cannot_delete_old_releases_says_that_the_new_one_is_online(
    kiez: Kiez, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kiez.publish()
    old = kiez.online()
    monkeypatch.setenv("IN_THE_WAY", str(kiez.place / f"releases/.weg-{old}/x"))
    with monkeypatch.context() as patch:
        wrap_rsync(kiez, tmp_path, patch, '"$RSYNC" "$@" && mkdir -p "$IN_THE_WAY"')
        assert kiez.publish() == 1
    said = capsys.readouterr().err
    assert "Ein alter Stand auf dem Server ließ sich nicht löschen." in said
    assert f"Der neue Stand {kiez.online()} ist online. Alte liegen aber noch auf dem Server" in said
    assert kiez.publish() == 0
    assert old not in kiez.releases()


def test_a_full_disk_on_the_server_leaves_the_old_site(kiez: Kiez, capsys: pytest.CaptureFixture[str]) -> None:
    kiez.place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(kiez.place)]
    made = subprocess.run(mount, capture_output=True, encoding="utf-8", check=False) if os.geteuid() == 0 else None
    if made is None or made.returncode != 0:
        pytest.skip(f"a small disk can only be made by root: {made.stderr if made else ''}")
    try:
        assert kiez.publish() == 0
        old, before = kiez.online(), contents(kiez.current)
        put_file(kiez.output, "gross/film.bin", os.urandom(2_000_000))
        kiez.write(start="zwei")
        assert kiez.publish() == 1
        assert "kein Platz mehr. Was online ist, bleibt, wie es war." in capsys.readouterr().err
        assert (kiez.online(), contents(kiez.current)) == (old, before)
        (kiez.output / "gross/film.bin").unlink()
        kiez.write(start="zwei")
        assert kiez.publish() == 0
        assert contents(kiez.current) == contents(kiez.output)
    finally:
        subprocess.run(["umount", "-l", str(kiez.place)], check=True)


def test_who_comes_while_somebody_publishes_is_sent_away(kiez: Kiez, capsys: pytest.CaptureFixture[str]) -> None:
    kiez.publish()
    old = kiez.online()
    target = publish.settings_of(kiez.root).target
    assert isinstance(target, OwnServer)
    with own_server.opened(target, None):
        kiez.write(start="zwei")
        assert kiez.publish() == 1
        assert publish.rollback(root=kiez.root) == 1
    assert capsys.readouterr().err.count("Gerade veröffentlicht schon jemand.") == 2
    assert kiez.online() == old


def test_of_two_at_once_one_publishes(kiez: Kiez) -> None:
    kiez.publish()
    kiez.write(start="zwei")
    both = [publisher(kiez, hours) for hours in (1, 2)]
    said = [process.communicate(timeout=120)[0].decode() for process in both]
    assert sorted(process.returncode for process in both) in ([0, 0], [0, 1]), said
    assert contents(kiez.current) == contents(kiez.output)
    assert [name for name in kiez.releases() if name.startswith(".")] == []


def test_a_reader_never_finds_nothing_while_releases_are_switched(kiez: Kiez) -> None:
    kiez.publish()
    done, faults, seen = threading.Event(), list[str](), set[str]()

    def read() -> None:
        while not done.is_set():
            try:
                seen.add((kiez.current / "index.html").read_text("utf-8"))
            except OSError as fault:
                faults.append(str(fault))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(2):
            kiez.write(start=f"Tag {number}")
            assert kiez.publish() == 0
        assert publish.rollback(root=kiez.root) == 0
    finally:
        done.set()
        reader.join()
    assert faults == []
    assert seen == {"eins", "Tag 0", "Tag 1"}


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        ('sed -i s/Mavi/Mavx/ "$PLACE"/releases/.neu-*/mavi/index.html', "nicht alles so an, wie es hier ist"),
        ('rm "$PLACE"/releases/.neu-*/bilder/mavi.jpg', "nicht alles so an, wie es hier ist"),
        ('cd "$PLACE"/releases/.neu-* && touch fremd.html', "liegt mehr, als zur Website gehört"),
        ('sed -i 1d "$PLACE"/releases/.neu-*/manifest.sha256', "oder sie ist eine andere als hier"),
    ],
)
def test_what_did_not_arrive_as_it_was_sent_does_not_come_online(
    kiez: Kiez,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    spoil: str,
    reason: str,
) -> None:
    kiez.publish()
    old, before = kiez.online(), contents(kiez.current)
    monkeypatch.setenv("PLACE", str(kiez.place))
    with monkeypatch.context() as patch:
        wrap_rsync(kiez, tmp_path, patch, f'"$RSYNC" "$@" && {spoil}')
        kiez.write(start="zwei")
        assert kiez.publish() == 1
    assert reason in capsys.readouterr().err
    assert (kiez.online(), contents(kiez.current)) == (old, before)
    assert kiez.publish() == 0
    assert contents(kiez.current) == contents(kiez.output)


def test_a_file_that_went_bad_on_the_server_is_not_passed_on(kiez: Kiez) -> None:
    kiez.publish()
    file = kiez.current.resolve() / "bilder/mavi.jpg"
    stat = file.stat()
    file.write_bytes(bytes(stat.st_size))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    os.utime(kiez.output / "bilder/mavi.jpg", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    kiez.write(start="zwei")
    assert kiez.publish() == 0
    assert contents(kiez.current) == contents(kiez.output)


def test_the_way_back_and_forth(kiez: Kiez, capsys: pytest.CaptureFixture[str]) -> None:
    for text in ("eins", "zwei", "drei"):
        kiez.write(start=text)
        kiez.publish()
    assert capsys.readouterr().out.count("Zurück geht es mit: python3 tasks.py rollback") == 2, "not after the first"
    assert publish.rollback(root=kiez.root) == 0
    assert (kiez.current / "index.html").read_text("utf-8") == "zwei"
    assert publish.rollback(root=kiez.root) == 0
    assert (kiez.current / "index.html").read_text("utf-8") == "eins"
    assert publish.rollback(root=kiez.root) == 1
    assert "Es gibt keinen früheren Stand, zu dem man zurückkann. Online ist der erste" in capsys.readouterr().err
    assert publish.rollback(kiez.releases()[-1][:20], root=kiez.root) == 0
    assert (kiez.current / "index.html").read_text("utf-8") == "drei"


def test_a_release_that_is_not_there_is_answered_with_those_that_are(
    kiez: Kiez, capsys: pytest.CaptureFixture[str]
) -> None:
    kiez.publish()
    assert publish.rollback("2025", root=kiez.root) == 1
    said = capsys.readouterr().err
    assert "Den Stand »2025« gibt es nicht." in said
    assert kiez.online() in said


def test_a_damaged_release_is_not_gone_back_to(kiez: Kiez, capsys: pytest.CaptureFixture[str]) -> None:
    kiez.publish()
    damaged = kiez.current.resolve() / "index.html"
    kiez.write(start="zwei")
    kiez.publish()
    now = kiez.online()
    damaged.write_text("eimz", "utf-8")
    assert publish.rollback(root=kiez.root) == 1
    assert "nicht alles so an" in capsys.readouterr().err
    assert kiez.online() == now


def test_nothing_from_before_a_takedown_stays_or_comes_back(kiez: Kiez, capsys: pytest.CaptureFixture[str]) -> None:
    for text in ("eins", "zwei"):
        kiez.write(start=text)
        kiez.publish()
    old = kiez.current.resolve()
    saved = shutil.copytree(old, kiez.root / "gesichert")
    takedown = kiez.clock + dt.timedelta(hours=1)
    kiez.write(start="ohne sie")
    capsys.readouterr()
    assert kiez.publish(not_before=takedown) == 0
    assert "rollback" not in capsys.readouterr().out
    assert kiez.releases() == [kiez.online()]
    assert publish.rollback(root=kiez.root, not_before=takedown) == 1
    assert "zurückkann. Am 24.11.2026, 03:17 Uhr wurde etwas für immer herausgenommen" in capsys.readouterr().err
    # Somebody's backup of the server brings it back.
    shutil.copytree(saved, old)
    for known in (takedown, None):
        assert publish.rollback(root=kiez.root, not_before=known) == 1
        assert publish.rollback(old.name, root=kiez.root, not_before=known) == 1
        assert "Dorthin geht es nicht zurück." in capsys.readouterr().err
    assert (kiez.current / "index.html").read_text("utf-8") == "ohne sie"


@pytest.mark.parametrize("since", ["before the takedown", "afterwards"])
def test_who_was_taken_down_goes_offline_while_other_texts_are_broken(
    kiez: Kiez, tmp_path: Path, capsys: pytest.CaptureFixture[str], since: str
) -> None:
    conf = (kiez.root / "publishconf.py").read_text("utf-8")
    shutil.rmtree(kiez.root)
    good_site(tmp_path).rename(kiez.root)
    # The cache is its own: in that of the house lie pictures of the sample's Mavi.
    own = f"FEED_DOMAIN = SITEURL\nKIEZ_CACHE = {str(kiez.root / 'cache')!r}\n"
    put_file(kiez.root, "publishconf.py", f"from pelicanconf import *\n\n{conf}{own}")
    house = (ROOT / "pelicanconf.py").read_text("utf-8").replace("__file__", repr(str(ROOT / "pelicanconf.py")))
    put_file(kiez.root, "pelicanconf.py", f"{house}\nKIEZ_CACHE = {str(kiez.root / 'cache')!r}\n")
    assert publish.main(date=TODAY, root=kiez.root) == 0
    first = kiez.online()
    assert (kiez.current / "betriebe/mavi/index.html").exists()
    text = "profiles/betriebe/rad-und-tat/profil.md"
    before = (kiez.root / text).read_text("utf-8")
    if since == "afterwards":
        assert takedown.main("mavi", yes=True, date=TODAY, root=kiez.root) == 0
    put_file(kiez.root, text, "---\nname: [\n---\n")
    if since != "afterwards":
        assert publish.main(date=TODAY, root=kiez.root) == CONTENT
        assert kiez.online() == first
        assert takedown.main("mavi", yes=True, date=TODAY, root=kiez.root) == 0
        assert "»python3 tasks.py publish« diesen Stand ins Netz" in capsys.readouterr().out
    # Anything else that was put into the output meanwhile does not go out with it.
    put_file(kiez.output, "neu.html", "x")
    assert publish.main(date=TODAY, root=kiez.root) == 1
    # Nor does what was built since, or what is older than another takedown.
    put_manifest(kiez.output)
    assert publish.main(date=TODAY, root=kiez.root, fewer=True) == CONTENT
    (kiez.output / "neu.html").unlink()
    put_manifest(kiez.output)
    stones = (kiez.root / TOMBSTONES).read_text("utf-8")
    put_file(kiez.root, TOMBSTONES, stones + as_entry(Tombstone("foto", dt.datetime(2100, 1, 1, tzinfo=dt.UTC))))
    assert publish.main(date=TODAY, root=kiez.root, fewer=True) != 0
    assert kiez.online() == first
    put_file(kiez.root, TOMBSTONES, stones)
    assert publish.main(date=TODAY, root=kiez.root, fewer=True) == CONTENT
    assert kiez.releases() == [kiez.online()]
    assert not (kiez.current / "betriebe/mavi").exists()
    assert (kiez.current / "betriebe/rad-und-tat/index.html").exists()
    assert "ohne es; die Fehler\nbitte trotzdem beheben" in capsys.readouterr().err
    second = kiez.online()
    assert publish.main(date=TODAY, root=kiez.root, fewer=True) == CONTENT
    assert kiez.online() == second
    assert "ohne es" not in capsys.readouterr().err
    put_file(kiez.root, text, before)
    assert publish.main(date=TODAY, root=kiez.root, fewer=True) == 0
    assert kiez.online() != second


def test_a_checkout_that_does_not_know_of_the_takedown_cannot_publish(
    kiez: Kiez, capsys: pytest.CaptureFixture[str]
) -> None:
    kiez.publish()
    takedown = kiez.clock + dt.timedelta(hours=1)
    kiez.write(start="ohne sie")
    kiez.publish(not_before=takedown)
    kiez.write(start="mit ihr")
    for known in (None, takedown - dt.timedelta(days=3)):
        assert kiez.publish(not_before=known) == 1
        assert "wovon dieser Ordner noch nichts weiß" in capsys.readouterr().err
    assert (kiez.current / "index.html").read_text("utf-8") == "ohne sie"
    assert kiez.publish(not_before=takedown) == 0


def test_a_clock_that_is_slow_is_noticed(kiez: Kiez, capsys: pytest.CaptureFixture[str]) -> None:
    kiez.publish()
    now = kiez.online()
    kiez.clock -= dt.timedelta(days=30)
    kiez.write(start="zwei")
    assert kiez.publish() == 1
    assert "Die Uhr dieses Computers geht nach" in capsys.readouterr().err
    assert kiez.online() == now


@pytest.mark.parametrize("known", ["", "other"])
def test_a_server_that_is_unknown_or_another_one_gets_nothing_whatever_the_settings_of_ssh_say(
    kiez: Kiez, capsys: pytest.CaptureFixture[str], known: str
) -> None:
    file = kiez.server.log.parent / "known"
    right = file.read_text("utf-8")
    key = (file.parent / "other.pub").read_text("utf-8") if known else ""
    file.write_text(f"{right.split()[0]} {key}" if known else "", "utf-8")
    try:
        assert kiez.publish() == 1
    finally:
        file.write_text(right, "utf-8")
    assert "Diesen Server kennt dieser Computer nicht" in capsys.readouterr().err
    assert not kiez.place.exists()


def test_a_folder_that_is_in_the_way_is_named(kiez: Kiez, capsys: pytest.CaptureFixture[str]) -> None:
    put_file(kiez.place, "current/index.html", "von Hand")
    assert kiez.publish() == 1
    assert f"{kiez.place}/current auf dem Server ist ein Ordner" in capsys.readouterr().err
    assert contents(kiez.current) == {"index.html": b"von Hand"}


def release(day: int, digest: str = "") -> Release:
    return Release(DAY + dt.timedelta(days=day), digest or f"{day:012x}")


def test_which_releases_are_too_many() -> None:
    all_of_them = [release(day) for day in range(8)]
    assert surplus(all_of_them, release(8), None) == all_of_them[3::-1]
    assert surplus(all_of_them, release(8), release(6).built) == all_of_them[5::-1]
    assert surplus(all_of_them, release(0), release(99).built) == all_of_them[:0:-1], "never the one that is online"
    twins = [release(1, "a" * 12), release(2, "a" * 12), release(3)]
    assert surplus(twins, release(4), None) == [twins[0]]
    assert surplus(twins, release(4, "a" * 12), None) == [twins[1], twins[0]]
