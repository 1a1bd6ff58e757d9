"""`tasks.py check`: is everything right that editors typed, on the page and on paper? Nothing is built or written."""

from __future__ import annotations

from pathlib import Path

from ..dates import parse_day, today
from ..plan.material_check import material_problems
from ..problems import Severity, as_github, as_json, as_text, has_errors
from ..read.letters import load_letters
from ..reading import read
from ..render.glyphs import unset
from ..render.trial import trial
from .exits import CONTENT, FAILED, OK, date_complaint
from .settings import HOUSE

_FONTS = HOUSE / "theme/static/fonts"


def main(*, format: str = "text", date: str | None = None, root: Path | None = None) -> int:  # noqa: A002 - as typed
    """Prints the report as ``text``, ``json`` or ``github``; 2 when there are errors, 0 otherwise."""
    if format not in ("text", "json", "github"):
        print(f"Das Format »{format}« gibt es nicht. Möglich: text, json, github.")
        return FAILED
    if date and (complaint := date_complaint(date)):
        print(complaint)
        return FAILED
    day = parse_day(date).first if date else today()
    reading = read(root or Path.cwd(), day)
    problems = [*reading.problems, *trial(reading.documents), *unset(reading.documents, _FONTS)]
    if reading.kiez is not None:
        problems += material_problems(reading.kiez, load_letters(_FONTS))
    if format == "json":
        print(as_json(problems))
    elif format == "github":
        print(as_github(problems))
    else:
        if problems:
            print(as_text(problems) + "\n")
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        warnings = len(problems) - errors
        print(f"{errors} Fehler, {warnings} {'Warnung' if warnings == 1 else 'Warnungen'}.")
    return CONTENT if has_errors(problems) else OK
