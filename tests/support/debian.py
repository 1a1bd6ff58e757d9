"""Programs that tests of publishing need: found, or taken from Debian, or a reason why a test is skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from filelock import FileLock

_SYSTEM = ("/usr/sbin", "/usr/local/sbin")
"""Where servers lie that only root has on the search path."""


def program(name: str, package: str, lock: Path) -> Path | str:
    """Where a program is; or, in words, why there is none. ``lock`` is a file that the processes of a run share."""
    with FileLock(lock):
        if found := _found(name):
            return found
        if os.name == "nt" or os.geteuid() != 0 or not shutil.which("apt-get"):
            return f"{name} is not installed, and only root on Debian or Ubuntu can get it (package {package})"
        said = ""
        for words in (["update"], ["install", "-y", "--no-install-recommends", package]):
            done = subprocess.run(
                ["apt-get", *words],
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            said = done.stderr[-500:]
        return _found(name) or f"{name} could not be installed: {said}"


def _found(name: str) -> Path | None:
    where = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *_SYSTEM]))
    return Path(where) if where else None
