"""From a folder to documents: scan, read, decode, split, parse; every problem of every file in one list."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from kiezgroessen.problems import Problem, error
from kiezgroessen.read.document import Document
from kiezgroessen.read.header import Split, split
from kiezgroessen.read.text import decode
from kiezgroessen.read.tree import TEXT_BYTES, TextFile, scan
from kiezgroessen.read.yamltree import parse


def load(
    root: Path, *, languages: Collection[str] = ("de", "tr", "ar", "en", "leicht")
) -> tuple[list[Document], list[Problem]]:
    """All documents below ``root``, by path, and everything that is wrong with the files.

    A file whose header cannot be read gives no document; one with lesser mistakes gives a document *and* errors,
    so that the later stages do not report what only follows from them. Photos are named, not opened.
    """
    tree, problems = scan(root, languages)
    documents: list[Document] = []
    for text in tree.texts.values():
        document, found = _document(text, tree.photos.get(text.folder, ()))
        problems += found
        if document is not None:
            documents.append(document)
    return documents, problems


def _document(file: TextFile, beside: Sequence[str]) -> tuple[Document | None, list[Problem]]:
    try:
        with file.file.open("rb") as stream:
            # A byte more than is allowed: the file may have grown since it was looked at.
            data = stream.read(TEXT_BYTES + 1)
    except OSError as fault:
        # Also what happens when an editor's program replaces the file at this moment.
        message = f"Die Datei lässt sich nicht lesen ({fault.strerror})."
        return None, [error(file.path, None, message, hint="Die Rechte der Datei prüfen.")]
    text, problems = decode(data, file.path)
    if text is None:
        return None, problems
    lines = text.split("\n")
    parts, found = (Split(text, 1, "", len(lines)), []) if file.kind == "kiez" else split(text, file.path)
    problems += found
    document = None
    if parts is not None:
        header, found = parse(parts.header, path=file.path, first_line=parts.header_line, lang=file.lang)
        problems += found
        if header is not None:
            document = Document(
                kind=file.kind,
                slug=file.slug,
                lang=file.lang,
                path=file.path,
                header=header,
                body=parts.body,
                body_line=parts.body_line,
                lines=lines,
                folder=file.folder,
                beside=tuple(unicodedata.normalize("NFC", name) for name in beside),
            )
    return document, [_with_line(problem, lines) for problem in problems]


def _with_line(problem: Problem, lines: Sequence[str]) -> Problem:
    if problem.line is None or problem.shown is not None or problem.line > len(lines):
        return problem
    return replace(problem, shown=lines[problem.line - 1])
