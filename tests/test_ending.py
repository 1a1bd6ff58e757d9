"""`ende:` the day before and the day itself: a profile becomes a thank-you, and printed codes still lead there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.paper import planned
from tests.support.sites import build_site, good_site, put_file, replace_in

from kiezgroessen.shell import kit, visit

MAVI = "profiles/betriebe/mavi/profil.md"
DAYS = ("2026-12-31", "2027-01-01")
END = DAYS[1]
LISTS = (
    "index.html",
    "ar/index.html",
    "betriebe/index.html",
    "betriebe/angebot/sachspende/index.html",
    "mitmachen/index.html",
)
OWN = ("betriebe/mavi/index.html", "ar/betriebe/mavi/index.html")
NAMES = {OWN[0]: "Café Mavi", OWN[1]: "مقهى ماوي"}
CALL = "content/kampagnen/mitmachen/kampagne.md"
WAYS_OUT = ("mavi.example", "instagram.com", "tel:+493023125201", "mailto:hallo@")


def ending_site(tmp_path: Path) -> Path:
    """The good site; a café that has everything leaves at New Year. Its text has links, and the call names it."""
    root = good_site(tmp_path)
    replace_in(root, MAVI, "seit: 2017-05", f"seit: 2017-05\nende: {END}")
    replace_in(root, MAVI, "  web: https://mavi.example/", "  web: https://mavi.example/\n  instagram: mavi")
    own = "Der [Netzladen](https://mavi.example/laden) im [Hoffest](/aktionen/2026-05-hoffest/)."
    replace_in(root, MAVI, "- Kuchen", f"- Kuchen\n\n{own}")
    arabic = MAVI.replace(".md", ".ar.md")
    put_file(root, arabic, f"{(root / arabic).read_text('utf-8')}\n{own}\n")
    text = (root / CALL).read_text("utf-8")
    if "betriebe:" not in text:
        put_file(root, CALL, text.replace("\nart: aufruf", "\nart: aufruf\nbetriebe: [mavi, backwerk-lotse]", 1))
    return root


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The site as it is published on both days."""
    return {
        day: build_site(ending_site(tmp_path_factory.mktemp(day)), day=day, KIEZ_KITS=True, KIEZ_PICTURES=False)
        for day in DAYS
    }


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("page", OWN)
def test_what_was_printed_leads_to_a_page(outputs: dict[str, Path], day: str, page: str) -> None:
    html = (outputs[day] / page).read_text("utf-8")
    assert NAMES[page] in html
    site_map = (outputs[day] / "sitemap.xml").read_text("utf-8")
    assert f"/{page.removesuffix('index.html')}<" in site_map


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("page", OWN)
def test_whoever_has_left_links_nowhere(outputs: dict[str, Path], day: str, page: str) -> None:
    html = (outputs[day] / page).read_text("utf-8")
    assert [way for way in WAYS_OUT if way in html] == ([] if day == END else list(WAYS_OUT))
    assert "Netzladen im" in re.sub("<[^>]+>", "", html), "the words stay"
    assert 'href="/aktionen/2026-05-hoffest/"' in html, "what was done is still linked"


def test_the_page_thanks_and_says_from_when_to_when(outputs: dict[str, Path]) -> None:
    before, after = ((outputs[day] / OWN[0]).read_text("utf-8") for day in DAYS)
    for html, left in ((before, False), (after, True)):
        assert ("Danke!" in html) == left
        assert ("Mai 2017 – 1. Januar 2027" in html.replace("\u00a0", " ")) == left
        assert ("Das gab es hier für den Kiez" in html) == left
        assert ("Das gibt es hier für den Kiez" in html) != left
        assert "Vierzig Teegläser" in html


def test_whoever_has_left_is_on_no_list(outputs: dict[str, Path]) -> None:
    for page in LISTS:
        before, after = ((outputs[day] / page).read_text("utf-8") for day in DAYS)
        # As one of those who take part, beside whose names everything begins with a link to their page.
        link = re.compile(r'href="(?:/ar)?/betriebe/mavi/"')
        assert link.search(before), page
        assert not link.search(after), page


