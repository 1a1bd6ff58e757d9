"""`tasks.py kit`: whole kits into a folder each, to be handed over at the shop door."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..dates import parse_day, today
from ..link.kiez import Kiez
from ..make.forget import allowed_in_kits
from ..make.handed import is_handed, recall
from ..make.standing import Standing, inputs_key, keep_standing, load_standing
from ..make.store import Store
from ..make.tables import clear
from ..problems import Problem, as_text, has_errors, in_order, nearest
from ..reading import read
from ..site import prepare
from ..write.lock import BusyError, held
from .exits import CONTENT, FAILED, OK, date_complaint
from .failures import hindrance
from .helpers import HelpError, hired, number_of
from .kit_folders import FOLDER, make
from .settings import HOUSE, values_of

BUSINESSES = "profiles/betriebe"


def main(
    slugs: Sequence[str] = (),
    *,
    date: str | None = None,
    root: Path | None = None,
    site_url: str | None = None,
    workers: str = "",
) -> int:
    """Makes the kits of some businesses, or of all, in all their languages, below ``root/kits``; an exit code.

    QR codes lead to ``site_url``, without it to the address in ``publishconf.py``: what is printed is meant to last.
    Kits that may not be any more are deleted first, those of other businesses, too. ``workers`` as for `hired`.
    """
    root = (root or Path.cwd()).resolve()
    try:
        with held(root / FOLDER, "Material gemacht"):
            return _main(slugs, date, root, site_url, workers)
    except HelpError as reason:
        print(f"{reason}\nFertiges Material bleibt, wie es war.")
        return FAILED
    except (OSError, BusyError) as reason:
        if (said := hindrance(reason, root)) is None:
            raise
        print(f"{said} Fertiges Material bleibt, wie es war.")
        return FAILED


def _main(slugs: Sequence[str], date: str | None, root: Path, site_url: str | None, workers: str) -> int:
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
    slugs = list(dict.fromkeys(slug.strip("/").rpartition("/")[2] for slug in slugs))
    if complaints := [said for slug in slugs if (said := _complaint(slug, reading.kiez, root))]:
        print("\n".join([*complaints, "Es wurde nichts gemacht."]))
        return FAILED
    settings = all_settings_of(root)
    address, cores, cache = str(settings["SITEURL"]), int(settings["KIEZ_WORKERS"]), Path(settings["KIEZ_CACHE"])
    clear(cache)
    store, theme = Store(cache / "bilder"), HOUSE / "theme"
    inputs = inputs_key(reading.kiez, reading.documents, theme=theme, address=site_url or address)
    known = load_standing(store, inputs)
    if known is not None and _unchanged(known, slugs or known.slugs, root / FOLDER):
        made, planned = known.made, known.remarks
        for slug in slugs or known.slugs:
            print(made[slug].line)
    else:
        site, problems = prepare(
            reading.kiez,
            reading.typed,
            theme=theme,
            site_url=site_url or address,
            cache=cache,
            full_kits=True,
            with_pages=False,
            workers=number_of(workers, cores),
        )
        if site is None or has_errors(problems):
            print(as_text(problems))
            return CONTENT
        wanted = [kit for kit in site.kits if not slugs or kit.slug in slugs]
        with hired(workers, settings) as crew:
            fresh, failed = make(site, wanted, root, theme=theme, cache=cache, crew=crew)
        if failed:
            print(as_text(in_order([*_of(slugs, [*reading.problems, *problems]), *failed])))
            return CONTENT
        made, planned = {**(known.made if known else {}), **fresh}, tuple(problems)
        everybody = tuple(dict.fromkeys(kit.slug for kit in site.kits))
        keep_standing(store, Standing(inputs, everybody, planned, made))
    found = [one for slug, kit in made.items() if not slugs or slug in slugs for one in kit.remarks]
    if remarks := in_order([*_of(slugs, [*reading.problems, *planned]), *found]):
        print(as_text(remarks))
    return OK


def _unchanged(known: Standing, slugs: Sequence[str], folder: Path) -> bool:
    """Whether the kits of these businesses lie there as they would be made now."""
    return all(slug in known.made and is_handed(folder, slug, known.made[slug].stamp) for slug in slugs)


def _of(slugs: Sequence[str], problems: Sequence[Problem]) -> list[Problem]:
    """The problems of some businesses, and those of the Kiez, which are everybody's; without ``slugs`` all."""
    places = ("content/", *(f"{BUSINESSES}/{slug}/" for slug in slugs))
    return [problem for problem in problems if not slugs or problem.path.startswith(places)]


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
    settings = all_settings_of(root)
    return str(settings["SITEURL"]), int(settings["KIEZ_WORKERS"]), Path(settings["KIEZ_CACHE"])


def all_settings_of(root: Path) -> dict[str, Any]:
    """What is set for publishing; ``KIEZ_CACHE`` is a whole path."""
    name = "publishconf.py"
    settings, own = values_of(root, name), (root / name).exists()
    # Where a site has no settings of its own, the house's are read, but its cache is another site's.
    return settings | {"KIEZ_CACHE": str(root / (settings.get("KIEZ_CACHE", "cache") if own else "cache"))}
