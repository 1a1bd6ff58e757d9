"""The surroundings of every task: ``.venv`` with exactly the packages of ``requirements/*.txt``, made when needed.

Runs in any Python from 3.11 on before a single package is there: standard library only. Every package is a ready-made
wheel with a known digest, so that nothing foreign is compiled or run while installing. The one exception and the
reasons: ``docs/decisions/pins.md``.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Literal

Kind = Literal["base", "test"]

NO_VENV = """Diesem Python fehlt ein Teil, den Debian und Ubuntu getrennt ausliefern.
Bitte einmal eingeben:  sudo apt install python3-venv
Danach denselben Befehl noch einmal."""
NO_INSTALL = """Das Einrichten ist nicht gelungen. Meist fehlt das Netz:
bitte prüfen und denselben Befehl noch einmal eingeben."""
_WHENCE = frozenset(
    {"INDEX_URL", "EXTRA_INDEX_URL", "NO_INDEX", "FIND_LINKS", "TRUSTED_HOST", "PROXY", "CERT", "CLIENT_CERT"}
    | {"KEYRING_PROVIDER", "CACHE_DIR", "NO_CACHE_DIR", "CONFIG_FILE", "DEFAULT_TIMEOUT", "TIMEOUT", "RETRIES"}
)
"""Settings of pip that stay the computer's own: whence and how packages come. The digests say whether they are ours."""
INSIDE = "Die Umgebung .venv ist unbrauchbar. Bitte mit dem Python des Systems neu starten: python3 tasks.py"


def settle(root: Path, script: Path, arguments: Sequence[str], needs_tests: Collection[str]) -> None:
    """Return when this process runs in the environment its task needs; otherwise make that and start ``script`` in it.

    ``needs_tests`` are the task names that need the larger set. Raises ``SystemExit`` with a German sentence where the
    environment cannot be made. With a fitting environment no network is used and the price is one start of Python.
    """
    kind: Kind = "test" if any(argument in needs_tests for argument in arguments) else "base"
    venv = root / ".venv"
    is_inside = Path(sys.prefix).resolve() == venv.resolve()
    if not is_fitting(root, kind):
        if is_inside and not is_usable(venv):
            raise SystemExit(INSIDE)
        pip = [str(_python(venv)), "-m", "pip"] if is_usable(venv) else _make(root, venv)
        _install(root, venv, pip, kind)
    if is_inside:
        return
    command = [str(_python(venv)), str(script), *arguments]
    if os.name == "nt":  # exec would hand the console back before the task is done
        raise SystemExit(subprocess.call(command))
    os.execv(command[0], command)


def is_usable(venv: Path) -> bool:
    """Whether ``venv`` was made by a Python of this very version which is still where it was."""
    lines = _text(venv / "pyvenv.cfg").splitlines()
    settings = {key.strip(): value.strip() for key, equals, value in (line.partition("=") for line in lines) if equals}
    is_same = settings.get("version", "").split(".")[:2] == [str(part) for part in sys.version_info[:2]]
    return is_same and Path(settings.get("home", "?")).is_dir() and _python(venv).exists()


def is_fitting(root: Path, kind: Kind) -> bool:
    """Whether ``.venv`` is usable and holds what the lock of ``kind`` asks for."""
    venv = root / ".venv"
    return is_usable(venv) and _text(_mark(venv, kind)) == _stamp(root, kind)


def _stamp(root: Path, kind: Kind) -> str:
    lock = (root / "requirements" / f"{kind}.txt").read_bytes()
    return f"{sys.version_info.major}.{sys.version_info.minor} {hashlib.sha256(lock).hexdigest()}"


def _mark(venv: Path, kind: Kind) -> Path:
    return venv / f"kiezgroessen-{kind}.stamp"


def _python(venv: Path) -> Path:
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _make(root: Path, venv: Path) -> list[str]:
    """Make ``venv`` anew; gives the start of the command line that calls pip for it."""
    has_pip = importlib.util.find_spec("ensurepip") is not None
    # A Debian without python3-venv may still have a pip of its own, which can serve another environment.
    if not has_pip and importlib.util.find_spec("pip") is None:
        raise SystemExit(NO_VENV)
    shutil.rmtree(venv, ignore_errors=True)
    base = getattr(sys, "_base_executable", None) or sys.executable
    made = subprocess.run([base, "-m", "venv", *([] if has_pip else ["--without-pip"]), str(venv)], check=False)
    if made.returncode != 0:
        raise SystemExit(NO_VENV)
    packages = Path(sysconfig.get_path("purelib", "venv", vars={"base": str(venv), "platbase": str(venv)}))
    # Relative, so that the repository can be moved; a .pth file, so that editors and pytest find the package as well.
    (packages / "kiezgroessen.pth").write_text(os.path.relpath(root / "plugins", packages) + "\n", "utf-8")
    return [str(_python(venv)), "-m", "pip"] if has_pip else [base, "-m", "pip", "--python", str(_python(venv))]


def _install(root: Path, venv: Path, pip: list[str], kind: Kind) -> None:
    lock = root / "requirements" / f"{kind}.txt"
    total = sum("==" in line for line in lock.read_text("utf-8").splitlines())
    _say(f"Die Werkstatt wird eingerichtet: {total} Bausteine. Das dauert einmalig etwa eine Minute.")
    for each in ("base", "test"):  # an installation that is broken off must not pass for a whole one
        _mark(venv, each).unlink(missing_ok=True)
    options = ["--require-hashes", "--only-binary", ":all:", "--disable-pip-version-check", "--no-input"]
    if sys.platform != "linux":  # its author publishes wheels for Linux alone
        options += ["--no-binary", "rcssmin"]
    command = [*pip, "install", *options, "--requirement", str(lock)]
    heard: list[str] = []
    seen = 0
    with subprocess.Popen(
        command,
        env=_whence_only(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as process:
        for line in process.stdout or ():
            heard.append(line.rstrip())
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                seen += 1
                if seen % 10 == 0:
                    _say(f"  {seen} von {total}")
            elif line.startswith("Installing collected"):
                _say("  Alles da, wird ausgepackt …")
    if process.returncode != 0:
        _say("\n".join(heard[-12:]))
        raise SystemExit(NO_INSTALL)
    # The test set holds the base set, so both are in order then.
    done: tuple[Kind, ...] = ("base", "test") if kind == "test" else ("base",)
    for each in done:
        _mark(venv, each).write_text(_stamp(root, each), "utf-8")
    _say("Fertig eingerichtet.")


def _whence_only(environment: Mapping[str, str]) -> dict[str, str]:
    """Without what would have pip install something else, or elsewhere: ``PIP_NO_DEPS``, ``PIP_TARGET``, ..."""
    return {
        name: value
        for name, value in environment.items()
        if not name.startswith("PIP_") or name.removeprefix("PIP_") in _WHENCE
    }


def _say(line: str) -> None:
    # Standard error: what a task prints can be piped on without these lines in it.
    print(line, file=sys.stderr, flush=True)
