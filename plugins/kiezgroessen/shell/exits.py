"""Exit codes of all tasks."""

from __future__ import annotations

OK = 0
FAILED = 1
"""The program failed, or was called wrongly."""
CONTENT = 2
"""The contents have errors; the old output is untouched."""
