"""Publishing by other people's tools: git and rclone for real, Netlify's and Cloudflare's played by a stand-in."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.support import debian
from tests.support.once import of_run
from tests.support.sites import TODAY, contents, good_site, put_file, replace_in, tree

from kiezgroessen.shell import publish
from kiezgroessen.shell.manifest import KEPT
from kiezgroessen.shell.storage import in_turn
from kiezgroessen.write.manifest import MANIFEST, put_manifest

NOW = dt.datetime(2026, 11, 22, 1, 17, tzinfo=dt.UTC)


def put_pages(root: Path, **texts: str) -> None:
    """Changes pages, as a build would: the manifest is made last."""
    for name, text in texts.items():
        put_file(root, "output/index.html" if name == "start" else f"output/{name}/index.html", text)
    put_manifest(root / "output")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "mein projekt"
    put_file(root, "output/_bilder/mavi.1f2e.jpg", bytes(range(256)) * 9)
    put_file(root, "output/zeilen.txt", b"eins\r\nzwei\n")
    put_pages(root, start="eins", mavi="Mavi")
    return root


def aim(root: Path, target: str) -> None:
    put_file(root, "publishconf.py", f'SITEURL = "https://kiez.berlin"\nKIEZ_WORKERS = 1\nPUBLISH = {target!r}\n')


def send(root: Path, *, probe: bool = False, fewer: bool = False) -> int:
    return publish.send(root, publish.settings_of(root), NOW, probe=probe, fewer=fewer)


# ── git ──


def git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, encoding="utf-8", check=True)
    return done.stdout


@pytest.fixture
def bare(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A host of repositories; the project is one that has »origin« there, and ignores its output."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(put_file(tmp_path, "gitconfig", "[core]\n\tautocrlf = input\n")))
    bare = tmp_path / "anbieter.git"
    git(tmp_path, "init", "-q", "--bare", str(bare))
    git(root, "init", "-q", "-b", "main")
    git(root, "remote", "add", "origin", str(bare))
    put_file(root, ".gitignore", "output/\n")
    aim(root, "git:origin/pages")
    return bare


def shown(bare: Path, branch: str = "pages") -> dict[str, bytes]:
    """The files of the branch."""
    names = git(bare, "ls-tree", "-r", "-z", "--name-only", branch).split("\0")[:-1]
    show = ["git", "-C", str(bare), "cat-file", "blob"]
    return {name: subprocess.run([*show, f"{branch}:{name}"], capture_output=True, check=True).stdout for name in names}


def test_the_branch_shows_the_output_byte_for_byte(root: Path, bare: Path) -> None:
    assert send(root) == 0
    assert shown(bare) == contents(root / "output") | {".nojekyll": b""}


def test_the_branch_has_no_past(root: Path, bare: Path) -> None:
    send(root)
    first = git(bare, "rev-parse", "pages").strip()
    put_pages(root, start="zwei")
    assert send(root) == 0
    assert git(bare, "rev-list", "--count", "pages").strip() == "1"
    assert git(bare, "rev-parse", "pages").strip() != first
    git(bare, "reflog", "expire", "--expire=now", "--all")
    git(bare, "gc", "-q", "--prune=now")
    gone = subprocess.run(["git", "-C", str(bare), "cat-file", "-e", first], capture_output=True, check=False)
    assert gone.returncode != 0, "the older site can still be fetched"


def test_the_editors_own_repository_stays_as_it_is(root: Path, bare: Path) -> None:
    send(root)
    before = tree(root / ".git")
    put_pages(root, start="zwei")
    assert send(root) == 0
    assert tree(root / ".git") == before


def test_the_domain_that_the_host_noted_stays(root: Path, bare: Path) -> None:
    send(root)
    other = root.parent / "anbieter"
    git(root.parent, "clone", "-q", "-b", "pages", str(bare), str(other))
    put_file(other, "CNAME", "kiez.berlin\n")
    git(other, "add", "CNAME")
    git(other, "-c", "user.name=x", "-c", "user.email=x", "commit", "-qm", "x")
    git(other, "push", "-q")
    put_pages(root, start="zwei")
    assert send(root) == 0
    assert shown(bare)["CNAME"] == b"kiez.berlin\n"
    assert git(bare, "rev-list", "--count", "pages").strip() == "1"


def test_a_branch_with_something_else_in_it_is_left_alone(
    root: Path, bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(root, "add", ".gitignore", "publishconf.py")
    git(root, "-c", "user.name=x", "-c", "user.email=x", "commit", "-qm", "x")
    git(root, "push", "-q", "origin", "main")
    aim(root, "git:origin/main")
    assert send(root) == 1
    assert "Der Zweig »main« enthält etwas anderes" in capsys.readouterr().err
    assert set(shown(bare, "main")) == {".gitignore", "publishconf.py"}


def test_who_publishes_at_the_same_time_is_not_overrun(
    root: Path, bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    send(root)
    real = subprocess.run(["which", "git"], capture_output=True, encoding="utf-8", check=True).stdout.strip()
    # Just before we push, somebody else does.
    other = f'"{real}" -C "{bare}" update-ref refs/heads/pages "$("{real}" -C "{bare}" -c user.name=x -c user.email=x'
    other += ' commit-tree -m x pages^{tree})"'
    lines = f'#!/bin/sh\ncase " $* " in *" push "*) {other};; esac\nexec "{real}" "$@"\n'
    put_file(tmp_path, "davor/git", lines).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'davor'}{os.pathsep}{os.environ['PATH']}")
    put_pages(root, start="zwei")
    assert send(root) == 1
    assert "Inzwischen hat jemand anders veröffentlicht." in capsys.readouterr().err
    assert shown(bare)["index.html"] == b"eins"


def test_a_repository_git_does_not_know_is_answered(root: Path, bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    aim(root, "git:orign/pages")
    assert send(root) == 1
    assert "Dieses Repository kennt git hier nicht" in capsys.readouterr().err


# ── object storage ──


@pytest.fixture
def bucket(
    root: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A folder that rclone knows as »speicher:eimer/kiez«."""
    found = debian.installed("rclone", "rclone", of_run(tmp_path_factory.getbasetemp()) / "debian.lock")
    if isinstance(found, str):
        pytest.skip(found)
    place = tmp_path / "wolke"
    place.mkdir()
    monkeypatch.setenv("RCLONE_CONFIG", str(put_file(tmp_path, "rclone.conf", "")))
    monkeypatch.setenv("RCLONE_CONFIG_SPEICHER_TYPE", "alias")
    monkeypatch.setenv("RCLONE_CONFIG_SPEICHER_REMOTE", str(place))
    aim(root, "rclone:speicher/eimer/kiez")
    return place / "eimer/kiez"


