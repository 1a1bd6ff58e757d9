"""`tasks.py attack`: runs everything, prints the table and every finding, and ends with 1 where there is one."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from kiezgroessen.shell.bench.report import with_section
from kiezgroessen.shell.exits import FAILED, OK

from .corpora import CORPORA, gather, own
from .run import all_jobs
from .verdict import Tally, rows

ROOT = Path(__file__).parents[2]
REPORT = "docs/security.md"
HEADING = "\n## Attacks\n"
_HEAD = ("input", "place or sink", "looked at", "strings", "refused", "unchanged", "armed", "wrong")


def main() -> int:
    """Measures, prints, and renews the section of ``docs/security.md`` where asked to."""
    parser = argparse.ArgumentParser(prog="tasks.py attack")
    parser.add_argument("--folder", default="")
    parser.add_argument("--write", action="store_true")
    typed = parser.parse_args()
    folder = Path(typed.folder) if typed.folder else CORPORA
    if typed.folder and not folder.is_dir():
        print(f"Den Ordner {folder} gibt es nicht.")
        return FAILED
    corpora = gather(folder) if folder.is_dir() else own()
    started = time.monotonic()
    tallies = all_jobs(corpora, workers=os.cpu_count() or 1, say=lambda line: print(line, file=sys.stderr, flush=True))
    findings = [finding for tally in tallies.values() for finding in tally.findings]
    used = os.times()
    written = section(tallies, time.monotonic() - started, used.children_user + used.children_system)
    print(written)
    if typed.write:
        page = ROOT / REPORT
        before = page.read_text("utf-8") if page.exists() else "# Security\n"
        page.write_text(with_section(before, written), "utf-8")
        print(f"Aufgeschrieben in {REPORT}.")
    return FAILED if findings else OK


def section(tallies: dict[str, Tally], seconds: float, used: float) -> str:
    """The table as a section of the documentation."""
    took = f"{seconds / 60:.0f} minutes on {os.cpu_count()} cores ({used / 60:.0f} minutes of processor time)"
    marks = tuple("---" if at < 2 else "---:" for at in range(len(_HEAD)))
    table = "\n".join(f"| {' | '.join(line)} |" for line in [_HEAD, marks, *rows(tallies)])
    return f"""{HEADING}
Written by `python3 tasks.py attack --write` in {took}. Please do not edit by hand.

{table}

- *texts* are all fields of all records that take free text, *values* all others (dates, addresses, references, words),
  *Markdown* the running texts, each string in six places of it. Every string stands in every field, in German and in
  one other language; in `kiez.yaml`, which a site has once, in every eighth. One record in twelve is set on paper.
- *refused*: an error in German with file and line. *unchanged*: the string was found in that sink, whole or shortened
  at a word, wherever a harmless word of the same field is found; white space and composed letters do not count.
- *armed*: the finished file has an element, attribute, address, property or line that harmless contents do not give;
  for *browser*: a real Chromium ran, opened or asked for something.
- *wrong*: neither refused nor unchanged; broken down; more than 5 seconds for a text or a photo.
"""


if __name__ == "__main__":
    sys.exit(main())
