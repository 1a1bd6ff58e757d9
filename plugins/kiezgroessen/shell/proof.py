"""Everything that is proved about the program: style, types, tests, one after the other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main(root: Path, *, only: str = "tests") -> int:
    """Run every proof, even after one has failed, so that one run shows everything; 0 when all hold, otherwise 1.

    The tests come last: the last line to be seen is their sum. ``only`` is the file or folder to be tested, a folder by
    as many processes as there are cores.
    """
    proofs = {
        "Regeln (ruff check)": ["ruff", "check", "--output-format", "concise"],
        "Form (ruff format)": ["ruff", "format", "--check"],
        "Typen (mypy)": ["mypy"],
    }
    failed = [title for title, command in proofs.items() if _run(root, title, command) != 0]
    if failed:
        print(f"\nSchon vor den Tests nicht bestanden: {', '.join(failed)}", flush=True)
    # Whoever has nothing left to do takes over from the others, so that what shares a page stays together until then.
    shared = ["--numprocesses", "auto", "--dist", "worksteal"] if (root / only).is_dir() else []
    tests = _run(root, "Tests (pytest)", ["pytest", *shared, only])
    return 1 if failed or tests else 0


def renew_golden(root: Path) -> int:
    """Write the golden pages anew from what the tests make; pytest's exit code."""
    return _run(root, "Musterseiten", ["pytest", "--renew-golden", "tests"])


def attack(root: Path, *, folder: str = "", write: bool = False) -> int:
    """Every attack of ``folder`` (default: the corpora beside the project) in every place; 1 where one came through.

    ``write`` renews the figures in ``docs/security.md``. The harness is a part of the tests: ``tests/attack/``.
    """
    options = [*(["--folder", folder] if folder else []), *(["--write"] if write else [])]
    return _run(root, "Angriffe", ["tests.attack", *options])


def histories(root: Path, *, count: int, seed: int) -> int:
    """So many random histories from the number ``seed`` on; 1 where a site built on is not one built anew.

    The harness is a part of the tests: ``tests/histories/``.
    """
    return _run(root, "Geschichten", ["tests.histories", "--count", str(count), "--seed", str(seed)])


def barriers(root: Path, *, write: bool = False) -> int:
    """Axe and Lighthouse over the sample; 1 where there is a barrier. ``write`` renews what the declaration says."""
    return _run(root, "Barrieren", ["tests.barriers", *(["--write"] if write else [])])


def _run(root: Path, title: str, command: list[str]) -> int:
    print(f"\n── {title} ──", flush=True)
    return subprocess.run([sys.executable, "-m", *command], cwd=root, check=False).returncode
