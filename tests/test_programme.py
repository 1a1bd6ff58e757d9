"""The page of the programme: honest numbers, the same in pictures, words and tables, and nobody ranked."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from tests.support.sites import TODAY, build_site, built_site, good_site, kiez_of, put_file, replace_in

from kiezgroessen.plan import plots
from kiezgroessen.plan.plots import Bar
from kiezgroessen.plan.programme import Balance, Outcome, overview

__all__ = ["built_site"]

CLUB = "profiles/einrichtungen/jugendclub/einrichtung.md"
LOTSE = "profiles/betriebe/backwerk-lotse/profil.md"
RAD = "profiles/betriebe/rad-und-tat/profil.md"
MAVI = "profiles/betriebe/mavi/profil.md"


def action(root: Path, slug: str, status: str, day: str) -> None:
    text = f"---\ntitel: Probe\ndatum: {day}\nstatus: {status}\nbetriebe: [mavi]\neinrichtungen: [jugendclub]\n"
    put_file(root, f"profiles/aktionen/{slug}/aktion.md", f"{text}gegeben: Tee.\n---\nText.\n")


def page_of(root: Path, day: str = TODAY) -> str:
    return (build_site(root, day=day) / "programm/index.html").read_text("utf-8")


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def tables(html: str) -> dict[str, list[list[str]]]:
    """By caption: the words of every row that are seen, cell after cell."""
    found = {}
    html = re.sub(r'<span class="unseen">.*?</span>', "", html)
    for table in re.findall(r"<table.*?</table>", html, re.DOTALL):
        caption = text_of(re.search(r"<caption>(.*?)</caption>", table)[1])  # type: ignore[index]
        rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
        found[caption] = [[text_of(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]
    return found


# Numbers


def test_wishes_and_offers_are_counted_by_kind(tmp_path: Path) -> None:
    found = overview(kiez_of(good_site(tmp_path)))
    assert found.balances == (
        Balance("sachspende", 1, 2, 2),
        Balance("praktikum", 0, 1, 1),
        Balance("fachvortrag", 1, 1, 1),
    )


def test_an_offer_that_rests_is_not_open(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, RAD, "flickt", "flickt\n    status: ruht")
    talk = overview(kiez_of(root)).balances[2]
    assert (talk.offers, talk.businesses, talk.missing, talk.idle) == (0, 0, True, False)


def test_who_has_left_offers_nothing(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, LOTSE, "seit: 2018", "seit: 2018\nende: 2026-01-01")
    assert overview(kiez_of(root)).balances[0].offers == 1


def test_what_nobody_wishes_for_is_idle(tmp_path: Path) -> None:
    idle = [one.kind for one in overview(kiez_of(good_site(tmp_path))).balances if one.idle]
    assert idle == ["praktikum"]


def test_a_lapsed_wish_is_only_counted(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    before, after = overview(kiez_of(root, "2027-01-31")), overview(kiez_of(root, "2027-02-01"))
    assert (before.lapsed, after.lapsed) == (0, 1)
    assert [len(found.wishes["jugendclub", "sachspende"]) for found in (before, after)] == [2, 1]
    assert after.balances[0].wishes == 0


def test_what_is_only_planned_is_no_agreement(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    assert overview(kiez_of(root)).outcome == Outcome(kept=1, fallen=1, unclear=0, coming=1)
    action(root, "2027-01-plan", "geplant", "2027-01-10")
    found = overview(kiez_of(root))
    assert found.outcome.total == 3
    assert list(found.years) == [2026]


def test_an_agreement_whose_day_has_gone_by_is_unclear_not_kept(tmp_path: Path) -> None:
    outcome = overview(kiez_of(good_site(tmp_path), "2026-12-07")).outcome
    assert (outcome.kept, outcome.unclear, outcome.decided) == (1, 1, 2)


def test_years_without_agreements_are_not_left_out(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    action(root, "2023-01-alt", "erledigt", "2023-01-10")
    assert {year: one.total for year, one in overview(kiez_of(root)).years.items()} == {
        2023: 1,
        2024: 0,
        2025: 0,
        2026: 3,
    }


# The page


def test_the_page_says_the_share_that_was_kept(built_site: Path) -> None:
    text = text_of((built_site / "programm/index.html").read_text("utf-8"))
    assert "1 von 2 Verabredungen wurde gehalten. 1 ist nicht zustande gekommen. 1 kommt noch." in text
    assert "Das wartet: angeboten, aber von niemandem gewünscht Praktika: 1 Angebot" in text


def test_tables_and_pictures_show_the_same_numbers(built_site: Path) -> None:
    html = (built_site / "programm/index.html").read_text("utf-8")
    found = tables(html)
    assert found["Offene Wünsche und Angebote in Zahlen"] == [
        ["Art", "Wünsche", "Angebote"],
        ["Sachspenden", "1", "2"],
        ["Praktika", "0", "1"],
        ["Fachvorträge", "1", "1"],
    ]
    assert found["Verabredungen in Zahlen"] == [
        ["Jahr", "gehalten", "geplatzt", "kommt noch"],
        ["2026", "1", "1", "1"],
    ]
    kinds, years = re.findall(r'<svg role="img".*?</svg>', html, re.DOTALL)
    drawn = [text_of(word) for word in re.findall(r"<text.*?</text>", kinds)]
    assert drawn == [
        *("Sachspenden", "1 Wunsch", "2 Angebote"),
        *("Praktika", "0 Wünsche", "1 Angebot"),
        *("Fachvorträge", "1 Wunsch", "1 Angebot"),
    ]
    full, crossed, empty = re.findall(r"<g.*?</g>", years)
    assert [len(re.findall("<line", piece)) for piece in (full, crossed, empty)] == [0, 2, 0]
    assert ['fill="none"' in piece for piece in (full, crossed, empty)] == [False, True, True]
    assert len({re.search(r'width="([\d.]+)%"', rect)[1] for rect in re.findall("<rect.*?/>", years)}) == 1  # type: ignore[index]


def test_every_picture_has_a_name_of_its_own(built_site: Path) -> None:
    html = (built_site / "programm/index.html").read_text("utf-8")
    named = re.findall(r'<svg role="img" aria-labelledby="([\w-]+)"', html)
    ids = re.findall(r'\bid="([\w-]+)"', html)
    assert len(named) == 2
    assert all(ids.count(name) == 1 for name in named)


def test_a_cell_says_states_in_words_and_leads_to_the_card(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    extra = (
        "  - {kennung: tisch, art: sachspende, text: Ein Tisch}\n  - {kennung: tor, art: sachspende, text: Ein Tor}\n"
    )
    replace_in(root, CLUB, "bedarfe:\n", f"bedarfe:\n{extra}")
    html = page_of(root)
    matrix = tables(html)["Wünsche nach Einrichtung und Art"]
    assert [cell.split() for cell in matrix[1]] == [
        ["Jugendclub", "Luke"],
        ["Sachspenden", "3", "offen", "1", "erfüllt"],
        [],
    ]
    assert 'href="/wunschbrett/jugendclub--hoffest/">1 erfüllt<' in html
    place = re.search(r'href="/einrichtungen/jugendclub/#([\w-]+)">3 offen<', html)
    assert place
    home = (tmp_path / "output/einrichtungen/jugendclub/index.html").read_text("utf-8")
    first, *_others = re.findall(r'class="wish [^>]* id="([\w-]+)"', home)
    assert place[1] == first, "several open cards are shown from the first of them on"


def test_a_number_says_without_its_table_where_it_leads(built_site: Path) -> None:
    page = (built_site / "programm/index.html").read_text("utf-8")
    names = [text_of(link) for link in re.findall(r"<a [^>]*>.*?</a>", page)]
    assert {"1 – Wünsche: Sachspenden", "2 – Angebote: Sachspenden", "1 offen – Zehn gebrauchte Laptops"} <= set(names)


def test_links_lead_only_to_places_that_are_there(tmp_path: Path) -> None:
    """The build itself fails on links into nothing; places within a page are only looked at here."""
    output = build_site(good_site(tmp_path))
    html = (output / "programm/index.html").read_text("utf-8")
    board = (output / "wunschbrett/index.html").read_text("utf-8")
    places = re.findall(r'href="/wunschbrett/#([\w-]+)"', html)
    assert places == ["sachspende", "fachvortrag"]
    assert all(f'id="{place}"' in board for place in places)


def test_nobody_is_ranked_and_no_business_is_named(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    put_file(
        root,
        "profiles/einrichtungen/aera/einrichtung.md",
        "---\nname: Ära\nbedarfe:\n  - {kennung: a, art: praktikum, text: Ein Praktikum}\n---\nText.\n",
    )
    html = page_of(root)
    rows = [row[0] for row in tables(html)["Wünsche nach Einrichtung und Art"][1:]]
    assert rows == ["Ära", "Jugendclub Luke", "Kita Krabbe"]
    main = html.split("<main", 1)[1].split("</main>")[0]
    assert not any(name in main for name in ("Mavi", "Lotse", "Rad und Tat", "Derya"))


def test_a_young_programme_has_no_share_and_no_years(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    for folder in (root / "profiles/aktionen").iterdir():
        (folder / "aktion.md").unlink()
        folder.rmdir()
    news = root / "content/meldungen/2026-06-01-so-war-das-hoffest.md"
    news.write_text(re.sub(r"aktionen:.*\n", "", news.read_text("utf-8")), "utf-8")
    call = root / "content/kampagnen/mitmachen/kampagne.md"
    call.write_text(re.sub(r"aktionen:.*\n", "", call.read_text("utf-8")), "utf-8")
    html = page_of(root)
    assert "Noch ist keine Verabredung so alt, dass sie gehalten sein könnte." in html
    assert "Verabredungen in Zahlen" not in html


def test_every_page_leads_there(built_site: Path) -> None:
    pages = [page.read_text("utf-8") for page in built_site.rglob("*.html")]
    assert pages
    assert all(re.search(r'href="/(?:ar/)?programm/"', page) for page in pages)
    board = (built_site / "wunschbrett/index.html").read_text("utf-8")
    assert 'href="/programm/"' in board.split("<main")[1].split("</main>")[0]


def test_a_page_cannot_take_its_place(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    put_file(root, "content/seiten/programm.md", "---\ntitel: Programm\nkurz: Ein Satz.\n---\nText.\n")
    with pytest.raises(AssertionError, match="kann nicht »programm« heißen"):
        kiez_of(root)


# Pictures


def places(name: str, *, direction: str) -> tuple[list[tuple[float, float]], list[float]]:
    bars = {name: Bar(((3, "full"), (1, "crossed"), (0, "dashed")), "4")}
    plot = plots.lined("x", ("", ""), {"full": "", "crossed": "", "dashed": ""}, bars, direction)
    marks = [(float(mark.start[:-1]), float(mark.end[:-1])) for mark in plot.marks]
    return marks, [float(word.x[:-1]) for word in plot.words]


def test_bars_stand_end_to_end_and_nothing_is_drawn_for_nothing() -> None:
    (first, second), words = places("2026", direction="ltr")
    assert first[1] == pytest.approx(second[0], abs=0.01)
    assert first[1] - first[0] == pytest.approx(3 * (second[1] - second[0]), abs=0.05)
    assert words[0] == 0
    assert second[1] < words[1] < 100


def test_in_arabic_the_picture_is_mirrored() -> None:
    (left, right) = (places("2026", direction=way) for way in ("ltr", "rtl"))
    assert [(100 - end, 100 - start) for start, end in left[0]] == [pytest.approx(mark, abs=0.02) for mark in right[0]]
    assert [100 - x for x in left[1]] == pytest.approx(right[1])


def test_the_longest_bar_leaves_room_for_its_label() -> None:
    groups = {"Viel": (Bar(((900, "empty"),), "900 Wünsche"), Bar(((1, "full"),), "1 Angebot"))}
    plot = plots.grouped("x", ("", ""), {"empty": "", "full": ""}, groups, "ltr")
    assert max(float(mark.end[:-1]) for mark in plot.marks) <= 65
    assert min(float(mark.width[:-1]) for mark in plot.marks) > 0


def test_a_picture_of_nothing_has_no_bars() -> None:
    plot = plots.grouped("x", ("", ""), {"full": "viel"}, {"Art": (Bar(((0, "full"),), "0 Wünsche"),)}, "ltr")
    assert (plot.marks, plot.looks) == ((), ())
    assert [word.text for word in plot.words] == ["Art", "0 Wünsche"]
