"""The finished tree, read once: which files there are, and what each of its texts says."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from types import MappingProxyType

from .tags import TEXTS, suffix_of
from .texts import Reader, Text


@dataclass(frozen=True, slots=True)
class Tree:
    """All files below ``folder`` by their names with slashes, and the texts among them in the order of their names.

    Drawings are no texts here: they lie in the store, and are looked at with the pictures.
    """

    folder: Path
    files: Mapping[str, os.stat_result]
    texts: Mapping[str, Text]

    @property
    def names(self) -> frozenset[str]:
        """Of all files, links among them."""
        return frozenset(self.files)

    @property
    def pages(self) -> Mapping[str, Text]:
        """The texts that are pages."""
        return {name: text for name, text in self.texts.items() if name.endswith(".html")}

    def text(self, name: str) -> str:
        """A text file; what is not UTF-8 in it has been reported. "" for what is none."""
        return (self.folder / name).read_text("utf-8", errors="replace") if name in self.texts else ""


def read_tree(folder: Path, known: Mapping[str, Text] = MappingProxyType({})) -> Tree:
    """``known`` is what is remembered of texts by their names: where the digest is the same, so is all the rest."""
    files = dict(sorted(_files(str(folder), "")))
    reader = Reader()
    texts: dict[str, Text] = {}
    for name, seen in files.items():
        # What a link shows lies elsewhere, if it is there at all.
        if not is_text(name) or not S_ISREG(seen.st_mode):
            continue
        data = _read(f"{folder}/{name}")
        text = known.get(name)
        if text is None or text.digest != hashlib.sha256(data).hexdigest():
            text = reader.read(name, data)
        texts[name] = text
    return Tree(folder, files, texts)


def is_text(name: str) -> bool:
    """Whether a file of this name is written anew in every build; all others are placed from the store."""
    suffix = suffix_of(name)
    return suffix != ".svg" and suffix in TEXTS


# Plain strings: with ten thousand files pathlib takes longer than the disk.
def _files(place: str, inside: str) -> Iterator[tuple[str, os.stat_result]]:
    """All that is no folder, links among them."""
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, f"{inside}{entry.name}/")
            else:
                yield f"{inside}{entry.name}", entry.stat(follow_symlinks=False)


def _read(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123 - see above
        return file.read()