def test_the_storage_holds_the_output_and_nothing_else(root: Path, bucket: Path) -> None:
    assert send(root) == 0
    assert contents(bucket) == contents(root / "output")
    (root / "output/mavi/index.html").unlink()
    put_pages(root, start="zwei", neu="Neu")
    assert send(root, fewer=True) == 0
    assert contents(bucket) == contents(root / "output")


def test_a_change_that_leaves_size_and_time_alone_is_sent(root: Path, bucket: Path) -> None:
    send(root)
    put_pages(root, start="sein")
    stat = (bucket / "index.html").stat()
    os.utime(root / "output/index.html", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert send(root) == 0
    assert contents(bucket) == contents(root / "output")


def test_what_a_broken_attempt_left_behind_goes(root: Path, bucket: Path) -> None:
    send(root)
    put_file(bucket, "_bilder/von-ihr.jpg", b"x")
    put_file(bucket, "index.html", "halb")
    put_pages(root, start="zwei")
    assert send(root) == 0
    assert contents(bucket) == contents(root / "output")


def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, end: str) -> Path:
    """Puts a program before the real ``name`` that notes its arguments, a list a line, and does what ``end`` says."""
    log = tmp_path / f"{name}.log"
    code = (
        f"#!{sys.executable}\nimport json, os, sys\nopen({str(log)!r}, 'a').write(json.dumps(sys.argv[1:]) + '\\n')\n"
    )
    put_file(tmp_path, f"davor/{name}", f"{code}{end}\n").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'davor'}{os.pathsep}{os.environ['PATH']}")
    return log


