"""The publicity kit of a business in one language: everything that is made for it, and what it is called in the ZIP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from ...languages import SOURCE
from ...link.kiez import BusinessNode
from .. import urls
from ..desk import Desk
from ..prints import ArchivePlan, Look, PrintFile, PrintPlan
from ..views import ShareFile
from . import badge, readme, small, walls
from .facts import Facts, facts_of
from .small import QrPlan
from .texts import ReadyText, texts_of

PREVIEW = "jpg"
"""This format is for looking at on a page; all others are for use."""
FOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "farbe": "1-Farbig-drucken",
        "schwarz": "2-Schwarz-auf-farbiges-Papier",
        "druckerei": "3-Fuer-die-Druckerei",
        "shares": "4-Bilder-zum-Teilen",
        "texts": "5-Texte",
        "codes": "6-QR-Code",
        "badges": "7-Eigene-Website",
    }
)
"""Folders in a ZIP in the order of their use; ASCII, because old programs for unpacking know nothing else."""
_LOOKS: Mapping[Look, str] = MappingProxyType({"farbe": "farbig", "schwarz": "schwarz", "druckerei": "Druckerei"})
_CODE_SHEETS = "qr-"
_SHAPES: Mapping[str, str] = MappingProxyType({"teilen": "Querformat"})
_SNIPPET = "So-einbauen.txt"


@dataclass(frozen=True, slots=True)
class KitPlan:
    """What is made for a business in a language.

    ``sheets`` are for paper, all looks of one after the other; they and the ``archive`` of it all are only there where
    the whole kit is made. ``shares`` are the pictures that its page gives to share, ``snippet`` is the HTML that shows
    the first of the ``badges``; ``files`` are the texts under their names below the output folder.
    """

    slug: str
    lang: str
    sheets: tuple[PrintPlan, ...]
    badges: tuple[PrintPlan, ...]
    codes: tuple[QrPlan, ...]
    shares: tuple[ShareFile, ...]
    texts: tuple[ReadyText, ...]
    snippet: str
    files: tuple[tuple[str, str], ...]
    archive: ArchivePlan | None = None

    @property
    def prints(self) -> tuple[PrintPlan, ...]:
        """All that the typesetter has to do."""
        return (*self.sheets, *self.badges)


def business_kit(desk: Desk, node: BusinessNode, shares: Sequence[ShareFile], *, full: bool) -> KitPlan:
    """The kit of an active business; not ``full``: only what every build makes, without paper and ZIP."""
    facts = facts_of(desk, node)
    badges = tuple(badge.badges(desk, facts))
    texts = texts_of(desk, facts)
    kit = KitPlan(
        node.slug,
        desk.lang,
        (*walls.walls(desk, facts), *small.small(desk, facts)) if full else (),
        badges,
        tuple(small.codes(desk, facts)),
        tuple(shares),
        texts,
        badge.snippet(desk, facts, badge_name(badges[0], badges[0].files[0])),
        tuple((text_file(desk, node.slug, text), text.text) for text in texts),
    )
    return replace(kit, archive=_archive(desk, kit, facts)) if full else kit


def sheet_of(plan: PrintPlan) -> str:
    """How a sheet is called: ``plakat-a3``."""
    return plan.sheet


def is_code(plan: PrintPlan) -> bool:
    """Whether a sheet is nothing but the QR code."""
    return sheet_of(plan).startswith(_CODE_SHEETS)


def print_name(plan: PrintPlan, file: PrintFile) -> str:
    """What a sheet's file is called on the computer of whoever takes it: ``Plakat-A3-farbig.pdf``."""
    if is_code(plan):
        return f"QR-Code-{titled(sheet_of(plan).removeprefix(_CODE_SHEETS))}.{file.format}"
    return f"{titled(sheet_of(plan))}-{_LOOKS[plan.look]}.{file.format}"


def badge_name(plan: PrintPlan, file: PrintFile) -> str:
    """The same for a badge; the snippet asks for it by this name: ``kiezgroesse-abzeichen-hell.svg``."""
    return f"kiezgroesse-{sheet_of(plan)}.{file.format}"


def code_name(file: PrintFile) -> str:
    """The same for the code alone."""
    return f"QR-Code.{file.format}"


def share_name(share: ShareFile) -> str:
    """The same for a picture to be shared: ``Querformat-1200x630.jpg``."""
    return f"{_SHAPES.get(share.shape, titled(share.shape))}-{share.width}x{share.height}.jpg"


def titled(slug: str) -> str:
    """A slug as the name of a file or folder: ``Plakat-A3``."""
    return "-".join(part.capitalize() for part in slug.split("-"))


def archive_name(slug: str, lang: str) -> str:
    """What the ZIP is called: ``Mavi-Material.zip``; in other languages with their code."""
    return f"{titled(slug)}-Material{'' if lang == SOURCE else f'-{lang}'}.zip"


def text_file(desk: Desk, slug: str, text: ReadyText) -> str:
    """Where a ready text of a business lies as a file, below the output folder."""
    return desk.urls.local(urls.material(slug), desk.lang) + text.filename


def contents(kit: KitPlan) -> Iterator[tuple[str, str]]:
    """Everything that is made, but for previews: its place in the ZIP, its name below the output folder."""
    for plan in kit.sheets:
        folder = FOLDERS["codes" if is_code(plan) else plan.look]
        for file in plan.files:
            if file.format != PREVIEW:
                yield f"{folder}/{print_name(plan, file)}", file.name
    for share in kit.shares:
        yield f"{FOLDERS['shares']}/{share_name(share)}", share.name
    for code in kit.codes:
        for file in code.files:
            yield f"{FOLDERS['codes']}/{code_name(file)}", file.name
    for plan in kit.badges:
        for file in plan.files:
            yield f"{FOLDERS['badges']}/{badge_name(plan, file)}", file.name


def _archive(desk: Desk, kit: KitPlan, facts: Facts) -> ArchivePlan:
    """All in a folder that is named like the business, so that unpacking does not litter."""
    top = titled(kit.slug)
    members = tuple((f"{top}/{inside}", name) for inside, name in contents(kit))
    texts = [
        (readme.NAMES.get(kit.lang, readme.NAME), readme.readme(desk, facts, FOLDERS)),
        *((f"{FOLDERS['texts']}/{text.filename}", text.text) for text in kit.texts),
        (f"{FOLDERS['badges']}/{_SNIPPET}", readme.how_to_embed(desk, kit.snippet)),
    ]
    name = desk.urls.local(urls.material(kit.slug), kit.lang) + archive_name(kit.slug, kit.lang)
    return ArchivePlan(name, members, tuple((f"{top}/{inside}", text) for inside, text in texts))
