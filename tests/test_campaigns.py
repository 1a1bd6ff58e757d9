"""What a visitor sees of campaigns on successive days: page, band, start page, share image, poster."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from tests.support.paper import desks, pressed
from tests.support.pdfua import failures
from tests.support.sites import build_site, good_site, kiez_of, put_file, replace_in, report

from kiezgroessen.plan.kit.campaign import campaign_posters
from kiezgroessen.plan.prints import PrintPlan

CALL = "content/kampagnen/mitmachen/kampagne.md"
FEAST = "content/kampagnen/hoffest/kampagne.md"
CLUB = "profiles/einrichtungen/jugendclub/einrichtung.md"
HEADER = """---
titel: Der Kiez sucht dich
art: aufruf
von: 2026-10-01
bis: 2027-03-31
gesucht: bedarfe
ziel: {zahl: 3, einheit: neue Betriebe}
kurz: Zwei Einrichtungen haben Wünsche.
phasen:
  - {titel: Wünsche lesen, von: 2026-10-01, bis: 2026-11-15}
  - {titel: Hausbesuche, von: 2026-11-16, bis: 2027-03-31, text: Wir kommen vorbei.}
braucht: [Eine Stunde Zeit.]
bringt: [Ein Dank mit Datum.]
schritte:
  - {titel: Karte aussuchen, text: Eine genügt.}
  - titel: Melden
fragen:
  - {frage: "Was kostet das?", antwort: Nichts.}
kontakt: {name: Ottilie Braun, telefon: 030 23125 100, email: aufruf@probe.example, sprachen: [de, ar]}
---
"""
TEXTS = """## vorher

Am *1. Oktober* geht es los, [ruf an](tel:+4930).

Mehr davon später.

## jetzt

Such dir eine Karte aus.

## danach

Danke an alle, die dabei waren.
"""
ARABIC = """---
titel: الحيّ يبحث عنك
schritte:
  - {titel: اختر بطاقة}
---
## vorher

نبدأ قريباً.

## jetzt

اختر بطاقة.

## danach

شكراً للجميع.
"""
FEAST_TEXT = """---
titel: Hoffest 2026
art: aktion
von: 2026-05-01
bis: 2026-05-30
gesucht: [fachvortrag]
bedarfe: [jugendclub/hoffest, jugendclub/laptops]
aktionen: [2026-05-hoffest, 2026-10-lesestunde]
betriebe: [mavi]
ziel: {zahl: 30, einheit: Gäste, zaehlt: teilnehmende}
phasen:
  - {titel: Feiern, von: 2026-05-30, bis: 2026-05-30}