def test_lists_that_had_nobody_else_are_gone(outputs: dict[str, Path]) -> None:
    for page in ("betriebe/gewerbe/cafe/index.html", "betriebe/angebot/praktikum/index.html"):
        assert (outputs[DAYS[0]] / page).is_file()
        assert not (outputs[END] / page).exists()
        assert page.removesuffix("index.html") not in (outputs[END] / "sitemap.xml").read_text("utf-8")


def test_nobody_counts_on_whoever_has_left(outputs: dict[str, Path]) -> None:
    before, after = ((outputs[day] / "programm/index.html").read_text("utf-8") for day in DAYS)
    assert "Praktika" in before, "only the café offered one"
    assert "Praktika" not in after


def test_machines_are_told_no_way_there(outputs: dict[str, Path]) -> None:
    for day in DAYS:
        html = (outputs[day] / OWN[0]).read_text("utf-8")
        data = "".join(re.findall(r'<script type="application/ld\+json">(.*?)</script>', html))
        told = [key for key in ("telephone", "email", "sameAs", "address", "makesOffer") if f'"{key}"' in data]
        assert told == ([] if day == END else ["telephone", "email", "sameAs", "address", "makesOffer"])
        assert '"name":"Café Mavi"' in data


def test_pictures_to_share_say_thanks(outputs: dict[str, Path]) -> None:
    before, after = ((outputs[day] / OWN[0]).read_text("utf-8") for day in DAYS)
    (image,) = re.findall(r'property="og:image:alt" content="([^"]+)"', after)
    assert image == "Café Mavi: Danke! 2017–2027"
    names = [set(re.findall(r"teilen/[\w-]+\.jpg", html)) for html in (before, after)]
    assert names[0].isdisjoint(names[1])


def test_there_is_no_material_any_more(outputs: dict[str, Path], tmp_path: Path) -> None:
    for lang in ("", "ar/"):
        page = f"{lang}betriebe/mavi/material"
        assert (outputs[DAYS[0]] / page / "index.html").is_file()
        assert not (outputs[END] / page).exists()
    assert [
        file for file in outputs[END].rglob("*") if "material" in file.as_posix() and "mavi" in file.as_posix()
    ] == []
    root = ending_site(tmp_path)
    sheets = {day: [plan.files[0].name for plan in planned(tmp_path / "cache", root, day)] for day in DAYS}
    of_mavi = {day: [name for name in names if name.startswith("druck/mavi-")] for day, names in sheets.items()}
    assert of_mavi[DAYS[0]]
    assert of_mavi[END] == []


def test_the_link_to_the_material_is_gone_everywhere(outputs: dict[str, Path]) -> None:
    linking = [page for page in outputs[END].rglob("*.html") if "betriebe/mavi/material" in page.read_text("utf-8")]
    assert linking == []


def test_what_was_done_stays_with_its_name(outputs: dict[str, Path]) -> None:
    for page in ("aktionen/2026-05-hoffest/index.html", "wunschbrett/jugendclub--hoffest/index.html"):
        html = (outputs[END] / page).read_text("utf-8")
        assert "Café Mavi" in html, page
        assert "mavi.example" not in html, page


def test_tasks_for_those_who_take_part_say_why_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = ending_site(tmp_path)
    assert kit.main(["mavi"], date=END, root=root, site_url="https://kiez.example", workers="1") == 1
    assert "»mavi« ist nicht mehr dabei" in capsys.readouterr().out
    assert visit.main(["mavi"], date=END, root=root, site_url="https://kiez.example", workers=1) == 1
    assert "»mavi« ist nicht mehr dabei" in capsys.readouterr().out
    assert not (root / "kits").exists()
    assert not (root / "besuche").exists()
