"""Whatever happens to a build, the site that was there is there, or the new one, whole; the next build clears up.

Each kind of fault strikes at 20 points, the same in every run: the files a build opens, makes, links, removes are
counted, and it is struck when the count is reached (`support/faulty.py`).
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.support.suffering import IN_NAMESPACE, Ordeal, Tree, bytes_of, helper, ordeal, points

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")

FULL = "Der Datenträger ist voll: Bitte Platz schaffen, dann noch einmal. Die Website bleibt, wie sie war.\n"
KILLED = -9


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with all that the site needs."""
    folder = tmp_path_factory.mktemp("warm")
    with ordeal(folder, folder / "output") as site:
        site.succeed()
    return folder / "cache"


@pytest.fixture
def site(warm: Path, tmp_path: Path) -> Iterator[Ordeal]:
    """The site in a folder of its own, built once; its store is warm."""
    shutil.copytree(warm, tmp_path / "cache")
    with ordeal(tmp_path, tmp_path / "out/output") as made:
        made.begin()
        yield made


def endure(
    site: Ordeal, faults: list[dict[str, Any]], after: Callable[[], object] = lambda: None
) -> list[dict[str, Any]]:
    """Builds with each fault, which ``after`` ends, and judges; gives the answers of the builds it was too much for.

    After every fifth fault and at the end a normal build must come out and clear up.
    """
    harmed = []
    old: Tree
    now: Tree
    old, beside = site.look()
    for number, fault in enumerate(faults, 1):
        text, new = next((text, seen) for text, seen in site.known.items() if seen != bytes_of(old))
        site.say(text)
        answer = site.build(**fault)
        now, _ = site.look()
        judge(answer, old, now, new)
        after()
        harmed += [answer] if answer["code"] else []
        if number % 5 == 0 or number == len(faults):
            now, left = site.succeed()
            assert bytes_of(now) == new
            assert left == beside, "litter"
        old = now
    return harmed


def judge(answer: dict[str, Any], old: Tree, now: Tree, new: Mapping[str, str]) -> None:
    """The old site to the last time stamp, or the new one; and a line that says why."""
    code, said = answer["code"], answer["said"]
    if code == 0:
        assert bytes_of(now) == new, (said, differing(old, now))
        assert "wie sie war" not in said, said
    elif code == KILLED:
        assert now == old or bytes_of(now) == new, differing(old, now)
    else:
        # A text that cannot be read is said where the texts are checked; one that is gone, by who links to it as well.
        assert code in (1, 2), said
        assert said.count("\n") == 1 if code == 1 else said.count("\n") >= 3, said
        assert said.endswith(" Die Website bleibt, wie sie war.\n"), said
        assert now == old, differing(old, now)


def differing(old: Tree, now: Tree) -> str:
    """What is not as it was, in a few lines."""
    names = sorted(name for name in old.keys() | now.keys() if old.get(name) != now.get(name))
    return f"{len(names)} of {len(old)} files: {names[:5]}"


def at(site: Ordeal, seed: int, kind: str, number: int = 20, **more: Any) -> list[dict[str, Any]]:
    """The same fault at a number of points of a build."""
    # Where all is written, a full disk is none any more: clearing up takes no space.
    last = site.last if kind in ("kill", "clock") else site.swapped or site.last
    return [{"fault": {"kind": kind, "at": point, **more}} for point in points(seed, last, number)]


def test_killed(site: Ordeal) -> None:
    assert len(endure(site, at(site, 1, "kill"))) == 20


def test_killed_while_pictures_are_made(site: Ordeal) -> None:
    chance = random.Random(2)  # noqa: S311 - it is to be the same each time
    for fault in at(site, 2, "kill")[::5]:
        for entry in chance.sample(kept(site, "bilder"), 3):
            entry.unlink()
        assert endure(site, [fault])


@pytest.mark.parametrize(
    ("kind", "number", "word"), [("full", 20, "ist voll"), ("quota", 5, "ist voll"), ("locked", 10, "nur lesen")]
)
def test_from_one_moment_to_the_next_the_disk_takes_no_more(site: Ordeal, kind: str, number: int, word: str) -> None:
    harmed = endure(site, at(site, 3, kind, number))
    # The rest of the time nothing is written.
    assert len(harmed) >= number // 2
    assert all(word in answer["said"] for answer in harmed), harmed


