"""`tasks.py kit`: whole kits into a folder each, to be handed over at the shop door."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..dates import parse_day, today
from ..languages import LANGUAGES
from ..link.kiez import Kiez
from ..make.archive import as_file, perform_archives
from ..make.forget import allowed_in_kits, photo_of
from ..make.handed import hand_out, recall
from ..make.kits import Shop, keys_of_sheets, perform_codes, perform_prints
from ..make.run import Tools, keys_of, perform
from ..make.store import Store
from ..make.tables import clear, table
from ..plan.kit.kit import KitPlan, contents, sheet_of
from ..problems import Problem, as_text, has_errors, in_order, nearest
from ..reading import read
from ..site import Site, prepare
from .exits import CONTENT, FAILED, OK, date_complaint

FOLDER = "kits"
BUSINESSES = "profiles/betriebe"
_FULL = (errno.ENOSPC, errno.EDQUOT)
_HOUSE = Path(__file__).resolve().parents[3]


def main(
    slugs: Sequence[str] = (),
    *,
    date: str | None = None,
    root: Path | None = None,
    site_url: str | None = None,
    workers: int | None = None,
) -> int:
    """Makes the kits of some businesses, or of all, in all their languages, below ``root/kits``; an exit code.

    QR codes lead to ``site_url``, without it to the address in ``publishconf.py``: what is printed is meant to last.
    Kits that may not be any more are deleted first, those of other businesses, too.
    """
    try:
        return _main(slugs, date, (root or Path.cwd()).resolve(), site_url, workers)
    except (OSError, RuntimeError) as reason:
        if (said := disk_complaint(reason)) is None:
            raise
        print(said)
        return FAILED


def _main(slugs: Sequence[str], date: str | None, root: Path, site_url: str | None, workers: int | None) -> int:
    if date and (complaint := date_complaint(date)):
        print(complaint)
        return FAILED
    reading = read(root, parse_day(date).first if date else today())
    if reading.kiez is None:
        print(as_text(reading.problems))
        print("\nSolange Fehler in den Texten sind, gibt es kein Material.")
        return CONTENT
    # Before anything is made or answered: nobody who has said no waits for a name to be spelled right.
    if recalled := recall(root / FOLDER, allowed_in_kits(reading.kiez)):
        print(as_text(recalled))
    # Whoever lets the shell complete a name hands in a path.
    slugs = [slug.strip("/").rpartition("/")[2] for slug in slugs]
    if complaints := [said for slug in slugs if (said := _complaint(slug, reading.kiez, root))]:
        print("\n".join([*complaints, "Es wurde nichts gemacht."]))
        return FAILED
    address, cores, cache = settings_of(root)
    clear(cache)
    site, problems = prepare(
        reading.kiez,
        reading.documents,
        theme=_HOUSE / "theme",
        site_url=site_url or address,
        cache=cache,
        full_kits=True,
        with_pages=False,
    )
    if site is None or has_errors(problems):
        print(as_text(problems))
        return CONTENT
    found = make(site, [kit for kit in site.kits if not slugs or kit.slug in slugs], root, cache, workers or cores)
    if remarks := in_order(dict.fromkeys([*_of(slugs, [*reading.problems, *problems]), *found])):
        print(as_text(remarks))
    return CONTENT if has_errors(found) else OK


def _of(slugs: Sequence[str], problems: Sequence[Problem]) -> list[Problem]:
    """The problems of some businesses, and those of the Kiez, which are everybody's; without ``slugs`` all."""
    places = ("content/", *(f"{BUSINESSES}/{slug}/" for slug in slugs))
    return [problem for problem in problems if not slugs or problem.path.startswith(places)]


def make(site: Site, kits: Sequence[KitPlan], root: Path, cache: Path, workers: int) -> list[Problem]:
    """Makes kits of a site, says what was made, and gives what there is to say about them. With errors nothing is.

    Raises `OSError` where something cannot be written.
    """
    theme = _HOUSE / "theme"
    store, fonts = Store(cache / "bilder"), theme / "static/fonts"
    shop, tools = Shop.here(theme, cache, store), Tools.here(fonts)
    shared = {share.name for kit in kits for share in kit.shares}
    media = [plan for plan in site.media if not shared.isdisjoint(name for name, _ in keys_of(plan, tools))]
    with table(cache) as made:
        problems = perform(media, store=store, folder_out=made, fonts=fonts, workers=workers, root=root)
        sheets = [plan for kit in kits for plan in kit.prints]
        problems += perform_prints(sheets, shop=shop, folder_out=made, workers=workers)
        codes = [plan for kit in kits for plan in kit.codes]
        problems += perform_codes(codes, shop=shop, folder_out=made)
        # Where photos are worked a full disk comes as something that is wrong with one of them.
        if any(os.strerror(number) in one.message for number in _FULL for one in problems):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if has_errors(problems):
            return in_order(problems)
        keys = {name: key for plan in media for name, key in keys_of(plan, tools)} | keys_of_sheets(sheets, codes, shop)
        perform_archives((kit.archive for kit in kits if kit.archive), keys, store=store, folder_out=made)
        for slug in dict.fromkeys(kit.slug for kit in kits):
            _handed([kit for kit in kits if kit.slug == slug], root / FOLDER, made, keys)
    return in_order(problems)


