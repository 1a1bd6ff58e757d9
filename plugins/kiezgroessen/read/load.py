"""From a folder to documents: scan, read, decode, split, parse; every problem of every file in one list."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from errno import ELOOP, ENOTDIR, ENXIO
from pathlib import Path

from kiezgroessen.problems import Problem, error
from kiezgroessen.read.document import Document
from kiezgroessen.read.header import Split, split
from kiezgroessen.read.opened import read_regular
from kiezgroessen.read.signs import LONGEST, called, called_if_no_text, is_photo
from kiezgroessen.read.text import decode
from kiezgroessen.read.tree import TEXT_BYTES, TextFile, Tree, scan
from kiezgroessen.read.yamltree import parse


def load(
    root: Path, *, languages: Collection[str] = ("de", "tr", "ar", "en", "leicht")
) -> tuple[list[Document], list[Problem]]:
    """All documents below ``root``, by path, and everything that is wrong with the files.

    A file whose header cannot be read gives no document; one with lesser mistakes gives a document *and* errors,
    so that the later stages do not report what only follows from them. Of photos only the first bytes are looked at.
    """
    tree, problems = scan(root, languages)
    documents, found = load_texts(tree, tree.texts.values())
    named = {path for document in documents for path in photos_of(document)}
    return documents, [*problems, *found, *impostors(tree, named)]


def load_texts(tree: Tree, texts: Iterable[TextFile]) -> tuple[list[Document], list[Problem]]:
    """The documents in some of a tree's texts."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for text in texts:
        document, found = _document(text, tree.photos.get(text.folder, ()))
        problems += found
        if document is not None:
            documents.append(document)
    return documents, problems


def impostors(tree: Tree, named: Collection[str]) -> Iterator[Problem]:
    """Files that are called like photos and are none. What headers name (``named``) is probed later, with its line."""
    for folder, names in tree.photos.items():
        for name in names:
            path = f"{folder}/{name}"
            if unicodedata.normalize("NFC", path) in named:
                continue
            try:
                start = read_regular(tree.root / path, LONGEST, steps=path.count("/") + 1)
            except OSError:
                yield error(path, None, "Das Foto lässt sich nicht lesen.", hint="Die Rechte der Datei prüfen.")
                continue
            if start and not is_photo(start):
                what = called(start) or "kein Bild, das gelesen werden kann"
                message = f"Die Datei heißt wie ein Foto, ist aber {what}."
                yield error(path, None, message, hint="Bitte löschen oder als JPEG neu speichern.")


def photos_of(document: Document) -> Iterator[str]:
    """The paths of all photos that a header names, whether they are there or not."""
    listed = document.header.values.get("fotos")
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict) and isinstance(typed := entry.get("datei"), str):
            yield f"{document.folder}/{unicodedata.normalize('NFC', typed)}"


def _document(file: TextFile, beside: Sequence[str]) -> tuple[Document | None, list[Problem]]:
    try:
        # A byte more than is allowed: the file may have grown since it was looked at.
        data = read_regular(file.file, TEXT_BYTES + 1, steps=file.path.count("/") + 1)
    except OSError as fault:
        if fault.errno in (ELOOP, ENOTDIR, ENXIO):
            message = "Die Datei ist inzwischen eine Verknüpfung oder keine gewöhnliche Datei."
            return None, [error(file.path, None, message, hint="Die Datei selbst hierher kopieren.")]
        # Also what happens when an editor's program replaces the file at this moment.
        message = f"Die Datei lässt sich nicht lesen ({fault.strerror})."
        return None, [error(file.path, None, message, hint="Die Rechte der Datei prüfen.")]
    if len(data) > TEXT_BYTES:
        message = f"Die Datei hat mehr als {TEXT_BYTES // 1_000_000} MB."
        return None, [error(file.path, None, message, hint="Bitte verkleinern.")]
    if (what := called_if_no_text(data[:LONGEST])) is not None:
        hint = "Den Text abtippen oder herauskopieren und als .md speichern; Fotos heißen .jpg oder .png."
        return None, [error(file.path, 1, f"Die Datei heißt wie ein Text, ist aber {what}.", hint=hint)]
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
                digest=hashlib.sha256(data).hexdigest(),
            )
    return document, [_with_line(problem, lines) for problem in problems]


def _with_line(problem: Problem, lines: Sequence[str]) -> Problem:
    if problem.line is None or problem.shown is not None or problem.line > len(lines):
        return problem
    return replace(problem, shown=lines[problem.line - 1])
