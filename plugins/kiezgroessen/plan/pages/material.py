"""The material page of a business: everything that is made for it, as pictures, with the files behind them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from ...languages import Text
from ...link.kiez import BusinessNode
from .. import cards, urls, views
from ..desk import Desk
from ..kit.badge import BADGE_HEIGHT, BADGE_WIDTH
from ..kit.kit import (
    PREVIEW,
    KitPlan,
    badge_name,
    code_name,
    is_code,
    print_name,
    share_name,
    sheet_of,
    text_file,
    titled,
)
from ..kit.walls import SEEN_AS
from ..material_views import Bundle, CopyText, Download, MaterialPage, Preview, Thing
from ..prints import PREVIEW_WIDTH, SIDES_APART, Look, PrintPlan
from ..surround import COPYING, Assets, alternates, frame

_SIDES: Mapping[str, int] = MappingProxyType({"postkarte-a6": 2})
"""Sheets with more than one side; their preview shows all of them below each other."""


def material_page(
    desk: Desk, assets: Assets, node: BusinessNode, profile: views.BusinessPage, kit: KitPlan
) -> MaterialPage:
    """``/betriebe/<slug>/material/``; ``profile`` is the business's page."""
    _ = desk.words.gettext
    record = node.text.in_language(desk.lang)
    path = urls.material(node.slug)
    here = desk.word(_("Material"))
    canonical = desk.urls.absolute(path, desk.lang)
    head = replace(
        profile.head,
        title=_("Material für %(name)s – %(site)s") % {"name": record.name.value, "site": profile.frame.site_name},
        description=_("Plakate, Bilder und Texte über %(name)s zum Weitersagen.") % {"name": record.name.value},
        canonical=canonical,
        alternates=alternates(desk, path),
        kind="website",
        json_ld=(),
        index=False,
    )
    way = (*(replace(step, current=False) for step in profile.crumbs), desk.link(here, path, current=True))
    return MaterialPage(
        lang=profile.lang,
        tag=profile.tag,
        direction=profile.direction,
        output=desk.urls.output(path, desk.lang),
        template="material.html",
        head=head,
        frame=frame(desk, assets, path),
        crumbs=way,
        name=profile.name,
        paper=cards.paper_of(node),
        bundle=_bundle(desk, kit),
        prints=tuple(_sheets(desk, kit)),
        pictures=tuple(_shares(desk, kit)),
        texts=tuple(_texts(desk, kit)),
        codes=tuple(_codes(desk, kit)),
        badges=tuple(_badges(desk, kit)),
        snippet=CopyText("einbauen", _("Zum Einbauen"), Text(kit.snippet, desk.lang), None, code=True),
        script=desk.urls.href(assets.scripts[COPYING]),
    )


def _bundle(desk: Desk, kit: KitPlan) -> Bundle:
    _ = desk.words.gettext
    if kit.archive is None:
        note = _(
            "Nur für die Redaktion: In der Vorschau fehlen Plakate, Karten und die ZIP-Datei. "
            "Sie entstehen mit »tasks.py publish« oder mit »tasks.py kit %(slug)s«."
        )
        return Bundle(None, note % {"slug": kit.slug})
    name = kit.archive.name.rpartition("/")[2]
    note = _("Alles, was hier zu sehen ist, in einer Datei. Darin liegt ein Zettel, der sagt, was wofür ist.")
    label = _("Alles herunterladen: Plakate, Karten, Bilder, Texte (ZIP)")
    return Bundle(Download(label, desk.urls.href(kit.archive.name), name, ""), note)


def _sheets(desk: Desk, kit: KitPlan) -> Iterator[Thing]:
    titles, labels = sheet_titles(desk), _look_labels(desk)
    looks: dict[str, list[PrintPlan]] = {}
    for plan in sorted(kit.sheets, key=lambda plan: list(labels).index(plan.look)):
        if not is_code(plan):
            looks.setdefault(sheet_of(plan), []).append(plan)
    order = list(dict.fromkeys(sheet_of(plan) for plan in kit.sheets))
    for sheet in sorted(looks, key=order.index):
        title = titles.get(sheet, titled(sheet))
        seen = looks[SEEN_AS.get(sheet, sheet)]
        yield Thing(
            title,
            _size(looks[sheet][0]),
            tuple(one for plan in seen for one in _preview(desk, plan, f"{title}: {labels[plan.look]}")),
            tuple(file for plan in looks[sheet] for file in _files(desk, kit, plan, labels[plan.look], title)),
            across=_is_across(seen[0]),
        )


