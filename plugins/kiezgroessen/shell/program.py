"""The command line in German: what was typed wrongly, and how it is typed."""

from __future__ import annotations

import re

from invoke.exceptions import ParseError
from invoke.program import Program

from ..problems import nearest


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
            return 'Hier fehlt etwas. So wird es geschrieben:\n    python3 tasks.py new betrieb "Bäckerei Sonnenkorn"'
        return f"{said}\nAlle Befehle zeigt:  python3 tasks.py"