def test_files_may_not_be_as_large_as_they_are(site: Ordeal) -> None:
    harmed = endure(site, [{"largest": size} for size in points(6, 40_000, 10)])
    assert len(harmed) >= 7
    assert all("ist größer, als" in answer["said"] for answer in harmed), harmed


def test_files_vanish(site: Ordeal) -> None:
    # What is not in the store is made, and what is to be deleted is not missed.
    harmed = endure(site, at(site, 7, "gone"))
    assert len(harmed) >= 3
    assert all("ist unterwegs verschwunden" in one["said"] or one["code"] == 2 for one in harmed), harmed


def test_the_clock_is_set(site: Ordeal) -> None:
    for number, fault in enumerate(at(site, 8, "clock")):
        days = (-4000, -1, 2, 40, 4000)[number % 5]
        fault["fault"]["days"] = days
        for file in (*site.root.rglob("*"), *site.output.rglob("*.html")):
            stamp = file.stat().st_mtime + 86_400 * days
            os.utime(file, (stamp, stamp))
        assert endure(site, [fault]) == []


def test_with_the_locale_c(warm: Path, tmp_path: Path) -> None:
    shutil.copytree(warm, tmp_path / "cache")
    poor = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    with ordeal(tmp_path, tmp_path / "out/output", env=poor) as site:
        site.begin()
        faults = at(site, 9, "kill")
        for fault in faults[::2]:
            fault["fault"]["kind"] = "full"
        harmed = endure(site, faults)
    assert len(harmed) >= 15


def test_two_builds_at_once(site: Ordeal, tmp_path: Path) -> None:
    refused = 0
    for number, point in enumerate(points(10, site.last)):
        old, beside = site.look()
        text, new = next((text, seen) for text, seen in site.known.items() if seen != bytes_of(old))
        site.say(text)
        waiting, until = tmp_path / f"waiting-{number}", tmp_path / f"until-{number}"
        fault = {"kind": "wait", "at": point, "waiting": str(waiting), "until": str(until)}
        site.build("start", name="first", fault=fault)
        while not waiting.exists():
            pass
        second = site.build()
        between, _ = site.look()
        until.touch()
        first = site.helper.ask("wait", name="first")
        now, left = site.look()
        assert first["code"] == 0, first["said"]
        assert left == beside, "litter"
        assert bytes_of(now) == new
        assert between == old or bytes_of(between) == new
        if second["code"]:
            refused += 1
            assert second["said"].startswith("Es wird gerade gebaut (seit "), second["said"]
            assert second["said"].count("\n") == 1
    assert refused >= 18


DAMAGES = (
    "half",
    "nothing",
    "flipped",
    "silently flipped",
    "folder",
    "link",
    "locked",
    "no sum",
    "nonsense",
    "swapped",
)


