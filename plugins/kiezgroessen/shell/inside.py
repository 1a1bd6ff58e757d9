"""What a command writes stays in the project: nothing on the way there may be a link, which could lead anywhere."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path


def link_complaint(path: Path, root: Path) -> str | None:
    """Why nothing can be written to ``path``, which is below ``root``, or ``None``. It need not be there yet."""
    for part in accumulate(path.relative_to(root).parts, lambda above, name: f"{above}/{name}"):
        if (root / part).is_symlink():
            return (
                f"{part} ist eine Verknüpfung und kann aus dem Projekt hinausführen. Es wurde nichts geschrieben. "
                "Bitte die Verknüpfung löschen; was dahinter liegt, gehört selbst hierher."
            )
    return None
