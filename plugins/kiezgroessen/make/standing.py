"""What `tasks.py kit` came to the last time: while nothing has changed that a kit depends on, there is nothing to plan.

It quotes texts, so it goes like everything else that may show somebody: the next build forgets it (`make.forget`).
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..link.kiez import ActionNode, BusinessNode, InstitutionNode, Kiez
from ..problems import Problem, Severity
from ..read.document import Document
from .store import Store, key_of

_KEY = "stand-material"
"""Like that of a picture with somebody whom nobody shows."""
_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Made:
    """A kit in all its languages: the stamp it was handed out with, what was said of it, what was found in it."""

    stamp: str
    line: str
    remarks: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The kits there are, in order, what planning had to say, and those that have been made since ``inputs``."""

    inputs: str
    slugs: tuple[str, ...]
    remarks: tuple[Problem, ...]
    made: Mapping[str, Made]


def inputs_key(kiez: Kiez, documents: Iterable[Document], *, theme: Path, address: str) -> str:
    """Stands for all that kits depend on: texts, photos, the day, the address, the theme, the programs."""
    texts = [(one.kind, one.slug, one.lang, one.path, tuple(one.beside), tuple(one.lines)) for one in documents]
    groups: Sequence[Mapping[str, BusinessNode | InstitutionNode | ActionNode]] = (
        kiez.businesses,
        kiez.institutions,
        kiez.actions,
    )
    photos = [
        (slug, photo.index, photo.source.digest)
        for nodes in groups
        for slug, node in nodes.items()
        for photo in node.photos
    ]
    own = [_digest(folder, pattern) for folder, pattern in ((_PACKAGE, "*.py"), (theme, "*"))]
    return key_of("kits", texts, photos, kiez.date, address, own, platform.python_version(), _installed())


def load_standing(store: Store, inputs: str) -> Standing | None:
    """How it stands with these inputs; ``None`` where nothing is known."""
    data = store.get(_KEY)
    rows: Any = json.loads(data) if data is not None else {}
    if rows.get("inputs") != inputs:
        return None
    made = {slug: Made(row["stamp"], row["line"], _problems(row["remarks"])) for slug, row in rows["made"].items()}
    return Standing(inputs, tuple(rows["slugs"]), _problems(rows["remarks"]), made)


def keep_standing(store: Store, standing: Standing) -> None:
    """Keeps this for the next time, in place of what was kept before."""
    store.put(_KEY, json.dumps(asdict(standing), ensure_ascii=False).encode())


def _problems(rows: Iterable[Mapping[str, Any]]) -> tuple[Problem, ...]:
    return tuple(Problem(**{**row, "severity": Severity(row["severity"])}) for row in rows)


def _digest(folder: Path, pattern: str) -> str:
    total = sha256()
    for path in sorted(path for path in folder.rglob(pattern) if path.is_file() and "__pycache__" not in path.parts):
        total.update(path.relative_to(folder).as_posix().encode() + sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _installed() -> list[str]:
    """The packages within reach with their versions, as their folders are called; to ask each takes much longer."""
    return sorted({path.name for place in sys.path for path in Path(place or ".").glob("*.dist-info")})
