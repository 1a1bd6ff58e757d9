"""The handbook keeps its word: its examples are accepted, its commands exist, its messages are the real ones."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from kiezgroessen.model.validate import build
from kiezgroessen.problems import Severity, as_text
from kiezgroessen.read.document import Document
from kiezgroessen.read.yamltree import parse
from kiezgroessen.reading import read
from kiezgroessen.shell.bench.content import invented, write

ROOT = Path(__file__).resolve().parent.parent
HANDBOOK = ROOT / "docs/handbuch"
PAGES = sorted(HANDBOOK.glob("*.md"))
FOLDER = "profiles/betriebe/baeckerei-sonnenkorn"
PROFILE = f"{FOLDER}/profil.md"
DAY = dt.date(2026, 11, 22)


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", (HANDBOOK / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture
def kiez(tmp_path: Path) -> Path:
    """A small Kiez with the business of the handbook in it."""
    write(invented(3), tmp_path)
    (tmp_path / FOLDER).mkdir()
    (tmp_path / PROFILE).write_text(blocks("betrieb-anlegen.md", "markdown")[0], "utf-8")
    Image.new("RGB", (1200, 1500), "white").save(tmp_path / FOLDER / "portrait.jpg")
    return tmp_path


def test_the_business_of_the_handbook_is_accepted(kiez: Path) -> None:
    assert as_text(read(kiez, DAY).problems) == ""


def test_its_translation_and_the_campaign_are_accepted(kiez: Path) -> None:
    (kiez / FOLDER / "profil.tr.md").write_text(blocks("uebersetzen.md", "markdown")[0], "utf-8")
    campaign = kiez / "content/kampagnen/mitmachen/kampagne.md"
    campaign.parent.mkdir()
    campaign.write_text(blocks("kampagnen.md", "markdown")[0], "utf-8")
    assert as_text(read(kiez, DAY).problems) == ""


def test_the_template_of_a_new_kiez_is_accepted() -> None:
    text = blocks("neuer-kiez.md", "yaml")[0]
    header, problems = parse(text, path="content/kiez.yaml", first_line=1, lang="de")
    assert header is not None
    document = Document("kiez", "", "de", "content/kiez.yaml", header, "", 1, tuple(text.split("\n")))
    _, more = build([document])
    assert as_text([*problems, *more]) == ""


def test_the_wish_and_the_action_are_accepted(kiez: Path) -> None:
    wishes, before, after = blocks("wuensche-und-aktionen.md", "yaml")
    club = kiez / "profiles/einrichtungen/jugendclub-kanalhaus/einrichtung.md"
    club.parent.mkdir()
    club.write_text(f"---\nname: Jugendclub\n{wishes}---\n", "utf-8")
    shop = kiez / "profiles/betriebe/handyklinik/profil.md"
    shop.parent.mkdir()
    offer = "angebote:\n  - {kennung: reparatur, art: sachspende, text: Zehn Laptops}\n"
    shop.write_text(f"---\nname: Handyklinik\ngewerbe: cafe\n{offer}---\n", "utf-8")
    action = kiez / "profiles/aktionen/2026-12-zehn-laptops/aktion.md"
    action.parent.mkdir()
    action.write_text(f"---\n{before}---\n", "utf-8")
    assert as_text(read(kiez, DAY).problems) == ""
    done = before.replace("status: vereinbart\n", "") + after
    action.write_text(f"---\n{done}---\n", "utf-8")
    assert as_text(read(kiez, dt.date(2026, 12, 5)).problems) == ""


def replaced(root: Path, old: str, new: str) -> None:
    text = (root / PROFILE).read_text("utf-8")
    assert old in text
    (root / PROFILE).write_text(text.replace(old, new, 1), "utf-8")


def without_photo(root: Path) -> None:
    (root / FOLDER / "portrait.jpg").unlink()


MISTAKES: dict[str, Callable[[Path], None]] = {
    "colon": partial(replaced, old="zitat: Brot", new="zitat: Mein Satz: Brot"),
    "unknown key": partial(replaced, old="inhaber:", new="inhabr:"),
    "unknown word": partial(replaced, old="gewerbe: baeckerei", new="gewerbe: bäckerei"),
    "missing": partial(replaced, old="    alt: Ayşe Demir steht lachend hinter der Theke\n", new=""),
    "no photo": without_photo,
    "no consent": partial(replaced, old="freigabe: ayse", new="freigabe: aise"),
    "space": partial(replaced, old="gewerbe: baeckerei", new="gewerbe:baeckerei"),
    "indent": partial(replaced, old="    art:", new="   art:"),
    "web": partial(replaced, old="web: https://sonn", new="web: www.sonn"),
    "before the at sign": partial(replaced, old="web: https://sonn", new="web: https://bank.de@sonn"),
    "date": partial(replaced, old="am: 2026-05-18", new="am: 2026-05"),
    "end of header": partial(replaced, old="[web, druck]\n---\n", new="[web, druck]\n"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_answered_as_the_handbook_says(kiez: Path, mistake: str) -> None:
    MISTAKES[mistake](kiez)
    report = as_text(read(kiez, DAY).problems)
    assert report in [block.rstrip("\n") for block in blocks("fehlermeldungen.md", "text")], report


def test_messages_quoted_in_a_sentence_are_spoken_by_the_program() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "plugins").rglob("*.py"))
    plain = re.sub(r"\{[^{}]*\}|…|tr\b", "", code)
    for page in ("fotos-und-freigaben.md", "uebersetzen.md", "wuensche-und-aktionen.md"):
        quoted = re.findall(r"`([A-ZÄÖÜ][^`]{30,})`", (HANDBOOK / page).read_text("utf-8"))
        assert quoted, page
        for message in quoted:
            assert re.sub(r"…|tr\b", "", message) in plain, message


@pytest.fixture(scope="session")
def tasks() -> set[str]:
    shown = subprocess.run(
        [sys.executable, str(ROOT / "tasks.py"), "--list"], capture_output=True, encoding="utf-8", check=True
    )
    return {line.split()[0] for line in shown.stdout.splitlines() if line.startswith("  ")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_links_of_a_page_lead_somewhere(page: Path, tasks: set[str]) -> None:
    text = page.read_text("utf-8")
    assert set(re.findall(r"tasks\.py ([a-z]+(?:-[a-z]+)*)", text)) <= tasks
    for target, place in re.findall(r"\]\(([\w-]*\.md)?(?:#([^)]+))?\)", text):
        other = (page.parent / target).read_text("utf-8") if target else text
        headings = {re.sub(r"[^\w -]", "", line).strip().lower().replace(" ", "-") for line in other.splitlines()}
        assert not place or place in headings


def test_every_page_is_in_the_table_of_contents() -> None:
    contents = (HANDBOOK / "README.md").read_text("utf-8")
    assert [page.name for page in PAGES if page.name != "README.md" and f"({page.name})" not in contents] == []


def test_a_photo_without_consent_is_a_warning_and_stops_nothing(kiez: Path) -> None:
    replaced(kiez, "    freigabe: ayse\n", "")
    assert [problem.severity for problem in read(kiez, DAY).problems] == [Severity.WARNING]
