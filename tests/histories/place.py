"""Where a site of a history lies and is built: once over what was there before, and once from nothing."""

from __future__ import annotations

import contextlib
import difflib
import io
import os
import re
import shutil
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiezgroessen.shell import build

from .world import CONF, World

CACHE = "cache"
SHARED = ("schrift",)
"""Stores below the cache that all sites of a run share: cutting fonts takes seconds, and their keys say all."""
SHARED_BY_FRESH = ("schrift", "farben", "bilder", "vorlagen", "gepackt")
"""Stores that builds from nothing share with each other, never with the one that goes on. `test_store.py` and its
neighbours test them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in a tree: its bytes (``None`` for a folder), its mode, its time stamp in nanoseconds."""

    data: bytes | None
    mode: int
    time: int


Tree = Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a build gave: its exit code, or what it raised, what it said of problems, and the output afterwards."""

    code: int | str
    said: str
    tree: Tree


class Place:
    """A folder with a site, its outputs and its cache; ``world`` is what the site consists of."""

    def __init__(self, folder: Path, world: World, shared: Path) -> None:
        self.folder = folder
        self.shared = shared
        self.world = world
        self.root = folder / "site"
        self._written: Mapping[str, bytes] = {}
        self.settle()
        _borrow(self.root / CACHE, shared / "alle", SHARED)

    @property
    def output(self) -> Path:
        """Where the site is built to at the moment."""
        return self.root / self.world.output

    @property
    def cache(self) -> Path:
        """All that is remembered."""
        return self.root / CACHE

    def settle(self) -> None:
        """Writes what the world has and the folder has not; nothing else is touched."""
        wanted = self.world.sources()
        for path in self._written.keys() - wanted.keys():
            file = self.root / path
            file.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # there is something else in it
                file.parent.rmdir()
        for path, data in wanted.items():
            if self._written.get(path) != data:
                _save(self.root / path, data)
        for folder in ("profiles/betriebe", "profiles/aktionen", "profiles/einrichtungen", "content/meldungen"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        self._written = wanted

    def build(self) -> Answer:
        """Builds over what is there, with all that is remembered."""
        return _built(self.root, self.output, self.world.day)

    def copy(self) -> None:
        """Copies what a build has to start from, before one changes it, to where `build_fresh` works: the sources.

        Only a published site looks at the one before it, for the style sheets that stay for one more release.
        """
        elsewhere = self.folder / "neu"
        shutil.rmtree(elsewhere, ignore_errors=True)
        for path, data in self._written.items():
            file = elsewhere / "site" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        root, output = elsewhere / "site", elsewhere / "site/output"
        _borrow(root / CACHE, self.shared / "neue", SHARED_BY_FRESH)
        if self.world.settings.get("KIEZ_HOSTED") and self.output.is_dir():
            shutil.copytree(self.output, output, symlinks=True)

    def build_fresh(self) -> Answer:
        """Builds what was copied, with nothing that is remembered."""
        root = self.folder / "neu/site"
        return _built(root, root / "output", self.world.day)


_HOW_FAR = re.compile(r"^[^\n:]+: \d+ von \d+\n", re.MULTILINE)


def _built(root: Path, output: Path, day: str) -> Answer:
    said, code = io.StringIO(), "?"
    result: int | str = code
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        try:
            result = build.main(root=root, output=output, date=day, conf=CONF)
        except Exception as reason:  # noqa: BLE001 - a broken template raises what it likes, each time the same
            result = f"{type(reason).__name__}: {reason}".replace(str(root), "")
    # How far a build is depends on how busy the computer is.
    heard = _HOW_FAR.sub("", said.getvalue())
    return Answer(result, heard.replace(str(root), ""), tree(output))


def tree(folder: Path) -> dict[str, Entry]:
    """All below a folder, hidden files too."""
    found: dict[str, Entry] = {}
    for here, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(here) / name
            known = path.lstat()
            data = path.read_bytes() if stat.S_ISREG(known.st_mode) else None
            found[path.relative_to(folder).as_posix()] = Entry(data, known.st_mode, known.st_mtime_ns)
    return found


def differences(before: Tree, made: Answer, fresh: Answer) -> list[str]:
    """What is not as it should be, in German; ``before`` is the output as the build found it."""
    if (made.code, made.said) != (fresh.code, fresh.said):
        told = _diff(f"{fresh.code}\n{fresh.said}", f"{made.code}\n{made.said}")
        return [f"Die Meldungen sind andere:\n{told}"]
    if made.code != 0:
        names = sorted(before.keys() | made.tree.keys())
        changed = [name for name in names if not _untouched(before.get(name), made.tree.get(name))]
        return [f"Nach Fehlern ist die alte Ausgabe nicht mehr, wie sie war: {name}" for name in changed[:3]]
    found = []
    for name in sorted(made.tree.keys() | fresh.tree.keys()):
        one, other = made.tree.get(name), fresh.tree.get(name)
        if one is None or other is None:
            found.append(f"{name} {'fehlt' if one is None else 'ist zu viel'}.")
        elif one.mode != other.mode:
            found.append(f"{name} hat die Rechte {one.mode:o} statt {other.mode:o}.")
        elif one.data != other.data:
            found.append(f"{name} ist anders:\n{_diff_of(other.data, one.data)}")
        elif (old := before.get(name)) and old.data is not None and old.data == one.data and old.time != one.time:
            found.append(f"{name} ist gleich geblieben und hat eine neue Zeit.")
    return found


def _untouched(old: Entry | None, now: Entry | None) -> bool:
    """Whether a failed build has left something alone. That everybody may read it again, as was meant, is no harm."""
    if old is None or now is None:
        return old is now
    return (old.data, old.time) == (now.data, now.time) and now.mode in (old.mode, stat.S_IFREG | 0o644)


def _diff_of(wanted: bytes | None, got: bytes | None) -> str:
    try:
        return _diff((wanted or b"").decode(), (got or b"").decode())
    except UnicodeDecodeError:
        return f"  {len(wanted or b'')} Bytes wären richtig, {len(got or b'')} sind es."


def _diff(wanted: str, got: str) -> str:
    lines = difflib.unified_diff(_lines(wanted), _lines(got), "neu gebaut", "weiter gebaut", lineterm="", n=0)
    return "\n".join(f"  {line[:240]}" for line in list(lines)[:14])


def _lines(text: str) -> list[str]:
    """Pages have long lines; a new one at each element shows more."""
    return text.replace("><", ">\n<").splitlines()


def _save(file: Path, data: bytes) -> None:
    """As text programs do: some write into the file, others put a new one in its place."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if len(data) % 2:
        file.write_bytes(data)
        return
    fresh = file.with_name(f".#{file.name}")
    fresh.write_bytes(data)
    fresh.replace(file)


def _borrow(cache: Path, shared: Path, names: tuple[str, ...]) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    for name in names:
        (shared / name).mkdir(parents=True, exist_ok=True)
        if not (cache / name).exists():
            (cache / name).symlink_to(shared / name)
