"""The command line in German: what was typed wrongly, and how it is typed."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence

from invoke.exceptions import ParseError
from invoke.program import Program

from ..problems import nearest
from .exits import FAILED

NAMED = frozenset({"kit", "match", "rollback", "teeth", "visit"})
"""Tasks that take any number of names; each of their options has a value."""
_HELP = ("-h", "--help")


def with_names(words: Sequence[str]) -> list[str]:
    """The words of a command line, the names of a task in one: Invoke knows no tasks that take any number.

    ``kit mavi tastenhof --date 2026-11-22`` becomes ``kit --names mavi,tastenhof --date 2026-11-22``, and so does
    ``kit --date 2026-11-22 mavi tastenhof``.
    """
    if not NAMED.intersection(words[1:2]):
        # Invoke would take the question for the name that the task waits for.
        asked = any(word in _HELP for word in words[2:])
        return [words[0], "--help", words[1]] if asked else list(words)
    names: list[str] = []
    options: list[str] = []
    waiting = False
    for word in words[2:]:
        option = word.startswith("-")
        (options if option or waiting else names).append(word)
        # »--date=…« and »-d2026-…« bring their value along.
        bare = "=" not in word and (word.startswith("--") or len(word) == len("-d"))
        waiting = option and bare and word not in _HELP
    return [*words[:2], *(["--names", ",".join(names)] if names else []), *options]


class GermanProgram(Program):
    """Invoke's program with answers that people who never saw a terminal can use."""

    def run(self, argv: list[str] | None = None, exit: bool = True) -> None:  # noqa: A002, FBT001, FBT002
        """As Invoke has it, but ends without a word where nobody reads on (``tasks.py due | head``)."""
        try:
            try:
                super().run(argv, exit)
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            # The interpreter flushes once more at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(FAILED)

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
            examples = {"'intake'": "intake mail.eml", "'takedown'": "takedown mavi"}
            example = examples.get(said.split(maxsplit=1)[0], 'new betrieb "Bäckerei Sonnenkorn"')
            return f"Hier fehlt etwas. So wird es geschrieben:\n    python3 tasks.py {example}"
        return f"{said}\nAlle Befehle zeigt:  python3 tasks.py"
