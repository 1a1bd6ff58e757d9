"""`tasks.py bench --takedown`: how long it takes until nothing is left of one of many, with everything made before."""

from __future__ import annotations

import resource
import tempfile
import time
from pathlib import Path

from ...write.source import COPY, keep_source
from .. import takedown
from ..build import build
from ..exits import FAILED, OK
from .content import DAY, invented, write

_ADDRESS = "https://kiez.example"


def main(*, count: int) -> int:
    """Makes a site of ``count`` businesses, takes the first one down, and prints seconds and processor time."""
    with tempfile.TemporaryDirectory(prefix="kiez-bench-") as name:
        root = Path(name) / "kiez"
        write(invented(count), root)
        for around in ("profiles/aktionen", "profiles/einrichtungen"):
            (root / around).mkdir(parents=True, exist_ok=True)
        settings = {"KIEZ_DATE": DAY, "KIEZ_CACHE": str(root / "cache"), "SITEURL": _ADDRESS, "FEED_DOMAIN": _ADDRESS}
        print(f"{count} Betriebe werden gebaut …", flush=True)
        # As it is published, but for the kits, which take hours to be made the first time.
        build(root, root / "output", "publishconf.py", {**settings, "KIEZ_KITS": False})
        keep_source(root, root / COPY, since=time.time_ns())
        slug = min(folder.name for folder in (root / "profiles/betriebe").iterdir())
        began, used = time.perf_counter(), _processor()
        # The invented texts share their sentences and streets: what is left of those is somebody else's.
        code = takedown.main(slug, date=DAY, root=root, site_url=_ADDRESS, ask=lambda _question: "ja")
        seconds, processor = time.perf_counter() - began, _processor() - used
        print(f"\n{count} Betriebe: {seconds:.1f} s nach der Uhr, {processor:.1f} s Rechenzeit.")
        return OK if code == OK else FAILED


def _processor() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)
