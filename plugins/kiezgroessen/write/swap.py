"""The new output takes the place of the old one, at once or not at all."""

from __future__ import annotations

import filecmp
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FORGOTTEN = 3600
"""Seconds: a folder that has been building for longer belongs to a build that was killed."""


@contextmanager
def staging(output: Path) -> Iterator[Path]:
    """A fresh folder beside ``output``; what is in it at the end becomes the output. After an error all is as before.

    Files that are the same as before keep their time stamp, so that rsync and caches move only what is new.
    """
    recover(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f"{output.name}.neu-", dir=output.parent))
    try:
        fresh.chmod(0o755)  # mkdtemp's folders are for one user only; a web server must read this one
        yield fresh
        _keep_times(output, fresh)
        _swap(output, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def recover(output: Path) -> None:
    """Puts the old output back where a power cut hit between the two renames of `_swap`; clears what was left lying."""
    old = _old(output)
    if old.exists() and not output.exists():
        old.rename(output)
    shutil.rmtree(old, ignore_errors=True)
    for left in output.parent.glob(f"{output.name}.neu-*"):
        if time.time() - left.stat().st_mtime > _FORGOTTEN:
            shutil.rmtree(left, ignore_errors=True)


def _swap(output: Path, fresh: Path) -> None:
    if output.exists():
        output.rename(_old(output))
    fresh.rename(output)
    shutil.rmtree(_old(output), ignore_errors=True)


def _old(output: Path) -> Path:
    return output.with_name(f"{output.name}.alt")


def _keep_times(old: Path, new: Path) -> None:
    for file in new.rglob("*"):
        before = old / file.relative_to(new)
        if not file.is_file() or not before.is_file():
            continue
        if os.path.samefile(file, before) or filecmp.cmp(file, before, shallow=False):  # noqa: PTH121 - pairs with cmp
            stat = before.stat()
            os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
