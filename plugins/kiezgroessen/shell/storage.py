"""Object storage (S3 and what is like it), and any other place that rclone knows: it has the keys, we the order.

Nothing there can be switched at once, so nothing is taken away before nobody needs it any more: first the files that
nobody asks for yet, then pages and whatever else is different, then what is gone is deleted.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..check.manifest import read_manifest
from ..write.manifest import MANIFEST
from .connection import PublishError
from .manifest import Manifest, compare, pages
from .targets import Storage

_NOT_FOUND = (3, 4)
"""rclone's exit codes for a folder or file that is not there."""


@dataclass(frozen=True, slots=True)
class ObjectStorage:
    """The place of ``target``, by rclone."""

    target: Storage

    def ready(self) -> None:
        """Whether rclone can look there. Raises `PublishError`."""
        self.online()

    def online(self) -> Manifest | None:
        """What lies there, by its manifest. Raises `PublishError`, also for a place that holds something else."""
        shown = self._run("lsf", "--files-only", "--max-depth=1", self._place, quiet=True)
        names = shown.splitlines() if shown is not None else []
        if MANIFEST in names:
            text = self._run("cat", f"{self._place}/{MANIFEST}")
            # Nothing but our mark: a first attempt was broken off (see `bring`).
            return read_manifest(text) if text else {}
        if names or self._run("lsf", "--max-depth=1", self._place, quiet=True):
            raise PublishError(
                f"In {self._place} liegt etwas anderes als eine von hier veröffentlichte Website."
                " Bitte einen leeren Ort nennen, oder diesen von Hand leeren."
            )
        return None

    def bring(self, output: Path, text: str, _started: dt.datetime) -> str:
        """Brings ``output`` there. Raises `PublishError`; what is there then may be partly new, but nothing is missing.

        The manifest goes last, so that what was broken off is sent again.
        """
        before, now = self.online(), read_manifest(text)
        with tempfile.TemporaryDirectory() as folder:
            if before is None:
                # A mark that the place is ours: after a broken first attempt it is no foreign one.
                mark = Path(folder) / "leer"
                mark.touch()
                self._run("copyto", str(mark), f"{self._place}/{MANIFEST}")
            for number, names in enumerate(in_turn(before or {}, now)):
                listed = Path(folder) / str(number)
                listed.write_text("".join(f"{name}\n" for name in names), "utf-8")
                # By our own list and not by what rclone takes for changed: some places know sizes and nothing else.
                listing = ("--files-from-raw", str(listed), "--ignore-times", "--no-traverse")
                if names:
                    self._run("copy", str(output), self._place, *listing)
        # By what really lies there: a broken attempt may have left files that no manifest names.
        self._run("sync", str(output), self._place, "--size-only", "--delete-after", "--exclude", f"/{MANIFEST}")
        self._run("copyto", str(output / MANIFEST), f"{self._place}/{MANIFEST}", "--ignore-times")
        return f"{self._place} hat jetzt den neuen Stand."

    @property
    def _place(self) -> str:
        return f"{self.target.remote}:{self.target.path}"

    def _run(self, *words: str, quiet: bool = False) -> str | None:
        """What rclone says; with ``quiet`` `None` where there is nothing. Raises `PublishError`."""
        try:
            done = subprocess.run(
                ["rclone", *words], stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
            )
        except FileNotFoundError as exc:
            raise PublishError("Auf diesem Computer fehlt rclone.") from exc
        if done.returncode == 0:
            return done.stdout
        if quiet and done.returncode in _NOT_FOUND:
            return None
        said = "\n".join(f"    {line}" for line in done.stderr.strip().splitlines()[-3:])
        if "didn't find section in config file" in done.stderr:
            raise PublishError(f"rclone kennt hier kein »{self.target.remote}« (rclone listremotes).\n{said}")
        raise PublishError(
            f"rclone ist nicht fertig geworden. Noch einmal veröffentlichen bringt alles in Ordnung.\n{said}"
        )


def in_turn(before: Manifest, now: Manifest) -> Sequence[Sequence[str]]:
    """What is to be sent, in two parts: what nobody asks for yet, and what is seen at once."""
    change = compare(before, now)
    shown = {*change.changed, *pages(change.new)}
    return [name for name in change.new if name not in shown], sorted(shown)
