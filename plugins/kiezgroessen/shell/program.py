"""The command line in German: what was typed wrongly, and how it is typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from invoke.exceptions import ParseError
from invoke.program import Program

from ..problems import nearest

NAMED = frozenset({"kit", "match", "visit"})
"""Tasks that take any number of names."""


def with_names(words: Sequence[str]) -> list[str]:
    """The words of a command line, the names behind a task in one: Invoke knows no tasks that take any number.

    ``kit mavi tastenhof --date 2026-11-22`` becomes ``kit --names mavi,tastenhof --date 2026-11-22``.
    """
    if not NAMED.intersection(words[1:2]):
        return list(words)
    names = list(takewhile(lambda word: not word.startswith("-"), words[2:]))
    return [*words[:2], *(["--names", ",".join(names)] if names else []), *words[2 + len(names) :]]


class GermanProgram(Program):
    """Invoke's program with answers that people who never saw a terminal can use."""

    def parse_tasks(self) -> None:
        """Raises `ParseError` in German."""
        try:
            super().parse_tasks()
        except ParseError as exc:
            raise ParseError(self._german(str(exc)), exc.context) from exc

    def _german(self, said: str) -> str:
        names = sorted(self.collection.task_names) if self.collection else []
        if unknown := re.search(r"No idea what '(.+)' is", said):
            word = unknown[1]
            guess = nearest(word, names)
            if guess and word not in names:
                return f"Den Befehl »{word}« gibt es nicht – meinten Sie »{guess}«?\n    python3 tasks.py {guess}"
            return (
                f"»{word}« ist hier zu viel. Namen aus mehreren Wörtern gehören in Anführungszeichen:\n"
                '    python3 tasks.py new betrieb "Bäckerei Sonnenkorn"'
            )
        if "did not receive required positional arguments" in said:
            example = "intake mail.eml" if said.startswith("'intake'") else 'new betrieb "Bäckerei Sonnenkorn"'
            return f"Hier fehlt etwas. So wird es geschrieben:\n    python3 tasks.py {example}"
        return f"{said}\nAlle Befehle zeigt:  python3 tasks.py"