def calls(log: Path) -> list[list[str]]:
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []


def test_no_page_is_there_before_its_files_and_nothing_goes_before_the_pages_have_changed(
    root: Path, bucket: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(root)
    (root / "output/_bilder/mavi.1f2e.jpg").rename(root / "output/_bilder/mavi.9a9b.jpg")
    put_pages(root, start="mit neuem Bild")
    real = subprocess.run(["which", "rclone"], capture_output=True, encoding="utf-8", check=True).stdout.strip()
    seen = tmp_path / "gesehen"
    # After each step: what a visitor would get.
    look = f"""import pathlib, subprocess
done = subprocess.run([{real!r}, *sys.argv[1:]])
place = pathlib.Path({str(bucket)!r})
state = [(place / "index.html").read_text(), *sorted(one.name for one in (place / "_bilder").iterdir())]
open({str(seen)!r}, "a").write(json.dumps([sys.argv[1], *state]) + "\\n")
sys.exit(done.returncode)"""
    recorded(tmp_path, monkeypatch, "rclone", look)
    assert send(root) == 0
    states = [json.loads(line) for line in seen.read_text("utf-8").splitlines()]
    changes = [(one[0], one[1] == "mit neuem Bild", one[2:]) for one in states if one[0] in ("copy", "sync")]
    assert changes == [
        ("copy", False, ["mavi.1f2e.jpg", "mavi.9a9b.jpg"]),
        ("copy", True, ["mavi.1f2e.jpg", "mavi.9a9b.jpg"]),
        ("sync", True, ["mavi.9a9b.jpg"]),
    ]


def test_a_place_with_something_else_in_it_is_left_alone(
    root: Path, bucket: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_file(bucket, "urlaub/strand.jpg", b"x")
    assert send(root) == 1
    assert "In speicher:eimer/kiez liegt etwas anderes" in capsys.readouterr().err
    assert set(contents(bucket)) == {"urlaub/strand.jpg"}


def test_a_first_attempt_broken_off_can_be_done_again(
    root: Path, bucket: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = subprocess.run(["which", "rclone"], capture_output=True, encoding="utf-8", check=True).stdout.strip()
    with monkeypatch.context() as patch:
        end = f'os.execv({real!r}, ["rclone", *sys.argv[1:]]) if sys.argv[1] != "sync" else sys.exit(5)'
        recorded(tmp_path, patch, "rclone", end)
        assert send(root) == 1
    assert (bucket / "index.html").exists()
    assert send(root) == 0
    assert contents(bucket) == contents(root / "output")


def test_a_manifest_that_is_none_is_said(root: Path, bucket: Path, capsys: pytest.CaptureFixture[str]) -> None:
    send(root)
    put_file(bucket, MANIFEST, "../../etc/passwd")
    put_pages(root, start="zwei")
    assert send(root) == 1
    assert "manifest.sha256, Zeile 1, ist beschädigt." in capsys.readouterr().err
    assert (bucket / "index.html").read_text("utf-8") == "eins"


def test_what_rclone_does_not_know_is_answered(root: Path, bucket: Path, capsys: pytest.CaptureFixture[str]) -> None:
    aim(root, "rclone:speichr/eimer")
    assert send(root) == 1
    assert "rclone kennt hier kein »speichr« (rclone listremotes)." in capsys.readouterr().err


def test_in_which_turn_files_are_sent() -> None:
    before: Mapping[str, str] = {"index.html": "1", "a.css": "1", "feed.xml": "1"}
    now = {"index.html": "2", "neu/index.html": "1", "b.css": "1", "feed.xml": "2"}
    assert in_turn(before, now) == (["b.css"], ["feed.xml", "index.html", "neu/index.html"])


# ── Netlify and Cloudflare: only against a stand-in ──


@pytest.mark.parametrize(
    ("target", "tool", "words"),
    [
        ("netlify:mein-kiez", "netlify", ["deploy", "--prod", "--no-build", "--dir", "OUTPUT", "--site", "mein-kiez"]),
        (
            "cloudflare:mein-kiez",
            "wrangler",
            ["pages", "deploy", "OUTPUT", "--project-name", "mein-kiez", "--branch", "main", "--commit-dirty=true"],
        ),
    ],
)
def test_the_hosts_own_tool_is_called(
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    target: str,
    tool: str,
    words: list[str],
) -> None:
    log = recorded(tmp_path, monkeypatch, tool, "")
    aim(root, target)
    assert send(root, probe=True) == 0
    assert calls(log) == []
    assert send(root) == 0
    assert calls(log) == [[str(root / "output") if word == "OUTPUT" else word for word in words]]
    assert "hält auch frühere Stände unter eigenen Adressen bereit" in capsys.readouterr().out
    assert (root / "cache" / KEPT).read_text("utf-8") == (root / "output" / MANIFEST).read_text("utf-8")


def test_a_tool_that_fails_is_told_of_and_nothing_is_noted(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded(tmp_path, monkeypatch, "netlify", "sys.exit('Error: Not authorized')")
    aim(root, "netlify:mein-kiez")
    assert send(root) == 1
    said = capsys.readouterr().err
    assert "»netlify« ist nicht fertig geworden." in said
    assert "Not authorized" in said
    assert not (root / "cache" / KEPT).exists()


def test_a_tool_that_is_missing_is_named(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for target, tool in (
        ("netlify:kiez", "»netlify«"),
        ("cloudflare:kiez", "»wrangler«"),
        ("git:origin/pages", "git"),
        ("rclone:speicher/kiez", "rclone"),
        ("ssh://kiez@localhost/srv/kiez", "ssh"),
    ):
        aim(root, target)
        assert send(root) == 1
        assert f"Auf diesem Computer fehlt {tool}" in capsys.readouterr().err


def test_an_output_that_was_changed_since_it_was_built_does_not_go_out(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log = recorded(tmp_path, monkeypatch, "netlify", "")
    aim(root, "netlify:mein-kiez")
    assert send(root, probe=True) == 0
    put_file(root, "output/notiz.txt", "von Hand")
    assert send(root) == 1
    assert "In output/ liegt nicht mehr, was gebaut wurde." in capsys.readouterr().err
    assert calls(log) == []


# ── pages that would go ──


@pytest.fixture
def netlify(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Published, 21 pages; what was called so far is forgotten."""
    log = recorded(tmp_path, monkeypatch, "netlify", "")
    aim(root, "netlify:mein-kiez")
    put_pages(root, **{f"betrieb-{number}": "x" for number in range(19)})
    assert send(root) == 0
    log.unlink()
    return log


def lose(root: Path, number: int) -> None:
    for one in range(number):
        (root / f"output/betrieb-{one}/index.html").unlink()
    put_pages(root)


@pytest.mark.parametrize(("lost", "code"), [(2, 0), (3, 1)])
def test_more_than_a_tenth_of_the_pages_does_not_go_unasked(
    root: Path, netlify: Path, capsys: pytest.CaptureFixture[str], lost: int, code: int
) -> None:
    lose(root, lost)
    assert send(root) == code
    assert len(calls(netlify)) == 1 - code
    said = capsys.readouterr().out
    if code:
        assert f"Es würden {lost} von 21 Seiten verschwinden:" in said
        assert all(f"  /betrieb-{number}/\n" in said for number in range(lost))
        assert "python3 tasks.py publish --weniger" in said
        assert send(root, fewer=True) == 0
        assert len(calls(netlify)) == 1


@pytest.mark.parametrize(("answer", "code"), [("ja", 0), ("j", 0), ("nein", 1), ("", 1), (None, 1)])
def test_somebody_who_is_there_is_asked(
    root: Path, netlify: Path, monkeypatch: pytest.MonkeyPatch, answer: str | None, code: int
) -> None:
    lose(root, 5)
    master, slave = os.openpty()
    try:
        # Nobody answers: the end of what is typed.
        os.write(master, b"\x04" if answer is None else f"{answer}\n".encode())
        with os.fdopen(slave, "r", closefd=False) as terminal:
            monkeypatch.setattr(sys, "stdin", terminal)
            assert send(root) == code
    finally:
        os.close(master)
        os.close(slave)
    assert len(calls(netlify)) == 1 - code


# ── the whole command ──

ROOT = Path(__file__).resolve().parent.parent


def whole_site(tmp_path: Path, target: str) -> Path:
    root = good_site(tmp_path)
    settings = f"""import sys
sys.path.insert(0, {str(ROOT)!r})
from pelicanconf import *
SITEURL = FEED_DOMAIN = "https://kiez.berlin"
KIEZ_WORKERS = 1
KIEZ_CACHE = {str(tmp_path / "cache")!r}
PUBLISH = {target!r}
"""
    put_file(root, "publishconf.py", settings)
    return root


def test_publishing_builds_and_brings_it_where_the_settings_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log = recorded(tmp_path, monkeypatch, "netlify", "")
    root = whole_site(tmp_path, "netlify:mein-kiez")
    assert publish.main(date=TODAY, root=root) == 0
    assert len(calls(log)) == 1
    said = capsys.readouterr().out
    pages = len(list((root / "output").rglob("*.html")))
    assert f"Von hier wurde noch nichts veröffentlicht: {pages} Seiten neu" in said
    replace_in(root, "profiles/betriebe/mavi/profil.md", "gewerbe: cafe", "gewerbe: kaffee, 100%")
    assert publish.main(date=TODAY, root=root) == 2
    assert len(calls(log)) == 1, "with errors in the texts nothing goes out"


def test_a_target_that_is_none_is_answered_before_anything_is_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = whole_site(tmp_path, "netlfy:mein-kiez")
    assert publish.main(date=TODAY, root=root) == 2
    assert "meinten Sie »netlify:mein-kiez«?" in capsys.readouterr().err
    assert publish.rollback(root=root) == 2
    assert not (root / "output").exists()


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("netlify:kiez", "Auf diesem Computer fehlt »netlify«"),
        ("cloudflare:kiez", "Auf diesem Computer fehlt »wrangler«"),
        ("git:origin/pages", "Auf diesem Computer fehlt git."),
        ("rclone:speicher/kiez", "Auf diesem Computer fehlt rclone."),
        ("ssh://kiez@localhost/srv/kiez", "Auf diesem Computer fehlt ssh"),
    ],
)
def test_where_there_is_no_way_nothing_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], target: str, why: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    root = whole_site(tmp_path, target)
    for probe in (False, True):
        assert publish.main(date=TODAY, root=root, probe=probe) == 1
        said = capsys.readouterr().err
        assert why in said
        assert said.endswith("Darum wurde nichts gebaut und nichts veröffentlicht.\n")
    assert not (root / "output").exists()


def test_a_branch_that_may_only_be_read_is_noticed_before_anything_is_built(
    tmp_path: Path, bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = whole_site(tmp_path, "git:origin/pages")
    git(root, "init", "-q", "-b", "main")
    git(root, "remote", "add", "origin", str(bare))
    git(root, "remote", "set-url", "--push", "origin", str(tmp_path / "verschlossen"))
    assert publish.main(date=TODAY, root=root) == 1
    assert "Darum wurde nichts gebaut" in capsys.readouterr().err
    assert not (root / "output").exists()
    git(root, "remote", "set-url", "--push", "origin", str(bare))
    assert publish.main(date=TODAY, root=root, probe=True) == 0
    assert git(bare, "for-each-ref") == ""


def test_without_a_target_it_is_said_what_to_upload(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put_file(root, "publishconf.py", 'SITEURL = "https://kiez.berlin"\nKIEZ_WORKERS = 1\n')
    assert send(root) == 0
    assert capsys.readouterr().out == f"Fertig. Hochzuladen ist der ganze Inhalt dieses Ordners: {root / 'output'}\n"


def test_only_an_own_server_goes_back(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    aim(root, "netlify:mein-kiez")
    assert publish.rollback(root=root) == 1
    assert "Einen früheren Stand hat nur der eigene Server" in capsys.readouterr().err
