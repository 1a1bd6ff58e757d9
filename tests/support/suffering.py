"""A small site with an output, and a program that builds it while things go wrong (`faulty.py`)."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.sites import TODAY, good_site, put_file

ROOT = Path(__file__).resolve().parents[2]
PAGE = "content/seiten/barrierefreiheit.md"
IN_NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")
"""A process with mounts of its own, for whoever may have one; root of this computer or not."""

Tree = Mapping[str, tuple[str, int]]
"""Names of files, with digests and times."""


def points(seed: int, last: int, number: int = 20) -> list[int]:
    """Random points from 1 to ``last``, the same for the same seed, one in each of ``number`` equal parts."""
    chance = random.Random(seed)  # noqa: S311 - it is to be the same each time
    found = [chance.randint(last * part // number + 1, last * (part + 1) // number) for part in range(number)]
    print(f"seed {seed}: {found} of {last}")
    return found


@contextmanager
def helper(
    below: Path, *, before: Sequence[str] = (), house: Path = ROOT, env: Mapping[str, str] | None = None
) -> Iterator[Helper]:
    """The program, with ``env`` added to its environment and ``before`` written before its command."""
    command = [*before, sys.executable, "-m", "tests.support.faulty", f"{below}/"]
    paths = os.pathsep.join([str(house / "plugins"), str(house)])
    with subprocess.Popen(
        command,
        cwd=house,
        env=os.environ | {"PYTHONPATH": paths} | dict(env or {}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="ascii",
    ) as process:
        yield Helper(process)
        assert process.stdin is not None
        process.stdin.close()


@dataclass(frozen=True, slots=True)
class Helper:
    """`faulty.py` at work."""

    process: subprocess.Popen[str]

    def ask(self, do: str, **job: Any) -> Any:
        """Its answer to a job."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": do} | job) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, f"it died of {do} {job}"
        return json.loads(answer)

    def run(self, *command: str | Path) -> None:
        """A command, as the program sees the computer; it must succeed."""
        done = self.ask("run", command=[str(word) for word in command])
        assert done["code"] == 0, f"{command}: {done['said']}"


def settings(root: Path, cache: Path, house: Path = ROOT, **more: object) -> None:
    """Gives a site settings of its own: those of the house, and a few values."""
    values = {"KIEZ_CACHE": str(cache), "KIEZ_WORKERS": 1, "KIEZ_SURE": True} | more
    lines = [
        "import sys",
        f"sys.path.insert(0, {str(house)!r})",
        "from pelicanconf import *",
        "SITEURL = FEED_DOMAIN = 'https://kiez.example'",
        *(f"{name} = {value!r}" for name, value in values.items()),
    ]
    put_file(root, "publishconf.py", "\n".join(lines) + "\n")


@dataclass(slots=True)
class Ordeal:
    """A site that is built again and again; it says one thing or another, so old and new can be told apart."""

    helper: Helper
    root: Path
    output: Path
    known: dict[str, dict[str, str]] = field(default_factory=dict)
    """What the output is for each thing that it says."""
    last: int = 0
    """How many points the last build had that nothing happened to,"""
    swapped: int = 0
    """and at which of them the new output took the old one's place."""

    def begin(self) -> None:
        """Builds it with each thing that it says, so that there is an old output."""
        # Only the fourth build finds everything that a build can leave for the next one.
        for text in ("gut", "besser", "gut", "besser"):
            self.say(text)
            self.known[text] = bytes_of(self.succeed()[0])
        assert self.known["gut"] != self.known["besser"]

    def say(self, text: str) -> None:
        """What the site says from now on."""
        page = self.root / PAGE
        start = page.read_text("utf-8").partition("\nStand der Dinge: ")[0]
        page.write_text(f"{start}\nStand der Dinge: {text}\n", "utf-8")

    def build(self, do: str = "build", **more: Any) -> Any:
        """Builds it, with what is to happen in ``fault`` and other things in ``more``."""
        job = {"root": str(self.root), "output": str(self.output), "date": TODAY} | more
        return self.helper.ask(do, **job)

    def look(self) -> tuple[dict[str, tuple[str, int]], list[str]]:
        """The output and what lies beside it."""
        seen = self.helper.ask("look", output=str(self.output))
        return {name: (digest, time) for name, (digest, time) in seen["tree"].items()}, seen["beside"]

    def succeed(self) -> tuple[Tree, list[str]]:
        """A normal build; what there is afterwards."""
        answer = self.build()
        assert answer["code"] == 0, answer["said"]
        last, self.swapped = answer["points"]
        # The next one may have a little less to do.
        self.last = last - last // 10
        return self.look()


def bytes_of(seen: Tree) -> dict[str, str]:
    """A tree without the times."""
    return {name: digest for name, (digest, _) in seen.items()}


@contextmanager
def ordeal(
    folder: Path, output: Path, *, before: Sequence[str] = (), env: Mapping[str, str] | None = None
) -> Iterator[Ordeal]:
    """The good site in ``folder``, not built yet."""
    root = good_site(folder)
    settings(root, folder / "cache")
    with helper(folder, before=before, env=env) as program:
        yield Ordeal(program, root, output)
