"""What is thrown at the build: strings, photos and headers, from a folder laid out like ``../shared/corpora``.

Strings are JSON lists of texts, one kind of input per file; photos lie below a folder called ``photos``; headers are
YAML files of the YAML test suite's form. ``OWN`` is a small set of strings that is always there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CORPORA = Path(__file__).parents[3] / "shared/corpora"

OWN = (
    # HTML, attributes, addresses
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)' x='",
    '" autofocus onfocus=alert(1) x="',
    "</textarea></style><iframe srcdoc='<script>parent.alert(1)</script>'>",
    "<!--<script>",
    "--><img src=x onerror=alert(1)>",
    "]]><x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    "&lt;img src=x onerror=alert(1)&gt; &amp;quot;",
    "<a href=javascript:alert(1)>x</a> <b style=color:red>x</b>",
    "[x](javascript:alert(1)) ![x](https://fremd.example/x.png)",
    '<https://fremd.example/"onclick=alert(1)>',
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    '[x](//fremd.example/ "t\\" onclick=alert(1)")',
    # Templates, and the doors of Pelican and Python-Markdown
    "{{ 7*7 }} {% include 'base.html' %} {# x #}",
    "{static}/../../etc/passwd |filename|../x.md %(name)s {0.__class__} ${x}",
    "\u0002amp\u0003 \x02wzxhzdk:0\x03",
    "%(name)s %(where)d %n {name}",
    # Calendars, letters, headers
    "Fest\\nBEGIN:VEVENT\\nSUMMARY:Falsch;X=1,2:3",
    "Zeile eins\r\nATTENDEE:mailto:x@fremd.example\r\nX:",
    "Betreff?&cc=x@fremd.example&bcc=y@fremd.example#%0D%0ABcc: z@fremd.example",
    "Ende\\, mit \\; und \\\\",
    # Tables
    '=HYPERLINK("https://fremd.example";"x")',
    "+491234@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\uff1d1+1",
    # Typst
    '#read("/etc/passwd")',
    '#import "@preview/x:1.0.0": * #panic()',
    "$ x^2 $ @quelle <marke> *fett* _kursiv_ `roh` \\#x",
    "] #text(fill: red)[x",
    "= Titel // weg /* weg */ https://fremd.example --- ~",
    # Terminals and the logs of builds
    "\x1b[2J\x1b]0;Titel\x07",
    "::error file=x,line=1::Falsch ##[error]Falsch ##[add-mask]Kiez",
    "\n::set-output name=x::y",
    # Letters that lie
    "\u202egnp.exe \u2066x\u2069",
    "a\u0300\u0301\u0302\u0303\u0304\u0305",
    "\ufeff\u200b\u00ad",
    "\ud800 allein",
    "عربي <b>\u200f</b> مع \u061c",
    "İıŞşß ﷽ 👩‍👩‍👧 𝔘𝔫𝔦",
    # Paths
    "../../../../etc/passwd",
    "..\\..\\boot.ini C:\\x",
    "CON.txt",
    "null",
    "- a: b # c",
    "---",
)
"""Strings that always run: the worst of each kind of sink."""

WORST = (
    "</script><img src=x onerror=alert(1)> & &lt;b&gt;",
    "' onmouseover='alert(1)' x=\" onfocus=alert(1)",
    '=1+1;"x"',
    "Ende\\, mit; und, \\nBEGIN:VEVENT",
    "::error::x ##[error]y ?&cc=x@fremd.example",
    '#read("/etc/passwd") $x$ *fett* <marke>',
    "[x](javascript:alert(1)) {{ 7*7 }} %(x)s",
    ']]> --> </title></style> "}',
)
"""One or two for each kind of sink, short enough for every field: few enough to stand in all of them."""


@dataclass(frozen=True, slots=True)
class Corpora:
    """``strings``: kind of input → its texts; ``photos`` are files; ``headers`` are (name, text of a header)."""

    strings: dict[str, tuple[str, ...]]
    photos: tuple[Path, ...]
    headers: tuple[tuple[str, str], ...]


def own() -> Corpora:
    """What is always there."""
    return Corpora({"own": OWN}, (), ())


def gather(folder: Path) -> Corpora:
    """Everything of the known shapes below ``folder``, and our own strings."""
    strings: dict[str, tuple[str, ...]] = {"own": OWN}
    for file in sorted(folder.rglob("*.json")):
        try:
            texts = json.loads(file.read_text("utf-8"))
        except ValueError:
            continue
        if isinstance(texts, list) and texts and all(isinstance(text, str) for text in texts):
            strings[file.stem] = tuple(dict.fromkeys(text for text in texts if text))
    photos = tuple(
        file for file in sorted(folder.rglob("*")) if file.is_file() and "photos" in file.relative_to(folder).parts[:-1]
    )
    headers = tuple(case for file in sorted(folder.rglob("*.yaml")) for case in _suite(file))
    return Corpora(strings, photos, headers)


_VISIBLE = {"␣": " ", "↵": "", "∎\n": "", "←": "\r", "⇔": "\ufeff"}


def _suite(file: Path) -> Iterator[tuple[str, str]]:
    """The headers of a file: those of the suite's form, or the file itself."""
    text = file.read_text("utf-8", "surrogateescape")
    try:
        cases: Any = yaml.load(text, yaml.CBaseLoader)  # noqa: S506  # this loader makes texts, lists and mappings only
    except yaml.YAMLError:
        cases = None
    found = [case["yaml"] for case in cases if isinstance(case, dict) and "yaml" in case] if cases else []
    if not isinstance(cases, list) or not found:
        yield file.stem, text
        return
    for number, typed in enumerate(found):
        yield f"{file.stem}-{number}", as_meant(str(typed))


def as_meant(typed: str) -> str:
    """A text of the YAML test suite without the signs by which it shows what cannot be seen."""
    for sign, meant in _VISIBLE.items():
        typed = typed.replace(sign, meant)
    for tab in ("————»", "———»", "——»", "—»", "»"):
        typed = typed.replace(tab, "\t")
    return typed