def _files(desk: Desk, kit: KitPlan, plan: PrintPlan, label: str, title: str) -> Iterator[Download]:
    for file in plan.files:
        if file.format != PREVIEW:
            yield Download(label, desk.urls.href(file.name), _own(kit, print_name(plan, file)), title)


def sheet_titles(desk: Desk) -> Mapping[str, str]:
    """What sheets are called, by their names in plans."""
    _ = desk.words.gettext
    return {
        "plakat-a3": _("Plakat A3"),
        "plakat-a4": _("Plakat A4"),
        "fensterkarte-a5": _("Fensterkarte A5"),
        "urkunde-a4": _("Urkunde A4"),
        "postkarte-a6": _("Postkarte A6"),
        "etiketten-a4": _("Etiketten, 24 auf A4"),
    }


def _look_labels(desk: Desk) -> Mapping[Look, str]:
    _ = desk.words.gettext
    return {
        "farbe": _("Farbig"),
        "schwarz": _("Schwarz, für farbiges Papier"),
        "druckerei": re.sub(r"(?<=\d) ", "\u00a0", _("Für die Druckerei, mit 3 mm Beschnitt")),
    }


def _size(plan: PrintPlan) -> str:
    return f"{plan.width:.0f} × {plan.height:.0f} mm · PDF"


def _is_across(plan: PrintPlan) -> bool:
    """Whether all that is seen of a sheet together is wider than it is high."""
    return plan.width > _SIDES.get(sheet_of(plan), 1) * plan.height


def _preview(desk: Desk, plan: PrintPlan, alt: str) -> Iterator[Preview]:
    for file in plan.files:
        if file.format == PREVIEW:
            sides = _SIDES.get(sheet_of(plan), 1)
            high = round(file.width * plan.height / plan.width)
            height = sides * high + (sides - 1) * SIDES_APART
            yield Preview(desk.urls.href(file.name), file.width, height, alt)


def _shares(desk: Desk, kit: KitPlan) -> Iterator[Thing]:
    for share in kit.shares:
        size = f"{share.width} × {share.height} · JPEG"
        label = desk.words.gettext("Herunterladen")
        file = Download(label, share.href, _own(kit, share_name(share)), share.label)
        yield Thing(share.label, size, (Preview(share.href, share.width, share.height, share.alt),), (file,))


def _texts(desk: Desk, kit: KitPlan) -> Iterator[CopyText]:
    for text in kit.texts:
        label = desk.words.gettext("Als Datei")
        file = Download(label, desk.urls.href(text_file(desk, kit.slug, text)), _own(kit, text.filename), text.title)
        yield CopyText(text.id, text.title, Text(text.text, desk.lang), file)


def _codes(desk: Desk, kit: KitPlan) -> Iterator[Thing]:
    _ = desk.words.gettext
    shown = desk.urls.shown(urls.business(kit.slug), desk.lang)
    for code in kit.codes:
        picture = next(file for file in code.files if file.format == "svg")
        title = _("Als Bild")
        alt = _("QR-Code: %(address)s") % {"address": code.address}
        files = tuple(
            Download(file.format.upper(), desk.urls.href(file.name), _own(kit, code_name(file)), title)
            for file in code.files
        )
        yield Thing(title, shown, (Preview(desk.urls.href(picture.name), PREVIEW_WIDTH, PREVIEW_WIDTH, alt),), files)
    for plan in kit.sheets:
        if is_code(plan):
            title = _("Auf einem Blatt")
            files = tuple(_files(desk, kit, plan, "PDF", title))
            yield Thing(title, _size(plan), tuple(_preview(desk, plan, title)), files)


def _badges(desk: Desk, kit: KitPlan) -> Iterator[Thing]:
    _ = desk.words.gettext
    titles = {"abzeichen-hell": _("Für helle Seiten"), "abzeichen-dunkel": _("Für dunkle Seiten")}
    for plan in kit.badges:
        sheet = sheet_of(plan)
        title = titles.get(sheet, titled(sheet))
        picture = next(file for file in plan.files if file.format == "svg")
        files = tuple(
            Download(file.format.upper(), desk.urls.href(file.name), badge_name(plan, file), title)
            for file in plan.files
        )
        alt = json.loads(plan.data)["title"]
        size = f"{BADGE_WIDTH} × {BADGE_HEIGHT}"
        yield Thing(title, size, (Preview(desk.urls.href(picture.name), BADGE_WIDTH, BADGE_HEIGHT, alt),), files)


def _own(kit: KitPlan, name: str) -> str:
    """A file's name with the business in front: in a folder of downloads nobody knows otherwise whose poster it is."""
    return f"{titled(kit.slug)}-{name}"
