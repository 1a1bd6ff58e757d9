"""What is left of somebody in a folder: a search of its own, that shares nothing with the one under test.

Plain loops over what a curious person would try: case, accents, entities, percent signs, escapes, archives, sheets (by
Chromium's reader), and pictures by how they look.
"""

from __future__ import annotations

import html
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

import pypdfium2  # type: ignore[import-untyped]
from tests.support.likeness import pictures_like


def files_in(root: Path, *but: str) -> dict[str, bytes]:
    """Every file below a folder by its path, but those whose paths begin so; archives opened."""
    found: dict[str, bytes] = {}
    for file in sorted(root.rglob("*")):
        name = file.relative_to(root).as_posix()
        # Fonts are cut to the letters that are used; they name nobody.
        if file.is_file() and not name.startswith(but) and "schrift" not in name:
            found |= dict(opened(name, file.read_bytes()))
    return found


def opened(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for inside in archive.namelist():
                yield from opened(f"{name}/{inside}", archive.read(inside))


def naming(files: Mapping[str, bytes], words: Collection[str]) -> dict[str, list[str]]:
    """For each word that is left, the names of the files in which it stands, or that have it in their names."""
    wanted = {word: plain(word) for word in words}
    found: dict[str, list[str]] = {}
    for name, data in files.items():
        here = [plain(text) for text in (name, *texts(data))]
        for word, bare in wanted.items():
            if any(bare in text for text in here):
                found.setdefault(word, []).append(name)
    return found


def showing(files: Mapping[str, bytes], photo: bytes) -> list[str]:
    """Names of the pictures that show a photo; those in the store have no ending."""
    endings = {b"\xff\xd8\xff": ".jpg", b"\x89PN": ".png"}
    named = {
        f"{name}{endings.get(data[:3], '.avif' if data[4:12] == b'ftypavif' else '')}": data
        for name, data in files.items()
    }
    return pictures_like(named, photo)


def texts(data: bytes) -> Iterator[str]:
    """All that the bytes may say."""
    text = data.decode("utf-8", "ignore")
    yield text
    if b"\0" in data:
        yield data.decode("utf-16-le", "ignore")
    if "<" in text or "&" in text:
        yield re.sub(r"<[^>]+>", " ", html.unescape(text))
    if "%" in text:
        yield unquote(html.unescape(text))
    if "\\u" in text:
        yield re.sub(r"\\u([0-9a-f]{4})", lambda match: json.loads(f'"{match[0]}"'), text)
    if data.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(data)
        yield " ".join(page.get_textpage().get_text_range() for page in document)
        yield json.dumps(document.get_metadata_dict(), ensure_ascii=False)


def plain(text: str) -> str:
    """Letters and digits only."""
    apart = unicodedata.normalize("NFD", text.replace("ı", "i").replace("İ", "i").casefold())
    return re.sub(r"[^\w]|_", "", "".join(apart.split("\u0307")))
