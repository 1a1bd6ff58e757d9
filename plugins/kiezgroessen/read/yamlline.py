"""One line of a header, taken apart: what is stated in it, and the note behind it that is not to be touched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# Blanks that look like blanks and are none, as word processors and copied web pages bring them.
ODD_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
HEAD = re.compile(r"(?P<head> *(?:- +)*[\w-]+ *:[ \t]+| *(?:- +)+)(?P<value>\S.*)")
KEY = re.compile(r" *(?:- +)*[\w-]+ *:(?:\s|$)")
TIGHT = re.compile(rf"( *(?:- +)*)([\w-]+):[{ODD_BLANKS}]*(\S.*)")

_NOTE = re.compile(r"[ \t]+#(?:[ \t].*)?\Z")
# Looks only where a row of blanks begins, or a line of blanks would take time by its square.
_FIRST_NOTE = re.compile(r"(?<![ \t])[ \t]+#(?:[ \t]|\Z)")
_BLOCK = re.compile(r"[:-][ \t]+[|>][-+0-9]*\Z")
_BLOCK_SIGNS = 12
_CLOSED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"'), "'": re.compile(r"'(?:[^']|'')*'")}


def quoted(text: str) -> str:
    """``text`` as a quoted scalar, the way an editor would write it."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def parted(line: str) -> tuple[str, str]:
    """What is stated, and the note with the blanks before it; together they are ``line``.

    A # between two quotation marks belongs to the text; where the marks do not match, it begins a note.
    """
    head = HEAD.match(line)
    start = head.start("value") if head else 0
    closed = _CLOSED[line[start]].match(line, start) if line[start : start + 1] in ("'", '"') else None
    if closed is not None and (not line[closed.end() :].strip() or _NOTE.match(line, closed.end())):
        return line[: closed.end()], line[closed.end() :]
    note = _FIRST_NOTE.search(line)
    at = note.start() if note else len(line.rstrip())
    return line[:at], line[at:]


def is_remark(line: str) -> bool:
    """Whether nothing is stated in the line: it is empty or begins with #."""
    return line.lstrip()[:1] in ("", "#")


def depth_of(line: str) -> int:
    """How many blanks stand before it."""
    return len(line) - len(line.lstrip(" "))


def depths(lines: Sequence[str], at: int, look_back: int) -> list[int]:
    """How deep line ``at`` may have been meant, likeliest first; empty for the first line that states something."""
    entry = lines[at].lstrip().startswith("- ")
    above = [one for one in lines[max(0, at - look_back) : at] if not is_remark(one)]
    out: list[int] = []
    for number, one in enumerate(reversed(above)):
        out += _beside(one, entry=entry)
        if number == 0 and parted(one)[0].endswith(":"):
            below = next((depth_of(line) for line in lines[at + 1 : at + look_back] if not is_remark(line)), 0)
            inside = _beside(one)[0]
            out = [below if below > inside else inside + 2, *out]
    if out:
        out.append(_beside(above[-1])[0] + 2)
    return list(dict.fromkeys(out))


def _beside(line: str, *, entry: bool = False) -> tuple[int, ...]:
    depth = depth_of(line)
    if not line.lstrip().startswith("- "):
        return (depth,)
    # What follows in an entry of a list is as deep as the word behind the dash; the next entry as deep as the dash.
    behind = len(line) - len(line.lstrip(" ")[1:].lstrip(" "))
    return (depth, behind) if entry else (behind, depth)


def in_block(lines: Sequence[str]) -> Iterator[bool]:
    """For each line whether it belongs to a text below ``|`` or ``>``, where everything may stand."""
    outside: int | None = None
    for line in lines:
        if outside is not None and line.strip() and depth_of(line) <= outside:
            outside = None
        yield outside is not None
        if outside is None and _BLOCK.search(parted(line)[0][-_BLOCK_SIGNS:]):
            outside = depth_of(line)