def _handed(kits: Sequence[KitPlan], folder: Path, made: Path, keys: Mapping[str, str]) -> None:
    """The kit of one business in all its languages: a folder for each, and beside them the ZIPs."""
    files: dict[str, Path] = {}
    photos = set()
    for kit in kits:
        for inside, name in contents(kit):
            files[f"{kit.lang}/{inside}"] = made / name
            photos.add(photo_of(keys[name]))
        if kit.archive is not None:
            files[kit.archive.name.rpartition("/")[2]] = made / kit.archive.name
            for inside, text in kit.archive.texts:
                files[f"{kit.lang}/{inside.partition('/')[2]}"] = _written(made, f"{kit.lang}-{inside}", text)
    hand_out(folder, kits[0].slug, files, {photo for photo in photos if not photo.endswith("-text")})
    kit = kits[0]
    size = sum((folder / kit.slug / inside).stat().st_size for inside in files) / 1_000_000
    langs = ", ".join(LANGUAGES[kit.lang].name for kit in kits)
    sheets = {sheet_of(plan) for plan in kit.sheets}
    number = f"{len(sheets)} Blätter, {len(kit.shares)} Bilder, {len(kit.texts)} Texte"
    print(f"{FOLDER}/{kit.slug}/ ({langs}): je {number}; {round(size)} MB")


def _written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(as_file(text))
    return file


def _complaint(slug: str, kiez: Kiez, root: Path) -> str | None:
    """Why there is no kit of this name, in German; ``None`` where there is one."""
    node = kiez.businesses.get(slug)
    if node is not None and not node.archived:
        return None
    if node is not None:
        return f"»{slug}« ist nicht mehr dabei (ende: in profil.md); dafür wird kein Material gemacht."
    if (root / BUSINESSES / slug / "profil.md").exists():
        where = f"{BUSINESSES}/{slug}/profil.md, status"
        return f"»{slug}« wird noch nicht gezeigt ({where}); dafür wird kein Material gemacht."
    guess = nearest(slug, _names(kiez))
    meant = f" – meinten Sie »{_names(kiez)[guess]}«?" if guess else "."
    return f"Einen Betrieb »{slug}« gibt es nicht{meant}"


def _names(kiez: Kiez) -> dict[str, str]:
    """What somebody may type for a business, folder or name, and its folder."""
    return {node.text.record.name.value: node.slug for node in kiez.active} | {
        node.slug: node.slug for node in kiez.active
    }


def settings_of(root: Path) -> tuple[str, int, Path]:
    """The address the site is published at, how many processes may work at once, and where made things are kept."""
    # Wrong calls are answered without waiting for Pelican.
    from pelican.settings import read_settings  # noqa: PLC0415

    conf = root / "publishconf.py"
    own = conf.exists()
    settings = read_settings(str(conf if own else _HOUSE / conf.name))
    # Where a site has no settings of its own, the house's are read, but its cache is another site's.
    cache = root / (settings.get("KIEZ_CACHE", "cache") if own else "cache")
    return str(settings["SITEURL"]), int(settings["KIEZ_WORKERS"]), cache


def disk_complaint(reason: OSError | RuntimeError) -> str | None:
    """What the disk is in the way of, in German; ``None`` where it is not to blame.

    What went wrong in a process of its own comes as a `RuntimeError` with the text of it.
    """
    number = reason.errno if isinstance(reason, OSError) else None
    if number in _FULL or any(f"[Errno {one}]" in str(reason) for one in _FULL):
        return "Der Datenträger ist voll: Bitte Platz schaffen, dann noch einmal. Fertiges Material bleibt, wie es war."
    if isinstance(reason, PermissionError):
        return f"In {reason.filename} darf nicht geschrieben werden. Gehört der Ordner jemand anderem?"
    return None
