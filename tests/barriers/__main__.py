"""Prints what was found; ``--write`` renews what the declaration of accessibility says. 1 where there is a barrier."""

from __future__ import annotations

import datetime as dt
import re
import sys
import tempfile
from pathlib import Path

import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from tests.browser.test_barriers import DECIDED_ELSEWHERE
from tests.browser.test_languages import IN_ALL, LANGUAGES, SCREENS, at
from tests.support import browser as browsers
from tests.support.sample import ROOT, STORE, Walk
from tests.support.server import serving
from tests.support.sites import TODAY, build_site
from tests.support.visit import axe

from .lighthouse import WANTED, scores

REPORT = ROOT / "theme/accessibility.yaml"
_HEAD = """# What was found when the pages were looked at for barriers. Written by `python3 tasks.py barriers --write`,
# read by the build for the declaration of accessibility. Please do not edit by hand.
"""


def main() -> int:
    """Axe over every type of page, language and screen, then Lighthouse."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        output = build_site(ROOT, folder / "output", TODAY, KIEZ_CACHE=STORE, KIEZ_HOSTED=True)
        violations, version = _axe(output)
        print(
            f"axe {version}: {len(IN_ALL)} pages x {len(LANGUAGES)} languages x {len(SCREENS)}: {violations}",
            flush=True,
        )
        lowest = dict.fromkeys(WANTED, 100)
        pages = 0
        for path, found, faults in scores(output, folder):
            pages += 1
            print(f"/{path}: {', '.join(f'{kind} {score}' for kind, score in found.items())}", flush=True)
            for line in faults:
                print(f"    {line}", flush=True)
            lowest = {kind: min(lowest[kind], score) for kind, score in found.items()}
    if "--write" in sys.argv:
        data = {
            "day": dt.datetime.now(dt.UTC).date().isoformat(),
            "pages": len(IN_ALL),
            "languages": list(LANGUAGES),
            "screens": len(SCREENS),
            "axe": version,
            "violations": violations,
            "lighthouse": {"pages": pages, "lowest": lowest},
        }
        REPORT.write_text(_HEAD + yaml.safe_dump(data, sort_keys=False), "utf-8")
    return 1 if violations or any(lowest[kind] < wanted for kind, wanted in WANTED.items()) else 0


def _axe(output: Path) -> tuple[int, str]:
    """How many violations and undecided findings, and axe's version."""
    number = 0
    with serving(output) as address, sync_playwright() as playwright:
        walk = Walk(browsers.launch(playwright), address)
        for lang in LANGUAGES:
            for width, colours in SCREENS.values():
                for path in IN_ALL:
                    page = walk.to(at(lang, path), width, forced_colors=colours)
                    found, undecided = axe(page, rules={"color-contrast": {"enabled": colours == "none"}})
                    found += [
                        line for line in undecided if not any(re.fullmatch(one, line) for one in DECIDED_ELSEWHERE)
                    ]
                    for line in found:
                        print(f"    {lang} /{path}: {line}", flush=True)
                    number += len(found)
        engine = Axe().run(walk.to("", 320), options={"runOnly": ["document-title"]}).response["testEngine"]
        walk.leave()
    return number, str(engine["version"])


if __name__ == "__main__":
    sys.exit(main())
