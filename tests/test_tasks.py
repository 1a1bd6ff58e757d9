"""What a person meets who types `python3 tasks.py`: the list of tasks, and an environment that makes itself."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support.wheelhouse import source, wheel

from kiezgroessen.shell import bootstrap

ROOT = Path(__file__).resolve().parent.parent
EMPTY_LOCK = "# nothing to install, so these tests need no network\n"

Said = subprocess.CompletedProcess[str]


def run(arguments: list[str], folder: Path) -> Said:
    return subprocess.run(arguments, cwd=folder, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="session")
def outside() -> str:
    """The Python this environment was made with."""
    return str(getattr(sys, "_base_executable", sys.executable))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository whose tasks.py only tells in which Python it has arrived, and whose locks are empty."""
    return lay_out(tmp_path / "mein kiez")


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory, outside: str) -> tuple[Path, Said]:
    """A repository that was started once, and what it said."""
    root = lay_out(tmp_path_factory.mktemp("first") / "kiez")
    return root, run([outside, str(root / "tasks.py"), "build", "--date", "2026-05-01"], root.parent)


@pytest.fixture
def settled(first_start: tuple[Path, object], tmp_path: Path) -> Path:
    """A copy of that repository, to be spoiled."""
    return Path(shutil.copytree(first_start[0], tmp_path / "umgezogen", symlinks=True))


def lay_out(root: Path) -> Path:
    (root / "requirements").mkdir(parents=True)
    for kind in ("base", "test"):
        (root / "requirements" / f"{kind}.txt").write_text(EMPTY_LOCK, "utf-8")
    package = root / "plugins" / "kiezgroessen"
    (package / "shell").mkdir(parents=True)
    for name in ("__init__.py", "shell/__init__.py", "shell/bootstrap.py", "shell/stamp.py"):
        shutil.copy(ROOT / "plugins" / "kiezgroessen" / name, package / name)
    head, settled, _tasks = (ROOT / "tasks.py").read_text("utf-8").partition("NEEDS_TESTS)\n")
    tells = "import kiezgroessen\nprint('angekommen:', sys.prefix, sys.argv[1:])\nsys.exit(7)\n"
    (root / "tasks.py").write_text(head + settled + tells, "utf-8")
    return root


def test_the_list_of_tasks_names_every_task_with_its_help() -> None:
    shown = run([sys.executable, str(ROOT / "tasks.py"), "--list"], ROOT.parent)
    assert shown.returncode == 0, shown.stderr
    tasks = {line.split()[0]: line for line in shown.stdout.splitlines() if line.startswith("  ")}
    assert set(tasks) == {
        "barriers",
        "build",
        "translations",
        "serve",
        "check",
        "consent",
        "due",
        "links",
        "kit",
        "match",
        "new",
        "intake",
        "visit",
        "test",
        "teeth",
        "attack",
        "histories",
        "bench",
        "publish",
        "rollback",
        "verify-live",
        "takedown",
        "hosting",
        "golden",
        "strings",
        "reference",
        "sbom",
    }
    assert [line for line in tasks.values() if not line.endswith(".")] == []


@pytest.mark.parametrize(
    "name",
    [
        "build",
        "serve",
        "report",
        "consents",
        "due",
        "links",
        "new",
        "intake",
        "bench",
        "proof",
        "teeth",
        "hosting",
        "strings",
        "reference",
    ],
)
def test_the_work_of_every_task_exists(name: str) -> None:
    assert importlib.util.find_spec(f"kiezgroessen.shell.{name}") is not None


def test_the_first_start_makes_the_environment_and_passes_everything_on(
    first_start: tuple[Path, Said],
) -> None:
    root, said = first_start
    assert said.returncode == 7, said.stderr
    assert f"angekommen: {root / '.venv'} ['build', '--date', '2026-05-01']" in said.stdout
    assert "Fertig eingerichtet." in said.stderr


def test_the_next_start_finds_it_there_wherever_the_repository_has_moved(settled: Path, outside: str) -> None:
    said = run([outside, "tasks.py", "build"], settled)
    assert (said.returncode, said.stderr) == (7, "")
    assert f"angekommen: {settled / '.venv'} ['build']" in said.stdout


def test_the_environments_own_python_finds_the_package_wherever_the_repository_has_moved(settled: Path) -> None:
    python = settled / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    found = run([str(python), "-c", "import kiezgroessen; print(kiezgroessen.__file__)"], settled.parent)
    assert found.stdout.strip() == str(settled / "plugins" / "kiezgroessen" / "__init__.py")


def test_a_changed_lock_is_installed_and_an_unchanged_one_is_not(settled: Path, outside: str) -> None:
    (settled / "requirements" / "base.txt").write_text(EMPTY_LOCK + "# newer\n", "utf-8")
    assert "Fertig eingerichtet." in run([outside, "tasks.py", "build"], settled).stderr
    assert run([outside, "tasks.py", "build"], settled).stderr == ""


