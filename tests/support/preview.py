"""`tasks.py serve` of a house of its own with the small site in it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .sites import GOOD

HOUSE = Path(__file__).parents[2]
SERVE = """
import sys
from pathlib import Path
from kiezgroessen.shell import serve
sys.exit(serve.main(port=18850, date=sys.argv[2], root=Path(sys.argv[1])))
"""
PATIENCE = 60
"""Seconds; only a broken server needs them."""


@dataclass
class Preview:
    """Where it is served and what it has said so far; whatever a test changes is put back afterwards."""

    root: Path
    address: str
    log: Path

    def says(self, text: str) -> None:
        """Waits until it has said something."""
        end = time.monotonic() + PATIENCE
        while text not in (said := self.log.read_text("utf-8")):
            assert time.monotonic() < end, said
            time.sleep(0.05)

    def put_back(self) -> None:
        """All files as they were."""
        for place, origin in (("content", GOOD), ("profiles", GOOD), ("theme", HOUSE), ("plugins", HOUSE)):
            wanted = {file.relative_to(origin) for file in (origin / place).rglob("*") if is_source(file)}
            for file in [file for file in (self.root / place).rglob("*") if is_source(file)]:
                if file.relative_to(self.root) not in wanted:
                    file.unlink()
            for name in wanted:
                if (self.root / name).read_bytes() != (origin / name).read_bytes():
                    shutil.copy(origin / name, self.root / name)


def is_source(file: Path) -> bool:
    """A file that somebody has written."""
    return file.is_file() and "__pycache__" not in file.parts


@contextmanager
def serving(root: Path, *, day: str = "", code: Path | None = None) -> Iterator[Preview]:
    """A house at ``root``, served for a ``day`` (default: today); ``code`` is where Python looks for modules first."""
    shutil.copytree(GOOD, root)
    for name in ("plugins", "theme"):
        shutil.copytree(HOUSE / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOUSE / "pelicanconf.py", root)
    log = root.parent / "gesagt.txt"
    paths = os.pathsep.join(str(path) for path in (code, root / "plugins") if path)
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(root), day],
            env=os.environ | {"PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    preview = Preview(root, "", log)
    try:
        preview.says("Speichern genügt")
        found = re.search(r"http://localhost:\d+", log.read_text("utf-8"))
        assert found
        preview.address = found[0]
        time.sleep(1)  # until the watcher has taken its place, which it does not say
        yield preview
    finally:
        process.terminate()
        process.wait(20)
