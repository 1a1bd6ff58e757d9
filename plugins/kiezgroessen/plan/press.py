"""The press kit in one language: pictures that may be printed with their captions, the fact sheet, texts, one ZIP."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..languages import SOURCE, Text
from ..link.kiez import ActionNode, AllowedPhoto, BusinessNode, InstitutionNode
from ..model.parts import Channel
from ..model.parts import Photo as PhotoRecord
from . import cards, urls, views
from .desk import Desk
from .kit.hashtags import spelled_out
from .kit.kit import titled
from .kit.small import QrPlan
from .media import Cut, plan_cut
from .pages.businesses import address_text
from .parts import SOME
from .press_sheet import fact_sheet
from .press_texts import Boilerplate, boilerplates, totals_of
from .prints import ArchivePlan, PrintPlan

PRESS = "presse"
"""The plain page of this name gets the kit."""
PRINT_WIDTH = 1772
"""Pixels: 150 mm at 300 dpi, a column and a half of a newspaper."""
DENSITY = 300
"""Pixels per inch."""
PREVIEW_WIDTH = 480
_CAPTIONS = "Bildunterschriften.txt"


@dataclass(frozen=True, slots=True)
class Caption:
    """Who, what, where, when, as far as it is known; every text knows its language. ``alt`` says what can be seen."""

    title: Text
    rows: tuple[views.Row, ...]
    alt: Text
    credit: Text


@dataclass(frozen=True, slots=True)
class PressPicture:
    """A photo for print: uncut, in its own colours, never enlarged.

    ``source`` is the file it is declared in, ``name`` its path below the output folder, ``preview`` that of a small one
    for the page. ``inside`` is its place among the pictures in the ZIP, in the folder of its kind. ``width`` and
    ``height`` are pixels. Into ``name``, and nowhere else, the ``credit`` is written.
    """

    source: str
    cut: Cut
    width: int
    height: int
    credit: str
    name: str
    preview: str
    inside: str
    caption: Caption

    @property
    def shows(self) -> tuple[object, ...]:
        """All that the bytes depend on; not where the photo lies, nor what the files are called."""
        return (self.cut.digest, self.cut.turn, self.cut.box, self.width, self.height, self.credit)

    @property
    def download(self) -> str:
        """What it is called where it comes without its folder."""
        return self.inside.replace("/", "-")

    @property
    def preview_size(self) -> tuple[int, int]:
        """Pixels of the small picture."""
        width = min(PREVIEW_WIDTH, self.width)
        return width, max(1, round(width * self.height / self.width))


@dataclass(frozen=True, slots=True)
class PressPlan:
    """What is made for the press in a language. It can be handled like the kit of a business.

    ``prints`` and ``pictures`` and the ``archive`` of it all are only there where the whole kit is made; ``captions``
    always; ``more``: not all that there are. ``files`` are the texts under their names below the output folder.
    """

    lang: str
    captions: tuple[Caption, ...]
    texts: tuple[Boilerplate, ...]
    files: tuple[tuple[str, str], ...]
    more: bool = False
    prints: tuple[PrintPlan, ...] = ()
    pictures: tuple[PressPicture, ...] = ()
    archive: ArchivePlan | None = None
    codes: tuple[QrPlan, ...] = ()


def press_kit(desk: Desk, *, full: bool) -> PressPlan:
    """The kit in the desk's language; not ``full``: only what every build makes, without paper, pictures and ZIP."""
    found, more = _some(_found(desk))
    texts = boilerplates(desk)
    folder = desk.urls.local(urls.page(PRESS), desk.lang)
    kit = PressPlan(
        desk.lang,
        tuple(one.caption for one in found),
        texts,
        tuple((folder + text.filename, text.text) for text in texts),
        more,
    )
    if not full:
        return kit
    prints = tuple(fact_sheet(desk, totals_of(desk.kiez), urls.page(PRESS)))
    kit = replace(kit, prints=prints, pictures=tuple(found))
    return replace(kit, archive=_archive(desk, kit, folder))


def top(desk: Desk) -> str:
    """The folder in the ZIP, and the beginning of names on other people's computers: ``Kiezgroessen-Presse``.

    In ASCII, because old programs for unpacking know nothing else.
    """
    name = re.sub(r"[^A-Za-z0-9]+", "-", spelled_out(desk.kiez.programme.record.name.value)).strip("-")
    return "-".join(part for part in (name, "Presse", "" if desk.lang == SOURCE else desk.lang) if part)


def captions_text(desk: Desk, pictures: Sequence[PressPicture]) -> str:
    """All captions as a text, under the names of the files."""
    _ = desk.words.gettext
    blocks = []
    for picture in pictures:
        caption = picture.caption
        lines = [picture.inside, caption.title.value, *(_line(row) for row in caption.rows)]
        lines.append(_line(views.Row(_("Zu sehen"), (caption.alt,))))
        lines.append(_line(views.Row(_("Quelle"), (caption.credit,))))
        lines.append(size_of(desk, picture))
        blocks.append("\n".join(lines))
    note = _("Bitte nennen Sie bei jedem Bild die Quelle so, wie sie hier steht.")
    return "\n\n".join([note, *blocks]) + "\n"


def size_of(desk: Desk, picture: PressPicture) -> str:
    """``1.772 × 2.215 Pixel, 150 mm breit bei 300 dpi``"""
    _ = desk.words.gettext
    size = {"width": desk.words.number(picture.width), "height": desk.words.number(picture.height)}
    breadth = desk.words.number(round(picture.width / DENSITY * 25.4))
    return _("%(width)s × %(height)s Pixel, %(breadth)s mm breit bei 300 dpi") % {**size, "breadth": breadth}


