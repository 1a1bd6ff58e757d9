"""A branch that a host of git repositories shows as a site: GitHub, Codeberg and others.

It has one commit without a past each time, so that what was taken down is not kept in the branch's history.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..check.manifest import read_manifest
from ..write.manifest import MANIFEST
from .connection import PublishError
from .manifest import Manifest
from .targets import Branch

_OF_THE_HOST = ("CNAME", ".domains")
"""Files in which the hosts note the site's own domain: they stay, or the domain would be lost."""
_NO_JEKYLL = ".nojekyll"
"""Without it GitHub leaves out what begins with an underscore."""
_RAW = ("-c", "core.autocrlf=false", "-c", "core.safecrlf=false", "-c", "core.attributesFile=/dev/null")
"""Files go out as they were built, whatever this computer does to the ends of lines."""
_MISLEADING = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"})
"""As they are set while git runs a hook."""
_NAME = "Kiezgrößen"
_ADDRESS = "veroeffentlichen@localhost"


@dataclass(frozen=True, slots=True)
class PagesBranch:
    """The branch of ``target`` as the repository around ``root`` knows it; ``store`` is a repository for the while."""

    target: Branch
    root: Path
    store: Path

    def ready(self) -> None:
        """Whether the branch may be replaced, by a push that is only played. Raises `PublishError`."""
        self.online()
        empty = self._git("hash-object", "-w", "-t", "tree", "--stdin").decode().strip()
        self._push(self._commit(empty, "Probe", self.root), self._tip(), "--dry-run")

    def online(self) -> Manifest | None:
        """What the branch shows. Raises `PublishError`, also for a branch that is something else."""
        commit = self._tip()
        if not commit:
            return None
        # Of all the pictures nothing but their names, where the host can do that.
        self._git("fetch", "--no-tags", "--depth=1", "--filter=blob:none", self.target.remote, self._ref)
        if (shown := self._blob(commit, MANIFEST)) is None:
            raise PublishError(
                f"Der Zweig »{self.target.branch}« enthält etwas anderes als eine von hier veröffentlichte Website."
                " Bitte in publishconf.py einen Zweig nennen, den es noch nicht gibt, oder diesen von Hand löschen."
            )
        return read_manifest(shown.decode())

    def bring(self, output: Path, _text: str, started: dt.datetime) -> str:
        """Replaces the branch by one commit with ``output``. Raises `PublishError`; the branch is as it was then."""
        before = self._tip()
        if before:
            self.online()
        tree = ("--work-tree", str(output))
        # Also what a .gitignore of this computer or of the repository would leave out.
        self._git(*_RAW, *tree, "add", "--all", "--force", ".", at=output)
        self._add(_NO_JEKYLL, b"")
        for name in _OF_THE_HOST if before else ():
            if not (output / name).exists() and (kept := self._blob(before, name)) is not None:
                self._add(name, kept)
        whole = self._git("write-tree").decode().strip()
        message = f"Stand {started.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"
        self._push(self._commit(whole, message, output), before)
        return (
            f"Der Zweig »{self.target.branch}« hat jetzt den neuen Stand. Bis ihn alle sehen, dauert es einige Minuten."
        )

    def _commit(self, whole: str, message: str, at: Path) -> str:
        return self._git(*_identity(), "commit-tree", whole, "-m", message, at=at).decode().strip()

    def _push(self, commit: str, before: str, *options: str) -> None:
        """Only in the place of ``before``, which was seen: who publishes at the same time is not overrun."""
        lease = f"--force-with-lease={self._ref}:{before}"
        self._git("push", "--no-verify", *options, lease, self.target.remote, f"{commit}:{self._ref}")

    @property
    def _ref(self) -> str:
        return f"refs/heads/{self.target.branch}"

    def _tip(self) -> str:
        """The commit the branch has now, empty where there is no branch."""
        return self._git("ls-remote", self.target.remote, self._ref).decode().partition("\t")[0]

    def _blob(self, commit: str, name: str) -> bytes | None:
        listed = self._git("ls-tree", "-z", commit, "--", name)
        return self._git("cat-file", "blob", f"{commit}:{name}") if listed else None

    def _add(self, name: str, data: bytes) -> None:
        blob = self._git("hash-object", "-w", "--stdin", given=data).decode().strip()
        self._git("update-index", "--add", "--cacheinfo", f"100644,{blob},{name}")

    def _git(self, *words: str, at: Path | None = None, given: bytes = b"") -> bytes:
        """What git says. Raises `PublishError`."""
        return _run("-C", str(at or self.root), "--git-dir", str(self.store), *words, given=given)


@contextlib.contextmanager
def opened(target: Branch, root: Path) -> Iterator[PagesBranch]:
    """The branch, until the end of the block. Raises `PublishError`."""
    config = _run("-C", str(root), "rev-parse", "--path-format=absolute", "--git-path", "config").decode().strip()
    with tempfile.TemporaryDirectory() as folder:
        # A site that is replaced every day would pile up in the editors' own repository. This one has its remotes and
        # how it signs in to them; what is set after the include counts.
        store = Path(folder) / "ablage"
        _run("init", "--quiet", "--bare", "--template=", str(store))
        note = store / "config"
        note.write_text(f"[include]\n\tpath = {_quoted(config)}\n[core]\n\tbare = true\n", "utf-8")
        yield PagesBranch(target, root, store)


def _run(*words: str, given: bytes = b"") -> bytes:
    # Nobody is there to type a password. Variables that lead to another repository would win over --git-dir.
    clean = {key: value for key, value in os.environ.items() if key not in _MISLEADING}
    try:
        done = subprocess.run(
            ["git", *words], env={**clean, "GIT_TERMINAL_PROMPT": "0"}, input=given, capture_output=True, check=False
        )
    except FileNotFoundError as exc:
        raise PublishError("Auf diesem Computer fehlt git.") from exc
    if done.returncode == 0:
        return done.stdout
    raise PublishError(_complaint(done.stderr.decode(errors="replace")))


def _identity() -> tuple[str, ...]:
    """Who made the commit: the program, for who pressed the key is nobody's business on the web."""
    return ("-c", f"user.name={_NAME}", "-c", f"user.email={_ADDRESS}")


def _quoted(path: str) -> str:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _complaint(said: str) -> str:
    usual = {
        "stale info": "Inzwischen hat jemand anders veröffentlicht. Bitte noch einmal.",
        "does not appear to be a git repository": "Dieses Repository kennt git hier nicht (git remote -v).",
        "not a git repository": "Dieser Ordner ist kein git-Repository.",
        "could not read Username": "Der Anbieter will eine Anmeldung. Bitte mit git einmal von Hand anmelden.",
        "Permission denied": "Der Anbieter lässt diesen Computer nicht ein. Ist der Schlüssel im ssh-agent?",
    }
    told = next((german for words, german in usual.items() if words in said), "git hat den Zweig nicht ersetzt.")
    return "\n".join([told, *(f"    {line}" for line in said.strip().splitlines()[-3:])])
