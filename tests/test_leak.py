"""A site full of secrets: nothing of what is private, hidden or not yet due is in any byte of what is published."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from tests.support.sites import build_site, built, contents, good_site, put_file, replace_in

from kiezgroessen.model.declare import Record, is_private
from kiezgroessen.model.merge import inner_record
from kiezgroessen.model.validate import RECORDS

MAVI = "profiles/betriebe/mavi/profil.md"
LOTSE = "profiles/betriebe/backwerk-lotse"
FOREIGN = (255, 0, 255)
"""Colour of the photo whose consent has been withdrawn."""

PRIVATE = {
    "Foto.freigabe": "zqx-kennung",
    "Freigabe.kennung": "zqx-kennung",
    "Freigabe.von": "Zqxvon",
    "Freigabe.beleg": "Zqxbeleg",
    "Freigabe.am": "2019-03-17",
    "Freigabe.kanaele": "[web, social, presse, druck]",
    "Freigabe.bis": "2098-07-19",
    "Freigabe.widerrufen": "2019-04-23",
    "Freigabe.sorgeberechtigt": "Zqxsorge",
    "Betrieb.freigaben": "freigaben",
    "Einrichtung.freigaben": "freigaben",
    "Aktion.freigaben": "freigaben",
}
"""What stands in each private field. Whoever declares another one has to give it a secret here."""

SECRETS = (
    *("zqx-kennung", "Zqxvon", "Zqxbeleg", "Zqxsorge", "freigaben"),
    *("2019-03-17", "17.03.2019", "17. März 2019", "2098-07-19", "19. Juli 2098", "2019-04-23", "23. April 2019"),
    *("Zqxdraft", "zqx-draft", "Zqxpaused", "zqx-paused", "Zqxfuture", "zqx-future", "Zqxnews", "zqx-news"),
    *("Zqxoutcome", "Zqxpage", "zqx-page", "Zqxalt", "zqxphoto", "Zqxcredit", "Zqxinstitution"),
    *("Zqxcampaign", "Zqxexif"),
)
CONSENT = f"""  - kennung: {PRIVATE["Freigabe.kennung"]}
    von: {PRIVATE["Freigabe.von"]}
    beleg: {PRIVATE["Freigabe.beleg"]}
    am: {PRIVATE["Freigabe.am"]}
    kanaele: {PRIVATE["Freigabe.kanaele"]}
    bis: {PRIVATE["Freigabe.bis"]}
    sorgeberechtigt: {PRIVATE["Freigabe.sorgeberechtigt"]}
"""
LAPSED = f"""fotos:
  - datei: zqxphoto.png
    alt: Zqxalt
    urheber: Zqxcredit
    personen: ja
    freigabe: alt
freigaben:
  - kennung: alt
    von: Zqxvon
    beleg: Zqxbeleg
    am: {PRIVATE["Freigabe.am"]}
    kanaele: [web, social, presse, druck]
"""


def business(name: str, more: str) -> str:
    return f"""---
name: {name}
gewerbe: cafe
zitat: {name} sagt nichts
angebote:
  - {{art: praktikum, text: {name} gibt alles}}
{more}
---
{name} erzählt.
"""


def photo(colour: tuple[int, int, int]) -> bytes:
    picture, data = Image.new("RGB", (640, 480), colour), io.BytesIO()
    exif = Image.Exif()
    exif[0x9286] = exif[0x010E] = "Zqxexif"
    picture.save(data, "PNG", exif=exif)
    return data.getvalue()


def secretive(tmp_path: Path, withdrawn: str) -> Path:
    """The good site with all kinds of secrets; ``withdrawn`` is a line of the consent of the magenta photo."""
    root = good_site(tmp_path)
    replace_in(root, MAVI, "freigabe: derya", f"freigabe: {PRIVATE['Foto.freigabe']}")
    text = (root / MAVI).read_text("utf-8")
    start, end = text.index("  - kennung: derya"), text.index("---\nSeit")
    put_file(root, MAVI, text[:start] + CONSENT + text[end:])
    put_file(root, "profiles/betriebe/mavi/bild.png", photo((10, 120, 20)))
    replace_in(root, f"{LOTSE}/profil.md", "seit: 2018\n", f"seit: 2018\n{LAPSED}{withdrawn}")
    put_file(root, f"{LOTSE}/zqxphoto.png", photo(FOREIGN))
    put_file(root, "profiles/betriebe/zqx-draft/profil.md", business("Zqxdraft", "status: entwurf"))
    put_file(root, "profiles/betriebe/zqx-paused/profil.md", business("Zqxpaused", "status: ruht"))
    put_file(root, "profiles/betriebe/zqx-future/profil.md", business("Zqxfuture", "seit: 2026-11-23"))
    put_file(
        root,
        "profiles/einrichtungen/zqx-draft/einrichtung.md",
        "---\nname: Zqxinstitution\nstatus: entwurf\n"
        "bedarfe: [{kennung: a, art: praktikum, text: Zqxinstitution}]\n---\n",
    )
    put_file(
        root,
        "profiles/aktionen/2026-12-noch-nicht/aktion.md",
        "---\ntitel: Noch nicht\ndatum: 2026-12-01\nstatus: erledigt\nbetriebe: [mavi, zqx-draft]\n"
        "einrichtungen: [zqx-draft]\nbedarf: zqx-draft/a\nwirkung: Zqxoutcome\n---\nZqxoutcome\n",
    )
    header = "titel: {0}\nkurz: {0} kurz"
    put_file(
        root,
        "content/meldungen/2026-11-23-zqx-news.md",
        f"---\n{header.format('Zqxnews')}\ndatum: 2026-11-23\nbetriebe: mavi\n---\nZqxnews\n",
    )
    put_file(root, "content/seiten/zqx-page.md", f"---\n{header.format('Zqxpage')}\nstatus: entwurf\n---\nZqxpage\n")
    call = (root / "content/kampagnen/mitmachen/kampagne.md").read_text("utf-8")
    call = call.replace("titel: Der Kiez sucht dich", "titel: Zqxcampaign\nstatus: entwurf")
    put_file(root, "content/kampagnen/zqx-draft/kampagne.md", call)
    # Somebody who is shown names all those who are not.
    replace_in(
        root,
        "profiles/aktionen/2026-05-hoffest/aktion.md",
        "[mavi, backwerk-lotse]",
        "[mavi, backwerk-lotse, zqx-draft, zqx-paused, zqx-future]",
    )
    replace_in(
        root, "content/meldungen/2026-06-01-so-war-das-hoffest.md", "betriebe: mavi", "betriebe: [mavi, zqx-paused]"
    )
    return root


def once(factory: pytest.TempPathFactory, name: str, withdrawn: str) -> dict[str, bytes]:
    folder = factory.getbasetemp() / name
    if not (folder / "output").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        build_site(secretive(folder, withdrawn))
    files = contents(folder / "output")
    assert len(files) > 50, "in an empty output there are no secrets either"
    return files


@pytest.fixture
def output(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What is published of the site full of secrets."""
    return once(tmp_path_factory, "geheim", f"    widerrufen: {PRIVATE['Freigabe.widerrufen']}\n")