@pytest.mark.parametrize("seed", range(4))
def test_damaged_store(site: Ordeal, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - it is to be the same each time
    old, _ = site.look()
    # Pictures suffer each kind in turn, the smaller things any.
    strikes = [("bilder", DAMAGES[(3 * seed + number) % len(DAMAGES)]) for number in range(3)]
    strikes += [(folder, chance.choice(DAMAGES)) for folder in ("namen", "vorlagen")]
    for folder, kind in strikes:
        entry = chance.choice(kept(site, folder))
        print(f"seed {seed}: {kind}: {entry}")
        damage(entry, kind, chance.choice(kept(site, "bilder")))
    new, _ = site.succeed()
    assert bytes_of(new) == bytes_of(old), differing(old, new)
    again, _ = site.succeed()
    assert again == new


def kept(site: Ordeal, folder: str) -> list[Path]:
    """The entries of one store, in order."""
    return sorted(p for p in (site.root.parent / "cache" / folder).glob("??/*") if p.suffix != ".sum" and p.is_file())


def damage(entry: Path, kind: str, other: Path) -> None:
    """What can become of an entry."""
    data, was, note = entry.read_bytes(), entry.stat(), entry.with_name(f"{entry.name}.sum")
    flipped = bytearray(data)
    flipped[len(data) // 2] ^= 1
    if kind in ("flipped", "silently flipped"):
        # In place, as it happens to somebody who edits the file that is linked into the output.
        with entry.open("rb+") as file:
            file.write(flipped)
        if kind == "silently flipped":
            os.utime(entry, ns=(was.st_atime_ns, was.st_mtime_ns))
    elif kind == "half":
        os.truncate(entry, len(data) // 2)
    elif kind == "nothing":
        os.truncate(entry, 0)
    elif kind in ("folder", "link"):
        entry.unlink()
        if kind == "link":
            entry.symlink_to(other)
        else:
            (entry / "darin").mkdir(parents=True)
    elif kind == "locked":
        entry.chmod(0)
    elif kind == "no sum":
        note.unlink()
    elif kind == "nonsense":
        note.write_bytes(b"\xff\x00" * 40)
    else:
        entry.write_bytes(other.read_bytes() if other != entry else b"")


@pytest.fixture
def namespace() -> tuple[str, ...]:
    """How to start a program with mounts of its own."""
    if not shutil.which("unshare"):
        pytest.skip("needs mounts of its own: there is no unshare here")
    tried = subprocess.run(
        [*IN_NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], check=False, capture_output=True, text=True
    )
    if tried.returncode:
        pytest.skip(f"needs mounts of its own: {tried.stderr.strip()}")
    return IN_NAMESPACE


def test_a_small_disk_is_full(warm: Path, tmp_path: Path, namespace: tuple[str, ...]) -> None:
    shutil.copytree(warm, tmp_path / "cache")
    small = tmp_path / "small"
    small.mkdir()
    with ordeal(tmp_path, small / "output", before=namespace) as site:
        site.helper.run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", small)
        site.begin()
        # Linked or copied, it is the same disk that fills up.
        fill = ["sh", "-c", f"head -c 1G /dev/zero > {small}/voll"]
        faults = at(site, 11, "run", command=fill)
        harmed = endure(site, faults, lambda: site.helper.run("rm", "-f", small / "voll"))
    # The rest of the time what is written is read and compared.
    assert len(harmed) >= 10
    assert all(answer["said"] == FULL for answer in harmed), harmed


def test_a_source_that_can_only_be_read(warm: Path, tmp_path: Path, namespace: tuple[str, ...]) -> None:
    shutil.copytree(warm, tmp_path / "cache")
    with ordeal(tmp_path, tmp_path / "out/output", before=namespace) as site:
        site.helper.run("mount", "--bind", site.root, site.root)
        site.begin()
        lock = ["mount", "-o", "remount,bind,ro", str(site.root)]
        open_again = ["mount", "-o", "remount,bind,rw", str(site.root)]
        faults = at(site, 12, "run", command=lock)
        assert endure(site, faults, lambda: site.helper.run(*open_again)) == [], "nothing is written beside the texts"


def test_a_site_that_can_only_be_read_with_its_output(warm: Path, tmp_path: Path, namespace: tuple[str, ...]) -> None:
    shutil.copytree(warm, tmp_path / "cache")
    with ordeal(tmp_path, tmp_path / "site/output", before=namespace) as site:
        site.helper.run("mount", "--bind", site.root, site.root)
        site.begin()
        lock = ["mount", "-o", "remount,bind,ro", str(site.root)]
        open_again = ["mount", "-o", "remount,bind,rw", str(site.root)]
        harmed = endure(site, at(site, 13, "run", 10, command=lock), lambda: site.helper.run(*open_again))
    assert all("lässt sich nur lesen" in answer["said"] for answer in harmed), harmed


@pytest.mark.parametrize("plain", [False, True], ids=["exchanged", "renamed twice"])
def test_killed_at_every_line_of_the_swap(tmp_path: Path, *, plain: bool) -> None:
    output = tmp_path / "output"
    with helper(tmp_path) as program:

        def swap(text: str, line: int = 0, *names: str) -> int:
            files = dict.fromkeys(("index.html", "mavi/index.html", *names), text)
            return int(program.ask("swap", output=str(output), files=files, line=line, plain=plain)["code"])

        def read() -> tuple[list[str], list[str]]:
            names = sorted(path.name for path in tmp_path.iterdir())
            return [file.read_text("utf-8") for file in sorted(output.rglob("*.html"))], names

        assert swap("0") == 0
        old = ["0", "0"]
        line, code = 0, KILLED
        while code == KILLED:
            line += 1
            code = swap(f"{line}", line)
            seen, _ = read()
            assert seen in (old, [f"{line}"] * 2) or (plain and not output.exists()), f"line {line}"
            old = seen or old
            swap("half", 0, "../outside")
            assert read() == (old, ["output"]), f"line {line}: a build that fails clears up as well"
    assert line > 80
    assert old == [f"{line}"] * 2
