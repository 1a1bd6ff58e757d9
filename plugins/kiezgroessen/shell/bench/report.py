"""Tables for the terminal and sections of ``docs/performance.md``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

REPORT = "docs/performance.md"
Line = tuple[str, ...]


def typed(options: str) -> str:
    """The command as it was typed, with the folder for temporary files where one was named: its disk counts, too."""
    folder = os.environ.get("TMPDIR")
    return f"{f'TMPDIR={folder} ' if folder else ''}python3 tasks.py bench {options}"


def with_section(report: str, section: str) -> str:
    """The report with this section, which begins with its heading, in place of the one it had, or at its end."""
    before, _, rest = report.partition(section[: section.index("\n", 1) + 1])
    _, mark, after = rest.partition("\n## ")
    return before.rstrip("\n") + "\n" + section + mark + after


def put_section(root: Path, section: str) -> None:
    """Rewrites the section in the report below ``root`` and says so; the others stay as they are."""
    report = root / REPORT
    report.write_text(with_section(report.read_text("utf-8"), section), "utf-8")
    print(f"\nAufgeschrieben in {REPORT}.")


def columns(head: Line, lines: Sequence[Line], *, left: int) -> str:
    """A German table in columns: the first ``left`` begin at the same place, the others end there."""
    table = [head, *(tuple(cell.replace(".", ",") for cell in line) for line in lines)]
    widths = [max(len(line[at]) for line in table) for at in range(len(head))]
    found = [
        "  ".join(
            cell.ljust(width) if at < left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in table
    ]
    found.insert(1, "-" * max(map(len, found)))
    return "\n".join(found)


def markdown(head: Line, lines: Sequence[Line], *, left: int) -> str:
    """The same as a table in Markdown."""
    rule = tuple("---" if at < left else "---:" for at in range(len(head)))
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *lines))
