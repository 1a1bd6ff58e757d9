"""A real browser for the tests: found, or installed, or an error. A test that needs it is never skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = ("Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium")
WINDOWS = ("Google/Chrome/Application/chrome.exe", "Chromium/Application/chrome.exe")

QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
    # No name but this computer's own can be looked up: a page that asks for a foreign host does not get through.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


_APT = "apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300"
"""Other processes of a run may be at it at the same time."""


class NoBrowserError(Exception):
    """There is no Chrome or Chromium, and none could be installed."""


def launch(playwright: Playwright) -> Browser:
    """Start a Chrome or Chromium without a window. Raises ``NoBrowserError``."""
    program = find(playwright) or _install(playwright)
    if not has_stand_ins() and _is_root() and shutil.which("apt-get"):
        _run(f"apt-get update && {_APT} fonts-liberation")
    # Chromium refuses its sandbox to root, which is whom containers run as; elsewhere it stays on.
    sandbox = ["--no-sandbox"] if _is_root() else []
    return playwright.chromium.launch(executable_path=program, args=[*QUIET, *sandbox])


def until(page: Page, said: str) -> None:
    """Waits until an expression is true in a page. `wait_for_function` evaluates text there, which our policy forbids.

    Raises ``TimeoutError`` after ten seconds.
    """
    end = time.monotonic() + 10
    while not page.evaluate(said):
        if time.monotonic() > end:
            raise TimeoutError(said)
        page.wait_for_timeout(20)


def has_stand_ins() -> bool:
    """Whether this computer has Arial or its double: by it is measured what stands in for our fonts while they come."""
    if sys.platform != "linux":
        return True
    families = _run("fc-list : family").stdout if shutil.which("fc-list") else ""
    return "Liberation Sans" in families or "Arial" in families


def find(playwright: Playwright) -> Path | None:
    """The first browser of this computer that really starts."""
    return next((program for program in _candidates(playwright) if _works(program)), None)


def _candidates(playwright: Playwright) -> Iterator[Path]:
    for name in NAMES:
        if found := shutil.which(name):
            yield Path(found)
    for folder in (Path("/Applications"), Path.home() / "Applications"):
        yield from (folder / app for app in MAC)
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if variable in os.environ:
            yield from (Path(os.environ[variable]) / program for program in WINDOWS)
    yield Path(playwright.chromium.executable_path)


def _works(program: Path) -> bool:
    if not program.is_file():
        return False
    if sys.platform != "linux":
        return True
    # Ubuntu's `chromium` may be a stub that only says where to get the real one.
    try:
        asked = subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _install(playwright: Playwright) -> Path:
    commands = []
    if _is_root() and shutil.which("apt-get"):
        commands.append(f"apt-get update && {_APT} chromium")
    dependencies = " --with-deps" if commands else ""
    commands.append(f'"{sys.executable}" -m playwright install{dependencies} chromium')
    said = ""
    for command in commands:
        result = _run(command)
        said += f"\n$ {command}\n{result.stdout[-2000:]}{result.stderr[-2000:]}"
        if program := find(playwright):
            return program
    raise NoBrowserError(f"neither Chrome nor Chromium is installed, and installing failed:{said}")


def _run(command: str) -> subprocess.CompletedProcess[str]:
    # S602: the commands are those of this module, with nothing in them that comes from outside.
    return subprocess.run(command, shell=True, capture_output=True, encoding="utf-8", check=False)  # noqa: S602