def leaks(files: dict[str, bytes], secret: str) -> list[str]:
    """Files that hold a secret, in their bytes or in their name, as typed or in other case or encoding."""
    forms = {secret, secret.lower(), secret.upper()}
    codes = {
        code for form in forms for code in (form.encode(), form.encode("utf-16-le"), form.encode("latin-1", "replace"))
    }
    return [
        name for name, data in files.items() if secret.lower() in name.lower() or any(code in data for code in codes)
    ]


def private_fields() -> Iterator[str]:
    seen: set[type[Record]] = set()
    waiting = list(RECORDS.values())
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        for info in model.model_fields.values():
            if is_private(info):
                yield f"{model.title}.{info.alias}"
            if inner := inner_record(info.annotation):
                waiting.append(inner)


def test_every_private_field_has_its_secret() -> None:
    assert set(private_fields()) == set(PRIVATE)


@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_is_published(output: dict[str, bytes], secret: str) -> None:
    assert leaks(output, secret) == []


@pytest.mark.parametrize("kind", [".html", ".xml", ".jpg", ".avif", ".css", ".woff2"])
def test_the_search_looks_into_every_kind_of_file(output: dict[str, bytes], kind: str) -> None:
    assert [name for name in output if name.endswith(kind)]


@pytest.mark.parametrize(
    ("public", "place"),
    [
        ("Derya Aksoy", "betriebe/mavi/index.html"),
        ("Backwerk Lotse", "index.html"),
        ("So war das Hoffest", "neues/feed.xml"),
        ("backwerk-lotse", "sitemap.xml"),
        ("CafeOrCoffeeShop", "betriebe/mavi/index.html"),
    ],
)
def test_the_search_finds_what_is_public(output: dict[str, bytes], public: str, place: str) -> None:
    assert place in leaks(output, public)


def pictures(files: dict[str, bytes]) -> dict[str, bytes]:
    """All pictures of the business whose photo it was: cut ones, and the share image that carries it."""
    return {name: data for name, data in files.items() if name.startswith(("bilder/backwerk", "teilen/backwerk"))}


def test_the_withdrawn_photo_is_in_no_picture(
    output: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The pictures are those of the site that never had the photo."""
    assert pictures(output) == pictures(contents(built(tmp_path_factory)))


def test_while_consent_lasted_the_photo_was_there(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Shows that the search above would have found it."""
    before = once(tmp_path_factory, "vorher", "")
    assert [name for name in pictures(before) if name.startswith("bilder/")]
    assert pictures(before) != pictures(contents(built(tmp_path_factory)))
    assert leaks(before, "Zqxalt")
    assert leaks(before, "Zqxexif") == []


def test_a_withdrawal_leaves_nothing_in_the_next_build(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    """Over the same output and with the same store of made pictures."""
    once(tmp_path_factory, "vorher", "")
    folder = tmp_path / "danach"
    shutil.copytree(tmp_path_factory.getbasetemp() / "vorher", folder)
    replace_in(
        folder / "site",
        f"{LOTSE}/profil.md",
        "    kanaele: [web, social, presse, druck]\n---",
        "    kanaele: [web, social, presse, druck]\n    widerrufen: 2026-11-22\n---",
    )
    output = contents(build_site(folder / "site"))
    assert pictures(output) == pictures(contents(built(tmp_path_factory)))
    assert leaks(output, "Zqxalt") + leaks(output, "zqxphoto") == []
