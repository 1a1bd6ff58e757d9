"""What the repository remembers of texts: how a file was when another one was written last."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path


class NoHistoryError(Exception):
    """There is no git here, or no repository."""


def last_commits(root: Path, folders: Iterable[str]) -> Mapping[str, str]:
    """The commit in which each file below these folders was changed last; files that are not committed are left out.

    Paths are relative to ``root``. Raises `NoHistoryError`.
    """
    told = _git(root, "log", "--format=%x00%H", "--name-only", "--no-renames", "--relative", "-z", "--", *folders)
    found: dict[str, str] = {}
    commit = ""
    for word in told.split("\0"):
        name = word.lstrip("\n")
        if len(name) == 40 and "/" not in name:
            commit = name
        elif name:
            found.setdefault(name, commit)
    now = _git(root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *folders)
    prefix = _git(root, "rev-parse", "--show-prefix").strip()
    for entry in now.split("\0"):
        found.pop(entry[3:].removeprefix(prefix), None)
    return found


def at(root: Path, places: Iterable[tuple[str, str]]) -> Mapping[str, bytes]:
    """The files of some ``(commit, path)``, by path; those that were not there then are left out.

    Raises `NoHistoryError`.
    """
    found: dict[str, bytes] = {}
    for commit, path in places:
        try:
            done = subprocess.run(
                ["git", "-C", str(root), "cat-file", "blob", f"{commit}:./{path}"], capture_output=True, check=False
            )
        except OSError as fault:
            raise NoHistoryError from fault
        if done.returncode == 0:
            found[path] = done.stdout
    return found


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, check=False)
    except OSError as fault:
        raise NoHistoryError from fault
    if done.returncode:
        raise NoHistoryError
    return done.stdout.decode("utf-8", "replace")
