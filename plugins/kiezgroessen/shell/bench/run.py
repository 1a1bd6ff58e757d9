"""What `tasks.py build` does, for the site in the folder where it is started, and for the day of the contents."""

from __future__ import annotations

import sys

from .. import build
from .content import DAY

if __name__ == "__main__":
    sys.exit(build.main(date=DAY))
