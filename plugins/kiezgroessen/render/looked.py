"""What `tasks.py barriers` has noted beside the templates it looked at."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import yaml

from ..plan.looked import Looked

NOTE = "accessibility.yaml"


def load_looked(theme: Path) -> Looked | None:
    """What was found last; ``None`` where nobody has looked yet."""
    try:
        noted = yaml.load((theme / NOTE).read_text("utf-8"), yaml.CSafeLoader)
    except FileNotFoundError:
        return None
    lighthouse = noted["lighthouse"]
    return Looked(
        dt.date.fromisoformat(noted["day"]),
        noted["pages"],
        tuple(noted["languages"]),
        noted["axe"],
        noted["violations"],
        lighthouse["lowest"]["accessibility"],
    )
