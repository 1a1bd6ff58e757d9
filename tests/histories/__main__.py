"""`tasks.py histories`: lives through random histories, says what went wrong in the shortest one found, and ends with 1
where something did."""

from __future__ import annotations

import argparse
import os
import sys
import time

from kiezgroessen.shell.exits import FAILED, OK

from .many import lived


def main() -> int:
    """All that were asked for, shared out among the processors."""
    parser = argparse.ArgumentParser(prog="tasks.py histories")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    typed = parser.parse_args()
    started, failures, steps = time.monotonic(), 0, 0
    for done, (history, said) in enumerate(lived(range(typed.seed, typed.seed + typed.count)), 1):
        steps += len(history.steps)
        if said:
            failures += 1
            print(f"\n{said}\nNoch einmal: python3 tasks.py histories --count 1 --seed {history.seed}\n", flush=True)
        if done % 10 == 0:
            print(f"{done} von {typed.count}", file=sys.stderr, flush=True)
    used = os.times()
    minutes = (used.children_user + used.children_system) / 60
    took = f"{(time.monotonic() - started) / 60:.1f} Minuten, {minutes:.1f} Minuten Rechenzeit"
    verdict = f"{failures} davon falsch" if failures else "weiter gebaut immer wie neu gebaut"
    print(f"{typed.count} Geschichten mit {steps} Schritten: {verdict} ({took}).")
    return FAILED if failures else OK


if __name__ == "__main__":
    sys.exit(main())