---
"""
DAYS = {
    "the day before": ("2026-09-30", "vorher", "Ab 1. Oktober 2026.", "Der Aufruf beginnt am 1. Oktober 2026."),
    "the first day": ("2026-10-01", "jetzt", "Noch bis 31. März 2027.", "Der Aufruf läuft bis zum 31. März 2027."),
    "in the middle": ("2027-01-05", "jetzt", "Noch bis 31. März 2027.", "Der Aufruf läuft bis zum 31. März 2027."),
    "the last day": ("2027-03-31", "jetzt", "Noch bis 31. März 2027.", "Heute ist der letzte Tag."),
    "the day after": ("2027-04-01", "danach", "Lief bis 31. März 2027.", "Der Aufruf endete am 31. März 2027."),
}
SAID = {"vorher": "Am 1. Oktober geht es los", "jetzt": "Such dir eine Karte aus", "danach": "Danke an alle"}


def site(tmp_path: Path) -> Path:
    """A site with a call in two languages and a feast that is over."""
    root = good_site(tmp_path)
    put_file(root, CALL, HEADER + TEXTS)
    put_file(root, CALL.replace(".md", ".ar.md"), ARABIC)
    put_file(root, FEAST, FEAST_TEXT + TEXTS)
    return root


def text_of(html: str) -> str:
    """What can be read, with plain spaces."""
    told = re.sub(r"<(style|script|form).*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", told)).split())


def read(output: Path, page: str) -> str:
    return (output / page / "index.html").read_text("utf-8")


def posters(root: Path, day: str, path: str = "mitmachen/", lang: str = "de") -> list[PrintPlan]:
    (desk,) = [desk for desk in desks(kiez_of(root, day)) if desk.lang == lang]
    return list(campaign_posters(desk).get(path, ()))


def poster(root: Path, day: str, path: str = "mitmachen/", lang: str = "de") -> dict[str, Any]:
    """What can be read on the posters of a campaign: on all of them the same."""
    data = [json.loads(plan.data) for plan in posters(root, day, path, lang)]
    read = [
        {key: one[key] for key in ("title", "line", "lead", "rows", "rows_head", "dates", "person")} for one in data
    ]
    assert len(read) == 6
    assert all(one == read[0] for one in read)
    return read[0]


@pytest.mark.parametrize("name", DAYS)
def test_on_every_day_everything_says_the_same(tmp_path: Path, name: str) -> None:
    day, section, line, standing = DAYS[name]
    root = site(tmp_path)
    output = build_site(root, day=day, KIEZ_PICTURES=False)
    html = read(output, "mitmachen")
    page = text_of(html)
    assert standing in page
    assert [part for part, said in SAID.items() if said in page] == [section], "one text and no other"
    assert 'id="bewerben"' in html, "there is a form on every day"
    assert "Ottilie Braun" in page
    assert "Spricht Deutsch und Arabisch" in page
    assert ("Das wird gesucht" in page) is (section != "danach")
    assert 'href="/wunschbrett/"' in html
    assert ("Zwei Einrichtungen haben Wünsche." in page) is (section == "jetzt"), "the sentence holds while it runs"
    assert f'property="og:image:alt" content="Der Kiez sucht dich: {line}"' in html.replace("\u00a0", " ")
    start = text_of(read(output, ""))
    assert f"Der Kiez sucht dich {line}" in start
    assert (f"Der Kiez sucht dich {line}" in text_of(read(output, "impressum"))) is (section != "danach")
    assert ("Gleich hier bewerben" in page) is (section != "danach")
    assert ("Kalender abonnieren" in page) is (section != "danach"), "nothing more will come of it"
    lead = "Zwei Einrichtungen haben Wünsche." if section == "jetzt" else SAID[section]
    if section == "danach":
        assert posters(root, day) == [], "what is over calls nobody"
    else:
        sheet = poster(root, day)
        assert sheet["line"]["text"].replace("\u00a0", " ") == line
        assert sheet["lead"]["text"].startswith(lead)
    assert lead in text_of(read(output, "kampagnen"))
    assert '<a class="button" href="/mitmachen/">' in read(output, "").replace("\n", "")


def test_what_is_sought_comes_from_the_open_wishes_while_they_are(tmp_path: Path) -> None:
    root = site(tmp_path)
    wishes = {"Zehn gebrauchte Laptops", "Jemand, der zeigt, wie man Zähne putzt"}
    for day, open_ones in {
        "2026-09-30": wishes,
        "2027-01-31": wishes,
        "2027-02-01": wishes - {"Zehn gebrauchte Laptops"},
    }.items():
        rows = poster(root, day)["rows"]
        assert {row["title"]["text"] for row in rows} == open_ones, day


def test_the_last_days_are_counted(tmp_path: Path) -> None:
    root = site(tmp_path)
    for number, (day, said) in enumerate(
        {"2027-03-16": "", "2027-03-17": "Das sind noch 14 Tage.", "2027-03-30": "Das ist morgen."}.items()
    ):
        page = text_of(read(build_site(root, tmp_path / f"o{number}", day=day, KIEZ_PICTURES=False), "mitmachen"))
        assert re.findall(r"Das (?:sind noch \d+ Tage|ist morgen)\.", page) == ([said] if said else [])


def test_marks_of_the_text_do_not_reach_posters_and_lists(tmp_path: Path) -> None:
    assert poster(site(tmp_path), "2026-09-30")["lead"]["text"] == "Am 1. Oktober geht es los, ruf an."


def test_the_call_in_another_language_is_one_tap_from_its_start_page(tmp_path: Path) -> None:
    output = build_site(site(tmp_path), KIEZ_PICTURES=False)
    assert '<a class="button" href="/ar/mitmachen/">' in read(output, "ar")
    page = read(output, "ar/mitmachen")
    assert "اختر بطاقة." in page
    assert 'hreflang="de"' in page
    assert "<h3>اختر بطاقة</h3>" in page
    assert "Eine genügt." in page, "what nobody translated is there all the same"


def test_steps_questions_and_phases_stand_on_the_page(tmp_path: Path) -> None:
    html = read(build_site(site(tmp_path), day="2026-11-20", KIEZ_PICTURES=False), "mitmachen")
    page = text_of(html)
    for said in ("Eine Stunde Zeit.", "Ein Dank mit Datum.", "Karte aussuchen Eine genügt.", "Was kostet das? Nichts."):
        assert said in page
    assert "<details" not in html.split("Was kostet das?")[0].rsplit("<section", 1)[1], "found by searching the page"
    assert "1. Oktober – 15. November 2026 · vorbei Wünsche lesen" in page.replace("\u00a0", " ")
    assert 'class="now" aria-current="step"' in html


def test_a_campaign_that_is_over_keeps_its_record(tmp_path: Path) -> None:
    root = site(tmp_path)
    output = build_site(root, day="2026-11-22", KIEZ_PICTURES=False)
    page = read(output, "kampagnen/hoffest")
    rows = re.findall(r"<tr><th[^>]*>(.*?)</th><td>(.*?)</td><td>(.*?)</td></tr>", page)
    assert [tuple(re.sub(r"<b>.*?</b> ", "", cell) for cell in row) for row in rows] == [
        ("Gäste", "30", "40"),
        ("Wünsche", "2", "1 erfüllt und 1 noch offen"),
        ("Aktionen", "2", "1 gelungen und 1 nicht zustande gekommen"),
    ]
    assert '<progress value="30" max="30">' in page, "valid even where more came than was hoped for"
    assert "Danke an alle" in text_of(page)


@pytest.mark.parametrize("day", ["2026-04-30", "2026-05-29"])
def test_what_cannot_be_counted_yet_is_a_goal_and_not_nought(tmp_path: Path, day: str) -> None:
    html = read(build_site(site(tmp_path), day=day, KIEZ_PICTURES=False), "kampagnen/hoffest")
    assert "Ziel: 30 Gäste" in text_of(html)
    assert "0 von" not in text_of(html)
    assert "<progress" not in html


def test_the_record_says_one_thing_about_wishes(tmp_path: Path) -> None:
    root = site(tmp_path)
    replace_in(root, FEAST, "einheit: Gäste, zaehlt: teilnehmende", "einheit: erfüllte Wünsche, zaehlt: bedarfe")
    page = read(build_site(root, day="2026-11-22", KIEZ_PICTURES=False), "kampagnen/hoffest")
    assert re.findall(r'<th scope="row">(.*?)</th>', page) == ["erfüllte Wünsche", "Aktionen"]
    assert "1 erfüllt und 1 noch offen</td>" in page


def test_before_its_end_a_campaign_has_no_record_and_says_what_is_sought(tmp_path: Path) -> None:
    root = site(tmp_path)
    page = read(build_site(root, day="2026-05-30", KIEZ_PICTURES=False), "kampagnen/hoffest")
    assert "<table" not in page
    assert "Heute ist der letzte Tag." in text_of(page)
    assert 'class="button" href="mailto:redaktion@probe.example"' in page, "whoever wants to help can say so"
    sheet = poster(root, "2026-05-30", "kampagnen/hoffest/")
    told = [(row["title"] or row["text"])["text"] for row in sheet["rows"]]
    assert told == ["Zehn gebrauchte Laptops", "Fachvorträge"]
    assert [row["title"]["text"] for row in sheet["dates"]] == ["Feiern"]


def test_without_any_call_joining_is_possible_all_the_same(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    rmtree((root / CALL).parent)
    output = build_site(root, KIEZ_PICTURES=False)
    page = read(output, "mitmachen")
    assert "Gerade läuft kein Aufruf. Mitmachen geht trotzdem" in text_of(page)
    assert 'id="bewerben"' in page
    assert 'href="/wunschbrett/"' in page
    assert '<a class="button" href="/mitmachen/">' in read(output, "")


def test_the_next_call_is_the_page_everything_points_to_and_the_last_one_an_archive(tmp_path: Path) -> None:
    root = site(tmp_path)
    years = {"a-2030": ("2030-10-01", "2031-03-31"), "z-2028": ("2028-10-01", "2029-03-31")}
    for slug, (first, last) in years.items():
        later = HEADER.replace("2026-10-01", first).replace("2027-03-31", last).replace("2026-11-15", first)
        put_file(root, f"content/kampagnen/{slug}/kampagne.md", later.replace("2026-11-16", first) + TEXTS)
    current = {"2027-03-31": "mitmachen", "2027-04-01": "z-2028", "2029-04-01": "a-2030", "2032-01-01": "a-2030"}
    for day, slug in current.items():
        call = kiez_of(root, day).call
        assert call is not None
        assert call.slug == slug, day
    assert "Noch bis 31.\u00a0März 2031." in poster(root, "2030-12-01")["line"]["text"]
    assert posters(root, "2030-12-01", "kampagnen/mitmachen/") == []


def test_a_wish_that_does_not_exist_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    root = site(tmp_path)
    replace_in(root, FEAST, "jugendclub/laptops", "jugendclub/labtops")
    assert "»jugendclub/labtops« gibt es nicht – meinten Sie »jugendclub/laptops«?" in report(root)


def test_posters_are_given_by_the_page_only_when_it_is_published(tmp_path: Path) -> None:
    root = site(tmp_path)
    plain = read(build_site(root, tmp_path / "preview", KIEZ_PICTURES=False), "mitmachen")
    assert "druck/" not in plain
    looks = [(json.loads(plan.data)["sheet"], plan.look) for plan in posters(root, "2026-11-22")]
    assert len(set(looks)) == 6
    assert {plan.address for plan in posters(root, "2026-11-22", lang="ar")} == {"https://kiez.example/ar/mitmachen/"}


def test_a_poster_of_a_feast_says_when_and_where(tmp_path: Path) -> None:
    root = site(tmp_path)
    feast = "profiles/aktionen/2026-05-hoffest/aktion.md"
    text = (root / feast).read_text("utf-8")
    text = re.sub(r"status: .*", "status: geplant", text)
    text = re.sub(r"(?m)^(uhrzeit|ort|zahlen): .*\n", "", text)
    put_file(root, feast, text.replace("---\n", "---\nuhrzeit: 14:00–20:00\nort: Pumpenplatz 1\n", 1))
    (sheet, *_) = [json.loads(plan.data) for plan in posters(root, "2026-05-02", "kampagnen/hoffest/")]
    line = sheet["line"]["text"].replace("\u00a0", " ")
    assert re.search(r"\d+\. Mai 2026", line)
    assert "14:00–20:00 Uhr" in line
    assert sheet["where"]["text"] == "Pumpenplatz 1"


def test_a_poster_can_be_heard_and_nothing_on_it_is_cut(tmp_path: Path) -> None:
    root = site(tmp_path)
    plans = [plan for lang in ("de", "ar") for plan in posters(root, "2026-11-22", lang=lang)[::4]]
    made, problems = pressed(plans, tmp_path, workers=1)
    assert problems == []
    assert [faults for faults in failures(sheet.path for sheet in made).values() if faults] == []
    assert "03023125100" in made[0].words(0)


def test_a_sentence_that_is_too_long_for_the_poster_is_named_where_it_was_typed(tmp_path: Path) -> None:
    root = site(tmp_path)
    put_file(root, CALL, HEADER + TEXTS.replace("Am *1. Oktober* geht es los", "Wort " * 700))
    _, problems = pressed(posters(root, "2026-09-30")[:1], tmp_path, workers=1)
    assert [problem.path for problem in problems] == [CALL]
