"""What a finished tree is measured by: what was planned, and what was typed and must not be in it."""

from __future__ import annotations

import contextlib
import getpass
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..link.kiez import Kiez
from ..make.store import Store
from ..plan import urls
from ..plan.media import PicturePlan
from ..plan.share import SharePlan
from ..read.document import Document
from ..read.mails import TEXT_BYTES
from ..read.opened import read_regular
from ..site import Site
from .private import Secrets, secrets_of


@dataclass(frozen=True, slots=True)
class Expected:
    """``names`` are all planned files; ``said`` is what stands in pixels and on paper, by name.

    ``credit`` says whose pictures those for the press are, ``author`` is who gives out what is printed, ``post_to`` is
    where the form of the open call goes. ``sources`` maps pages to the files they were typed in.
    """

    site_url: str
    names: frozenset[str]
    said: Mapping[str, tuple[str, ...]]
    credit: Mapping[str, str]
    author: str
    post_to: str | None
    secrets: Secrets
    sources: Mapping[str, str]


def expected_of(
    site: Site, kiez: Kiez, documents: Iterable[Document], store: Store, *, site_url: str, root: Path, theme: Path
) -> Expected:
    """From what was planned for the site below ``root``; for ``store`` see `output.looked_through`."""
    record = kiez.programme.record
    pictures = [picture for kit in site.press for picture in kit.pictures]
    return Expected(
        site_url,
        frozenset(_planned(site)),
        dict(_said(site)),
        {picture.name: picture.credit for picture in pictures},
        record.publisher.name.value,
        record.applications.address if record.applications else None,
        secrets_of(kiez, documents, theme, store, site_url, letters=dict(_letters(root)), machine=_machine(root)),
        site.sources,
    )


def _planned(site: Site) -> Iterator[str]:
    yield from site.names
    yield from (page.output for page, _ in site.texts.values())
    yield urls.FEED  # Pelican writes it as soon as there is news
    for plan in site.media:
        yield from (one.name for one in plan.variants) if isinstance(plan, PicturePlan) else (plan.name,)
    yield from (file.name for plan in site.prints for file in plan.files)
    yield from (file.name for kit in site.kits for plan in kit.codes for file in plan.files)
    yield from (name for kit in site.press for one in kit.pictures for name in (one.name, one.preview))
    yield from (plan.name for plan in site.archives)


def _said(site: Site) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The data that went in: the letters themselves are shapes by now."""
    for plan in site.media:
        if isinstance(plan, SharePlan):
            yield plan.name, (plan.title, plan.fact, plan.address, plan.funder, plan.head, plan.note)
    for sheet in site.prints:
        texts = (sheet.data, *([sheet.address] if sheet.address else []))
        yield from ((file.name, texts) for file in sheet.files)
    yield from ((file.name, (plan.address,)) for kit in site.kits for plan in kit.codes for file in plan.files)


def _letters(root: Path) -> Iterator[tuple[str, str]]:
    for file in sorted((root / "bewerbungen").rglob("*")):
        if file.suffix.lower() in {".txt", ".eml", ".md"}:
            # What strangers sent stops nothing, nor does what cannot be read or is a mail of 30 MB.
            with contextlib.suppress(OSError):
                yield file.relative_to(root).as_posix(), read_regular(file, TEXT_BYTES).decode("utf-8", "replace")


def _machine(root: Path) -> Iterator[str]:
    yield from (str(path) for path in (root, Path.home()) if len(path.parts) > 1)
    with contextlib.suppress(KeyError, OSError, ImportError):  # a computer may not know who uses it
        yield getpass.getuser()