def sheet_name(plan: PrintPlan) -> str:
    """What the fact sheet is called outside."""
    return "Faktenblatt.pdf" if plan.look == "farbe" else "Faktenblatt-schwarz.pdf"


def _line(row: views.Row) -> str:
    values = "; ".join(value.label if isinstance(value, views.Time) else str(value) for value in row.values)
    return f"{row.label}: {values}"


def _archive(desk: Desk, kit: PressPlan, folder: str) -> ArchivePlan:
    start = top(desk)
    sheets = [(sheet_name(plan), file.name) for plan in kit.prints for file in plan.files if file.format == "pdf"]
    pictures = [(f"Bilder/{picture.inside}", picture.name) for picture in kit.pictures]
    texts = [(f"Texte/{text.filename}", text.text) for text in kit.texts]
    if kit.pictures:
        texts.append((f"Bilder/{_CAPTIONS}", captions_text(desk, kit.pictures)))
    return ArchivePlan(
        f"{folder}{start}.zip",
        tuple((f"{start}/{inside}", name) for inside, name in [*sheets, *pictures]),
        tuple((f"{start}/{inside}", text) for inside, text in texts),
    )


def _some(found: Iterator[PressPicture]) -> tuple[list[PressPicture], bool]:
    """Of each kind the first ones, and whether there are others: a ZIP of 25,000 pictures is nobody's download."""
    taken: dict[str, list[PressPicture]] = {}
    more = False
    for picture in found:
        of_kind = taken.setdefault(picture.inside.partition("/")[0], [])
        if len(of_kind) < SOME:
            of_kind.append(picture)
        else:
            more = True
    return [picture for of_kind in taken.values() for picture in of_kind], more


def _found(desk: Desk) -> Iterator[PressPicture]:
    """Everybody and everything that may be printed: businesses, institutions, actions that were done."""
    for business in desk.kiez.active:
        text, rows = business.text.in_language(desk.lang), tuple(_business(desk, business))
        source = business.text.entry(desk.lang).origin.path
        for photo in _for_press(business.photos):
            yield _picture("Betriebe", business.slug, source, photo, text.photos[photo.index], text.name, rows)
    for institution in desk.kiez.institutions.values():
        house, rows = institution.text.in_language(desk.lang), tuple(_institution(desk, institution))
        source = institution.text.entry(desk.lang).origin.path
        for photo in _for_press(institution.photos):
            record = house.photos[photo.index]
            yield _picture("Einrichtungen", institution.slug, source, photo, record, house.name, rows)
    for action in cards.done(desk):
        story, rows = action.text.in_language(desk.lang), tuple(_action(desk, action))
        source = action.text.entry(desk.lang).origin.path
        for photo in _for_press(action.photos):
            yield _picture("Aktionen", action.slug, source, photo, story.photos[photo.index], story.name, rows)


def _for_press(photos: Sequence[AllowedPhoto]) -> Iterator[AllowedPhoto]:
    return (photo for photo in photos if Channel.PRESS in photo.channels)


def _business(desk: Desk, node: BusinessNode) -> Iterator[views.Row]:
    record = node.text.in_language(desk.lang)
    if record.owners:
        yield _row(desk, "who", *record.owners)
    yield _row(desk, "what", cards.trade_word(desk, record.trade))
    if record.address:
        yield _row(desk, "where", address_text(record.address))
    if record.since:
        yield _row(desk, "since", desk.time(record.since))


def _institution(desk: Desk, node: InstitutionNode) -> Iterator[views.Row]:
    record = node.text.in_language(desk.lang)
    if record.address:
        yield _row(desk, "where", address_text(record.address))


def _action(desk: Desk, node: ActionNode) -> Iterator[views.Row]:
    n_, kiez, place = desk.words.ngettext, desk.kiez, node.text.in_language(desk.lang).place
    shops = tuple(kiez.businesses[slug].text.in_language(desk.lang).name for slug in node.businesses)
    houses = tuple(kiez.institutions[slug].text.in_language(desk.lang).name for slug in node.institutions)
    if shops:
        yield views.Row(n_("Betrieb", "Betriebe", len(shops)), shops)
    if houses:
        yield views.Row(n_("Einrichtung", "Einrichtungen", len(houses)), houses)
    if place:
        yield _row(desk, "where", place)
    yield _row(desk, "when", desk.time(node.first, node.last))


def _row(desk: Desk, question: str, *values: Text | views.Time) -> views.Row:
    _ = desk.words.gettext
    labels = {"who": _("Wer"), "what": _("Was"), "where": _("Wo"), "when": _("Wann"), "since": _("Dabei seit")}
    return views.Row(labels[question], values)


def _picture(
    folder: str,
    slug: str,
    source: str,
    photo: AllowedPhoto,
    record: PhotoRecord,
    title: Text,
    rows: tuple[views.Row, ...],
) -> PressPicture:
    """``folder`` says of what kind it is: a business and an institution may have the same slug."""
    cut = plan_cut(photo.source, tone="colour", aspect=None, focus=(50.0, 50.0))
    wide, high = cut.size
    width = min(PRINT_WIDTH, wide)
    height = max(1, round(width * high / wide))
    credit = record.credit.value
    mark = hashlib.sha256(repr((cut.digest, cut.turn, cut.box, width, credit)).encode()).hexdigest()[:8]
    stem = f"{PRESS}/{folder.lower()}-{slug}-{photo.index + 1}-{mark}"
    inside = f"{folder}/{titled(slug)}-{photo.index + 1}.jpg"
    caption = Caption(title, rows, record.alt, record.credit)
    return PressPicture(source, cut, width, height, credit, f"{stem}.jpg", f"{stem}-klein.jpg", inside, caption)
