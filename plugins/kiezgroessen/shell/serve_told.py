"""How the preview says in the terminal what was saved, and how long it took."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ..read.names import is_silent
from .settings import HOUSE


def named(root: Path, paths: Iterable[str]) -> str:
    """``content/kiez.yaml und 2 weitere``, without what text programs put beside it for a moment."""
    every = [Path(path) for path in paths]
    # A folder that may not be entered yet is no reason to stop.
    typed = [path for path in every if os.path.exists(path) and not is_silent(path.name)]  # noqa: PTH110
    names = sorted(_short(root, path) for path in typed or every)
    more = f" und {len(names) - 1} weitere" if len(names) > 1 else ""
    return f"{names[0]}{more}"


def _short(root: Path, path: Path) -> str:
    places = (place for place in (root, HOUSE) if path.is_relative_to(place))
    return next((path.relative_to(place).as_posix() for place in places), str(path))


def spoken_time(seconds: float) -> str:
    """``1,2 Sekunden`` or ``75 ms``."""
    return f"{seconds:.1f} Sekunden".replace(".", ",") if seconds >= 1 else f"{1000 * seconds:.0f} ms"
