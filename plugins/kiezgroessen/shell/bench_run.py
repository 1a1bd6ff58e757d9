"""One build without pictures, in a process of its own so that its time and memory are nobody else's."""

from __future__ import annotations

import sys
from pathlib import Path

from .bench_content import DAY
from .build import build

if __name__ == "__main__":
    root, output, cache = (Path(argument) for argument in sys.argv[1:4])
    build(root, output, "pelicanconf.py", {"KIEZ_PICTURES": False, "KIEZ_CACHE": str(cache), "KIEZ_DATE": DAY})
