"""Markdown that is known to keep parsers busy, as long as a text may be: shapes every implementation is tested with.

Each case is a unit that is repeated, or two halves. The shapes are general knowledge (brackets, emphasis, quotes,
references, tables without end); the texts are our own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiezgroessen.model.validate import LONGEST_BODY

_N = LONGEST_BODY


def _of(unit: str) -> str:
    """As many of the unit as fit."""
    return unit * (_N // len(unit))


def _halves(first: str, second: str) -> str:
    return first * (_N // 2 // len(first)) + second * (_N // 2 // len(second))


def _stairs(step: str, text: str, rows: int) -> str:
    return "".join(step * row + text for row in range(rows))[:_N]


CASES: Mapping[str, str] = MappingProxyType(
    {
        # links and brackets
        "open brackets": _of("["),
        "ticks that never match": _of("``a`"),
        "closing brackets": _of("]"),
        "nested brackets": _halves("[", "]"),
        "nested brackets around a word": "[" * 20_000 + "a" + "]" * 20_000,
        "empty links": _of("[]("),
        "links never closed": _of("[a](b "),
        "links in angles never closed": _of("[a](<b"),
        "links in links": _of("[[a](b)"),
        "links within links": _halves("[a", "](b)"),
        "links with open titles": _of('[a](b "'),
        "links with many blanks": "[a](" + " " * (_N - 5),
        "links with many parentheses": "[a](" + "(" * 29_000 + ")" * 29_000,
        "brackets and parentheses": _of("[ ("),
        "references of references": _of("[a]["),
        "pictures never closed": _of("![[]()"),
        "escaped brackets": _of("\\["),
        "a bracket on every line": _of("[\n"),
        # references
        "one long reference used often": "[a]: " + "u" * 30_000 + "\n\n" + "[a] " * 7_400,
        "many references": "".join(f"[{number}]: a\n" for number in range(3_000)) + "[1][2] " * 1_000,
        "references never closed": _of('[a]: "\n'),
        "references with many blanks": "[a]:" + " " * 30_000 + "b" + " " * 29_000 + "c",
        # emphasis
        "open emphasis": _of("*a "),
        "open strong emphasis": _of("**a "),
        "nested emphasis": _halves("*a **a ", "b** b* "),
        "mixed emphasis": _of("*_"),
        "emphasis within words": _of("a**b_c* "),
        "three and one": _of("***a* b"),
        "closing emphasis": _of("a_ "),
        "stars": _of("*"),
        "a stair of stars": " ".join("*" * number for number in range(1, 340)),
        # code, tags, references of characters, what is escaped
        "backticks": _of("`"),
        "a stair of backticks": " ".join("`" * number for number in range(1, 340)),
        "open code": _of("`a"),
        "open tags": _of("<a "),
        "open comments": _of("<!--"),
        "open instructions": _of("<?"),
        "open addresses": _of("<http://a"),
        "mail addresses": _of("<a@b.c>"),
        "one endless address": "<" + "a" * (_N - 2),
        "ampersands": _of("&"),
        "references of characters": _of("&#1;"),
        "backslashes": _of("\\"),
        # blocks
        "quotes in one line": _of(">"),
        "quotes deeper and deeper": _stairs(">", " a\n", 300),
        "quotes below each other": _of(">\n"),
        "lists in one line": _of("- "),
        "numbers in one line": _of("1. "),
        "lists and quotes in one line": _of("- > "),
        "lists deeper and deeper": _stairs("    ", "- a\n", 150),
        "a long list": _of("- a\n"),
        "a long list with gaps": _of("- a\n\n"),
        "underlined headings": _of("a\n-\n"),
        "underlines without headings": _of("=\n"),
        "a rule on every line": _of("* * *\n"),
        "nearly a rule": "* " * 29_000 + "a",
        "a heading of hashes": "# a" + "#" * (_N - 4) + "a",
        "code below code": _of("    a\n\n"),
        "fences": _of("```\n"),
        # tables
        "a wide table of short rows": "|" + "a|" * 10_000 + "\n|" + "-|" * 10_000 + "\n" + "|a\n" * 6_000,
        "a small table that grows": "|" + "a|" * 500 + "\n|" + "-|" * 500 + "\n" + "|a\n" * 333,
        "a long table": "a|b\n-|-\n" + "a|b\n" * 14_000,
        "pipes": _of("|"),
        # nothing at all
        "blanks": "a" + " " * (_N - 2) + "a",
        "empty lines": "a" + "\n" * (_N - 2) + "a",
        "tabs": "a" + "\t" * (_N - 2) + "a",
        "blanks at the ends of lines": _of("a  \n"),
        "one word": _of("a"),
        "marks of the parser itself": _of("\x02klzzwxh:0\x03"),
    }
)
