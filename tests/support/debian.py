"""Programs of Debian that tests start: servers, and what asks them. Unpacked beside this environment, not installed.

So nothing of theirs starts by itself, nothing of the computer changes, and who runs the tests need not be root. Only
what does not work like that, because it wants an account of its own, is installed (`installed`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

PACKAGES = ("nginx", "libnginx-mod-http-brotli-static", "apache2", "caddy", "wrk")
PLACE = Path(sys.prefix) / "share" / "debian"
_SYSTEM = ("/usr/sbin", "/usr/local/sbin")
"""Where servers lie that only root has on the search path."""


@dataclass(frozen=True)
class Programs:
    """Everything that was unpacked, below a folder as it would lie below the root of a computer."""

    root: Path

    def path(self, name: str) -> Path:
        """``usr/sbin/nginx``"""
        return self.root / name

    @property
    def environment(self) -> dict[str, str]:
        """What their libraries are found by."""
        libraries = sorted({str(file.parent) for file in self.root.glob("usr/lib/*-linux-*/*.so*")})
        return {**os.environ, "LD_LIBRARY_PATH": ":".join(libraries)}


def programs() -> Programs:
    """Those of `PACKAGES`, brought when first asked for. A computer that cannot have them skips, and says why."""
    with FileLock(f"{PLACE}.lock"):
        if not PLACE.exists():
            _bring()
    return Programs(PLACE)


def _bring() -> None:
    if sys.platform != "linux" or not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        pytest.skip("nginx, Apache, Caddy and wrk come as packages of Debian, and this is neither Debian nor Ubuntu")
    with tempfile.TemporaryDirectory(dir=PLACE.parent) as folder:
        archives, fresh = Path(folder) / "archives", Path(folder) / "fresh"
        (archives / "partial").mkdir(parents=True)
        fetch = [
            "apt-get",
            "-y",
            "--download-only",
            "--reinstall",
            "--no-install-recommends",
            "-o",
            "Debug::NoLocking=1",
        ]
        fetch += ["-o", f"Dir::Cache::archives={archives}", "install", *PACKAGES]
        result = _run(fetch)
        if result.returncode != 0:
            # Fresh containers come without the lists of what there is.
            _run(["apt-get", "update"])
            result = _run(fetch)
        if result.returncode != 0:
            pytest.skip(f"apt-get could not fetch {', '.join(PACKAGES)}: {result.stderr[-500:]}")
        for package in sorted(archives.glob("*.deb")):
            subprocess.run(["dpkg-deb", "-x", package, fresh], check=True)
        fresh.rename(PLACE)


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def installed(name: str, package: str, lock: Path) -> Path | str:
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