def test_the_tests_have_a_set_of_their_own_which_holds_the_base_set(settled: Path, outside: str) -> None:
    (settled / "requirements" / "base.txt").write_text(EMPTY_LOCK + "# newer\n", "utf-8")
    assert "Fertig" in run([outside, "tasks.py", "test"], settled).stderr
    assert run([outside, "tasks.py", "build"], settled).stderr == ""


def test_a_broken_environment_is_made_anew(settled: Path, outside: str) -> None:
    settings = settled / ".venv" / "pyvenv.cfg"
    settings.write_text(settings.read_text("utf-8").replace("home = ", "home = /weg"), "utf-8")
    (settled / ".venv" / "rest.txt").touch()
    again = run([outside, "tasks.py", "build"], settled)
    assert again.returncode == 7, again.stderr
    assert not (settled / ".venv" / "rest.txt").exists()


def test_a_package_that_cannot_be_installed_leaves_no_stamp_and_says_so(settled: Path, outside: str) -> None:
    lock = f"gibt-es-nicht==1.0 --hash=sha256:{hashlib.sha256(b'').hexdigest()}\n--no-index\n"
    (settled / "requirements" / "base.txt").write_text(lock, "utf-8")
    failed = run([outside, "tasks.py", "build"], settled)
    assert failed.returncode == 1
    assert "gibt-es-nicht" in failed.stderr
    assert "Das Einrichten ist nicht gelungen." in failed.stderr
    assert not bootstrap.is_fitting(settled, "base")


# --- what is installed is what the lock names, whatever the computer's settings and whoever has put files there


@dataclass(frozen=True)
class Shop:
    """A repository that was started once, and two folders of packages: the one we know and somebody else's."""

    root: Path
    outside: str
    ours: Path
    theirs: Path

    def install(self, lock: str, **settings: str) -> Said:
        """Start it with this lock; ``settings`` are pip's, as variables of the environment."""
        (self.root / "requirements" / "base.txt").write_text(lock, "utf-8")
        whence = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": f"{self.ours.as_uri()} {self.theirs.as_uri()}"}
        environment = os.environ | {"PIP_CONFIG_FILE": os.devnull} | whence | settings
        command = [self.outside, "tasks.py", "build"]
        return subprocess.run(
            command, cwd=self.root, env=environment, capture_output=True, encoding="utf-8", check=False
        )

    def says(self, name: str) -> str:
        """What the package says that was installed, "" where none was."""
        python = self.root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        return run([str(python), "-c", f"import {name}; print({name}.SAYS)"], self.root).stdout.strip()


@pytest.fixture
def shop(settled: Path, outside: str, tmp_path: Path) -> Shop:
    return Shop(settled, outside, tmp_path / "ours", tmp_path / "theirs")


def test_a_package_with_the_digest_of_the_lock_is_installed(shop: Shop) -> None:
    digest = wheel(shop.ours, "brot", "1.0", "ours")
    said = shop.install(f"brot==1.0 --hash=sha256:{digest}\n")
    assert said.returncode == 7, said.stderr
    assert shop.says("brot") == "ours"


def refused(shop: Shop, said: Said) -> None:
    assert said.returncode == 1
    assert "Das Einrichten ist nicht gelungen." in said.stderr
    assert shop.says("brot") == ""
    assert not bootstrap.is_fitting(shop.root, "base")


def test_a_package_that_was_tampered_with_is_refused(shop: Shop) -> None:
    digest = wheel(shop.ours, "brot", "1.0", "ours")
    wheel(shop.ours, "brot", "1.0", "somebody else's")
    said = shop.install(f"brot==1.0 --hash=sha256:{digest}\n")
    refused(shop, said)
    assert "DO NOT MATCH THE HASHES" in said.stderr


@pytest.mark.parametrize("first", ["ours", "theirs"])
@pytest.mark.parametrize("version", ["1.0", "99.0"])
def test_a_package_of_the_same_name_from_elsewhere_is_never_taken(shop: Shop, version: str, first: str) -> None:
    """Of the same version it has another digest, and a higher version is not what was asked for."""
    digest = wheel(shop.ours, "brot", "1.0", "ours")
    wheel(shop.theirs, "brot", version, "somebody else's")
    ways = [shop.ours.as_uri(), shop.theirs.as_uri()]
    said = shop.install(
        f"brot==1.0 --hash=sha256:{digest}\n", PIP_FIND_LINKS=" ".join(ways if first == "ours" else ways[::-1])
    )
    if said.returncode == 7:
        assert shop.says("brot") == "ours"
    else:  # of two files of one name pip looks at one only, and rather stops
        assert version == "1.0"
        refused(shop, said)


