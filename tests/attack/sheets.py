"""Sheets of paper, read back from their finished PDFs.

What Typst is given is data. Were it markup, ``#read("/etc/passwd")`` would not be on the sheet as it was
typed, or there would be no sheet at all.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # the same
from tests.support.paper import planned, pressed

from kiezgroessen.plan.prints import PrintPlan

from .fields import at
from .seen import Seen
from .site import SLUGS, Paper

_LETTERS = re.compile(r"[^!-,.-~…]")
"""All but the visible signs of ASCII, hyphens left out: fonts have those, and setting changes none of them."""
_OWNER = re.compile(r"([bek]-\d{4})-(?:[a-z]+)(?=-)")
_SHORTEST = 6
_PIECE, _MOST = 5, 0.7
"""Pieces of so many signs; with more than this part of them it is this text, and no other that begins the same."""


def set_all(root: Path, made: Sequence[Paper], folder: Path) -> tuple[list[Seen], int, list[tuple[str, str]]]:
    """Sets every sheet of a site: what was seen, how many strings stand there as typed, and (sheet, string) changed."""
    # Of each kind of sheet one look in one size: the words are the same on all.
    first = {
        (plan.layout, owner[0]): plan
        for plan in planned(folder / "cache", root)
        if any(one.format == "pdf" for one in plan.files) and (owner := _OWNER.search(plan.files[0].name))
    }
    sheets, problems = pressed(first.values(), folder, workers=1)
    seen = [Seen("Typst", armed=[f"{one.path}: {one.message}" for one in problems if one.severity == "error"])]
    unchanged, changed = 0, []
    typed = dict(_typed(made))
    bare = {_LETTERS.sub("", shot.text) for paper in made for shot in paper.shots.values()}
    every = sorted((text for text in bare if len(text) >= _SHORTEST), key=len, reverse=True)
    for sheet in sheets:
        one = Seen("Typst")
        read = _read(sheet.path, one)
        owner = _OWNER.search(sheet.path.name)
        given = [text for text in typed.get(owner[1], ()) if _is_given(sheet.plan, text)] if owner else []
        backwards = _turns(sheet.plan.data)
        stands = {text: _stands(_LETTERS.sub("", text), read, backwards=backwards) for text in given}
        for text in every:
            # Texts are often much alike: what belongs to one that is there whole says nothing about another.
            read = read.replace(text, "\n")
        missing = [text for text in given if _stands(_LETTERS.sub("", text), read, backwards=backwards) is False]
        unchanged += sum(one is True for one in stands.values())
        changed += [(sheet.path.name, text) for text in missing if not stands[text]]
        seen.append(one)
    return seen, unchanged, changed


def _typed(made: Sequence[Paper]) -> Iterator[tuple[str, list[str]]]:
    for paper in made:
        if paper.kind in ("business", "institution", "campaign"):
            texts = [shot.text for loc, shot in paper.shots.items() if shot.field.limit and at(paper.values, loc)]
            long = [text for text in texts if len(_LETTERS.sub("", text)) >= _SHORTEST]
            yield f"{SLUGS[paper.kind]}{paper.number:04}", long


def _stands(text: str, read: str, *, backwards: bool) -> bool | None:
    """Whether a text stands on a sheet as it was typed, whole or shortened; ``None`` where it is left out.

    Markup that was obeyed would take some signs away and leave the rest.
    """
    if text in read or any(f"{text[:length]}…" in read for length in range(_SHORTEST, len(text))):
        return True
    # Lines that run from the right are read in pieces.
    if backwards:
        return True if all(word in read for word in re.findall("[A-Za-z0-9]{3,}", text)) else None
    pieces = [text[at : at + _PIECE] for at in range(len(text) - _PIECE + 1)]
    return False if pieces and sum(piece in read for piece in pieces) > _MOST * len(pieces) else None


def _turns(data: str) -> bool:
    """Whether something on a sheet runs from the right, its marks included: what stands beside it runs with it."""
    return any(
        unicodedata.bidirectional(char) in ("R", "AL") for char in json.dumps(json.loads(data), ensure_ascii=False)
    )


def _is_given(plan: PrintPlan, text: str) -> bool:
    """Whether the string is among what the sheet was given, whole."""
    return repr(text)[1:-1] in plan.data or text.replace("\\", "\\\\").replace('"', '\\"') in plan.data


def _read(path: Path, seen: Seen) -> str:
    """What stands in a PDF, and whatever in it could do something."""
    pdf = pypdfium2.PdfDocument(path)
    read = ""
    if pdfium.FPDFDoc_GetJavaScriptActionCount(pdf):
        seen.armed.append(f"{path.name}: a script")
    if pdfium.FPDFDoc_GetAttachmentCount(pdf):
        seen.armed.append(f"{path.name}: an attachment")
    for page in pdf:
        if pdfium.FPDFPage_GetAnnotCount(page):
            seen.armed.append(f"{path.name}: a link or a form")
        read += page.get_textpage().get_text_range()
    pdf.close()
    return _LETTERS.sub("", read)
