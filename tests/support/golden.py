"""Pages kept as they once were right: a change of any byte shows as a difference to be looked at."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Golden:
    """The folder of golden pages; with ``renew`` they are written instead of compared."""

    folder: Path
    renew: bool

    def __call__(self, name: str, text: str) -> None:
        """Compare ``text`` with the page of that name. Raises ``AssertionError`` with the lines that differ."""
        path = self.folder / name
        if self.renew:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
            return
        assert path.is_file(), f"there is no golden page {name}: look at the page, then `python3 tasks.py golden`"
        kept = path.read_text("utf-8")
        lines = difflib.unified_diff(kept.splitlines(), text.splitlines(), f"golden/{name}", "now", lineterm="", n=1)
        way_out = "If this is meant: `python3 tasks.py golden`, and look at the difference"
        assert kept == text, "\n".join([*list(lines)[:80], way_out])
