"""What was made of somebody goes from the store that is shared with others, too."""

from __future__ import annotations

from pathlib import Path

from .helpers import shared_of
from .kit import all_settings_of
from .takedown_files import Unseen
from .takedown_job import Job


def forgotten(root: Path, job: Job) -> list[Unseen]:
    """Deletes every entry that shows a photo of the job; says what is not certain to be gone.

    Entries that show no photo do not say whose name is set in them; the build without the person has forgotten all that
    it did not use itself.
    """
    shared = shared_of(all_settings_of(root))
    if shared is None:
        return []
    starts = {digest[:16] for digest in job.photos}

    def shows(key: str) -> bool:
        return any(start in key for start in starts)

    shared.drop(shows)
    left = [key for key in shared.entries() if shows(key)]
    if shared.broken:
        return [Unseen(shared.name, f"war nicht zu erreichen, also ist dort noch alles: {shared.broken}")]
    return [Unseen(shared.name, f"hat noch {len(left)} Einträge davon")] if left else []
