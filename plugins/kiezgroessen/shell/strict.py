"""The house's own tables in YAML, read as strictly as the contents: a name that stands there twice is an error."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..problems import ContentError, has_errors
from ..read.document import Value
from ..read.yamltree import parse


def table(root: Path, path: str) -> Mapping[str, Value]:
    """The entries of a file, every value as it was typed. Raises `ContentError`."""
    header, problems = parse((root / path).read_text("utf-8"), path=path, first_line=1, lang="de")
    if header is None or has_errors(problems):
        raise ContentError(problems)
    return header.values
