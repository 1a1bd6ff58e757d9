"""What a page gives to share: plans the pictures and says where they will be."""

from __future__ import annotations

from dataclasses import dataclass

from ..languages import Text
from ..link.kiez import AllowedPhoto
from ..model.parts import Channel
from . import views
from .desk import Desk
from .papers import GROUNDS
from .share import Shape, SharePlan, plan_share


@dataclass(frozen=True, slots=True)
class Share:
    """What the share images of a page show; ``everywhere``: in all shapes, to be posted, not only for links."""

    slug: str
    title: Text
    fact: str
    paper: str
    photo: AllowedPhoto | None = None
    focus: tuple[float, float] | None = None
    everywhere: bool = False


def share_image(desk: Desk, path: str, share: Share) -> views.ShareImage:
    """Plans the picture for links to the page at ``path`` and says where it will be."""
    plan = _planned(desk, path, share, "teilen")
    return views.ShareImage(desk.urls.absolute(plan.name), plan.format.width, plan.format.height, _alt(share))


def share_files(desk: Desk, path: str, share: Share) -> tuple[views.ShareFile, ...]:
    """Plans the pictures in all shapes and says where they will be: what a page offers for download.

    Calling it twice with the same ``share`` plans nothing twice. The files are those of the page's own language;
    ``name`` is the path below the output folder, for archives.
    """
    _ = desk.words.gettext
    labels: dict[Shape, str] = {
        "teilen": _("Querformat für Links"),
        "hochformat": _("Hochformat für Beiträge"),
        "quadrat": _("Quadrat für Beiträge"),
        "story": _("Story und Status"),
    }
    files = []
    for shape, label in labels.items():
        plan = _planned(desk, path, share, shape)
        href = desk.urls.href(plan.name)
        files.append(views.ShareFile(shape, label, plan.name, href, plan.format.width, plan.format.height, _alt(share)))
    return tuple(files)


def _planned(desk: Desk, path: str, share: Share, shape: Shape) -> SharePlan:
    """A picture, and a note that it is to be made. Page, head and kit ask for the same ones."""
    plan = desk.workshop.once((path, share, shape), lambda: _one(desk, path, share, shape))
    desk.workshop.media.setdefault(plan.name, plan)
    return plan


def _one(desk: Desk, path: str, share: Share, shape: Shape) -> SharePlan:
    _ = desk.words.gettext
    photo = share.photo if share.photo and Channel.SOCIAL in share.photo.channels else None
    record = desk.kiez.programme.in_language(desk.lang)
    funder = " · ".join(funder.line.value for funder in record.funders)
    address = desk.urls.shown(path, desk.lang)
    # For whoever meets the picture without the page.
    note = _("Erfundenes Beispiel") if record.sample else ""
    return plan_share(
        slug=f"{share.slug}-{desk.lang}",
        title=desk.workshop.on_paper(share.title.value),
        paper=GROUNDS[share.paper],
        fact=share.fact,
        address=address,
        funder=funder,
        photo=photo.source if photo else None,
        focus=share.focus,
        lang=desk.language.tag,
        direction=desk.language.direction,
        shape=shape,
        head=f"{record.name.value} · {record.place.value}",
        note=note,
    )


def _alt(share: Share) -> str:
    end = "" if share.title.value[-1] in "?!؟." else ":"
    return f"{share.title.value}{end} {share.fact}" if share.fact else share.title.value
