"""Reports as a terminal and as the log of a build service take them: no command in them is the contents' own."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from kiezgroessen.problems import Problem, as_github, as_json, as_text, in_order

from .seen import Seen

_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_LOGGED = re.compile(r"::(?:error|warning) file=[^,:\r\n]+(?:,line=\d+)?::[^\r\n]*")


def reports(problems: Sequence[Problem]) -> list[Seen]:
    """The report in its three forms."""
    text, logged, data = Seen("terminal"), Seen("build log"), Seen("report as JSON")
    text.armed += printed(as_text(problems))
    lines = as_github(problems).split("\n") if problems else []
    logged.armed += [f"no message: {line[:80]!r}" for line in lines if not _LOGGED.fullmatch(line)]
    logged.armed += ["more lines than problems"] * (len(lines) > len(in_order(problems)))
    logged.armed += printed("\n".join(lines), by_service=False)
    try:
        rows = json.loads(as_json(problems))
        data.armed += ["not all problems"] * (len(rows) != len(in_order(problems)))
    except ValueError:
        data.armed.append("no JSON")
    return [text, logged, data]


def printed(text: str, *, by_service: bool = True) -> list[str]:
    """What must not be in anything that is printed: commands to the terminal, and to a service if one prints it."""
    found = [f"a command to the terminal: {line[:80]!r}" for line in text.split("\n") if _COMMANDS.search(line)]
    if by_service:
        # GitHub's runner takes both forms, the older one anywhere in a line.
        bad = [line for line in text.split("\n") if line.lstrip().startswith("::") or "##[" in line]
        found += [f"a command to a build service: {line[:80]!r}" for line in bad]
    return found
