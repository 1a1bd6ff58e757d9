"""What `tasks.py build` does, for the site in the folder where it is started, and for the day of the contents.

As there, a stamp says first whether there is anything to do.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from ..stamp import unchanged
from .content import DAY

if __name__ == "__main__":
    if unchanged(str(Path.cwd()), (DAY,)) is None:
        gc.disable()
        from .. import build

        sys.exit(build.main(date=DAY))
