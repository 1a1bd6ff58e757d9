"""Where the site goes: the one line ``PUBLISH`` of ``publishconf.py``, read into a target or what is wrong with it.

Keys and passwords have no place in that line: they stay with ssh, git and the hosts' own tools.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from ..problems import ContentError, Problem, error, nearest

CONF = "publishconf.py"
SETTING = "PUBLISH"
_EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "ssh": "ssh://kiez@example.org/srv/kiez",
        "rclone": "rclone:speicher/mein-kiez",
        "git": "git:origin/pages",
        "netlify": "netlify:mein-kiez",
        "cloudflare": "cloudflare:mein-kiez",
    }
)
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\]"
_SSH = re.compile(
    rf"//(?:(?P<user>[A-Za-z0-9_][\w.-]*)@)?(?P<host>{_HOST})(?::(?P<port>\d{{1,5}}))?(?P<path>/.*)", re.ASCII
)
_PLACE = re.compile(r"(?P<remote>[A-Za-z0-9_][\w.-]*)/(?P<path>[^/-].*)", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)
_HOME = "/~/"


@dataclass(frozen=True, slots=True)
class OwnServer:
    """A folder on a server that is reached by ssh. ``path`` is absolute, or relative to the home of ``user``."""

    host: str
    path: str
    user: str = ""
    port: int | None = None

    @property
    def login(self) -> str:
        """As ssh takes it: ``kiez@example.org``."""
        return f"{self.user}@{self.host}" if self.user else self.host


@dataclass(frozen=True, slots=True)
class Storage:
    """A place that rclone knows by the name ``remote``: a bucket, or a folder in one."""

    remote: str
    path: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of a repository that git knows by the name ``remote``."""

    remote: str
    branch: str


@dataclass(frozen=True, slots=True)
class Netlify:
    """A site there, by name or number."""

    site: str


@dataclass(frozen=True, slots=True)
class Cloudflare:
    """A project of Cloudflare Pages."""

    project: str


Target: TypeAlias = OwnServer | Storage | Branch | Netlify | Cloudflare


def target_of(root: Path, value: object) -> Target | None:
    """The target that ``PUBLISH = value`` in the settings of ``root`` names; `None` where there is none.

    Raises `ContentError` for a value that names no target, and for a setting that was probably meant to be this one.
    """
    if value is None:
        if found := _misspelt(root / CONF):
            raise ContentError([found])
        return None
    target, why = _read(value)
    if target is None:
        line, shown = _place(root / CONF)
        raise ContentError([error(CONF, line, why, shown=shown)])
    return target


def _read(value: object) -> tuple[Target | None, str]:
    """The target, or what is wrong in German."""
    if not isinstance(value, str) or not value.strip():
        return None, f"{SETTING} braucht ein Ziel in Anführungszeichen. {_all_examples()}"
    if not value.isprintable() or value != value.strip():
        return None, f"{SETTING} enthält ein unsichtbares Zeichen. {_all_examples()}"
    kind, colon, rest = value.partition(":")
    if kind not in _EXAMPLES:
        guess = nearest(kind, _EXAMPLES)
        meant = f" – meinten Sie »{_EXAMPLES[guess]}«?" if guess else f". {_all_examples()}"
        return None, f"Ein Ziel »{kind}{colon}« gibt es nicht{meant}"
    target = _target(kind, rest)
    return target, "" if target else f"»{value}« ist noch kein Ziel. So wird es geschrieben: {_EXAMPLES[kind]}"


def _target(kind: str, rest: str) -> Target | None:
    if kind == "ssh":
        return _server(rest)
    if kind in ("rclone", "git"):
        found = _PLACE.fullmatch(rest)
        if found is None or ".." in found["path"].split("/"):
            return None
        if kind == "git":
            return Branch(found["remote"], found["path"]) if _is_branch(found["path"]) else None
        return Storage(found["remote"], found["path"].rstrip("/"))
    if not _NAME.fullmatch(rest):
        return None
    return Netlify(rest) if kind == "netlify" else Cloudflare(rest)


def _server(rest: str) -> OwnServer | None:
    found = _SSH.fullmatch(rest)
    if found is None:
        return None
    path = found["path"].removeprefix(_HOME) if found["path"].startswith(_HOME) else found["path"]
    path = path.rstrip("/")
    port = int(found["port"]) if found["port"] else None
    # The whole disk is nobody's site; a name that begins with a dash would be taken for an option.
    if not path or path.startswith("-") or ".." in path.split("/") or (port is not None and not 0 < port < 65536):
        return None
    return OwnServer(found["host"].strip("[]"), path, found["user"] or "", port)


def _is_branch(name: str) -> bool:
    """Whether git takes it for a branch (a strict part of what ``git check-ref-format`` says)."""
    return re.fullmatch(r"[A-Za-z0-9_][\w./-]*[\w-]", name, re.ASCII) is not None and "//" not in name


def _all_examples() -> str:
    return f"Möglich sind: {', '.join(_EXAMPLES.values())}; oder None."


def _place(conf: Path) -> tuple[int | None, str | None]:
    """The line of the setting, and its text."""
    lines = conf.read_text("utf-8").splitlines() if conf.exists() else []
    found = [(n, text) for n, text in enumerate(lines, 1) if re.match(rf"{SETTING}\b", text)]
    return found[-1] if found else (None, None)


def _misspelt(conf: Path) -> Problem | None:
    """A setting that looks like ours and is not: without a word the site would stay where it is."""
    text = conf.read_text("utf-8") if conf.exists() else ""
    lines = text.splitlines()
    for node in ast.parse(text).body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        for name in (one.id for one in targets if isinstance(one, ast.Name)):
            if name != SETTING and nearest(name, [SETTING]):
                shown = lines[node.lineno - 1]
                message = f"Eine Einstellung »{name}« gibt es nicht – meinten Sie »{SETTING}«?"
                return error(CONF, node.lineno, message, shown=shown, fix=shown.replace(name, SETTING, 1))
    return None
