"""What comes after the pages, for a build and for a preview: pictures, sheets and archives, and what is forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..link.kiez import Kiez
from ..make.archive import key_of_archive, perform_archives
from ..make.forget import allowed_photos, forget, refused_photos
from ..make.kits import Shop, keys_of_notes, keys_of_sheets, perform_codes, perform_prints
from ..make.presspictures import keys_of_press, perform_press
from ..make.run import Tools, keys_of, perform
from ..make.store import Store
from ..problems import Problem, has_errors
from ..read.document import Document
from ..site import Site

PICTURES = "bilder"
"""The store of what is made, below the cache."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The site, and what there is to say about it (warnings only, or it would not be here).

    ``recalled`` is the part of it that has to be said even if the build fails: what was taken back is gone by then.
    """

    site: Site
    root: Path
    cache: Path
    problems: tuple[Problem, ...]
    recalled: tuple[Problem, ...]
    kiez: Kiez
    documents: Sequence[Document]


def make(
    site: Site, store: Store, *, root: Path, theme: Path, cache: Path, output: Path, workers: int
) -> tuple[list[Problem], dict[str, str]]:
    """All pictures, sheets and archives; gives the problems, and the keys of all files by name. Raises `OSError`."""
    fonts = theme / "static/fonts"
    shop, tools = Shop.here(theme, cache, store), Tools.here(fonts)
    pictures = [picture for kit in site.press for picture in kit.pictures]
    codes = [plan for kit in site.kits for plan in kit.codes]
    problems = perform(site.media, store=store, folder_out=output, fonts=fonts, workers=workers, root=root)
    problems += perform_prints(site.prints, shop=shop, folder_out=output, workers=workers)
    problems += perform_press(pictures, store=store, folder_out=output, workers=workers)
    problems += perform_codes(codes, shop=shop, folder_out=output)
    if has_errors(problems):
        return problems, {}
    keys = {name: key for plan in site.media for name, key in keys_of(plan, tools)}
    keys |= keys_of_sheets(site.prints, codes, shop) | keys_of_press(pictures)
    perform_archives(site.archives, keys, store=store, folder_out=output)
    keys |= {plan.name: key_of_archive(plan, keys) for plan in site.archives}
    return problems, keys


def forget_others(prepared: Prepared, store: Store, keys: Mapping[str, str], *, theme: Path, only_used: bool) -> None:
    """What nobody may be shown on any more is forgotten (`forget`); ``keys`` are those of all files of the site.

    Not after errors: the site that is out may still need all of it.
    """
    site, fonts = prepared.site, theme / "static/fonts"
    used = {*keys.values(), *keys_of_notes(site.prints, Shop.here(theme, prepared.cache, store))}
    allowed = allowed_photos(prepared.kiez)
    refused = refused_photos(prepared.kiez, prepared.documents, prepared.root)
    forget(site.media, store=store, fonts=fonts, also=used, allowed=allowed, refused=refused, only_used=only_used)
