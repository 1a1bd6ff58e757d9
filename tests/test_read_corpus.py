"""Strings and headers that nobody here wrote: never a crash, never a refusal without line, never another value."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from tests.attack.corpora import CORPORA, as_meant

from kiezgroessen.problems import as_text, has_errors
from kiezgroessen.read.document import Value
from kiezgroessen.read.header import split
from kiezgroessen.read.text import decode, forbidden_in
from kiezgroessen.read.yamltree import parse

pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not beside the project")


def as_text_only(text: str) -> Any:
    """What PyYAML's loader that knows nothing but texts makes of it."""
    return yaml.load(text, yaml.CBaseLoader)  # noqa: S506  # this loader makes texts, lists and mappings only


def suite() -> Iterator[Any]:
    for file in sorted((CORPORA / "yaml").glob("*.yaml")):
        for number, case in enumerate(as_text_only(file.read_text(encoding="utf-8"))):
            if "yaml" in case:
                yield pytest.param(as_meant(str(case["yaml"])), case, id=f"{file.stem}-{number}")


def plain(value: Any) -> Any:
    """A value of PyYAML's text-only loader, with ``None`` for the empty text, as both sides write it here."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value or None


@pytest.mark.parametrize(("text", "case"), list(suite()))
def test_the_yaml_suite(text: str, case: dict[str, str]) -> None:
    decoded, problems = decode(text.encode(), "p")
    header = None
    if decoded is not None:
        header, found = parse(decoded, path="p", first_line=1, lang="de")
        problems = problems + found
    lines = text.count("\n") + 1
    assert all(one.line is not None and 1 <= one.line <= lines for one in problems), as_text(problems)
    if has_errors(problems):
        return
    assert header is not None
    # The suite wants the second line of a list in brackets indented; libyaml reads the list that is meant.
    assert not case.get("fail") or case["name"] == "Wrong indented flow sequence"
    assert plain(header.values) == plain(as_text_only(text) or {})


def naughty() -> list[str]:
    texts: list[str] = []
    for name in ("naughty.json", "xss.json") if CORPORA.is_dir() else ():
        texts += json.loads((CORPORA / "text" / name).read_text(encoding="utf-8"))
    return texts


def through_a_file(document: str) -> Value | str:
    """The value of ``wert`` in a header, or "refused" after making sure that the refusal has a line."""
    data = document.encode("utf-8", "surrogatepass")
    text, problems = decode(data, "p")
    parts = None
    if text is not None:
        parts, found = split(text, "p")
        problems += found
    if parts is not None:
        header, found = parse(parts.header, path="p", first_line=parts.header_line, lang="de")
        problems += found
        if header is not None and not has_errors(problems):
            return header.values["wert"]
    assert problems
    assert all(one.line for one in problems)
    return "refused"


@pytest.mark.parametrize("quote", ["json", "yaml", "unicode", "block"])
def test_naughty_strings_come_back_unchanged_or_are_refused(quote: str) -> None:
    refused = []
    for text in naughty():
        if quote == "json":
            header = f"wert: {json.dumps(text, ensure_ascii=False)}\n"
        elif quote == "block":
            header = "wert: |-\n" + "".join(f"  {line}\n" for line in text.split("\n"))
            if not text.strip() or text[0] in " \t" or text.endswith("\n") or "\r" in text:
                continue
        else:
            header = yaml.safe_dump({"wert": text}, allow_unicode=quote == "unicode", default_style='"', width=10_000)
        value = through_a_file(f"---\n{header}---\nText\n")
        if value == "refused":
            refused.append(text)
        else:
            assert (value or "") == text
    # What is refused holds a sign that no page and no feed may hold; nothing else is.
    surprising = [text for text in refused if not forbidden_in(text.replace("\r\n", "\n")) and text.isprintable()]
    assert surprising == []


@pytest.mark.parametrize("form", ["wert: {}", "{}", "wert: [{}", "- {}", "wert:\n  - {}\n{}"])
def test_naughty_strings_typed_without_quotes_never_crash(form: str) -> None:
    for text in naughty():
        header = form.replace("{}", text)
        decoded, problems = decode(f"---\n{header}\n---\nText\n".encode("utf-8", "surrogatepass"), "p")
        parts = None
        if decoded is not None:
            parts, problems = split(decoded, "p")
        if parts is not None:
            found, problems = parse(parts.header, path="p", first_line=parts.header_line, lang="de")
            assert found is not None or problems
        assert all(one.line for one in problems)
