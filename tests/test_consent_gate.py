"""A photo whose consent has gone is gone from what is published: searched by look, by name and by bytes."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.support.likeness import pictures_like, portrait_like
from tests.support.sites import TODAY, build_site, contents, good_site, put_file, replace_in

from kiezgroessen.link import consent as gate
from kiezgroessen.model.parts import Channel

MAVI, FEST = "profiles/betriebe/mavi", "profiles/aktionen/2026-05-hoffest"
FACE, SECOND, SCENE, OTHER = (portrait_like(seed) for seed in range(4))
FILES = {
    "derya": (f"{MAVI}/profil.md", f"{MAVI}/gesicht.jpg", FACE),
    "ida": (f"{MAVI}/profil.md", f"{MAVI}/zweites.jpg", SECOND),
    "mila": (f"{FEST}/aktion.md", f"{FEST}/fest.jpg", SCENE),
}
"""By consent: the file it stands in, the photo it covers, the bytes of the photo."""
LAST_DAY, DAY_AFTER = "2027-01-31", "2027-02-01"

ENTRY = """  - datei: {file}
    alt: Jemand lacht
    urheber: Probeverein
    personen: ja
    freigabe: {name}
"""
CONSENT = """  - kennung: {name}
    von: Jemand
    beleg: Ordner 1
    am: 2026-01-15
    kanaele: [web, social, presse, druck]
    bis: {until}
"""


def shapes(page: str) -> set[str]:
    """The share images of a page, without their digests."""
    return {f"teilen/{page}{shape}" for shape in ("", "-hochformat", "-quadrat", "-story")}


def consent(name: str) -> str:
    return CONSENT.format(name=name, until=LAST_DAY)


def peopled(folder: Path) -> Path:
    """The good site with three photos of people: a portrait, one in the same business's gallery, one of an action."""
    root = good_site(folder)
    (root / MAVI / "bild.png").unlink()
    text = (root / MAVI / "profil.md").read_text("utf-8")
    start, end = text.index("fotos:\n"), text.index("---\nSeit")
    photos = ENTRY.format(file="gesicht.jpg", name="derya") + ENTRY.format(file="zweites.jpg", name="ida")
    header = f"fotos:\n{photos}freigaben:\n{consent('derya')}{consent('ida')}"
    put_file(root, f"{MAVI}/profil.md", text[:start] + header + text[end:])
    text = (root / FEST / "aktion.md").read_text("utf-8")
    scene = f"fotos:\n{ENTRY.format(file='fest.jpg', name='mila')}freigaben:\n{consent('mila')}"
    put_file(root, f"{FEST}/aktion.md", text.replace("---\n", f"---\n{scene}", 1))
    for _, photo, data in FILES.values():
        put_file(root, photo, data)
    return root


@pytest.fixture
def before(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """A copy of the site with everything that building it left behind: ``site``, ``output`` and ``cache``."""
    once = tmp_path_factory.getbasetemp() / "mit-freigaben"
    if not (once / "output").exists():
        shutil.rmtree(once, ignore_errors=True)
        build_site(peopled(once))
    return Path(shutil.copytree(once, tmp_path / "kiez"))


def traces(old: Mapping[str, bytes], new: Mapping[str, bytes], photo: bytes) -> list[str]:
    """What is left of a photo in a new output: pictures that look like it, and names and bytes from the old one."""
    made = pictures_like(old, photo)
    assert made, "a search that finds nothing while the photo is there says nothing when it is gone"
    left = [f"{name} shows it" for name in pictures_like(new, photo)]
    left += [f"{name} is still there" for name in made if name in new]
    left += [f"{name} has its bytes" for name, data in new.items() if photo in data or data in map(old.get, made)]
    left += [f"{name} names {gone}" for name, data in new.items() for gone in made if gone.encode() in data]
    return left


def withdraw(root: Path, name: str) -> None:
    replace_in(root, FILES[name][0], consent(name), f"{consent(name)}    widerrufen: 2026-11-22\n")


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("derya", {"bilder/mavi-1", *shapes("mavi-de"), *shapes("mavi-ar")}),
        ("ida", {"bilder/mavi-2"}),
        ("mila", {"bilder/2026-05-hoffest-1", *shapes("2026-05-hoffest-de"), "teilen/2026-05-hoffest-ar"}),
    ],
)
def test_while_consent_lasts_the_search_finds_the_photo_everywhere(before: Path, name: str, places: set[str]) -> None:
    found = pictures_like(contents(before / "output"), FILES[name][2])
    assert {file.rsplit("-", 1)[0] if file.startswith("teilen") else file.rsplit("-", 2)[0] for file in found} == places
    assert {Path(file).suffix for file in found if file.startswith("bilder")} == {".avif", ".jpg"}


@pytest.mark.parametrize("name", ["derya", "ida", "mila"])
def test_of_a_withdrawn_photo_nothing_is_left(before: Path, name: str) -> None:
    old = contents(before / "output")
    withdraw(before / "site", name)
    new = contents(build_site(before / "site"))
    assert traces(old, new, FILES[name][2]) == []
    for other in FILES.keys() - {name}:
        assert pictures_like(new, FILES[other][2]), f"{other} has not withdrawn"


def test_the_end_of_a_consent_needs_nobody_to_do_anything(before: Path) -> None:
    old = contents(before / "output")
    assert pictures_like(contents(build_site(before / "site", day=LAST_DAY)), FACE)
    new = contents(build_site(before / "site", day=DAY_AFTER))
    assert [trace for _, _, photo in FILES.values() for trace in traces(old, new, photo)] == []


def test_a_photo_put_in_anothers_place_leaves_nothing_of_it(before: Path) -> None:
    old = contents(before / "output")
    put_file(before / "site", f"{MAVI}/gesicht.jpg", OTHER)
    new = contents(build_site(before / "site"))
    assert traces(old, new, FACE) == []
    assert pictures_like(new, OTHER)


def test_without_consent_for_social_networks_no_share_image_shows_it(before: Path) -> None:
    less = consent("derya").replace("web, social", "web")
    replace_in(before / "site", FILES["derya"][0], consent("derya"), less)
    new = contents(build_site(before / "site"))
    found = pictures_like(new, FACE)
    assert {name.split("/")[0] for name in found} == {"bilder"}
    assert b"teilen/mavi-de" in new["betriebe/mavi/index.html"], "there is a share image all the same"


def test_with_the_gate_open_the_search_finds_the_withdrawn_photo(before: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = contents(before / "output")
    withdraw(before / "site", "derya")
    monkeypatch.setattr(gate, "covered", lambda _consent, _date: frozenset(Channel))
    new = contents(build_site(before / "site", day=TODAY))
    assert {trace.split(" ", 1)[1].split(" teilen")[0].split(" bilder")[0] for trace in traces(old, new, FACE)} == {
        "shows it",
        "is still there",
        "has its bytes",
        "names",
    }
