"""The three texts of a campaign: ``## vorher``, ``## jetzt``, ``## danach``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..languages import Text
from ..problems import Problem, error, nearest
from ..read.document import Document

NAMES = ("vorher", "jetzt", "danach")
_HEADING = re.compile(r"##\s(.*)")


def sections(document: Document) -> tuple[Mapping[str, Text], list[Problem]]:
    """Splits the body at its headings; every section must be there once, nothing may stand before the first."""
    problems: list[Problem] = []
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for number, line in enumerate(document.body.split("\n"), document.body_line):
        match = _HEADING.fullmatch(line)
        if match is None:
            if current is not None:
                current.append(line)
            elif line.strip():
                message = "Vor der ersten Überschrift steht Text."
                problems.append(error(document.path, number, message, hint="Er gehört unter »## jetzt«.", shown=line))
                current = []
            continue
        title = match[1].strip().rstrip("#").rstrip()
        name = title.casefold()
        if name not in NAMES:
            guess = nearest(name, NAMES)
            ask = f" – meinten Sie »## {guess}«?" if guess else "."
            message = f"Den Abschnitt »{title}« gibt es nicht{ask}"
            hint = "Es gibt »## vorher«, »## jetzt« und »## danach«; darin geht es mit ### weiter."
            fix = f"## {guess}" if guess else None
            problems.append(error(document.path, number, message, hint=hint, shown=line, fix=fix))
            current = []
            found.setdefault(guess or title, current)
            continue
        if name in found:
            problems.append(error(document.path, number, f"Den Abschnitt »{name}« gibt es zweimal.", shown=line))
        current = []
        found[name] = current
    for name in NAMES:
        if not "".join(found.get(name, [])).strip() and not problems:
            hint = "Jede Kampagne sagt, was vorher, jetzt und danach gilt."
            message = f"Der Abschnitt »## {name}« fehlt oder ist leer."
            problems.append(error(document.path, document.body_line, message, hint=hint))
    texts = {name: Text("\n".join(lines).strip(), document.lang) for name, lines in found.items()}
    return texts, problems
