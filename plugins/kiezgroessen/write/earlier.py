"""What a page that was fetched a moment ago still asks for.

Between a page and its style sheet the site may be swapped. So the style sheets, scripts and fonts of the last release
stay for one more. Nothing else does: these show nobody, whereas pictures and texts of somebody may have been withdrawn.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from ..plan.headers import NAMED
from .files import put

_NAMED = re.compile(rf"[\"'(/]({NAMED})[\"')]")


def keep_earlier(old: Path, fresh: Path) -> tuple[str, ...]:
    """Puts what the pages of ``old`` load into ``fresh``, where it has nothing of that name; gives their names.

    What was itself kept is not asked for by any page of ``old`` and goes.
    """
    asked = _asked(old.rglob("*.html"))
    asked |= _asked(old / name for name in asked if name.endswith(".css"))
    kept = sorted(name for name in asked if (old / name).is_file() and not (fresh / name).exists())
    for name in kept:
        put(fresh, name, (old / name).read_bytes())
        seen = (old / name).stat()
        os.utime(fresh / name, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    return tuple(kept)


def _asked(files: Iterable[Path]) -> set[str]:
    return {name for file in files if file.is_file() for name in _NAMED.findall(file.read_text("utf-8"))}