def test_somebody_elses_package_alone_is_refused(shop: Shop) -> None:
    digest = wheel(shop.ours, "brot", "1.0", "ours")
    shutil.rmtree(shop.ours)
    shop.ours.mkdir()
    wheel(shop.theirs, "brot", "1.0", "somebody else's")
    refused(shop, shop.install(f"brot==1.0 --hash=sha256:{digest}\n"))


def test_after_an_installation_that_was_broken_off_the_lock_before_it_is_installed_again(shop: Shop) -> None:
    lock = f"brot==1.0 --hash=sha256:{wheel(shop.ours, 'brot', '1.0', 'ours')}\n"
    assert "Fertig eingerichtet." in shop.install(lock).stderr
    assert shop.install(lock).stderr == ""
    assert shop.install(f"{lock}mehl==1.0 --hash=sha256:{'0' * 64}\n").returncode == 1
    assert "Fertig eingerichtet." in shop.install(lock).stderr, "nobody knows what is there now"


def test_a_lock_without_digests_is_refused(shop: Shop) -> None:
    wheel(shop.ours, "brot", "1.0", "ours")
    refused(shop, shop.install("brot==1.0\n"))


def test_what_the_lock_does_not_name_is_refused_even_if_a_package_needs_it(shop: Shop) -> None:
    digest = wheel(shop.ours, "brot", "1.0", "ours", needs="mehl")
    wheel(shop.ours, "mehl", "1.0", "nobody looked at it")
    refused(shop, shop.install(f"brot==1.0 --hash=sha256:{digest}\n"))
    assert shop.says("mehl") == ""


def test_nothing_foreign_is_run_while_installing(shop: Shop, tmp_path: Path) -> None:
    digest = source(shop.ours, "brot", "1.0", tmp_path / "was-run")
    refused(shop, shop.install(f"brot==1.0 --hash=sha256:{digest}\n"))
    assert not (tmp_path / "was-run").exists()


def test_settings_that_would_install_something_else_or_elsewhere_do_not_count(shop: Shop, tmp_path: Path) -> None:
    digest = wheel(shop.ours, "brot", "1.0", "ours")
    other = {"PIP_REQUIRE_HASHES": "0", "PIP_NO_BINARY": ":all:", "PIP_TARGET": str(tmp_path / "elsewhere")}
    said = shop.install(f"brot==1.0 --hash=sha256:{digest}\n", **other, PIP_DRY_RUN="1", PIP_PRE="1")
    assert said.returncode == 7, said.stderr
    assert shop.says("brot") == "ours"
    assert not (tmp_path / "elsewhere").exists()


def test_a_python_without_venv_gets_the_command_that_helps(checkout: Path, outside: str) -> None:
    bare = "import sys, runpy; sys.modules['ensurepip'] = sys.modules['pip'] = None; sys.argv = ['tasks.py', 'build']; "
    failed = run([outside, "-c", bare + "runpy.run_path('tasks.py', run_name='__main__')"], checkout)
    assert failed.returncode == 1
    assert "sudo apt install python3-venv" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_python_too_old_gets_a_sentence(checkout: Path, outside: str) -> None:
    old = "import sys, runpy; sys.version_info = (3, 10, 4); sys.version = '3.10.4 (main)'; "
    failed = run([outside, "-c", old + "runpy.run_path('tasks.py', run_name='__main__')"], checkout)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.strip() == "Kiezgrößen braucht Python 3.11 oder neuer; dies ist 3.10.4."


def test_the_bootstrap_needs_nothing_but_the_standard_library(outside: str) -> None:
    # -I: no environment variables and no user packages; -S: no site-packages.
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'plugins')!r}); import kiezgroessen.shell.bootstrap"
    imported = run([outside, "-I", "-S", "-c", code], ROOT)
    assert imported.returncode == 0, imported.stderr


@pytest.mark.parametrize("kind", ["base", "test"])
def test_every_locked_package_has_a_digest_and_no_address(kind: str) -> None:
    text = (ROOT / "requirements" / f"{kind}.txt").read_text("utf-8")
    lines = text.replace("\\\n", " ").splitlines()
    entries = [line for line in lines if line and not line.lstrip().startswith("#")]
    assert len(entries) > 25
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert re.findall(r"--hash=(?!sha256:[0-9a-f]{64}\b)\S*", text) == []
    assert "://" not in text
    assert "--index-url" not in text


def test_what_builds_the_site_is_also_what_is_tested() -> None:
    def pins(kind: str) -> set[str]:
        lines = (ROOT / "requirements" / f"{kind}.txt").read_text("utf-8").splitlines()
        return {line.split()[0] for line in lines if "==" in line}

    assert pins("base") | pins("heic") | pins("cluster") <= pins("test")
