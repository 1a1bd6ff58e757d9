"""The kits of a site into folders to be handed over: what lies there already as it should be is left alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ..languages import LANGUAGES
from ..make.archive import as_file, key_of_archive, perform_archives
from ..make.codes import order_codes
from ..make.crew import Crew, fulfil
from ..make.forget import photo_of
from ..make.handed import hand_out, is_handed, size_of
from ..make.kits import order_prints, said_of
from ..make.run import Tools, keys_of, order_pictures
from ..make.shop import Shop, keys_of_sheets
from ..make.standing import Made
from ..make.store import Store, key_of
from ..make.tables import table
from ..plan.kit.kit import KitPlan, contents, sheet_of
from ..problems import Problem, as_text, has_errors, in_order
from ..site import Site

FOLDER = "kits"
_ROOM = Path(__file__).parent
_ARRANGING = (Path(__file__), _ROOM / "../make/archive.py", _ROOM / "../make/handed.py")


def make(
    site: Site, kits: Sequence[KitPlan], root: Path, *, theme: Path, cache: Path, crew: Crew
) -> tuple[dict[str, Made], list[Problem]]:
    """Makes kits of a site, all but those that lie there already, and says what there is; by slug, and what failed.

    Where something failed there are no new kits. Raises `OSError` where something cannot be written.
    """
    # What is printed is printed for good, so nothing that was kept goes into a kit unread.
    store, fonts = Store(cache / "bilder", trusting=False), theme / "static/fonts"
    shop, tools = Shop.here(theme, cache, store), Tools.here(fonts)
    keys = {name: key for plan in site.media for name, key in keys_of(plan, tools)}
    keys |= keys_of_sheets([plan for kit in kits for plan in kit.prints], [c for kit in kits for c in kit.codes], shop)
    together: dict[str, list[KitPlan]] = {}
    for kit in kits:
        together.setdefault(kit.slug, []).append(kit)
    stamps = {slug: _stamp(of_slug, keys) for slug, of_slug in together.items()}
    said = {
        slug: said_of([plan for kit in of_slug for plan in kit.prints], shop)
        for slug, of_slug in together.items()
        if is_handed(root / FOLDER, slug, stamps[slug])
    }
    lacking = [kit for kit in kits if said.get(kit.slug) is None]
    with table(cache) as table_of_all:
        problems = _performed(site, lacking, shop, tools, fonts=fonts, root=root, folder_out=table_of_all, crew=crew)
        if has_errors(problems):
            return {}, in_order(problems)
        # What there is to say about sheets is kept with them; this is about who helped.
        if about_help := [one for one in problems if "://" in one.path]:
            print(as_text(about_help))
        perform_archives((kit.archive for kit in lacking if kit.archive), keys, store=store, folder_out=table_of_all)
        made = {}
        for slug, of_slug in together.items():
            found = said.get(slug)
            if found is None:
                _handed(of_slug, root / FOLDER, table_of_all, keys, stamps[slug])
                found = said_of([plan for kit in of_slug for plan in kit.prints], shop)
            line = _line(of_slug, size_of(root / FOLDER, slug))
            print(line)
            made[slug] = Made(stamps[slug], line, tuple(found or ()))
    return made, []


def _performed(
    site: Site,
    kits: Sequence[KitPlan],
    shop: Shop,
    tools: Tools,
    *,
    fonts: Path,
    root: Path,
    folder_out: Path,
    crew: Crew,
) -> list[Problem]:
    """All that belongs to these kits, below ``folder_out``."""
    shared = {share.name for kit in kits for share in kit.shares}
    media = [plan for plan in site.media if not shared.isdisjoint(name for name, _ in keys_of(plan, tools))]
    orders = [
        order_pictures(media, fonts=fonts, root=root),
        order_prints([plan for kit in kits for plan in kit.prints], shop),
        order_codes([plan for kit in kits for plan in kit.codes], shop),
    ]
    return fulfil(orders, store=shop.store, folder_out=folder_out, crew=crew)


def _stamp(kits: Sequence[KitPlan], keys: Mapping[str, str]) -> str:
    """Stands for all files of the kit of one business, and for the code that arranges them."""
    code = [path.read_bytes() for path in _ARRANGING]
    archives = [(kit.lang, kit.archive) for kit in kits if kit.archive]
    return key_of(code, [(lang, one.name, key_of_archive(one, keys)) for lang, one in archives])


def _handed(kits: Sequence[KitPlan], folder: Path, made: Path, keys: Mapping[str, str], stamp: str) -> None:
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
    hand_out(folder, kits[0].slug, files, {photo for photo in photos if not photo.endswith("-text")}, stamp)


def _line(kits: Sequence[KitPlan], size: int) -> str:
    """What the kit of one business holds, for whoever asked for it."""
    kit = kits[0]
    langs = ", ".join(LANGUAGES[kit.lang].name for kit in kits)
    sheets = {sheet_of(plan) for plan in kit.sheets}
    number = f"{len(sheets)} Blätter, {len(kit.shares)} Bilder, {len(kit.texts)} Texte"
    return f"{FOLDER}/{kit.slug}/ ({langs}): je {number}; {round(size / 1_000_000)} MB"


def _written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(as_file(text))
    return file
