"""The second of the trees that take turns, made with the first one: else the first small change would wait for it."""

# Plain strings: with a hundred thousand files pathlib takes longer than the disk.
# ruff: noqa: PTH102

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from .swap import spare_of


def double(output: Path) -> None:
    """Lays a tree beside ``output`` whose files are one and the same with its own, where there is none yet.

    Half of it is no harm: what is missing will be noticed. On a disk that knows no links it stays empty.
    """
    output, spare = output.resolve(), str(spare_of(output))
    if os.path.lexists(spare):
        return
    stack = [""]
    with contextlib.suppress(OSError):
        while stack:
            inside = stack.pop()
            os.mkdir(f"{spare}/{inside}")
            with os.scandir(f"{output}/{inside}") as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        stack.append(f"{inside}{entry.name}/")
                    else:
                        os.link(entry.path, f"{spare}/{inside}{entry.name}", follow_symlinks=False)
