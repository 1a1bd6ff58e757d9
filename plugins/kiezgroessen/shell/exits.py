"""What all tasks share: exit codes, and the answer to a day that is none."""

from __future__ import annotations

from ..dates import parse_day

OK = 0
FAILED = 1
"""The program failed, or was called wrongly."""
CONTENT = 2
"""The contents have errors; the old output is untouched."""


def date_complaint(date: str) -> str | None:
    """Why ``--date`` cannot be used, in German; ``None`` when it can."""
    try:
        return None if parse_day(date).exact else f"--date {date}: Hier wird ein ganzer Tag gebraucht."
    except ValueError as exc:
        return f"--date: {exc} Zum Beispiel: --date 2026-05-18"
