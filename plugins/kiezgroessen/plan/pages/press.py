"""The press page: the text of its file, and below it numbers, texts to take over and pictures, worked out anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...languages import Text
from ...link.kiez import PageNode
from .. import cards, views
from ..desk import Desk
from ..material_views import Bundle, CopyText, Download, Preview
from ..press import PressPicture, PressPlan, press_kit, sheet_name, size_of, top
from ..press_sheet import facts, numbers, today
from ..press_texts import totals_of
from ..press_views import PressPage, PressPhoto
from ..surround import COPYING, Assets
from .plain import plain_page


def press_page(desk: Desk, assets: Assets, node: PageNode, *, full: bool) -> tuple[PressPage, PressPlan]:
    """``/presse/`` and the kit that it gives; ``full`` as in `press_kit`."""
    plain = plain_page(desk, assets, node)
    kit = press_kit(desk, full=full)
    totals = totals_of(desk.kiez)
    given: dict[str, Any] = {name: getattr(plain, name) for name in plain.__dataclass_fields__}
    page = PressPage(
        **{**given, "template": "press.html"},
        bundle=_bundle(desk, kit),
        date=desk.words.day(today(desk)),
        facts=numbers(desk, totals),
        rows=tuple(views.Row(label, values) for label, values in facts(desk, totals)),
        sheets=tuple(_sheets(desk, kit)),
        texts=tuple(_texts(desk, kit)),
        photos=tuple(_photos(desk, kit)),
        more=kit.more,
        contact=cards.person(desk, desk.kiez.programme.in_language(desk.lang).contact),
        script=desk.urls.href(assets.scripts[COPYING]),
    )
    return page, kit


def _bundle(desk: Desk, kit: PressPlan) -> Bundle:
    _ = desk.words.gettext
    if kit.archive is None:
        note = _(
            "Nur für die Redaktion: In der Vorschau fehlen Faktenblatt, Bilder und die ZIP-Datei. "
            "Sie entstehen mit »tasks.py publish«."
        )
        return Bundle(None, note)
    note = _("Faktenblatt, Texte und Bilder mit Bildunterschriften in einer Datei.")
    file = Download(_("Alles herunterladen (ZIP)"), desk.urls.href(kit.archive.name), f"{top(desk)}.zip", "")
    return Bundle(file, note)


def _sheets(desk: Desk, kit: PressPlan) -> Iterator[Download]:
    _ = desk.words.gettext
    labels = {"farbe": _("Faktenblatt, farbig (PDF)"), "schwarz": _("Faktenblatt, schwarz-weiß (PDF)")}
    for plan in kit.prints:
        for file in plan.files:
            if file.format == "pdf":
                name = f"{top(desk)}-{sheet_name(plan)}"
                yield Download(labels[plan.look], desk.urls.href(file.name), name, "")


def _texts(desk: Desk, kit: PressPlan) -> Iterator[CopyText]:
    _ = desk.words.gettext
    for text, (name, _text) in zip(kit.texts, kit.files, strict=True):
        title = _("%(title)s, %(count)s Zeichen") % {
            "title": text.title,
            "count": desk.words.number(len(text.text)),
        }
        file = Download(_("Als Datei"), desk.urls.href(name), f"{top(desk)}-{text.filename}", title)
        yield CopyText(text.id, title, Text(text.text, desk.lang), file)


def _photos(desk: Desk, kit: PressPlan) -> Iterator[PressPhoto]:
    made: dict[int, PressPicture] = dict(enumerate(kit.pictures))
    for index, caption in enumerate(kit.captions):
        picture = made.get(index)
        preview = file = None
        if picture:
            preview = Preview(desk.urls.href(picture.preview), *picture.preview_size, caption.alt.value)
            label = desk.words.gettext("Herunterladen")
            file = Download(label, desk.urls.href(picture.name), picture.download, caption.title.value)
        size = size_of(desk, picture) if picture else ""
        yield PressPhoto(caption.title, caption.rows, caption.credit, size, preview, caption.alt, file)
