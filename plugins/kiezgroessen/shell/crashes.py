"""A trace of Python as a problem like any other: where in our own files, and what is the case, in German."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ..problems import Problem, error

_PLACE = re.compile(r'^\s*File "(.+)", line (\d+)', re.MULTILINE)
_SAID = re.compile(r"^(?:[\w.]+\.)?(\w+(?:Error|Exception|Found|Warning|Interrupt))(?:: (.*))?$", re.MULTILINE)
_TEMPLATES = (".html", ".xml")
_HINT = "Wird die Datei verbessert gespeichert, geht es von selbst weiter."


def problem_of(trace: str, houses: Sequence[Path]) -> Problem:
    """The last place of the trace that lies in one of ``houses`` (folders, the first one's names are shown short)."""
    places = [(file, int(line)) for file, line in _PLACE.findall(trace)]
    ours = [(file, line, house) for file, line in places if (house := _house(file, houses)) is not None]
    kind, words = (_SAID.findall(trace) or [("Fehler", "")])[-1]
    words = " ".join(words.split())
    if not ours:
        return error("plugins", None, f"Das Programm ist stehen geblieben ({kind}: {words}).", hint=_HINT)
    file, line, house = ours[-1]
    path = Path(file).relative_to(house).as_posix()
    said = _message(kind, words, template=file.endswith(_TEMPLATES))
    return error(path, line, said, hint=_HINT, shown=_line_of(Path(file), line))


def _house(file: str, houses: Sequence[Path]) -> Path | None:
    path = Path(file)
    found = (house for house in houses if path.is_relative_to(house))
    return next((house for house in found if not {".venv", "site-packages"} & set(path.relative_to(house).parts)), None)


def _message(kind: str, words: str, *, template: bool) -> str:
    if template and kind == "UndefinedError":
        return f"Die Vorlage nennt etwas, das es nicht gibt: {words}."
    if template or kind in ("TemplateSyntaxError", "TemplateNotFound", "TemplatesNotFound"):
        return f"Die Vorlage hat einen Fehler: {words}."
    if kind in ("SyntaxError", "IndentationError", "TabError"):
        return f"Das ist kein gültiges Python: {words}."
    return f"Das Programm ist hier stehen geblieben ({kind}{f': {words}' if words else ''})."


def _line_of(file: Path, line: int) -> str | None:
    try:
        return file.read_text("utf-8", "replace").splitlines()[line - 1]
    except (OSError, IndexError):
        return None
