"""Where kits are set, and the keys under which the store keeps what comes of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from ..plan.kit.small import QrPlan
from ..plan.prints import PrintFile, PrintPlan
from .jobs import Room
from .paperfonts import FOLDER, paper_fonts
from .run import Tools
from .store import Store, key_of


@dataclass(frozen=True, slots=True)
class Shop:
    """Where kits are set: the theme's ``layouts``, the ``fonts`` for paper, and the ``store`` of what was made.

    ``digest`` stands for all that the bytes depend on beside the plan.
    """

    layouts: Path
    fonts: Path
    store: Store
    digest: str

    @classmethod
    def here(cls, theme: Path, cache: Path, store: Store) -> Shop:
        """With the theme's layouts and fonts as they are; converts the fonts if need be."""
        room = Path(__file__).parent
        total = hashlib.sha256(
            f"{version('typst')} {version('segno')} {Tools.here(theme / 'static/fonts').pictures}".encode()
        )
        names = ("prints.py", "plates.py", "inked.py", "../plan/prints.py", "../read/letters.py", "qr.py", "share.py")
        sources = [room / name for name in names]
        for path in (*sources, *sorted((theme / "print").glob("*.typ"))):
            total.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
        fonts = paper_fonts(theme / "static/fonts", cache / FOLDER)
        total.update(fonts.name.encode())
        return cls(theme / "print", fonts, store, total.hexdigest())

    @property
    def room(self) -> Room:
        """What jobs see of it."""
        return Room(layouts=self.layouts, paper=self.fonts)


def keys_of_print(plan: PrintPlan, digest: str) -> tuple[list[tuple[PrintFile, str]], str]:
    """Each file with its key in the store, and the key of what there is to say about the sheet.

    As with pictures a key begins with the photo that can be seen on it, and whereon.
    """
    base = key_of("print", plan.shows, digest)
    start = f"{plan.picture.cut.digest[:16]}-druck" if plan.picture else f"{base[:16]}-text"
    files = [(file, f"{start}-{key_of(base, file.format, file.width)}") for file in plan.files]
    return files, f"{start}-{key_of(base, 'befund')}"


def keys_of_code(plan: QrPlan, digest: str) -> list[tuple[PrintFile, str]]:
    """Each file of a QR code with its key in the store; nobody can be seen on it."""
    base = key_of("code", plan.shows, digest)
    return [(file, f"{base[:16]}-text-{key_of(base, file.format, file.width)}") for file in plan.files]


def keys_of_sheets(prints: Iterable[PrintPlan], codes: Iterable[QrPlan], shop: Shop) -> dict[str, str]:
    """The keys of all that `perform_prints` and `perform_codes` make, by their names below the output folder."""
    pairs = [pair for plan in prints for pair in keys_of_print(plan, shop.digest)[0]]
    pairs += [pair for plan in codes for pair in keys_of_code(plan, shop.digest)]
    return {file.name: key for file, key in pairs}


def keys_of_notes(prints: Iterable[PrintPlan], shop: Shop) -> set[str]:
    """The keys of what there is to say about the sheets."""
    return {keys_of_print(plan, shop.digest)[1] for plan in prints}
