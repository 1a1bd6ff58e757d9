"""What is made once for a whole run of the tests, however many processes share the work."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock


def of_run(basetemp: Path) -> Path:
    """The temporary folder that all processes of a run share."""
    # Each of them has a folder of its own, side by side in the one of the run.
    return basetemp.parent if "PYTEST_XDIST_WORKER" in os.environ else basetemp


def once(basetemp: Path, name: str, make: Callable[[Path], object]) -> Path:
    """The ``output`` in the folder ``name`` of this run, which ``make`` fills when first asked for; only to be read.

    ``basetemp`` is what ``tmp_path_factory.getbasetemp()`` gives. Processes that ask meanwhile wait. ``make`` is given
    the folder ``name``; ``output`` must appear in it whole, as it does when a site is built.
    """
    folder = of_run(basetemp) / name
    with FileLock(f"{folder}.lock"):
        if not (folder / "output").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            make(folder)
    return folder / "output"
